/**
 * What people do with suspicions: send to the village, check at the house, decide, send back, object, answer the objection. One
 * transaction each: lock, ask core, write, event, audit. Only sending and urging go in bulk; every decision is taken one by one.
 */
import { randomUUID } from "node:crypto";
import { kindOf } from "@diguan/core/comparison/kinds.ts";
import { tellKind, type Facts } from "@diguan/core/comparison/kind.ts";
import type { Settings } from "@diguan/core/comparison/parameters.ts";
import { decisionsFor, requireAllowed, type Answer, type Decision, type FindingState, type Outcome } from "@diguan/core/comparison/states.ts";
import { Problem, type Details, type ProblemCode } from "@diguan/core/problem.ts";
import { addDays } from "@diguan/core/time.ts";
import { audit } from "../audit.ts";
import type { Actor, Tx } from "../postgres/pool.ts";
import { addEvents } from "./events.ts";
import { settingsAt } from "./settings.ts";
import { inside } from "./worklist.ts";

export interface Key { readonly county: number; readonly id: string }
interface Locked { readonly county: number; readonly id: string; readonly region: number; readonly kind: string; readonly household: string | null; readonly rural: string | null; readonly subject: string; readonly facts: Facts; readonly state: FindingState; readonly answer: Answer | null; readonly outcome: Outcome | null; readonly sentOn: string | null; readonly answeredBy: string | null; readonly objectUntil: string | null; readonly objected: boolean; readonly version: number }
export interface Refused { readonly id: string; readonly code: ProblemCode; readonly details: Details }

const reasonLeast = 4;
const actorOf = (tx: Tx): Actor => { if (!tx.actor) throw new Problem("access.signedOut"); return tx.actor; };

const lock = (tx: Tx, keys: readonly Key[]): Promise<Locked[]> => tx.sql<Locked[]>`
  select f.county, f.id, f.region, f.kind, f.household_id as household, f.rural_id as rural, f.subject, f.facts, f.state, f.answer, f.outcome, f.sent_on as "sentOn", f.answered_by as "answeredBy", f.object_until as "objectUntil", f.objected, f.version
    from comparison.finding f join unnest(${keys.map((k) => k.county)}::int[], ${keys.map((k) => k.id)}::uuid[]) as k (county, id) on f.county = k.county and f.id = k.id
   where ${inside(tx)} order by f.county, f.id for update of f`;

async function one(tx: Tx, key: Key, version: number): Promise<Locked> {
  const [found] = await lock(tx, [key]);
  if (!found) throw new Problem("thing.unknown");
  if (found.version !== version) throw new Problem("change.conflict", { version: found.version });
  return found;
}

/** Sends or urges many; those that cannot be are told, the others done. */
export async function bulk(tx: Tx, asked: { readonly act: "send" | "urge"; readonly findings: readonly Key[]; readonly note?: string | undefined }, today: string): Promise<{ done: number; refused: Refused[] }> {
  const by = actorOf(tx);
  const found = await lock(tx, asked.findings);
  if (found.length === 0) throw new Problem("thing.unknown");
  const known = new Set(found.map((f) => f.id));
  const refused: Refused[] = asked.findings.filter((k) => !known.has(k.id)).map((k) => ({ id: k.id, code: "thing.unknown", details: {} }));
  const ready = found.filter((f) => {
    try { requireAllowed(asked.act, f, by.accountId, today); return true; } catch (e) { if (!(e instanceof Problem)) throw e; refused.push({ id: f.id, code: e.code, details: e.details }); return false; }
  });
  if (asked.act === "send") {
    const days = new Map<number, Settings>();
    for (const region of new Set(ready.map((f) => f.region))) days.set(region, await settingsAt(tx, region, today));
    await tx.sql`
      update comparison.finding f set state = 'sent', sent_on = ${today}, deadline = k.deadline, version = f.version + 1
        from unnest(${ready.map((f) => f.county)}::int[], ${ready.map((f) => f.id)}::uuid[], ${ready.map((f) => addDays(today, days.get(f.region)?.COMPARISON_CHECK_DAYS ?? 0))}::date[]) as k (county, id, deadline) where f.county = k.county and f.id = k.id`;
  }
  await addEvents(tx, ready.map((f) => ({ county: f.county, id: f.id, region: f.region, household: f.household, act: asked.act === "send" ? ("sent" as const) : ("urged" as const), ...(asked.note ? { note: asked.note } : {}) })));
  await audit(tx, asked.act, "comparison", { region: by.scope.lo, detail: { findings: ready.map((f) => f.id), refused: refused.length } });
  return { done: ready.length, refused };
}

