/** Small things the pages of this slice share. */
import { useState } from "react";
import type { Locale } from "@diguan/core/problem.ts";

/** A word of core in the reader's language. */
export const inWords = (word: { readonly zh: string; readonly en: string } | undefined, locale: Locale): string => (word === undefined ? "" : locale === "en" ? word.en : word.zh);

/** The year that a reader without records means. */
export const thisYear = (): number => new Date().getFullYear();

export interface Option<V> { readonly value: V; readonly label: string }

/** What a search found, and what was chosen before it: a chosen thing keeps its name when the search goes on. */
export function useKept<V>(found: readonly Option<V>[], chosen: readonly V[]): Option<V>[] {
  const [kept, setKept] = useState<readonly Option<V>[]>([]);
  const fresh = found.filter((f) => chosen.includes(f.value) && !kept.some((k) => k.value === f.value));
  if (fresh.length > 0) setKept([...kept, ...fresh]);
  return [...found, ...kept.filter((k) => chosen.includes(k.value) && !found.some((f) => f.value === k.value))];
}
