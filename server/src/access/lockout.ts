/**
 * Growing delay after failed sign-ins, per name and per network address (GB/T 22239-2019 §8.1.4.1 b; reliability guide T16).
 * An attempt counts before its password is looked at, so that a thousand guesses sent at once are not a thousand guesses.
 */
import { Problem } from "@diguan/core/problem.ts";
import type { FieldCrypto } from "./crypto.ts";
import type { Tx } from "../postgres/pool.ts";

/** Failures that are free, the first delay, the longest delay, and when an old failure is forgotten; seconds. An address is a whole office. */
const rules = {
  name: { free: 5, firstSeconds: 30, mostSeconds: 3600, forgetSeconds: 86_400 },
  address: { free: 50, firstSeconds: 30, mostSeconds: 900, forgetSeconds: 3600 },
} as const;
type Kind = keyof typeof rules;

export const failureKey = (crypto: FieldCrypto, kind: Kind, value: string): Buffer => crypto.blindIndex("failure", `${kind}|${value}`);

/** Seconds to wait after so many failures. @example delaySeconds("name", 6) // => 60 */
export function delaySeconds(kind: Kind, failed: number): number {
  const rule = rules[kind];
  return failed < rule.free ? 0 : Math.min(rule.mostSeconds, rule.firstSeconds * 2 ** Math.min(20, failed - rule.free));
}

/** Counts one attempt; throws `access.locked` while the name or the address is locked (then nothing is counted). */
export async function countAttempt(tx: Tx, crypto: FieldCrypto, who: Readonly<Partial<Record<Kind, string>>>, now: number): Promise<void> {
  for (const kind of ["name", "address"] as const) {
    const value = who[kind];
    if (value === undefined) continue;
    const key = failureKey(crypto, kind, value);
    await tx.sql`insert into access.failure (key, failed, last_at) values (${key}, 0, ${new Date(now)}) on conflict do nothing`;
    const [row] = await tx.sql<{ failed: number; lastAt: string; lockedUntil: string | null }[]>`select failed, last_at as "lastAt", locked_until as "lockedUntil" from access.failure where key = ${key} for update`;
    const lockedUntil = row?.lockedUntil ? Date.parse(row.lockedUntil) : 0;
    if (lockedUntil > now) throw new Problem("access.locked", { seconds: Math.ceil((lockedUntil - now) / 1000) });
    const forgotten = row === undefined || now - Date.parse(row.lastAt) > rules[kind].forgetSeconds * 1000;
    const failed = (forgotten ? 0 : row.failed) + 1;
    const delay = delaySeconds(kind, failed);
    await tx.sql`update access.failure set failed = ${failed}, last_at = ${new Date(now)}, locked_until = ${delay ? new Date(now + delay * 1000) : null} where key = ${key}`;
  }
}

/** A complete sign-in: the name starts afresh, and the attempt is taken off the address. */
export async function forgetFailures(tx: Tx, crypto: FieldCrypto, who: Readonly<Partial<Record<Kind, string>>>): Promise<void> {
  if (who.name !== undefined) await tx.sql`delete from access.failure where key = ${failureKey(crypto, "name", who.name)}`;
  if (who.address !== undefined) await tx.sql`update access.failure set failed = greatest(0, failed - 1), locked_until = null where key = ${failureKey(crypto, "address", who.address)}`;
}
