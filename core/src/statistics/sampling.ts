/**
 * Drawing an audit sample so that anybody can draw it again (第三方评估抽样; paper 001 §4, issue: «audit sampling»): simple random,
 * stratified, and villages with probability proportional to size, then households. Each drawn household carries its inclusion
 * probability and design weight. Sources: Cochran 1977, Sampling Techniques §5.3–5.6, §9A; Madow 1949, Ann. Math. Stat. 20:333
 * (systematic PPS); Neyman 1934, JRSS 97:558.
 */
import type { Random } from "./random.ts";

export const allocations = ["proportional", "neyman", "equal"] as const;
export type Allocation = (typeof allocations)[number];

/** A household of the frame. `stratum` splits the frame, `cluster` is its village. */
export interface FrameUnit { readonly stratum: string; readonly cluster: string }
/**
 * A drawn household. `at`: its place in the frame. `probability`: chance of being drawn, in (0, 1]; `weight` = 1/probability: how many
 * households it stands for. `psu`: unit drawn first; `stratum`: within which units are compared for the error; `cell`: where replacements are
 * sought; `fraction`: share of the stratum's units that was drawn. `reserve`: in line as a replacement, 1 first; 0 = drawn at once.
 */
export interface DrawnUnit { readonly at: number; readonly probability: number; readonly weight: number; readonly psu: string; readonly stratum: string; readonly cell: string; readonly fraction: number; readonly reserve: number }

const total = (list: readonly number[]): number => list.reduce((sum, v) => sum + v, 0);

/**
 * Shares a sample of `n` out over strata of the given sizes, whole numbers that add up to min(n, all): proportional to size, equal, or
 * by Neyman (size × spread, for a share √(p(1 − p))). No stratum gets more than it has, and each that is not empty at least `least`.
 * @example allocate([100, 50, 50], 40, "proportional") // => [20, 10, 10]
 */
export function allocate(sizes: readonly number[], n: number, how: Allocation, spread: readonly number[] = sizes.map(() => 1), least = Math.min(1, n)): number[] {
  if (!(Number.isInteger(n) && n >= 0)) throw new RangeError("a sample has a whole number of households");
  const wish = sizes.map((size, h) => (size === 0 ? 0 : how === "equal" ? 1 : how === "neyman" ? size * Math.max(spread[h] ?? 0, Number.EPSILON) : size));
  const given = sizes.map((size) => Math.min(size, least));
  if (total(given) > n) throw new RangeError(`${n} households are too few for ${sizes.filter((s) => s > 0).length} strata`);
  // what a full stratum cannot take goes to the others: repeat until nobody is beyond its size
  let open = sizes.map((size, h) => size > (given[h] ?? 0));
  const target = given.map(Number);
  for (;;) {
    const left = n - total(sizes.map((size, h) => (open[h] ? 0 : (target[h] ?? size))));
    const sum = total(wish.map((w, h) => (open[h] ? w : 0)));
    if (sum === 0) break;
    const share = wish.map((w) => (left * w) / sum);
    const over = sizes.map((size, h) => open[h] === true && (share[h] ?? 0) >= size);
    const under = sizes.map((_, h) => open[h] === true && (share[h] ?? 0) < (given[h] ?? 0));
    const fixed = over.some(Boolean) ? over : under;
    if (!fixed.some(Boolean)) { for (const [h, is] of open.entries()) if (is) target[h] = share[h] ?? 0; break; }
    for (const [h, is] of fixed.entries()) if (is) target[h] = over[h] ? (sizes[h] ?? 0) : (given[h] ?? 0);
    open = open.map((is, h) => is && fixed[h] !== true);
  }
  return roundTo(target, Math.min(n, total(sizes)), sizes);
}

/** Whole numbers that keep the total (largest remainder, ties by order) and stay within `most`. */
function roundTo(target: readonly number[], sum: number, most: readonly number[]): number[] {
  const out = target.map((v) => Math.floor(v + 1e-9));
  const order = target.map((v, h) => ({ h, rest: v - (out[h] ?? 0) })).toSorted((a, b) => b.rest - a.rest || a.h - b.h);
  for (let left = sum - total(out), turn = 0; left > 0 && turn < 2 * order.length; turn++) {
    const h = order[turn % order.length]?.h ?? 0;
    if ((out[h] ?? 0) < (most[h] ?? 0)) { out[h] = (out[h] ?? 0) + 1; left--; }
  }
  return out;
}

const grouped = (frame: readonly FrameUnit[], key: (u: FrameUnit) => string): Map<string, number[]> => {
  const groups = new Map<string, number[]>();
  for (const [i, u] of frame.entries()) { const k = key(u); const list = groups.get(k); if (list) list.push(i); else groups.set(k, [i]); }
  return new Map([...groups].toSorted(([a], [b]) => (a < b ? -1 : 1)));
};

export interface Reserves { /** replacements drawn beside the sample, as a share of it */ readonly reserve?: number }

/** Simple random sample of one cell without replacement, then its reserves in the order in which they stand in. */
function drawCell(members: readonly number[], n: number, cell: string, random: Random, reserve: number, village?: { readonly probability: number; readonly psu: string }): DrawnUnit[] {
  const order = random.shuffled(members);
  const taken = Math.min(n, members.length);
  const probability = members.length === 0 ? 1 : ((village?.probability ?? 1) * taken) / members.length;
  const spare = taken === 0 ? 0 : Math.ceil(taken * reserve);
  return order.slice(0, taken + spare).map((at, i) => ({ at, probability, weight: 1 / probability, psu: village?.psu ?? String(at), stratum: village ? "" : cell, cell, fraction: village ? 0 : taken / members.length, reserve: i < taken ? 0 : i - taken + 1 }));
}

