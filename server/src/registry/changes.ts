/** Reading the history of households: lists for people, values for taking changes back, and the source of each field. */
import type { ChangeView } from "@diguan/core/registry/contract.ts";
import { Problem } from "@diguan/core/problem.ts";
import { fieldOf, type FieldClass } from "@diguan/core/registry/fields.ts";
import { presence, type Act, type PastChange, type Patch, type Value } from "@diguan/core/registry/history.ts";
import type { FieldCrypto } from "../access/crypto.ts";
import type { Tx } from "../postgres/pool.ts";
import { householdSecrets, memberSecrets } from "./columns.ts";
import { inside, type Key } from "./rows.ts";
import { changeRow } from "./seal.ts";
import { maskedWhole } from "@diguan/core/registry/masking.ts";
import { masked, seesClass, showName } from "./view.ts";

const secret: ReadonlySet<string> = new Set([...householdSecrets, ...memberSecrets]);

interface Raw { readonly id: number; readonly at: string; readonly year: number; readonly act: Act; readonly source: number; readonly who: string | null; readonly role: string | null; readonly batchId: string | null; readonly memberId: string | null; readonly name: string | null; readonly relation: number | null; readonly patch: Patch; readonly reason: string | null; readonly explanation: string | null; readonly evidence: string | null; readonly sealed: Uint8Array | null }

export interface Wanted { readonly before?: number | undefined; readonly field?: string | undefined; readonly memberId?: string | undefined; readonly until?: string | undefined; readonly limit: number }

/** Changes of a household, latest first, as a post may read them. `until`: only what had happened by that instant. */
export async function changesOf(tx: Tx, key: Key, wanted: Wanted, sight: FieldClass): Promise<{ rows: ChangeView[]; next: number | null }> {
  const { sql } = tx;
  const rows = await sql<Raw[]>`
    select c.id, c.at, c.year, c.act, c.source, c.by_name as who, c.by_role as role, c.batch_id as "batchId", c.member_id as "memberId", n.name, n.relation, c.patch, c.reason, c.explanation, c.evidence, null as sealed
      from registry.change c
      left join lateral (select y.name, y.relation from registry.member_year y where y.county = c.county and y.member_id = c.member_id order by y.year desc limit 1) n on true
     where c.county = ${key.county} and c.household_id = ${key.id} and ${inside(tx, "c.region", "c.household_id")}
       ${wanted.before === undefined ? sql`` : sql`and c.id < ${wanted.before}`}
       ${wanted.until === undefined ? sql`` : sql`and date_trunc('milliseconds', c.at) <= ${wanted.until}::timestamptz`}
       ${wanted.memberId === undefined ? sql`` : sql`and c.member_id = ${wanted.memberId}`}
       ${wanted.field === undefined ? sql`` : sql`and c.patch ? ${wanted.field}`}
     order by c.id desc
     limit ${wanted.limit + 1}`;
  const shown = rows.slice(0, wanted.limit).map((row) => view(row, sight));
  return { rows: shown, next: rows.length > wanted.limit ? (shown.at(-1)?.id ?? null) : null };
}

function view(row: Raw, sight: FieldClass): ChangeView {
  let hidden = 0;
  const fields = Object.entries(row.patch).flatMap(([field, [before, after]]): ChangeView["fields"] => {
    if (field === presence) return [];
    const known = fieldOf(row.memberId === null ? "household" : "member", field);
    if (known && !seesClass(sight, known.cls === "C4" ? "C2" : known.cls)) { hidden++; return []; }
    if (field === "name") return [{ field, before: typeof before === "string" ? showName(before, null, false, sight) : before, after: typeof after === "string" ? showName(after, null, false, sight) : after }];
    // secrets stand masked in the patch already; health is masked here
    const hide = (v: Value): Value => (known && !secret.has(field) && masked(known, v) !== undefined ? maskedWhole : v);
    return [{ field, before: hide(before), after: hide(after) }];
  });
  return {
    id: row.id, at: row.at, year: row.year, act: row.act, source: row.source, who: row.who, role: row.role, batchId: row.batchId, memberId: row.memberId,
    memberName: row.name === null ? null : showName(row.name, null, row.relation === 1, sight), fields, hidden, reason: row.reason, explanation: row.explanation, evidence: row.evidence,
  };
}

/** Changes of one year after an instant, latest first, with the values of secrets, to be taken back. */
export async function changesAfter(tx: Tx, crypto: FieldCrypto, key: Key, year: number, at: string): Promise<PastChange[]> {
  const rows = await tx.sql<{ memberId: string | null; patch: Patch; sealed: Uint8Array | null }[]>`
    select member_id as "memberId", patch, sealed
      from registry.change
     where county = ${key.county} and household_id = ${key.id} and year = ${year} and date_trunc('milliseconds', at) > ${at}::timestamptz and ${inside(tx)}
     order by id desc`;
  return rows.map(({ memberId, patch, sealed }) => {
    if (!sealed) return { memberId, patch };
    const values = crypto.open(sealed, changeRow(key.id, memberId));
    const open: Record<string, readonly [Value, Value]> = { ...patch };
    for (const field of Object.keys(patch)) if (secret.has(field)) open[field] = [values[`${field}.before`] ?? null, values[`${field}.after`] ?? null];
    return { memberId, patch: open };
  });
}

export interface FieldSource { readonly memberId: string | null; readonly field: string; readonly source: number; readonly at: string; readonly who: string | null; readonly act: Act; readonly batchId: string | null }

/** The latest change of every field of a year; fields without one came with their row (`rest`). */
export async function sourcesOf(tx: Tx, key: Key, year: number): Promise<{ rows: FieldSource[]; rest: { memberId: string | null; source: number; at: string; who: string | null; batchId: string | null }[] }> {
  const { sql } = tx;
  const rows = await sql<FieldSource[]>`
    select distinct on (c.member_id, f.field) c.member_id as "memberId", f.field, c.source, c.at, c.by_name as who, c.act, c.batch_id as "batchId"
      from registry.change c cross join lateral jsonb_object_keys(c.patch) f (field)
     where c.county = ${key.county} and c.household_id = ${key.id} and c.year = ${year} and f.field <> ${presence} and ${inside(tx, "c.region", "c.household_id")}
     order by c.member_id, f.field, c.id desc`;
  const rest = await sql<{ memberId: string | null; source: number; at: string; who: string | null; batchId: string | null }[]>`
    select null::uuid as "memberId", y.source, y.created_at as at, (select c.by_name from registry.change c where c.county = y.county and c.household_id = y.household_id and c.year = y.year and c.member_id is null order by c.id limit 1) as who, y.batch_id as "batchId"
      from registry.household_year y where y.county = ${key.county} and y.household_id = ${key.id} and y.year = ${year} and ${inside(tx, "y.region", "y.household_id")}
    union all
    select m.member_id, h.source, m.created_at, (select c.by_name from registry.change c where c.county = m.county and c.household_id = m.household_id and c.member_id = m.member_id and c.year = m.year order by c.id limit 1), m.batch_id
      from registry.member_year m join registry.household_year h on h.county = m.county and h.household_id = m.household_id and h.year = m.year
     where m.county = ${key.county} and m.household_id = ${key.id} and m.year = ${year} and ${inside(tx, "m.region", "m.household_id")}`;
  if (rest.length === 0) throw new Problem("thing.unknown");
  return { rows, rest };
}
