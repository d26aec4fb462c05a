/** One masked field of a household or member, for a logged reveal. */
import { Problem } from "@diguan/core/problem.ts";
import { fieldOf } from "@diguan/core/registry/fields.ts";
import type { Value } from "@diguan/core/registry/history.ts";
import type { FieldCrypto } from "../access/crypto.ts";
import type { Revealed } from "../access/reveal.ts";
import type { Tx } from "../postgres/pool.ts";
import { yearOf } from "./page.ts";
import { readMembers, readYears, type Key } from "./rows.ts";
import { masked, seesClass, sightOf } from "./view.ts";

export interface Wanted { readonly year: number; readonly memberId?: string | undefined; readonly field: string }

/** Only fields that are masked on the page; a field above the post's clearance stays closed even with a reason. */
export async function lookAt(tx: Tx, crypto: FieldCrypto, key: Key, wanted: Wanted): Promise<Revealed<Value>> {
  const row = yearOf(await readYears(tx, crypto, key), wanted.year);
  const of = wanted.memberId === undefined ? "household" : "member";
  const field = fieldOf(of, wanted.field);
  const member = wanted.memberId === undefined ? undefined : (await readMembers(tx, crypto, key, wanted.year)).find((m) => m.id === wanted.memberId);
  if (!field || (of === "member" && !member)) throw new Problem("thing.unknown");
  const record = (member?.member ?? row.household) as unknown as Readonly<Record<string, Value>>;
  const value = record[field.key] ?? null;
  if (!seesClass(sightOf(tx), field.cls)) throw new Problem("access.refused", { action: `reveal ${field.key}` });
  if (field.key !== "name" && masked(field, value) === undefined) throw new Problem("thing.unknown");
  return { value, region: row.region, target: wanted.memberId ?? key.id, fields: [field.key] };
}
