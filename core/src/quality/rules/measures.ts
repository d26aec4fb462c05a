/** Measures against members, income, dates and risks (DQ-079, 087, 100–106; paper 000 §2.2 分类施策; domain guide §3.2). */
import { isDevelopment, measureOf } from "../../measures/catalogue.ts";
import { answersToRisk, unanswered } from "../../measures/answers.ts";
import type { HouseholdFacts, Rule } from "../rule.ts";
import { writer } from "../write.ts";
import { isRegistered } from "./registered.ts";

const { member, household } = writer("helping");

const codesOf = (h: HouseholdFacts): string[] => (h.beyond.measures?.list ?? []).map((m) => m.code);
const vocational = (student: number | null): boolean => student !== null && student >= 10 && student <= 15;
const income = (fen: number | null): number => fen ?? 0;
/** 2021: the relocation programme had ended. */
const relocationEnded = "2021-01-01";

/** 低保, 特困, 残疾人两项补贴 and the members they are for. */
const safetyOf: readonly (readonly [code: string, fits: (h: HouseholdFacts) => boolean, owed: (h: HouseholdFacts) => boolean])[] = [
  ["M81", (h) => h.members.some((f) => f.m.dibao === true), (h) => h.members.some((f) => f.m.dibao === true)],
  ["M82", (h) => h.members.some((f) => f.m.tekun === true), (h) => h.members.some((f) => f.m.tekun === true)],
  ["M84", (h) => h.members.some((f) => f.disabled), (h) => h.members.some((f) => f.m.disabilityLevel === 1 || f.m.disabilityLevel === 2)],
];

