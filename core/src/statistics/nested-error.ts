/**
 * Unit-level model with areas: y = a + x′b + u_area + e, both normal (paper 001 §2.1 通过统计技术模拟贫困程度). Battese, Harter & Fuller 1988,
 * JASA 83; REML: Patterson & Thompson 1971, Biometrika 58. The restricted likelihood is a function of λ = σu²/σe² alone, read from sums by area.
 */
import { cholesky, inverse, solve, square, type Square } from "./regression/linear.ts";

export interface NestedError {
  readonly intercept: number; readonly coefficients: Float64Array;
  /** Standard deviations between areas and within them. */
  readonly sigmaU: number; readonly sigmaE: number;
  /** Best predictor of each area's effect, and its weight γ = λn/(1 + λn): 0 without sampled units. */
  readonly effects: Float64Array; readonly shrinkage: Float64Array;
  /** Covariance of (intercept, b) as standardised by `centre` and `scale`; lower Cholesky factor of it. */
  readonly spread: Square; readonly centre: Float64Array; readonly scale: Float64Array; readonly dropped: readonly number[];
}

interface Sums { readonly n: number; readonly sum: Float64Array }

/**
 * Fits by restricted maximum likelihood. @param columns without intercept, one array each @param areaOf area of each unit, from 0
 * @throws RangeError when units are too few @example see small-area.test.ts: the corn of twelve Iowa counties
 */
export function nestedError(columns: readonly Float64Array[], y: Float64Array, areaOf: ArrayLike<number>, areas: number): NestedError {
  const [n, p] = [y.length, columns.length + 1];
  const centre = Float64Array.from(columns, (x) => x.reduce((s, v) => s + v, 0) / n);
  const scale = Float64Array.from(columns, (x, j) => Math.sqrt(x.reduce((s, v) => s + (v - (centre[j] ?? 0)) ** 2, 0) / n) || 1);
  const z = (j: number, i: number): number => (j === 0 ? 1 : ((columns[j - 1]?.[i] ?? 0) - (centre[j - 1] ?? 0)) / (scale[j - 1] ?? 1));
  const yMean = y.reduce((s, v) => s + v, 0) / n;
  // cross-products of (columns, y), and their sums by area
  const q = p + 1;
  const cross = square(q);
  const sums: Sums[] = Array.from({ length: areas }, () => ({ n: 0, sum: new Float64Array(q) }));
  const counts = new Float64Array(areas);
  const row = new Float64Array(q);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < p; j++) row[j] = z(j, i);
    row[p] = (y[i] ?? 0) - yMean;
    const g = areaOf[i] ?? 0;
    counts[g] = (counts[g] ?? 0) + 1;
    const sum = sums[g]?.sum;
    for (let j = 0; j < q; j++) { if (sum) sum[j] = (sum[j] ?? 0) + (row[j] ?? 0); for (let k = 0; k <= j; k++) cross.at[j * q + k] = (cross.at[j * q + k] ?? 0) + (row[j] ?? 0) * (row[k] ?? 0); }
  }
  const { dependent } = cholesky(block(cross, p));
  const used = dependent.filter((d) => !d).length;
  if (n <= used + 1) throw new RangeError(`${n} units are too few for ${used} coefficients`);

  const at = (lambda: number): { readonly b: Float64Array; readonly sigma2: number; readonly deviance: number; readonly factor: ReturnType<typeof cholesky> } => {
    const a = { size: q, at: cross.at.slice() };
    let logs = 0;
    for (const [g, { sum }] of sums.entries()) {
      const size = counts[g] ?? 0;
      if (size === 0) continue;
      logs += Math.log1p(size * lambda);
      const f = lambda / (1 + size * lambda);
      for (let j = 0; j < q; j++) for (let k = 0; k <= j; k++) a.at[j * q + k] = (a.at[j * q + k] ?? 0) - f * (sum[j] ?? 0) * (sum[k] ?? 0);
    }
    const xx = block(a, p);
    for (let j = 0; j < p; j++) if (dependent[j]) for (let k = 0; k < p; k++) xx.at[j * p + k] = xx.at[k * p + j] = 0;
    const factor = cholesky(xx, 1e-14);
    const xy = Float64Array.from({ length: p }, (_, j) => a.at[p * q + j] ?? 0);
    const b = solve(factor, xy);
    const rss = (a.at[p * q + p] ?? 0) - b.reduce((s, v, j) => s + v * (xy[j] ?? 0), 0);
    let determinant = 0;
    for (let j = 0; j < p; j++) if (!factor.dependent[j]) determinant += 2 * Math.log(factor.factor.at[j * p + j] ?? 1);
    const sigma2 = Math.max(rss, 1e-300) / (n - used);
    return { b, sigma2, deviance: (n - used) * Math.log(sigma2) + logs + determinant, factor };
  };
  // the deviance has one valley in ln λ for any data seen in practice; a grid finds it, golden section its floor
  const deviance = (logLambda: number): number => at(Math.exp(logLambda)).deviance;
  const grid = Array.from({ length: 25 }, (_, k) => (k / 2 - 8) * Math.LN10).map((l) => ({ l, d: deviance(l) }));
  const start = grid.reduce((best, e, k) => (e.d < (grid[best]?.d ?? Infinity) ? k : best), 0);
  let [lo, hi] = [grid[Math.max(0, start - 1)]?.l ?? 0, grid[Math.min(24, start + 1)]?.l ?? 0];
  const golden = (Math.sqrt(5) - 1) / 2;
  let [a, c] = [hi - golden * (hi - lo), lo + golden * (hi - lo)];
  let [da, dc] = [deviance(a), deviance(c)];
  while (hi - lo > 1e-8) {
    if (da < dc) { hi = c; c = a; dc = da; a = hi - golden * (hi - lo); da = deviance(a); } else { lo = a; a = c; da = dc; c = lo + golden * (hi - lo); dc = deviance(c); }
  }
  const found = Math.exp((lo + hi) / 2);
  const lambda = at(0).deviance <= at(found).deviance ? 0 : found;
  const { b, sigma2, factor } = at(lambda);
  const shrinkage = counts.map((size) => (lambda * size) / (1 + lambda * size));
  const effects = Float64Array.from(sums, ({ sum }, g) => { const size = counts[g] ?? 0; return size === 0 ? 0 : ((shrinkage[g] ?? 0) * ((sum[p] ?? 0) - b.reduce((s, v, j) => s + v * (sum[j] ?? 0), 0))) / size; });
  const coefficients = Float64Array.from(columns, (_, j) => (dependent[j + 1] ? 0 : (b[j + 1] ?? 0) / (scale[j] ?? 1)));
  const spread = cholesky({ size: p, at: inverse(factor).at.map((v) => v * sigma2) }, 1e-14);
  for (let j = 0; j < p; j++) if (dependent[j]) spread.factor.at[j * p + j] = 0;
  return { intercept: yMean + (b[0] ?? 0) - coefficients.reduce((s, v, j) => s + v * (centre[j] ?? 0), 0), coefficients, sigmaU: Math.sqrt(lambda * sigma2), sigmaE: Math.sqrt(sigma2), effects, shrinkage, spread: spread.factor, centre, scale, dropped: dependent.flatMap((d, j) => (d ? [j - 1] : [])) };
}

/** Upper left part of a symmetric matrix given by its lower half. */
function block(a: Square, p: number): Square {
  const out = square(p);
  for (let j = 0; j < p; j++) for (let k = 0; k <= j; k++) out.at[j * p + k] = out.at[k * p + j] = a.at[j * a.size + k] ?? 0;
  return out;
}
