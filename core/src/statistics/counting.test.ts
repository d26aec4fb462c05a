/** Alkire–Foster against the worked example of the method, exactness of weights, groups that add up, and standard errors worked out by hand. */
import { describe, expect, it } from "vitest";
import { count, gapMeasure, type Households } from "./counting.ts";
import { Random } from "./random.ts";
import { designOf, meanWithError } from "./survey-variance.ts";
import { parseFraction, scheme } from "./weights.ts";

const cutoffs = [13, 12, 3, 1];
const people = [[13.1, 14, 4, 1], [15.2, 7, 5, 0], [12.5, 10, 1, 0], [20, 11, 3, 1]];
const flagsOf = (rows: readonly (readonly number[])[]): Float64Array[] => (rows[0] ?? []).map((_, j) => Float64Array.from(rows, (r) => r[j] ?? Number.NaN));
const flags = flagsOf(people.map((row) => row.map((y, j) => Number(y < (cutoffs[j] ?? 0)))));
const two = scheme([1, 1, 1, 1], 2);

describe("the worked example", () => {
  it("has H, A and M0", () => {
    expect(count({ flags }, two)).toMatchObject({ H: 0.5, A: 0.75, M0: 0.375, n: 4, dropped: 0, population: 4 });
    expect(count({ flags }, scheme(["1/4", "1/4", "1/4", "1/4"], 0.5))).toMatchObject({ H: 0.5, A: 0.75, M0: 0.375 });
  });
  it("has M1 and M2, and M0 as the power 0", () => {
    expect([0, 1, 2].map((a) => gapMeasure(people, cutoffs, two, a)?.toFixed(8))).toEqual(["0.37500000", "0.20552885", "0.16545704"]);
  });
  it("has headcounts before and after censoring, and contributions that sum to 1", () => {
    const { indicators } = count({ flags }, two);
    expect(indicators.map((i) => i.uncensored)).toEqual([0.25, 0.75, 0.25, 0.5]);
    expect(indicators.map((i) => i.censored)).toEqual([0.25, 0.5, 0.25, 0.5]);
    expect(indicators.map((i) => i.contribution)).toEqual([1 / 6, 2 / 6, 1 / 6, 2 / 6]);
  });
  it("has the standard errors of simple random sampling", () => {
    // H: poor = 0 1 1 0; M0: c = 0 ½ 1 0; A: residuals (c − ¾·poor)/½ of the mean
    const { se } = count({ flags }, two);
    expect(se.H).toBeCloseTo(Math.sqrt((4 / 3) * 4 * (0.5 / 4) ** 2), 12);
    expect(se.M0).toBeCloseTo(Math.sqrt((4 / 3) * (2 * 0.375 ** 2 + 0.125 ** 2 + 0.625 ** 2)) / 4, 12);
    expect(se.A).toBeCloseTo(Math.sqrt((4 / 3) * 2 * 0.25 ** 2) / 2, 12);
  });
});

describe("weights", () => {
  it("six eighteenths are a third", () => {
    const s = scheme([...Array.from({ length: 6 }, () => "1/18"), "1/3", "1/3"], "1/3");
    expect(s).toEqual({ units: [1, 1, 1, 1, 1, 1, 6, 6], total: 18, threshold: 6 });
    const all = flagsOf([[1, 1, 1, 1, 1, 1, 0, 0], [1, 1, 1, 1, 1, 0, 0, 0], [0, 0, 0, 0, 0, 0, 1, 0]]);
    expect(count({ flags: all }, s).H).toBe(2 / 3);
    for (const k of [1 / 3, "0.3333333333", 0.3333]) expect(scheme([...Array.from({ length: 6 }, () => 1 / 18), 1 / 3, 1 / 3], k)).toEqual(s);
    expect(scheme(["1/6", "1/6", "1/3", "1/3"], 5 / 6).threshold).toBe(5);
  });
  it("are read exactly", () => {
    expect(parseFraction(" 1 / 18 ")).toEqual({ over: 1n, under: 18n });
    expect(parseFraction(0.1 + 0.2)).toEqual({ over: 3n, under: 10n });
    expect(parseFraction("0.33333")).toEqual({ over: 33_333n, under: 100_000n });
    expect(scheme([6, 4, 2], 1)).toEqual({ units: [3, 2, 1], total: 6, threshold: 6 });
  });
  it("that make no sense are refused", () => {
    for (const [w, k] of [[[], 1], [[1, 0], 1], [[1, -1], 1], [["1/0"], 1], [["a third"], 1], [[1, 1], 0], [[1, 1], 3], [["1/2", "1/2"], 2], [[1], -0.5], [[1], "x"]] as const) expect(() => scheme(w, k)).toThrow(RangeError);
  });
});

