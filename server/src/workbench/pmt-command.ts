/** `diguan measure pmt`: a proxy means test of any survey file with its errors out of sample (paper 001 §2.1, §4; docs/methods/pmt.md). */
import { hash } from "@diguan/core/statistics/random.ts";
import { Usage, type Command } from "../command.ts";
import { checkWeights, type Table } from "./cells.ts";
import { methods, proxyMeansTest, type Method, type PmtReport } from "./pmt.ts";
import { readTable } from "./table.ts";

type Values = Readonly<Record<string, string | boolean | undefined>>;
const wordOf = (values: Values, name: string): string | undefined => { const v = values[name]; return typeof v === "string" && v !== "" ? v : undefined; };

/** Share of households that train the model when no column says so: 70 % (Brown, Ravallion & van de Walle 2018 use halves; more leaves less noise). */
const trainingShare = 0.7;

const said: ReadonlyMap<string, 0 | 1> = new Map([["train", 0], ["training", 0], ["训练", 0], ["test", 1], ["testing", 1], ["测试", 1], ["检验", 1]]);

/** Which rows test the model. */
function testRows(table: Table, split: string | undefined, household: string | undefined, seed: string): Int8Array {
  const limit = trainingShare * 2 ** 32;
  if (split === undefined) {
    const keys = household === undefined ? undefined : table.keys(household);
    return Int8Array.from({ length: table.rows }, (_, i) => (keys && keys.codes[i] === keys.missing ? -1 : Number(hash("pmt", seed, keys?.codes[i] ?? i) >= limit)));
  }
  const { codes, names = [], missing } = table.keys(split);
  // 1 marks the part that the column is named after
  const one = /train|训练/i.test(split) ? 0 : 1;
  const of = names.map((name, code) => {
    if (code === missing) return -1;
    const side = said.get(name.toLowerCase()) ?? (["1", "true"].includes(name) ? one : ["0", "false"].includes(name) ? 1 - one : undefined);
    if (side === undefined) throw new Usage(`column ${split}: «${name}» says neither train (0) nor test (1)`);
    return side;
  });
  return Int8Array.from(codes, (code) => of[code] ?? -1);
}

/** What the command prints with --json, from its options. */
export async function pmtOf(values: Values): Promise<PmtReport> {
  const [data, target, listed, written] = ["data", "target", "features", "line"].map((name) => wordOf(values, name));
  if (data === undefined || target === undefined || listed === undefined || written === undefined) throw new Usage("--data FILE, --target COLUMN, --features a,b,… and --line N are needed");
  const line = Number(written);
  if (!(line > 0 && Number.isFinite(line))) throw new Usage(`--line ${written} must be a number above 0, in the unit of the target`);
  const method = wordOf(values, "method") ?? "wls";
  if (!(methods as readonly string[]).includes(method)) throw new Usage(`--method ${method} is none of ${methods.join(", ")}`);
  const names = listed.split(",").map((f) => f.trim());
  const wrong = names.find((f, i) => f === "" || f === target || names.indexOf(f) !== i);
  if (wrong !== undefined) throw new Usage(wrong === "" ? "--features has an empty name" : wrong === target ? `«${target}» is the target; it cannot predict itself` : `the feature «${wrong}» is named twice`);
  const [weight, split, household] = ["weight", "split", "household"].map((name) => wordOf(values, name));
  const given = (value: string | undefined): string[] => (value === undefined ? [] : [value]);
  const table = await readTable(data, { numbers: [target, ...given(weight)], features: names, keys: given(household), groups: given(split) });
  if (table.rows === 0) throw new Usage(`${data} has no rows below its header`);
  const weights = checkWeights(weight === undefined ? undefined : table.numbers(weight), weight, true) ?? new Float64Array(table.rows).fill(1);
  const features = names.map((name) => (table.isNumeric(name) ? { name, numbers: table.numbers(name) } : { name, groups: table.keys(name) }));
  try {
    return proxyMeansTest({ target: table.numbers(target), weight: weights, features, test: testRows(table, split, household, wordOf(values, "seed") ?? "1"), household: household === undefined ? undefined : table.keys(household).codes }, line, method as Method);
  } catch (e) { throw e instanceof RangeError ? new Usage(`${data}: ${e.message}`) : e; }
}

