/** Registered as poor now, or monitored without the risk being eliminated: the households that help is owed to. */
import type { HouseholdFacts } from "../rule.ts";

/** 未脱贫, 预脱贫, 返贫 (codeLists.exitState), or monitored. */
export const isRegistered = (h: HouseholdFacts): boolean => [0, 2, 3].includes(h.c.household.exitState ?? -1) || (h.monitoring !== undefined && h.monitoring.eliminatedOn === null);
