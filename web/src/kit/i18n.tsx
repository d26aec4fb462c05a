/**
 * Words of the pages: each slice has a `words.ts` made with `defineWords`, whose two languages must have the same keys and the
 * same arguments (checked by the compiler). Chinese first, English second; the choice is remembered.
 */
import { useMemo } from "react";
import type { Locale } from "@diguan/core/problem.ts";
import { localePreference } from "./preferences.ts";

export type Word = string | ((...args: never[]) => string) | { readonly [key: string]: Word };
export type Dictionary = Readonly<Record<string, Word>>;

/** The same keys with any text: a sentence stays a sentence, a function keeps its arguments. */
export type SameKeys<W> = { readonly [K in keyof W]: W[K] extends (...args: infer A) => string ? (...args: A) => string : W[K] extends string ? string : SameKeys<W[K]> };

export interface Words<W> { readonly "zh-CN": W; readonly en: SameKeys<W> }

export const defineWords = <W extends Dictionary>(words: { readonly "zh-CN": W; readonly en: NoInfer<SameKeys<W>> }): Words<W> => words;

export const useLocale = (): readonly [Locale, (locale: Locale) => void] => localePreference.use();

/** The slice's words in the reader's language. */
export function useWords<W>(words: Words<W>): SameKeys<W> {
  const [locale] = useLocale();
  return useMemo(() => wordsIn(words, locale), [words, locale]);
}

export const wordsIn = <W,>(words: Words<W>, locale: Locale): SameKeys<W> => (locale === "en" ? words.en : (words["zh-CN"] as SameKeys<W>));
