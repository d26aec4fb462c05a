/**
 * Degree of poverty of small areas and of single households by simulation (paper 001 §2.1 通过统计技术模拟贫困程度): the empirical best
 * predictor of Molina & Rao 2010, Can. J. Stat. 38:369–385, in its census form (Correa, Molina & Rao 2012), where all households are
 * simulated, also those whose incomes fitted the model. Errors by parametric bootstrap (González-Manteiga et al. 2008). Seeded.
 */
import { nestedError, type NestedError } from "./nested-error.ts";
import { normalProbability, Random } from "./random.ts";

/** All households of an area: columns of the model, weights (persons), area from 0; `sampled`: rows whose y fitted the model. */
export interface Population { readonly columns: readonly Float64Array[]; readonly weight: Float64Array; readonly areaOf: ArrayLike<number>; readonly areas: number; readonly sampled: Uint32Array; readonly y: Float64Array }

export interface AreaDegree {
  /** Expected P0, P1, P2, shares of the area's people. */
  readonly p: readonly [number, number, number];
  /** Root mean squared error of each. */
  readonly rmse: readonly [number, number, number];
  /** Monte-Carlo standard error of each: what more draws would take away. */
  readonly noise: readonly [number, number, number];
}
export interface UnitDegree {
  /** Probability of an income below the line, and its 2.5 and 97.5 % points over the uncertainty of the model. */
  readonly probability: number; readonly low: number; readonly high: number;
  /** ln of income: expected, and its standard deviation with all uncertainty but that of b. */
  readonly logIncome: number; readonly sd: number;
}
export interface Simulated { readonly fit: NestedError; readonly areas: readonly AreaDegree[]; readonly units: readonly UnitDegree[] }

const powers = [0, 1, 2] as const;
type Three = [number, number, number];

/** E[1(y<z)((z − y)/z)^a] for ln y normal. @example expectedGap(0, 1, 0, 0) // => 0.5 */
export function expectedGap(mean: number, sd: number, logLine: number, a: 0 | 1 | 2): number {
  const k = (logLine - mean) / sd;
  const part = (m: number): number => Math.exp(m * (mean - logLine) + (m * m * sd * sd) / 2) * normalProbability(k - m * sd);
  return a === 0 ? part(0) : a === 1 ? part(0) - part(1) : part(0) - 2 * part(1) + part(2);
}

/** P_a of each area by the fitted model, without Monte-Carlo. */
function expected(fit: NestedError, x: Population, fixed: Float64Array, logLine: number): Three[] {
  const out = Array.from({ length: x.areas }, (): Three => [0, 0, 0]);
  const total = new Float64Array(x.areas);
  for (let i = 0; i < fixed.length; i++) {
    const g = x.areaOf[i] ?? 0;
    const w = x.weight[i] ?? 0;
    const sd = Math.sqrt(fit.sigmaE ** 2 + fit.sigmaU ** 2 * (1 - (fit.shrinkage[g] ?? 0)));
    const sums = out[g];
    total[g] = (total[g] ?? 0) + w;
    if (sums) for (const a of powers) sums[a] += w * expectedGap((fixed[i] ?? 0) + (fit.effects[g] ?? 0), sd, logLine, a);
  }
  return out.map((sums, g) => sums.map((s) => s / (total[g] ?? NaN)) as Three);
}

const linear = (fit: Pick<NestedError, "intercept" | "coefficients">, x: Population): Float64Array => Float64Array.from(x.weight, (_, i) => { let f = fit.intercept; for (let j = 0; j < x.columns.length; j++) f += (fit.coefficients[j] ?? 0) * (x.columns[j]?.[i] ?? 0); return f; });
const sample = (x: Population): { columns: Float64Array[]; areaOf: Uint32Array } => ({ columns: x.columns.map((c) => Float64Array.from(x.sampled, (i) => c[i] ?? 0)), areaOf: x.sampled.map((i) => x.areaOf[i] ?? 0) });

/**
 * Fits on the sampled rows and simulates all. @param line in the unit of exp(y) @param draws of incomes, 2 or more @param replicates of the
 * bootstrap, 0 leaves the errors NaN @param seed the same seed gives the same figures
 */
