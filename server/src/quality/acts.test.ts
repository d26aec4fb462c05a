/** Findings are assigned, settled and verified by two persons; every act is counted, told in the history and audited; nothing outside the area is touched. */
import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { actorAt, testDatabase, type TestDatabase } from "../../../tests/database.ts";
import { family, household, idNumber, soundCase } from "../../../tests/quality/sound-household.ts";
import { storeCase } from "../../../tests/quality/store.ts";
import type { Role } from "@diguan/core/access/policy.ts";
import { messageOf } from "@diguan/core/quality/message.ts";
import type { WorklistFilters } from "@diguan/core/quality/contract.ts";
import { rangeOf } from "@diguan/core/region-code.ts";
import type { Actor } from "../postgres/pool.ts";
import { assign, decide, settle } from "./acts.ts";
import { checkRegion } from "./check.ts";
import { detail } from "./detail.ts";
import { recheckHousehold } from "./service.ts";
import { summary } from "./summary.ts";
import { exportFindings, worklist } from "./worklist.ts";

const today = "2018-12-31";
const terms = { today, findingDays: 15, exceptionDays: 365 };
const villageA = 990_102_101_001;
const villageB = 990_102_102_001;
let t: TestDatabase;
let [officer, second, villager, elsewhere]: (Actor | undefined)[] = [];
let serial = 0;

async function store(region: number, over: Parameters<typeof household>[0]): Promise<{ county: number; id: string }> {
  serial++;
  const members = family().map((m, i) => ({ ...m, memberCode: `${serial}-${i}`, certNo: idNumber(m.birth ?? "", m.sex ?? 1, serial * 3 + i) }));
  return storeCase(t.sql, t.crypto, { ...soundCase(), region, members, household: household({ householdCode: `H${String(serial).padStart(3, "0")}`, householdPhone: `138${String(serial).padStart(8, "0")}`, wageFen: 1_200_000 + serial * 1357, ...over }) });
}
async function person(role: Role, region: number, name: string): Promise<Actor> {
  const actor = { ...actorAt(role, region), name };
  await t.sql`insert into access.account (id, sign_in_name, display_name, region, password_hash) values (${actor.accountId}, ${name}, ${name}, ${region}, 'none')`;
  await t.sql`insert into access.post (id, account_id, role, region, valid_from) values (${actor.postId}, ${actor.accountId}, ${role}, ${region}, '2018-01-01')`;
  return actor;
}
const list = (actor: Actor | undefined, q: Partial<WorklistFilters> & { after?: string; limit?: number } = {}) => t.db.within(actor as Actor, (tx) => worklist(tx, { segment: "open", ...q, year: 2018, limit: q.limit ?? 50 }, today));
const open = async (rule: string) => { const row = (await list(officer, { rule, segment: "all" })).rows[0]; if (!row) throw new Error(`no finding of ${rule}`); return row; };

beforeAll(async () => {
  t = await testDatabase();
  await t.sql`insert into regions.region (code, level, parent, name) values (${villageA}, 5, 990102101000, '石门村'), (${villageB}, 5, 990102102000, '云台村')`;
  officer = await person("countyOfficer", 990_102_000_000, "县甲");
  second = await person("countyOfficer", 990_102_000_000, "县乙");
  villager = await person("villageWorker", villageA, "村甲");
  elsewhere = await person("countyOfficer", 990_103_000_000, "他县");
  await store(villageA, { causeOther: [7] });
  await store(villageA, { houseAreaM2: 0 });
  await store(villageB, { causeOther: [7], roadKm: 60 });
  await checkRegion(t.db, t.crypto, rangeOf(990_102_000_000), { today });
});

