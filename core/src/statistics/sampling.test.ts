import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { betaProbability, betaQuantile, binomialAtMost, tQuantile } from "./beta.ts";
import { clopperPearson, designRatio, kornGraubard, logitInterval, shareOf, upperLimit, type Drawn } from "./intervals.ts";
import { Random } from "./random.ts";
import { allowedCases, sizeForHalfWidth, sizeForPower, sizeToProve, verdict } from "./sample-size.ts";
import { adjusted, allocate, simpleRandom, stratified, systematicPps, twoStage, type DrawnUnit, type FrameUnit } from "./sampling.ts";
import { wilson } from "./targeting.ts";

describe("beta and t, against SciPy 1.17", () => {
  test("probabilities and quantiles", () => {
    expect(betaProbability(0.013, 3, 398)).toBeCloseTo(0.8927684507319817, 11);
    expect(betaProbability(0.3, 2.5, 7.25)).toBeCloseTo(0.6604822735819071, 12);
    expect(betaQuantile(0.975, 4, 397)).toBeCloseTo(0.0217606685144171, 12);
    expect([tQuantile(0.975, 10), tQuantile(0.95, 3.5), tQuantile(0.975, 398), tQuantile(0.5, 7)].map((v) => Number(v.toFixed(10)))).toEqual([2.2281388520, 2.2224334936, 1.9659423240, 0]);
    expect(tQuantile(0.025, 10)).toBeCloseTo(-2.228138852, 9);
    expect(binomialAtMost(0, 10, 0.1)).toBeCloseTo(0.9 ** 10, 12);
  });
  test("a binomial sum term by term", () => {
    const choose = (n: number, k: number): number => Array.from({ length: k }, (_, i) => (n - i) / (i + 1)).reduce((a, b) => a * b, 1);
    for (const [k, n, p] of [[3, 40, 0.05], [7, 25, 0.4], [0, 5, 0.9]] as const) {
      const sum = Array.from({ length: k + 1 }, (_, i) => choose(n, i) * p ** i * (1 - p) ** (n - i)).reduce((a, b) => a + b, 0);
      expect(binomialAtMost(k, n, p)).toBeCloseTo(sum, 11);
    }
  });
});

describe("intervals of a share", () => {
  // Newcombe 1998, Statistics in Medicine 17:857–872, Table I: methods 3 (Wilson) and 5 (Clopper–Pearson)
  test.each([[81, 263, 0.2553, 0.3662, 0.2527, 0.3676], [15, 148, 0.0624, 0.1605, 0.0578, 0.1617], [0, 20, 0, 0.1611, 0, 0.1684], [1, 29, 0.0061, 0.1718, 0.0009, 0.1776]])("Newcombe: %i of %i", (found, of, wilsonLow, wilsonHigh, low, high) => {
    const round = (i: { low: number; high: number } | null): number[] => (i ? [Number(i.low.toFixed(4)), Number(i.high.toFixed(4))] : []);
    expect(round(wilson(found, of))).toEqual([wilsonLow, wilsonHigh]);
    expect(round(clopperPearson(found, of))).toEqual([low, high]);
  });
  test("3 of 400 and 12 of 400 (domain guide T15)", () => {
    expect(wilson(3, 400)).toMatchObject({ low: expect.closeTo(0.0026, 4) as number, high: expect.closeTo(0.0218, 4) as number });
    expect(wilson(12, 400)).toMatchObject({ low: expect.closeTo(0.0172, 4) as number, high: expect.closeTo(0.0517, 4) as number });
    expect(clopperPearson(3, 400)?.low).toBeCloseTo(0.0015493589499, 11);
  });
  test("Korn–Graubard against SciPy; with a simple random sample it is Clopper–Pearson", () => {
    const kg = kornGraubard(0.05, 0.02, 500, 29);
    expect([kg.effective, kg.low, kg.high]).toEqual([expect.closeTo(109.58596725, 6), expect.closeTo(0.0175088265, 8), expect.closeTo(0.1091056674, 8)]);
    const plain = kornGraubard(0.0075, Math.sqrt(0.0075 * 0.9925 / 400), 400, 399);
    expect([plain.low, plain.high]).toEqual([expect.closeTo(0.0015493589, 8), expect.closeTo(0.0217606685, 8)]);
    // nothing found: the effective number comes from the weights alone
    expect(kornGraubard(0, 0, 100, 99, 2).high).toBeCloseTo(clopperPearson(0, 50)?.high ?? 0, 6);
  });
  test("logit interval stays inside 0 and 1", () => {
    const l = logitInterval(0.1, 0.02, 50);
    expect([l?.low, l?.high]).toEqual([expect.closeTo(0.06638636, 7), expect.closeTo(0.14793647, 7)]);
    expect(logitInterval(0, 0, 9)).toBeNull();
  });
  test("what cannot be is refused", () => { expect(() => clopperPearson(5, 4)).toThrow(RangeError); expect(() => upperLimit(-1, 4)).toThrow(RangeError); expect(clopperPearson(0, 0)).toBeNull(); });
});

