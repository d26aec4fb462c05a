/** What `diguan link` reports: m, u and λ with where they were learnt, blocks, agreements, and, with a truth column, the errors. */
import { weightOf, probabilityOf } from "@diguan/core/statistics/linkage.ts";
import type { Linked } from "./link.ts";

export interface Truth { readonly matches: number; readonly candidates: number; readonly best: Errors; readonly atHalf: Errors }
export interface Errors { readonly weight: number; readonly probability: number; readonly f1: number; readonly precision: number; readonly recall: number }

/** How many fields agree in a candidate pair. */
export const agreements = (linked: Linked, gamma: readonly number[]): number => gamma.reduce((n, level, f) => n + (level >= (linked.fields[f]?.comparator.agreesFrom ?? Infinity) ? 1 : 0), 0);

const errorsAt = (weight: number, right: number, chosen: number, matches: number): Errors => ({ weight, probability: probabilityOf(weight), precision: chosen > 0 ? right / chosen : 0, recall: matches > 0 ? right / matches : 0, f1: chosen + matches > 0 ? 2 * right / (chosen + matches) : 0 });

/** Precision and recall against all true pairs, those that no block brought together included. */
export function truthOf(linked: Linked, weights: Float64Array, order: Uint32Array): Truth | undefined {
  const { truly, trueMatches: matches, pairs } = linked;
  if (!truly || matches === undefined) return undefined;
  let [right, best, atHalf] = [0, errorsAt(0, 0, 0, matches), errorsAt(0, 0, 0, matches)];
  order.forEach((i, n) => {
    if (truly(pairs.left(i), pairs.right(i))) right++;
    const weight = weights[i] ?? 0;
    // pairs of equal weight are chosen together
    if (n + 1 < order.length && weights[order[n + 1] ?? 0] === weight) return;
    const here = errorsAt(weight, right, n + 1, matches);
    if (here.f1 > best.f1) best = here;
    if (weight >= 0) atHalf = { ...here, weight: 0, probability: 0.5 };
  });
  return { matches, candidates: right, best, atHalf };
}

/** The report as --json prints it; `written`: pairs in the file. */
export function reportOf(linked: Linked, files: { readonly left: string; readonly right: string | undefined; readonly out: string }, written: number, truth: Truth | undefined): Readonly<Record<string, unknown>> & { readonly words: string } {
  const { model, fields, pairs, spec, rows, possible, one } = linked;
  const rulesOf = (f: number): string[] => (model.taughtBy[f] ?? []).map((i) => linked.blocks[i]?.rule.words ?? "");
  const counts = new Map<number, { pairs: number; matches: number }>();
  if (linked.truly) for (let i = 0; i < pairs.count; i++) { const n = tallied(counts, agreements(linked, linked.patterns[pairs.pattern(i)]?.gamma ?? [])); n.pairs++; if (linked.truly(pairs.left(i), pairs.right(i))) n.matches++; }
  else for (const p of linked.patterns) tallied(counts, agreements(linked, p.gamma)).pairs += p.pairs;
  const agreeing = [...counts].toSorted(([a], [b]) => b - a);
  const expected = linked.patterns.reduce((sum, p) => sum + p.pairs * probabilityOf(p.bits), 0);
  const detail = {
    mode: one ? "dedupe" : "link", left: { file: files.left, records: rows.left }, right: one ? null : { file: files.right, records: rows.right },
    possible, pairs: pairs.count, written, out: files.out, threshold: spec.threshold, seed: spec.seed,
    lambda: model.lambda, expectedMatches: expected,
    fields: fields.map((field, f) => ({
      name: field.name, column: spec.comparisons[f]?.left, method: spec.comparisons[f]?.method, termFrequency: field.termFrequency, trainedBy: rulesOf(f), presumed: rulesOf(f).length === 0,
      levels: field.comparator.levels.map((name, level) => ({ level, name, m: model.fields[f]?.m[level], u: model.fields[f]?.u[level], weight: weightOf(model.fields[f] ?? { m: [], u: [] }, level), pairs: linked.patterns.reduce((sum, p) => sum + (p.gamma[f] === level ? p.pairs : 0), 0) })).toReversed(),
      missing: linked.patterns.reduce((sum, p) => sum + (p.gamma[f] === -1 ? p.pairs : 0), 0),
    })),
    blocking: linked.blocks.map((b, i) => {
      const session = model.sessions[i];
      const named = (at: { readonly left: number; readonly right: number; readonly pairs: number; readonly row: number }): object => ({ key: at.row < 0 ? "" : linked.blockName(i, at.row), left: at.left, right: at.right, pairs: at.pairs });
      return {
        rule: b.rule.words, pairs: b.pairs, fresh: linked.fresh[i], blocks: b.blocks, largest: b.largest && named(b.largest), capped: b.capped.length, cappedBlocks: b.capped.slice(0, 20).map(named),
        trains: fields.filter((_, f) => linked.teaches[i]?.[f] === true).map((f) => f.name), lambda: session?.lambda, expectedMatches: session?.expectedMatches, iterations: session?.iterations, converged: session?.converged,
      };
    }),
    agreements: Object.fromEntries(agreeing.map(([n, c]) => [String(n), c.pairs])),
    ...(linked.truly ? { truth, trueByAgreements: Object.fromEntries(agreeing.map(([n, c]) => [String(n), c.matches])) } : {}),
  };
  return { ...detail, words: wordsOf(linked, detail.out, written, truth, agreeing, expected) };
}

