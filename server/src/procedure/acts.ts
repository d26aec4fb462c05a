/**
 * One act on one or many cases of a village: lock, fold, ask core, append, apply to the register – one transaction. Cases that cannot
 * take the step are told with the sentence that says why; the others are done.
 */
import { randomInt, randomUUID } from "node:crypto";
import type { AskedAct } from "@diguan/core/procedure/contract.ts";
import { decide, type Context } from "@diguan/core/procedure/engine.ts";
import { after, type Act, type Event, type Given } from "@diguan/core/procedure/history.ts";
import type { Recused, Votes } from "@diguan/core/procedure/meeting.ts";
import type { EvidenceKind } from "@diguan/core/procedure/names.ts";
import { purposeNames } from "@diguan/core/procedure/names.ts";
import { publicItem } from "@diguan/core/procedure/notice.ts";
import { Problem, type Details, type ProblemCode } from "@diguan/core/problem.ts";
import { contains, rangeOf } from "@diguan/core/region-code.ts";
import { audit } from "../audit.ts";
import type { Tx } from "../postgres/pool.ts";
import { regionNames } from "../regions/service.ts";
import type { Desk } from "../registry/service.ts";
import { applyEffect, restoreStanding } from "./effects.ts";
import { knownOf, openSuspicions } from "./known.ts";
import { append, evidenceOf, openFiles, type Key, type Opened, type Written } from "./rows.ts";

export interface OfCase extends Key { readonly version: number; readonly votes?: Votes | undefined; readonly recused?: readonly Recused[] | undefined; readonly suspicions?: number | undefined; readonly found?: { readonly causeMain?: number | undefined; readonly attribute?: number | undefined } | undefined }
export interface Sitting { readonly place: string; readonly entitled: number; readonly present: readonly string[]; readonly minutes: string }
export interface Asked { readonly on?: string | undefined; /** papers that are kept outside the platform (demonstration); never from a request */ readonly elsewhere?: readonly EvidenceKind[]; readonly act: AskedAct; readonly sitting?: Sitting | undefined; readonly cases: readonly OfCase[] }
export interface Refused { readonly id: string; readonly code: ProblemCode; readonly details: Details }
export interface Done { readonly done: { id: string; version: number; status: string; next: string | null }[]; readonly refused: Refused[]; readonly notice: { id: string; address: string } | null }

const papersOf = (act: AskedAct): readonly string[] => ("given" in act ? act.given.evidence : []);

/** The act as core knows it, for one case: papers by kind, the meeting with the case's own votes. */
function actFor(asked: Asked, c: OfCase, kinds: readonly EvidenceKind[]): Act {
  const { act } = asked;
  if (!("given" in act)) return act.act === "post" ? { act: "post", step: act.step, from: act.from, to: act.to, place: act.place } : act;
  const { sitting } = asked;
  const { document, opinion } = act.given;
  const given: Given = {
    evidence: kinds, signatures: act.given.signatures, ...(document === undefined ? {} : { document }), ...(opinion === undefined ? {} : { opinion }), ...(c.suspicions === undefined ? {} : { suspicions: c.suspicions }),
    ...(sitting ? { meeting: { entitled: sitting.entitled, present: sitting.present, recused: c.recused ?? [], votes: c.votes ?? { for: 0, against: 0, abstain: 0 } } } : {}),
  };
  if (act.act === "uphold") { const { to, ...rest } = act; return { ...rest, given, ...(to === undefined ? {} : { to }) }; }
  return { ...act, given };
}

const letters = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";
/** County and 24 random letters (140 bits): nobody comes upon a notice by trying. */
export const newToken = (county: number): string => `${county}-${Array.from({ length: 24 }, () => letters[randomInt(letters.length)] ?? "x").join("")}`;

