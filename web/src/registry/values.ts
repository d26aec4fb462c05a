/** Values of the registry as people read them: labels of codes, units, yuan, yes and no. */
import type { Locale } from "@diguan/core/problem.ts";
import { labelOf } from "@diguan/core/registry/codes.ts";
import { fieldOf, type Field } from "@diguan/core/registry/fields.ts";
import type { Value } from "@diguan/core/registry/history.ts";
import { number, yuan } from "../kit/formats.ts";
import { wordsIn } from "../kit/i18n.tsx";
import { kitWords } from "../kit/words.ts";
import { registryWords } from "./words.ts";
import { englishUnits } from "./words-units.ts";

export const nameOf = (field: Field, locale: Locale): string => (locale === "en" ? field.en : field.zh);
export const fieldName = (of: Field["of"], key: string, locale: Locale): string => { const f = fieldOf(of, key); return f ? nameOf(f, locale) : key; };

export const unitOf = (field: Field, locale: Locale): string => (field.unit === undefined ? "" : locale === "en" ? (englishUnits[field.unit] ?? field.unit) : field.unit);

const one = (field: Field, value: number | string | boolean, locale: Locale): string => {
  const words = wordsIn(registryWords, locale);
  if (typeof value === "boolean") return value ? words.yes : words.no;
  if (typeof value === "string") return value;
  if (field.codes) return labelOf(field.codes, value, locale);
  if (field.kind === "money") return yuan(value);
  return field.kind === "year" ? String(value) : number(value, Number.isInteger(value) ? 0 : 2);
};

/** A value with its unit; «—» when blank. */
export function shown(of: Field["of"], key: string, value: Value | undefined, locale: Locale): string {
  const field = fieldOf(of, key);
  if (value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0)) return "—";
  if (!field) return String(value);
  const comma = wordsIn(kitWords, locale).comma;
  const text = Array.isArray(value) ? value.map((v: number) => one(field, v, locale)).join(comma) : one(field, value as number | string | boolean, locale);
  const unit = typeof value === "number" && !field.codes && field.kind !== "year" ? unitOf(field, locale) : "";
  return unit ? `${text} ${unit}` : text;
}
