/** Pearson's χ² test of equal frequencies (K. Pearson 1900): are the classes of a count as even as chance would make them? */

/** ln Γ(x) for x > 0 by Lanczos' series (g = 5, six terms; error below 2·10⁻¹⁰). @example logGamma(5) // => ln 24 */
export function logGamma(x: number): number {
  const series = [76.180_091_729_471, -86.505_320_329_416, 24.014_098_240_830, -1.231_739_572_450, 0.001_208_650_973_866, -0.000_005_395_239_384];
  const t = x + 5.5;
  let sum = 1.000_000_000_19;
  for (let i = 0; i < series.length; i++) sum += (series[i] ?? 0) / (x + 1 + i);
  return (x + 0.5) * Math.log(t) - t + Math.log((2.506_628_274_631 * sum) / x);
}

/**
 * Upper tail P(χ² ≥ x) with `df` degrees of freedom, in [0, 1]: series below the mean, continued fraction above (Abramowitz and
 * Stegun 26.4, 6.5). @example chiSquareUpper(16.919, 9) // => 0.05
 */
export function chiSquareUpper(x: number, df: number): number {
  if (x <= 0) return 1;
  const [a, z] = [df / 2, x / 2];
  const front = Math.exp(-z + a * Math.log(z) - logGamma(a));
  if (z < a + 1) {
    let [term, sum] = [1 / a, 1 / a];
    for (let n = 1; n < 500 && term > sum * 1e-15; n++) { term *= z / (a + n); sum += term; }
    return 1 - sum * front;
  }
  let b = z + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let fraction = d;
  for (let n = 1; n < 500; n++) {
    const an = -n * (n - a);
    b += 2;
    d = 1 / (an * d + b);
    c = b + an / c;
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return front * fraction;
}

/** χ² of observed counts against equal frequencies, and its p-value. @example uniformTest([10, 10, 10, 30]) // => { chi2: 20, p: 0.00017… } */
export function uniformTest(counts: readonly number[]): { readonly chi2: number; readonly p: number } {
  const total = counts.reduce((sum, n) => sum + n, 0);
  if (total === 0 || counts.length < 2) return { chi2: 0, p: 1 };
  const expected = total / counts.length;
  const chi2 = counts.reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
  return { chi2, p: chiSquareUpper(chi2, counts.length - 1) };
}
