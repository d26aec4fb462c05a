/**
 * Inequality of incomes (paper 000 §1: the gap between groups). Sources: Eurostat EU-SILC 131-rev/04 (Gini, S80/S20); Theil 1967;
 * Shorrocks 1980, Econometrica 48(3) (generalised entropy); Atkinson 1970, J. Econ. Theory 2(3).
 */
import { mean, meanOf, part, quantile, type Distribution } from "./weighted.ts";

/**
 * Gini coefficient [2Σ w y C − Σ w² y]/(W Σ w y) − 1, C the cumulative weight with the row itself; 0 = all equal, near 1 = one has
 * all. Eurostat prints it × 100. @example gini(distribution([1, 1, 2, 4])) // => 0.3125
 */
export function gini(d: Distribution): number {
  let [cumulative, twice, square, sum] = [0, 0, 0, 0];
  for (let i = 0; i < d.values.length; i++) {
    const [w, y] = [d.weights[i] ?? 0, d.values[i] ?? 0];
    cumulative += w;
    twice += 2 * w * y * cumulative;
    square += w * w * y;
    sum += w * y;
  }
  return (twice - square) / (d.total * sum) - 1;
}

/**
 * Generalised entropy: alpha 1 is Theil's T = Σ w/W (y/μ) ln(y/μ), 0 the mean logarithmic deviation Σ w/W ln(μ/y), 2 half the
 * squared coefficient of variation; ≥ 0, no upper bound. T and MLD are of incomes above 0 only.
 * @example generalisedEntropy(distribution([1, 3]), 2) // => 0.125
 */
export function generalisedEntropy(d: Distribution, alpha: 0 | 1 | 2): number {
  const used = alpha === 2 ? d : part(d, (y) => y > 0);
  const mu = mean(used);
  const term = alpha === 2 ? (r: number): number => (r - 1) ** 2 / 2 : alpha === 1 ? (r: number): number => r * Math.log(r) : (r: number): number => -Math.log(r);
  return meanOf(used, (y) => term(y / mu));
}

/**
 * Atkinson index 1 − (Σ w/W (y/μ)^{1−ε})^{1/(1−ε)}, with ε = 1: 1 − geometric mean/μ; share of all income that could be spared
 * if the rest were divided equally, in [0, 1]. Incomes above 0 only. @param epsilon aversion to inequality, ≥ 0
 * @example atkinson(distribution([1, 4]), 1) // => 1 − 2/2.5 = 0.2
 */
export function atkinson(d: Distribution, epsilon: number): number {
  const used = part(d, (y) => y > 0);
  const mu = mean(used);
  if (epsilon === 1) return 1 - Math.exp(meanOf(used, (y) => Math.log(y / mu)));
  // the two exponents in common use need no power function
  const power = epsilon === 0.5 ? Math.sqrt : epsilon === 2 ? (r: number): number => 1 / r : (r: number): number => r ** (1 - epsilon);
  return 1 - meanOf(used, (y) => power(y / mu)) ** (1 / (1 - epsilon));
}

/** Σ w y: the total income of a part. */
const total = (d: Distribution): number => mean(d) * d.total;

/**
 * S80/S20: total income of those above the 80 % quantile over that of those up to the 20 % quantile (Eurostat). The two groups are
 * fifths only up to a row at each border, so a ratio of their means differs in the fourth digit. NaN when either is empty.
 * @example quintileShareRatio(distribution([1, 2, 3, 4, 10])) // => 10: the quantiles are 1.5 and 7
 */
export function quintileShareRatio(d: Distribution): number {
  const [low, high] = [quantile(d, 0.2), quantile(d, 0.8)];
  return total(part(d, (y) => y > high)) / total(part(d, (y) => y <= low));
}
