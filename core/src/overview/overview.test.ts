/** Figures add up, small groups are withheld, and the sketch map is whole and always the same. */
import { describe, expect, test } from "vitest";
import { addFigures, asCell, countCauses, exitShare, findingRate, incidence, incomeClasses, meanIncome, noFigures, poorHouseholds, poorPersons } from "./figures.ts";
import { sketchMap } from "./geometry.ts";

const village = { ...noFigures, households: 10, persons: 30, stateHouseholds: [1, 4, 3, 1, 1], statePersons: [2, 13, 9, 3, 3], ruralPersons: 300, countedPoor: 19, findings: 2 };

describe("figures", () => {
  test("poor = 未脱贫 + 预脱贫 + 返贫; not stated and exited are not", () => { expect([poorHouseholds(village), poorPersons(village)]).toEqual([6, 19]); });
  test("sums, and rates of sums", () => {
    const two = addFigures(village, { ...village, ruralPersons: 0, countedPoor: 0 });
    expect([two.households, two.stateHouseholds[1], incidence(two)]).toEqual([20, 8, 19 / 300]);
    expect([exitShare(asCell(two)), findingRate(two)]).toEqual([0.3, 20]);
  });
  test("rates of nothing are unknown, not zero", () => { expect([incidence(noFigures), exitShare(asCell(noFigures)), findingRate(noFigures), meanIncome(noFigures)]).toEqual([null, null, null, null]); });
  test("income classes meet without gaps", () => { for (let i = 1; i < incomeClasses.length; i += 1) expect(incomeClasses[i]?.from).toBe(incomeClasses[i - 1]?.to); });
  test("causes: largest first, empty ones left out, few households with a health cause withheld", () => {
    const households = [9, 0, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3];
    const persons = [30, 0, 40, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5];
    expect(countCauses(households, persons, true).map((c) => [c.cause, c.persons])).toEqual([[3, 40], [1, 30], [0, 5]]);
    expect(countCauses(households, persons, false).map((c) => [c.cause, c.households])).toEqual([[3, 12], [1, null], [0, 3]]);
  });
});

describe("sketch map", () => {
  const groups = Array.from({ length: 16 }, (_, t) => ({ code: 100 + t, cells: Array.from({ length: 8 + (t % 7) }, (_unused, v) => (100 + t) * 1000 + v) }));
  const map = sketchMap(groups, 990102000000);
  test("every cell is there once, inside the frame", () => {
    expect(new Set(map.cells.map((cell) => cell.code)).size).toBe(groups.reduce((n, g) => n + g.cells.length, 0));
    for (const [x, y] of map.cells.flatMap((cell) => cell.corners)) { expect(x).toBeGreaterThanOrEqual(0); expect(x).toBeLessThanOrEqual(map.width); expect(y).toBeGreaterThanOrEqual(0); expect(y).toBeLessThanOrEqual(map.height); }
  });
  test("the same seed draws the same map, another seed another", () => {
    expect(sketchMap(groups, 990102000000)).toEqual(map);
    expect(sketchMap(groups, 990103000000)).not.toEqual(map);
  });
  test("the cells of a town touch each other", () => {
    for (const group of groups) {
      const own = map.cells.filter((cell) => cell.group === group.code);
      const key = (p: readonly number[]): string => p.join();
      const seen = new Set([own[0]?.code]);
      for (let grown = true; grown;) {
        grown = false;
        const corners = new Set(own.filter((cell) => seen.has(cell.code)).flatMap((cell) => cell.corners.map(key)));
        for (const cell of own) if (!seen.has(cell.code) && cell.corners.some((p) => corners.has(key(p)))) { seen.add(cell.code); grown = true; }
      }
      expect([group.code, seen.size]).toEqual([group.code, own.length]);
    }
  });
  test("nothing to draw, one cell, empty groups", () => {
    expect(sketchMap([], 1).cells).toEqual([]);
    expect(sketchMap([{ code: 1, cells: [] }, { code: 2, cells: [5] }], 1).cells.map((cell) => cell.code)).toEqual([5]);
  });
});
