/**
 * The life of a finding: found → assigned → corrected or explained → verified; sent back when the settlement does not hold,
 * reopened when the fault comes back (issue: 「a worklist by village with states」). Who explained may not verify: two persons.
 */
import { Problem } from "../problem.ts";

export const findingStates = ["found", "assigned", "returned", "corrected", "explained", "verified"] as const;
export type FindingState = (typeof findingStates)[number];

/** Still to be settled. */
export const openStates = ["found", "assigned", "returned"] as const satisfies readonly FindingState[];
/** Settled and waiting for the second person. */
export const waitingStates = ["corrected", "explained"] as const satisfies readonly FindingState[];

export const findingActs = ["assigned", "corrected", "explained", "verified", "returned", "reopened", "excepted"] as const;
export type FindingAct = (typeof findingActs)[number];

/** Acts that people take on a finding. */
export const personActs = ["assign", "correct", "explain", "verify", "sendBack", "reopen"] as const;
export type PersonAct = (typeof personActs)[number];

const from: Readonly<Record<PersonAct, readonly FindingState[]>> = {
  assign: openStates, correct: openStates, explain: openStates, verify: waitingStates, sendBack: waitingStates, reopen: ["verified"],
};
const to: Readonly<Record<PersonAct, FindingState>> = { assign: "assigned", correct: "corrected", explain: "explained", verify: "verified", sendBack: "returned", reopen: "returned" };

export const isOpen = (state: FindingState): boolean => (openStates as readonly FindingState[]).includes(state);

/** Which acts a finding allows a person. `settledBy` is the account that corrected or explained it; null = the platform. @example allowedActs({ state: "found", settledBy: null }, "a") // => ["assign", "correct", "explain"] */
export const allowedActs = (finding: { readonly state: FindingState; readonly settledBy: string | null }, account: string): PersonAct[] =>
  personActs.filter((act) => from[act].includes(finding.state) && !(act === "verify" && finding.settledBy === account));

/**
 * State after an act; throws `quality.state` when the act is not possible now and `quality.ownWork` when the same person would
 * both settle and verify. @example stateAfter("verify", { state: "explained", settledBy: "a" }, "b") // => "verified"
 */
export function stateAfter(act: PersonAct, finding: { readonly state: FindingState; readonly settledBy: string | null }, account: string): FindingState {
  if (!from[act].includes(finding.state)) throw new Problem("quality.state", { act, state: finding.state });
  if (act === "verify" && finding.settledBy !== null && finding.settledBy === account) throw new Problem("quality.ownWork");
  return to[act];
}

/** What a new check means for a finding on record. */
export type Recheck = "keep" | "reopen" | "correct";

/**
 * The fault is (still) there, or gone: what happens to the finding? Explained ones stand while the fault lasts, verified explanations
 * as long as their exception; corrected ones reopen when the fault is seen again. @example afterCheck({ state: "corrected", outcome: null }, true, false) // => "reopen"
 */
export function afterCheck(finding: { readonly state: FindingState; readonly outcome: "corrected" | "explained" | null }, present: boolean, excepted: boolean): Recheck {
  if (present) {
    if (finding.state === "corrected" || (finding.state === "verified" && (finding.outcome === "corrected" || !excepted))) return "reopen";
    return "keep";
  }
  return isOpen(finding.state) || finding.state === "explained" ? "correct" : "keep";
}
