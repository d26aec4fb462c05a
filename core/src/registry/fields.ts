/**
 * Every field of the registry, once: import mapping, forms, history labels, exports, masking and the data dictionary read
 * this table (paper 001 §2.3 「精准定位」; domain guide §1.3–1.8). A key is never reused for another meaning.
 */
import type { CodeList } from "./codes.ts";

/** Field classes of domain guide §10.2: C4 certificates and accounts … C0 public. */
export const fieldClasses = ["C0", "C1", "C2", "C3", "C4"] as const;
export type FieldClass = (typeof fieldClasses)[number];

/** How a value is kept: code(s) = whole number(s) of a list, flag = boolean, money = fen, quantity = number with unit, date = ISO China date. */
export type FieldKind = "text" | "code" | "codes" | "flag" | "integer" | "quantity" | "money" | "date" | "year" | "idNumber" | "phone" | "account";

export interface Field {
  readonly key: string;
  readonly of: "household" | "member" | "village";
  readonly group: string;
  readonly kind: FieldKind;
  readonly zh: string;
  readonly en: string;
  readonly cls: FieldClass;
  readonly codes?: CodeList;
  readonly unit?: string;
  /** Column of the national system, where known. */
  readonly npis?: string;
  /** Other headings met in files. */
  readonly also?: readonly string[];
  /** Computed by the platform; files may carry it, people never type it. */
  readonly computed?: true;
}

type Extra = Partial<Pick<Field, "codes" | "unit" | "npis" | "also" | "computed">>;
const field = (of: Field["of"], group: string) => (key: string, kind: FieldKind, cls: FieldClass, zh: string, en: string, extra: Extra = {}): Field => ({ key, of, group, kind, cls, zh, en, ...extra });

const h = field("household", "basic");
const cond = field("household", "conditions");
const inc = field("household", "income");
const p = field("member", "person");
const edu = field("member", "education");
const work = field("member", "work");
const sec = field("member", "security");

