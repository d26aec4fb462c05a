/** Households of a place as the rules see them, many at a time: read in the order of village and code, so that memory stays bounded. */
import { emptyHousehold, emptyMember, type Household, type HouseholdCase, type Member } from "@diguan/core/registry/record.ts";
import type { FieldCrypto } from "../access/crypto.ts";
import type { Tx } from "../postgres/pool.ts";
import { columnOf, householdColumns, memberColumns } from "../registry/columns.ts";
import { householdRow, memberRow } from "../registry/seal.ts";

export interface CaseRow { readonly county: number; readonly householdId: string; readonly case: HouseholdCase }
/** The last household of a page: where the next page begins. */
export interface After { readonly region: number; readonly code: string }

type Raw = Readonly<Record<string, unknown>>;

// columns are named after the fields, so that a row is a record without being rebuilt
const listed = (table: string, fields: readonly { readonly key: string }[]): string => fields.map((f) => `${table}.${columnOf(f.key)} as "${f.key}"`).join(", ");
const householdList = `y.county, y.household_id as "_id", y.region, y.sealed as "_sealed", y.stated_transfer_fen as "_transfer", y.stated_annual_fen as "_annual", y.stated_net_fen as "_net", y.stated_per_capita_fen as "_perCapita", ${listed("y", householdColumns)}`;
const memberList = `m.county, m.household_id as "_household", m.member_id as "_id", m.sealed as "_sealed", ${listed("m", memberColumns)}`;

function memberOf(crypto: FieldCrypto, raw: Raw): Member {
  const { county: _county, _household, _id, _sealed, ...fields } = raw;
  const secrets = _sealed instanceof Uint8Array ? crypto.open(_sealed, memberRow(String(_id))) : {};
  return Object.assign(emptyMember(), fields, { certNo: secrets["certNo"] ?? null, memberPhone: secrets["memberPhone"] ?? null });
}

function householdOf(crypto: FieldCrypto, raw: Raw): Household {
  const { county: _county, region: _region, _id, _sealed, _transfer, _annual, _net, _perCapita, ...fields } = raw;
  const secrets = _sealed instanceof Uint8Array ? crypto.open(_sealed, householdRow(String(_id))) : {};
  return Object.assign(emptyHousehold(), fields, { householdPhone: secrets["householdPhone"] ?? null, bankAccount: secrets["bankAccount"] ?? null });
}

async function withMembers(tx: Tx, crypto: FieldCrypto, rows: readonly Raw[], year: number): Promise<CaseRow[]> {
  if (rows.length === 0) return [];
  const members = await tx.sql<Raw[]>`
    select ${tx.sql.unsafe(memberList)}
      from unnest(${rows.map((r) => r["county"] as number)}::int[], ${rows.map((r) => r["_id"] as string)}::uuid[]) as k (county, household_id)
      join registry.member_year m on m.county = k.county and m.household_id = k.household_id and m.year = ${year}
     where m.active and m.region between ${tx.scope.lo} and ${tx.scope.hi}
     order by m.household_id, m.ordinal, m.member_code`;
  const byHousehold = new Map<unknown, Member[]>();
  for (const raw of members) {
    const list = byHousehold.get(raw["_household"]);
    if (list) list.push(memberOf(crypto, raw)); else byHousehold.set(raw["_household"], [memberOf(crypto, raw)]);
  }
  return rows.map((raw) => ({
    county: raw["county"] as number, householdId: raw["_id"] as string,
    case: {
      region: raw["region"] as number, year, household: householdOf(crypto, raw), members: byHousehold.get(raw["_id"]) ?? [],
      stated: { transferFen: raw["_transfer"] as number | null, annualFen: raw["_annual"] as number | null, netFen: raw["_net"] as number | null, perCapitaFen: raw["_perCapita"] as number | null },
    },
  }));
}

/** One page of the valid households of a range and year, after the last one of the page before. */
export async function casesAfter(tx: Tx, crypto: FieldCrypto, range: { readonly lo: number; readonly hi: number }, year: number, after: After | undefined, limit: number): Promise<CaseRow[]> {
  const rows = await tx.sql<Raw[]>`
    select ${tx.sql.unsafe(householdList)}
      from registry.household_year y
     where y.year = ${year} and y.region between ${Math.max(range.lo, tx.scope.lo)} and ${Math.min(range.hi, tx.scope.hi)} and y.valid
       ${after ? tx.sql`and (y.region, y.household_code) > (${after.region}, ${after.code})` : tx.sql``}
     order by y.region, y.household_code
     limit ${limit}`;
  return withMembers(tx, crypto, rows, year);
}

/** One household of one year; `undefined` when it does not exist, is cancelled, or lies outside the scope. */
export async function caseOf(tx: Tx, crypto: FieldCrypto, county: number, householdId: string, year: number): Promise<CaseRow | undefined> {
  const rows = await tx.sql<Raw[]>`
    select ${tx.sql.unsafe(householdList)}
      from registry.household_year y
     where y.county = ${county} and y.household_id = ${householdId} and y.year = ${year} and y.valid and y.region between ${tx.scope.lo} and ${tx.scope.hi}`;
  return (await withMembers(tx, crypto, rows, year))[0];
}