/**
 * Simple random sample of `n` of the frame without replacement: each household has probability n/N and weight N/n.
 * @example simpleRandom(frame of 1000, 50, new Random("2018"), {}) // => 50 units with weight 20
 */
export const simpleRandom = (frame: readonly FrameUnit[], n: number, random: Random, { reserve = 0 }: Reserves = {}): DrawnUnit[] =>
  drawCell(frame.map((_, i) => i), n, "", random, reserve).toSorted(inOrder);

/** Stratified random sample: in each stratum a simple random sample of its allocation. Two households per stratum keep its error estimable. */
export function stratified(frame: readonly FrameUnit[], n: number, how: Allocation, random: Random, { reserve = 0, spread }: Reserves & { readonly spread?: (stratum: string) => number } = {}): DrawnUnit[] {
  const strata = [...grouped(frame, (u) => u.stratum)];
  const sizes = strata.map(([, members]) => members.length);
  const least = [2, 1].find((k) => total(sizes.map((size) => Math.min(size, k))) <= n) ?? 0;
  const share = allocate(sizes, Math.min(n, frame.length), how, spread ? strata.map(([name]) => spread(name)) : undefined, least);
  return strata.flatMap(([name, members], h) => drawCell(members, share[h] ?? 0, name, random, reserve)).toSorted(inOrder);
}

/**
 * Clusters drawn by systematic sampling with probability proportional to size: a random start, then steps of M/m along the cumulated
 * sizes. A cluster as large as the step is taken for certain and set aside first. Answers the inclusion probability of each drawn one.
 * @param sizes whole numbers ≥ 0 in the order of the list, in which neighbours should lie side by side @param m clusters wanted
 * @example systematicPps([10, 20, 30, 40], 2, 0.3) // => start 15: cluster 1 (probability 0.4) and cluster 3 (0.8)
 */
export function systematicPps(sizes: readonly number[], m: number, start: number): { readonly at: number; readonly probability: number }[] {
  const certain = new Set<number>();
  for (;;) {
    const rest = total(sizes.map((s, i) => (certain.has(i) ? 0 : s)));
    const left = m - certain.size;
    const large = sizes.flatMap((s, i) => (!certain.has(i) && s > 0 && left > 0 && s * left >= rest ? [i] : []));
    if (large.length === 0) {
      const step = rest / Math.max(1, left);
      const drawn = [...certain].map((at) => ({ at, probability: 1 }));
      for (let i = 0, sum = 0, next = start * step, taken = 0; i < sizes.length && taken < left; i++) {
        if (certain.has(i)) continue;
        sum += sizes[i] ?? 0;
        if (sum > next) { drawn.push({ at: i, probability: (sizes[i] ?? 0) / step }); next += step; taken++; }
      }
      return drawn.toSorted((a, b) => a.at - b.at);
    }
    for (const i of large) certain.add(i);
  }
}

/**
 * Two stages: `m` villages by systematic PPS, then households in every drawn village by simple random sampling: `each` of all, so that
 * everybody has about the same probability m·each/N, or so many of each stratum. Villages taken for certain are strata of their own,
 * their households the units; the others are units of one stratum without finite population correction (errs on the safe side).
 */
export function twoStage(frame: readonly FrameUnit[], m: number, each: number | Readonly<Record<string, number>>, random: Random, { reserve = 0 }: Reserves = {}): DrawnUnit[] {
  const clusters = [...grouped(frame, (u) => u.cluster)];
  return systematicPps(clusters.map(([, members]) => members.length), m, random.uniform()).flatMap(({ at, probability }) => {
    const [name, members] = clusters[at] ?? ["", []];
    const village = probability === 1 ? undefined : { probability, psu: name };
    if (typeof each === "number") return drawCell(members, each, name, random, reserve, village);
    return Object.entries(each).flatMap(([stratum, n]) => drawCell(members.filter((i) => frame[i]?.stratum === stratum), n, `${name} ${stratum}`, random, reserve, village));
  }).toSorted(inOrder);
}

const inOrder = (a: DrawnUnit, b: DrawnUnit): number => Number(a.reserve > 0) - Number(b.reserve > 0) || a.at - b.at;

/** What became of a drawn household: `answered` counts, otherwise it was not reached. */
export interface Reached { readonly cell: string; readonly weight: number; readonly answered: boolean; /** true for a household that stood in for another */ readonly standIn: boolean }

/**
 * Weights of those who answered, raised so that each cell keeps the weight of all households first drawn in it (weighting class
 * adjustment, Kish 1965 §13.4): replacements stand for those they replaced. A cell in which nobody answered cannot be repaired:
 * its weight is told in `lost`. The answer holds 0 for everybody who did not answer.
 * @example adjusted([{ cell: "a", weight: 20, answered: true, standIn: false }, { cell: "a", weight: 20, answered: false, standIn: false }]) // => weights [40, 0]
 */
export function adjusted(rows: readonly Reached[]): { readonly weights: number[]; readonly lost: number } {
  const drawn = new Map<string, number>();
  const reached = new Map<string, number>();
  for (const r of rows) {
    if (!r.standIn) drawn.set(r.cell, (drawn.get(r.cell) ?? 0) + r.weight);
    if (r.answered) reached.set(r.cell, (reached.get(r.cell) ?? 0) + r.weight);
  }
  const lost = total([...drawn].map(([cell, weight]) => (reached.has(cell) ? 0 : weight)));
  return { weights: rows.map((r) => (r.answered ? (r.weight * (drawn.get(r.cell) ?? 0)) / (reached.get(r.cell) ?? 1) : 0)), lost };
}
