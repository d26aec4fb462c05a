/** 查重 on the demonstration: what is planted is found, decisions have reasons and an undo, nothing is merged, areas hold. */
import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { afterPairAct, allowedPairActs, kindOf, marks, type PairAct } from "@diguan/core/comparison/duplicates.ts";
import { actorAt, testDatabase, type TestDatabase } from "../../../tests/database.ts";
import { regionRows } from "../demo/generate.ts";
import { loadCounty } from "../demo/load.ts";
import { demonstrationPlan } from "../demo/seed.ts";
import { ensureRegions } from "../regions/service.ts";
import { decidePair, detailOf, listPairs, summaryOf } from "./duplicates.ts";
import { searchCounty } from "./duplicates-search.ts";

let t: TestDatabase;
const county = 990_102;
const region = county * 1_000_000;
const today = "2019-01-10";
const officer = actorAt("countyOfficer", region);
beforeAll(async () => {
  t = await testDatabase();
  await t.db.asSystem(async (tx) => {
    await ensureRegions(tx, regionRows(2).map((r) => ({ code: r.code, name: r.name, source: "test" })));
    for (const [n, size] of [900, 60].entries()) await loadCounty(tx, t.crypto, demonstrationPlan(n, size), { years: [2018], errors: true, history: false, items: false });
  });
  await t.db.owner`analyze registry.member_year, registry.household_year`;
  for (const c of [county, 990_103]) await searchCounty(t.db, t.crypto, c, today);
}, 120_000);

const open = (): ReturnType<typeof listPairs> => t.db.within(officer, (tx) => listPairs(tx, { region, state: "open", limit: 100 }));
const decide = (pair: { readonly county: number; readonly id: string }, version: number, act: PairAct, reason = "证件和本人核对过", key: string = randomUUID()): ReturnType<typeof decidePair> => t.db.within(officer, (tx) => decidePair(tx, { pair, version, act, reason, key }));
const persons = async (): Promise<number> => (await t.sql<{ n: number }[]>`select count(*)::int as n from registry.member_year where county = ${county} and active`)[0]?.n ?? 0;

describe("rules", () => {
  test("states and acts", () => {
    expect([allowedPairActs("open"), allowedPairActs("visit"), allowedPairActs("same"), allowedPairActs("gone")]).toEqual([["same", "different", "visit"], ["same", "different", "undo"], ["undo"], []]);
    expect(afterPairAct("undo", "same", "开错了户", "visit")).toBe("visit");
    expect(() => afterPairAct("same", "different", "理由充分", "open")).toThrow(/撤销/);
    expect(() => afterPairAct("same", "open", " 是 ", "open")).toThrow(/至少 4 个字/);
  });
  test("what differs is marked by character", () => {
    expect([marks("138****5027", "138****5627"), marks("二组", "2队"), marks("99010319730811218", "990103197308112218"), marks("990103197308112218", "99010319730811218").length, marks("王", "王")]).toEqual([[8], [0, 1], [], 1, []]);
  });
  test("kinds", () => {
    const of = (certNo: string, name: string, birth: string): string => kindOf([{ field: "certNo", level: certNo, weight: 0 }, { field: "name", level: name, weight: 0 }, { field: "birth", level: birth, weight: 0 }]);
    expect([of("same", "different", "same"), of("oneSlip", "same", "same"), of("different", "samePinyin", "same"), of("missing", "similar", "oneDigit")]).toEqual(["sameNumber", "nearNumber", "sameNameBirth", "likely"]);
  });
});

