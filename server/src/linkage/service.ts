/**
 * Matching of persons for the comparison of departments' files and for the search for duplicates (部门比对, 查重; papers 000 §2.1,
 * 001 §2.1): pure scoring in memory, nothing is stored. Every pair tells what each fact contributed.
 */
import { keyOf, type KeyFunction } from "@diguan/core/comparison/link-keys.ts";
import { believed, loneLambda, personComparators, personFields, worth, type FieldEvidence, type PersonField } from "@diguan/core/comparison/persons.ts";
import { oddsBits, probabilityOf, weightOf } from "@diguan/core/statistics/linkage.ts";
import { joinKeys, sizeBlocks, type BlockingRule } from "./blocks.ts";
import { estimate, type Estimated } from "./estimate.ts";
import { Dictionary } from "./read.ts";
import { readyField, type ReadyField } from "./score.ts";
import { nameTables } from "./tables.ts";

export interface PersonRecord {
  /** Comes back in the answer. */ readonly key: string;
  readonly name: string | null;
  /** Plain number, in memory only. */ readonly certNo: string | null;
  /** ISO date */ readonly birth: string | null;
  readonly sex: 1 | 2 | null;
  /** 12-digit code of the village or town. */ readonly region: number | null;
  readonly phone: string | null;
}

export type { FieldEvidence };
export interface PersonMatch { readonly left: string; readonly right: string; /** bits, prior included */ readonly weight: number; /** 0 … 1 */ readonly probability: number; readonly fields: readonly FieldEvidence[] }

const comparators = personComparators(nameTables);
const termFrequency: ReadonlySet<PersonField> = new Set(["name"]);
const textOf: Readonly<Record<PersonField, (p: PersonRecord) => string>> = {
  name: (p) => p.name ?? "", certNo: (p) => p.certNo ?? "", birth: (p) => p.birth ?? "", sex: (p) => (p.sex === null ? "" : String(p.sex)),
  region: (p) => (p.region === null ? "" : String(p.region)), phone: (p) => p.phone ?? "",
};

type Part = readonly [PersonField, KeyFunction | null];
/** Who is compared at all. A block teaches only where hardly any stranger shares its key: in the others families would be taken for one person. */
const rules: readonly { readonly on: readonly Part[]; readonly teaches: readonly PersonField[] }[] = [
  { on: [["certNo", "id"]], teaches: ["name", "sex", "region", "phone"] },
  { on: [["name", null], ["birth", null]], teaches: ["certNo", "region", "phone"] },
  { on: [["name", "pinyin"], ["birth", "year"]], teaches: [] },
  { on: [["phone", null], ["birth", "year"]], teaches: [] },
  { on: [["name", "pinyin"], ["region", null]], teaches: [] },
  { on: [["birth", null], ["region", null]], teaches: [] },
  { on: [["birth", null], ["name", "surname"], ["sex", null]], teaches: [] },
];

interface Side { readonly people: readonly PersonRecord[]; readonly codes: ReadonlyMap<PersonField, Int32Array> }

function prepare(left: readonly PersonRecord[], right: readonly PersonRecord[] | undefined): { readonly fields: readonly ReadyField[]; readonly rules: readonly BlockingRule[] } {
  const dictionaries = new Map(personFields.map((f) => [f, new Dictionary()]));
  const side = (people: readonly PersonRecord[]): Side => ({ people, codes: new Map(personFields.map((f) => [f, Int32Array.from(people, (p) => { const text = textOf[f](p).trim(); return text === "" ? 0 : dictionaries.get(f)?.code(text) ?? 0; })])) });
  const l = side(left);
  const r = right ? side(right) : l;
  const none = new Int32Array();
  const fields = personFields.map((name, i) => {
    const comparator = comparators[i];
    if (!comparator) throw new Error(`no comparator for ${name}`);
    return readyField({ name, comparator, termFrequency: termFrequency.has(name), left: l.codes.get(name) ?? none, right: r.codes.get(name) ?? none, words: dictionaries.get(name)?.words ?? [] });
  });
  const keys = ([field, by]: Part): { readonly left: Int32Array; readonly right: Int32Array; readonly keys: number } => {
    const known = new Map<string, number>();
    const byValue = Int32Array.from(dictionaries.get(field)?.words ?? [], (word, i) => {
      const value = i === 0 ? "" : keyOf({ left: field, right: field, by, length: 0 }, word, nameTables);
      if (value === "") return 0;
      if (!known.has(value)) known.set(value, known.size + 1);
      return known.get(value) ?? 0;
    });
    const coded = (codes: Int32Array | undefined): Int32Array => (codes ?? none).map((code) => byValue[code] ?? 0);
    const mine = coded(l.codes.get(field));
    return { left: mine, right: r === l ? mine : coded(r.codes.get(field)), keys: known.size };
  };
  return { fields, rules: rules.map((rule) => ({ ...joinKeys(rule.on.map(keys)), words: rule.on.map(([f]) => f).join(" and ") })) };
}

