/**
 * `diguan link` on two files of a million persons each: four in five of the second file are persons of the first, with planted slips
 * (number mistyped 10 %, missing 5 %; name 8 %; phone other 10 %; birthday 3 %), the rest strangers. Precision and recall on
 * the planted truth beside a plain exact join of the numbers, which DuckDB makes from the same files.
 */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { givenName, surnames } from "@diguan/core/demo/names.ts";
import { checkCharacter } from "@diguan/core/id-number.ts";
import { Random } from "@diguan/core/statistics/random.ts";
import { diguan } from "./process.ts";
import type { Row } from "./row.ts";

const shared = 0.8;
const slips = { typo: 0.1, missing: 0.05, name: 0.08, phone: 0.1, birth: 0.03 } as const;
const two = (n: number): string => String(n).padStart(2, "0");

interface Person { readonly truth: number; name: string; number: string; birth: string; readonly sex: 1 | 2; phone: string; readonly village: number }

function person(r: Random, truth: number): Person {
  const [sex, year] = [r.chance(0.5) ? 1 as const : 2 as const, r.integer(1935, 2012)];
  const birth = `${year}-${two(r.integer(1, 12))}-${two(r.integer(1, 28))}`;
  const village = 990_101_000_000 + r.integer(0, 19) * 1_000_000 + (100 + r.integer(0, 15)) * 1000 + 200 + r.integer(0, 14);
  const first17 = `${Math.floor(village / 1e6)}${birth.replaceAll("-", "")}${String(r.integer(0, 499) * 2 + (sex === 1 ? 1 : 0)).padStart(3, "0")}`;
  return { truth, sex, birth, village, name: r.pick(surnames) + givenName(r, sex, year), number: first17 + checkCharacter(first17), phone: r.chance(0.7) ? `1990${String(r.integer(0, 9_999_999)).padStart(7, "0")}` : "" };
}

const letter = (text: string, at: number, by: string): string => text.slice(0, at) + by + text.slice(at + 1);

/** The person as another department wrote it down. */
function slipped(r: Random, p: Person): Person {
  const out = { ...p };
  const u = r.uniform();
  if (u < slips.missing) out.number = "";
  else if (u < slips.missing + slips.typo) {
    const at = r.integer(6, 16);
    const kind = r.integer(0, 2);
    out.number = kind === 0 ? letter(p.number, at, String((Number(p.number.charAt(at)) + r.integer(1, 9)) % 10)) : kind === 1 ? p.number.slice(0, at) + p.number.slice(at + 1) : p.number.slice(0, at) + p.number.charAt(at + 1) + p.number.charAt(at) + p.number.slice(at + 2);
  }
  if (r.chance(slips.name)) {
    const all = [...p.name];
    const other = [...givenName(r, p.sex, Number(p.birth.slice(0, 4)))].at(-1) ?? "";
    out.name = r.chance(0.3) && all.length > 2 ? all.slice(0, -1).join("") : r.chance(0.3) ? r.pick(surnames) + all.slice(1).join("") : all.slice(0, -1).join("") + other;
  }
  if (r.chance(slips.phone)) out.phone = `1990${String(r.integer(0, 9_999_999)).padStart(7, "0")}`;
  if (r.chance(slips.birth)) { const [y = "", m = "", d = ""] = p.birth.split("-"); out.birth = r.chance(0.4) && Number(d) <= 12 ? `${y}-${d}-${m}` : r.chance(0.5) ? `${y}-${m}-${two(r.integer(1, 28))}` : `${Number(y) + r.pick([-1, 1, 10])}-${m}-${d}`; }
  return out;
}

async function write(file: string, people: Iterable<Person>): Promise<void> {
  const out = fs.createWriteStream(file);
  let kept = ["truth,name,number,birth,sex,phone,village"];
  for (const p of people) {
    kept.push(`${p.truth},${p.name},${p.number},${p.birth},${p.sex},${p.phone},${p.village}`);
    if (kept.length >= 50_000) { const text = `${kept.join("\n")}\n`; kept = []; if (!out.write(text)) await new Promise((done) => { out.once("drain", () => done(undefined)); }); }
  }
  out.end(`${kept.join("\n")}\n`);
  await new Promise((done) => { out.once("finish", () => done(undefined)); });
}