export function simulateDegree(x: Population, line: number, { draws, replicates, seed }: { readonly draws: number; readonly replicates: number; readonly seed: string }): Simulated {
  if (!(line > 0) || draws < 2) throw new RangeError("a line above 0 and two draws or more are needed");
  const part = sample(x);
  const fit = nestedError(part.columns, Float64Array.from(x.sampled, (i) => x.y[i] ?? NaN), part.areaOf, x.areas);
  const [fixed, logLine, n] = [linear(fit, x), Math.log(line), x.weight.length];
  const random = new Random("small-area", seed);
  const totals = new Float64Array(x.areas);
  for (let i = 0; i < n; i++) { const g = x.areaOf[i] ?? 0; totals[g] = (totals[g] ?? 0) + (x.weight[i] ?? 0); }

  // draws of the area effects given the sample, of e for the areas, and of b for the interval of a household
  const [sum, squares] = [Array.from({ length: x.areas }, (): Three => [0, 0, 0]), Array.from({ length: x.areas }, (): Three => [0, 0, 0])];
  const risks = Array.from({ length: n }, () => new Float64Array(draws));
  for (let l = 0; l < draws; l++) {
    const u = fit.effects.map((e, g) => random.normal(e, fit.sigmaU * Math.sqrt(1 - (fit.shrinkage[g] ?? 0))));
    const shift = coefficientsAround(fit, random);
    const drawn = Array.from({ length: x.areas }, (): Three => [0, 0, 0]);
    for (let i = 0; i < n; i++) {
      const g = x.areaOf[i] ?? 0;
      const mean = (fixed[i] ?? 0) + (u[g] ?? 0);
      const y = random.normal(mean, fit.sigmaE);
      if (y < logLine) { const short = 1 - Math.exp(y - logLine); const own = drawn[g]; const w = x.weight[i] ?? 0; if (own) { own[0] += w; own[1] += w * short; own[2] += w * short * short; } }
      const own = risks[i];
      if (own) own[l] = normalProbability((logLine - mean - shift((j) => x.columns[j]?.[i] ?? 0)) / fit.sigmaE);
    }
    for (const [g, own] of drawn.entries()) for (const a of powers) { const p = own[a] / (totals[g] ?? NaN); const [s, q] = [sum[g], squares[g]]; if (s && q) { s[a] += p; q[a] += p * p; } }
  }
  const errors = bootstrap(x, fit, fixed, logLine, replicates, new Random("small-area bootstrap", seed));
  const areas = sum.map((s, g): AreaDegree => ({
    p: powers.map((a) => s[a] / draws) as Three, rmse: errors[g] ?? [NaN, NaN, NaN],
    noise: powers.map((a) => Math.sqrt(Math.max(0, (squares[g]?.[a] ?? 0) / draws - (s[a] / draws) ** 2) / (draws - 1))) as Three,
  }));
  const units = risks.map((own, i): UnitDegree => {
    const g = x.areaOf[i] ?? 0;
    const sd = Math.sqrt(fit.sigmaE ** 2 + fit.sigmaU ** 2 * (1 - (fit.shrinkage[g] ?? 0)));
    const sorted = own.toSorted();
    const probability = own.reduce((s, p) => s + p, 0) / draws;
    const point = (share: number): number => sorted[Math.min(draws - 1, Math.max(0, Math.round(share * (draws - 1))))] ?? probability;
    return { probability, low: Math.min(probability, point(0.025)), high: Math.max(probability, point(0.975)), logIncome: (fixed[i] ?? 0) + (fit.effects[g] ?? 0), sd };
  });
  return { fit, areas, units };
}

/** Another intercept and b within their error, as a shift of the prediction. */
function coefficientsAround(fit: NestedError, random: Random): (value: (column: number) => number) => number {
  const p = fit.spread.size;
  const noise = Float64Array.from({ length: p }, () => random.normal());
  const d = Float64Array.from({ length: p }, (_, j) => { let s = 0; for (let k = 0; k <= j; k++) s += (fit.spread.at[j * p + k] ?? 0) * (noise[k] ?? 0); return s; });
  return (value) => { let s = d[0] ?? 0; for (let j = 1; j < p; j++) s += ((d[j] ?? 0) * (value(j - 1) - (fit.centre[j - 1] ?? 0))) / (fit.scale[j - 1] ?? 1); return s; };
}

/** Worlds made by the model itself: how far its answer lies from the truth of each. The inner expectation is in closed form. */
function bootstrap(x: Population, fit: NestedError, fixed: Float64Array, logLine: number, replicates: number, random: Random): Three[] {
  const squares = Array.from({ length: x.areas }, (): Three => [0, 0, 0]);
  const part = sample(x);
  const line = Math.exp(logLine);
  const world = new Float64Array(fixed.length);
  for (let b = 0; b < replicates; b++) {
    const u = Float64Array.from({ length: x.areas }, () => random.normal(0, fit.sigmaU));
    const truth = Array.from({ length: x.areas }, (): Three => [0, 0, 0]);
    const totals = new Float64Array(x.areas);
    for (let i = 0; i < fixed.length; i++) {
      const g = x.areaOf[i] ?? 0;
      const y = random.normal((fixed[i] ?? 0) + (u[g] ?? 0), fit.sigmaE);
      world[i] = y;
      const w = x.weight[i] ?? 0;
      totals[g] = (totals[g] ?? 0) + w;
      const own = truth[g];
      if (own && y < logLine) { const short = 1 - Math.exp(y) / line; own[0] += w; own[1] += w * short; own[2] += w * short * short; }
    }
    const again = nestedError(part.columns, Float64Array.from(x.sampled, (i) => world[i] ?? NaN), part.areaOf, x.areas);
    for (const [g, p] of expected(again, x, linear(again, x), logLine).entries()) for (const a of powers) { const own = squares[g]; if (own) own[a] += (p[a] - (truth[g]?.[a] ?? NaN) / (totals[g] ?? NaN)) ** 2; }
  }
  return squares.map((s) => s.map((v) => Math.sqrt(v / replicates)) as Three);
}
