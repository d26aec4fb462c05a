/** Figures read from the villages' sums equal those that core counts from the households one by one, errors included. */
import { beforeAll, describe, expect, test } from "vitest";
import type { CountyPlan } from "@diguan/core/demo/household.ts";
import { allocate, makeCounty } from "@diguan/core/demo/places.ts";
import { rangeOf } from "@diguan/core/region-code.ts";
import { count } from "@diguan/core/statistics/counting.ts";
import { fgt, fgtInfluence } from "@diguan/core/statistics/fgt.ts";
import { designOf, totalVariance } from "@diguan/core/statistics/survey-variance.ts";
import { distribution } from "@diguan/core/statistics/weighted.ts";
import { testDatabase, type TestDatabase } from "../../../tests/database.ts";
import { loadCounty } from "../demo/load.ts";
import { factsRow, refreshFacts, type HouseholdFactsRow } from "./facts.ts";
import { measuresOf } from "./measures.ts";
import { schemesOf } from "./scheme.ts";

let t: TestDatabase;
let rows: HouseholdFactsRow[];
const places = makeCounty(0);
const plan: CountyPlan = { seed: "measures", profile: "A", county: places, starts: allocate(places, 500), households: 500, prefix: places.code };
const county = plan.county.code;
const range = rangeOf(county * 1_000_000);
const year = 2016;
const town = (region: number): string => String(Math.floor(region / 1000));

beforeAll(async () => {
  t = await testDatabase();
  await t.db.asSystem((tx) => loadCounty(tx, t.crypto, plan, { years: [year], errors: true, history: false, items: false }));
  await t.sql`update registry.member_year set health = '{}' where abs(hashtext(member_id::text)) % 23 = 0`;
  await t.sql`update registry.household_year set per_capita_fen = -50000 where abs(hashtext(household_id::text)) % 97 = 0`;
  await t.sql`update registry.household_year set per_capita_fen = null where abs(hashtext(household_id::text)) % 89 = 0`;
  await t.sql`update registry.household_year set valid = false where abs(hashtext(household_id::text)) % 71 = 0`;
  await t.db.asSystem((tx) => refreshFacts(tx, county));
  rows = (await t.sql<Record<string, unknown>[]>`select * from identification.facts where county = ${county} and year = ${year} and valid order by household_id`).map(factsRow);
});

const people = (r: HouseholdFactsRow): number => Number(r.facts["persons"] ?? 0);
const yearly = (r: HouseholdFactsRow): number => Number(r.facts["incomePersons"] ?? r.facts["persons"] ?? 0);

describe("figures from sums", () => {
  test("counting: H, A, M0, headcounts, contributions, errors, of the county and of its towns", async () => {
    const scheme = (await t.db.asSystem((tx) => schemesOf(tx, [year]))).get(year);
    if (!scheme) throw new Error("no scheme");
    const flags = scheme.units.map((_, j) => Float64Array.from(rows, (r) => (r.flags[j] ?? null) === null ? Number.NaN : Number(r.flags[j])));
    const want = count({ flags, weight: Float64Array.from(rows, people), psu: rows.map((r) => String(r.region)), by: rows.map((r) => town(r.region)) }, scheme);
    const got = await t.db.asSystem((tx) => measuresOf(tx, range, year, 1000));
    const m = got.whole?.measures;
    expect(want.dropped).toBeGreaterThan(10);
    expect(want.H).toBeGreaterThan(0.01);
    expect(m).toMatchObject({ counted: want.n, dropped: want.dropped, population: want.population });
    // null and NaN are the same «not defined»
    const near = (a: number | null | undefined, b: number | null | undefined): void => { const [is, wanted] = [a ?? Number.NaN, b ?? Number.NaN]; expect(Number.isNaN(wanted) ? Number.isNaN(is) : Math.abs(is - wanted) < 1e-12, `${is} instead of ${wanted}`).toBe(true); };
    for (const key of ["H", "A", "M0"] as const) { near(m?.[key].value, want[key]); near(m?.[key].se, want.se[key]); }
    want.indicators.forEach((w, j) => { near(m?.indicators[j]?.uncensored, w.uncensored); near(m?.indicators[j]?.censored, w.censored); near(m?.indicators[j]?.contribution, w.contribution); });
    let several = 0;
    for (const part of got.parts) {
      const w = want.by.get(String(part.code / 1000));
      for (const key of ["H", "A", "M0"] as const) { near(part.measures[key].value, w?.[key]); if (part.measures[key].se !== null) { near(part.measures[key].se, w?.se[key]); several++; } }
    }
    expect(several).toBeGreaterThan(5);
    // Σ ν M0 of the parts is M0 of the whole
    near(got.parts.reduce((sum, p) => sum + (p.measures.M0.value ?? 0) * p.measures.population, 0) / (m?.population ?? 0), m?.M0.value);
    expect(got.parts.reduce((sum, p) => sum + p.measures.poorPersons, 0)).toBe(m?.poorPersons);
  });
  test("money: P0, P1, P2 with errors by village, also with incomes below zero", async () => {
    const got = await t.db.asSystem((tx) => measuresOf(tx, range, year, 1000));
    const line = got.whole?.lineFen ?? 0;
    expect(line).toBe(314_600);
    const known = rows.filter((r) => r.facts["perCapitaFen"] !== null);
    const incomes = known.map((r) => Number(r.facts["perCapitaFen"]));
    const weights = known.map(yearly);
    const p = fgt(distribution(incomes, weights), line);
    const design = designOf(known.length, known.map((r) => String(r.region)));
    for (const [a, key] of (["P0", "P1", "P2"] as const).entries()) {
      const m = got.whole?.measures[key];
      expect(Math.abs((m?.value ?? Number.NaN) - (p[a] ?? Number.NaN)), key).toBeLessThan(1e-12);
      const se = Math.sqrt(totalVariance(fgtInfluence(incomes, weights, line, a as 0 | 1 | 2, p), design));
      expect(Math.abs((m?.se ?? Number.NaN) - se), `${key} se`).toBeLessThan(1e-12);
    }
    expect(got.whole?.measures.incomeUnknown).toBe(rows.length - known.length);
  });
  test("a village alone has no error; a place without households has no figures", async () => {
    const one = rows[0]?.region ?? 0;
    const village = await t.db.asSystem((tx) => measuresOf(tx, { lo: one, hi: one }, year, 1));
    expect(village.whole?.measures.H.se).toBeNull();
    expect(village.whole?.measures.P0.value).not.toBeNull();
    expect(await t.db.asSystem((tx) => measuresOf(tx, rangeOf(110_000_000_000), year, 1_000_000))).toEqual({ whole: null, parts: [] });
  });
  test("known but unregistered households stay out", async () => {
    const before = await t.db.asSystem((tx) => measuresOf(tx, range, year, 1000));
    const [one] = rows;
    await t.sql`update registry.household_year set exit_state = 9 where county = ${county} and household_id = ${one?.householdId ?? ""} and year = ${year}`;
    await t.db.asSystem((tx) => refreshFacts(tx, county, { households: [one?.householdId ?? ""] }));
    const after = await t.db.asSystem((tx) => measuresOf(tx, range, year, 1000));
    expect(after.whole?.measures.households).toBe((before.whole?.measures.households ?? 0) - 1);
  });
});
