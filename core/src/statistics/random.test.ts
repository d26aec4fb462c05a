/** The seeded generator against published values and the moments of each distribution. */
import { describe, expect, it } from "vitest";
import { hash, normalProbability, normalQuantile, Random } from "./random.ts";

const draw = (n: number, one: () => number): number[] => Array.from({ length: n }, one);
const mean = (x: readonly number[]): number => x.reduce((a, b) => a + b, 0) / x.length;
const sd = (x: readonly number[]): number => { const m = mean(x); return Math.sqrt(mean(x.map((v) => (v - m) ** 2))); };

describe("streams", () => {
  it("are the same for the same keys and differ for others", () => {
    const of = (...keys: (string | number)[]): number[] => { const r = new Random(...keys); return draw(5, () => r.uniform()); };
    expect(of("county", 990102, 7)).toEqual(of("county", 990102, 7));
    const firsts = new Set(Array.from({ length: 20_000 }, (_, i) => new Random("county", i).uniform()));
    expect(firsts.size).toBeGreaterThan(19_990);
    expect(of("1", "23")).not.toEqual(of("12", "3"));
    expect(hash("a", 1)).toBe(hash("a", "1"));
  });
  it("are uniform, also across neighbouring keys (chi-square, 20 cells, 99.9 % point 43.8)", () => {
    const chi = (values: readonly number[]): number => {
      const cells = Array.from({ length: 20 }, () => 0);
      for (const v of values) cells[Math.floor(v * 20)] = (cells[Math.floor(v * 20)] ?? 0) + 1;
      return cells.reduce((sum, c) => sum + (c - values.length / 20) ** 2 / (values.length / 20), 0);
    };
    const one = new Random("chi");
    expect(chi(draw(40_000, () => one.uniform()))).toBeLessThan(43.8);
    expect(chi(Array.from({ length: 40_000 }, (_, i) => new Random("chi", i).uniform()))).toBeLessThan(43.8);
  });
});

describe("distributions", () => {
  const r = new Random("moments");
  it("normal quantile and probability agree with the tables", () => {
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 12);
    expect(normalQuantile(0.5)).toBe(0);
    expect(normalQuantile(1e-10)).toBeCloseTo(-6.361340902404, 9);
    expect(normalQuantile(1e-20)).toBeCloseTo(-9.262340089798, 9);
    expect(normalProbability(1.96)).toBeCloseTo(0.9750021, 6);
    expect(normalProbability(-1)).toBeCloseTo(0.1586553, 6);
    expect([normalQuantile(0), normalQuantile(1)]).toEqual([-Infinity, Infinity]);
  });
  it("normal and lognormal have their moments", () => {
    const x = draw(50_000, () => r.normal(10, 2));
    expect(mean(x)).toBeCloseTo(10, 1);
    expect(sd(x)).toBeCloseTo(2, 1);
    const y = draw(50_000, () => r.lognormal(5, 0.5)).toSorted((a, b) => a - b);
    expect(Math.abs((y[25_000] ?? 0) - 5)).toBeLessThan(0.08);
    expect(Math.abs(mean(y) - 5 * Math.exp(0.125))).toBeLessThan(0.08);
  });
  it("Poisson has mean = variance, small and large", () => {
    for (const m of [0.4, 6, 75]) {
      const x = draw(30_000, () => r.poisson(m));
      expect(Math.abs(mean(x) - m)).toBeLessThan(4 * Math.sqrt(m / 30_000));
      expect(Math.abs(sd(x) ** 2 / m - 1)).toBeLessThan(0.05);
    }
    expect(r.poisson(0)).toBe(0);
  });
  it("categorical follows its weights and never takes weight 0", () => {
    const seen = [0, 0, 0, 0];
    for (let i = 0; i < 40_000; i++) { const at = r.index([1, 0, 2, 1]); seen[at] = (seen[at] ?? 0) + 1; }
    expect(seen[1]).toBe(0);
    expect(Math.abs((seen[2] ?? 0) / 40_000 - 0.5)).toBeLessThan(0.01);
  });
  it("zero-inflated, integers, picks and shuffles keep their range", () => {
    const zero = draw(20_000, () => r.zeroInflated(0.3, () => 7));
    expect(Math.abs(zero.filter((v) => v === 0).length / 20_000 - 0.3)).toBeLessThan(0.015);
    expect([...new Set(draw(2000, () => r.integer(1, 6)))].toSorted()).toEqual([1, 2, 3, 4, 5, 6]);
    expect(r.shuffled([1, 2, 3, 4]).toSorted()).toEqual([1, 2, 3, 4]);
    expect(["a", "b"]).toContain(r.pick(["a", "b"]));
    expect(() => r.pick([])).toThrow(RangeError);
    expect(r.between(3, 3)).toBe(3);
  });
});
