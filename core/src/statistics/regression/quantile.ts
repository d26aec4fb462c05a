/**
 * Quantile regression: the line below which a share τ of the people lie (代理经济测量; paper 001 §2.1; Brown, Ravallion & van de Walle
 * 2018 fit it at the poverty rate). Koenker & Bassett 1978, Econometrica 46(1); Frisch–Newton interior point of Portnoy & Koenker 1997,
 * Stat. Sci. 12(4), then the vertex next to its answer, so that the optimum is exact; errors by Powell 1991 with the bandwidth of Hall & Sheather 1988.
 */
import { normalQuantile } from "../random.ts";
import { cholesky, inverse, product, solve, square, type Square } from "./linear.ts";
import type { Observations } from "./least-squares.ts";

export interface QuantileFit {
  readonly intercept: number; readonly coefficients: Float64Array;
  /** The first is that of the intercept; NaN where dropped. */
  readonly se: Float64Array;
  readonly dropped: readonly { readonly column: number; readonly why: "constant" | "collinear" }[];
  /** Σ w ρ(residual) at the optimum, and whether it is an exact vertex. */
  readonly loss: number; readonly exact: boolean; readonly iterations: number;
}

/** Asymmetric loss of a residual. @example checkLoss(-2, 0.25) // => 1.5 */
export const checkLoss = (residual: number, tau: number): number => residual * (tau - Number(residual < 0));

const inner = (a: ArrayLike<number>, b: ArrayLike<number>): number => { let s = 0; for (let i = 0; i < a.length; i++) s += (a[i] ?? 0) * (b[i] ?? 0); return s; };
/** Longest step that keeps x above 0. */
const longest = (x: Float64Array, dx: Float64Array): number => { let step = 1e20; for (let i = 0; i < x.length; i++) { const d = dx[i] ?? 0; if (d < 0) step = Math.min(step, -(x[i] ?? 0) / d); } return step; };

/** Σ q a a′ over rows. */
function gram(a: readonly Float64Array[], q?: Float64Array): Square {
  const p = a.length;
  const out = square(p);
  for (let j = 0; j < p; j++) for (let k = 0; k <= j; k++) {
    const [x, y] = [a[j] ?? new Float64Array(0), a[k] ?? new Float64Array(0)];
    let s = 0;
    for (let i = 0; i < x.length; i++) s += (q ? q[i] ?? 0 : 1) * (x[i] ?? 0) * (y[i] ?? 0);
    out.at[j * p + k] = out.at[k * p + j] = s;
  }
  return out;
}

/**
 * Fits the τ-quantile of y given x. @param tau in (0, 1) @throws RangeError at τ outside, or with fewer rows than unknowns
 * @example quantileRegression({ columns: [], y: Float64Array.of(1, 2, 9), weight: Float64Array.of(1, 1, 1) }, 0.5).intercept // => 2
 */
