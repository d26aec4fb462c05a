/** The sentence of a finding in Chinese or English, and the language's name of the field it points to. */
import type { Locale } from "../problem.ts";
import { measureOf } from "../measures/catalogue.ts";
import { yuan } from "../money.ts";
import { codeLists, labelOf, type CodeList } from "../registry/codes.ts";
import { fieldOf } from "../registry/fields.ts";
import { ruleOf } from "./catalogue.ts";
import type { Args, Finding } from "./rule.ts";

/** Words that fill sentences and are no codes of the registry. */
const words: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  household: ["本户内", "in this household"], village: ["本村", "in the village"], town: ["本乡镇", "in the township"], county: ["本县", "in the county"], city: ["本市", "in the city"], province: ["本省", "in the province"], nation: ["全国", "in the country"],
  workPlaces: ["两人在不同地区务工", "two people working in different places"], households: ["不同户", "in several households"],
  transfer: ["转移性收入", "transfer income"], annual: ["年收入", "annual income"], net: ["纯收入", "net income"], perCapita: ["人均纯收入", "net income per head"],
  paidIdle: ["有工资性收入而无人务工", "there is wage income but nobody works"], workUnpaid: ["有人务工而工资性收入为0", "somebody works but wage income is 0"],
  placeOnly: ["有务工地点而无务工月数", "a place of work without months"], monthsOnly: ["有务工月数而无务工地点", "months of work without a place"],
  postOnly: ["有公益性岗位而无月数", "a public post without months"], postMonthsOnly: ["有公益性岗位月数而无岗位", "months in a public post without the post"],
  all: ["全部成员", "all members"], overHalf: ["半数以上成员", "more than half of the members"], overQuarter: ["四分之一以上成员", "more than a quarter of the members"],
  noLabour: ["无劳动力", "nobody able to work"], noWork: ["无务工记录", "no record of work"], subItem: ["自然灾害未选灾种", "the kind of disaster is not chosen"], remark: ["选了“其他”而无说明", "“other” without a remark"],
  none: ["没有开发式帮扶措施", "there is no development measure"], onlySafety: ["只有综合保障", "there is only the safety net"], onlyOther: ["开发式帮扶只有“其他”", "the only development measure is “other”"], onlyTraining: ["开发式帮扶只有培训", "the only development measure is training"],
  wrongStudent: ["不是中高职学生，却享受雨露计划", "in the Rain-and-Dew scheme without being in vocational school"], leftOut: ["是中高职学生，没有雨露计划", "in vocational school, but not in the Rain-and-Dew scheme"],
  noMember: ["有措施而无对应成员", "the measure is there, but no such member"], noMeasure: ["有对应成员而无措施", "there is such a member, but no measure"],
  before: ["早于识别时间", "older than the identification"], nobodyAway: ["而无人县外务工", "though nobody works outside the county"],
  job: ["有就业或公益性岗位措施而工资性收入为0", "a measure for work, but no wage income"], safety: ["有综合保障措施而转移性收入为0", "a safety-net measure, but no transfer income"], industry: ["有产业措施而生产经营性收入为0", "a measure for production, but no operating income"],
  minutes: ["评议记录", "minutes of the appraisal"], notice: ["公示照片", "photo of the notice"], signature: ["户主签字", "signature of the household"],
  far: ["采集定位离住房过远", "collected too far from the house"], hurried: ["同一人采集两户间隔过短", "two houses collected by one person in too short a time"],
  sameIncome: ["多户人均收入完全相同", "several households with the same income"], nearLine: ["多户收入同为标准线加同一小额", "several incomes equal the line plus the same small amount"],
};
const word = (key: string | number, locale: Locale): string => words[key]?.[locale === "en" ? 1 : 0] ?? String(key);

const isList = (name: string): name is CodeList => Object.hasOwn(codeLists, name);
const each = (value: string | number, show: (one: string) => string, locale: Locale): string => String(value).split(",").map(show).join(locale === "en" ? ", " : "、");

/** Name of a field of any part of the registry; the key itself when it has none. @example fieldName("causeMain", "zh-CN") // => "主要致贫原因" */
export function fieldName(key: string, locale: Locale): string {
  const field = fieldOf("household", key) ?? fieldOf("member", key) ?? fieldOf("village", key);
  return field ? (locale === "en" ? field.en : field.zh) : key;
}

/**
 * Fills a wording: {x} as it is, {x:relation} as label of a code list (several codes joined by commas), {x:yuan} fen as yuan,
 * {x:fields} as names of fields, {x:measures} as names of measures,
 * {x:word} as one of the words above. @example fill("低于{line:yuan}元", { line: 333500 }, "zh-CN") // => "低于3335.00元"
 */
export function fill(template: string, args: Args, locale: Locale): string {
  return template.replace(/\{(\w+)(?::(\w+))?\}/g, (whole, key: string, form: string | undefined) => {
    const value = args[key];
    if (value === undefined) return whole;
    if (form === "yuan") return yuan(Number(value));
    if (form === "word") return each(value, (one) => word(one, locale), locale);
    if (form === "fields") return each(value, (one) => fieldName(one, locale), locale);
    if (form === "measures") return each(value, (code) => measureOf(code)?.[locale === "en" ? "en" : "zh"] ?? code, locale);
    if (form !== undefined && isList(form)) return each(value, (one) => labelOf(form, Number(one), locale), locale);
    return String(value);
  });
}

/** What is wrong and how to put it right. @example messageOf({ rule: "DQ-010", severity: "E", args: {} }, "zh-CN") // => "户内没有成员（空挂户）。补录成员，或注销本户。" */
export function messageOf(finding: Pick<Finding, "rule" | "args">, locale: Locale): string {
  const rule = ruleOf(finding.rule);
  if (!rule) return finding.rule;
  const [says, fix] = locale === "en" ? [rule.says.en, rule.fix.en] : [rule.says.zh, rule.fix.zh];
  return locale === "en" ? `${fill(says, finding.args, locale)}. ${fill(fix, finding.args, locale)}.` : `${fill(says, finding.args, locale)}。${fill(fix, finding.args, locale)}。`;
}
