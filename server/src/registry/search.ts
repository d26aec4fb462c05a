/**
 * Finding people: by name through the one definer function, by household code, by the last four characters or the whole of the
 * certificate number and by phone through blind indexes. Every search leaves a line in the audit (domain guide §10.5).
 */
import { createHash } from "node:crypto";
import type { Hit } from "@diguan/core/registry/contract.ts";
import { maskCertificate, maskName } from "@diguan/core/registry/masking.ts";
import { Problem } from "@diguan/core/problem.ts";
import { rangeOf } from "@diguan/core/region-code.ts";
import { ageOn } from "@diguan/core/time.ts";
import type { FieldCrypto } from "../access/crypto.ts";
import { audit } from "../audit.ts";
import type { Tx } from "../postgres/pool.ts";
import { inside, type Part } from "./rows.ts";
import { memberRow, personKey } from "./seal.ts";

export interface Asked { readonly q: string; readonly year?: number | undefined; readonly region?: number | undefined; readonly limit: number }
type By = Hit["by"];

/** What people typed: 18 (15, 20, 22) characters are a certificate, 11 digits beginning with 1 a phone, four characters its end, other digits a household code. @example kindOf("402X") // => "certLast4" */
export function kindOf(q: string): By {
  const text = q.normalize("NFKC").replace(/\s/g, "").toUpperCase();
  if (/^(\d{15}|\d{17}[\dX]|\d{17}[\dX]\d{2}|\d{17}[\dX]\d{4})$/.test(text)) return "certNo";
  if (/^1[3-9]\d{9}$/.test(text)) return "phone";
  if (/^\d{3}[\dX]$/.test(text)) return "certLast4";
  return /^[0-9A-Z-]*\d[0-9A-Z-]*$/.test(text) ? "householdCode" : "name";
}

/** Counties of the caller's area that have households; an area inside one county needs no question. */
export async function counties(tx: Tx, lo: number, hi: number): Promise<number[]> {
  const [from, to] = [Math.floor(lo / 1_000_000), Math.floor(hi / 1_000_000)];
  if (from === to) return [from];
  return (await tx.sql<{ county: number }[]>`select county from registry.counties_within(${lo}, ${hi}) county`).map((r) => r.county);
}

/** Years with households in the area, latest first; each is one probe of the list's index. */
export async function yearsWithin(tx: Tx, lo: number, hi: number): Promise<number[]> {
  const rows = await tx.sql<{ year: number }[]>`
    select y as year from generate_series(2035, 2005, -1) y
     where exists (select from registry.household_year h where h.year = y and h.region between ${lo} and ${hi} and ${inside(tx, "h.region", "h.household_id")})`;
  return rows.map((r) => r.year);
}

interface Found { readonly county: number; readonly id: string; readonly memberId: string | null }

export async function searchPeople(tx: Tx, crypto: FieldCrypto, asked: Asked, today: string): Promise<{ rows: Hit[]; by: By; more: boolean }> {
  const q = asked.q.normalize("NFKC").trim();
  const by = kindOf(q);
  const range = asked.region === undefined ? { lo: tx.scope.lo, hi: tx.scope.hi } : rangeOf(asked.region);
  const [lo, hi] = [Math.max(range.lo, tx.scope.lo), Math.min(range.hi, tx.scope.hi)];
  const year = asked.year ?? (await yearsWithin(tx, lo, hi))[0];
  const most = asked.limit + 1;
  if (year === undefined) return { rows: [], by, more: false };
  const found = by === "name" ? await byName(tx, q, year, lo, hi, most) : await byKey(tx, crypto, by, q.replace(/\s/g, "").toUpperCase(), lo, hi, most);
  const rows = await describe(tx, crypto, found.slice(0, asked.limit), by, year, today);
  return { rows, by, more: found.length > asked.limit };
}

const byName = async (tx: Tx, name: string, year: number, lo: number, hi: number, most: number): Promise<Found[]> => {
  const who = tx.actor;
  return tx.sql<Found[]>`
    select county, household_id as id, member_id as "memberId"
      from registry.find_names(${name}, ${year}::smallint, ${lo}, ${hi}, ${most}, ${who?.accountId ?? null}, ${who?.postId ?? null}, ${who?.role ?? null}, ${who?.address ?? null})`;
};

