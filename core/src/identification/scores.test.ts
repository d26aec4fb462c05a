/** Scores, their turning points, the configured look score and causes with evidence: worked cases and properties. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { causeGroups, shareOfCauses } from "./cause-structure.ts";
import { defaultCauseSettings, readCauses } from "./causes.ts";
import { deprivationScheme, depthOf, indicators, schemeName } from "./deprivation.ts";
import { lookFaults, lookScore, lookTurn, pointsOf, type LookContent } from "./look.ts";
import { differenceOf, scoresOf, turnsOf, type Scored } from "./scores.ts";

const scheme = deprivationScheme([3, 3, 2, 2, 2, 1, 1, 1, 1, 1, 1], 6);
const sound = indicators.map(() => false);
const at = (...keys: string[]): boolean[] => indicators.map((i) => keys.includes(i.key));
const household = (over: Partial<Scored> = {}): Scored => ({ perCapitaFen: 400_000, persons: 4, flags: sound, lineFen: 353_500, scheme, ...over });

describe("scores", () => {
  test("scheme of the guide: eighteenths, three dimensions of a third, k a third", () => {
    expect(scheme).toEqual({ units: [3, 3, 2, 2, 2, 1, 1, 1, 1, 1, 1], total: 18, threshold: 6 });
    expect(schemeName(deprivationScheme([2, 2, 4], 3))).toBe("2,2,4|3");
    expect(depthOf(at("dropout", "house"), scheme)).toBe(4);
    expect(depthOf([null, ...sound.slice(1)], scheme)).toBeNull();
    // a weight of 0 leaves its indicator out, known or not
    expect(depthOf([null, ...at("house").slice(1)], deprivationScheme([0, 3, 2, 2, 2, 1, 1, 1, 1, 1, 1], 6))).toBe(1);
    expect(() => deprivationScheme([1, -1], 1)).toThrow(RangeError);
  });
  test("each score apart, and the recommendation with its reasons", () => {
    expect(scoresOf(household())).toMatchObject({ incomeGap: 0, depth: 0, deprived: false, recommendation: "notPoor", reasons: [] });
    const poor = scoresOf(household({ perCapitaFen: 280_000 }));
    expect(poor.incomeGap).toBeCloseTo(73_500 / 353_500, 12);
    expect(poor.reasons).toEqual(["income"]);
    expect(scoresOf(household({ flags: at("water") })).reasons).toEqual(["water"]);
    expect(scoresOf(household({ flags: at("schooling", "illness", "toilet") }))).toMatchObject({ depth: 6, reasons: ["deprivation"], recommendation: "poor" });
    expect(scoresOf(household({ flags: at("schooling", "illness") }))).toMatchObject({ depth: 5, recommendation: "notPoor" });
    // exactly on the line is not below it
    expect(scoresOf(household({ perCapitaFen: 353_500 })).recommendation).toBe("notPoor");
  });
  test("what is not known is never taken as sound, and decides only where it could", () => {
    expect(scoresOf(household({ perCapitaFen: null }))).toMatchObject({ incomeGap: null, recommendation: "unclear", missing: ["income"] });
    expect(scoresOf(household({ perCapitaFen: null, flags: at("house") })).recommendation).toBe("poor");
    // a missing toilet cannot reach k alone; an unknown illness can
    expect(scoresOf(household({ flags: indicators.map((i) => (i.key === "toilet" ? null : false)) })).recommendation).toBe("notPoor");
    expect(scoresOf(household({ flags: indicators.map((i) => (i.key === "schooling" || i.key === "toilet" ? true : i.key === "illness" ? null : false)) }))).toMatchObject({ deprived: null, recommendation: "unclear" });
  });
  test("what would change it", () => {
    expect(turnsOf(household({ perCapitaFen: 340_000 }))).toEqual([{ score: "income", item: "income", byFen: 13_500, to: null }]);
    expect(turnsOf(household({ perCapitaFen: 340_000, flags: at("house") }))).toEqual([]);
    expect(turnsOf(household({ flags: at("house") }))).toEqual([{ score: "guarantee", item: "house", byFen: null, to: false }]);
    expect(turnsOf(household({ flags: at("schooling", "illness", "toilet") })).map((t) => t.item)).toEqual(["toilet", "illness", "schooling"]);
    expect(turnsOf(household({ flags: at("schooling", "illness") })).filter((t) => t.score === "deprivation").map((t) => t.item)).toEqual(["power", "toilet", "fuel", "road", "disability"]);
    expect(turnsOf(household())[0]).toEqual({ score: "income", item: "income", byFen: -46_501, to: null });
  });
  test("every named change turns the recommendation, and no other single flag does", () => {
    const flag = fc.constantFrom(true, false, false, false);
    fc.assert(fc.property(fc.array(flag, { minLength: 11, maxLength: 11 }), fc.integer({ min: -100_000, max: 900_000 }), (flags, income) => {
      const s = household({ flags, perCapitaFen: income });
      const before = scoresOf(s).recommendation;
      const turns = turnsOf(s);
      for (const t of turns) {
        const after = t.item === "income" ? { ...s, perCapitaFen: income + (t.byFen ?? 0) } : { ...s, flags: flags.map((f, n) => (indicators[n]?.key === t.item ? t.to : f)) };
        if (scoresOf(after).recommendation === before) return false;
      }
      return indicators.every((i, n) => turns.some((t) => t.item === i.key) || scoresOf({ ...s, flags: flags.map((f, m) => (m === n ? !f : f)) }).recommendation === before);
    }));
  });
  test("a difference is a question about poor and not-poor registrations", () => {
    expect([differenceOf("poor", 1), differenceOf("poor", 0), differenceOf("notPoor", 0), differenceOf("notPoor", 1), differenceOf("poor", 9), differenceOf("unclear", 0), differenceOf("poor", null)]).toEqual(["maybeMissed", "none", "maybeWrong", "none", "maybeMissed", "none", "none"]);
  });
});

const content: LookContent = { cut: 60, items: [
  { key: "house", look: 1, fact: "unsafeHouse", points: 20, zh: "住房", en: "house", bands: [{ is: false, points: 20 }, { is: true, points: 0 }] },
  { key: "land", look: 2, fact: "arableMu", per: "persons", points: 30, zh: "人均耕地", en: "land", bands: [{ from: 1.5, points: 30 }, { from: 0.5, points: 15 }, { from: 0, points: 0 }] },
  { key: "labour", look: 3, fact: "labourers", points: 30, zh: "劳动力", en: "labour", bands: [{ from: 2, points: 30 }, { from: 1, points: 15 }, { from: 0, points: 0 }] },
  { key: "school", look: 4, fact: "dropouts", points: 20, zh: "读书", en: "school", bands: [{ from: 1, points: 0 }, { from: 0, points: 20 }] },
] };

describe("look score", () => {
  const facts = { unsafeHouse: false, arableMu: 3, persons: 4, labourers: 1, dropouts: 0 };
  test("adds the points of its items", () => {
    expect(lookFaults(content)).toEqual([]);
    const score = lookScore(facts, content);
    expect(score).toMatchObject({ low: 70, high: 70, below: false, unknown: 0 });
    expect(score.items.map((p) => p.points)).toEqual([20, 15, 15, 20]);
    expect(score.items[1]?.value).toBe(0.75);
  });
  test("unknown items leave a range, and a verdict only when they cannot decide", () => {
    expect(lookScore({ ...facts, dropouts: null }, content)).toMatchObject({ low: 50, high: 70, below: null, unknown: 1 });
    expect(lookScore({ ...facts, dropouts: null, unsafeHouse: true }, content)).toMatchObject({ low: 30, high: 50, below: true });
    expect(pointsOf({ bands: [{ is: 4, points: 3 }] }, 1)).toBeNull();
  });
  test("the smallest change that crosses the cut", () => {
    expect(lookTurn(lookScore(facts, content))).toEqual({ key: "land", from: 15, to: 0 });
    expect(lookTurn(lookScore({ ...facts, dropouts: null }, content))).toBeNull();
  });
  test("a scheme that cannot be used says why", () => {
    const [first] = content.items;
    if (!first) throw new Error("no item");
    expect(lookFaults({ ...content, items: [{ ...first, fact: "hous" }, ...content.items.slice(1)] }).map((f) => f.en)).toEqual(["house: there is no fact hous"]);
    expect(lookFaults({ ...content, items: content.items.slice(1) }).map((f) => f.en)).toEqual(["the items must add up to 100 points, not 80", "look 1 has no item"]);
    expect(lookFaults({ ...content, items: [{ ...first, bands: [{ from: 1, points: 0 }, { from: 2, points: 20 }] }, ...content.items.slice(1)] })).toHaveLength(1);
  });
});

describe("causes", () => {
  const facts = { seriouslyIll: 0, chronicallyIll: 0, disabled: 0, severelyDisabled: 0, labourers: 2, fullLabourers: 2, skilledLabourers: 0, persons: 4, students: 1, upperStudents: 0, waterHard: false, waterSafe: true, arableMu: 6, maxSchooling: 3, operatingFen: 900_000, hardRoad: true, roadKm: 0.5 };
  const read = (over: Record<string, number | boolean | null>, registered: number | null = null) => readCauses({ ...facts, ...over }, defaultCauseSettings, registered);
  const strengthOf = (over: Record<string, number | boolean | null>, cause: number) => read(over).evidence.find((e) => e.cause === cause)?.strength;
  test("each cause stands on its facts", () => {
    expect([strengthOf({ seriouslyIll: 1 }, 1), strengthOf({ chronicallyIll: 1 }, 1), strengthOf({}, 1), strengthOf({ seriouslyIll: null, chronicallyIll: null }, 1), strengthOf({ seriouslyIll: null }, 1)]).toEqual(["strong", "some", "none", "unknown", "unknown"]);
    expect([strengthOf({ disabled: 1, severelyDisabled: 1 }, 2), strengthOf({ disabled: 1 }, 2), strengthOf({ upperStudents: 1 }, 3), strengthOf({ students: 3 }, 3), strengthOf({ arableMu: 0.8 }, 5), strengthOf({ arableMu: 1.6 }, 5)]).toEqual(["strong", "some", "strong", "some", "strong", "some"]);
    expect([strengthOf({ waterSafe: false }, 6), strengthOf({ labourers: 0, fullLabourers: 0 }, 8), strengthOf({ labourers: 1, fullLabourers: 0 }, 8), strengthOf({ operatingFen: 100_000 }, 9), strengthOf({ hardRoad: false }, 10), strengthOf({ hardRoad: false, roadKm: 4 }, 10), strengthOf({ maxSchooling: 2 }, 7)]).toEqual(["strong", "strong", "some", "some", "some", "strong", "strong"]);
  });
  test("the strongest comes first; drive, disaster, marriage and other are never read from the record", () => {
    expect(read({ seriouslyIll: 1, students: 3 })).toMatchObject({ main: 1, others: [3, 7] });
    expect(read({ skilledLabourers: 1 })).toMatchObject({ main: null, others: [] });
    for (const cause of [4, 11, 12, 99]) expect(strengthOf({}, cause)).toBe("beyond");
  });
  test("a registered cause without evidence is a contradiction; an unknown one is not", () => {
    expect(read({}, 1).contradiction).toBe(true);
    expect(read({ seriouslyIll: null, chronicallyIll: null }, 1).contradiction).toBe(false);
    expect(read({ seriouslyIll: 1 }, 1).contradiction).toBe(false);
    expect(read({}, 11).contradiction).toBe(false);
  });
  test("figures of the paper add up, and a place's shares leave out what is not stated", () => {
    expect(causeGroups.reduce((sum, g) => sum + g.percent, 0)).toBeCloseTo(100, 9);
    expect(causeGroups[1].percent + causeGroups[2].percent).toBeCloseTo(46.78, 9);
    expect(shareOfCauses([{ cause: 1, households: 3 }, { cause: 9, households: 1 }, { cause: 0, households: 5 }]).map((s) => s.percent)).toEqual([75, 25, 0, 0]);
    expect(shareOfCauses([])[0]?.percent).toBeNull();
  });
});
