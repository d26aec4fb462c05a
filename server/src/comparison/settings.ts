/** Policy numbers of the comparison in force at a place on a day; each with its day and source for the page. */
import { parameterNames, type ComparisonParameter, type Settings } from "@diguan/core/comparison/parameters.ts";
import { Problem } from "@diguan/core/problem.ts";
import { parameter, type Parameter } from "../policy.ts";
import type { Tx } from "../postgres/pool.ts";

export async function parametersAt(tx: Tx, region: number, on: string, codes: readonly string[] = Object.keys(parameterNames)): Promise<Map<string, Parameter>> {
  const found = await Promise.all(codes.map((code) => parameter(tx, code, region, on)));
  return new Map(found.flatMap((p) => (p ? [[p.code, p] as const] : [])));
}

/** All numbers; throws when one is not set for the day. */
export async function settingsAt(tx: Tx, region: number, on: string): Promise<Settings> {
  const found = await parametersAt(tx, region, on);
  const value = (code: string): number => { const p = found.get(code); if (!p) throw new Problem("request.malformed", { detail: code }); return p.value; };
  return Object.fromEntries((Object.keys(parameterNames) as ComparisonParameter[]).map((code) => [code, value(code)])) as unknown as Settings;
}
