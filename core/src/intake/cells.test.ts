import { describe, expect, test } from "vitest";
import { fieldOf, type Field } from "../registry/fields.ts";
import { readCell } from "./cells.ts";
import { excelDate, readDate } from "./dates.ts";
import { readNumber } from "./numbers.ts";
import { cellOf } from "./sheets.ts";

const f = (of: Field["of"], key: string): Field => { const found = fieldOf(of, key); if (!found) throw new Error(key); return found; };
const read = (of: Field["of"], key: string, text: string): unknown => readCell(f(of, key), text).value;
const rules = (of: Field["of"], key: string, text: string): string[] => readCell(f(of, key), text).notes.map((n) => n.rule);

describe("certificate numbers", () => {
  test.each([
    ["990102197506153014", "990102197506153014", []],
    ["99010219750615301x", "99010219750615301X", ["IM-23"]],
    ["９９０１０２１９７５０６１５３０１４", "990102197506153014", ["IM-21"]],
    ["\u00A0990102 19750615 3014 ", "990102197506153014", ["IM-22"]],
    ["'990102197506153014", "990102197506153014", ["IM-23"]],
    ["990102750615301", "990102197506153012", ["IM-11"]],
    ["9.90102750615301E+14", "990102197506153012", ["IM-11"]],
    ["11010519491231002X44", "11010519491231002X44", []],
    ["无", null, []],
    ["990102197506153000", "990102197506153000", ["IM-13"]],
    ["12345", "12345", []],
  ])("%s", (text, value, found) => { expect(read("member", "certNo", text)).toBe(value); expect(rules("member", "certNo", text)).toEqual(found); });

  test("floating point keeps the birth date and invents nothing", () => {
    for (const text of ["9.90102198304172E+17", "9.901021983041724e+17"]) {
      const reading = readCell(f("member", "certNo"), text);
      expect(reading.value).toBeNull();
      expect(reading.birth).toBe("1983-04-17");
      expect(reading.notes.map((n) => [n.rule, n.args["lost"]])).toEqual([["IM-12", 3]]);
    }
  });
});

test.each([
  ["2017-11-30", "2017-11-30"], ["2017/1/3", "2017-01-03"], ["2017.11.3", "2017-11-03"], ["2017年1月3日", "2017-01-03"], ["20171130", "2017-11-30"], ["二〇一七年十一月三日", "2017-11-03"], ["2017-11-30 08:15:00", "2017-11-30"], ["43069", "2017-11-30"], ["30/11/2017", "2017-11-30"],
])("date %s", (text, iso) => { const d = readDate(text); expect(d.ok && d.iso).toBe(iso); });

test.each([["17-11-30", "twoDigitYear"], ["201711", "monthOnly"], ["2017年11月", "monthOnly"], ["2017", "yearOnly"], ["2017-02-30", "notReal"], ["明年", "unreadable"]])("date %s is explained", (text, why) => {
  const d = readDate(text);
  expect(d.ok ? "ok" : d.why).toBe(why);
  expect(rules("household", "enrolledOn", text)).toEqual(["IM-43"]);
});

test("serials of both calendars", () => { expect([excelDate(1), excelDate(59), excelDate(61), excelDate(41607, true)]).toEqual(["1900-01-01", "1900-02-28", "1900-03-01", "2017-11-30"]); });

test.each([["3.5亩", "亩", 3.5], ["1,234.50", "元", 1234.5], ["1.2万", "元", 12000], ["1.2万元", "元", 12000], ["500米", "公里", 0.5], ["2公顷", "亩", 30], ["十二", "月", 12], ["两个月", "月", 2], ["(1,200)", "元", -1200], ["￥88", "元", 88]])("number %s in %s", (text, unit, value) => expect(readNumber(text, unit)?.value).toBe(value));
test.each(["很多", "3.5.1", "12a", "亩"])("%s is no number", (text) => expect(readNumber(text, "亩")).toBeUndefined());

test.each([["是", true], ["√", true], ["1", true], ["Y", true], ["1.0", true], ["有", true], ["否", false], ["×", false], ["0", false], ["无", false], ["n", false]])("flag %s", (text, value) => expect(read("household", "toilet", text)).toBe(value));

test("codes, lists, labels of others", () => {
  expect(read("member", "relation", "本人")).toBe(1);
  expect(read("household", "causeOther", "因学，缺劳力;缺技术")).toEqual([3, 8, 7]);
  expect(read("member", "health", "长期慢性病、残疾")).toEqual([2, 4]);
  expect(read("household", "houseStructure", "砖(石)木/石窑洞")).toBe(3);
  expect(rules("household", "causeOther", "因学、因懒")).toEqual(["IM-47"]);
  expect(rules("household", "causeMain", "因懒")).toEqual(["IM-41"]);
  expect(read("household", "causeMain", "因懒")).toBeNull();
});

test("phones and accounts", () => {
  expect(read("member", "memberPhone", "+86 139-0232-2621")).toBe("13902322621");
  expect(read("member", "memberPhone", "13902322621/13902322622")).toBe("13902322621");
  expect(read("member", "memberPhone", "139-ABCD-1234")).toBe("139-ABCD-1234");
  expect(read("member", "memberPhone", "0851-1234567")).toBe("0851-1234567");
  expect(read("household", "bankAccount", "6217 5261 2610 1693 289")).toBe("6217526126101693289");
  expect(rules("household", "bankAccount", "6.21752612610169E+18")).toEqual(["IM-15"]);
});

test("names: rare characters are kept, broken ones are told", () => {
  expect(read("member", "name", "张　三")).toBe("张三");
  expect(read("member", "name", "吴军𠮷")).toBe("吴军𠮷");
  expect(rules("member", "name", "赵㑇")).toEqual(["IM-27"]);
  expect(rules("member", "name", "李?明")).toEqual(["IM-46"]);
  expect(read("member", "name", "阿依古丽•买买提")).toBe("阿依古丽·买买提");
});

test("error cells and formulas without a value are told, nothing is invented", () => {
  expect(rules("household", "wageFen", "#REF!")).toEqual(["IM-44"]);
  expect(rules("household", "wageFen", "=A1+B1")).toEqual(["IM-45"]);
  expect(read("household", "wageFen", "937.5700000000001")).toBe(93757);
  expect(read("household", "arableMu", "9.199999999999999")).toBe(9.2);
});

test("what is exported is read back alike", () => {
  const values: readonly (readonly [Field["of"], string, unknown])[] = [["household", "causeOther", [3, 8]], ["household", "toilet", true], ["household", "wageFen", 123456], ["member", "birth", "1975-06-15"], ["member", "education", 5], ["household", "houseGrade", 3], ["member", "publicPost", [4, 2]], ["household", "arableMu", 3.25]];
  for (const [of, key, value] of values) expect(readCell(f(of, key), String(cellOf(f(of, key), value))).value).toEqual(value);
});
