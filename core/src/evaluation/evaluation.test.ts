import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Random } from "../statistics/random.ts";
import { composed, gain, gradeOf, papi, partial, renormalised, type Weights } from "./composite.ts";
import { cosine, distanceAbove, fitOf, s1, s2, s3, s4, s5, s6 } from "./indices.ts";
import { added, agreement, bootstrap, computed, noSums, ratesOf, unseen, type Sums } from "./precision.ts";
import { ahp, entropyWeights, kendall, mixed, rankStability, ranks, spearman } from "./weights.ts";

const weights: Weights = { S1: 0.25, S2: 0.12, S3: 0.18, S4: 0.2, S5: 0.1, S6: 0.15 };
const example = { S1: 0.84, S2: 0.9, S3: 0.93, S4: 0.71, S5: 0.8, S6: 0.95 };

describe("composite (domain guide §9.4, T16)", () => {
  test("T16: 0.8455, arithmetic 0.8499", () => {
    const c = papi(example, weights);
    expect([c.value?.toFixed(4), c.arithmetic?.toFixed(4), c.missing]).toEqual(["0.8455", "0.8499", []]);
  });
  test("a missing part leaves it not computed, and the partial one says of what it is made", () => {
    const some = { ...example, S2: null, S3: null, S4: null, S5: null };
    expect(papi(some, weights)).toEqual({ value: null, arithmetic: null, missing: ["S2", "S3", "S4", "S5"] });
    const p = partial(some, weights);
    expect(p?.of).toEqual(["S1", "S6"]);
    expect(p?.weights).toEqual({ S1: expect.closeTo(0.625, 12) as number, S6: expect.closeTo(0.375, 12) as number });
    expect(p?.value).toBeCloseTo(0.84 ** 0.625 * 0.95 ** 0.375, 12);
    expect(partial(example, weights)).toBeNull();
    expect(partial({}, weights)).toBeNull();
  });
  test("zero is a value, not a missing one: no other part makes up for it", () => { expect(papi({ ...example, S4: 0 }, weights).value).toBe(0); });
  test("what raising one part would bring, and grades by their limits", () => {
    expect(gain(example, weights, "S4", 0.8)).toBeCloseTo(0.8455 * ((0.8 / 0.71) ** 0.2 - 1), 3);
    const limits = { A: 0.9, B: 0.8, C: 0.65 };
    expect([0.9, 0.8999, 0.8, 0.65, 0.6499].map((v) => gradeOf(v, limits))).toEqual(["A", "B", "B", "C", "D"]);
  });
  test("the geometric mean never exceeds the arithmetic, and both lie between the least and the greatest part", () => {
    fc.assert(fc.property(fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 6, maxLength: 6 }), (v) => {
      const c = composed({ S1: v[0], S2: v[1], S3: v[2], S4: v[3], S5: v[4], S6: v[5] } as Record<string, number>, weights);
      expect(c?.geometric).toBeLessThanOrEqual((c?.arithmetic ?? 0) + 1e-12);
      expect(c?.geometric).toBeGreaterThanOrEqual(Math.min(...v) - 1e-12);
    }));
    expect(() => renormalised({ ...weights, S1: -1 }, ["S1", "S2"])).toThrow(RangeError);
  });
});