describe("possible duplicates", () => {
  test("every planted double registration is found, and hardly anything else", async () => {
    const planted = (await t.db.asEvaluation((sql) => sql<{ member: string }[]>`select member_id as member from demo.truth where kind in ('duplicateId', 'nearDuplicate') and county = ${county} and year = 2018`)).map((p) => p.member);
    const pairs = await t.sql<{ a: string; b: string }[]>`select member_id as a, other_member as b from comparison.duplicate_pair where county = ${county} and probability >= 0.5`;
    expect(planted.length).toBeGreaterThan(5);
    expect(planted.filter((m) => !pairs.some((p) => p.a === m || p.b === m))).toEqual([]);
    expect(pairs.filter((p) => !planted.includes(p.a) && !planted.includes(p.b)).length).toBeLessThanOrEqual(planted.length / 4);
  });

  test("side by side: masked, marked, the weights add up", async () => {
    const [row] = (await open()).rows.filter((r) => r.kind === "nearNumber");
    if (!row) throw new Error("no pair to look at");
    const pair = await t.db.within(officer, (tx) => detailOf(tx, row));
    expect(pair.facts.map((f) => f.field)).toEqual(["name", "certNo", "birth", "sex", "region", "phone"]);
    expect(pair.prior + pair.facts.reduce((sum, f) => sum + f.weight, 0)).toBeCloseTo(pair.weight, 6);
    const number = pair.facts.find((f) => f.field === "certNo");
    expect(number?.left).toMatch(/^\d{6}\*{7,8}[\dX]{4}$/);
    expect((number?.leftMarks.length ?? 0) + (number?.rightMarks.length ?? 0)).toBeGreaterThan(0);
    const stored = JSON.stringify(await t.sql`select evidence from comparison.duplicate_pair where county = ${county}`);
    expect(stored).not.toMatch(/"\d{13,}/);
    expect(pair.allowed).toEqual(["same", "different", "visit"]);
  });

  test("a decision needs a reason, happens once, raises a task, is undone, and merges nobody", async () => {
    const before = await persons();
    const [row] = (await open()).rows;
    if (!row) throw new Error("no pair");
    await expect(decide(row, row.version, "same", "是")).rejects.toThrow(/至少 4 个字/);
    const key = randomUUID();
    const same = await decide(row, row.version, "same", "两本户口簿为同一人", key);
    expect([same.state, same.task, same.allowed, same.version]).toEqual(["same", "open", ["undo"], row.version + 1]);
    expect((await decide(row, row.version, "same", "两本户口簿为同一人", key)).version).toBe(row.version + 1);
    await expect(decide(row, row.version, "different")).rejects.toThrow(/刚被别人改过/);
    await expect(decide(row, row.version + 1, "different")).rejects.toThrow(/撤销/);
    expect((await t.db.within(officer, (tx) => summaryOf(tx, region, today, false))).tasks).toBe(1);
    const undone = await decide(row, row.version + 1, "undo", "判错了，应先入户");
    expect([undone.state, undone.task]).toEqual(["open", "withdrawn"]);
    const visit = await decide(row, row.version + 2, "visit");
    const different = await decide(row, visit.version, "different");
    const back = await decide(row, different.version, "undo", "核实材料有误");
    expect(back.state).toBe("visit");
    expect((await decide(row, back.version, "undo", "无需入户，证据已足")).state).toBe("open");
    const history = (await t.db.within(officer, (tx) => detailOf(tx, row))).history;
    expect(history.map((h) => h.act)).toEqual(["same", "undo", "visit", "different", "undo", "undo"]);
    await expect(t.sql`delete from comparison.duplicate_decision`).rejects.toThrow(/append-only/);
    expect(await persons()).toBe(before);
  });

  test("searching again changes nothing but what the records changed: a decision stands, a corrected record is gone and its task settled", async () => {
    const [first, second] = (await open()).rows;
    if (!first || !second) throw new Error("two pairs are needed");
    await decide(first, first.version, "different");
    await decide(second, second.version, "same");
    const again = await searchCounty(t.db, t.crypto, county, today);
    expect([again.fresh, again.gone]).toEqual([0, 0]);
    expect((await t.db.within(officer, (tx) => detailOf(tx, first))).state).toBe("different");
    await t.sql`update registry.member_year set active = false where county = ${county} and member_id = ${second.right.memberId} and year = 2018`;
    expect((await searchCounty(t.db, t.crypto, county, today)).gone).toBe(1);
    const gone = await t.db.within(officer, (tx) => detailOf(tx, second));
    expect([gone.state, gone.task, gone.allowed, gone.history.at(-1)?.act]).toEqual(["gone", "settled", [], "gone"]);
    await t.sql`update registry.member_year set active = true where county = ${county} and member_id = ${second.right.memberId} and year = 2018`;
    await searchCounty(t.db, t.crypto, county, today);
    expect((await t.db.within(officer, (tx) => detailOf(tx, second))).state).toBe("open");
  });

  test("the same number in two counties stands in both, without the other's names", async () => {
    const [own] = await t.sql<{ id: string; cert: Buffer; name: string; sealed: Buffer }[]>`select member_id as id, cert_idx as cert, name, sealed from registry.member_year where county = ${county} and year = 2018 and active and cert_fault is null order by member_id limit 1`;
    const [other] = await t.sql<{ id: string }[]>`select member_id as id from registry.member_year where county = 990103 and year = 2018 and active order by member_id limit 1`;
    if (!own || !other) throw new Error("members are missing");
    const secrets = t.crypto.open(own.sealed, `registry.member_year|${own.id}`);
    await t.sql`update registry.member_year set cert_idx = ${own.cert}, sealed = ${t.crypto.seal(secrets, `registry.member_year|${other.id}`)} where county = 990103 and member_id = ${other.id} and year = 2018`;
    for (const c of [county, 990_103]) await searchCounty(t.db, t.crypto, c, today);
    const row = (await open()).rows.find((r) => r.right.county === 990_103);
    expect(row).toMatchObject({ kind: "sameNumber", left: { memberId: own.id, outside: false }, right: { county: 990_103, outside: true, householdId: "", memberId: "", householdCode: null } });
    expect(row?.right.name).toContain("*");
    const neighbour = (await t.db.within(actorAt("countyOfficer", 990_103_000_000), (tx) => listPairs(tx, { region: 990_103_000_000, state: "open", limit: 100 }))).rows;
    expect(neighbour.some((r) => r.right.county === county && r.left.memberId === other.id)).toBe(true);
    expect(neighbour.some((r) => r.id === row?.id)).toBe(false);
  });

  test("pages follow one another", async () => {
    const all = (await open()).rows.map((r) => r.id);
    const first = await t.db.within(officer, (tx) => listPairs(tx, { region, state: "open", limit: 2 }));
    const rest = await t.db.within(officer, (tx) => listPairs(tx, { region, state: "open", limit: 100, after: first.next ?? "" }));
    expect([...first.rows, ...rest.rows].map((r) => r.id)).toEqual(all);
  });
});
