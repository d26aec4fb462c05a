/** Precision against the planted truth of the demonstration (domain guide §9.4 «simulated truth»): for the command line only, never for pages. */
import { levelOf } from "@diguan/core/region-code.ts";
import type { Db, Tx } from "../postgres/pool.ts";
import { frameCounts, groupOf, part, sumCounts, type Counts } from "./frame.ts";
import type { Ground } from "./reports.ts";
import { inForce } from "./settings.ts";
import { addTruth, benefits, plantedOf, registerSums } from "./sums.ts";

/** Counties with a planted truth inside a place, and the year it is of. */
export const truthYears = (db: Db, lo: number, hi: number): Promise<{ county: number; year: number }[]> => db.asEvaluation((sql) => sql<{ county: number; year: number }[]>`
  select county, max(year)::int as year from demo.truth where region between ${lo} and ${hi} and kind = 'household' group by county order by county`);

/** State on the register and benefits of each household of the year. */
const registered = (tx: Tx, county: number, region: number, year: number): Promise<{ id: string; grp: number; paid: number }[]> => {
  const { lo, hi } = part(tx, region);
  return tx.sql<{ id: string; grp: number; paid: number }[]>`
    select y.household_id as id, ${groupOf(tx, "y")}::int as grp, ${tx.sql.unsafe(benefits)}::float8 as paid from registry.household_year y
     where y.county = ${county} and y.year = ${year} and y.region between ${lo} and ${hi} and y.valid`;
};

/** Households of villages as their records say: stands in where no frame of all households has been brought. */
const recorded = (tx: Tx, county: number, region: number, year: number): Promise<{ region: number; n: number | null }[]> => {
  const { lo, hi } = part(tx, region);
  return tx.sql<{ region: number; n: number | null }[]>`select region, (data->>'households')::int as n from registry.village_year where county = ${county} and year = ${year} and region between ${lo} and ${hi}`;
};

/** Ground of reports in which every registered and every missed household is known. `frame`: where the number of all others comes from. */
export async function truthGround(db: Db, county: number, region: number, year: number): Promise<Ground & { readonly frame: "hukou" | "villageRecords" | "none" }> {
  const { lo, hi } = await db.asSystem((tx) => Promise.resolve(part(tx, region)));
  const truth = await db.asEvaluation((sql) => plantedOf(sql, county, lo, hi, year));
  return db.asSystem(async (tx) => {
    const force = await inForce(tx, region, year);
    const villages = await registerSums(tx, county, region, year, force.lineFen);
    const states = await registered(tx, county, region, year);
    const group = new Map(states.map((s) => [s.id, s.grp]));
    const paid = new Map(states.map((s) => [s.id, s.paid]));
    let counts: Map<number, Counts> = await frameCounts(tx, county, region, year);
    let frame: "hukou" | "villageRecords" | "none" = "hukou";
    if (sumCounts(counts.values()).others === 0) {
      const rows = await recorded(tx, county, region, year);
      frame = rows.some((r) => r.n !== null) ? "villageRecords" : "none";
      counts = new Map(counts);
      for (const r of rows) { const c = counts.get(r.region) ?? { registered: 0, exited: 0, others: 0 }; counts.set(r.region, { ...c, others: Math.max(0, (r.n ?? 0) - c.registered - c.exited) }); }
    }
    addTruth(villages, truth, group, new Map([...counts].map(([code, c]) => [code, c.others])), force.lineFen);
    const money = { leaked: 0, all: 0 };
    for (const t of truth) if (t.householdId !== null && group.get(t.householdId) === 1) { const n = paid.get(t.householdId) ?? 0; money.all += n; if (!t.poor) money.leaked += n; }
    return { villages, counts, answers: [], force, seed: `truth ${county} ${year}`, money: levelOf(region) === "county" ? money : null, frame };
  });
}
