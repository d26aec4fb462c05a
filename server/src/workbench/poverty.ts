/**
 * Every measure of poverty and inequality of a survey, for all and by group, with sampling errors (paper 001 §4: 贫困程度; formulas
 * and sources in docs/methods/poverty.md). Groups are judged by the line of the whole, and their errors are those of domains.
 */
import { domainErrors } from "@diguan/core/statistics/domain-errors.ts";
import { density, fgt, fgtInfluence, gap, medianGap, watts, type Fgt, type RelativeLine } from "@diguan/core/statistics/fgt.ts";
import { atkinson, generalisedEntropy, gini, quintileShareRatio } from "@diguan/core/statistics/inequality.ts";
import { designOf, interval, totalVariance, type Design } from "@diguan/core/statistics/survey-variance.ts";
import { distribution, quantile, type Distribution } from "@diguan/core/statistics/weighted.ts";

export interface Survey {
  readonly incomes: Float64Array;
  readonly weights: Float64Array;
  readonly psu?: readonly string[] | undefined;
  readonly strata?: readonly string[] | undefined;
  readonly groups?: readonly string[] | undefined;
}

/** Measures of one population; NaN where it has none (nobody poor, one PSU), which JSON shows as null. */
export interface Measures {
  readonly n: number; readonly population: number; readonly line: number;
  readonly fgt: readonly number[]; readonly se: readonly number[]; readonly ci: readonly (readonly [number, number])[];
  readonly gini: number; readonly theil: number; readonly mld: number; readonly atkinson: Readonly<Record<"0.5" | "1" | "2", number>>;
  readonly ge2: number; readonly qsr: number; readonly rmpg: number; readonly watts: number;
}
export interface LeftOut { /** Rows without income, weight, PSU or stratum: in no figure. */ readonly missing: number; /** Rows with income ≤ 0: not in the logarithmic measures and Atkinson's. */ readonly nonPositive: number }
export type PovertyReport = Measures & { readonly leftOut: LeftOut; readonly by: Readonly<Record<string, Measures & { readonly leftOut: Pick<LeftOut, "nonPositive"> }>> };

/** A fixed line in the unit of the incomes, or a share of the weighted median. */
export type Line = { readonly fixed: number } | { readonly relative: number };

/** Key of the rows whose group is missing. */
export const noGroup = "(missing)";

const powers = [0, 1, 2] as const;

/** Errors of P0, P1, P2 of the rows with a weight above 0. */
const errorsOf = (survey: Survey, weights: Float64Array, line: number, p: Fgt, design: Design, relative: RelativeLine | undefined): number[] =>
  powers.map((a) => Math.sqrt(totalVariance(fgtInfluence(survey.incomes, weights, line, a, p, relative), design)));

function measures(d: Distribution, line: number, p: Fgt, se: readonly number[]): Measures {
  return {
    n: d.values.length, population: d.total, line, fgt: p, se, ci: se.map((s, a) => interval(p[a] ?? NaN, s)),
    gini: gini(d), theil: generalisedEntropy(d, 1), mld: generalisedEntropy(d, 0),
    atkinson: { "0.5": atkinson(d, 0.5), "1": atkinson(d, 1), "2": atkinson(d, 2) },
    ge2: generalisedEntropy(d, 2), qsr: quintileShareRatio(d), rmpg: medianGap(d, line), watts: watts(d, line),
  };
}

/** The rows that can be used; a row that lacks something is dropped, never taken as 0. */
function complete(survey: Survey): { readonly survey: Survey; readonly missing: number } {
  const kept: number[] = [];
  for (let i = 0; i < survey.incomes.length; i++) {
    if (!Number.isNaN(survey.incomes[i]) && !Number.isNaN(survey.weights[i]) && survey.psu?.[i] !== "" && survey.strata?.[i] !== "") kept.push(i);
  }
  if (kept.length === survey.incomes.length) return { survey, missing: 0 };
  const pick = (texts: readonly string[] | undefined): string[] | undefined => texts && kept.map((i) => texts[i] ?? "");
  const numbers = (of: Float64Array): Float64Array => Float64Array.from(kept, (i) => of[i] ?? NaN);
  return { survey: { incomes: numbers(survey.incomes), weights: numbers(survey.weights), psu: pick(survey.psu), strata: pick(survey.strata), groups: pick(survey.groups) }, missing: survey.incomes.length - kept.length };
}

