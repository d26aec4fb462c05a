/** Poverty and inequality on examples small enough to be worked by hand (domain guide T14 among them). */
import { describe, expect, it } from "vitest";
import { density, fgt, fgtInfluence, gap, medianGap, watts } from "./fgt.ts";
import { atkinson, generalisedEntropy, gini, quintileShareRatio } from "./inequality.ts";
import { designOf, interval, meanWithError, totalVariance } from "./survey-variance.ts";
import { distribution, mean, part, quantile } from "./weighted.ts";

const t14 = [1800, 2400, 2700, 3100, 3600, 5200];

describe("weighted distribution", () => {
  it("sorts with weights, means, takes parts", () => {
    const d = distribution([3, 1], [2, 5]);
    expect([[...d.values], [...d.weights], d.total]).toEqual([[1, 3], [5, 2], 7]);
    expect(mean(distribution([1, 3], [3, 1]))).toBe(1.5);
    expect(part(d, (y) => y > 1).total).toBe(2);
  });
  it("has the quantile that reaches the share, the mean of two where it is met exactly", () => {
    expect(quantile(distribution([4, 3, 2, 1]), 0.5)).toBe(2.5);
    expect(quantile(distribution([1, 2, 3]), 0.5)).toBe(2);
    expect(quantile(distribution([1, 2, 3], [0.1, 0.2, 0.3]), 0.5)).toBe(2.5); // 0.1 + 0.2 > 0.3 in floating point
    expect(quantile(distribution([1, 9, 3], [1, 0, 1]), 0.5)).toBe(2);
    expect(quantile(distribution([7]), 1)).toBe(7);
    expect(quantile(distribution([]), 0.5)).toBeNaN();
  });
});

describe("FGT", () => {
  it("of six households", () => {
    const [p0, p1, p2] = fgt(distribution(t14), 2855);
    expect([p0.toFixed(4), p1.toFixed(4), p2.toFixed(4)]).toEqual(["0.5000", "0.0972", "0.0275"]);
  });
  it("is strict at the line, the same for repeated and for weighted rows, and adds up over groups", () => {
    expect(fgt(distribution([100, 200]), 100)).toEqual([0, 0, 0]);
    expect(fgt(distribution([50, 50, 200]), 100)).toEqual(fgt(distribution([200, 50], [1, 2]), 100));
    const [a, b, all] = [t14.slice(0, 2), t14.slice(2), t14].map((y) => fgt(distribution(y), 2855));
    for (const k of [0, 1, 2] as const) expect(((a?.[k] ?? 0) * 2 + (b?.[k] ?? 0) * 4) / 6).toBeCloseTo(all?.[k] ?? NaN, 14);
    expect(() => fgt(distribution(t14), 0)).toThrow(RangeError);
    expect(gap(1800, 2400, 1)).toBe(0.25);
  });
  it("Watts and the median gap", () => {
    expect(watts(distribution([1, 4, -3]), 2)).toBeCloseTo(Math.LN2 / 2, 14);
    expect(medianGap(distribution([50, 80, 200]), 100)).toBeCloseTo(0.35, 14);
    expect(medianGap(distribution([200]), 100)).toBeNaN();
  });
  it("a relative line carries the error of its median; scaling all incomes changes nothing", () => {
    const incomes = Float64Array.from({ length: 400 }, (_, i) => 100 + i * 5 + (i % 7));
    const ones = new Float64Array(400).fill(1);
    const se = (scale: number, relative: boolean): number[] => {
      const y = incomes.map((v) => v * scale);
      const d = distribution(y);
      const median = quantile(d, 0.5);
      const line = 0.6 * median;
      const p = fgt(d, line);
      return ([0, 1, 2] as const).map((a) => Math.sqrt(totalVariance(fgtInfluence(y, ones, line, a, p, relative ? { share: 0.6, median, density: density(y, ones, median), weights: ones } : undefined), designOf(400))));
    };
    for (const [k, v] of se(1, true).entries()) expect(v).toBeCloseTo(se(40, true)[k] ?? NaN, 10);
    expect(se(1, true)[0]).not.toBeCloseTo(se(1, false)[0] ?? NaN, 4);
    expect(density(incomes, ones, 1100)).toBeCloseTo(1 / 2000, 5); // an even spread over 2000
  });
});

describe("inequality", () => {
  it("by hand", () => {
    expect(gini(distribution([4, 1, 2, 1]))).toBeCloseTo(0.3125, 14);
    expect(gini(distribution([1, 3], [3, 1]))).toBeCloseTo(0.25, 14);
    expect(generalisedEntropy(distribution([1, 3]), 2)).toBe(0.125);
    expect(generalisedEntropy(distribution([1, 3]), 1)).toBeCloseTo((0.5 * Math.log(0.5) + 1.5 * Math.log(1.5)) / 2, 14);
    expect(generalisedEntropy(distribution([1, 3, 0]), 0)).toBeCloseTo(-Math.log(0.75) / 2, 14);
    expect(atkinson(distribution([1, 4]), 1)).toBeCloseTo(0.2, 14);
    expect(atkinson(distribution([1, 4]), 0.5)).toBeCloseTo(1 - 2.25 / 2.5, 14);
    expect(atkinson(distribution([1, 4]), 2)).toBeCloseTo(1 - 1.6 / 2.5, 14);
    expect(quintileShareRatio(distribution([1, 2, 3, 4, 10]))).toBeCloseTo(10, 14);
    expect(quintileShareRatio(distribution([1, 2, 3, 4, 10, 12]))).toBeCloseTo(12 / 3, 14); // 12 above 10, 1 + 2 up to 2
  });
  it("is nought among equals", () => {
    const equal = distribution([5, 5, 5, 5]);
    for (const v of [gini(equal), generalisedEntropy(equal, 0), generalisedEntropy(equal, 1), generalisedEntropy(equal, 2), atkinson(equal, 1), atkinson(equal, 2)]) expect(v).toBeCloseTo(0, 14);
  });
});

describe("survey variance", () => {
  it("is that of a simple sample without a design", () => {
    expect(meanWithError([0, 1, 1, 0], [1, 1, 1, 1], designOf(4))).toEqual({ mean: 0.5, se: Math.sqrt(1 / 12) });
    expect(totalVariance([1, -1], designOf(2))).toBe(4);
  });
  it("grows when whole households are drawn, falls with strata", () => {
    const x = [1, 1, 0, 0];
    expect(meanWithError(x, [1, 1, 1, 1], designOf(4, ["a", "a", "b", "b"])).se).toBeCloseTo(0.5, 14);
    expect(meanWithError(x, [1, 1, 1, 1], designOf(4, undefined, ["s", "s", "t", "t"])).se).toBe(0);
  });
  it("keeps a stratum of one unit, tells units of the same name in two strata apart, knows nothing of one unit", () => {
    expect(totalVariance([1, 0, -1], designOf(3, undefined, ["s", "t", "t"]))).toBe(1 + 2 * 0.5);
    expect(designOf(2, ["1", "1"], ["s", "t"]).stratumOf).toEqual([0, 1]);
    expect(totalVariance([0], designOf(1))).toBeNaN();
    expect(interval(0.5, 0.1)[0]).toBeCloseTo(0.304, 4);
  });
});
