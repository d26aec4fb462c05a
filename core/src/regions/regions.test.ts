import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { levelOf, rangeOf } from "../region-code.ts";
import { creditCheck, readCreditCode } from "./credit-code.ts";
import { listFiles, readListRow } from "./list.ts";
import { fulfilledPercent, lineKind, lineKinds, sharePercent } from "./organisation.ts";
import { lineOf, parentOf, placeText } from "./place.ts";

describe("统一社会信用代码 (GB 32100-2015)", () => {
  test("the standard's own example and codes of public bodies", () => {
    for (const code of ["91350100M000100Y43", "91110000802100433B", "91440300708461136T"]) expect(readCreditCode(code)).toEqual({ code });
  });
  test("lower case, spaces and hyphens are folded", () => expect(readCreditCode(" 91350100 m000-100y43 ")).toEqual({ code: "91350100M000100Y43" }));
  test("what is wrong is told", () => {
    expect(readCreditCode("91350100M000100Y4")).toEqual({ fault: "length" });
    expect(readCreditCode("91350100I000100Y43")).toEqual({ fault: "characters" });
    expect(readCreditCode("91A50100M000100Y43")).toEqual({ fault: "region" });
    expect(readCreditCode("91350100M000100Y44")).toEqual({ fault: "check" });
  });
  test("every single wrong character and every swap of neighbours is caught", () => {
    const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    fc.assert(fc.property(fc.array(fc.constantFrom(...alphabet), { minLength: 9, maxLength: 9 }), fc.integer({ min: 8, max: 16 }), fc.constantFrom(...alphabet), (body, at, other) => {
      const first = `91350100${body.join("")}`;
      const good = first + creditCheck(first);
      const bad = good.slice(0, at) + other + good.slice(at + 1);
      const swapped = good.slice(0, at) + (good[at + 1] ?? "") + (good[at] ?? "") + good.slice(at + 2);
      return "code" in readCreditCode(good) && (bad === good || "fault" in readCreditCode(bad)) && (swapped === good || "fault" in readCreditCode(swapped));
    }));
  });
});

describe("codes and places", () => {
  test("each code lies inside its parent's range", () => {
    fc.assert(fc.property(fc.integer({ min: 110_000_000_000, max: 999_999_999_999 }), (code) => {
      const parent = parentOf(code);
      const { lo, hi } = rangeOf(parent);
      const line = lineOf(code);
      return code >= lo && code <= hi && line.at(-1) === code && (parent === 0 || line.includes(parent)) && line.length <= 5;
    }));
  });
  test("levels that the list skips are not spoken", () => {
    expect(placeText(["北京市", "市辖区", "东城区"])).toBe("北京市东城区");
    expect(placeText(["河南省", "省直辖县级行政区划", "济源市"])).toBe("河南省济源市");
    expect(placeText(["广东省", "东莞市", "东莞市", "东城街道"])).toBe("广东省东莞市东城街道");
    expect(placeText(["重庆市", "县"])).toBe("重庆市县");
  });
  test("a code directly below a skipped level has the level above as parent", () => expect([levelOf(441900003000), parentOf(441900003000), parentOf(441900000000)]).toEqual(["town", 441900000000, 440000000000]));
});

describe("rows of lists", () => {
  const of = (file: (typeof listFiles)[number], code: string, name: string, parent?: string) => readListRow({ code, name, parent, level: file.level, digits: file.digits });
  test("each file of the package", () => {
    expect(of(listFiles[0], "99", "示例省")).toEqual({ row: { code: 990000000000, level: "province", parent: 0, name: "示例省" } });
    expect(of(listFiles[2], "990102", " 示例县 ", "9901")).toEqual({ row: { code: 990102000000, level: "county", parent: 990100000000, name: "示例县" } });
    expect(of(listFiles[2], "441900", "东莞市", "4419")).toEqual({ row: { code: 441900000000, level: "county", parent: 440000000000, name: "东莞市" } });
    expect(of(listFiles[4], "990102101001", "柳湾村委会", "990102101")).toEqual({ row: { code: 990102101001, level: "village", parent: 990102101000, name: "柳湾村委会" } });
  });
  test("what does not fit is refused or told", () => {
    expect(of(listFiles[4], "99010210100", "短", "990102101")).toEqual({ fault: "code" });
    expect(of(listFiles[4], "99010210100x", "坏", "990102101")).toEqual({ fault: "code" });
    expect(of(listFiles[4], "990102101001", " ", "990102101")).toEqual({ fault: "name" });
    expect(of(listFiles[4], "990102101001", "柳湾村", "990103101")).toMatchObject({ fault: "parentDiffers", row: { parent: 990102101000 } });
    expect(readListRow({ code: "990102101001", name: "柳湾村", level: "town" })).toEqual({ fault: "level" });
    expect(readListRow({ code: "990102101001", name: "柳湾村", level: "屯" })).toEqual({ fault: "level" });
  });
  test("our own shape: words or numbers for levels, groups below villages", () => {
    expect(readListRow({ code: "990102", name: "示例县", level: "县", parent: "9901" })).toMatchObject({ row: { level: "county" } });
    expect(readListRow({ code: "990102101000", name: "清溪镇", level: "4" })).toMatchObject({ row: { level: "town" } });
    expect(readListRow({ code: "990102101001", name: "柳湾村" })).toMatchObject({ row: { level: "village" } });
    expect(readListRow({ code: "", name: "三组", level: "组", parent: "990102101001" })).toEqual({ group: { village: 990102101001, group: "三组" } });
    expect(readListRow({ code: "", name: "三组", level: "组", parent: "990102101000" })).toEqual({ fault: "code" });
  });
});

describe("lines of organisations", () => {
  test("items belong to one section only", () => {
    const keys = Object.values(lineKinds).flatMap((s) => Object.keys(s));
    expect(new Set(keys).size).toBe(keys.length);
    expect([lineKind("staff", "collector")?.zh, lineKind("staff", "server"), lineKind("staff", "toString")]).toEqual(["采集人员", undefined, undefined]);
  });
  test("shares never round up to all", () => expect([sharePercent(999, 1000), sharePercent(1, 1), sharePercent(0, 0), fulfilledPercent({ planned: 4, actual: 3 }), fulfilledPercent({ planned: 0, actual: 3 })]).toEqual([99, 100, 0, 75, undefined]));
});
