/** The policy numbers of the measure at a place and day, each with its date and source, and the experts' weighting in force. */
import { evaluationParameters, settingsFrom, type EvaluationSettings } from "@diguan/core/evaluation/parameters.ts";
import { Problem } from "@diguan/core/problem.ts";
import { ancestorAt } from "@diguan/core/region-code.ts";
import { parameter, type Parameter } from "../policy.ts";
import type { Tx } from "../postgres/pool.ts";

export interface Weighting { readonly name: string; readonly consistency: number; readonly weights: readonly number[]; readonly at: string; readonly by: string | null }
export interface InForce { readonly settings: EvaluationSettings; readonly parameters: readonly Parameter[]; readonly weighting: Weighting | null; /** poverty line in fen per head, null when none is set */ readonly lineFen: number | null; readonly line: Parameter | null }

const ancestors = (region: number): number[] => [0, ...(["province", "city", "county", "town", "village"] as const).map((level) => ancestorAt(region, level)).filter((c) => c !== undefined)];

/** Latest weighting of the nearest place that has one. */
async function weightingOf(tx: Tx, region: number): Promise<Weighting | null> {
  const [row] = await tx.sql<Weighting[]>`
    select name, consistency, weights, at, by_name as by from evaluation.weighting
     where region in ${tx.sql(ancestors(region))} order by region desc, at desc limit 1`;
  return row ?? null;
}

/** All of them in one statement; the line is that of the year's end. */
export async function inForce(tx: Tx, region: number, year: number): Promise<InForce> {
  const on = `${year}-12-31`;
  const codes = evaluationParameters.map((p) => p.code);
  const rows = await tx.sql<Parameter[]>`
    select distinct on (code) code, region, value, unit, valid_from as "validFrom", source, sureness
      from policy.parameter
     where code = any (${codes}) and region in ${tx.sql(ancestors(region))} and valid_from <= ${on} and (valid_to is null or valid_to >= ${on})
     order by code, region desc, valid_from desc`;
  const missing = codes.find((code) => !rows.some((r) => r.code === code));
  if (missing !== undefined) throw new Problem("evaluation.parameter", { code: missing, year });
  const line = (await parameter(tx, "POVERTY_LINE", region, on)) ?? null;
  return { settings: settingsFrom(new Map(rows.map((r) => [r.code, r.value]))), parameters: [...rows, ...(line ? [line] : [])], weighting: await weightingOf(tx, region), lineFen: line?.value ?? null, line };
}
