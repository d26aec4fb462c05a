/** Rows of departments on their way into the database: a keyed mark, the facts, the rest sealed. */
import type { Feed, Slot } from "@diguan/core/comparison/feed.ts";
import type { ReadRow, Value } from "@diguan/core/comparison/read.ts";
import type { FieldCrypto } from "../access/crypto.ts";
import { derivedId } from "../access/crypto.ts";
import { personKey } from "../registry/seal.ts";
import type { Tx } from "../postgres/pool.ts";

const chunk = 4000;
export const recordRow = (batch: string, row: number): string => `comparison.record|${batch}|${row}`;
export const personRow = (id: string): string => `comparison.rural_person|${id}`;
export const findingRow = (id: string): string => `comparison.finding|${id}`;

/** One row as it is kept. `hex` is the keyed mark of the person; `identity` what is sealed. */
export interface Kept { readonly row: number; readonly region: number; readonly hex: string | null; readonly read: ReadRow; readonly identity: Readonly<Record<string, string>> }

const text = (v: Value | undefined): string | null => (v === null || v === undefined ? null : String(v));
const slotted = (feed: Feed): ReadonlyMap<Slot, string> => new Map(feed.columns.map((c) => [c.slot, c.key]));

/** Keyed mark of a number as the registry makes it; null when the number cannot be a person's. */
export const markOf = (crypto: FieldCrypto, cert: string): string => crypto.blindIndex("cert", personKey(cert)).toString("hex");

export function keep(feed: Feed, crypto: FieldCrypto, row: number, read: ReadRow, regionOf: (written: string) => number, home: number): Kept {
  const region = text(read.values["region"]);
  const identity: Record<string, string> = {};
  if (read.cert !== "") identity["certNo"] = read.cert;
  for (const c of feed.columns) if (c.slot === "sealed") { const v = text(read.values[c.key]); if (v !== null) identity[c.key] = v; }
  return { row, region: region === null ? home : regionOf(region), hex: read.certOk ? markOf(crypto, read.cert) : null, read, identity };
}

/** Sealed where the person is on the register or in the frame, or where the feed serves the search for missed households. */
export async function insertRecords(tx: Tx, crypto: FieldCrypto, feed: Feed, of: { readonly county: number; readonly batch: string }, rows: readonly Kept[], seals: (row: Kept) => boolean): Promise<void> {
  const at = slotted(feed);
  const value = (r: Kept, slot: Slot): Value => { const key = at.get(slot); return key === undefined ? null : (r.read.values[key] ?? null); };
  const number = (r: Kept, slot: Slot): number | null => { const v = value(r, slot); return typeof v === "number" ? v : null; };
  const account = feed.columns.find((c) => c.slot === "other")?.kind === "account";
  for (let from = 0; from < rows.length; from += chunk) {
    const part = rows.slice(from, from + chunk);
    await tx.sql`
      insert into comparison.record (county, batch_id, row_no, region, cert_idx, on_date, until_date, amount_fen, amount2_fen, measure, code, code2, label, other, flag, sealed)
      select ${of.county}, ${of.batch}, r.row_no, r.region, decode(r.hex, 'hex'), r.on_date, r.until_date, r.amount, r.amount2, r.measure, r.code, r.code2, r.label, r.other, r.flag = 1, decode(r.sealed, 'base64')
        from unnest(${part.map((r) => r.row)}::int[], ${part.map((r) => r.region)}::bigint[], ${part.map((r) => r.hex)}::text[], ${part.map((r) => text(value(r, "on")))}::date[], ${part.map((r) => text(value(r, "until")))}::date[],
                    ${part.map((r) => number(r, "amount"))}::bigint[], ${part.map((r) => number(r, "amount2"))}::bigint[], ${part.map((r) => number(r, "measure"))}::float8[], ${part.map((r) => number(r, "code"))}::smallint[], ${part.map((r) => number(r, "code2"))}::smallint[],
                    ${part.map((r) => text(value(r, "label"))?.slice(0, 120) ?? null)}::text[],
                    ${part.map((r) => { const v = text(value(r, "other")); return v === null ? null : account ? crypto.blindIndex("account", v).toString("hex") : v.slice(0, 120); })}::text[],
                    ${part.map((r) => { const v = value(r, "flag"); return v === null ? null : v === true ? 1 : 0; })}::smallint[],
                    ${part.map((r) => (seals(r) ? (crypto.seal(r.identity, recordRow(of.batch, r.row))?.toString("base64") ?? null) : null))}::text[])
             as r (row_no, region, hex, on_date, until_date, amount, amount2, measure, code, code2, label, other, flag, sealed)`;
  }
}