function* first(n: number): Generator<Person> { for (let i = 0; i < n; i++) yield person(new Random("linkage", i), i); }
function* second(n: number): Generator<Person> {
  for (let i = 0; i < n; i++) {
    // neighbours of one file are not neighbours of the other; strangers have numbers of their own beyond the first file
    const at = (i * 7919) % n;
    const truth = i < n * shared ? at : n + i;
    yield i < n * shared ? slipped(new Random("slips", at), person(new Random("linkage", at), at)) : person(new Random("linkage", truth), truth);
  }
}

const spec = {
  truth: "truth", threshold: 0.5, seed: "bench", blocking: ["id(number)", ["name", "birth"], ["phone", "year(birth)"], ["birth", "village"], ["name", "village"]],
  comparisons: [{ column: "name", method: "chinese-name", termFrequency: true }, { column: "number", method: "id-number" }, { column: "birth", method: "date" }, { column: "phone", method: "damerau", thresholds: [1] }, { column: "village", method: "exact" }, { column: "sex", method: "exact" }],
};

interface Report { readonly pairs: number; readonly lambda: number; readonly truth: { readonly matches: number; readonly atHalf: { readonly precision: number; readonly recall: number; readonly f1: number } } }

export async function bench(): Promise<Row[]> {
  const n = Number(process.env["BENCH_PERSONS"] ?? 1_000_000);
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "dgl-"));
  try {
    const [left, right, file] = ["left.csv", "right.csv", "spec.json"].map((name) => path.join(dir, name)) as [string, string, string];
    await write(left, first(n));
    await write(right, second(n));
    fs.writeFileSync(file, JSON.stringify(spec));
    const connection = await (await DuckDBInstance.create(":memory:", { threads: "2" })).connect();
    const began = performance.now();
    const [joined] = (await connection.runAndReadAll(`select count(*)::int, count(*) filter (a.truth = b.truth)::int from read_csv('${left}', all_varchar = true, header = true) a join read_csv('${right}', all_varchar = true, header = true) b on a.number = b.number`)).getRows();
    const plain = (performance.now() - began) / 1000;
    connection.closeSync();
    const ran = await diguan(["link", "--left", left, "--right", right, "--spec", file, "--out", path.join(dir, "pairs.csv"), "--json"], { DIGUAN_DATA: path.join(dir, "data") });
    if (ran.code !== 0) throw new Error(ran.err);
    const { truth, pairs } = JSON.parse(ran.out) as Report;
    const [all, right2] = [Number(joined?.[0] ?? 0), Number(joined?.[1] ?? 0)];
    const size = `${n.toLocaleString("en")} × ${n.toLocaleString("en")}`;
    return [
      { figure: `link ${size} persons, ${pairs.toLocaleString("en")} pairs compared`, value: ran.seconds, unit: "s", reference: "plain exact join of the numbers in DuckDB, reading the same files", referenceValue: plain, ratio: ran.seconds / plain, promise: "1 M × 1 M ≤ 60 s", kept: ran.seconds * 1e6 / n <= 60 },
      { figure: "its recall of the planted matches", value: truth.atHalf.recall, unit: "", reference: "recall of the exact join", referenceValue: right2 / truth.matches, ratio: truth.atHalf.recall / (right2 / truth.matches), promise: "above the exact join", kept: truth.atHalf.recall > right2 / truth.matches },
      { figure: "its precision from probability 0.5", value: truth.atHalf.precision, unit: "", reference: "precision of the exact join", referenceValue: right2 / Math.max(1, all), ratio: truth.atHalf.precision / (right2 / Math.max(1, all)), promise: "≥ 0.99", kept: truth.atHalf.precision >= 0.99 },
      { figure: "its peak memory", value: ran.peakMb, unit: "MiB", reference: "", promise: "bounded", kept: ran.peakMb < 3000 },
    ];
  } finally { fs.rmSync(dir, { recursive: true, force: true }); }
}
