/**
 * Proxy means test of a survey: ln of income on observable features, fitted on the training part, judged on the test part (paper 001 §2.1,
 * §4; formulas, sources and limits in docs/methods/pmt.md).
 */
import { auc, calibratedCut, cutErrors, rSquared, type CutErrors } from "@diguan/core/statistics/proxy.ts";
import { leastSquares, predict, type Observations } from "@diguan/core/statistics/regression/least-squares.ts";
import { quantileRegression } from "@diguan/core/statistics/regression/quantile.ts";
import type { Keys } from "./keys.ts";

export const methods = ["wls", "ridge", "quantile"] as const;
export type Method = (typeof methods)[number];

export interface Feature { readonly name: string; readonly numbers?: Float64Array; readonly groups?: Keys }
export interface PmtSurvey {
  readonly target: Float64Array; readonly weight: Float64Array; readonly features: readonly Feature[];
  /** 1 test, 0 training, −1 neither said. */
  readonly test: Int8Array;
  readonly household?: Uint32Array | undefined;
}

interface Column { readonly name: string; readonly feature: string; readonly level: string | null; readonly value: (row: number) => number }
export interface PmtReport {
  readonly method: Method; readonly line: number; readonly n: number; readonly training: number; readonly test: number;
  readonly leftOut: { readonly missing: number; readonly nonPositive: number; readonly unseenLevel: number };
  readonly intercept: { readonly coefficient: number; readonly se: number | null; readonly robustSe: number | null };
  readonly coefficients: readonly { readonly name: string; readonly feature: string; readonly level: string | null; readonly coefficient: number | null; readonly se: number | null; readonly robustSe: number | null }[];
  /** Level of a feature of texts that the others are measured against. */
  readonly reference: Readonly<Record<string, string>>;
  readonly dropped: readonly { readonly name: string; readonly why: "constant" | "collinear" }[];
  readonly penalty: number | null; readonly quantile: number | null;
  readonly r2: number; readonly r2Training: number; readonly auc: number | null;
  readonly povertyRate: { readonly training: number; readonly test: number };
  readonly atLine: CutErrors; readonly atCut: CutErrors;
}

const maxLevels = 200;
const finite = (x: number | undefined): number | null => (x === undefined || !Number.isFinite(x) ? null : x);

/** Indicators of a feature of texts, but for its first level in the order of characters; levels are those of the training part. */
function columnsOf(features: readonly Feature[], training: Uint32Array): { readonly columns: Column[]; readonly reference: Record<string, string>; readonly known: readonly { readonly codes: Uint32Array; readonly levels: ReadonlySet<number> }[] } {
  const reference: Record<string, string> = {};
  const known: { codes: Uint32Array; levels: ReadonlySet<number> }[] = [];
  const columns = features.flatMap(({ name, numbers, groups }): Column[] => {
    if (numbers) return [{ name, feature: name, level: null, value: (i) => numbers[i] ?? NaN }];
    if (!groups) return [];
    const seen = new Set<number>();
    for (const i of training) seen.add(groups.codes[i] ?? 0);
    if (seen.size > maxLevels) throw new RangeError(`the feature ${name} has ${seen.size} different texts; name one with at most ${maxLevels}, or make it a number`);
    known.push({ codes: groups.codes, levels: seen });
    const [first, ...rest] = [...seen].map((code) => ({ code, level: groups.names?.[code] ?? "" })).toSorted((a, b) => (a.level < b.level ? -1 : 1));
    reference[name] = first?.level ?? "";
    return rest.map(({ code, level }) => ({ name: `${name}=${level}`, feature: name, level, value: (i: number) => Number(groups.codes[i] === code) }));
  });
  return { columns, reference, known };
}

/**
 * Fits and judges. @param line poverty line in the unit of the target @throws RangeError: no usable row in a part, nobody or everybody poor in
 * the training part with quantile regression, more unknowns than rows, a feature with too many levels
 */
