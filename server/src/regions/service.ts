/**
 * The region tree for all slices (paper 001 §3.1 「一个平台」): names, paths, children on any day, and the bulk upsert that
 * imports and the demonstration use. One index look-up per code (0.3 ms for a page of codes), so nothing is cached and a
 * renamed place is right at once, also when another process renamed it.
 */
import { contains, levelOf } from "@diguan/core/region-code.ts";
import { levelFromNumber, levelNumber, lineOf, parentOf, placeText, type Place } from "@diguan/core/regions/place.ts";
import type { Tx } from "../postgres/pool.ts";

export { parentOf, placeText };

/** Rows in force on a day; without a day those in force now. */
const inForce = (tx: Tx, on: string | undefined): ReturnType<Tx["sql"]> =>
  on === undefined ? tx.sql`valid_to is null` : tx.sql`valid_from <= ${on} and (valid_to is null or valid_to >= ${on})`;

/** Names of codes; unknown codes are absent. A closed code answers with the last name it had. */
export async function regionNames(tx: Tx, codes: Iterable<number>, on?: string): Promise<Map<number, string>> {
  const asked = [...new Set(codes)].filter((c) => c > 0);
  if (asked.length === 0) return new Map();
  const rows = await tx.sql<{ code: number; name: string }[]>`
    select distinct on (code) code, name from regions.region
     where code = any (${asked}::bigint[]) and ${on === undefined ? tx.sql`true` : tx.sql`valid_from <= ${on}`}
     order by code, valid_from desc`;
  return new Map(rows.map((r) => [r.code, r.name]));
}

/** From the province down to the place itself; levels that the tree does not know are left out. */
export async function regionPath(tx: Tx, code: number, on?: string): Promise<Place[]> {
  const line = lineOf(code);
  const names = await regionNames(tx, line, on);
  return line.flatMap((c) => { const name = names.get(c); return name === undefined ? [] : [{ code: c, name, level: levelOf(c) }]; });
}

/** Each code's place in words, «示例省滴灌市示例县…»; `below` leaves out what is above that code (and the code itself). */
export async function placeNames(tx: Tx, codes: Iterable<number>, below = 0): Promise<Map<number, string>> {
  const lines = new Map([...new Set(codes)].map((code) => [code, lineOf(code).filter((c) => below === 0 || c > below || c === code)]));
  const names = await regionNames(tx, [...lines.values()].flat());
  return new Map([...lines].map(([code, line]) => [code, placeText(line.flatMap((c) => names.get(c) ?? []))]));
}

export interface Child extends Place { readonly provisional: boolean; readonly children: number }

/** The regions directly below one, by code; `after` is the last code already seen. */
export async function childrenOf(tx: Tx, parent: number, page: { on?: string; after?: number; limit?: number } = {}): Promise<Child[]> {
  const { on, after = 0, limit = 1000 } = page;
  const rows = await tx.sql<{ code: number; name: string; level: number; through: number | null; provisional: boolean; children: number }[]>`
    select r.code, r.name, r.level, r.through, r.provisional,
           (select count(*)::int from regions.region c where c.parent = r.code and c.code <> r.code and ${on === undefined ? tx.sql`c.valid_to is null` : tx.sql`c.valid_from <= ${on} and (c.valid_to is null or c.valid_to >= ${on})`}) as children
      from regions.region r
     where r.parent = ${parent} and r.code > ${after} and ${inForce(tx, on)}
     order by r.code limit ${limit}`;
  return rows.map(({ level, through, ...rest }) => ({ ...rest, level: levelFromNumber(level), ...(through === null ? {} : { through: levelFromNumber(through) }) }));
}

/** Is there such a region now (or on a day)? */
export async function regionExists(tx: Tx, code: number, on?: string): Promise<boolean> {
  return (await tx.sql`select from regions.region where code = ${code} and ${inForce(tx, on)} limit 1`).length > 0;
}

export interface RegionRow { readonly code: number; readonly name: string; readonly provisional?: boolean; readonly source?: string; readonly validFrom?: string }
export interface Ensured { readonly added: number; /** unknown codes outside the caller's area: not made */ readonly outside: readonly number[] }

/** Adds the regions that the tree does not know; known ones, also under another name, stay as they are. A post adds only inside its own range. */
export async function ensureRegions(tx: Tx, rows: readonly RegionRow[]): Promise<Ensured> {
  const wanted = new Map(rows.map((r) => [r.code, r]));
  const known = new Set((await tx.sql<{ code: number }[]>`select code from regions.region where code = any (${[...wanted.keys()]}::bigint[]) and valid_to is null`).map((r) => r.code));
  const missing = [...wanted.values()].filter((r) => !known.has(r.code));
  const mine = missing.filter((r) => contains(tx.scope, r.code));
  if (mine.length > 0) await tx.sql`
    insert into regions.region (code, valid_from, level, parent, name, provisional, source)
    select r.code, r.valid_from, r.level, r.parent, r.name, r.provisional = 1, r.source from unnest(${mine.map((r) => r.code)}::bigint[], ${mine.map((r) => r.validFrom ?? "1949-10-01")}::date[], ${mine.map((r) => levelNumber(levelOf(r.code)))}::smallint[],
                         ${mine.map((r) => parentOf(r.code))}::bigint[], ${mine.map((r) => r.name)}::text[], ${mine.map((r) => (r.provisional ? 1 : 0))}::smallint[], ${mine.map((r) => r.source ?? "")}::text[])
                  as r (code, valid_from, level, parent, name, provisional, source)
    on conflict do nothing`;
  return { added: mine.length, outside: missing.filter((r) => !contains(tx.scope, r.code)).map((r) => r.code) };
}

/** Adds groups (村民小组) of villages inside the caller's area; known ones stay. Returns how many were new. */
export async function ensureGroups(tx: Tx, groups: readonly { readonly village: number; readonly name: string }[]): Promise<number> {
  const mine = groups.filter((g) => contains(tx.scope, g.village) && g.name !== "");
  if (mine.length === 0) return 0;
  const { count } = await tx.sql`
    insert into regions.village_group (county, village, name)
    select distinct village / 1000000, village, name from unnest(${mine.map((g) => g.village)}::bigint[], ${mine.map((g) => g.name)}::text[]) as g (village, name) on conflict do nothing`;
  return count;
}
