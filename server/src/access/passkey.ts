/** Passkeys (WebAuthn level 3 through @simplewebauthn): verified presence and PIN or fingerprint, so they are two factors in one. */
import { generateAuthenticationOptions, generateRegistrationOptions, verifyAuthenticationResponse, verifyRegistrationResponse, type AuthenticationResponseJSON, type RegistrationResponseJSON } from "@simplewebauthn/server";
import { Problem } from "@diguan/core/problem.ts";
import { audit } from "../audit.ts";
import { closeStep, openStep, signInByPasskey, tryStep, type Door, type Visitor } from "./sign-in.ts";
import { at } from "./session.ts";
import type { Actor, Tx } from "../postgres/pool.ts";

const partyId = (door: Door): string => new URL(door.config.origin).hostname;
interface Key { readonly id: string; readonly accountId: string; readonly publicKey: Uint8Array; readonly counter: number; readonly transports: string[] }
const keysOf = (tx: Tx, accountId: string): Promise<Key[]> => tx.sql<Key[]>`select id, account_id as "accountId", public_key as "publicKey", counter, transports from access.passkey where account_id = ${accountId}`;

/** Options of navigator.credentials.create for a signed-in person, and the token of the step. */
export async function askToAdd(tx: Tx, door: Door, account: { readonly id: string; readonly signInName: string; readonly name: string }): Promise<{ readonly options: { challenge: string }; readonly step: string }> {
  const options = await generateRegistrationOptions({
    rpName: "滴灌 diguan", rpID: partyId(door), userName: account.signInName, userDisplayName: account.name, userID: new Uint8Array(Buffer.from(account.id.replaceAll("-", ""), "hex")),
    excludeCredentials: (await keysOf(tx, account.id)).map((k) => ({ id: k.id, transports: k.transports })),
    authenticatorSelection: { residentKey: "required", userVerification: "required" }, attestationType: "none",
  });
  return { options, step: await openStep(tx, "passkeyAdd", account.id, options.challenge, door.now()) };
}

export async function addPasskey(tx: Tx, door: Door, accountId: string, stepToken: string, name: string, response: RegistrationResponseJSON): Promise<void> {
  const step = await tryStep(tx, stepToken, "passkeyAdd", door.now());
  if (step.accountId !== accountId || step.challenge === null) throw new Problem("access.stepOver");
  const verified = await verifyRegistrationResponse({ response, expectedChallenge: step.challenge, expectedOrigin: door.config.origin, expectedRPID: partyId(door), requireUserVerification: true }).catch(() => undefined);
  if (!verified?.verified) throw new Problem("access.wrongPasskey");
  const { credential } = verified.registrationInfo;
  await tx.sql`
    insert into access.passkey ${tx.sql({ id: credential.id, account_id: accountId, public_key: Buffer.from(credential.publicKey), counter: credential.counter, transports: credential.transports ?? [], name, created_at: at(door.now()) })}`;
  await closeStep(tx, stepToken);
}

/** Options of navigator.credentials.get; with an account (second step) only its keys are asked for. */
export async function askToSignIn(tx: Tx, door: Door, accountId: string | null): Promise<{ readonly options: { challenge: string }; readonly step: string }> {
  const allowed = accountId === null ? [] : await keysOf(tx, accountId);
  const options = await generateAuthenticationOptions({ rpID: partyId(door), userVerification: "required", ...(allowed.length > 0 ? { allowCredentials: allowed.map((k) => ({ id: k.id, transports: k.transports })) } : {}) });
  return { options, step: await openStep(tx, "passkeySignIn", accountId, options.challenge, door.now()) };
}

/** Verifies the answer and opens the session. Every refusal is the same. */
export async function signInWith(door: Door, stepToken: string, response: AuthenticationResponseJSON, visitor: Visitor): Promise<string> {
  const { db, config } = door;
  const step = await db.asSystem((tx) => tryStep(tx, stepToken, "passkeySignIn", door.now()));
  const session = await db.asSystem(async (tx) => {
    const [key] = await tx.sql<Key[]>`select id, account_id as "accountId", public_key as "publicKey", counter, transports from access.passkey where id = ${response.id} for update`;
    if (!key || step.challenge === null || (step.accountId !== null && step.accountId !== key.accountId)) return undefined;
    const verified = await verifyAuthenticationResponse({
      response, expectedChallenge: step.challenge, expectedOrigin: config.origin, expectedRPID: partyId(door), requireUserVerification: true,
      credential: { id: key.id, publicKey: new Uint8Array(key.publicKey), counter: key.counter, transports: key.transports },
    }).catch(() => undefined);
    if (!verified?.verified) return undefined;
    await tx.sql`update access.passkey set counter = ${verified.authenticationInfo.newCounter}, used_at = ${at(door.now())} where id = ${key.id}`;
    await closeStep(tx, stepToken);
    return signInByPasskey(tx, door, key.accountId, visitor);
  });
  if (session !== undefined) return session;
  await db.asSystem((tx) => audit(tx, "signInFailed", "session", { ...(step.accountId === null ? {} : { target: step.accountId }), detail: { address: visitor.address, factor: "passkey" } }));
  throw new Problem("access.wrongPasskey");
}

export async function removePasskey(tx: Tx, actor: Actor, id: string): Promise<void> {
  const gone = await tx.sql`delete from access.passkey where id = ${id} and account_id = ${actor.accountId} returning 1`;
  if (gone.length === 0) throw new Problem("thing.unknown");
  await tx.sql`delete from access.recovery_code where account_id = ${actor.accountId} and not exists (select from access.passkey where account_id = ${actor.accountId}) and not exists (select from access.account where id = ${actor.accountId} and totp_sealed is not null)`;
}
