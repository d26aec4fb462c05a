/**
 * What is known about a household in a year as one flat row of plain values: the language in which scores, eligibility rules and
 * causes are written (paper 000 §2.1 多维度比对、客观打分; paper 001 §2.3 精准定位; domain guide §2.3, §9.2). The row is computed by
 * PostgreSQL from the registry (`server/src/identification/facts.ts`, table `identification.facts`) whenever the registry changes.
 */

/** fen: money in fen; count, code, year: whole numbers; measure: a quantity with a unit; flag: yes or no. Every value may be unknown (null). */
export type FactKind = "fen" | "count" | "code" | "year" | "measure" | "flag";
export const factTopics = ["identity", "income", "members", "schooling", "health", "labour", "house", "land", "support"] as const;
export type FactTopic = (typeof factTopics)[number];
/** `column`: in identification.facts; `list`: code list of a code (core/src/registry/codes.ts). `zh` and `en` are what people read. */
export interface Fact { readonly key: string; readonly column: string; readonly kind: FactKind; readonly topic: FactTopic; readonly zh: string; readonly en: string; readonly unit?: string; readonly list?: string }

const f = (key: string, kind: FactKind, topic: FactTopic, zh: string, en: string, more: Pick<Fact, "unit" | "list"> = {}): Fact => ({ key, column: key.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`), kind, topic, zh, en, ...more });

export const factList = [
  f("attribute", "code", "identity", "贫困户属性", "household attribute", { list: "attribute" }),
  f("exitState", "code", "identity", "脱贫状态", "state of exit", { list: "exitState" }),
  f("exitYear", "year", "identity", "脱贫年度", "year of exit"),
  f("causeMain", "code", "identity", "主要致贫原因", "main cause of poverty", { list: "cause" }),
  f("monitored", "code", "identity", "监测对象类别", "kind of monitored household", { list: "monitored" }),
  f("perCapitaFen", "fen", "income", "人均纯收入", "net income per head"),
  f("netFen", "fen", "income", "家庭纯收入", "net income of the household"),
  f("wageFen", "fen", "income", "工资性收入", "wages"),
  f("operatingFen", "fen", "income", "生产经营性收入", "operating income"),
  f("propertyFen", "fen", "income", "财产性收入", "property income"),
  f("transferFen", "fen", "income", "转移性收入", "transfers"),
  f("costFen", "fen", "income", "生产经营性支出", "operating cost"),
  f("dibaoFen", "fen", "income", "低保金", "minimum living allowance received"),
  f("tekunFen", "fen", "income", "特困供养金", "extreme-poverty support received"),
  f("persons", "count", "members", "当前家庭人口", "current members"),
  f("incomePersons", "count", "members", "年度家庭人口", "members of the year (denominator of income)"),
  f("children", "count", "members", "未满16岁人数", "members under 16"),
  f("elderly", "count", "members", "60岁及以上人数", "members of 60 and over"),
  f("adults", "count", "members", "16至59岁人数", "members of 16 to 59"),
  f("headAge", "count", "members", "户主年龄", "age of the head"),
  f("headFemale", "flag", "members", "户主为女性", "head is a woman"),
  f("minority", "flag", "members", "户主为少数民族", "head is of an ethnic minority"),
  f("students", "count", "schooling", "在校生人数", "members in school"),
  f("upperStudents", "count", "schooling", "非义务教育在校生人数", "students beyond compulsory school"),
  f("dropouts", "count", "schooling", "义务教育阶段失学人数", "children of compulsory-school age out of school"),
  f("lowSchooling", "count", "schooling", "16岁以上小学及以下文化程度人数", "adults with primary school or less"),
  f("maxSchooling", "code", "schooling", "家庭最高文化程度", "highest education in the household", { list: "education" }),
  f("uninsured", "count", "health", "未参加基本医保人数", "members without basic medical insurance"),
  f("seriouslyIll", "count", "health", "大病人数", "members with a serious illness"),
  f("chronicallyIll", "count", "health", "长期慢性病人数", "members with a chronic illness"),
  f("disabled", "count", "health", "残疾人数", "disabled members"),
  f("severelyDisabled", "count", "health", "一二级残疾人数", "members disabled in grade 1 or 2"),
  f("labourers", "count", "labour", "有劳动能力人数", "members able to work (ordinary, skilled, weak or half)"),
  f("fullLabourers", "count", "labour", "普通及技能劳动力人数", "members with full ability to work"),
  f("skilledLabourers", "count", "labour", "技能劳动力人数", "skilled labourers"),
  f("migrantWorkers", "count", "labour", "县外务工人数", "members working outside the county"),
  f("workMonths", "count", "labour", "务工总月数", "months worked by all members"),
  f("publicPosts", "count", "labour", "公益性岗位人数", "members in public-welfare posts"),
  f("houseGrade", "code", "house", "住房安全等级", "grade of house safety", { list: "houseGrade" }),
  f("unsafeHouse", "flag", "house", "危房户", "unsafe house"),
  f("houseAreaM2", "measure", "house", "住房面积", "floor area", { unit: "m²" }),
  f("houseStructure", "code", "house", "住房结构", "structure of the house", { list: "houseStructure" }),
  f("waterSafe", "flag", "house", "饮水安全", "safe drinking water"),
  f("waterHard", "flag", "house", "饮水困难", "water hard to get"),
  f("powerAtHome", "flag", "house", "通生活用电", "electricity at home"),
  f("toilet", "flag", "house", "有卫生厕所", "sanitary toilet"),
  f("cleanFuel", "flag", "house", "使用清洁能源", "clean cooking fuel"),
  f("hardRoad", "flag", "house", "入户路硬化", "hard road to the house"),
  f("roadKm", "measure", "house", "与村主干路距离", "distance to the village's main road", { unit: "km" }),
  f("tv", "flag", "house", "通广播电视", "radio and television"),
  f("broadband", "flag", "house", "通宽带", "broadband"),
  f("arableMu", "measure", "land", "耕地面积", "arable land", { unit: "亩" }),
  f("forestMu", "measure", "land", "林地面积", "forest land", { unit: "亩" }),
  f("orchardMu", "measure", "land", "林果面积", "orchard", { unit: "亩" }),
  f("coop", "flag", "support", "加入合作社", "member of a co-operative"),
  f("leadFirm", "flag", "support", "有龙头企业带动", "linked to a leading enterprise"),
  f("leadPerson", "flag", "support", "有致富带头人带动", "linked to a leading producer"),
  f("dibaoMembers", "count", "support", "享受低保人数", "members on minimum living allowance"),
  f("tekunMembers", "count", "support", "特困供养人数", "members in extreme-poverty support"),
  f("relocation", "code", "support", "易地搬迁", "relocation", { list: "relocation" }),
  f("yearsOnRegister", "count", "identity", "在册年数", "years on the register"),
] as const satisfies readonly Fact[];

export type FactKey = (typeof factList)[number]["key"];
/** The row: `null` is unknown, never "no". Flags are true or false, everything else a number. */
export type Facts = Readonly<Record<string, number | boolean | null>>;

const byKey: ReadonlyMap<string, Fact> = new Map(factList.map((fact) => [fact.key, fact]));
/** @example factOf("dropouts")?.zh // => "义务教育阶段失学人数" */
export const factOf = (key: string): Fact | undefined => byKey.get(key);
