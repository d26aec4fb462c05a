/** Rows of the registry as records of core, secrets opened: one household of one year with its members. */
import { emptyHousehold, emptyMember, type Household, type Member } from "@diguan/core/registry/record.ts";
import type { Value, Values } from "@diguan/core/registry/history.ts";
import type { FieldCrypto } from "../access/crypto.ts";
import type { Query, Tx } from "../postgres/pool.ts";
import { columnOf, householdColumns, householdSecrets, memberColumns, memberSecrets } from "./columns.ts";
import { householdRow, memberRow } from "./seal.ts";

export interface Key { readonly county: number; readonly id: string }
type Raw = Readonly<Record<string, unknown>>;
/** A piece of a statement. */
export type Part = ReturnType<Query>;

/** First line of defence: the area of the post, and the own households of helpers and families, said in the statement itself. */
export const inside = (tx: Tx, region = "region", household = "household_id"): Part =>
  tx.scope.own === undefined ? tx.sql`${tx.sql(region)} between ${tx.scope.lo} and ${tx.scope.hi}`
    : tx.sql`${tx.sql(region)} between ${tx.scope.lo} and ${tx.scope.hi} and ${tx.sql(household)} = any (${tx.scope.own as string[]}::uuid[])`;

export interface YearRow {
  readonly key: Key; readonly year: number; readonly region: number; readonly valid: boolean; readonly version: number; readonly source: number; readonly batchId: string | null;
  readonly createdAt: string; readonly updatedAt: string; readonly headName: string | null; readonly headMember: string | null; readonly labourCount: number; readonly household: Household;
}
export interface MemberRow {
  readonly id: string; readonly year: number; readonly active: boolean; readonly ordinal: number; readonly version: number; readonly batchId: string | null; readonly createdAt: string; readonly certFault: string | null;
  readonly arrivedOn: string | null; readonly arrival: number | null; readonly leftOn: string | null; readonly departure: number | null; readonly member: Member;
}

const opened = (crypto: FieldCrypto, sealed: unknown, row: string, keys: readonly string[]): Record<string, string | null> => {
  const secrets = sealed instanceof Uint8Array ? crypto.open(sealed, row) : {};
  return Object.fromEntries(keys.map((k) => [k, secrets[k] ?? null]));
};

function yearRow(crypto: FieldCrypto, r: Raw): YearRow {
  const id = r["household_id"] as string;
  const columns = Object.fromEntries(householdColumns.map((f) => [f.key, r[columnOf(f.key)]]));
  return {
    key: { county: r["county"] as number, id }, year: r["year"] as number, region: r["region"] as number, valid: r["valid"] as boolean, version: r["version"] as number, source: r["source"] as number, batchId: r["batch_id"] as string | null,
    createdAt: r["created_at"] as string, updatedAt: r["updated_at"] as string, headName: r["head_name"] as string | null, headMember: r["head_member"] as string | null, labourCount: r["labour_count"] as number,
    household: { ...emptyHousehold(), ...columns, ...opened(crypto, r["sealed"], householdRow(id), householdSecrets) } as Household,
  };
}

function memberRecord(crypto: FieldCrypto, r: Raw): MemberRow {
  const id = r["member_id"] as string;
  const columns = Object.fromEntries(memberColumns.map((f) => [f.key, r[columnOf(f.key)]]));
  return {
    id, year: r["year"] as number, active: r["active"] as boolean, ordinal: r["ordinal"] as number, version: r["version"] as number, batchId: r["batch_id"] as string | null, createdAt: r["created_at"] as string, certFault: r["cert_fault"] as string | null,
    arrivedOn: r["arrived_on"] as string | null, arrival: r["arrival"] as number | null,
    // a year in which the person still belonged to the household knows nothing of a later departure
    leftOn: r["active"] === true ? null : r["left_on"] as string | null, departure: r["active"] === true ? null : r["departure"] as number | null,
    member: { ...emptyMember(), ...columns, ...opened(crypto, r["sealed"], memberRow(id), memberSecrets) } as Member,
  };
}

/** Every year of a household, oldest first; `lock` keeps other editors out until the transaction ends. */
export async function readYears(tx: Tx, crypto: FieldCrypto, key: Key, lock = false): Promise<YearRow[]> {
  const rows = await tx.sql<Raw[]>`
    select * from registry.household_year
     where county = ${key.county} and household_id = ${key.id} and ${inside(tx)}
     order by year ${lock ? tx.sql`for update` : tx.sql``}`;
  return rows.map((r) => yearRow(crypto, r));
}

/** Members of a household in its years (or in one), those who left included, in the order of the household register. */
export async function readMembers(tx: Tx, crypto: FieldCrypto, key: Key, year?: number): Promise<MemberRow[]> {
  const rows = await tx.sql<Raw[]>`
    select y.*, m.arrived_on, m.arrival, m.left_on, m.departure
      from registry.member_year y join registry.member m on m.county = y.county and m.id = y.member_id
     where y.county = ${key.county} and y.household_id = ${key.id} and ${inside(tx, "y.region", "y.household_id")} ${year === undefined ? tx.sql`` : tx.sql`and y.year = ${year}`}
     order by y.year, y.active desc, y.ordinal, y.member_code`;
  return rows.map((r) => memberRecord(crypto, r));
}

/** All that history keeps of a household's year, flat. */
export const householdValues = (row: Pick<YearRow, "household" | "valid">): Values => ({ ...(row.household as unknown as Record<string, Value>), valid: row.valid });

/** All that history keeps of a member's year, flat: fields, membership, order. */
export const memberValues = (row: Pick<MemberRow, "member" | "active" | "ordinal" | "arrivedOn" | "arrival" | "leftOn" | "departure">): Values => ({
  ...(row.member as unknown as Record<string, Value>), active: row.active, ordinal: row.ordinal, arrivedOn: row.arrivedOn, arrival: row.arrival, leftOn: row.leftOn, departure: row.departure,
});

const membership = new Set(["active", "ordinal", "arrivedOn", "arrival", "leftOn", "departure"]);

/** The way back: a flat state as records. */
export const householdOf = (values: Values): { household: Household; valid: boolean } => {
  const { valid, ...fields } = values;
  return { household: { ...emptyHousehold(), ...fields } as Household, valid: valid !== false };
};
export const memberOf = (values: Values): Pick<MemberRow, "member" | "active" | "ordinal" | "arrivedOn" | "arrival" | "leftOn" | "departure"> => ({
  member: { ...emptyMember(), ...Object.fromEntries(Object.entries(values).filter(([k]) => !membership.has(k))) } as Member,
  active: values["active"] !== false, ordinal: Number(values["ordinal"] ?? 0),
  arrivedOn: (values["arrivedOn"] ?? null) as string | null, arrival: (values["arrival"] ?? null) as number | null, leftOn: (values["leftOn"] ?? null) as string | null, departure: (values["departure"] ?? null) as number | null,
});
