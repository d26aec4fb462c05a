/**
 * Writes one generated county in the national layout: a workbook and a CSV (title, note, headings, one row per person, total,
 * signature), its part of the truth and its village records. Runs in a worker; memory does not grow with the county.
 */
import fs from "node:fs";
import path from "node:path";
import type { Profile } from "@diguan/core/demo/causes.ts";
import { departmentFiles } from "@diguan/core/demo/departments.ts";
import { makeHousehold, type CountyPlan } from "@diguan/core/demo/household.ts";
import { headings, rowsOf, textHeadings, type Value } from "@diguan/core/demo/layout.ts";
import { allocate, makeCounty, province, villageAt } from "@diguan/core/demo/places.ts";
import { missedCount, missedHousehold, plant, type Planted } from "@diguan/core/demo/plants.ts";
import { addTo, emptyTally, villageRecord } from "@diguan/core/demo/villages.ts";
import { householdIn } from "@diguan/core/demo/year.ts";
import { villageFields } from "@diguan/core/registry/fields.ts";
import { openWorkbook, type Workbook } from "../intake/write/xlsx.ts";
import { CsvFile } from "./csv.ts";

export interface Job { /** Number of the county, from 0. */ readonly county: number; readonly households: number; readonly seed: string; readonly year: number; readonly profile: Profile; readonly errors: boolean; readonly xlsx: boolean; readonly csv: boolean; readonly directory: string; /** Files of departments beside it, for `diguan compare`. */ readonly departments?: boolean }
export interface CountyFiles { readonly county: number; readonly name: string; readonly households: number; readonly persons: number; readonly missed: number; /** Planted truths other than households, by kind and rule. */ readonly planted: Readonly<Record<string, number>>; readonly files: readonly string[]; readonly truthPart: string; readonly villagePart: string }

export const truthHeadings = ["kind", "status", "county", "region", "year", "household_code", "person_code", "name", "cert_no", "registered", "poor", "per_head_yuan", "rule", "field", "was", "shown", "detail"] as const;
export const truthRow = (county: number, region: number, year: number, t: Planted): readonly Value[] =>
  [t.kind, t.status, county, region, year, t.householdCode, t.personCode, t.name, t.certNo, t.registered ? 1 : 0, t.poor ? 1 : 0, t.perHeadYuan, t.rule, t.field, t.was, t.shown, t.detail];

/** The village sheet: places, year, then the fields of §1.8 under their official headings. */
export const villageHeadings = ["省(自治区、直辖市)", "市(盟、州)", "县(市、区、旗)", "镇(乡)", "行政村", "行政区划代码", "年度", ...villageFields.map((f) => (f.unit === undefined ? f.zh : `${f.zh}(${f.unit})`))];
const villageCell = (kind: string, value: string | number | boolean | null): Value => (value === null ? "" : typeof value === "boolean" ? (value ? "是" : "否") : kind === "money" && typeof value === "number" ? value / 100 : value);

export const planOf = (job: Pick<Job, "county" | "households" | "seed" | "profile">, prefix?: number): CountyPlan => {
  const county = makeCounty(job.county);
  return { seed: job.seed, profile: job.profile, county, starts: allocate(county, job.households), households: job.households, prefix: prefix ?? county.code };
};

/** Writes the files of a county and says what they hold. */
export async function writeCounty(job: Job): Promise<CountyFiles> {
  const plan = planOf(job);
  const { county } = plan;
  const stem = `county-${county.code}-${job.year}`;
  const title = `${county.name}扶贫开发建档立卡 贫困人口基础信息导出 (${job.year}年度)`;
  const note = `导出时间:${job.year}-12-31   单位:元、亩、平方米`;
  const files: string[] = [];
  const make = (name: string): string => { files.push(name); return path.join(job.directory, name); };
  const book = job.xlsx ? await openBook(make(`${stem}.xlsx`), title, note) : undefined;
  const csv = job.csv ? new CsvFile(make(`${stem}.csv`), true) : undefined;
  for (const line of [[title], [note], headings]) csv?.row(line);
  const truthPart = path.join(job.directory, `.truth-${county.code}.part`);
  const truth = new CsvFile(truthPart, false);
  const tallies = county.villages.map(emptyTally);
  const planted: Record<string, number> = {};
  let persons = 0;
  for (let index = 0; index < job.households; index++) {
    const root = makeHousehold(plan, index);
    const sound = householdIn(plan, root, job.year);
    const { shown, cells, truth: told } = plant(plan, root, sound, job.year, job.errors);
    const rows = rowsOf(shown, { city: county.city, county: county.name, town: root.village.town.name, village: root.village.name }, province.name, persons + 1);
    for (const cell of cells) { const row = rows[cell.at]; if (row) row[cell.column] = cell.value; }
    persons += rows.length;
    const tally = tallies[villageAt(plan.starts, index)];
    if (tally) addTo(tally, shown);
    for (const row of rows) {
      csv?.row(row);
      const full = book?.row(row);
      if (full) await full;
    }
    for (const t of told) {
      truth.row(truthRow(county.code, root.village.code, job.year, t));
      const key = t.kind === "household" ? t.status : t.kind === "fault" ? t.detail : t.kind;
      if (key !== "correct") planted[key] = (planted[key] ?? 0) + 1;
    }
  }
  const missed = job.errors ? missedCount(plan) : 0;
  for (let n = 0; n < missed; n++) {
    const { root, truth: t } = missedHousehold(plan, n, job.year);
    truth.row(truthRow(county.code, root.village.code, job.year, t));
  }
  const total = ["合计", ...Array.from({ length: 12 }, () => ""), persons];
  const signature = ["填表人:示例   审核人:示例   (本表数据均为虚构)"];
  for (const line of [total, signature]) { csv?.row(line); await book?.row(line); }
  csv?.close();
  truth.close();
  await finishBook(book);
  const villagePart = path.join(job.directory, `.villages-${county.code}.part`);
  const sheet = new CsvFile(villagePart, false);
  county.villages.forEach((v, at) => {
    const data = villageRecord(plan, at, job.year, tallies[at] ?? emptyTally());
    sheet.row([province.name, county.city, county.name, v.town.name, v.name, String(v.code), job.year, ...villageFields.map((f) => villageCell(f.kind, data[f.key] ?? null))]);
  });
  sheet.close();
  if (job.departments === true) for (const file of departmentFiles(plan, job.year)) {
    fs.mkdirSync(path.join(job.directory, `departments-${county.code}`), { recursive: true });
    const out = new CsvFile(make(path.join(`departments-${county.code}`, `${file.feed}.csv`)), true);
    for (const line of [file.headings, ...file.rows]) out.row(line);
    out.close();
  }
  return { county: county.code, name: county.name, households: job.households, persons, missed, planted, files, truthPart, villagePart };
}

async function openBook(file: string, title: string, note: string): Promise<Workbook> {
  const book = openWorkbook(fs.createWriteStream(file), 1);
  // 证件号码 keeps no text format: the file may carry numbers that a spreadsheet has turned into floating point.
  await book.sheet("贫困人口基础信息", headings.map((t) => ({ title: t, text: textHeadings.has(t) && t !== "证件号码" })), { before: [[title], [note]] });
  return book;
}

async function finishBook(book: Workbook | undefined): Promise<void> {
  if (!book) return;
  await book.sheet("填表说明", [], { heading: false, before: [["本工作簿中的人员、地名和号码均为虚构,由 diguan generate 生成,不对应任何真实的人或地方。"]] });
  await book.close();
}
