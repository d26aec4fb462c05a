/** Numbers as people write them: thousands commas, units, 万, Chinese numerals, accounting brackets, floating point of spreadsheets. */
import { smallNumber } from "./dates.ts";

/** `how` tells what was done: nothing, a unit or sign taken off, or a conversion (万, 米 → 公里 …). */
export interface ReadNumber { readonly value: number; readonly how: "exact" | "stripped" | "converted" }

const units: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  亩: { 亩: 1, 公顷: 15, 分: 0.1, 平方米: 1 / 666.666_666_7 },
  平方米: { 平方米: 1, 平米: 1, "㎡": 1, m2: 1, "m²": 1, 平方: 1, 平: 1 },
  公里: { 公里: 1, 千米: 1, km: 1, 米: 0.001, m: 0.001, 里: 0.5, 华里: 0.5 },
  元: { 元: 1, 块: 1, 圆: 1, 元整: 1, rmb: 1 },
  月: { 月: 1, 个月: 1 }, 人: { 人: 1, 个: 1, 口: 1, 名: 1 }, 户: { 户: 1 }, 个: { 个: 1, 所: 1, 处: 1 }, 所: { 所: 1, 个: 1 },
};

/**
 * Reads a number whose field has a unit ("" when it has none); undefined when it is none.
 * @example readNumber("1.2万", "元") // => { value: 12000, how: "converted" }
 */
export function readNumber(text: string, unit: string): ReadNumber | undefined {
  if (/^-?\d+(\.\d+)?$/.test(text)) return { value: Number(text), how: "exact" };
  const bare = text.replace(/^[¥￥]/, "").replace(/\s+/g, "");
  const negative = /^\((.+)\)$/.exec(bare);
  const m = /^([+-]?)((?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+)(e[+-]?\d{1,2})?([^\d.,]*)$/i.exec(negative?.[1] ?? bare);
  if (!m) return chinese(bare, unit);
  let factor = 1;
  let tail = (m[4] ?? "").toLowerCase();
  if (tail.startsWith("万")) { factor = 10_000; tail = tail.slice(1); }
  const scale = tail === "" ? 1 : units[unit]?.[tail];
  if (scale === undefined) return undefined;
  const value = Number(`${(m[2] ?? "").replaceAll(",", "")}${m[3] ?? ""}`) * factor * scale * (m[1] === "-" || negative ? -1 : 1);
  if (!Number.isFinite(value)) return undefined;
  return { value, how: factor !== 1 || scale !== 1 ? "converted" : m[3] !== undefined && !negative ? "exact" : "stripped" };
}

/** 三, 十二, 二十个月: only plain numerals below a hundred. */
function chinese(text: string, unit: string): ReadNumber | undefined {
  const m = /^([〇零一二两三四五六七八九十]{1,3})(.*)$/.exec(text);
  if (!m || (m[2] !== "" && units[unit]?.[m[2] ?? ""] !== 1)) return undefined;
  const value = smallNumber((m[1] ?? "").replace("两", "二"));
  return Number.isInteger(value) ? { value, how: "converted" } : undefined;
}

/** Floating-point noise of spreadsheets taken away: at most four decimals. @example tidy(9.199999999999999) // => 9.2 */
export const tidy = (value: number): number => Math.round(value * 10_000) / 10_000;
