/** Reading the tree: history of a code, search by name, counts per level, loadings. */
import { rangeOf, type Level, type RegionRange } from "@diguan/core/region-code.ts";
import { levelFromNumber, levelNumber } from "@diguan/core/regions/place.ts";
import type { Tx } from "../postgres/pool.ts";

export interface HistoryRow { readonly code: number; readonly name: string; readonly level: Level; readonly through: Level | null; readonly parent: number; readonly validFrom: string; readonly validTo: string | null; readonly successor: number | null; readonly provisional: boolean; readonly source: string }

/** All dated rows of a code, newest first. */
export async function history(tx: Tx, code: number): Promise<HistoryRow[]> {
  const rows = await tx.sql<(Omit<HistoryRow, "level" | "through"> & { level: number; through: number | null })[]>`
    select code, name, level, through, parent, valid_from as "validFrom", valid_to as "validTo", successor, provisional, source from regions.region where code = ${code} order by valid_from desc`;
  return rows.map((r) => ({ ...r, level: levelFromNumber(r.level), through: r.through === null ? null : levelFromNumber(r.through) }));
}

export interface Succession { readonly predecessor: number; readonly successor: number; readonly onDate: string; readonly act: "rename" | "merge" | "split" | "recode"; readonly reason: string }
/** What a code took over from, and what took over from it. */
export const successions = (tx: Tx, code: number): Promise<Succession[]> => tx.sql<Succession[]>`
  select predecessor, successor, on_date as "onDate", act, reason from regions.succession where predecessor = ${code} or successor = ${code} order by on_date desc, predecessor, successor limit 200`.then((r) => [...r]);

export interface Hit { readonly code: number; readonly name: string; readonly level: Level }

const likeText = (text: string): string => text.replace(/[\\%_]/g, (c) => `\\${c}`);

/**
 * Names that begin with the text, then names that hold it, both by the trigram index (names that hold one or two characters
 * are found by reading: 0.1 s for the whole country);
 * within one region, of one level when asked. Ordered by code; a page is never more than `limit`.
 */
export async function searchRegions(tx: Tx, ask: { q: string; within: number; level?: Level; limit: number }): Promise<Hit[]> {
  const { lo, hi } = rangeOf(ask.within);
  const level = ask.level ? tx.sql`and level <= ${levelNumber(ask.level)} and coalesce(through, level) >= ${levelNumber(ask.level)}` : tx.sql``;
  const find = (pattern: string, but: readonly number[], limit: number): Promise<{ code: number; name: string; level: number }[]> => tx.sql<{ code: number; name: string; level: number }[]>`
    select code, name, level from regions.region
     where valid_to is null and name like ${pattern} and code between ${lo} and ${hi} ${level} ${but.length ? tx.sql`and code <> all (${[...but]}::bigint[])` : tx.sql``}
     order by level, code limit ${limit}`.then((r) => [...r]);
  const begins = await find(`${likeText(ask.q)}%`, [], ask.limit);
  const holds = begins.length < ask.limit ? await find(`%${likeText(ask.q)}%`, begins.map((b) => b.code), ask.limit - begins.length) : [];
  return [...begins, ...holds].map((r) => ({ ...r, level: levelFromNumber(r.level) }));
}

/** How many regions of each level lie inside a range of codes now, and how many are provisional. */
export async function countsWithin(tx: Tx, { lo, hi }: RegionRange): Promise<{ level: Level; regions: number; provisional: number }[]> {
  const rows = await tx.sql<{ level: number; through: number; regions: number; provisional: number }[]>`
    select level, coalesce(through, level) as through, count(*)::int as regions, count(*) filter (where provisional)::int as provisional
      from regions.region where valid_to is null and code between ${lo} and ${hi} group by 1, 2`;
  const sum = (n: number, key: "regions" | "provisional"): number => rows.reduce((all, r) => (r.level <= n && r.through >= n ? all + r[key] : all), 0);
  return [1, 2, 3, 4, 5].map((n) => ({ level: levelFromNumber(n), regions: sum(n, "regions"), provisional: sum(n, "provisional") }));
}

export interface ImportRow { readonly id: number; readonly at: string; readonly source: string; readonly validFrom: string; readonly counts: Readonly<Record<string, number>>; readonly problems: { readonly counts: Readonly<Record<string, number>>; readonly list: readonly unknown[] }; readonly seconds: number }
export const imports = (tx: Tx, limit: number): Promise<ImportRow[]> => tx.sql<ImportRow[]>`
  select id, at, source, valid_from as "validFrom", counts, problems, seconds from regions.import order by id desc limit ${limit}`.then((r) => [...r]);

/** Regions that an import made because the tree did not know them, by code. */
export async function provisionals(tx: Tx, root: number, limit: number): Promise<(Hit & { source: string })[]> {
  const { lo, hi } = rangeOf(root);
  const rows = await tx.sql<{ code: number; name: string; level: number; source: string }[]>`
    select code, name, level, source from regions.region where provisional and valid_to is null and code between ${lo} and ${hi} order by code limit ${limit}`;
  return rows.map((r) => ({ ...r, level: levelFromNumber(r.level) }));
}

/** Groups of a village by name. */
export const groupsOf = (tx: Tx, village: number): Promise<string[]> => tx.sql<{ name: string }[]>`
  select name from regions.village_group where county = ${Math.floor(village / 1_000_000)} and village = ${village} and village between ${tx.scope.lo} and ${tx.scope.hi} order by name limit 500`.then((r) => r.map((g) => g.name));
