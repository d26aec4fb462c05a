/**
 * 查重: the life of a pair of records that are probably one person (issue: reasons, undo, 「never an automatic verdict」; papers 000 §2.1,
 * 001 §2.1). open → same, different or needs a visit; every decision can be undone; a pair that the records no longer show is gone.
 */
import { Problem } from "../problem.ts";
import type { FieldEvidence } from "./persons.ts";

export const pairStates = ["open", "same", "different", "visit", "gone"] as const;
export type PairState = (typeof pairStates)[number];
export const pairActs = ["same", "different", "visit", "undo"] as const;
export type PairAct = (typeof pairActs)[number];
export const pairKinds = ["sameNumber", "nearNumber", "sameNameBirth", "likely"] as const;
export type PairKind = (typeof pairKinds)[number];

/** A reason shorter than this says nothing. */
export const reasonLeast = 4;

/** After a visit a pair is decided; what was decided is undone first. @example allowedPairActs("open") // => ["same", "different", "visit"] */
export const allowedPairActs = (state: PairState): readonly PairAct[] => (state === "open" ? ["same", "different", "visit"] : state === "visit" ? ["same", "different", "undo"] : state === "gone" ? [] : ["undo"]);

/**
 * State after an act. Throws `duplicates.state` when it is not possible now and `duplicates.reason` without a reason.
 * @param before what the state was before the decision that an undo takes back
 * @example afterPairAct("undo", "same", "开错了户", "visit") // => "visit"
 */
export function afterPairAct(act: PairAct, state: PairState, reason: string, before: PairState): PairState {
  if (!allowedPairActs(state).includes(act)) throw new Problem("duplicates.state", { state, act });
  if ([...reason.trim()].length < reasonLeast) throw new Problem("duplicates.reason");
  return act === "undo" ? before : act;
}

/** What makes a pair suspicious, from the levels of its fields. @example kindOf([{ field: "certNo", level: "same", weight: 20 }]) // => "sameNumber" */
export function kindOf(fields: readonly FieldEvidence[]): PairKind {
  const level = (field: string): string => fields.find((f) => f.field === field)?.level ?? "missing";
  if (level("certNo") === "same" || level("certNo") === "sameOld") return "sameNumber";
  if (level("certNo") === "oneSlip") return "nearNumber";
  return level("birth") === "same" && ["same", "sameFolded", "samePinyin"].includes(level("name")) ? "sameNameBirth" : "likely";
}

/** Places of the characters of `a` that are not in `b` at the same step of their common order (longest common subsequence). @example marks("138****5027", "138****5627") // => [8] */
export function marks(a: string, b: string): number[] {
  const [x, y] = [[...a], [...b]];
  const table = Array.from({ length: x.length + 1 }, () => new Uint16Array(y.length + 1));
  for (let i = x.length - 1; i >= 0; i--) for (let j = y.length - 1; j >= 0; j--) { const row = table[i]; if (row) row[j] = x[i] === y[j] ? (table[i + 1]?.[j + 1] ?? 0) + 1 : Math.max(table[i + 1]?.[j] ?? 0, row[j + 1] ?? 0); }
  const out: number[] = [];
  for (let i = 0, j = 0; i < x.length;) {
    if (j < y.length && x[i] === y[j]) { i++; j++; } else if (j < y.length && (table[i]?.[j + 1] ?? 0) > (table[i + 1]?.[j] ?? 0)) j++;
    else out.push(i++);
  }
  return out;
}
