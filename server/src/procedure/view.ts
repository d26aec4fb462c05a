/** A case in one call: what happened with evidence, minutes and votes, what is due, who must do it, and what stands in the way. */
import { permits, type Role } from "@diguan/core/access/policy.ts";
import type { CaseView, NextView } from "@diguan/core/procedure/contract.ts";
import { stepsOf, type Step } from "@diguan/core/procedure/definition.ts";
import { appealUntil, checkRequired, dueOf, returnsOf } from "@diguan/core/procedure/engine.ts";
import { checkClose } from "@diguan/core/procedure/notice.ts";
import { Problem, tell, type Locale } from "@diguan/core/problem.ts";
import { daysBetween } from "@diguan/core/time.ts";
import type { Tx } from "../postgres/pool.ts";
import { regionNames } from "../regions/service.ts";
import { inside, type Desk } from "../registry/service.ts";
import { namedTerms, termsAt } from "./definitions.ts";
import { knownOf } from "./known.ts";
import { rowsOf } from "./list.ts";
import { evidenceOf, ofPlace, openFiles, type Key, type Opened } from "./rows.ts";

interface EventRow {
  readonly ordinal: number; readonly on: string; readonly at: string; readonly act: string; readonly step: string; readonly body: Record<string, unknown>; readonly evidence: string[]; readonly by: string | null; readonly role: string | null;
  readonly sitting: NonNullable<CaseView["events"][number]["sitting"]> | null;
}
type Given = { readonly signatures?: CaseView["events"][number]["signatures"]; readonly document?: string; readonly opinion?: string; readonly suspicions?: number; readonly meeting?: { readonly recused: { name: string; relation: string }[]; readonly votes: { for: number; against: number; abstain: number } } };

const wordsOf = (steps: readonly Step[], name: unknown): { zh: string; en: string } | null => { const s = steps.find((x) => x.name === name); return s ? { zh: s.zh, en: s.en } : null; };
const textOf = (v: unknown): string | null => (typeof v === "string" && v !== "" ? v : null);

async function eventsOf(tx: Tx, opened: Opened): Promise<CaseView["events"]> {
  const { file, definition } = opened;
  const rows = await tx.sql<EventRow[]>`
    select e.ordinal, e.on_date as "on", e.at, e.act, e.step, e.body, e.evidence, e.by_name as by, e.by_role as role,
           case when s.id is not null then json_build_object('place', s.place, 'entitled', s.entitled, 'present', s.present, 'heldOn', s.held_on, 'minutes', s.minutes) end as sitting
      from procedure.event e left join procedure.sitting s on s.county = e.county and s.id = e.sitting_id
     where e.county = ${file.county} and e.case_id = ${file.id} and ${inside(tx, "e.region", "e.household_id")}
     order by e.ordinal`;
  const papers = new Map((await evidenceOf(tx, file.county, [...new Set(rows.flatMap((r) => r.evidence))])).map((p) => [p.id, p]));
  // neighbours' names and relations are the office's business, not the household's or its helper's
  const office = permits(tx.actor?.role, { action: "search", resource: "procedure", scope: "region", fields: "C2" });
  return rows.map((r) => {
    const given = (r.body["given"] ?? {}) as Given;
    return {
      ordinal: r.ordinal, on: r.on, at: r.at, act: r.act, step: wordsOf(definition.steps, r.step) ?? { zh: r.step, en: r.step }, by: r.by, role: r.role, reason: textOf(r.body["reason"]) ?? textOf(r.body["answer"]) ?? given.opinion ?? null, document: given.document ?? null, to: wordsOf(definition.steps, r.body["to"]),
      votes: given.meeting?.votes ?? null, recused: office ? (given.meeting?.recused ?? []) : [], sitting: r.sitting && { ...r.sitting, present: office ? r.sitting.present : [], minutes: office ? r.sitting.minutes : "" },
      notice: r.act === "post" ? { from: String(r.body["from"]), to: String(r.body["to"]), place: String(r.body["place"]) } : null, signatures: given.signatures ?? [], suspicions: given.suspicions ?? null,
      evidence: r.evidence.flatMap((id) => { const p = papers.get(id); return p ? [{ id: p.id, kind: p.kind, name: p.name, type: p.type }] : []; }),
    };
  });
}

