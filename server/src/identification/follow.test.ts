/** Facts and sums follow the registry in the transaction that changes it. */
import { beforeAll, expect, test } from "vitest";
import { allocate, makeCounty } from "@diguan/core/demo/places.ts";
import { actorAt, testDatabase, type TestDatabase } from "../../../tests/database.ts";
import { loadCounty } from "../demo/load.ts";
import { edit } from "../registry/edit.ts";
import { factsOf, refreshFacts } from "./facts.ts";
import { measuresOf } from "./measures.ts";

let t: TestDatabase;
const places = makeCounty(0);
const county = places.code;
const officer = actorAt("countyOfficer", county * 1_000_000);

beforeAll(async () => {
  t = await testDatabase();
  await t.db.asSystem(async (tx) => {
    await loadCounty(tx, t.crypto, { seed: "follow", profile: "A", county: places, starts: allocate(places, 40), households: 40, prefix: county }, { years: [2018], errors: false, history: false, items: false });
    await refreshFacts(tx, county);
  });
});

test("an edit of a household is in its facts and in its village's sums", async () => {
  const today = "2018-11-20";
  const [row] = await t.sql<{ id: string; version: number; region: number }[]>`select household_id as id, version, region from registry.household_year where county = ${county} and water_safe and not water_hard and exit_state = 0 order by household_id limit 1`;
  if (!row) throw new Error("no household");
  const place = { lo: row.region, hi: row.region };
  const before = await t.db.asSystem((tx) => measuresOf(tx, place, 2018, 1));
  const outcome = await t.db.within(officer, (tx) => edit({ tx, crypto: t.crypto, today }, { county, id: row.id }, { year: 2018, version: row.version, household: { waterSafe: false, causeMain: 6 }, members: [], reason: "枯水期水质检测不合格", explanation: "水利站检测报告", source: 4 }));
  expect(outcome.saved).toBe(true);
  const [facts] = await t.db.within(officer, (tx) => factsOf(tx, { county, households: [row.id], year: 2018 }));
  expect(facts?.facts["waterSafe"]).toBe(false);
  expect(facts?.flags[6]).toBe(true);
  const after = await t.db.asSystem((tx) => measuresOf(tx, place, 2018, 1));
  expect(after.whole?.measures.indicators[6]?.uncensored ?? 0).toBeGreaterThan(before.whole?.measures.indicators[6]?.uncensored ?? 0);
  expect((after.whole?.causes[5] ?? 0)).toBe((before.whole?.causes[5] ?? 0) + 1);
});

test("people of single households read their own facts alone", async () => {
  const ids = (await t.sql<{ id: string }[]>`select household_id as id from identification.facts where county = ${county} order by 1 limit 2`).map((r) => r.id);
  const [own] = ids;
  expect((await t.db.within(actorAt("helper", county * 1_000_000, [own ?? ""]), (tx) => factsOf(tx, { county, households: ids, year: 2018 }))).map((f) => f.householdId)).toEqual([own]);
  expect(await t.db.within(actorAt("countyOfficer", 990_103_000_000), (tx) => factsOf(tx, { county, households: ids, year: 2018 }))).toEqual([]);
});
