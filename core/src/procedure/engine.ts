/**
 * The engine of stepwise public procedures (issue 3 item 6; domain guide §2.6, §4): given the definition, the list of events and one act,
 * either the event that may be appended or the Problem that says what would make it succeed. Pure: the day, the person and what the
 * register and the comparison know are arguments.
 */
import type { Role } from "../access/policy.ts";
import { Problem } from "../problem.ts";
import { addDays, daysBetween, isRealDate } from "../time.ts";
import { stepsOf, type Definition, type Step } from "./definition.ts";
import type { Act, Event, Given, Standing } from "./history.ts";
import { checkMeeting } from "./meeting.ts";
import { evidenceNames, signatureNames, type EvidenceKind, type SignatureKind } from "./names.ts";
import { checkClose, lastDay } from "./notice.ts";
import type { Terms } from "./terms.ts";

/** What the register and the comparison know of the case's subject on the day of the act. */
export interface Known {
  /** open suspicions of the comparison centre about the household */ readonly suspicions: number;
  /** parts of the exit standard that are not reached; empty = reached */ readonly unmet: readonly { readonly zh: string; readonly en: string }[];
  /** members able to work */ readonly labourers: number;
  /** recognised as monitored on; null = not known */ readonly monitoredOn: string | null;
}
export const nothingKnown: Known = { suspicions: 0, unmet: [], labourers: 1, monitoredOn: null };

export interface Context { readonly today: string; /** day of the act, not later than today */ readonly on: string; readonly by: string | null; readonly role: Role | null; readonly terms: Terms; readonly known: Known }

const reasonLeast = 4;
const apartFrom: ReadonlySet<string> = new Set(["apply", "survey", "appraise", "review", "propose"]);
const words = (s: Step): { step: string; stepEn: string } => ({ step: s.zh, stepEn: s.en });
export const noGiven: Given = { evidence: [], signatures: [] };

