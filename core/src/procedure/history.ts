/**
 * What has happened to a case: an append-only list of acts. Everything else – which step is due, whether a notice stands, which objection
 * is open – is read off that list by `standingOf`; nothing is kept that the list does not say (domain guide §2.6).
 */
import type { Role } from "../access/policy.ts";
import { addDays } from "../time.ts";
import { stepsOf, type Definition, type Step } from "./definition.ts";
import type { Meeting } from "./meeting.ts";
import type { EvidenceKind, SignatureKind } from "./names.ts";
import type { Terms } from "./terms.ts";

export interface Signed { readonly kind: SignatureKind; readonly name: string }
/** What an act brings with it. */
export interface Given { readonly evidence: readonly EvidenceKind[]; readonly signatures: readonly Signed[]; readonly meeting?: Meeting; readonly document?: string; readonly opinion?: string; /** 疑点 that the match report found */ readonly suspicions?: number }

export type Act =
  | { readonly act: "take"; readonly step: string; readonly given: Given }
  | { readonly act: "post"; readonly step: string; readonly from: string; readonly to: string; readonly place: string }
  | { readonly act: "close"; readonly step: string; readonly given: Given }
  | { readonly act: "object"; readonly step: string; readonly objection: string }
  | { readonly act: "dismiss"; readonly step: string; readonly objection: string; readonly answer: string; /** the notice stands its whole time again */ readonly again: boolean; readonly given: Given }
  | { readonly act: "uphold"; readonly step: string; readonly objection: string; readonly answer: string; /** step to which it goes back; without it the case is refused */ readonly to?: string; readonly given: Given }
  | { readonly act: "clear"; readonly step: string; readonly given: Given }
  | { readonly act: "dissent"; readonly step: string; readonly reason: string }
  | { readonly act: "overrule"; readonly step: string; readonly given: Given }
  | { readonly act: "return"; readonly step: string; readonly to: string; readonly reason: string }
  | { readonly act: "reject"; readonly step: string; readonly reason: string; readonly given: Given }
  | { readonly act: "withdraw"; readonly step: string; readonly reason: string }
  | { readonly act: "reopen"; readonly step: string; readonly to: string; readonly reason: string };
export type ActName = Act["act"];
export const actNamesOf = ["take", "post", "close", "object", "dismiss", "uphold", "clear", "dissent", "overrule", "return", "reject", "withdraw", "reopen"] as const satisfies readonly ActName[];

/** An act with its day and its person; `by` is the account, null for the public and the platform. */
export type Event = Act & { readonly on: string; readonly by: string | null; readonly role: Role | null };

export interface OpenObjection { readonly id: string; readonly on: string; /** day by which it should be checked */ readonly due: string }
export interface RunningNotice { readonly step: string; readonly from: string; readonly to: string }
export interface Standing {
  readonly status: "open" | "finished" | "rejected" | "withdrawn";
  /** Step that is due; `undefined` once the case is over. */
  readonly next: Step | undefined;
  /** Day since which it is due. */
  readonly since: string;
  readonly openedOn: string;
  /** Steps that hold now, in their order: what was sent back has to be done again. */
  readonly passed: readonly { readonly step: string; readonly on: string; readonly by: string | null }[];
  readonly notice: RunningNotice | undefined;
  readonly objections: readonly OpenObjection[];
  /** Suspicions of the match report that nobody has cleared. */
  readonly suspicions: number;
  readonly dissent: { readonly on: string; readonly reason: string } | undefined;
  readonly over: { readonly on: string; readonly reason: string } | undefined;
  readonly lastOn: string;
}

export const begun = (d: Definition, openedOn: string): Standing => ({ status: "open", next: stepsOf(d, openedOn)[0], since: openedOn, openedOn, passed: [], notice: undefined, objections: [], suspicions: 0, dissent: undefined, over: undefined, lastOn: openedOn });

function forward(d: Definition, s: Standing, e: Event): Standing {
  const steps = stepsOf(d, s.openedOn);
  const next = steps[steps.findIndex((x) => x.name === e.step) + 1];
  return { ...s, passed: [...s.passed, { step: e.step, on: e.on, by: e.by }], next, since: e.on, notice: undefined, dissent: undefined, status: next ? "open" : "finished", over: next ? undefined : { on: e.on, reason: "" } };
}

/** What stood after the step asked for no longer holds. */
function backTo(d: Definition, s: Standing, to: string, on: string): Standing {
  const steps = stepsOf(d, s.openedOn);
  const at = steps.findIndex((x) => x.name === to);
  return { ...s, status: "open", next: steps[at], since: on, passed: s.passed.filter((p) => steps.findIndex((x) => x.name === p.step) < at), notice: undefined, objections: [], suspicions: 0, dissent: undefined, over: undefined };
}

const ended = (s: Standing, status: "rejected" | "withdrawn", e: Event, reason: string): Standing => ({ ...s, status, next: undefined, notice: undefined, objections: [], over: { on: e.on, reason } });

/** The state after one more event; the event is taken as it stands (it was checked when it was made). */
export function after(d: Definition, s: Standing, e: Event, terms: Terms): Standing {
  const now: Standing = { ...s, lastOn: e.on };
  switch (e.act) {
    case "take": return { ...forward(d, now, e), suspicions: e.given.suspicions ?? now.suspicions };
    case "close": case "overrule": return forward(d, now, e);
    case "post": return { ...now, notice: { step: e.step, from: e.from, to: e.to } };
    case "object": return { ...now, objections: [...now.objections, { id: e.objection, on: e.on, due: addDays(e.on, terms.PROCEDURE_OBJECTION_DAYS) }] };
    case "dismiss": {
      const left = { ...now, objections: now.objections.filter((o) => o.id !== e.objection) };
      // 重新公示: the notice that stood does not count, it has to be posted again
      return e.again ? { ...left, notice: undefined, since: e.on } : left;
    }
    case "uphold": return e.to === undefined ? ended(now, "rejected", e, e.answer) : backTo(d, now, e.to, e.on);
    case "clear": return { ...now, suspicions: 0 };
    case "dissent": return { ...now, dissent: { on: e.on, reason: e.reason } };
    case "return": case "reopen": return backTo(d, now, e.to, e.on);
    case "reject": return ended(now, "rejected", e, e.reason);
    case "withdraw": return ended(now, "withdrawn", e, e.reason);
  }
}

/** @example standingOf(twoNotices, "2018-03-01", [], terms).next?.name // => "application" */
export const standingOf = (d: Definition, openedOn: string, events: readonly Event[], terms: Terms): Standing => events.reduce((s, e) => after(d, s, e, terms), begun(d, openedOn));
