/** `diguan link` end to end on small files: pairs, report, groups, and what it refuses, in words. */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { Random } from "@diguan/core/statistics/random.ts";

const dir = fs.mkdtempSync(path.join(os.tmpdir(), "dgl-"));
afterAll(() => { fs.rmSync(dir, { recursive: true, force: true }); });
const write = (name: string, content: string): string => { const file = path.join(dir, name); fs.writeFileSync(file, content); return file; };
const cli = path.resolve(import.meta.dirname, "../cli.ts");
const run = (...args: string[]): { status: number | null; out: string; err: string } => {
  const r = spawnSync(process.execPath, [cli, "link", ...args], { encoding: "utf8", env: { ...process.env, DIGUAN_DATA: path.join(dir, "data") } });
  return { status: r.status, out: r.stdout, err: r.stderr };
};
let specs = 0;
const spec = (json: object): string => write(`spec-${++specs}.json`, JSON.stringify(json));
const out = path.join(dir, "pairs.csv");
const rows = (file: string): string[][] => fs.readFileSync(file, "utf8").trimEnd().split("\n").map((l) => l.split(","));

// 400 persons; the other file writes some names in traditional characters, some numbers with a slip
const r = new Random("people");
const people = Array.from({ length: 400 }, (_, i) => ({ id: i, name: `${r.pick([..."王李张刘陈杨赵黄周吴"])}${r.pick([..."国秀玉建志晓春海"])}${r.pick([..."英华明兰东燕军平"])}`, birth: `19${r.integer(40, 99)}-${String(r.integer(1, 12)).padStart(2, "0")}-${String(r.integer(1, 28)).padStart(2, "0")}`, seq: String(r.integer(1000, 9999)) }));
const numberOf = (p: (typeof people)[number]): string => `990103${p.birth.replaceAll("-", "")}${p.seq}`;
const left = write("left.csv", `id, name, birth, number\n${people.map((p) => `${p.id}, ${p.name}, ${p.birth}, ${numberOf(p)}`).join("\n")}`);
const right = write("right.csv", `\uFEFFid,xm,birth,number\n${people.map((p, i) => `${p.id},${i % 5 === 0 ? p.name.replace("刘", "劉").replace("张", "張").replace("陈", "陳") : p.name},${i % 11 === 0 ? "" : p.birth.replaceAll("-", "")},${i % 7 === 0 ? `${numberOf(p).slice(0, 15)}${numberOf(p).slice(16)}` : numberOf(p)}`).join("\n")}\n`);
const base = { id: "id", truth: "id", blocking: ["number", { left: "initials(name)", right: "initials(xm)" }, ["birth", "idregion(number)"]], comparisons: [{ left: "name", right: "xm", method: "chinese-name", termFrequency: true }, { column: "birth", method: "date" }, { column: "number", method: "id-number" }] };

