/** The sentence of a finding in Chinese or English, and the language's name of the field it points to. */
import type { Locale } from "../problem.ts";
import { yuan } from "../money.ts";
import { codeLists, labelOf, type CodeList } from "../registry/codes.ts";
import { fieldOf } from "../registry/fields.ts";
import { ruleOf } from "./catalogue.ts";
import type { Args, Finding } from "./rule.ts";

const isList = (name: string): name is CodeList => Object.hasOwn(codeLists, name);
const each = (value: string | number, show: (one: string) => string, locale: Locale): string => String(value).split(",").map(show).join(locale === "en" ? ", " : "、");

/** Name of a field of any part of the registry; the key itself when it has none. @example fieldName("causeMain", "zh-CN") // => "主要致贫原因" */
export function fieldName(key: string, locale: Locale): string {
  const field = fieldOf("household", key) ?? fieldOf("member", key) ?? fieldOf("village", key);
  return field ? (locale === "en" ? field.en : field.zh) : key;
}

/**
 * Fills a wording: {x} as it is, {x:relation} as label of a code list (several codes joined by commas), {x:yuan} fen as yuan,
 * {x:fields} as names of fields. @example fill("低于{line:yuan}元", { line: 333500 }, "zh-CN") // => "低于3335.00元"
 */
export function fill(template: string, args: Args, locale: Locale): string {
  return template.replace(/\{(\w+)(?::(\w+))?\}/g, (whole, key: string, form: string | undefined) => {
    const value = args[key];
    if (value === undefined) return whole;
    if (form === "yuan") return yuan(Number(value));
    if (form === "fields") return each(value, (one) => fieldName(one, locale), locale);
    if (form !== undefined && isList(form)) return each(value, (one) => labelOf(form, Number(one), locale), locale);
    return String(value);
  });
}

/** What is wrong and how to put it right. @example messageOf({ rule: "DQ-010", severity: "E", args: {} }, "zh-CN") // => "户内没有成员(空挂户)。补录成员,或注销本户。" */
export function messageOf(finding: Pick<Finding, "rule" | "args">, locale: Locale): string {
  const rule = ruleOf(finding.rule);
  if (!rule) return finding.rule;
  const [says, fix] = locale === "en" ? [rule.says.en, rule.fix.en] : [rule.says.zh, rule.fix.zh];
  return locale === "en" ? `${fill(says, finding.args, locale)}. ${fill(fix, finding.args, locale)}.` : `${fill(says, finding.args, locale)}。${fill(fix, finding.args, locale)}。`;
}
