/** Natural changes (自然变更, domain guide §4.3): who comes, who leaves, who moves to another registered household. */
import type { z } from "zod";
import { Problem } from "@diguan/core/problem.ts";
import { labelOf } from "@diguan/core/registry/codes.ts";
import type { arrive, depart, Outcome, undoDeparture } from "@diguan/core/registry/contract-write.ts";
import type { Values } from "@diguan/core/registry/history.ts";
import { arrivalOfTransfer, arrivals, benefitsEndOn, dayFault, departed, departures, yearsTouched } from "@diguan/core/registry/natural.ts";
import { emptyMember, type Member } from "@diguan/core/registry/record.ts";
import { memberId } from "../access/crypto.ts";
import { follow, notSaved, openDossier, openYear, save, savedAs, typedValues, type Desk, type Dossier, type Touched } from "./dossier.ts";
import type { Key, MemberRow } from "./rows.ts";
import { auditChange, casesOf, settled, verdictOf, type Meta, type Year } from "./save.ts";
import { contextOf } from "./context.ts";

type Arrival = z.output<typeof arrive.body>;
type Departure = z.output<typeof depart.body>;

const days = { date: "没有这一天", future: "不能晚于今天", beforeBirth: "不能早于本人出生日期" } as const;
function checkDay(on: string, today: string, birth: string | null): void {
  const fault = dayFault(on, today, birth);
  if (fault) throw new Problem("registry.day", { on, fault, detail: days[fault] });
}

/** Next free 人编号 of a household: its code and two digits. */
function nextCode(dossier: Dossier, householdCode: string): string {
  const taken = new Set(dossier.members.map((m) => m.member.memberCode));
  let n = dossier.members.length + 1;
  while (taken.has(`${householdCode}${String(n).padStart(2, "0")}`)) n++;
  return `${householdCode}${String(n).padStart(2, "0")}`;
}

const record = (desk: Desk, key: Key, region: number, row: { id: string; memberId: string; direction: 1 | -1; kind: number; on: string; evidence: string; linked: string | null }) => desk.tx.sql`
  insert into registry.natural_change (county, id, household_id, member_id, region, direction, kind, on_date, evidence, linked_household, account_id)
  values (${key.county}, ${row.id}, ${key.id}, ${row.memberId}, ${region}, ${row.direction}, ${row.kind}, ${row.on}, ${row.evidence}, ${row.linked}, ${desk.tx.actor?.accountId ?? null})`;

const touched = (dossier: Dossier, on: string): Touched => ({ key: dossier.key, region: dossier.region, years: yearsTouched(dossier.years.map((y) => y.year), on) });

interface Newcomer { readonly member: Member; readonly kind: number; readonly on: string; readonly meta: Meta; readonly eventId: string; readonly evidence: string; readonly linked: string | null; readonly ask: "rules" | "no rules" }

/** Adds a member to every year it touches; the denominators of income stay as they are. */
async function take(desk: Desk, dossier: Dossier, who: Newcomer): Promise<Outcome & { memberId: string | null }> {
  const { key } = dossier;
  const years = yearsTouched(dossier.years.map((y) => y.year), who.on).map((year) => openYear(dossier, year));
  const latest = years.at(-1);
  if (!latest) throw new Problem("registry.noYear", { year: Number(who.on.slice(0, 4)) });
  const member: Member = { ...who.member, memberCode: who.member.memberCode || nextCode(dossier, latest.row.household.householdCode) };
  const id = memberId(key.county, member.memberCode);
  const withNew = (before: Year): Year => ({ row: before.row, members: [...before.members, { id, year: before.row.year, active: true, ordinal: before.members.length, version: 0, batchId: null, createdAt: "", certFault: null, arrivedOn: who.on, arrival: who.kind, leftOn: null, departure: null, member }] });
  if (who.ask === "rules") {
    const verdict = verdictOf(casesOf(latest), casesOf(settled(withNew(latest))), await contextOf(desk.tx, dossier.region, latest.row.year, desk.today), who.meta.explanation !== undefined);
    if (!verdict.may) return { ...notSaved(verdict), memberId: null };
  }
  const [made] = await desk.tx.sql`
    insert into registry.member (county, id, household_id, region, code, arrived_on, arrival)
    values (${key.county}, ${id}, ${key.id}, ${dossier.region}, ${member.memberCode}, ${who.on}, ${who.kind})
    on conflict do nothing returning id`;
  if (!made) throw new Problem("registry.codeTaken", { code: member.memberCode });
  let version = 0;
  for (const before of years) version = (await save(desk, before, withNew(before), who.meta, "no rules")).version ?? 0;
  await record(desk, key, dossier.region, { id: who.eventId, memberId: id, direction: 1, kind: who.kind, on: who.on, evidence: who.evidence, linked: who.linked });
  return { ...savedAs(version), memberId: id };
}

