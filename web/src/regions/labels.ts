/** Small things the pages of this slice share. */
import type { Locale } from "@diguan/core/problem.ts";

/** A word of core in the reader's language. */
export const inWords = (word: { readonly zh: string; readonly en: string } | undefined, locale: Locale): string => (word === undefined ? "" : locale === "en" ? word.en : word.zh);

/** The year that a reader without records means. */
export const thisYear = (): number => new Date().getFullYear();
