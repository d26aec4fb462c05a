/** What belongs to a household besides its fields: income line items and attachments, now or at a past instant. */
import type { AttachmentView } from "@diguan/core/registry/contract.ts";
import type { Tx } from "../postgres/pool.ts";
import { inside, type Key } from "./rows.ts";

export interface ItemRow { readonly id: string; readonly memberId: string | null; readonly kind: number; readonly amountFen: number; readonly from: string | null; readonly to: string | null; readonly source: number; readonly evidence: string | null; readonly note: string | null; readonly at: string; readonly withdrawnAt: string | null }

/** Items made later did not exist at `at`; items withdrawn later stood. */
export async function itemsOf(tx: Tx, key: Key, year: number, at?: string): Promise<ItemRow[]> {
  const { sql } = tx;
  const rows = await sql<ItemRow[]>`
    select id, member_id as "memberId", kind, amount_fen as "amountFen", from_on as from, to_on as to, source, evidence, note, created_at as at, withdrawn_at as "withdrawnAt"
      from registry.income_item
     where county = ${key.county} and household_id = ${key.id} and year = ${year} and ${inside(tx)} ${at === undefined ? sql`` : sql`and date_trunc('milliseconds', created_at) <= ${at}::timestamptz`}
     order by kind, created_at, id`;
  return at === undefined ? rows : rows.map((r) => (r.withdrawnAt !== null && r.withdrawnAt > at ? { ...r, withdrawnAt: null } : r));
}

export async function attachmentsOf(tx: Tx, key: Key, at?: string): Promise<AttachmentView[]> {
  const { sql } = tx;
  const rows = await sql<AttachmentView[]>`
    select id, member_id as "memberId", kind, media_type as "mediaType", name, bytes, encode(sha256, 'hex') as sha256, taken_on as "takenOn", note, at, withdrawn_at as "withdrawnAt"
      from registry.attachment
     where county = ${key.county} and household_id = ${key.id} and ${inside(tx)} ${at === undefined ? sql`` : sql`and date_trunc('milliseconds', at) <= ${at}::timestamptz`}
     order by at desc, id`;
  return at === undefined ? rows : rows.map((r) => (r.withdrawnAt !== null && r.withdrawnAt > at ? { ...r, withdrawnAt: null } : r));
}