const rows = ([["A", "a1", 10, 0.2, 1, 1], ["A", "a1", 10, 0.2, 0, 1], ["A", "a2", 12, 0.2, 0, 1], ["A", "a2", 12, 0.2, 1, 1], ["A", "a3", 11, 0.2, 0, 1],
  ["B", "b1", 5, 0.5, 1, 1], ["B", "b1", 5, 0.5, 1, 0], ["B", "b2", 6, 0.5, 0, 1], ["B", "b3", 4, 0.5, 0, 0], ["B", "b3", 4, 0.5, 1, 1]] as const)
  .map(([stratum, psu, weight, fraction, y, x]) => ({ stratum, psu, weight, fraction, y, x }));

describe("design-based estimates, against NumPy", () => {
  test("ratio with strata, units and finite population correction", () => {
    const r = designRatio(rows, (i) => rows[i]?.y ?? 0, (i) => rows[i]?.x ?? 0);
    expect([r?.value, r?.se, r?.df]).toEqual([expect.closeTo(0.5142857142857142, 12), expect.closeTo(0.11457223558893634, 9), 4]);
    expect(designRatio(rows, () => 1, () => 0)).toBeNull();
  });
  test("share with its Korn–Graubard interval", () => {
    const s = shareOf(rows, (i) => rows[i]?.y === 1);
    expect([s?.value, s?.se, s?.found, s?.n]).toEqual([expect.closeTo(0.45569620253164556, 9), expect.closeTo(0.09325301973502043, 9), 5, 10]);
    expect([s?.effective, s?.low, s?.high]).toEqual([expect.closeTo(10, 5), expect.closeTo(0.15681838555922278, 6), expect.closeTo(0.7807442761615008, 6)]);
  });
  test("a census has no sampling error", () => {
    const all: Drawn[] = Array.from({ length: 8 }, (_, i) => ({ weight: 1, stratum: "", psu: String(i), fraction: 1 }));
    expect(shareOf(all, (i) => i < 2)).toMatchObject({ value: 0.25, low: 0.25, high: 0.25, se: 0 });
  });
  test("coverage: 95 % intervals of stratified samples hold the truth at least 92 times in 100", () => {
    const frame = Array.from({ length: 3000 }, (_, i) => ({ stratum: i < 600 ? "a" : "b", cluster: String(i % 60), case: i < 600 ? i % 12 === 0 : i % 70 === 0 }));
    const truth = frame.filter((f) => f.case).length / frame.length;
    const held = Array.from({ length: 200 }, (_, k) => {
      const drawn = stratified(frame, 300, "equal", new Random("coverage", k));
      const s = shareOf(drawn, (i) => frame[drawn[i]?.at ?? 0]?.case === true);
      return s !== null && s.low <= truth && truth <= s.high;
    }).filter(Boolean).length;
    expect(held).toBeGreaterThanOrEqual(184);
  });
});

