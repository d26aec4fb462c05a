/** `diguan link` gives the published figures of FEBRL and RLdata500 (methods guide §d; docs/methods/linkage.md). */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { command } from "../server/src/linkage/command.ts";
import { readConfig } from "../server/src/config.ts";

const data = path.resolve(import.meta.dirname, "../../shared/data");
const there = fs.existsSync(path.join(data, "febrl"));
const dir = fs.mkdtempSync(path.join(os.tmpdir(), "dgf-"));
afterAll(() => { fs.rmSync(dir, { recursive: true, force: true }); });

interface Report { pairs: number; agreements: Record<string, number>; trueByAgreements: Record<string, number>; truth: { candidates: number; matches: number; best: { f1: number } } }
async function report(files: Readonly<Record<string, string>>, spec: object): Promise<Report> {
  const [file, out] = [path.join(dir, "spec.json"), path.join(dir, "pairs.csv")];
  fs.writeFileSync(file, JSON.stringify(spec));
  let said = "";
  const refuse = (): never => { throw new Error("a linkage needs no database"); };
  expect(await command.run({ config: readConfig(), values: { ...files, spec: file, out }, positionals: [], json: true, open: refuse, say: () => undefined, print: (text) => { said = text; } })).toBe(0);
  const answer = JSON.parse(said) as Report;
  expect(fs.readFileSync(out, "utf8").trimEnd().split("\n")).toHaveLength(answer.pairs + 1);
  return answer;
}

if (!there) process.stderr.write("methods-linkage: ../shared/data is not here; the figures of FEBRL and RLdata500 are NOT checked\n");

describe.skipIf(!there)("published figures (need ../shared/data)", () => {
  test("FEBRL 4 blocked on the given name: pairs by the number of agreeing fields", async () => {
    const r = await report({ left: path.join(data, "febrl/dataset4a.csv"), right: path.join(data, "febrl/dataset4b.csv") }, {
      id: "rec_id", truth: "number(rec_id)", blocking: ["given_name"],
      comparisons: [...["given_name", "date_of_birth", "suburb", "state"].map((column) => ({ column, method: "exact" })), { column: "surname", method: "jaro-winkler", thresholds: [0.85] }, { column: "address_1", method: "levenshtein", thresholds: [0.85] }],
    });
    expect(r.pairs).toBe(77_249);
    expect([6, 5, 4, 3, 2, 1].map((n) => r.agreements[n])).toEqual([1566, 1332, 343, 146, 16427, 57435]);
    // more than three agreements: 3,241 pairs, all of them true
    expect([6, 5, 4].map((n) => r.trueByAgreements[n])).toEqual([1566, 1332, 343]);
  });

  test("RLdata500: 571 pairs, 49 matches, and F1 above .95 with u estimated apart", async () => {
    const r = await report({ left: path.join(data, "rldata/RLdata500.csv") }, {
      id: "rec", truth: "entity", blocking: [["by", "bm"], ["bm", "bd"], ["by", "bd"]],
      comparisons: [...["fname_c1", "lname_c1"].map((column) => ({ column, method: "jaro-winkler" })), ..."by bm bd".split(" ").map((column) => ({ column, method: "exact" }))],
    });
    expect([r.pairs, r.truth.candidates, r.truth.matches]).toEqual([571, 49, 50]);
    expect(r.truth.best.f1).toBeGreaterThanOrEqual(0.95);
  });
});