/** One notice for all cases of the act, with a copy of the allowed fields of each. */
async function postNotice(tx: Tx, list: readonly Opened[], act: Extract<AskedAct, { act: "post" }>): Promise<{ id: string; token: string; county: number }> {
  const [first] = list;
  if (!first) throw new Problem("thing.unknown");
  const { county } = first.file;
  const regions = new Set(list.map((o) => o.file.region));
  // a notice of several villages lies in what they have in common
  const [village = 0] = regions;
  const region = regions.size === 1 ? village : Math.floor(village / 1000) * 1000;
  const names = await regionNames(tx, regions);
  const notice = { id: randomUUID(), token: newToken(county), county };
  const step = first.standing.next;
  await tx.sql`
    insert into procedure.notice (county, id, region, token, purpose, step, title, from_on, to_on, place, account_id, by_name)
    values (${county}, ${notice.id}, ${region}, ${notice.token}, ${first.file.purpose}, ${act.step}, ${act.title ?? `${purposeNames[first.file.purpose].zh}${step?.zh ?? ""}`}, ${act.from}, ${act.to}, ${act.place}, ${tx.actor?.accountId ?? null}, ${tx.actor?.name ?? null})`;
  await tx.sql`
    insert into procedure.notice_item ${tx.sql(list.map(({ file }, n) => ({
      county, notice_id: notice.id, case_id: file.id, region: file.region, household_id: file.householdId, ordinal: n,
      item: tx.sql.json((file.subject === "household" ? publicItem({ headName: file.name, village: names.get(file.region) ?? "", groupName: file.groupName, members: file.members }) : { name: file.name, village: names.get(file.region) ?? "", group: "", members: null }) as never),
    })))}`;
  return notice;
}

const refusal = (id: string, e: unknown): Refused => { if (!(e instanceof Problem)) throw e; return { id, code: e.code, details: e.details }; };

/** The event that each case may take, or why it may not. Nothing is written yet. */
async function judged(desk: Desk, asked: Asked): Promise<{ ready: Written[]; refused: Refused[] }> {
  const { tx } = desk;
  const found = await openFiles(tx, asked.cases, true);
  if (found.length === 0) throw new Problem("thing.unknown");
  const byId = new Map(found.map((o) => [o.file.id, o]));
  const county = found[0]?.file.county ?? 0;
  const papers = await evidenceOf(tx, county, papersOf(asked.act));
  const refused: Refused[] = [];
  const ready: Written[] = [];
  for (const c of asked.cases) {
    const opened = byId.get(c.id);
    try {
      if (!opened || opened.file.county !== county) throw new Problem("thing.unknown");
      if (opened.file.version !== c.version) throw new Problem("change.conflict", { version: opened.file.version });
      if (new Set(papersOf(asked.act)).size !== papers.length || papers.some((p) => !contains(rangeOf(p.region), opened.file.region))) throw new Problem("procedure.evidenceUnknown");
      const context: Context = { today: desk.today, on: asked.on ?? desk.today, by: tx.actor?.accountId ?? null, role: tx.actor?.role ?? null, terms: opened.file.terms, known: await knownOf(desk, opened.file, opened.standing.next) };
      // what the comparison centre has open counts in the match, whether or not the officer wrote it down
      const matching = asked.act.act === "take" && opened.standing.next?.kind === "match" && opened.file.householdId !== null;
      const suspicions = matching ? Math.max(c.suspicions ?? 0, await openSuspicions(desk, { county, id: opened.file.householdId ?? "" })) : c.suspicions;
      const event: Event = decide(opened.definition, opened.standing, actFor(asked, { ...c, suspicions }, [...papers.map((p) => p.kind), ...(asked.elsewhere ?? [])]), context);
      const detail = c.found ? Object.fromEntries(Object.entries(c.found).filter(([, v]) => v !== undefined)) : undefined;
      ready.push({ opened, event, standing: after(opened.definition, opened.standing, event, opened.file.terms), evidence: papers.map((p) => p.id), detail });
    } catch (e) { refused.push(refusal(c.id, e)); }
  }
  return { ready, refused };
}

/** Takes the act in every case that allows it. When none does, the first refusal is thrown. */
export async function actOn(desk: Desk, asked: Asked): Promise<Done> {
  const { tx } = desk;
  const { ready, refused } = await judged(desk, asked);
  const [firstRefused] = refused;
  if (ready.length === 0 && firstRefused) throw new Problem(firstRefused.code, firstRefused.details);
  const { act, sitting } = asked;
  const [first] = ready;
  const sittingId = sitting && first ? randomUUID() : undefined;
  if (sitting && sittingId && first) {
    await tx.sql`
      insert into procedure.sitting (county, id, region, step, held_on, place, entitled, present, minutes, account_id, by_name)
      values (${first.opened.file.county}, ${sittingId}, ${first.opened.file.region}, ${act.step}, ${first.event.on}, ${sitting.place}, ${sitting.entitled}, ${sitting.present as string[]}, ${sitting.minutes}, ${tx.actor?.accountId ?? null}, ${tx.actor?.name ?? null})`;
  }
  const notice = act.act === "post" ? await postNotice(tx, ready.map((r) => r.opened), act) : undefined;
  await append(tx, ready.map((r) => ({ ...r, sittingId, noticeId: notice?.id })));
  for (const r of ready) await consequences(desk, r);
  for (const { opened: { file }, event } of ready) await audit(tx, event.act, "procedure", { region: file.region, target: file.id, detail: { number: file.number, step: event.step, household: file.householdId } });
  return {
    done: ready.map(({ opened: { file }, standing }) => ({ id: file.id, version: file.version + 1, status: standing.status, next: standing.next?.name ?? null })), refused,
    notice: notice ? { id: notice.id, address: `/notice/${notice.token}` } : null,
  };
}

