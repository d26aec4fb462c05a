/** The sentence of any finding of an import: its own rules and the data-quality rules, in one place. */
import type { Locale } from "../problem.ts";
import { messageOf } from "../quality/message.ts";
import { importMessage, isImportRule, type ImportArgs } from "./findings.ts";

/** @example tellFinding("IM-01", {}, "zh-CN") // => "本行没有姓名，未导入。请补上姓名。" */
export function tellFinding(rule: string, args: ImportArgs, locale: Locale): string {
  if (isImportRule(rule)) return importMessage(rule, args, locale);
  const where = args["where"];
  const sentence = messageOf({ rule, args }, locale);
  return where === undefined ? sentence : locale === "en" ? `${sentence} (${where})` : `${sentence}（${where}）`;
}
