/**
 * What a household, a member and a change are in the columns of the registry, encoded for COPY: secrets sealed, blind indexes
 * made, certificate faults named (domain guide §1.3–1.6). Used by every bulk writer, so that a row is the same whichever way it came.
 */
import { readIdNumber } from "@diguan/core/id-number.ts";
import type { Patch } from "@diguan/core/registry/history.ts";
import type { Field } from "@diguan/core/registry/fields.ts";
import type { Household, HouseholdCase, Member, StatedTotals } from "@diguan/core/registry/record.ts";
import type { FieldCrypto } from "../access/crypto.ts";
import { BinaryRows } from "./binary.ts";
import { columnOf, householdColumns, memberColumns } from "./columns.ts";
import { sealHousehold, sealMember } from "./seal.ts";

export interface BulkHousehold {
  readonly county: number; readonly id: string; readonly region: number; readonly year: number; readonly household: Household; readonly stated: StatedTotals | undefined;
  readonly headName: string | null; readonly headMember: string | null; readonly labourCount: number; readonly rowHash: Uint8Array; readonly batchId: string; readonly source: number;
}
export interface BulkMember {
  readonly county: number; readonly id: string; readonly householdId: string; readonly region: number; readonly year: number; readonly ordinal: number; readonly member: Member; readonly batchId: string;
}
export interface BulkChange {
  readonly county: number; readonly householdId: string; readonly memberId: string | null; readonly year: number; readonly region: number; readonly act: string; readonly source: number; readonly batchId: string;
  readonly patch: Patch; readonly sealed: Uint8Array | null; readonly accountId: string | null; readonly byName: string | null; readonly byRole: string | null;
}
export interface Bulk { readonly households: readonly BulkHousehold[]; readonly members: readonly BulkMember[]; readonly changes: readonly BulkChange[] }

export interface Table { readonly name: string; readonly columns: readonly string[]; readonly conflict: string }
const ownHousehold = householdColumns.filter((f) => f.key !== "householdCode");
const ownMember = memberColumns.filter((f) => f.key !== "memberCode" && f.key !== "name");
const snapshotHousehold = ["county", "household_id", "year", "region", "household_code", "head_name", "head_member", "row_hash", "batch_id", "source", "sealed", "phone_idx", "account_idx", "stated_transfer_fen", "stated_annual_fen", "stated_net_fen", "stated_per_capita_fen", "labour_count"];
const snapshotMember = ["county", "member_id", "year", "household_id", "region", "ordinal", "batch_id", "sealed", "cert_idx", "cert4_idx", "phone_idx", "cert_fault", "member_code", "name"];
const upsert = (columns: readonly string[], keys: readonly string[]): string =>
  `on conflict (${keys.join(", ")}) do update set ${columns.filter((c) => !keys.includes(c) && c !== "batch_id").map((c) => `${c} = excluded.${c}`).join(", ")}, version = t.version + 1`;
const yearColumns = [...snapshotHousehold, ...ownHousehold.map((f) => columnOf(f.key))];
const memberYearColumns = [...snapshotMember, ...ownMember.map((f) => columnOf(f.key))];

export const tables = {
  household: { name: "household", columns: ["county", "id", "region", "code"], conflict: "on conflict (county, id) do update set region = excluded.region where t.region <> excluded.region" },
  member: { name: "member", columns: ["county", "id", "household_id", "region", "code"], conflict: "on conflict (county, id) do update set region = excluded.region, household_id = excluded.household_id where t.region <> excluded.region or t.household_id <> excluded.household_id" },
  householdYear: { name: "household_year", columns: yearColumns, conflict: `${upsert(yearColumns, ["county", "household_id", "year"])}, updated_at = now()` },
  memberYear: { name: "member_year", columns: memberYearColumns, conflict: upsert(memberYearColumns, ["county", "member_id", "year"]) },
  change: { name: "change", columns: ["county", "household_id", "member_id", "year", "region", "act", "source", "batch_id", "patch", "sealed", "account_id", "by_name", "by_role"], conflict: "" },
  person: { name: "person", columns: ["cert_idx", "county", "household_id", "member_id"], conflict: "on conflict (cert_idx) do nothing" },
} as const satisfies Record<string, Table>;