export const householdFields = [
  h("householdCode", "text", "C1", "户编号", "household code", { npis: "AAC001", also: ["户编码", "户码", "家庭编号", "户号", "贫困户编号", "农户编号"] }),
  h("groupName", "text", "C1", "自然村(组)", "group", { npis: "AAR007", also: ["所在组", "村民小组", "自然村", "组", "屯", "小组", "组别", "所在组/自然村", "自然村（组）", "村组"] }),
  h("householdPhone", "phone", "C2", "户联系电话", "household phone", { npis: "AAR012", also: ["户主联系电话", "家庭联系电话"] }),
  h("bankName", "text", "C2", "开户银行", "bank", { npis: "AAQ002", also: ["开户行", "开户银行名称"] }),
  h("bankAccount", "account", "C4", "银行账号", "bank account", { npis: "AAC004", also: ["银行卡号", "一卡通账号", "银行帐号", "账号", "卡号"] }),
  h("standard", "code", "C1", "识别标准", "identification standard", { npis: "AAC005", codes: "standard" }),
  h("attribute", "code", "C1", "贫困户属性", "household attribute", { npis: "AAC006", codes: "attribute", also: ["户属性", "农户属性"] }),
  h("causeMain", "code", "C3", "主要致贫原因", "main cause of poverty", { npis: "AAC007", codes: "cause", also: ["致贫原因", "主要致贫因素", "致贫主要原因", "主因"] }),
  h("causeOther", "codes", "C3", "其他致贫原因", "other causes", { npis: "AAC008", codes: "cause", also: ["次要致贫原因", "其它致贫原因"] }),
  h("causeText", "text", "C3", "致贫原因描述", "causes in words", { npis: "AAC011", also: ["致贫原因说明"] }),
  h("exitState", "code", "C1", "脱贫属性", "exit state", { npis: "AAR010", codes: "exitState", also: ["脱贫标志", "脱贫状态", "是否脱贫", "脱贫情况"] }),
  h("exitYear", "year", "C1", "脱贫年度", "year of exit", { npis: "AAC016", also: ["脱贫年份", "脱贫年", "脱贫时间"] }),
  h("returnYear", "year", "C1", "返贫年度", "year of return", { also: ["返贫年份"] }),
  h("enrolledOn", "date", "C1", "识别时间", "identified on", { also: ["识别日期", "建档时间", "纳入时间"] }),
  h("monitored", "code", "C1", "监测对象类别", "monitored category", { codes: "monitored", also: ["监测类别"] }),
  h("recognisedOn", "date", "C1", "监测对象识别时间", "recognised as monitored on", { also: ["识别监测时间", "纳入监测时间", "监测对象识别日期"] }),
  h("eliminatedOn", "date", "C1", "风险消除时间", "risk eliminated on", { also: ["风险消除日期", "消除时间"] }),
  h("ownMedicalFen", "money", "C3", "合规自付支出", "own medical cost", { unit: "元", also: ["合规自付", "医疗合规自付支出", "合规自付费用"] }),
  h("risks", "codes", "C3", "致贫返贫风险", "risks", { codes: "risk", also: ["致贫/返贫风险", "返贫风险"] }),
  h("martyr", "flag", "C1", "是否军烈属", "family of a martyr or soldier", { npis: "AAC012" }),
  h("oneChild", "flag", "C1", "是否独生子女户", "one-child household", { npis: "AAC013" }),
  h("twoGirls", "flag", "C1", "是否双女户", "two-daughter household", { npis: "AAC014" }),
  h("coop", "flag", "C1", "是否加入农民专业合作社", "in a farmers' co-operative", { npis: "AAC084", also: ["是否加入合作社"] }),
  h("leadFirm", "flag", "C1", "是否有龙头企业带动", "led by a leading firm"),
  h("leadPerson", "flag", "C1", "是否有创业致富带头人带动", "led by an entrepreneur", { also: ["是否有致富带头人带动"] }),
  h("yearMembers", "integer", "C1", "年度家庭人口数", "members of the year", { unit: "人", also: ["人数", "家庭人口", "家庭人口数", "年度人口数", "户人数"] }),
  h("currentMembers", "integer", "C1", "当前家庭人口数", "members now", { unit: "人", also: ["当前人口数"], computed: true }),
  h("remark", "text", "C1", "备注", "remark", { also: ["说明"] }),
  cond("arableMu", "quantity", "C1", "耕地面积", "arable land", { unit: "亩", npis: "AAC301" }),
  cond("irrigatedMu", "quantity", "C1", "有效灌溉面积", "irrigated land", { unit: "亩", npis: "AAC302" }),
  cond("forestMu", "quantity", "C1", "林地面积", "forest", { unit: "亩", npis: "AAC303" }),
  cond("returnedForestMu", "quantity", "C1", "退耕还林面积", "farmland returned to forest", { unit: "亩", npis: "AAC304" }),
  cond("orchardMu", "quantity", "C1", "林果面积", "orchard", { unit: "亩", npis: "AAC305" }),
  cond("pastureMu", "quantity", "C1", "牧草地面积", "pasture", { unit: "亩", npis: "AAC306", also: ["草地面积"] }),
  cond("waterMu", "quantity", "C1", "水面面积", "water surface", { unit: "亩", npis: "AAC307" }),
  cond("powerForWork", "flag", "C1", "是否通生产用电", "power for production", { npis: "AAC308" }),
  cond("powerAtHome", "flag", "C1", "是否通生活用电", "power at home", { npis: "AAC313" }),
  cond("waterHard", "flag", "C1", "饮水是否困难", "water hard to get", { npis: "AAC311", also: ["是否饮水困难"] }),
  cond("waterSafe", "flag", "C1", "饮水是否安全", "safe drinking water", { npis: "AAC312", also: ["是否解决安全饮用水", "是否饮水安全"] }),
  cond("waterSource", "code", "C1", "饮水情况", "water source", { codes: "waterSource" }),
  cond("houseAreaM2", "quantity", "C1", "住房面积", "house area", { unit: "平方米", npis: "AAC317", also: ["房屋面积"] }),
  cond("unsafeHouse", "flag", "C1", "是否危房户", "lives in an unsafe house", { npis: "AAC318", also: ["是否危房"] }),
  cond("houseGrade", "code", "C1", "危房级别", "house grade", { codes: "houseGrade", npis: "AAC322", also: ["房屋等级", "住房等级"] }),
  cond("houseStructure", "code", "C1", "住房结构", "house structure", { codes: "houseStructure", also: ["房屋结构"] }),
  cond("toilet", "flag", "C1", "有无卫生厕所", "sanitary toilet", { npis: "AAC319", also: ["是否有卫生厕所"] }),
  cond("roadKm", "quantity", "C1", "与村主干路距离", "distance to the main village road", { unit: "公里", npis: "AAC315", also: ["与村主干路的距离"] }),
  cond("roadType", "code", "C1", "入户路类型", "road to the house", { codes: "roadType", npis: "AAC316" }),
  cond("fuel", "code", "C1", "主要燃料类型", "main fuel", { codes: "fuel", npis: "AAC320" }),
  cond("tv", "flag", "C1", "是否通广播电视", "radio and television"),
  cond("broadband", "flag", "C1", "是否通宽带", "broadband"),
  cond("relocation", "code", "C1", "搬迁方式", "relocation", { codes: "relocation", npis: "ACR075", also: ["是否搬迁户"] }),
  inc("wageFen", "money", "C2", "工资性收入", "wage income", { unit: "元", npis: "AAC073" }),
  inc("operatingFen", "money", "C2", "生产经营性收入", "operating income", { unit: "元", npis: "AAC071", also: ["经营性收入"] }),
  inc("propertyFen", "money", "C2", "财产性收入", "property income", { unit: "元", npis: "AAC072" }),
  inc("transferFen", "money", "C2", "转移性收入", "transfer income", { unit: "元", npis: "AAC085", computed: true }),
  inc("familyPlanningFen", "money", "C2", "计划生育金", "family-planning allowance", { unit: "元", npis: "AAC076" }),
  inc("dibaoFen", "money", "C2", "低保金", "minimum living allowance", { unit: "元", npis: "AAC077", also: ["最低生活保障金"] }),
  inc("tekunFen", "money", "C2", "五保金", "extreme-poverty support", { unit: "元", npis: "AAC086", also: ["特困供养金", "五保金(特困供养金)", "特困金"] }),
  inc("pensionFen", "money", "C2", "养老保险金", "pension", { unit: "元", npis: "AAC087", also: ["养老金"] }),
  inc("ecologyFen", "money", "C2", "生态补偿金", "ecological compensation", { unit: "元", npis: "AAC078" }),
  inc("otherTransferFen", "money", "C2", "其他转移性收入", "other transfers", { unit: "元", npis: "AAC083", also: ["其它转移性收入"] }),
  inc("costFen", "money", "C2", "生产经营性支出", "operating cost", { unit: "元", npis: "AAC074", also: ["经营性支出", "生产经营支出"] }),
  inc("annualFen", "money", "C2", "年收入", "annual income", { unit: "元", npis: "AAC081", also: ["家庭年收入", "总收入", "年总收入"], computed: true }),
  inc("netFen", "money", "C2", "纯收入", "net income", { unit: "元", npis: "AAC079", also: ["家庭纯收入", "年纯收入"], computed: true }),
  inc("perCapitaFen", "money", "C2", "人均纯收入", "net income per head", { unit: "元", npis: "AAC082", also: ["年人均纯收入", "家庭人均纯收入"], computed: true }),
] as const satisfies readonly Field[];