describe("the six precisions (§9.3)", () => {
  test("S1: exclusion weighs 0.6, wrong inclusions by their distance above the line, times data quality", () => {
    expect(s1({ exclusion: 0.12, weightedInclusion: 0.05, quality: 0.9, beta: 0.6 })).toBeCloseTo((1 - (0.6 * 0.12 + 0.4 * 0.05)) * 0.9, 12);
    expect(s1({ exclusion: null, weightedInclusion: 0, quality: 1, beta: 0.6 })).toBeNull();
    expect([distanceAbove(535_050, 356_700), distanceAbove(900_000, 353_500), distanceAbove(300_000, 353_500)]).toEqual([0.5, 1, 0]);
  });
  test("S2: money-weighted cosine, nothing for a project that skipped a step", () => {
    const good = { amountFen: 300, need: [3, 4], effect: [3, 4], inLibrary: true, argued: true, announced: true, linked: true };
    expect(s2([good, { ...good, amountFen: 100, effect: [4, -0] }])).toBeCloseTo((300 + 100 * 0.6) / 400, 12);
    expect(s2([good, { ...good, amountFen: 100, announced: false }])).toBeCloseTo(0.75, 12);
    expect([s2([]), cosine([0, 0], [1, 0]), cosine([1, 1], [1, 0])]).toEqual([null, 0, expect.closeTo(Math.SQRT1_2, 12)]);
  });
  test("S3: geometric mean of four shares", () => {
    expect(s3({ compliant: 0.98, reached: 0.9, delayDays: 15, recoveredFen: 1, flaggedFen: 1, paidFen: 100 })).toBeCloseTo((0.98 * 0.9 * (1 / 1.5) * 0.98) ** 0.25, 12);
    expect([s3(null), s3({ compliant: 1, reached: 1, delayDays: 0, recoveredFen: 0, flaggedFen: 0, paidFen: 0 })]).toEqual([null, null]);
  });
  test("S4: main cause 0.6, the others share 0.4, over-delivery and lateness take away", () => {
    const main = (delivered: "needed" | "supporting" | "none"): { main: boolean; delivered: "needed" | "supporting" | "none" } => ({ main: true, delivered });
    const other = (delivered: "needed" | "supporting" | "none"): { main: boolean; delivered: "needed" | "supporting" | "none" } => ({ main: false, delivered });
    expect(s4([{ causes: [main("needed"), other("supporting"), other("none")], over: 0 }], 1)).toBeCloseTo(0.6 + 0.2 * 0.5, 12);
    expect(s4([{ causes: [main("needed")], over: 0.25 }, { causes: [main("none")], over: 0 }, { causes: [], over: 0 }], 0.8)).toBeCloseTo(0.8 * 0.375, 12);
    expect([s4([], 1), s4([{ causes: [main("needed")], over: 0 }], null)]).toEqual([null, null]);
  });
  test("S5: match × duty × satisfaction, averaged over villages", () => {
    expect(s5([{ skills: [1, 0], needs: [1, 0], duty: 0.9, satisfaction: 0.8 }, { skills: [1, 0], needs: [0, 1], duty: 1, satisfaction: 1 }])).toBeCloseTo(0.36, 12);
    expect(s5([])).toBeNull();
  });
  test("S6: false exits, returns, and how much of the gap was closed", () => {
    expect(s6({ wrongExit: 0.02, returned: 0.01, gapBefore: 0.1, gapAfter: 0.02 })).toBeCloseTo(0.98 * 0.99 * 0.9, 12);
    expect(s6({ wrongExit: 0, returned: 0, gapBefore: 0.01, gapAfter: 0.05 })).toBe(0);
    expect([s6({ wrongExit: null, returned: 0, gapBefore: 1, gapAfter: 0 }), s6({ wrongExit: 0, returned: 0, gapBefore: 0, gapAfter: 0 })]).toEqual([null, null]);
  });
});

