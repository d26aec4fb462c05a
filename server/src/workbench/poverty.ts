/**
 * Every measure of poverty and inequality of a survey, for all and by group, with sampling errors (paper 001 §4: 贫困程度; formulas
 * and sources in docs/methods/poverty.md). Groups are judged by the line of the whole, and their errors are those of domains. The rows
 * are sorted once and summed once by group and sampling unit, so that thousands of groups cost no more than one.
 */
import { density, fgt, medianGap, watts, type Fgt } from "@diguan/core/statistics/fgt.ts";
import { atkinson, generalisedEntropy, gini, quintileShareRatio } from "@diguan/core/statistics/inequality.ts";
import { ascendingOrder, grouped } from "@diguan/core/statistics/order.ts";
import { cellsOf, centred, designOf, domainVariances, interval, type Cells, type Design } from "@diguan/core/statistics/survey-variance.ts";
import { quantile, type Distribution } from "@diguan/core/statistics/weighted.ts";
import type { Keys } from "./keys.ts";

export interface Survey {
  readonly incomes: Float64Array;
  readonly weights: Float64Array;
  readonly psu?: Keys | undefined;
  readonly strata?: Keys | undefined;
  /** With names. */
  readonly groups?: Keys | undefined;
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

function measures(d: Distribution, line: number, p: Fgt, se: readonly number[]): Measures {
  const mld = generalisedEntropy(d, 0);
  return {
    n: d.values.length, population: d.total, line, fgt: p, se, ci: se.map((s, a) => interval(p[a] ?? NaN, s)),
    gini: gini(d), theil: generalisedEntropy(d, 1), mld,
    atkinson: { "0.5": atkinson(d, 0.5), "1": atkinson(d, 1), "2": atkinson(d, 2) },
    ge2: generalisedEntropy(d, 2), qsr: quintileShareRatio(d), rmpg: medianGap(d, line), watts: watts(d, line),
  };
}

/** The rows that can be used; a row that lacks something is dropped, never taken as 0, and is no part of the design either. */
function complete(survey: Survey): { readonly survey: Survey; readonly missing: number } {
  const { incomes, weights, psu, strata, groups } = survey;
  const kept = new Uint32Array(incomes.length);
  let n = 0;
  const lacks = (keys: Keys | undefined, i: number): boolean => keys?.missing !== undefined && keys.codes[i] === keys.missing;
  for (let i = 0; i < incomes.length; i++) if (!Number.isNaN(incomes[i]) && !Number.isNaN(weights[i]) && !lacks(psu, i) && !lacks(strata, i)) kept[n++] = i;
  if (n === incomes.length) return { survey, missing: 0 };
  const rows = kept.subarray(0, n);
  const pick = (keys: Keys | undefined): Keys | undefined => keys && { ...keys, codes: rows.map((i) => keys.codes[i] ?? 0) };
  const numbers = (of: Float64Array): Float64Array => Float64Array.from(rows, (i) => of[i] ?? NaN);
  return { survey: { incomes: numbers(incomes), weights: numbers(weights), psu: pick(psu), strata: pick(strata), groups: pick(groups) }, missing: incomes.length - n };
}

const nonPositive = (d: Distribution): number => { let n = 0; while (n < d.values.length && (d.values[n] ?? NaN) <= 0) n++; return n; };

/** The distribution of the rows in this (ascending) order. */
function inOrder({ incomes, weights }: Survey, order: Uint32Array): Distribution {
  const [values, ws] = [new Float64Array(order.length), new Float64Array(order.length)];
  let total = 0;
  for (let at = 0; at < order.length; at++) {
    const i = order[at] ?? 0;
    const w = weights[i] ?? NaN;
    values[at] = incomes[i] ?? NaN;
    ws[at] = w;
    total += w;
  }
  return { values, weights: ws, total };
}

interface Relative { readonly share: number; readonly median: number }

/**
 * Standard errors of P0, P1, P2 of each part. At a relative line L the influence of the median is taken off: with M its linearised
 * variable and pull = (dP_a/dL)·share, Var = Var(D) − 2·pull·Cov(D, M) + pull²·Var(M), M being that of the whole survey.
 */
function errorsOf(survey: Survey, design: Design, cells: Cells, parts: readonly Distribution[], shares: readonly Fgt[], line: number, relative: (Relative & { readonly against: Float64Array; readonly variance: number; readonly perWeight: number }) | undefined): number[][] {
  const totals = Array.from({ length: 4 }, () => new Float64Array(cells.psu.length));
  const [t0, t1, t2, people] = totals as [Float64Array, Float64Array, Float64Array, Float64Array];
  for (let i = 0; i < cells.cellOf.length; i++) {
    const [c, w, y] = [cells.cellOf[i] ?? 0, survey.weights[i] ?? 0, survey.incomes[i] ?? 0];
    people[c] = (people[c] ?? 0) + w;
    if (y >= line) continue;
    const short = (line - y) / line;
    t0[c] = (t0[c] ?? 0) + w;
    t1[c] = (t1[c] ?? 0) + w * short;
    t2[c] = (t2[c] ?? 0) + w * short * short;
  }
  const errors = [t0, t1, t2].map((t, a) => domainVariances(design, cells, (c, g) => ((t[c] ?? 0) - (shares[g]?.[a as 0 | 1 | 2] ?? NaN) * (people[c] ?? 0)) / (parts[g]?.total ?? NaN), relative?.against));
  return parts.map((d, g) => errors.map(({ variance, covariance }, a) => {
    const p = shares[g];
    if (!relative || !p) return Math.sqrt(variance[g] ?? NaN);
    const slope = a === 0 ? density(d.values, d.weights, line) : (a * (p[a === 1 ? 0 : 1] - p[a === 1 ? 1 : 2])) / line;
    const pull = slope * relative.share * relative.perWeight;
    return Math.sqrt(Math.max(0, (variance[g] ?? NaN) - 2 * pull * (covariance[g] ?? 0) + pull ** 2 * relative.variance));
  }));
}

/**
 * The whole report; throws RangeError when no row is usable, a weight is negative or their sum 0, or the line is not positive.
 * @example measurePoverty({ incomes, weights }, { relative: 0.6 }).fgt[0] // => 0.1444 of eusilc
 */
export function measurePoverty(given: Survey, by: Line): PovertyReport {
  const { survey, missing } = complete(given);
  const rows = survey.incomes.length;
  if (rows === 0) throw new RangeError("no row has both an income and a weight");
  if (survey.weights.some((w) => w < 0)) throw new RangeError("a weight is negative");
  const order = ascendingOrder(survey.incomes);
  const d = inOrder(survey, order);
  if (!(d.total > 0)) throw new RangeError("the weights add up to 0");
  const median = quantile(d, 0.5);
  const line = "fixed" in by ? by.fixed : by.relative * median;
  if (!(line > 0)) throw new RangeError(`the poverty line is ${line}; it must be above 0`);
  const design = designOf(rows, survey.psu?.codes, survey.strata?.codes);
  const whole = cellsOf(design);
  let relative: Parameters<typeof errorsOf>[6];
  if ("relative" in by) {
    const influence = new Float64Array(design.stratumOf.length);
    for (let i = 0; i < rows; i++) { const j = design.psu[i] ?? 0; influence[j] = (influence[j] ?? 0) + (survey.weights[i] ?? 0) * (((survey.incomes[i] ?? NaN) <= median ? 1 : 0) - 0.5); }
    relative = { share: by.relative, median, perWeight: 1 / (density(d.values, d.weights, median) * d.total), against: centred(design, influence), variance: domainVariances(design, whole, (c) => influence[c] ?? 0).variance[0] ?? NaN };
  }
  const p = fgt(d, line);
  const report = measures(d, line, p, errorsOf(survey, design, whole, [d], [p], line, relative)[0] ?? []);
  const leftOut = { missing, nonPositive: nonPositive(d) };
  const { groups } = survey;
  if (!groups) return { ...report, leftOut, by: {} };

  const { starts, rows: sorted } = grouped(groups.codes, groups.count, order);
  const all = inOrder(survey, sorted);
  const parts = Array.from({ length: groups.count }, (_, g): Distribution => {
    const [from, to] = [starts[g] ?? 0, starts[g + 1] ?? 0];
    let total = 0;
    for (let at = from; at < to; at++) total += all.weights[at] ?? 0;
    return { values: all.values.subarray(from, to), weights: all.weights.subarray(from, to), total };
  });
  const shares = parts.map((own) => fgt(own, line));
  const errors = errorsOf(survey, design, cellsOf(design, groups.codes, groups.count), parts, shares, line, relative);
  const nameOf = (g: number): string => (g === groups.missing ? noGroup : groups.names?.[g] ?? "");
  const entries = parts.map((own, g) => ({ key: nameOf(g), own, share: shares[g] ?? p, se: errors[g] ?? [] })).filter(({ own }) => own.values.length > 0)
    .toSorted((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ key, own, share, se }) => [key, { ...measures(own, line, share, se), leftOut: { nonPositive: nonPositive(own) } }] as const);
  return { ...report, leftOut, by: Object.fromEntries(entries) };
}
