/** Helpers, measures, work and visits over HTTP, and the rules of data quality that read them (domain guide §1.7, §6, DQ-094 … 114). */
import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { rangeOf } from "@diguan/core/region-code.ts";
import type { Helping } from "@diguan/core/measures/contract.ts";
import { places, testServer, type TestServer } from "../../../tests/registry.ts";
import { family, household, idNumber, soundCase } from "../../../tests/quality/sound-household.ts";
import { storeCase } from "../../../tests/quality/store.ts";
import { checkRegion } from "../quality/check.ts";

let s: TestServer;
let at: string;
let wife: string;
const made = new Map<string, { county: number; id: string }>();

/** Rules that stand open for the household. */
const open = async (): Promise<string[]> => (await s.t.sql<{ rule: string }[]>`select rule from quality.finding where household_id = ${made.get("a")?.id ?? ""} and state in ('found', 'assigned', 'returned') order by rule`).map((f) => f.rule);

beforeAll(async () => {
  s = await testServer();
  for (const [i, code] of ["a", "b", "c"].entries()) {
    const members = family().map((m, j) => ({ ...m, memberCode: `${code}${j}`, certNo: idNumber(m.birth ?? "", m.sex ?? 1, 40 + i * 5 + j) }));
    made.set(code, await storeCase(s.t.sql, s.t.crypto, { ...soundCase(), region: i === 2 ? places.nextVillage : places.village, members, household: household({ householdCode: `9901020000000${i}`, exitState: 0 }) }));
  }
  const a = made.get("a");
  at = `/api/households/${a?.county}/${a?.id}`;
  wife = (await s.t.sql<{ id: string }[]>`select id from registry.member where code = 'a1'`)[0]?.id ?? "";
});