describe("weights", () => {
  test("AHP against NumPy's eigenvectors; Saaty's consistency ratio", () => {
    const a = ahp([[1, 3, 5], [1 / 3, 1, 3], [1 / 5, 1 / 3, 1]]);
    expect(a.weights.map((w) => Number(w.toFixed(6)))).toEqual([0.636986, 0.258285, 0.104729]);
    expect([a.lambda, a.consistency, a.usable]).toEqual([expect.closeTo(3.03851109, 8), expect.closeTo(0.0331992, 6), true]);
    const six = ahp([[1, 2, 1 / 2, 1 / 4, 3, 2], [1 / 2, 1, 1 / 3, 1 / 5, 2, 1], [2, 3, 1, 1 / 2, 4, 2], [4, 5, 2, 1, 6, 4], [1 / 3, 1 / 2, 1 / 4, 1 / 6, 1, 1 / 2], [1 / 2, 1, 1 / 2, 1 / 4, 2, 1]]);
    expect(six.weights.map((w) => Number(w.toFixed(6)))).toEqual([0.140926, 0.082757, 0.221195, 0.412057, 0.050858, 0.092207]);
    expect(six.consistency).toBeCloseTo(0.01314118, 7);
  });
  test("judgements that go in a circle are refused, and so is a matrix that is none", () => {
    const circle = ahp([[1, 9, 1 / 9], [1 / 9, 1, 9], [9, 1 / 9, 1]]);
    expect([circle.usable, circle.consistency]).toEqual([false, expect.closeTo(6.130268, 5)]);
    expect(() => ahp([[1, 2], [2, 1]])).toThrow(RangeError);
    expect(() => ahp([[1, 0], [0, 1]])).toThrow(RangeError);
  });
  test("entropy weights and the mix, against NumPy", () => {
    const e = entropyWeights([[0.8, 0.9, 0.5], [0.7, 0.92, 0.9], [0.75, 0.88, 0.2], [0.6, 0.91, 0.4]]) ?? [];
    expect(e.map((w) => Number(w.toFixed(8)))).toEqual([0.04098219, 0.00100558, 0.95801223]);
    expect(mixed([0.5, 0.3, 0.2], e, 0.7).map((w) => Number(w.toFixed(7)))).toEqual([0.3867899, 0.0889462, 0.5242639]);
    expect(mixed([0.5, 0.3, 0.2], e, 1)).toEqual([0.5, 0.3, 0.2].map((w) => expect.closeTo(w, 12) as number));
    expect([entropyWeights([[1, 2]]), entropyWeights([[1, 2], [1, 2]])]).toEqual([null, null]);
  });
  test("Spearman and Kendall with ties, against SciPy", () => {
    const [x, y] = [[1, 5, 2, 8, 8, 3], [2, 4, 4, 7, 9, 1]];
    expect([spearman(x, y), kendall(x, y)]).toEqual([expect.closeTo(0.7647058823529412, 12), expect.closeTo(0.6428571428571429, 12)]);
    expect([ranks([5, 9, 9]), spearman([1, 1], [1, 2])]).toEqual([[3, 1.5, 1.5], null]);
  });
  test("ranks that no weight can move are stable, those that hang on weights are not", () => {
    const options = { change: 0.25, draws: 400, seed: "s" };
    const sound = [[0.9, 0.9], [0.7, 0.7], [0.5, 0.5], [0.3, 0.3]];
    const torn = [[0.8, 0.6], [0.6, 0.8], [0.71, 0.69], [0.69, 0.71]];
    const score = (table: readonly (readonly number[])[]) => (u: number, w: readonly number[]): number => w.reduce((sum, v, k) => sum + v * (table[u]?.[k] ?? 0), 0);
    expect(rankStability(4, [0.5, 0.5], score(sound), options)).toMatchObject({ spearman: 1, kendall: 1 });
    expect(rankStability(4, [0.55, 0.45], score(torn), options)?.spearmanLow).toBeLessThan(0.5);
    expect(rankStability(2, [0.5, 0.5], score(sound), options)).toBeNull();
  });
});

const village = (of: Partial<Sums>): Sums => ({ ...noSums(), ...of });

