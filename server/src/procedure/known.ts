/** What the engine asks about a household besides the case itself: exit standard, labour, months of monitoring, open suspicions. */
import type { Step } from "@diguan/core/procedure/definition.ts";
import { nothingKnown, type Known } from "@diguan/core/procedure/engine.ts";
import type { Guarantee } from "@diguan/core/registry/guarantee.ts";
import { standingOf, type Desk, type Standing } from "../registry/service.ts";
import type { CaseFile } from "./rows.ts";

const guaranteeNames: Readonly<Record<Guarantee, { zh: string; en: string }>> = {
  food: { zh: "不愁吃", en: "food" }, clothing: { zh: "不愁穿", en: "clothing" }, education: { zh: "义务教育有保障", en: "schooling" }, medical: { zh: "基本医疗有保障", en: "medical care" }, housing: { zh: "住房安全有保障", en: "housing" }, water: { zh: "饮水安全", en: "drinking water" },
};

/** Parts of the exit standard that the record says are not reached (domain guide §4.2); what the record cannot know is checked at the house. */
export function unmetOf(s: Standing): { zh: string; en: string }[] {
  const income = s.household.perCapitaFen;
  const low = income === null ? [{ zh: "人均纯收入没有填", en: "net income per head is not recorded" }]
    : s.line && income < s.line.fen ? [{ zh: `人均纯收入 ${(income / 100).toFixed(2)} 元，低于 ${s.line.year} 年标准 ${(s.line.fen / 100).toFixed(0)} 元`, en: `net income per head ${(income / 100).toFixed(2)} yuan is below the line of ${s.line.year}, ${(s.line.fen / 100).toFixed(0)} yuan` }] : [];
  return [...low, ...s.guarantees.filter((g) => g.verdict === "unmet").map((g) => guaranteeNames[g.guarantee])];
}

/** Asked only when the step requires something: most steps do not look at the record. */
export async function knownOf(desk: Desk, file: CaseFile, step: Step | undefined): Promise<Known> {
  if (!step || step.requires.length === 0 || file.householdId === null) return nothingKnown;
  const key = { county: file.county, id: file.householdId };
  const asks = (r: Step["requires"][number]): boolean => step.requires.includes(r);
  const standing = asks("standardMet") || asks("hasLabour") ? await standingOf(desk, key) : undefined;
  const recognised = asks("stableMonths") ? await desk.tx.sql<{ on: string }[]>`
    select on_date as "on" from procedure.effect where county = ${file.county} and household_id = ${file.householdId} and kind = 'monitored' and region between ${desk.tx.scope.lo} and ${desk.tx.scope.hi} order by on_date desc limit 1` : [];
  return { suspicions: asks("noSuspicion") ? await openSuspicions(desk, key) : 0, unmet: standing ? unmetOf(standing) : [], labourers: standing?.labourers ?? 1, monitoredOn: recognised[0]?.on ?? null };
}

/** Open suspicions of the comparison centre against a household: everything that nobody has decided yet. Signs of having been missed speak for it and do not count. */
export async function openSuspicions({ tx }: Desk, key: { readonly county: number; readonly id: string }): Promise<number> {
  const [row] = await tx.sql<{ n: number }[]>`
    select count(*)::int as n from comparison.finding
     where county = ${key.county} and household_id = ${key.id} and direction <> 'omission' and outcome is null and region between ${tx.scope.lo} and ${tx.scope.hi}`;
  return row?.n ?? 0;
}
