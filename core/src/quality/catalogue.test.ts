/** Every rule fires on its fault and is silent on a near miss; the catalogue is complete; sound households pass. Domain guide §4.7, §12 T1–T5, T19, T20, T24, T25. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readIdNumber } from "../id-number.ts";
import { computeIncome } from "../registry/income.ts";
import { anySoundCase, family, household, idNumber, member, soundCase } from "../../../tests/quality/sound-household.ts";
import type { Household, HouseholdCase, Member } from "../registry/record.ts";
import { absentFrom } from "./absent.ts";
import { catalogue, ruleOf } from "./catalogue.ts";
import { checkHousehold, checkVillage, notChecked } from "./check.ts";
import { fill, messageOf } from "./message.ts";
import { ruleName, ruleNames } from "./names.ts";
import { defaultSettings, parameterDefaults, settingsWith } from "./parameters.ts";
import type { Args, QualityContext, VillageFacts } from "./rule.ts";
import { cases, villageCases, type Change } from "../../../tests/quality/rule-cases.ts";

const today = "2018-12-31";

function changed(change: Change): HouseholdCase {
  const base = soundCase(change.year ?? 2018);
  const members: Member[] = change.alone ? [member(change.alone)] : family().map((m, i) => ({ ...m, ...change.members?.[i] }));
  return { ...base, household: household({ ...(change.alone ? { yearMembers: 1 } : {}), ...(change.household as Partial<Household>) }), members: [...(change.nobody ? [] : members), ...(change.more ?? []).map((m) => member(m))], ...(change.stated ? { stated: { transferFen: null, annualFen: null, netFen: null, perCapitaFen: null, ...change.stated } } : {}) };
}
const rulesOf = (change: Change): string[] => checkHousehold(changed(change), { today: change.year && change.year > 2018 ? `${change.year}-12-31` : today, lineFen: 353_500, ...change.ctx }).map((f) => f.rule);

describe("the catalogue", () => {
  it("holds every rule of §4.7 once, and the platform's own", () => {
    const national = Array.from({ length: 115 }, (_, i) => `DQ-${String(i + 1).padStart(3, "0")}`);
    expect(catalogue.map((r) => r.id).filter((id) => id.startsWith("DQ-"))).toEqual(national);
    expect(new Set(catalogue.map((r) => r.id)).size).toBe(catalogue.length);
  });
  it("says in both languages what is wrong and how to fix it, and where it comes from", () => {
    for (const r of catalogue) {
      expect([r.says.zh, r.says.en, r.fix.zh, r.fix.en, r.source].every((t) => t.length > 3), r.id).toBe(true);
      expect(/[\u4e00-\u9fff]/.test(r.says.zh) || r.says.zh.includes("{"), r.id).toBe(true);
      const placeholders = (t: string): string[] => [...t.matchAll(/\{(\w+)/g)].map((m) => m[1] ?? "").toSorted();
      expect(new Set(placeholders(r.says.en)), r.id).toEqual(new Set(placeholders(r.says.zh)));
    }
  });
  it("has a short name for each, of at most nine characters", () => {
    expect(Object.keys(ruleNames).toSorted()).toEqual(catalogue.map((r) => r.id).toSorted());
    expect(Object.values(ruleNames).filter(([zh, en]) => zh.length > 9 || en.length > 32)).toEqual([]);
  });
  it("decides each rule somewhere, or names what it waits for", () => {
    for (const r of catalogue) expect(Boolean(r.ofMember ?? r.ofHousehold ?? r.ofVillage ?? r.overArea ?? r.needs), r.id).toBe(true);
  });
  it("has at least one firing case for every rule that a household or village decides", () => {
    const covered = new Set([...cases, ...villageCases].map((c) => c.rule));
    expect(catalogue.filter((r) => (r.ofMember ?? r.ofHousehold ?? r.ofVillage) && !covered.has(r.id)).map((r) => r.id)).toEqual([]);
  });
  it("keeps every number with unit, words and source, and lets a region override it", () => {
    for (const p of Object.values(parameterDefaults)) expect(p.unit && p.zh && p.en && p.source).toBeTruthy();
    expect(settingsWith({ QUALITY_MAX_AGE: 100 }).QUALITY_MAX_AGE).toBe(100);
    const old = { members: [{ birth: "1915-01-01", certNo: idNumber("1915-01-01", 1, 3), labour: 4 }] };
    expect(rulesOf(old)).not.toContain("DQ-005");
    expect(rulesOf({ ...old, ctx: { settings: settingsWith({ QUALITY_MAX_AGE: 100 }) } })).toContain("DQ-005");
  });
});

describe("each rule", () => {
  it("is silent on the base", () => { expect(rulesOf({})).toEqual([]); });
  for (const [n, c] of cases.entries()) {
    it(`${c.rule} fires (${n})`, () => {
      const found = checkHousehold(changed(c.fires), { today: c.fires.year && c.fires.year > 2018 ? `${c.fires.year}-12-31` : today, lineFen: 353_500, ...c.fires.ctx }).filter((f) => f.rule === c.rule);
      expect(found.length).toBeGreaterThan(0);
      for (const f of found) for (const locale of ["zh-CN", "en"] as const) expect(messageOf(f, locale)).not.toMatch(/[{}]|undefined|NaN/);
    });
    it(`${c.rule} holds on a near miss (${n})`, () => { expect(rulesOf(c.holds)).not.toContain(c.rule); });
  }
  const village = (over: Partial<VillageFacts>): string[] => checkVillage({ village: 990_102_101_001, year: 2018, data: { persons: 900, households: 230, arableMu: 500 }, poorLand: {}, s: defaultSettings, ...over }).map((f) => f.rule);
  for (const c of villageCases) it(`${c.rule} of the village`, () => { expect(village(c.fires)).toContain(c.rule); expect(village(c.holds)).not.toContain(c.rule); });
});

describe("sound households", () => {
  for (const year of [2015, 2018, 2023]) {
    it(`of ${year} have no finding`, () => {
      fc.assert(fc.property(anySoundCase(year), (c) => { expect(checkHousehold(c, { today: "2025-06-30", lineFen: 100, monitorLineFen: 100 })).toEqual([]); }), { numRuns: 300 });
    });
  }
});

describe("worked vectors of the domain guide", () => {
  it("T1–T3 certificate numbers", () => {
    expect(readIdNumber("11010519491231002X")).toEqual({ region: 110105, birth: "1949-12-31", sex: 2 });
    expect(readIdNumber("529900197506153014")).toMatchObject({ birth: "1975-06-15" });
    expect(readIdNumber("529900197506153015")).toBe("checksum");
    expect(readIdNumber("11010519491231002X44")).toMatchObject({ disability: { category: 4, level: 4 } });
    expect(rulesOf({ members: [{ certNo: "529900197506153014" }] })).toEqual([]);
    expect(rulesOf({ members: [{ certNo: "529900197506153015" }] })).toEqual(["DQ-003"]);
  });
  it("T4, T5 income above the line and inside the monitoring range", () => {
    const own = household({ yearMembers: 4, wageFen: 1_200_000, operatingFen: 680_000, propertyFen: 45_000, familyPlanningFen: 0, dibaoFen: 324_000, tekunFen: 0, pensionFen: 168_000, ecologyFen: 50_000, otherTransferFen: 76_000, costFen: 290_000, exitState: 1 });
    expect(computeIncome(own)).toEqual({ transferFen: 618_000, annualFen: 2_543_000, netFen: 2_253_000, perCapitaFen: 563_250 });
    const exited = (year: number, ctx: Partial<QualityContext>): string[] => checkHousehold({ ...soundCase(year), household: own, members: family() }, { today: `${year}-12-31`, ...ctx }).map((f) => f.rule);
    expect(exited(2019, { lineFen: 374_700, monitorLineFen: 600_000 })).not.toContain("DQ-085");
    expect(exited(2021, { lineFen: 400_000, monitorLineFen: 600_000 })).toContain("DQ-085");
  });
  it("T19 a member of 15 able to work", () => { expect(rulesOf({ members: [{}, {}, { birth: "2003-05-01", certNo: idNumber("2003-05-01", 2, 9), labour: 1 }] })).toContain("DQ-034"); });
  it("T20 schooling as the cause of a household of 45, 43 and 70 without a student", () => {
    const elder = { sex: 1, birth: "1948-02-02", certNo: idNumber("1948-02-02", 1, 5), relation: 11, education: 1, student: null, labour: 4, pensionResident: true };
    expect(rulesOf({ household: { causeMain: 3 }, members: [{ birth: "1973-06-15", certNo: idNumber("1973-06-15", 1, 4) }, { birth: "1975-06-15", certNo: idNumber("1975-06-15", 2, 4) }, elder] })).toEqual(["DQ-065"]);
  });
  it("T24 monitored since 2023-05 and no measure on 2023-07-01", () => {
    const beyond = { measures: { firstOn: null, list: [], toTheDead: [] } };
    const own = { recognisedOn: "2023-05-01" };
    expect(rulesOf({ year: 2023, household: own, ctx: { today: "2023-07-01", beyond } })).toContain("DQ-097");
    expect(rulesOf({ year: 2023, household: own, ctx: { today: "2023-05-20", beyond } })).not.toContain("DQ-097");
  });
  it("T25 identified 2023-05, eliminated 2023-09", () => {
    const eliminated = (on: string): string[] => rulesOf({ year: 2023, household: { recognisedOn: "2023-05-01", eliminatedOn: on } });
    expect(eliminated("2023-09-01")).toContain("DQ-098");
    expect(eliminated("2023-11-01")).not.toContain("DQ-098");
  });
});

describe("what is not checked", () => {
  const because = (year: number, ctx: Omit<QualityContext, "today">, rule: string): unknown => notChecked(year, ctx).find((r) => r.rule === rule)?.because;
  it("is named with its reason, never passed", () => {
    expect(because(2018, {}, "DQ-094")).toEqual({ reason: "needs", slice: "helpers" });
    expect(because(2018, {}, "DQ-085")).toEqual({ reason: "noLine" });
    expect(because(2018, { lineFen: 353_500 }, "DQ-085")).toBeUndefined();
    expect(because(2018, {}, "DQ-089")).toEqual({ reason: "notInForce", regime: "A" });
    expect(because(2023, { monitorLineFen: 730_000 }, "DQ-089")).toBeUndefined();
  });
  it("does not blame a file for a column it does not have", () => {
    const c: HouseholdCase = { ...soundCase(), household: household({ powerForWork: null, fuel: null }), members: family().map((m) => ({ ...m, ethnic: null })) };
    const found = checkHousehold(c, { today, absent: new Set(["powerForWork", "ethnic"]) });
    expect(found.map((f) => [f.rule, f.args])).toEqual([["DQ-093", { fields: "fuel", field: "fuel" } satisfies Args]]);
    const absent = absentFrom((of, key) => key !== "powerForWork" && key !== "ethnic");
    expect([...absent]).toEqual(["powerForWork", "ethnic"]);
    expect(because(2018, { absent }, "DQ-093")).toEqual({ reason: "notCollected", fields: "powerForWork" });
    expect(because(2018, { absent }, "DQ-015")).toEqual({ reason: "notCollected", fields: "ethnic" });
  });
});

describe("sentences", () => {
  it("show codes, money, fields and words in either language", () => {
    expect(fill("{r:relation} {y:yuan} {f:fields} {w:word}", { r: 3, y: 123_456, f: "fuel,toilet", w: "all" }, "zh-CN")).toBe("之子 1234.56 主要燃料类型、有无卫生厕所 全部成员");
    expect(fill("{p:publicPost}", { p: "1,2" }, "en")).toBe("cleaner, forest guard");
    expect(ruleOf("DQ-010")?.severity).toBe("E");
    expect([ruleName("DQ-032", "zh-CN"), ruleName("DQ-999", "en")]).toEqual(["疑似辍学", "DQ-999"]);
    expect(messageOf({ rule: "DQ-010", args: {} }, "zh-CN")).toBe("户内没有成员（空挂户）。补录成员，或注销本户。");
  });
});