async function byKey(tx: Tx, crypto: FieldCrypto, by: Exclude<By, "name">, q: string, lo: number, hi: number, most: number): Promise<Found[]> {
  // what was asked is told to the auditor without becoming another copy of it
  await audit(tx, "search", "household", { detail: { by, asked: by === "householdCode" ? q : createHash("sha256").update(crypto.blindIndex("audit", q)).digest("hex").slice(0, 16) } });
  const { sql } = tx;
  const places = await counties(tx, lo, hi);
  if (places.length === 0) return [];
  const members = (condition: Part): Promise<Found[]> => sql<Found[]>`
    select distinct county, household_id as id, member_id as "memberId" from registry.member_year
     where county = any (${places}::int[]) and ${condition} and region between ${lo} and ${hi} and ${inside(tx)} limit ${most}`;
  if (by === "certNo") return members(sql`cert_idx = ${crypto.blindIndex("cert", personKey(q))}`);
  if (by === "certLast4") return members(sql`cert4_idx in ${sql(places.map((c) => crypto.blindIndex(`cert4|${c}`, q)))}`);
  if (by === "phone") {
    const phone = crypto.blindIndex("phone", q);
    const households = await sql<Found[]>`
      select distinct county, household_id as id, null::uuid as "memberId" from registry.household_year
       where phone_idx = ${phone} and county = any (${places}::int[]) and region between ${lo} and ${hi} and ${inside(tx)} limit ${most}`;
    const people = await members(sql`phone_idx = ${phone}`);
    return [...people, ...households.filter((h) => !people.some((p) => p.id === h.id))];
  }
  const end = `${q}\uffff`;
  return sql<Found[]>`
    select county, id, null::uuid as "memberId" from registry.household
     where county = any (${places}::int[]) and code >= ${q} and code < ${end} and region between ${lo} and ${hi} and ${inside(tx, "region", "id")}
     order by county, code limit ${most}`;
}

interface Described { readonly county: number; readonly id: string; readonly year: number; readonly code: string; readonly region: number; readonly villageName: string; readonly headName: string | null; readonly valid: boolean; readonly memberId: string | null; readonly name: string | null; readonly relation: number | null; readonly sex: number | null; readonly birth: string | null; readonly active: boolean | null; readonly sealed: Uint8Array | null }

/** Hits as the list shows them, in the order in which they were found, of the asked year or the latest one before or after it. */
async function describe(tx: Tx, crypto: FieldCrypto, found: readonly Found[], by: By, year: number, today: string): Promise<Hit[]> {
  if (found.length === 0) return [];
  const rows = await tx.sql<Described[]>`
    select f.county, f.id, h.year, h.household_code as code, h.region, coalesce(r.name, '') as "villageName", h.head_name as "headName", h.valid,
           m.member_id as "memberId", m.name, m.relation, m.sex, m.birth, m.active, m.sealed
      from unnest(${found.map((f) => f.county)}::int[], ${found.map((f) => f.id)}::uuid[], ${found.map((f) => f.memberId)}::uuid[]) with ordinality f (county, id, member_id, n)
     cross join lateral (select * from registry.household_year y where y.county = f.county and y.household_id = f.id and ${inside(tx, "y.region", "y.household_id")} order by (y.year = ${year}) desc, y.year desc limit 1) h
      left join regions.region r on r.code = h.region and r.valid_to is null
      left join registry.member_year m on m.county = f.county and m.member_id = f.member_id and m.year = h.year
     order by f.n`;
  return rows.map((row): Hit => {
    const age = row.birth === null ? null : ageOn(row.birth, today);
    const certNo = row.sealed && row.memberId ? crypto.open(row.sealed, memberRow(row.memberId))["certNo"] : undefined;
    return {
      county: row.county, id: row.id, year: row.year, code: row.code, region: row.region, villageName: row.villageName, headName: maskName(row.headName ?? ""),
      memberId: row.memberId, memberName: row.name === null ? null : maskName(row.name, age !== null && age < 18), relation: row.relation, sex: row.sex, age, certNo: certNo === undefined ? null : maskCertificate(certNo), by, active: row.valid && row.active !== false,
    };
  });
}

/** Whole ID number, asked across the country: here, in another county (which alone is named), or nowhere. */
export async function lookUp(tx: Tx, crypto: FieldCrypto, certNo: string, today: string): Promise<{ found: "here" | "elsewhere" | "nowhere"; county: number | null; countyName: string | null; hit: Hit | null }> {
  const who = tx.actor;
  const idx = crypto.blindIndex("cert", personKey(certNo.normalize("NFKC").replace(/\s/g, "").toUpperCase()));
  let rows: { county: number; householdId: string | null; memberId: string | null; inside: boolean }[];
  try {
    rows = await tx.sql<typeof rows>`
      select county, household_id as "householdId", member_id as "memberId", inside
        from registry.find_person(${idx}, ${who?.accountId ?? null}, ${who?.postId ?? null}, ${who?.role ?? null}, ${who?.address ?? null})`;
  } catch (e) {
    if ((e as { code?: string }).code === "DG429") throw new Problem("registry.lookups");
    throw e;
  }
  const [row] = rows;
  if (!row) return { found: "nowhere", county: null, countyName: null, hit: null };
  const [place] = await tx.sql<{ name: string }[]>`select name from regions.region where code = ${row.county * 1_000_000} and valid_to is null`;
  const told = { county: row.county, countyName: place?.name ?? null };
  if (!row.inside || row.householdId === null) return { found: "elsewhere", ...told, hit: null };
  const [hit] = await describe(tx, crypto, [{ county: row.county, id: row.householdId, memberId: row.memberId }], "certNo", Number(today.slice(0, 4)), today);
  return { found: "here", ...told, hit: hit ?? null };
}
