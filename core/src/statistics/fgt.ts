/**
 * How many are poor, how deep and how unequal their poverty is (paper 000 §2.1, paper 001: 贫困程度). Sources: Foster, Greer &
 * Thorbecke 1984, Econometrica 52(3); Watts 1968; linearisation Deville 1999, Osier 2009 (Surv. Res. Methods 3(3)).
 */
import { meanOf, part, quantile, type Distribution, type Numbers } from "./weighted.ts";

/** [headcount P0, gap P1, squared gap P2], shares of the population. */
export type Fgt = readonly [number, number, number];

/** Relative gap ((z − y)/z)^a of one row, 0 for those not poor; poor means y < z. @example gap(1800, 2400, 1) // => 0.25 */
export const gap = (income: number, line: number, a: 0 | 1 | 2): number => (income < line ? (a === 0 ? 1 : ((line - income) / line) ** a) : 0);

/**
 * P_a = Σ w 1(y<z)((z−y)/z)^a / Σ w for a = 0, 1, 2, each in [0, 1] when no income is negative; NaN without rows.
 * @param line z > 0, in the unit of the incomes @throws RangeError at a line that is not positive
 * @example fgt(distribution([1800, 2400, 2700, 3100, 3600, 5200]), 2855) // => [0.5, 0.0972, 0.0275]
 */
export function fgt(d: Distribution, line: number): Fgt {
  if (!(line > 0)) throw new RangeError(`a poverty line of ${line}`);
  let [p0, p1, p2] = [0, 0, 0];
  for (let i = 0; i < d.values.length; i++) {
    const income = d.values[i] ?? NaN;
    if (income >= line) break; // ascending
    const weight = d.weights[i] ?? 0;
    const short = (line - income) / line;
    p0 += weight;
    p1 += weight * short;
    p2 += weight * short * short;
  }
  return [p0 / d.total, p1 / d.total, p2 / d.total];
}

/**
 * Watts index Σ w/W 1(y<z) ln(z/y) over incomes above 0; 0 when nobody is poor.
 * @example watts(distribution([1, 4]), 2) // => ln(2)/2 = 0.3466
 */
export function watts(d: Distribution, line: number): number {
  const positive = part(d, (y) => y > 0);
  return meanOf(positive, (y) => (y < line ? Math.log(line / y) : 0));
}

/**
 * Relative median poverty gap (z − median of the poor)/z, in [0, 1]; NaN when nobody is poor (Eurostat).
 * @example medianGap(distribution([50, 80, 200]), 100) // => 0.35
 */
export const medianGap = (d: Distribution, line: number): number => (line - quantile(part(d, (y) => y < line), 0.5)) / line;

/**
 * Density at `x` by a Gaussian kernel of bandwidth σ·n^(−1/5), n rows (Osier 2009), per unit of the values. Rows enter by
 * `weights`, so a weight of 0 leaves a row out.
 */
export function density(values: Numbers, weights: Numbers, x: number): number {
  let [w, wy, wyy, n] = [0, 0, 0, 0];
  for (let i = 0; i < values.length; i++) {
    const [weight, y] = [weights[i] ?? 0, values[i] ?? 0];
    if (weight > 0) n++;
    w += weight; wy += weight * y; wyy += weight * y * y;
  }
  const h = Math.sqrt(Math.max(0, wyy / w - (wy / w) ** 2)) * n ** -0.2;
  let sum = 0;
  for (let i = 0; i < values.length; i++) { const weight = weights[i] ?? 0; if (weight > 0) sum += weight * Math.exp(-0.5 * (((values[i] ?? 0) - x) / h) ** 2); }
  return sum / (w * h * Math.sqrt(2 * Math.PI));
}

/** Where a relative line comes from: `share` × median of the whole population, so that its sampling error counts as well. */
export interface RelativeLine { readonly share: number; readonly median: number; /** of the whole at the median */ readonly density: number; readonly weights: Numbers }

/**
 * Linearised variable of P_a: its sum over rows has the variance of P_a. At a fixed line u_i = w_i(h(y_i) − P_a)/W. At a relative
 * line L the term (dP_a/dL)·share·(influence of the median) is added, with dP_0/dL the density at L and dP_a/dL = a(P_{a−1} − P_a)/L.
 * @param weights of the domain: 0 outside a subgroup @param p P_0, P_1, P_2 of that domain
 */
export function fgtInfluence(incomes: Numbers, weights: Numbers, line: number, a: 0 | 1 | 2, p: Fgt, relative?: RelativeLine): Float64Array {
  let total = 0;
  for (let i = 0; i < weights.length; i++) total += weights[i] ?? 0;
  const u = Float64Array.from({ length: incomes.length }, (_, i) => ((weights[i] ?? 0) * (gap(incomes[i] ?? NaN, line, a) - p[a])) / total);
  if (!relative) return u;
  const slope = a === 0 ? density(incomes, weights, line) : (a * (p[a - 1 === 0 ? 0 : 1] - p[a])) / line;
  let everybody = 0;
  for (let i = 0; i < incomes.length; i++) everybody += relative.weights[i] ?? 0;
  const pull = (slope * relative.share) / (relative.density * everybody);
  for (let i = 0; i < u.length; i++) u[i] = (u[i] ?? 0) - pull * (relative.weights[i] ?? 0) * (((incomes[i] ?? NaN) <= relative.median ? 1 : 0) - 0.5);
  return u;
}