export function proxyMeansTest({ target, weight, features, test, household }: PmtSurvey, line: number, method: Method): PmtReport {
  const usable = (i: number): boolean => !Number.isNaN(target[i]) && !Number.isNaN(weight[i]) && (weight[i] ?? 0) > 0 && (test[i] ?? -1) >= 0
    && features.every(({ numbers, groups }) => (numbers ? !Number.isNaN(numbers[i]) : groups?.codes[i] !== groups?.missing));
  const rows = Uint32Array.from(target.keys()).filter((i) => usable(i));
  const training = rows.filter((i) => test[i] === 0 && (target[i] ?? 0) > 0);
  const nonPositive = rows.reduce((n, i) => n + Number(test[i] === 0 && (target[i] ?? 0) <= 0), 0);
  if (training.length === 0) throw new RangeError("no training row has an income above 0, a weight and every feature");
  const { columns, reference, known } = columnsOf(features, training);
  const all = rows.filter((i) => test[i] === 1);
  const testRows = all.filter((i) => known.every(({ codes, levels }) => levels.has(codes[i] ?? 0)));
  if (testRows.length === 0) throw new RangeError("no row is left to test on: the test part has no row with an income, a weight and every feature");

  const of = (part: Uint32Array, x: Float64Array): Float64Array => Float64Array.from(part, (i) => x[i] ?? NaN);
  const observations: Observations = { columns: columns.map((c) => Float64Array.from(training, (i) => c.value(i))), y: of(training, target).map((y) => Math.log(y)), weight: of(training, weight), cluster: household && Array.from(training, (i) => household[i] ?? 0) };
  const rateOf = (part: Uint32Array): number => { let [w, poor] = [0, 0]; for (const i of part) { w += weight[i] ?? 0; if ((target[i] ?? 0) < line) poor += weight[i] ?? 0; } return poor / w; };
  const trainingRows = rows.filter((i) => test[i] === 0);
  const povertyRate = { training: rateOf(trainingRows), test: rateOf(testRows) };
  if (method === "quantile" && !(povertyRate.training > 0 && povertyRate.training < 1)) throw new RangeError(`at the line ${line} ${povertyRate.training === 0 ? "nobody" : "everybody"} in the training part is poor; quantile regression is fitted at the share of the poor`);
  const fit = method === "quantile" ? { ...quantileRegression(observations, povertyRate.training), robustSe: undefined, penalty: null } : leastSquares(observations, method === "ridge" ? "gcv" : 0);

  const scoreOf = (part: Uint32Array): Float64Array => Float64Array.from(part, (i) => predict(fit, (j) => columns[j]?.value(i) ?? NaN));
  const [seenScores, scores] = [scoreOf(training), scoreOf(testRows)];
  const cut = calibratedCut(seenScores, observations.weight, povertyRate.training);
  const [incomes, weights] = [of(testRows, target), of(testRows, weight)];
  const judged = (at: number): CutErrors => ({ ...cutErrors({ score: scores, income: incomes, weight: weights }, line, at), cut: Math.exp(at) });
  const positive = testRows.map((_, k) => Number((incomes[k] ?? 0) > 0));
  const dropped = new Set(fit.dropped.map((d) => d.column));
  return {
    method, line, n: training.length + testRows.length, training: training.length, test: testRows.length,
    leftOut: { missing: target.length - rows.length, nonPositive, unseenLevel: all.length - testRows.length },
    intercept: { coefficient: fit.intercept, se: finite(fit.se[0]), robustSe: finite(fit.robustSe?.[0]) },
    coefficients: columns.map(({ name, feature, level }, j) => ({ name, feature, level, coefficient: dropped.has(j) ? null : fit.coefficients[j] ?? null, se: finite(fit.se[j + 1]), robustSe: finite(fit.robustSe?.[j + 1]) })),
    reference, dropped: fit.dropped.map(({ column, why }) => ({ name: columns[column]?.name ?? "", why })),
    penalty: method === "ridge" ? fit.penalty : null, quantile: method === "quantile" ? povertyRate.training : null,
    r2: rSquared(incomes.map((y) => Math.log(Math.max(y, Number.MIN_VALUE))), scores, weights.map((w, k) => w * (positive[k] ?? 0))), r2Training: rSquared(observations.y, seenScores, observations.weight),
    auc: auc(scores, Array.from(incomes, (y) => y < line), weights), povertyRate, atLine: judged(Math.log(line)), atCut: judged(cut),
  };
}
