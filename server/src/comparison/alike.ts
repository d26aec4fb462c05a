/**
 * Rows whose number leads nowhere: mistyped, missing, or of a stranger. Compared by likeness (Fellegi–Sunter, slice linkage) with those
 * of the register and, for the missed, of the frame who share the name or the birthday, beside a sample of the others, from which the
 * model learns how alike strangers are.
 */
import type { Feed } from "@diguan/core/comparison/feed.ts";
import type { FieldCrypto } from "../access/crypto.ts";
import { matchPersons } from "../linkage/service.ts";
import type { Tx } from "../postgres/pool.ts";
import { members, persons, written } from "./identity.ts";
import type { Kept } from "./rows.ts";

export interface Unsettled { readonly feed: Feed; readonly batch: string; readonly rows: readonly Kept[] }

/** One in this many of the others is taken along as a stranger. */
const strangers = 16;

/** Finds and stores the most probable person of each row; returns how many. */
export async function alike(tx: Tx, crypto: FieldCrypto, of: { readonly county: number; readonly year: number }, batches: readonly Unsettled[], least: number): Promise<number> {
  const { sql } = tx;
  const rows = new Map<string, { readonly b: Unsettled; readonly r: Kept }>(batches.flatMap((b) => b.rows.filter((r) => r.identity["name"] !== undefined).map((r) => [`${b.batch}|${r.row}`, { b, r }] as const)));
  if (rows.size === 0) return 0;
  const left = [...rows].map(([key, { r }]) => written(key, r.identity, r.region % 1000 === 0 ? null : r.region));
  const names = [...new Set(left.flatMap((p) => p.name ?? []))];
  // a mistyped number may hold no day of the calendar: only real ones can be asked for
  const births = [...new Set(left.flatMap((p) => (p.birth !== null && /^(19|20)\d\d-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])$/.test(p.birth) ? [p.birth] : [])))];
  const candidates = async (table: "member" | "person"): Promise<string[]> => (table === "member"
    ? await sql<{ id: string }[]>`select member_id as id from registry.member_year where county = ${of.county} and year = ${of.year} and active and region between ${tx.scope.lo} and ${tx.scope.hi} and (name = any (${names}) or birth = any (${births}::date[]) or hashtext(member_id::text) % ${strangers} = 0)`
    : await sql<{ id: string }[]>`
        select p.id from comparison.rural_person p join comparison.batch b on b.county = p.county and b.id = p.batch_id and b.state = 'compared'
         where p.county = ${of.county} and p.region between ${tx.scope.lo} and ${tx.scope.hi} and p.state = 1 and (p.name = any (${names}) or p.birth = any (${births}::date[]))
           and not exists (select from registry.member_year m where m.county = p.county and m.year = ${of.year} and m.active and m.cert_idx = p.cert_idx)`).map((r) => r.id);
  const known = await members(tx, crypto, of.county, of.year, await candidates("member"));
  const others = batches.some((b) => b.feed.keepsOthers && b.rows.length > 0) ? await persons(tx, crypto, of.county, await candidates("person")) : new Map<string, never>();
  const taken = new Set<string>();
  const found: { readonly batch: string; readonly row: number; readonly right: string; readonly region: number; readonly probability: number }[] = [];
  // most probable first: a row means one person, and a person stands in a file's unsettled rows once
  for (const pair of matchPersons(left, [...known.values(), ...others.values()], { least, seed: String(of.county) })) {
    const at = rows.get(pair.left);
    const person = known.get(pair.right) ?? others.get(pair.right);
    if (!at || !person || taken.has(pair.left) || taken.has(`${at.b.batch}|${pair.right}|`) || (!known.has(pair.right) && !at.b.feed.keepsOthers)) continue;
    taken.add(pair.left);
    if (at.b.feed.coverage === "snapshot") taken.add(`${at.b.batch}|${pair.right}|`);
    found.push({ batch: at.b.batch, row: at.r.row, right: pair.right, region: person.region ?? of.county * 1e6, probability: pair.probability });
  }
  if (found.length > 0) await sql`
    insert into comparison.likeness (county, batch_id, row_no, region, member_id, person_id, probability)
    select ${of.county}, batch, row_no, region, member, person, probability
      from unnest(${found.map((f) => f.batch)}::uuid[], ${found.map((f) => f.row)}::int[], ${found.map((f) => f.region)}::bigint[], ${found.map((f) => (known.has(f.right) ? f.right : null))}::uuid[], ${found.map((f) => (known.has(f.right) ? null : f.right))}::uuid[], ${found.map((f) => f.probability)}::real[]) as k (batch, row_no, region, member, person, probability)
    on conflict (county, batch_id, row_no) do nothing`;
  const byBatch = new Map<string, number>();
  for (const f of found) byBatch.set(f.batch, (byBatch.get(f.batch) ?? 0) + 1);
  for (const [batch, n] of byBatch) await sql`update comparison.batch set profile = jsonb_set(profile, '{byLikeness}', to_jsonb(${n}::int)) where county = ${of.county} and id = ${batch}`;
  return found.length;
}
