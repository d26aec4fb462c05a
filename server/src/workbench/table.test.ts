/** Survey files of every encoding become columns; what cannot be read is refused with words. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { numberOf, readTable } from "./table.ts";

const dir = fs.mkdtempSync(path.join(os.tmpdir(), "dgt-"));
afterAll(() => { fs.rmSync(dir, { recursive: true, force: true }); });
const write = (name: string, content: string | Buffer): string => { const file = path.join(dir, name); fs.writeFileSync(file, content); return file; };

describe("survey table", () => {
  it("gives numbers with missing values as NaN, and texts as written", async () => {
    const t = await readTable(write("a.csv", '\uFEFFid,income,town\n01,1800,"甲, 乙"\n2,NA,乙\n03,"1,234.50",\n4,,丙\n'), ["income", "town", "id"]);
    expect(t.rows).toBe(4);
    expect([...t.numbers("income")]).toEqual([1800, NaN, 1234.5, NaN]);
    expect(t.text("id")).toEqual(["01", "2", "03", "4"]);
    expect([...t.numbers("id")]).toEqual([1, 2, 3, 4]);
    expect(t.text("town")).toEqual(["甲, 乙", "乙", "", "丙"]);
  });
  it("reads GB18030 and semicolons", async () => {
    const gb = Buffer.concat([Buffer.from([0xca, 0xd5, 0xc8, 0xeb]), Buffer.from(";k\r\n12.5;x\r\n3;y\r\n")]);
    expect([...(await readTable(write("gb.csv", gb), ["收入"])).numbers("收入")]).toEqual([12.5, 3]);
  });
  it("grows beyond its first room", async () => {
    const t = await readTable(write("long.csv", `v,g\n${Array.from({ length: 5000 }, (_, i) => `${i},g${i % 3}`).join("\n")}`), ["v", "g"]);
    expect(t.numbers("v").reduce((a, b) => a + b, 0)).toBe(12_497_500);
    expect(t.text("g")[4999]).toBe("g1");
  });
  it("refuses what it cannot read, and says what would do", async () => {
    const a = path.join(dir, "a.csv");
    await expect(readTable(a, ["pay"])).rejects.toThrow("its columns are id, income, town");
    await expect(readTable(path.join(dir, "none.csv"), ["x"])).rejects.toThrow("there is no file");
    await expect(readTable(write("p.dat", "PAR1...."), ["x"])).rejects.toThrow("is Parquet");
    await expect(readTable(write("z.xlsx", "PK\u0003\u0004"), ["x"])).rejects.toThrow("save its sheet as CSV");
    await expect(readTable(write("e.csv", ""), ["x"])).rejects.toThrow("is empty");
    await expect(readTable(write("w.csv", "x,y\n1,2,3\n"), ["x"])).rejects.toThrow("line 2: 3 cells");
    await expect(readTable(write("d.csv", "x,x\n1,2\n"), ["x"])).rejects.toThrow("twice");
    const bad = await readTable(write("b.csv", "x\n1\nmany\n"), ["x"]);
    expect(() => bad.numbers("x")).toThrow("column x, line 3: «many» is no number");
    expect(bad.text("x")).toEqual(["1", "many"]);
  });
  it("knows a number from a word", () => { expect(["+1e3", "0x10", "Infinity", ".", "-.5", "1,23"].map(numberOf)).toEqual([1000, undefined, undefined, NaN, -0.5, undefined]); });
});
