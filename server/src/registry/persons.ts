/** One natural person, one active membership: claims in the person index (schema rule 2 of the house; DQ-008). */
import { Problem } from "@diguan/core/problem.ts";
import { freesPerson } from "@diguan/core/registry/natural.ts";
import type { FieldCrypto } from "../access/crypto.ts";
import type { Tx } from "../postgres/pool.ts";
import { personKey } from "./seal.ts";
import type { Key, MemberRow } from "./rows.ts";

const indexOf = (crypto: FieldCrypto, member: MemberRow): Buffer | undefined => {
  const no = member.member.certNo;
  return no !== null && no.length >= 15 && !no.startsWith("999999") ? crypto.blindIndex("cert", personKey(no)) : undefined;
};

/** Refused when another member holds the claim; outside the area only the county is named. */
export async function claim(tx: Tx, crypto: FieldCrypto, household: Key, member: MemberRow): Promise<void> {
  const idx = indexOf(crypto, member);
  if (!idx) return;
  const [holder] = await tx.sql<{ county: number; householdId: string; inside: boolean }[]>`
    select county, household_id as "householdId", inside from registry.claim_person(${idx}, ${household.county}, ${household.id}, ${member.id})`;
  if (!holder) return;
  const [place] = holder.inside
    ? await tx.sql<{ name: string }[]>`select coalesce(r.name, '') || ' ' || h.code as name from registry.household h left join regions.region r on r.code = h.region and r.valid_to is null where h.county = ${holder.county} and h.id = ${holder.householdId}`
    : await tx.sql<{ name: string }[]>`select name from regions.region where code = ${holder.county * 1_000_000} and valid_to is null`;
  throw new Problem("registry.registeredElsewhere", { place: place?.name ?? String(holder.county), county: holder.county });
}

/** A corrected number, or a departure after which the person may be registered elsewhere. The dead keep their claim. */
export async function release(tx: Tx, crypto: FieldCrypto, county: number, member: MemberRow, departure?: number | null): Promise<void> {
  const idx = indexOf(crypto, member);
  if (idx && (departure === undefined || departure === null || freesPerson(departure))) await tx.sql`select registry.release_person(${idx}, ${county}, ${member.id})`;
}
