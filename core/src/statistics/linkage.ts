/**
 * Probabilistic record linkage (同一人概率; papers 000 §2.1, 001 §2.1, §4): for each pair of records the levels of agreement γ of
 * its fields are compared with how often matches (m) and strangers (u) show them. Sources: Fellegi & Sunter 1969; Winkler 1988 (EM);
 * the order of estimation follows Splink 4 (Linacre et al. 2022): u from random pairs, then m by EM inside blocks with u held fixed,
 * never using a field that the block was made of. Pairs are counted by their pattern of levels: EM is independent of their number.
 */

/** Level of a field whose value is missing on one side: it neither speaks for nor against (factor 1). */
export const missing = -1;

/** Patterns of levels with the number of pairs that show them. A field has levels 0 (unlike) … n − 1 (the same). */
export class Patterns {
  readonly levels: readonly number[];
  readonly #places: readonly number[];
  readonly #counts = new Map<number, number>();

  constructor(levels: readonly number[]) {
    this.levels = levels;
    let place = 1;
    this.#places = levels.map((n) => { const here = place; place *= n + 1; return here; });
    if (place > Number.MAX_SAFE_INTEGER) throw new RangeError("too many fields or levels to compare at once");
  }

  /** Number of a pattern, for `gamma`. @example new Patterns([2, 2]).code([1, -1]) // => 2 */
  code(gamma: ArrayLike<number>): number {
    let code = 0;
    for (let f = 0; f < this.#places.length; f++) code += ((gamma[f] ?? missing) + 1) * (this.#places[f] ?? 0);
    return code;
  }

  add(code: number, pairs = 1): void { this.#counts.set(code, (this.#counts.get(code) ?? 0) + pairs); }

  /** Levels of a pattern by its number. */
  gamma(code: number): number[] { return this.levels.map((n, f) => Math.floor(code / (this.#places[f] ?? 1)) % (n + 1) - 1); }

  get pairs(): number { let sum = 0; for (const n of this.#counts.values()) sum += n; return sum; }

  rows(): { readonly code: number; readonly gamma: readonly number[]; readonly pairs: number }[] {
    return [...this.#counts].toSorted(([a], [b]) => a - b).map(([code, pairs]) => ({ code, gamma: this.gamma(code), pairs }));
  }

  /** Shares of the levels of a field among the pairs where it is not missing, each level with a prior of `prior` pairs. */
  shares(field: number, prior = 0): number[] {
    const n = this.levels[field] ?? 0;
    const sums = Array.from({ length: n }, () => prior);
    for (const { gamma, pairs } of this.rows()) { const g = gamma[field] ?? missing; if (g >= 0) sums[g] = (sums[g] ?? 0) + pairs; }
    return shareOf(sums);
  }
}

const total = (xs: readonly number[]): number => xs.reduce((a, b) => a + b, 0);
const shareOf = (xs: readonly number[]): number[] => { const sum = total(xs); return xs.map((x) => (sum > 0 ? x / sum : 1 / xs.length)); };

/** m and u of one field, by level; each adds up to 1. */
export interface FieldModel { readonly m: readonly number[]; readonly u: readonly number[] }

/** Weight of a level in bits: log2(m/u); 0 when the value is missing. @example weightOf({ m: [0.1, 0.9], u: [0.9, 0.1] }, 1) // => 3.169… */
export const weightOf = (field: FieldModel, level: number): number => (level < 0 ? 0 : Math.log2((field.m[level] ?? 0) / (field.u[level] ?? 1)));
/** log2 of the odds of a probability. @example oddsBits(0.5) // => 0 */
export const oddsBits = (probability: number): number => Math.log2(probability / (1 - probability));
/** Probability of a match from its weight in bits, the prior included. @example probabilityOf(0) // => 0.5 */
export const probabilityOf = (weight: number): number => 1 / (1 + 2 ** -weight);

export interface Session {
  /** Share of matches among the pairs of the block, 0 … 1. */ readonly lambda: number;
  readonly m: readonly (readonly number[])[];
  readonly expectedMatches: number; readonly iterations: number; readonly converged: boolean;
}

/**
 * EM inside one block: m of the fields that `uses` names and the share of matches; u stays as it is. Each level has a small prior
 * (half a pair unless `prior` says more, spread like `start`) so that nothing becomes impossible.
 * @param start m to begin with, by field
 * @param tolerance largest change of any probability at which it stops
 */
export function maximise(patterns: Patterns, u: readonly (readonly number[])[], uses: readonly boolean[], start: readonly (readonly number[])[], limits: { readonly iterations?: number; readonly tolerance?: number; readonly prior?: number | undefined } = {}): Session {
  const rows = patterns.rows();
  const all = patterns.pairs;
  let m: readonly (readonly number[])[] = start;
  let lambda = 0.1;
  let expected = 0;
  const most = limits.iterations ?? 500;
  for (let iteration = 1; iteration <= most; iteration++) {
    const sums = m.map((_, f) => (start[f] ?? []).map((share) => share * (limits.prior ?? 0.5)));
    expected = 0;
    const prior = Math.log(lambda / (1 - lambda));
    for (const { gamma, pairs } of rows) {
      let log = prior;
      for (let f = 0; f < gamma.length; f++) {
        const level = gamma[f] ?? missing;
        if (uses[f] === true && level >= 0) log += Math.log(m[f]?.[level] ?? 0) - Math.log(u[f]?.[level] ?? 1);
      }
      const mass = pairs / (1 + Math.exp(-log));
      expected += mass;
      for (let f = 0; f < gamma.length; f++) { const level = gamma[f] ?? missing; const sum = sums[f]; if (level >= 0 && sum) sum[level] = (sum[level] ?? 0) + mass; }
    }
    const next = m.map((old, f) => (uses[f] === true ? shareOf(sums[f] ?? []) : old));
    const share = Math.min(1 - 1e-9, Math.max(1e-9, all > 0 ? expected / all : 0));
    let change = Math.abs(share - lambda);
    for (const [f, old] of m.entries()) for (const [level, x] of old.entries()) change = Math.max(change, Math.abs(x - (next[f]?.[level] ?? 0)));
    [m, lambda] = [next, share];
    if (change < (limits.tolerance ?? 1e-6)) return { lambda, m, expectedMatches: expected, iterations: iteration, converged: true };
  }
  return { lambda, m, expectedMatches: expected, iterations: most, converged: false };
}

/** m of a field that no block could teach: nine in ten the same, the rest over the levels, nearer ones first. @example presumedM(2) // => [0.1, 0.9] */
export function presumedM(levels: number): number[] {
  const rest = Array.from({ length: levels - 1 }, (_, level) => 2 ** level);
  return levels === 1 ? [1] : [...shareOf(rest).map((x) => x * 0.1), 0.9];
}

/**
 * Probability that two records taken at random are one thing, such that it equals the matches expected among the candidates over
 * all possible pairs (EM of λ alone; pairs that no block brought together count as strangers).
 */
export function priorOf(candidates: Patterns, fields: readonly FieldModel[], possible: number): number {
  const rows = candidates.rows().map(({ gamma, pairs }) => ({ pairs, bits: gamma.reduce((sum, level, f) => { const field = fields[f]; return field ? sum + weightOf(field, level) : sum; }, 0) }));
  let lambda = Math.min(0.5, Math.max(1e-12, 1 / Math.sqrt(Math.max(1, possible))));
  for (let i = 0; i < 1000; i++) {
    const prior = oddsBits(lambda);
    let expected = 0;
    for (const { pairs, bits } of rows) expected += pairs * probabilityOf(prior + bits);
    // at least half a match, so that an empty answer still has odds
    const next = Math.min(1 - 1e-9, Math.max(expected, 0.5) / Math.max(1, possible));
    if (Math.abs(next - lambda) <= 1e-9 * lambda) return next;
    lambda = next;
  }
  return lambda;
}
