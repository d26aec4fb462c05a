/**
 * The dimensions in which a household can be deprived (paper 000 §2.1 多维度比对; paper 001 §2.1 多维贫困): eleven indicators of
 * education, health and living with integer weights, after Alkire and Foster 2011 (domain guide §9.2). Weights and cutoff are policy
 * parameters of the whole nation, so that the figures of parts add up to the whole; the flags are kept with the facts of each household.
 */
import type { Scheme } from "../statistics/weights.ts";

export const dimensions = ["education", "health", "living"] as const;
export type Dimension = (typeof dimensions)[number];
/** `column`: flag in identification.facts; `parameter`: weight in units; `fact`: what shows it on a page; `cls`: class of the field (domain guide §10.2). */
export interface Indicator { readonly key: string; readonly column: string; readonly dimension: Dimension; readonly parameter: string; readonly facts: readonly string[]; readonly cls: "C1" | "C3"; readonly zh: string; readonly en: string }

const i = (key: string, dimension: Dimension, parameter: string, facts: readonly string[], zh: string, en: string, cls: Indicator["cls"] = "C1"): Indicator => ({ key, column: `d_${key}`, dimension, parameter, facts, cls, zh, en });

/** In the order of every array of the aggregates. An indicator is never removed or moved, only added at the end. */
export const indicators = [
  i("dropout", "education", "AF_DROPOUT", ["dropouts"], "义务教育阶段失学", "a child of compulsory-school age out of school"),
  i("schooling", "education", "AF_SCHOOLING", ["maxSchooling"], "无16岁以上成员学历高于小学", "nobody of 16 or more beyond primary school"),
  i("uninsured", "health", "AF_UNINSURED", ["uninsured"], "有成员未参加基本医保", "a member without basic medical insurance"),
  i("illness", "health", "AF_ILLNESS", ["seriouslyIll"], "大病成员无大病保险或救助", "a serious illness without insurance or aid", "C3"),
  i("disability", "health", "AF_DISABILITY", ["disabled"], "残疾成员无社会救助", "a disability without benefit", "C3"),
  i("house", "living", "AF_HOUSE", ["unsafeHouse", "houseGrade"], "住房不安全(C、D级)", "unsafe house (grade C or D)"),
  i("water", "living", "AF_WATER", ["waterSafe", "waterHard"], "饮水不安全", "unsafe drinking water"),
  i("power", "living", "AF_POWER", ["powerAtHome"], "不通生活用电", "no electricity at home"),
  i("toilet", "living", "AF_TOILET", ["toilet"], "无卫生厕所", "no sanitary toilet"),
  i("fuel", "living", "AF_FUEL", ["cleanFuel"], "使用柴草、畜粪或煤炭", "cooks with wood, dung or coal"),
  i("road", "living", "AF_ROAD", ["hardRoad"], "入户路未硬化", "no hard road to the house"),
] as const satisfies readonly Indicator[];
export const cutoffParameter = "AF_CUTOFF";
export type IndicatorKey = (typeof indicators)[number]["key"];

/** Flags of a household in the order of `indicators`; null = not known. */
export type Flags = readonly (boolean | null)[];

/**
 * Weights and cutoff in units as whole numbers, as the parameters say them: a page shows 3/18 and not a shortened fraction. A weight of 0
 * leaves its indicator out. @param units one per indicator @param cutoff units from which a household is poor, above 0
 * @example deprivationScheme([3, 3, 2, 2, 2, 1, 1, 1, 1, 1, 1], 6).total // => 18 @throws RangeError for anything but whole numbers in range
 */
export function deprivationScheme(units: readonly number[], cutoff: number): Scheme {
  if (!units.every((u) => Number.isSafeInteger(u) && u >= 0) || !Number.isSafeInteger(cutoff) || cutoff < 1) throw new RangeError("weights are whole numbers of 0 or more, the cutoff is above 0");
  return { units: [...units], total: units.reduce((sum, u) => sum + u, 0), threshold: cutoff };
}

/** What a scheme is called where figures are kept: figures of different schemes are never added. @example schemeName(deprivationScheme([3, 3, 2, 2, 2, 1, 1, 1, 1, 1, 1], 6)) // => "3,3,2,2,2,1,1,1,1,1,1|6" */
export const schemeName = (s: Scheme): string => `${s.units.join(",")}|${s.threshold}`;

/** Units of deprivation, null when an indicator is not known: such a household is counted as dropped, never as not deprived. @example depthOf([true, false], { units: [1, 1], total: 2, threshold: 1 }) // => 1 */
export function depthOf(flags: Flags, { units }: Scheme): number | null {
  let depth = 0;
  for (const [at, u] of units.entries()) {
    const flag = flags[at] ?? null;
    if (u === 0) continue;
    if (flag === null) return null;
    if (flag) depth += u;
  }
  return depth;
}
