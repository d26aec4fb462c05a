/** Persons of the register, of the frame and of departments' rows in one shape, for likeness and for the comparison side by side. In memory only. */
import { bareCertificate } from "@diguan/core/comparison/certificates.ts";
import type { FieldCrypto, Secrets } from "../access/crypto.ts";
import type { PersonRecord } from "../linkage/service.ts";
import type { Tx } from "../postgres/pool.ts";
import { memberRow } from "../registry/seal.ts";
import { personRow, recordRow } from "./rows.ts";

export interface Identity extends PersonRecord { readonly address: string | null }

const opened = (crypto: FieldCrypto, sealed: Uint8Array | null, row: string): Secrets => (sealed === null ? {} : crypto.open(sealed, row));
const birthOf = (cert: string | null): string | null => (cert !== null && /^\d{17}[\dX]/.test(cert) ? `${cert.slice(6, 10)}-${cert.slice(10, 12)}-${cert.slice(12, 14)}` : null);
const sexOf = (cert: string | null): 1 | 2 | null => (cert !== null && /^\d{17}/.test(cert) ? (cert.charCodeAt(16) % 2 === 1 ? 1 : 2) : null);

interface MemberRow { readonly id: string; readonly name: string; readonly birth: string | null; readonly sex: number | null; readonly region: number; readonly group: string | null; readonly sealed: Uint8Array | null }
const ofMember = (crypto: FieldCrypto, m: MemberRow): Identity => {
  const secrets = opened(crypto, m.sealed, memberRow(m.id));
  const certNo = secrets["certNo"] === undefined ? null : bareCertificate(secrets["certNo"]);
  return { key: m.id, name: m.name, certNo, birth: m.birth ?? birthOf(certNo), sex: m.sex === 1 || m.sex === 2 ? m.sex : null, region: m.region, phone: secrets["memberPhone"] ?? null, address: m.group };
};

/** Members of the register; all of the county, or these. */
export async function members(tx: Tx, crypto: FieldCrypto, county: number, year: number, ids?: readonly string[]): Promise<Map<string, Identity>> {
  const rows = await tx.sql<MemberRow[]>`
    select m.member_id as id, m.name, m.birth, m.sex, m.region, y.group_name as "group", m.sealed
      from registry.member_year m join registry.household_year y on y.county = m.county and y.household_id = m.household_id and y.year = m.year
     where m.county = ${county} and m.year = ${year} and m.region between ${tx.scope.lo} and ${tx.scope.hi} and y.valid and coalesce(y.exit_state, 0) <> 9
       ${ids === undefined ? tx.sql`and m.active` : tx.sql`and m.member_id = any (${ids as string[]}::uuid[])`}`;
  return new Map(rows.map((m) => [m.id, ofMember(crypto, m)]));
}

interface PersonRow { readonly id: string; readonly name: string; readonly birth: string | null; readonly sex: number | null; readonly region: number; readonly sealed: Uint8Array | null }
/** Persons of the frame in the current household register; all, or these. */
export async function persons(tx: Tx, crypto: FieldCrypto, county: number, ids?: readonly string[]): Promise<Map<string, Identity>> {
  const rows = await tx.sql<PersonRow[]>`
    select p.id, p.name, p.birth, p.sex, p.region, p.sealed
      from comparison.rural_person p join comparison.batch b on b.county = p.county and b.id = p.batch_id and b.state = 'compared'
     where p.county = ${county} and p.region between ${tx.scope.lo} and ${tx.scope.hi} ${ids === undefined ? tx.sql`` : tx.sql`and p.id = any (${ids as string[]}::uuid[])`}`;
  return new Map(rows.map((p) => {
    const secrets = opened(crypto, p.sealed, personRow(p.id));
    const certNo = secrets["certNo"] ?? null;
    return [p.id, { key: p.id, name: p.name, certNo, birth: p.birth ?? birthOf(certNo), sex: p.sex === 1 || p.sex === 2 ? p.sex : null, region: p.region, phone: secrets["phone"] ?? null, address: secrets["address"] ?? null }];
  }));
}

/** What a department wrote of a person, from the sealed part of its row. */
export function written(key: string, identity: Secrets, region: number | null): Identity {
  const certNo = identity["certNo"] === undefined ? null : bareCertificate(identity["certNo"]);
  return { key, name: identity["name"] ?? null, certNo, birth: birthOf(certNo), sex: sexOf(certNo), region, phone: identity["phone"] ?? null, address: identity["address"] ?? null };
}

/** Identities in the rows of batches, by «batch|row»; rows whose people nobody asks about were never sealed. */
export async function identitiesOf(tx: Tx, crypto: FieldCrypto, county: number, rows: readonly { readonly batch: string; readonly row: number }[]): Promise<Map<string, { readonly identity: Secrets; readonly region: number }>> {
  if (rows.length === 0) return new Map();
  const asked = tx.sql`unnest(${rows.map((r) => r.batch)}::uuid[], ${rows.map((r) => r.row)}::int[]) as k (batch_id, row_no)`;
  const records = await tx.sql<{ batch: string; row: number; region: number; sealed: Uint8Array | null; person: string | null; name: string | null }[]>`
    select r.batch_id as batch, r.row_no as row, r.region, r.sealed, null::uuid as person, null::text as name from ${asked} join comparison.record r on r.county = ${county} and r.batch_id = k.batch_id and r.row_no = k.row_no and r.region between ${tx.scope.lo} and ${tx.scope.hi}
    union all
    select r.batch_id, r.row_no, r.region, r.sealed, r.id, r.name from ${asked} join comparison.rural_person r on r.county = ${county} and r.batch_id = k.batch_id and r.row_no = k.row_no and r.region between ${tx.scope.lo} and ${tx.scope.hi}`;
  return new Map(records.map((r) => [`${r.batch}|${r.row}`, { region: r.region, identity: { ...opened(crypto, r.sealed, r.person === null ? recordRow(r.batch, r.row) : personRow(r.person)), ...(r.name === null ? {} : { name: r.name }) } }]));
}