export const memberFields = [
  p("memberCode", "text", "C1", "人编号", "person code", { npis: "AAB001", also: ["人员编号", "成员编号", "人编码"] }),
  p("name", "text", "C2", "姓名", "name", { npis: "AAB002", also: ["成员姓名", "家庭成员姓名", "名字"] }),
  p("sex", "code", "C1", "性别", "sex", { codes: "sex", npis: "AAB003" }),
  p("certType", "code", "C1", "证件类型", "certificate", { codes: "certificate", npis: "AAB018" }),
  p("certNo", "idNumber", "C4", "证件号码", "certificate number", { npis: "AAB004", also: ["身份证号", "身份证号码", "公民身份号码", "身份证", "证件号", "身份证件号码"] }),
  p("birth", "date", "C2", "出生日期", "birth date", { npis: "AAB005", also: ["出生年月", "生日"] }),
  p("relation", "code", "C1", "与户主关系", "relation to head", { codes: "relation", npis: "AAB006", also: ["与户主的关系", "户主关系"] }),
  p("ethnic", "code", "C1", "民族", "ethnic group", { codes: "ethnic", npis: "AAB007" }),
  p("political", "code", "C1", "政治面貌", "political status", { codes: "political", npis: "AAK033" }),
  p("marital", "code", "C2", "婚姻状况", "marital status", { codes: "marital", npis: "AAB021" }),
  p("memberPhone", "phone", "C2", "联系电话", "phone", { npis: "AAB031", also: ["电话", "手机", "手机号", "手机号码", "电话号码", "联系方式"] }),
  edu("education", "code", "C1", "文化程度", "education", { codes: "education", npis: "AAB008", also: ["学历", "受教育程度"] }),
  edu("student", "code", "C1", "在校生状况", "schooling", { codes: "student", npis: "AAB009", also: ["在校生情况", "是否在校生", "在校状况"] }),
  edu("outOfSchool", "code", "C2", "失学或辍学原因", "reason for not being in school", { codes: "outOfSchool", also: ["义务教育阶段未上学原因", "失学辍学原因"] }),
  p("health", "codes", "C3", "健康状况", "health", { codes: "health", npis: "AAB017" }),
  p("disabilityCategory", "integer", "C3", "残疾类别", "disability category"),
  p("disabilityLevel", "integer", "C3", "残疾等级", "disability level"),
  work("labour", "code", "C1", "劳动技能", "ability to work", { codes: "labour", npis: "AAB010", also: ["劳动能力", "劳动力状况", "劳动力类型"] }),
  work("workPlace", "code", "C1", "务工情况", "place of work", { codes: "workPlace", npis: "AAB011", also: ["务工状况", "务工地点", "务工区域"] }),
  work("workMonths", "integer", "C1", "务工时间", "months worked", { unit: "月", npis: "AAB012", also: ["务工月数", "务工时长"] }),
  work("employer", "text", "C2", "务工企业名称", "employer", { npis: "AAB029", also: ["务工单位", "务工企业"] }),
  work("publicPost", "codes", "C1", "公益性岗位", "public posts", { codes: "publicPost" }),
  work("publicPostMonths", "integer", "C1", "公益性岗位(月数)", "months in public posts", { unit: "月", also: ["公益性岗位月数", "公益岗位月数"] }),
  work("soldier", "flag", "C1", "是否现役军人", "on active service", { npis: "AAB019" }),
  sec("medResident", "flag", "C1", "是否参加城乡居民基本医疗保险", "resident medical insurance", { npis: "AAB013", also: ["是否参加新型农村合作医疗", "是否参加新农合", "是否参加居民医保", "是否参加城乡居民医保"] }),
  sec("medWorker", "flag", "C1", "是否参加城镇职工基本医疗保险", "employee medical insurance", { also: ["是否参加城镇职工医保", "是否参加职工医保"] }),
  sec("seriousIns", "flag", "C1", "是否参加大病保险", "serious-illness insurance", { npis: "AAB022", also: ["是否参加大病医疗", "是否参加大病医疗保险"] }),
  sec("pensionResident", "flag", "C1", "是否参加城乡居民基本养老保险", "resident pension", { npis: "AAB014", also: ["是否参加新型农村养老保险", "是否参加居民养老", "是否参加城乡居民养老保险", "是否参加新农保"] }),
  sec("pensionWorker", "flag", "C1", "是否参加城镇职工基本养老保险", "employee pension", { also: ["是否参加职工养老", "是否参加城镇职工养老保险"] }),
  sec("dibao", "flag", "C1", "是否享受低保", "on minimum living allowance", { npis: "AAB030", also: ["是否低保", "是否享受农村居民最低生活保障"] }),
  sec("tekun", "flag", "C1", "是否特困供养", "in extreme-poverty support", { also: ["是否享受特困供养", "是否五保"] }),
] as const satisfies readonly Field[];

