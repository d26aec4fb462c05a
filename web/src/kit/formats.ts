/** How numbers, money and dates are written: thousands by comma, minus −, range –, money in 元 with two decimals, China dates. */
import type { Locale } from "@diguan/core/problem.ts";

const comma = (digits: string): string => digits.replace(/\B(?=(\d{3})+(?!\d))/g, ",");

/** @example number(-20500) // => "−20,500" */
export function number(value: number | null | undefined, decimals = 0): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return "—";
  const [whole = "0", part] = Math.abs(value).toFixed(decimals).split(".");
  const zero = Number(`${whole}.${part ?? "0"}`) === 0;
  return `${value < 0 && !zero ? "−" : ""}${comma(whole)}${part ? `.${part}` : ""}`;
}

/** A share between 0 and 1 as per cent. @example percent(0.0375, 1) // => "3.8%" */
export const percent = (share: number | null | undefined, decimals = 0): string => (share === null || share === undefined || !Number.isFinite(share) ? "—" : `${number(share * 100, decimals)}%`);

/** Fen as 元 with two decimals. @example yuan(-290000) // => "−2,900.00" */
export const yuan = (fen: number | null | undefined, decimals = 2): string => (fen === null || fen === undefined ? "—" : number(fen / 100, decimals));

/** Fen as 万元. @example wanYuan(21800000) // => "21.80" */
export const wanYuan = (fen: number | null | undefined, decimals = 2): string => (fen === null || fen === undefined ? "—" : number(fen / 1_000_000, decimals));

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** A date in a sentence; with the year when it is not `thisYear`. @example longDate("2018-10-24", "zh-CN", 2018) // => "10 月 24 日" */
export function longDate(date: string | null | undefined, locale: Locale, thisYear?: number): string {
  const m = /^(\d{4})-(\d{2})-(\d{2})/.exec(date ?? "");
  if (!m) return "—";
  const [year, month, day] = [Number(m[1]), Number(m[2]), Number(m[3])];
  const own = year === thisYear;
  if (locale === "en") return `${day} ${months[month - 1] ?? ""}${own ? "" : ` ${year}`}`;
  return `${own ? "" : `${year} 年 `}${month} 月 ${day} 日`;
}

/** A date in a table. @example shortDate("2018-10-24", 2018) // => "10-24" */
export const shortDate = (date: string | null | undefined, thisYear?: number): string => (date ? (Number(date.slice(0, 4)) === thisYear ? date.slice(5, 10) : date.slice(0, 10)) : "—");

/** An instant (ISO 8601) as a China clock time. @example clock("2018-10-23T09:20:00Z") // => "2018-10-23 17:20" */
export function clock(instant: string | null | undefined): string {
  const at = Date.parse(instant ?? "");
  return Number.isNaN(at) ? "—" : new Date(at + 8 * 3_600_000).toISOString().slice(0, 16).replace("T", " ");
}

/** Parts of one line, with one full-width space between; empty parts fall out. @example line("单位：人", "", "2018 年") // => "单位：人", a full-width space, "2018 年" */
export const line = (...parts: readonly (string | null | undefined | false)[]): string => parts.filter((part): part is string => typeof part === "string" && part !== "").join("\u3000");

/** @example bytes(1536) // => "1.5 KB" */
export function bytes(size: number): string {
  const step = [["GB", 1024 ** 3], ["MB", 1024 ** 2], ["KB", 1024]] as const;
  for (const [unit, of] of step) if (size >= of) return `${number(size / of, 1)} ${unit}`;
  return `${number(size)} B`;
}

/** Minutes and seconds of a countdown. @example countdown(102) // => "1:42" */
export const countdown = (seconds: number): string => `${Math.floor(Math.max(0, seconds) / 60)}:${String(Math.floor(Math.max(0, seconds) % 60)).padStart(2, "0")}`;

/** Round limits, no closer than `least`, that cut the span of `values` into at most `classes` map classes. @example roundLimits([0.02, 0.31], 5) // => [0.1, 0.2, 0.3] */
export function roundLimits(values: readonly number[], classes: number, least = 0): number[] {
  let [low, top] = [Number.POSITIVE_INFINITY, 0];
  for (const value of values) if (Number.isFinite(value)) { low = Math.min(low, value); top = Math.max(top, value); }
  if (top <= 0 || low >= top) return [];
  const power = 10 ** Math.floor(Math.log10((top - low) / classes));
  const fits = (one: number): boolean => Math.ceil(top / one) - Math.floor(low / one) <= classes;
  const step = [1, 2, 5, 10, 20, 50].map((s) => s * power).find((one) => one >= least && fits(one)) ?? Math.max(100 * power, least);
  const limits: number[] = [];
  for (let i = Math.floor(low / step) + 1; step * i < top; i += 1) limits.push(Number((step * i).toPrecision(6)));
  return limits;
}
