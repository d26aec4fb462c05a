/** A creating write that may be sent twice (reliability guide §0.4): the key is claimed in the transaction of the write; same key, other content is refused. */
import { createHash } from "node:crypto";
import { Problem } from "@diguan/core/problem.ts";
import type { Tx } from "../postgres/pool.ts";

export interface Once { readonly county: number; readonly region: number; readonly key: string; readonly body: unknown }

/** `act` tells whether it wrote; only then the key is used up. */
export async function once<T>(tx: Tx, { county, region, key, body }: Once, act: () => Promise<{ readonly done: boolean; readonly answer: T }>): Promise<T> {
  const hash = createHash("sha256").update(JSON.stringify(body)).digest();
  // a second request with the same key waits here until the first has committed or failed
  await tx.sql`select pg_advisory_xact_lock(28535, hashtext(${key}))`;
  const [known] = await tx.sql<{ same: boolean; answer: T }[]>`select body = ${hash} as same, answer from registry.operation where county = ${county} and key = ${key}`;
  if (known) {
    if (!known.same) throw new Problem("key.reused");
    return known.answer;
  }
  const { done, answer } = await act();
  if (done) {
    await tx.sql`
      insert into registry.operation (county, key, region, body, answer, account_id)
      values (${county}, ${key}, ${region}, ${hash}, ${tx.sql.json(answer as never)}, ${tx.actor?.accountId ?? null})`;
  }
  return answer;
}
