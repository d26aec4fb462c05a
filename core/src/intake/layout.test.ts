import { describe, expect, test } from "vitest";
import { findLayout, rowKind, type SheetRow } from "./layout.ts";
import { foldHeading, guessHeading, matchHeading } from "./headings.ts";
import { columnsOf } from "./sheets.ts";
import { foldVillage, resolvePlaces, type KnownRegion, type WrittenPlace } from "./places.ts";
import { headings as national } from "../demo/layout.ts";

const rows = (...list: readonly (readonly string[])[]): SheetRow[] => list.map((cells, i) => ({ row: i + 1, cells }));

test("the national export maps by itself, every column", () => {
  const layout = findLayout(rows(["标题(2017年度)"], ["导出时间:2017-11-30"], [...national]), []);
  expect(layout?.kind).toBe("persons");
  expect(layout?.headingRows).toEqual([3]);
  expect(layout?.titleYear).toBe(2017);
  expect(layout?.columns.filter((c) => c.target === undefined).map((c) => c.heading)).toEqual([]);
});

test("our own exports map by themselves; computed totals are not taken for statements", () => {
  for (const kind of ["persons", "households", "villages"] as const) {
    const layout = findLayout(rows(columnsOf(kind).map((c) => c.title)), []);
    expect(layout?.kind).toBe(kind);
    expect(layout?.columns.filter((c) => c.target === undefined).map((c) => c.heading)).toEqual(columnsOf(kind).filter((c) => c.field?.computed === true).map((c) => c.title));
  }
});

test("headings of two rows with merged groups", () => {
  const layout = findLayout(rows(["某县花名册"], ["户编号", "户主", "", "成员", "", "年度"], ["", "姓名", "证件号码", "姓名", "与户主关系", ""], ["99", "甲", "1", "乙", "之子", "2017"]), [{ top: 2, left: 1, bottom: 2, right: 2 }, { top: 2, left: 3, bottom: 2, right: 4 }]);
  expect(layout?.headingRows).toEqual([2, 3]);
  expect(layout?.columns.map((c) => c.target)).toEqual(["household.householdCode", "place.headName", "place.headCertNo", "member.name", "member.relation", "place.year"]);
});

test("a second column of the same field is left out and told", () => {
  const layout = findLayout(rows(["户编号", "姓名", "身份证号", "证件号码"]), []);
  expect(layout?.columns.map((c) => [c.target, c.doubles])).toEqual([["household.householdCode", undefined], ["member.name", undefined], [undefined, "member.certNo"], ["member.certNo", undefined]]);
});

test("corrections override", () => {
  const layout = findLayout(rows(["户编号", "姓名", "怪列", "证件号码"]), [], { 怪列: "member.ethnic", 证件号码: "" });
  expect(layout?.columns.map((c) => c.target)).toEqual(["household.householdCode", "member.name", "member.ethnic", undefined]);
});

test("folding and guessing of headings", () => {
  expect(foldHeading("*务工时间（月）：")).toBe("务工时间");
  expect(matchHeading("公民身份号码", "persons")?.target).toBe("member.certNo");
  expect(matchHeading("AAB004", "persons")?.target).toBe("member.certNo");
  expect(matchHeading("联系电话", "households")?.target).toBe("household.householdPhone");
  const guess = guessHeading("家庭耕地面积", "persons");
  expect(guess?.target).toBe("household.arableMu");
  expect(guess?.confidence).toBeLessThan(0.9);
});

describe("rows below the headings", () => {
  const layout = findLayout(rows(["序号", "户编号", "姓名", "证件号码", "人数"]), []);
  if (!layout) throw new Error("no layout");
  const kind = (...cells: string[]): string => rowKind(cells, layout, [1, 2, 3]);
  test.each([
    ["data", ["1", "99", "甲", "990", "3"]], ["data", ["", "99", "合计", "990102197506153014", "3"]], ["total", ["合  计", "", "", "", "1149"]], ["total", ["小计", "", "", "", "20"]], ["note", ["填表人:示例   审核人:示例"]], ["note", ["注：本表一式两份"]], ["empty", ["", " ", ""]],
    ["heading", ["序号", "户编号", "姓名", "证件号码", "人数"]], ["heading", ["1", "2", "3", "4", "5"]], ["data", ["7", "99", "", "", "4"]],
  ])("%s: %j", (expected, cells) => expect(kind(...cells)).toBe(expected));
});

describe("places", () => {
  const known: KnownRegion[] = [{ code: 990000000000, name: "示例省", level: 1, parent: 0 }, { code: 990100000000, name: "滴灌市", level: 2, parent: 990000000000 }, { code: 990102000000, name: "示例县", level: 3, parent: 990100000000 }, { code: 990102100000, name: "石门镇", level: 4, parent: 990102000000 }, { code: 990102100200, name: "石门村", level: 5, parent: 990102100000 }];
  const place = (p: Partial<WrittenPlace>): WrittenPlace => ({ province: "示例省", city: "滴灌市", county: "示例县", town: "石门镇", village: "石门村", code: "", rows: 1, prefixes: new Map(), ...p });
  const codes = (written: readonly WrittenPlace[], tree: readonly KnownRegion[] = known, home?: number) => { const r = resolvePlaces(written, tree, home); return { codes: r.places.map((p) => (p.ok ? p.region : p.why)), proposed: r.proposed.map((p) => [p.code, p.name]) }; };

  test("two spellings of a village are one; a community of the same name is another", () => {
    expect(foldVillage("石门村民委员会")).toBe(foldVillage("石门村"));
    expect(foldVillage("石门村村民委员会")).toBe(foldVillage("石门村委会"));
    expect(foldVillage("石门社区居委会")).not.toBe(foldVillage("石门村"));
    expect(codes([place({}), place({ village: "石门村民委员会" }), place({ village: "石门社区" })])).toEqual({ codes: [990102100200, 990102100200, 990102100001], proposed: [[990102100001, "石门社区"]] });
  });
  test("the county's code follows from the tree, the numbers of its people, or is the next fictitious one", () => {
    expect(codes([place({ county: "示例", town: "云台乡", village: "云台村" })], known, 990102000000).codes).toEqual([990102200200]);
    expect(codes([place({ province: "示例省", county: "新县", town: "甲镇", village: "乙村", prefixes: new Map([[990105, 8], [520000, 1]]) })]).codes).toEqual([990105100200]);
    expect(codes([place({ province: "", city: "", county: "新县", town: "甲镇", village: "乙村", prefixes: new Map([[990102, 8]]) })], []).codes).toEqual([990102100200]);
    expect(codes([place({ county: "别县", town: "甲镇", village: "乙村" })]).codes).toEqual([990101100200]);
  });
  test("a 12-digit code decides alone; an incomplete place is not guessed", () => {
    expect(codes([place({ code: "990102100200", county: "", town: "", village: "" }), place({ village: "" }), place({ code: "990102100299", village: "" }), place({ code: "000000000001" })]).codes).toEqual([990102100200, "incomplete", 990102100299, "incomplete"]);
  });
});
