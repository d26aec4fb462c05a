/** Regression against certified values of NIST (Statistical Reference Datasets, public domain), by hand, and against every vertex there is. */
import { describe, expect, it } from "vitest";
import { auc, calibratedCut, cutErrors, rSquared } from "../proxy.ts";
import { Random } from "../random.ts";
import { ascendingOrder } from "../order.ts";
import { leastSquares, predict } from "./least-squares.ts";
import { checkLoss, quantileRegression } from "./quantile.ts";

const columnsOf = (rows: readonly (readonly number[])[]): Float64Array[] => (rows[0] ?? []).map((_, j) => Float64Array.from(rows, (r) => r[j] ?? NaN));
const ones = (n: number): Float64Array => new Float64Array(n).fill(1);
const longley = [
  [60323, 83, 234289, 2356, 1590, 107608, 1947], [61122, 88.5, 259426, 2325, 1456, 108632, 1948], [60171, 88.2, 258054, 3682, 1616, 109773, 1949], [61187, 89.5, 284599, 3351, 1650, 110929, 1950],
  [63221, 96.2, 328975, 2099, 3099, 112075, 1951], [63639, 98.1, 346999, 1932, 3594, 113270, 1952], [64989, 99, 365385, 1870, 3547, 115094, 1953], [63761, 100, 363112, 3578, 3350, 116219, 1954],
  [66019, 101.2, 397469, 2904, 3048, 117388, 1955], [67857, 104.6, 419180, 2822, 2857, 118734, 1956], [68169, 108.4, 442769, 2936, 2798, 120445, 1957], [66513, 110.8, 444546, 4681, 2637, 121950, 1958],
  [68655, 112.6, 482704, 3813, 2552, 123366, 1959], [69564, 114.2, 502601, 3931, 2514, 125368, 1960], [69331, 115.7, 518173, 4806, 2572, 127852, 1961], [70551, 116.9, 554894, 4007, 2827, 130081, 1962]];

describe("least squares", () => {
  it("has NIST's certified coefficients and errors for Longley's data", () => {
    const [y = ones(0), ...columns] = columnsOf(longley);
    const fit = leastSquares({ columns, y, weight: ones(16) });
    const certified = [15.0618722713733, -0.0358191792925910, -2.02022980381683, -1.03322686717359, -0.0511041056535807, 1829.15146461355];
    for (const [j, b] of certified.entries()) expect((fit.coefficients[j] ?? 0) / b).toBeCloseTo(1, 9);
    expect(fit.intercept / -3482258.63459582).toBeCloseTo(1, 9);
    const errors = [890420.383607373, 84.9149257747669, 0.0334910077722432, 0.488399681651699, 0.214274163161675, 0.226073200069370, 455.478499142212];
    for (const [j, se] of errors.entries()) expect((fit.se[j] ?? 0) / se).toBeCloseTo(1, 8);
    expect(fit.sigma).toBeCloseTo(304.854073561965, 8);
    expect(fit.dropped).toEqual([]);
  });
  it("counts a weight of two as two rows, and drops what says nothing new", () => {
    const [x, y] = [Float64Array.of(1, 2, 3, 4, 5), Float64Array.of(2, 3, 5, 4, 7)];
    const twice = leastSquares({ columns: [Float64Array.of(1, 2, 2, 3, 4, 5)], y: Float64Array.of(2, 3, 3, 5, 4, 7), weight: ones(6) });
    const fit = leastSquares({ columns: [x, x.map((v) => 2 * v - 1), ones(5)], y, weight: Float64Array.of(1, 2, 1, 1, 1) });
    expect(fit.coefficients[0]).toBeCloseTo(twice.coefficients[0] ?? NaN, 13);
    expect(fit.intercept).toBeCloseTo(twice.intercept, 13);
    expect(fit.dropped).toEqual([{ column: 1, why: "collinear" }, { column: 2, why: "constant" }]);
    expect([fit.coefficients[1], fit.coefficients[2], Number.isNaN(fit.se[2])]).toEqual([0, 0, true]);
    expect(predict(fit, (j) => [10, 19, 1][j] ?? 0)).toBeCloseTo(fit.intercept + 10 * (fit.coefficients[0] ?? 0), 12);
    expect(() => leastSquares({ columns: [x.subarray(0, 2)], y: y.subarray(0, 2), weight: ones(2) })).toThrow("too few");
  });
  it("has White's errors without clusters", () => {
    const [x, y] = [Float64Array.of(-1, 0, 1), Float64Array.of(0, 3, 0)];
    const fit = leastSquares({ columns: [x], y, weight: ones(3) });
    // b = 0, e = −1, 2, −1: Σ x²e²/(Σ x²)² = 2/4, times n/(n − 1)
    expect(fit.robustSe[1]).toBeCloseTo(Math.sqrt((2 / 4) * (3 / 2)), 12);
  });
});

