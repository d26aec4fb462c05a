/** An assessment of a generated county: kept with its numbers, repeatable for old years, listed by area, and a score sheet per household. */
import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { allocate, makeCounty } from "@diguan/core/demo/places.ts";
import { indicators } from "@diguan/core/identification/deprivation.ts";
import type { LookContent } from "@diguan/core/identification/look.ts";
import { Problem } from "@diguan/core/problem.ts";
import { actorAt, testDatabase, type TestDatabase } from "../../../tests/database.ts";
import { regionRows } from "../demo/generate.ts";
import { loadCounty } from "../demo/load.ts";
import { ensureRegions } from "../regions/service.ts";
import { assessCounty, latestRuns } from "./assess.ts";
import { termsOf } from "./context.ts";
import { refreshFacts } from "./facts.ts";
import { listPage } from "./list.ts";
import { approve, propose, schemes } from "./look.ts";
import { overview } from "./overview.ts";
import { sheet } from "./sheet.ts";

let t: TestDatabase;
const places = makeCounty(0);
const county = places.code;
const region = county * 1_000_000;
const officer = actorAt("countyOfficer", region);
const overseer = actorAt("provinceOverseer", 990_000_000_000);

beforeAll(async () => {
  t = await testDatabase();
  await t.db.asSystem(async (tx) => {
    await ensureRegions(tx, regionRows(1).map((r) => ({ code: r.code, name: r.name, source: "test" })));
    await loadCounty(tx, t.crypto, { seed: "assess", profile: "B", county: places, starts: allocate(places, 320), households: 320, prefix: county }, { years: [2016, 2018], errors: true, history: false, items: false });
  });
  await t.sql`update registry.member_year set health = '{3}', serious_ins = false where ordinal = 0 and abs(hashtext(member_id::text)) % 9 = 0`;
  await t.db.asSystem((tx) => refreshFacts(tx, county));
});

const results = (id: string) => t.sql`select household_id, recommendation, difference, income_gap, depth, most_depth, reasons, missing, look_low, look_high, cause, suggested, contradiction from identification.assessment_household where county = ${county} and assessment_id = ${id} order by household_id`;
const codeOf = (e: unknown): string => (e instanceof Problem ? e.code : String(e));

describe("a run", () => {
  test("says something of every household and keeps the numbers it used", async () => {
    const key = randomUUID();
    const run = await t.db.within(officer, (tx) => assessCounty(tx, { key, county, year: 2018 }));
    expect(run).toMatchObject({ id: key, year: 2018, lineFen: 353_500, scheme: "3,3,2,2,2,1,1,1,1,1,1|6", lookScheme: "reference-1", byName: officer.name });
    expect((run.counts["poor"] ?? 0) + (run.counts["notPoor"] ?? 0) + (run.counts["unclear"] ?? 0)).toBe(run.households);
    expect(run.counts["maybeMissed"]).toBeGreaterThan(0);
    expect(run.counts["contradiction"]).toBeGreaterThan(0);
    expect(run.parameters.map((p) => p.code)).toEqual(["POVERTY_LINE", ...indicators.map((i) => i.parameter), "AF_CUTOFF", "CAUSE_LAND_CENTIMU", "CAUSE_LABOUR_PERCENT", "CAUSE_ROAD_METRES", "CAUSE_FUNDS_FEN", "CAUSE_STUDENTS"]);
    expect(run.parameters.every((p) => p.validFrom !== "" && p.source !== "")).toBe(true);
    // the same key is the same run
    expect(await t.db.within(officer, (tx) => assessCounty(tx, { key, county, year: 2018 }))).toEqual(run);
    await expect(t.db.within(officer, (tx) => assessCounty(tx, { key, county, year: 2016 }))).rejects.toSatisfy((e) => codeOf(e) === "key.reused");
    await expect(t.db.within(officer, (tx) => assessCounty(tx, { key: randomUUID(), county, year: 1999 }))).rejects.toSatisfy((e) => codeOf(e) === "identification.noHouseholds");
    await expect(t.db.within(actorAt("countyOfficer", 990_103_000_000), (tx) => assessCounty(tx, { key: randomUUID(), county, year: 2018 }))).rejects.toSatisfy((e) => codeOf(e) === "thing.unknown");
  });
  test("of an old year uses that year's numbers: a later parameter changes nothing", async () => {
    const first = await t.db.asSystem((tx) => assessCounty(tx, { key: randomUUID(), county, year: 2016 }));
    await t.sql`insert into policy.parameter (code, region, valid_from, value, unit, source) values ('AF_CUTOFF', 0, '2017-01-01', 2, 'unit', 'test'), ('POVERTY_LINE', ${region}, '2017-01-01', 900000, 'fen/person/year', 'test'), ('CAUSE_STUDENTS', 0, '2018-01-01', 1, 'persons', 'test')`;
    const again = await t.db.asSystem((tx) => assessCounty(tx, { key: randomUUID(), county, year: 2016 }));
    expect(await results(again.id)).toEqual(await results(first.id));
    expect(again.counts).toEqual(first.counts);
    expect(again).toMatchObject({ lineFen: 314_600, scheme: first.scheme });
    const later = await t.db.asSystem((tx) => termsOf(tx, region, 2018));
    expect([later.scheme.threshold, later.line?.value, later.causes.CAUSE_STUDENTS]).toEqual([2, 900_000, 1]);
  });
  test("is never changed, and the latest of each county is the one that is shown", async () => {
    await expect(t.sql`update identification.assessment set households = 0`).rejects.toThrow(/append-only/);
    await expect(t.sql`delete from identification.assessment_household`).rejects.toThrow(/append-only/);
    const runs = await t.db.within(overseer, (tx) => latestRuns(tx, { lo: 990_000_000_000, hi: 990_999_999_999 }, 2016));
    expect(runs).toHaveLength(1);
  });
});

