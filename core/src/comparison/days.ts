/** How alike two dates are as people mistype them (methods guide §d): day and month exchanged, one digit, another year. */
import { oneSlip } from "../statistics/linkage-strings.ts";

/** From unlike to equal. */
export const dateLevels = ["different", "sameYear", "sameDay", "oneDigit", "swapped", "same"] as const;

/**
 * Eight digits of a date written in any of the usual ways; other texts stay as they are (without spaces).
 * @example bareDate("1973年8月1日") // => "19730801"; bareDate("1973/8/1") // => "19730801"
 */
export function bareDate(text: string): string {
  const bare = text.normalize("NFKC").trim();
  const parts = /^(\d{4})\D+(\d{1,2})\D+(\d{1,2})(?:\D.*)?$/s.exec(bare);
  if (parts) return `${parts[1] ?? ""}${(parts[2] ?? "").padStart(2, "0")}${(parts[3] ?? "").padStart(2, "0")}`;
  return bare.replace(/\s/g, "");
}

/** Level of likeness, 0 … 5 = `dateLevels`, of texts from `bareDate`; texts that are no dates are equal or different. @example compareDates("19730801", "19730108") // => 4 */
export function compareDates(a: string, b: string): number {
  if (a === b) return 5;
  if (a.length !== 8 || b.length !== 8) return 0;
  const [year, month, day] = [a.slice(0, 4), a.slice(4, 6), a.slice(6)];
  if (b.startsWith(year) && b.slice(4) === day + month) return 4;
  if (oneSlip(a, b)) return 3;
  if (b.slice(4) === month + day) return 2;
  return b.startsWith(year) ? 1 : 0;
}
