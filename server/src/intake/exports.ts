/**
 * Lists as files: persons in the national layout, households, villages; XLSX or CSV, streamed page by page. Certificates,
 * accounts and phones are masked unless a reason is given, which is recorded with the export in the same transaction.
 * What is exported whole is imported again without a change.
 */
import { once } from "node:events";
import type { Writable } from "node:stream";
import iconv from "iconv-lite";
import { clearance } from "@diguan/core/access/policy.ts";
import { allowedOf } from "@diguan/core/intake/cells.ts";
import type { SheetKind } from "@diguan/core/intake/headings.ts";
import { cellOf, columnsOf, type SheetColumn } from "@diguan/core/intake/sheets.ts";
import { fieldClasses, type Field, type FieldClass } from "@diguan/core/registry/fields.ts";
import { maskAccount, maskCertificate, maskName, maskPhone } from "@diguan/core/registry/masking.ts";
import { ancestorAt, rangeOf } from "@diguan/core/region-code.ts";
import { audit } from "../audit.ts";
import type { Actor } from "../postgres/pool.ts";
import { readSnapshots } from "../registry/bulk.ts";
import { regionNames } from "../regions/service.ts";
import type { Deps } from "../serve.ts";
import { openWorkbook, type Column, type Plain } from "./write/xlsx.ts";

export interface ExportAsk { readonly kind: SheetKind; readonly year: number; readonly region?: number | undefined; readonly format: "xlsx" | "csv"; readonly encoding: "utf-8" | "gb18030"; readonly reason?: string | undefined }
const titles: Readonly<Record<SheetKind, string>> = { persons: "贫困人口基础信息", households: "贫困户信息", villages: "行政村信息" };
export const fileNameOf = (kind: SheetKind, use: "template" | "export"): string => `${titles[kind]}${use === "template" ? "-模板" : ""}`;
const pageSize = 1000;

/** One sheet of rows, in either format. */
interface Sheet { row(values: readonly Plain[]): Promise<void>; close(): Promise<void> }

export async function exportRows(deps: Deps, actor: Actor, ask: ExportAsk, begin: () => NodeJS.WritableStream): Promise<void> {
  const whole = ask.reason !== undefined;
  const sight = clearance(actor.role, "household") ?? "C0";
  const columns = columnsOf(ask.kind).filter((c) => !c.field || (c.field.cls === "C4" ? fieldClasses.indexOf(sight) >= 2 : fieldClasses.indexOf(sight) >= fieldClasses.indexOf(c.field.cls)));
  await deps.db.within(actor, async (tx) => {
    // recorded before the first row leaves: what cannot be recorded is not exported
    await audit(tx, "export", "intake", { region: ask.region ?? actor.scope.lo, detail: { kind: ask.kind, year: ask.year, format: ask.format, whole }, ...(ask.reason === undefined ? {} : { purpose: ask.reason }) });
  });
  // nothing is begun before the first rows are there: until then an error is answered as a problem
  let opened: Promise<Sheet> | undefined;
  const open = (): Promise<Sheet> => (opened ??= openSheet(begin() as Writable, ask, columns));
  const sheet: Sheet = { row: async (values) => (await open()).row(values), close: async () => (await open()).close() };
  await (ask.kind === "villages" ? villageRows : householdRows)(deps, actor, ask, columns, { whole, sight }, sheet);
  await sheet.close();
}

async function openSheet(out: Writable, ask: ExportAsk, columns: readonly SheetColumn[]): Promise<Sheet> {
  if (ask.format === "xlsx") {
    const book = openWorkbook(out, 4);
    await book.sheet(titles[ask.kind], columns.map((c): Column => ({ title: c.title, text: c.text })));
    return { row: async (values) => { await book.row(values); }, close: () => book.close() };
  }
  const send = async (text: string): Promise<void> => { if (!out.write(ask.encoding === "gb18030" ? iconv.encode(text, "gb18030") : text)) await once(out, "drain"); };
  await send(`${ask.encoding === "utf-8" ? "\uFEFF" : ""}${csvLine(columns.map((c) => c.title))}`);
  return { row: (values) => send(csvLine(values)), close: async () => { out.end(); await once(out, "finish"); } };
}

/** RFC 4180; a text that a spreadsheet would run as a formula gets an apostrophe, which the import takes off again (ASVS 1.2.10). */
export const csvLine = (values: readonly Plain[]): string => `${values.map((v) => {
  if (v === null || v === undefined) return "";
  if (typeof v === "number") return String(v);
  const safe = /^[=+\-@\t\r\0]/.test(v) ? `'${v}` : v;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}).join(",")}\r\n`;

interface Sight { readonly whole: boolean; readonly sight: FieldClass }

function shown(field: Field, value: unknown, s: Sight): Plain {
  if (!s.whole && typeof value === "string" && value !== "") {
    if (field.kind === "idNumber") return maskCertificate(value);
    if (field.kind === "account") return maskAccount(value);
    if (field.kind === "phone") return maskPhone(value);
    if (field.key === "name") return maskName(value);
  }
  return cellOf(field, value);
}

