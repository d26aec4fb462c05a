/** The comparison centre on a small invented county: files in, suspicions, repeats, newer data, undo, acts, retention, evaluation. */
import fs from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { departmentFiles } from "@diguan/core/demo/departments.ts";
import { makeHousehold } from "@diguan/core/demo/household.ts";
import { householdIn } from "@diguan/core/demo/year.ts";
import { addDays } from "@diguan/core/time.ts";
import { actorAt, testDatabase, type TestDatabase } from "../../../tests/database.ts";
import { layDepartments } from "../demo/departments.ts";
import { regionRows } from "../demo/generate.ts";
import { loadCounty } from "../demo/load.ts";
import { demonstrationPlan } from "../demo/seed.ts";
import { ensureRegions } from "../regions/service.ts";
import { answer, bulk, decide, object, resolve } from "./acts.ts";
import { expire, takeIn, undo, type Request, type Taken } from "./batches.ts";
import { fetchInto, jsonToCsv, requireAddress } from "./pull.ts";
import { report } from "./report.ts";
import { openProposals, takeUpProposal } from "./service.ts";

let t: TestDatabase;
let dir: string;
const today = "2018-11-25";
const county = 990_102;
const plan = demonstrationPlan(0, 200);
const head = (i: number): { name: string; certNo: string; member: string } => { const m = householdIn(plan, makeHousehold(plan, i), 2018).members[0]; return { name: m?.name ?? "", certNo: (m?.certNo ?? "").slice(0, 18), member: m?.memberCode ?? "" }; };
const officer = actorAt("countyOfficer", county * 1e6);
const town = actorAt("townOfficer", county * 1e6);

beforeAll(async () => {
  t = await testDatabase();
  dir = fs.mkdtempSync(path.join(os.tmpdir(), "dgc-"));
  await t.db.asSystem(async (tx) => {
    await ensureRegions(tx, regionRows(1).map((r) => ({ code: r.code, name: r.name, source: "演示数据" })));
    await loadCounty(tx, t.crypto, plan, { years: [2018], errors: true, history: false, items: false });
  });
}, 120_000);
afterAll(() => { fs.rmSync(dir, { recursive: true, force: true }); });

const take = (feed: string, lines: readonly string[], snapshotOn = "2018-11-01", more: Partial<Request> = {}): Promise<Taken> => {
  const file = path.join(dir, `${feed}-${snapshotOn}.csv`);
  fs.writeFileSync(file, lines.join("\n"));
  return t.db.within(officer, (tx) => takeIn(tx, t.crypto, { county, feed, name: path.basename(file), basis: "duty", purpose: "核对", snapshotOn, way: "upload", today, ...more }, file));
};
const stateOf = async (id: string): Promise<{ state: string; outcome: string | null; version: number }> => (await t.sql<{ state: string; outcome: string | null; version: number }[]>`select state, outcome, version from comparison.finding where id = ${id}`)[0] ?? { state: "", outcome: null, version: 0 };
const car = (i: number, type: string, price: number, more = ""): string => `${head(i).name},${more || head(i).certNo},${type},${price},2017-05-06`;
const heading = "车主,身份证号,车辆类型,购置价(元),初次登记日期";

