/**
 * Sessions: an opaque 256-bit token in a cookie, its hash in the database (reliability guide §4.3). Each request reads session,
 * account and post afresh in one look-up, so that a suspended account or an ended post acts on the next request.
 */
import { createHash, randomBytes, randomUUID } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import { ownHouseholdRoles } from "@diguan/core/access/labels.ts";
import type { Role } from "@diguan/core/access/policy.ts";
import { Problem } from "@diguan/core/problem.ts";
import { rangeOf } from "@diguan/core/region-code.ts";
import { chinaDate } from "@diguan/core/time.ts";
import { audit } from "../audit.ts";
import type { Config } from "../config.ts";
import { everywhere, type Actor, type Db, type Tx } from "../postgres/pool.ts";
import { currentPosts } from "./posts.ts";

const idleMs = 30 * 60_000;
const absoluteMs = 12 * 3_600_000;
const seenEveryMs = 60_000;

/** Times the clock to the database: tests move it. */
export const at = (ms: number): string => new Date(ms).toISOString();
export const hashToken = (token: string): Buffer => createHash("sha256").update(token).digest();
export const newToken = (): string => randomBytes(32).toString("base64url");

const secure = (config: Config): boolean => config.origin.startsWith("https://");
/** The session itself; a sign-in between its steps; a passkey ceremony. */
type Cookie = "session" | "step" | "passkey";
const cookieName = (config: Config, cookie: Cookie): string => `${secure(config) ? "__Host-" : ""}diguan${cookie === "session" ? "" : `-${cookie}`}`;
const attributes = (config: Config): { httpOnly: true; sameSite: "lax"; path: "/"; secure: boolean } => ({ httpOnly: true, sameSite: "lax", path: "/", secure: secure(config) });

export function readCookie(request: FastifyRequest, config: Config, cookie: Cookie): string | undefined {
  const token = request.cookies[cookieName(config, cookie)];
  return token !== undefined && /^[\w-]{43}$/.test(token) ? token : undefined;
}
/** Ends with the browser; the server ends it earlier. */
export const giveCookie = (reply: FastifyReply, config: Config, cookie: Cookie, token: string): void => { reply.setCookie(cookieName(config, cookie), token, attributes(config)); };
export const dropCookie = (reply: FastifyReply, config: Config, cookie: Cookie): void => { reply.clearCookie(cookieName(config, cookie), attributes(config)); };

interface Found {
  readonly id: string; readonly accountId: string; readonly postId: string; readonly twoFactors: boolean; readonly createdAt: string; readonly seenAt: string;
  readonly name: string; readonly active: boolean; readonly mustChange: boolean; readonly sessionsFrom: string; readonly demonstration: boolean; readonly hasFactor: boolean;
  readonly role: Role; readonly region: number; readonly valid: boolean; readonly own: readonly string[] | null; readonly factorNeeded: number | null;
}

/** What a session still has to do before it may do anything else. */
export type Todo = "password" | "secondFactor" | "secondSignIn";
export interface Signed { readonly actor: Actor; readonly sessionId: string; readonly todo: Todo | undefined; readonly twoFactors: boolean }

/** Policy parameter SECOND_FACTOR.<role> at the place of post `p` of the surrounding query: the nearest place above wins. */
export const factorNeeded = (tx: Tx, today: string): ReturnType<Tx["sql"]> => tx.sql`
  (select f.value from policy.parameter f
    where f.code = 'SECOND_FACTOR.' || p.role and f.valid_from <= ${today} and coalesce(f.valid_to >= ${today}, true)
      and f.region in (0, p.region / 10000000000 * 10000000000, p.region / 100000000 * 100000000, p.region / 1000000 * 1000000, p.region / 1000 * 1000, p.region)
    order by f.region desc, f.valid_from desc limit 1)`;

async function find(tx: Tx, token: string, today: string): Promise<Found | undefined> {
  return (await tx.sql<Found[]>`
    select s.id, s.account_id as "accountId", s.post_id as "postId", s.two_factors as "twoFactors", s.created_at as "createdAt", s.seen_at as "seenAt",
           a.display_name as name, a.state = 'active' as active, a.must_change as "mustChange", a.sessions_from::text as "sessionsFrom", a.demonstration_password is not null as demonstration,
           a.totp_sealed is not null or exists (select from access.passkey k where k.account_id = a.id) as "hasFactor",
           p.role, p.region, p.ended_at is null and p.valid_from <= ${today} and coalesce(p.valid_to >= ${today}, true) as valid,
           (select array_agg(h.household_id) from access.post_household h where h.post_id = p.id) as own,
           ${factorNeeded(tx, today)} as "factorNeeded"
      from access.session s join access.account a on a.id = s.account_id join access.post p on p.id = s.post_id
     where s.token_hash = ${hashToken(token)}`)[0];
}

