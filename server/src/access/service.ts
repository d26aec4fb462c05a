/**
 * Accounts and posts, as other slices and the command line make them (domain guide §10.1). Every post lies in an area no wider
 * than its role allows; the three administrators are separated here with a sentence and in the schema with a key.
 */
import { randomUUID } from "node:crypto";
import { ownHouseholdRoles, roleNames, suitsLevel, widestLevel } from "@diguan/core/access/labels.ts";
import { administrators, roles, type Role } from "@diguan/core/access/policy.ts";
import { Problem } from "@diguan/core/problem.ts";
import type { Tx } from "../postgres/pool.ts";
import { checkPassword, hashPassword } from "./password.ts";

export { roleNames };

export interface NewPost {
  readonly role: Role;
  /** 12 digits; the post's area is everything below. 0 = nation. */
  readonly region: number;
  /** China dates; from today and without end when absent */
  readonly validFrom?: string;
  readonly validTo?: string;
  readonly organisationId?: string;
  /** for helpers and households: the only households they see */
  readonly households?: readonly string[];
}

export interface NewAccount {
  readonly signInName: string;
  readonly displayName: string;
  readonly password: string;
  /** a one-time password: it must be changed at the first sign-in */
  readonly mustChange?: boolean;
  /** shown on the sign-in page; only for accounts of a demonstration instance, and only as the system */
  readonly demonstration?: boolean;
  readonly posts: readonly NewPost[];
}

/** Sign-in names are compared folded: full-width and upper-case letters are the same name. @example foldName(" Ｚhang ") // => "zhang" */
export const foldName = (name: string): string => name.normalize("NFKC").trim().toLowerCase();

export function readRole(text: string): Role {
  const role = roles.find((r) => r === text);
  if (!role) throw new Problem("access.role", { role: text, roles: roles.join(", ") });
  return role;
}

const levelNames = { nation: "全国", province: "省", city: "市", county: "县", town: "乡镇", village: "村" } as const;

/** Makes an account with its posts in the caller's transaction; returns the new ids. `today` is a China date. */
export async function createAccount(tx: Tx, account: NewAccount, today: string): Promise<{ readonly id: string; readonly posts: readonly string[] }> {
  const name = foldName(account.signInName);
  if (!/^[\p{L}\p{N}._@-]{2,64}$/u.test(name)) throw new Problem("access.nameShape");
  if (!account.demonstration) checkPassword(account.password, [name, account.displayName]);
  const first = account.posts[0];
  const row = {
    id: randomUUID(), sign_in_name: name, display_name: account.displayName.trim() || account.signInName, region: first?.region ?? 0, password_hash: await hashPassword(account.password),
    must_change: account.mustChange ?? false, created_by: tx.actor?.accountId ?? null, ...(account.demonstration ? { demonstration_password: account.password } : {}),
  };
  const made = await tx.sql`insert into access.account ${tx.sql(row)} on conflict (sign_in_name) do nothing returning id`;
  if (made.length === 0) throw new Problem("access.nameTaken", { name: account.signInName });
  const posts: string[] = [];
  for (const post of account.posts) posts.push(await addPost(tx, row.id, post, today));
  return { id: row.id, posts };
}

/** Gives an account a further post. */
export async function addPost(tx: Tx, accountId: string, post: NewPost, today: string): Promise<string> {
  if (!suitsLevel(post.role, post.region)) throw new Problem("access.tooWide", { role: roleNames[post.role].zh, level: levelNames[widestLevel[post.role]] });
  const validFrom = post.validFrom ?? today;
  if (post.validTo !== undefined && post.validTo < validFrom) throw new Problem("access.validity");
  if (administrators.includes(post.role)) {
    await tx.sql`insert into access.administrator (account_id, role) values (${accountId}, ${post.role}) on conflict do nothing`;
    const [held] = await tx.sql<{ role: string }[]>`select role from access.administrator where account_id = ${accountId}`;
    if (held?.role !== post.role) throw new Problem("access.separated");
  }
  const id = randomUUID();
  await tx.sql`
    insert into access.post (id, account_id, role, region, organisation_id, valid_from, valid_to, created_at, created_by)
    values (${id}, ${accountId}, ${post.role}, ${post.region}, ${post.organisationId ?? null}, ${validFrom}, ${post.validTo ?? null}, clock_timestamp(), ${tx.actor?.accountId ?? null})`;
  const households = ownHouseholdRoles.includes(post.role) ? (post.households ?? []) : [];
  if (households.length > 0) await tx.sql`insert into access.post_household ${tx.sql([...new Set(households)].map((household) => ({ post_id: id, household_id: household, region: post.region })))}`;
  return id;
}
