/**
 * Signing in, step by step: name and password, then (where the account has one) a second factor; or a passkey alone, which is
 * both. Unknown name, wrong password and suspended account give the same answer in the same time (reliability guide T16).
 */
import { Problem } from "@diguan/core/problem.ts";
import { audit } from "../audit.ts";
import type { Config } from "../config.ts";
import type { Db, Tx } from "../postgres/pool.ts";
import type { FieldCrypto } from "./crypto.ts";
import { countAttempt, forgetFailures } from "./lockout.ts";
import { passwordIs } from "./password.ts";
import { foldName } from "./service.ts";
import { at, hashToken, newToken, openSession } from "./session.ts";
import { recoveryCodeIs, totpIs } from "./totp.ts";

export interface Door { readonly db: Db; readonly crypto: FieldCrypto; readonly config: Config; readonly now: () => number }
export interface Visitor { readonly address: string; readonly userAgent: string; /** token of the session that this browser had before */ readonly replaces: string | undefined }
export type FactorKind = "totp" | "passkey" | "recovery";

const stepMs = 5 * 60_000;
const stepTries = 5;

interface Known { readonly id: string; readonly name: string; readonly hash: string; readonly active: boolean; readonly demonstration: boolean; readonly totp: boolean; readonly passkeys: number; readonly recovery: number; readonly region: number }

const findAccount = async (tx: Tx, by: { readonly name: string } | { readonly id: string }): Promise<Known | undefined> => (await tx.sql<Known[]>`
  select a.id, a.sign_in_name as name, a.password_hash as hash, a.state = 'active' as active, a.demonstration_password is not null as demonstration, a.totp_sealed is not null as totp, a.region,
         (select count(*)::int from access.passkey k where k.account_id = a.id) as passkeys,
         (select count(*)::int from access.recovery_code c where c.account_id = a.id and c.used_at is null) as recovery
    from access.account a where ${"name" in by ? tx.sql`a.sign_in_name = ${by.name}` : tx.sql`a.id = ${by.id}`}`)[0];

const usable = (account: Known | undefined, config: Config): account is Known => account !== undefined && account.active && (!account.demonstration || config.demonstration);

export const factorsOf = (account: Pick<Known, "totp" | "passkeys" | "recovery">): FactorKind[] =>
  [...(account.passkeys > 0 ? ["passkey" as const] : []), ...(account.totp ? ["totp" as const] : []), ...(account.recovery > 0 && (account.totp || account.passkeys > 0) ? ["recovery" as const] : [])];

/** First step. Gives a session token, or a step token and the factors that may follow. */
export async function signInByPassword(door: Door, asked: { readonly name: string; readonly password: string }, visitor: Visitor): Promise<{ readonly session: string } | { readonly step: string; readonly factors: FactorKind[] }> {
  const { db, crypto, config } = door;
  const name = foldName(asked.name);
  const now = door.now();
  await db.asSystem((tx) => countAttempt(tx, crypto, { name, address: visitor.address }, now));
  const account = await db.asSystem((tx) => findAccount(tx, { name }));
  const right = await passwordIs(account?.hash, asked.password);
  if (!right || !usable(account, config)) {
    await db.asSystem((tx) => audit({ ...tx, actor: undefined }, "signInFailed", "session", { ...(account ? { target: account.id, region: account.region } : {}), detail: { address: visitor.address } }));
    throw new Problem("access.wrongSignIn");
  }
  const factors = factorsOf(account);
  if (factors.length > 0) return { step: await db.asSystem((tx) => openStep(tx, "secondFactor", account.id, null, now)), factors };
  return { session: await db.asSystem((tx) => complete(tx, door, account, false, visitor)) };
}

async function complete(tx: Tx, door: Door, account: Known, twoFactors: boolean, visitor: Visitor): Promise<string> {
  await forgetFailures(tx, door.crypto, { name: account.name, address: visitor.address });
  return openSession(tx, { accountId: account.id, twoFactors, ...visitor }, door.now());
}

/** Second step with a code. A wrong code counts as a failed sign-in; five wrong codes end the step. */
export async function signInByCode(door: Door, stepToken: string, asked: { readonly kind: "totp" | "recovery"; readonly code: string }, visitor: Visitor): Promise<string> {
  const { db, crypto, config } = door;
  const now = door.now();
  // counted in a transaction of its own: a refused code must stay counted
  const account = await db.asSystem(async (tx) => {
    const step = await tryStep(tx, stepToken, "secondFactor", now);
    const known = step.accountId === null ? undefined : await findAccount(tx, { id: step.accountId });
    if (!usable(known, config)) throw new Problem("access.stepOver");
    await countAttempt(tx, crypto, { name: known.name }, now);
    return known;
  });
  const session = await db.asSystem(async (tx) => {
    const right = asked.kind === "totp" ? await totpIs(tx, crypto, account.id, asked.code, now) : await recoveryCodeIs(tx, crypto, account.id, asked.code, now);
    if (!right) return undefined;
    await closeStep(tx, stepToken);
    return complete(tx, door, account, true, visitor);
  });
  if (session !== undefined) return session;
  await db.asSystem((tx) => audit(tx, "signInFailed", "session", { target: account.id, region: account.region, detail: { address: visitor.address, factor: asked.kind } }));
  throw new Problem("access.wrongCode");
}

/** After a passkey was verified: it is possession and knowledge at once. */
export async function signInByPasskey(tx: Tx, door: Door, accountId: string, visitor: Visitor): Promise<string> {
  const account = await findAccount(tx, { id: accountId });
  if (!usable(account, door.config)) throw new Problem("access.wrongPasskey");
  return complete(tx, door, account, true, visitor);
}

export interface Step { readonly accountId: string | null; readonly challenge: string | null }
export type StepPurpose = "secondFactor" | "passkeySignIn" | "passkeyAdd";

export async function openStep(tx: Tx, purpose: StepPurpose, accountId: string | null, challenge: string | null, now: number): Promise<string> {
  const token = newToken();
  await tx.sql`delete from access.step where expires_at < ${at(now)}`;
  await tx.sql`insert into access.step ${tx.sql({ token_hash: hashToken(token), account_id: accountId, purpose, challenge, expires_at: at(now + stepMs) })}`;
  return token;
}

/** Counts one try of a step; throws `access.stepOver` when it is unknown, old or used up. */
export async function tryStep(tx: Tx, token: string, purpose: StepPurpose, now: number): Promise<Step> {
  const [step] = await tx.sql<Step[]>`
    update access.step set tries = tries + 1
     where token_hash = ${hashToken(token)} and purpose = ${purpose} and expires_at >= ${at(now)} and tries < ${stepTries}
    returning account_id as "accountId", challenge`;
  if (!step) throw new Problem("access.stepOver");
  return step;
}
export const closeStep = async (tx: Tx, token: string): Promise<void> => { await tx.sql`delete from access.step where token_hash = ${hashToken(token)}`; };