/** Household register: persons of the frame. */
export async function insertPersons(tx: Tx, crypto: FieldCrypto, of: { readonly county: number; readonly batch: string }, rows: readonly Kept[]): Promise<void> {
  const v = (r: Kept, key: string): Value => r.read.values[key] ?? null;
  const hexOf = (r: Kept, key: string): string | null => { const no = text(v(r, key)); return no === null || no.length < 15 ? null : markOf(crypto, no); };
  for (let from = 0; from < rows.length; from += chunk) {
    const part = rows.slice(from, from + chunk).map((r) => ({ r, id: derivedId("ruralPerson", of.county, r.hex ?? `${text(v(r, "householdNo")) ?? ""}|${text(v(r, "name")) ?? ""}|${r.read.cert}`) }));
    const valid = (r: Kept): boolean => /^\d{17}[\dX]$/.test(r.read.cert.slice(0, 18));
    await tx.sql`
      insert into comparison.rural_person (county, batch_id, row_no, id, region, household_id, hukou_no, name, relation, birth, sex, state, state_on, away, split_on, split_from, cert_idx, father_idx, mother_idx, spouse_idx, sealed)
      select ${of.county}, ${of.batch}, r.row_no, r.id, r.region, r.household, r.hukou, r.name, r.relation, r.birth, r.sex, coalesce(r.state, 1), r.state_on, coalesce(r.away, 0), r.split_on, r.split_from,
             decode(r.cert, 'hex'), decode(r.father, 'hex'), decode(r.mother, 'hex'), decode(r.spouse, 'hex'), decode(r.sealed, 'base64')
        from unnest(${part.map(({ r }) => r.row)}::int[], ${part.map((p) => p.id)}::uuid[], ${part.map(({ r }) => r.region)}::bigint[], ${part.map(({ r }) => derivedId("ruralHousehold", of.county, text(v(r, "householdNo")) ?? ""))}::uuid[],
                    ${part.map(({ r }) => text(v(r, "householdNo")) ?? "")}::text[], ${part.map(({ r }) => text(v(r, "name")) ?? "")}::text[], ${part.map(({ r }) => v(r, "relation") as number | null)}::smallint[],
                    ${part.map(({ r }) => (r.read.certOk ? `${r.read.cert.slice(6, 10)}-${r.read.cert.slice(10, 12)}-${r.read.cert.slice(12, 14)}` : null))}::date[], ${part.map(({ r }) => (valid(r) ? (r.read.cert.charCodeAt(16) % 2 === 1 ? 1 : 2) : null))}::smallint[],
                    ${part.map(({ r }) => v(r, "state") as number | null)}::smallint[], ${part.map(({ r }) => text(v(r, "stateOn")))}::date[], ${part.map(({ r }) => v(r, "away") as number | null)}::smallint[], ${part.map(({ r }) => text(v(r, "splitOn")))}::date[], ${part.map(({ r }) => text(v(r, "splitFrom")))}::text[],
                    ${part.map(({ r }) => r.hex)}::text[], ${part.map(({ r }) => hexOf(r, "fatherNo"))}::text[], ${part.map(({ r }) => hexOf(r, "motherNo"))}::text[], ${part.map(({ r }) => hexOf(r, "spouseNo"))}::text[],
                    ${part.map(({ r, id }) => crypto.seal(r.identity, personRow(id))?.toString("base64") ?? null)}::text[])
             as r (row_no, id, region, household, hukou, name, relation, birth, sex, state, state_on, away, split_on, split_from, cert, father, mother, spouse, sealed)`;
  }
}
