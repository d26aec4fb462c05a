/** Account administration (安全管理员): accounts and posts of one's own area, never one's own, never wider than one's own. */
import type { z } from "zod";
import type { Account, newPostShape } from "@diguan/core/access/contract-admin.ts";
import type { Role } from "@diguan/core/access/policy.ts";
import { Problem, type Locale } from "@diguan/core/problem.ts";
import { contains, countyOf, rangeOf } from "@diguan/core/region-code.ts";
import { chinaDate } from "@diguan/core/time.ts";
import { audit } from "../audit.ts";
import type { Actor, Tx } from "../postgres/pool.ts";
import { placeNames } from "../regions/service.ts";
import { householdId } from "./crypto.ts";
import { failureKey, forgetFailures } from "./lockout.ts";
import { hashPassword, oneTimePassword } from "./password.ts";
import { describePosts } from "./posts.ts";
import { addPost, createAccount, type NewPost } from "./service.ts";
import { at } from "./session.ts";
import type { Door } from "./sign-in.ts";

type AskedPost = z.output<typeof newPostShape>;
interface Row { readonly id: string; readonly signInName: string; readonly displayName: string; readonly region: number; readonly state: "active" | "suspended"; readonly mustChange: boolean; readonly createdAt: string }
const columns = (tx: Tx): ReturnType<Tx["sql"]> => tx.sql`a.id, a.sign_in_name as "signInName", a.display_name as "displayName", a.region, a.state, a.must_change as "mustChange", a.created_at as "createdAt"`;

export interface AccountFilter { readonly search?: string | undefined; readonly role?: Role | undefined; readonly state?: "active" | "suspended" | undefined; readonly after?: string | undefined; readonly limit: number }

/** A page of accounts by sign-in name. */
export const listAccounts = async (door: Door, actor: Actor, filter: AccountFilter, locale: Locale): Promise<{ rows: Account[]; next: string | null }> => {
  const found = await door.db.within(actor, async (tx) => {
    const { lo, hi } = tx.scope;
    const like = filter.search ? `%${filter.search.replaceAll(/[\\%_]/g, "\\$&")}%` : undefined;
    const rows = await tx.sql<Row[]>`
      select ${columns(tx)} from access.account a
       where a.region between ${lo} and ${hi}
         ${filter.after === undefined ? tx.sql`` : tx.sql`and a.sign_in_name > ${filter.after}`}
         ${like === undefined ? tx.sql`` : tx.sql`and (a.sign_in_name like ${like.toLowerCase()} or a.display_name like ${like})`}
         ${filter.state === undefined ? tx.sql`` : tx.sql`and a.state = ${filter.state}`}
         ${filter.role === undefined ? tx.sql`` : tx.sql`and exists (select from access.post p where p.account_id = a.id and p.role = ${filter.role} and p.ended_at is null and p.region between ${lo} and ${hi})`}
       order by a.sign_in_name limit ${filter.limit + 1}`;
    const page = rows.slice(0, filter.limit);
    return { rows: await describe(tx, page, locale), next: rows.length > filter.limit ? (page.at(-1)?.signInName ?? null) : null };
  });
  return { ...found, rows: await withLocks(door, found.rows) };
};

export const getAccount = async (door: Door, actor: Actor, id: string, locale: Locale): Promise<Account> => {
  const [account] = await withLocks(door, await door.db.within(actor, async (tx) => describe(tx, [await one(tx, id)], locale)));
  if (!account) throw new Problem("thing.unknown");
  return account;
};

async function one(tx: Tx, id: string): Promise<Row> {
  const [row] = await tx.sql<Row[]>`select ${columns(tx)} from access.account a where a.id = ${id} and a.region between ${tx.scope.lo} and ${tx.scope.hi}`;
  if (!row) throw new Problem("thing.unknown");
  return row;
}

async function describe(tx: Tx, rows: readonly Row[], locale: Locale): Promise<Account[]> {
  if (rows.length === 0) return [];
  const posts = await tx.sql<{ accountId: string; id: string; role: Role; region: number; validFrom: string; validTo: string | null; endedAt: string | null; households: number }[]>`
    select p.account_id as "accountId", p.id, p.role, p.region, p.valid_from as "validFrom", p.valid_to as "validTo", p.ended_at as "endedAt",
           (select count(*)::int from access.post_household h where h.post_id = p.id and h.region between ${tx.scope.lo} and ${tx.scope.hi}) as households
      from access.post p where p.account_id = any (${rows.map((r) => r.id)}::uuid[]) and p.region between ${tx.scope.lo} and ${tx.scope.hi}
     order by p.ended_at nulls first, p.created_at`;
  const described = Map.groupBy(await describePosts(tx, posts, locale), (p) => p.accountId);
  const places = await placeNames(tx, rows.map((r) => r.region));
  return rows.map((r) => ({ ...r, regionName: r.region === 0 ? "" : (places.get(r.region) ?? String(r.region)), lockedUntil: null, posts: described.get(r.id) ?? [] }));
}

/** Failures are a table of the platform's own: asked for the names that were just listed, after the caller's own transaction. */
const withLocks = (door: Door, rows: readonly Account[]): Promise<Account[]> => door.db.asSystem(async (tx) => {
  const keys = new Map(rows.map((r) => [failureKey(door.crypto, "name", r.signInName).toString("hex"), r.id]));
  const locks = keys.size === 0 ? [] : await tx.sql<{ key: string; lockedUntil: string }[]>`select encode(key, 'hex') as key, locked_until as "lockedUntil" from access.failure where key in ${tx.sql([...keys.keys()].map((hex) => Buffer.from(hex, "hex")))} and locked_until > ${at(door.now())}`;
  const lockedUntil = new Map(locks.map((l) => [keys.get(l.key), l.lockedUntil]));
  return rows.map((r) => ({ ...r, lockedUntil: lockedUntil.get(r.id) ?? null }));
});

