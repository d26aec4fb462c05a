/**
 * Recounts villages from the registry: one statement, in the transaction that changed them. A county's recounts wait for each
 * other until commit, so that two officers' changes are both in the last count: call it last, just before commit.
 */
import { causeOrder, incomeClasses, incomeStepYuan, incomeTopYuan, states } from "@diguan/core/overview/figures.ts";
import { notRegistered } from "@diguan/core/registry/codes.ts";
import type { Tx } from "../postgres/pool.ts";

/** Years a snapshot may have; lets the index of (year, region) be probed year by year. */
const years = Array.from({ length: 46 }, (_, i) => 2005 + i);
const slots = (n: number, of: (slot: number) => string): string => `array[${Array.from({ length: n }, (_, i) => of(i + 1)).join(", ")}]::integer[]`;
const perSlot = (n: number, value: string, slot: string, among = "true"): string => slots(n, (i) => `coalesce(sum(${value}) filter (where ${slot} = ${i} and ${among}), 0)`);

const stateSlot = "case when h.exit_state between 0 and 3 then h.exit_state + 2 else 1 end";
const causeSlot = `coalesce(array_position(array[${causeOrder.slice(0, -1).join(", ")}]::smallint[], h.cause_main), ${causeOrder.length})`;
const binSlot = `width_bucket(h.per_capita_fen, 0, ${incomeTopYuan * 100}, ${incomeTopYuan / incomeStepYuan}) + 1`;
const stillPoor = "state in (2, 4, 5)";
const empty = (n: number): string => `array_fill(0, array[${n}])`;

interface Area { readonly county: number; readonly lo: number; readonly hi: number; readonly villages: readonly number[] | null }

async function recount(tx: Tx, { county, lo, hi, villages }: Area): Promise<number> {
  if (tx.scope.own) throw new Error("a recount needs whole villages in sight");
  const { sql } = tx;
  // 0x6f76 = "ov": our own space of advisory locks
  await sql`select pg_advisory_xact_lock(28534, ${county})`;
  const inside = villages ? sql`region = any(${villages as number[]})` : sql`region between ${lo} and ${hi}`;
  // the poverty line is set by provinces and, rarely, cities or counties: never below
  const place = county * 1_000_000;
  const places = [0, Math.floor(place / 1e10) * 1e10, Math.floor(place / 1e8) * 1e8, place];
  const done = await sql`
    with line as materialized (
      select y::smallint as year, (
        select value from policy.parameter
         where code = 'POVERTY_LINE' and region = any(${places}) and valid_from <= make_date(y, 12, 31) and (valid_to is null or valid_to >= make_date(y, 12, 31))
         order by region desc, valid_from desc limit 1) as fen
        from unnest(${years}::int[]) y),
    cell as materialized (
      select h.region, h.year, l.fen as line_fen, ${sql.unsafe(stateSlot)} as state, ${sql.unsafe(causeSlot)} as cause, ${sql.unsafe(binSlot)} as bin,
             h.per_capita_fen < l.fen as below, h.per_capita_fen is not null as known,
             count(*) as n, sum(coalesce(h.current_members, h.year_members, 0)) as p, sum(coalesce(h.year_members, h.current_members, 0)) as yearly,
             sum(case when h.per_capita_fen is not null then h.net_fen end) as net,
             sum(case when h.per_capita_fen < l.fen then (l.fen - h.per_capita_fen) * coalesce(h.year_members, h.current_members, 0) end) as gap
        from registry.household_year h join line l using (year)
       where h.county = ${county} and h.year = any(${years}::smallint[]) and h.valid and h.exit_state is distinct from ${notRegistered} and h.${inside}
       group by 1, 2, 3, 4, 5, 6, 7, 8),
    counted as (
      select region, year, min(line_fen) as line_fen, sum(n) as households, sum(p) as persons,
             ${sql.unsafe(perSlot(states.length, "n", "state"))} as state_households, ${sql.unsafe(perSlot(states.length, "p", "state"))} as state_persons,
             ${sql.unsafe(perSlot(causeOrder.length, "n", "cause", stillPoor))} as cause_households, ${sql.unsafe(perSlot(causeOrder.length, "p", "cause", stillPoor))} as cause_persons,
             ${sql.unsafe(perSlot(incomeClasses.length, "n", "bin"))} as bin_households, ${sql.unsafe(perSlot(incomeClasses.length, "yearly", "bin"))} as bin_persons,
             coalesce(sum(n) filter (where known), 0) as income_households, coalesce(sum(yearly) filter (where known), 0) as income_persons, coalesce(sum(net), 0) as net_fen,
             coalesce(sum(n) filter (where below), 0) as below_households, coalesce(sum(yearly) filter (where below), 0) as below_persons, coalesce(sum(gap), 0) as gap_fen
        from cell group by region, year),
    record as (
      select village as region, year, case when data->>'persons' ~ '^[0-9]{1,9}$' then (data->>'persons')::integer end as rural_persons
        from registry.village_year where county = ${county} and ${inside}),
    fresh as materialized (select * from counted full join record using (region, year)),
    gone as (
      delete from overview.village_year o
       where o.county = ${county} and o.${inside} and not exists (select from fresh f where f.region = o.region and f.year = o.year))
    insert into overview.village_year as o (county, village, year, region, households, persons, state_households, state_persons, cause_households, cause_persons, bin_households, bin_persons,
           income_households, income_persons, net_fen, line_fen, below_households, below_persons, gap_fen, rural_persons)
    select ${county}, region, year, region, coalesce(households, 0), coalesce(persons, 0),
           coalesce(state_households, ${sql.unsafe(empty(states.length))}), coalesce(state_persons, ${sql.unsafe(empty(states.length))}),
           coalesce(cause_households, ${sql.unsafe(empty(causeOrder.length))}), coalesce(cause_persons, ${sql.unsafe(empty(causeOrder.length))}),
           coalesce(bin_households, ${sql.unsafe(empty(incomeClasses.length))}), coalesce(bin_persons, ${sql.unsafe(empty(incomeClasses.length))}),
           coalesce(income_households, 0), coalesce(income_persons, 0), coalesce(net_fen, 0), line_fen, coalesce(below_households, 0), coalesce(below_persons, 0), coalesce(gap_fen, 0), rural_persons
      from fresh
    on conflict (county, village, year) do update set
      households = excluded.households, persons = excluded.persons, state_households = excluded.state_households, state_persons = excluded.state_persons,
      cause_households = excluded.cause_households, cause_persons = excluded.cause_persons, bin_households = excluded.bin_households, bin_persons = excluded.bin_persons,
      income_households = excluded.income_households, income_persons = excluded.income_persons, net_fen = excluded.net_fen, line_fen = excluded.line_fen,
      below_households = excluded.below_households, below_persons = excluded.below_persons, gap_fen = excluded.gap_fen, rural_persons = excluded.rural_persons, refreshed_at = clock_timestamp()`;
  return done.count;
}

/** Recounts these villages (12-digit codes, all years). After a move, name both villages. Returns the rows written. */
export const refreshVillages = (tx: Tx, county: number, villages: readonly number[]): Promise<number> =>
  (villages.length === 0 ? Promise.resolve(0) : recount(tx, { county, lo: 0, hi: 0, villages: [...new Set(villages)] }));

/** Recounts a whole county: after an import of its file, a change of a poverty line, or a restore. */
export const refreshCounty = (tx: Tx, county: number): Promise<number> => recount(tx, { county, lo: county * 1_000_000, hi: county * 1_000_000 + 999_999, villages: null });
