/**
 * Helpers, measures, monitoring, benefits (DQ-079, 086, 087, 094–106, 114, 115). Their data belong to capabilities that come later;
 * those rules are told as not checked. Rules whose facts are few are written already and wait for `Beyond`.
 */
import type { Rule } from "../rule.ts";
import { writer } from "../write.ts";

const { household, told } = writer("helping");

/** Whole months from one ISO date to another. @example monthsBetween("2023-05-15", "2023-09-14") // => 3 */
export function monthsBetween(from: string, to: string): number {
  const months = (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + Number(to.slice(5, 7)) - Number(from.slice(5, 7));
  return to.slice(8) < from.slice(8) ? months - 1 : months;
}

/** 2022-04: from this month on at least half a year must lie between identification and elimination (G-2_11_002). */
const halfYearFrom = "2022-04-01";

export const helpingRules: readonly Rule[] = [
  told("DQ-079", "W", {
    says: ["综合保障措施（低保、特困、残疾补贴）与成员情况不符", "Safety-net measures do not fit the members"], fix: ["核对措施和成员低保、特困、残疾情况", "Check measures and members"],
    source: "G-4_11_015, 4_11_016, 5_16_003–008", needs: ["measures"],
  }),
  household("DQ-086", "W", {
    says: ["风险已消除，人均纯收入 {perCapita:yuan} 元仍低于监测范围 {line:yuan} 元", "The risk is eliminated, but {perCapita:yuan} yuan per head is below the monitoring line {line:yuan}"],
    fix: ["核实收入；属实的恢复监测", "Check the income; if true, monitor again"],
    source: "G-4_11_010", field: "perCapitaFen", regime: "B", needs: ["monitoring"], line: true,
    when: (h) => (h.beyond.monitoring?.eliminatedOn ?? null) !== null && h.perCapitaFen !== null && h.lineFen !== undefined && h.perCapitaFen < h.lineFen && { perCapita: h.perCapitaFen, line: h.lineFen },
  }),
  told("DQ-087", "W", {
    says: ["风险已消除，享受的措施与收入构成不符", "The risk is eliminated, but measures and kinds of income do not fit"], fix: ["核对就业、产业、保障措施与对应收入", "Check measures against income"],
    source: "G-4_11_012, 4_11_013, 5_11_013", regime: "B", needs: ["monitoring", "measures"],
  }),
  told("DQ-094", "E", {
    says: ["没有帮扶责任人", "No helper is assigned"], fix: ["落实一名帮扶责任人", "Assign a helper"], source: "NPIS 问题清单", needs: ["helpers"],
  }),
  told("DQ-095", "E", {
    says: ["本人既是帮扶责任人又是贫困人口", "The person is both a helper and registered as poor"], fix: ["核实身份，更换帮扶责任人或剔除", "Check and change one of them"], source: "NPIS 问题清单", scope: "member", needs: ["helpers"],
  }),
  told("DQ-096", "W", {
    says: ["帮扶责任人结对户数超过限额", "The helper has more households than allowed"], fix: ["调整结对", "Reassign households"], source: "diguan; 职级结对限额", needs: ["helpers"],
  }),
  household("DQ-097", "W", {
    says: ["{recognised} 纳入监测已 {months} 个月，没有帮扶措施", "Monitored since {recognised}, {months} months ago, and no measure yet"],
    fix: ["立即制定并录入帮扶措施", "Decide on a measure and enter it"],
    source: "G-1_11_010", field: "monitored", regime: "B", needs: ["monitoring", "measures"], parameters: ["QUALITY_FIRST_MEASURE_MONTHS"],
    when: (h) => {
      const recognised = h.beyond.monitoring?.recognisedOn;
      if (recognised === undefined || h.beyond.measures?.firstOn !== null) return false;
      const months = monthsBetween(recognised, h.today);
      return months >= h.s.QUALITY_FIRST_MEASURE_MONTHS && { recognised, months };
    },
  }),
  household("DQ-098", "W", {
    says: ["{recognised} 识别，{eliminated} 标注风险消除，监测不足 {least} 个月", "Identified {recognised}, eliminated {eliminated}: monitored for less than {least} months"],
    fix: ["核实消除程序；不稳定的恢复监测", "Check the procedure; monitor again if not stable"],
    source: "G-2_11_002", field: "monitored", regime: "B", needs: ["monitoring"], parameters: ["QUALITY_STABLE_MONTHS"],
    when: (h) => {
      const { recognisedOn: recognised, eliminatedOn: eliminated } = h.beyond.monitoring ?? {};
      return recognised !== undefined && eliminated !== undefined && eliminated !== null && eliminated >= halfYearFrom && monthsBetween(recognised, eliminated) < h.s.QUALITY_STABLE_MONTHS && { recognised, eliminated, least: h.s.QUALITY_STABLE_MONTHS };
    },
  }),
  household("DQ-099", "W", {
    says: ["整户无劳动能力，却标注风险消除", "Nobody can work, but the risk is marked as eliminated"],
    fix: ["落实兜底保障后继续监测，暂不标注消除", "Secure the safety net and go on monitoring"],
    source: "G-4_11_011", field: "monitored", regime: "B", needs: ["monitoring"],
    when: (h) => h.members.length > 0 && !h.anyLabour && (h.beyond.monitoring?.eliminatedOn ?? null) !== null,
  }),
  told("DQ-100", "W", {
    says: ["有劳动能力，没有开发式帮扶措施", "Able to work, but without a development measure"], fix: ["安排产业、就业、金融或公益性岗位帮扶", "Plan industry, work, credit or a public post"], source: "G-5_12_007, 5_11_032", needs: ["measures"],
  }),
  told("DQ-101", "W", {
    says: ["开发式帮扶只有“其他”或只有培训", "The only development measure is “other” or training"], fix: ["写明措施内容，补充产业或就业帮扶", "Describe it and add industry or work"], source: "G-5_12_011", needs: ["measures"],
  }),
  told("DQ-102", "W", {
    says: ["雨露计划与在校生状况不符", "The Rain-and-Dew scheme does not fit the schooling"], fix: ["核对学籍和补助发放", "Check school record and payments"], source: "G-5_15_011, 1111_2", scope: "member", needs: ["measures"],
  }),
  told("DQ-103", "W", {
    says: ["2021年后识别的户有易地搬迁措施", "Identified after 2020, but with a relocation measure"], fix: ["核实措施类型", "Check the kind of measure"], source: "G-1111_4", regime: "B", needs: ["measures"],
  }),
  told("DQ-104", "W", {
    says: ["帮扶措施早于识别时间", "A measure is older than the identification"], fix: ["核对措施时间", "Check the dates"], source: "G-5_17_013", needs: ["measures"],
  }),
  told("DQ-105", "W", {
    says: ["帮扶措施没有针对风险", "The measures do not answer the risk"], fix: ["对照致贫返贫风险补充必需措施", "Add what the risk requires"], source: "G-5_18_001–007", regime: "B", needs: ["measures"],
  }),
  told("DQ-106", "E", {
    says: ["已死亡人员仍在享受待遇、岗位、贷款或措施", "A dead person still has benefits, a post, a loan or measures"], fix: ["自死亡次月起停发，追回多发", "Stop from the next month and recover"], source: "diguan; 审计实践", scope: "member", needs: ["funds"],
  }),
  told("DQ-114", "R", {
    says: ["采集定位离住房超过500米，或同一人3分钟内采集两户", "Collected more than 500 m from the house, or two houses within 3 minutes"], fix: ["核实是否真正入户", "Find out whether the house was visited"], source: "diguan", needs: ["collection"],
  }),
  told("DQ-115", "W", {
    says: ["脱贫退出佐证不全（评议记录、公示照片、户主签字）", "Evidence of the exit is incomplete (minutes, notice photo, signature)"], fix: ["补齐退出档案", "Complete the file"], source: "diguan", needs: ["identification"],
  }),
];
