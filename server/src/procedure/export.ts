/** Cases as a workbook, page by page in bounded memory. */
import type { Writable } from "node:stream";
import { roleName } from "@diguan/core/access/labels.ts";
import type { CaseFilters } from "@diguan/core/procedure/contract.ts";
import { purposeNames } from "@diguan/core/procedure/names.ts";
import type { Locale } from "@diguan/core/problem.ts";
import { openWorkbook } from "../intake/write/xlsx.ts";
import type { Tx } from "../postgres/pool.ts";
import { exportCases } from "./list.ts";

const titles = { "zh-CN": ["案号", "事项", "村", "组", "户主（对象）", "人口", "状态", "现在这一步", "由谁办", "开始", "限期", "超期天数", "公示到", "异议", "办结"], en: ["Case", "Matter", "Village", "Group", "Head (subject)", "Persons", "State", "Step due", "By", "Opened", "Due", "Days overdue", "Notice until", "Objections", "Over"] } as const;
const states = { open: ["办理中", "under way"], finished: ["已办成", "completed"], rejected: ["未通过", "refused"], withdrawn: ["已撤回", "withdrawn"] } as const;

export async function writeCases(tx: Tx, filters: CaseFilters, target: Writable, today: string, locale: Locale): Promise<void> {
  const en = locale === "en";
  const word = (w: { readonly zh: string; readonly en: string }): string => (en ? w.en : w.zh);
  const book = openWorkbook(target);
  await book.sheet(en ? "Cases" : "程序办理清单", titles[locale].map((title, i) => ({ title, text: i === 0, width: i === 8 ? 36 : 14 })));
  for await (const page of exportCases(tx, filters, today)) for (const r of page) {
    await book.row([r.number, word(purposeNames[r.purpose]), r.village, r.groupName, r.name, r.members, states[r.status][en ? 1 : 0], r.step ? word(r.step) : null, r.roles.map((x) => roleName(x, locale)).join(en ? ", " : "、"), r.openedOn, r.dueOn, r.daysLeft !== null && r.daysLeft < 0 ? -r.daysLeft : null, r.noticeTo, r.objections, r.overOn]);
  }
  await book.close();
}