describe("ridge", () => {
  it("solves the penalised equations: by hand for one column", () => {
    const fit = leastSquares({ columns: [Float64Array.of(1, 2, 3, 4)], y: Float64Array.of(2, 4, 6, 8), weight: ones(4) }, 0.25);
    expect(fit.coefficients[0]).toBeCloseTo(2 / 1.25, 12);
    expect(fit.intercept).toBeCloseTo(5 - (2 / 1.25) * 2.5, 12);
  });
  it("is stationary for two columns, and takes a small penalty where the data speak clearly", () => {
    const random = new Random("ridge");
    const n = 200;
    const a = Float64Array.from({ length: n }, () => random.normal());
    const b = a.map((v) => v + 0.1 * random.normal());
    const y = a.map((v, i) => 1 + 2 * v - (b[i] ?? 0) + 0.2 * random.normal());
    const fit = leastSquares({ columns: [a, b], y, weight: ones(n) }, 0.05);
    for (const x of [a, b]) {
      const m = x.reduce((s, v) => s + v, 0) / n;
      const v = x.reduce((s, e) => s + (e - m) ** 2, 0) / n;
      const gradient = x.reduce((s, e, i) => s + (e - m) * ((y[i] ?? 0) - fit.intercept - (fit.coefficients[0] ?? 0) * (a[i] ?? 0) - (fit.coefficients[1] ?? 0) * (b[i] ?? 0)), 0) / n;
      expect(gradient).toBeCloseTo(0.05 * v * (fit.coefficients[x === a ? 0 : 1] ?? 0), 12);
    }
    expect(leastSquares({ columns: [a, b], y, weight: ones(n) }, "gcv").penalty).toBeLessThan(0.01);
  });
});

describe("quantile regression", () => {
  const random = new Random("quantile");
  const n = 14;
  const rows = Array.from({ length: n }, () => [random.normal(), random.lognormal(2, 0.7)]);
  const y = Float64Array.from(rows, ([a = 0, b = 0]) => 3 + a - 0.5 * b + random.normal(0, 1 + b / 4));
  const weight = Float64Array.from({ length: n }, () => random.between(0.5, 2));
  it("finds the best of all vertices", () => {
    const columns = columnsOf(rows);
    const x = rows.map((r) => [1, ...r]);
    for (const tau of [0.1, 0.25, 0.5, 0.9]) {
      let best = Infinity;
      for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) for (let k = j + 1; k < n; k++) {
        const b = through([i, j, k].map((r) => [...x[r] ?? [], y[r] ?? 0]));
        if (b) best = Math.min(best, x.reduce((s, r, m) => s + (weight[m] ?? 0) * checkLoss((y[m] ?? 0) - r.reduce((f, v, c) => f + v * (b[c] ?? 0), 0), tau), 0));
      }
      const fit = quantileRegression({ columns, y, weight }, tau);
      expect(fit.loss / best).toBeCloseTo(1, 10);
      expect(fit.exact).toBe(true);
    }
  });
  it("meets the conditions of an optimum on many rows", () => {
    const many = 3000;
    const a = Float64Array.from({ length: many }, () => random.normal());
    const flag = Float64Array.from({ length: many }, () => Number(random.chance(0.2)));
    const v = a.map((e, i) => 8 + 0.4 * e - 0.3 * (flag[i] ?? 0) + random.normal(0, 0.5));
    const w = a.map(() => random.between(0.2, 3));
    const tau = 0.15;
    const fit = quantileRegression({ columns: [a, flag, a], y: v, weight: w }, tau);
    expect(fit.dropped).toEqual([{ column: 2, why: "collinear" }]);
    expect(fit.exact).toBe(true);
    // |Σ w (τ − 1(r < 0)) x| of the rows off the plane is no more than the rows on it can make up
    const residual = v.map((e, i) => e - predict(fit, (j) => [a, flag, a][j]?.[i] ?? 0));
    for (const x of [ones(many), a, flag]) {
      let [off, on] = [0, 0];
      for (let i = 0; i < many; i++) { const pull = (w[i] ?? 0) * Math.abs(x[i] ?? 0); if (Math.abs(residual[i] ?? 0) < 1e-9) on += pull; else off += (w[i] ?? 0) * (tau - Number((residual[i] ?? 0) < 0)) * (x[i] ?? 0); }
      expect(Math.abs(off)).toBeLessThanOrEqual(on + 1e-9);
    }
    expect(Math.abs((fit.coefficients[0] ?? 0) - 0.4) / (fit.se[1] ?? 1)).toBeLessThan(4);
    expect(fit.se[1]).toBeGreaterThan(0.005);
  });
  it("is the median without columns", () => { expect(quantileRegression({ columns: [], y: Float64Array.of(9, 1, 2), weight: ones(3) }, 0.5).intercept).toBeCloseTo(2, 10); });
});

