/** Medical insurance and pension (DQ-059…063). 基本医疗 is one of the 三保障; soldiers on active service are insured by the army. */
import type { Rule } from "../rule.ts";
import { writer } from "../write.ts";

const { member } = writer("insurance");

export const insuranceRules: readonly Rule[] = [
  member("DQ-059", "E", {
    says: ["城乡居民医保和城镇职工医保都填“是”", "Both resident and employee medical insurance are “yes”"],
    fix: ["两项只能参加一项，按医保部门数据改正", "Only one is possible; correct it from the insurance's data"],
    source: "G-2_01_009", field: "medResident",
    when: (f) => f.m.medResident === true && f.m.medWorker === true,
  }),
  member("DQ-060", "W", {
    says: ["城乡居民医保和城镇职工医保都没有参加，基本医疗没有保障", "In neither medical insurance: medical care is not guaranteed"],
    fix: ["未参保的动员参保；已参保的补填", "Help to insure, or enter the insurance"],
    source: "G-2_01_008", field: "medResident",
    when: (f) => f.notCovered,
  }),
  member("DQ-061", "W", {
    says: ["大病保险没有参加或没有填", "Serious-illness insurance is “no” or empty"],
    fix: ["按医保部门数据核实补填", "Check with the insurance's data"],
    source: "G-2_01_006, 2_01_016", field: "seriousIns",
    when: (f) => f.m.seriousIns !== true && f.m.soldier !== true,
  }),
  member("DQ-062", "W", {
    says: ["{age}岁非在校生，养老保险没有填", "Aged {age}, not a student, and no pension insurance is filled in"],
    fix: ["核实后填是否参加城乡居民或城镇职工养老保险", "Enter resident or employee pension"],
    source: "G-2_01_007, 5_19_001", field: "pensionResident", parameters: ["QUALITY_LABOUR_FROM"],
    when: (f, h) => f.m.pensionResident === null && f.m.pensionWorker === null && !f.inSchool && f.m.soldier !== true && f.age !== null && f.age >= h.s.QUALITY_LABOUR_FROM && { age: f.age },
  }),
  member("DQ-063", "W", {
    says: ["没有参保，却领取了医疗救助", "Not insured, but received medical aid"], fix: ["与医保、民政核对参保和救助记录", "Check insurance and aid records"],
    source: "G-3_01_007", field: "medResident", needs: ["measures"],
    when: (f, h) => f.uninsured && (h.beyond.measures?.list ?? []).some((m) => m.code === "M83" && m.member === f.m.memberCode),
  }),
];