const v = field("village", "basic");
const count = (key: string, zh: string, en: string, unit: string, also: readonly string[] = []): Field => v(key, "integer", "C1", zh, en, { unit, also });
const land = (key: string, zh: string, en: string): Field => v(key, "quantity", "C1", zh, en, { unit: "亩" });

/** 行政村 (domain guide §1.8). Kept as one JSON document per village and year, validated against this table. */
export const villageFields: readonly Field[] = [
  v("villageCode", "text", "C1", "村编号", "village code", { npis: "AAD001" }),
  v("poorVillage", "flag", "C1", "是否贫困村", "poor village"),
  v("minorityVillage", "flag", "C1", "是否少数民族聚居村", "minority village"),
  v("oldRevolutionary", "flag", "C1", "是否革命老区村", "old revolutionary base"),
  v("borderVillage", "flag", "C1", "是否边境村", "border village"),
  v("secretaryName", "text", "C2", "村支书姓名", "Party secretary"),
  v("secretaryPhone", "phone", "C2", "村支书联系电话", "Party secretary's phone"),
  v("residentUnit", "text", "C1", "驻村单位", "resident unit"),
  count("naturalVillages", "自然村数", "natural villages", "个"), count("groups", "村民小组数", "groups", "个"),
  count("households", "总户数", "households", "户"), count("persons", "总人口数", "persons", "人", ["总人口"]),
  count("minorityPersons", "少数民族人口数", "minority persons", "人"), count("labourers", "劳动力数", "labourers", "人"),
  count("migrants", "外出务工人数", "working away", "人"), count("migrantsOtherProvince", "省外务工人数", "working in other provinces", "人"),
  count("dibaoHouseholds", "低保户数", "households on allowance", "户"), count("dibaoPersons", "低保人口数", "persons on allowance", "人"),
  count("tekunPersons", "特困供养人口数", "persons in extreme-poverty support", "人", ["五保人口数"]), count("disabledPersons", "残疾人口数", "disabled persons", "人"),
  count("unsafeHouseHouseholds", "危房户数", "households in unsafe houses", "户"), count("unsafeWaterHouseholds", "未实现饮水安全户数", "households without safe water", "户"),
  land("arableMu", "耕地面积", "arable land"), land("irrigatedMu", "有效灌溉面积", "irrigated land"), land("forestMu", "林地面积", "forest"), land("returnedForestMu", "退耕还林面积", "returned to forest"), land("orchardMu", "林果面积", "orchard"), land("pastureMu", "牧草地面积", "pasture"), land("waterMu", "水面面积", "water surface"),
  v("perCapitaFen", "money", "C1", "农民人均纯收入", "farmers' net income per head", { unit: "元" }), v("collectiveIncomeFen", "money", "C1", "村集体经济收入", "collective income", { unit: "元" }),
  v("hardRoad", "flag", "C1", "到乡镇是否通沥青(水泥)路", "hard road to the township"), v("roadlessKm", "quantity", "C1", "未通沥青(水泥)路里程", "kilometres without hard road", { unit: "公里" }), v("bus", "flag", "C1", "是否通客运班车", "bus"),
  v("powerForWork", "flag", "C1", "是否通生产用电", "power for production"), count("noPowerHouseholds", "未通生活用电户数", "households without power", "户"),
  count("primarySchools", "村小学数", "primary schools", "所"), count("kindergartens", "幼儿园数", "kindergartens", "所"), count("cultureRooms", "文化(图书)室个数", "culture rooms", "个"), count("tvHouseholds", "通广播电视户数", "households with television", "户"),
  count("clinics", "卫生室个数", "clinics", "个"), count("doctors", "执业(助理)医师数", "licensed doctors", "人"), count("publicToilets", "公共卫生厕所个数", "public toilets", "个"), count("insuredPersons", "参加城乡居民基本医疗保险人数", "persons insured", "人"),
  count("broadbandHouseholds", "通宽带户数", "households with broadband", "户"), count("coops", "农民专业合作社个数", "co-operatives", "个"), count("coopHouseholds", "参加合作社户数", "households in co-operatives", "户"), count("farmStays", "农家乐户数", "farm stays", "户"),
  v("exited", "flag", "C1", "是否出列", "exited"), v("exitYear", "year", "C1", "出列年度", "year of exit"),
];

export type HouseholdKey = (typeof householdFields)[number]["key"];
export type MemberKey = (typeof memberFields)[number]["key"];
export const fieldOf = (of: Field["of"], key: string): Field | undefined => ((of === "household" ? householdFields : of === "member" ? memberFields : villageFields) as readonly Field[]).find((f) => f.key === key);
