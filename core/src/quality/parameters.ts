/**
 * Numbers that policy fixes and that quality rules read: dated, with unit and source, never constants in a rule (house guide §6.3).
 * The server lays the rows of table `policy.parameter` of the region and year over these defaults.
 */

export type ParameterUnit = "years" | "fen" | "percent" | "persons" | "mu" | "km" | "months" | "households" | "per mille" | "days" | "posts";
export interface ParameterDefault { readonly value: number; readonly unit: ParameterUnit; readonly zh: string; readonly en: string; readonly source: string; /** first year of validity */ readonly from?: number }

const p = (value: number, unit: ParameterUnit, zh: string, en: string, source: string): ParameterDefault => ({ value, unit, zh, en, source });

export const parameterDefaults = {
  QUALITY_MAX_AGE: p(120, "years", "年龄上限", "highest age", "DQ-005"),
  QUALITY_PARENT_GAP: p(15, "years", "父母与子女最小年龄差", "least years between parent and child", "DQ-014"),
  QUALITY_LABOUR_FROM: p(16, "years", "劳动年龄下限", "working age from", "DQ-017, 034, 035; 劳动法 第十五条"),
  QUALITY_LABOUR_TO: p(65, "years", "劳动能力必填年龄上限", "ability to work asked up to", "DQ-017, DQ-074"),
  QUALITY_LABOUR_FULL_TO: p(59, "years", "劳动年龄上限", "working age up to", "DQ-035, 036, 037"),
  QUALITY_SCHOOL_FROM: p(6, "years", "义务教育起始年龄", "compulsory schooling from", "DQ-032; 义务教育法 第十一条"),
  QUALITY_SCHOOL_TO: p(15, "years", "义务教育年龄上限", "compulsory schooling up to", "DQ-032"),
  QUALITY_SCHOOL_ASKED_TO: p(23, "years", "在校生状况必填年龄上限", "schooling asked up to", "DQ-019"),
  QUALITY_SENIOR_EARLIEST: p(14, "years", "高中及以上在校生异常年龄(不大于)", "too young for senior secondary", "DQ-023"),
  QUALITY_PRIMARY_LATEST: p(20, "years", "小学及以下在校生异常年龄(不小于)", "too old for primary school", "DQ-024"),
  QUALITY_PRIMARY_AGE_FROM: p(6, "years", "小学在校年龄下限", "primary school from", "DQ-025"), QUALITY_PRIMARY_AGE_TO: p(14, "years", "小学在校年龄上限", "primary school up to", "DQ-025"),
  QUALITY_JUNIOR_AGE_FROM: p(12, "years", "初中在校年龄下限", "junior secondary from", "DQ-026"), QUALITY_JUNIOR_AGE_TO: p(17, "years", "初中在校年龄上限", "junior secondary up to", "DQ-026"),
  QUALITY_SENIOR_AGE_FROM: p(15, "years", "高中、中职在校年龄下限", "senior secondary from", "DQ-027"), QUALITY_SENIOR_AGE_TO: p(20, "years", "高中、中职在校年龄上限", "senior secondary up to", "DQ-027"),
  QUALITY_TERTIARY_AGE_FROM: p(18, "years", "高职、本科在校年龄下限", "college from", "DQ-028"),
  QUALITY_PRESCHOOL_AGE_TO: p(7, "years", "学前状态异常年龄(不小于)", "too old for preschool", "DQ-029"),
  QUALITY_LOW_EDUCATION_FROM: p(16, "years", "低文化程度核实年龄下限", "little schooling asked from", "DQ-030"), QUALITY_LOW_EDUCATION_TO: p(22, "years", "低文化程度核实年龄上限", "little schooling asked up to", "DQ-030"),
  QUALITY_SAME_GRADE_YEARS: p(3, "years", "同一年级年数", "years in one grade", "DQ-031"),
  QUALITY_POST_AGE_TO: p(70, "years", "公益性岗位年龄上限(不含)", "public posts below this age", "DQ-054"),
  QUALITY_POSTS_MAX: p(3, "posts", "一人公益性岗位数(异常起点)", "public posts of one person that are questioned", "DQ-056"),
  QUALITY_SUPPORT_AGE_FROM: p(18, "years", "特困供养核实年龄下限", "extreme-poverty support questioned from", "DQ-078"), QUALITY_SUPPORT_AGE_TO: p(59, "years", "特困供养核实年龄上限", "extreme-poverty support questioned up to", "DQ-078"),
  QUALITY_MONTH_WAGE_MIN: p(10_000, "fen", "月均工资下限", "lowest monthly wage", "DQ-047"), QUALITY_MONTH_WAGE_MAX: p(3_000_000, "fen", "月均工资上限", "highest monthly wage", "DQ-047"),
  QUALITY_WAGE_MIN: p(10_000, "fen", "工资性收入下限", "lowest wage income", "DQ-084"),
  QUALITY_PER_CAPITA_MAX: p(10_000_000, "fen", "人均纯收入上限", "highest income per head", "DQ-083"),
  QUALITY_SUM_TOLERANCE: p(1, "fen", "合计容差", "tolerance of totals", "DQ-080"),
  QUALITY_LABOUR_SHARE: p(50, "percent", "缺劳力户劳动力占比上限(四人及以上)", "labour share questioned in households of four and more", "DQ-069"),
  QUALITY_LABOUR_SHARE_SMALL: p(25, "percent", "缺劳力户劳动力占比上限(监测对象)", "labour share questioned for monitored households", "DQ-069"),
  QUALITY_LABOUR_SHARE_SIZE: p(4, "persons", "缺劳力占比规则的户规模", "household size of the labour-share rule", "DQ-069"),
  QUALITY_ARABLE_MAX: p(100, "mu", "耕地面积上限", "most arable land", "DQ-091"), QUALITY_ARABLE_HEAD_MAX: p(50, "mu", "人均耕地上限", "most arable land per head", "DQ-091"),
  QUALITY_FOREST_MAX: p(200, "mu", "林地面积上限", "most forest", "DQ-091"), QUALITY_FOREST_HEAD_MAX: p(70, "mu", "人均林地上限", "most forest per head", "DQ-091"),
  QUALITY_PASTURE_MAX: p(100, "mu", "牧草地、水面面积上限", "most pasture or water", "DQ-091"), QUALITY_ORCHARD_MAX: p(200, "mu", "林果、退耕还林面积上限", "most orchard or returned land", "DQ-091"),
  QUALITY_ROAD_KM_MAX: p(50, "km", "与村主干路距离上限(脱贫攻坚期)", "longest way to the road, until 2020", "DQ-092, national list"),
  QUALITY_ROAD_KM_MAX_B: p(5, "km", "与村主干路距离上限(过渡期)", "longest way to the road, from 2021", "DQ-092, provincial list 2023"),
  QUALITY_FIRST_MEASURE_MONTHS: p(1, "months", "纳入监测后首项措施期限", "months to the first measure", "DQ-097"),
  QUALITY_STABLE_MONTHS: p(6, "months", "风险消除前最短监测月数", "months before a risk may be eliminated", "DQ-098"),
  QUALITY_SAME_INCOME_HOUSEHOLDS: p(3, "households", "收入雷同户数", "households of identical income", "DQ-112"),
  QUALITY_NEAR_LINE_FEN: p(1_000, "fen", "压线收入的幅度", "width above the line that is questioned", "DQ-112"),
  QUALITY_HEAPING_MIN_N: p(50, "households", "尾数检验最少户数", "least households for the digit test", "DQ-113; χ² needs expected counts of 5 in ten classes"),
  QUALITY_HEAPING_PER_MILLE: p(1, "per mille", "尾数检验显著性水平(千分)", "significance of the digit test, per mille", "DQ-113"),
  QUALITY_EXCEPTION_DAYS: p(365, "days", "例外默认有效期", "validity of an exception without an end of its own", "diguan; 参保、低保按年认定"),
  QUALITY_FINDING_DAYS: p(15, "days", "疑点核实期限", "days to settle a finding", "domain guide §2.5: 10–15 days"),
} as const satisfies Record<string, ParameterDefault>;

export type ParameterCode = keyof typeof parameterDefaults;

/** All numbers in force for one region and year. */
export type Settings = Readonly<Record<ParameterCode, number>>;

/** Defaults with a region's own values laid over them. @example settingsWith({ QUALITY_MAX_AGE: 115 }).QUALITY_MAX_AGE // => 115 */
export function settingsWith(own: Partial<Record<ParameterCode, number>> = {}): Settings {
  const made = {} as Record<ParameterCode, number>;
  for (const code of Object.keys(parameterDefaults) as ParameterCode[]) made[code] = own[code] ?? parameterDefaults[code].value;
  return made;
}

export const defaultSettings: Settings = settingsWith();
