/** Policy numbers that the registry reads: the poverty line of each year and the context in which quality rules are asked. */
import type { QualityContext } from "@diguan/core/quality/rule.ts";
import { parameterDefaults, settingsWith, type ParameterCode } from "@diguan/core/quality/parameters.ts";
import { ancestorAt, countyOf, levels } from "@diguan/core/region-code.ts";
import type { Tx } from "../postgres/pool.ts";

export interface Line { readonly fen: number; readonly source: string; readonly sureness: string }
interface Row { readonly code: string; readonly region: number; readonly value: number; readonly validFrom: string; readonly validTo: string | null; readonly source: string; readonly sureness: string }
/** All numbers that may matter to a place, of every date, and the fields that its county did not collect in a year. */
export interface Policy { readonly rows: readonly Row[]; readonly notCollected: ReadonlyMap<number, readonly string[]> }

const ruleCodes = Object.keys(parameterDefaults) as ParameterCode[];
const codes: string[] = [...ruleCodes, "POVERTY_LINE", "MONITOR_LINE"];
const ancestors = (region: number): number[] => [0, ...levels.slice(1).map((level) => ancestorAt(region, level)).filter((c) => c !== undefined)];

/** Asked together, as a page needs the lines of several years and the rules' numbers at once. */
export async function policyOf(tx: Tx, region: number): Promise<Policy> {
  const [rows, unasked] = await Promise.all([
    tx.sql<Row[]>`select code, region, value, valid_from as "validFrom", valid_to as "validTo", source, sureness from policy.parameter where code = any (${codes}) and region = any (${ancestors(region)}::bigint[])`,
    tx.sql<{ year: number; fields: string[] }[]>`select year, fields from quality.not_collected where county = ${countyOf(region)} and cardinality(fields) > 0`,
  ]);
  return { rows, notCollected: new Map(unasked.map((u) => [u.year, u.fields])) };
}

/** The nearest ancestor's value wins, then the later one. */
function inForce({ rows }: Policy, code: string, on: string): Row | undefined {
  let best: Row | undefined;
  for (const r of rows) {
    if (r.code !== code || r.validFrom > on || (r.validTo !== null && r.validTo < on)) continue;
    if (!best || r.region > best.region || (r.region === best.region && r.validFrom > best.validFrom)) best = r;
  }
  return best;
}

export const linesFrom = (policy: Policy, years: readonly number[]): ReadonlyMap<number, Line> =>
  new Map(years.flatMap((year) => { const row = inForce(policy, "POVERTY_LINE", `${year}-12-31`); return row ? [[year, { fen: row.value, source: row.source, sureness: row.sureness }] as const] : []; }));

/** 国家扶贫标准 (or the province's) of each year, fen per person and year. */
export const linesOf = async (tx: Tx, region: number, years: readonly number[]): Promise<ReadonlyMap<number, Line>> => linesFrom(await policyOf(tx, region), years);

export function contextFrom(policy: Policy, year: number, today: string): QualityContext {
  const on = `${year}-12-31`;
  const own: Partial<Record<ParameterCode, number>> = {};
  for (const row of policy.rows) if (row.code in parameterDefaults) { const now = inForce(policy, row.code, on); if (now) own[row.code as ParameterCode] = now.value; }
  const line = inForce(policy, "POVERTY_LINE", on)?.value;
  const monitor = inForce(policy, "MONITOR_LINE", on)?.value;
  const absent = policy.notCollected.get(year);
  return { today, settings: settingsWith(own), ...(absent === undefined ? {} : { absent: new Set(absent) }), ...(line === undefined ? {} : { lineFen: line }), ...(monitor === undefined ? {} : { monitorLineFen: monitor }) };
}

/** What a quality check of a household of this place and year must know. */
export const contextOf = async (tx: Tx, region: number, year: number, today: string): Promise<QualityContext> => contextFrom(await policyOf(tx, region), year, today);
