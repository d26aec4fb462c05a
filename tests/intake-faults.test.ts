/**
 * Files as counties send them: other layouts and one planted fault at a time (issue 2 item 6, "Done when": every kind of fault
 * is found at its row and column, no sound row is refused). Each case uses households of its own, so that all share a database.
 */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addBatch, batchOf, newBatchId } from "../server/src/intake/batches.ts";
import { eachFinding, type TellableFinding } from "../server/src/intake/command.ts";
import { runBatch } from "../server/src/intake/pipeline.ts";
import { keepUpload } from "../server/src/intake/uploads.ts";
import { everywhere } from "../server/src/postgres/pool.ts";
import { testDatabase, type TestDatabase } from "./database.ts";
import { csv, letters, workbook, type Cell } from "./intake/book.ts";
import { but, cells, certificate, headings, household, sheet, type Row } from "./intake/county.ts";

let t: TestDatabase;
let dir = "";
beforeAll(async () => { t = await testDatabase(); dir = fs.mkdtempSync(path.join(os.tmpdir(), "dg-faults-")); });
afterAll(() => { fs.rmSync(dir, { recursive: true }); });

interface Outcome { readonly counts: Record<string, number>; readonly findings: readonly TellableFinding[] }
async function take(content: Buffer | string, name = "county.xlsx", year?: number): Promise<Outcome> {
  const id = newBatchId();
  const kept = await keepUpload(dir, id, Readable.from([Buffer.from(content)]));
  await t.db.asSystem((tx) => addBatch(tx, t.crypto, { id, fileName: name, kept, options: { createRegions: true, ...(year === undefined ? {} : { year }) }, mapping: {}, scope: everywhere }));
  await runBatch({ db: t.db, crypto: t.crypto, dataDir: dir, now: () => Date.parse("2017-12-20T00:00:00Z") }, id, "commit");
  const batch = await t.db.asSystem((tx) => batchOf(tx, id));
  const findings: TellableFinding[] = [];
  await eachFinding((act) => t.db.asSystem(act), batch, (f) => findings.push(f));
  return { counts: { ...batch.counts }, findings };
}
/** What must be corrected or explained, as "row column rule". */
const faults = (o: Outcome): string[] => o.findings.filter((f) => f.severity !== "info").map((f) => `${f.row} ${f.column} ${f.rule}`).toSorted();
const all = (rows: number, households: number): object => ({ rows, persons: rows, households, created: rows, updated: 0, unchanged: 0, rejected: 0 });
const one = (rows: readonly (readonly Cell[])[], more: object = {}): Promise<Buffer> => workbook({ 名册: { rows, ...more } });
const H = (...numbers: number[]): Row[] => numbers.flatMap((n) => household(n));

