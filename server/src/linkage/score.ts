/** Levels of a pair of records, field by field, from the codes of their values; what is the same text is never compared again. */
import type { Comparator } from "@diguan/core/comparison/comparators.ts";
import { missing, Patterns } from "@diguan/core/statistics/linkage.ts";
import { Random } from "@diguan/core/statistics/random.ts";
import { Dictionary } from "./read.ts";

export interface Field {
  readonly name: string; readonly comparator: Comparator; readonly termFrequency: boolean;
  /** Codes of the values of each record, 0 = missing. */ readonly left: Int32Array; readonly right: Int32Array;
  readonly words: readonly string[];
}

/** A field made ready: identity codes tell at once what is the very same, and how rare it is. */
export interface ReadyField extends Field {
  readonly same: Int32Array;
  /** Records of both files by identity. */ readonly leftCounts: Int32Array; readonly rightCounts: Int32Array;
  readonly filledLeft: number; readonly filledRight: number;
  readonly level: (l: number, r: number) => number;
}

export function readyField(field: Field): ReadyField {
  const { identity } = field.comparator;
  const keys = new Dictionary();
  const same = Int32Array.from(field.words, (word, i) => (i === 0 || identity === undefined ? i : keys.code(identity(word))));
  const identities = identity === undefined ? field.words.length - 1 : keys.words.length - 1;
  const count = (records: Int32Array): Int32Array => { const counts = new Int32Array(identities + 1); for (const code of records) { const s = same[code] ?? 0; counts[s] = (counts[s] ?? 0) + 1; } return counts; };
  const leftCounts = count(field.left);
  const rightCounts = field.left === field.right ? leftCounts : count(field.right);
  const top = field.comparator.levels.length - 1;
  const compare = field.comparator.over(field.words);
  return {
    ...field, same, leftCounts, rightCounts,
    filledLeft: field.left.length - (leftCounts[0] ?? 0), filledRight: field.right.length - (rightCounts[0] ?? 0),
    level: (l, r) => {
      const [a, b] = [field.left[l] ?? 0, field.right[r] ?? 0];
      if (a === 0 || b === 0) return missing;
      return a === b || same[a] === same[b] ? top : compare(a, b);
    },
  };
}

/** Exact probability that two random records have the same value. */
export function sameByChance(f: ReadyField, one: boolean): number {
  let sum = 0;
  for (let v = 1; v < f.leftCounts.length; v++) { const n = f.leftCounts[v] ?? 0; sum += one ? n * (n - 1) : n * (f.rightCounts[v] ?? 0); }
  const pairs = one ? f.filledLeft * (f.filledLeft - 1) : f.filledLeft * f.filledRight;
  return pairs > 0 ? sum / pairs : 0;
}

/** Bits that the rarity of the shared value adds to its weight: log2(u / frequency); 0 unless the values are the same. `worth`: records that the usual frequency stands for when there are few. */
export function rarity(f: ReadyField, level: number, u: number, l: number, r: number, worth = 0): number {
  if (!f.termFrequency || level < f.comparator.sameFrom) return 0;
  const one = f.left === f.right;
  const [a, b] = [f.same[f.left[l] ?? 0] ?? 0, f.same[f.right[r] ?? 0] ?? 0];
  const records = one ? f.filledLeft : f.filledLeft + f.filledRight;
  const share = (v: number): number => ((f.leftCounts[v] ?? 0) + (one ? 0 : f.rightCounts[v] ?? 0) + worth * u) / (records + worth);
  return Math.log2(u / Math.max(share(a), share(b)));
}

/** Patterns of random pairs: all there are when they are few, else as many as asked, drawn with the seed. */
export function randomPatterns(fields: readonly ReadyField[], rows: { readonly left: number; readonly right: number }, one: boolean, asked: number, seed: string | number): Patterns {
  const patterns = new Patterns(fields.map((f) => f.comparator.levels.length));
  const gamma = new Int8Array(fields.length);
  const add = (l: number, r: number): void => { for (let f = 0; f < fields.length; f++) gamma[f] = fields[f]?.level(l, r) ?? missing; patterns.add(patterns.code(gamma)); };
  const possible = one ? rows.left * (rows.left - 1) / 2 : rows.left * rows.right;
  if (possible <= asked) {
    for (let l = 0; l < rows.left; l++) for (let r = one ? l + 1 : 0; r < rows.right; r++) add(l, r);
    return patterns;
  }
  const random = new Random("random pairs", seed);
  for (let i = 0; i < asked; i++) {
    const l = random.integer(0, rows.left - 1);
    // in one file the other record is any but this one
    const r = one ? (l + random.integer(1, rows.right - 1)) % rows.right : random.integer(0, rows.right - 1);
    add(l, r);
  }
  return patterns;
}