export const measureRules: readonly Rule[] = [
  household("DQ-079", "W", {
    says: ["{kind:word}：{measures:measures}", "Safety net and members do not fit: {kind:word}: {measures:measures}"], fix: ["核对措施和成员低保、特困、残疾情况", "Check measures and members"],
    source: "G-4_11_015, 4_11_016, 5_16_003–008", needs: ["measures"],
    when: (h) => {
      const given = codesOf(h);
      const without = safetyOf.filter(([code, fits]) => given.includes(code) && !fits(h)).map(([code]) => code);
      if (without.length > 0) return { kind: "noMember", measures: without.join(",") };
      const missing = isRegistered(h) ? safetyOf.filter(([code, , owed]) => !given.includes(code) && owed(h)).map(([code]) => code) : [];
      return missing.length > 0 && { kind: "noMeasure", measures: missing.join(",") };
    },
  }),
  household("DQ-087", "W", {
    says: ["风险已消除，{kind:word}", "The risk is eliminated, but {kind:word}"], fix: ["核对就业、产业、保障措施与对应收入", "Check measures against income"],
    source: "G-4_11_012, 4_11_013, 5_11_013", regime: "B", needs: ["measures"],
    when: (h) => {
      if ((h.monitoring?.eliminatedOn ?? null) === null) return false;
      const given = codesOf(h);
      const has = (...codes: readonly string[]): boolean => codes.some((code) => given.includes(code));
      const { wageFen, operatingFen, transferFen } = h.c.household;
      const kinds = [
        ...(has("M31", "M32", "M33") && income(wageFen) === 0 ? ["job"] : []),
        ...(has("M81", "M82", "M84") && income(transferFen) === 0 ? ["safety"] : []),
        // income from assets and photovoltaics is property income
        ...(has("M11", "M12", "M15", "M16", "M17") && income(operatingFen) === 0 ? ["industry"] : []),
      ];
      return kinds.length > 0 && { kind: kinds.join(",") };
    },
  }),
  household("DQ-100", "W", {
    says: ["有劳动能力，{kind:word}", "Able to work, but {kind:word}"], fix: ["安排产业、就业、金融或公益性岗位帮扶", "Plan industry, work, credit or a public post"], source: "G-5_12_007, 5_11_032", needs: ["measures"],
    when: (h) => {
      const given = codesOf(h);
      if (!isRegistered(h) || !h.anyLabour || given.some(isDevelopment)) return false;
      return { kind: given.length > 0 && given.every((code) => measureOf(code)?.group === "safety") ? "onlySafety" : "none" };
    },
  }),
  household("DQ-101", "W", {
    says: ["{kind:word}", "Development help is thin: {kind:word}"], fix: ["写明措施内容，补充产业或就业帮扶", "Describe it and add industry or work"], source: "G-5_12_011", needs: ["measures"],
    when: (h) => {
      const given = codesOf(h).filter(isDevelopment);
      if (given.length === 0) return false;
      if (given.every((code) => code === "M18" || code === "M38")) return { kind: "onlyOther" };
      return given.every((code) => code === "M34") && { kind: "onlyTraining" };
    },
  }),
  member("DQ-102", "W", {
    says: ["{kind:word}", "Rain-and-Dew scheme: {kind:word}"], fix: ["核对学籍和补助发放", "Check school record and payments"], source: "G-5_15_011, 1111_2", needs: ["measures"],
    when: (f, h) => {
      const receives = (h.beyond.measures?.list ?? []).some((m) => m.code === "M62" && m.member === f.m.memberCode);
      if (receives === vocational(f.m.student) || (!receives && !isRegistered(h))) return false;
      return { kind: receives ? "wrongStudent" : "leftOut" };
    },
  }),
  household("DQ-103", "W", {
    says: ["{on} 识别的户有易地搬迁措施", "Identified {on}, but with a relocation measure"], fix: ["核实措施类型", "Check the kind of measure"], source: "G-1111_4", regime: "B", needs: ["measures"],
    when: (h) => { const on = h.monitoring?.recognisedOn ?? h.c.household.enrolledOn; return on !== null && on >= relocationEnded && codesOf(h).includes("M41") && { on }; },
  }),
  household("DQ-104", "W", {
    says: ["帮扶措施（{measures:measures}）{kind:word}", "Measures ({measures:measures}): {kind:word}"], fix: ["核对措施时间", "Check the dates"], source: "G-5_17_013", needs: ["measures"],
    when: (h) => {
      const list = h.beyond.measures?.list ?? [];
      const since = h.c.household.enrolledOn ?? h.monitoring?.recognisedOn ?? null;
      const early = since === null ? [] : list.filter((m) => m.startedOn !== null && m.startedOn < since);
      if (early.length > 0) return { kind: "before", measures: early.map((m) => m.code).join(",") };
      const away = list.some((m) => m.code === "M31") && !h.members.some((f) => f.m.workPlace === 3 || f.m.workPlace === 4);
      return away && { kind: "nobodyAway", measures: "M31" };
    },
  }),
  household("DQ-105", "W", {
    says: ["帮扶措施没有针对：{risks:risk}", "The measures do not answer: {risks:risk}"], fix: ["对照致贫返贫风险补充必需措施", "Add what the risk requires"], source: "G-5_18_001–007, 3_11_003–009", regime: "B", needs: ["measures"],
    when: (h) => {
      // a household without any measure is DQ-097
      const given = codesOf(h);
      if (h.monitoring === undefined || h.monitoring.eliminatedOn !== null || given.length === 0) return false;
      const open = unanswered(h.c.household.risks, given, answersToRisk);
      if (h.members.some((f) => f.uninsured) && !given.includes("M71") && !given.includes("M91")) open.push(1);
      if (h.members.some((f) => f.dropout) && !given.includes("M61")) open.push(9);
      return open.length > 0 && { risks: [...new Set(open)].join(",") };
    },
  }),
  household("DQ-106", "E", {
    says: ["{member} 已于 {died} 死亡，仍在享受：{measures:measures}", "{member} died {died} and still has: {measures:measures}"], fix: ["自死亡次月起停发，追回多发", "Stop from the next month and recover"], source: "diguan; 审计实践", needs: ["measures"],
    when: (h) => {
      const [first, ...others] = h.beyond.measures?.toTheDead ?? [];
      return first !== undefined && { member: first.member, died: first.diedOn, measures: [first, ...others.filter((o) => o.member === first.member)].map((m) => m.code).join(",") };
    },
  }),
];
