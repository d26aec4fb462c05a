/** One's own account: who am I, sessions, password, second factors. Everything here concerns the caller alone. */
import { roleName } from "@diguan/core/access/labels.ts";
import type { Session } from "@diguan/core/access/contract.ts";
import { policy, type Role } from "@diguan/core/access/policy.ts";
import { Problem, type Locale } from "@diguan/core/problem.ts";
import { chinaDate } from "@diguan/core/time.ts";
import { audit } from "../audit.ts";
import type { Actor, Tx } from "../postgres/pool.ts";
import { countAttempt, forgetFailures } from "./lockout.ts";
import { checkPassword, hashPassword, passwordIs } from "./password.ts";
import { currentPosts, describePosts } from "./posts.ts";
import { factorNeeded, hashToken, readSession, type Signed } from "./session.ts";
import type { Door } from "./sign-in.ts";

/** The session of a token, or `access.signedOut`. */
export async function present(tx: Tx, door: Door, token: string | undefined, address: string): Promise<Signed> {
  const signed = token === undefined ? undefined : await readSession(tx, door.config, token, door.now(), address);
  if (!signed) throw new Problem("access.signedOut");
  return signed;
}

const permissionsOf = (role: Role): Session["permissions"] => Object.fromEntries(Object.entries(policy[role]).map(([resource, grant]) => [resource, [...grant.actions]]));

export async function describeSession(tx: Tx, door: Door, signed: Signed, locale: Locale): Promise<Session> {
  const { actor } = signed;
  const posts = await describePosts(tx, await currentPosts(tx, actor.accountId, chinaDate(door.now())), locale);
  const post = posts.find((p) => p.id === actor.postId);
  if (!post) throw new Problem("access.noPost");
  const [account] = await tx.sql<{ signInName: string }[]>`select sign_in_name as "signInName" from access.account where id = ${actor.accountId}`;
  return {
    account: { id: actor.accountId, name: actor.name, signInName: account?.signInName ?? "" }, post, posts, permissions: permissionsOf(post.role),
    demonstration: door.config.demonstration, todo: signed.todo === undefined ? null : signed.todo === "password" ? "password" : "secondFactor",
  };
}

/** Acts under another of one's own valid posts from the next request on. */
export async function switchPost(tx: Tx, door: Door, signed: Signed, postId: string): Promise<void> {
  const post = (await currentPosts(tx, signed.actor.accountId, chinaDate(door.now()))).find((p) => p.id === postId);
  if (!post) throw new Problem("thing.unknown");
  await tx.sql`update access.session set post_id = ${post.id} where id = ${signed.sessionId}`;
  await audit({ ...tx, actor: { ...signed.actor, postId: post.id, role: post.role } }, "switchPost", "session", { region: post.region, target: signed.actor.accountId, detail: { from: signed.actor.postId } });
}

export interface SessionRow { readonly id: string; readonly current: boolean; readonly userAgent: string; readonly address: string; readonly createdAt: string; readonly seenAt: string; readonly roleName: string; readonly regionName: string }

/** Living sessions of the account, the last used first. */
export async function listSessions(tx: Tx, accountId: string, token: string, locale: Locale): Promise<SessionRow[]> {
  const rows = await tx.sql<(Omit<SessionRow, "roleName" | "regionName"> & { postId: string; role: Role; region: number; validFrom: string; validTo: string | null })[]>`
    select s.id, s.token_hash = ${hashToken(token)} as current, s.user_agent as "userAgent", s.address, s.created_at as "createdAt", s.seen_at as "seenAt", p.role, p.region, p.id as "postId", p.valid_from as "validFrom", p.valid_to as "validTo"
      from access.session s join access.post p on p.id = s.post_id join access.account a on a.id = s.account_id
     where s.account_id = ${accountId} and s.created_at > a.sessions_from
     order by s.seen_at desc, s.id`;
  const posts = new Map((await describePosts(tx, rows.map((r) => ({ ...r, id: r.postId })), locale)).map((p) => [p.id, p]));
  return rows.map((r) => ({ id: r.id, current: r.current, userAgent: r.userAgent, address: r.address, createdAt: r.createdAt, seenAt: r.seenAt, roleName: roleName(r.role, locale), regionName: posts.get(r.postId)?.regionName ?? "" }));
}

