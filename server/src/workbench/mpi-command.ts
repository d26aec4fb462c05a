/** `diguan measure mpi`: multidimensional poverty of any survey file by counting (识别多维贫困; paper 001 §2.1, §4; method and source: docs/methods/counting.md). */
import { readFile } from "node:fs/promises";
import { z } from "zod";
import { count, type Count, type GroupCount } from "@diguan/core/statistics/counting.ts";
import { scheme as wholeUnits, type Scheme } from "@diguan/core/statistics/weights.ts";
import { Usage, type Command } from "../command.ts";
import { checkWeights } from "./cells.ts";
import type { Keys } from "./keys.ts";
import { readTable } from "./table.ts";

const number = z.union([z.number(), z.string()]);
const column = z.string().min(1);
const schemeFile = z.strictObject({
  weight: column.optional(), psu: column.optional(), strata: column.optional(), k: number,
  indicators: z.array(z.strictObject({ column, weight: number })).min(1),
});
type SchemeFile = z.infer<typeof schemeFile>;

async function readScheme(file: string): Promise<SchemeFile> {
  const text = await readFile(file, "utf8").catch((e: NodeJS.ErrnoException) => { throw new Usage(e.code === "ENOENT" ? `there is no scheme ${file}` : `${file} cannot be read (${e.code ?? e.message})`); });
  let json: unknown;
  try { json = JSON.parse(text.replace(/^\uFEFF/, "")); } catch (e) { throw new Usage(`${file} is no JSON: ${(e as Error).message}`); }
  const parsed = schemeFile.safeParse(json);
  if (!parsed.success) throw new Usage(`${file}: ${parsed.error.issues.map((i) => `${i.path.join(".") || "scheme"}: ${i.message}`).join("; ")}`);
  const columns = parsed.data.indicators.map((i) => i.column);
  const twice = columns.find((c, i) => columns.indexOf(c) !== i);
  if (twice !== undefined) throw new Usage(`${file}: the indicator «${twice}» is named twice`);
  return parsed.data;
}

/** Faults of the numbers are the user's to correct. */
function usable<T>(compute: () => T): T {
  try { return compute(); } catch (e) { throw e instanceof RangeError ? new Usage(e.message) : e; }
}

/** The design needs a name in every row: an empty one would make strangers one cluster. */
function whole(keys: Keys | undefined, name: string | undefined): Uint32Array | undefined {
  const row = keys?.missing === undefined ? -1 : keys.codes.indexOf(keys.missing);
  if (row >= 0) throw new Usage(`column ${name ?? ""}, data row ${row + 1} is empty; every row needs its stratum and sampling unit`);
  return keys?.codes;
}

const shown = ({ indicators }: SchemeFile, c: Count): object => ({
  H: c.H, A: c.A, M0: c.M0, se: c.se, n: c.n, dropped: c.dropped, population: c.population,
  indicators: c.indicators.map((i, j) => ({ column: indicators[j]?.column, weight: indicators[j]?.weight, ...i })),
});
const shownGroup = (s: SchemeFile, g: GroupCount): object => ({ ...shown(s, g), share: g.share, contribution: g.contribution });

const digits = (x: number | null): string => (x === null ? "-" : x.toFixed(6));
const figures = (label: string, c: Count): string => [label.padEnd(20), ...(["H", "A", "M0"] as const).map((f) => `${digits(c[f])} (${digits(c.se[f])})`.padStart(22)), String(c.n).padStart(9), String(c.dropped).padStart(9)].join("");

function words(s: SchemeFile, { units, total, threshold }: Scheme, c: ReturnType<typeof count>): string {
  const lines = [`poor from ${threshold}/${total} of all weight on (k = ${s.k}); standard errors in brackets`, "", `${"".padEnd(20)}${"H".padStart(22)}${"A".padStart(22)}${"M0".padStart(22)}${"n".padStart(9)}${"dropped".padStart(9)}`, figures("all", c), ...[...c.by].map(([name, g]) => figures(name || "(empty)", g))];
  lines.push("", `${"indicator".padEnd(20)}${"weight".padStart(12)}${"uncensored".padStart(12)}${"censored".padStart(12)}${"contribution".padStart(14)}`);
  for (const [j, i] of c.indicators.entries()) lines.push(`${(s.indicators[j]?.column ?? "").padEnd(20)}${`${units[j] ?? 0}/${total}`.padStart(12)}${digits(i.uncensored).padStart(12)}${digits(i.censored).padStart(12)}${digits(i.contribution).padStart(14)}`);
  return lines.join("\n");
}

export const command: Command = {
  name: "measure mpi", usage: "measure mpi --data F --scheme scheme.json [--by COL] [--json]",
  summary: "multidimensional poverty of a survey file (Alkire–Foster), with standard errors",
  help: `  --data F         Parquet, or CSV with a header; each indicator is a column of 1 (deprived), 0 (not) or empty (missing: the row is dropped and counted)
  --scheme F       {"weight"?, "psu"?, "strata"?: columns, "k": 1/3 as "1/3" or 0.33, "indicators": [{"column": "school", "weight": "1/6"}, …]}
                   weights are whole numbers or fractions and are brought to the sum 1; k above 1 counts in the weights as written
  --by COL         the same for each group of a column
  --json           {H, A, M0, se:{H,A,M0}, n, dropped, population, indicators:[{column, weight, uncensored, censored, contribution}], by:{group:{…, share, contribution}}}

Exit codes: 0 measured, 2 unusable arguments, scheme or file, 3 failed.`,
  options: { data: { type: "string" }, scheme: { type: "string" }, by: { type: "string" } },
  run: async ({ values, positionals, json, print }) => {
    const { data, scheme: file, by } = values;
    if (typeof data !== "string" || typeof file !== "string") throw new Usage("name the survey with --data and the scheme with --scheme");
    if (positionals.length > 0) throw new Usage(`«${positionals.join(" ")}» is not expected here`);
    const s = await readScheme(file);
    const columns = s.indicators.map((i) => i.column);
    const units = usable(() => wholeUnits(s.indicators.map((i) => i.weight), s.k));
    const given = <T>(value: T | undefined): T[] => (value === undefined ? [] : [value]);
    const group = typeof by === "string" && by !== "" ? by : undefined;
    const table = await readTable(data, { numbers: given(s.weight), flags: columns, keys: [...new Set([...given(s.psu), ...given(s.strata)])], groups: given(group) });
    if (table.rows === 0) throw new Usage(`${data} has no rows below its header`);
    const keys = (name: string | undefined): Keys | undefined => (name === undefined ? undefined : table.keys(name));
    const groups = keys(group);
    const result = usable(() => count({
      flags: columns.map((c) => table.flags(c)), weight: checkWeights(s.weight === undefined ? undefined : table.numbers(s.weight), s.weight),
      psu: whole(keys(s.psu), s.psu), strata: whole(keys(s.strata), s.strata), by: groups && { codes: groups.codes, names: groups.names ?? [] },
    }, units));
    print(json ? JSON.stringify({ ...shown(s, result), ...(group === undefined ? {} : { by: Object.fromEntries([...result.by].map(([name, g]) => [name, shownGroup(s, g)])) }) }) : words(s, units, result));
    return 0;
  },
};