/** The column type of each kind of field, as an encoder. */
type Put = (rows: BinaryRows, value: unknown) => void;
const putText: Put = (rows, v) => { rows.text(v as string | null); };
const putSmall: Put = (rows, v) => { rows.int2(v as number | null); };
const puts: Readonly<Record<Field["kind"], Put>> = {
  text: putText, idNumber: putText, phone: putText, account: putText, code: putSmall, integer: putSmall, year: putSmall,
  codes: (rows, v) => { rows.int2s(v as readonly number[]); }, flag: (rows, v) => { rows.bool(v as boolean | null); }, quantity: (rows, v) => { rows.float8(v as number | null); },
  money: (rows, v) => { rows.int8(v as number | null); }, date: (rows, v) => { rows.date(v as string | null); },
};
const putHousehold = ownHousehold.map((f) => ({ key: f.key, put: puts[f.kind] }));
const putMember = ownMember.map((f) => ({ key: f.key, put: puts[f.kind] }));

/** A certificate number that a member claims; `order` sorts claims nearly as the database sorts their index. */
export interface Claim { readonly idx: Buffer; readonly order: number; readonly county: number; readonly householdId: string; readonly memberId: string }

/** Encoders that wait for the next chunk: their memory is used again. */
const idle: BinaryRows[] = [];
const idleMax = 12;
export const blank = (): BinaryRows => { const rows = idle.pop() ?? new BinaryRows(); rows.clear(); return rows; };
export const release = (rows: BinaryRows): void => { if (idle.length < idleMax) idle.push(rows); };

export function putClaim(into: BinaryRows, c: Claim): void {
  into.row(tables.person.columns.length);
  into.bytes(c.idx); into.int4(c.county); into.uuid(c.householdId); into.uuid(c.memberId);
}

function putHouseholdYear(into: BinaryRows, crypto: FieldCrypto, h: BulkHousehold): void {
  const s = sealHousehold(crypto, h.id, h.household);
  into.row(yearColumns.length);
  into.int4(h.county); into.uuid(h.id); into.int2(h.year); into.int8(h.region); into.text(h.household.householdCode);
  into.text(h.headName); into.uuid(h.headMember); into.bytes(h.rowHash); into.uuid(h.batchId); into.int2(h.source); into.bytes(s.sealed); into.bytes(s.phoneIdx); into.bytes(s.accountIdx);
  into.int8(h.stated?.transferFen); into.int8(h.stated?.annualFen); into.int8(h.stated?.netFen); into.int8(h.stated?.perCapitaFen); into.int2(h.labourCount);
  for (const { key, put } of putHousehold) put(into, h.household[key]);
}

function putMemberYear(into: BinaryRows, crypto: FieldCrypto, m: BulkMember): Buffer | null {
  const s = sealMember(crypto, m.county, m.id, m.member);
  into.row(memberYearColumns.length);
  into.int4(m.county); into.uuid(m.id); into.int2(m.year); into.uuid(m.householdId); into.int8(m.region); into.int2(m.ordinal); into.uuid(m.batchId);
  into.bytes(s.sealed); into.bytes(s.certIdx); into.bytes(s.cert4Idx); into.bytes(s.phoneIdx); into.text(faultOf(m.member)); into.text(m.member.memberCode); into.text(m.member.name);
  for (const { key, put } of putMember) put(into, m.member[key]);
  return s.certIdx;
}

function putChange(into: BinaryRows, c: BulkChange): void {
  into.row(tables.change.columns.length);
  into.int4(c.county); into.uuid(c.householdId); into.uuid(c.memberId); into.int2(c.year); into.int8(c.region); into.text(c.act); into.int2(c.source); into.uuid(c.batchId);
  into.json(c.patch); into.bytes(c.sealed); into.uuid(c.accountId); into.text(c.byName); into.text(c.byRole);
}

