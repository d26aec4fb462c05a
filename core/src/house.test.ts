/** The small words of core: dates, money, region codes, ID numbers, income, code lists, policy (vectors: domain guide §12). */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { permits, policy, roles } from "./access/policy.ts";
import { checkCharacter, readIdNumber, upgrade15 } from "./id-number.ts";
import { divideFen, parseYuan, yuan } from "./money.ts";
import { Problem, problems, tell } from "./problem.ts";
import { ancestorAt, countyOf, levelOf, parseRegionCode, rangeOf } from "./region-code.ts";
import { codeLists, codeOf, labelOf, type CodeList } from "./registry/codes.ts";
import { householdFields, memberFields, villageFields } from "./registry/fields.ts";
import { computeIncome } from "./registry/income.ts";
import { emptyHousehold, emptyMember } from "./registry/record.ts";
import { addDays, ageOn, chinaDate, daysBetween, isRealDate } from "./time.ts";

describe("time", () => {
  test("China dates", () => {
    expect(chinaDate(Date.UTC(2026, 2, 1, 16))).toBe("2026-03-02");
    expect(daysBetween("2026-03-01", "2026-03-08")).toBe(7);
    expect(addDays("2024-02-28", 2)).toBe("2024-03-01");
    expect(ageOn("1975-06-15", "2018-06-14")).toBe(42);
    expect(isRealDate("2017-02-29")).toBe(false);
  });
  test("agrees with the calendar of the machine on any day", () => fc.assert(fc.property(fc.integer({ min: -20_000, max: 60_000 }), (day) => {
    const iso = new Date(day * 86_400_000).toISOString().slice(0, 10);
    return addDays("1970-01-01", day) === iso && daysBetween("1970-01-01", iso) === day && isRealDate(iso);
  })));
});

describe("money", () => {
  test("yuan as people and spreadsheets write it", () => {
    expect(parseYuan("3,272.67")).toBe(327_267);
    expect(parseYuan("9.199999999999999")).toBe(920);
    expect(parseYuan("-12")).toBe(-1200);
    for (const bad of ["", "abc", "1,23", "1.2.3", "１２"]) expect(parseYuan(bad)).toBeUndefined();
  });
  test("written and read again it is the same", () => fc.assert(fc.property(fc.integer({ min: -1e12, max: 1e12 }), (fen) => parseYuan(yuan(fen)) === fen)));
  test("quotients round half away from zero", () => expect([divideFen(5, 2), divideFen(-5, 2), divideFen(5, 0)]).toEqual([3, -3, 0]));
});

describe("regions", () => {
  test("levels, ranges, ancestors", () => {
    expect(parseRegionCode("990102")).toBe(990_102_000_000);
    expect([990_000_000_000, 990_100_000_000, 990_102_000_000, 990_102_101_000, 990_102_101_003, 0].map(levelOf)).toEqual(["province", "city", "county", "town", "village", "nation"]);
    expect(rangeOf(990_102_000_000)).toEqual({ lo: 990_102_000_000, hi: 990_102_999_999 });
    expect(ancestorAt(990_102_101_003, "town")).toBe(990_102_101_000);
    expect(ancestorAt(990_100_000_000, "village")).toBeUndefined();
    expect(countyOf(990_102_101_003)).toBe(990_102);
    expect(() => parseRegionCode("12345")).toThrow(Problem);
  });
});

describe("ID numbers", () => {
  test("T1–T3", () => {
    expect(readIdNumber("11010519491231002X")).toEqual({ region: 110_105, birth: "1949-12-31", sex: 2 });
    expect(readIdNumber("529900197506153014")).toMatchObject({ birth: "1975-06-15", sex: 1 });
    expect(readIdNumber("529900197506153015")).toBe("checksum");
    expect(readIdNumber("11010519491231002X44")).toMatchObject({ disability: { category: 4, level: 4 } });
    expect(["", "110105491231002", "1101", "11010519491331002X", "11010519491231002Y", "11010519491231002X85"].map(readIdNumber)).toEqual(["empty", "old15", "length", "birth", "characters", "disability"]);
    expect(upgrade15("110105491231002")).toBe("11010519491231002X");
  });
  test("one wrong digit is always found", () => fc.assert(fc.property(fc.integer({ min: 0, max: 999 }), fc.integer({ min: 0, max: 16 }), fc.integer({ min: 1, max: 9 }), (serial, at, by) => {
    const first = `11010519491231${String(serial).padStart(3, "0")}`;
    const whole = first + checkCharacter(first);
    const wrong = whole.slice(0, at) + String((Number(whole[at]) + by) % 10) + whole.slice(at + 1);
    return typeof readIdNumber(wrong) === "string";
  })));
});

test("T4: income per head is computed from its parts", () => {
  expect(computeIncome({ wageFen: 1_200_000, operatingFen: 680_000, propertyFen: 45_000, familyPlanningFen: 0, dibaoFen: 324_000, tekunFen: 0, pensionFen: 168_000, ecologyFen: 50_000, otherTransferFen: 76_000, costFen: 290_000, yearMembers: 4 }))
    .toEqual({ transferFen: 618_000, annualFen: 2_543_000, netFen: 2_253_000, perCapitaFen: 563_250 });
});

describe("code lists and fields", () => {
  test("every label, spelling and number leads back to its value", () => {
    for (const name of Object.keys(codeLists) as CodeList[]) for (const c of codeLists[name]) {
      expect([codeOf(name, c.zh), codeOf(name, c.en), labelOf(name, c.value)], `${name} ${c.zh}`).toEqual([c.value, c.value, c.zh]);
    }
    expect([codeOf("relation", "本人"), codeOf("sex", " 男 "), codeOf("education", "０２"), codeOf("cause", "不知道")]).toEqual([1, 1, 2, undefined]);
  });
  test("keys are unique and match the records", () => {
    expect(householdFields.map((f) => f.key).toSorted()).toEqual(Object.keys(emptyHousehold()).toSorted());
    expect(memberFields.map((f) => f.key).toSorted()).toEqual(Object.keys(emptyMember()).toSorted());
    expect(new Set(villageFields.map((f) => f.key)).size).toBe(villageFields.length);
  });
});

test("problems have a Chinese and an English sentence that tell the same", () => {
  // where Chinese says a word of the registry, English may name its code; what only Chinese says is listed
  const wordFor: Readonly<Record<string, string>> = { key: "field", fault: "detail", cause: "detail" };
  const onlyChinese = new Set(["registry.memberLeft name", "registry.memberLeft why", "registry.state act"]);
  const places = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1] ?? "");
  for (const [code, p] of Object.entries(problems)) {
    const [zh, en] = [new Set(places(p.zh)), new Set(places(p.en).map((k) => (places(p.zh).includes(k) ? k : wordFor[k] ?? k.replace(/En$/, ""))))];
    for (const key of zh) if (onlyChinese.has(`${code} ${key}`)) zh.delete(key);
    expect([...en].toSorted(), code).toEqual([...zh].toSorted());
  }
  expect(tell("region.code", { code: "12" }, "en")).toContain("12");
});

test("the policy never lets administrators, banks and enterprises near household data", () => {
  for (const role of ["systemAdmin", "securityAdmin", "auditAdmin", "bank", "enterprise", "socialOrganisation"] as const) expect(policy[role].household).toBeUndefined();
  for (const role of roles) expect(permits(role, { action: "view", resource: "session", scope: "self", fields: "C2" })).toBe(true);
  expect(permits(undefined, { action: "view", resource: "region", scope: "reference", fields: "C1" })).toBe(false);
});