/** Ends one session of the account by its id, or all but the present one. */
export async function endSessions(tx: Tx, actor: Actor, which: string, presentToken: string): Promise<number> {
  const gone = which === "others"
    ? await tx.sql`delete from access.session where account_id = ${actor.accountId} and token_hash <> ${hashToken(presentToken)} returning 1`
    : await tx.sql`delete from access.session where account_id = ${actor.accountId} and id = ${which} returning 1`;
  if (which !== "others" && gone.length === 0) throw new Problem("thing.unknown");
  await audit({ ...tx, actor }, "endSession", "session", { region: actor.scope.lo, target: actor.accountId, detail: { ended: gone.length } });
  return gone.length;
}

export interface OwnAccount { readonly id: string; readonly signInName: string; readonly name: string; readonly hash: string }
export const ownAccount = async (tx: Tx, id: string): Promise<OwnAccount> => {
  const [row] = await tx.sql<OwnAccount[]>`select id, sign_in_name as "signInName", display_name as name, password_hash as hash from access.account where id = ${id}`;
  if (!row) throw new Problem("access.signedOut");
  return row;
};

/** One's password once more, with the same delay after failures as at the door. */
export async function confirmPassword(door: Door, actor: Actor, password: string): Promise<OwnAccount> {
  const account = await door.db.asSystem((tx) => ownAccount(tx, actor.accountId));
  await door.db.asSystem((tx) => countAttempt(tx, door.crypto, { name: account.signInName }, door.now()));
  if (!await passwordIs(account.hash, password)) throw new Problem("access.wrongPassword");
  await door.db.asSystem((tx) => forgetFailures(tx, door.crypto, { name: account.signInName }));
  return account;
}

/** A new password; every other session of the account ends. */
export async function changePassword(door: Door, actor: Actor, token: string, asked: { readonly current: string; readonly next: string }): Promise<void> {
  const account = await confirmPassword(door, actor, asked.current);
  checkPassword(asked.next, [account.signInName, account.name]);
  if (await passwordIs(account.hash, asked.next)) throw new Problem("access.password.same");
  const hash = await hashPassword(asked.next);
  await door.db.asSystem(async (tx) => {
    await tx.sql`update access.account set password_hash = ${hash}, must_change = false where id = ${actor.accountId}`;
    await tx.sql`delete from access.session where account_id = ${actor.accountId} and token_hash <> ${hashToken(token)}`;
    await audit({ ...tx, actor }, "changePassword", "session", { region: actor.scope.lo, target: actor.accountId });
  });
}

export interface Factors { readonly totp: boolean; readonly required: boolean; readonly recoveryLeft: number; readonly passkeys: { readonly id: string; readonly name: string; readonly createdAt: string; readonly usedAt: string | null }[] }

/** Is a second factor required of the present post (policy parameter SECOND_FACTOR.<role>; never on a demonstration instance)? */
export async function factorsOf(tx: Tx, door: Door, actor: Actor): Promise<Factors> {
  const today = chinaDate(door.now());
  const [row] = await tx.sql<{ totp: boolean; recoveryLeft: number; required: boolean }[]>`
    select a.totp_sealed is not null as totp,
           (select count(*)::int from access.recovery_code c where c.account_id = a.id and c.used_at is null) as "recoveryLeft",
           coalesce(${factorNeeded(tx, today)}, 0) = 1 as required
      from access.account a join access.post p on p.id = ${actor.postId} where a.id = ${actor.accountId}`;
  const passkeys = await tx.sql<Factors["passkeys"][number][]>`select id, name, created_at as "createdAt", used_at as "usedAt" from access.passkey where account_id = ${actor.accountId} order by created_at`;
  return { totp: row?.totp ?? false, required: !door.config.demonstration && (row?.required ?? false), recoveryLeft: row?.recoveryLeft ?? 0, passkeys: [...passkeys] };
}

/** The last factor of somebody who needs one stays. */
export async function mayRemoveFactor(tx: Tx, door: Door, actor: Actor): Promise<void> {
  const has = await factorsOf(tx, door, actor);
  if (has.required && has.passkeys.length + (has.totp ? 1 : 0) <= 1) throw new Problem("access.lastFactor");
}