function tallied(counts: Map<number, { pairs: number; matches: number }>, n: number): { pairs: number; matches: number } {
  const known = counts.get(n) ?? { pairs: 0, matches: 0 };
  counts.set(n, known);
  return known;
}

const number = (x: number | undefined): string => (x === undefined ? "-" : x >= 0.001 ? x.toFixed(6) : x.toExponential(3));

function wordsOf(linked: Linked, out: string, written: number, truth: Truth | undefined, agreeing: readonly (readonly [number, { readonly pairs: number; readonly matches: number }])[], expected: number): string {
  const { model, fields, pairs, rows, one } = linked;
  const lines = [`${rows.left} records ${one ? "with themselves" : `× ${rows.right} records`}: ${pairs.count} pairs of ${linked.possible}; ${written} written to ${out}`, `λ = ${number(model.lambda)} (probability that two random records are one); ${expected.toFixed(1)} matches expected among the pairs`, ""];
  for (const [i, b] of linked.blocks.entries()) {
    lines.push(`block ${b.rule.words}: ${b.pairs} pairs, ${linked.fresh[i] ?? 0} of them new; trains ${fields.filter((_, f) => linked.teaches[i]?.[f] === true).map((f) => f.name).join(", ") || "nothing"}`);
    if (b.capped.length > 0) lines.push(`  ${b.capped.length} blocks of more than ${linked.spec.maxBlockPairs} pairs left out, the largest «${linked.blockName(i, b.capped[0]?.row ?? 0)}» with ${b.capped[0]?.pairs ?? 0}`);
  }
  lines.push("", `${"field".padEnd(24)}${"level".padEnd(18)}${"m".padStart(12)}${"u".padStart(12)}${"weight".padStart(9)}`);
  for (const [f, field] of fields.entries()) for (let level = field.comparator.levels.length - 1; level >= 0; level--) {
    const fm = model.fields[f] ?? { m: [], u: [] };
    const top = level === field.comparator.levels.length - 1;
    lines.push(`${(top ? field.name : "").padEnd(24)}${(field.comparator.levels[level] ?? "").padEnd(18)}${number(fm.m[level]).padStart(12)}${number(fm.u[level]).padStart(12)}${weightOf(fm, level).toFixed(2).padStart(9)}${top && (model.taughtBy[f] ?? []).length === 0 ? "  m presumed: no block may teach it" : ""}`);
  }
  lines.push("", `agreeing fields: ${agreeing.map(([n, c]) => `${n}: ${c.pairs}${linked.truly ? ` (${c.matches} true)` : ""}`).join(", ")}`);
  if (truth) for (const [name, e] of [["best F1", truth.best], ["from probability 0.5", truth.atHalf]] as const) lines.push(`${name}: F1 ${e.f1.toFixed(4)}, precision ${e.precision.toFixed(4)}, recall ${e.recall.toFixed(4)} (from weight ${e.weight.toFixed(2)}; ${truth.candidates} of ${truth.matches} true pairs are among the candidates)`);
  return lines.join("\n");
}
