/** Facts for databases that had households before this part of the platform existed: computed once, county by county, at the start of the server or by the command that needs them. */
import type { Db } from "../postgres/pool.ts";
import { refreshFacts } from "./facts.ts";

/** Computes the facts of counties that have households but no facts; answers their codes. */
export async function fillMissingFacts(db: Db, today: string): Promise<number[]> {
  // a step of the index per county: the table itself is never scanned
  const counties = await db.asSystem(async (tx) => (await tx.sql<{ county: number }[]>`
    with recursive c (n) as (
      select (select min(county) from registry.household_year)
      union all
      select (select min(county) from registry.household_year where county > c.n) from c where c.n is not null)
    select n as county from c where n is not null and not exists (select from identification.facts f where f.county = c.n)`).map((r) => r.county));
  for (const county of counties) await db.asSystem((tx) => refreshFacts(tx, county, { today }));
  if (counties.length > 0) await db.owner`analyze identification.facts, identification.village_measure`;
  return counties;
}