describe("sample sizes", () => {
  test("success-run table: 59, 93, 124, 153 for 95/95; 149 for 98 %, 299 for 99 %", () => {
    expect([0, 1, 2, 3].map((found) => sizeToProve({ limit: 0.05, found }))).toEqual([59, 93, 124, 153]);
    expect([sizeToProve({ limit: 0.02, found: 0 }), sizeToProve({ limit: 0.01, found: 0 })]).toEqual([149, 299]);
    expect([allowedCases(58, 0.05), allowedCases(59, 0.05), allowedCases(93, 0.05), allowedCases(400, 0.02)]).toEqual([-1, 0, 1, 3]);
  });
  test("Cochran: 385 for ±5 points, 278 of a thousand", () => {
    expect([sizeForHalfWidth({ half: 0.05, expected: 0.5 }), sizeForHalfWidth({ half: 0.05, expected: 0.5, population: 1000 }), sizeForHalfWidth({ half: 0.05, expected: 0.5, deff: 2 })]).toEqual([385, 278, 769]);
  });
  test("power, against SciPy", () => {
    expect(sizeForPower({ limit: 0.02, expected: 0.0075 })).toBe(590);
    expect(sizeForPower({ limit: 0.02, expected: 0.02 })).toBeNull();
  });
  test("what 3 wrong of 400 let one say about 2 %", () => {
    const v = verdict(3, 400, 0.02);
    expect([v.below, v.above]).toEqual([false, false]);
    const more = v.moreIfNone ?? 0;
    expect(wilson(3, 400 + more)?.high).toBeLessThan(0.02);
    expect(wilson(3, 400 + more - 1)?.high).toBeGreaterThanOrEqual(0.02);
    expect(v.moreAtRate).toBeGreaterThan(more);
    expect(verdict(0, 400, 0.02)).toMatchObject({ below: true, moreIfNone: 0 });
    // a sample may be worth a part of a household
    expect(verdict(2.5, 17.39, 0.02).moreIfNone).toBeGreaterThan(300);
    expect(verdict(30, 400, 0.02)).toMatchObject({ above: true, moreAtRate: null });
  });
});

const frameOf = (sizes: readonly number[], strata = 3): FrameUnit[] => sizes.flatMap((size, c) => Array.from({ length: size }, () => ({ stratum: String(c % strata), cluster: String(c).padStart(3, "0") })));
const first = (drawn: readonly DrawnUnit[]): DrawnUnit[] => drawn.filter((d) => d.reserve === 0);
const weights = (drawn: readonly DrawnUnit[]): number => first(drawn).reduce((sum, d) => sum + d.weight, 0);

