/** Dates as people and spreadsheets write them (issue 2 item 6: "dates in all usual shapes repaired or explained"). */
import { addDays, isRealDate } from "../time.ts";

/**
 * ISO date of an Excel serial number (days; fractions are the time of day and are dropped). The 1900 system counts a
 * 29 February 1900 that never was, hence the two origins; the 1904 system is that of old Macintosh workbooks.
 * @example excelDate(43069) // => "2017-11-30"
 */
export function excelDate(serial: number, date1904 = false): string {
  const day = Math.floor(serial);
  if (date1904) return addDays("1904-01-01", day);
  return addDays(day < 60 ? "1899-12-31" : "1899-12-30", day);
}

/** `exact`: as it stood in ISO form; `repaired`: another shape that means one day; else why it cannot be taken. */
export type ReadDate =
  | { readonly ok: true; readonly iso: string; readonly how: "exact" | "shape" | "serial" }
  | { readonly ok: false; readonly why: "twoDigitYear" | "monthOnly" | "yearOnly" | "notReal" | "unreadable" };

const two = (text: string): string => text.padStart(2, "0");
const digits: Readonly<Record<string, string>> = { 〇: "0", "○": "0", 零: "0", 一: "1", 二: "2", 三: "3", 四: "4", 五: "5", 六: "6", 七: "7", 八: "8", 九: "9" };

/**
 * Reads 2017-11-30, 2017/1/3, 2017.11.3, 2017年1月3日, 20171130, 二〇一七年一月三日, with a time of day behind it, and
 * serials 1–73050 (1900–2099). Two-digit years and months without a day are not guessed.
 * @example readDate("2017年1月3日") // => { ok: true, iso: "2017-01-03", how: "shape" }
 */
export function readDate(text: string): ReadDate {
  if (isRealDate(text)) return { ok: true, iso: text, how: "exact" };
  const written = chineseDate(text).replace(/[T\s]+\d{1,2}[:：时]\d{1,2}.*$/, "").trim();
  const parts = /^(\d{4})\s*[-/.年\\]\s*(\d{1,2})\s*[-/.月\\]\s*(\d{1,2})\s*[日号]?$/.exec(written) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(written);
  if (parts) {
    return dateOf(parts[1], parts[2], parts[3]);
  }
  // day first, as some systems print it; only when the order cannot be mistaken
  const last = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$/.exec(written);
  if (last && Number(last[2]) > 12) return dateOf(last[3], last[1], last[2]);
  if (last && Number(last[1]) > 12) return dateOf(last[3], last[2], last[1]);
  if (/^\d{4}\s*[-/.年]\s*\d{1,2}\s*月?$/.test(written) || /^(19|20)\d{2}(0[1-9]|1[0-2])$/.test(written)) return { ok: false, why: "monthOnly" };
  if (/^(19|20)\d{2}年?$/.test(written)) return { ok: false, why: "yearOnly" };
  if (/^\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}日?$/.test(written)) return { ok: false, why: "twoDigitYear" };
  if (/^\d{1,5}(\.\d+)?$/.test(written)) {
    const serial = Number(written);
    if (serial >= 1 && serial <= 73_050) return { ok: true, iso: excelDate(serial), how: "serial" };
  }
  return { ok: false, why: "unreadable" };
}

function dateOf(year = "", month = "", day = ""): ReadDate {
  const text = `${year}-${two(month)}-${two(day)}`;
  return isRealDate(text) ? { ok: true, iso: text, how: "shape" } : { ok: false, why: "notReal" };
}

/** 二〇一七年十一月三日 → 2017年11月3日; other texts are left alone. */
function chineseDate(text: string): string {
  if (!/[〇○零一二三四五六七八九十].*年/.test(text)) return text;
  return text.replace(/[〇○零一二三四五六七八九]{4}(?=年)/, (year) => [...year].map((c) => digits[c] ?? c).join(""))
    .replace(/[一二三四五六七八九十]{1,3}(?=[月日号])/g, (n) => String(smallNumber(n)));
}

/** 一 … 九十九. @example smallNumber("二十三") // => 23 */
export function smallNumber(text: string): number {
  const [tens, units] = text.includes("十") ? text.split("十") : ["", text];
  const of = (t: string | undefined, none: number): number => (t === undefined || t === "" ? none : Number(digits[t]));
  return text.includes("十") ? of(tens, 1) * 10 + of(units, 0) : of(units, 0);
}
