/**
 * Opens a masked value (domain guide §10.2–10.3; reliability guide A2, A3): counted, recorded, then answered, all in one
 * transaction. What cannot be counted and recorded is not shown. Used by every slice that keeps certificates, phones, accounts.
 */
import type { Resource } from "@diguan/core/access/policy.ts";
import { revealsPerHour, type RevealReason } from "@diguan/core/access/reveal.ts";
import { Problem } from "@diguan/core/problem.ts";
import { audit } from "../audit.ts";
import type { Actor, Db, Tx } from "../postgres/pool.ts";

export interface RevealAsk { readonly resource: Resource; readonly reason: RevealReason; /** further words of the person, when given */ readonly note?: string }
/** What was found: the value to show, where it lies, whose it is, and the names (never the values) of the fields shown. */
export interface Revealed<T> { readonly value: T; readonly region: number; readonly target: string; readonly fields: readonly string[] }

/**
 * Runs `look` for the person and gives its value. `look` reads inside the scope of `tx` and throws `thing.unknown` for what is
 * not there; that costs nothing of the hour's limit. Throws `access.revealLimit` above 30 per hour and person.
 */
export async function reveal<T>(db: Db, actor: Actor, ask: RevealAsk, look: (tx: Tx) => Promise<Revealed<T>>): Promise<T> {
  try {
    return await db.within(actor, async (tx) => {
      await countReveal(tx, actor.accountId);
      const found = await look(tx);
      await audit(tx, "reveal", ask.resource, { region: found.region, target: found.target, purpose: ask.note ? `${ask.reason}: ${ask.note}` : ask.reason, detail: { fields: found.fields } });
      return found.value;
    });
  } catch (e) {
    // refused looks are what an auditor wants to see; the transaction above is gone, so this is one of its own
    if (e instanceof Problem && e.code === "access.revealLimit") await db.within(actor, (tx) => audit(tx, "revealRefused", ask.resource, { region: actor.scope.lo, target: actor.accountId, purpose: ask.reason }));
    throw e;
  }
}

/** One more look of this person, or the Problem of the limit. The lock makes counting and adding one act for requests sent at once. */
async function countReveal(tx: Tx, accountId: string): Promise<void> {
  await tx.sql`select pg_advisory_xact_lock(hashtext('access.reveal'), hashtext(${accountId}))`;
  const recent = await tx.sql<{ secondsLeft: number }[]>`
    select extract(epoch from at + interval '1 hour' - clock_timestamp())::int as "secondsLeft"
      from access.reveal where account_id = ${accountId} and at > clock_timestamp() - interval '1 hour'
     order by at desc limit ${revealsPerHour}`;
  const oldest = recent.at(-1);
  if (oldest && recent.length >= revealsPerHour) throw new Problem("access.revealLimit", { limit: revealsPerHour, minutes: Math.max(1, Math.ceil(oldest.secondsLeft / 60)) });
  await tx.sql`insert into access.reveal (account_id) values (${accountId})`;
}
