/**
 * 部门数据比对接口目录 (domain guide §2.8): every department, what it gives, by which key, on which ground, for what, how often.
 * Fields are the least that the finding kinds of `kinds.ts` read; headings carry the other spellings met in files.
 */
import { choices, column, who, type Feed, type FeedColumn } from "./feed.ts";

const region = column("region", "region", "region", "行政村", "village", { also: "村 所在村 村名 户籍地 行政区划代码 住所地 村委会" });
const phone = column("phone", "phone", "sealed", "联系电话", "telephone", { also: "电话 手机 手机号 手机号码" });
const address = column("address", "text", "sealed", "地址", "address", { also: "住址 户籍地址 坐落 现住址 详细地址 组别 村民小组" });
const feed = (f: Feed): Feed => f;
const person = (...more: readonly FeedColumn[]): readonly FeedColumn[] => [...who, ...more];

export const feeds: readonly Feed[] = [
  feed({
    key: "household_roll", department: "police", zh: "农村常住户口登记", en: "rural household register", purpose: { zh: "建立农户总体框架，核对家庭成员、迁移和分户", en: "frame of all rural households; members, moves, splits" },
    bases: ["duty", "opening"], frequency: "weekly", coverage: "snapshot", keepsOthers: true,
    columns: person(
      column("householdNo", "text", "household", "户号", "household book number", { required: true, also: "户口簿号 户口本号 户籍号 户编码" }),
      column("relation", "choice", "code", "与户主关系", "relation to the head", { also: "关系 户主关系", choices: choices("1户主 head 本人", "2配偶 spouse 妻|夫", "3子女 child 之子|之女|儿子|女儿|长子|长女|次子|次女", "4父母 parent 之父|之母|父亲|母亲", "5其他 other 孙子|孙女|儿媳|女婿|兄弟|姐妹|之孙子|之孙女|之儿媳|之女婿|之祖父|之祖母|之岳父|之岳母|之公公|之婆婆|之兄弟姐妹") }),
      region, address, phone,
      column("splitOn", "date", "on", "分户立户日期", "day the book was opened by a split", { also: "立户日期 分户日期 建户日期" }),
      column("splitFrom", "text", "from", "原户号", "book it was split from", { also: "分出户号 原户口簿号" }),
      column("state", "choice", "code2", "户籍状态", "state of registration", { also: "状态 人员状态", choices: choices("1正常 present 在册|常住", "2死亡注销 dead 死亡|已死亡", "3迁出 moved_out 户籍迁出|迁往外地", "4空挂 empty_registration 人户分离|空挂户|长期不在") }),
      column("stateOn", "date", "until", "状态变更日期", "day of that state", { also: "注销日期 迁出日期 死亡日期 离开日期 变更日期" }),
      column("fatherNo", "idNumber", "father", "父亲公民身份号码", "father's ID number", { also: "父亲身份证号 父亲证件号码" }),
      column("motherNo", "idNumber", "mother", "母亲公民身份号码", "mother's ID number", { also: "母亲身份证号 母亲证件号码" }),
      column("spouseNo", "idNumber", "spouse", "配偶公民身份号码", "spouse's ID number", { also: "配偶身份证号 配偶证件号码" }),
      column("away", "choice", "label", "外出情况", "away from home", { also: "外出务工 流动情况", choices: choices("0在家 at_home 否|无", "1外出半年以上 away_over_half_a_year 外出|是|外出务工", "2举家外出三年以上 whole_family_away_three_years 举家外出") })),
  }),
  feed({
    key: "vehicles", department: "police", zh: "机动车登记", en: "motor vehicles", purpose: { zh: "核对消费型车辆（X03）", en: "check vehicles for consumption (X03)" }, bases: ["duty", "authorised", "opening"], frequency: "monthly", coverage: "snapshot", keepsOthers: false,
    columns: person(column("type", "choice", "code", "车辆类型", "type of vehicle", { required: true, also: "车型 机动车类型 种类", choices: choices("1小型轿车 car 轿车|小型普通客车|小型越野客车|汽车|小型汽车|SUV", "2货车 lorry 轻型货车|重型货车|微型货车|轻型普通货车", "3三轮汽车 farm_tricycle 农用三轮车|三轮车|正三轮摩托车|低速货车", "4摩托车 motorcycle 普通二轮摩托车|二轮摩托|轻便摩托车", "5残疾人专用车 car_for_disabled_people 残疾人机动轮椅车|残疾人专用汽车", "6拖拉机 tractor 手扶拖拉机|联合收割机") }),
      column("price", "fen", "amount", "购置价", "price paid (yuan)", { also: "购车价格 价格 购置价格 购车款 车辆价格 购置价(元)" }), column("boughtOn", "date", "on", "登记日期", "registered on", { also: "初次登记日期 注册登记日期 购车日期 上牌日期" }),
      column("plate", "text", "sealed", "号牌号码", "plate", { also: "车牌 车牌号 号牌" }), column("state", "flag", "flag", "在用", "in use", { also: "状态正常 是否在用" }), region, address, phone),
  }),
  feed({
    key: "relief", department: "civil", zh: "社会救助对象", en: "recipients of social assistance", purpose: { zh: "核对低保、特困，发现应识别未识别", en: "minimum living allowance, extreme-poverty support; who was missed" }, bases: ["duty", "relief", "opening"], frequency: "monthly", coverage: "snapshot", keepsOthers: true,
    columns: person(column("kind", "choice", "code", "救助类别", "kind of assistance", { required: true, also: "类别 对象类别 救助类型", choices: choices("1农村低保 rural_minimum_living_allowance 低保|最低生活保障", "2特困供养 extreme_poverty_support 特困|五保|特困人员救助供养", "3临时救助 temporary_relief 临时", "4低保边缘 near_the_allowance 低保边缘家庭") }),
      column("since", "date", "on", "享受起始日期", "since", { also: "开始日期 起始时间 享受时间" }), column("until", "date", "until", "停发日期", "until", { also: "终止日期 截止日期" }), column("monthly", "fen", "amount", "月保障金额", "amount a month (yuan)", { also: "月金额 保障金 补助标准" }), region, address),
  }),
  feed({
    key: "deaths", department: "civil", zh: "死亡火化登记", en: "deaths and cremations", purpose: { zh: "核减死亡人口（X09），防止死亡人员领补", en: "take the dead off the list (X09); no payments to the dead" }, bases: ["duty", "opening"], frequency: "monthly", coverage: "snapshot", keepsOthers: false,
    columns: person(column("diedOn", "date", "on", "死亡日期", "died on", { required: true, also: "死亡时间 去世日期 火化日期" }), column("how", "choice", "code", "登记来源", "registered by", { also: "来源 登记类别", choices: choices("1火化 cremation 火化证明|遗体火化", "2死亡证明 death_certificate 死亡医学证明|土葬|死亡", "3户口注销 struck_off_the_register 注销") }), region, address),
  }),
  feed({
    key: "assets", department: "civil", zh: "家庭经济状况核对", en: "check of deposits and financial assets", purpose: { zh: "存款、金融资产，只作核查线索（X14）", en: "deposits and financial assets, for review only (X14)" }, bases: ["authorised", "relief"], frequency: "check", coverage: "snapshot", keepsOthers: false,
    columns: person(column("balance", "fen", "amount", "金融资产合计", "financial assets (yuan)", { required: true, also: "存款余额 存款 金融资产 资产合计" }), column("on", "date", "on", "核对日期", "checked on", { also: "查询日期 核对时间" })),
  }),
  feed({
    key: "employment", department: "labour", zh: "职工社保缴费", en: "employees' social insurance", purpose: { zh: "工资收入佐证，低报收入（§4.6）", en: "evidence of wages, under-reported income (§4.6)" }, bases: ["duty", "authorised", "opening"], frequency: "monthly", coverage: "snapshot", keepsOthers: false,
    columns: person(column("employer", "text", "label", "参保单位", "employer", { also: "单位名称 用人单位 缴费单位" }), column("base", "fen", "amount", "月缴费基数", "monthly contribution base (yuan)", { required: true, also: "缴费基数 月工资 工资基数" }), column("months", "number", "measure", "本年缴费月数", "months paid this year", { also: "缴费月数 缴费月份数 月数" }), column("pension", "flag", "flag", "领取职工养老金", "draws an employee's pension", { also: "退休待遇 是否退休" })),
  }),
  feed({
    key: "medical", department: "medical", zh: "参保与医疗费用", en: "insurance and medical cost", purpose: { zh: "参保核对，大额自付预警，发现漏评", en: "insured or not; high cost out of pocket; who was missed" }, bases: ["duty", "opening"], frequency: "monthly", coverage: "snapshot", keepsOthers: true,
    columns: person(column("scheme", "choice", "code", "参保类型", "insurance scheme", { required: true, also: "险种 参保状态 险种类型", choices: choices("0未参保 not_insured 未参加|断保|停保", "1城乡居民医保 residents 居民医保|新农合|城乡居民", "2职工医保 employees 职工") }),
      column("cost", "fen", "amount2", "医疗总费用", "total cost (yuan)", { also: "总费用 费用总额 医疗费总额" }), column("outOfPocket", "fen", "amount", "合规自付费用", "eligible cost out of pocket (yuan)", { also: "个人自付 自付费用 自付金额 合规自付" }), column("year", "date", "on", "统计截止日期", "counted up to", { also: "截止日期 统计日期" }), region, address),
  }),
  feed({
    key: "illness", department: "health", zh: "大病慢病名单", en: "serious and chronic illness", purpose: { zh: "核对因病致贫原因", en: "check the cause illness" }, bases: ["duty", "opening"], frequency: "quarterly", coverage: "snapshot", keepsOthers: false,
    columns: person(column("kind", "choice", "code", "病种类别", "kind of illness", { required: true, also: "类别 病种", choices: choices("2长期慢性病 chronic_illness 慢性病|慢病", "3大病 serious_illness 患有大病|重病|大病专项救治") }), column("since", "date", "on", "确诊日期", "since", { also: "登记日期 确诊时间" })),
  }),
  feed({
    key: "schooling", department: "education", zh: "学籍", en: "school register", purpose: { zh: "控辍保学，核对在校状况", en: "drop-outs; schooling status" }, bases: ["duty", "opening"], frequency: "term", coverage: "snapshot", keepsOthers: true,
    columns: person(column("school", "text", "label", "学校", "school", { also: "学校名称 就读学校" }), column("grade", "choice", "code2", "学段", "stage", { also: "年级 教育阶段", choices: choices("1学前 preschool 幼儿园", "2小学 primary 小学一年级|小学二年级|小学三年级|小学四年级|小学五年级|小学六年级", "3初中 junior_secondary 七年级|八年级|九年级", "4高中 senior_secondary 普通高中", "5中职 vocational 中等职业", "6高等教育 higher 大学|大专|本科|高职") }),
      column("state", "choice", "code", "学籍状态", "status", { required: true, also: "状态 就学状态", choices: choices("1在校 enrolled 在读|就读|正常", "2休学 suspended 暂时休学", "3辍学 dropped_out 失学|未入学|流失", "4送教上门 taught_at_home 送教") }), column("since", "date", "on", "状态日期", "since", { also: "变动日期 入学日期" }), region),
  }),
  feed({
    key: "disability", department: "disabled", zh: "残疾人证", en: "disability certificates", purpose: { zh: "核对因残和两项补贴，发现漏评", en: "cause disability and both subsidies; who was missed" }, bases: ["duty", "opening"], frequency: "monthly", coverage: "snapshot", keepsOthers: true,
    columns: person(column("category", "choice", "code2", "残疾类别", "category", { also: "类别 残疾类型", choices: choices("1视力 sight", "2听力 hearing", "3言语 speech", "4肢体 limbs", "5智力 intellect", "6精神 mental", "7多重 multiple") }), column("level", "choice", "code", "残疾等级", "grade", { required: true, also: "等级 级别", choices: choices("1一级 grade_1 1级|壹级", "2二级 grade_2 2级|贰级", "3三级 grade_3 3级|叁级", "4四级 grade_4 4级|肆级") }),
      column("issuedOn", "date", "on", "发证日期", "issued on", { also: "办证日期 领证日期" }), column("subsidy", "flag", "flag", "享受残疾人两项补贴", "draws a disability subsidy", { also: "两项补贴 享受补贴 是否享受补贴" }), region, address),
  }),
  feed({
    key: "real_estate", department: "property", zh: "不动产登记", en: "real estate", purpose: { zh: "核对城镇住房、商铺（X04）", en: "houses and shops in town (X04)" }, bases: ["authorised", "relief", "opening"], frequency: "check", coverage: "snapshot", keepsOthers: false,
    columns: person(column("use", "choice", "code", "用途", "use", { required: true, also: "房屋用途 不动产用途 规划用途 类型", choices: choices("1住宅 dwelling 成套住宅|商品房|商品住宅", "2商铺 shop 商业|商业服务|门面", "3农村宅基地 rural_homestead 宅基地|农村住宅|农村住房", "4易地搬迁安置房 relocation_house 安置房|搬迁房|扶贫搬迁安置房") }), column("area", "number", "measure", "建筑面积", "floor area (m²)", { also: "面积 建筑面积(平方米)" }), column("on", "date", "on", "登记日期", "registered on", { also: "登簿日期 登记时间" }), column("inTown", "flag", "flag", "位于城镇", "in a town or city", { also: "是否城镇 城镇" }), address),
  }),
  feed({
    key: "companies", department: "market", zh: "市场主体登记", en: "registered businesses", purpose: { zh: "核对企业、个体户、合作社（X05）", en: "companies, sole traders, co-operatives (X05)" }, bases: ["duty", "opening"], frequency: "check", coverage: "snapshot", keepsOthers: false,
    columns: person(column("kind", "choice", "code", "主体类型", "kind", { required: true, also: "类型 企业类型 市场主体类型", choices: choices("1企业 company 有限责任公司|公司|个人独资企业|合伙企业", "2个体工商户 sole_trader 个体户|个体", "3农民专业合作社 co_operative 合作社|专业合作社") }), column("role", "text", "other", "身份", "role", { also: "职务 身份类别" }), column("operating", "flag", "flag", "正常经营", "operating", { also: "经营状态 存续 是否经营 登记状态正常" }), column("capital", "fen", "amount", "注册资本", "registered capital (yuan)", { also: "注册资金 出资额 资金数额" }), column("on", "date", "on", "成立日期", "founded on", { also: "注册日期 登记日期" }), column("title", "text", "label", "主体名称", "name of the business", { also: "企业名称 名称 字号" })),
  }),
  feed({
    key: "income_tax", department: "tax", zh: "个人所得申报", en: "declared income", purpose: { zh: "经授权的收入核对", en: "income, where authorised" }, bases: ["authorised", "relief"], frequency: "check", coverage: "snapshot", keepsOthers: false,
    columns: person(column("income", "fen", "amount", "全年所得", "income of the year (yuan)", { required: true, also: "年收入 收入额 综合所得" }), column("on", "date", "on", "所属期止", "period ends", { also: "所属期 年度" })),
  }),
  feed({
    key: "house_grade", department: "housing", zh: "住房安全鉴定与危改", en: "house appraisals and reconstruction", purpose: { zh: "核对住房安全，发现未识别危房户", en: "house safety; unsafe houses not registered" }, bases: ["duty", "opening"], frequency: "quarterly", coverage: "snapshot", keepsOthers: true,
    columns: person(column("grade", "choice", "code", "鉴定等级", "grade", { required: true, also: "房屋等级 危房等级 等级", choices: choices("1A级 A A", "2B级 B B", "3C级 C C", "4D级 D D") }), column("on", "date", "on", "鉴定日期", "appraised on", { also: "鉴定时间 评定日期" }), column("rebuilt", "flag", "flag", "已列入危改", "in the reconstruction plan", { also: "危改户 是否危改 危房改造" }), column("oldKwh", "number", "measure", "旧房近三月用电量", "power used in the old house, last three months (kWh)", { also: "旧房用电量 旧房用电" }), region, address),
  }),
  feed({
    key: "water_supply", department: "water", zh: "饮水安全", en: "water supply", purpose: { zh: "核对饮水安全", en: "safe drinking water" }, bases: ["duty", "opening"], frequency: "quarterly", coverage: "snapshot", keepsOthers: false,
    columns: person(column("safe", "flag", "flag", "饮水达标", "safe", { required: true, also: "是否达标 达标 饮水安全" }), column("on", "date", "on", "评价日期", "judged on", { also: "核查日期" })),
  }),
  feed({
    key: "big_farms", department: "farming", zh: "种养规模", en: "size of farming", purpose: { zh: "核对种养大户（X06）", en: "big growers and breeders (X06)" }, bases: ["duty", "opening"], frequency: "yearly", coverage: "snapshot", keepsOthers: false,
    columns: person(column("kind", "choice", "code", "经营类型", "kind", { also: "类型 产业类型", choices: choices("1种植 growing 种植业", "2养殖 breeding 养殖业|畜牧") }), column("area", "number", "measure", "经营面积", "land worked (mu)", { also: "种植面积 面积(亩) 承包面积 流转面积" }), column("sales", "fen", "amount", "年销售额", "sales of the year (yuan)", { also: "销售收入 年产值 产值" }), column("employs", "flag", "flag", "雇工经营", "employs others", { also: "雇工 是否雇工" }), column("on", "date", "on", "登记日期", "registered on", { also: "统计日期" })),
  }),
  feed({
    key: "eco_posts", department: "forestry", zh: "护林员与退耕还林", en: "forest guards and returned farmland", purpose: { zh: "核对生态岗位和补助", en: "eco-posts and subsidies" }, bases: ["duty", "opening"], frequency: "yearly", coverage: "snapshot", keepsOthers: false,
    columns: person(column("kind", "choice", "code", "类别", "kind", { required: true, also: "岗位类别", choices: choices("1护林员 forest_guard 生态护林员", "2退耕还林 returned_farmland 退耕") }), column("amount", "fen", "amount", "年补助", "amount a year (yuan)", { also: "补助金额 年工资" })),
  }),
  feed({
    key: "public_payroll", department: "finance", zh: "财政供养人员", en: "public payroll", purpose: { zh: "核对财政供养人员（X01）", en: "fiscally supported staff (X01)" }, bases: ["duty", "opening"], frequency: "monthly", coverage: "snapshot", keepsOthers: false,
    columns: person(column("kind", "choice", "code", "人员类别", "kind", { also: "类别 编制类型 人员性质", choices: choices("1在职 in_service 在编|在编在职", "2退休 retired 离退休|离休", "3编外聘用 contract 聘用|临聘|公益性岗位") }), column("unit", "text", "label", "工作单位", "unit", { also: "单位 单位名称" }), column("since", "date", "on", "供养起始", "since", { also: "入编日期 起始日期" })),
  }),
  feed({
    key: "payments", department: "finance", zh: "惠民补贴一卡通发放", en: "one-card subsidy payments", purpose: { zh: "死亡、重复、冒领、应享未享", en: "payments to the dead, twice, to others' accounts, or not at all" }, bases: ["duty", "opening"], frequency: "monthly", coverage: "period", keepsOthers: false,
    columns: person(column("item", "choice", "code", "补贴项目", "item", { required: true, also: "项目 补贴名称 项目名称", choices: choices("1农村低保 rural_minimum_living_allowance 低保金|低保", "2特困供养 extreme_poverty_support 特困供养金|五保金|特困", "3养老金 basic_pension 城乡居民养老金|基础养老金", "4残疾人补贴 disability_subsidy 两项补贴|残疾补贴", "5耕地地力保护 farmland_protection 地力补贴|种粮补贴", "6生态补偿 ecological_compensation 退耕还林|公益林|护林员补助", "7产业奖补 industry_award 产业补助", "8教育资助 education_aid 雨露计划|教育补助", "9其他 other") }),
      column("paidOn", "date", "on", "发放日期", "paid on", { required: true, also: "支付日期 发放时间" }), column("amount", "fen", "amount", "金额", "amount (yuan)", { required: true, also: "发放金额 补贴金额 金额(元)" }), column("account", "account", "other", "收款账号", "account", { also: "银行账号 一卡通账号 账号" })),
  }),
  feed({
    key: "loans", department: "bank", zh: "贷款与账户", en: "loans and accounts", purpose: { zh: "逾期风险，账户所有人核对", en: "overdue loans; owners of accounts" }, bases: ["authorised"], frequency: "monthly", coverage: "snapshot", keepsOthers: false,
    columns: person(column("amount", "fen", "amount", "贷款余额", "loan outstanding (yuan)", { also: "余额 贷款金额" }), column("overdueDays", "number", "measure", "逾期天数", "days overdue", { also: "逾期 逾期日数" }), column("on", "date", "on", "统计日期", "on", { also: "截止日期" })),
  }),
  feed({
    key: "disasters", department: "emergency", zh: "受灾户", en: "households hit by disaster", purpose: { zh: "突发风险线索", en: "sudden risk" }, bases: ["duty"], frequency: "event", coverage: "snapshot", keepsOthers: true,
    columns: person(column("kind", "text", "label", "灾害类型", "kind of disaster", { also: "灾种" }), column("loss", "fen", "amount", "损失金额", "loss (yuan)", { also: "损失 直接经济损失" }), column("on", "date", "on", "受灾日期", "on", { required: true, also: "灾害日期 发生日期" }), region),
  }),
  feed({
    key: "petitions", department: "petitions", zh: "信访与 12317 诉求", en: "petitions", purpose: { zh: "漏评、错评诉求线索", en: "complaints about missed or wrong inclusion" }, bases: ["duty"], frequency: "event", coverage: "period", keepsOthers: true,
    columns: person(column("kind", "choice", "code", "诉求类型", "kind", { required: true, also: "类型 诉求类别", choices: choices("1要求识别 asks_to_be_registered 漏评|申请识别", "2举报他人 reports_others 举报|错评", "9其他 other") }), column("on", "date", "on", "受理日期", "received on", { also: "登记日期 来访日期" }), region),
  }),
  feed({
    key: "village_cadres", department: "organisation", zh: "村“三委”干部", en: "village cadres", purpose: { zh: "核对村干部及近亲属（X02、X10）", en: "village cadres and close relatives (X02, X10)" }, bases: ["duty"], frequency: "yearly", coverage: "snapshot", keepsOthers: false,
    columns: person(column("post", "text", "label", "职务", "post", { also: "任职 岗位 村内职务" }), column("since", "date", "on", "任职日期", "since", { also: "起始日期" }), region),
  }),
  feed({
    key: "sentences", department: "justice", zh: "服刑人员", en: "people serving a sentence", purpose: { zh: "成员核减（X09）", en: "take members off while they serve a sentence (X09)" }, bases: ["duty"], frequency: "quarterly", coverage: "snapshot", keepsOthers: false,
    columns: person(column("from", "date", "on", "收监日期", "from", { required: true, also: "入监日期 服刑起始" }), column("until", "date", "until", "刑满日期", "until", { also: "刑期截止 释放日期" })),
  }),
];

const byKey: ReadonlyMap<string, Feed> = new Map(feeds.map((f) => [f.key, f]));
/** @example feedOf("vehicles")?.department // => "police" */
export const feedOf = (key: string): Feed | undefined => byKey.get(key);
