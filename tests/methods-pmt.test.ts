/** `diguan measure pmt`: coefficients equal DuckDB's own regression, errors are honest out of sample, and what cannot be used is told. */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { quoted, withDuck } from "../server/src/workbench/duck.ts";
import { pmtOf } from "../server/src/workbench/pmt-command.ts";

const root = path.resolve(import.meta.dirname, "..");
const credit = path.resolve(root, "../shared/data/german_credit/german_credit.csv");
const eusilc = path.resolve(root, "../shared/data/eusilc/eusilc.csv");
const there = fs.existsSync(credit) && fs.existsSync(eusilc);
if (!there) process.stderr.write("methods-pmt: ../shared/data is not here; regressions of German credit and EU-SILC are NOT checked\n");
const dir = fs.mkdtempSync(path.join(os.tmpdir(), "dgq-"));
afterAll(() => { fs.rmSync(dir, { recursive: true, force: true }); });

describe.skipIf(!there)("public data (needs ../shared/data)", () => {
  test("the slope, the intercept and R² are those of DuckDB's regression on the training part", async () => {
    const r = await pmtOf({ data: credit, target: "amount", features: "duration", line: "1500", split: "split" });
    const [sql = []] = await withDuck(credit, (duck, at) => duck.rows(`select regr_slope(ln(amount), duration), regr_intercept(ln(amount), duration), regr_r2(ln(amount), duration), count(*) from read_csv(${quoted(at)}) where split = 'train'`));
    expect([r.training, r.test]).toEqual([Number(sql[3]), 252]);
    expect(r.coefficients[0]?.coefficient).toBeCloseTo(Number(sql[0]), 12);
    expect(r.intercept.coefficient).toBeCloseTo(Number(sql[1]), 12);
    expect(r.r2Training).toBeCloseTo(Number(sql[2]), 12);
  });
  test("with a feature of texts a level is its mean against the first level, weights included", async () => {
    const r = await pmtOf({ data: eusilc, target: "eqIncome", features: "db040", line: "10859.236", weight: "rb050", household: "db030", seed: "3" });
    expect(r.reference).toEqual({ db040: "Burgenland" });
    expect(r.coefficients.map((c) => c.level)).toContain("Vienna");
    const all = await pmtOf({ data: eusilc, target: "eqIncome", features: "db040,hsize,age,rb090", line: "10859.236", weight: "rb050", household: "db030" });
    // the uncalibrated line selects far too few; at the calibrated cut both errors are about equal and as many are selected as are poor
    expect(all.atLine.exclusion).toBeGreaterThan(0.9);
    expect(Math.abs((all.atCut.exclusion ?? 0) - (all.atCut.inclusion ?? 1))).toBeLessThan(0.06);
    expect(all.atCut.coverage).toBeCloseTo(all.povertyRate.training, 1);
    // households are not torn apart: errors grow when persons of one household count as one
    const persons = all.coefficients[0]?.robustSe ?? 0;
    expect(persons / (all.coefficients[0]?.se ?? 1)).toBeGreaterThan(1.3);
  });
});

describe("measure pmt", () => {
  const file = path.join(dir, "survey.csv");
  fs.writeFileSync(file, `hh,income,roof,size,twice,kind,part\n${Array.from({ length: 60 }, (_, i) => `${Math.floor(i / 2)},${(1000 * 2 ** (i % 5) * (1 + (i % 7) / 50)).toFixed(1)},${i % 5},${i % 3},${2 * (i % 3)},${["瓦", "草", "砖"][i % 3]},${i % 4 === 0 ? "test" : "train"}`).join("\n")}\n`);
  test("by each method: the exact exponent of two is found, what depends is dropped", async () => {
    for (const method of ["wls", "quantile"]) {
      const r = await pmtOf({ data: file, target: "income", features: "roof,size,twice,kind", line: "2000", split: "part", method });
      expect(r.coefficients[0]?.coefficient).toBeCloseTo(Math.LN2, 1);
      expect(r.dropped).toEqual([{ name: "twice", why: "collinear" }, { name: "kind=草", why: "collinear" }, { name: "kind=砖", why: "collinear" }].slice(0, r.dropped.length));
      expect([r.training, r.test]).toEqual([45, 15]);
      expect(r.auc).toBe(1);
    }
    expect((await pmtOf({ data: file, target: "income", features: "roof", line: "2000", split: "part", method: "ridge" })).penalty).toBeGreaterThan(0);
  });
  test("a drawn split keeps households together and follows the seed", async () => {
    const [a, b, c] = await Promise.all(["1", "1", "2"].map((seed) => pmtOf({ data: file, target: "income", features: "roof", line: "2000", household: "hh", seed })));
    expect(a).toEqual(b);
    expect((a?.training ?? 0) % 2).toBe(0);
    expect([a?.training, a?.intercept.coefficient]).not.toEqual([c?.training, c?.intercept.coefficient]);
  });
  test("what cannot be used is told", async () => {
    const base = { data: file, target: "income", features: "roof", line: "2000" };
    for (const [change, said] of [[{ line: "0" }, "above 0"], [{ features: "income" }, "cannot predict itself"], [{ features: "roof,roof" }, "twice"], [{ features: "walls" }, "no column «walls»"], [{ method: "lasso" }, "none of wls"], [{ split: "kind" }, "neither train"], [{ target: "kind" }, "is no number"], [{ line: "1", method: "quantile" }, "nobody"]] as const) {
      await expect(pmtOf({ ...base, ...change }), said).rejects.toThrow(said);
    }
    const r = spawnSync(process.execPath, [path.join(root, "server/src/cli.ts"), "measure", "pmt", "--data", file], { encoding: "utf8" });
    expect([r.status, r.stderr.includes("--target COLUMN")]).toEqual([2, true]);
  });
});
