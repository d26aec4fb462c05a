import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { factList, type Fact } from "../../identification/facts.ts";
import type { ParameterRow } from "../parameters.ts";
import { checkRule } from "./check.ts";
import { evaluate, type Case, type FactValues } from "./evaluate.ts";
import { explain } from "./explain.ts";
import { faultText } from "./faults.ts";
import { condition } from "./sql.ts";
import { factsIn, parametersIn, type RuleTree } from "./tree.ts";

const tree = (text: string): RuleTree => {
  const checked = checkRule(text);
  if (!checked.tree) throw new Error(checked.faults.map((f) => faultText(f, "en")).join());
  return checked.tree;
};
const line: ParameterRow = { code: "POVERTY_LINE", region: 0, validFrom: "2018-01-01", validTo: "2018-12-31", value: 353_500, unit: "fen/person/year", source: "省级常用工作线", sureness: "unsure" };
const about = (facts: FactValues): Case => ({ facts, parameters: new Map([["POVERTY_LINE", line]]) });
const fault = (text: string): string => { const [f] = checkRule(text).faults; return f ? `${f.line}:${f.column} ${f.code} ${faultText(f, "en")}` : "fine"; };
const sql = (text: string): string => condition(tree(text), { column: (f: Fact) => `f.${f.column}`, parameter: () => ({ sql: "353500", most: 353_500n }) });

