/** The worklist as a workbook, page by page in bounded memory, with the names of states and grounds in words. */
import type { Writable } from "node:stream";
import { departmentName } from "@diguan/core/comparison/feed.ts";
import { kindOf } from "@diguan/core/comparison/kinds.ts";
import { tellKind } from "@diguan/core/comparison/kind.ts";
import { answerNames, outcomeNames, stateNames } from "@diguan/core/comparison/labels.ts";
import type { WorklistFilters } from "@diguan/core/comparison/contract.ts";
import type { Locale } from "@diguan/core/problem.ts";
import { openWorkbook } from "../intake/write/xlsx.ts";
import type { Tx } from "../postgres/pool.ts";
import { worklist } from "./worklist.ts";

const titles = { "zh-CN": ["期限", "疑点编号", "疑点", "严重程度", "内容", "来源", "快照日期", "户主", "户编号", "行政村", "同一人概率", "状态", "村级核实", "县级审定", "依据"], en: ["Deadline", "Kind", "Suspicion", "Severity", "What", "Source", "Snapshot", "Head", "Household code", "Village", "Probability", "State", "Check", "Decision", "Ground"] } as const;
const severity = { hard: { "zh-CN": "核实后排除", en: "excludes after a check" }, review: { "zh-CN": "仅供核查", en: "review only" } } as const;

export async function writeList(tx: Tx, q: WorklistFilters & { readonly ids?: readonly string[] | undefined }, target: Writable, today: string, locale: Locale): Promise<void> {
  const book = openWorkbook(target);
  await book.sheet(locale === "en" ? "Suspicions" : "疑点", titles[locale].map((title, i) => ({ title, text: i === 8, width: i === 4 ? 60 : 14 })), { before: [[locale === "en" ? "Results of comparisons are suspicions, not conclusions." : "比对结果是疑点，不是结论。"]] });
  let after: string | undefined;
  const { ids, ...filters } = q;
  do {
    const page = await worklist(tx, { ...filters, ...(ids ? { ids } : {}), after, limit: 500 }, today);
    for (const r of page.rows) {
      const kind = kindOf(r.kind);
      const en = locale === "en";
      const ground = kind?.excuses.find((g) => g.id === r.ground);
      await book.row([r.deadline, r.kind, (en ? kind?.en : kind?.zh) ?? r.kind, severity[r.severity][locale], kind ? tellKind(en ? kind.says.en : kind.says.zh, r.facts, locale) : "", departmentName(r.department, locale), r.snapshotOn, r.headName, r.householdCode, r.villageName, Math.round(r.probability * 100) / 100,
        stateNames[r.state][locale], r.answer ? answerNames[r.answer][locale] : null, r.outcome ? outcomeNames[r.outcome][locale] : null, ground ? (en ? ground.en : ground.zh) : r.ground]);
    }
    after = page.next ?? undefined;
  } while (after !== undefined);
  await book.close();
}
