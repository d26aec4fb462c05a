/**
 * The report on the precision of a place (扶贫精准度, paper 001 §4; domain guide §9): base measures, the six precisions, the composite and
 * the places below, each with its interval, the source of its truth, and what is not computed and why.
 */
import { designRatio, kornGraubard, shareOf, type Drawn } from "../statistics/intervals.ts";
import { verdict, type Verdict } from "../statistics/sample-size.ts";
import { cgh, concentrationIndex } from "../statistics/targeting.ts";
import { composed, gradeOf, papi, partial, renormalised, type Grade, type Weights } from "./composite.ts";
import { indexKeys, type IndexKey } from "./indices.ts";
import type { EvaluationSettings } from "./parameters.ts";
import { added, agreement, bootstrap, computed, ratesOf, unseen, type Span, type Sums, type Wait } from "./precision.ts";
import { entropyWeights, mixed, rankStability, type Stability } from "./weights.ts";

/** A household that was visited and answered: its place in the design and what was found. Money in fen per head. */
export interface Answer extends Drawn { readonly region: number; readonly grp: 1 | 2 | 3; readonly eligible: boolean; readonly incomeFen: number | null; readonly benefitsFen: number | null }

export const measureKeys = ["exclusion", "inclusion", "wrongExit", "officialExclusion", "coverage", "f1", "mcc", "differential", "cgh", "concentration", "leakage", "povertyBefore", "povertyAfter", "gapBefore", "gapAfter", "severityBefore", "severityAfter", "returned", "quality"] as const;
export type MeasureKey = (typeof measureKeys)[number];
/** A base measure. `low` and `high` are null where there is no sampling error to speak of (the whole register, the planted truth). */
export interface Measure { readonly key: MeasureKey; readonly value: number | null; readonly low: number | null; readonly high: number | null; readonly found: number | null; readonly n: number | null }
export interface IndexShown { readonly key: IndexKey; readonly value: number | null; readonly low: number | null; readonly high: number | null; readonly weight: number; readonly waits: Wait | null }
export interface Shown { readonly value: number | null; readonly arithmetic: number | null; readonly low: number | null; readonly high: number | null }
/** A place below: its composite, or its partial one over the same parts as above. `fewer`: too few were visited to show it alone. */
export interface PlaceShown extends Shown { readonly region: number; readonly asked: number; readonly fewer: boolean; readonly indices: Readonly<Partial<Record<IndexKey, number | null>>> }
/** Which of the three kinds of error was asked about and what the sample lets one say about the limit. */
export interface LimitShown extends Verdict { readonly key: "inclusion" | "officialExclusion" | "wrongExit"; readonly limit: number; readonly population: number }

export interface Report {
  readonly measures: readonly Measure[]; readonly indices: readonly IndexShown[];
  readonly composite: Shown & { readonly grade: Grade | null; readonly missing: readonly IndexKey[] };
  readonly partial: (Shown & { readonly of: readonly IndexKey[]; readonly weights: Readonly<Partial<Record<IndexKey, number>>> }) | null;
  readonly places: readonly PlaceShown[]; readonly stability: Stability | null; readonly limits: readonly LimitShown[];
  readonly asked: { readonly registered: number; readonly exited: number; readonly others: number };
  readonly frame: { readonly registered: number; readonly exited: number; readonly others: number };
  readonly weights: Weights; readonly weightsFrom: "default" | "experts"; readonly villages: number;
}

/** Parts that wait for slices of the platform that do not exist yet. */
const awaited: Readonly<Partial<Record<IndexKey, Wait>>> = { S2: "projects", S3: "funds", S5: "posts" };
const now = indexKeys.filter((k) => awaited[k] === undefined);

