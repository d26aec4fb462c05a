/**
 * The composite 扶贫精准度 (PAPI, domain guide §9.4): weighted geometric mean of the six precisions, so that one cannot make up for another.
 * Nardo et al. 2008, OECD/JRC Handbook on Constructing Composite Indicators. Missing parts leave it «not computed»; over the parts
 * at hand a partial composite may be shown under its own name.
 */
import { indexKeys, type IndexKey } from "./indices.ts";

export type Values = Readonly<Partial<Record<IndexKey, number | null>>>;
export type Weights = Readonly<Record<IndexKey, number>>;

/** Weights of some of the parts, made to add up to 1. @example renormalised({ S1: 0.25, …, S6: 0.15 }, ["S1", "S6"]) // => { S1: 0.625, S6: 0.375 } */
export function renormalised(weights: Weights, of: readonly IndexKey[]): Partial<Record<IndexKey, number>> {
  const sum = of.reduce((all, k) => all + weights[k], 0);
  if (!(sum > 0) || of.some((k) => weights[k] < 0)) throw new RangeError("weights are numbers of 0 or more, not all 0");
  return Object.fromEntries(of.map((k) => [k, weights[k] / sum]));
}

/** Π S_k^{w_k} and Σ w_k S_k over the parts named; null when one of them is missing. */
export function composed(values: Values, weights: Weights, of: readonly IndexKey[] = indexKeys): { readonly geometric: number; readonly arithmetic: number } | null {
  if (of.length === 0) return null;
  const w = renormalised(weights, of);
  let [log, arithmetic] = [0, 0];
  for (const k of of) {
    const v = values[k];
    if (v === null || v === undefined) return null;
    const share = w[k] ?? 0;
    // a part of weight 0 does not count, even when it is 0
    if (share > 0) { log += share * Math.log(v); arithmetic += share * v; }
  }
  return { geometric: Math.exp(log), arithmetic };
}

export interface Composite { /** null: not computed */ readonly value: number | null; readonly arithmetic: number | null; readonly missing: readonly IndexKey[] }

/** The composite of all six. @example papi({ S1: .84, S2: .90, S3: .93, S4: .71, S5: .80, S6: .95 }, defaults) // => value 0.8455, arithmetic 0.8499 */
export function papi(values: Values, weights: Weights): Composite {
  const both = composed(values, weights);
  return { value: both?.geometric ?? null, arithmetic: both?.arithmetic ?? null, missing: indexKeys.filter((k) => values[k] === null || values[k] === undefined) };
}

export interface Partial6 { readonly of: readonly IndexKey[]; readonly weights: Partial<Record<IndexKey, number>>; readonly value: number; readonly arithmetic: number }

/** The composite over the parts at hand, with its renormalised weights; null when all or none are there (then the name would be wrong). */
export function partial(values: Values, weights: Weights): Partial6 | null {
  const of = indexKeys.filter((k) => typeof values[k] === "number");
  if (of.length === 0 || of.length === indexKeys.length) return null;
  const both = composed(values, weights, of);
  return both && { of, weights: renormalised(weights, of), value: both.geometric, arithmetic: both.arithmetic };
}

export const grades = ["A", "B", "C", "D"] as const;
export type Grade = (typeof grades)[number];
/** Lower limits of A, B and C, policy parameters GRADE_A, GRADE_B, GRADE_C. */
export interface GradeLimits { readonly A: number; readonly B: number; readonly C: number }
/** @example gradeOf(0.846, { A: 0.9, B: 0.8, C: 0.65 }) // => "B" */
export const gradeOf = (value: number, limits: GradeLimits): Grade => (value >= limits.A ? "A" : value >= limits.B ? "B" : value >= limits.C ? "C" : "D");

/** What the composite would gain if one part rose to `to`; 0 when it is there already. @example gain({ S4: 0.71, … }, defaults, "S4", 0.8) // => 0.0205 */
export function gain(values: Values, weights: Weights, key: IndexKey, to: number, of: readonly IndexKey[] = indexKeys): number | null {
  const [now, then] = [composed(values, weights, of), composed({ ...values, [key]: Math.max(to, values[key] ?? 0) }, weights, of)];
  return now && then ? then.geometric - now.geometric : null;
}
