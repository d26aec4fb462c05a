/** 低保 and 特困供养 against attribute, income and ability to work (DQ-073–078): the floor of paper 001 §3.4 社会保障兜底. */
import type { HouseholdFacts, Rule } from "../rule.ts";
import { writer } from "../write.ts";

const { member, household } = writer("support");

const [ordinary, dibaoHousehold, tekunHousehold] = [1, 4, 6];

/** Is it known who receives 低保? Files of some years do not ask. */
const dibaoAsked = (h: HouseholdFacts): boolean => h.members.some((f) => f.m.dibao !== null);
const dibaoMembers = (h: HouseholdFacts): number => h.members.reduce((n, f) => n + (f.m.dibao === true ? 1 : 0), 0);

export const supportRules: readonly Rule[] = [
  household("DQ-073", "W", {
    says: ["贫困户属性是“{attribute:attribute}”，家中享受低保 {count} 人", "The attribute is “{attribute:attribute}”, and {count} members receive the minimum living allowance"],
    fix: ["与民政低保名单核对，改属性或成员低保状态", "Check with the list of civil affairs and correct one of them"],
    source: "NPIS 问题清单", field: "attribute",
    when: (h) => {
      const { attribute } = h.c.household;
      const count = dibaoMembers(h);
      return ((attribute === dibaoHousehold && count === 0 && dibaoAsked(h)) || (attribute === ordinary && count > 0)) && { attribute, count };
    },
  }),
  household("DQ-074", "W", {
    says: ["特困（五保）户里有 {age} 岁的劳动力", "A household in extreme-poverty support has a worker aged {age}"],
    fix: ["核实是否符合特困供养条件，或改正劳动能力", "Check whether the support applies, or correct the ability to work"],
    source: "NPIS 问题清单", field: "attribute", parameters: ["QUALITY_LABOUR_FROM", "QUALITY_LABOUR_TO"],
    when: (h) => {
      if (h.c.household.attribute !== tekunHousehold) return false;
      for (const f of h.members) if (f.fullLabour && f.age !== null && f.age >= h.s.QUALITY_LABOUR_FROM && f.age <= h.s.QUALITY_LABOUR_TO) return { age: f.age };
      return false;
    },
  }),
  {
    ...member("DQ-075", "E", {
      says: ["同一人同时享受低保和特困供养（五保）", "One person receives both the minimum living allowance and extreme-poverty support"],
      fix: ["两项只能享受一项，按民政名单改正", "Only one is possible; correct it from the list of civil affairs"],
      source: "NPIS 问题清单", field: "tekun",
      when: (f) => f.m.dibao === true && f.m.tekun === true,
    }),
    // The file knows money by household only: where one person lives alone, both sums are that person's.
    ofHousehold: (h) => h.members.length === 1 && (h.c.household.dibaoFen ?? 0) > 0 && (h.c.household.tekunFen ?? 0) > 0 && !(h.members[0]?.m.dibao === true && h.members[0].m.tekun === true) && { field: "tekunFen" },
  },
  household("DQ-076", "W", {
    says: ["贫困户属性是“{attribute:attribute}”，低保金 {dibao:yuan} 元、五保金 {tekun:yuan} 元，两者不符", "The attribute is “{attribute:attribute}”, but the allowance is {dibao:yuan} and the extreme-poverty support {tekun:yuan} yuan"],
    fix: ["按发放台账核对属性和转移性收入", "Check attribute and transfers with the payment ledger"],
    source: "NPIS 问题清单", field: "dibaoFen",
    when: (h) => {
      const { attribute } = h.c.household;
      const [dibao, tekun] = [h.c.household.dibaoFen ?? 0, h.c.household.tekunFen ?? 0];
      const wrong = (attribute === ordinary && (dibao > 0 || tekun > 0)) || (attribute === dibaoHousehold && dibao === 0) || (attribute === tekunHousehold && tekun === 0);
      return wrong && { attribute: attribute ?? 0, dibao, tekun, field: attribute === tekunHousehold ? "tekunFen" : "dibaoFen" };
    },
  }),
  household("DQ-077", "W", {
    says: ["整户无劳动能力，没有人享受低保或特困供养", "Nobody in the household can work, and nobody receives the allowance or extreme-poverty support"],
    fix: ["转民政核实是否应保尽保", "Ask civil affairs whether they are entitled"],
    source: "G-5_19_003, 5_19_007", field: "attribute",
    when: (h) => {
      if (h.members.length === 0 || h.anyLabour || h.members.some((f) => f.m.labour === null && f.age !== null && f.age >= h.s.QUALITY_LABOUR_FROM)) return false;
      const { dibaoFen, tekunFen } = h.c.household;
      const supported = (dibaoFen ?? 0) > 0 || (tekunFen ?? 0) > 0 || h.members.some((f) => f.m.dibao === true || f.m.tekun === true);
      return !supported && (dibaoAsked(h) || dibaoFen !== null || tekunFen !== null);
    },
  }),
  member("DQ-078", "W", {
    says: ["特困供养人员 {age} 岁、健康、不在校", "In extreme-poverty support, aged {age}, healthy and not a student"],
    fix: ["核实是否符合特困供养条件", "Check whether the support applies"],
    source: "G-5_15_018", field: "tekun", parameters: ["QUALITY_SUPPORT_AGE_FROM", "QUALITY_SUPPORT_AGE_TO"],
    when: (f, h) => f.m.tekun === true && f.healthy && !f.inSchool && f.age !== null && f.age >= h.s.QUALITY_SUPPORT_AGE_FROM && f.age <= h.s.QUALITY_SUPPORT_AGE_TO && { age: f.age },
  }),
];
