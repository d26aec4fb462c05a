/**
 * The life of a version of a rule: 草稿 → 已模拟 → 已送审 → 已批准 → 生效 → 被取代 (issue 3 item 3). Nobody approves a text that they wrote
 * or submitted, and no text is approved that was not simulated over its whole area exactly as it stands.
 */
import { Problem } from "../problem.ts";

export const purposes = ["identification", "exit", "monitoring", "measure"] as const;
export type Purpose = (typeof purposes)[number];

export const versionStates = ["draft", "simulated", "submitted", "returned", "approved", "active", "superseded", "retired"] as const;
export type VersionState = (typeof versionStates)[number];
export const ruleActs = ["submit", "approve", "sendBack", "retire"] as const;
export type RuleAct = (typeof ruleActs)[number];

export interface RuleEvent { readonly act: "drafted" | "simulated" | "submitted" | "approved" | "returned" | "retired"; readonly activeFrom: string | null; readonly accountId: string | null }

/** First day in force of the version in force on a day and the day it ends; approvals of other versions of the set cut it off. */
export interface Period { readonly version: number; readonly from: string; /** exclusive */ readonly to: string | null }

/** Which version counts when: the approval with the latest first day that has begun; of one day, the later approval. `retired`: first day on which a version no longer counts. */
export function periods(approved: readonly { readonly version: number; readonly activeFrom: string; readonly at: number }[], retired: ReadonlyMap<number, string> = new Map()): readonly Period[] {
  const order = approved.toSorted((a, b) => (a.activeFrom === b.activeFrom ? a.at - b.at : a.activeFrom < b.activeFrom ? -1 : 1));
  const kept = order.filter((a, i) => order[i + 1]?.activeFrom !== a.activeFrom);
  return kept.flatMap((a, i) => {
    const next = kept[i + 1]?.activeFrom ?? null;
    const end = retired.get(a.version) ?? null;
    const to = end !== null && (next === null || end < next) ? end : next;
    return to !== null && to <= a.activeFrom ? [] : [{ version: a.version, from: a.activeFrom, to }];
  });
}
export const activeOn = (of: readonly Period[], on: string): Period | undefined => of.find((p) => p.from <= on && (p.to === null || on < p.to));

/** State of a version on a day, from what happened to it and when versions of its set count. */
export function stateOf(version: number, events: readonly RuleEvent[], of: readonly Period[], today: string): VersionState {
  const last = events.findLast((e) => e.act !== "simulated" || events.every((x) => x.act === "drafted" || x.act === "simulated"));
  if (last === undefined || last.act === "drafted") return "draft";
  if (last.act === "simulated") return "simulated";
  if (last.act === "submitted") return "submitted";
  if (last.act === "returned") return "returned";
  const own = of.find((p) => p.version === version);
  if (!own) return last.act === "retired" ? "retired" : "superseded";
  if (today < own.from) return "approved";
  if (own.to === null || today < own.to) return "active";
  return last.act === "retired" ? "retired" : "superseded";
}

const from: Readonly<Record<RuleAct, readonly VersionState[]>> = { submit: ["simulated", "returned", "draft"], approve: ["submitted"], sendBack: ["submitted"], retire: ["approved", "active"] };

/** Throws the Problem that forbids an act. `authors`: accounts that wrote or submitted this version. */
export function mayAct(act: RuleAct, at: { readonly state: VersionState; readonly simulated: boolean; readonly authors: readonly string[]; readonly by: string }): void {
  if (!from[act].includes(at.state)) throw new Problem("rules.state", { state: at.state, act });
  if (!at.simulated && (act === "submit" || act === "approve")) throw new Problem("rules.notSimulated");
  if ((act === "approve" || act === "sendBack") && at.authors.includes(at.by)) throw new Problem("rules.ownText");
}
/** Acts that the state and the person allow. */
export const allowedActs = (at: Parameters<typeof mayAct>[1]): readonly RuleAct[] => ruleActs.filter((act) => { try { mayAct(act, at); return true; } catch { return false; } });
