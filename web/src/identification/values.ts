/** Facts as people read them: name, value with its unit, «unknown» where nothing is on record. */
import type { Locale } from "@diguan/core/problem.ts";
import { factOf } from "@diguan/core/identification/facts.ts";
import { indicators } from "@diguan/core/identification/deprivation.ts";
import { labelOf, type CodeList } from "@diguan/core/registry/codes.ts";
import { number, yuan } from "../kit/formats.ts";
import { wordsIn } from "../kit/i18n.tsx";
import { identificationWords } from "./words.ts";

export const factName = (key: string, locale: Locale): string => { const fact = factOf(key); return fact ? (locale === "en" ? fact.en : fact.zh) : key; };
export function factValue(key: string, value: number | boolean | null, locale: Locale): string {
  const words = wordsIn(identificationWords, locale);
  const fact = factOf(key);
  if (value === null) return words.unknown;
  if (typeof value === "boolean") return value ? words.yes : words.no;
  if (fact?.list !== undefined) return labelOf(fact.list as CodeList, value, locale);
  if (fact?.kind === "fen") return yuan(value);
  if (fact?.kind === "year") return String(value);
  return `${number(value, Number.isInteger(value) ? 0 : 2)}${fact?.unit ? ` ${fact.unit}` : ""}`;
}
export const indicatorName = (key: string, locale: Locale): string => { const found = indicators.find((i) => i.key === key); return found ? (locale === "en" ? found.en : found.zh) : key; };
