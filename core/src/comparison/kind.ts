/**
 * The shape of a finding kind (疑点类型; domain guide §2.5, §2.8, §4.6). Every finding is a suspicion that people check and decide:
 * a kind says what is suspected, what counts as evidence, what excuses it, and what may follow. It never says «not poor».
 */
import { feedOf } from "./departments.ts";

/** inclusion: may be registered wrongly · status: the register is out of date or support does not fit · omission: may have been missed · gaming: anti-gaming sign. */
export const directions = ["inclusion", "status", "omission", "gaming"] as const;
export type Direction = (typeof directions)[number];
/** hard: excludes once it is confirmed · review: never more than a question. */
export type Severity = "hard" | "review";
/** What the county may conclude when the suspicion is confirmed: propose removal, have the register or the support corrected, or invite the household to apply. */
export type Remedy = "exclude" | "rectify" | "invite";

export interface Ground { readonly id: string; readonly zh: string; readonly en: string }

export interface Kind {
  readonly id: string;
  readonly direction: Direction;
  readonly severity: Severity;
  readonly zh: string;
  readonly en: string;
  /** The suspicion in a sentence; {name} is filled from the finding's facts, {name|yuan} as money, {name|month} as a month, {name|vehicles.type} as the word of a code. */
  readonly says: { readonly zh: string; readonly en: string };
  /** What to look for at the house. */
  readonly evidence: { readonly zh: string; readonly en: string };
  /** Legal or customary grounds on which the household stays: choices of the county's decision «情有可原». */
  readonly excuses: readonly Ground[];
  readonly remedy: Remedy;
  /** Feeds that bring it; their departments are its sources. A kind is compared again when one of them arrives. */
  readonly feeds: readonly string[];
  /** Codes of policy parameters that it reads. */
  readonly parameters: readonly string[];
  readonly source: string;
  /** Not computed: what it waits for, in words. */
  readonly waits?: { readonly zh: string; readonly en: string };
}

type Draft = Omit<Kind, "says" | "evidence" | "excuses" | "parameters" | "waits"> & { readonly says: readonly [string, string]; readonly look: readonly [string, string]; readonly excuses?: readonly (readonly [string, string, string])[]; readonly parameters?: readonly string[]; readonly waits?: readonly [string, string] };

/** A kind written briefly; pairs are Chinese and English. */
export const kind = ({ says, look, excuses, parameters, waits, ...rest }: Draft): Kind => ({
  ...rest, says: { zh: says[0], en: says[1] }, evidence: { zh: look[0], en: look[1] }, excuses: (excuses ?? []).map(([id, zh, en]) => ({ id, zh, en })), parameters: parameters ?? [],
  ...(waits ? { waits: { zh: waits[0], en: waits[1] } } : {}),
});

/** Facts of a finding as they are stored: fen, dates, numbers and words. */
export type Facts = Readonly<Record<string, string | number | boolean | null>>;

/** Words of codes that no department's schema has. */
const words: Readonly<Record<string, Readonly<Record<number, readonly [string, string]>>>> = {
  kin: { 0: ["本户成员", "member of the household"], 1: ["户主父母", "the head's parent"], 2: ["户主配偶", "the head's spouse"], 3: ["户主子女", "the head's child"] },
  asset: { 1: ["购有小汽车", "owns a car"], 2: ["在城镇有房产", "owns a house in town"], 3: ["注册有企业", "runs a company"], 4: ["为财政供养人员", "is on the public payroll"] },
  assist: { 0: ["未享受社会救助", "no assistance"], 1: ["享受农村低保", "minimum living allowance"], 2: ["享受特困供养", "extreme-poverty support"] },
  roll: { 0: ["无学籍", "is on no school register"], 2: ["休学", "has suspended schooling"], 3: ["辍学", "has dropped out"] },
  study: { 0: ["非在校", "not in school"], 1: ["在校", "in school"] },
  sign: { 1: ["自付医疗较高", "high medical cost"], 2: ["有残疾人", "a disabled member"], 3: ["有社会救助对象", "a recipient of assistance"] },
  evidence: { 1: ["职工社保缴费基数", "the social-insurance base"], 2: ["个人所得申报", "declared income"] },
  structure: { 1: ["钢筋混凝土", "reinforced concrete"], 2: ["砖混", "brick-concrete"], 3: ["砖木", "brick and wood"], 4: ["土木", "earth and wood"] },
};
const categories = ["", "视力", "听力", "言语", "肢体", "智力", "精神", "多重"];
const categoriesEn = ["", "sight", "hearing", "speech", "limbs", "intellect", "mental", "multiple"];
const grades = ["", "一级", "二级", "三级", "四级"];

/** Word of a coded fact: «vehicles.type» from the schema, else from the words above; disability is category × 10 + grade, 0 none. */
function wordOf(form: string, value: number, en: boolean): string {
  if (form === "disability") return value === 0 ? (en ? "no disability" : "未登记残疾") : en ? `${categoriesEn[Math.floor(value / 10)] ?? ""} grade ${value % 10}` : `${categories[Math.floor(value / 10)] ?? ""}${grades[value % 10] ?? ""}`;
  const [feed, key] = form.split(".");
  const found = key === undefined ? undefined : feedOf(feed ?? "")?.columns.find((c) => c.key === key)?.choices?.find((c) => c.value === value);
  if (found) return en ? found.en : found.zh;
  const pair = words[form]?.[value];
  return pair ? pair[en ? 1 : 0] : String(value);
}

/**
 * The suspicion with its facts filled in; unknown facts are «不详».
 * @example tellKind("购置价 {priceFen|yuan} 元", { priceFen: 1160000 }, "zh-CN") // => "购置价 11,600 元"
 */
export function tellKind(template: string, facts: Facts, locale: "zh-CN" | "en"): string {
  const en = locale === "en";
  return template.replace(/\{(\w+)(?:\|([\w.]+))?\}/g, (_, key: string, form: string | undefined) => {
    const value = facts[key];
    if (value === null || value === undefined || value === "") return en ? "unknown" : "不详";
    if (typeof value === "boolean") return value ? (en ? "yes" : "是") : en ? "no" : "否";
    if (form === "month") return String(value).slice(0, 7);
    if (typeof value !== "number") return value;
    return form === "yuan" ? grouped(Math.round(value / 100)) : form === undefined ? grouped(value) : wordOf(form, value, en);
  });
}
const grouped = (n: number): string => { const [whole = "0", part] = String(n).split("."); return whole.replace(/\B(?=(\d{3})+$)/g, ",") + (part === undefined ? "" : `.${part.slice(0, 1)}`); };