export interface Asked {
  /** Sums by village, every village of the place. */ readonly villages: readonly { readonly region: number; readonly sums: Sums }[];
  /** Visited households; empty where the whole truth is known. */ readonly answers: readonly Answer[];
  /** Place below to which a village belongs; undefined at a village. */ readonly below: ((village: number) => number) | undefined;
  readonly settings: EvaluationSettings; readonly seed: string;
  /** Experts' weights (AHP) if any were given; mixed with the entropy of the places below. */ readonly experts?: readonly number[] | undefined;
  /** Benefits of registered households that should not be, and of all registered ones; null = not known. */ readonly money?: { readonly leaked: number; readonly all: number } | null;
  readonly population: { readonly registered: number; readonly exited: number; readonly others: number };
}

const values = (s: Sums, beta: number): Record<IndexKey, number | null> => {
  const { S1, S4, S6 } = computed(s, beta);
  return { S1: S1?.value ?? null, S2: null, S3: null, S4: S4?.value ?? null, S5: null, S6: S6?.value ?? null };
};

/** There is a frame of the unregistered, only nobody of it was visited here. */
const reasonOf = (wait: Wait | null, { population }: Asked): Wait | null => (wait === "frame" && population.others > 0 ? "audit" : wait);

/** The report of one place. */
export function report(asked: Asked): Report {
  const { settings, villages, answers } = asked;
  const whole = added(villages.map((v) => v.sums));
  const at = values(whole, settings.beta);
  const places = group(asked);
  const weights = weightsOf(asked, places.map((p) => p.at));
  const have = now.filter((k) => at[k] !== null);
  const scored = have.length > 0 ? have : now;
  const score = (v: Readonly<Partial<Record<IndexKey, number | null>>>, w: Weights): number | null => composed(v, w, scored)?.geometric ?? null;
  const share = renormalised(weights, scored);
  // the same as `score`, without making anything: it runs for every replicate of every place
  const quick = (v: Record<IndexKey, number | null>): number | null => { let log = 0; for (const k of scored) { const x = v[k]; const w = share[k] ?? 0; if (x === null) return null; if (w > 0) log += w * Math.log(x); } return Math.exp(log); };
  const figures = (s: Sums): (number | null)[] => { const v = values(s, settings.beta); return [v.S1, v.S2, v.S3, v.S4, v.S5, v.S6, quick(v)]; };
  const spans = spansOf(villages.map((v) => v.sums), figures, asked, "place");
  const c = computed(whole, settings.beta);
  const both = partial(at, weights);
  const six = papi(at, weights);
  const shown = places.map((p): PlaceShown => {
    const span = p.fewer ? undefined : spansOf(p.villages, figures, asked, String(p.region)).at(-1);
    return { region: p.region, asked: p.asked, fewer: p.fewer, indices: p.at, value: p.fewer ? null : score(p.at, weights), arithmetic: p.fewer ? null : composed(p.at, weights, scored)?.arithmetic ?? null, low: span?.low ?? null, high: span?.high ?? null };
  });
  const ranked = shown.filter((p) => p.value !== null);
  return {
    measures: measures(asked, whole), limits: limits(asked, whole), places: shown, weights, weightsFrom: asked.experts ? "experts" : "default", villages: villages.length, frame: asked.population,
    indices: indexKeys.map((key, i) => ({ key, value: at[key], low: at[key] === null ? null : spans[i]?.low ?? null, high: at[key] === null ? null : spans[i]?.high ?? null, weight: weights[key], waits: awaited[key] ?? reasonOf(c[key]?.waits ?? null, asked) })),
    composite: { value: six.value, arithmetic: six.arithmetic, low: six.value === null ? null : spans.at(-1)?.low ?? null, high: six.value === null ? null : spans.at(-1)?.high ?? null, grade: six.value === null ? null : gradeOf(six.value, settings.grades), missing: six.missing },
    partial: both && { value: both.value, arithmetic: both.arithmetic, of: both.of, weights: both.weights, low: spans.at(-1)?.low ?? null, high: spans.at(-1)?.high ?? null },
    stability: have.length < 2 ? null : rankStability(ranked.length, have.map((k) => weights[k]), (unit, w) => have.reduce((sum, k, i) => sum + (w[i] ?? 0) * Math.log(Math.max(1e-9, ranked[unit]?.indices[k] ?? 0)), 0), { change: settings.change, draws: 1000, seed: asked.seed }),
    asked: { registered: answers.filter((a) => a.grp === 1).length, exited: answers.filter((a) => a.grp === 2).length, others: answers.filter((a) => a.grp === 3).length },
  };
}

