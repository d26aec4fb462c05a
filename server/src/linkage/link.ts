/**
 * Links two files, or one with itself: read, block, count patterns, estimate, weigh (Fellegi–Sunter; method and limits:
 * docs/methods/linkage.md; papers 000 §2.1, 001 §2.1, §4). Memory: a few integers per record and cell, twelve bytes per candidate pair.
 */
import { comparatorOf, numberComparator } from "@diguan/core/comparison/comparators.ts";
import { keyOf, keyWords, type Key } from "@diguan/core/comparison/link-keys.ts";
import { keysOf, type LinkSpec } from "@diguan/core/comparison/link-spec.ts";
import { Usage } from "../command.ts";
import { joinKeys, sizeBlocks, type Blocks, type BlockingRule } from "./blocks.ts";
import { estimate, type Estimated } from "./estimate.ts";
import { Dictionary, headerOf, readRecords, type Wanted } from "./read.ts";
import { readyField, type ReadyField } from "./score.ts";
import { nameTables } from "./tables.ts";

/** A column of both files with one dictionary. */
interface Slot { readonly left: string; readonly right: string; readonly dictionary: Dictionary; codesLeft: Int32Array; codesRight: Int32Array }

export interface Linked extends Estimated {
  readonly spec: LinkSpec; readonly one: boolean; readonly rows: { readonly left: number; readonly right: number }; readonly possible: number;
  readonly blocks: readonly Blocks[]; readonly fields: readonly ReadyField[]; readonly teaches: readonly (readonly boolean[])[];
  readonly idLeft: (row: number) => string; readonly idRight: (row: number) => string;
  /** Whether the truth says that a candidate is one thing; undefined without a truth column. */ readonly truly: ((l: number, r: number) => boolean) | undefined;
  readonly trueMatches: number | undefined;
  readonly blockName: (rule: number, row: number) => string;
}

const unknown = (file: string, column: string, names: readonly string[]): Usage => new Usage(`${file} has no column «${column}»; its columns are ${names.join(", ")}`);

export interface Files { readonly left: string; readonly right: string | undefined }

