/** `diguan measure mpi` end to end: a file and a scheme in, figures out; each fault of either is told with what to correct. */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";

const dir = fs.mkdtempSync(path.join(os.tmpdir(), "dgm-"));
afterAll(() => { fs.rmSync(dir, { recursive: true, force: true }); });
const write = (name: string, content: string): string => { const file = path.join(dir, name); fs.writeFileSync(file, content); return file; };
const cli = path.resolve(import.meta.dirname, "../cli.ts");
const run = (...args: string[]): { status: number | null; out: string; err: string } => {
  const r = spawnSync(process.execPath, [cli, "measure", "mpi", ...args], { encoding: "utf8", env: { ...process.env, DIGUAN_DATA: path.join(dir, "data") } });
  return { status: r.status, out: r.stdout, err: r.stderr };
};

const indicators = ["income", "school", "health", "water"].map((column) => ({ column, weight: "1/4" }));
const data = write("four.csv", "town,hh,w,income,school,health,water\n甲,1,1,0,0,0,0\n甲,2,1,0,1,0,1\n乙,3,1,1,1,1,1\n乙,4,1,0,1,0,0\n乙,5,1,1,,1,1\n");
let schemes = 0;
const scheme = (change: object): string => write(`scheme-${++schemes}.json`, JSON.stringify({ k: "1/2", indicators, ...change }));

describe("diguan measure mpi", () => {
  it("measures the worked example, by group, with weights and design", () => {
    const r = run("--data", data, "--scheme", scheme({ weight: "w", psu: "hh", strata: "town" }), "--by", "town", "--json");
    expect(r.err).toBe("");
    expect(r.status).toBe(0);
    const out = JSON.parse(r.out) as { by: Record<string, object>; indicators: object[] };
    expect(out).toMatchObject({ H: 0.5, A: 0.75, M0: 0.375, n: 4, dropped: 1, population: 4 });
    expect(out.indicators[1]).toEqual({ column: "school", weight: "1/4", uncensored: 0.75, censored: 0.5, contribution: 1 / 3 });
    expect(out.by["甲"]).toMatchObject({ H: 0.5, A: 0.5, M0: 0.25, n: 2, dropped: 0, share: 0.5, contribution: 1 / 3 });
    expect(out.by["乙"]).toMatchObject({ H: 0.5, A: 1, M0: 0.5, n: 2, dropped: 1 });
    const table = run("--data", data, "--scheme", scheme({ k: 2, indicators: indicators.map((i) => ({ ...i, weight: 1 })) }), "--by", "town");
    expect(table.status).toBe(0);
    expect(table.out).toContain("poor from 2/4");
    expect(table.out).toContain("0.375000");
  });

  it("refuses what it cannot measure, in words", () => {
    const wrong = write("wrong.csv", "income,school,health,water\n0,0,0,0\n0,2,0,0\n");
    const good = scheme({});
    const cases: readonly (readonly [string[], RegExp])[] = [
      [["--data", data], /--scheme/],
      [["--data", data, "--scheme", path.join(dir, "none.json")], /there is no scheme/],
      [["--data", data, "--scheme", write("bad.json", "{")], /is no JSON/],
      [["--data", data, "--scheme", scheme({ K: 1 })], /K/],
      [["--data", data, "--scheme", scheme({ k: "3/2" })], /k = 3\/2/],
      [["--data", data, "--scheme", scheme({ k: 0 })], /k = 0/],
      [["--data", data, "--scheme", scheme({ indicators: [{ column: "income", weight: 0 }] })], /weight 1 is not above 0/],
      [["--data", data, "--scheme", scheme({ indicators: [indicators[0], indicators[0]] })], /«income» is named twice/],
      [["--data", data, "--scheme", scheme({ indicators: [{ column: "roof", weight: 1 }] })], /no column «roof»/],
      [["--data", data, "--scheme", good, "--by", "county"], /no column «county»/],
      [["--data", wrong, "--scheme", good], /column school, data row 2: 2 is neither/],
      [["--data", write("w.csv", "w,income\n1,1\n-1,0\n"), "--scheme", scheme({ weight: "w", indicators: [{ column: "income", weight: 1 }] })], /column w, data row 2/],
      [["--data", write("p.csv", "p,income\n1,1\n,0\n"), "--scheme", scheme({ psu: "p", indicators: [{ column: "income", weight: 1 }] })], /column p, data row 2 is empty/],
    ];
    for (const [args, said] of cases) {
      const r = run(...args);
      expect([r.status, r.err]).toEqual([2, expect.stringMatching(said)]);
      expect(r.out).toBe("");
    }
  });
});