describe("layouts: sound rows stay sound", () => {
  const headOnly = new Set([...headings.slice(0, 7), "人数", "主要致贫原因", "工资性收入", "年收入", "纯收入", "人均纯收入", "耕地面积(亩)"]);
  const blank = (rows: readonly Row[]): Row[] => rows.map((r) => (r["与户主关系"] === "户主" ? r : Object.fromEntries(Object.entries(r).map(([k, v]) => [k, headOnly.has(k) ? null : v]))));
  const ownHousehold = ["户编号", ...headings.filter((h) => /县|镇|行政村|贫困|致贫|人数|地面积|通生|饮水|住房|危房|厕所|距离|路类型|燃料|收入|支出|补偿/.test(h))];
  const ownMember = ["户编号", "人编号", ...headings.slice(headings.indexOf("与户主关系"), headings.indexOf("脱贫属性")).filter((h) => h !== "人数")];
  const bands = headings.map((h, i): Cell => (i < 9 ? h : i === 9 ? "成员" : i === 30 ? "收入（元）" : null));
  const cases: readonly { readonly name: string; readonly file: () => Promise<Buffer> | string; readonly rows: number }[] = ([
    ["the plain layout", () => one(sheet(H(1, 2)))],
    ["columns in another order, other headings, line breaks, full-width brackets", () => {
      const other: Readonly<Record<string, string>> = { 证件号码: "身份证\n号码", 姓名: "姓　名", 户编号: "户 编 号", "县(市、区、旗)": "县（市、区）", "镇(乡)": "乡（镇）", 工资性收入: "工资性收入（元）", "住房面积(平方米)": "住房面积（㎡）", 年收入: "年总收入" };
      const order = headings.toReversed();
      return one([["2017年度"], order.map((h) => other[h] ?? h), ...cells(H(3, 4), order)]);
    }],
    ["five title rows, a row of column numbers, headings again on each page, empty rows, totals, signatures", () => {
      const rows = cells(H(5, 6));
      return one([["示例县"], [], ["（2017年度）"], ["填报单位: 县扶贫办"], ["单位：元"], headings, headings.map((_, i) => i + 1), ...rows.slice(0, 3), [null, null, null, "石门镇小计", null, 3], [], headings, ...rows.slice(3), ["合计", null, null, null, null, null, "2户", null, "6人", 99, 99], ["填表人：甲", null, "审核人：乙"], ["注：本表一式三份"]]);
    }],
    ["two rows of merged headings", () => one([["2017年度"], bands, headings.map((h, i) => (i < 9 ? null : h)), ...cells(H(7, 8))], { merges: ["J2:AD2", `AE2:${letters(headings.length - 1)}2`, ...headings.slice(0, 9).map((_, i) => `${letters(i)}2:${letters(i)}3`)] })],
    ["household columns merged over the household's rows", () => one(sheet(blank(H(9, 10))), { merges: headings.flatMap((h, i) => (headOnly.has(h) ? [`${letters(i)}3:${letters(i)}5`, `${letters(i)}6:${letters(i)}8`] : [])) })],
    ["household columns written once and blank below", () => one(sheet(blank(H(11, 12))))],
    ["the same without person codes", () => one(sheet(blank(H(13, 14)), headings.filter((h) => h !== "人编号")))],
    ["households and members on two sheets; only one names places and year", () => workbook({ 成员: { rows: [ownMember, ...cells(H(15, 16), ownMember)] }, 户: { rows: [["2017年度户信息"], ownHousehold, ...cells(H(15, 16).filter((r) => r["与户主关系"] === "户主"), ownHousehold)] } })],
    ["a sheet per town, one of them hidden, one of notes", () => workbook({ 石门镇: { rows: sheet(H(17)) }, 云台乡: { rows: sheet(but(H(18), { "镇(乡)": "云台乡", 行政村: "云台村" })), state: "hidden" }, 说明: { rows: [["本表由县扶贫办填写"]] } })],
    ["12-digit codes instead of names", () => one([["2017年度"], ["行政区划代码", ...headings.slice(6)], ...cells(H(19, 20), headings.slice(6)).map((r) => ["990102300201", ...r])])],
    ["households of which the rows are not together", () => one(sheet([0, 3, 1, 4, 2, 5].map((i) => H(21, 22)[i] ?? {})))],
    ["two years in one file", () => one([["年度", ...headings], ...cells(H(23)).map((r): Cell[] => [2016, ...r]), ...cells(H(23)).map((r): Cell[] => ["2017年", ...r])])],
    ["numbers as text, with commas and units", () => one(sheet(but(H(24, 25), { 工资性收入: "12,000.00", 生产经营性收入: "￥6,000", 年收入: "18300元", "耕地面积(亩)": "3.5亩", "住房面积(平方米)": "96㎡", 人数: "3人" })))],
    ["spellings of one village", () => one(sheet(["石门村", "石门村村委会", "石门村民委员会", "石门村委会", "石 门 村", "石门"].flatMap((村, i) => but(household(26 + i, 1), { 行政村: 村 })))), 6],
    ["CSV in UTF-8 whose cells are kept as text by =\"…\"", () => csv(sheet(H(32, 33).map((r) => ({ ...r, 证件号码: `="${String(r["证件号码"])}"` }))))],
    ["CSV with semicolons, line breaks in cells and CR LF", () => csv(sheet(but(H(34, 35), { 开户银行: '农村"信用"社\n石门分社' })), ";")],
    ["tabs in UTF-16 without a mark", () => Promise.resolve(Buffer.from(csv(sheet(H(36, 37)), "\t"), "utf16le"))],
    ["comments, CDATA and no row or cell references", () => one(sheet(H(38, 39)), { edit: (xml: string) => xml.replace("<worksheet", "<!-- a tool --><worksheet").replace("汉族", "<![CDATA[汉族]]>").replaceAll(/<row r="\d+"/g, "\n  <row").replace("</sheetData>", "</sheetData><!-- end -->") })],
  ] as const satisfies readonly (readonly [string, () => Promise<Buffer> | string, number?])[]).map(([name, file, rows = 6]) => ({ name, file, rows }));
  test.each(cases)("$name", async ({ file, rows }) => {
    const content = await file();
    const o = await take(content);
    expect([o.counts["rows"], o.counts["created"], o.counts["rejected"], faults(o).filter((f) => !f.endsWith("IM-80"))]).toEqual([rows, rows, 0, []]);
    const again = await take(content);
    expect(again.counts).toMatchObject({ created: 0, updated: 0, unchanged: rows, rejected: 0 });
  });
  test("a year that only the name of the file tells, or nothing", async () => {
    const [named, silent] = [await take(csv([headings, ...cells(H(40))]), "export_2016.csv"), await take(csv([headings, ...cells(H(41))]), "export.csv")];
    expect([named, silent].map((o) => o.findings.find((f) => f.rule === "IM-80")?.message)).toEqual([expect.stringContaining("按文件名记为 2016 年"), expect.stringContaining("按今年记为 2017 年")]);
  });
});

