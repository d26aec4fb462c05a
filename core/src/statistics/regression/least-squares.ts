/**
 * Weighted least squares and ridge regression (代理经济测量; paper 001 §2.1, §4: ln y = x′b). Sources: Hoerl & Kennard 1970, Technometrics
 * 12(1) (ridge); Golub, Heath & Wahba 1979, Technometrics 21(2) (choice of the penalty); White 1980, Econometrica 48(4), and Fuller 1975
 * (errors that hold with survey weights and unequal spread).
 */
import { cellsOf, designOf, domainVariances, totalsOf } from "../survey-variance.ts";
import { cholesky, inverse, product, solve, square } from "./linear.ts";

/** Columns without the intercept, all of one length. */
export interface Observations { readonly columns: readonly Float64Array[]; readonly y: Float64Array; readonly weight: Float64Array; /** households: rows that belong together */ readonly cluster?: ArrayLike<string | number> | undefined }

export interface LinearFit {
  readonly intercept: number;
  /** 0 where the column was dropped. */
  readonly coefficients: Float64Array;
  /** Classical errors; σ² = Σ w e²/(n − p − 1). The first is that of the intercept; NaN where dropped. */
  readonly se: Float64Array;
  /** Errors by linearisation over households: they hold with survey weights and when the spread is not even. */
  readonly robustSe: Float64Array;
  /** Columns that are constant or depend on those before them. */
  readonly dropped: readonly { readonly column: number; readonly why: "constant" | "collinear" }[];
  /** σ, n, columns in use. */
  readonly sigma: number; readonly n: number; readonly used: number;
  /** Penalty on standardised coefficients; 0 for least squares. */
  readonly penalty: number;
}

const sumOf = (n: number, f: (i: number) => number): number => { let s = 0; for (let i = 0; i < n; i++) s += f(i); return s; };

/** Prediction of a row. @example predict(fit, (j) => row[j]) */
export const predict = (fit: Pick<LinearFit, "intercept" | "coefficients">, value: (column: number) => number): number => { let y = fit.intercept; for (let j = 0; j < fit.coefficients.length; j++) { const b = fit.coefficients[j] ?? 0; if (b !== 0) y += b * value(j); } return y; };

/**
 * Fits y = a + x′b. @param penalty 0: least squares; a number above 0: ridge on standardised columns, the intercept free; "gcv": the penalty
 * that generalised cross-validation prefers. @throws RangeError with fewer rows than unknowns, or when all weights are 0
 * @example leastSquares({ columns: [Float64Array.of(1, 2, 3)], y: Float64Array.of(2, 4, 6), weight: Float64Array.of(1, 1, 1) }).coefficients // => [2]
 */
