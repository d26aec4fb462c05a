/** Levels of each comparison on the cases that the methods guide names, and the reading of specifications. */
import { describe, expect, it } from "vitest";
import { comparatorOf, type Method } from "./comparators.ts";
import { keyOf, keyWords, soundex } from "./link-keys.ts";
import { keysOf, readSpec } from "./link-spec.ts";
import { splitName, type NameTables } from "./names.ts";
import { comparePlaces } from "./persons.ts";

const sounds: Readonly<Record<string, string>> = { 单: "shan", 山: "shan", 田: "tian", 芳: "fang", 王: "wang", 汪: "wang", 小: "xiao", 晓: "xiao", 明: "ming", 鸣: "ming", 李: "li", 黎: "li", 秀: "xiu", 兰: "lan", 刘: "liu", 岭: "ling", 大: "da", 张: "zhang", 章: "zhang" };
const simple: Readonly<Record<string, string>> = { 劉: "刘", 曉: "晓", 嶺: "岭", 單: "单", 張: "张" };
const tables: NameTables = { pinyin: (name) => [...name].map((c) => sounds[c] ?? c), simplify: (text) => [...text].map((c) => simple[c] ?? c).join("") };
const level = (method: Method, a: string, b: string, thresholds?: readonly number[]): string => { const c = comparatorOf(method, thresholds, tables); return c.levels[c.over([a, b])(0, 1)] ?? ""; };

describe("comparisons", () => {
  it("Chinese names: characters, folding, sound, likeness", () => {
    expect([level("chinese-name", "刘晓岭", "刘晓岭"), level("chinese-name", "刘 晓岭", "刘晓岭"), level("chinese-name", "劉曉嶺", "刘晓岭"), level("chinese-name", "王晓明", "汪小鸣"), level("chinese-name", "王小明", "王大秀"), level("chinese-name", "王小明", "李秀兰")]).toEqual(["same", "same", "sameFolded", "samePinyin", "similar", "different"]);
    expect(level("chinese-name", "刘邨", "刘村")).toBe("sameFolded");
    expect([splitName("欧阳修"), splitName("司马光"), splitName("欧阳"), splitName("王小明")].map((n) => n.surname)).toEqual(["欧阳", "司马", "欧", "王"]);
  });
  it("ID numbers: 15 and 18 digits, one slip, birth and region", () => {
    const id = "110105194912310028";
    expect([level("id-number", id, ` ${id}`), level("id-number", "11010519491231002X", "110105491231002"), level("id-number", id, "11010519491231028"), level("id-number", id, "110105194912310082"), level("id-number", id, "110105194912310929"), level("id-number", id, "110106194912310929"), level("id-number", id, "110105195012310929")]).toEqual(["same", "sameOld", "oneSlip", "oneSlip", "sameBirthAndRegion", "sameBirth", "different"]);
    expect(level("id-number", "11010519491231002x", "11010519491231002X42")).toBe("same");
  });
  it("dates: written otherwise, swapped, one digit, another year", () => {
    expect([level("date", "1973-08-01", "1973年8月1日"), level("date", "1973-08-01", "1973-01-08"), level("date", "19730801", "1973/8/2"), level("date", "1973-08-01", "1985-08-01"), level("date", "1973-08-01", "1973-11-25"), level("date", "1973-08-01", "1985-11-25")]).toEqual(["same", "swapped", "oneDigit", "sameDay", "sameYear", "different"]);
  });
  it("thresholds are similarities or edits", () => {
    expect([level("jaro-winkler", "MARTHA", "MARHTA"), level("jaro-winkler", "DIXON", "DICKSONX"), level("jaro-winkler", "DIXON", "DICKSONX", [0.85])]).toEqual(["≥0.92", "≥0.8", "different"]);
    expect([level("levenshtein", "abcd", "abdc"), level("damerau", "abcd", "abdc"), level("levenshtein", "abcdefg", "abcdefx", [0.85])]).toEqual(["≤2", "≤1", "≥0.85"]);
    expect(() => comparatorOf("levenshtein", [0.9, 1], tables)).toThrow(/whole numbers/);
    expect(() => comparatorOf("jaro-winkler", [2], tables)).toThrow(/between 0 and 1/);
  });
  it("places by their code", () => expect([comparePlaces("990103101201", "990103101201"), comparePlaces("990103101201", "990103101999"), comparePlaces("990103101201", "990103999999"), comparePlaces("990103101201", "990102101201")]).toEqual([3, 2, 1, 0]));
});