export interface HouseCheck { readonly finding: Key; readonly version: number; readonly answer: Answer; readonly checkedOn: string; readonly first: string; readonly second: string; readonly signed: boolean; readonly note: string; readonly evidence: string; readonly attachments: readonly string[] }

/** The check at the house: two persons, day, evidence. */
export async function answer(tx: Tx, asked: HouseCheck, today: string): Promise<void> {
  const by = actorOf(tx);
  const f = await one(tx, asked.finding, asked.version);
  requireAllowed("answer", f, by.accountId, today);
  if (asked.first === asked.second) throw new Problem("comparison.twoPersons");
  if (asked.note.length < reasonLeast) throw new Problem("comparison.reason");
  if (asked.checkedOn > today || (f.sentOn !== null && asked.checkedOn < f.sentOn)) throw new Problem("comparison.day", { on: asked.checkedOn, from: f.sentOn ?? "" });
  if (asked.attachments.length > 0) {
    const [files] = await tx.sql<{ n: number }[]>`select count(distinct id)::int as n from registry.attachment where county = ${f.county} and household_id = ${f.household} and id = any (${[...asked.attachments]}::uuid[]) and withdrawn_at is null`;
    if ((files?.n ?? 0) !== new Set(asked.attachments).size) throw new Problem("comparison.evidence");
  } else if (asked.answer !== "refuted" && asked.evidence.length < reasonLeast) throw new Problem("comparison.evidence");
  const settings = await settingsAt(tx, f.region, today);
  await tx.sql`
    insert into comparison.house_check (county, id, finding_id, household_id, region, checked_on, first_checker, second_checker, signed, answer, note, evidence, attachments, account_id, by_name)
    values (${f.county}, ${randomUUID()}, ${f.id}, ${f.household}, ${f.region}, ${asked.checkedOn}, ${asked.first}, ${asked.second}, ${asked.signed}, ${asked.answer}, ${asked.note}, ${asked.evidence}, ${[...asked.attachments]}::uuid[], ${by.accountId}, ${by.name})`;
  await tx.sql`update comparison.finding set state = 'answered', answer = ${asked.answer}, answered_by = ${by.accountId}, deadline = ${addDays(today, settings.COMPARISON_DECISION_DAYS)}, version = version + 1 where county = ${f.county} and id = ${f.id}`;
  await addEvents(tx, [{ county: f.county, id: f.id, region: f.region, household: f.household, act: "answered", note: asked.note, detail: { answer: asked.answer, checkedOn: asked.checkedOn, first: asked.first, second: asked.second } }]);
  await audit(tx, "answer", "comparison", { region: f.region, target: f.id, detail: { kind: f.kind, answer: asked.answer } });
}

export interface Deciding { readonly finding: Key; readonly version: number; readonly act: Decision | "return"; readonly ground?: string | undefined; readonly note: string }

