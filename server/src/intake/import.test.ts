import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { PassThrough, Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { tellFinding } from "@diguan/core/intake/tell.ts";
import { rangeOf } from "@diguan/core/region-code.ts";
import { actorAt, testDatabase, type TestDatabase } from "../../../tests/database.ts";
import type { Actor, Scope } from "../postgres/pool.ts";
import { everywhere } from "../postgres/pool.ts";
import { addBatch, batchOf, findingsChunk, newBatchId, type Batch, type KeptFinding, type Options } from "./batches.ts";
import { writeErrorWorkbook } from "./errors.ts";
import { exportRows, templateRows } from "./exports.ts";
import { runBatch, type Host } from "./pipeline.ts";
import { readFile } from "./read/file.ts";
import { batch as batchView, cancel, correct, findings as findingsView, start, upload, type Desk } from "./service.ts";
import { keepUpload } from "./uploads.ts";
import { openWorkbook, type Cell } from "./write/xlsx.ts";
import type { Correction } from "./understand.ts";
import type { Deps } from "../serve.ts";

const county = 990_102_000_000;
const workbook = path.resolve(import.meta.dirname, "../../../tests/fixtures/county-export-2017.xlsx");
let t: TestDatabase;
let host: Host;
let dir = "";
beforeAll(async () => {
  t = await testDatabase();
  dir = fs.mkdtempSync(path.join(os.tmpdir(), "dg-import-"));
  host = { db: t.db, crypto: t.crypto, dataDir: dir, now: () => Date.parse("2026-11-20T00:00:00Z") };
});
afterAll(() => { fs.rmSync(dir, { recursive: true }); });

interface Outcome { readonly id: string; readonly batch: Batch; readonly counts: Batch["counts"]; readonly findings: readonly KeptFinding[] }
async function outcome(id: string): Promise<Outcome> {
  const batch = await t.db.asSystem((tx) => batchOf(tx, id));
  const findings: KeptFinding[] = [];
  for (let after = -1; ;) {
    const chunk = await t.db.asSystem((tx) => findingsChunk(tx, id, after));
    if (!chunk) return { id, batch, counts: batch.counts, findings };
    after = chunk.ordinal;
    findings.push(...chunk.findings);
  }
}
async function take(content: Buffer | string, options: Partial<Options> & { name?: string; scope?: Scope; mapping?: Record<string, Correction>; dry?: boolean } = {}): Promise<Outcome> {
  const id = newBatchId();
  const kept = await keepUpload(dir, id, Readable.from([Buffer.from(content)]));
  await t.db.asSystem((tx) => addBatch(tx, t.crypto, { id, fileName: options.name ?? "file.csv", kept, options: { createRegions: options.createRegions ?? true, ...(options.year ? { year: options.year } : {}), ...(options.region ? { region: options.region } : {}) }, mapping: options.mapping ?? {}, scope: options.scope ?? everywhere }));
  await runBatch(host, id, options.dry ? "preview" : "commit");
  return outcome(id);
}
const rulesAt = (o: Outcome, row: number): string[] => o.findings.filter((f) => f[1] === row).map((f) => f[3]);
const rowsOf = (o: Outcome, rule: string): number[] => o.findings.filter((f) => f[3] === rule).map((f) => f[1]).toSorted((a, b) => a - b);
async function xlsx(sheets: Readonly<Record<string, readonly (readonly Cell[])[]>>): Promise<Buffer> {
  const out = new PassThrough();
  const parts: Buffer[] = [];
  out.on("data", (c: Buffer) => parts.push(c));
  const book = openWorkbook(out);
  for (const [name, rows] of Object.entries(sheets)) { await book.sheet(name, [], { heading: false }); for (const row of rows) await book.row(row); }
  await book.close();
  return Buffer.concat(parts);
}
const state = async (): Promise<unknown> => t.sql`select code, y.year, y.cause_main, y.year_members, y.wage_fen, y.region from registry.household h join registry.household_year y on y.county = h.county and y.household_id = h.id order by 1, 2`;

const head = "年度,县,乡镇,行政村,户编号,人编号,姓名,证件号码,与户主关系,主要致贫原因,工资性收入,人数\n";
const person = (household: string, n: number, name: string, cert: string, relation: string, more = "因病,1000,2"): string => `2016,示例县,石门镇,石门村,${household},${household}000${n},${name},${cert},${relation},${more}\n`;

describe("the county's workbook", () => {
  test("every kind of fault is found at its row, and no sound row is refused", async () => {
    const o = await take(fs.readFileSync(workbook), { name: "county-export-2017.xlsx" });
    expect(o.counts).toEqual({ rows: 1149, persons: 1149, households: 320, created: 1149, updated: 0, unchanged: 0, rejected: 0 });
    const wanted: Record<string, number[]> = {
      "IM-11": [183, 364, 412, 445, 546, 622, 779, 793], "IM-12": [47, 117, 626, 646, 894, 957, 1013], "IM-22": [138, 477, 545, 695],
      "DQ-008": [71, 141, 263, 369, 384, 441, 478, 599, 678, 699, 760, 797, 928, 1056], "IM-62": [111, 332, 395, 869, 888],
    };
    for (const [rule, rows] of Object.entries(wanted)) expect([rule, rowsOf(o, rule)]).toEqual([rule, rows]);
    for (const [rule, n] of [["DQ-003", 14], ["IM-21", 12], ["DQ-009", 3], ["DQ-057", 9], ["DQ-041", 9], ["IM-63", 8], ["IM-27", 111]] as const) expect([rule, rowsOf(o, rule).length]).toEqual([rule, n]);
    for (const rule of ["DQ-081", "DQ-034", "DQ-038"]) expect(rowsOf(o, rule).length, rule).toBeGreaterThan(0);
    expect(o.batch.report.newRegions?.map((r) => r.code).slice(0, 3)).toEqual([990_000_000_000, 990_100_000_000, 990_102_000_000]);
    // neither findings nor samples show a whole number of a person
    expect(JSON.stringify(o.batch.report)).not.toMatch(/(?<!\d)(\d{17}[\dX]|\d{19}|1[3-9]\d{9})(?!\d)/);
    expect(o.findings.some((f) => /\d{17}[\dX]/.test(tellFinding(f[3], f[5], "zh-CN")))).toBe(false);
  });
  test("the same file again changes nothing, undo leaves nothing, and it can be taken once more", async () => {
    const before = await state();
    const again = await take(fs.readFileSync(workbook), { name: "county-export-2017.xlsx" });
    expect(again.counts).toMatchObject({ created: 0, updated: 0, unchanged: 1149 });
    expect(await state()).toEqual(before);
    const [first] = await t.sql<{ id: string }[]>`select id from intake.batch order by created_at limit 1`;
    await runBatch(host, first?.id ?? "", "undo");
    expect(await state()).toEqual([]);
    expect((await t.sql`select from registry.person`).length).toBe(0);
    expect((await outcome(first?.id ?? "")).batch).toMatchObject({ state: "undone", report: { undo: { restored: 320, kept: [] } } });
    await runBatch(host, first?.id ?? "", "commit");
    expect(await state()).toEqual(before);
  });
  test("the error workbook has the same rows with reasons", async () => {
    const [first] = await t.sql<{ id: string }[]>`select id from intake.batch order by created_at limit 1`;
    const out = path.join(dir, "errors.xlsx");
    await writeErrorWorkbook(host, (await outcome(first?.id ?? "")).batch, out);
    const rows = new Map<string, readonly string[]>();
    const names: string[] = [];
    await readFile(out, "errors.xlsx", { sheet: (n) => { names.push(n); }, row: (n, cells) => { rows.set(`${names.length}|${n}`, cells); }, end: () => {} });
    expect(names).toEqual(["贫困人口基础信息", "填表说明"]);
    expect(rows.get("1|3")?.[67]).toBe("问题原因");
    expect(rows.get("1|47")?.[67]).toContain("科学计数法");
    expect(rows.get("1|47")?.slice(0, 12)).toEqual(expect.arrayContaining(["示例省", "滴灌市"]));
    expect(rows.get("1|1153")?.[0]).toBe("合计");
  });
});

describe("rows", () => {
  test("what cannot be taken is rejected with its reason; the counts add up", async () => {
    const o = await take([
      head, person("88010001", 1, "甲一", "990102197506153012", "户主"), person("88010001", 2, "", "990102197803126021", "配偶"), person("88010001", 1, "甲一", "990102197506153012", "户主"),
      "2016,示例县,石门镇,石门村,,,丙,,户主,因病,0,1\n", "2016,示例县,,,88010002,880100020001,丁,,户主,因病,0,1\n", "16,示例县,石门镇,石门村,88010003,880100030001,戊,,户主,因病,0,1\n",
      "2016,示例县,石门镇,石门村,,880100040001,己,,户主,因病,0,1\n", ",,合计,,,,,,,,,6\n",
    ].join(""));
    expect(o.counts).toEqual({ rows: 7, persons: 2, households: 2, created: 2, updated: 0, unchanged: 0, rejected: 5 });
    expect([rulesAt(o, 3), rulesAt(o, 4), rulesAt(o, 5), rulesAt(o, 6), rulesAt(o, 7)]).toEqual([["IM-01"], ["IM-04"], ["IM-02"], ["IM-05"], ["IM-06"]]);
    expect(rulesAt(o, 8)).toContain("IM-28");
    expect(o.findings.find((f) => f[3] === "IM-04")?.[5]).toMatchObject({ first: 2 });
  });
  test("another county than the importer's is rejected", async () => {
    const o = await take(head + person("88020001", 1, "甲", "", "户主") + person("88020002", 1, "乙", "", "户主").replace("示例县", "润禾县"), { scope: rangeOf(county) });
    expect(o.counts).toMatchObject({ rows: 2, created: 1, rejected: 1 });
    expect(rulesAt(o, 3)).toEqual(["IM-03"]);
  });
  test("regions are not made when that is off", async () => {
    const o = await take(head + person("88030001", 1, "甲", "", "户主").replace("石门村", "新开村"), { createRegions: false });
    expect([o.counts.rejected, rulesAt(o, 2)]).toEqual([1, ["IM-07"]]);
  });
  test("merged households, several sheets, code only at the head", async () => {
    const o = await take(await xlsx({
      成员: [["某县名册（2015年度）"], ["户编号", "姓名", "与户主关系", "身份证号"], ["88040001", "甲", "户主", "990102197506153012"], ["", "乙", "配偶", ""], ["", "丙", "之子", ""], ["88040002", "丁", "户主", ""]],
      户: [["户编号", "主要致贫原因", "耕地面积(亩)", "联系电话"], ["88040001", "因学", "3.5亩", "13900000001"], ["88040009", "因病", 1, ""]],
      村: [["行政村", "总户数", "总人口数", "是否贫困村"], ["石门村", 320, 1260, "是"]],
    }), { name: "several.xlsx", region: 990_102_100_200 });
    expect(o.counts).toMatchObject({ rows: 6, households: 2, created: 5, rejected: 1 });
    expect(o.findings.filter((f) => f[3] === "IM-29").length).toBe(2);
    expect(o.findings.filter((f) => f[3] === "IM-08").length).toBe(1);
    expect(await t.sql`select cause_main, arable_mu, year_members from registry.household_year where household_code = '88040001'`).toEqual([{ cause_main: 3, arable_mu: 3.5, year_members: 3 }]);
    expect(await t.sql`select data from registry.village_year where year = 2015`).toEqual([{ data: { households: 320, persons: 1260, poorVillage: true } }]);
  });
});

describe("changes", () => {
  const file = (wage: string): string => head + person("88050001", 1, "甲", "990102198506153015", "户主", `因病,${wage},2`) + person("88050001", 2, "乙", "", "配偶", `因病,${wage},2`);
  test("only what differs is changed, with its history; undo gives it back", async () => {
    await take(file("1000"));
    const o = await take(file("2000"));
    expect(o.counts).toMatchObject({ created: 0, updated: 1, unchanged: 1 });
    const [change] = await t.sql<{ patch: Record<string, unknown> }[]>`select patch from registry.change where batch_id = ${o.id}`;
    expect(change?.patch).toMatchObject({ wageFen: [100_000, 200_000] });
    await runBatch(host, o.id, "undo");
    expect(await t.sql`select wage_fen from registry.household_year where household_code = '88050001'`).toEqual([{ wage_fen: 100_000 }]);
  });
  test("columns that a file lacks are left alone", async () => {
    const o = await take("年度,县,乡镇,行政村,户编号,人编号,姓名,民族\n2016,示例县,石门镇,石门村,88050001,880500010001,甲,苗族\n");
    expect(o.counts).toMatchObject({ updated: 1, created: 0 });
    expect(rulesAt(o, 2)).toContain("IM-78");
    expect(await t.sql`select wage_fen, cause_main, year_members, current_members from registry.household_year where household_code = '88050001'`).toEqual([{ wage_fen: 100_000, cause_main: 1, year_members: 2, current_members: 2 }]);
    const [m] = await t.sql<{ ethnic: number; sealed: Buffer; id: string }[]>`select ethnic, sealed, member_id as id from registry.member_year where member_code = '880500010001'`;
    expect(m?.ethnic).toBe(6);
    expect(t.crypto.open(m?.sealed ?? Buffer.alloc(0), `registry.member_year|${m?.id}`)).toEqual({ certNo: "990102198506153015" });
  });
  test("undo leaves what somebody changed since", async () => {
    const o = await take(head + person("88060001", 1, "甲", "", "户主") + person("88060002", 1, "乙", "", "户主"));
    await t.sql`insert into registry.change (county, household_id, year, region, act, source, patch) select county, household_id, year, region, 'corrected', 1, '{}' from registry.household_year where household_code = '88060002'`;
    await runBatch(host, o.id, "undo");
    expect((await outcome(o.id)).batch.report.undo).toEqual({ restored: 1, kept: [{ code: "88060002", why: "corrected" }] });
    expect(await t.sql`select household_code from registry.household_year where household_code like '8806%'`).toEqual([{ household_code: "88060002" }]);
  });
  test("a preview writes nothing", async () => {
    const before = await state();
    const o = await take(file("5000"), { dry: true });
    expect(o.counts).toMatchObject({ updated: 1 });
    expect(o.batch.state).toBe("previewed");
    expect(await state()).toEqual(before);
  });
});

describe("as a county officer", () => {
  let actor: Actor;
  let desk: Desk;
  const running: Promise<unknown>[] = [];
  beforeAll(() => {
    actor = actorAt("countyOfficer", county);
    desk = { db: t.db, crypto: t.crypto, dataDir: dir, failed: (e) => { throw e; }, launch: (id, op) => { const p = runBatch(host, id, op); running.push(p.catch(() => {})); return p; } };
  });
  const idle = async (): Promise<void> => { while (running.length > 0) await running.shift(); };
  const put = async (text: string): Promise<string> => { const id = await upload(desk, actor, { name: "a.csv", content: Readable.from([Buffer.from(text)]), truncated: () => false }, { createRegions: true, year: 2014 }, 256); await idle(); return id; };

  test("upload → preview → correct the mapping → commit → findings → undo; the mapping is remembered", async () => {
    const text = "户码,名,怪列,镇,村\n88070001,甲,户主,石门镇,石门村\n88070002,乙,户主,石门镇,石门村\n";
    const id = await put(text);
    expect(await batchView(desk, actor, id, "zh-CN")).toMatchObject({ state: "failed", problem: { code: "intake.noHeading" } });
    await correct(desk, actor, id, { sheets: { a: { kind: "persons", headings: { 名: "member.name", 怪列: "member.relation", 户码: "household.householdCode", 镇: "place.town", 村: "place.village" } } }, keep: true }, "zh-CN");
    await idle();
    expect(await batchView(desk, actor, id, "zh-CN")).toMatchObject({ state: "previewed", counts: { rows: 2, created: 2 } });
    await start(desk, actor, id, "commit", "zh-CN");
    await idle();
    const done = await batchView(desk, actor, id, "en");
    expect(done).toMatchObject({ state: "committed", counts: { created: 2 } });
    expect(done.rules.length).toBeGreaterThan(0);
    const page = await findingsView(desk, actor, id, { limit: 1 }, "zh-CN");
    expect(page.rows.length).toBe(1);
    expect((await findingsView(desk, actor, id, { limit: 1, after: page.next ?? "" }, "zh-CN")).rows[0]?.at).not.toBe(page.rows[0]?.at);
    await start(desk, actor, id, "undo", "zh-CN");
    await idle();
    expect((await batchView(desk, actor, id, "zh-CN")).state).toBe("undone");
  });
  test("another county's officer does not see the batch", async () => {
    const id = await put("户编号,姓名,县,乡镇,行政村\n88080001,甲,示例县,石门镇,石门村\n");
    await expect(batchView(desk, actorAt("countyOfficer", 990_103_000_000), id, "zh-CN")).rejects.toMatchObject({ code: "thing.unknown" });
    await cancel(desk, actor, id, "zh-CN");
    expect((await batchView(desk, actor, id, "zh-CN")).state).toBe("cancelled");
  });

  const exported = async (ask: Parameters<typeof exportRows>[2]): Promise<Buffer> => {
    const out = new PassThrough();
    const parts: Buffer[] = [];
    out.on("data", (c: Buffer) => parts.push(c));
    await exportRows({ db: t.db, crypto: t.crypto } as unknown as Deps, actor, ask, () => out);
    return Buffer.concat(parts);
  };
  test("an export taken in again changes nothing; masked without a reason, recorded with one", async () => {
    for (const format of ["xlsx", "csv"] as const) {
      const file = await exported({ kind: "persons", year: 2017, format, encoding: "gb18030", reason: "季度核对" });
      const o = await take(file, { name: `export.${format}` });
      expect([format, o.counts.created, o.counts.updated, o.counts.rejected]).toEqual([format, 0, 0, 0]);
      expect(o.counts.rows).toBe(1149);
    }
    expect((await exported({ kind: "persons", year: 2017, format: "csv", encoding: "utf-8" })).toString()).not.toMatch(/(?<!\d)\d{17}[\dX](?!\d)/);
    expect(await t.sql`select purpose, detail->>'whole' as whole from audit.entry where action = 'export' order by id`).toEqual([{ purpose: "季度核对", whole: "true" }, { purpose: "季度核对", whole: "true" }, { purpose: null, whole: "false" }]);
  });
  test("a template taken in is a household", async () => {
    const out = new PassThrough();
    const parts: Buffer[] = [];
    out.on("data", (c: Buffer) => parts.push(c));
    await templateRows("persons", out);
    const o = await take(Buffer.concat(parts), { name: "template.xlsx", dry: true });
    expect(o.counts).toMatchObject({ rows: 2, households: 1, created: 2, rejected: 0 });
    expect(o.findings.filter((f) => f[4] === "E" && f[3].startsWith("IM"))).toEqual([]);
  });
});
