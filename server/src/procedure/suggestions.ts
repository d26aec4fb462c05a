/** Households for which the comparison centre proposes a procedure: an application of a missed one, the removal of a wrongly included one. People open the case. */
import type { Purpose } from "@diguan/core/procedure/names.ts";
import { contains, countyOf, rangeOf } from "@diguan/core/region-code.ts";
import { openProposals } from "../comparison/service.ts";
import type { Tx } from "../postgres/pool.ts";
import { regionNames } from "../regions/service.ts";
import { shownName } from "./list.ts";

export interface Suggestion { readonly county: number; readonly key: string; readonly householdId: string | null; readonly name: string; readonly region: number; readonly village: string; readonly purpose: Purpose; readonly because: string }

/** Of the county that the post works in; a post over several counties asks for one of them. */
export async function suggestionsOf(tx: Tx, region: number | undefined, today: string): Promise<Suggestion[]> {
  const range = region === undefined || region === 0 ? tx.scope : rangeOf(region);
  const county = countyOf(range.lo);
  if (countyOf(range.hi) !== county) return [];
  const found = (await openProposals(tx, { county, today })).filter((p) => contains(range, p.region)).slice(0, 100);
  const names = await regionNames(tx, new Set(found.map((p) => p.region)));
  return found.map((p) => ({ county: p.county, key: p.id, householdId: p.householdId, name: shownName(tx, p.subject, "household"), region: p.region, village: names.get(p.region) ?? String(p.region), purpose: p.kind === "removal" ? "removal" as const : "registration" as const, because: p.reason }));
}