describe("faults: found where they are, and nothing else", () => {
  // row 3 is the head, 4 the wife, 5 the child
  const cases: readonly (readonly [name: string, rows: (n: number) => readonly Row[], found: readonly string[], rejected?: number])[] = [
    ["wrong check digit", (n) => but(household(n), { 证件号码: certificate("1972-03-15", "男", n).replace(/.$/, (c) => (c === "1" ? "2" : "1")) }, 0), ["3 证件号码 DQ-003"]],
    ["17 digits", (n) => but(household(n), { 证件号码: certificate("1972-03-15", "男", n).slice(0, 17) }, 0), ["3 证件号码 DQ-001"]],
    ["floating point", (n) => but(household(n), { 证件号码: "9.90102197203153E+17" }, 0), ["3 证件号码 DQ-001", "3 证件号码 IM-12"]],
    ["a number cell that lost its end", (n) => but(household(n), { 证件号码: { xml: '<c r="@"><v>990102197203150400</v></c>' } }, 0), ["3 证件号码 DQ-003", "3 证件号码 IM-13"]],
    ["15 digits, lower-case x, apostrophe, full width, soft hyphen", (n) => but(household(n, 2), { 证件号码: `'${certificate("1974-04-15", "女", n).toLowerCase().replace("1974", "1974\u00ad").replaceAll(/\d/g, (d) => String.fromCharCode(d.charCodeAt(0) + 0xfee0))}` }, 1), []],
    ["a formula in error", (n) => but(household(n), { 证件号码: { xml: '<c r="@" t="e"><f>A1</f><v>#N/A</v></c>' } }, 1), ["4 证件号码 DQ-001", "4 证件号码 IM-44"]],
    ["the same row twice", (n) => [...household(n), ...household(n).slice(1, 2)], ["6 人编号 IM-04"], 1],
    ["one number under two names in a household", (n) => [...but(household(n), { 人数: 4 }), ...but(household(n).slice(2), { 人编号: `${String(household(n)[0]?.["户编号"])}0009`, 姓名: "赵大军", 人数: 4 })].map((r) => ({ ...r, 人均纯收入: 4200 })), ["5 证件号码 DQ-008", "6 证件号码 DQ-008"]],
    ["one person in two households, once with 15 digits", (n) => [...household(n, 1), ...but(household(n + 1, 1), { 证件号码: certificate("1972-03-15", "男", n).replace(/^(\d{6})19(\d{9}).$/, "$1$2") })], ["3 证件号码 DQ-008", "4 证件号码 DQ-008"]],
    ["no name", (n) => [...household(n), ...but(household(n).slice(2), { 姓名: null, 人编号: null, 证件号码: null })], ["6 姓名 IM-01"], 1],
    ["no head", (n) => but(household(n), { 与户主关系: "之兄弟姐妹" }, 0), ["3 与户主关系 DQ-009"]],
    ["two heads", (n) => but(household(n), { 与户主关系: "户主" }, 1), ["3 与户主关系 DQ-009"]],
    ["wrong number of members", (n) => but(household(n), { 人数: 5, 人均纯收入: 3360 }), ["3 人数 IM-62"]],
    ["a total that does not add up", (n) => but(household(n), { 年收入: 18_301, 纯收入: 16_801, 人均纯收入: 5600.33 }), ["3 年收入 DQ-080"]],
    ["income per head of other members", (n) => but(household(n), { 人均纯收入: 8400 }), ["3 人均纯收入 DQ-081"]],
    ["in school and schooled, and a worker of eleven", (n) => but(household(n), { 文化程度: "小学", 劳动技能: "普通劳动力" }, 2), ["5 劳动技能 DQ-034", "5 劳动技能 DQ-038", "5 文化程度 DQ-021"]],
    ["sex against the number", (n) => but(household(n, 1), { 性别: "女" }), ["3 性别 DQ-006"]],
    ["letters in the phone", (n) => but(household(n), { 联系电话: "1390000O000" }, 0), ["3 联系电话 DQ-057"]],
    ["no phone in words, a phone with 86", (n) => but(but(household(n), { 联系电话: "无" }, 0), { 联系电话: `86-139${String(20_000_000 + n)}` }, 1), []],
    ["fourteen months", (n) => but(household(n), { "务工时间(月)": 14 }, 0), ["3 务工时间(月) DQ-041"]],
    ["unknown labels", (n) => but(but(household(n), { 贫困户属性: "城镇户口" }), { 与户主关系: "哥们" }, 2), ["3 贫困户属性 IM-41", "5 与户主关系 DQ-020", "5 与户主关系 IM-41"]],
    ["a list of causes with one that is none", (n) => but(household(n), { 其他致贫原因: "缺资金、懒；缺水" }), ["3 其他致贫原因 IM-47"]],
    ["words and signs for amounts", (n) => but(household(n), { "耕地面积(亩)": -3, 生态补偿金: "约300" }), ["3 生态补偿金 IM-42", "3 耕地面积(亩) DQ-091"]],
    ["a negative wage", (n) => but(household(n), { 工资性收入: -1, 年收入: 6299, 纯收入: 4799, 人均纯收入: 1599.67 }), ["3 工资性收入 IM-50"]],
    ["no village", (n) => [...household(n, 1), ...but(household(n + 1, 1), { 行政村: null })], ["4 行政村 IM-05"], 1],
    ["a household code in floating point", (n) => but(household(n), { 户编号: "9.90199E+15", 人编号: null }), [3, 4, 5].flatMap((r) => [`${r} 户编号 IM-02`, `${r} 户编号 IM-15`]), 3],
    ["a name that is a question mark", (n) => but(household(n), { 姓名: "李?明" }, 1), ["4 姓名 IM-46"]],
  ];
  test.each(cases.map((c, i) => [c[0], 60 + i * 3, c] as const))("%s", async (_, n, [, rows, found, rejected = 0]) => {
    const made = rows(n);
    const o = await take(await one(sheet(made)));
    expect([o.counts["rows"], o.counts["rejected"], faults(o)]).toEqual([made.length, rejected, [...found].toSorted()]);
    expect(o.findings.every((f) => f.message.length > 5 && !/[{}]|undefined/.test(f.message) && !/\d{17}[\dX]/.test(f.message))).toBe(true);
  });
  test("dates in every usual shape", async () => {
    const shapes: readonly Cell[] = ["1975年3月1日", { xml: '<c r="@" s="1"><v>27454</v></c>' }, 27_454, "1975/3/1", "1975.03.01", "19750301", "1975-03-01 00:00:00", "一九七五年三月一日", { xml: '<c r="@" t="d"><v>1975-03-01T00:00:00</v></c>' }, "1975年3月", "75.3.1", "1975-02-30"];
    const order = [...headings, "出生日期"];
    const rows = shapes.map((s, i): Row => ({ ...household(200 + i, 1)[0], 证件类型: "无证件", 证件号码: null, 性别: "男", 出生日期: s }));
    const o = await take(await one(sheet(rows, order)));
    expect(o.findings.filter((f) => f.column === "出生日期").map((f) => `${f.row} ${f.rule}`)).toEqual(["5 IM-26", "12 IM-43", "13 IM-43", "14 IM-43"]);
    const [{ n } = { n: 0 }] = await t.sql<{ n: number }[]>`select count(*)::int as n from registry.member_year where birth = '1975-03-01'`;
    expect(n).toBe(9);
    expect(await take(await workbook({ 甲: { rows: sheet([{ ...rows[1], 户编号: "9901990019999", 人编号: null, 出生日期: { xml: '<c r="@" s="1"><v>25992</v></c>' } }], order) } }, { date1904: true }))).toMatchObject({ counts: all(1, 1) });
    expect(await t.sql`select m.birth::text from registry.member_year m join registry.household h on h.county = m.county and h.id = m.household_id where h.code = '9901990019999'`).toEqual([{ birth: "1975-03-01" }]);
  });
});

describe("a corrected file", () => {
  test("changes the rows that were corrected; fewer columns, other orders and formats change nothing", async () => {
    const rows = H(240, 241, 242);
    await take(await one(sheet(rows)));
    const corrected = rows.map((r, i) => ({ ...r, ...(i === 4 ? { 姓名: "更正名" } : {}), ...(i >= 6 ? { 主要致贫原因: "缺水" } : {}) }));
    expect((await take(await one(sheet(corrected)))).counts).toMatchObject({ created: 0, updated: 2, unchanged: 7 });
    expect((await take(csv(sheet(corrected.toReversed(), headings.toReversed())))).counts).toMatchObject({ created: 0, updated: 0, unchanged: 9 });
    expect((await take(await one(sheet(corrected, headings.filter((h) => h !== "民族" && h !== "工资性收入"))))).counts).toMatchObject({ updated: 0, unchanged: 9 });
    const without = await take(await one(sheet(corrected.filter((_, i) => i !== 1))));
    expect([without.counts["updated"], faults(without)]).toEqual([0, ["3  IM-78", "3 人数 IM-62"]]);
  });
});
