/**
 * Code lists of the registry (建档立卡): value → official label, English label, other spellings met in files.
 * Source: domain guide §1.3–1.5 (national system AA10, public local systems). Values are whole numbers ("01" is 1).
 * Codes of foreign systems never enter without a mapping table (`registry.code_mapping`).
 */
export interface Code { readonly value: number; readonly zh: string; readonly en: string; readonly also?: readonly string[] }

const list = (...rows: readonly (readonly [number, string, string, ...string[]])[]): readonly Code[] =>
  rows.map(([value, zh, en, ...also]) => (also.length ? { value, zh, en, also } : { value, zh, en }));

export const codeLists = {
  sex: list([1, "男", "male", "男性", "M"], [2, "女", "female", "女性", "F"], [9, "未说明", "not stated", "未知", "不详"]),
  certificate: list([1, "居民身份证(户口簿)", "ID card (household register)", "居民身份证", "身份证", "户口簿", "居民身份证（户口簿）"], [2, "残疾人证", "disability certificate", "第二代残疾人证"], [3, "无证件", "none", "无", "无证"], [9, "其他", "other", "护照", "军官证"]),
  relation: list([1, "户主", "head", "本人", "本人或户主", "户主本人"], [2, "配偶", "spouse", "妻", "夫", "妻子", "丈夫", "之妻", "之夫", "之配偶"], [3, "之子", "son", "儿子", "子", "长子", "次子", "三子", "独生子", "养子或继子"], [4, "之女", "daughter", "女儿", "女", "长女", "次女", "三女", "独生女", "养女或继女"], [5, "之儿媳", "daughter-in-law", "儿媳", "媳"], [6, "之女婿", "son-in-law", "女婿"], [7, "之孙子", "grandson (son's son)", "孙子", "孙"], [8, "之孙女", "granddaughter (son's daughter)", "孙女"], [9, "之外孙子", "grandson (daughter's son)", "外孙子", "外孙", "之外孙"], [10, "之外孙女", "granddaughter (daughter's daughter)", "外孙女"], [11, "之父", "father", "父亲", "父"], [12, "之母", "mother", "母亲", "母"], [13, "之岳父", "wife's father", "岳父"], [14, "之岳母", "wife's mother", "岳母"], [15, "之公公", "husband's father", "公公"], [16, "之婆婆", "husband's mother", "婆婆"], [17, "之祖父", "paternal grandfather", "祖父", "爷爷"], [18, "之祖母", "paternal grandmother", "祖母", "奶奶"], [19, "之外祖父", "maternal grandfather", "外祖父", "外公"], [20, "之外祖母", "maternal grandmother", "外祖母", "外婆"], [21, "之曾孙子", "great-grandson", "曾孙子", "曾孙"], [22, "之曾孙女", "great-granddaughter", "曾孙女"], [23, "之兄弟姐妹", "sibling", "兄弟姐妹", "兄", "弟", "姐", "妹", "之兄", "之弟", "之姐", "之妹"], [24, "之兄弟媳妇", "brother's wife", "兄弟媳妇"], [25, "之叔伯", "father's brother", "叔伯"], [26, "之侄儿", "nephew", "侄儿", "侄子"], [27, "之侄女", "niece", "侄女"], [99, "其他", "other", "其它", "非亲属"]),
  ethnic: list(...("1汉 2蒙古 3回 4藏 5维吾尔 6苗 7彝 8壮 9布依 10朝鲜 11满 12侗 13瑶 14白 15土家 16哈尼 17哈萨克 18傣 19黎 20傈僳 21佤 22畲 23高山 24拉祜 25水 26东乡 27纳西 28景颇 29柯尔克孜 30土 31达斡尔 32仫佬 33羌 34布朗 35撒拉 36毛南 37仡佬 38锡伯 39阿昌 40普米 41塔吉克 42怒 43乌孜别克 44俄罗斯 45鄂温克 46德昂 47保安 48裕固 49京 50塔塔尔 51独龙 52鄂伦春 53赫哲 54门巴 55珞巴 56基诺".split(" ").map((t): [number, string, string, string] => { const name = t.replace(/^\d+/, ""); return [Number.parseInt(t, 10), `${name}族`, `${name} (GB/T 3304)`, name]; })), [97, "其他", "other", "其它", "穿青人"], [98, "外国血统中国籍人士", "of foreign descent", "外国血统"]),
  education: list([1, "文盲或半文盲", "illiterate or semi-literate", "文盲", "半文盲", "文盲半文盲", "文盲/半文盲", "不识字"], [2, "小学", "primary", "小学毕业"], [3, "初中", "junior secondary", "初中毕业"], [4, "高中", "senior secondary", "高中毕业", "中专", "中职", "高中/中专", "高中(中专)", "职高", "技校"], [5, "大专及以上", "college or above", "大专", "本科", "大学", "本科及以上", "大专以上", "研究生", "高职", "硕士研究生及以上"], [6, "学龄前儿童", "below school age", "学龄前"]),
  student: list([1, "非在校生", "not a student", "不在校", "非在校"], [2, "学前教育", "preschool", "学龄前儿童", "幼儿园", "学前"], [3, "小学", "primary", "小学在校"], [4, "七年级", "grade 7", "初一", "初中一年级"], [5, "八年级", "grade 8", "初二", "初中二年级"], [6, "九年级", "grade 9", "初三", "初中三年级"], [7, "高中一年级", "senior secondary 1", "高一", "普通高中一年级"], [8, "高中二年级", "senior secondary 2", "高二", "普通高中二年级"], [9, "高中三年级", "senior secondary 3", "高三", "普通高中三年级"], [10, "中职一年级", "vocational 1", "中职一", "中职中技一年级"], [11, "中职二年级", "vocational 2", "中职二", "中职中技二年级"], [12, "中职三年级", "vocational 3", "中职三", "中职中技三年级"], [13, "高职一年级", "higher vocational 1", "高职高专一年级", "高职一"], [14, "高职二年级", "higher vocational 2", "高职高专二年级", "高职二"], [15, "高职三年级", "higher vocational 3", "高职高专三年级", "高职三"], [16, "大专及以上", "college or above", "本科", "本科一年级", "本科二年级", "本科三年级", "本科四年级", "大学", "大专", "硕士研究生及以上", "研究生", "技师学院"]),
  health: list([1, "健康", "healthy", "良好", "健康或良好"], [2, "长期慢性病", "chronic illness", "慢性病"], [3, "患有大病", "serious illness", "大病", "重病", "患大病"], [4, "残疾", "disabled", "残疾人"]),
  labour: list([1, "普通劳动力", "ordinary labour", "普通"], [2, "技能劳动力", "skilled labour", "技能"], [3, "丧失劳动力", "lost ability to work", "丧失"], [4, "无劳动力", "no labour", "无"], [5, "弱劳动力或半劳动力", "weak or half labour", "弱劳动力", "半劳动力", "弱(半)劳动力", "弱劳力或半劳力", "弱劳力半劳力", "弱劳动力/半劳动力"]),
  workPlace: list([1, "乡(镇)内务工", "inside the township", "乡镇内务工", "乡内务工", "镇内务工"], [2, "乡(镇)外县内务工", "in the county", "乡外县内务工", "乡镇外县内务工", "县内务工"], [3, "县外省内务工", "in the province", "省内务工"], [4, "省外务工", "outside the province", "省外"], [99, "其他", "other", "其它"]),
  political: list([1, "中共党员", "CPC member", "党员"], [2, "中共预备党员", "probationary CPC member", "预备党员"], [3, "共青团员", "Youth League member", "团员"], [4, "民主党派", "democratic party member"], [12, "无党派人士", "non-partisan", "无党派"], [13, "群众", "none", "普通群众"]),
  marital: list([10, "未婚", "single"], [20, "已婚", "married", "初婚", "再婚", "复婚"], [30, "丧偶", "widowed"], [40, "离婚", "divorced", "离异"], [90, "未说明", "not stated", "未说明的婚姻状况"]),
  attribute: list([1, "一般贫困户", "ordinary poor household", "一般户", "一般农户", "扶贫户"], [4, "低保贫困户", "household on minimum living allowance", "低保户", "扶贫低保户", "低保(部分)", "低保(全家)"], [6, "特困供养贫困户", "household in extreme-poverty support", "五保贫困户", "五保户", "特困户", "特困供养户", "特困人员"]),
  standard: list([1, "国家标准", "national standard", "国家"], [2, "省定标准", "provincial standard", "省标"], [3, "市定标准", "city standard", "市标"]),
  exitState: list([0, "未脱贫", "poor", "贫困", "未退出"], [1, "已脱贫", "exited", "脱贫", "稳定脱贫", "已脱贫(享受政策)", "已脱贫(不享受政策)"], [2, "预脱贫", "about to exit"], [3, "返贫", "returned to poverty", "返贫户"], [9, "未识别（普通农户）", "not registered (ordinary farm household)", "未识别", "普通农户", "一般农户", "未建档立卡"]),
  cause: list([1, "因病", "illness"], [2, "因残", "disability"], [3, "因学", "schooling"], [4, "因灾", "disaster", "因自然灾害"], [5, "缺土地", "lack of land"], [6, "缺水", "lack of water"], [7, "缺技术", "lack of skills"], [8, "缺劳力", "lack of labour", "缺劳动力", "缺少劳动力"], [9, "缺资金", "lack of funds"], [10, "交通条件落后", "poor transport", "交通落后", "交通条件差"], [11, "自身发展动力不足", "lack of own drive", "自身发展力不足", "内生动力不足"], [12, "因婚", "cost of marriage"], [99, "其他", "other", "其它", "因丧"]),
  risk: list([1, "因病", "illness"], [201, "洪涝灾害", "flood"], [202, "地质灾害", "geological disaster"], [203, "旱灾", "drought"], [204, "生物灾害", "pests"], [205, "气象灾害", "weather"], [206, "地震", "earthquake"], [299, "其他自然灾害", "other disaster"], [3, "因残", "disability"], [4, "缺劳动力", "lack of labour"], [5, "因意外事故", "accident"], [6, "因产业项目失败", "failed business", "因产业(项目)失败"], [7, "因务工就业不稳", "unstable work"], [8, "因安全住房", "unsafe house"], [9, "因学", "schooling"], [10, "因安全饮水", "unsafe water"], [99, "其他", "other"]),
  monitored: list([0, "非监测对象", "not monitored", "否", "无"], [1, "脱贫不稳定户", "exited, unstable"], [2, "边缘易致贫户", "at the edge of poverty"], [3, "突发严重困难户", "in sudden serious difficulty"]),
  roadType: list([1, "泥土路", "earth", "土路", "泥土"], [2, "砂石路", "gravel", "沙石路", "砂石"], [3, "水泥路", "concrete", "硬化路", "水泥"], [4, "沥青路", "asphalt", "柏油路", "沥青", "柏油"]),
  fuel: list([1, "柴草", "firewood, straw", "柴"], [2, "干畜粪", "dung"], [3, "煤炭", "coal", "煤"], [4, "清洁能源", "clean energy", "电", "燃气", "沼气", "液化气", "天然气"], [99, "其他", "other", "其它"]),
  houseGrade: list([1, "A", "A safe", "A级"], [2, "B", "B basically safe", "B级"], [3, "C", "C locally dangerous", "C级"], [4, "D", "D wholly dangerous", "D级"]),
  houseStructure: list([1, "钢筋混凝土", "reinforced concrete", "框架"], [2, "砖混", "brick-concrete", "砖混材料"], [3, "砖(石)木/石窑洞", "brick or stone and wood", "砖瓦砖木材料", "砖木", "石木"], [4, "竹草土坯/土窑洞", "adobe, bamboo, grass", "土坯", "竹草土坯"], [9, "其他", "other", "其它"]),
  waterSource: list([1, "净化自来水", "treated tap water", "自来水"], [2, "受保护的井水和泉水", "protected well or spring", "受保护井泉", "井水"], [3, "不受保护的井水和泉水", "unprotected well or spring", "不受保护井泉"], [4, "江河湖泊水", "river or lake", "江河湖"], [5, "收集雨水", "rain water", "雨水"], [6, "桶装水", "bottled water"], [9, "其他", "other", "其它"]),
  relocation: list([0, "非搬迁户", "not relocated", "否"], [1, "集中安置", "relocated, grouped", "集中"], [2, "分散安置", "relocated, scattered", "分散"]),
  outOfSchool: list([1, "因病", "illness"], [2, "因残", "disability"], [3, "厌学", "unwilling"], [4, "因贫", "poverty"], [5, "已完成义务教育", "compulsory schooling completed"], [6, "送教上门", "taught at home"], [9, "其他", "other"]),
  publicPost: list([1, "保洁", "cleaner"], [2, "护林", "forest guard"], [3, "护路", "road keeper"], [4, "护河(护水)", "river keeper", "护河", "护水"], [5, "治安协管", "public order"], [9, "其他", "other"]),
  arrival: list([1, "新生儿", "birth", "出生"], [2, "婚入", "marriage in"], [3, "收养", "adoption"], [4, "户籍迁入", "moved in", "迁入"], [5, "退役或毕业回归", "back from service or school", "退役", "毕业"], [6, "刑满释放", "released"], [7, "补录", "added late"]),
  departure: list([1, "死亡", "death"], [2, "婚出", "marriage out"], [3, "户籍迁出", "moved out", "迁出"], [4, "服刑收监", "in prison"], [5, "失踪", "missing"], [6, "分户", "household split"], [7, "出国定居", "emigrated"], [8, "参军", "joined the army"], [9, "错录剔除", "entered by mistake"]),
  source: list([1, "自报", "reported by the household"], [2, "台账", "village or town records"], [3, "部门数据", "department data"], [4, "入户采集", "collected at the house"], [5, "文件导入", "file import"], [6, "系统计算", "computed"]),
  incomeKind: list([10, "务工收入", "wages"], [11, "公益性岗位收入", "public-post wages"], [19, "其他工资性收入", "other wage income", "工资性收入"], [20, "生产经营性收入", "operating income"], [30, "资产收益分红", "equity dividends"], [39, "其他财产性收入", "other property income", "财产性收入"], [40, "计划生育金", "family-planning allowance"], [41, "低保金", "minimum living allowance"], [42, "特困供养金", "extreme-poverty support", "五保金"], [43, "养老保险金", "pension"], [44, "生态补偿金", "ecological compensation"], [45, "产业奖励", "industry award"], [46, "就业奖励", "employment award"], [49, "其他转移性收入", "other transfers"], [60, "生产经营性支出", "operating cost"]),
} as const satisfies Record<string, readonly Code[]>;

