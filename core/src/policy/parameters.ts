/**
 * Every number that policy fixes, by its code: what it means, in which unit, between which bounds. The values themselves are dated,
 * region-scoped and sourced rows of table policy.parameter (domain guide, golden rule: 「Thresholds change by year and province」).
 * A migration that inserts rows of a new code adds a line to parameters-of-slices.ts, or a list of its slice here; a test compares both.
 */
import { roles } from "../access/policy.ts";
import { roleName } from "../access/labels.ts";
import { parameterNames as comparison } from "../comparison/parameters.ts";
import { evaluationParameters } from "../evaluation/parameters.ts";
import { parameterDefaults } from "../quality/parameters.ts";
import { comparisonLines, helperLines, identificationLines, procedureLines } from "./parameters-of-slices.ts";

export const parameterTopics = ["line", "guarantee", "exclusion", "monitoring", "score", "comparison", "procedure", "evaluation", "helping", "quality", "access", "rules"] as const;
export type ParameterTopic = (typeof parameterTopics)[number];

/** `min` and `max` are bounds of the whole number stored, both included. */
export interface ParameterInfo { readonly code: string; readonly topic: ParameterTopic; readonly zh: string; readonly en: string; readonly unit: string; readonly min: number; readonly max: number; /** where it is read */ readonly usedBy: { readonly zh: string; readonly en: string } }

const p = (code: string, topic: ParameterTopic, unit: string, zh: string, en: string, min: number, max: number, usedBy: readonly [string, string]): ParameterInfo => ({ code, topic, zh, en, unit, min, max, usedBy: { zh: usedBy[0], en: usedBy[1] } });

const rules = ["认定规则", "eligibility rules"] as const;
const own: readonly ParameterInfo[] = [
  p("POVERTY_LINE", "line", "fen/person/year", "扶贫标准", "poverty line", 50_000, 5_000_000, ["识别与退出规则、收入缺口、数据质量", "identification and exit rules, income gap, data quality"]),
  p("MONITOR_LINE", "line", "fen/person/year", "防返贫监测范围", "upper limit of monitoring", 50_000, 5_000_000, ["监测、数据质量", "monitoring, data quality"]),
  p("PERSON_LOOKUPS_PER_HOUR", "access", "lookups/person/hour", "每小时跨县查询身份证号次数", "look-ups of ID numbers per hour", 1, 10_000, ["成员登记", "registering members"]),
  p("DROPOUTS_ALLOWED", "guarantee", "persons", "义务教育失学人数容许值", "children out of school tolerated", 0, 0, rules),
  p("UNINSURED_ALLOWED", "guarantee", "persons", "未参保人数容许值", "members without insurance tolerated", 0, 5, rules),
  p("EXIT_MARGIN", "line", "percent", "稳定脱贫收入与标准之比", "income of a stable exit, share of the line", 100, 300, rules),
  p("MONITOR_ILL_LIMIT", "monitoring", "persons", "监测关注的大病人数", "seriously ill members that call for attention", 1, 10, rules),
  p("MONITOR_DEPENDENCY", "monitoring", "percent", "监测关注的抚养负担", "members per labourer that call for attention", 100, 2_000, rules),
];

const evaluation: readonly ParameterInfo[] = evaluationParameters.map((e) => p(e.code, "evaluation", e.unit, e.zh, e.en, e.min, e.max, ["扶贫精准度、抽查", "precision, audits"]));
const quality: readonly ParameterInfo[] = Object.entries(parameterDefaults).map(([code, d]) => p(code, "quality", d.unit, d.zh, d.en, 0, Math.max(1000, d.value * 100), ["数据质量规则", "data-quality rules"]));
const factor: readonly ParameterInfo[] = roles.map((role) => p(`SECOND_FACTOR.${role}`, "access", "flag", `${roleName(role, "zh-CN")}须双因素登录`, `second factor required of: ${roleName(role, "en")}`, 0, 1, ["登录", "sign-in"]));

const departments: readonly ParameterInfo[] = Object.entries(comparison).map(([code, d]) => p(code, "comparison", d.unit, d.zh, d.en, 0, 1_000_000_000, ["部门比对", "comparison centre"]));

const of = (topic: ParameterTopic, lines: typeof procedureLines, usedBy: readonly [string, string]): readonly ParameterInfo[] => lines.map(([code, unit, zh, en, min, max]) => p(code, topic, unit, zh, en, min, max, usedBy));

export const parameterList: readonly ParameterInfo[] = [
  ...own, ...of("score", identificationLines, ["识别评分与致贫原因", "scores and causes"]), ...departments, ...of("comparison", comparisonLines, ["疑似重复", "possible duplicates"]), ...of("procedure", procedureLines, ["公开程序", "public procedures"]),
  ...evaluation, ...of("helping", helperLines, ["帮扶责任", "helping"]), ...quality, ...factor,
];
const byCode = new Map(parameterList.map((info) => [info.code, info]));
/** @example parameterInfo("POVERTY_LINE")?.unit // => "fen/person/year" */
export const parameterInfo = (code: string): ParameterInfo | undefined => byCode.get(code);

/** A row of policy.parameter: dates are China dates, `validTo` included; region 0 is the whole nation. */
export interface ParameterRow { readonly code: string; readonly region: number; readonly validFrom: string; readonly validTo: string | null; readonly value: number; readonly unit: string; readonly source: string; readonly sureness: string }

/** Does the row apply on a day? */
export const appliesOn = (row: Pick<ParameterRow, "validFrom" | "validTo">, on: string): boolean => row.validFrom <= on && (row.validTo === null || row.validTo >= on);