describe("files of departments", () => {
  test("nothing is taken without a legal basis", async () => {
    await expect(take("vehicles", [heading, car(1, "小型轿车", 80_000)], "2018-10-01", { basis: "" })).rejects.toMatchObject({ code: "comparison.basis" });
    await expect(take("vehicles", [heading, car(1, "小型轿车", 80_000)], "2019-01-01")).rejects.toMatchObject({ code: "comparison.snapshot" });
    expect(await t.sql`select from comparison.batch`).toHaveLength(0);
  });

  test("a file without its key names what is missing", async () => {
    await expect(take("vehicles", ["车主,车辆类型,购置价", "张三,小型轿车,80000"], "2018-10-01")).rejects.toMatchObject({ code: "comparison.noKey", details: { column: "公民身份号码" } });
  });

  test("cars above the limit are found, tricycles, motorcycles and cheap cars are not; 15 digits, disability certificates and mistyped numbers find their person", async () => {
    const [old, slip] = [head(5), head(6)];
    const fifteen = old.certNo.slice(0, 6) + old.certNo.slice(8, 17);
    const twisted = slip.certNo.slice(0, 15) + slip.certNo.charAt(16) + slip.certNo.charAt(15) + slip.certNo.slice(17);
    const r = await take("vehicles", [heading, car(1, "小型轿车", 80_000), car(2, "农用三轮车", 90_000), car(3, "普通二轮摩托车", 90_000), car(4, "小型轿车", 29_999), car(5, "SUV", 50_000, fifteen), car(6, "小型轿车", 60_000, twisted), car(7, "轻型货车", 40_000, `${head(7).certNo}44`), car(7, "轻型货车", 40_000, `${head(7).certNo}44`), "某人,99010119700101001X,小型轿车,90000,2016-01-01", ",,,,"]);
    expect(r.profile).toMatchObject({ rows: 9, duplicates: 1, oldNumber: 1 });
    expect(r.profile.badNumber).toBeGreaterThanOrEqual(1);
    const found = await t.sql<{ member: string; facts: { priceFen: number } }[]>`select m.code as member, f.facts from comparison.finding f join registry.member m on m.county = f.county and m.id = f.member_id where f.kind = 'X03' order by 1`;
    const expected = [1, 5, 6, 7].map((i) => head(i).member);
    expect(found.map((f) => f.member).toSorted()).toEqual(expect.arrayContaining(expected.filter((m) => m !== head(6).member)));
    expect(found.length).toBeGreaterThanOrEqual(3);
    expect(found.some((f) => [head(2).member, head(3).member, head(4).member].includes(f.member))).toBe(false);
    // names and numbers of strangers are not kept
    expect(await t.sql`select from comparison.record where sealed is null`).not.toHaveLength(0);
    expect(JSON.stringify(await t.sql`select * from comparison.record`)).not.toContain(head(1).certNo);
  });

  test("the same file again changes nothing; newer data close what they no longer show, and undo brings it back", async () => {
    const before = await t.sql`select id, version from comparison.finding order by id`;
    const lines = fs.readFileSync(path.join(dir, "vehicles-2018-11-01.csv"), "utf8").split("\n");
    expect((await take("vehicles", lines)).again).toBe(true);
    expect(await t.sql`select id, version from comparison.finding order by id`).toEqual(before);
    const newer = await take("vehicles", [heading, car(1, "小型轿车", 80_000), car(8, "小型轿车", 70_000)], "2018-11-20");
    expect(newer.compared).toMatchObject({ found: 1 });
    expect(newer.compared.closed).toBe(before.length - 1);
    const [gone] = await t.sql<{ id: string; outcome: string }[]>`select id, outcome from comparison.finding where state = 'closed' limit 1`;
    expect(gone?.outcome).toBe("notConfirmed");
    expect((await t.sql`select act from comparison.finding_event where finding_id = ${gone?.id ?? ""} order by id`).map((e) => e["act"])).toEqual(["found", "notConfirmed"]);
    // older data neither find nor close
    expect(await take("vehicles", [heading, car(9, "小型轿车", 70_000)], "2018-10-01")).toMatchObject({ state: "superseded", compared: { found: 0 } });
    const back = await t.db.within(officer, (tx) => undo(tx, t.crypto, { county, id: newer.id, today }));
    expect(back.reopened).toBe(before.length - 1);
    expect(await t.sql`select outcome from comparison.finding where state = 'closed'`).toEqual([{ outcome: "withdrawn" }]);
    expect(await t.sql`select from comparison.record where batch_id = ${newer.id}`).toHaveLength(0);
  });
});