/** Bootstrap over villages; widened downwards where no error was found among few visited, which resampling cannot see. */
function spansOf(villages: readonly Sums[], figures: (s: Sums) => readonly (number | null)[], { settings, seed, answers }: Asked, name: string): readonly (Span | null)[] {
  const spans = bootstrap(villages, figures, { replicates: settings.replicates, level: settings.level, seed: `${seed} ${name}` });
  if (answers.length === 0) return spans;
  const worst = figures(unseen(added(villages), 1 - (1 - settings.level) / 2));
  return spans.map((span, i) => { const low = worst[i]; return span && typeof low === "number" ? { low: Math.min(span.low, low), high: span.high } : span; });
}

interface Group { readonly region: number; readonly villages: Sums[]; readonly asked: number; readonly fewer: boolean; readonly at: Record<IndexKey, number | null> }
function group({ villages, below, settings, answers }: Asked): Group[] {
  if (!below) return [];
  const by = new Map<number, Sums[]>();
  for (const v of villages) { const region = below(v.region); const list = by.get(region); if (list) list.push(v.sums); else by.set(region, [v.sums]); }
  const visited = new Map<number, number>();
  for (const a of answers) visited.set(below(a.region), (visited.get(below(a.region)) ?? 0) + 1);
  return [...by].toSorted(([a], [b]) => a - b).map(([region, list]) => {
    const asked = answers.length > 0 ? visited.get(region) ?? 0 : list.reduce((sum, s) => sum + s.askedRegistered + s.askedExited, 0);
    return { region, villages: list, asked, fewer: asked < settings.leastPlace, at: values(added(list), settings.beta) };
  });
}

/** Default weights, or the experts' mixed with the entropy of the parts that all places below have. */
function weightsOf({ experts, settings }: Asked, table: readonly Readonly<Record<IndexKey, number | null>>[]): Weights {
  if (!experts) return settings.weights;
  const expert = Object.fromEntries(indexKeys.map((k, i) => [k, experts[i] ?? 0])) as unknown as Weights;
  const full = now.filter((k) => table.length > 1 && table.every((row) => row[k] !== null));
  const data = full.length > 1 ? entropyWeights(table.map((row) => full.map((k) => row[k] ?? 0))) : null;
  if (!data) return expert;
  const part = full.reduce((sum, k) => sum + expert[k], 0);
  const mix = mixed(full.map((k) => renormalised(expert, full)[k] ?? 0), data, settings.theta);
  return { ...expert, ...Object.fromEntries(full.map((k, i) => [k, (mix[i] ?? 0) * part])) };
}

