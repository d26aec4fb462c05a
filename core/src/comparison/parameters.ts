/** Policy numbers of the comparison: dated, region-scoped and sourced rows of `policy.parameter` (migration 0086); here only their names. */
export const parameterNames = {
  COMPARISON_VEHICLE_FEN: { zh: "消费型车辆购置价限额", en: "price limit of a vehicle", unit: "fen" },
  COMPARISON_TRADER_CAPITAL_FEN: { zh: "个体户规模线（注册资本）", en: "capital from which a sole trader counts as big", unit: "fen" },
  COMPARISON_FARM_MU: { zh: "种植大户面积线", en: "land worked by a big grower", unit: "mu" }, COMPARISON_FARM_SALES_FEN: { zh: "种养大户年销售线", en: "sales of a big grower or breeder", unit: "fen" },
  COMPARISON_SPLIT_MONTHS: { zh: "分户核查月数", en: "months within which a split is questioned", unit: "months" },
  COMPARISON_HOUSE_M2: { zh: "人均住房面积核查线", en: "floor area per head that is questioned", unit: "m2" },
  COMPARISON_DEPOSIT_FEN: { zh: "金融资产核查线", en: "financial assets that are questioned", unit: "fen" },
  COMPARISON_OLD_AGE: { zh: "独居老人年龄", en: "age of the old", unit: "years" },
  COMPARISON_DEATH_GRACE_MONTHS: { zh: "死亡后停发宽限月数", en: "months of grace after a death", unit: "months" },
  COMPARISON_UNPAID_MONTHS: { zh: "应发未发核查月数", en: "months without payment that are questioned", unit: "months" },
  COMPARISON_SCHOOL_FROM: { zh: "义务教育起始年龄", en: "compulsory school from", unit: "years" }, COMPARISON_SCHOOL_TO: { zh: "义务教育截止年龄", en: "compulsory school up to", unit: "years" },
  COMPARISON_OVERDUE_DAYS: { zh: "贷款逾期天数", en: "days overdue", unit: "days" },
  COMPARISON_INCOME_GAP_PERCENT: { zh: "收入差异比例", en: "gap between report and evidence", unit: "percent" }, COMPARISON_INCOME_GAP_MIN_FEN: { zh: "收入差异最小金额", en: "least gap that is questioned", unit: "fen" },
  COMPARISON_OLD_HOUSE_KWH: { zh: "旧房用电核查线", en: "power in the old house that is questioned", unit: "kWh" },
  COMPARISON_OUT_OF_POCKET_FEN: { zh: "大额自付医疗线", en: "high cost out of pocket", unit: "fen" },
  COMPARISON_SEVERE_LEVEL: { zh: "重度残疾等级（含以上）", en: "severe disability, grade up to", unit: "grade" },
  COMPARISON_MIGRANT_POCKET_FEN: { zh: "外出未申请户的自付医疗线", en: "cost out of pocket of migrants' households", unit: "fen" },
  COMPARISON_DISASTER_FEN: { zh: "受灾损失线", en: "loss by disaster", unit: "fen" },
  COMPARISON_CHECK_DAYS: { zh: "村级核实期限", en: "days for the village to check", unit: "days" }, COMPARISON_DECISION_DAYS: { zh: "县级复核期限", en: "days for the county to decide", unit: "days" },
  COMPARISON_OBJECTION_DAYS: { zh: "申诉期限", en: "days to object", unit: "days" }, COMPARISON_EXCEPTION_DAYS: { zh: "例外有效期", en: "validity of an exception", unit: "days" },
  COMPARISON_RETENTION_DAYS: { zh: "原始数据保留期", en: "days that rows of departments are kept", unit: "days" },
  COMPARISON_SEND_PERCENT: { zh: "下发的同一人概率下限", en: "least probability of being the same person", unit: "percent" },
} as const;
export type ComparisonParameter = keyof typeof parameterNames;
export type Settings = Readonly<Record<ComparisonParameter, number>>;
