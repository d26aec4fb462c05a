/**
 * Intervals of a share found in an audit (错评率、漏评率、错退率; paper 001 §4, domain guide §9.2 «errors from samples need design
 * weights and intervals»). Simple samples: Wilson (targeting.ts) and Clopper–Pearson. Samples with strata, villages drawn first
 * and unequal weights: Taylor linearisation with finite population correction, then Korn–Graubard, which stays inside 0 and 1 and
 * holds for few or no cases. Sources: Clopper & Pearson 1934, Biometrika 26:404; Korn & Graubard 1998, Surv. Methodol. 24:193;
 * Woodruff 1971, JASA 66:411; Kish 1965, Survey Sampling §8.2.
 */
import { betaQuantile, tQuantile } from "./beta.ts";
import { designOf, totalVariance } from "./survey-variance.ts";

export interface Interval { readonly low: number; readonly high: number }

/**
 * Exact interval of Clopper and Pearson: `found` of `of`, level in (0, 1); also for parts of cases (effective numbers). Never narrower
 * than the level promises; null when nothing was drawn. @example clopperPearson(0, 20, 0.95) // => { low: 0, high: 0.1684 }
 */
export function clopperPearson(found: number, of: number, level = 0.95): Interval | null {
  if (!(found >= 0 && found <= of)) throw new RangeError("more found than drawn");
  if (!(level > 0 && level < 1)) throw new RangeError("the level lies between 0 and 1");
  if (of === 0) return null;
  const tail = (1 - level) / 2;
  return { low: found === 0 ? 0 : betaQuantile(tail, found, of - found + 1), high: found === of ? 1 : betaQuantile(1 - tail, found + 1, of - found) };
}

/** One-sided upper limit: with this confidence the true share is at most this. @example upperLimit(0, 149, 0.95) // => 0.0199 */
export function upperLimit(found: number, of: number, confidence = 0.95): number {
  if (!(found >= 0 && found <= of)) throw new RangeError("more found than drawn");
  return found === of ? 1 : betaQuantile(confidence, found + 1, of - found);
}

/** One household of a sample. `fraction`: share of its stratum's sampling units that was drawn (finite population correction; 0 = with replacement). */
export interface Drawn { readonly weight: number; readonly stratum: string; readonly psu: string; readonly fraction: number }
export interface Ratio { readonly value: number; readonly se: number; /** units less strata; of the units that can contribute */ readonly df: number }

/**
 * Ratio Σ w y / Σ w x of a sample with its standard error: u_i = w_i (y_i − R x_i) / Σ w x, summed by sampling unit, spread within strata,
 * each stratum reduced by √(1 − fraction). With x = 1 it is a mean. Null when Σ w x is 0; the error is NaN with a single unit in all.
 * @param rows the drawn households @param y numerator of each, e.g. 1 for «missed» @param x denominator of each, e.g. 1 for «truly poor»
 */
export function designRatio(rows: readonly Drawn[], y: (at: number) => number, x: (at: number) => number = () => 1): Ratio | null {
  let [top, bottom] = [0, 0];
  for (const [i, r] of rows.entries()) { top += r.weight * y(i); bottom += r.weight * x(i); }
  if (!(bottom > 0)) return null;
  const value = top / bottom;
  const design = designOf(rows.length, rows.map((r) => r.psu), rows.map((r) => r.stratum));
  const u = Float64Array.from(rows, (r, i) => ((r.weight * (y(i) - value * x(i))) / bottom) * Math.sqrt(Math.max(0, 1 - r.fraction)));
  return { value, se: Math.sqrt(totalVariance(u, design)), df: design.stratumOf.length - design.strata };
}

/** Share with interval. `effective`: size of a simple random sample of the same precision; `deff` what the design costs (Kish). */
export interface Share extends Interval { readonly value: number; readonly se: number; readonly found: number; readonly n: number; readonly effective: number; readonly deff: number; readonly df: number }

/**
 * Korn–Graubard interval of a share in [0, 1]: Clopper–Pearson with the effective sample n* = p(1 − p)/se², reduced by the degrees of
 * freedom of the design, (t_{n−1}/t_{df})², and never above n. When nothing (or everything) was found the error says nothing and n*
 * comes from the unequal weights alone, n/deff_w with deff_w = n Σw²/(Σw)². @param n households drawn @param equal deff_w, 1 for equal weights
 * @example kornGraubard(0.0075, Math.sqrt(0.0075 * 0.9925 / 400), 400, 399) // => { low: 0.0015, high: 0.0218 } as Clopper–Pearson
 */
export function kornGraubard(p: number, se: number, n: number, df: number, equal = 1, level = 0.95): Interval & { readonly effective: number } {
  const tail = 1 - (1 - level) / 2;
  const raw = p > 0 && p < 1 && se > 0 ? (p * (1 - p)) / (se * se) : n / equal;
  const lost = n > 1 && df >= 1 ? (tQuantile(tail, n - 1) / tQuantile(tail, df)) ** 2 : 1;
  const effective = Math.max(Math.min(raw * lost, n), Number.MIN_VALUE);
  const limits = clopperPearson(Math.min(effective * p, effective), effective, level) ?? { low: 0, high: 1 };
  return { ...limits, effective };
}

/** Logit interval, expit(logit p ± t se/(p(1 − p))); inside (0, 1), needs 0 < p < 1. @example logitInterval(0.1, 0.02, 50) // => { low: 0.066, high: 0.148 } */
export function logitInterval(p: number, se: number, df: number, level = 0.95): Interval | null {
  if (!(p > 0 && p < 1 && Number.isFinite(se))) return null;
  const [middle, half] = [Math.log(p / (1 - p)), (tQuantile(1 - (1 - level) / 2, Math.max(1, df)) * se) / (p * (1 - p))];
  const back = (v: number): number => 1 / (1 + Math.exp(-v));
  return { low: back(middle - half), high: back(middle + half) };
}

/**
 * Share of a property among drawn households, weighted, with its Korn–Graubard interval; null when nobody was asked.
 * @example shareOf([{ weight: 1, stratum: "", psu: "a", fraction: 0 }, …], (i) => wrong[i] === true)
 */
export function shareOf(rows: readonly Drawn[], has: (at: number) => boolean, level = 0.95): Share | null {
  const ratio = designRatio(rows, (i) => Number(has(i)));
  if (!ratio) return null;
  const n = rows.length;
  let [sum, squares, found] = [0, 0, 0];
  for (const [i, r] of rows.entries()) { sum += r.weight; squares += r.weight ** 2; found += Number(has(i)); }
  const equal = (n * squares) / sum ** 2;
  const p = Math.min(1, Math.max(0, ratio.value));
  // everybody was asked: there is no sampling error, and nothing is added to it
  const census = rows.every((r) => r.fraction >= 1);
  if (census) return { value: p, se: 0, low: p, high: p, found, n, effective: n, deff: 1, df: ratio.df };
  const limits = kornGraubard(p, Number.isFinite(ratio.se) ? ratio.se : 0, n, ratio.df, equal, level);
  return { value: p, se: ratio.se, low: limits.low, high: limits.high, found, n, effective: limits.effective, deff: n / limits.effective, df: ratio.df };
}