describe("missing values", () => {
  it("drop the row and are counted, overall and by group", () => {
    const holes = flags.map((f, j) => Float64Array.from([...f, j === 2 ? Number.NaN : 1]));
    const c = count({ flags: holes, by: ["a", "a", "b", "b", "c"] }, two);
    expect(c).toMatchObject({ H: 0.5, M0: 0.375, n: 4, dropped: 1 });
    expect(c.by.get("c")).toMatchObject({ n: 0, dropped: 1, H: null, A: null, M0: null, se: { H: null, A: null, M0: null } });
    expect(c.by.get("a")).toMatchObject({ n: 2, dropped: 0, H: 0.5, A: 0.5, share: 0.5, contribution: 1 / 3 });
  });
  it("other values and weights below 0 are refused with their row", () => {
    expect(() => count({ flags: [Float64Array.of(0, 2)] }, scheme([1], 1))).toThrow(/row 2/);
    expect(() => count({ flags: [Float64Array.of(0, 1)], weight: Float64Array.of(-1, 1) }, scheme([1], 1))).toThrow(/row 1/);
  });
  it("nobody poor has no intensity", () => expect(count({ flags: [Float64Array.of(0, 0, 0)] }, scheme([1], 1))).toMatchObject({ H: 0, A: null, M0: 0, se: { H: 0, A: null } }));
});

describe("properties on drawn populations", () => {
  const draw = (seed: number): Households => {
    const random = new Random("counting", seed);
    const next = (): number => random.uniform();
    const rows = Array.from({ length: 300 }, () => Array.from({ length: 5 }, () => { const u = next(); return u < 0.02 ? Number.NaN : Number(u < 0.4); }));
    return { flags: flagsOf(rows), weight: Float64Array.from(rows, () => 1 + Math.floor(next() * 9)), by: rows.map(() => `g${Math.floor(next() * 7)}`), strata: rows.map((_, i) => `s${i % 3}`), psu: rows.map(() => `p${Math.floor(next() * 9)}`) };
  };
  const s = scheme(["1/3", "1/3", "1/9", "1/9", "1/9"], "1/3");
  it("groups add up, and adding k only lowers H", () => {
    for (let seed = 1; seed <= 20; seed++) {
      const h = draw(seed);
      const c = count(h, s);
      const groups = [...c.by.values()];
      for (const key of ["n", "dropped", "population"] as const) expect(groups.reduce((sum, g) => sum + g[key], 0)).toBe(c[key]);
      for (const key of ["H", "M0"] as const) expect(groups.reduce((sum, g) => sum + (g.share ?? 0) * (g[key] ?? 0), 0)).toBeCloseTo(c[key] ?? Number.NaN, 13);
      expect(groups.reduce((sum, g) => sum + (g.contribution ?? 0), 0)).toBeCloseTo(1, 13);
      expect(c.indicators.reduce((sum, i) => sum + (i.contribution ?? 0), 0)).toBeCloseTo(1, 13);
      expect((c.H ?? 0) * (c.A ?? 0)).toBeCloseTo(c.M0 ?? Number.NaN, 13);
      expect(count(h, { ...s, threshold: s.threshold + 1 }).H).toBeLessThanOrEqual(c.H ?? 0);
    }
  });
  it("the error of H is that of a survey mean", () => {
    const h = draw(5);
    const kept = (h.by ?? []).map((_, i) => i).filter((i) => h.flags.every((f) => !Number.isNaN(f[i])));
    const pick = (list: readonly string[] = []): string[] => kept.map((i) => list[i] ?? "");
    const poor = kept.map((i) => Number(h.flags.reduce((c, f, j) => c + (f[i] ?? 0) * (s.units[j] ?? 0), 0) >= s.threshold));
    const { mean, se } = meanWithError(poor, kept.map((i) => h.weight?.[i] ?? 1), designOf(kept.length, pick(h.psu), pick(h.strata)));
    const c = count(h, s);
    expect(c.H).toBeCloseTo(mean, 13);
    expect(c.se.H).toBeCloseTo(se, 13);
  });
  it("a group that is a whole stratum has the error it has alone; rows of one PSU count as one", () => {
    const h = draw(3);
    const inOne = h.strata?.map((x) => x === "s1") ?? [];
    const only = <T>(list: readonly T[]): T[] => list.filter((_, i) => inOne[i]);
    const part = count({ ...h, by: h.strata }, s).by.get("s1");
    const alone = count({ flags: h.flags.map((f) => Float64Array.from(only([...f]))), weight: Float64Array.from(only([...h.weight ?? []])), psu: only(h.psu ?? []) }, s);
    for (const key of ["H", "A", "M0"] as const) expect(part?.se[key]).toBeCloseTo(alone.se[key] ?? Number.NaN, 12);
    const twice = { flags: flags.map((f) => Float64Array.from([...f, ...f])), psu: ["1", "2", "3", "4", "1", "2", "3", "4"] };
    expect(count(twice, two).se.H).toBeCloseTo(count({ flags }, two).se.H ?? Number.NaN, 12);
    expect(count({ flags, psu: ["1", "1", "1", "1"] }, two).se.H).toBeNull();
  });
});
