/** One line per act, in the transaction of the act: what cannot be recorded does not happen. */
import type { Action, Resource } from "@diguan/core/access/policy.ts";
import { Problem } from "@diguan/core/problem.ts";
import type { Tx } from "./postgres/pool.ts";

export interface Audited { readonly region?: number; readonly target?: string; readonly purpose?: string; readonly detail?: Readonly<Record<string, unknown>> }

/** `action` is usually one of the policy's, or a named act such as "signIn". Throws `audit.unavailable` (503), which takes the act back with it. */
export async function audit(tx: Tx, action: Action | (string & {}), resource: Resource, what: Audited = {}): Promise<void> {
  const by = tx.actor;
  const insert = tx.sql`
    insert into audit.entry (account_id, post_id, role, action, resource, region, target, purpose, detail, address)
    values (${by?.accountId ?? null}, ${by?.postId ?? null}, ${by?.role ?? null}, ${action}, ${resource}, ${what.region ?? null}, ${what.target ?? null}, ${what.purpose ?? null}, ${tx.sql.json((what.detail ?? {}) as never)}, ${by?.address ?? null})`;
  await insert.catch((e: unknown) => {
    process.stderr.write(`${JSON.stringify({ audit: "failed", action, resource, error: String(e) })}\n`);
    throw new Problem("audit.unavailable");
  });
}
