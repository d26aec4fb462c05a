/** Poverty figures of a place and of its parts, added up from the villages' rows (figure: a million households by town within a second). */
import { deprivationScheme, indicators } from "@diguan/core/identification/deprivation.ts";
import { causeOrder } from "@diguan/core/overview/figures.ts";
import { figures, type Measures, type Sums } from "@diguan/core/identification/measure.ts";
import type { RegionRange } from "@diguan/core/region-code.ts";
import type { Scheme } from "@diguan/core/statistics/weights.ts";
import type { Tx } from "../postgres/pool.ts";

interface Row extends Sums { readonly code: number; readonly schemes: string[]; readonly causes: number[]; readonly lines: (number | null)[]; readonly refreshedAt: string }
export interface PlaceMeasures { readonly code: number; readonly measures: Measures; readonly scheme: Scheme | null; readonly lineFen: number | null; readonly refreshedAt: string; /** households by main cause, in the order of causeOrder */ readonly causes: readonly number[] }

const product = (x: string, y: string): string => `sum(${x}::float8 * ${y})`;
const g1 = "(gap_fen::float8 / line_fen)";
const g2 = "(gap2_fen::float8 / line_fen / line_fen)";
const elements = (column: string, of: number = indicators.length): string => `array[${Array.from({ length: of }, (_, n) => `sum(${column}[${n + 1}])`).join(", ")}]::float8[]`;

/** Sums of the parts of a range; `width` is the distance of their codes (village 1, town 10³, county 10⁶ …). One statement. */
export const sumsOf = (tx: Tx, range: RegionRange, year: number, width: number): Promise<Row[]> => tx.sql<Row[]>`
  select (village / ${width}::bigint) * ${width}::bigint as code, array_agg(distinct scheme) as schemes, array_agg(distinct line_fen) as lines, min(refreshed_at) as "refreshedAt",
         sum(households)::float8 as households, sum(persons)::float8 as persons, sum(counted)::float8 as counted, sum(dropped)::float8 as dropped, sum(dropped_persons)::float8 as "droppedPersons",
         sum(population)::float8 as population, sum(poor_households)::float8 as "poorHouseholds", sum(poor_persons)::float8 as "poorPersons", sum(depth)::float8 as depth,
         ${tx.sql.unsafe(elements("uncensored"))} as uncensored, ${tx.sql.unsafe(elements("censored"))} as censored, ${tx.sql.unsafe(elements("unknown"))} as unknown, ${tx.sql.unsafe(elements("causes", causeOrder.length))} as causes,
         sum(income_households)::float8 as "incomeHouseholds", sum(income_persons)::float8 as "incomePersons", sum(income_unknown)::float8 as "incomeUnknown", sum(below_households)::float8 as "belowHouseholds", sum(below_persons)::float8 as "belowPersons",
         sum(gap_fen)::float8 as "gapFen", case when bool_and(line_fen is not null) then sum(${tx.sql.unsafe(g1)}) end as g1, case when bool_and(line_fen is not null) then sum(${tx.sql.unsafe(g2)}) end as g2,
         count(*) filter (where counted > 0)::int as clusters, count(*) filter (where income_households > 0)::int as "incomeClusters",
         ${tx.sql.unsafe(product("poor_persons", "poor_persons"))} as pp, ${tx.sql.unsafe(product("poor_persons", "population"))} as pn, ${tx.sql.unsafe(product("population", "population"))} as nn,
         ${tx.sql.unsafe(product("depth", "depth"))} as dd, ${tx.sql.unsafe(product("depth", "population"))} as dn, ${tx.sql.unsafe(product("depth", "poor_persons"))} as dp,
         ${tx.sql.unsafe(product("income_persons", "income_persons"))} as ww, ${tx.sql.unsafe(product("below_persons", "below_persons"))} as "g0g0", ${tx.sql.unsafe(product("below_persons", "income_persons"))} as "g0w",
         coalesce(${tx.sql.unsafe(product(g1, g1))}, 0) as "g1g1", coalesce(${tx.sql.unsafe(product(g1, "income_persons"))}, 0) as "g1w", coalesce(${tx.sql.unsafe(product(g2, g2))}, 0) as "g2g2", coalesce(${tx.sql.unsafe(product(g2, "income_persons"))}, 0) as "g2w"
    from identification.village_measure
   where year = ${year} and region between ${Math.max(range.lo, tx.scope.lo)} and ${Math.min(range.hi, tx.scope.hi)}
   group by 1
   order by 1`;

/** The scheme that all these sums were made with. @example readScheme("3,3,2|4")?.total // => 8 */
export function readScheme(name: string): Scheme | null {
  const [units = "", cutoff = ""] = name.split("|");
  return units === "" ? null : deprivationScheme(units.split(",").map(Number), Number(cutoff));
}

const listed = ["uncensored", "censored", "unknown", "causes"] as const;
const described = new Set(["code", "schemes", "lines", "refreshedAt", ...listed]);
function added(rows: readonly Row[]): Row | undefined {
  const [first] = rows;
  if (!first) return undefined;
  const sum: Record<string, unknown> = { ...first };
  for (const key of Object.keys(first).filter((k) => !described.has(k)) as (keyof Sums)[]) sum[key] = rows.some((r) => r[key] === null) ? null : rows.reduce((all, r) => all + (r[key] as number), 0);
  for (const key of listed) sum[key] = first[key].map((_, j) => rows.reduce((all, r) => all + (r[key][j] ?? 0), 0));
  return { ...(sum as unknown as Row), schemes: [...new Set(rows.flatMap((r) => r.schemes))], lines: [...new Set(rows.flatMap((r) => r.lines))], refreshedAt: rows.reduce((oldest, r) => (r.refreshedAt < oldest ? r.refreshedAt : oldest), first.refreshedAt) };
}

/** Figures of the whole range and of each part; parts are domains of one design, so their errors belong together. */
export async function measuresOf(tx: Tx, range: RegionRange, year: number, width: number): Promise<{ readonly whole: PlaceMeasures | null; readonly parts: readonly PlaceMeasures[] }> {
  const rows = await sumsOf(tx, range, year, width);
  const all = added(rows);
  if (!all) return { whole: null, parts: [] };
  const of = (row: Row): PlaceMeasures => {
    const scheme = row.schemes.length === 1 ? readScheme(row.schemes[0] ?? "") : null;
    const [line = null] = row.lines;
    return { code: row.code, measures: figures(row, scheme, all), scheme, lineFen: row.lines.length === 1 ? line : null, refreshedAt: row.refreshedAt, causes: row.causes };
  };
  return { whole: { ...of(all), code: range.lo }, parts: rows.map(of) };
}
