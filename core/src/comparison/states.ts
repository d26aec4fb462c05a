/**
 * The life of a suspicion (domain guide §2.5: 疑点生成 → 下发乡村 → 入户核实 → 反馈 → 县复核 → 剔除、保留、整改 → 归档): found → sent →
 * answered by the village → decided by the county, sent back for more checking in between, objected to by the household after. A
 * suspicion is never decided before somebody was at the house, and never by the one who was there (PIPL Art. 24; methods: two persons).
 */
import { Problem } from "../problem.ts";

export const findingStates = ["found", "sent", "answered", "returned", "decided", "objected", "closed"] as const;
export type FindingState = (typeof findingStates)[number];
/** confirmed 属实 · refuted 不属实 · excusable 情有可原. */
export const answers = ["confirmed", "refuted", "excusable"] as const;
export type Answer = (typeof answers)[number];
/** removal 剔除建议 · keep 保留 · rectify 整改 · except 列入例外 · invite 邀请申请; closed without people: notConfirmed, withdrawn. */
export const outcomes = ["removal", "keep", "rectify", "except", "invite", "notConfirmed", "withdrawn"] as const;
export type Outcome = (typeof outcomes)[number];
export const decisions = ["removal", "keep", "rectify", "except", "invite"] as const satisfies readonly Outcome[];
export type Decision = (typeof decisions)[number];

export const personActs = ["send", "answer", "return", "decide", "object", "resolve", "urge"] as const;
export type PersonAct = (typeof personActs)[number];
/** Acts on record; the platform itself finds, closes what newer data do not confirm, reopens and withdraws. */
export const recordedActs = ["found", "sent", "answered", "returned", "decided", "objected", "resolved", "urged", "notConfirmed", "reopened", "withdrawn", "restated"] as const;
export type RecordedAct = (typeof recordedActs)[number];

const from: Readonly<Record<PersonAct, readonly FindingState[]>> = {
  send: ["found"], answer: ["sent", "returned"], return: ["answered"], decide: ["answered"], object: ["decided"], resolve: ["objected"], urge: ["sent", "returned"],
};
/** Waiting for somebody. */
export const openStates: readonly FindingState[] = ["found", "sent", "answered", "returned", "objected"];
/** Nobody has judged yet: a newer snapshot or an undo may still close it. */
export const undecided: readonly FindingState[] = ["found", "sent", "answered", "returned"];

export interface Standing { readonly state: FindingState; readonly answeredBy: string | null; readonly objectUntil: string | null; readonly objected: boolean }

/** May this act be taken now? @example allowed("decide", { state: "sent", answeredBy: null, objectUntil: null, objected: false }, "a", "2018-11-20") // => false */
export function allowed(act: PersonAct, f: Standing, account: string, today: string): boolean {
  if (!from[act].includes(f.state)) return false;
  if (act === "decide" || act === "return") return f.answeredBy !== account;
  if (act === "object") return !f.objected && f.objectUntil !== null && f.objectUntil >= today;
  return true;
}

/** Refuses an act that is not possible now; `comparison.ownCheck` when the same person checked and would decide. */
export function requireAllowed(act: PersonAct, f: Standing, account: string, today: string): void {
  if (allowed(act, f, account, today)) return;
  if ((act === "decide" || act === "return") && f.state === "answered") throw new Problem("comparison.ownCheck");
  if (act === "object" && f.state === "decided") throw new Problem("comparison.objectionOver", { until: f.objectUntil ?? "" });
  throw new Problem("comparison.state", { act, state: f.state });
}

/** Decisions that fit an answer: nothing is removed on a refuted suspicion; missed households are invited, never removed. @example decisionsFor("refuted", "exclude") // => ["keep"] */
export function decisionsFor(answer: Answer, remedy: "exclude" | "rectify" | "invite"): readonly Decision[] {
  if (answer === "refuted") return ["keep"];
  const act: readonly Decision[] = remedy === "exclude" ? ["removal", "rectify"] : remedy === "rectify" ? ["rectify"] : ["invite"];
  return [...act, "keep", "except"];
}
