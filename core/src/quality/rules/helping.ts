/**
 * Monitoring, helpers, visits and the evidence of exit (DQ-086, 094–099, 114, 115; paper 001 §3.4 责任制). What helpers and visits
 * know comes from their slice (`Beyond`); where a county does not keep it yet, the rule is told as not checked.
 */
import type { Rule } from "../rule.ts";
import { writer } from "../write.ts";
import { isRegistered } from "./registered.ts";

const { member, household } = writer("helping");

/** Whole months from one ISO date to another. @example monthsBetween("2023-05-15", "2023-09-14") // => 3 */
export function monthsBetween(from: string, to: string): number {
  const months = (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + Number(to.slice(5, 7)) - Number(from.slice(5, 7));
  return to.slice(8) < from.slice(8) ? months - 1 : months;
}

/** 2022-04: from this month on at least half a year must lie between identification and elimination (G-2_11_002). */
const halfYearFrom = "2022-04-01";

export const helpingRules: readonly Rule[] = [
  household("DQ-086", "W", {
    says: ["风险已消除，人均纯收入 {perCapita:yuan} 元仍低于监测范围 {line:yuan} 元", "The risk is eliminated, but {perCapita:yuan} yuan per head is below the monitoring line {line:yuan}"],
    fix: ["核实收入；属实的恢复监测", "Check the income; if true, monitor again"],
    source: "G-4_11_010", field: "perCapitaFen", regime: "B", line: true,
    when: (h) => (h.monitoring?.eliminatedOn ?? null) !== null && h.perCapitaFen !== null && h.lineFen !== undefined && h.perCapitaFen < h.lineFen && { perCapita: h.perCapitaFen, line: h.lineFen },
  }),
  household("DQ-094", "E", {
    says: ["没有帮扶责任人", "No helper is assigned"], fix: ["落实一名帮扶责任人", "Assign a helper"], source: "NPIS 问题清单", needs: ["helpers"],
    when: (h) => isRegistered(h) && h.beyond.helpers?.assigned === 0,
  }),
  member("DQ-095", "E", {
    says: ["本人既是帮扶责任人又是贫困人口", "The person is both a helper and registered as poor"], fix: ["核实身份，更换帮扶责任人或剔除", "Check and change one of them"], source: "NPIS 问题清单", needs: ["helpers"],
    when: (f, h) => isRegistered(h) && h.beyond.helpers?.membersWhoHelp.includes(f.m.memberCode) === true,
  }),
  household("DQ-096", "W", {
    says: ["帮扶责任人{name}结对 {households} 户，限额 {quota} 户", "The helper {name} has {households} households; {quota} are allowed"], fix: ["调整结对", "Reassign households"], source: "diguan; 职级结对限额", needs: ["helpers"],
    when: (h) => { const over = h.beyond.helpers?.overQuota[0]; return over !== undefined && { name: over.name, households: over.households, quota: over.quota }; },
  }),
  household("DQ-097", "W", {
    says: ["{recognised} 纳入监测已 {months} 个月，没有帮扶措施", "Monitored since {recognised}, {months} months ago, and no measure yet"],
    fix: ["立即制定并录入帮扶措施", "Decide on a measure and enter it"],
    source: "G-1_11_010", field: "monitored", regime: "B", needs: ["measures"], parameters: ["QUALITY_FIRST_MEASURE_MONTHS"],
    when: (h) => {
      const recognised = h.monitoring?.recognisedOn;
      if (recognised === undefined || h.monitoring?.eliminatedOn !== null || h.beyond.measures?.firstOn !== null) return false;
      const months = monthsBetween(recognised, h.today);
      return months >= h.s.QUALITY_FIRST_MEASURE_MONTHS && { recognised, months };
    },
  }),
  household("DQ-098", "W", {
    says: ["{recognised} 识别，{eliminated} 标注风险消除，监测不足 {least} 个月", "Identified {recognised}, eliminated {eliminated}: monitored for less than {least} months"],
    fix: ["核实消除程序；不稳定的恢复监测", "Check the procedure; monitor again if not stable"],
    source: "G-2_11_002", field: "monitored", regime: "B", parameters: ["QUALITY_STABLE_MONTHS"],
    when: (h) => {
      const { recognisedOn: recognised, eliminatedOn: eliminated } = h.monitoring ?? {};
      return recognised !== undefined && eliminated !== undefined && eliminated !== null && eliminated >= halfYearFrom && monthsBetween(recognised, eliminated) < h.s.QUALITY_STABLE_MONTHS && { recognised, eliminated, least: h.s.QUALITY_STABLE_MONTHS };
    },
  }),
  household("DQ-099", "W", {
    says: ["整户无劳动能力，却标注风险消除", "Nobody can work, but the risk is marked as eliminated"],
    fix: ["落实兜底保障后继续监测，暂不标注消除", "Secure the safety net and go on monitoring"],
    source: "G-4_11_011", field: "monitored", regime: "B",
    when: (h) => h.members.length > 0 && !h.anyLabour && (h.monitoring?.eliminatedOn ?? null) !== null,
  }),
  household("DQ-114", "R", {
    says: ["{kind:word}（{amount}）", "Collection in doubt: {kind:word} ({amount})"], fix: ["核实是否真正入户", "Find out whether the house was visited"], source: "diguan", needs: ["collection"],
    when: (h) => {
      const { farMetres = null, hurriedMinutes = null } = h.beyond.collection ?? {};
      return farMetres === null ? hurriedMinutes !== null && { kind: "hurried", amount: `${hurriedMinutes} min` } : { kind: "far", amount: `${farMetres} m` };
    },
  }),
  household("DQ-115", "W", {
    says: ["脱贫退出佐证不全，缺{lacks:word}", "Evidence of the exit is incomplete: {lacks:word}"], fix: ["补齐退出档案", "Complete the file"], source: "diguan", needs: ["identification"],
    when: (h) => {
      // asked of the year of the exit: older exits were filed on paper
      if (h.c.household.exitState !== 1 || h.c.household.exitYear !== h.c.year) return false;
      const lacks = ["minutes", "notice", "signature"].filter((kind) => h.beyond.identification?.exitEvidence.includes(kind) !== true);
      return lacks.length > 0 && { lacks: lacks.join(",") };
    },
  }),
];