export function quantileRegression({ columns, y, weight }: Observations, tau: number): QuantileFit {
  if (!(tau > 0 && tau < 1)) throw new RangeError(`a quantile of ${tau}; it lies between 0 and 1`);
  const rows = Array.from({ length: y.length }, (_, i) => i).filter((i) => (weight[i] ?? 0) > 0);
  const n = rows.length;
  const mean = columns.map((x) => rows.reduce((s, i) => s + (x[i] ?? 0), 0) / n);
  const scale = columns.map((x, j) => Math.sqrt(rows.reduce((s, i) => s + ((x[i] ?? 0) - (mean[j] ?? 0)) ** 2, 0) / n));
  const constant = columns.map((x, j) => !((scale[j] ?? 0) > 1e-12 * rows.reduce((most, i) => Math.max(most, Math.abs(x[i] ?? 0)), 0)));
  const ones = new Float64Array(n).fill(1);
  const standard = [ones, ...columns.map((x, j) => (constant[j] ? new Float64Array(n) : Float64Array.from(rows, (i) => ((x[i] ?? 0) - (mean[j] ?? 0)) / (scale[j] ?? 1))))];
  const { dependent } = cholesky(gram(standard), 1e-10);
  const kept = standard.flatMap((_, j) => (dependent[j] ? [] : [j]));
  if (n < kept.length) throw new RangeError(`${n} rows are too few for ${kept.length} unknowns`);
  const w = Float64Array.from(rows, (i) => weight[i] ?? 0);
  const v = Float64Array.from(rows, (i) => y[i] ?? 0);
  const x = kept.map((j) => standard[j] ?? ones);
  // w ρ(r) = ρ(w r): weights multiply the rows
  const top = w.reduce((a, b) => Math.max(a, b), 0);
  const ySpread = Math.max(1e-300, v.reduce((a, b) => Math.max(a, Math.abs(b)), 0));
  const found = interiorPoint(x.map((c) => c.map((e, i) => (e * (w[i] ?? 0)) / top)), v.map((e, i) => (e * (w[i] ?? 0)) / top / ySpread), tau);
  let b: Float64Array = found.solution.map((e) => e * ySpread);
  const loss = (beta: Float64Array): number => { let s = 0; for (let i = 0; i < n; i++) s += (w[i] ?? 0) * checkLoss((v[i] ?? 0) - x.reduce((f, c, j) => f + (c[i] ?? 0) * (beta[j] ?? 0), 0), tau); return s; };
  const vertex = nearestVertex(x, v, b);
  const exact = vertex !== undefined && loss(vertex) <= loss(b) * (1 + 1e-9) + 1e-300;
  if (vertex && exact) b = vertex;
  const all = Float64Array.from(standard, () => 0);
  for (const [k, j] of kept.entries()) all[j] = b[k] ?? 0;
  const coefficients = Float64Array.from(columns, (_, j) => (dependent[j + 1] ? 0 : (all[j + 1] ?? 0) / (scale[j] ?? 1)));
  const intercept = (all[0] ?? 0) - inner(coefficients, mean);
  return { intercept, coefficients, se: errors(x, v, w, b, tau, kept, mean, scale, columns.length), loss: loss(b), exact, iterations: found.iterations, dropped: columns.flatMap((_, j) => (dependent[j + 1] ? [{ column: j, why: constant[j] ? "constant" as const : "collinear" as const }] : [])) };
}