async function householdRows(deps: Deps, actor: Actor, ask: ExportAsk, columns: readonly SheetColumn[], sight: Sight, sheet: Sheet): Promise<void> {
  const range = rangeOf(ask.region ?? 0);
  let after: { region: number; code: string } | undefined;
  for (;;) {
    const page = await deps.db.within(actor, async (tx) => {
      const keys = await tx.sql<{ county: number; id: string; region: number; code: string }[]>`
        select county, household_id as id, region, household_code as code from registry.household_year
         where year = ${ask.year} and region between ${Math.max(range.lo, tx.scope.lo)} and ${Math.min(range.hi, tx.scope.hi)} and valid
           ${after ? tx.sql`and (region, household_code) > (${after.region}, ${after.code})` : tx.sql``}
         order by region, household_code limit ${pageSize}`;
      const rows: Plain[][] = [];
      const names = await regionNames(tx, keys.flatMap((k) => lineOf(k.region)));
      for (const [county, list] of Map.groupBy(keys, (k) => k.county)) {
        const now = await readSnapshots(tx, deps.crypto, county, ask.year, list.map((k) => k.id), []);
        const people = Map.groupBy([...now.members.values()].filter((m) => m.active), (m) => m.householdId);
        for (const key of list) {
          const h = now.households.get(key.id);
          if (!h) continue;
          const lines = ask.kind === "households" ? [undefined] : (people.get(key.id) ?? []).toSorted((a, b) => a.ordinal - b.ordinal);
          for (const m of lines) rows.push(columns.map((c) => (c.field ? shown(c.field, (c.field.of === "member" ? m?.member as unknown as Record<string, unknown> | undefined : h.household as unknown as Record<string, unknown>)?.[c.field.key] ?? null, sight) : placeCell(c, key.region, ask.year, names))));
        }
      }
      return { rows, last: keys.at(-1), full: keys.length === pageSize };
    });
    for (const row of page.rows) await sheet.row(row);
    if (!page.full || !page.last) return;
    after = page.last;
  }
}

async function villageRows(deps: Deps, actor: Actor, ask: ExportAsk, columns: readonly SheetColumn[], sight: Sight, sheet: Sheet): Promise<void> {
  const range = rangeOf(ask.region ?? 0);
  const rows = await deps.db.within(actor, async (tx) => {
    const list = await tx.sql<{ region: number; data: Record<string, unknown> }[]>`select region, data from registry.village_year where year = ${ask.year} and region between ${Math.max(range.lo, tx.scope.lo)} and ${Math.min(range.hi, tx.scope.hi)} order by region`;
    const names = await regionNames(tx, list.flatMap((v) => lineOf(v.region)));
    return list.map((v) => columns.map((c) => (c.field ? shown(c.field, v.data[c.field.key], sight) : placeCell(c, v.region, ask.year, names))));
  });
  for (const row of rows) await sheet.row(row);
}

const above = ["province", "city", "county", "town"] as const;
const lineOf = (region: number): number[] => [...above.map((level) => ancestorAt(region, level)).filter((code) => code !== undefined), region];

function placeCell(c: SheetColumn, region: number, year: number, names: ReadonlyMap<number, string>): Plain {
  if (c.place === "year") return String(year);
  if (c.place === "regionCode") return String(region);
  if (c.place === "village") return names.get(region) ?? null;
  return c.place === undefined ? null : names.get(ancestorAt(region, c.place) ?? 0) ?? null;
}

/** Headings, what may be written below each, and two example rows of invented people. */
export async function templateRows(kind: SheetKind, out: Writable): Promise<void> {
  const book = openWorkbook(out, 6);
  const columns = columnsOf(kind).filter((c) => c.field?.computed !== true);
  await book.sheet(titles[kind], columns.map((c) => ({ title: c.title, text: c.text, width: Math.max(12, c.title.length * 2 + 2) })));
  for (const example of kind === "persons" ? [0, 1] : [0]) await book.row(columns.map((c) => exampleOf(c, example)));
  await book.sheet("填写说明", [{ title: "列名", width: 34 }, { title: "怎样填", width: 90 }]);
  for (const c of columns) await book.row([c.title, hintOf(c)]);
  await book.close();
}

function hintOf(c: SheetColumn): string {
  const f = c.field;
  if (!f) return c.place === "regionCode" ? "12 位行政区划代码；填了可不填省、市、县、乡、村名称" : c.place === "year" ? "四位年份" : "按区划名称填写";
  if (f.codes !== undefined) return `${f.kind === "codes" ? "可填多项，用“、”分开：" : ""}${allowedOf(f.codes)}`;
  const shapes: Partial<Record<Field["kind"], string>> = { flag: f.key === "toilet" ? "有、无" : "是、否", date: "2017-11-30", year: "四位年份", idNumber: "18 位公民身份号码，或 20、22 位残疾人证号；单元格设为文本", phone: "11 位手机号", account: "数字，单元格设为文本", money: "元，可有两位小数", integer: "整数", quantity: "数字" };
  return shapes[f.kind] ?? "文字";
}

const samplePlace: Readonly<Record<string, string>> = { province: "示例省", city: "滴灌市", county: "示例县", town: "石门镇", village: "石门村", year: "2017" };
const samples: Readonly<Record<string, readonly [string | number, string | number]>> = {
  householdCode: ["9901020000000001", "9901020000000001"], memberCode: ["99010200000000010001", "99010200000000010002"], name: ["张示例", "李示例"], sex: ["男", "女"], certType: ["居民身份证(户口簿)", "居民身份证(户口簿)"],
  certNo: ["990102197506153012", "990102197803126021"], relation: ["户主", "配偶"], ethnic: ["汉族", "汉族"], yearMembers: [2, 2], education: ["初中", "小学"], student: ["非在校生", "非在校生"], health: ["健康", "长期慢性病"], labour: ["普通劳动力", "普通劳动力"],
  attribute: ["一般贫困户", "一般贫困户"], causeMain: ["因病", "因病"], exitState: ["未脱贫", "未脱贫"], arableMu: [3.5, 3.5], houseAreaM2: [80, 80], wageFen: [12000, 12000], households: [320, 320], persons: [1260, 1260], poorVillage: ["是", "是"],
};
const exampleOf = (c: SheetColumn, example: number): Plain => (c.place === undefined ? samples[c.field?.key ?? ""]?.[example === 0 ? 0 : 1] ?? null : samplePlace[c.place] ?? null);