describe("help on record", () => {
  test("a county that keeps none is not blamed for it", async () => {
    const { notChecked, byRule } = await checkRegion(s.t.db, s.t.crypto, rangeOf(places.county), { today: "2018-11-20" });
    expect(byRule.map((r) => r.rule)).not.toContain("DQ-094");
    expect(notChecked.filter((n) => n.because.reason === "needs").map((n) => n.rule)).toEqual(expect.arrayContaining(["DQ-094", "DQ-100", "DQ-114"]));
  });
  test("a helper, the quota of the rank, a pairing, its end", async () => {
    const officer = s.as("countyOfficer");
    const key = randomUUID();
    const body = { key, region: places.county, name: "李帮扶", unit: "县农业局", rank: 4, certNo: idNumber("1980-03-03", 1, 77), phone: "13900000001" };
    expect((await s.ask(officer, "POST", "/api/helpers", { ...body, certNo: "990102198003037712" })).status).toBe(422);
    expect((await s.ask(officer, "POST", "/api/helpers", body)).body).toEqual({ id: key, version: 1 });
    expect((await s.ask(officer, "POST", "/api/helpers", body)).body).toEqual({ id: key, version: 1 });
    // from now on the county keeps helpers
    await checkRegion(s.t.db, s.t.crypto, rangeOf(places.county), { today: "2018-11-20" });
    expect(await open()).toContain("DQ-094");
    for (const code of ["b", "c"]) expect((await s.ask(officer, "POST", `/api/households/990102/${made.get(code)?.id}/helpers`, { key: randomUUID(), helperId: key, from: "2018-03-01" })).status).toBe(200);
    const full = await s.ask(officer, "POST", `${at}/helpers`, { key: randomUUID(), helperId: key, from: "2018-03-01" });
    expect(full).toMatchObject({ status: 409, body: { code: "helpers.full", details: { households: 2, quota: 2 } } });
    const pairing = randomUUID();
    expect((await s.ask(officer, "POST", `${at}/helpers`, { key: pairing, helperId: key, from: "2018-03-01", beyondQuota: "原帮扶人调离，暂代" })).status).toBe(200);
    expect(await open()).toEqual(expect.not.arrayContaining(["DQ-094"]));
    expect(await open()).toContain("DQ-096");
    expect((await s.ask(officer, "POST", `${at}/helpers/${pairing}/end`, { on: "2018-10-31", reason: "已落实新帮扶人" })).status).toBe(200);
    expect(await open()).toContain("DQ-094");
    const { body: list } = await s.ask<{ rows: { name: string; households: number; quota: number }[] }>(officer, "GET", "/api/helpers?search=农业");
    expect(list.rows).toMatchObject([{ name: "李帮扶", households: 2, quota: 2 }]);
    expect((await s.ask<{ rows: unknown[] }>(s.as("townOfficer", places.town), "GET", "/api/helpers")).body.rows).toEqual([]);
  });
  test("a measure is planned, moved on step by step, and settles the question about development", async () => {
    const worker = s.as("villageWorker", places.village);
    const key = randomUUID();
    expect((await s.ask(worker, "POST", `${at}/measures`, { key, code: "M99", year: 2018 })).status).toBe(422);
    expect((await s.ask(worker, "POST", `${at}/measures`, { key, code: "M11", year: 2018, content: "种植辣椒 3 亩", amountFen: 300_000, moneySource: 1, signedOn: "2018-03-05" })).body).toEqual({ id: key, version: 1 });
    expect(await open()).toContain("DQ-100");
    expect((await s.ask(worker, "POST", `${at}/measures`, { key: randomUUID(), code: "M11", year: 2018 }))).toMatchObject({ status: 409, body: { code: "measures.twice" } });
    expect((await s.ask(worker, "POST", `${at}/measures/${key}/state`, { to: "paid", version: 1 }))).toMatchObject({ status: 409, body: { code: "measures.state" } });
    expect((await s.ask(worker, "POST", `${at}/measures/${key}/state`, { to: "approved", version: 1 })).body).toMatchObject({ version: 2 });
    expect((await s.ask(worker, "POST", `${at}/measures/${key}/state`, { to: "running", version: 2 }))).toMatchObject({ status: 422, body: { code: "measures.dates" } });
    expect((await s.ask(worker, "POST", `${at}/measures/${key}/state`, { to: "running", version: 2, startedOn: "2018-04-01" })).body).toMatchObject({ version: 3 });
    expect(await open()).not.toContain("DQ-100");
    expect((await s.ask(worker, "POST", `${at}/measures/${key}/state`, { to: "completed", version: 2 }))).toMatchObject({ status: 409, body: { code: "change.conflict" } });
    const { body } = await s.ask<Helping>(worker, "GET", `${at}/helping`);
    expect(body.measures).toMatchObject([{ code: "M11", state: "running", startedOn: "2018-04-01", events: [{ to: "planned" }, { from: "planned", to: "approved" }, { from: "approved", to: "running" }] }]);
    expect(body.helpers).toMatchObject([{ name: "李帮扶", to: "2018-10-31" }]);
  });
  test("what excludes each other is refused; a measure given to the dead is found", async () => {
    const worker = s.as("villageWorker", places.village);
    const dibao = randomUUID();
    expect((await s.ask(worker, "POST", `${at}/measures`, { key: dibao, code: "M81", year: 2018, memberId: wife, state: "running", startedOn: "2018-01-01" })).status).toBe(200);
    expect(await open()).toContain("DQ-079");
    expect((await s.ask(worker, "POST", `${at}/measures`, { key: randomUUID(), code: "M82", year: 2018, memberId: wife }))).toMatchObject({ status: 409, body: { code: "measures.exclusive" } });
    await s.t.sql`update registry.member set left_on = '2018-08-12', departure = 1 where id = ${wife}`;
    expect((await s.ask(worker, "POST", `${at}/measures`, { key: randomUUID(), code: "M71", year: 2018, memberId: wife, state: "running", startedOn: "2018-09-01" }))).toMatchObject({ status: 422, body: { code: "measures.member" } });
    await checkRegion(s.t.db, s.t.crypto, rangeOf(places.county), { today: "2018-11-20" });
    expect(await open()).toContain("DQ-106");
    // stopped within the month of the death: nothing was given after it (T22 has one month of grace)
    expect((await s.ask(worker, "POST", `${at}/measures/${dibao}/state`, { to: "ended", version: 1, finishedOn: "2018-08-31" })).status).toBe(200);
    expect(await open()).not.toContain("DQ-106");
    await s.t.sql`update registry.member set left_on = null, departure = null where id = ${wife}`;
  });
  test("work with an end before its beginning is refused, overlapping work is found in era B only", async () => {
    const worker = s.as("villageWorker", places.village);
    const enter = (body: object): Promise<{ status: number; body: { id?: string } }> => s.ask(worker, "POST", `${at}/employment`, { key: randomUUID(), memberId: wife, workingNow: false, ...body });
    expect((await enter({ from: "2018-03-01", to: "2018-02-01" })).status).toBe(422);
    const first = await enter({ from: "2018-03-01", to: "2018-06-30", place: places.otherCounty, employer: "润禾食品厂", wageFen: 320_000 });
    expect(first.status).toBe(200);
    const { body } = await s.ask<Helping>(worker, "GET", `${at}/helping`);
    expect(body.work).toMatchObject([{ memberName: expect.stringContaining("李"), placeName: "润禾县", wageFen: 320_000 }]);
    expect((await s.ask(worker, "POST", `${at}/employment/${first.body.id}/withdraw`, { reason: "录错人" })).status).toBe(200);
    expect((await s.ask<Helping>(worker, "GET", `${at}/helping`)).body.work).toEqual([]);
  });
  test("a collection far from the house, or minutes after another, is looked at again", async () => {
    const worker = s.as("villageWorker", places.village);
    const go = (code: string, body: object): Promise<{ status: number }> => s.ask(worker, "POST", `/api/households/990102/${made.get(code)?.id}/visits`, { key: randomUUID(), purpose: 2, ...body });
    expect((await go("a", { arrivedAt: "2018-11-21T09:00:00+08:00" })).status).toBe(422);
    expect((await go("a", { arrivedAt: "2018-11-01T09:00:00+08:00", lat: 27, lon: 105, markHouse: true, minutes: 40 })).status).toBe(200);
    expect(await open()).not.toContain("DQ-114");
    expect((await go("b", { arrivedAt: "2018-11-05T09:00:00+08:00" })).status).toBe(200);
    expect((await go("a", { arrivedAt: "2018-11-05T09:02:00+08:00", lat: 27.01, lon: 105 })).status).toBe(200);
    expect(await open()).toContain("DQ-114");
    const { body } = await s.ask<Helping>(worker, "GET", `${at}/helping`);
    expect(body.visits.map((v) => v.metres)).toEqual([1112, 0]);
  });
  test("a file of exit without its signature is found once the county keeps such files", async () => {
    const of = made.get("b");
    await s.t.sql`update registry.household_year set exit_state = 1, exit_year = 2018 where household_id = any (${[of?.id ?? "", made.get("c")?.id ?? ""]}::uuid[])`;
    const lacks = async (): Promise<unknown[]> => {
      await checkRegion(s.t.db, s.t.crypto, rangeOf(places.county), { today: "2018-11-20" });
      return (await s.t.sql<{ args: unknown }[]>`select f.args from quality.finding f join registry.household h on h.id = f.household_id where f.rule = 'DQ-115' and f.state in ('found', 'returned') order by h.code`).map((f) => f.args);
    };
    const attach = (kind: string): Promise<unknown> => s.t.sql`
      insert into registry.attachment (county, id, household_id, region, kind, media_type, name, bytes, sha256) values (990102, ${randomUUID()}, ${of?.id ?? ""}, ${places.village}, ${kind}, 'application/pdf', 'x.pdf', 1, '\\x00')`;
    expect(await lacks()).toEqual([]);
    await attach("minutes");
    expect(await lacks()).toEqual([{ lacks: "notice,signature" }, { lacks: "minutes,notice,signature" }]);
    await attach("notice"); await attach("consent");
    expect(await lacks()).toEqual([{ lacks: "minutes,notice,signature" }]);
  });
  test("others' villages stay closed", async () => {
    const stranger = s.as("villageWorker", places.farVillage);
    expect((await s.ask(stranger, "GET", `${at}/helping`)).status).toBe(404);
    expect((await s.ask(stranger, "POST", `${at}/measures`, { key: randomUUID(), code: "M11", year: 2018 })).status).toBe(404);
    expect((await s.ask(s.as("bank"), "GET", `${at}/helping`)).status).toBe(403);
  });
});
