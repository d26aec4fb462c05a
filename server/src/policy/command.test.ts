/** `diguan rules …`: faults with line and column and exit code 2; a simulation whose counts are those of a plain count over the facts. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testDatabase, type TestDatabase } from "../../../tests/database.ts";
import type { Told } from "../command.ts";
import { readConfig } from "../config.ts";
import { checkCommand, simulateCommand } from "./command.ts";

let t: TestDatabase;
const dir = fs.mkdtempSync(path.join(os.tmpdir(), "dgrules-"));
const file = (text: string): string => { const at = path.join(dir, `${Math.abs([...text].reduce((h, c) => (h * 31 + c.charCodeAt(0)) | 0, 7))}.cel`); fs.writeFileSync(at, text); return at; };
afterAll(() => fs.rmSync(dir, { recursive: true, force: true }));

async function run(command: typeof checkCommand, positionals: readonly string[], values: Told["values"] = {}, json = true): Promise<{ code: number; out: string; said: string }> {
  let [out, said] = ["", ""];
  const code = await command.run({ config: readConfig({}), values, positionals, json, open: () => Promise.resolve({ db: t.db, crypto: t.crypto }), say: (text) => { said += `${text}\n`; }, print: (text) => { out += `${text}\n`; } });
  return { code, out, said };
}

beforeAll(async () => {
  t = await testDatabase();
  await t.sql`insert into regions.region (code, level, parent, name) values (990102000000, 3, 990100000000, '示例县'), (990102101001, 5, 990102101000, '上笕村')`;
  for (let n = 0; n < 20; n++) await t.sql`insert into identification.facts ${t.sql({ county: 990_102, household_id: `00000000-0000-4000-8000-0000000000${String(n).padStart(2, "0")}`, region: 990102101001, year: 2018, valid: true, exit_state: n % 2 === 0 ? 0 : 9, per_capita_fen: n === 19 ? null : n * 40_000 })}`;
});

describe("rules on the command line", () => {
  it("prints faults with their place and ends with 2; a sound rule names what it reads", async () => {
    expect(await run(checkCommand, [file("// a\nperCapitaYuan <\n  POVERTYLINE")], {}, false)).toMatchObject({ code: 2, out: expect.stringMatching(/\.cel:3:3: 没有“POVERTYLINE”这个名称。您要写的是不是 POVERTY_LINE？/) });
    const bad = await run(checkCommand, [file("dropouts = 1")]);
    expect([bad.code, JSON.parse(bad.out)]).toMatchObject([2, { ok: false, faults: [{ line: 1, column: 10, code: "assign" }] }]);
    const good = await run(checkCommand, [file("\uFEFFperCapitaYuan < POVERTY_LINE")]);
    expect([good.code, JSON.parse(good.out)]).toEqual([0, { ok: true, faults: [], facts: ["perCapitaYuan"], parameters: ["POVERTY_LINE"] }]);
    await expect(run(checkCommand, ["/nowhere.cel"])).rejects.toThrow(/there is no file/);
  });
  it("simulates and explains, and refuses what it cannot ask", async () => {
    const rule = file("perCapitaYuan < POVERTY_LINE");
    const { code, out } = await run(simulateCommand, [rule], { region: "990102", year: "2018", list: "100" });
    // 353,500 fen: households 0…8 are below, 9…18 are not, 19 is not known
    expect([code, JSON.parse(out)]).toMatchObject([0, { region: 990_102_000_000, year: 2018, on: "2018-12-31", against: null, totals: { households: 20, yes: 9, no: 10, undecided: 1, missed: 4, wrong: 5, doubtful: 0 }, parameters: [{ code: "POVERTY_LINE", value: 353_500 }], sql: "(f.per_capita_fen < 353500::bigint)" }]);
    const { changes } = JSON.parse(out) as { changes: { zh: string; en: string }[] };
    expect(changes).toHaveLength(9);
    expect(changes[0]).toMatchObject({ zh: expect.stringMatching(/^符合：人均纯收入 400 元，低于扶贫标准 3,535 元/), en: expect.stringMatching(/^Met: net income per head 400 yuan, below poverty line 3,535 yuan/) });
    expect((await run(simulateCommand, [rule], { region: "990102", year: "2018" }, false)).out).toMatch(/20 households of 2018/);
    expect((await run(simulateCommand, [file("persons")], { region: "990102", year: "2018" })).code).toBe(2);
    for (const values of [{ year: "2018" }, { region: "990102" }, { region: "990199", year: "2018" }, { region: "990102", year: "2018", purpose: "other" }, { region: "990102", year: "2018", on: "today" }]) await expect(run(simulateCommand, [rule], values)).rejects.toThrow(/\S/);
  });
});