/** Frisch–Newton: primal and dual steps of Mehrotra until the gap is 1e-10 of the loss. The signs follow Portnoy & Koenker 1997, §3. */
function interiorPoint(a: readonly Float64Array[], y: Float64Array, tau: number): { readonly solution: Float64Array; readonly iterations: number } {
  const n = y.length;
  const map = (f: (i: number) => number): Float64Array => { const out = new Float64Array(n); for (let i = 0; i < n; i++) out[i] = f(i); return out; };
  const times = (d: Float64Array): Float64Array => { const out = new Float64Array(n); for (const [j, column] of a.entries()) { const e = d[j] ?? 0; if (e !== 0) for (let i = 0; i < n; i++) out[i] = (out[i] ?? 0) + e * (column[i] ?? 0); } return out; };
  const across = (f: Float64Array): Float64Array => Float64Array.from(a, (column) => inner(column, f));
  const b = across(map(() => 1 - tau));
  let x = map(() => 1 - tau);
  let s = map(() => tau);
  let dual = solve(cholesky(gram(a), 1e-14), across(map((i) => -(y[i] ?? 0))));
  const start = times(dual);
  let z = map((i) => { const r = -(y[i] ?? 0) - (start[i] ?? 0); return r > 0 ? r : 0; });
  let w = map((i) => { const r = -(y[i] ?? 0) - (start[i] ?? 0); return r > 0 ? 0 : -r; });
  for (let i = 0; i < n; i++) { z[i] = (z[i] ?? 0) + 1e-3; w[i] = (w[i] ?? 0) + 1e-3; }
  let iterations = 0;
  const gap = (): number => { let g = -inner(dual, b); for (let i = 0; i < n; i++) g += -(y[i] ?? 0) * (x[i] ?? 0) + (w[i] ?? 0); return g; };
  const small = 1e-11 * Math.max(1e-300, y.reduce((sum, e) => sum + Math.abs(e), 0));
  while (gap() > small && iterations < 100) {
    iterations++;
    const q = map((i) => 1 / ((z[i] ?? 0) / (x[i] ?? 1) + (w[i] ?? 0) / (s[i] ?? 1)));
    const r = map((i) => (z[i] ?? 0) - (w[i] ?? 0));
    const factor = cholesky(gram(a, q), 1e-14);
    let dy = solve(factor, across(map((i) => (q[i] ?? 0) * (r[i] ?? 0))));
    let step = times(dy);
    let dx = map((i) => (q[i] ?? 0) * ((step[i] ?? 0) - (r[i] ?? 0)));
    let ds = dx.map((e) => -e);
    let dz = map((i) => -(z[i] ?? 0) * (1 + (dx[i] ?? 0) / (x[i] ?? 1)));
    let dw = map((i) => -(w[i] ?? 0) * (1 + (ds[i] ?? 0) / (s[i] ?? 1)));
    let fp = Math.min(0.9995 * Math.min(longest(x, dx), longest(s, ds)), 1);
    let fd = Math.min(0.9995 * Math.min(longest(w, dw), longest(z, dz)), 1);
    if (Math.min(fp, fd) < 1) {
      const old = inner(z, x) + inner(w, s);
      let g = 0;
      for (let i = 0; i < n; i++) g += ((z[i] ?? 0) + fd * (dz[i] ?? 0)) * ((x[i] ?? 0) + fp * (dx[i] ?? 0)) + ((w[i] ?? 0) + fd * (dw[i] ?? 0)) * ((s[i] ?? 0) + fp * (ds[i] ?? 0));
      const mu = (old * (g / old) ** 3) / (2 * n);
      const [xs, ss] = [x, s];
      const [pz, pw] = [map((i) => ((dx[i] ?? 0) * (dz[i] ?? 0)) / (xs[i] ?? 1)), map((i) => ((ds[i] ?? 0) * (dw[i] ?? 0)) / (ss[i] ?? 1))];
      const xi = map((i) => mu * (1 / (xs[i] ?? 1) - 1 / (ss[i] ?? 1)));
      dy = solve(factor, across(map((i) => (q[i] ?? 0) * ((r[i] ?? 0) + (pz[i] ?? 0) - (pw[i] ?? 0) - (xi[i] ?? 0)))));
      step = times(dy);
      dx = map((i) => (q[i] ?? 0) * ((step[i] ?? 0) + (xi[i] ?? 0) - (r[i] ?? 0) - (pz[i] ?? 0) + (pw[i] ?? 0)));
      ds = dx.map((e) => -e);
      dz = map((i) => mu / (xs[i] ?? 1) - (z[i] ?? 0) - ((z[i] ?? 0) * (dx[i] ?? 0)) / (xs[i] ?? 1) - (pz[i] ?? 0));
      dw = map((i) => mu / (ss[i] ?? 1) - (w[i] ?? 0) - ((w[i] ?? 0) * (ds[i] ?? 0)) / (ss[i] ?? 1) - (pw[i] ?? 0));
      fp = Math.min(0.9995 * Math.min(longest(x, dx), longest(s, ds)), 1);
      fd = Math.min(0.9995 * Math.min(longest(w, dw), longest(z, dz)), 1);
    }
    const add = (to: Float64Array, d: Float64Array, f: number): Float64Array => to.map((e, i) => e + f * (d[i] ?? 0));
    [x, s, dual, w, z] = [add(x, dx, fp), add(s, ds, fp), add(dual, dy, fd), add(w, dw, fd), add(z, dz, fd)];
  }
  return { solution: dual.map((e) => -e), iterations };
}