/** Whole months from one day to another. @example monthsBetween("2023-05-10", "2023-09-30") // => 4 */
export function monthsBetween(from: string, to: string): number {
  const months = (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + Number(to.slice(5, 7)) - Number(from.slice(5, 7));
  return to.slice(8) < from.slice(8) ? months - 1 : months;
}

/** Required kinds that are not given, each as often as required. @example missingOf(["investigator", "investigator"], ["investigator"]) // => ["investigator"] */
export function missingOf<K extends string>(required: readonly K[], given: readonly K[]): K[] {
  const left = [...given];
  return required.filter((k) => { const at = left.indexOf(k); if (at < 0) return true; left.splice(at, 1); return false; });
}

function checkPapers(evidence: readonly EvidenceKind[], signatures: readonly SignatureKind[], given: Given): void {
  const papers = missingOf(evidence, given.evidence);
  if (papers.length > 0) throw new Problem("procedure.evidence", { missing: papers.map((k) => evidenceNames[k].zh).join("、"), missingEn: papers.map((k) => evidenceNames[k].en).join(", ") });
  if (given.signatures.some((s) => s.name.trim() === "")) throw new Problem("procedure.signature", { missing: "姓名", missingEn: "a name" });
  const unsigned = missingOf(signatures, given.signatures.map((s) => s.kind));
  if (unsigned.length > 0) throw new Problem("procedure.signature", { missing: unsigned.map((k) => signatureNames[k].zh).join("、"), missingEn: unsigned.map((k) => signatureNames[k].en).join(", ") });
}

/** Conditions outside the papers; each refusal says which figure would have to change. */
export function checkRequired(step: Step, c: Context): void {
  for (const need of step.requires) {
    if (need === "noSuspicion" && c.known.suspicions > 0) throw new Problem("procedure.suspicion", { n: c.known.suspicions });
    if (need === "standardMet" && c.known.unmet.length > 0) throw new Problem("procedure.standard", { unmet: c.known.unmet.map((u) => u.zh).join("；"), unmetEn: c.known.unmet.map((u) => u.en).join("; ") });
    if (need === "hasLabour" && c.known.labourers === 0) throw new Problem("procedure.noLabour");
    if (need === "stableMonths") {
      const least = c.terms.PROCEDURE_STABLE_MONTHS;
      if (c.known.monitoredOn === null) throw new Problem("procedure.monitoredUnknown");
      const months = monthsBetween(c.known.monitoredOn, c.on);
      if (months < least) throw new Problem("procedure.tooEarly", { since: c.known.monitoredOn, months, least });
    }
  }
}

function checkTake(d: Definition, s: Standing, step: Step, given: Given, c: Context): void {
  checkRequired(step, c);
  checkPapers(step.evidence, step.signatures, given);
  if (step.meeting) checkMeeting(given.meeting, step, c.terms, "agreement");
  if (step.document && (given.document ?? "").trim().length < 2) throw new Problem("procedure.document");
  // 一般不超过 15 天: later is possible, but somebody has to say why
  const late = d.total !== undefined && step.kind === "approve" && daysBetween(s.openedOn, c.on) > c.terms[d.total];
  if (late && (given.opinion ?? "").trim().length < reasonLeast) throw new Problem("procedure.late", { days: daysBetween(s.openedOn, c.on), most: c.terms[d.total ?? "PROCEDURE_TOTAL_DAYS_FAST"] });
}

function checkPerson(s: Standing, step: Step, d: Definition, c: Context): void {
  if (c.role !== null && !step.roles.includes(c.role)) throw new Problem("procedure.role", { ...words(step), roles: step.roles.join(",") });
  if (!step.apart || c.by === null) return;
  const mine = s.passed.find((p) => p.by === c.by && apartFrom.has(d.steps.find((x) => x.name === p.step)?.kind ?? ""));
  if (mine) { const did = d.steps.find((x) => x.name === mine.step); throw new Problem("procedure.ownWork", { did: did?.zh ?? mine.step, didEn: did?.en ?? mine.step, ...words(step) }); }
}

const reason = (text: string): void => { if (text.trim().length < reasonLeast) throw new Problem("procedure.reason", { least: reasonLeast }); };

/** Steps to which the case may be sent back now. */
export function returnsOf(d: Definition, s: Standing): Step[] {
  const { next } = s;
  if (!next) return [];
  const steps = stepsOf(d, s.openedOn);
  const before = steps.slice(0, steps.findIndex((x) => x.name === next.name));
  return next.returnsTo ? before.filter((x) => next.returnsTo?.includes(x.name)) : before;
}

function checkBack(d: Definition, s: Standing, to: string): void {
  const may = returnsOf(d, s);
  if (!may.some((x) => x.name === to)) throw new Problem("procedure.cannotReturn", { to, may: may.map((x) => x.zh).join("、"), mayEn: may.map((x) => x.en).join(", ") });
}

/** Papers of a household's refusal that is overruled after a second review (domain guide §4.6). */
export const overruleEvidence: readonly EvidenceKind[] = ["secondReview", "independentReport", "minutes", "signIn"];
const overruleMeeting: NonNullable<Step["meeting"]> = { quorum: ["PROCEDURE_QUORUM_PARTS", "PROCEDURE_QUORUM_WHOLE"], majority: ["PROCEDURE_MAJORITY_PARTS", "PROCEDURE_MAJORITY_WHOLE"], recusal: true };

function checkNotice(s: Standing, step: Step, a: Extract<Act, { act: "post" }>, c: Context): void {
  if (step.kind !== "notice" || step.stands === undefined) throw new Problem("procedure.wrongAct", words(step));
  if (s.notice) throw new Problem("procedure.noticeStands", { to: s.notice.to });
  const days = c.terms[step.stands];
  if (!isRealDate(a.from) || !isRealDate(a.to) || a.from < c.today || a.from < s.lastOn) throw new Problem("procedure.noticeFrom", { from: a.from, today: c.today });
  if (a.to < lastDay(a.from, days)) throw new Problem("procedure.noticeShort", { days, to: lastDay(a.from, days) });
  if (a.place.trim().length < 2) throw new Problem("procedure.place");
}

/** The standing of an open case in which `a` names the step that is due; everything else is refused with what is due instead. */
function due(s: Standing, a: Act): Step {
  if (s.status !== "open" || !s.next) throw new Problem("procedure.over", { on: s.over?.on ?? s.lastOn });
  if (s.next.name !== a.step) throw new Problem("procedure.notDue", words(s.next));
  return s.next;
}

/**
 * The event that an act becomes, or the Problem that forbids it.
 * @example decide(twoNotices, standing, { act: "take", step: "villageAppraisal", given }, context) // throws procedure.quorum when 19 of 30 came
 */
export function decide(d: Definition, s: Standing, a: Act, c: Context): Event {
  const event: Event = { ...a, on: c.on, by: c.by, role: c.role };
  if (!isRealDate(c.on) || c.on > c.today || c.on < s.lastOn) throw new Problem("procedure.day", { on: c.on, from: s.lastOn, to: c.today });
  if (a.act === "reopen") {
    if (s.status !== "rejected" && s.status !== "finished") throw new Problem("procedure.notOver");
    if (!stepsOf(d, s.openedOn).some((x) => x.name === a.to)) throw new Problem("procedure.cannotReturn", { to: a.to, may: "", mayEn: "" });
    reason(a.reason);
    return event;
  }
  const step = due(s, a);
  if (a.act === "object") {
    if (!step.objection || !s.notice) throw new Problem("procedure.noNotice");
    return event;
  }
  if (a.act === "withdraw") {
    const first = stepsOf(d, s.openedOn)[0];
    if (c.role !== null && c.role !== "household" && first && !first.roles.includes(c.role)) throw new Problem("procedure.role", { ...words(first), roles: first.roles.join(",") });
    reason(a.reason);
    return event;
  }
  checkPerson(s, step, d, c);
  // a household consents or refuses; it decides about nobody, not even itself
  if (c.role === "household" && a.act !== "take" && a.act !== "dissent") throw new Problem("procedure.wrongAct", words(step));
  switch (a.act) {
    case "take":
      if (step.kind === "notice") throw new Problem("procedure.postFirst", words(step));
      if (s.suspicions > 0) throw new Problem("procedure.suspicion", { n: s.suspicions });
      if (s.dissent) throw new Problem("procedure.dissent", { on: s.dissent.on });
      checkTake(d, s, step, a.given, c);
      return event;
    case "post":
      if (s.suspicions > 0) throw new Problem("procedure.suspicion", { n: s.suspicions });
      checkNotice(s, step, a, c);
      return event;
    case "close":
      if (!s.notice) throw new Problem("procedure.postFirst", words(step));
      checkClose(s.notice, s.objections, c.on);
      checkPapers(step.evidence, step.signatures, a.given);
      return event;
    case "dismiss": case "uphold":
      if (!s.objections.some((o) => o.id === a.objection)) throw new Problem("procedure.noObjection");
      if (a.answer.trim().length < reasonLeast) throw new Problem("procedure.answer", { least: reasonLeast });
      checkPapers(["verification"], [], a.given);
      if (a.act === "uphold" && a.to !== undefined) checkBack(d, s, a.to);
      return event;
    case "clear":
      if (s.suspicions === 0) throw new Problem("procedure.noSuspicion");
      if ((a.given.opinion ?? "").trim().length < reasonLeast) throw new Problem("procedure.reason", { least: reasonLeast });
      checkPapers(["verification"], [], a.given);
      return event;
    case "dissent":
      if (step.kind !== "consent") throw new Problem("procedure.wrongAct", words(step));
      reason(a.reason);
      return event;
    case "overrule": {
      if (step.kind !== "consent") throw new Problem("procedure.wrongAct", words(step));
      if (!s.dissent) throw new Problem("procedure.noDissent");
      const from = addDays(s.since, c.terms.PROCEDURE_CONSENT_DAYS);
      if (c.on < from) throw new Problem("procedure.consentWaits", { days: c.terms.PROCEDURE_CONSENT_DAYS, on: from });
      if (c.role !== null && c.role !== "townOfficer" && c.role !== "countyOfficer") throw new Problem("procedure.role", { ...words(step), roles: "townOfficer,countyOfficer" });
      checkPapers(overruleEvidence, [], a.given);
      checkMeeting(a.given.meeting, { ...step, meeting: overruleMeeting }, c.terms, "agreement");
      return event;
    }
    case "return": reason(a.reason); checkBack(d, s, a.to); return event;
    case "reject":
      reason(a.reason);
      if (step.kind === "appraise") checkMeeting(a.given.meeting, step, c.terms, "quorum");
      return event;
  }
}

/** Day by which the step that is due should be done: a notice on the day after its last, an objection when it must be checked. `null` = no limit. */
export function dueOf(d: Definition, s: Standing, terms: Terms): string | null {
  const { next } = s;
  if (!next) return null;
  const whole = d.total === undefined ? undefined : addDays(s.openedOn, terms[d.total]);
  const objection = s.objections.map((o) => o.due).toSorted()[0];
  const own = objection ?? (s.notice ? addDays(s.notice.to, 1) : addDays(s.since, terms[next.within ?? "PROCEDURE_STEP_DAYS"]));
  return whole !== undefined && whole < own ? whole : own;
}

/** Until when the household may appeal against a case that is over. @example appealUntil("2018-05-02", terms) // => "2018-06-01" */
export const appealUntil = (overOn: string, terms: Terms): string => addDays(overOn, terms.PROCEDURE_APPEAL_DAYS);