describe("the worklist", () => {
  test("shows the post's own area only, nearest deadline first, page by page", async () => {
    const all = await list(officer);
    expect(all.rows.map((r) => r.rule).toSorted()).toEqual(["DQ-067", "DQ-067", "DQ-090", "DQ-092"]);
    expect(all.rows[0]).toMatchObject({ deadline: "2019-01-15", daysLeft: 15, villageName: expect.stringMatching(/村$/), headName: "张建国", state: "found" });
    expect((await list(villager)).rows.map((r) => r.rule).toSorted()).toEqual(["DQ-067", "DQ-090"]);
    expect((await list(elsewhere)).rows).toEqual([]);
    const first = await list(officer, { limit: 3 });
    const rest = await list(officer, { limit: 3, after: first.next ?? "" });
    expect([...first.rows, ...rest.rows].map((r) => r.id)).toEqual(all.rows.map((r) => r.id));
    expect(rest.next).toBeNull();
  });
  test("filters by rule, severity, village, text, assignee and deadline", async () => {
    expect((await list(officer, { severity: "E" })).rows).toHaveLength(2);
    expect((await list(officer, { region: villageB })).rows).toHaveLength(2);
    expect((await list(officer, { text: "H003" })).rows).toHaveLength(2);
    expect((await list(officer, { text: "张" })).rows).toHaveLength(4);
    expect((await list(officer, { text: "%" })).rows).toEqual([]);
    expect((await list(officer, { assignee: "me" })).rows).toEqual([]);
    expect((await list(officer, { overdue: true })).rows).toEqual([]);
  });
  test("hides everything from an outsider even when one of the two lines of defence is off", async () => {
    for (const lines of [{ application: false, rls: true }, { application: true, rls: false }]) {
      const db = t.open(lines);
      expect((await db.within(elsewhere as Actor, (tx) => worklist(tx, { segment: "all", year: 2018, limit: 50 }, today))).rows).toEqual([]);
      expect((await db.within(villager as Actor, (tx) => worklist(tx, { segment: "all", year: 2018, limit: 50 }, today))).rows).toHaveLength(2);
    }
  });
  test("goes out whole, in pages", async () => {
    const pages = await t.db.within(officer as Actor, async (tx) => { const got = []; for await (const page of exportFindings(tx, { segment: "all", year: 2018 }, today)) got.push(...page); return got; });
    expect(pages).toHaveLength(4);
  });
});

describe("acts", () => {
  test("assign to a post whose area holds the village; tell the others why not", async () => {
    const rows = (await list(officer, { rule: "DQ-067" })).rows;
    const result = await t.db.within(officer as Actor, (tx) => assign(tx, { findings: [...rows, { county: 990_102, id: randomUUID() }], post: villager?.postId ?? "", deadline: "2019-01-05" }, today));
    expect(result.done).toBe(1);
    expect(result.refused.map((r) => r.code).toSorted()).toEqual(["quality.assignee", "thing.unknown"]);
    const mine = (await list(villager, { assignee: "me" })).rows;
    expect(mine).toMatchObject([{ state: "assigned", deadline: "2019-01-05", assignee: { name: "村甲", role: "villageWorker" }, region: villageA }]);
    await expect(t.db.within(officer as Actor, (tx) => assign(tx, { findings: rows, post: elsewhere?.postId ?? "" }, today))).rejects.toMatchObject({ code: "quality.assignee" });
  });
  test("explaining needs a reason and evidence of the household; the explainer may not verify, another may; the exception lasts", async () => {
    const f = await open("DQ-090");
    const explain = (over: object) => t.db.within(villager as Actor, (tx) => settle(tx, { finding: f, version: f.version, act: "explain", reason: "无房户,借住兄弟家", ...over }, terms));
    await expect(explain({ reason: "无" })).rejects.toMatchObject({ code: "quality.reason" });
    await expect(explain({ evidence: randomUUID() })).rejects.toMatchObject({ code: "quality.evidence" });
    await expect(explain({ version: 99 })).rejects.toMatchObject({ code: "change.conflict" });
    await expect(t.db.within(elsewhere as Actor, (tx) => settle(tx, { finding: f, version: f.version, act: "explain", reason: "不该看见的" }, terms))).rejects.toMatchObject({ code: "thing.unknown" });
    const photo = randomUUID();
    await t.sql`insert into registry.attachment (county, id, household_id, region, kind, media_type, name, bytes, sha256) values (990102, ${photo}, ${f.householdId}, ${f.region}, 'house', 'image/jpeg', '房屋.jpg', 10, '\\x00')`;
    await explain({ evidence: photo, validUntil: "2019-06-30" });
    const explained = await open("DQ-090");
    expect(explained).toMatchObject({ state: "explained" });
    const again = await t.db.within({ ...villager as Actor, role: "countyOfficer" }, (tx) => decide(tx, { finding: explained, version: explained.version, act: "verify" }, terms)).catch((e: unknown) => e);
    expect(again).toMatchObject({ code: "quality.ownWork" });
    await t.db.within(second as Actor, (tx) => decide(tx, { finding: explained, version: explained.version, act: "verify" }, terms));
    const full = await t.db.within(officer as Actor, (tx) => detail(tx, t.crypto, explained, today));
    expect(full).toMatchObject({ state: "verified", outcome: "explained", exception: { reason: "无房户,借住兄弟家", validUntil: "2019-06-30" }, events: [{ act: "explained", by: "村甲", evidence: photo }, { act: "verified", by: "县乙" }] });
    expect(full.facts.find((x) => x.field === "houseAreaM2")).toEqual({ of: "household", field: "houseAreaM2", value: 0, masked: false, faulty: true });
    // while the exception lasts a new check leaves it; afterwards it is back
    const key = { county: 990_102, id: f.householdId ?? "", region: f.region, year: 2018 };
    expect(await t.db.within(officer as Actor, (tx) => recheckHousehold(tx, t.crypto, key, "2019-06-30"))).toMatchObject({ reopened: 0 });
    expect(await t.db.within(officer as Actor, (tx) => recheckHousehold(tx, t.crypto, key, "2019-07-01"))).toMatchObject({ reopened: 1 });
  });
  test("what is marked as corrected comes back when the fault is still there; sending back needs a reason", async () => {
    const f = await open("DQ-092");
    await t.db.within(officer as Actor, (tx) => settle(tx, { finding: f, version: f.version, act: "correct", reason: "" }, terms));
    const corrected = await open("DQ-092");
    await expect(t.db.within(second as Actor, (tx) => decide(tx, { finding: corrected, version: corrected.version, act: "sendBack" }, terms))).rejects.toMatchObject({ code: "quality.reason" });
    await t.db.within(second as Actor, (tx) => decide(tx, { finding: corrected, version: corrected.version, act: "sendBack", note: "距离仍是60公里" }, terms));
    expect(await open("DQ-092")).toMatchObject({ state: "returned" });
    await t.sql`update registry.household_year set road_km = 6 where household_id = ${f.householdId}`;
    expect(await t.db.within(officer as Actor, (tx) => recheckHousehold(tx, t.crypto, { county: 990_102, id: f.householdId ?? "", region: f.region, year: 2018 }, today))).toMatchObject({ corrected: 1 });
    const settled = await open("DQ-092");
    await expect(t.db.within(officer as Actor, (tx) => decide(tx, { finding: settled, version: settled.version, act: "verify" }, terms))).rejects.toMatchObject({ code: "quality.ownWork" });
    await t.db.within(second as Actor, (tx) => decide(tx, { finding: settled, version: settled.version, act: "verify" }, terms));
    expect(await open("DQ-092")).toMatchObject({ state: "verified", outcome: "corrected", allowed: ["reopen"] });
  });
  test("history and exceptions are append-only, also for the platform; every act is in the audit", async () => {
    await expect(t.db.asSystem((tx) => tx.sql`delete from quality.finding_event`)).rejects.toThrow(/permission denied|append-only/);
    await expect(t.sql`update quality.exception set reason = 'anders'`).rejects.toThrow(/append-only/);
    const acts = await t.sql<{ action: string; n: number }[]>`select action, count(*)::int as n from audit.entry where resource = 'finding' and account_id is not null group by 1 order by 1`;
    expect(Object.fromEntries(acts.map((a) => [a.action, a.n]))).toEqual({ assign: 1, correct: 1, explain: 1, sendBack: 1, verify: 2 });
  });
});