export function leastSquares({ columns, y, weight, cluster }: Observations, penalty: number | "gcv" = 0): LinearFit {
  const [n, p] = [y.length, columns.length];
  const total = sumOf(n, (i) => weight[i] ?? 0);
  const rows = sumOf(n, (i) => Number((weight[i] ?? 0) > 0));
  if (!(total > 0)) throw new RangeError("the weights add up to 0");
  const means = Float64Array.from(columns, (x) => sumOf(n, (i) => (weight[i] ?? 0) * (x[i] ?? 0)) / total);
  const yMean = sumOf(n, (i) => (weight[i] ?? 0) * (y[i] ?? 0)) / total;
  const scale = Float64Array.from(columns, (x, j) => Math.sqrt(sumOf(n, (i) => (weight[i] ?? 0) * ((x[i] ?? 0) - (means[j] ?? 0)) ** 2) / total));
  const size = columns.map((x) => x.reduce((most, v) => Math.max(most, Math.abs(v)), 0));
  const constant = (j: number): boolean => !((scale[j] ?? 0) > 1e-12 * (size[j] ?? 0));
  // correlations of the columns: well-conditioned whatever their units
  const r = square(p);
  const z = (j: number, i: number): number => ((columns[j]?.[i] ?? 0) - (means[j] ?? 0)) / (scale[j] ?? 1);
  for (let j = 0; j < p; j++) if (!constant(j)) for (let k = 0; k <= j; k++) if (!constant(k)) r.at[j * p + k] = r.at[k * p + j] = j === k ? 1 : sumOf(n, (i) => (weight[i] ?? 0) * z(j, i) * z(k, i)) / total;
  const plain = cholesky(r);
  const dependent = plain.dependent;
  const used = dependent.filter((d) => !d).length;
  if (rows <= used + 1) throw new RangeError(`${rows} rows are too few for ${used} columns and an intercept`);
  const target = (e: (i: number) => number): Float64Array => Float64Array.from({ length: p }, (_, j) => (dependent[j] ? 0 : sumOf(n, (i) => (weight[i] ?? 0) * z(j, i) * e(i)) / total));
  const xy = target((i) => (y[i] ?? 0) - yMean);
  const lambda = penalty === "gcv" ? bestPenalty(r, dependent, xy, sumOf(n, (i) => (weight[i] ?? 0) * ((y[i] ?? 0) - yMean) ** 2) / total, rows) : penalty;
  const system = lambda === 0 ? plain : penalised(r, dependent, lambda);
  const standard = solve(system, xy);
  const fitted = (i: number): number => { let s = 0; for (let j = 0; j < p; j++) { const b = standard[j] ?? 0; if (b !== 0) s += b * z(j, i); } return s; };
  if (lambda === 0) {
    // one step of refinement takes out what rounding put in
    const more = solve(system, target((i) => (y[i] ?? 0) - yMean - fitted(i)));
    for (let j = 0; j < p; j++) standard[j] = (standard[j] ?? 0) + (more[j] ?? 0);
  }
  const coefficients = standard.map((b, j) => (b === 0 ? 0 : b / (scale[j] ?? 1)));
  const intercept = yMean - sumOf(p, (j) => (coefficients[j] ?? 0) * (means[j] ?? 0));
  const residual = Float64Array.from({ length: n }, (_, i) => (y[i] ?? 0) - yMean - fitted(i));
  const variance = sumOf(n, (i) => (weight[i] ?? 0) * (residual[i] ?? 0) ** 2) / (rows - used - 1);
  const bread = inverse(system);
  const spread = lambda === 0 ? bread : product(bread, r, bread);
  const name = (j: number): number => (dependent[j] ? NaN : 1);
  const own = (j: number): number => (name(j) * Math.sqrt((variance / total) * (spread.at[j * p + j] ?? 0))) / (scale[j] ?? 1);
  // the intercept belongs to columns that are 0: mean of y at the mean of x, moved by −Σ b mean
  const shift = Float64Array.from({ length: p }, (_, j) => (dependent[j] ? 0 : (means[j] ?? 0) / (scale[j] ?? 1)));
  const moved = sumOf(p, (j) => (shift[j] ?? 0) * sumOf(p, (k) => (spread.at[j * p + k] ?? 0) * (shift[k] ?? 0)));
  return {
    intercept, coefficients, n: rows, used, sigma: Math.sqrt(variance * rows / total), penalty: lambda,
    se: Float64Array.of(Math.sqrt((variance / total) * (1 + moved)), ...Array.from({ length: p }, (_, j) => own(j))),
    robustSe: robust(), dropped: dependent.flatMap((d, column) => (d ? [{ column, why: constant(column) ? "constant" as const : "collinear" as const }] : [])),
  };

  function robust(): Float64Array {
    const design = designOf(n, cluster);
    const cells = cellsOf(design);
    const errorOf = (influence: (i: number) => number): number => { const t = totalsOf(cells, (i) => ((weight[i] ?? 0) * (residual[i] ?? 0) * influence(i)) / total); return Math.sqrt(domainVariances(design, cells, (c) => t[c] ?? 0).variance[0] ?? NaN); };
    const along = (direction: (k: number) => number) => (i: number): number => { let s = 0; for (let k = 0; k < p; k++) { const d = direction(k); if (d !== 0) s += d * z(k, i); } return s; };
    const slopes = Array.from({ length: p }, (_, j) => (dependent[j] ? NaN : errorOf(along((k) => bread.at[j * p + k] ?? 0)) / (scale[j] ?? 1)));
    const back = Float64Array.from({ length: p }, (_, k) => sumOf(p, (j) => (shift[j] ?? 0) * (bread.at[j * p + k] ?? 0)));
    const at = along((k) => back[k] ?? 0);
    return Float64Array.of(errorOf((i) => 1 - at(i)), ...slopes);
  }
}

/** R + λI without the dependent columns. */
function penalised(r: ReturnType<typeof square>, dependent: readonly boolean[], lambda: number): ReturnType<typeof cholesky> {
  const a = { size: r.size, at: r.at.slice() };
  for (let j = 0; j < r.size; j++) a.at[j * r.size + j] = (a.at[j * r.size + j] ?? 0) + lambda;
  for (let j = 0; j < r.size; j++) if (dependent[j]) for (let k = 0; k < r.size; k++) a.at[j * r.size + k] = a.at[k * r.size + j] = 0;
  return cholesky(a);
}

/** Least n·RSS/(n − df)² over a grid of penalties, df = trace(R (R + λI)⁻¹) + 1. */
function bestPenalty(r: ReturnType<typeof square>, dependent: readonly boolean[], xy: Float64Array, yy: number, rows: number): number {
  const p = r.size;
  let [best, least] = [0, Infinity];
  for (let step = -24; step <= 8; step++) {
    const lambda = 10 ** (step / 4);
    const system = penalised(r, dependent, lambda);
    const b = solve(system, xy);
    let [rss, df] = [yy, 1];
    for (let j = 0; j < p; j++) { rss -= 2 * (b[j] ?? 0) * (xy[j] ?? 0); for (let k = 0; k < p; k++) rss += (b[j] ?? 0) * (r.at[j * p + k] ?? 0) * (b[k] ?? 0); }
    const hat = product(inverse(system), r);
    for (let j = 0; j < p; j++) df += hat.at[j * p + j] ?? 0;
    const score = rss / (1 - df / rows) ** 2;
    if (df < rows && score < least) [best, least] = [lambda, score];
  }
  return best;
}