const digits = (x: number | null, n = 6): string => (x === null ? "–" : Number.isFinite(x) ? x.toFixed(n) : String(x));
const percent = (x: number | null): string => (x === null ? "–" : `${(x * 100).toFixed(2)} %`);

function words(r: PmtReport): string {
  const { missing, nonPositive, unseenLevel } = r.leftOut;
  const rows = [{ name: "(intercept)", ...r.intercept }, ...r.coefficients];
  return [
    `${r.method}: ${r.training} rows train, ${r.test} test; left out ${missing} (missing), ${nonPositive} (training, income ≤ 0), ${unseenLevel} (test, unknown level)`,
    `R² ${digits(r.r2, 4)} (training ${digits(r.r2Training, 4)}), AUC ${digits(r.auc, 4)}; poor at ${r.line}: ${percent(r.povertyRate.test)} (training ${percent(r.povertyRate.training)})${r.penalty === null ? "" : `; penalty ${r.penalty.toPrecision(4)}`}${r.quantile === null ? "" : `; quantile ${r.quantile.toPrecision(4)}`}`, "",
    `${"".padEnd(26)}${"cut".padStart(14)}${"exclusion".padStart(12)}${"inclusion".padStart(12)}${"coverage".padStart(12)}${"CGH".padStart(9)}`,
    ...([["at the line", r.atLine], ["at the calibrated cut", r.atCut]] as const).map(([name, e]) => `${name.padEnd(26)}${digits(e.cut, 2).padStart(14)}${percent(e.exclusion).padStart(12)}${percent(e.inclusion).padStart(12)}${percent(e.coverage).padStart(12)}${digits(e.cgh, 4).padStart(9)}`), "",
    `${"".padEnd(30)}${"coefficient".padStart(14)}${"se".padStart(12)}${"robust se".padStart(12)}`,
    ...rows.map((c) => `${c.name.padEnd(30)}${digits(c.coefficient).padStart(14)}${digits(c.se).padStart(12)}${digits(c.robustSe).padStart(12)}`),
    ...Object.entries(r.reference).map(([feature, level]) => `${feature}: against ${level}`), ...r.dropped.map((d) => `${d.name}: dropped, ${d.why}`),
  ].join("\n");
}

export const command: Command = {
  name: "measure pmt", usage: "measure pmt --data F --target COL --features a,b,… --line N [--weight COL] [--split COL] [--method wls|ridge|quantile] [--json]",
  summary: "proxy means test of a survey file, with its errors on rows it has not seen",
  help: `  --data F         Parquet, or CSV with a header line
  --target COL     income or consumption; its logarithm is predicted
  --features a,b   columns that predict it; a column of texts becomes indicators against its first level
  --line N         poverty line in the unit of the target
  --weight COL     persons or households that a row stands for; default 1 each
  --split COL      train or test (0 train, 1 test; in a column named train… 1 is train); without it ${trainingShare * 100} % train, drawn by --seed
  --household COL  rows of one household stay on one side, and count as one unit for robustSe
  --seed S         of the draw; default 1
  --method M       wls (default), ridge (penalty by generalised cross-validation), quantile (at the share of the poor)
  --json           {method, line, n, training, test, leftOut, intercept, coefficients:[{name, feature, level, coefficient, se, robustSe}], reference, dropped,
                    penalty, quantile, r2, r2Training, auc, povertyRate, atLine:{cut, exclusion, inclusion, coverage, cgh}, atCut:{…}}

atLine   selected when the predicted income is below the line; atCut below the cut that selects as many of the training part as are poor there
exclusion  poor who are not selected; inclusion  selected who are not poor; coverage  selected of all; cgh  share of equal benefits for the poorest 40 %, over 0.4
Exit codes: 0 measured, 2 unusable arguments or file, 3 failed.`,
  options: { data: { type: "string" }, target: { type: "string" }, features: { type: "string" }, line: { type: "string" }, weight: { type: "string" }, split: { type: "string" }, household: { type: "string" }, seed: { type: "string" }, method: { type: "string" } },
  run: async ({ values, positionals, json, print }) => {
    if (positionals.length > 0) throw new Usage(`«${positionals.join(" ")}» is not expected here`);
    const r = await pmtOf(values);
    // a cut beyond all scores is no number of JSON
    print(json ? JSON.stringify(r) : words(r));
    return 0;
  },
};
