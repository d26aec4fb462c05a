/**
 * History of a household (issue: 「nothing is overwritten; any past state can be shown」). The present state is kept; every change
 * appends what each field was and became; a past state is the present one with the later changes taken back, latest first.
 *
 * How changes are written, by whoever writes them (editing, import, undo):
 * - one row per household or member, year and act; `patch` = {field: [before, after]} for changed fields only;
 * - secret fields stand in the patch as masked text, their values {"field.before", "field.after"} in the sealed blob;
 * - a year's row that came into being needs no patch: its `created_at` tells; `exists: [false, true]` says the same;
 * - a row that is taken out again leaves its whole content, each field [value, null], and `exists: [true, false]`.
 */

/** A field's value as kept: text, number (codes, fen, quantities), flag, list of codes, or `null` for not filled in. */
export type Value = string | number | boolean | null | readonly number[];
export type Patch = Readonly<Record<string, readonly [before: Value, after: Value]>>;
export type Values = Readonly<Record<string, Value>>;

/** What a change was; verbs of the office in `registry/labels.ts`. */
export const acts = ["created", "imported", "corrected", "income", "arrived", "left", "moved", "cancelled", "restored", "attached", "withdrawn", "snapshot", "decided", "undone"] as const;
export type Act = (typeof acts)[number];

/** Pseudo-field: does the row of the year exist? */
export const presence = "exists";

export const sameValue = (a: Value | undefined, b: Value | undefined): boolean =>
  Array.isArray(a) && Array.isArray(b) ? a.length === b.length && a.every((v, i) => v === b[i]) : (a ?? null) === (b ?? null);

/** Fields that differ. @example patchOf({ fuel: 1, tv: true }, { fuel: 4, tv: true }) // => { fuel: [1, 4] } */
export function patchOf(before: Values, after: Values): Patch {
  const patch: Record<string, readonly [Value, Value]> = {};
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (!sameValue(before[key], after[key])) patch[key] = [before[key] ?? null, after[key] ?? null];
  }
  return patch;
}

/** One year of a household: its own fields and those of its members by id. */
export interface YearState { readonly household: Values | undefined; readonly members: Readonly<Record<string, Values>> }
export interface PastChange { readonly memberId: string | null; readonly patch: Patch }

function takeBack(now: Values | undefined, patch: Patch): Values | undefined {
  const there = patch[presence];
  if (there && there[0] === false) return undefined;
  if (now === undefined && !there) return undefined;
  const before: Record<string, Value> = { ...now };
  for (const [key, [was]] of Object.entries(patch)) if (key !== presence) before[key] = was;
  return before;
}

/**
 * The state before the given changes, which come latest first.
 * @example rewind({ household: { fuel: 4 }, members: {} }, [{ memberId: null, patch: { fuel: [1, 4] } }]).household // => { fuel: 1 }
 */
export function rewind(now: YearState, latestFirst: readonly PastChange[]): YearState {
  let household = now.household;
  const members: Record<string, Values> = { ...now.members };
  for (const { memberId, patch } of latestFirst) {
    if (memberId === null) { household = takeBack(household, patch); continue; }
    const was = takeBack(members[memberId], patch);
    if (was) members[memberId] = was; else delete members[memberId];
  }
  return { household, members };
}