/** What follows an event besides itself: answers to objections, the register, the case that an appeal was about. */
async function consequences(desk: Desk, { opened, event, standing, evidence }: Written): Promise<void> {
  const { file, definition } = opened;
  const { tx } = desk;
  if (event.act === "dismiss" || event.act === "uphold") {
    await tx.sql`
      insert into procedure.objection_answer (county, objection_id, region, case_id, household_id, on_date, upheld, answer, account_id, by_name)
      values (${file.county}, ${event.objection}, ${file.region}, ${file.id}, ${file.householdId}, ${event.on}, ${event.act === "uphold"}, ${event.answer}, ${tx.actor?.accountId ?? null}, ${tx.actor?.name ?? null})`;
  }
  const forward = event.act === "take" || event.act === "close" || event.act === "overrule";
  const effect = forward ? definition.steps.find((s) => s.name === event.step)?.effect : undefined;
  if (effect !== undefined) await applyEffect(desk, opened, effect, event.on, file.version + 1, evidence);
  const was = opened.events.length > 0 && file.purpose === "exit";
  if (was && (standing.status === "rejected" || standing.status === "withdrawn")) await restoreStanding(desk, opened, event.on, "未办成，恢复原状态");
  if (effect === "appealUpheld" && file.about !== null) await reopen(desk, { county: file.county, id: file.about }, event.on, `申诉 ${file.number} 成立`);
}

/** An appeal that is upheld: the case about which it was goes on at its first appraisal, and the register is put back. */
async function reopen(desk: Desk, key: Key, on: string, reason: string): Promise<void> {
  const [target] = await openFiles(desk.tx, [key], true);
  if (!target) throw new Problem("thing.unknown");
  const to = target.definition.steps.find((s) => s.kind === "survey") ?? target.definition.steps.find((s) => s.kind === "appraise") ?? target.definition.steps[0];
  const { known, terms } = { known: await knownOf(desk, target.file, undefined), terms: target.file.terms };
  const event = decide(target.definition, target.standing, { act: "reopen", step: target.standing.next?.name ?? "", to: to?.name ?? "", reason }, { today: desk.today, on, by: desk.tx.actor?.accountId ?? null, role: desk.tx.actor?.role ?? null, terms, known });
  await restoreStanding(desk, target, on, reason);
  await append(desk.tx, [{ opened: target, event, standing: after(target.definition, target.standing, event, terms), evidence: [] }]);
}

/** The household's own word on its exit, given by itself after signing in: the signature is the session. */
export async function consent(desk: Desk, key: Key, asked: { readonly version: number; readonly agrees: boolean; readonly reason?: string | undefined }): Promise<number> {
  const { tx } = desk;
  const [opened] = await openFiles(tx, [key], true);
  if (!opened) throw new Problem("thing.unknown");
  if (opened.file.version !== asked.version) throw new Problem("change.conflict", { version: opened.file.version });
  const { next } = opened.standing;
  if (!next || next.kind !== "consent" || tx.actor?.role !== "household") throw new Problem("procedure.wrongAct", { step: next?.zh ?? "", stepEn: next?.en ?? "" });
  const act: Act = asked.agrees ? { act: "take", step: next.name, given: { evidence: next.evidence, signatures: next.signatures.map((kind) => ({ kind, name: opened.file.name })) } } : { act: "dissent", step: next.name, reason: asked.reason ?? "" };
  const event = decide(opened.definition, opened.standing, act, { today: desk.today, on: desk.today, by: tx.actor.accountId, role: tx.actor.role, terms: opened.file.terms, known: await knownOf(desk, opened.file, undefined) });
  await append(tx, [{ opened, event, standing: after(opened.definition, opened.standing, event, opened.file.terms), evidence: [] }]);
  await audit(tx, event.act, "procedure", { region: opened.file.region, target: key.id, detail: { number: opened.file.number, step: event.step } });
  return opened.file.version + 1;
}