/** More pairs than this come from a key that says nothing, such as a filler phone: such a block is left out. */
const mostInBlock = 200_000;

function scored(left: readonly PersonRecord[], right: readonly PersonRecord[] | undefined, seed: string, lambda?: number): Estimated & { readonly fields: readonly ReadyField[] } {
  const { fields, rules: all } = prepare(left, right);
  const one = right === undefined;
  const sized = all.map((rule) => sizeBlocks(rule, one, mostInBlock).rule);
  const possible = one ? left.length * (left.length - 1) / 2 : left.length * right.length;
  const estimated = estimate({
    fields, rules: sized, teaches: rules.map((rule) => personFields.map((f) => rule.teaches.includes(f))), one, possible, rows: { left: left.length, right: (right ?? left).length },
    randomPairs: 60_000, seed, lambda, believed: { fields: personFields.map((f) => believed[f]), ...worth }, maxPairs: 20_000_000,
    tooMany: () => { throw new RangeError("more than 20 million pairs of persons; match them county by county"); },
  });
  return { ...estimated, fields };
}

const evidence = (s: ReturnType<typeof scored>, i: number): FieldEvidence[] => {
  const gamma = s.patterns[s.pairs.pattern(i)]?.gamma ?? [];
  return personFields.map((field, f) => {
    const level = gamma[f] ?? -1;
    return { field, level: level < 0 ? "missing" : s.fields[f]?.comparator.levels[level] ?? "", weight: weightOf(s.model.fields[f] ?? { m: [], u: [] }, level) + s.rarity(i, f) };
  });
};

/** Least probability that is told when nothing else is asked. */
const usualLeast = 0.5;

function matches(left: readonly PersonRecord[], right: readonly PersonRecord[] | undefined, options: Options): PersonMatch[] {
  if (left.length === 0 || right?.length === 0) return [];
  const s = scored(left, right, options.seed ?? "persons");
  const found: PersonMatch[] = [];
  for (let i = 0; i < s.pairs.count; i++) {
    const weight = s.weight(i);
    const probability = probabilityOf(weight);
    if (probability < (options.least ?? usualLeast)) continue;
    found.push({ left: left[s.pairs.left(i)]?.key ?? "", right: (right ?? left)[s.pairs.right(i)]?.key ?? "", weight, probability, fields: evidence(s, i) });
  }
  found.sort((a, b) => b.weight - a.weight || (a.left < b.left ? -1 : a.left > b.left ? 1 : a.right < b.right ? -1 : 1));
  if (options.oneToOne !== true) return found;
  const taken = { left: new Set<string>(), right: new Set<string>() };
  return found.filter((m) => {
    if (taken.left.has(m.left) || taken.right.has(m.right)) return false;
    taken.left.add(m.left);
    taken.right.add(m.right);
    return true;
  });
}

export interface Options {
  /** Least probability, 0 … 1; default 0.5. */ readonly least?: number;
  /** Each record at most once, the most probable pairs first. */ readonly oneToOne?: boolean;
  readonly seed?: string;
}

/**
 * Pairs of two lists that are probably one person, most probable first. Candidates come from blocking (number, name with birth, phone,
 * pinyin with village …), never from all pairs; u is estimated from the lists, m from blocks that may teach it, both leaning on `believed`.
 * @example matchPersons(fileRows, registered, { least: 0.8, oneToOne: true })[0] // => { left: "7", right: "b3…", weight: 18.2, probability: 0.999…, fields: [{ field: "name", level: "same", weight: 9.1 }, …] }
 */
export const matchPersons = (left: readonly PersonRecord[], right: readonly PersonRecord[], options: Options = {}): PersonMatch[] => matches(left, right, options);

/** The same inside one list: every pair once. */
export const duplicatePersons = (people: readonly PersonRecord[], options: Options = {}): PersonMatch[] => matches(people, undefined, options);

/** One pair that was found in another way (by its number), for its evidence; the beliefs alone weigh it. @example comparePersons(a, b).fields.map((f) => f.weight) // => [9, 16.8, 11, 1, 6.5, 0] */
export function comparePersons(a: PersonRecord, b: PersonRecord): PersonMatch {
  let weight = oddsBits(loneLambda);
  const fields = personFields.map((field, f): FieldEvidence => {
    const comparator = comparators[f];
    const [x, y] = [textOf[field](a).trim(), textOf[field](b).trim()];
    if (!comparator || x === "" || y === "") return { field, level: "missing", weight: 0 };
    const level = comparator.over([x, y])(0, 1);
    const bits = weightOf(believed[field], level);
    weight += bits;
    return { field, level: comparator.levels[level] ?? "", weight: bits };
  });
  return { left: a.key, right: b.key, weight, probability: probabilityOf(weight), fields };
}
