/**
 * The measures of help (因户施策, paper 000 §2.2 五个一批; domain guide §3.1): what a household can be given, the batch it belongs
 * to and its group in the monitoring system's export. 开发式帮扶 = 产业, 就业, 金融, 公益性岗位; the rest is 保障式.
 */

export const measureGroups = ["industry", "finance", "work", "post", "relocation", "house", "water", "ecology", "compulsory", "education", "health", "safety", "social", "motivation"] as const;
export type MeasureGroup = (typeof measureGroups)[number];

/** Paper 000 §2.2 「五个一批」, and what stands beside them. */
export const batches = ["production", "relocation", "ecology", "education", "safety", "guarantee", "society"] as const;
export type Batch = (typeof batches)[number];

export interface Measure { readonly code: string; readonly group: MeasureGroup; readonly batch: Batch; readonly zh: string; readonly en: string; readonly also?: readonly string[] }
const m = (code: string, group: MeasureGroup, batch: Batch, zh: string, en: string, also: readonly string[] = []): Measure => ({ code, group, batch, zh, en, ...(also.length > 0 ? { also } : {}) });

/** Codes of the domain guide §3.1; M18, M38, M43 and M85 are the "other", water and pension entries of the exports (§1.7, §3.2). */
export const measureList: readonly Measure[] = [
  m("M11", "industry", "production", "产业到户奖补", "award for own production", ["产业奖补", "产业帮扶"]), m("M12", "industry", "production", "主体带动", "linked to a company or co-operative", ["带动"]),
  m("M13", "industry", "production", "资产收益", "asset income", ["资产收益扶贫"]), m("M14", "industry", "production", "光伏收益", "photovoltaic income", ["光伏扶贫"]), m("M15", "industry", "production", "电商帮扶", "e-commerce", ["电商扶贫"]),
  m("M16", "industry", "production", "旅游帮扶", "tourism", ["旅游扶贫"]), m("M17", "industry", "production", "消费帮扶", "consumption", ["消费扶贫"]), m("M18", "industry", "production", "其他产业帮扶", "other help for production"),
  m("M21", "finance", "production", "小额信贷", "micro-credit", ["扶贫小额信贷", "脱贫人口小额信贷", "金融帮扶"]),
  m("M31", "work", "production", "外出务工补助", "subsidy for work away", ["务工补助", "交通补助"]), m("M32", "work", "production", "帮扶车间", "workshop near home", ["扶贫车间", "就业帮扶车间"]), m("M33", "post", "production", "公益性岗位", "public-welfare post", ["公益岗位"]),
  m("M34", "work", "production", "技能培训", "training", ["技能培训/劳务输出", "培训"]), m("M38", "work", "production", "其他就业帮扶", "other help for work"),
  m("M41", "relocation", "relocation", "易地搬迁", "relocation", ["易地扶贫搬迁", "搬迁"]), m("M42", "house", "guarantee", "危房改造", "repair of an unsafe house", ["住房安全保障"]), m("M43", "water", "guarantee", "饮水安全保障", "safe drinking water", ["饮水安全"]),
  m("M51", "ecology", "ecology", "生态护林员", "forest guard", ["护林员"]), m("M52", "ecology", "ecology", "退耕还林、公益林补偿", "compensation for forest", ["退耕还林", "公益林补偿"]),
  m("M61", "compulsory", "education", "义务教育保障", "support in compulsory school", ["两免一补", "义务教育"]), m("M62", "education", "education", "雨露计划", "Rain-and-Dew scheme"), m("M63", "education", "education", "高中、中职、大学资助", "support in upper school and college", ["教育帮扶", "助学贷款"]),
  m("M71", "health", "guarantee", "健康帮扶", "help with health", ["参保资助", "大病救治", "家庭医生"]),
  m("M81", "safety", "safety", "农村低保", "minimum living allowance", ["低保"]), m("M82", "safety", "safety", "特困供养", "extreme-poverty support", ["五保", "特困"]), m("M83", "safety", "safety", "临时救助、医疗救助", "temporary and medical relief", ["临时救助", "医疗救助"]),
  m("M84", "safety", "safety", "残疾人两项补贴", "allowances for the disabled", ["残疾补贴", "残疾人补贴"]), m("M85", "safety", "safety", "养老保险代缴", "pension contributions paid", ["代缴养老保险"]),
  m("M91", "social", "society", "社会帮扶", "help by society", ["捐赠"]), m("M92", "motivation", "society", "扶志扶智", "motivation", ["积分"]),
];

const byCode: ReadonlyMap<string, Measure> = new Map(measureList.map((measure) => [measure.code, measure]));
/** @example measureOf("M33")?.group // => "post" */
export const measureOf = (code: string): Measure | undefined => byCode.get(code);
const development: ReadonlySet<MeasureGroup> = new Set(["industry", "finance", "work", "post"]);
/** 开发式帮扶. @example isDevelopment("M81") // => false */
export const isDevelopment = (code: string): boolean => { const group = byCode.get(code)?.group; return group !== undefined && development.has(group); };

/**
 * Life of a measure (domain guide §3.3): planned (一户一策, the household signs) → approved → running → completed → accepted →
 * paid → verified (effect and satisfaction); cancelled, ended, recovered beside it.
 */
export const measureStates = ["planned", "approved", "running", "completed", "accepted", "paid", "verified", "cancelled", "ended", "recovered"] as const;
export type MeasureState = (typeof measureStates)[number];
const onward: Readonly<Record<MeasureState, readonly MeasureState[]>> = {
  planned: ["approved", "cancelled"], approved: ["running", "cancelled"], running: ["completed", "ended"], completed: ["accepted", "ended"], accepted: ["paid", "verified", "recovered"], paid: ["verified", "recovered"], verified: ["recovered"], cancelled: [], ended: ["recovered"], recovered: [],
};
/** States that may follow. @example statesAfter("planned") // => ["approved", "cancelled"] */
export const statesAfter = (state: MeasureState): readonly MeasureState[] => onward[state];
/** Does the household have the measure, or has it had it? Plans and what was called off do not count. */
export const isDelivered = (state: MeasureState): boolean => state !== "planned" && state !== "approved" && state !== "cancelled";
/** Is it still being given? */
export const isRunning = (state: MeasureState): boolean => state === "running" || state === "approved";

export const measureStateNames: Readonly<Record<MeasureState, { readonly zh: string; readonly en: string }>> = {
  planned: { zh: "计划", en: "planned" }, approved: { zh: "已审批", en: "approved" }, running: { zh: "实施中", en: "running" }, completed: { zh: "已完成", en: "completed" }, accepted: { zh: "已验收", en: "accepted" },
  paid: { zh: "已兑现", en: "paid" }, verified: { zh: "成效已核实", en: "effect verified" }, cancelled: { zh: "已取消", en: "cancelled" }, ended: { zh: "已终止", en: "ended early" }, recovered: { zh: "已追回", en: "recovered" },
};

/** Where the money comes from (domain guide §1.7). */
export const moneySources = [{ value: 1, zh: "财政资金", en: "public funds" }, { value: 2, zh: "贷款", en: "loan" }, { value: 3, zh: "自筹", en: "own money" }, { value: 4, zh: "社会资金", en: "money of society" }] as const;
