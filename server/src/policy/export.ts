/** The change list of a simulation as a workbook: what was asked, by which numbers, and one row per household with its sentence. */
import type { Writable } from "node:stream";
import type { Direction, RuleChange, RuleRun } from "@diguan/core/policy/contract.ts";
import { directionName } from "@diguan/core/policy/labels.ts";
import { verdictWord } from "@diguan/core/policy/rules/explain.ts";
import type { Locale } from "@diguan/core/problem.ts";
import { openWorkbook } from "../intake/write/xlsx.ts";

export async function writeChanges(out: Writable, run: RuleRun, pages: AsyncIterable<RuleChange[]>, locale: Locale): Promise<void> {
  const en = locale === "en";
  const book = openWorkbook(out, 4);
  await book.sheet(en ? "changes" : "变化名单", (en ? ["Village", "Code", "Head", "On the register", "In force now", "This text", "Change", "Why"] : ["行政村", "户编号", "户主", "现登记", "现行规则", "本规则", "变化", "理由"]).map((title, i) => ({ title, text: true, width: [14, 18, 10, 10, 10, 10, 24, 90][i] ?? 12 })));
  for await (const page of pages) for (const r of page) {
    const full = book.row([r.village, r.householdCode, r.headName, r.registered === null ? "" : r.registered ? (en ? "yes" : "是") : en ? "no" : "否", r.hasBefore ? verdictWord(r.before, locale) : "", verdictWord(r.after, locale), r.directions.map((d: Direction) => directionName(d, run.purpose, locale)).join(en ? ", " : "、"), r.told.sentence]);
    if (full) await full;
  }
  await book.sheet(en ? "about" : "说明", [{ title: en ? "Item" : "项目", text: true, width: 20 }, { title: en ? "Content" : "内容", text: true, width: 100 }]);
  const about: readonly (readonly [string, string])[] = [
    [en ? "Rule" : "规则", `${en ? run.en : run.zh} v${run.version}`], [en ? "Place, year" : "地区、年度", `${run.place} ${run.year}`], [en ? "Day of parameters" : "参数日期", run.on],
    ...run.parameters.map((p) => [p.code, `${p.value} ${p.unit} (${p.validFrom} – ${p.validTo ?? ""}) ${p.source}`] as const), ["SQL", run.sql],
  ];
  for (const line of about) { const full = book.row(line); if (full) await full; }
  await book.close();
}