describe("the list", () => {
  test("pages through the differences in the reader's area", async () => {
    const read = async (after?: string) => t.db.within(officer, (tx) => listPage(tx, { year: 2016, difference: "both", limit: 3, ...(after === undefined ? {} : { after }) }));
    const all = await t.db.within(officer, (tx) => listPage(tx, { year: 2016, difference: "both", limit: 200 }));
    const seen: string[] = [];
    for (let page = await read(); ; page = await read(page.next ?? "")) { seen.push(...page.rows.map((r) => r.householdId)); if (page.next === null) break; }
    expect(seen).toEqual(all.rows.map((r) => r.householdId));
    expect(all.rows.length).toBeGreaterThan(3);
    expect(all.rows.every((r) => r.difference !== "none")).toBe(true);
    const [one] = all.rows;
    if (!one) throw new Error("no difference");
    const town = actorAt("townOfficer", Math.floor(one.region / 1000) * 1000);
    const rows = (await t.db.within(town, (tx) => listPage(tx, { year: 2016, limit: 200 }))).rows;
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every((r) => r.region >= town.scope.lo && r.region <= town.scope.hi)).toBe(true);
    expect((await t.db.within(officer, (tx) => listPage(tx, { year: 2016, text: one.householdCode, limit: 5 }))).rows.map((r) => r.householdId)).toEqual([one.householdId]);
  });
  test("hides what would tell health from readers without clearance", async () => {
    const whole = (await t.db.within(officer, (tx) => listPage(tx, { year: 2016, cause: 1, limit: 50 }))).rows;
    expect(whole.length).toBeGreaterThan(0);
    expect((await t.db.within(overseer, (tx) => listPage(tx, { year: 2016, cause: 1, limit: 50 }))).rows).toEqual([]);
    const all = (await t.db.within(overseer, (tx) => listPage(tx, { year: 2016, limit: 200 }))).rows;
    expect(all.some((r) => r.causeLocked)).toBe(true);
    expect(all.every((r) => r.cause !== 1 && r.cause !== 2 && r.depth === null && r.lookLow === null)).toBe(true);
  });
});

describe("the score sheet", () => {
  const ill = async (): Promise<string> => {
    const [row] = await t.sql<{ id: string }[]>`select household_id as id from identification.facts where county = ${county} and year = 2016 and d_illness and valid order by 1 limit 1`;
    return row?.id ?? "";
  };
  test("shows what each item contributed, and its sum", async () => {
    const id = await ill();
    const s = await t.db.within(officer, (tx) => sheet(tx, { county, id }, 2016));
    expect(s.deprivation.items.filter((i) => i.deprived === true).reduce((sum, i) => sum + i.units, 0)).toBe(s.deprivation.depth);
    expect(s.deprivation.items.find((i) => i.key === "illness")).toMatchObject({ deprived: true, units: 2, facts: [{ key: "seriouslyIll" }] });
    expect(s.look?.items.reduce((sum, i) => sum + (i.points ?? 0), 0)).toBe(s.look?.low);
    expect(s.income.line).toMatchObject({ code: "POVERTY_LINE", value: 314_600, validFrom: "2016-01-01" });
    expect(s.causes.evidence.find((e) => e.cause === 1)?.strength).toBe("strong");
    expect(s.runs.filter((r) => r.year === 2016)).toHaveLength(2);
    expect(s.runs.find((r) => r.year === 2016)?.recommendation).toBe(s.recommendation);
    expect(s.degree).toBeNull();
  });
  test("takes health items as unknown for readers without clearance", async () => {
    const id = await ill();
    const s = await t.db.within(overseer, (tx) => sheet(tx, { county, id }, 2016));
    expect(s.locked).toBe(true);
    // illness and disability, two units each, may or may not be there
    expect(s.deprivation.mostDepth - s.deprivation.depth).toBeGreaterThanOrEqual(4);
    expect(s.deprivation.items.find((i) => i.key === "illness")).toMatchObject({ deprived: null, locked: true, facts: [{ key: "seriouslyIll", value: null }] });
    expect(s.look?.items.find((i) => i.fact === "seriouslyIll")).toMatchObject({ points: null, value: null, locked: true });
    expect((s.look?.high ?? 0) - (s.look?.low ?? 0)).toBeGreaterThanOrEqual(8);
    expect(JSON.stringify(s.causes.evidence.filter((e) => e.cause <= 2))).not.toMatch(/"value":[0-9]/);
  });
  test("belongs to the area, and to the own households of helpers", async () => {
    const id = await ill();
    await expect(t.db.within(actorAt("countyOfficer", 990_103_000_000), (tx) => sheet(tx, { county, id }, 2016))).rejects.toSatisfy((e) => codeOf(e) === "thing.unknown");
    await expect(t.db.within(actorAt("helper", region, [randomUUID()]), (tx) => sheet(tx, { county, id }, 2016))).rejects.toSatisfy((e) => codeOf(e) === "thing.unknown");
    expect((await t.db.within(actorAt("helper", region, [id]), (tx) => sheet(tx, { county, id }, 2016))).householdId).toBe(id);
  });
});

