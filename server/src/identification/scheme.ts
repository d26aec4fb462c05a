/** Weights and cutoff of the counting of deprivations as they stand in policy.parameter for the whole nation (domain guide §9.2). */
import { cutoffParameter, deprivationScheme, indicators } from "@diguan/core/identification/deprivation.ts";
import type { Scheme } from "@diguan/core/statistics/weights.ts";
import type { Parameter } from "../policy.ts";
import type { Tx } from "../postgres/pool.ts";

const codes: string[] = [...indicators.map((i) => i.parameter), cutoffParameter];

/**
 * The parameters in force on 31 December of each year, in the order of the indicators, the cutoff last; years before the first
 * version are measured with it. One scheme for the nation: the figures of the parts must make up the whole.
 */
export async function schemeParameters(tx: Tx, years: readonly number[]): Promise<ReadonlyMap<number, readonly Parameter[]>> {
  const rows = await tx.sql<(Parameter & { validTo: string | null })[]>`
    select code, region, value, unit, valid_from as "validFrom", valid_to as "validTo", source, sureness
      from policy.parameter where code = any (${codes}) and region = 0 order by valid_from desc`;
  const of = Map.groupBy(rows, (r) => r.code);
  const inForce = (code: string, on: string): Parameter => {
    const versions = of.get(code) ?? [];
    const found = versions.find((v) => v.validFrom <= on && (v.validTo === null || v.validTo >= on)) ?? versions.at(-1);
    if (!found) throw new Error(`policy parameter ${code} is missing`);
    return found;
  };
  return new Map(years.map((year) => [year, codes.map((code) => inForce(code, `${year}-12-31`))]));
}

export async function schemesOf(tx: Tx, years: readonly number[]): Promise<ReadonlyMap<number, Scheme>> {
  const parameters = await schemeParameters(tx, years);
  return new Map([...parameters].map(([year, found]) => { const values = found.map((p) => p.value); return [year, deprivationScheme(values.slice(0, -1), values.at(-1) ?? 0)]; }));
}