/** The answer that passes through as many rows as there are unknowns, those nearest to `b` and independent of one another. */
function nearestVertex(x: readonly Float64Array[], y: Float64Array, b: Float64Array): Float64Array | undefined {
  const p = x.length;
  const order = Array.from({ length: y.length }, (_, i) => ({ i, r: Math.abs((y[i] ?? 0) - x.reduce((f, c, j) => f + (c[i] ?? 0) * (b[j] ?? 0), 0)) })).toSorted((l, m) => l.r - m.r);
  // rows in echelon form, each with its right-hand side
  const basis: { readonly row: Float64Array; readonly at: number }[] = [];
  for (const { i } of order) {
    const row = Float64Array.from({ length: p + 1 }, (_, j) => (j < p ? x[j]?.[i] ?? 0 : y[i] ?? 0));
    const size = row.subarray(0, p).reduce((most, e) => Math.max(most, Math.abs(e)), 0);
    for (const known of basis) { const f = (row[known.at] ?? 0) / (known.row[known.at] ?? 1); if (f !== 0) for (let j = 0; j <= p; j++) row[j] = (row[j] ?? 0) - f * (known.row[j] ?? 0); }
    let at = 0;
    for (let j = 1; j < p; j++) if (Math.abs(row[j] ?? 0) > Math.abs(row[at] ?? 0)) at = j;
    if (!(Math.abs(row[at] ?? 0) > 1e-8 * size)) continue;
    basis.push({ row, at });
    if (basis.length === p) break;
  }
  if (basis.length < p) return undefined;
  const out = new Float64Array(p);
  for (const { row, at } of basis.toReversed()) {
    let sum = row[p] ?? 0;
    for (let j = 0; j < p; j++) if (j !== at) sum -= (row[j] ?? 0) * (out[j] ?? 0);
    out[at] = sum / (row[at] ?? 1);
  }
  return out;
}

/** D⁻¹ J D⁻¹ with D = Σ w k(r/h)/h x x′ and J = τ(1 − τ) Σ w² x x′, brought back to the columns as given. */
function errors(x: readonly Float64Array[], y: Float64Array, w: Float64Array, b: Float64Array, tau: number, kept: readonly number[], mean: readonly number[], scale: readonly number[], columns: number): Float64Array {
  const n = y.length;
  const r = Float64Array.from({ length: n }, (_, i) => (y[i] ?? 0) - x.reduce((f, c, j) => f + (c[i] ?? 0) * (b[j] ?? 0), 0));
  const sorted = r.toSorted();
  const at = normalQuantile(tau);
  const density = Math.exp(-0.5 * at * at) / Math.sqrt(2 * Math.PI);
  const width = Math.min(n ** (-1 / 3) * normalQuantile(0.975) ** (2 / 3) * ((1.5 * density ** 2) / (2 * at * at + 1)) ** (1 / 3), 0.99 * Math.min(tau, 1 - tau));
  const average = r.reduce((a, e) => a + e, 0) / n;
  const sd = Math.sqrt(r.reduce((a, e) => a + (e - average) ** 2, 0) / Math.max(1, n - 1));
  const middle = ((sorted[Math.floor(0.75 * (n - 1))] ?? 0) - (sorted[Math.floor(0.25 * (n - 1))] ?? 0)) / 1.34;
  const h = (middle > 0 ? Math.min(sd, middle) : sd) * (normalQuantile(tau + width) - normalQuantile(tau - width));
  const d = inverse(cholesky(gram(x, w.map((e, i) => (e * Math.exp(-0.5 * ((r[i] ?? 0) / h) ** 2)) / Math.sqrt(2 * Math.PI) / h)), 1e-14));
  const v = product(d, gram(x, w.map((e) => tau * (1 - tau) * e * e)), d);
  const p = kept.length;
  // the intercept as given is b₀ − Σ b mean/scale
  const lead = kept.map((j) => (j === 0 ? 1 : -(mean[j - 1] ?? 0) / (scale[j - 1] ?? 1)));
  let own = 0;
  for (let j = 0; j < p; j++) for (let k = 0; k < p; k++) own += (lead[j] ?? 0) * (v.at[j * p + k] ?? 0) * (lead[k] ?? 0);
  const out = new Float64Array(columns + 1).fill(NaN);
  out[0] = Math.sqrt(own);
  for (const [k, j] of kept.entries()) if (j > 0) out[j] = Math.sqrt(v.at[k * p + k] ?? 0) / (scale[j - 1] ?? 1);
  return out;
}
