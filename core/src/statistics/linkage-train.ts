/**
 * The whole estimation of a linkage model from counted patterns (methods guide §d; papers 000 §2.1, 001 §4): u from random pairs less
 * the matches that chance put among them, m from every block that may teach it, the prior from all candidates.
 */
import { maximise, presumedM, priorOf, type FieldModel, type Patterns, type Session } from "./linkage.ts";

export interface Lesson {
  /** Patterns of the pairs of one blocking rule. */ readonly patterns: Patterns;
  /** By field: false where the block was made of the field itself. */ readonly teaches: readonly boolean[];
}

export interface Training {
  /** Random pairs. */ readonly random: Patterns;
  /** By field, the exact probability that two random records have the very same value, from the frequencies of the values. */ readonly same: readonly number[];
  readonly lessons: readonly Lesson[];
  readonly candidates: Patterns;
  /** Left records × right records, or pairs within one file. */ readonly possible: number;
  /** What is believed before these records speak, and how many matching and random pairs that is worth: small batches lean on it. */
  readonly believed?: { readonly fields: readonly FieldModel[]; readonly matches: number; readonly strangers: number } | undefined;
}

export interface LinkageModel {
  readonly lambda: number; readonly fields: readonly FieldModel[]; readonly sessions: readonly Session[];
  /** By field, the lessons that taught it; none = presumed. */ readonly taughtBy: readonly (readonly number[])[];
}

/** Least share of what random pairs show that is believed to be strangers: in files of unique numbers nearly every equal pair is a match. */
const leastStrangers = 0.01;

/** What random pairs show, the top level by its exact probability. */
function observed(t: Training): number[][] {
  return t.random.levels.map((_, f) => {
    const shares = t.random.shares(f, t.believed ? 0.001 : 0.5);
    const top = Math.min(0.999999, Math.max(t.same[f] ?? 0, 0.5 / Math.max(1, t.possible)));
    const rest = shares.slice(0, -1);
    const sum = rest.reduce((a, b) => a + b, 0);
    return [...rest.map((x) => (sum > 0 ? x * (1 - top) / sum : (1 - top) / rest.length)), top];
  });
}

/** What strangers show: random pairs less λ matches with levels m, drawn towards what is believed of them. */
function strangers(t: Training, f: number, seen: readonly number[], m: readonly number[], lambda: number): number[] {
  const left = seen.map((p, level) => Math.max(p * leastStrangers, p - lambda * (m[level] ?? 0)));
  const sum = left.reduce((a, b) => a + b, 0);
  const believed = t.believed?.fields[f]?.u;
  const worth = believed ? t.believed?.strangers ?? 0 : 0;
  return left.map((x, level) => (x / sum * t.random.pairs + (believed?.[level] ?? 0) * worth) / (t.random.pairs + worth));
}

/** Average of what several blocks taught, each by the matches it expects. */
function average(sessions: readonly Session[], by: readonly number[], field: number, levels: number): number[] {
  const sums = Array.from({ length: levels }, () => 0);
  let mass = 0;
  for (const s of by) {
    const session = sessions[s];
    if (!session) continue;
    const weight = Math.max(session.expectedMatches, 1e-6);
    mass += weight;
    for (let level = 0; level < levels; level++) sums[level] = (sums[level] ?? 0) + weight * (session.m[field]?.[level] ?? 0);
  }
  return sums.map((x) => x / mass);
}

/**
 * Estimates λ, m and u. Three rounds: the matches found correct u, which corrects the matches.
 * @example train({ random, same: [0.01], lessons: [{ patterns, teaches: [true] }], candidates, possible: 124_750 }).lambda // => 0.0004
 */
export function train(t: Training): LinkageModel {
  const levels = t.random.levels;
  const seen = observed(t);
  const start = levels.map((n, f) => t.believed?.fields[f]?.m ?? presumedM(n));
  // a block without pairs or with nothing left to compare teaches nothing
  const taughtBy = levels.map((_, f) => t.lessons.flatMap((lesson, i) => (lesson.teaches[f] === true && lesson.patterns.pairs > 0 ? [i] : [])));
  let u: readonly (readonly number[])[] = levels.map((_, f) => strangers(t, f, seen[f] ?? [], [], 0));
  let answer: LinkageModel = { lambda: 0, fields: [], sessions: [], taughtBy };
  for (let round = 0; round < 3; round++) {
    const sessions = t.lessons.map((lesson) => maximise(lesson.patterns, u, lesson.teaches, start, { prior: t.believed?.matches }));
    const fields = levels.map((n, f): FieldModel => ({ m: (taughtBy[f] ?? []).length > 0 ? average(sessions, taughtBy[f] ?? [], f, n) : start[f] ?? [], u: u[f] ?? [] }));
    // the first round asks the blocks how many matches there are: before u is cleared of them, rare values would look common
    const lambda = round === 0 ? Math.max(0.5, ...sessions.map((s) => s.expectedMatches)) / Math.max(1, t.possible) : priorOf(t.candidates, fields, t.possible);
    answer = { lambda, fields, sessions, taughtBy };
    u = levels.map((_, f) => strangers(t, f, seen[f] ?? [], fields[f]?.m ?? [], lambda));
  }
  return answer;
}