export async function arriveAt(desk: Desk, key: Key, asked: Arrival): Promise<Outcome & { memberId: string | null }> {
  const dossier = await openDossier(desk, key);
  openYear(dossier, undefined);
  const member = { ...emptyMember(), ...typedValues("member", asked.values) } as Member;
  if (member.name === "" || member.relation === null) throw new Problem("registry.value", { field: member.name === "" ? "姓名" : "与户主关系", key: member.name === "" ? "name" : "relation", fault: "missing", detail: "必须填写" });
  if (member.relation === 1) throw new Problem("registry.oneHead");
  if (asked.kind === arrivals.birth && member.birth === null) throw new Problem("registry.value", { field: "出生日期", key: "birth", fault: "missing", detail: "新生儿必须填写" });
  checkDay(asked.on, desk.today, member.birth);
  const outcome = await take(desk, dossier, { member, kind: asked.kind, on: asked.on, eventId: asked.key, evidence: asked.evidence, linked: null, ask: "rules", meta: { act: "arrived", source: asked.source, evidence: asked.evidence, reason: labelOf("arrival", asked.kind), explanation: asked.explanation } });
  if (!outcome.saved) return outcome;
  await auditChange(desk.tx, "edit", openYear(dossier, undefined).row, { act: "arrived", kind: asked.kind, member: outcome.memberId });
  await follow(desk, [touched(dossier, asked.on)], asked.explanation);
  return outcome;
}

/** The departing head hands over: one new head, everybody else's relation stated anew. */
function handOver(members: readonly MemberRow[], leaving: MemberRow, asked: Departure): MemberRow[] {
  const staying = members.filter((m) => m.active && m.id !== leaving.id);
  if (leaving.member.relation !== 1 || staying.length === 0) return [...members];
  const heir = asked.newHead;
  if (!heir || !staying.some((m) => m.id === heir.memberId)) throw new Problem("registry.headLeaves");
  return members.map((m) => {
    if (!m.active || m.id === leaving.id) return m;
    const relation = m.id === heir.memberId ? 1 : heir.relations[m.id];
    if (relation === undefined || (relation === 1) !== (m.id === heir.memberId) || labelOf("relation", relation) === String(relation)) throw new Problem("registry.headLeaves");
    return { ...m, member: { ...m.member, relation } };
  });
}

const left = (m: MemberRow, values: Values): MemberRow => {
  const { active, leftOn, departure, ...fields } = values;
  return { ...m, active: active !== false, leftOn: typeof leftOn === "string" ? leftOn : m.leftOn, departure: typeof departure === "number" ? departure : m.departure, member: { ...m.member, ...fields } };
};

type Departed = Outcome & { transferredTo: string | null; benefitsEndOn: string | null; cancelled: boolean };

