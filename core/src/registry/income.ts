/**
 * 人均纯收入, the calculation every screen depends on (domain guide §1.6, national table AC07). Totals are computed from
 * line items and never typed; the accounting year runs from 1 October of the year before to 30 September.
 */
import { divideFen } from "../money.ts";
import type { Household } from "./record.ts";

export interface IncomeTotals { readonly transferFen: number; readonly annualFen: number; readonly netFen: number; /** null when the number of members is unknown */ readonly perCapitaFen: number | null }

export type IncomeParts = Pick<Household, "wageFen" | "operatingFen" | "propertyFen" | "familyPlanningFen" | "dibaoFen" | "tekunFen" | "pensionFen" | "ecologyFen" | "otherTransferFen" | "costFen" | "yearMembers">;

/**
 * Totals in fen from the parts; missing parts count as zero, the denominator is 年度家庭人口数.
 * @example computeIncome({ wageFen: 1200000, operatingFen: 680000, propertyFen: 45000, familyPlanningFen: 0, dibaoFen: 324000, tekunFen: 0, pensionFen: 168000, ecologyFen: 50000, otherTransferFen: 76000, costFen: 290000, yearMembers: 4 }).perCapitaFen // => 563250
 */
export function computeIncome(parts: IncomeParts): IncomeTotals {
  const transferFen = (parts.familyPlanningFen ?? 0) + (parts.dibaoFen ?? 0) + (parts.tekunFen ?? 0) + (parts.pensionFen ?? 0) + (parts.ecologyFen ?? 0) + (parts.otherTransferFen ?? 0);
  const annualFen = (parts.wageFen ?? 0) + (parts.operatingFen ?? 0) + (parts.propertyFen ?? 0) + transferFen;
  const netFen = annualFen - (parts.costFen ?? 0);
  return { transferFen, annualFen, netFen, perCapitaFen: parts.yearMembers ? divideFen(netFen, parts.yearMembers) : null };
}

/** Which part of AC07 each kind of line item (`codeLists.incomeKind`) belongs to. */
export const partOfKind: Readonly<Record<number, keyof Omit<IncomeParts, "yearMembers">>> = {
  10: "wageFen", 11: "wageFen", 19: "wageFen", 20: "operatingFen", 30: "propertyFen", 39: "propertyFen",
  40: "familyPlanningFen", 41: "dibaoFen", 42: "tekunFen", 43: "pensionFen", 44: "ecologyFen", 45: "otherTransferFen", 46: "otherTransferFen", 49: "otherTransferFen", 60: "costFen",
};

/** The accounting year of a report year, both days included. @example incomeYear(2018) // => { from: "2017-10-01", to: "2018-09-30" } */
export const incomeYear = (year: number): { readonly from: string; readonly to: string } => ({ from: `${year - 1}-10-01`, to: `${year}-09-30` });

/** One line of «收入怎么算的»: what is added, taken away or divided, in the order of table AC07. `part` lines are inside the sum above them. */
export interface IncomeStep { readonly field: keyof IncomeParts | "transferFen" | "annualFen" | "netFen" | "perCapitaFen"; readonly sign: "+" | "−" | "÷" | "="; readonly part?: true; /** fen; persons for `yearMembers` */ readonly amount: number | null }

/**
 * The calculation step by step, so that a family can follow it: wage + operating + property + transfer (its parts) = annual; − cost = net; ÷ 年度家庭人口数 = per head.
 * @example incomeSteps(parts).at(-1) // => { field: "perCapitaFen", sign: "=", amount: 563250 }
 */
export function incomeSteps(parts: IncomeParts): IncomeStep[] {
  const t = computeIncome(parts);
  const add = (field: keyof IncomeParts): IncomeStep => ({ field, sign: "+", amount: parts[field] ?? 0 });
  const part = (field: keyof IncomeParts): IncomeStep => ({ ...add(field), part: true });
  return [
    add("wageFen"), add("operatingFen"), add("propertyFen"), { field: "transferFen", sign: "+", amount: t.transferFen },
    part("familyPlanningFen"), part("dibaoFen"), part("tekunFen"), part("pensionFen"), part("ecologyFen"), part("otherTransferFen"),
    { field: "annualFen", sign: "=", amount: t.annualFen }, { field: "costFen", sign: "−", amount: parts.costFen ?? 0 }, { field: "netFen", sign: "=", amount: t.netFen },
    { field: "yearMembers", sign: "÷", amount: parts.yearMembers }, { field: "perCapitaFen", sign: "=", amount: t.perCapitaFen },
  ];
}

export interface IncomeItem { readonly kind: number; readonly amountFen: number }
export const itemParts = ["wageFen", "operatingFen", "propertyFen", "familyPlanningFen", "dibaoFen", "tekunFen", "pensionFen", "ecologyFen", "otherTransferFen", "costFen"] as const satisfies readonly (keyof IncomeParts)[];

/** Parts of the year as sums of its line items that stand; a part without items is 0. Throws nothing: unknown kinds count nowhere. @example partsOfItems([{ kind: 10, amountFen: 1000000 }, { kind: 11, amountFen: 200000 }]).wageFen // => 1200000 */
export function partsOfItems(items: readonly IncomeItem[]): Record<(typeof itemParts)[number], number> {
  const sums = Object.fromEntries(itemParts.map((p) => [p, 0])) as Record<(typeof itemParts)[number], number>;
  for (const { kind, amountFen } of items) {
    const part = partOfKind[kind];
    if (part) sums[part] += amountFen;
  }
  return sums;
}

/** Line items that say the same as parts known only as sums (an imported file): one per part that is not 0, of the part's general kind. @example openingItems({ ...parts, dibaoFen: 324000 }) // => [{ kind: 41, amountFen: 324000 }] */
export function openingItems(parts: Omit<IncomeParts, "yearMembers">): IncomeItem[] {
  const kinds: Readonly<Record<(typeof itemParts)[number], number>> = { wageFen: 19, operatingFen: 20, propertyFen: 39, familyPlanningFen: 40, dibaoFen: 41, tekunFen: 42, pensionFen: 43, ecologyFen: 44, otherTransferFen: 49, costFen: 60 };
  return itemParts.flatMap((part) => { const amountFen = parts[part] ?? 0; return amountFen === 0 ? [] : [{ kind: kinds[part], amountFen }]; });
}