describe("people check and decide", () => {
  let id = "";
  const key = (): { county: number; id: string } => ({ county, id });
  const checked = { answer: "confirmed" as const, checkedOn: today, first: "罗正平", second: "田秀珍", signed: true, note: "现场看到车辆", evidence: "行驶证复印件", attachments: [] };
  const version = async (): Promise<number> => (await stateOf(id)).version;

  test("sent, checked by two with evidence, decided by another; nothing is decided unseen", async () => {
    const [found] = await t.sql<{ id: string }[]>`select id from comparison.finding where kind = 'X03' and state = 'found' order by id limit 1`;
    id = found?.id ?? "";
    await expect(t.db.within(officer, async (tx) => decide(tx, { finding: key(), version: await version(), act: "removal", note: "直接剔除" }, today))).rejects.toMatchObject({ code: "comparison.state" });
    expect(await t.db.within(officer, (tx) => bulk(tx, { act: "send", findings: [key(), { county, id: "00000000-0000-4000-8000-000000000000" }] }, today))).toMatchObject({ done: 1, refused: [{ code: "thing.unknown" }] });
    expect((await t.sql<{ deadline: string }[]>`select deadline from comparison.finding where id = ${id}`)[0]?.deadline).toBe(addDays(today, 10));
    await expect(t.db.within(town, async (tx) => answer(tx, { finding: key(), version: await version(), ...checked, second: "罗正平" }, today))).rejects.toMatchObject({ code: "comparison.twoPersons" });
    await expect(t.db.within(town, async (tx) => answer(tx, { finding: key(), version: await version(), ...checked, evidence: "" }, today))).rejects.toMatchObject({ code: "comparison.evidence" });
    await expect(t.db.within(town, async (tx) => answer(tx, { finding: key(), version: await version(), ...checked, checkedOn: "2018-11-01" }, today))).rejects.toMatchObject({ code: "comparison.day" });
    await t.db.within(officer, async (tx) => answer(tx, { finding: key(), version: await version(), ...checked }, today));
    await expect(t.db.within(officer, async (tx) => decide(tx, { finding: key(), version: await version(), act: "removal", note: "证据齐全" }, today))).rejects.toMatchObject({ code: "comparison.ownCheck" });
    const other = actorAt("countyOfficer", county * 1e6);
    await t.db.within(other, async (tx) => decide(tx, { finding: key(), version: await version(), act: "return", note: "补充购置凭证" }, today));
    expect((await stateOf(id)).state).toBe("returned");
    await t.db.within(town, async (tx) => answer(tx, { finding: key(), version: await version(), ...checked }, today));
    await t.db.within(officer, async (tx) => decide(tx, { finding: key(), version: await version(), act: "removal", note: "证据齐全" }, today));
    expect(await stateOf(id)).toMatchObject({ state: "decided", outcome: "removal" });
  });

  test("removal is a proposal that waits for the time to object, and for the answer to an objection", async () => {
    const proposals = (on: string): Promise<readonly { id: string }[]> => t.db.within(officer, (tx) => openProposals(tx, { county, today: on, kind: "removal" }));
    expect(await proposals(addDays(today, 30))).toHaveLength(0);
    expect(await proposals(addDays(today, 31))).toHaveLength(1);
    await expect(t.db.within(town, async (tx) => object(tx, { finding: key(), version: await version(), reason: "借名登记" }, addDays(today, 31)))).rejects.toMatchObject({ code: "comparison.objectionOver" });
    await t.db.within(town, async (tx) => object(tx, { finding: key(), version: await version(), reason: "车辆系借名登记" }, addDays(today, 3)));
    expect(await proposals(addDays(today, 40))).toHaveLength(0);
    await t.db.within(officer, async (tx) => resolve(tx, { finding: key(), version: await version(), upheld: false, note: "转账记录相符" }, addDays(today, 4)));
    const [open] = await proposals(addDays(today, 40));
    expect(await t.db.within(officer, (tx) => takeUpProposal(tx, { county, id: open?.id ?? "", reference: "剔除-1" }))).toBe(true);
    expect(await t.db.within(officer, (tx) => takeUpProposal(tx, { county, id: open?.id ?? "", reference: "剔除-2" }))).toBe(false);
    // a household may be heard once more by other channels, not here
    await expect(t.db.within(town, async (tx) => object(tx, { finding: key(), version: await version(), reason: "再次申诉" }, addDays(today, 5)))).rejects.toMatchObject({ code: "comparison.objectionOver" });
  });

  test("what was excused is not raised again while the exception holds; a refuted suspicion only keeps", async () => {
    const rest = await t.sql<{ id: string; version: number }[]>`select id, version from comparison.finding where state = 'found' and kind = 'X03' order by id limit 2`;
    const check = async (f: { readonly id: string }, how: "excusable" | "refuted"): Promise<void> => {
      await t.db.within(officer, (tx) => bulk(tx, { act: "send", findings: [{ county, id: f.id }] }, today));
      await t.db.within(town, async (tx) => answer(tx, { finding: { county, id: f.id }, version: (await stateOf(f.id)).version, ...checked, answer: how }, today));
    };
    const rule = (f: { readonly id: string } | undefined, act: "removal" | "except" | "keep", ground?: string): Promise<void> => t.db.within(officer, async (tx) => decide(tx, { finding: { county, id: f?.id ?? "" }, version: (await stateOf(f?.id ?? "")).version, act, note: "借名，有证明", ...(ground ? { ground } : {}) }, today));
    const [first, second] = rest;
    for (const [f, how] of [[first, "excusable"], [second, "refuted"]] as const) if (f) await check(f, how);
    await expect(rule(first, "except")).rejects.toMatchObject({ code: "comparison.ground" });
    await expect(rule(second, "removal")).rejects.toMatchObject({ code: "comparison.decision" });
    await expect(rule(second, "except", "named")).rejects.toMatchObject({ code: "comparison.decision" });
    await rule(first, "except", "named");
    await rule(second, "keep");
    const lines = fs.readFileSync(path.join(dir, "vehicles-2018-11-01.csv"), "utf8").split("\n");
    const again = await take("vehicles", [...lines, car(10, "小型轿车", 88_000)], "2018-11-24");
    expect(again.compared.reopened).toBe(0);
    expect((await stateOf(rest[0]?.id ?? "")).outcome).toBe("except");
    const [batch] = await t.sql<{ id: string }[]>`select id from comparison.batch where state = 'compared' and feed = 'vehicles'`;
    expect(batch?.id).toBe(again.id);
    await expect(t.sql`update comparison.house_check set note = 'x'`).rejects.toThrow(/append-only/);
  });
});

