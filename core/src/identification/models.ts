/**
 * What a fitted poverty model of a county and year says (paper 001 §2.1 通过统计技术模拟贫困程度; methods: docs/methods/pmt.md and
 * small-area.md). The model is stored with its version, seed, parameters and errors; no figure is shown without them.
 */
import type { FactKey } from "./facts.ts";

/** Grows whenever the same facts and seed would give other figures. */
export const modelVersion = "1";

/** One column of the model: a fact, or one value of a fact that is a code; `missing`: 1 where the fact is not known. */
export interface Term {
  readonly fact: FactKey;
  readonly level: number | null;
  readonly missing: boolean;
  /** Change of ln(income per head) per unit of the fact (a flag counts 0 or 1). */
  readonly coefficient: number;
  readonly se: number | null;
  /** Mean over the households of the county: contributions are told against it. */
  readonly mean: number;
}

/** Errors on the test part, in shares of persons; null where nobody is in the denominator. */
export interface Errors {
  /** Cut in fen per head: the poverty line, or the calibrated cut. */
  readonly cutFen: number;
  /** 漏评 */ readonly exclusion: number | null;
  /** 错评 */ readonly inclusion: number | null;
  readonly coverage: number | null;
  readonly cgh: number | null;
}

export interface PovertyModel {
  readonly county: number; readonly id: string; readonly year: number; readonly version: string; readonly seed: string;
  readonly fittedAt: string; readonly fittedOn: string; readonly lineFen: number; readonly lineSource: string;
  readonly trainingRows: number; readonly testRows: number; readonly leftOut: number; readonly simulated: number;
  readonly parameters: readonly { readonly code: string; readonly value: number; readonly unit: string; readonly validFrom: string; readonly source: string }[];
  /** Proxy means test. `r2`, `auc` of the test part; `atLine` uncalibrated, `atCut` at the cut that selects as many as are poor in the training part. */
  readonly pmt: { readonly intercept: number; readonly terms: readonly Term[]; readonly dropped: readonly string[]; readonly r2: number; readonly r2Training: number; readonly auc: number | null; readonly povertyRate: number; readonly atLine: Errors; readonly atCut: Errors };
  /** Nested-error model. `noise`: largest Monte-Carlo standard error of a village's P0; `covered`: share of test households whose recorded income lies in its own 80 % interval. */
  readonly degree: { readonly sigmaU: number; readonly sigmaE: number; readonly draws: number; readonly replicates: number; readonly noise: number; readonly covered: number | null };
}

export interface VillageDegree {
  readonly region: number; readonly households: number; readonly persons: number; readonly sampled: number;
  readonly p0: number; readonly p1: number; readonly p2: number; readonly rmse0: number; readonly rmse1: number; readonly rmse2: number;
  readonly recorded0: number | null;
}

export interface HouseholdDegree {
  readonly model: PovertyModel;
  /** Probability that the income per head lies below the line, and its 95 % interval (uncertainty of the model itself). */
  readonly probability: number; readonly low: number; readonly high: number;
  readonly incomeFen: number; readonly incomeLowFen: number; readonly incomeHighFen: number;
  readonly scoreFen: number; readonly selected: boolean; readonly training: boolean;
  /** Largest first: what each fact adds to or takes from ln(income), against the county's mean. exp(contribution) is its factor. */
  readonly contributions: readonly { readonly fact: FactKey; readonly level: number | null; readonly missing: boolean; readonly contribution: number }[];
}
