/**
 * Secrets of a household and of a member: sealed together per row, found again through blind indexes. Whoever writes these rows
 * (editing, import, demonstration) uses these functions, so that a number is found whichever way it came in.
 */
import { upgrade15 } from "@diguan/core/id-number.ts";
import type { FieldCrypto, Secrets } from "../access/crypto.ts";

/** What identifies a natural person: the 18 characters of the ID number, also when a disability certificate (20, 22) or an old number (15) is written. */
export const personKey = (certNo: string): string => (/^\d{15}$/.test(certNo) ? upgrade15(certNo) : certNo.slice(0, 18));

export const householdRow = (id: string): string => `registry.household_year|${id}`;
export const memberRow = (id: string): string => `registry.member_year|${id}`;
export const changeRow = (household: string, member: string | null): string => `registry.change|${household}|${member ?? ""}`;

/** The filled-in ones of two secrets, and nothing else of the record that they come in. */
function given<A extends string, B extends string>(record: Readonly<Record<A | B, string | null>>, a: A, b: B): Secrets {
  const made: Record<string, string> = {};
  const [first, second] = [record[a], record[b]];
  if (first !== null && first !== "") made[a] = first;
  if (second !== null && second !== "") made[b] = second;
  return made;
}

export interface SealedHousehold { readonly sealed: Buffer | null; readonly phoneIdx: Buffer | null; readonly accountIdx: Buffer | null }
export function sealHousehold(crypto: FieldCrypto, id: string, secrets: { readonly householdPhone: string | null; readonly bankAccount: string | null }): SealedHousehold {
  return {
    sealed: crypto.seal(given(secrets, "householdPhone", "bankAccount"), householdRow(id)),
    phoneIdx: secrets.householdPhone ? crypto.blindIndex("phone", secrets.householdPhone) : null,
    accountIdx: secrets.bankAccount ? crypto.blindIndex("account", secrets.bankAccount) : null,
  };
}

export interface SealedMember { readonly sealed: Buffer | null; readonly certIdx: Buffer | null; readonly cert4Idx: Buffer | null; readonly phoneIdx: Buffer | null }
export function sealMember(crypto: FieldCrypto, county: number, id: string, secrets: { readonly certNo: string | null; readonly memberPhone: string | null }): SealedMember {
  const person = secrets.certNo ? personKey(secrets.certNo) : null;
  return {
    sealed: crypto.seal(given(secrets, "certNo", "memberPhone"), memberRow(id)),
    certIdx: person === null ? null : crypto.blindIndex("cert", person),
    cert4Idx: person === null ? null : crypto.blindIndex(`cert4|${county}`, person.slice(-4)),
    phoneIdx: secrets.memberPhone ? crypto.blindIndex("phone", secrets.memberPhone) : null,
  };
}
