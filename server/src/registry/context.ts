/** Policy numbers that the registry reads: the poverty line of each year and the context in which quality rules are asked. */
import type { QualityContext } from "@diguan/core/quality/rule.ts";
import { parameterDefaults, settingsWith, type ParameterCode } from "@diguan/core/quality/parameters.ts";
import { ancestorAt, levels } from "@diguan/core/region-code.ts";
import type { Tx } from "../postgres/pool.ts";

export interface Line { readonly fen: number; readonly source: string; readonly sureness: string }
interface Row { readonly code: string; readonly region: number; readonly value: number; readonly validFrom: string; readonly validTo: string | null; readonly source: string; readonly sureness: string }

const ancestors = (region: number): number[] => [0, ...levels.slice(1).map((level) => ancestorAt(region, level)).filter((c) => c !== undefined)];

/** The nearest ancestor's value wins, then the later one. */
const inForce = (rows: readonly Row[], code: string, on: string): Row | undefined =>
  rows.filter((r) => r.code === code && r.validFrom <= on && (r.validTo === null || r.validTo >= on)).toSorted((a, b) => b.region - a.region || (a.validFrom < b.validFrom ? 1 : -1))[0];

const read = (tx: Tx, region: number, codes: readonly string[]): Promise<Row[]> =>
  tx.sql<Row[]>`select code, region, value, valid_from as "validFrom", valid_to as "validTo", source, sureness from policy.parameter where code in ${tx.sql(codes)} and region in ${tx.sql(ancestors(region))}`;

/** 国家扶贫标准 (or the province's) of each year, fen per person and year. */
export async function linesOf(tx: Tx, region: number, years: readonly number[]): Promise<ReadonlyMap<number, Line>> {
  const rows = await read(tx, region, ["POVERTY_LINE"]);
  return new Map(years.flatMap((year) => { const row = inForce(rows, "POVERTY_LINE", `${year}-12-31`); return row ? [[year, { fen: row.value, source: row.source, sureness: row.sureness }] as const] : []; }));
}

/** What a quality check of a household of this place and year must know. */
export async function contextOf(tx: Tx, region: number, year: number, today: string): Promise<QualityContext> {
  const codes = Object.keys(parameterDefaults) as ParameterCode[];
  const rows = await read(tx, region, [...codes, "POVERTY_LINE", "MONITOR_LINE"]);
  const on = `${year}-12-31`;
  const own: Partial<Record<ParameterCode, number>> = {};
  for (const code of codes) { const row = inForce(rows, code, on); if (row) own[code] = row.value; }
  const line = inForce(rows, "POVERTY_LINE", on)?.value;
  const monitor = inForce(rows, "MONITOR_LINE", on)?.value;
  const [unasked] = await tx.sql<{ fields: string[] }[]>`select fields from quality.not_collected where county = ${Math.floor(region / 1e6)} and year = ${year}`;
  return { today, settings: settingsWith(own), ...(unasked && unasked.fields.length > 0 ? { absent: new Set(unasked.fields) } : {}), ...(line === undefined ? {} : { lineFen: line }), ...(monitor === undefined ? {} : { monitorLineFen: monitor }) };
}