export async function link(files: Files, spec: LinkSpec, say: (text: string) => void = () => undefined): Promise<Linked> {
  const one = files.right === undefined;
  const headLeft = await headerOf(files.left);
  const headRight = files.right === undefined ? headLeft : await headerOf(files.right);
  const check = (left: string, right: string): void => {
    if (!headLeft.includes(left)) throw unknown(files.left, left, headLeft);
    if (!headRight.includes(right)) throw unknown(files.right ?? files.left, right, headRight);
    if (one && left !== right) throw new Usage(`«${left}» and «${right}»: one file is linked with itself, so both sides have the same columns`);
  };
  if (spec.blocking.length > 63) throw new Usage("at most 63 blocking rules");
  const slots = new Map<string, Slot>();
  const slot = (left: string, right: string): Slot => {
    const name = `${left}\0${right}`;
    const known = slots.get(name);
    if (known) return known;
    check(left, right);
    const made: Slot = { left, right, dictionary: new Dictionary(), codesLeft: new Int32Array(), codesRight: new Int32Array() };
    slots.set(name, made);
    return made;
  };
  const rules = spec.blocking.map((rule, i) => {
    try { return keysOf(rule.on, (c) => headLeft.includes(c)); } catch (e) { throw e instanceof RangeError ? new Usage(`blocking[${i + 1}]: ${e.message}`) : e; }
  });
  const parts = rules.map((keys) => keys.map((key) => ({ key, slot: slot(key.left, key.right) })));
  // a birthday that is compared by itself would be counted a second time inside the number
  const dated = spec.comparisons.some((c) => c.method === "date");
  const compared = spec.comparisons.map((c, i) => {
    try { return { ...c, slot: slot(c.left, c.right), comparator: c.method === "id-number" && dated ? numberComparator : comparatorOf(c.method, c.thresholds, nameTables) }; } catch (e) { throw e instanceof RangeError ? new Usage(`comparisons[${i + 1}]: ${e.message}`) : e; }
  });
  const idSlot = spec.id ? slot(spec.id.left, spec.id.right) : undefined;
  const truthKey = spec.truth ? truthOf(spec.truth, headLeft) : undefined;
  const truthSlot = truthKey ? slot(truthKey.left, truthKey.right) : undefined;

  say("reading …");
  const all = [...slots.values()];
  const missing = new Set(["", ...spec.missing]);
  const wanted = (side: "left" | "right"): Wanted[] => all.map((s) => ({ column: s[side], into: s.dictionary }));
  const left = await readRecords(files.left, wanted("left"), missing);
  const right = files.right === undefined ? left : await readRecords(files.right, wanted("right"), missing);
  all.forEach((s, i) => { s.codesLeft = left.columns[i] ?? s.codesLeft; s.codesRight = right.columns[i] ?? s.codesRight; });
  const rows = { left: left.rows, right: right.rows };
  for (const [file, n] of [[files.left, rows.left], [files.right ?? files.left, rows.right]] as const) if (n < (one ? 2 : 1)) throw new Usage(`${file} has ${n === 0 ? "a header but no records" : "one record only"}`);
  const possible = one ? rows.left * (rows.left - 1) / 2 : rows.left * rows.right;

  say(`${rows.left} × ${rows.right} records; blocking …`);
  const blocks = parts.map((keys): Blocks => {
    const joined = joinKeys(keys.map(({ key, slot: s }) => keyCodes(key, s)));
    return sizeBlocks({ ...joined, words: keys.map((k) => keyWords(k.key)).join(" and ") }, one, spec.maxBlockPairs);
  });
  const blocking: readonly BlockingRule[] = blocks.map((b) => b.rule);
  const fields = compared.map((c) => readyField({ name: c.name, comparator: c.comparator, termFrequency: c.termFrequency, left: c.slot.codesLeft, right: c.slot.codesRight, words: c.slot.dictionary.words }));
  const teaches = rules.map((keys, i) => compared.map((c) => spec.blocking[i]?.train !== false && !keys.some((k) => k.left === c.left || k.right === c.right)));

  say("comparing …");
  const estimated = estimate({
    fields, rules: blocking, teaches, rows, one, possible, randomPairs: spec.randomPairs, seed: spec.seed, lambda: spec.lambda, maxPairs: spec.maxPairs,
    tooMany: () => { throw new Usage(`more than ${spec.maxPairs} pairs: ${blocks.map((b) => `${b.rule.words} ${b.pairs}`).join("; ")}. Narrow the blocking rules, or raise "maxPairs"`); },
  });
  const word = (s: Slot | undefined, side: "codesLeft" | "codesRight") => (row: number): string => (s ? s.dictionary.words[s[side][row] ?? 0] ?? "" : String(row + 1));
  const truth = truthKey && truthSlot ? keyCodes(truthKey, truthSlot) : undefined;
  return {
    ...estimated, spec, one, rows, possible, blocks, fields, teaches,
    idLeft: word(idSlot, "codesLeft"), idRight: word(idSlot, one ? "codesLeft" : "codesRight"),
    truly: truth && ((l, r) => (truth.left[l] ?? 0) !== 0 && truth.left[l] === truth.right[r]),
    trueMatches: truth && sizeBlocks({ ...truth, words: "truth" }, one, Infinity).pairs,
    blockName: (rule, row) => (parts[rule] ?? []).map(({ key, slot: s }) => keyOf(key, s.dictionary.words[s.codesLeft[row] ?? 0] ?? "", nameTables)).join(" · "),
  };
}

/** The truth column, or a function of one: `number(rec_id)`. */
function truthOf(truth: { readonly left: string; readonly right: string }, header: readonly string[]): Key {
  try {
    const [key] = keysOf([truth.left === truth.right ? truth.left : truth], (c) => header.includes(c));
    if (key) return key;
  } catch (e) { throw e instanceof RangeError ? new Usage(`truth: ${e.message}`) : e; }
  throw new Usage("truth: name a column");
}

/** Codes of a key for every record: its function is taken once per value. */
function keyCodes(key: Key, s: Slot): { readonly left: Int32Array; readonly right: Int32Array; readonly keys: number } {
  // a column as it stands is coded already; a copy, as a block that explodes loses its key
  if (key.by === null) { const left = s.codesLeft.slice(); return { left, right: s.codesLeft === s.codesRight ? left : s.codesRight.slice(), keys: s.dictionary.words.length - 1 }; }
  const values = new Dictionary();
  const byValue = Int32Array.from(s.dictionary.words, (word, i) => { const value = i === 0 ? "" : keyOf(key, word, nameTables); return value === "" ? 0 : values.code(value); });
  const left = s.codesLeft.map((code) => byValue[code] ?? 0);
  return { left, right: s.codesLeft === s.codesRight ? left : s.codesRight.map((code) => byValue[code] ?? 0), keys: values.words.length - 1 };
}