/** The living session of a token with its actor; undefined when there is none (any more). Throws `access.noPost` when every post has ended. */
export async function readSession(tx: Tx, config: Config, token: string, now: number, address: string): Promise<Signed | undefined> {
  const today = chinaDate(now);
  let found = await find(tx, token, today);
  if (!found || !found.active || now - Date.parse(found.seenAt) > idleMs || now - Date.parse(found.createdAt) > absoluteMs) return undefined;
  if (found.sessionsFrom !== "-infinity" && Date.parse(found.createdAt) <= Date.parse(found.sessionsFrom)) return undefined;
  // made for trying out: closed as soon as the instance is a real one
  if (found.demonstration && !config.demonstration) return undefined;
  if (!found.valid) {
    const [other] = await currentPosts(tx, found.accountId, today);
    if (!other) throw new Problem("access.noPost");
    await tx.sql`update access.session set post_id = ${other.id} where id = ${found.id}`;
    found = await find(tx, token, today);
    if (!found) return undefined;
    await audit({ ...tx, actor: actorOf(found, address) }, "postEnded", "session", { region: found.region, target: found.accountId });
  }
  if (now - Date.parse(found.seenAt) > seenEveryMs) await tx.sql`update access.session set seen_at = ${at(now)} where id = ${found.id}`;
  const unproven = !config.demonstration && found.factorNeeded === 1 && !found.twoFactors;
  const todo: Todo | undefined = found.mustChange ? "password" : unproven ? (found.hasFactor ? "secondSignIn" : "secondFactor") : undefined;
  return { actor: actorOf(found, address), sessionId: found.id, todo, twoFactors: found.twoFactors };
}

const actorOf = (found: Found, address: string): Actor => ({
  accountId: found.accountId, postId: found.postId, role: found.role, name: found.name, address,
  scope: { ...rangeOf(found.region), ...(ownHouseholdRoles.includes(found.role) ? { own: found.own ?? [] } : {}) },
});

const hindrance = { password: "access.mustChange", secondFactor: "access.needsFactor", secondSignIn: "access.needsSecondFactor" } as const;

/** What `serve` asks on every request. A session with something left to do reaches only the pages of one's own account. */
export const authenticator = (db: Db, config: Config, now: () => number) => async (request: FastifyRequest): Promise<Actor | undefined> => {
  const token = readCookie(request, config, "session");
  const access = request.routeOptions.config.access;
  if (token === undefined) return undefined;
  const open = access?.scope === "public";
  const signed = await db.asSystem((tx) => readSession(tx, config, token, now(), request.ip)).catch((e: unknown) => { if (open && e instanceof Problem) return undefined; throw e; });
  if (signed?.todo === undefined || access?.resource === "session") return signed?.actor;
  if (open) return undefined;
  throw new Problem(hindrance[signed.todo]);
};

export interface Opening { readonly accountId: string; readonly twoFactors: boolean; readonly userAgent: string; readonly address: string; readonly replaces: string | undefined }

/** Begins a session under the post used last (or the first valid one); returns the token for the cookie. */
export async function openSession(tx: Tx, opening: Opening, now: number): Promise<string> {
  const posts = await currentPosts(tx, opening.accountId, chinaDate(now));
  const [last] = await tx.sql<{ postId: string }[]>`select post_id as "postId" from access.session where account_id = ${opening.accountId} order by seen_at desc limit 1`;
  const post = posts.find((p) => p.id === last?.postId) ?? posts[0];
  if (!post) throw new Problem("access.noPost");
  const token = newToken();
  // what is over is swept here: no job is needed for it
  await tx.sql`delete from access.session where created_at < ${at(now - absoluteMs)} or (account_id = ${opening.accountId} and seen_at < ${at(now - idleMs)})`;
  if (opening.replaces !== undefined) await tx.sql`delete from access.session where token_hash = ${hashToken(opening.replaces)}`;
  await tx.sql`insert into access.session ${tx.sql({ token_hash: hashToken(token), id: randomUUID(), account_id: opening.accountId, post_id: post.id, two_factors: opening.twoFactors, user_agent: opening.userAgent.slice(0, 300), address: opening.address, created_at: at(now), seen_at: at(now) })}`;
  const actor: Actor = { accountId: opening.accountId, postId: post.id, role: post.role, name: "", address: opening.address, scope: everywhere };
  await audit({ ...tx, actor }, "signIn", "session", { region: post.region, target: opening.accountId, detail: { twoFactors: opening.twoFactors } });
  return token;
}
