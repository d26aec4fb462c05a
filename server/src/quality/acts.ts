/**
 * What people do with findings: assign, mark corrected, explain with evidence, verify, send back, reopen. One transaction each:
 * lock, ask core, write, count, event, audit. Bulk acts only assign; decisions are taken one by one.
 */
import { permits, type Role } from "@diguan/core/access/policy.ts";
import { Problem, type Details, type ProblemCode } from "@diguan/core/problem.ts";
import { stateAfter, type FindingAct, type FindingState, type PersonAct } from "@diguan/core/quality/states.ts";
import { contains, rangeOf } from "@diguan/core/region-code.ts";
import { addDays } from "@diguan/core/time.ts";
import { randomUUID } from "node:crypto";
import { audit } from "../audit.ts";
import type { Actor, Tx } from "../postgres/pool.ts";
import { addEvents, Tally } from "./record.ts";
import { inside } from "./worklist.ts";

export interface Key { readonly county: number; readonly id: string }
interface Locked { readonly county: number; readonly id: string; readonly region: number; readonly householdId: string | null; readonly memberId: string | null; readonly year: number; readonly rule: string; readonly severity: string; readonly field: string | null; readonly state: FindingState; readonly settledBy: string | null; readonly version: number }

const past: Readonly<Record<PersonAct, FindingAct>> = { assign: "assigned", correct: "corrected", explain: "explained", verify: "verified", sendBack: "returned", reopen: "reopened" };
const reasonLeast = 4;
/** Terms in force: days to settle a finding, days that an exception holds when it names no end. */
export interface Terms { readonly today: string; readonly findingDays: number; readonly exceptionDays: number }

/** The findings asked for that lie in the caller's area, locked in a fixed order. */
const lock = (tx: Tx, keys: readonly Key[]): Promise<Locked[]> => tx.sql<Locked[]>`
  select f.county, f.id, f.region, f.household_id as "householdId", f.member_id as "memberId", f.year, f.rule, f.severity, f.field, f.state, f.settled_by as "settledBy", f.version
    from quality.finding f
    join unnest(${keys.map((k) => k.county)}::int[], ${keys.map((k) => k.id)}::uuid[]) as k (county, id) on f.county = k.county and f.id = k.id
   where ${inside(tx)}
   order by f.county, f.id
     for update of f`;

const actorOf = (tx: Tx): Actor => { if (!tx.actor) throw new Problem("access.signedOut"); return tx.actor; };

/** A post that is valid today and whose role settles findings. */
async function assignee(tx: Tx, post: string, today: string): Promise<{ readonly name: string; readonly role: Role; readonly region: number }> {
  const [found] = await tx.sql<{ name: string; role: Role; region: number }[]>`
    select a.display_name as name, p.role, p.region
      from access.post p join access.account a on a.id = p.account_id
     where p.id = ${post} and p.region between ${tx.scope.lo} and ${tx.scope.hi} and p.valid_from <= ${today} and (p.valid_to is null or p.valid_to >= ${today}) and p.ended_at is null and a.state = 'active'`;
  if (!found || !permits(found.role, { action: "edit", resource: "finding", scope: "region", fields: "C2" })) throw new Problem("quality.assignee");
  return found;
}

export interface Refused { readonly id: string; readonly code: ProblemCode; readonly details: Details }

/** Gives findings to a post. Those that cannot be assigned (settled already, outside the post's area) are told, the others done. */
export async function assign(tx: Tx, asked: { readonly findings: readonly Key[]; readonly post: string; readonly deadline?: string | undefined; readonly note?: string | undefined }, today: string): Promise<{ done: number; refused: Refused[] }> {
  const by = actorOf(tx);
  const found = await lock(tx, asked.findings);
  if (found.length === 0) throw new Problem("thing.unknown");
  const to = await assignee(tx, asked.post, today);
  const range = rangeOf(to.region);
  const known = new Set(found.map((f) => f.id));
  const refused: Refused[] = asked.findings.filter((k) => !known.has(k.id)).map((k) => ({ id: k.id, code: "thing.unknown", details: {} }));
  const tally = new Tally();
  const ready = found.filter((f) => {
    try {
      stateAfter("assign", f, by.accountId);
      if (!contains(range, f.region)) throw new Problem("quality.assignee");
      return true;
    } catch (e) {
      if (!(e instanceof Problem)) throw e;
      refused.push({ id: f.id, code: e.code, details: e.details });
      return false;
    }
  });
  for (const f of ready) { tally.add(f, f.state, -1); tally.add(f, "assigned", 1); }
  await tx.sql`
    update quality.finding f set state = 'assigned', assigned_to = ${asked.post}, assigned_name = ${to.name}, assigned_role = ${to.role}, deadline = coalesce(${asked.deadline ?? null}::date, f.deadline), version = f.version + 1
      from unnest(${ready.map((f) => f.county)}::int[], ${ready.map((f) => f.id)}::uuid[]) as k (county, id)
     where f.county = k.county and f.id = k.id`;
  await addEvents(tx, ready.map((f) => ({ county: f.county, id: f.id, region: f.region, householdId: f.householdId, act: "assigned", ...(asked.note ? { note: asked.note } : {}), detail: { assignee: to.name, role: to.role, deadline: asked.deadline ?? null } })));
  await tally.keep(tx);
  await audit(tx, "assign", "finding", { region: to.region, target: asked.post, detail: { findings: ready.map((f) => f.id), deadline: asked.deadline ?? null, refused: refused.length } });
  return { done: ready.length, refused };
}