export type CodeList = keyof typeof codeLists;

/** `exitState` of a household that is known (an applicant, one looked at and refused) but not registered: nobody counts it as 建档立卡. */
export const notRegistered = 9;
/** `exitState` of the registered poor: 未脱贫, 预脱贫, 返贫; exited ones (1) are registered, but no longer poor. */
export const registeredPoor: readonly number[] = [0, 2, 3];

/** Label of a value; the value itself when the list does not know it. @example labelOf("cause", 8) // => "缺劳力" */
export function labelOf(name: CodeList, value: number | null | undefined, locale: "zh-CN" | "en" = "zh-CN"): string {
  if (value === null || value === undefined) return "";
  const codes: readonly Code[] = codeLists[name];
  const found = codes.find((c) => c.value === value);
  return found ? (locale === "en" ? found.en : found.zh) : String(value);
}

/** Folds what people type alike: full width, brackets, spaces, slashes. */
const fold = (text: string): string => text.normalize("NFKC").replace(/[\s()/\\、,，。.\-·'"“”]/g, "").toUpperCase();

const books = new Map<CodeList, ReadonlyMap<string, number>>();

/** Value of a written label, an accepted other spelling, or the code itself ("01", "1"); `undefined` when none fits. @example codeOf("relation", "本人") // => 1 */
export function codeOf(name: CodeList, written: string): number | undefined {
  let book = books.get(name);
  if (!book) {
    const made = new Map<string, number>();
    const codes: readonly Code[] = codeLists[name];
    for (const c of codes) for (const text of [...(c.also ?? []), String(c.value), String(c.value).padStart(2, "0"), c.en, c.zh]) made.set(fold(text), c.value);
    for (const c of codes) made.set(fold(c.zh), c.value);
    books.set(name, (book = made));
  }
  return book.get(fold(written));
}
