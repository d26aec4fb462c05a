/** `diguan link`: probabilistic linkage of two files, or duplicates of one (issue: u estimated apart, m by EM never scoring the blocked field; method and format: docs/methods/linkage.md). */
import { open, readFile, rename, rm, type FileHandle } from "node:fs/promises";
import { keyFunctions } from "@diguan/core/comparison/link-keys.ts";
import { readSpec, type LinkSpec } from "@diguan/core/comparison/link-spec.ts";
import { clusters } from "@diguan/core/statistics/clusters.ts";
import { probabilityOf } from "@diguan/core/statistics/linkage.ts";
import { Usage, type Command } from "../command.ts";
import { link, type Linked } from "./link.ts";
import { agreements, reportOf, truthOf } from "./report.ts";

async function specOf(file: string): Promise<LinkSpec> {
  const text = await readFile(file, "utf8").catch((e: NodeJS.ErrnoException) => { throw new Usage(e.code === "ENOENT" ? `there is no specification ${file}` : `${file} cannot be read (${e.code ?? e.message})`); });
  let json: unknown;
  try { json = JSON.parse(text.replace(/^\uFEFF/, "")); } catch (e) { throw new Usage(`${file} is no JSON: ${(e as Error).message}`); }
  const read = readSpec(json);
  if ("faults" in read) throw new Usage(`${file}: ${read.faults.join("; ")}`);
  return read.spec;
}