/** Acts that a role may take on the step that is due. */
export function actsFor(opened: Opened, role: Role | undefined, today: string): string[] {
  const { standing: s } = opened;
  const { next } = s;
  if (!next || role === undefined || !permits(role, { action: "edit", resource: "procedure", scope: "region", fields: "C3" }) || !next.roles.includes(role)) return [];
  const forward = s.suspicions > 0 ? ["clear"] : next.kind === "notice" ? (s.notice ? [...(s.objections.length > 0 ? ["dismiss", "uphold"] : []), ...(s.objections.length === 0 && today > s.notice.to ? ["close"] : [])] : ["post"]) : s.dissent ? (role === "townOfficer" || role === "countyOfficer" ? ["overrule"] : []) : ["take"];
  return [...forward, ...(returnsOf(opened.definition, s).length > 0 ? ["return"] : []), "reject", "withdraw"];
}

async function nextOf(desk: Desk, opened: Opened, locale: Locale): Promise<NextView | null> {
  const { definition, standing: s, file } = opened;
  const { next } = s;
  if (!next) return null;
  const { terms } = file;
  let blocked: NextView["blocked"] = null;
  try {
    if (s.suspicions > 0) throw new Problem("procedure.suspicion", { n: s.suspicions });
    if (s.notice) checkClose(s.notice, s.objections, desk.today);
    if (s.dissent) throw new Problem("procedure.dissent", { on: s.dissent.on });
    checkRequired(next, { today: desk.today, on: desk.today, by: null, role: null, terms, known: await knownOf(desk, file, next) });
  } catch (e) { if (!(e instanceof Problem)) throw e; blocked = { code: e.code, message: tell(e.code, e.details, locale) }; }
  const { meeting } = next;
  return {
    name: next.name, zh: next.zh, en: next.en, kind: next.kind, level: next.level, roles: next.roles, evidence: next.evidence, signatures: next.signatures, document: next.document, requires: next.requires, apart: next.apart,
    stands: next.stands === undefined ? null : terms[next.stands], meeting: meeting ? { quorum: [terms[meeting.quorum[0]], terms[meeting.quorum[1]]], majority: [terms[meeting.majority[0]], terms[meeting.majority[1]]] } : s.dissent ? { quorum: [terms.PROCEDURE_QUORUM_PARTS, terms.PROCEDURE_QUORUM_WHOLE], majority: [terms.PROCEDURE_MAJORITY_PARTS, terms.PROCEDURE_MAJORITY_WHOLE] } : null,
    returns: returnsOf(definition, s).map((x) => ({ name: x.name, zh: x.zh, en: x.en })), acts: actsFor(opened, desk.tx.actor?.role, desk.today), blocked, dueOn: dueOf(definition, s, terms),
  };
}

interface ObjectionRow { readonly id: string; readonly reference: string; readonly on: string; readonly due: string; readonly source: "public" | "staff" | "household"; readonly text: string; readonly hasContact: boolean; readonly answeredOn: string | null; readonly upheld: boolean | null; readonly answer: string | null }