describe("drawing", () => {
  test("allocation: proportional, equal with a full stratum, Neyman (n_h ∝ N_h S_h)", () => {
    expect(allocate([100, 50, 50], 40, "proportional")).toEqual([20, 10, 10]);
    expect(allocate([100, 5, 50], 60, "equal")).toEqual([28, 5, 27]);
    expect(allocate([400, 200, 200], 60, "neyman", [0.1, 0.2, 0.4])).toEqual([15, 15, 30]);
    expect(() => allocate([5, 5], 1, "equal", undefined, 1)).toThrow(RangeError);
  });
  test("allocation adds up, keeps to the sizes and leaves no stratum out", () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 12 }), fc.integer({ min: 0, max: 900 }), fc.constantFrom("proportional" as const, "equal" as const, "neyman" as const), (sizes, asked, how) => {
      const n = Math.max(asked, sizes.filter((s) => s > 0).length);
      const all = sizes.reduce((a, b) => a + b, 0);
      const got = allocate(sizes, n, how, sizes.map((_, i) => 0.1 + (i % 3)));
      expect(got.reduce((a, b) => a + b, 0)).toBe(Math.min(n, all));
      expect(got.every((g, h) => g >= Math.min(1, sizes[h] ?? 0) && g <= (sizes[h] ?? 0))).toBe(true);
    }));
  });
  test("the same seed draws the same households, another seed others", () => {
    const frame = frameOf(Array.from({ length: 30 }, (_, i) => 5 + (i % 9)));
    for (const draw of [(r: Random) => simpleRandom(frame, 40, r), (r: Random) => stratified(frame, 40, "proportional", r), (r: Random) => twoStage(frame, 8, 5, r)]) {
      expect(draw(new Random("s"))).toEqual(draw(new Random("s")));
      expect(draw(new Random("s")).map((d) => d.at)).not.toEqual(draw(new Random("t")).map((d) => d.at));
      expect(new Set(draw(new Random("s")).map((d) => d.at)).size).toBe(draw(new Random("s")).length);
    }
  });
  test("weights of simple and stratified samples add up to the frame; reserves stand beside the sample", () => {
    const frame = frameOf([70, 20, 10, 100, 1]);
    const drawn = stratified(frame, 30, "equal", new Random(1), { reserve: 0.2 });
    expect(weights(drawn)).toBeCloseTo(frame.length, 9);
    expect(weights(simpleRandom(frame, 17, new Random(2)))).toBeCloseTo(frame.length, 9);
    expect(first(drawn)).toHaveLength(30);
    expect(drawn.filter((d) => d.reserve > 0).length).toBe(4); // a fifth of 10 each; the third stratum is drawn whole
    for (const d of drawn) expect(d.probability * d.weight).toBeCloseTo(1, 12);
  });
  test("systematic PPS: probabilities m·M_i/M, certain clusters set aside", () => {
    expect(systematicPps([10, 20, 30, 40], 2, 0.3)).toEqual([{ at: 1, probability: 0.4 }, { at: 3, probability: 0.8 }]);
    expect(systematicPps([100, 1, 1, 1, 1], 3, 0.5)).toEqual([{ at: 0, probability: 1 }, { at: 2, probability: 0.5 }, { at: 4, probability: 0.5 }]);
    const sizes = [3, 8, 1, 12, 6, 9, 0, 4, 7, 10];
    const hits = sizes.map(() => 0);
    const runs = 6000;
    for (let k = 0; k < runs; k++) for (const { at } of systematicPps(sizes, 4, (k + 0.5) / runs)) hits[at] = (hits[at] ?? 0) + 1 / runs;
    // Horvitz–Thompson: over all starts each cluster comes as often as its probability says
    for (const [i, size] of sizes.entries()) expect(hits[i]).toBeCloseTo((4 * size) / 60, 2);
  });
  test("two stages: about equal weights, unbiased for the size of the frame over all draws", () => {
    const frame = frameOf([12, 30, 9, 41, 18, 25, 7, 33, 20, 15]);
    const sums = Array.from({ length: 300 }, (_, k) => weights(twoStage(frame, 4, 5, new Random("two", k))));
    expect(sums.reduce((a, b) => a + b, 0) / sums.length).toBeCloseTo(frame.length, -1);
    const one = first(twoStage(frame, 4, 5, new Random("x")));
    expect(new Set(one.map((d) => d.weight.toFixed(6))).size).toBe(1);
    expect(new Set(one.map((d) => d.psu)).size).toBe(4);
    // so many of each stratum: the weights of a stratum stand for its households
    const both = Array.from({ length: 300 }, (_, k) => first(twoStage(frameOf([12, 30, 9, 41, 18, 25], 1).map((u, i) => ({ ...u, stratum: i % 5 === 0 ? "a" : "b" })), 3, { a: 2, b: 4 }, new Random("each", k))));
    const sumOf = (stratum: string): number => both.reduce((all, draw) => all + draw.filter((d) => d.cell.endsWith(stratum)).reduce((sum, d) => sum + d.weight, 0), 0) / both.length;
    expect([sumOf("a") / 27, sumOf("b") / 108]).toEqual([expect.closeTo(1, 1), expect.closeTo(1, 1)]);
  });
  test("those who answered carry the weight of those not reached; an empty cell is told", () => {
    const cell = (name: string, answered: boolean, standIn = false): Parameters<typeof adjusted>[0][number] => ({ cell: name, weight: 20, answered, standIn });
    expect(adjusted([cell("a", true), cell("a", false)])).toEqual({ weights: [40, 0], lost: 0 });
    expect(adjusted([cell("a", true), cell("a", false), cell("a", true, true)])).toEqual({ weights: [20, 0, 20], lost: 0 });
    expect(adjusted([cell("a", true), cell("b", false)])).toEqual({ weights: [20, 0], lost: 20 });
  });
});
