/**
 * Area-level small-area model: a direct estimate of each area and what its circumstances predict, weighed by their errors (paper 001 §2.1
 * 通过统计技术模拟贫困程度). Fay & Herriot 1979, JASA 74; mean squared error: Prasad & Rao 1990, JASA 85, and Datta & Lahiri 2000, Stat. Sinica 10 (REML).
 */
import { cholesky, inverse, product, square, type Square } from "./regression/linear.ts";

export interface FayHerriot {
  /** Variance between areas beyond what the columns explain; 0 when none is seen. */
  readonly variance: number;
  /** The first is the intercept. */
  readonly coefficients: readonly number[];
  readonly areas: readonly { readonly estimate: number; readonly mse: number; /** weight of the direct estimate, in [0, 1] */ readonly shrinkage: number }[];
  readonly iterations: number;
}

/** Σ_i weight_i x_i x_i′. */
function gram(x: readonly (readonly number[])[], weight: (i: number) => number): Square {
  const p = x[0]?.length ?? 0;
  const out = square(p);
  for (const [i, row] of x.entries()) for (let j = 0; j < p; j++) for (let k = 0; k < p; k++) out.at[j * p + k] = (out.at[j * p + k] ?? 0) + weight(i) * (row[j] ?? 0) * (row[k] ?? 0);
  return out;
}
const trace = (a: Square): number => { let t = 0; for (let j = 0; j < a.size; j++) t += a.at[j * a.size + j] ?? 0; return t; };
const form = (a: Square, x: readonly number[]): number => { let t = 0; for (let j = 0; j < a.size; j++) for (let k = 0; k < a.size; k++) t += (x[j] ?? 0) * (a.at[j * a.size + k] ?? 0) * (x[k] ?? 0); return t; };

/**
 * Best predictor of each area: γ·direct + (1 − γ)·x′b, γ = σ²/(σ² + ψ), σ² by REML (Fisher scoring, to 10 digits).
 * @param direct estimate of each area @param psi its known sampling variance, above 0 @param columns values of each area, without intercept
 * @throws RangeError when areas are too few or a variance is not above 0 @example fayHerriot([1, 2, 3, 6], [1, 1, 1, 1], [[], [], [], []]).variance // => 14/3 − 1
 */
export function fayHerriot(direct: readonly number[], psi: readonly number[], columns: readonly (readonly number[])[]): FayHerriot {
  const m = direct.length;
  const x = columns.map((row) => [1, ...row]);
  const p = x[0]?.length ?? 1;
  if (m <= p || psi.length !== m || columns.length !== m) throw new RangeError(`${m} areas are too few for ${p} coefficients`);
  if (psi.some((v) => !(v > 0))) throw new RangeError("the sampling variance of each area must be above 0");
  const at = (variance: number): { b: number[]; m: Square } => {
    const inverted = inverse(cholesky(gram(x, (i) => 1 / (variance + (psi[i] ?? 1))), 1e-12));
    const xy = Array.from({ length: p }, (_, j) => x.reduce((s, row, i) => s + ((row[j] ?? 0) * (direct[i] ?? 0)) / (variance + (psi[i] ?? 1)), 0));
    return { m: inverted, b: xy.map((_, j) => xy.reduce((s, v, k) => s + (inverted.at[j * p + k] ?? 0) * v, 0)) };
  };
  let [variance, iterations] = [psi.toSorted((a, b) => a - b)[Math.floor(m / 2)] ?? 1, 0];
  for (; iterations < 200; iterations++) {
    const { b, m: inverted } = at(variance);
    const v = (i: number): number => variance + (psi[i] ?? 1);
    const second = product(inverted, gram(x, (i) => v(i) ** -2));
    const sumOf = (power: number): number => psi.reduce((s, _, i) => s + v(i) ** power, 0);
    const quadratic = direct.reduce((s, y, i) => s + ((y - (x[i] ?? []).reduce((f, e, j) => f + e * (b[j] ?? 0), 0)) / v(i)) ** 2, 0);
    const score = (quadratic - (sumOf(-1) - trace(second))) / 2;
    const information = (sumOf(-2) - 2 * trace(product(inverted, gram(x, (i) => v(i) ** -3))) + trace(product(second, second))) / 2;
    const next = Math.max(0, variance + score / information);
    const still = Math.abs(next - variance) <= 1e-12 * Math.max(1e-12, next);
    variance = next;
    if (still) break;
  }
  const { b, m: inverted } = at(variance);
  const spread = 2 / psi.reduce((s, v) => s + (variance + v) ** -2, 0);
  return {
    variance, coefficients: b, iterations,
    areas: direct.map((y, i) => {
      const [row, v] = [x[i] ?? [], psi[i] ?? 1];
      const synthetic = row.reduce((f, e, j) => f + e * (b[j] ?? 0), 0);
      const shrinkage = variance / (variance + v);
      return { estimate: shrinkage * y + (1 - shrinkage) * synthetic, shrinkage, mse: shrinkage * v + (1 - shrinkage) ** 2 * form(inverted, row) + (2 * v * v * spread) / (variance + v) ** 3 };
    }),
  };
}
