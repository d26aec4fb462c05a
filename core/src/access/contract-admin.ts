/** What crosses the wire of account administration (安全管理员) and of the audit trail (安全审计员, 审计监督; domain guide §10.1, §10.5). */
import { z } from "zod";
import { contract } from "../contract.ts";
import { postShape } from "./contract.ts";
import { roles, type Access, type Action } from "./policy.ts";

const accounts = (action: Action): Access => ({ action, resource: "account", scope: "region", fields: "C2" });
const trail = (action: Action): Access => ({ action, resource: "audit", scope: "region", fields: "C2" });
const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const code = z.number().int().min(0).max(999_999_999_999);
const params = z.object({ id: z.uuid() });
const done = z.object({ ok: z.literal(true) });

export const heldPostShape = postShape.extend({ endedAt: z.string().nullable(), households: z.number() });
export const accountShape = z.object({
  id: z.string(), signInName: z.string(), displayName: z.string(), region: z.number(), regionName: z.string(), state: z.enum(["active", "suspended"]), mustChange: z.boolean(), createdAt: z.string(),
  /** until when failed sign-ins keep the name locked; null = open */
  lockedUntil: z.string().nullable(),
  posts: z.array(heldPostShape),
}).meta({ id: "Account" });
export type Account = z.infer<typeof accountShape>;

export const listAccounts = contract({
  method: "GET", path: "/api/accounts", summary: "Accounts kept in one's area, by sign-in name", access: accounts("search"),
  query: z.object({ search: z.string().trim().max(60).optional(), role: z.enum(roles).optional(), state: z.enum(["active", "suspended"]).optional(), after: z.string().max(100).optional(), limit: z.coerce.number().int().min(1).max(100).default(50) }),
  answer: z.object({ rows: z.array(accountShape), next: z.string().nullable() }),
});
export const getAccount = contract({ method: "GET", path: "/api/accounts/:id", summary: "One account with all its posts, ended ones too", access: accounts("view"), params, answer: accountShape });

export const newPostShape = z.object({
  role: z.enum(roles), region: code, validFrom: date.optional(), validTo: date.optional(),
  /** 户编号 of the households that a helper or a household account may see; the county is that of the post */
  householdCodes: z.array(z.string().trim().min(1).max(40)).max(500).default([]),
});
export const createAccount = contract({
  method: "POST", path: "/api/accounts", summary: "Make an account with its first post; gives a one-time password, once", access: accounts("create"),
  body: z.object({ signInName: z.string().trim().min(2).max(64), displayName: z.string().trim().min(1).max(60), post: newPostShape }),
  answer: z.object({ id: z.string(), password: z.string() }),
});
export const editAccount = contract({ method: "PUT", path: "/api/accounts/:id", summary: "Change the name shown, or the place that keeps the account", access: accounts("edit"), params, body: z.object({ displayName: z.string().trim().min(1).max(60).optional(), region: code.optional() }), answer: done });
export const setState = contract({ method: "POST", path: "/api/accounts/:id/state", summary: "Suspend an account, or let it in again", access: accounts("edit"), params, body: z.object({ state: z.enum(["active", "suspended"]) }), answer: done });
export const resetPassword = contract({ method: "POST", path: "/api/accounts/:id/password", summary: "New one-time password; sessions end; on request second factors are removed", access: accounts("edit"), params, body: z.object({ removeFactors: z.boolean().default(false) }), answer: z.object({ password: z.string() }) });
export const unlock = contract({ method: "POST", path: "/api/accounts/:id/unlock", summary: "Forget failed sign-ins", access: accounts("edit"), params, answer: done });
export const addPost = contract({ method: "POST", path: "/api/accounts/:id/posts", summary: "Give a further post", access: accounts("configure"), params, body: newPostShape, answer: z.object({ id: z.string() }) });
export const endPost = contract({ method: "POST", path: "/api/accounts/:id/posts/:postId/end", summary: "End a post at once", access: accounts("configure"), params: params.extend({ postId: z.uuid() }), answer: done });

const auditFilter = z.object({
  from: date.optional(), to: date.optional(),
  /** sign-in name or shown name of who acted */
  account: z.string().trim().max(64).optional(),
  action: z.string().trim().max(40).optional(), target: z.string().trim().max(80).optional(),
});
export type AuditFilter = z.infer<typeof auditFilter>;
export const auditShape = z.object({
  id: z.number(), at: z.string(), accountId: z.string().nullable(), accountName: z.string().nullable(), role: z.string().nullable(), roleName: z.string().nullable(), action: z.string(), resource: z.string(),
  region: z.number().nullable(), regionName: z.string().nullable(), target: z.string().nullable(),
  /** name of the account that was acted upon, for entries about accounts and sessions */
  targetName: z.string().nullable(), purpose: z.string().nullable(), detail: z.record(z.string(), z.unknown()), address: z.string().nullable(),
}).meta({ id: "AuditEntry" });
export type AuditEntry = z.infer<typeof auditShape>;

export const listAudit = contract({
  method: "GET", path: "/api/audit", summary: "Audit trail of one's area, newest first", access: trail("search"),
  query: auditFilter.extend({ after: z.string().max(80).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }),
  answer: z.object({ rows: z.array(auditShape), next: z.string().nullable() }),
});
/** Answered as CSV, so it has no answer schema. */
export const exportAudit = { method: "GET", path: "/api/audit/export", summary: "The same entries as CSV; the export itself is recorded with its purpose", access: trail("export"), query: auditFilter.extend({ purpose: z.string().trim().min(4).max(200) }) } as const;
