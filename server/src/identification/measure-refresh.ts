/** Sums the facts of villages into identification.village_measure: integers only, so that any area can be added up exactly (house guide §4). */
import { indicators, schemeName } from "@diguan/core/identification/deprivation.ts";
import { causeOrder } from "@diguan/core/overview/figures.ts";
import { linesOf } from "../registry/context.ts";
import type { Tx } from "../postgres/pool.ts";
import { schemesOf } from "./scheme.ts";

const perIndicator = (of: (column: string) => string): string => `array[${indicators.map((i) => of(i.column)).join(", ")}]::integer[]`;
const sum = (value: string, among: string): string => `coalesce(sum(${value}) filter (where ${among}), 0)`;
const causes = `array[${causeOrder.map((code) => `count(*) filter (where ${code === 0 ? `cause_main is null or cause_main not in (${causeOrder.filter((c) => c !== 0).join(", ")})` : `cause_main = ${code}`})`).join(", ")}]::integer[]`;
const known = "deprivation is not null";
const poor = "deprivation >= threshold";

/** Recounts these villages (null: all of the county) in these years; answers the rows written. Facts must be up to date. */
export async function refreshMeasures(tx: Tx, county: number, { villages, years }: { readonly villages: readonly number[] | null; readonly years: readonly number[] }): Promise<number> {
  if (villages?.length === 0) return 0;
  const { sql } = tx;
  const [schemes, lines] = await Promise.all([schemesOf(tx, years), linesOf(tx, county * 1_000_000, years)]);
  const among = sql`county = ${county} and year = any(${years as number[]}::smallint[]) and region between ${tx.scope.lo} and ${tx.scope.hi} ${villages ? sql`and region = any(${villages as number[]}::bigint[])` : sql``}`;
  const done = await sql`
    with y as materialized (
      select * from unnest(${years as number[]}::smallint[], ${years.map((year) => lines.get(year)?.fen ?? null)}::bigint[], ${years.map((year) => schemes.get(year)?.threshold ?? 0)}::int[], ${years.map((year) => { const s = schemes.get(year); return s ? schemeName(s) : ""; })}::text[])
               as r (year, line_fen, threshold, scheme)),
    f as (
      select f.*, y.line_fen, y.threshold, y.scheme, coalesce(persons, income_persons, 0)::int as people, coalesce(income_persons, persons, 0)::int as yearly
        from identification.facts f join y using (year)
       where ${among} and valid and exit_state is distinct from 9),
    fresh as materialized (
      select region, year, min(line_fen) as line_fen, min(scheme) as scheme, count(*) as households, sum(people) as persons, ${sql.unsafe(causes)} as causes,
             count(*) filter (where ${sql.unsafe(known)}) as counted, count(*) filter (where deprivation is null) as dropped, ${sql.unsafe(sum("people", "deprivation is null"))} as dropped_persons, ${sql.unsafe(sum("people", known))} as population,
             count(*) filter (where ${sql.unsafe(poor)}) as poor_households, ${sql.unsafe(sum("people", poor))} as poor_persons, ${sql.unsafe(sum("people::bigint * deprivation", poor))} as depth,
             ${sql.unsafe(perIndicator((c) => sum("people", `${c} and ${known}`)))} as uncensored, ${sql.unsafe(perIndicator((c) => sum("people", `${c} and ${poor}`)))} as censored, ${sql.unsafe(perIndicator((c) => `count(*) filter (where ${c} is null)`))} as unknown,
             count(*) filter (where per_capita_fen is not null) as income_households, ${sql.unsafe(sum("yearly", "per_capita_fen is not null"))} as income_persons, count(*) filter (where per_capita_fen is null) as income_unknown,
             count(*) filter (where per_capita_fen < line_fen) as below_households, ${sql.unsafe(sum("yearly", "per_capita_fen < line_fen"))} as below_persons,
             ${sql.unsafe(sum("yearly * (line_fen - per_capita_fen)", "per_capita_fen < line_fen"))} as gap_fen, ${sql.unsafe(sum("yearly * (line_fen - per_capita_fen)::numeric * (line_fen - per_capita_fen)", "per_capita_fen < line_fen"))} as gap2_fen
        from f group by region, year),
    gone as (
      delete from identification.village_measure o where ${among} and not exists (select from fresh where fresh.region = o.region and fresh.year = o.year))
    insert into identification.village_measure as v (county, village, year, region, scheme, households, persons, causes, counted, dropped, dropped_persons, population, poor_households, poor_persons, depth, uncensored, censored, unknown,
           line_fen, income_households, income_persons, income_unknown, below_households, below_persons, gap_fen, gap2_fen)
    select ${county}, region, year, region, scheme, households, persons, causes, counted, dropped, dropped_persons, population, poor_households, poor_persons, depth, uncensored, censored, unknown,
           line_fen, income_households, income_persons, income_unknown, below_households, below_persons, gap_fen, gap2_fen
      from fresh
    on conflict (county, village, year) do update set
      scheme = excluded.scheme, households = excluded.households, persons = excluded.persons, causes = excluded.causes, counted = excluded.counted, dropped = excluded.dropped, dropped_persons = excluded.dropped_persons, population = excluded.population,
      poor_households = excluded.poor_households, poor_persons = excluded.poor_persons, depth = excluded.depth, uncensored = excluded.uncensored, censored = excluded.censored, unknown = excluded.unknown,
      line_fen = excluded.line_fen, income_households = excluded.income_households, income_persons = excluded.income_persons, income_unknown = excluded.income_unknown,
      below_households = excluded.below_households, below_persons = excluded.below_persons, gap_fen = excluded.gap_fen, gap2_fen = excluded.gap2_fen, refreshed_at = clock_timestamp()`;
  return done.count;
}
