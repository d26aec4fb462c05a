/** Code generator (RFC 6238: SHA-1, 6 digits, 30 s, one step of tolerance; each step once) and recovery codes. */
import { randomBytes } from "node:crypto";
import { Secret, TOTP } from "otpauth";
import { Problem } from "@diguan/core/problem.ts";
import type { Tx } from "../postgres/pool.ts";
import type { FieldCrypto } from "./crypto.ts";
import { at } from "./session.ts";

const stepSeconds = 30;
const row = (accountId: string): string => `access.account|${accountId}`;
const generator = (secret: string, label = ""): TOTP => new TOTP({ issuer: "diguan", label, algorithm: "SHA1", digits: 6, period: stepSeconds, secret: Secret.fromBase32(secret) });

/** The 30 s step to which a code belongs, now or one step away; undefined when it fits none. */
function stepOf(secret: string, code: string, now: number): number | undefined {
  if (!/^\d{6}$/.test(code)) return undefined;
  const delta = generator(secret).validate({ token: code, timestamp: now, window: 1 });
  return delta === null ? undefined : Math.floor(now / 1000 / stepSeconds) + delta;
}

/** Is the code right and not used yet? Using it and refusing its second use are one statement, so two requests at once cannot both win. */
export async function totpIs(tx: Tx, crypto: FieldCrypto, accountId: string, code: string, now: number): Promise<boolean> {
  const [found] = await tx.sql<{ sealed: Uint8Array | null }[]>`select totp_sealed as sealed from access.account where id = ${accountId}`;
  const secret = found?.sealed ? crypto.open(found.sealed, row(accountId))["totp"] : undefined;
  const step = secret === undefined ? undefined : stepOf(secret, code.replaceAll(/\s/g, ""), now);
  if (step === undefined) return false;
  const used = await tx.sql`update access.account set totp_step = ${step} where id = ${accountId} and coalesce(totp_step, 0) < ${step} returning id`;
  return used.length === 1;
}

/** Makes a secret and keeps it as pending until its first code confirms it. */
export async function beginTotp(tx: Tx, crypto: FieldCrypto, account: { readonly id: string; readonly signInName: string }): Promise<{ secret: string; uri: string }> {
  const secret = new Secret({ size: 20 }).base32;
  await tx.sql`update access.account set totp_pending = ${crypto.seal({ totp: secret }, row(account.id))} where id = ${account.id}`;
  return { secret, uri: generator(secret, account.signInName).toString() };
}

/** Puts the pending secret in force when the code fits; gives ten recovery codes, which are never shown again. */
export async function confirmTotp(tx: Tx, crypto: FieldCrypto, accountId: string, code: string, now: number): Promise<readonly string[]> {
  const [found] = await tx.sql<{ pending: Uint8Array | null }[]>`select totp_pending as pending from access.account where id = ${accountId} for update`;
  const secret = found?.pending ? crypto.open(found.pending, row(accountId))["totp"] : undefined;
  const step = secret === undefined ? undefined : stepOf(secret, code.replaceAll(/\s/g, ""), now);
  if (step === undefined) throw new Problem("access.wrongCode");
  await tx.sql`update access.account set totp_sealed = totp_pending, totp_pending = null, totp_step = ${step} where id = ${accountId}`;
  return newRecoveryCodes(tx, crypto, accountId);
}

const fold = (code: string): string => code.toUpperCase().replaceAll(/[\s-]/g, "");
const codeIndex = (crypto: FieldCrypto, accountId: string, code: string): Buffer => crypto.blindIndex("recovery", `${accountId}|${fold(code)}`);

async function newRecoveryCodes(tx: Tx, crypto: FieldCrypto, accountId: string): Promise<readonly string[]> {
  const signs = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";   // 32 signs, none alike: a byte modulo 32 is even
  const codes = Array.from({ length: 10 }, () => Array.from(randomBytes(12), (b) => signs.charAt(b % 32)).join("").replace(/(.{4})(.{4})(.{4})/, "$1-$2-$3"));
  await tx.sql`delete from access.recovery_code where account_id = ${accountId}`;
  await tx.sql`insert into access.recovery_code ${tx.sql(codes.map((code) => ({ account_id: accountId, code_idx: codeIndex(crypto, accountId, code) })))}`;
  return codes;
}

export async function recoveryCodeIs(tx: Tx, crypto: FieldCrypto, accountId: string, code: string, now: number): Promise<boolean> {
  const used = await tx.sql`update access.recovery_code set used_at = ${at(now)} where account_id = ${accountId} and code_idx = ${codeIndex(crypto, accountId, code)} and used_at is null returning 1`;
  return used.length === 1;
}

/** Removes the code generator; recovery codes go with the last factor. */
export async function removeTotp(tx: Tx, accountId: string): Promise<void> {
  await tx.sql`update access.account set totp_sealed = null, totp_pending = null where id = ${accountId}`;
  await tx.sql`delete from access.recovery_code where account_id = ${accountId} and not exists (select from access.passkey where account_id = ${accountId})`;
}
