/**
 * Sampling error of an estimate from a survey with strata and primary sampling units (PSU), by Taylor linearisation (paper 001 §4:
 * the degree of poverty with its uncertainty). Sources: Woodruff 1971, JASA 66; Deville 1999, Surv. Methodol. 25(2).
 */
import type { Numbers } from "./weighted.ts";

/** PSU of each row, and stratum of each PSU, both counted from 0. A PSU lies in one stratum: the same name in two is two. */
export interface Design { readonly psu: Uint32Array; readonly stratumOf: readonly number[]; readonly strata: number }

/**
 * Design of `rows` rows. Without PSU names each row is its own, without strata there is one. Persons of a household share its
 * income: their PSU is the household. @example designOf(3, ["h1", "h1", "h2"]) // => psu [0, 0, 1], one stratum
 */
export function designOf(rows: number, psu?: ArrayLike<string>, strata?: ArrayLike<string>): Design {
  const stratumIndex = new Map<string, number>();
  const psuIndex: Map<string, number>[] = [];
  const stratumOf: number[] = [];
  const codes = new Uint32Array(rows);
  for (let i = 0; i < rows; i++) {
    const name = strata?.[i] ?? "";
    let stratum = stratumIndex.get(name);
    if (stratum === undefined) { stratum = stratumIndex.size; stratumIndex.set(name, stratum); psuIndex.push(new Map()); }
    const known = psu ? psuIndex[stratum]?.get(psu[i] ?? "") : undefined;
    codes[i] = known ?? stratumOf.length;
    if (known !== undefined) continue;
    if (psu) psuIndex[stratum]?.set(psu[i] ?? "", stratumOf.length);
    stratumOf.push(stratum);
  }
  return { psu: codes, stratumOf, strata: stratumIndex.size };
}

/**
 * Variance of Σ u over the design: Σ_h n_h/(n_h − 1) Σ_j (t_hj − mean t_h)², t the sums of u by PSU, drawn with replacement. A stratum
 * with a single PSU counts by its distance from the mean of all PSU, which errs on the safe side. NaN with one PSU in all.
 * @param u linearised variable, one per row @example totalVariance([1, -1], designOf(2)) // => 4
 */
export function totalVariance(u: Numbers, design: Design): number {
  const totals = new Float64Array(design.stratumOf.length);
  for (let i = 0; i < design.psu.length; i++) { const j = design.psu[i] ?? 0; totals[j] = (totals[j] ?? 0) + (u[i] ?? 0); }
  if (totals.length < 2) return NaN;
  const count = new Float64Array(design.strata);
  const sum = new Float64Array(design.strata);
  let all = 0;
  for (const [j, h] of design.stratumOf.entries()) {
    const t = totals[j] ?? 0;
    count[h] = (count[h] ?? 0) + 1;
    sum[h] = (sum[h] ?? 0) + t;
    all += t;
  }
  let variance = 0;
  for (const [j, h] of design.stratumOf.entries()) {
    const n = count[h] ?? 1;
    const centre = n === 1 ? all / totals.length : (sum[h] ?? 0) / n;
    variance += (n === 1 ? 1 : n / (n - 1)) * ((totals[j] ?? 0) - centre) ** 2;
  }
  return variance;
}

/**
 * Weighted mean Σ w x/Σ w and its standard error (u_i = w_i(x_i − mean)/W), in the unit of x.
 * @example meanWithError([0, 1, 1, 0], [1, 1, 1, 1], designOf(4)) // => { mean: 0.5, se: 0.2887 }
 */
export function meanWithError(x: Numbers, weights: Numbers, design: Design): { readonly mean: number; readonly se: number } {
  let [total, sum] = [0, 0];
  for (let i = 0; i < x.length; i++) { total += weights[i] ?? 0; sum += (weights[i] ?? 0) * (x[i] ?? 0); }
  const mean = sum / total;
  return { mean, se: Math.sqrt(totalVariance(Float64Array.from({ length: x.length }, (_, i) => ((weights[i] ?? 0) * ((x[i] ?? 0) - mean)) / total), design)) };
}

/** 95 % interval by the normal law, estimate ± 1.959964 se. @example interval(0.5, 0.1) // => [0.304, 0.696] */
export const interval = (estimate: number, se: number): readonly [number, number] => [estimate - 1.959_963_984_540_054 * se, estimate + 1.959_963_984_540_054 * se];
