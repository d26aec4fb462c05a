/**
 * Weighted distributions of one variable, the ground of all poverty and inequality measures (paper 000 §2.1: who is poor; paper
 * 001: 通过统计技术模拟贫困程度). Source: Eurostat EU-SILC 131-rev/04 as in Alfons & Templ 2013, J. Stat. Softw. 54(15).
 */
import { ascendingOrder } from "./order.ts";

export type Numbers = ArrayLike<number>;

/** Values in ascending order with the weight of each; `total` is the sum of the weights, that is the population. */
export interface Distribution { readonly values: Float64Array; readonly weights: Float64Array; readonly total: number }

/**
 * Sorts values with their weights. @param weights persons or households that a row stands for, each ≥ 0; left out: 1 each
 * @example distribution([3, 1], [2, 5]) // => values [1, 3], weights [5, 2], total 7
 */
export function distribution(values: Numbers, weights?: Numbers): Distribution {
  const n = values.length;
  if (!weights) return { values: Float64Array.from(values).toSorted(), weights: new Float64Array(n).fill(1), total: n };
  const order = ascendingOrder(values);
  const sorted = { values: new Float64Array(n), weights: new Float64Array(n) };
  let total = 0;
  for (let i = 0; i < n; i++) {
    const from = order[i] ?? 0;
    sorted.values[i] = values[from] ?? NaN;
    sorted.weights[i] = weights[from] ?? NaN;
    total += weights[from] ?? NaN;
  }
  return { ...sorted, total };
}

/** The part of a distribution whose values satisfy `keep`; order is kept, and nothing is copied where they stand side by side. @example part(d, (y) => y > 0) */
export function part(d: Distribution, keep: (value: number) => boolean): Distribution {
  let [kept, first, last] = [0, 0, -1];
  for (let i = 0; i < d.values.length; i++) if (keep(d.values[i] ?? NaN)) { if (kept === 0) first = i; last = i; kept++; }
  const together = kept === last - first + 1;
  const pick = (of: Float64Array): Float64Array => (together ? of.subarray(first, last + 1) : of.filter((_, i) => keep(d.values[i] ?? NaN)));
  const weights = pick(d.weights);
  let total = 0;
  for (let i = 0; i < weights.length; i++) total += weights[i] ?? 0;
  return { values: pick(d.values), weights, total };
}

/** Σ w f(y) / Σ w; NaN when there is no weight. @example meanOf(distribution([1, 3]), (y) => y * y) // => 5 */
export function meanOf(d: Distribution, f: (value: number) => number): number {
  let sum = 0;
  for (let i = 0; i < d.values.length; i++) sum += (d.weights[i] ?? 0) * f(d.values[i] ?? NaN);
  return sum / d.total;
}

/** Σ w y / Σ w, in the unit of the values; NaN when there is no weight. @example mean(distribution([1, 3], [3, 1])) // => 1.5 */
export const mean = (d: Distribution): number => meanOf(d, (y) => y);

/**
 * Weighted quantile: the smallest value whose cumulative share of the weight reaches `p`; where the share is exactly `p`, the mean
 * of that value and the next. @param p in [0, 1] @returns unit of the values; NaN without rows
 * @example quantile(distribution([1, 2, 3, 4]), 0.5) // => 2.5
 */
export function quantile(d: Distribution, p: number): number {
  const target = p * d.total;
  // sums of weights such as 0.1 + 0.2 differ from the exact share in the last places only
  const near = d.total * 1e-12;
  let cumulative = 0;
  const n = d.values.length;
  for (let i = 0; i < n; i++) {
    const weight = d.weights[i] ?? 0;
    if (weight === 0) continue;
    cumulative += weight;
    if (cumulative < target - near) continue;
    if (cumulative > target + near) return d.values[i] ?? NaN;
    let next = i + 1;
    while (next < n && d.weights[next] === 0) next++;
    return next < n ? ((d.values[i] ?? NaN) + (d.values[next] ?? NaN)) / 2 : d.values[i] ?? NaN;
  }
  return n > 0 ? d.values[n - 1] ?? NaN : NaN;
}
