/** `diguan measure poverty`: poverty and inequality of any survey file, JSON in full precision (issue: a survey workbench; paper 001 §4). */
import { Usage, type Command } from "../command.ts";
import { measurePoverty, type Line, type Measures, type PovertyReport } from "./poverty.ts";
import { checkWeights } from "./cells.ts";
import type { Keys } from "./keys.ts";
import { readTable } from "./table.ts";

type Values = Readonly<Record<string, string | boolean | undefined>>;
const wordOf = (values: Values, name: string): string | undefined => { const v = values[name]; return typeof v === "string" && v !== "" ? v : undefined; };

function lineOf(values: Values): Line {
  const [line, relative] = [wordOf(values, "line"), wordOf(values, "relative")];
  if (line !== undefined && relative !== undefined) throw new Usage("--line and --relative are two lines; give one");
  const value = Number(line ?? relative ?? 0.6);
  if (!(value > 0 && Number.isFinite(value))) throw new Usage(line === undefined ? `--relative ${relative ?? ""} must be a share of the median above 0, such as 0.6` : `--line ${line} must be a number above 0, in the unit of the incomes`);
  return line === undefined ? { relative: value } : { fixed: value };
}

/** What the command prints with --json, from its options. @example await povertyOf({ data: "survey.csv", income: "income", line: "2855" }) */
export async function povertyOf(values: Values): Promise<PovertyReport> {
  const [data, income] = [wordOf(values, "data"), wordOf(values, "income")];
  if (data === undefined || income === undefined) throw new Usage("--data FILE and --income COLUMN are needed");
  const [weight, by, psu, strata] = ["weight", "by", "psu", "strata"].map((name) => wordOf(values, name));
  const line = lineOf(values);
  const given = <T>(value: T | undefined): T[] => (value === undefined ? [] : [value]);
  const table = await readTable(data, { numbers: [...new Set([income, ...given(weight)])], keys: [...new Set([...given(psu), ...given(strata)])], groups: given(by) });
  if (table.rows === 0) throw new Usage(`${data} has no rows below its header`);
  const incomes = table.numbers(income);
  const weights = checkWeights(weight === undefined ? undefined : table.numbers(weight), weight, true) ?? new Float64Array(table.rows).fill(1);
  const keys = (column: string | undefined): Keys | undefined => (column === undefined ? undefined : table.keys(column));
  try {
    return measurePoverty({ incomes, weights, psu: keys(psu), strata: keys(strata), groups: keys(by) }, line);
  } catch (e) { throw e instanceof RangeError ? new Usage(`${data}: ${e.message}`) : e; }
}

const percent = (share: number): string => (Number.isNaN(share) ? "–" : `${(share * 100).toFixed(2)} %`);
const row = (name: string, m: Measures): string => `${name.padEnd(24)} ${String(m.n).padStart(8)} ${m.fgt.map((p, a) => `${percent(p)} ± ${percent(m.se[a] ?? NaN)}`.padStart(19)).join(" ")} ${percent(m.gini).padStart(8)}`;

export const command: Command = {
  name: "measure poverty", usage: "measure poverty --data F --income COL [--weight COL] [--line N | --relative 0.6] [--by COL] [--psu COL] [--strata COL] [--json]",
  summary: "poverty and inequality of a survey file, with sampling errors",
  help: `  --data F       Parquet, or CSV with a header line (UTF-8, GB18030 or UTF-16; comma, semicolon, tab or bar)
  --income COL   income of each row; poor means income < line
  --weight COL   persons or households that a row stands for; default 1 each
  --line N       poverty line in the unit of the incomes
  --relative R   line = R × weighted median (default 0.6)
  --by COL       the same figures for each group, at the line of the whole
  --psu COL      primary sampling unit; when rows are persons, the household: its members share one income
  --strata COL   strata of the sample
  --json         {n, population, line, fgt:[P0,P1,P2], se, ci, gini, theil, mld, atkinson:{0.5,1,2}, ge2, qsr, rmpg, watts, leftOut:{missing, nonPositive}, by}

fgt   Foster, Greer & Thorbecke 1984: headcount, gap, squared gap
se    Taylor linearisation over strata and PSU (Deville 1999); at a relative line with the error of the median (Osier 2009); ci 95 %
gini, qsr, rmpg   Eurostat: Gini, S80/S20, relative median poverty gap
theil, mld, ge2, atkinson, watts   of incomes above 0 (ge2: all); leftOut.nonPositive counts the rest
Rows without income, weight, PSU or stratum are in no figure; leftOut.missing counts them. null = cannot be computed.
Exit codes: 0 measured, 2 unusable arguments or file, 3 failed.`,
  options: { data: { type: "string" }, income: { type: "string" }, weight: { type: "string" }, line: { type: "string" }, relative: { type: "string" }, by: { type: "string" }, psu: { type: "string" }, strata: { type: "string" } },
  run: async ({ values, json, print }) => {
    const r = await povertyOf(values);
    if (json) { print(JSON.stringify(r)); return 0; }
    print(`${r.n} rows stand for ${r.population.toFixed(0)}; line ${r.line.toFixed(2)}; left out ${r.leftOut.missing} (missing); ${r.leftOut.nonPositive} with income ≤ 0 not in the logarithmic measures\n`);
    print(`${"".padEnd(24)} ${"rows".padStart(8)} ${["P0 ± se", "P1 ± se", "P2 ± se"].map((h) => h.padStart(19)).join(" ")} ${"Gini".padStart(8)}`);
    print([row("all", r), ...Object.entries(r.by).map(([name, m]) => row(name, m))].join("\n"));
    print(`\nTheil ${r.theil.toFixed(6)}  MLD ${r.mld.toFixed(6)}  GE(2) ${r.ge2.toFixed(6)}  Atkinson 0.5/1/2 ${[r.atkinson["0.5"], r.atkinson["1"], r.atkinson["2"]].map((a) => a.toFixed(6)).join(" / ")}  S80/S20 ${r.qsr.toFixed(4)}  median gap ${percent(r.rmpg)}  Watts ${r.watts.toFixed(6)}`);
    return 0;
  },
};
