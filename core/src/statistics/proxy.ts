/**
 * Proxy means test: whom a predicted income selects, and with which errors (代理经济测量; paper 001 §2.1, §4: 识别精准度). A household is
 * selected when its score lies below the cut. Sources: Brown, Ravallion & van de Walle 2018, JDE 134; Coady, Grosh & Hoddinott 2004; AUC: Hanley & McNeil 1982.
 */
import { cgh } from "./targeting.ts";
import { ascendingOrder } from "./order.ts";
import type { Numbers } from "./weighted.ts";

export interface Scored { readonly score: Numbers; readonly income: Numbers; readonly weight: Numbers }

export interface CutErrors {
  readonly cut: number;
  /** 漏评 (undercoverage): share of the poor who are not selected. */
  readonly exclusion: number | null;
  /** 错评 (leakage): share of the selected who are not poor. */
  readonly inclusion: number | null;
  /** Share of all people who are selected. */
  readonly coverage: number | null;
  /** Share of equal benefits that reaches the poorest 40 %, over 0.4. */
  readonly cgh: number | null;
}

const ratio = (a: number, b: number): number | null => (b > 0 ? a / b : null);

/** Errors of a cut against incomes below the line; null where nobody is in the denominator. @example cutErrors({ score: [1, 3], income: [1, 1], weight: [1, 1] }, 2, 2).exclusion // => 0.5 */
export function cutErrors({ score, income, weight }: Scored, line: number, cut: number): CutErrors {
  let [all, poor, chosen, both] = [0, 0, 0, 0];
  const benefit = new Float64Array(score.length);
  for (let i = 0; i < score.length; i++) {
    const w = weight[i] ?? 0;
    const [isPoor, isChosen] = [(income[i] ?? NaN) < line, (score[i] ?? NaN) < cut];
    all += w;
    if (isPoor) poor += w;
    if (isChosen) { chosen += w; benefit[i] = 1; }
    if (isPoor && isChosen) both += w;
  }
  return { cut, exclusion: ratio(poor - both, poor), inclusion: ratio(chosen - both, chosen), coverage: ratio(chosen, all), cgh: cgh({ benefit, income, weight }) };
}

/**
 * The cut that selects, as nearly as equal scores allow, the given share of people; on training data and with the share of the poor both
 * errors come out about equal. @example calibratedCut([1, 2, 3, 4], [1, 1, 1, 1], 0.5) // => 2.5: selects 1 and 2
 */
export function calibratedCut(score: Numbers, weight: Numbers, share: number): number {
  const order = ascendingOrder(score);
  let total = 0;
  for (let i = 0; i < weight.length; i++) total += weight[i] ?? 0;
  let [below, best, distance, last] = [0, -Infinity, Infinity, -Infinity];
  for (const i of order) {
    const s = score[i] ?? NaN;
    const off = Math.abs(below / total - share);
    // between two scores, so that rounding of a score does not move it over the cut
    if (s > last && off < distance) [best, distance] = [last === -Infinity ? s : (last + s) / 2, off];
    last = s;
    below += weight[i] ?? 0;
  }
  return Math.abs(1 - share) < distance ? Infinity : best;
}

/** Probability that a poor row has a lower score than one that is not poor, ties counting half; null without both. @example auc([1, 2, 3], [true, false, false], [1, 1, 1]) // => 1 */
export function auc(score: Numbers, poor: ArrayLike<boolean>, weight: Numbers): number | null {
  const order = ascendingOrder(score);
  let [poorBelow, others, sum, at] = [0, 0, 0, 0];
  while (at < order.length) {
    const s = score[order[at] ?? 0];
    let [p, q] = [0, 0];
    for (; at < order.length && score[order[at] ?? 0] === s; at++) { const i = order[at] ?? 0; if (poor[i]) p += weight[i] ?? 0; else q += weight[i] ?? 0; }
    sum += q * (poorBelow + p / 2);
    poorBelow += p;
    others += q;
  }
  return poorBelow > 0 && others > 0 ? sum / poorBelow / others : null;
}

/** Share of the spread of y that the prediction explains: 1 − Σ w (y − f)²/Σ w (y − ȳ)²; below 0 when worse than the mean. */
export function rSquared(y: Numbers, predicted: Numbers, weight: Numbers): number {
  let [w, wy, rss, tss] = [0, 0, 0, 0];
  for (let i = 0; i < y.length; i++) { w += weight[i] ?? 0; wy += (weight[i] ?? 0) * (y[i] ?? 0); }
  for (let i = 0; i < y.length; i++) { rss += (weight[i] ?? 0) * ((y[i] ?? 0) - (predicted[i] ?? 0)) ** 2; tss += (weight[i] ?? 0) * ((y[i] ?? 0) - wy / w) ** 2; }
  return 1 - rss / tss;
}
