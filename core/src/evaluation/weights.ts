/**
 * Weights of the six precisions: experts first (AHP, Saaty 1980), data second (entropy, Shannon 1948), mixed and normalised
 * (domain guide §9.4), and how far ranks depend on them (Spearman 1904; Kendall 1938, τ-b).
 */
import { Random } from "../statistics/random.ts";
import type { Numbers } from "../statistics/weighted.ts";

/** Mean consistency index of random matrices of order 1, 2, … (Saaty 1980, table 1-4). */
const randomIndex = [0, 0, 0.58, 0.9, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49] as const;
/** Judgements above this contradict themselves too much to be used (Saaty 1980). */
export const mostInconsistent = 0.1;

export interface Ahp { readonly weights: readonly number[]; /** greatest eigenvalue */ readonly lambda: number; readonly consistency: number; /** consistency ratio < 0.10 */ readonly usable: boolean }

/**
 * Weights of a pairwise comparison matrix: its principal eigenvector by power iteration, normalised to 1, and the consistency ratio
 * CR = (λ − n)/(n − 1)/RI. @param matrix a_ij > 0: how much more i matters than j, 1–9, a_ji = 1/a_ij @throws RangeError when it is not reciprocal
 * @example ahp([[1, 3, 5], [1/3, 1, 3], [1/5, 1/3, 1]]) // => weights 0.637, 0.258, 0.105; λ 3.0385; CR 0.033
 */
export function ahp(matrix: readonly (readonly number[])[]): Ahp {
  const n = matrix.length;
  const a = (i: number, j: number): number => matrix[i]?.[j] ?? Number.NaN;
  if (n < 1 || n > randomIndex.length) throw new RangeError(`a comparison has 1 to ${randomIndex.length} parts`);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) if (!(a(i, j) > 0 && Math.abs(a(i, j) * a(j, i) - 1) < 1e-3)) throw new RangeError(`row ${i + 1}, column ${j + 1}: a comparison is above 0 and the inverse of its mirror`);
  let weights = matrix.map(() => 1 / n);
  let lambda = n;
  for (let step = 0; step < 1000; step++) {
    const next = weights.map((_, i) => weights.reduce((sum, w, j) => sum + a(i, j) * w, 0));
    lambda = next.reduce((sum, v) => sum + v, 0);
    const moved = next.map((v) => v / lambda);
    const change = moved.reduce((most, v, i) => Math.max(most, Math.abs(v - (weights[i] ?? 0))), 0);
    weights = moved;
    if (change < 1e-14) break;
  }
  const expected = randomIndex[n - 1] ?? 0;
  const consistency = expected === 0 ? 0 : Math.max(0, (lambda - n) / (n - 1) / expected);
  return { weights, lambda, consistency, usable: consistency < mostInconsistent };
}

/**
 * Entropy weights of columns over units (towns): p_ik = x_ik/Σ_i x_ik, e_k = −Σ p ln p / ln n, weight ∝ 1 − e_k: what is alike everywhere tells
 * nothing apart. Null with fewer than two units, or when every column is the same everywhere. @param table units × columns, numbers ≥ 0
 * @example entropyWeights([[1, 1], [1, 3]]) // => [0, 1]
 */
export function entropyWeights(table: readonly (readonly number[])[]): number[] | null {
  const n = table.length;
  const columns = table[0]?.length ?? 0;
  if (n < 2) return null;
  const diversity = Array.from({ length: columns }, (_, k) => {
    const sum = table.reduce((all, row) => all + (row[k] ?? 0), 0);
    if (!(sum > 0)) return 0;
    const e = table.reduce((all, row) => { const p = (row[k] ?? 0) / sum; return p > 0 ? all - p * Math.log(p) : all; }, 0) / Math.log(n);
    return Math.max(0, 1 - e);
  });
  const sum = diversity.reduce((all, d) => all + d, 0);
  return sum > 1e-12 ? diversity.map((d) => d / sum) : null;
}