describe("the strict subset", () => {
  it("refuses an unknown name and offers the nearest, whatever the slip", () => {
    expect(fault("perCapitaYaun < POVERTY_LINE")).toBe('1:1 unknownName There is no name "perCapitaYaun". Did you mean perCapitaYuan?');
    expect(fault("dropouts > 0 ||\n  perCapitaYuan < POVERTYLINE")).toBe('2:19 unknownName There is no name "POVERTYLINE". Did you mean POVERTY_LINE?');
    expect(fault("perCapitaFen < POVERTY_LINE")).toMatch(/^1:1 fen .*perCapitaYuan/);
    expect(fault("netYuan > COMPARISON_VEHICLE_FEN")).toMatch(/^1:11 fen .*COMPARISON_VEHICLE_YUAN/);
    expect(parametersIn(tree("netYuan > COMPARISON_VEHICLE_YUAN"))).toEqual(["COMPARISON_VEHICLE_FEN"]);
    expect(fault("人均纯收入 < POVERTY_LINE")).toMatch(/^1:1 unknownName .*perCapitaYuan/);
    expect(fault("qqqqqqqq > 1")).toMatch(/Look it up/);
    expect(fault("causeMain == \"因并\"")).toMatch(/unknownCode .*因病/);
    expect(fault("__proto__ > 1 && constructor")).not.toBe("fine");
    expect(fault("constructor > 1")).toMatch(/unknownName/);
  });
  it("knows its facts and says nothing false about them: every fact has a name, money is in yuan", () => {
    for (const f of factList) {
      const name = f.kind === "fen" ? f.key.replace("Fen", "Yuan") : f.key;
      expect(checkRule(f.kind === "flag" ? name : f.kind === "code" ? `known(${name})` : `${name} > 0`).tree, name).toBeDefined();
    }
  });
  it("refuses unlike things", () => {
    expect(fault("perCapitaYuan < persons")).toMatch(/units .*yuan\/persons and persons/);
    expect(fault("netYuan < POVERTY_LINE")).toMatch(/units/);
    expect(fault("netYuan / incomePersons < POVERTY_LINE")).toBe("fine");
    expect(fault("persons * POVERTY_LINE > netYuan")).toBe("fine");
    expect(fault("waterSafe < 1")).toMatch(/mixed/);
    expect(fault("dropouts")).toMatch(/needsTruth/);
    expect(fault("dropouts && waterSafe")).toMatch(/needsTruth/);
    expect(fault("waterSafe + 1 > 2")).toMatch(/needsNumber/);
    expect(fault("houseGrade >= \"C\"")).toMatch(/codeOrder/);
    expect(fault("houseGrade == causeMain")).toMatch(/codeLists/);
    expect(fault("houseGrade == 3")).toMatch(/mixed/);
    expect(fault("perCapitaYuan < 3535.555")).toMatch(/decimals/);
    expect(fault("perCapitaYuan == \"因病\"")).toMatch(/loneText/);
    expect(fault("exitYear < arableMu")).toMatch(/units/);
    expect(fault("(waterSafe ? perCapitaYuan : persons) > 1")).toMatch(/choice/);
  });
  it("has no other constructs", () => {
    for (const text of ["size(persons) > 1", "has(persons)", "persons % 2 == 0", "[1,2].exists(x, x > persons)", "persons in {1: 2}", "persons.x > 1", "persons == null", "\"a\" == \"a\"", "1u < persons", "1e3 < perCapitaYuan", "0x10 < persons", "known(persons, children)", "persons in []", "persons in children", "true", "1 < 2", "persons / 0 > 1", "// nothing", "",
      "persons > 1; drop table x", "timestamp(\"2018-01-01T00:00:00Z\") > 1", "matches(\"a\")", "dyn(persons) > 1", "persons > 1 > 0"]) expect(fault(text), text).not.toBe("fine");
  });
  it("tells where the text cannot be read", () => {
    expect(fault("persons = 3")).toMatch(/^1:9 assign/);
    expect(fault("persons > （3）")).toMatch(/^1:11 character .*Use \( instead/);
    expect(fault("(persons > 3")).toMatch(/^1:13 syntax/);
    expect(fault("persons > 3 & waterSafe")).toMatch(/^1:13 character/);
    expect(fault(`${"(".repeat(80)}persons > 1${")".repeat(80)}`)).toMatch(/large/);
    expect(fault(Array.from({ length: 900 }, () => "persons > 1").join(" || "))).toMatch(/large/);
  });
  it("answers every text with a tree or a fault inside it, however odd, and never runs away", () => {
    const pieces = ["persons", "perCapitaYuan", "POVERTY_LINE", "waterSafe", "causeMain", "&&", "||", "!", "-", "(", ")", "[", "]", "in", "==", "<", "3", "0.5", "\"因病\"", "'", ",", "?", ":", "/", "//", "\n", " ", "{", "}", ".", "known(", "true", "null", "人均", "（", "\\", "\u0000", "𠮷", "0x", "1e9", "\"\"\""];
    fc.assert(fc.property(fc.oneof(fc.string({ unit: "binary", maxLength: 60 }), fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((a) => a.join(" ")), fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((a) => a.join(""))), (text) => {
      const { tree: sound, faults } = checkRule(text);
      expect(faults.length).toBe(sound ? 0 : 1);
      for (const f of faults) { expect(f.from >= 0 && f.to <= text.length && f.from <= f.to && f.line >= 1 && f.column >= 1).toBe(true); expect(faultText(f, "zh-CN") + faultText(f, "en")).not.toMatch(/\{\w+\}|undefined/); }
    }), { numRuns: 3000, seed: 3 });
    expect(fault(`${"!".repeat(20_000)}waterSafe`)).toMatch(/large/);
    expect(fault(`// ${"-".repeat(80)} !!\nwaterSafe`)).toBe("fine");
    expect(fault(`${"- ".repeat(9000)}1 > persons`)).toMatch(/large/);
    const nested = (n: number): string => (n === 0 ? "(persons / children)" : `(persons / ${nested(n - 1)})`);
    expect(fault(`${nested(3)} > 1`)).toBe("fine");
    expect(fault(`${nested(50)} > 1`)).toMatch(/large/);
    const chosen = (n: number): string => (n === 0 ? "(persons / children)" : `(waterSafe ? ${chosen(n - 1)} : (persons / elderly))`);
    expect(fault(`${chosen(50)} > 1`)).toMatch(/large|fine/);
  });
  it("keeps comments and line breaks", () => {
    expect(parametersIn(tree("// 收入\nperCapitaYuan < POVERTY_LINE // 标准\n|| dropouts > 0"))).toEqual(["POVERTY_LINE"]);
    expect(factsIn(tree("persons > 1 && persons < 9 || waterSafe")).map((f) => f.key)).toEqual(["persons", "waterSafe"]);
  });
});

describe("three values", () => {
  it.each<[string, FactValues, boolean | null]>([
    ["perCapitaYuan < POVERTY_LINE", { perCapitaFen: 353_499 }, true],
    ["perCapitaYuan < POVERTY_LINE", { perCapitaFen: 353_500 }, false],
    ["perCapitaYuan < POVERTY_LINE", { perCapitaFen: null }, null],
    ["perCapitaYuan < MONITOR_LINE", { perCapitaFen: 1 }, null],
    ["perCapitaYuan < POVERTY_LINE || dropouts > 0", { perCapitaFen: null, dropouts: 1 }, true],
    ["perCapitaYuan < POVERTY_LINE || dropouts > 0", { perCapitaFen: null, dropouts: 0 }, null],
    ["perCapitaYuan < POVERTY_LINE && dropouts > 0", { perCapitaFen: null, dropouts: 0 }, false],
    ["!waterSafe", { waterSafe: null }, null],
    ["known(waterSafe) && !waterSafe", { waterSafe: null }, false],
    ["netYuan / incomePersons < 3535", { netFen: 1_414_000, incomePersons: 4 }, false],
    ["netYuan / incomePersons < 3535.01", { netFen: 1_414_000, incomePersons: 4 }, true],
    ["netYuan / incomePersons < 3535", { netFen: 1, incomePersons: 0 }, null],
    ["children / labourers > 1.5", { children: 3, labourers: 2 }, false],
    ["children / labourers >= 1.5", { children: 3, labourers: 2 }, true],
    ["perCapitaYuan < 0.7 * POVERTY_LINE", { perCapitaFen: 247_449 }, true],
    ["perCapitaYuan < 0.7 * POVERTY_LINE", { perCapitaFen: 247_450 }, false],
    ["perCapitaYuan * 3 == 10000", { perCapitaFen: 333_333 }, false],
    ["houseGrade in [\"C\", \"D\"]", { houseGrade: 4 }, true],
    ["houseGrade != \"A\"", { houseGrade: null }, null],
    ["causeMain == \"illness\"", { causeMain: 1 }, true],
    ["persons in [1, 2]", { persons: 2 }, true],
    ["(waterSafe ? persons : children) > 2", { waterSafe: null, persons: 3, children: 3 }, null],
    ["waterSafe == tv", { waterSafe: false, tv: false }, true],
    ["-dropouts < 0", { dropouts: 2 }, true],
    ["houseAreaM2 / persons < 13.33", { houseAreaM2: 39.99, persons: 3 }, false],
  ])("%s of %o is %s", (text, facts, expected) => { expect(evaluate(tree(text), about(facts))).toBe(expected); });
});

describe("sentences", () => {
  it("names every number, its parameter, its day and its source", () => {
    expect(explain(tree("perCapitaYuan < POVERTY_LINE"), about({ perCapitaFen: 273_600 }), "zh-CN").sentence).toBe("符合：人均纯收入 2,736 元，低于扶贫标准 3,535 元（参数 POVERTY_LINE，2018-01-01 起，来源：省级常用工作线）——符合");
    expect(explain(tree("perCapitaYuan < POVERTY_LINE"), about({ perCapitaFen: 400_000 }), "zh-CN").sentence).toMatch(/^不符合：人均纯收入 4,000 元，不低于扶贫标准 3,535 元/);
    expect(explain(tree("perCapitaYuan < POVERTY_LINE"), about({ perCapitaFen: 273_600 }), "en").sentence).toMatch(/^Met: net income per head 2,736 yuan, below poverty line 3,535 yuan \(parameter POVERTY_LINE, from 2018-01-01/);
  });
  it("tells a computed threshold by its value first", () => {
    expect(explain(tree("perCapitaYuan < POVERTY_LINE * 1.2"), about({ perCapitaFen: 395_400 }), "zh-CN").sentence).toBe("符合：人均纯收入 3,954 元，低于 4,242 元（= 扶贫标准 3,535 元（参数 POVERTY_LINE，2018-01-01 起，来源：省级常用工作线） × 1.2）——符合");
    expect(explain(tree("netYuan / persons >= 3000"), about({ netFen: 1_000_000, persons: 3 }), "en").sentence).toBe("Met: net income of the household 10,000 yuan ÷ current members 3 persons = 3,333.33 yuan, at least 3,000 yuan — met");
    expect(explain(tree("netYuan / persons >= 3000"), about({ netFen: 1_000_000, persons: 0 }), "zh-CN").sentence).toBe("无法判断：除数为 0");
  });
  it("says what is not recorded, and only where it matters", () => {
    const rule = tree("perCapitaYuan < POVERTY_LINE || !waterSafe || dropouts > 0");
    expect(explain(rule, about({ perCapitaFen: 400_000, waterSafe: null, dropouts: null }), "zh-CN")).toMatchObject({ verdict: null, sentence: "无法判断：饮水安全、义务教育阶段失学人数没有记录" });
    expect(explain(rule, about({ perCapitaFen: 400_000, waterSafe: false, dropouts: null }), "zh-CN")).toMatchObject({ verdict: true, sentence: "符合：饮水安全：否——符合", missing: [] });
  });
  it("tells negated groups as what is really asked", () => {
    const told = explain(tree("!(waterSafe && persons > 2)"), about({ waterSafe: true, persons: 2 }), "zh-CN");
    expect(told.reason).toMatchObject({ kind: "any", verdict: true });
    expect(told.sentence).toBe("符合：当前家庭人口 2 人，不多于 2 人——符合");
  });
});

describe("sql", () => {
  it("compares whole numbers as they are stored", () => {
    expect(sql("perCapitaYuan < 3535.5")).toBe("(f.per_capita_fen < 353550)");
    expect(sql("perCapitaYuan < POVERTY_LINE && !waterSafe")).toBe("((f.per_capita_fen < 353500) and (not f.water_safe))");
    expect(sql("houseGrade in [\"C\", \"危\"]".replace("危", "D"))).toBe("(f.house_grade in (3, 4))");
    expect(sql("netYuan * wageYuan > 1")).toContain("numeric");
  });
});
