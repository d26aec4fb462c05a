/**
 * The frame of an audit: registered poor and exited households from the register, all others from the household register of public
 * security (slice comparison). A household that the register knows but does not hold as poor (exit state 9) belongs to the others.
 */
import { rangeOf } from "@diguan/core/region-code.ts";
import type { Tx } from "../postgres/pool.ts";

/** 1 registered poor (未脱贫、预脱贫、返贫), 2 exited (已脱贫), 3 not registered. */
export type Grp = 1 | 2 | 3;
export interface FrameHousehold { readonly grp: Grp; readonly region: number; readonly householdId: string | null; readonly ruralId: string | null }
export interface Counts { readonly registered: number; readonly exited: number; readonly others: number }

/** Part of a place that the caller may see. */
export const part = (tx: Tx, region: number): { readonly lo: number; readonly hi: number } => {
  const { lo, hi } = rangeOf(region);
  return { lo: Math.max(lo, tx.scope.lo), hi: Math.min(hi, tx.scope.hi) };
};

type Part = ReturnType<Tx["sql"]>;
export const groupOf = (tx: Tx, alias: string): Part => tx.sql`case coalesce(${tx.sql(`${alias}.exit_state`)}, 0) when 1 then 2 when 9 then 3 else 1 end`;

const households = (tx: Tx, county: number, region: number, year: number): Part => {
  const { lo, hi } = part(tx, region);
  return tx.sql`
    select ${groupOf(tx, "y")}::int as grp, y.region, y.household_id as "householdId", null::uuid as "ruralId"
      from registry.household_year y
     where y.county = ${county} and y.year = ${year} and y.region between ${lo} and ${hi} and y.valid
     union all
    select 3, r.region, null, r.id
      from comparison.rural_household r
     where r.county = ${county} and r.region between ${lo} and ${hi} and r.persons > 0
       and not exists (select from registry.household_year y where y.county = r.county and y.household_id = r.registered_household and y.year = ${year} and y.valid)`;
};

/** Every household of the frame in a fixed order, so that the same seed draws the same ones. */
export const frameOf = (tx: Tx, county: number, region: number, year: number): Promise<FrameHousehold[]> => tx.sql<FrameHousehold[]>`
  select * from (${households(tx, county, region, year)}) f order by grp, region, coalesce("householdId", "ruralId")`;

/** Households of each group by village. */
export async function frameCounts(tx: Tx, county: number, region: number, year: number): Promise<Map<number, Counts>> {
  const rows = await tx.sql<{ region: number; grp: Grp; n: number }[]>`select region, grp, count(*)::int as n from (${households(tx, county, region, year)}) f group by 1, 2`;
  const out = new Map<number, Counts>();
  for (const r of rows) {
    const before = out.get(r.region) ?? { registered: 0, exited: 0, others: 0 };
    out.set(r.region, { ...before, [r.grp === 1 ? "registered" : r.grp === 2 ? "exited" : "others"]: r.n });
  }
  return out;
}

export const sumCounts = (list: Iterable<Counts>): Counts => {
  const sum = { registered: 0, exited: 0, others: 0 };
  for (const c of list) { sum.registered += c.registered; sum.exited += c.exited; sum.others += c.others; }
  return sum;
};