export async function caseView(desk: Desk, key: Key, locale: Locale): Promise<CaseView> {
  const { tx, today } = desk;
  const { sql } = tx;
  const [opened] = await openFiles(tx, [key], false);
  if (!opened) throw new Problem("thing.unknown");
  const { file, definition: d, standing: s } = opened;
  const own = sql`${inside(tx)}`;
  const [[row], events, next, objections, effects, appeals, [about], [notice], [household], names, { rows: termRows }] = await Promise.all([
    rowsOf(tx, sql`where c.county = ${key.county} and c.id = ${key.id} and ${inside(tx, "c.region", "c.household_id")}`, today), eventsOf(tx, opened), nextOf(desk, opened, locale),
    sql<ObjectionRow[]>`
      select o.id, o.reference, o.on_date as "on", o.due_on as due, o.source, o.text, o.sealed is not null as "hasContact", a.on_date as "answeredOn", a.upheld, a.answer
        from procedure.objection o left join procedure.objection_answer a on a.county = o.county and a.objection_id = o.id
       where o.county = ${key.county} and o.case_id = ${key.id} and ${inside(tx, "o.region", "o.household_id")} order by o.at`,
    sql<{ kind: string; on: string; detail: Record<string, unknown> }[]>`select kind, on_date as "on", detail from procedure.effect where county = ${key.county} and case_id = ${key.id} and ${own} order by ordinal`,
    sql<{ county: number; id: string; number: string; status: string }[]>`select county, id, number, status from procedure.case_file where county = ${key.county} and about = ${key.id} and ${own} order by opened_on`,
    file.about === null ? [] : sql<{ county: number; id: string; number: string }[]>`select county, id, number from procedure.case_file where county = ${key.county} and id = ${file.about} and ${own}`,
    file.noticeId === null ? [] : sql<{ id: string; token: string }[]>`select id, token from procedure.notice where county = ${key.county} and id = ${file.noticeId} and ${ofPlace(tx)}`,
    file.householdId === null ? [] : sql<{ code: string }[]>`select code from registry.household where county = ${file.county} and id = ${file.householdId} and ${inside(tx, "region", "id")}`,
    regionNames(tx, [Math.floor(file.region / 1000) * 1000]), termsAt(tx, file.region, file.openedOn),
  ]);
  if (!row) throw new Problem("thing.unknown");
  const role = tx.actor?.role;
  const may = (action: "create" | "verify"): boolean => permits(role, { action, resource: "procedure", scope: "region", fields: "C3" });
  const until = file.overOn === null ? null : appealUntil(file.overOn, file.terms);
  const steps = stepsOf(d, file.openedOn);
  return {
    ...row, today, householdCode: household?.code ?? null, town: names.get(Math.floor(file.region / 1000) * 1000) ?? "", era: d.era, definitionName: { zh: d.zh, en: d.en }, definitionVersion: file.definitionVersion, definitionSource: d.source, detail: file.detail as CaseView["detail"], overReason: file.overReason, appealUntil: until,
    steps: steps.map((x) => { const done = s.passed.find((p) => p.step === x.name); return { name: x.name, zh: x.zh, en: x.en, kind: x.kind, level: x.level, state: done ? "done" as const : s.next?.name === x.name ? "now" as const : "todo" as const, on: done?.on ?? null }; }),
    next, notice: s.notice && notice ? { id: notice.id, address: `/notice/${notice.token}`, from: s.notice.from, to: s.notice.to, daysLeft: Math.max(0, daysBetween(today, s.notice.to) + 1) } : null, dissent: s.dissent ?? null,
    objectionList: objections.map((o) => ({ id: o.id, reference: o.reference, on: o.on, due: o.due, source: o.source, text: o.text, hasContact: o.hasContact && may("verify"), answer: o.answeredOn === null ? null : { on: o.answeredOn, upheld: o.upheld === true, text: o.answer ?? "" } })),
    events, terms: namedTerms(termRows.map((t) => ({ ...t, value: file.terms[t.code as keyof typeof file.terms] }))), effects, appeals, about: about ?? null,
    may: { object: may("create") && s.notice !== undefined, appeal: may("create") && until !== null && today <= until && file.purpose !== "appeal", consent: role === "household" && s.next?.kind === "consent" && !s.dissent, contact: may("verify") },
  };
}