describe("the overview", () => {
  test("counts by village, rule, severity and state, always equal to the findings", async () => {
    const s = await t.db.within(officer as Actor, (tx) => summary(tx, {}, today, undefined));
    expect(s).toMatchObject({ region: 990_102_000_000, year: 2018, total: { open: 3, waiting: 0, verified: 1 }, overdue: 0, may: { assign: true, edit: true, verify: true, export: true }, lastCheck: { households: 3, persons: 9 } });
    expect(s.byPlace.map((p) => [p.name, p.open])).toEqual([["石门村", 2], ["云台村", 1]]);
    expect(s.bySeverity).toEqual([{ severity: "E", open: 2 }, { severity: "W", open: 1 }, { severity: "R", open: 0 }]);
    const counted = await t.sql`select county, region, rule, state, count(*)::int as n from quality.finding group by 1, 2, 3, 4 order by 1, 2, 3, 4`;
    expect(await t.sql`select county, region, rule, state, n from quality.tally where n <> 0 order by 1, 2, 3, 4`).toEqual(counted);
    expect(messageOf({ rule: "DQ-067", args: { cause: 7 } }, "zh-CN")).toContain("缺技术");
  });
  test("of a village worker ends at the village; the county is as unknown as a place that does not exist", async () => {
    expect(await t.db.within(villager as Actor, (tx) => summary(tx, {}, today, undefined))).toMatchObject({ region: villageA, total: { open: 2 }, may: { assign: false, verify: false } });
    expect(await t.db.within(elsewhere as Actor, (tx) => summary(tx, {}, today, undefined))).toMatchObject({ total: { open: 0, waiting: 0, verified: 0 }, byPlace: [], lastCheck: null });
    for (const lines of [{ application: true, rls: true }, { application: false, rls: true }, { application: true, rls: false }]) {
      const db = t.open(lines);
      for (const who of [villager, elsewhere]) await expect(db.within(who as Actor, (tx) => summary(tx, { region: 990_102_000_000 }, today, undefined))).rejects.toMatchObject({ code: "thing.unknown" });
    }
  });
});