describe("keys", () => {
  const has = (c: string): boolean => ["name", "birth", "id", "a,b"].includes(c);
  it("reads functions and several keys of one text", () => {
    expect(keysOf(["name & year(birth)", "prefix(id, 6)", "a,b", { left: "id", right: "cert" }, "l.name = r.xm"], has).map(keyWords)).toEqual(["name", "year(birth)", "prefix(id, 6)", "a,b", "id = cert", "name = xm"]);
    expect(() => keysOf(["upper(name)"], has)).toThrow(/upper.*use prefix/);
    expect(() => keysOf(["prefix(name)"], has)).toThrow(/how many/);
  });
  it("gives their values", () => {
    const value = (text: string, cell: string): string => keysOf([text], has).map((k) => keyOf(k, cell, tables)).join("|");
    expect([value("year(birth)", "1973/8/1"), value("month(birth)", "19730801"), value("day(birth)", "many"), value("initials(name)", "劉曉嶺"), value("pinyin(name)", "王小明"), value("surname(name)", "欧阳修"), value("suffix(id, 4)", "110105194912310028"), value("idbirth(id)", "110105491231002"), value("idregion(id)", "110105491231002"), value("number(id)", "rec-1070-dup-0"), value("soundex(name)", "Robert")]).toEqual(["1973", "08", "", "lxl", "wang xiao ming", "欧阳", "0028", "19491231", "110105", "1070", "R163"]);
    expect([soundex("Tymczak"), soundex("Pfister"), soundex("Ashcraft"), soundex("")]).toEqual(["T522", "P236", "A261", ""]);
  });
});

describe("specifications", () => {
  const read = (json: unknown): unknown => { const r = readSpec(json); return "spec" in r ? r.spec : r.faults; };
  it("takes usual spellings", () => {
    expect(read({ blocking_rules: ["a", ["b", "year(c)"], { columns: "d" }], comparisons: [{ field: "x", type: "Jaro_Winkler", threshold: 0.9, tf: true }, { column: ["p", "q"], comparison: "idNumber" }, "y"] })).toMatchObject({
      blocking: [{ on: ["a"] }, { on: ["b", "year(c)"] }, { on: ["d"] }],
      comparisons: [{ left: "x", right: "x", method: "jaro-winkler", thresholds: [0.9], termFrequency: true, name: "x" }, { left: "p", right: "q", method: "id-number", name: "p" }, { left: "y", method: "exact" }], threshold: 0,
    });
    expect(read({ description: "two lists", blocking: ["a"], comparisons: ["x"] })).toMatchObject({ blocking: [{ on: ["a"] }] });
    expect(read({ block: "a", fields: { x: "chinese name", y: { method: "date" } } })).toMatchObject({ blocking: [{ on: ["a"] }], comparisons: [{ left: "x", method: "chinese-name" }, { left: "y", method: "date" }] });
  });
  it("tells what is wrong and where", () => {
    const base = { blocking: ["a"], comparisons: ["x"] };
    const cases: readonly (readonly [object, RegExp])[] = [
      [{ ...base, blocking: undefined }, /blocking: blocking is a list/], [{ ...base, comparisons: [] }, /comparisons: name at least one/], [{ ...base, colour: 1 }, /«colour» is not part of the specification; use blocking/],
      [{ ...base, comparisons: [{ column: "x", method: "soundslike" }] }, /comparisons\[1\]\.method: «soundslike» is no comparison; use exact/], [{ ...base, comparisons: ["x", { column: "x", method: "date" }] }, /two are called «x»/],
      [{ ...base, comparisons: [{ method: "date" }] }, /comparisons\[1\]: name the column/], [{ ...base, threshold: 2 }, /threshold: threshold is from 0 to 1/], [{ ...base, blocking: [[]] }, /blocking\[1\]/], [{ ...base, blocking: [3] }, /blocking\[1\]/],
      [{ ...base, comparisons: [{ column: "x", method: "exact", wieght: 3 }] }, /comparisons\[1\]: «wieght» is not part of a comparison/], [{ ...base, randomPairs: 0 }, /randomPairs/], [{ ...base, seed: [] }, /seed/],
    ];
    for (const [json, said] of cases) expect([json, read(json)]).toEqual([json, [expect.stringMatching(said)]]);
  });
});