test("the page of a place adds up", async () => {
  const page = await t.db.within(officer, (tx) => overview(tx, { year: 2016 }));
  expect(page.region.code).toBe(region);
  expect(page.parts.reduce((sum, p) => sum + p.measures.households, 0)).toBe(page.total?.households);
  expect(page.total?.indicators.reduce((sum, i) => sum + (i.contribution ?? 0), 0)).toBeCloseTo(1, 12);
  expect(page.causes.counts.reduce((sum, c) => sum + c.households, 0) + page.causes.unstated).toBe(page.total?.households);
  expect(page.counts["poor"]).toBe(page.runs[0]?.counts["poor"]);
  expect(page.degree).toBeNull();
  // a parameter that changed after the sums were made is told
  expect(page.scheme.stale).toBe(false);
  expect((await t.db.within(officer, (tx) => overview(tx, { year: 2018 }))).scheme.stale).toBe(true);
});

describe("schemes of the four looks", () => {
  const content: LookContent = { cut: 50, items: ([1, 2, 3, 4] as const).map((look) => ({ key: `item${look}`, look, fact: ["unsafeHouse", "coop", "tv", "broadband"][look - 1] ?? "", points: 25, zh: `第${look}项`, en: `item ${look}`, bands: [{ is: look !== 1, points: 25 }, { is: look === 1, points: 0 }] })) };
  const proposal = { id: randomUUID(), place: region, version: "county-1", validFrom: "2016-01-01", source: "县扶贫办〔2016〕1号", content };
  test("count from the approval by a second person, for that place", async () => {
    await t.db.within(officer, (tx) => propose(tx, proposal));
    await t.db.within(officer, (tx) => propose(tx, proposal));
    expect((await t.db.asSystem((tx) => termsOf(tx, region, 2016))).look?.version).toBe("reference-1");
    await expect(t.db.within(officer, (tx) => approve(tx, proposal.id))).rejects.toSatisfy((e) => codeOf(e) === "identification.ownScheme");
    await expect(t.db.within(overseer, (tx) => approve(tx, proposal.id))).rejects.toSatisfy((e) => codeOf(e) === "identification.schemePlace");
    const second = actorAt("countyOfficer", region);
    expect((await t.db.within(second, (tx) => schemes(tx, region, 2018))).rows.find((r) => r.id === proposal.id)).toMatchObject({ mayApprove: true, inForce: false });
    await t.db.within(second, (tx) => approve(tx, proposal.id));
    expect((await t.db.asSystem((tx) => termsOf(tx, region, 2016))).look?.version).toBe("county-1");
    expect((await t.db.asSystem((tx) => termsOf(tx, 990_103_000_000, 2016))).look?.version).toBe("reference-1");
    await expect(t.db.within(second, (tx) => approve(tx, proposal.id))).rejects.toSatisfy((e) => codeOf(e) === "identification.schemeTaken");
  });
  test("are refused with what is wrong, and outside one's own place", async () => {
    await expect(t.db.within(officer, (tx) => propose(tx, { ...proposal, id: randomUUID(), version: "x", content: { ...content, items: content.items.slice(1) } }))).rejects.toSatisfy((e) => codeOf(e) === "identification.scheme");
    await expect(t.db.within(officer, (tx) => propose(tx, { ...proposal, id: randomUUID(), place: 990_000_000_000 }))).rejects.toSatisfy((e) => codeOf(e) === "identification.schemePlace");
    await expect(t.db.within(officer, (tx) => propose(tx, { ...proposal, id: randomUUID() }))).rejects.toSatisfy((e) => codeOf(e) === "identification.schemeTaken");
  });
});

test("a run brings the figures of the place up to the parameters in force", async () => {
  await t.db.within(officer, (tx) => assessCounty(tx, { key: randomUUID(), county, year: 2018 }));
  const page = await t.db.within(officer, (tx) => overview(tx, { year: 2018 }));
  expect(page.scheme.stale).toBe(false);
  expect(page.scheme.threshold).toBe(2);
  expect(page.line?.value).toBe(900_000);
});
