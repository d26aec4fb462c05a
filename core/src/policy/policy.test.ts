import { describe, expect, it } from "vitest";
import { codeLists } from "../registry/codes.ts";
import { defaultRules } from "./default-rules.ts";
import { diffLines } from "./diff.ts";
import { parameterList, type ParameterRow } from "./parameters.ts";
import { inForce, overlapsOf, timeline } from "./periods.ts";
import { checkRule } from "./rules/check.ts";
import { faultText } from "./rules/faults.ts";
import { activeOn, allowedActs, periods, stateOf, type RuleEvent } from "./states.ts";

const row = (validFrom: string, validTo: string | null, value: number, region = 990_102_000_000): ParameterRow => ({ code: "POVERTY_LINE", region, validFrom, validTo, value, unit: "fen/person/year", source: "test", sureness: "unsure" });

describe("periods of a parameter", () => {
  it("lets the row count that began last, and the older one again when it ends", () => {
    expect(timeline([row("2014-01-01", null, 1), row("2016-01-01", "2016-12-31", 2), row("2016-07-01", "2016-09-30", 3)]).map((s) => [s.from, s.to, s.row.value])).toEqual([["2014-01-01", "2015-12-31", 1], ["2016-01-01", "2016-06-30", 2], ["2016-07-01", "2016-09-30", 3], ["2016-10-01", "2016-12-31", 2], ["2017-01-01", null, 1]]);
    expect(timeline([row("2014-01-01", "2014-12-31", 1), row("2016-01-01", null, 2)]).map((s) => [s.from, s.to])).toEqual([["2014-01-01", "2014-12-31"], ["2016-01-01", null]]);
  });
  it("names what a new row does to the others", () => {
    const rows = [row("2014-01-01", null, 1), row("2018-01-01", null, 2)];
    expect(overlapsOf(rows, row("2016-01-01", null, 3))?.map((o) => [o.kind, o.row.value, o.on])).toEqual([["cut", 1, "2016-01-01"], ["yields", 2, "2018-01-01"]]);
    expect(overlapsOf(rows, row("2016-01-01", "2016-12-31", 3))?.map((o) => [o.kind, o.row.value, o.on])).toEqual([["cut", 1, "2016-01-01"], ["resumes", 1, "2017-01-01"]]);
    expect(overlapsOf(rows, row("2018-01-01", null, 3))).toBeUndefined();
    expect(overlapsOf(rows, row("2012-01-01", "2013-12-31", 3))).toEqual([]);
  });
  it("takes the nearest place first", () => {
    const rows = [row("2014-01-01", null, 1, 0), row("2014-01-01", null, 2, 990_000_000_000), row("2015-01-01", null, 3, 0)];
    expect(inForce(rows, [0, 990_000_000_000], "2016-01-01")?.value).toBe(2);
    expect(inForce(rows, [0, 980_000_000_000], "2016-01-01")?.value).toBe(3);
    expect(inForce(rows, [0], "2013-01-01")).toBeUndefined();
  });
});

describe("the life of a version", () => {
  const event = (act: RuleEvent["act"], accountId: string, activeFrom: string | null = null): RuleEvent => ({ act, accountId, activeFrom });
  it("goes from draft to in force, and is superseded or retired", () => {
    const none = periods([]);
    expect(stateOf(1, [event("drafted", "a")], none, "2018-01-01")).toBe("draft");
    expect(stateOf(1, [event("drafted", "a"), event("simulated", "a")], none, "2018-01-01")).toBe("simulated");
    const submitted = [event("drafted", "a"), event("simulated", "a"), event("submitted", "a")];
    expect(stateOf(1, submitted, none, "2018-01-01")).toBe("submitted");
    expect(stateOf(1, [...submitted, event("simulated", "b")], none, "2018-01-01")).toBe("submitted");
    expect(stateOf(1, [...submitted, event("returned", "b")], none, "2018-01-01")).toBe("returned");
    const approved = [...submitted, event("approved", "b", "2018-06-01")];
    const two = periods([{ version: 1, activeFrom: "2018-06-01", at: 1 }, { version: 2, activeFrom: "2019-01-01", at: 2 }]);
    expect(["2018-05-31", "2018-06-01", "2018-12-31", "2019-01-01"].map((day) => stateOf(1, approved, two, day))).toEqual(["approved", "active", "active", "superseded"]);
    expect(activeOn(two, "2019-05-01")?.version).toBe(2);
    expect(activeOn(periods([{ version: 1, activeFrom: "2018-06-01", at: 1 }], new Map([[1, "2018-09-01"]])), "2018-09-01")).toBeUndefined();
    // of one day, the later approval counts
    expect(activeOn(periods([{ version: 1, activeFrom: "2018-06-01", at: 1 }, { version: 3, activeFrom: "2018-06-01", at: 2 }]), "2018-07-01")?.version).toBe(3);
  });
  it("needs a simulation and a second person", () => {
    const at = { state: "submitted", simulated: true, authors: ["a"] } as const;
    expect(allowedActs({ ...at, by: "a" })).toEqual([]);
    expect(allowedActs({ ...at, by: "b" })).toEqual(["approve", "sendBack"]);
    expect(allowedActs({ ...at, simulated: false, by: "b" })).toEqual(["sendBack"]);
    expect(allowedActs({ state: "draft", simulated: false, authors: ["a"], by: "a" })).toEqual([]);
    expect(allowedActs({ state: "simulated", simulated: true, authors: ["a"], by: "a" })).toEqual(["submit"]);
    expect(allowedActs({ state: "superseded", simulated: true, authors: ["a"], by: "b" })).toEqual([]);
  });
});

describe("what comes with the platform", () => {
  it("has rules without a fault, and no number in them but 0", () => {
    for (const rule of defaultRules) {
      expect(checkRule(rule.text).faults.map((f) => `${rule.zh} ${f.line}:${f.column} ${faultText(f, "en")}`)).toEqual([]);
      expect(rule.text.replace(/\/\/[^\n]*/g, "").match(/\b\d[\d.]*\b/g)?.filter((n) => n !== "0") ?? []).toEqual([]);
    }
  });
  it("names every parameter once, in both languages, with bounds", () => {
    expect(new Set(parameterList.map((p) => p.code)).size).toBe(parameterList.length);
    expect(parameterList.filter((p) => p.zh === "" || p.en === "" || p.unit === "" || p.min > p.max)).toEqual([]);
  });
  it("knows the labels of every code list in a rule", () => {
    for (const [fact, list] of [["causeMain", "cause"], ["houseGrade", "houseGrade"], ["exitState", "exitState"]] as const) for (const c of codeLists[list]) expect([c.zh, c.en].map((label) => checkRule(`${fact} == "${label}"`).faults.length), c.zh).toEqual([0, 0]);
  });
});

it("shows what was changed, line by line", () => {
  expect(diffLines("a\nb\nc", "a\nx\nc\nd").map((l) => `${{ same: " ", added: "+", removed: "-" }[l.kind]}${l.text}`)).toEqual([" a", "-b", "+x", " c", "+d"]);
});
