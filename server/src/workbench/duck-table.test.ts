/** Parquet of every type becomes columns; DuckDB and our own reader of CSV agree on what a file says. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withDuck } from "./duck.ts";
import { readTable } from "./table.ts";

const dir = fs.mkdtempSync(path.join(os.tmpdir(), "dgd-"));
afterAll(() => { fs.rmSync(dir, { recursive: true, force: true }); });
const parquet = path.join(dir, "types [1].parquet");
beforeAll(() => withDuck(dir, (duck) => duck.run(`copy (select * from (values
  (1::tinyint, 9007199254740993::bigint, 12.50::decimal(9,2), 1.5::double, 1.0::float, true, date '2016-03-01', '甲', '1,234.5', 0),
  (0::tinyint, 9007199254740992::bigint, 0.10::decimal(9,2), 'nan'::double, 2.0::float, false, date '2016-03-02', ' 乙 ', '7', 1),
  (null, null, null, null, null, null, null, null, 'NA', null)) t(flag, big, money, real, "group", yes, day, town, words, d)) to '${path.join(dir, "types [1].parquet")}' (format parquet)`)));

describe("Parquet", () => {
  it("gives numbers of every type, missing as NaN", async () => {
    const t = await readTable(parquet, { numbers: ["flag", "big", "money", "real", "yes", "words"] });
    expect(t.rows).toBe(3);
    expect([...t.numbers("flag")]).toEqual([1, 0, NaN]);
    expect([...t.numbers("big")]).toEqual([9007199254740992, 9007199254740992, NaN]);
    expect([...t.numbers("money")]).toEqual([12.5, 0.1, NaN]);
    expect([...t.numbers("real")]).toEqual([1.5, NaN, NaN]);
    expect([...t.numbers("yes")]).toEqual([1, 0, NaN]);
    expect([...t.numbers("words")]).toEqual([1234.5, 7, NaN]);
  });
  it("tells apart whole numbers that doubles do not, and names groups as written", async () => {
    const t = await readTable(parquet, { keys: ["big"], groups: ["town", "day", "group", "yes"] });
    expect([...t.keys("big").codes]).toEqual([0, 1, 2]);
    expect(t.keys("big").missing).toBe(2);
    expect(t.text("town")).toEqual(["甲", "乙", ""]);
    expect(t.text("day")).toEqual(["2016-03-01", "2016-03-02", ""]);
    expect(t.text("group")).toEqual(["1", "2", ""]);
    expect(t.text("yes")).toEqual(["true", "false", ""]);
  });
  it("gives flags that are written as texts, in one way or another, and names what is none", async () => {
    const texts = path.join(dir, "texts.parquet");
    await withDuck(texts, (duck) => duck.run(`copy (select * from (values ('1', '1.0', '1'), ('0', '0', 'x'), ('NA', '', '0'), (null, null, null)) t(plain, written, wrong)) to '${texts}' (format parquet)`));
    const t = await readTable(texts, { flags: ["plain", "written"] });
    expect([[...t.flags("plain")], [...t.flags("written")]]).toEqual([[1, 0, -1, -1], [1, 0, -1, -1]]);
    await expect(readTable(texts, { flags: ["wrong"] })).rejects.toThrow("column wrong, data row 2: «x»");
  });
  it("gives flags, and names the row of what is none", async () => {
    const t = await readTable(parquet, { flags: ["flag", "yes", "d"] });
    expect([[...t.flags("flag")], [...t.flags("yes")], [...t.flags("d")]]).toEqual([[1, 0, -1], [1, 0, -1], [0, 1, -1]]);
    await expect(readTable(parquet, { flags: ["money"] })).rejects.toThrow("column money, data row 1: 12.50 is neither");
  });
  it("refuses in words", async () => {
    await expect(readTable(parquet, { numbers: ["pay"] })).rejects.toThrow("no column «pay»; its columns are flag, big, money");
    await expect(readTable(parquet, { numbers: ["day"] })).rejects.toThrow("holds DATE values, which are no numbers");
    await expect(readTable(parquet, { numbers: ["town"] })).rejects.toThrow("column town, data row 1: «甲» is no number");
    const fake = path.join(dir, "fake.parquet");
    fs.writeFileSync(fake, "a,b\n1,2\n");
    await expect(readTable(fake, ["a"])).rejects.toThrow("is not a Parquet file");
    fs.writeFileSync(fake, "PAR1 and then nothing");
    await expect(readTable(fake, ["a"])).rejects.toThrow("cut short or damaged");
  });
});

describe("large CSV", () => {
  const both = async (name: string, content: string, numbers: string[], groups: string[]): Promise<void> => {
    const file = path.join(dir, name);
    fs.writeFileSync(file, content);
    const [own, duck] = [await readTable(file, { numbers, groups }, Infinity), await readTable(file, { numbers, groups }, 0)];
    expect(duck.rows).toBe(own.rows);
    for (const n of numbers) expect([...duck.numbers(n)]).toEqual([...own.numbers(n)]);
    for (const g of groups) expect([duck.text(g), [...duck.keys(g).codes], duck.keys(g).missing]).toEqual([own.text(g), [...own.keys(g).codes], own.keys(g).missing]);
  };
  const many = Array.from({ length: 6000 }, (_, i) => `${i % 7 === 0 ? "" : i / 8};"乡 ""${i % 11}"""; 0${i % 3} `).join("\r\n");
  it("is read as our own reader reads it", async () => {
    expect(many.split("\r\n").length).toBe(6000);
    await both("semicolons.csv", `\uFEFF收入;town;code\r\n${many}\r\n`, ["收入"], ["town", "code"]);
    await both("odd.csv", "a,b,c\n1,x,1\n\n,,\n NA ,y\n\"1,234.5\",,2\n.5,\"line\nbreak\",+3\n1e3,01,1.\n-0,1,0\n", ["a", "c"], ["b", "a"]);
    await both("one.csv", "a\n1\n\n2\n", ["a"], ["a"]);
    await both("tab.csv", "a\tb\n1\t2\n3\t4", ["a", "b"], []);
    await both("short.csv", "a,b\n1,2\n3\n", ["a", "b"], ["b"]);
    await both("spreadsheet.csv", "a,b\n=\"01\",2\n3,4\n", ["a"], ["a"]);
  });
  it("says the line of a fault as our own reader does", async () => {
    const file = path.join(dir, "bad.csv");
    fs.writeFileSync(file, "a,b\n1,2\nmany,3\n");
    const table = await readTable(file, { numbers: ["a"] }, 0);
    expect(() => table.numbers("a")).toThrow("column a, line 3: «many» is no number");
    fs.writeFileSync(file, "a,b\n1,2,3\n");
    await expect(readTable(file, { numbers: ["a"] }, 0)).rejects.toThrow("line 2: 3 cells");
    await expect(readTable(file, { numbers: ["z"] }, 0)).rejects.toThrow("its columns are a, b");
  });
});
