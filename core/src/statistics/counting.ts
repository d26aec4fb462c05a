/**
 * Multidimensional poverty by counting (识别多维贫困; paper 000 §2.1, paper 001 §2.1): Alkire and Foster 2011, J. Public Econ. 95:476–487.
 * Counts are whole units (weights.ts), so that a household on the cutoff is on it. Standard errors by linearisation over strata and PSU.
 */
import { cellsOf, designOf, domainVariances, type Cells } from "./survey-variance.ts";
import type { Scheme } from "./weights.ts";

export interface Households {
  /** One column per indicator: 1 deprived, 0 not, NaN missing. */
  readonly flags: readonly Float64Array[];
  /** Weight of each row (persons it stands for), 0 or more; 1 when absent. */
  readonly weight?: Float64Array | undefined;
  readonly psu?: readonly string[] | undefined;
  readonly strata?: readonly string[] | undefined;
  readonly by?: readonly string[] | undefined;
}
/** Groups as places of their names. */
export interface Groups { readonly codes: ArrayLike<number>; readonly names: readonly string[] }
/** The same for millions of rows: flags in bytes (−1 missing), names as numbers. */
export interface CodedHouseholds {
  readonly flags: readonly Int8Array[];
  readonly weight?: Float64Array | undefined;
  readonly psu?: Uint32Array | undefined;
  readonly strata?: Uint32Array | undefined;
  readonly by?: Groups | undefined;
}

function groupsFrom(by: Households["by"] | Groups, rows: number): Groups {
  if (by === undefined) return { codes: new Uint8Array(rows), names: [""] };
  if ("codes" in by) return by;
  const index = new Map<string, number>();
  const codes = Uint32Array.from(by, (name) => { const code = index.get(name) ?? index.size; index.set(name, code); return code; });
  return { codes, names: [...index.keys()] };
}

/** Shares in [0, 1]; contribution sums to 1 over the indicators. */
export interface IndicatorCount { readonly uncensored: number | null; readonly censored: number | null; readonly contribution: number | null }

export interface Count {
  /** Share of people who are poor; null when nobody was counted. */
  readonly H: number | null;
  /** Mean share of deprivations among the poor; null when nobody is poor. */
  readonly A: number | null;
  /** H × A: adjusted headcount. */
  readonly M0: number | null;
  readonly se: { readonly H: number | null; readonly A: number | null; readonly M0: number | null };
  /** Rows counted, and rows left out because an indicator is missing. */
  readonly n: number;
  readonly dropped: number;
  /** Sum of the weights of the rows counted. */
  readonly population: number;
  readonly indicators: readonly IndicatorCount[];
}

export interface GroupCount extends Count {
  /** Share of the population, and share of all M0 that lies in this group. */
  readonly share: number | null;
  readonly contribution: number | null;
}

const ratio = (a: number, b: number): number | null => (b > 0 ? a / b : null);

/** Sums of one group; sums of groups are added to the whole, so that the parts make up the whole exactly. */
class Sums {
  n = 0; dropped = 0; population = 0; poor = 0; depth = 0;
  readonly raw: Float64Array; readonly censored: Float64Array;
  constructor(indicators: number) { this.raw = new Float64Array(indicators); this.censored = new Float64Array(indicators); }
  add(o: Sums): void {
    this.n += o.n; this.dropped += o.dropped; this.population += o.population; this.poor += o.poor; this.depth += o.depth;
    for (let j = 0; j < this.raw.length; j++) { this.raw[j] = (this.raw[j] ?? 0) + (o.raw[j] ?? 0); this.censored[j] = (this.censored[j] ?? 0) + (o.censored[j] ?? 0); }
  }
}

function figures(s: Sums, { units, total }: Scheme, se: Count["se"]): Count {
  return {
    H: ratio(s.poor, s.population), A: ratio(s.depth, s.poor * total), M0: ratio(s.depth, s.population * total), se, n: s.n, dropped: s.dropped, population: s.population,
    indicators: units.map((u, j) => ({ uncensored: ratio(s.raw[j] ?? 0, s.population), censored: ratio(s.censored[j] ?? 0, s.population), contribution: ratio(u * (s.censored[j] ?? 0), s.depth) })),
  };
}

/**
 * H, A, M0 with standard errors, headcounts before and after censoring, contributions, and the same for each group of `by`.
 * A row with a missing indicator is dropped and counted, never taken as not deprived. @throws RangeError naming the row of a value that is
 * neither 0, 1 nor missing, or of a weight below 0. @example four rows, weights of 1, k = 2: see counting.test.ts
 */