async function one(tx: Tx, key: Key, version: number): Promise<Locked> {
  const [found] = await lock(tx, [key]);
  if (!found) throw new Problem("thing.unknown");
  if (found.version !== version) throw new Problem("change.conflict", { version: found.version });
  return found;
}

async function change(tx: Tx, f: Locked, act: PersonAct, set: { readonly settledBy: string | null; readonly outcome: "corrected" | "explained" | null; readonly deadline?: string }, event: { readonly note?: string | undefined; readonly evidence?: string | undefined; readonly detail?: Readonly<Record<string, string | null>> }): Promise<void> {
  const state = stateAfter(act, f, actorOf(tx).accountId);
  const tally = new Tally();
  tally.add(f, f.state, -1);
  tally.add(f, state, 1);
  await tx.sql`
    update quality.finding set state = ${state}, outcome = ${set.outcome}, settled_by = ${set.settledBy}, deadline = coalesce(${set.deadline ?? null}::date, deadline), version = version + 1
     where county = ${f.county} and id = ${f.id}`;
  await addEvents(tx, [{ county: f.county, id: f.id, region: f.region, householdId: f.householdId, act: past[act], ...(event.note ? { note: event.note } : {}), ...(event.evidence ? { evidence: event.evidence } : {}), detail: event.detail ?? {} }]);
  await tally.keep(tx);
  await audit(tx, act, "finding", { region: f.region, target: f.id, detail: { rule: f.rule, household: f.householdId, from: f.state, to: state, ...event.detail } });
}

/** Marks a finding as corrected, or explains why the data are right as they are; evidence is an attachment of the same household. */
export async function settle(tx: Tx, asked: { readonly finding: Key; readonly version: number; readonly act: "correct" | "explain"; readonly reason: string; readonly evidence?: string | undefined; readonly validUntil?: string | undefined }, terms: Terms): Promise<void> {
  const f = await one(tx, asked.finding, asked.version);
  if (asked.act === "explain" && asked.reason.length < reasonLeast) throw new Problem("quality.reason");
  if (asked.evidence !== undefined) {
    const [file] = await tx.sql`select from registry.attachment where county = ${f.county} and id = ${asked.evidence} and household_id = ${f.householdId} and withdrawn_at is null`;
    if (!file) throw new Problem("quality.evidence");
  }
  await change(tx, f, asked.act, { settledBy: actorOf(tx).accountId, outcome: null }, { note: asked.reason, evidence: asked.evidence, detail: asked.act === "explain" ? { validUntil: asked.validUntil ?? addDays(terms.today, terms.exceptionDays) } : {} });
}

/**
 * Findings that this very transaction brought and that need only a word: explained at once with what the officer wrote when
 * saving, so that the worklist does not ask again. A second person still verifies. Answers how many.
 */
export async function explainFresh(tx: Tx, of: { readonly county: number; readonly household: string; readonly year: number }, reason: string, terms: Pick<Terms, "today" | "exceptionDays">): Promise<number> {
  const fresh = await tx.sql<Key[]>`
    select f.county, f.id
      from quality.finding f
     where f.county = ${of.county} and f.household_id = ${of.household} and f.year = ${of.year} and f.severity = 'W' and f.state = 'found' and f.found_at >= transaction_timestamp() and ${inside(tx)}`;
  for (const f of await lock(tx, fresh)) await change(tx, f, "explain", { settledBy: actorOf(tx).accountId, outcome: null }, { note: reason, detail: { validUntil: addDays(terms.today, terms.exceptionDays) } });
  return fresh.length;
}

/** The second person: verifies (an explanation becomes an exception with its end), sends back, or reopens. */
export async function decide(tx: Tx, asked: { readonly finding: Key; readonly version: number; readonly act: "verify" | "sendBack" | "reopen"; readonly note?: string | undefined }, terms: Terms): Promise<void> {
  const f = await one(tx, asked.finding, asked.version);
  if (asked.act !== "verify") {
    if ((asked.note ?? "").length < reasonLeast) throw new Problem("quality.reason");
    await change(tx, f, asked.act, { settledBy: null, outcome: null, deadline: addDays(terms.today, terms.findingDays) }, { note: asked.note });
    return;
  }
  const outcome = f.state === "explained" ? "explained" : "corrected";
  await change(tx, f, "verify", { settledBy: f.settledBy, outcome }, { note: asked.note });
  if (outcome === "explained" && f.householdId !== null) await tx.sql`
    insert into quality.exception (county, id, region, household_id, member_id, rule, field, reason, evidence, valid_until, finding_id, explained_by, verified_by)
    select e.county, ${randomUUID()}, e.region, ${f.householdId}, ${f.memberId}, ${f.rule}, ${f.field}, e.note, e.evidence, coalesce((e.detail->>'validUntil')::date, ${addDays(terms.today, terms.exceptionDays)}), e.finding_id, e.account_id, ${actorOf(tx).accountId}
      from quality.finding_event e
     where e.county = ${f.county} and e.finding_id = ${f.id} and e.act = 'explained'
     order by e.id desc limit 1`;
}