/** w_k = normalised(expert_k^θ · data_k^{1−θ}); θ = 1 is the experts alone. @example mixed([0.5, 0.5], [0.2, 0.8], 0.7) // => [0.397, 0.603] */
export function mixed(expert: readonly number[], data: readonly number[], theta: number): number[] {
  if (!(theta >= 0 && theta <= 1)) throw new RangeError("θ lies between 0 and 1");
  const raw = expert.map((w, k) => w ** theta * (data[k] ?? 0) ** (1 - theta));
  const sum = raw.reduce((all, v) => all + v, 0);
  if (!(sum > 0)) throw new RangeError("weights are numbers of 0 or more, not all 0");
  return raw.map((v) => v / sum);
}

/** Ranks from 1, the largest first; equals share their mean rank. @example ranks([5, 9, 9]) // => [3, 1.5, 1.5] */
export function ranks(values: Numbers): number[] {
  const order = Array.from({ length: values.length }, (_, i) => i).toSorted((a, b) => (values[b] ?? 0) - (values[a] ?? 0));
  const out = Array.from({ length: values.length }, () => 0);
  for (let i = 0; i < order.length;) {
    let j = i;
    while (j + 1 < order.length && values[order[j + 1] ?? 0] === values[order[i] ?? 0]) j++;
    for (let k = i; k <= j; k++) out[order[k] ?? 0] = (i + j) / 2 + 1;
    i = j + 1;
  }
  return out;
}

/** Spearman's rank correlation, ties by mean ranks; null when one side is all alike. @example spearman([1, 2, 3], [1, 3, 2]) // => 0.5 */
export function spearman(x: Numbers, y: Numbers): number | null {
  const [a, b] = [ranks(x), ranks(y)];
  const middle = (a.length + 1) / 2;
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) { const [u, v] = [(a[i] ?? 0) - middle, (b[i] ?? 0) - middle]; ab += u * v; aa += u * u; bb += v * v; }
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : null;
}

/** Kendall's τ-b; null when one side is all alike. @example kendall([1, 2, 3], [1, 3, 2]) // => 0.3333 */
export function kendall(x: Numbers, y: Numbers): number | null {
  let [agree, onlyX, onlyY] = [0, 0, 0];
  let either = 0;
  for (let i = 0; i < x.length; i++) for (let j = i + 1; j < x.length; j++) {
    const [dx, dy] = [Math.sign((x[i] ?? 0) - (x[j] ?? 0)), Math.sign((y[i] ?? 0) - (y[j] ?? 0))];
    agree += dx * dy;
    onlyX += Number(dx !== 0);
    onlyY += Number(dy !== 0);
    either++;
  }
  return either > 0 && onlyX > 0 && onlyY > 0 ? agree / Math.sqrt(onlyX * onlyY) : null;
}

export interface Stability { readonly spearman: number; readonly spearmanLow: number; readonly kendall: number; readonly kendallLow: number; readonly draws: number; readonly change: number }

/**
 * Do ranks survive other weights? Each weight is moved by up to ±change (0.25), all are normalised, the units ranked again by `score`, `draws`
 * times. Means and the 5th percentile of both correlations with the first ranking; null with fewer than three units or one value for all.
 */
export function rankStability(units: number, weights: readonly number[], score: (unit: number, weights: readonly number[]) => number, { change, draws, seed }: { readonly change: number; readonly draws: number; readonly seed: string }): Stability | null {
  if (units < 3) return null;
  const at = (w: readonly number[]): number[] => Array.from({ length: units }, (_, u) => score(u, w));
  const first = at(weights);
  const random = new Random("weights", seed);
  const [rho, tau]: [number[], number[]] = [[], []];
  for (let d = 0; d < draws; d++) {
    const moved = weights.map((w) => w * random.between(1 - change, 1 + change));
    const sum = moved.reduce((all, w) => all + w, 0);
    const now = at(moved.map((w) => w / sum));
    const [s, k] = [spearman(first, now), kendall(first, now)];
    if (s !== null && k !== null) { rho.push(s); tau.push(k); }
  }
  if (rho.length === 0) return null;
  const low = (list: readonly number[]): number => list.toSorted((a, b) => a - b)[Math.floor(list.length * 0.05)] ?? 0;
  const average = (list: readonly number[]): number => list.reduce((all, v) => all + v, 0) / list.length;
  return { spearman: average(rho), spearmanLow: low(rho), kendall: average(tau), kendallLow: low(tau), draws: rho.length, change };
}