const nonPositive = (d: Distribution): number => { let n = 0; while (n < d.values.length && (d.values[n] ?? NaN) <= 0) n++; return n; };

/** Rows of each group, groups in the order of their names. */
function groupsOf(survey: Survey): { readonly key: string; readonly rows: readonly number[] }[] {
  const members = new Map<string, number[]>();
  for (const [i, name] of (survey.groups ?? []).entries()) {
    const key = name === "" ? noGroup : name;
    const rows = members.get(key);
    if (rows) rows.push(i); else members.set(key, [i]);
  }
  return [...members].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, rows]) => ({ key, rows }));
}

/**
 * The whole report; throws RangeError when no row is usable, a weight is negative or their sum 0, or the line is not positive.
 * @example measurePoverty({ incomes, weights }, { relative: 0.6 }).fgt[0] // => 0.1444 of eusilc
 */
export function measurePoverty(given: Survey, by: Line): PovertyReport {
  const { survey, missing } = complete(given);
  if (survey.incomes.length === 0) throw new RangeError("no row has both an income and a weight");
  if (survey.weights.some((w) => w < 0)) throw new RangeError("a weight is negative");
  const d = distribution(survey.incomes, survey.weights);
  if (!(d.total > 0)) throw new RangeError("the weights add up to 0");
  const median = quantile(d, 0.5);
  const line = "fixed" in by ? by.fixed : by.relative * median;
  if (!(line > 0)) throw new RangeError(`the poverty line is ${line}; it must be above 0`);
  const relative = "fixed" in by ? undefined : { share: by.relative, median, density: density(survey.incomes, survey.weights, median), weights: survey.weights };
  const design = designOf(survey.incomes.length, survey.psu, survey.strata);
  const p = fgt(d, line);
  const report = measures(d, line, p, errorsOf(survey, survey.weights, line, p, design, relative));

  const groups = groupsOf(survey);
  const groupOf = new Uint32Array(survey.incomes.length);
  for (const [g, { rows }] of groups.entries()) for (const i of rows) groupOf[i] = g;
  const parts = groups.map(({ rows }) => distribution(Float64Array.from(rows, (i) => survey.incomes[i] ?? NaN), Float64Array.from(rows, (i) => survey.weights[i] ?? 0)));
  const shares = parts.map((own) => fgt(own, line));
  // at a fixed line rows outside a group add nothing to its error: one pass serves all groups
  const fixed = relative || groups.length === 0 ? [] : powers.map((a) => domainErrors(design, groupOf, groups.length, (i, g) => ((survey.weights[i] ?? 0) * (gap(survey.incomes[i] ?? NaN, line, a) - (shares[g]?.[a] ?? NaN))) / (parts[g]?.total ?? NaN)));
  const entries = groups.map(({ key, rows }, g) => {
    const [own, share] = [parts[g] ?? d, shares[g] ?? p];
    let se = fixed.map((errors) => errors[g] ?? NaN);
    if (relative) {
      const weights = new Float64Array(survey.incomes.length);
      for (const i of rows) weights[i] = survey.weights[i] ?? 0;
      se = errorsOf(survey, weights, line, share, design, relative);
    }
    return [key, { ...measures(own, line, share, se), leftOut: { nonPositive: nonPositive(own) } }] as const;
  });
  return { ...report, leftOut: { missing, nonPositive: nonPositive(d) }, by: Object.fromEntries(entries) };
}