function through(rows: readonly (readonly number[])[]): number[] | undefined {
  const m = rows.map((r) => [...r]);
  const p = m.length;
  for (let c = 0; c < p; c++) {
    const best = Array.from({ length: p - c }, (_, k) => c + k).reduce((a, b) => (Math.abs(m[b]?.[c] ?? 0) > Math.abs(m[a]?.[c] ?? 0) ? b : a));
    const [lead, other] = [m[best] ?? [], m[c] ?? []];
    [m[c], m[best]] = [lead, other];
    if (Math.abs(lead[c] ?? 0) < 1e-10) return undefined;
    for (let r = 0; r < p; r++) if (r !== c) { const row = m[r] ?? []; const f = (row[c] ?? 0) / (lead[c] ?? 1); for (let k = 0; k <= p; k++) row[k] = (row[k] ?? 0) - f * (lead[k] ?? 0); }
  }
  return m.map((r, i) => (r[p] ?? 0) / (r[i] ?? 1));
}

describe("proxy means test", () => {
  it("has the errors of a cut, and a cut that selects as many as are poor", () => {
    const scored = { score: [1, 2, 3, 4, 5], income: [50, 200, 80, 300, 90], weight: [1, 1, 1, 1, 1] };
    expect(cutErrors(scored, 100, 2.5)).toMatchObject({ exclusion: 2 / 3, inclusion: 0.5, coverage: 0.4 });
    const cut = calibratedCut(scored.score, scored.weight, 0.6);
    expect(cut).toBe(3.5);
    const at = cutErrors(scored, 100, cut);
    expect(at.exclusion).toBeCloseTo(at.inclusion ?? NaN, 12);
    expect(calibratedCut([7, 7, 7], [1, 1, 1], 0.9)).toBe(Infinity);
    expect(calibratedCut([1, 2], [1, 1], 0)).toBe(1);
  });
  it("has the area under the curve, ties as half", () => {
    expect(auc([1, 2, 2, 3], [true, true, false, false], [1, 1, 1, 1])).toBe(3.5 / 4);
    expect(auc([1, 2], [true, true], [1, 1])).toBeNull();
    expect(rSquared([1, 2, 3], [2, 2, 2], [1, 1, 1])).toBe(0);
  });
});

describe("order", () => {
  it("is that of the numbers, stable, with NaN last", () => {
    const random = new Random("order");
    const values = Array.from({ length: 5000 }, () => (random.chance(0.1) ? Math.round(random.normal(0, 3)) : random.normal(0, 10 ** random.integer(-12, 12))));
    expect(Array.from(ascendingOrder(values))).toEqual(Array.from(values.keys()).toSorted((a, b) => (values[a] ?? 0) - (values[b] ?? 0)));
    expect(Array.from(ascendingOrder([0, NaN, -0, -Infinity, Infinity, -1]))).toEqual([3, 5, 0, 2, 4, 1]);
  });
});