const cell = (text: string): string => (/[",\n\r]/.test(text) ? `"${text.replaceAll("\"", "\"\"")}"` : text);

/** Writes beside the file and puts it in place when it is whole. */
async function written(file: string, write: (line: (text: string) => Promise<void> | undefined) => Promise<void>): Promise<void> {
  const beside = `${file}.part`;
  const handle: FileHandle = await open(beside, "w").catch((e: NodeJS.ErrnoException) => { throw new Usage(`${file} cannot be written (${e.code ?? e.message})`); });
  try {
    let kept: string[] = [];
    await write((text) => {
      kept.push(text);
      if (kept.length < 20_000) return undefined;
      const all = `${kept.join("\n")}\n`;
      kept = [];
      return handle.write(all).then(() => undefined);
    });
    if (kept.length > 0) await handle.write(`${kept.join("\n")}\n`);
    await handle.close();
    await rename(beside, file);
  } catch (e) { await handle.close().catch(() => undefined); await rm(beside, { force: true }); throw e; }
}

/** Candidates by weight, highest first; equal ones in the order of the records. */
function ranked(linked: Linked): { readonly weights: Float64Array; readonly order: Uint32Array } {
  const weights = Float64Array.from({ length: linked.pairs.count }, (_, i) => linked.weight(i));
  const { pairs } = linked;
  const order = Uint32Array.from({ length: pairs.count }, (_, i) => i).toSorted((a, b) => (weights[b] ?? 0) - (weights[a] ?? 0) || pairs.left(a) - pairs.left(b) || pairs.right(a) - pairs.right(b));
  return { weights, order };
}

async function writePairs(linked: Linked, { weights, order }: ReturnType<typeof ranked>, file: string): Promise<number> {
  let n = 0;
  const { pairs, spec, fields } = linked;
  const counted = linked.patterns.map((p) => agreements(linked, p.gamma));
  const shown = linked.patterns.map((p) => p.gamma.map((g) => (g < 0 ? "" : String(g))).join(","));
  await written(file, async (line) => {
    await line(["left_id", "right_id", "weight", "probability", "agreements", "block", ...fields.map((f) => `gamma_${f.name}`), ...(linked.truly ? ["truth"] : [])].map(cell).join(","));
    for (const i of order) {
      const weight = weights[i] ?? 0;
      const probability = probabilityOf(weight);
      if (probability < spec.threshold) break;
      const [l, r, p] = [pairs.left(i), pairs.right(i), pairs.pattern(i)];
      const waiting = line(`${cell(linked.idLeft(l))},${cell(linked.idRight(r))},${weight},${probability},${counted[p] ?? 0},${cell(linked.blocks[pairs.rule(i)]?.rule.words ?? "")},${shown[p] ?? ""}${linked.truly ? `,${linked.truly(l, r) ? 1 : 0}` : ""}`);
      if (waiting) await waiting;
      n++;
    }
  });
  return n;
}

/** Every record with the group that pairs from `least` on tie it into. */
async function writeClusters(linked: Linked, weights: Float64Array, least: number, file: string): Promise<number> {
  const { pairs, rows, one } = linked;
  const shift = one ? 0 : rows.left;
  const ties = function* (): Generator<readonly [number, number]> { for (let i = 0; i < pairs.count; i++) if (probabilityOf(weights[i] ?? 0) >= least) yield [pairs.left(i), shift + pairs.right(i)]; };
  const group = clusters(rows.left + (one ? 0 : rows.right), ties());
  await written(file, async (line) => {
    await line("file,id,cluster");
    for (const [at, first] of group.entries()) {
      const waiting = line(`${at < rows.left ? "left" : "right"},${cell(at < rows.left ? linked.idLeft(at) : linked.idRight(at - rows.left))},${first + 1}`);
      if (waiting) await waiting;
    }
  });
  return new Set(group).size;
}

export const command: Command = {
  name: "link", usage: "link --left A [--right B] --spec spec.json --out pairs.csv [--clusters F] [--json]",
  summary: "link two files, or find the duplicates of one, by probability (Fellegi–Sunter)",
  help: `  --left A         CSV (UTF-8, GB18030, UTF-16) or Parquet with a header
  --right B        the other file; without it A is linked with itself (every pair once)
  --spec F         what is compared, see below
  --out F          pairs, most probable first: left_id, right_id, weight (bits, prior included), probability, agreements (number of
                   fields that agree), block (the rule that brought them together), gamma_<name> for each comparison: its level,
                   0 = unlike … highest = the same, empty = missing on a side; truth (1, 0) when the specification names a truth
  --clusters F     file, id, cluster: groups that pairs tie together, also through others
  --json           the report: lambda, fields [{name, levels: [{level, name, m, u, weight, pairs}]}], blocking, agreements, truth

Specification:
  {"id": "rec_id",
   "blocking": ["given_name", ["surname", "year(date_of_birth)"]],
   "comparisons": [
     {"column": "given_name", "method": "exact"},
     {"column": "surname", "method": "jaro-winkler", "thresholds": [0.92, 0.85], "termFrequency": true},
     {"column": "date_of_birth", "method": "date"}],
   "threshold": 0.5, "seed": "2018"}

  blocking     each element is a rule; pairs that agree on all keys of any rule are compared. A key is a column, a function of one
               (${keyFunctions.join(", ")};
               prefix(name, 1), initials(name): first letters of the pinyin), or {"left": …, "right": …}. {"on": […], "train": false}
               blocks without teaching m. m of a field is learnt only in blocks that are not made of it
  comparisons  column (or left and right), method, thresholds, termFrequency, name
    exact          same, different
    jaro-winkler   same, at or above each threshold (default 0.92, 0.8)
    levenshtein    thresholds below 1 are similarities (1 − edits / length), whole numbers are edits (default 1, 2)
    damerau        as levenshtein, two neighbours that changed places are one edit
    date           same, day and month swapped, one digit, other year, same year
    id-number      same, 15 and 18 digits, one slip (missed, wrong or swapped digits), birth and region, birth;
                   beside a date comparison the last two count as different, as the birthday would be counted twice
    chinese-name   same characters, simplified/traditional/variant, same pinyin, similar, different
  id           column that names a record (or {"left", "right"}); without it the number of the data row
  threshold    least probability written; default 0: every compared pair
  truth        column, or function of one such as number(rec_id), that is equal in true pairs: precision, recall and best F1
  clusters     least probability that ties (default: threshold, at least 0.5)   lambda  fixes the prior
  randomPairs  for u, default 1,000,000     maxBlockPairs  larger blocks are left out and told, default 5,000,000
  maxPairs     default 20,000,000           missing  cells that say nothing, default "", NA, N/A, NULL, NaN, "."

Exit codes: 0 linked, 2 unusable arguments, specification or file, 3 failed.`,
  options: { left: { type: "string" }, right: { type: "string" }, spec: { type: "string" }, out: { type: "string" }, clusters: { type: "string" } },
  run: async ({ values, positionals, json, print, say }) => {
    const { left, right, spec: file, out, clusters: groups } = values;
    if (typeof left !== "string" || typeof file !== "string" || typeof out !== "string") throw new Usage("name the file with --left, the specification with --spec and the pairs to write with --out");
    if (positionals.length > 0) throw new Usage(`«${positionals.join(" ")}» is not expected here`);
    const files = { left, right: typeof right === "string" ? right : undefined, out };
    const linked = await link(files, await specOf(file), say);
    const order = ranked(linked);
    const n = await writePairs(linked, order, out);
    const least = typeof linked.spec.clusters === "number" ? linked.spec.clusters : Math.max(0.5, linked.spec.threshold);
    const found = typeof groups === "string" ? await writeClusters(linked, order.weights, least, groups) : undefined;
    const { words, ...report } = reportOf(linked, files, n, truthOf(linked, order.weights, order.order));
    print(json ? JSON.stringify({ ...report, ...(found === undefined ? {} : { clusters: { file: groups, least, clusters: found } }) }) : `${words}${found === undefined ? "" : `\n${found} groups written to ${String(groups)}`}`);
    return 0;
  },
};