export function count(households: Households | CodedHouseholds, scheme: Scheme): Count & { readonly by: ReadonlyMap<string, GroupCount> } {
  const { flags, weight, by } = households;
  const { units, threshold, total } = scheme;
  const rows = flags[0]?.length ?? 0;
  const groups = groupsFrom(by, rows);
  const sums = groups.names.map(() => new Sums(flags.length));
  // units of the poor, 0 of the others, −1 of the dropped
  const depth = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    const s = sums[groups.codes[i] ?? 0] ?? new Sums(0);
    const w = weight ? weight[i] ?? Number.NaN : 1;
    if (!(w >= 0 && w < Infinity)) throw new RangeError(`row ${i + 1}: the weight must be a number of 0 or more`);
    let [c, missing] = [0, false];
    for (let j = 0; j < flags.length; j++) {
      const flag = flags[j]?.[i] ?? Number.NaN;
      if (flag === 1) c += units[j] ?? 0; else if (flag === -1 || Number.isNaN(flag)) missing = true; else if (flag !== 0) throw new RangeError(`row ${i + 1}: indicator ${j + 1} is ${flag}; it must be 0, 1 or missing`);
    }
    if (missing) { s.dropped++; depth[i] = -1; continue; }
    s.n++; s.population += w;
    const poor = c >= threshold;
    if (poor) { depth[i] = c; s.poor += w; s.depth += w * c; }
    for (let j = 0; j < flags.length; j++) if (flags[j]?.[i] === 1) { s.raw[j] = (s.raw[j] ?? 0) + w; if (poor) s.censored[j] = (s.censored[j] ?? 0) + w; }
  }
  const all = new Sums(flags.length);
  for (const s of sums) all.add(s);
  // the design is that of the rows counted: what was dropped was not observed
  const kept = new Uint32Array(all.n);
  for (let i = 0, at = 0; i < rows; i++) if ((depth[i] ?? -1) >= 0) kept[at++] = i;
  const cells = (column?: ArrayLike<string | number>): ArrayLike<string | number> | undefined => (column === undefined || all.n === rows ? column : Array.from(kept, (i) => column[i] ?? ""));
  const design = designOf(all.n, cells(households.psu), cells(households.strata));
  const errorsOf = (own: readonly Sums[], at: Cells): Count["se"][] => {
    const [people, poor, deep] = [new Float64Array(at.psu.length), new Float64Array(at.psu.length), new Float64Array(at.psu.length)];
    for (let k = 0; k < kept.length; k++) {
      const [c, i] = [at.cellOf[k] ?? 0, kept[k] ?? 0];
      const [w, d] = [weight ? weight[i] ?? 0 : 1, depth[i] ?? 0];
      people[c] = (people[c] ?? 0) + w;
      if (d > 0) { poor[c] = (poor[c] ?? 0) + w; deep[c] = (deep[c] ?? 0) + w * d; }
    }
    const errors = (of: Float64Array, share: (s: Sums) => number, per: Float64Array, size: (s: Sums) => number): (number | null)[] => {
      const { variance } = domainVariances(design, at, (c, g) => { const s = own[g]; return s && size(s) > 0 ? ((of[c] ?? 0) - share(s) * (per[c] ?? 0)) / size(s) : Number.NaN; });
      return Array.from(variance, (v) => (Number.isNaN(v) ? null : Math.sqrt(v)));
    };
    const H = errors(poor, (s) => s.poor / s.population, people, (s) => s.population);
    const M0 = errors(deep, (s) => s.depth / s.population, people, (s) => s.population * total);
    const A = errors(deep, (s) => s.depth / s.poor, poor, (s) => s.poor * total);
    return own.map((_, g) => ({ H: H[g] ?? null, A: A[g] ?? null, M0: M0[g] ?? null }));
  };
  const none = { H: null, A: null, M0: null };
  const se = errorsOf([all], cellsOf(design))[0] ?? none;
  const groupErrors = by ? errorsOf(sums, cellsOf(design, kept.length === rows ? groups.codes : kept.map((i) => groups.codes[i] ?? 0), groups.names.length)) : [];
  const parts = groups.names.map((name, g) => [name, g] as const).toSorted(([a], [b]) => (a < b ? -1 : 1)).flatMap(([name, g]): [string, GroupCount][] => {
    const s = sums[g];
    return s && s.n + s.dropped > 0 ? [[name, { ...figures(s, scheme, groupErrors[g] ?? none), share: ratio(s.population, all.population), contribution: ratio(s.depth, all.depth) }]] : [];
  });
  return { ...figures(all, scheme, se), by: new Map(by ? parts : []) };
}

/**
 * M_a for measured achievements: deprived below the cutoff (strictly), each deprivation counted with its gap ((z − y)/z)^a; a = 0 is M0.
 * In [0, 1], not rising with a; a missing achievement (NaN) drops the row; null when no row is left. @example gapMeasure(rows, [13, 12, 3, 1], four, 1) // => 0.20552885
 */
export function gapMeasure(achievements: readonly (readonly number[])[], cutoffs: readonly number[], { units, total, threshold }: Scheme, power: number, weight?: readonly number[]): number | null {
  if (cutoffs.length !== units.length || cutoffs.some((z) => !(z > 0)) || !(power >= 0)) throw new RangeError("one cutoff above 0 for each weight, and a power of 0 or more");
  let [sum, people] = [0, 0];
  for (const [i, row] of achievements.entries()) {
    if (cutoffs.some((_, j) => Number.isNaN(row[j] ?? Number.NaN))) continue;
    const w = weight ? weight[i] ?? 0 : 1;
    const short = cutoffs.map((z, j) => (row[j] ?? 0) < z);
    people += w;
    if (units.reduce((c, u, j) => (short[j] ? c + u : c), 0) < threshold) continue;
    for (const [j, z] of cutoffs.entries()) if (short[j]) sum += (w * (units[j] ?? 0) * ((z - (row[j] ?? 0)) / z) ** power) / total;
  }
  return ratio(sum, people);
}