export async function departFrom(desk: Desk, key: Key, asked: Departure): Promise<Departed> {
  const to = asked.to;
  if (to && (to.id === key.id || arrivalOfTransfer(asked.kind) === undefined)) throw new Problem("registry.state", { act: labelOf("departure", asked.kind), detail: "只有婚出、迁出、分户可以转入另一在册户", cause: "only marriage, moving out and a split can lead to another registered household" });
  // two households are locked in one order, whichever side is asked
  const otherFirst = to !== undefined && to.id < key.id;
  const early = to && otherFirst ? await openDossier(desk, to) : undefined;
  const dossier = await openDossier(desk, key);
  const target = to && !otherFirst ? await openDossier(desk, to) : early;
  const latest = openYear(dossier, undefined);
  const leaving = latest.members.find((m) => m.id === asked.memberId) ?? dossier.members.find((m) => m.id === asked.memberId);
  if (!leaving) throw new Problem("thing.unknown");
  if (!leaving.active) throw new Problem("registry.memberLeft", { name: leaving.member.name, on: leaving.leftOn ?? "", why: labelOf("departure", leaving.departure), key: "active", field: "在册状态" });
  checkDay(asked.on, desk.today, leaving.member.birth);
  const staying = latest.members.filter((m) => m.active && m.id !== leaving.id).length;
  const extinct = staying === 0 && asked.kind !== departures.army;
  const meta: Meta = { act: to ? "moved" : "left", source: asked.source, evidence: asked.evidence, reason: labelOf("departure", asked.kind) };
  let version = latest.row.version;
  for (const year of yearsTouched(dossier.years.map((y) => y.year), asked.on)) {
    const before = openYear(dossier, year, true);
    if (!before.members.some((m) => m.id === leaving.id)) continue;
    const members = handOver(before.members, leaving, asked).map((m) => (m.id === leaving.id ? left(m, departed(asked.kind, asked.on)) : m));
    const row = extinct && year === latest.row.year ? { ...before.row, valid: false } : before.row;
    version = (await save(desk, before, { row, members }, meta, "no rules")).version ?? version;
  }
  await record(desk, key, dossier.region, { id: asked.key, memberId: leaving.id, direction: -1, kind: asked.kind, on: asked.on, evidence: asked.evidence, linked: to?.id ?? null });
  let transferredTo: string | null = null;
  if (target && to) {
    const kind = arrivalOfTransfer(asked.kind) ?? arrivals.movedIn;
    const moved = await take(desk, target, { member: { ...leaving.member, memberCode: "", relation: to.relation }, kind, on: asked.on, eventId: crypto.randomUUID(), evidence: asked.evidence, linked: key.id, ask: "no rules", meta: { ...meta, act: "arrived", reason: labelOf("arrival", kind) } });
    transferredTo = moved.memberId;
  }
  await auditChange(desk.tx, "edit", latest.row, { act: meta.act, kind: asked.kind, member: leaving.id, to: to?.id ?? null });
  await follow(desk, [touched(dossier, asked.on), ...(target ? [touched(target, asked.on)] : [])]);
  return { ...savedAs(version), transferredTo, benefitsEndOn: asked.kind === departures.death ? benefitsEndOn(asked.on) : null, cancelled: extinct };
}

/** A departure entered by mistake is taken back as a change of its own; both stay in the history. */
export async function takeBackDeparture(desk: Desk, key: Key, asked: z.output<typeof undoDeparture.body>): Promise<Outcome> {
  const dossier = await openDossier(desk, key);
  const gone = dossier.members.filter((m) => m.id === asked.memberId && !m.active);
  const [first] = gone;
  if (!first) throw new Problem("registry.state", { act: "撤销减少", detail: "该成员没有减少记录", cause: "this member has not left" });
  const meta: Meta = { act: "corrected", source: 2, reason: asked.reason, evidence: asked.evidence };
  let version = 0;
  for (const { year } of gone) {
    const before = openYear(dossier, year);
    const members = before.members.map((m): MemberRow => (m.id === asked.memberId ? { ...m, active: true, leftOn: null, departure: null } : m));
    version = (await save(desk, before, { row: before.row, members }, meta, "no rules")).version ?? 0;
  }
  await record(desk, key, dossier.region, { id: asked.key, memberId: asked.memberId, direction: 1, kind: arrivals.addedLate, on: desk.today, evidence: asked.evidence ?? asked.reason, linked: null });
  await auditChange(desk.tx, "edit", openYear(dossier, undefined).row, { act: "departureUndone", member: asked.memberId }, asked.reason);
  await follow(desk, [{ key, region: dossier.region, years: gone.map((m) => m.year) }]);
  return savedAs(version);
}
