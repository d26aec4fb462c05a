/**
 * The beta distribution and Student's t, on which exact intervals of a share rest (paper 001 §4: 扶贫精准度 with its error).
 * Sources: continued fraction of Lentz (DLMF 8.17.22); ln Γ by Stirling's series with a shift (DLMF 5.11.1), 15 digits.
 */

/** ln Γ(x) for x > 0; the recurrence moves x above 12, where the series has 15 digits. */
function lnGamma(x: number): number {
  let [shift, at] = [0, x];
  while (at < 12) { shift += Math.log(at); at += 1; }
  const r = 1 / (at * at);
  const series = (1 / 12 - r * (1 / 360 - r * (1 / 1260 - r * (1 / 1680 - r * (1 / 1188 - (r * 691) / 360_360))))) / at;
  return (at - 0.5) * Math.log(at) - at + 0.918_938_533_204_672_8 + series - shift;
}

/**
 * Regularised incomplete beta function I_x(a, b) = P(Beta(a, b) ≤ x), a, b > 0, x in [0, 1].
 * @example betaProbability(0.5, 2, 3) // => 0.6875
 */
export function betaProbability(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - betaProbability(1 - x, b, a);
  const front = Math.exp(lnGamma(a + b) - lnGamma(a) - lnGamma(b) + a * Math.log(x) + b * Math.log1p(-x)) / a;
  const tiny = 1e-300;
  const safe = (v: number): number => (Math.abs(v) < tiny ? tiny : v);
  let c = 1;
  let d = 1 / safe(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m <= 2000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / safe(1 + even * d);
    c = safe(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / safe(1 + odd * d);
    c = safe(1 + odd / c);
    const step = d * c;
    fraction *= step;
    if (Math.abs(step - 1) < 1e-15) break;
  }
  return Math.min(1, front * fraction);
}

/** Quantile of Beta(a, b): the x with I_x(a, b) = p, by bisection to the last digit. @example betaQuantile(0.6875, 2, 3) // => 0.5 */
export function betaQuantile(p: number, a: number, b: number): number {
  if (p <= 0) return 0;
  if (p >= 1) return 1;
  let [low, high] = [0, 1];
  for (let i = 0; i < 200 && high - low > 1e-16 * high; i++) {
    const middle = (low + high) / 2;
    if (betaProbability(middle, a, b) < p) low = middle; else high = middle;
  }
  return (low + high) / 2;
}

/** P(X ≤ k) of a binomial with `n` trials of chance `p`. @example binomialAtMost(0, 10, 0.1) // => 0.3487 */
export const binomialAtMost = (k: number, n: number, p: number): number => (k < 0 ? 0 : k >= n ? 1 : 1 - betaProbability(p, k + 1, n - k));

/** Quantile of Student's t with `df` > 0 degrees of freedom (not necessarily whole), 0 < p < 1. @example tQuantile(0.975, 10) // => 2.2281 */
export function tQuantile(p: number, df: number): number {
  if (p === 0.5) return 0;
  // P(|T| ≥ t) = I_{df/(df+t²)}(df/2, 1/2)
  const x = betaQuantile(2 * Math.min(p, 1 - p), df / 2, 0.5);
  const t = Math.sqrt((df * (1 - x)) / x);
  return p > 0.5 ? t : -t;
}