describe("precision of an area", () => {
  // T11: N = 1000, n(E) = 100, n(R) = 110, n(E∩R) = 88; 4 of the 12 others are falsely exited
  const whole = village({ registered: 110, wrong: 22, distance: 11, exited: 200, falselyExited: 4, others: 690, missed: 8, askedRegistered: 110, askedExited: 200, askedOthers: 690, households: 310, faulty: 31, exitedBefore: 150, returned: 3, persons: 1000, gapBefore: 100, gapAfter: 20 });
  test("T11: EE 0.12, IE 0.20, F1 0.8381, MCC 0.8203, TD 0.8556", () => {
    const [r, a] = [ratesOf(whole), agreement(whole)];
    expect([r.exclusion, r.inclusion, r.weightedInclusion, r.wrongExit, r.quality]).toEqual([0.12, 0.2, 0.1, 0.02, 0.9]);
    expect([a?.f1?.toFixed(4), a?.mcc?.toFixed(4), a?.differential?.toFixed(4), r.officialExclusion]).toEqual(["0.8381", "0.8203", "0.8556", 8 / 690]);
    const c = computed(whole, 0.6);
    expect(c.S1?.value).toBeCloseTo((1 - (0.6 * 0.12 + 0.4 * 0.1)) * 0.9, 12);
    expect(c.S6?.value).toBeCloseTo(0.98 * 0.98 * 0.9, 12);
  });
  test("what cannot be computed says what it waits for, and is never zero", () => {
    expect(computed(noSums(), 0.6)).toEqual({ S1: { value: null, waits: "audit" }, S4: { value: null, waits: "measures" }, S6: { value: null, waits: "exits" } });
    expect(computed({ ...whole, others: 0, missed: 0, askedOthers: 0 }, 0.6).S1).toEqual({ value: null, waits: "frame" });
    expect(computed({ ...whole, exited: 0, falselyExited: 0, askedExited: 0 }, 0.6).S6).toEqual({ value: null, waits: "audit" });
    expect(agreement({ ...whole, askedOthers: 0 })).toBeNull();
  });
  test("S4: measures against causes, household by household; a late first measure counts", () => {
    // 因病 answered by 健康帮扶; 缺资金 only supported by training; 缺劳力 given work that it cannot do
    expect(fitOf({ main: 1, other: [9] }, ["M71", "M34"])).toEqual({ causes: [{ main: true, delivered: "needed" }, { main: false, delivered: "supporting" }], over: 0 });
    expect(fitOf({ main: 8, other: [] }, ["M81", "M21"])).toEqual({ causes: [{ main: true, delivered: "needed" }], over: 0.5 });
    expect(fitOf({ main: 10, other: [99] }, ["M41", "M42"])).toEqual({ causes: [{ main: true, delivered: "needed" }], over: 0.5 });
    expect(s4([fitOf({ main: 1, other: [9] }, ["M71", "M34"]), fitOf({ main: 8, other: [] }, ["M81", "M21"])], 1)).toBeCloseTo((0.8 + 0.5) / 2, 12);
    expect(s4([fitOf({ main: 99, other: [] }, [])], 1)).toBeNull();
    expect(computed({ ...whole, helped: 10, fit: 8, newly: 4, timely: 3 }, 0.6).S4).toEqual({ value: expect.closeTo(0.6, 12), waits: null });
    expect(computed({ ...whole, helped: 10, fit: 8 }, 0.6).S4?.value).toBeCloseTo(0.8, 12);
  });
  test("the bootstrap of a mean agrees with theory and is the same for the same seed", () => {
    const r = new Random("villages");
    const villages = Array.from({ length: 60 }, () => village({ registered: 10, wrong: Math.floor(r.between(0, 4)) }));
    const rate = (s: Sums): (number | null)[] => [ratesOf(s).inclusion];
    const settings = { replicates: 2000, level: 0.9, seed: "b" };
    const [span] = bootstrap(villages, rate, settings);
    const x = villages.map((v) => v.wrong / 10);
    const mean = x.reduce((a, b) => a + b, 0) / 60;
    const se = Math.sqrt(x.reduce((a, b) => a + (b - mean) ** 2, 0) / 60 / 60);
    expect(span?.low).toBeCloseTo(mean - 1.645 * se, 2);
    expect(span?.high).toBeCloseTo(mean + 1.645 * se, 2);
    expect(bootstrap(villages, rate, settings)[0]).toEqual(span);
    expect(bootstrap(villages.slice(0, 1), rate, settings)).toEqual([null]);
  });
  test("no error found among few is not taken for perfect", () => {
    const small = village({ registered: 40, askedRegistered: 10, exited: 50, askedExited: 10, others: 400, askedOthers: 20, households: 90, exitedBefore: 50, persons: 300, gapBefore: 30, gapAfter: 5 });
    expect(ratesOf(small).exclusion).toBe(0);
    const worst = ratesOf(unseen(small, 0.95));
    expect(worst.inclusion).toBeCloseTo(1 - 0.05 ** (1 / 10), 9);
    expect(worst.exclusion).toBeGreaterThan(0.5);
    expect(unseen(whole, 0.95)).toEqual(whole);
    expect(added([small, whole]).registered).toBe(150);
  });
});
