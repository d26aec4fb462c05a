/** The files of `diguan generate`: the layout of real exports, the same bytes for the same seed, truth and villages that agree. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { createHash } from "node:crypto";
import { afterAll, describe, expect, test } from "vitest";
import { headings } from "@diguan/core/demo/layout.ts";
import { Usage } from "../command.ts";
import { command, readAsked } from "./command.ts";
import { generate, type Asked } from "./generate.ts";

const root = fs.mkdtempSync(path.join(os.tmpdir(), "dgt-"));
afterAll(() => { fs.rmSync(root, { recursive: true, force: true }); });
const asked = (name: string, more: Partial<Asked> = {}): Asked => ({ households: 120, seed: "7", year: 2017, profile: "A", errors: true, xlsx: true, csv: true, directory: path.join(root, name), ...more });
const digest = (dir: string): Record<string, string> => Object.fromEntries(fs.readdirSync(dir).toSorted().map((f) => [f, createHash("sha256").update(fs.readFileSync(path.join(dir, f))).digest("hex")]));
const lines = (file: string): string[] => fs.readFileSync(file, "utf8").replace(/^\uFEFF/, "").split("\r\n").filter((l) => l !== "");

describe("generate", () => {
  test("writes a workbook and a CSV with title, note, headings, persons, total and signature", async () => {
    const done = await generate(asked("a"));
    expect(done).toMatchObject({ households: 120, missed: 5 });
    expect(done.files).toEqual(["county-990102-2017.xlsx", "county-990102-2017.csv", "truth.csv", "villages.csv", "regions.csv"]);
    const rows = lines(path.join(root, "a", "county-990102-2017.csv"));
    expect(rows).toHaveLength(done.persons + 5);
    expect(rows[0]).toBe("示例县扶贫开发建档立卡 贫困人口基础信息导出 (2017年度)");
    expect(rows[2]).toBe(headings.join(","));
    expect(rows.at(-2)).toMatch(new RegExp(`^合计,+${done.persons}$`));
    expect(new Set(rows.slice(3, -2).map((r) => r.split(",")[7])).size).toBe(120);
    const truth = lines(path.join(root, "a", "truth.csv")).map((l) => l.split(","));
    expect(truth.filter((t) => t[0] === "household" && t[9] === "1")).toHaveLength(120);
    expect(truth.filter((t) => t[1] === "missed")).toHaveLength(5);
    expect(lines(path.join(root, "a", "villages.csv"))).toHaveLength(211);
    expect(lines(path.join(root, "a", "regions.csv"))).toHaveLength(1 + 2 + 1 + 16 + 210);
  });
  test("the same seed gives the same bytes, another seed other households in the same places", async () => {
    await generate(asked("b"));
    await generate(asked("c", { seed: "8" }));
    expect(digest(path.join(root, "b"))).toEqual(digest(path.join(root, "a")));
    const [b, c] = [digest(path.join(root, "b")), digest(path.join(root, "c"))];
    expect(c["county-990102-2017.csv"]).not.toBe(b["county-990102-2017.csv"]);
    expect(c["regions.csv"]).toBe(b["regions.csv"]);
  });
  test("several counties, by threads or not, stand in their own order", async () => {
    const [one, two] = await Promise.all([1, 2].map((threads) => generate(asked(`t${threads}`, { households: 603, perCounty: 201, threads }))));
    expect(one?.counties.map((c) => [c.county, c.households])).toEqual([[990_102, 201], [990_103, 201], [990_104, 201]]);
    expect(digest(path.join(root, "t1"))).toEqual(digest(path.join(root, "t2")));
    expect(two?.persons).toBe(one?.persons);
  });
  test("without errors the truth is that all are registered rightly", async () => {
    const done = await generate(asked("off", { errors: false, xlsx: false }));
    expect([done.planted, done.missed]).toEqual([{}, 0]);
    expect(lines(path.join(root, "off", "truth.csv"))).toHaveLength(121);
  });
});

describe("arguments", () => {
  test("are read, with what would be right when they are not", () => {
    expect(readAsked({ households: "5", out: "/x" })).toMatchObject({ households: 5, seed: "1", year: 2017, profile: "A", errors: true, xlsx: true, csv: true });
    expect(readAsked({ households: "2000000", out: "x", seed: "s", year: "2018", format: "csv", errors: "off", profile: "b" })).toMatchObject({ seed: "s", year: 2018, profile: "B", errors: false, xlsx: false, csv: true });
    for (const bad of [{}, { households: "0", out: "x" }, { households: "2000001", out: "x" }, { households: "1.5", out: "x" }, { households: "5" }, { households: "5", out: "x", year: "2013" }, { households: "5", out: "x", format: "xls" }, { households: "5", out: "x", errors: "maybe" }]) expect(() => readAsked(bad)).toThrow(Usage);
    expect(command.help).toContain("--households");
  });
});