/** A post as asked for, inside the caller's own area. */
function postOf(actor: Actor, asked: AskedPost): NewPost {
  const range = rangeOf(asked.region);
  if (!contains(actor.scope, range.lo) || !contains(actor.scope, range.hi)) throw new Problem("access.outside", { region: asked.region });
  return {
    role: asked.role, region: asked.region, households: asked.householdCodes.map((code) => householdId(countyOf(asked.region), code)),
    ...(asked.validFrom === undefined ? {} : { validFrom: asked.validFrom }), ...(asked.validTo === undefined ? {} : { validTo: asked.validTo }),
  };
}
const notOneself = (actor: Actor, id: string): void => { if (actor.accountId === id) throw new Problem("access.ownAccount"); };

export async function addAccount(door: Door, actor: Actor, asked: { readonly signInName: string; readonly displayName: string; readonly post: AskedPost }): Promise<{ id: string; password: string }> {
  const post = postOf(actor, asked.post);
  const password = oneTimePassword();
  return door.db.within(actor, async (tx) => {
    const { id } = await createAccount(tx, { signInName: asked.signInName, displayName: asked.displayName, password, mustChange: true, posts: [post] }, chinaDate(door.now()));
    await audit(tx, "create", "account", { region: post.region, target: id, detail: { role: post.role } });
    return { id, password };
  });
}

export const editAccount = (door: Door, actor: Actor, id: string, change: { readonly displayName?: string | undefined; readonly region?: number | undefined }): Promise<void> => {
  if (change.region !== undefined && !contains(actor.scope, change.region)) throw new Problem("access.outside", { region: change.region });
  return door.db.within(actor, async (tx) => {
    const before = await one(tx, id);
    await tx.sql`update access.account set display_name = ${change.displayName ?? before.displayName}, region = ${change.region ?? before.region} where id = ${id}`;
    await audit(tx, "edit", "account", { region: before.region, target: id, detail: { ...(change.displayName === undefined ? {} : { displayName: [before.displayName, change.displayName] }), ...(change.region === undefined ? {} : { region: [before.region, change.region] }) } });
  });
};

export const setState = (door: Door, actor: Actor, id: string, state: "active" | "suspended"): Promise<void> => door.db.within(actor, async (tx) => {
  const account = await one(tx, id);
  notOneself(actor, id);
  await tx.sql`update access.account set state = ${state} where id = ${id}`;
  await audit(tx, state === "suspended" ? "suspend" : "reinstate", "account", { region: account.region, target: id });
});

/** A one-time password; every session of the account is over. With `removeFactors` (lost phone) also its second factors. */
export async function resetPassword(door: Door, actor: Actor, id: string, removeFactors: boolean): Promise<string> {
  const password = oneTimePassword();
  const hash = await hashPassword(password);
  const name = await door.db.within(actor, async (tx) => {
    const account = await one(tx, id);
    notOneself(actor, id);
    await tx.sql`update access.account set password_hash = ${hash}, must_change = true, sessions_from = ${at(door.now())} where id = ${id}`;
    await audit(tx, "resetPassword", "account", { region: account.region, target: id, detail: { removeFactors } });
    return account.signInName;
  });
  // factors and failures are tables of the platform alone: permission was shown, and recorded, above
  await door.db.asSystem(async (tx) => {
    await forgetFailures(tx, door.crypto, { name });
    if (!removeFactors) return;
    await tx.sql`update access.account set totp_sealed = null, totp_pending = null where id = ${id}`;
    await tx.sql`delete from access.passkey where account_id = ${id}`;
    await tx.sql`delete from access.recovery_code where account_id = ${id}`;
  });
  return password;
}

export async function unlock(door: Door, actor: Actor, id: string): Promise<void> {
  const name = await door.db.within(actor, async (tx) => {
    const account = await one(tx, id);
    notOneself(actor, id);
    await audit(tx, "unlock", "account", { region: account.region, target: id });
    return account.signInName;
  });
  await door.db.asSystem((tx) => forgetFailures(tx, door.crypto, { name }));
}

export const givePost = (door: Door, actor: Actor, id: string, asked: AskedPost): Promise<string> => door.db.within(actor, async (tx) => {
  await one(tx, id);
  notOneself(actor, id);
  const post = postOf(actor, asked);
  const postId = await addPost(tx, id, post, chinaDate(door.now()));
  await audit(tx, "addPost", "account", { region: post.region, target: id, detail: { post: postId, role: post.role } });
  return postId;
});

export const endPost = (door: Door, actor: Actor, id: string, postId: string): Promise<void> => door.db.within(actor, async (tx) => {
  notOneself(actor, id);
  const [post] = await tx.sql<{ region: number; role: string }[]>`
    update access.post set ended_at = ${at(door.now())}
     where id = ${postId} and account_id = ${id} and ended_at is null and region between ${tx.scope.lo} and ${tx.scope.hi}
    returning region, role`;
  if (!post) throw new Problem("thing.unknown");
  await audit(tx, "endPost", "account", { region: post.region, target: id, detail: { post: postId, role: post.role } });
});