describe("connections", () => {
  test("only https, or this machine; no name and password in the address", () => {
    expect(() => requireAddress("http://data.example.cn/x")).toThrow(/https/);
    expect(() => requireAddress("https://user:secret@data.example.cn/x")).toThrow(/https/);
    expect(requireAddress("http://127.0.0.1:8000/x").port).toBe("8000");
  });

  test("a real server: the token goes with the request, too much, too slow and errors are refused, redirects are not followed", async () => {
    const server = http.createServer((request, reply) => {
      if (request.url === "/slow") return;
      if (request.url === "/moved") { reply.writeHead(302, { location: "/ok" }).end(); return; }
      if (request.url === "/big") { reply.end("x".repeat(5000)); return; }
      if (request.headers.authorization !== "Bearer right") { reply.writeHead(401).end(); return; }
      reply.end(JSON.stringify({ rows: [{ 姓名: "甲,乙", 身份证号: "1" }] }));
    });
    await new Promise<void>((done) => { server.listen(0, "127.0.0.1", done); });
    const at = (p: string): URL => requireAddress(`http://127.0.0.1:${(server.address() as AddressInfo).port}${p}`);
    const file = path.join(dir, "pulled");
    const small = { bytes: 1000, ms: 300 };
    await fetchInto(at("/ok"), "right", file, small);
    expect(jsonToCsv(fs.readFileSync(file, "utf8"), "x")).toBe('姓名,身份证号\r\n"甲,乙",1');
    for (const [where, token, detail] of [["/ok", "wrong", "HTTP 401"], ["/big", "right", "> 0 MB"], ["/slow", "right", "超过"], ["/moved", "right", "HTTP 302"]] as const) await expect(fetchInto(at(where), token, file, small)).rejects.toMatchObject({ code: "comparison.pull", details: { detail: expect.stringContaining(detail) as unknown } });
    server.closeAllConnections();
    server.close();
  });
});

describe("a whole county of departments", () => {
  test("every generated file fits its schema; detection never reads the truth, evaluation measures it", async () => {
    expect(departmentFiles(plan, 2018).map((f) => f.feed)).toContain("household_roll");
    await t.db.asSystem((tx) => layDepartments(tx, t.crypto, plan, 2018, today));
    const [frame] = await t.sql<{ n: number; registered: number }[]>`select count(*)::int as n, count(registered_household)::int as registered from comparison.rural_household`;
    expect(frame?.n).toBe(200 + 8 + 1100);
    expect(frame?.registered).toBeGreaterThan(190);
    const kinds = (await t.sql`select distinct kind from comparison.finding`).map((k) => String(k["kind"]));
    expect(kinds).toEqual(expect.arrayContaining(["X05R", "M02", "M06", "D06", "D07", "D14"]));
    // a missed candidate is a household of the frame, never one of the register
    expect(await t.sql`select from comparison.finding where direction = 'omission' and (household_id is not null or rural_id is null)`).toHaveLength(0);
    const measured = await report(t.db, t.crypto, { lo: 0, hi: 999_999_999_999 });
    expect(measured?.missed.of).toBe(8);
    expect(measured?.missed.hits).toBeGreaterThan(3);
    await expect(t.db.asSystem((tx) => tx.sql`select * from demo.truth`)).rejects.toThrow(/permission denied/);
  });

  test("rows are deleted on the day of retention; findings keep their facts but not the identity as written; nothing is closed by it", async () => {
    const before = await t.sql`select count(*)::int as n from comparison.finding where state <> 'closed'`;
    expect(await t.db.asSystem((tx) => expire(tx, addDays(today, 181)))).toBeGreaterThan(10);
    expect(await t.sql`select from comparison.record limit 1`).toHaveLength(0);
    expect(await t.sql`select from comparison.rural_person limit 1`).toHaveLength(0);
    expect(await t.sql`select from comparison.finding where sealed is not null limit 1`).toHaveLength(0);
    expect(await t.sql`select count(*)::int as n from comparison.finding where state <> 'closed'`).toEqual(before);
  });
});
