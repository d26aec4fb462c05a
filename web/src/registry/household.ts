/** A household as the page asks for it, and what several parts of the page need. */
import { useQuery, useQueryClient, type UseQueryResult } from "@tanstack/react-query";
import { getHousehold, type HouseholdPage } from "@diguan/core/registry/contract.ts";
import { revealField } from "@diguan/core/registry/contract-write.ts";
import type { Locale } from "@diguan/core/problem.ts";
import { call } from "../api.ts";
import type { RevealReason } from "../kit/Masked.tsx";
import { shown } from "./values.ts";

export interface Key { readonly county: number; readonly id: string }
export const householdKeyOf = (key: Key): readonly unknown[] => ["household", key.county, key.id];

export const useHousehold = (key: Key, year: number | undefined, at: string | undefined): UseQueryResult<HouseholdPage> => useQuery({
  queryKey: [...householdKeyOf(key), year, at],
  queryFn: ({ signal }) => call(getHousehold, { params: key, query: { ...(year === undefined ? {} : { year }), ...(at === undefined ? {} : { at }) } }, signal),
  placeholderData: (before) => before,
});

/** After a change everything shown of the household, its lists and figures is asked for again. */
export function useRefresh(key: Key): () => Promise<unknown> {
  const client = useQueryClient();
  return () => Promise.all([client.invalidateQueries({ queryKey: householdKeyOf(key) }), client.invalidateQueries({ queryKey: ["households"] }), client.invalidateQueries({ queryKey: ["overview"] })]);
}

/** Opens one masked field; undefined when the post may not. */
export const revealer = (page: HouseholdPage, of: "household" | "member", field: string, locale: Locale, memberId?: string): ((reason: RevealReason) => Promise<string>) | undefined =>
  page.may.reveal ? async (reason) => shown(of, field, (await call(revealField, { params: page.key, body: { year: page.year, field, reason, ...(memberId === undefined ? {} : { memberId }) } })).value, locale) : undefined;

/** Key of an act, made once and kept until the answer has come. */
export const newKey = (): string => crypto.randomUUID();
