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