describe("diguan link", () => {
  it("links two files: levels, weights, report", () => {
    const done = run("--left", left, "--right", right, "--spec", spec({ ...base, blocking: ["number", { on: [{ left: "initials(name)", right: "initials(xm)" }] }, { on: ["year(birth)"] }] }), "--out", out, "--json");
    expect([done.status, done.err.includes("Error")]).toEqual([0, false]);
    const report = JSON.parse(done.out) as { pairs: number; lambda: number; truth: { best: { f1: number }; matches: number }; fields: { name: string; trainedBy: string[]; levels: { name: string; m: number; u: number }[] }[]; blocking: { trains: string[] }[] };
    expect(report.truth.matches).toBe(400);
    expect(report.truth.best.f1).toBeGreaterThan(0.99);
    expect(report.lambda).toBeCloseTo(1 / 400, 4);
    // a field is never learnt in a block that is made of it
    expect(report.blocking.map((b) => b.trains)).toEqual([["name", "birth"], ["birth", "number"], ["name", "number"]]);
    expect(report.fields.map((f) => f.trainedBy.length)).toEqual([2, 2, 2]);
    for (const f of report.fields) for (const of of ["m", "u"] as const) expect(f.levels.reduce((sum, l) => sum + l[of], 0)).toBeCloseTo(1, 9);
    const [head, first, ...rest] = rows(out);
    expect(head).toEqual(["left_id", "right_id", "weight", "probability", "agreements", "block", "gamma_name", "gamma_birth", "gamma_number", "truth"]);
    expect(rest).toHaveLength(report.pairs - 1);
    expect([first?.[0] === first?.[1], first?.[4], first?.[9]]).toEqual([true, "3", "1"]);
    const weights = [first ?? [], ...rest].map((cells) => Number(cells[2]));
    expect(weights).toEqual(weights.toSorted((a, b) => b - a));
    const again = fs.readFileSync(out, "utf8");
    run("--left", left, "--right", right, "--spec", path.join(dir, `spec-${specs}.json`), "--out", out);
    expect(fs.readFileSync(out, "utf8")).toBe(again);
  });

  it("reads Parquet like CSV", async () => {
    const { DuckDBInstance } = await import("@duckdb/node-api");
    const connection = await (await DuckDBInstance.create(":memory:")).connect();
    const parquet = path.join(dir, "left.parquet");
    await connection.run(`copy (select trim(id)::int as id, trim(name) as name, trim(birth)::date as birth, trim(number) as number from read_csv('${left}', all_varchar = true, names = ['id','name','birth','number'], skip = 1, header = false)) to '${parquet}' (format parquet)`);
    connection.closeSync();
    const json = spec({ ...base, blocking: ["number"], threshold: 0.5 });
    const [fromCsv, fromParquet] = [left, parquet].map((file) => { const done = run("--left", file, "--right", right, "--spec", json, "--out", out); expect([done.status, done.err.includes("Error")]).toEqual([0, false]); return fs.readFileSync(out, "utf8"); });
    expect(fromParquet).toBe(fromCsv);
  });

  it("finds the duplicates of one file, and their groups", () => {
    const twice = write("twice.csv", `id,name,birth\n${people.slice(0, 100).map((p) => `${p.id},${p.name},${p.birth}`).join("\n")}\n${people.slice(0, 10).map((p) => `${p.id + 1000},${p.name},${p.birth}`).join("\n")}\n`);
    const groups = path.join(dir, "groups.csv");
    const done = run("--left", twice, "--spec", spec({ id: "id", clusters: 0.9, blocking: ["name", "birth"], comparisons: [{ column: "name", method: "chinese-name" }, { column: "birth", method: "date" }] }), "--out", out, "--clusters", groups, "--json");
    expect(JSON.parse(done.out)).toMatchObject({ mode: "dedupe", right: null, possible: 110 * 109 / 2, clusters: { least: 0.9 } });
    expect((JSON.parse(done.out) as { clusters: { clusters: number } }).clusters.clusters).toBeGreaterThan(96);
    expect(rows(groups)).toHaveLength(111);
    expect(rows(groups).filter((g) => g[2] === "1").map((g) => g[1])).toEqual(["0", "1000"]);
    expect(rows(out).slice(1, 11).every((p) => Number(p[1]) === Number(p[0]) + 1000)).toBe(true);
  });

  it("leaves an exploding block out of its rule and says so", () => {
    const done = run("--left", left, "--right", right, "--spec", spec({ ...base, maxBlockPairs: 500, blocking: [{ on: ["prefix(number, 6)"] }, "number"] }), "--out", out, "--json");
    const [region, number] = (JSON.parse(done.out) as { blocking: { pairs: number; capped: number; cappedBlocks: object[] }[] }).blocking;
    expect(region).toMatchObject({ pairs: 0, capped: 1, cappedBlocks: [{ key: "990103", left: 400, right: 400, pairs: 160_000 }] });
    expect(number?.capped).toBe(0);
  });

  it("refuses what it cannot use", () => {
    const good = spec(base);
    const cases: readonly (readonly [string[], RegExp])[] = [
      [["--left", left, "--out", out], /--spec/],
      [["--left", path.join(dir, "none.csv"), "--spec", good, "--out", out], /there is no file/],
      [["--left", left, "--right", right, "--spec", path.join(dir, "none.json"), "--out", out], /there is no specification/],
      [["--left", left, "--right", right, "--spec", write("bad.json", "{"), "--out", out], /is no JSON/],
      [["--left", left, "--right", right, "--spec", spec({ ...base, blocking: ["nmae"] }), "--out", out], /left\.csv has no column «nmae»; its columns are id, name/],
      [["--left", left, "--right", right, "--spec", spec({ ...base, comparisons: ["name"] }), "--out", out], /right\.csv has no column «name»/],
      [["--left", left, "--right", right, "--spec", spec({ ...base, blocking: ["sound(name)"] }), "--out", out], /«sound» is no function of a key; use prefix/],
      [["--left", left, "--right", right, "--spec", spec({ ...base, maxPairs: 10 }), "--out", out], /more than 10 pairs/],
      [["--left", write("empty.csv", ""), "--right", right, "--spec", good, "--out", out], /is empty/],
      [["--left", write("head.csv", "id,name,birth,number\n"), "--right", right, "--spec", good, "--out", out], /no records/],
      [["--left", left, "--right", right, "--spec", good, "--out", path.join(dir, "none", "x.csv")], /cannot be written/],
    ];
    for (const [args, said] of cases) { const done = run(...args); expect([done.status, done.err]).toEqual([2, expect.stringMatching(said)]); expect(done.out).toBe(""); }
  });
});
