/** Systems of linear equations of a few dozen unknowns, for regression (paper 001 §2.1, §4). Source: Golub & Van Loan 2013, §4.2. */

/** Symmetric matrix, rows one after another. */
export interface Square { readonly size: number; readonly at: Float64Array }

export const square = (size: number): Square => ({ size, at: new Float64Array(size * size) });

/**
 * Lower Cholesky factor. A row whose pivot falls below `tolerance` × its diagonal depends on the rows before it: it is left out and its
 * place in `dependent` is true. @throws RangeError never: a matrix of zeros is all dependent
 * @example cholesky({ size: 1, at: Float64Array.of(4) }).factor.at[0] // => 2
 */
export function cholesky(a: Square, tolerance = 1e-10): { readonly factor: Square; readonly dependent: readonly boolean[] } {
  const { size: n } = a;
  const l = new Float64Array(n * n);
  const dependent = Array.from({ length: n }, () => false);
  for (let j = 0; j < n; j++) {
    let pivot = a.at[j * n + j] ?? 0;
    for (let k = 0; k < j; k++) pivot -= (l[j * n + k] ?? 0) ** 2;
    if (!(pivot > tolerance * Math.abs(a.at[j * n + j] ?? 0))) { dependent[j] = true; for (let k = 0; k < j; k++) l[j * n + k] = 0; l[j * n + j] = 1; continue; }
    const root = Math.sqrt(pivot);
    l[j * n + j] = root;
    for (let i = j + 1; i < n; i++) {
      let sum = a.at[i * n + j] ?? 0;
      for (let k = 0; k < j; k++) sum -= (l[i * n + k] ?? 0) * (l[j * n + k] ?? 0);
      l[i * n + j] = sum / root;
    }
  }
  return { factor: { size: n, at: l }, dependent };
}

/** Solves L L′ x = b; unknowns left out as dependent are 0. */
export function solve({ factor: { size: n, at: l }, dependent }: ReturnType<typeof cholesky>, b: ArrayLike<number>): Float64Array {
  const x = Float64Array.from({ length: n }, (_, i) => (dependent[i] ? 0 : b[i] ?? 0));
  for (let i = 0; i < n; i++) {
    if (dependent[i]) { x[i] = 0; continue; }
    let sum = x[i] ?? 0;
    for (let k = 0; k < i; k++) if (!dependent[k]) sum -= (l[i * n + k] ?? 0) * (x[k] ?? 0);
    x[i] = sum / (l[i * n + i] ?? 1);
  }
  for (let i = n - 1; i >= 0; i--) {
    if (dependent[i]) continue;
    let sum = x[i] ?? 0;
    for (let k = i + 1; k < n; k++) if (!dependent[k]) sum -= (l[k * n + i] ?? 0) * (x[k] ?? 0);
    x[i] = sum / (l[i * n + i] ?? 1);
  }
  return x;
}

/** Inverse; rows and columns of dependent unknowns are 0. */
export function inverse(factor: ReturnType<typeof cholesky>): Square {
  const n = factor.factor.size;
  const out = square(n);
  for (let j = 0; j < n; j++) {
    if (factor.dependent[j]) continue;
    const column = solve(factor, Float64Array.from({ length: n }, (_, i) => Number(i === j)));
    for (let i = 0; i < n; i++) out.at[i * n + j] = column[i] ?? 0;
  }
  return out;
}

/** a b c of square matrices. */
export function product(...matrices: readonly Square[]): Square {
  return matrices.reduce((a, b) => {
    const n = a.size;
    const out = square(n);
    for (let i = 0; i < n; i++) for (let k = 0; k < n; k++) { const x = a.at[i * n + k] ?? 0; if (x !== 0) for (let j = 0; j < n; j++) out.at[i * n + j] = (out.at[i * n + j] ?? 0) + x * (b.at[k * n + j] ?? 0); }
    return out;
  });
}