/**
 * Rows on their way into the registry, table by table in the order of their foreign keys. Added household by household, so that
 * an import keeps bytes and not thousands of records; `release` it when it was written.
 */
export class Encoding {
  readonly rows = { household: blank(), householdYear: blank(), member: blank(), memberYear: blank(), change: blank() };
  /** In the order of `rows.household` and `rows.member`: each once, though a file of several years has them several times. */
  readonly households = new Set<string>();
  readonly members = new Set<string>();
  readonly counties = new Set<number>();
  /** A member or change of a household that is not written with it. */ foreign = false;
  readonly #claims: Claim[] = [];
  readonly #crypto: FieldCrypto;

  constructor(crypto: FieldCrypto) { this.#crypto = crypto; }

  get empty(): boolean { return this.rows.householdYear.rows + this.rows.memberYear.rows + this.rows.change.rows === 0; }
  get claims(): readonly Claim[] { return this.#claims.toSorted((a, b) => a.order - b.order); }

  household(h: BulkHousehold): void {
    putHouseholdYear(this.rows.householdYear, this.#crypto, h);
    this.counties.add(h.county);
    if (this.households.has(h.id)) return;
    this.households.add(h.id);
    const into = this.rows.household;
    into.row(tables.household.columns.length);
    into.int4(h.county); into.uuid(h.id); into.int8(h.region); into.text(h.household.householdCode);
  }

  member(m: BulkMember): void {
    const idx = putMemberYear(this.rows.memberYear, this.#crypto, m);
    if (idx && claimable(m.member.certNo)) this.#claims.push({ idx, order: idx.readUIntBE(0, 6), county: m.county, householdId: m.householdId, memberId: m.id });
    this.counties.add(m.county);
    this.foreign ||= !this.households.has(m.householdId);
    if (this.members.has(m.id)) return;
    this.members.add(m.id);
    const into = this.rows.member;
    into.row(tables.member.columns.length);
    into.int4(m.county); into.uuid(m.id); into.uuid(m.householdId); into.int8(m.region); into.text(m.member.memberCode);
  }

  change(c: BulkChange): void {
    this.foreign ||= !this.households.has(c.householdId);
    putChange(this.rows.change, c);
  }

  add(bulk: Bulk): this {
    for (const h of bulk.households) this.household(h);
    for (const m of bulk.members) this.member(m);
    for (const c of bulk.changes) this.change(c);
    return this;
  }

  release(): void { for (const rows of Object.values(this.rows)) release(rows); }
}

/** The order in which foreign keys allow the tables to be filled. */
export const inOrder = ["household", "householdYear", "member", "memberYear", "change"] as const;

/** Placeholders ("999999…", domain guide DQ-007) stand for nobody in particular. */
const claimable = (certNo: string | null): boolean => certNo !== null && certNo.length >= 15 && !certNo.startsWith("999999");

/** Why a number is not valid: as on editing (save.ts). */
function faultOf(m: Member): string | null {
  if (m.certType === 9 || (m.certNo === null && m.certType === 3)) return null;
  const id = readIdNumber(m.certNo ?? "");
  return typeof id === "string" ? id : null;
}

/**
 * Everything that a file says about a household, as bytes: equal bytes, equal content. Hashed with the pepper it is the
 * fingerprint by which an import sees that nothing changed.
 */
export function contentOf(c: HouseholdCase): Uint8Array {
  content.clear();
  content.row(0);
  content.int8(c.region); content.text(c.household.householdCode); content.text(c.household.householdPhone); content.text(c.household.bankAccount);
  content.int8(c.stated?.transferFen); content.int8(c.stated?.annualFen); content.int8(c.stated?.netFen); content.int8(c.stated?.perCapitaFen);
  for (const { key, put } of putHousehold) put(content, c.household[key]);
  for (const m of c.members) {
    content.text(m.memberCode); content.text(m.name); content.text(m.certNo); content.text(m.memberPhone);
    for (const { key, put } of putMember) put(content, m[key]);
  }
  return content.finished();
}
const content = new BinaryRows(1 << 14);
