/** Targeting errors, CGH, concentration index and Wilson's interval against worked figures computed by hand. */
import { describe, expect, it } from "vitest";
import { cgh, concentrationIndex, targeting, wilson } from "./targeting.ts";

describe("targeting", () => {
  it("has the errors of the worked example", () => {
    const t = targeting({ population: 1000, eligible: 100, registered: 110, both: 88 });
    expect(t.exclusion).toBeCloseTo(0.12, 12);
    expect(t.inclusion).toBeCloseTo(0.2, 12);
    expect(t.coverage).toBeCloseTo(0.88, 12);
    expect(t.officialExclusion).toBeCloseTo(12 / 890, 12);
    expect([t.f1, t.mcc, t.differential].map((x) => x?.toFixed(4))).toEqual(["0.8381", "0.8203", "0.8556"]);
  });
  it("is 1 when all are met, and a lottery has no correlation", () => {
    expect(targeting({ population: 10, eligible: 4, registered: 4, both: 4 })).toMatchObject({ exclusion: 0, inclusion: 0, coverage: 1, f1: 1, differential: 1 });
    expect(targeting({ population: 100, eligible: 20, registered: 50, both: 10 }).mcc).toBe(0);
    expect(targeting({ population: 100, eligible: 20, registered: 50, both: 10 }).differential).toBeCloseTo(0, 12);
  });
  it("says nothing about nobody, and refuses sets that do not fit", () => {
    expect(targeting({ population: 10, eligible: 0, registered: 0, both: 0 })).toEqual({ exclusion: null, officialExclusion: 0, inclusion: null, coverage: null, f1: null, mcc: null, differential: null });
    expect(() => targeting({ population: 10, eligible: 2, registered: 3, both: 3 })).toThrow(RangeError);
    expect(() => targeting({ population: 10, eligible: 8, registered: 8, both: 2 })).toThrow(RangeError);
  });
});

describe("who is reached by benefits", () => {
  const income = [1, 2, 3, 4, 5];
  it("CGH: 62 % of benefits to the poorest 40 % is 1.55", () => {
    expect(cgh({ benefit: [40, 22, 20, 10, 8], income })).toBeCloseTo(1.55, 12);
    expect(cgh({ benefit: [8, 10, 22, 20, 40], income: [5, 4, 2, 3, 1] })).toBeCloseTo(1.55, 12);
  });
  it("CGH is neutral for equal benefits, also across an edge and among equals", () => {
    expect(cgh({ benefit: [7, 7, 7], income: [1, 2, 3] })).toBeCloseTo(1, 12);
    expect(cgh({ benefit: [9, 0, 3, 0, 0], income: [1, 1, 1, 1, 1] })).toBeCloseTo(1, 12);
    expect(cgh({ benefit: [0, 0], income: [1, 2] })).toBeNull();
  });
  it("concentration index of the worked example, and its sign turned round", () => {
    expect(concentrationIndex({ benefit: [50, 30, 15, 5, 0], income })).toBeCloseTo(-0.5, 12);
    expect(concentrationIndex({ benefit: [0, 5, 15, 30, 50], income })).toBeCloseTo(0.5, 12);
    expect(concentrationIndex({ benefit: [9, 0, 3], income: [4, 4, 4] })).toBeCloseTo(0, 12);
  });
  it("a weight counts like as many rows", () => {
    const whole = { benefit: [50, 50, 30, 15, 5, 5, 0], income: [1, 1, 2, 3, 4, 4, 5] };
    const weighted = { benefit: [50, 30, 15, 5, 0], income, weight: [2, 1, 1, 2, 1] };
    expect(cgh(weighted)).toBeCloseTo(cgh(whole) ?? Number.NaN, 12);
    expect(concentrationIndex(weighted)).toBeCloseTo(concentrationIndex(whole) ?? Number.NaN, 12);
    expect(() => cgh({ ...whole, weight: [1] })).toThrow(RangeError);
  });
});

describe("Wilson's interval", () => {
  it("3 and 12 of 400", () => {
    expect([3, 12].map((x) => { const i = wilson(x, 400); return [i?.low.toFixed(4), i?.high.toFixed(4)]; })).toEqual([["0.0026", "0.0218"], ["0.0172", "0.0517"]]);
  });
  it("stays within 0 and 1", () => {
    expect(wilson(0, 20)?.low).toBe(0);
    expect(wilson(20, 20)?.high).toBe(1);
    expect(wilson(0, 0)).toBeNull();
    expect(() => wilson(5, 4)).toThrow(RangeError);
  });
});
