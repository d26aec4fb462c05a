/**
 * 统计用区划代码: 12 digits = province 2, city 2, county 2, township 3, village 3 (first six: GB/T 2260).
 * Codes are whole numbers, so that an area is a closed range and a scope costs nothing in an index
 * (paper 001 §3.1 「一个平台」: village, town, county, city, province).
 */
import { Problem } from "./problem.ts";

export const levels = ["nation", "province", "city", "county", "town", "village"] as const;
export type Level = (typeof levels)[number];

/** Closed range of 12-digit codes, both ends included. */
export interface RegionRange { readonly lo: number; readonly hi: number }

const widths: Readonly<Record<Level, number>> = { nation: 0, province: 2, city: 4, county: 6, town: 9, village: 12 };
const top = 999_999_999_999;

/** Reads a code of 2, 4, 6, 9 or 12 digits; shorter codes are filled with zeros. Throws `region.code`. @example parseRegionCode("990102") // => 990102000000 */
export function parseRegionCode(text: string | number): number {
  const digits = String(text).trim();
  if (!/^(\d{2}|\d{4}|\d{6}|\d{9}|\d{12})$/.test(digits)) throw new Problem("region.code", { code: digits });
  return Number(digits.padEnd(12, "0"));
}

/** Level of a code; 0 is the nation. @example levelOf(990102000000) // => "county" */
export function levelOf(code: number): Level {
  if (code === 0) return "nation";
  if (code % 1000 !== 0) return "village";
  if (code % 1_000_000 !== 0) return "town";
  if (code % 100_000_000 !== 0) return "county";
  if (code % 10_000_000_000 !== 0) return "city";
  return "province";
}

/** All codes inside a region, itself included. @example rangeOf(990102000000) // => { lo: 990102000000, hi: 990102999999 } */
export function rangeOf(code: number): RegionRange {
  if (code === 0) return { lo: 0, hi: top };
  return { lo: code, hi: code + 10 ** (12 - widths[levelOf(code)]) - 1 };
}

/** The region's own ancestor at a level; `undefined` when the code itself is above that level. @example ancestorAt(990102101003, "town") // => 990102101000 */
export function ancestorAt(code: number, level: Level): number | undefined {
  if (levels.indexOf(levelOf(code)) < levels.indexOf(level)) return undefined;
  if (level === "nation") return 0;
  const unit = 10 ** (12 - widths[level]);
  return Math.floor(code / unit) * unit;
}

/** Six-digit county code, the distribution key of all rows that belong to a place. @example countyOf(990102101003) // => 990102 */
export const countyOf = (code: number): number => Math.floor(code / 1_000_000);

export const contains = (range: RegionRange, code: number): boolean => code >= range.lo && code <= range.hi;

/** Level below; villages have none. */
export const levelBelow = (level: Level): Level | undefined => levels[levels.indexOf(level) + 1];
