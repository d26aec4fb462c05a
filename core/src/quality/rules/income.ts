/**
 * Income (DQ-080…085, 112, 113). Totals are computed by the platform (domain guide §1.6); what a file or another system states
 * is compared with them, each sum on its own, so that one wrong number is reported once and not through all that follow from it.
 */
import { divideFen } from "../../money.ts";
import type { HouseholdFacts, Rule } from "../rule.ts";
import { writer } from "../write.ts";

const { household, told } = writer("income");

const apart = (a: number, b: number, tolerance: number): boolean => Math.abs(a - b) > tolerance;

/** Sum of the six transfers; `undefined` when none of them is filled in, so that a lone total cannot be checked. */
function transferParts(h: HouseholdFacts): number | undefined {
  const { familyPlanningFen, dibaoFen, tekunFen, pensionFen, ecologyFen, otherTransferFen } = h.c.household;
  if (familyPlanningFen === null && dibaoFen === null && tekunFen === null && pensionFen === null && ecologyFen === null && otherTransferFen === null) return undefined;
  return (familyPlanningFen ?? 0) + (dibaoFen ?? 0) + (tekunFen ?? 0) + (pensionFen ?? 0) + (ecologyFen ?? 0) + (otherTransferFen ?? 0);
}

function wrongSum(h: HouseholdFacts): false | { which: string; stated: number; computed: number; field: string } {
  const { stated, household: x } = h.c;
  if (!stated) return false;
  const parts = transferParts(h);
  if (stated.transferFen !== null && parts !== undefined && apart(stated.transferFen, parts, h.s.QUALITY_SUM_TOLERANCE)) return { which: "transfer", stated: stated.transferFen, computed: parts, field: "transferFen" };
  if (stated.annualFen === null) return false;
  const annual = (x.wageFen ?? 0) + (x.operatingFen ?? 0) + (x.propertyFen ?? 0) + (stated.transferFen ?? parts ?? 0);
  return apart(stated.annualFen, annual, h.s.QUALITY_SUM_TOLERANCE) && { which: "annual", stated: stated.annualFen, computed: annual, field: "annualFen" };
}

function wrongNet(h: HouseholdFacts): false | { which: string; stated: number; computed: number; field: string } {
  const { stated, household: x } = h.c;
  if (!stated) return false;
  const annual = stated.annualFen ?? h.netFen + (x.costFen ?? 0);
  const net = annual - (x.costFen ?? 0);
  if (stated.netFen !== null && apart(stated.netFen, net, h.s.QUALITY_SUM_TOLERANCE)) return { which: "net", stated: stated.netFen, computed: net, field: "netFen" };
  if (stated.perCapitaFen === null) return false;
  const perCapita = x.yearMembers ? divideFen(stated.netFen ?? net, x.yearMembers) : 0;
  return apart(stated.perCapitaFen, perCapita, h.s.QUALITY_SUM_TOLERANCE) && { which: "perCapita", stated: stated.perCapitaFen, computed: perCapita, field: "perCapitaFen" };
}

const wrongTotal = ["{which:word}写的是 {stated:yuan} 元，按各项计算应为 {computed:yuan} 元", "The {which:word} is stated as {stated:yuan} yuan, but its parts make {computed:yuan}"] as const;

export const incomeRules: readonly Rule[] = [
  household("DQ-080", "E", {
    says: wrongTotal, fix: ["核对各项收入；合计由系统计算，不用手填", "Check the items; totals are computed, not typed"],
    source: "diguan; AC07", field: "annualFen", parameters: ["QUALITY_SUM_TOLERANCE"], when: wrongSum,
  }),
  household("DQ-081", "E", {
    says: wrongTotal, fix: ["核对生产经营性支出和年度家庭人口数；合计由系统计算", "Check operating cost and members of the year; totals are computed"],
    source: "diguan; AC07", field: "netFen", parameters: ["QUALITY_SUM_TOLERANCE"], when: wrongNet,
  }),
  household("DQ-082", "W", {
    says: ["有生产经营性收入 {income:yuan} 元，生产经营性支出为0", "There is operating income of {income:yuan} yuan, but no operating cost"],
    fix: ["补填种子、化肥、饲料等支出；确无支出的说明", "Enter the cost of seed, fertiliser, fodder …, or explain"],
    source: "NPIS 问题清单", field: "costFen",
    when: (h) => (h.c.household.operatingFen ?? 0) > 0 && (h.c.household.costFen ?? 0) === 0 && { income: h.c.household.operatingFen ?? 0 },
  }),
  household("DQ-083", "W", {
    says: ["人均纯收入 {perCapita:yuan} 元，不大于0或高得不合常理", "Net income per head is {perCapita:yuan} yuan: not above 0, or implausibly high"],
    fix: ["核对收入、支出和年度家庭人口数", "Check income, cost and members of the year"],
    source: "NPIS 问题清单", field: "perCapitaFen", parameters: ["QUALITY_PER_CAPITA_MAX"],
    when: (h) => ((h.perCapitaFen ?? 0) <= 0 || (h.perCapitaFen ?? 0) > h.s.QUALITY_PER_CAPITA_MAX) && { perCapita: h.perCapitaFen ?? 0 },
  }),
  household("DQ-084", "W", {
    says: ["工资性收入只有 {wage:yuan} 元", "Wage income is only {wage:yuan} yuan"],
    fix: ["核对单位（元）和金额", "Check the unit (yuan) and the amount"],
    source: "G-5_15_023", field: "wageFen", parameters: ["QUALITY_WAGE_MIN"],
    when: (h) => { const wage = h.c.household.wageFen ?? 0; return wage > 0 && wage < h.s.QUALITY_WAGE_MIN && { wage }; },
  }),
  household("DQ-085", "W", {
    says: ["已脱贫户人均纯收入 {perCapita:yuan} 元，低于 {line:yuan} 元，又未纳入监测", "An exited household has {perCapita:yuan} yuan per head, below {line:yuan}, and is not monitored"],
    fix: ["核实收入；属实的按返贫或监测程序办理", "Check the income; if true, start the procedure for re-entry or monitoring"],
    source: "NPIS 问题清单; G-1_02_006", field: "perCapitaFen", line: true,
    when: (h) => h.c.household.exitState === 1 && (h.c.household.monitored ?? 0) === 0 && h.perCapitaFen !== null && h.lineFen !== undefined && h.perCapitaFen < h.lineFen && { perCapita: h.perCapitaFen, line: h.lineFen },
  }),
  told("DQ-112", "R", {
    says: ["{kind:word}：全村 {count} 户人均纯收入都是 {perCapita:yuan} 元", "{kind:word}: {count} households of the village have {perCapita:yuan} yuan per head"],
    fix: ["抽查原始收入台账，核实是否照抄或压线填报", "Look into the original income sheets: copied, or fitted to the line?"],
    source: "diguan", field: "perCapitaFen", parameters: ["QUALITY_SAME_INCOME_HOUSEHOLDS", "QUALITY_NEAR_LINE_FEN"], overArea: true,
  }),
  told("DQ-113", "R", {
    says: ["{households} 户纯收入的个位数分布不匀（χ²={chi2}，最多的是“{digit}”，占{percent}%），疑似估填", "The last digits of {households} net incomes are uneven (χ²={chi2}; “{digit}” makes {percent} %): probably estimated"],
    fix: ["抽查入户采集原始记录", "Look into the original records of the visits"],
    source: "diguan; Pearson χ² against equal last digits", field: "netFen", scope: "village", parameters: ["QUALITY_HEAPING_MIN_N", "QUALITY_HEAPING_PER_MILLE"], overArea: true,
  }),
];
