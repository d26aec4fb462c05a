/**
 * Codes of policy parameters that capabilities brought with their migrations: unit, meaning, bounds, by subject. A migration that adds
 * rows of a new code to policy.parameter adds a line here (test: server/src/policy/policy.test.ts); values stand in the table only.
 */
type Line = readonly [code: string, unit: string, zh: string, en: string, min: number, max: number];

export const identificationLines: readonly Line[] = [
  ["AF_DROPOUT", "unit", "多维贫困权重：义务教育失学", "weight: child out of school", 0, 18], ["AF_SCHOOLING", "unit", "多维贫困权重：成人学历", "weight: adult schooling", 0, 18], ["AF_UNINSURED", "unit", "多维贫困权重：未参保", "weight: no medical insurance", 0, 18],
  ["AF_ILLNESS", "unit", "多维贫困权重：大病无救助", "weight: serious illness without support", 0, 18], ["AF_DISABILITY", "unit", "多维贫困权重：残疾无补助", "weight: disability without support", 0, 18], ["AF_HOUSE", "unit", "多维贫困权重：住房", "weight: house", 0, 18],
  ["AF_WATER", "unit", "多维贫困权重：饮水", "weight: water", 0, 18], ["AF_POWER", "unit", "多维贫困权重：用电", "weight: power", 0, 18], ["AF_TOILET", "unit", "多维贫困权重：厕所", "weight: toilet", 0, 18], ["AF_FUEL", "unit", "多维贫困权重：燃料", "weight: fuel", 0, 18], ["AF_ROAD", "unit", "多维贫困权重：道路", "weight: road", 0, 18],
  ["AF_CUTOFF", "unit", "多维贫困临界值", "cutoff of multidimensional poverty", 1, 18],
  ["CAUSE_LAND_CENTIMU", "0.01 mu/person", "缺土地线索：人均耕地", "lack of land: arable land per head", 0, 1000], ["CAUSE_LABOUR_PERCENT", "percent", "缺劳力线索：劳动力占比", "lack of labour: share of labourers", 0, 100], ["CAUSE_ROAD_METRES", "m", "交通落后线索：离主干路距离", "poor transport: distance to the road", 0, 100_000],
  ["CAUSE_FUNDS_FEN", "fen/person/year", "缺资金线索：人均经营性收入", "lack of funds: operating income per head", 0, 10_000_000], ["CAUSE_STUDENTS", "persons", "因学线索：在校生人数", "schooling: members in school", 1, 10],
  ["MODEL_TRAINING_SHARE", "percent", "贫困程度模型训练样本比例", "share of the training sample", 10, 95], ["MODEL_DRAWS", "draw", "贫困程度模拟次数", "draws of the simulation", 10, 10_000], ["MODEL_BOOTSTRAP", "draw", "自助法重复次数", "bootstrap replicates", 5, 10_000],
];

export const comparisonLines: readonly Line[] = [["DUPLICATE_LEAST_PERCENT", "percent", "可能重复的最低同一人概率", "least probability of a possible duplicate", 0, 100]];

export const procedureLines: readonly Line[] = [
  ["PROCEDURE_NOTICE_DAYS", "days", "公示天数", "days of a public notice", 1, 60], ["PROCEDURE_NOTICE_DAYS_FAST", "days", "快速程序公示天数", "days of a notice, fast lane", 1, 60], ["PROCEDURE_TOTAL_DAYS_FAST", "days", "快速程序总天数", "days of the fast lane in all", 5, 120], ["PROCEDURE_SURVEY_DAYS", "days", "入户调查期限", "days to survey", 1, 90],
  ["PROCEDURE_REVIEW_DAYS", "days", "乡镇审核期限", "days for the town's review", 1, 90], ["PROCEDURE_MATCH_DAYS", "days", "数据比对期限", "days for the data match", 1, 90], ["PROCEDURE_APPROVAL_DAYS", "days", "县级审定期限", "days for the county's decision", 1, 90], ["PROCEDURE_STEP_DAYS", "days", "其他步骤期限", "days of other steps", 1, 90],
  ["PROCEDURE_OBJECTION_DAYS", "days", "异议核查期限", "days to look into an objection", 1, 60], ["PROCEDURE_APPEAL_DAYS", "days", "申诉期限", "days to appeal", 1, 180], ["PROCEDURE_CONSENT_DAYS", "days", "退出签字等待期限", "days to wait for the signature of an exit", 1, 90],
  ["PROCEDURE_QUORUM_PARTS", "parts", "到会法定人数（分子）", "quorum, numerator", 1, 10], ["PROCEDURE_QUORUM_WHOLE", "parts", "到会法定人数（分母）", "quorum, denominator", 1, 10], ["PROCEDURE_MAJORITY_PARTS", "parts", "通过比例（分子）", "majority, numerator", 1, 10], ["PROCEDURE_MAJORITY_WHOLE", "parts", "通过比例（分母）", "majority, denominator", 1, 10],
  ["PROCEDURE_STABLE_MONTHS", "months", "收入稳定月数", "months of stable income", 0, 36], ["PROCEDURE_PUBLIC_LIST", "flag", "公示网站列出名单", "public list of notices", 0, 1], ["PROCEDURE_PUBLIC_OBJECTIONS", "per hour", "每小时受理网上异议数", "objections from the public per hour", 1, 1000],
];

export const helperLines: readonly Line[] = [
  ["HELPER_QUOTA_COUNTY_LEADER", "households", "结对户数：县处级", "households of a county leader", 0, 50], ["HELPER_QUOTA_SECTION_HEAD", "households", "结对户数：科级正职", "households of a section head", 0, 50], ["HELPER_QUOTA_DEPUTY_HEAD", "households", "结对户数：科级副职", "households of a deputy head", 0, 50], ["HELPER_QUOTA_STAFF", "households", "结对户数：一般干部", "households of other staff", 0, 50],
  ["VISIT_FAR_METRES", "metres", "走访位置偏差上限", "distance of a visit that is questioned", 10, 100_000], ["VISIT_HURRIED_MINUTES", "minutes", "走访过短的分钟数", "minutes of a hurried visit", 0, 600],
];
