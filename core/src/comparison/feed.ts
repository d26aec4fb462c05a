/**
 * What a department's file must look like (部门比对, paper 000 §3.2, paper 001 §2.1; domain guide §2.8 「Interface contract: request
 * batch id, legal basis, purpose, minimal fields, result code, snapshot time, retention」). A feed declares its columns, its key, why
 * it may be asked for and how long its rows are kept; nothing that is not declared is read, and nothing without a basis is taken.
 */

/** How a cell is read. `choice` carries its own words; identity columns are sealed or turned into a blind index. */
export type ColumnKind = "idNumber" | "name" | "text" | "date" | "fen" | "number" | "flag" | "choice" | "phone" | "account" | "region";

/** Where a value is kept: one typed column of the rows, the sealed part, or only as a blind index. */
export type Slot = "cert" | "on" | "until" | "amount" | "amount2" | "measure" | "code" | "code2" | "label" | "other" | "flag" | "region" | "sealed" | "father" | "mother" | "spouse" | "household" | "from";

export interface Choice { readonly value: number; readonly zh: string; readonly en: string; readonly also?: readonly string[] }

export interface FeedColumn {
  readonly key: string;
  readonly zh: string;
  readonly en: string;
  readonly kind: ColumnKind;
  readonly slot: Slot;
  /** Other headings met in files of departments. */ readonly also: readonly string[];
  /** Without it a row cannot be used. */ readonly required: boolean;
  readonly choices?: readonly Choice[];
}

/** The lawful grounds on which departments hand over data: PIPL Art. 13 (statutory duty, or consent) and what else must hold. */
export interface Basis { readonly id: string; readonly zh: string; readonly en: string; readonly source: string }

export const bases = {
  duty: { id: "duty", zh: "履行法定职责所必需（个人信息保护法第十三条第三项）", en: "necessary for a statutory duty (PIPL Art. 13 (3))", source: "个人信息保护法 第十三条、第三十四条" },
  authorised: { id: "authorised", zh: "申请人书面授权核对（授权承诺书）", en: "written authorisation of the applicant to check", source: "个人信息保护法 第十三条第一项、第二十九条" },
  relief: { id: "relief", zh: "社会救助家庭经济状况核对", en: "check of the economic situation for social assistance", source: "社会救助暂行办法 第五十八条" },
  opening: { id: "opening", zh: "政务数据共享（部门间协议）", en: "sharing of government data between departments by agreement", source: "政务信息资源共享管理暂行办法（国发〔2016〕51号）" },
} as const satisfies Record<string, Basis>;
export type BasisId = keyof typeof bases;

export const frequencies = ["weekly", "monthly", "quarterly", "term", "yearly", "check", "event"] as const;
export type Frequency = (typeof frequencies)[number];

/** `persons`: a row is a person; `roll`: the household register, from which the frame of all rural households is made. */
export interface Feed {
  readonly key: string;
  readonly department: DepartmentKey;
  readonly zh: string;
  readonly en: string;
  readonly purpose: { readonly zh: string; readonly en: string };
  readonly bases: readonly BasisId[];
  readonly frequency: Frequency;
  /** A snapshot replaces the one before it; a period adds to it. */ readonly coverage: "snapshot" | "period";
  readonly columns: readonly FeedColumn[];
  /** Rows of people who are not registered serve the search for missed households and are kept; of others only a keyed mark and the facts are. */
  readonly keepsOthers: boolean;
}

export const departmentList = [
  { key: "police", zh: "公安", en: "Public security" }, { key: "civil", zh: "民政", en: "Civil affairs" }, { key: "labour", zh: "人社", en: "Human resources and social security" }, { key: "medical", zh: "医保", en: "Medical insurance" },
  { key: "health", zh: "卫健", en: "Health" }, { key: "education", zh: "教育", en: "Education" }, { key: "disabled", zh: "残联", en: "Disabled Persons' Federation" }, { key: "property", zh: "不动产登记", en: "Real-estate registry" },
  { key: "market", zh: "市场监管", en: "Market regulation" }, { key: "tax", zh: "税务", en: "Taxation" }, { key: "housing", zh: "住建", en: "Housing" }, { key: "water", zh: "水利", en: "Water" }, { key: "farming", zh: "农业农村", en: "Agriculture and rural affairs" },
  { key: "forestry", zh: "林草", en: "Forestry" }, { key: "finance", zh: "财政", en: "Finance" }, { key: "bank", zh: "银行农信", en: "Banks and rural credit" }, { key: "emergency", zh: "应急气象", en: "Emergency and weather" }, { key: "petitions", zh: "信访", en: "Petitions" },
  { key: "organisation", zh: "组织", en: "Organisation department" }, { key: "justice", zh: "司法", en: "Justice" },
] as const;
export type DepartmentKey = (typeof departmentList)[number]["key"];
/** @example departmentName("police", "en") // => "Public security" */
export const departmentName = (key: string, locale: "zh-CN" | "en"): string => { const d = departmentList.find((x) => x.key === key); return d ? (locale === "en" ? d.en : d.zh) : key; };

type More = Partial<Pick<FeedColumn, "required" | "choices">> & { readonly also?: string };
/** A column; `also` lists other headings, separated by blanks. */
export const column = (key: string, kind: ColumnKind, slot: Slot, zh: string, en: string, more: More = {}): FeedColumn =>
  ({ key, kind, slot, zh, en, also: more.also === undefined ? [] : more.also.split(" "), required: more.required ?? false, ...(more.choices ? { choices: more.choices } : {}) });

/** @example choices("1汽车 car 小轿车|轿车", "2摩托车 motorcycle") */
export const choices = (...rows: readonly string[]): readonly Choice[] => rows.map((row) => {
  const [head = "", en = "", also] = row.split(" ");
  const m = /^(\d+)(.*)$/.exec(head);
  return { value: Number(m?.[1] ?? 0), zh: m?.[2] ?? head, en: en.replaceAll("_", " "), ...(also === undefined ? {} : { also: also.split("|") }) };
});

const certAlso = "身份证号 身份证号码 公民身份证号码 居民身份证号 证件号码 证件号 身份证 残疾人证号 残疾证号 ID";
/** Every person file has these two. */
export const who: readonly FeedColumn[] = [
  column("certNo", "idNumber", "cert", "公民身份号码", "ID number", { required: true, also: certAlso }),
  column("name", "name", "sealed", "姓名", "name", { also: "名字 人员姓名 当事人 权利人 车主 户主姓名 持证人" }),
];
