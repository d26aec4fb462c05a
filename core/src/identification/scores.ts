/**
 * The scores of a household side by side, never one black box (paper 000 §2.1, paper 001 §2.1; domain guide §2.7): income gap, the
 * guarantees, deprivation by dimension. From them a recommendation to people, never a verdict: a public procedure decides.
 */
import { gap } from "../statistics/fgt.ts";
import type { Scheme } from "../statistics/weights.ts";
import { indicators, type Flags, type IndicatorKey } from "./deprivation.ts";

/** The guarantees that the record can show (两不愁 are seen at a visit), with the indicator that says that one is not met. */
export const guaranteeFlags = { education: "dropout", medical: "uninsured", housing: "house", water: "water" } as const satisfies Readonly<Record<string, IndicatorKey>>;
export type GuaranteeKey = keyof typeof guaranteeFlags;

/** What the scores are made of. Money in fen; null = not known. */
export interface Scored { readonly perCapitaFen: number | null; readonly persons: number | null; readonly flags: Flags; readonly lineFen: number | null; readonly scheme: Scheme }

export const recommendations = ["poor", "notPoor", "unclear"] as const;
export type Recommendation = (typeof recommendations)[number];
export interface Scores {
  /** max(0, line − y)/line; null without income or line */ readonly incomeGap: number | null;
  /** not met true, met false, unknown null */ readonly guarantees: Readonly<Record<GuaranteeKey, boolean | null>>;
  /** units of what is known to be lacking, and with what may be lacking */ readonly depth: number; readonly mostDepth: number;
  readonly deprived: boolean | null;
  readonly recommendation: Recommendation;
  /** what speaks for it: "income", a guarantee, "deprivation" */ readonly reasons: readonly string[];
  /** what is not known and could decide */ readonly missing: readonly string[];
}

const flagOf = (flags: Flags, key: IndicatorKey): boolean | null => flags[indicators.findIndex((i) => i.key === key)] ?? null;

/**
 * Poor if income lies below the line, or a guarantee is not met, or deprivation reaches the cutoff; unclear while something unknown could
 * decide. @example scoresOf({ perCapitaFen: 280000, lineFen: 353500, … }).incomeGap // => 0.2079
 */
export function scoresOf({ perCapitaFen, flags, lineFen, scheme }: Scored): Scores {
  const incomeGap = perCapitaFen === null || lineFen === null ? null : gap(perCapitaFen, lineFen, 1);
  const guarantees = Object.fromEntries(Object.entries(guaranteeFlags).map(([key, flag]) => [key, flagOf(flags, flag)])) as Record<GuaranteeKey, boolean | null>;
  let [depth, mostDepth] = [0, 0];
  scheme.units.forEach((u, n) => { const flag = flags[n] ?? null; if (flag === true) depth += u; if (flag !== false) mostDepth += u; });
  const deprived = depth >= scheme.threshold ? true : mostDepth < scheme.threshold ? false : null;
  const judged: readonly (readonly [string, boolean | null])[] = [["income", incomeGap === null ? null : incomeGap > 0], ...Object.entries(guarantees), ["deprivation", deprived]];
  const reasons = judged.filter(([, says]) => says === true).map(([name]) => name);
  const missing = judged.filter(([, says]) => says === null).map(([name]) => name);
  return { incomeGap, guarantees, depth, mostDepth, deprived, reasons, missing, recommendation: reasons.length > 0 ? "poor" : missing.length > 0 ? "unclear" : "notPoor" };
}

/** One change of one thing that would turn the recommendation: income by so many fen a head and year, or an indicator that would become true or false. */
export interface Turn { readonly score: "income" | "guarantee" | "deprivation"; readonly item: string; readonly byFen: number | null; readonly to: boolean | null }

const withFlag = (s: Scored, n: number, to: boolean): Scored => ({ ...s, flags: s.flags.map((f, i) => (i === n ? to : f)) });

/**
 * The smallest single changes that would turn the recommendation, the smallest of each score first in its kind; empty when no single change
 * does (two reasons hold) or while it is unclear. @example turnsOf({ …, perCapitaFen: 340000, lineFen: 353500 })[0] // => { score: "income", item: "income", byFen: 13500, to: null }
 */
export function turnsOf(s: Scored): Turn[] {
  const now = scoresOf(s);
  if (now.recommendation === "unclear") return [];
  const target: Recommendation = now.recommendation === "poor" ? "notPoor" : "poor";
  const turns: Turn[] = [];
  if (s.perCapitaFen !== null && s.lineFen !== null) {
    // up to the line exactly, or one fen below it
    const to = now.recommendation === "poor" ? s.lineFen : s.lineFen - 1;
    const sensible = now.recommendation === "poor" ? s.perCapitaFen < s.lineFen : true;
    if (sensible && scoresOf({ ...s, perCapitaFen: to }).recommendation === target) turns.push({ score: "income", item: "income", byFen: to - s.perCapitaFen, to: null });
  }
  const guarded = new Set<string>(Object.values(guaranteeFlags));
  const flips = indicators.flatMap((indicator, n) => {
    const flag = s.flags[n] ?? null;
    if (flag === null || flag === (target === "poor") || scoresOf(withFlag(s, n, target === "poor")).recommendation !== target) return [];
    return [{ score: guarded.has(indicator.key) ? "guarantee" as const : "deprivation" as const, item: indicator.key, byFen: null, to: target === "poor", units: s.scheme.units[n] ?? 0 }];
  });
  for (const score of ["guarantee", "deprivation"] as const) turns.push(...flips.filter((f) => f.score === score).toSorted((a, b) => a.units - b.units).map(({ units: _units, ...turn }) => turn));
  return turns;
}

/** Registered as poor now: 未脱贫, 预脱贫 or 返贫; 已脱贫 and 未识别 are not. */
export const registeredPoor = (exitState: number | null): boolean => exitState === 0 || exitState === 2 || exitState === 3;

export const differences = ["none", "maybeWrong", "maybeMissed"] as const;
/** maybeWrong: registered as poor without anything that speaks for it; maybeMissed: not registered as poor although something does. */
export type Difference = (typeof differences)[number];
/** A question to people, not a verdict. @example differenceOf("poor", 1) // => "maybeMissed" */
export function differenceOf(recommendation: Recommendation, exitState: number | null): Difference {
  if (recommendation === "unclear" || exitState === null) return "none";
  const poor = registeredPoor(exitState);
  return poor === (recommendation === "poor") ? "none" : poor ? "maybeWrong" : "maybeMissed";
}
