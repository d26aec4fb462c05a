/** Sums of village rows by place: a range of codes is cut into units of a fixed width (village 1, town 10³, county 10⁶ …). */
import { causeOrder, incomeClasses, states, type CellFigures, type Figures } from "@diguan/core/overview/figures.ts";
import { countyOf, type RegionRange } from "@diguan/core/region-code.ts";
import type { Tx } from "../postgres/pool.ts";

/** Part of a place that lies inside the reader's area; both lines of protection meet here. */
export const inSight = (tx: Tx, range: RegionRange): RegionRange => ({ lo: Math.max(range.lo, tx.scope.lo), hi: Math.min(range.hi, tx.scope.hi) });

/** 未脱贫, 预脱贫 and 返贫: slots of the aggregate's state columns. */
const poor = (tx: Tx) => tx.sql.unsafe("state_persons[2] + state_persons[4] + state_persons[5]");

export interface GroupRow extends Omit<Figures, "findings" | "seriousFindings"> { readonly code: number; readonly refreshedAt: string; readonly causeHouseholds: number[]; readonly causePersons: number[]; readonly binHouseholds: number[]; readonly binPersons: number[] }

/** Figures of every unit of `width` codes that has rows in the year, with causes and income classes. */
export const groupFigures = (tx: Tx, range: RegionRange, year: number, width: number): Promise<GroupRow[]> => {
  const { lo, hi } = inSight(tx, range);
  const sums = (n: number, column: string) => tx.sql.unsafe(`array[${Array.from({ length: n }, (_, i) => `sum(${column}[${i + 1}])`).join(", ")}]::int8[]`);
  return tx.sql<GroupRow[]>`
    select region / ${width}::int8 * ${width}::int8 as code, max(refreshed_at) as "refreshedAt",
           sum(households)::int8 as households, sum(persons)::int8 as persons,
           ${sums(states.length, "state_households")} as "stateHouseholds", ${sums(states.length, "state_persons")} as "statePersons",
           sum(income_households)::int8 as "incomeHouseholds", sum(income_persons)::int8 as "incomePersons", sum(net_fen)::int8 as "netFen",
           sum(below_households)::int8 as "belowHouseholds", sum(below_persons)::int8 as "belowPersons", sum(gap_fen)::int8 as "gapFen",
           count(*) as villages, count(rural_persons) as "villagesCounted", coalesce(sum(rural_persons), 0)::int8 as "ruralPersons",
           coalesce(sum(${poor(tx)}) filter (where rural_persons is not null), 0)::int8 as "countedPoor",
           ${sums(causeOrder.length, "cause_households")} as "causeHouseholds", ${sums(causeOrder.length, "cause_persons")} as "causePersons",
           ${sums(incomeClasses.length, "bin_households")} as "binHouseholds", ${sums(incomeClasses.length, "bin_persons")} as "binPersons"
      from overview.village_year
     where year = ${year} and region between ${lo} and ${hi}
     group by 1 order by 1`;
};

export interface CellRow extends Omit<CellFigures, "findings"> { readonly code: number }

/** The little that a picture of many small places needs. */
export const cellFigures = (tx: Tx, range: RegionRange, year: number, width: number): Promise<CellRow[]> => {
  const { lo, hi } = inSight(tx, range);
  return tx.sql<CellRow[]>`
    select region / ${width}::int8 * ${width}::int8 as code, sum(households)::int8 as households, sum(state_households[3])::int8 as "exitedHouseholds",
           coalesce(sum(rural_persons), 0)::int8 as "ruralPersons", coalesce(sum(${poor(tx)}) filter (where rural_persons is not null), 0)::int8 as "countedPoor"
      from overview.village_year
     where year = ${year} and region between ${lo} and ${hi}
     group by 1 order by 1`;
};

export interface TrendRow { readonly year: number; readonly households: number; readonly persons: number; readonly poorHouseholds: number; readonly poorPersons: number; readonly ruralPersons: number; readonly countedPoor: number; readonly netFen: number; readonly incomePersons: number; readonly belowPersons: number; readonly lineFen: number | null }

export const trendRows = (tx: Tx, range: RegionRange): Promise<TrendRow[]> => {
  const { lo, hi } = inSight(tx, range);
  return tx.sql<TrendRow[]>`
    select year, sum(households)::int8 as households, sum(persons)::int8 as persons,
           sum(state_households[2] + state_households[4] + state_households[5])::int8 as "poorHouseholds", sum(${poor(tx)})::int8 as "poorPersons",
           coalesce(sum(rural_persons), 0)::int8 as "ruralPersons", coalesce(sum(${poor(tx)}) filter (where rural_persons is not null), 0)::int8 as "countedPoor",
           sum(net_fen)::int8 as "netFen", sum(income_persons)::int8 as "incomePersons", sum(below_persons)::int8 as "belowPersons", max(line_fen) as "lineFen"
      from overview.village_year
     where region between ${lo} and ${hi}
     group by year having sum(households) > 0 order by year`;
};

/** Years with registered households, latest first. People who see only their own households (posts of one county) get the years of those. */
export const yearsOf = async (tx: Tx, range: RegionRange): Promise<number[]> => {
  const { lo, hi } = inSight(tx, range);
  const rows = tx.scope.own
    ? await tx.sql<{ year: number }[]>`select distinct year from registry.household_year where county = ${countyOf(lo)} and household_id = any(${tx.scope.own as string[]}::uuid[]) and region between ${lo} and ${hi} order by year desc`
    : await tx.sql<{ year: number }[]>`select distinct year from overview.village_year where region between ${lo} and ${hi} and households > 0 order by year desc`;
  return rows.map((row) => row.year);
};

export interface NamedPlace { readonly code: number; readonly name: string }

/** Places of a level inside a range, with their present names. */
export const placesBelow = (tx: Tx, range: RegionRange, level: number): Promise<NamedPlace[]> => {
  const { lo, hi } = inSight(tx, range);
  return tx.sql<NamedPlace[]>`select code, name from regions.region where code between ${lo} and ${hi} and level = ${level} and valid_to is null order by code`;
};

export const childrenOf = (tx: Tx, parent: number): Promise<NamedPlace[]> =>
  tx.sql<NamedPlace[]>`select code, name from regions.region where parent = ${parent} and code between ${tx.scope.lo} and ${tx.scope.hi} and valid_to is null order by code`;
