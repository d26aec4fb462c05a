/**
 * Counts the patterns of all candidate pairs, estimates the model and gives each pair its weight; used by `diguan link` and by the
 * matching of persons (部门比对, 查重; papers 000 §2.1, 001 §2.1). Twelve bytes per pair are kept.
 */
import { oddsBits, Patterns, weightOf, type FieldModel } from "@diguan/core/statistics/linkage.ts";
import { train, type LinkageModel } from "@diguan/core/statistics/linkage-train.ts";
import { eachPair, together, type BlockingRule } from "./blocks.ts";
import { randomPatterns, rarity, sameByChance, type ReadyField } from "./score.ts";

/** Candidate pairs in the order in which they were found. */
export interface Pairs { readonly count: number; left(i: number): number; right(i: number): number; rule(i: number): number; /** place in `patterns` */ pattern(i: number): number }

/** The rows of the pairs, in pieces of a million so that growing never copies. */
class PairStore implements Pairs {
  static readonly #piece = 1 << 20;
  readonly #pieces: Int32Array[] = [];
  count = 0;
  add(left: number, right: number, rule: number, pattern: number): void {
    if (this.count % PairStore.#piece === 0) this.#pieces.push(new Int32Array(PairStore.#piece * 3));
    const piece = this.#pieces[this.#pieces.length - 1];
    const at = this.count % PairStore.#piece * 3;
    // rule and pattern share a number: at most 63 rules
    if (piece) { piece[at] = left; piece[at + 1] = right; piece[at + 2] = pattern * 64 + rule; }
    this.count++;
  }
  #at(i: number, k: number): number { return this.#pieces[Math.floor(i / PairStore.#piece)]?.[i % PairStore.#piece * 3 + k] ?? 0; }
  left(i: number): number { return this.#at(i, 0); }
  right(i: number): number { return this.#at(i, 1); }
  rule(i: number): number { return this.#at(i, 2) % 64; }
  pattern(i: number): number { return Math.floor(this.#at(i, 2) / 64); }
}

export interface Asked {
  readonly fields: readonly ReadyField[];
  readonly rules: readonly BlockingRule[];
  /** By rule and field: whether the block may teach the field. */ readonly teaches: readonly (readonly boolean[])[];
  readonly rows: { readonly left: number; readonly right: number }; readonly one: boolean; readonly possible: number;
  readonly randomPairs: number; readonly seed: string | number; readonly lambda?: number | undefined;
  /** What is believed before these records speak, and how many pairs that is worth. */ readonly believed?: { readonly fields: readonly FieldModel[]; readonly matches: number; readonly strangers: number } | undefined;
  readonly maxPairs: number; /** Called instead of going beyond it. */ readonly tooMany: () => never;
}

export interface Estimated {
  readonly pairs: Pairs; readonly model: LinkageModel; /** Pairs that a rule brought first. */ readonly fresh: readonly number[];
  readonly patterns: readonly { readonly gamma: readonly number[]; readonly pairs: number; readonly bits: number }[];
  /** Weight of a candidate in bits, the rarity of shared values included. */ readonly weight: (i: number) => number;
  /** The rarity of the value that a candidate shares in a field. */ readonly rarity: (i: number, field: number) => number;
}

export function estimate(asked: Asked): Estimated {
  const { fields, rules, rows, one } = asked;
  const counter = new Patterns(fields.map((f) => f.comparator.levels.length));
  const lessons = rules.map(() => new Patterns(counter.levels));
  const places = new Map<number, number>();
  const codes: number[] = [];
  const store = new PairStore();
  const fresh = rules.map(() => 0);
  const gamma = new Int8Array(fields.length);
  eachPair(rules, one, (l, r, by) => {
    if (store.count >= asked.maxPairs) asked.tooMany();
    for (let f = 0; f < fields.length; f++) gamma[f] = fields[f]?.level(l, r) ?? -1;
    const code = counter.code(gamma);
    let place = places.get(code);
    if (place === undefined) { place = codes.length; codes.push(code); places.set(code, place); }
    counter.add(code);
    fresh[by] = (fresh[by] ?? 0) + 1;
    for (let q = by; q < rules.length; q++) { const rule = rules[q]; if (rule && (q === by || together(rule, l, r))) lessons[q]?.add(code); }
    store.add(l, r, by, place);
  });
  const random = randomPatterns(fields, rows, one, asked.randomPairs, asked.seed);
  const trained = train({ random, same: fields.map((f) => sameByChance(f, one)), lessons: lessons.map((patterns, i) => ({ patterns, teaches: asked.teaches[i] ?? [] })), candidates: counter, possible: asked.possible, believed: asked.believed });
  const model = asked.lambda === undefined ? trained : { ...trained, lambda: asked.lambda };
  const prior = oddsBits(model.lambda);
  const counts = new Map(counter.rows().map((r) => [r.code, r.pairs]));
  const patterns = codes.map((code) => {
    const levels = counter.gamma(code);
    return { gamma: levels, pairs: counts.get(code) ?? 0, bits: model.fields.reduce((sum, field, f) => sum + weightOf(field, levels[f] ?? -1), prior) };
  });
  const rare = (i: number, f: number): number => {
    const field = fields[f];
    return field?.termFrequency === true ? rarity(field, patterns[store.pattern(i)]?.gamma[f] ?? -1, model.fields[f]?.u.at(-1) ?? 1, store.left(i), store.right(i), asked.believed?.strangers) : 0;
  };
  const frequent = fields.flatMap((field, f) => (field.termFrequency ? [f] : []));
  return { pairs: store, model, fresh, patterns, rarity: rare, weight: (i) => frequent.reduce((sum, f) => sum + rare(i, f), patterns[store.pattern(i)]?.bits ?? 0) };
}