function measures(asked: Asked, s: Sums): Measure[] {
  const { answers, settings } = asked;
  const r = ratesOf(s);
  const a = agreement(s);
  const sampled = answers.length > 0;
  const plain = (key: MeasureKey, value: number | null): Measure => ({ key, value, low: null, high: null, found: null, n: null });
  const rate = (key: MeasureKey, value: number | null, grp: number, wrong: (x: Answer) => boolean): Measure => {
    const rows = answers.filter((x) => x.grp === grp);
    const share = sampled ? shareOf(rows, (i) => { const x = rows[i]; return x !== undefined && wrong(x); }, settings.auditLevel) : null;
    return { key, value, low: share?.low ?? null, high: share?.high ?? null, found: share?.found ?? null, n: share?.n ?? null };
  };
  const poor = answers.filter((x) => x.eligible);
  const ratio = sampled && r.exclusion !== null ? designRatio(answers, (i) => Number(answers[i]?.eligible === true && answers[i]?.grp !== 1), (i) => Number(answers[i]?.eligible === true)) : null;
  const missed = ratio ? kornGraubard(r.exclusion ?? 0, Number.isFinite(ratio.se) ? ratio.se : 0, poor.length, Math.min(ratio.df, Math.max(1, poor.length - 1)), unequal(poor), settings.auditLevel) : null;
  const paid = answers.filter((x) => x.incomeFen !== null);
  const before = { income: paid.map((x) => (x.incomeFen ?? 0) - (x.benefitsFen ?? 0)), benefit: paid.map((x) => x.benefitsFen ?? 0), weight: paid.map((x) => x.weight) };
  const per = (v: number): number | null => (s.persons > 0 ? v / s.persons : null);
  return [
    { key: "exclusion", value: r.exclusion, low: missed?.low ?? null, high: missed?.high ?? null, found: sampled && r.exclusion !== null ? poor.filter((x) => x.grp !== 1).length : null, n: sampled && r.exclusion !== null ? poor.length : null },
    rate("inclusion", r.inclusion, 1, (x) => !x.eligible), rate("wrongExit", r.wrongExit, 2, (x) => x.eligible), rate("officialExclusion", r.officialExclusion, 3, (x) => x.eligible),
    plain("coverage", a?.coverage ?? null), plain("f1", a?.f1 ?? null), plain("mcc", a?.mcc ?? null), plain("differential", a?.differential ?? null),
    plain("cgh", sampled ? cgh(before, settings.poorest) : null), plain("concentration", sampled ? concentrationIndex(before) : null), plain("leakage", asked.money && asked.money.all > 0 ? asked.money.leaked / asked.money.all : null),
    plain("povertyBefore", per(s.poorBefore)), plain("povertyAfter", per(s.poorAfter)), plain("gapBefore", r.gapBefore), plain("gapAfter", r.gapAfter), plain("severityBefore", per(s.squaredBefore)), plain("severityAfter", per(s.squaredAfter)),
    plain("returned", r.returned), plain("quality", r.quality),
  ];
}

/** Kish's n Σw²/(Σw)²: what unequal weights alone cost. */
const unequal = (rows: readonly Drawn[]): number => {
  const sum = rows.reduce((all, r) => all + r.weight, 0);
  return sum > 0 ? (rows.length * rows.reduce((all, r) => all + r.weight ** 2, 0)) / sum ** 2 : 1;
};

/** What the sample lets one say about the limit of each error rate, counted in households that it is worth, and back in households to visit. */
function limits({ answers, settings, population }: Asked, s: Sums): LimitShown[] {
  const rates = ratesOf(s);
  return ([["inclusion", 1, population.registered, false], ["officialExclusion", 3, population.others, true], ["wrongExit", 2, population.exited, true]] as const).flatMap(([key, grp, all, eligible]) => {
    const rows = answers.filter((a) => a.grp === grp);
    const share = shareOf(rows, (i) => rows[i]?.eligible === eligible, settings.auditLevel);
    const value = rates[key];
    if (!share || value === null) return [];
    if (share.se === 0 && rows.every((r) => r.fraction >= 1)) return [{ key, limit: settings.limit, population: all, below: value < settings.limit, above: value > settings.limit, moreIfNone: 0, moreAtRate: 0 }];
    const v = verdict(value * share.effective, share.effective, settings.limit, settings.auditLevel);
    // the interval shown decides; the number of further households is that of the worth, times what the design costs, and at most everybody
    const visit = (more: number | null): number | null => (more === null ? null : Math.min(Math.ceil(more * share.deff), Math.max(0, all - rows.length)));
    return [{ key, limit: settings.limit, population: all, below: share.high < settings.limit, above: share.low > settings.limit, moreIfNone: share.high < settings.limit ? 0 : visit(v.moreIfNone), moreAtRate: share.high < settings.limit ? 0 : visit(v.moreAtRate) }];
  });
}
