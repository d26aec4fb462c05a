/**
 * Which facts decide whether two records are one person (部门比对, 查重; papers 000 §2.1, 001 §2.1), and what is believed of them before
 * the records at hand speak. Design values: m is what `npm run bench linkage` learns on generated persons with planted slips, rounded,
 * with more room for homophones, moves and changed phones than the bench plants; u is of strangers in one county. They are worth
 * a few matches only (`worth`): where there are records enough, these decide.
 */
import type { FieldModel } from "../statistics/linkage.ts";
import { comparator, comparatorOf, numberComparator, type Comparator } from "./comparators.ts";
import type { NameTables } from "./names.ts";

export const personFields = ["name", "certNo", "birth", "sex", "region", "phone"] as const;
export type PersonField = (typeof personFields)[number];

/** From elsewhere to the same village, by the 12-digit code. */
export const placeLevels = ["elsewhere", "sameCounty", "sameTown", "sameVillage"] as const;

/** @example comparePlaces("990103101201", "990103101202") // => 2 */
export const comparePlaces = (a: string, b: string): number => (a === b ? 3 : a.slice(0, 9) === b.slice(0, 9) ? 2 : a.slice(0, 6) === b.slice(0, 6) ? 1 : 0);

/** One comparator per field, in the order of `personFields`. */
export const personComparators = (tables: NameTables): readonly Comparator[] => [
  comparatorOf("chinese-name", undefined, tables), numberComparator, comparatorOf("date", undefined, tables), comparatorOf("exact", undefined, tables),
  comparator(placeLevels, 2, 3, (t) => t, comparePlaces), comparatorOf("damerau", [1], tables),
];

/** Levels from unlike to the same. */
export const believed: Readonly<Record<PersonField, FieldModel>> = {
  name: { m: [0.004, 0.036, 0.03, 0.01, 0.92], u: [0.82, 0.176, 0.0015, 0.0005, 0.002] },
  certNo: { m: [0.005, 0.095, 0.005, 0.895], u: [0.999998, 0.0000005, 0.0000005, 0.000001] },
  birth: { m: [0.004, 0.003, 0.003, 0.02, 0.005, 0.965], u: [0.9781, 0.0178, 0.0026, 0.0008, 0.0002, 0.0005] },
  sex: { m: [0.005, 0.995], u: [0.5, 0.5] },
  region: { m: [0.01, 0.02, 0.04, 0.93], u: [0.5, 0.44, 0.05, 0.01] },
  phone: { m: [0.12, 0.05, 0.83], u: [0.9999, 0.00005, 0.00005] },
};
/** What a fact says: bits, above 0 for the same person, below 0 against, 0 when it is missing. `level` is "missing" or one of the comparator's levels. */
export interface FieldEvidence { readonly field: PersonField; readonly level: string; readonly weight: number }

/** How many matching and random pairs the beliefs are worth. */
export const worth = { matches: 50, strangers: 20_000 } as const;
/** Prior of one pair that was looked up by itself: one in ten thousand. */
export const loneLambda = 0.0001;