/** The county decides, or sends back. Removal and invitation are proposals to the procedures; nobody is struck off here. */
export async function decide(tx: Tx, asked: Deciding, today: string): Promise<void> {
  const by = actorOf(tx);
  const f = await one(tx, asked.finding, asked.version);
  const settings = await settingsAt(tx, f.region, today);
  if (asked.act === "return") {
    requireAllowed("return", f, by.accountId, today);
    if (asked.note.length < reasonLeast) throw new Problem("comparison.reason");
    await tx.sql`update comparison.finding set state = 'returned', deadline = ${addDays(today, settings.COMPARISON_CHECK_DAYS)}, version = version + 1 where county = ${f.county} and id = ${f.id}`;
    await finish(tx, f, "returned", asked.note, {});
    return;
  }
  requireAllowed("decide", f, by.accountId, today);
  const kind = kindOf(f.kind);
  const possible = decisionsFor(f.answer ?? "refuted", kind?.remedy ?? "rectify");
  if (!possible.includes(asked.act)) throw new Problem("comparison.decision", { answer: f.answer ?? "", decision: asked.act, allowed: possible.join(", ") });
  if (asked.act === "except" && !asked.ground) throw new Problem("comparison.ground");
  if (asked.act === "except" && asked.ground !== "other" && !kind?.excuses.some((g) => g.id === asked.ground)) throw new Problem("comparison.ground");
  if ((asked.act === "removal" || asked.act === "invite" || asked.ground === "other") && asked.note.length < reasonLeast) throw new Problem("comparison.reason");
  const objectUntil = addDays(today, settings.COMPARISON_OBJECTION_DAYS);
  await tx.sql`
    update comparison.finding set state = 'decided', outcome = ${asked.act}, ground = ${asked.ground ?? null}, decided_by = ${by.accountId}, decided_on = ${today}, object_until = ${objectUntil}, deadline = null, version = version + 1
     where county = ${f.county} and id = ${f.id}`;
  if (asked.act === "except") await tx.sql`
    insert into comparison.exception (county, id, finding_id, household_id, rural_id, region, kind, ground, note, valid_until, account_id, by_name)
    values (${f.county}, ${randomUUID()}, ${f.id}, ${f.household}, ${f.rural}, ${f.region}, ${f.kind}, ${asked.ground ?? ""}, ${asked.note}, ${addDays(today, settings.COMPARISON_EXCEPTION_DAYS)}, ${by.accountId}, ${by.name})`;
  if (asked.act === "removal" || asked.act === "invite") await tx.sql`
    insert into comparison.proposal (county, id, finding_id, region, household_id, rural_id, kind, subject, reason, not_before, account_id)
    values (${f.county}, ${randomUUID()}, ${f.id}, ${f.region}, ${f.household}, ${f.rural}, ${asked.act === "removal" ? "removal" : "invitation"}, ${f.subject}, ${`${tellKind(kind?.says.zh ?? f.kind, f.facts, "zh-CN")}。${asked.note}`}, ${asked.act === "removal" ? addDays(objectUntil, 1) : today}, ${by.accountId})`;
  await finish(tx, f, "decided", asked.note, { outcome: asked.act, ground: asked.ground ?? null });
}

/** The household objects within its time; a removal waits until the county has answered. */
export async function object(tx: Tx, asked: { readonly finding: Key; readonly version: number; readonly reason: string }, today: string): Promise<void> {
  const by = actorOf(tx);
  const f = await one(tx, asked.finding, asked.version);
  requireAllowed("object", f, by.accountId, today);
  if (asked.reason.length < reasonLeast) throw new Problem("comparison.reason");
  const settings = await settingsAt(tx, f.region, today);
  await tx.sql`update comparison.finding set state = 'objected', objected = true, deadline = ${addDays(today, settings.COMPARISON_DECISION_DAYS)}, version = version + 1 where county = ${f.county} and id = ${f.id}`;
  await finish(tx, f, "objected", asked.reason, { byHousehold: by.role === "household" });
}

/** Upheld: the decision falls and its proposal is withdrawn; dismissed: it stands. */
export async function resolve(tx: Tx, asked: { readonly finding: Key; readonly version: number; readonly upheld: boolean; readonly note: string }, today: string): Promise<void> {
  const by = actorOf(tx);
  const f = await one(tx, asked.finding, asked.version);
  requireAllowed("resolve", f, by.accountId, today);
  if (asked.note.length < reasonLeast) throw new Problem("comparison.reason");
  await tx.sql`update comparison.finding set state = 'decided', deadline = null, outcome = ${asked.upheld ? "keep" : f.outcome}, version = version + 1 where county = ${f.county} and id = ${f.id}`;
  if (asked.upheld) await tx.sql`update comparison.proposal set state = 'withdrawn' where county = ${f.county} and finding_id = ${f.id} and state = 'open'`;
  await finish(tx, f, "resolved", asked.note, { upheld: asked.upheld });
}

async function finish(tx: Tx, f: Locked, act: "returned" | "decided" | "objected" | "resolved", note: string, detail: Readonly<Record<string, unknown>>): Promise<void> {
  await addEvents(tx, [{ county: f.county, id: f.id, region: f.region, household: f.household, act, ...(note ? { note } : {}), detail }]);
  await audit(tx, act, "comparison", { region: f.region, target: f.id, detail: { kind: f.kind, from: f.state, ...detail } });
}
