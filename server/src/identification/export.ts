/** The list of identification as a workbook, page by page in bounded memory; recorded before the first row leaves. */
import type { Writable } from "node:stream";
import type { ListFilters, ListRow } from "@diguan/core/identification/contract.ts";
import { differenceNames, reasonNames, recommendationNames } from "@diguan/core/identification/labels.ts";
import type { Locale } from "@diguan/core/problem.ts";
import { labelOf } from "@diguan/core/registry/codes.ts";
import { audit } from "../audit.ts";
import { openWorkbook, type Plain } from "../intake/write/xlsx.ts";
import type { Actor } from "../postgres/pool.ts";
import type { Deps } from "../serve.ts";
import { listPage } from "./list.ts";

const heads = { "zh-CN": ["村", "户编号", "户主", "脱贫属性", "建议", "与登记的差别", "收入差距", "剥夺分", "四看法最低", "四看法最高", "模拟贫困概率", "理由", "不清楚的", "登记的主因", "记录支持的主因", "登记主因无依据"], en: ["Village", "Household code", "Head", "Exit state", "Recommendation", "Difference", "Income gap", "Deprivation", "Look score, least", "Look score, most", "Simulated probability", "Reasons", "Not known", "Registered cause", "Cause the record suggests", "Registered cause without evidence"] } as const;

const cells = (r: ListRow, locale: Locale): Plain[] => {
  const at = locale === "en" ? "en" : "zh";
  const names = (keys: readonly string[]): string => keys.map((k) => reasonNames[k]?.[at] ?? k).join("、");
  return [r.villageName, r.householdCode, r.headName, r.exitState === null ? null : labelOf("exitState", r.exitState, locale), recommendationNames[r.recommendation][at], r.difference === "none" ? null : differenceNames[r.difference][at], r.incomeGap, r.depth, r.lookLow, r.lookHigh, r.probability,
    names(r.reasons), names(r.missing), r.cause === null ? null : labelOf("cause", r.cause, locale), r.suggested === null ? null : labelOf("cause", r.suggested, locale), r.contradiction ? (locale === "en" ? "yes" : "是") : null];
};

export async function exportList({ db }: Deps, actor: Actor, q: ListFilters & { readonly year: number }, locale: Locale, begin: () => NodeJS.WritableStream): Promise<void> {
  await db.within(actor, (tx) => audit(tx, "export", "assessment", { region: q.region ?? actor.scope.lo, detail: { ...q } }));
  const book = openWorkbook(begin() as Writable, 4);
  await book.sheet(locale === "en" ? "Identification" : "识别", heads[locale].map((title, n) => ({ title, text: n < 6 || n > 10 })));
  let after: string | undefined;
  do {
    const page = await db.within(actor, (tx) => listPage(tx, { ...q, after, limit: 1000 }));
    for (const row of page.rows) await book.row(cells(row, locale));
    after = page.next ?? undefined;
  } while (after !== undefined);
  await book.close();
}
