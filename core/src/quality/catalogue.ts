/**
 * The catalogue of data-quality rules: every rule of domain guide §4.7 once, in the order of its id, by subject in `rules/`.
 * Issue: 「every rule as one readable catalogue (id, severity, wording, source)」.
 */
import type { Rule } from "./rule.ts";
import { causeRules } from "./rules/cause.ts";
import { conditionsRules } from "./rules/conditions.ts";
import { helpingRules } from "./rules/helping.ts";
import { householdRules } from "./rules/household.ts";
import { identityRules } from "./rules/identity.ts";
import { incomeRules } from "./rules/income.ts";
import { insuranceRules } from "./rules/insurance.ts";
import { labourRules } from "./rules/labour.ts";
import { measureRules } from "./rules/measures.ts";
import { schoolingRules } from "./rules/schooling.ts";
import { supportRules } from "./rules/support.ts";
import { villageRules } from "./rules/village.ts";
import { workRules } from "./rules/work.ts";

/** The national list first, then the platform's own rules. */
const order = (r: Rule): string => `${r.id.startsWith("DQ") ? 0 : 1}${r.id}`;

/** All rules in the order of their id. */
export const catalogue: readonly Rule[] = [
  ...identityRules, ...householdRules, ...schoolingRules, ...labourRules, ...workRules, ...insuranceRules, ...causeRules, ...supportRules, ...incomeRules, ...conditionsRules, ...helpingRules, ...measureRules, ...villageRules,
].toSorted((a, b) => (order(a) < order(b) ? -1 : 1));

const byId: ReadonlyMap<string, Rule> = new Map(catalogue.map((r) => [r.id, r]));

/** @example ruleOf("DQ-010")?.severity // => "E" */
export const ruleOf = (id: string): Rule | undefined => byId.get(id);
