/** The vocabulary of public procedures: what a step is, who is concerned, what must be kept, and the official words for it. */
export const purposes = ["registration", "exit", "removal", "return", "monitoring", "elimination", "villageRecognition", "villageExit", "countyExit", "appeal"] as const;
export type Purpose = (typeof purposes)[number];

export const stepKinds = ["plan", "apply", "propose", "survey", "appraise", "notice", "review", "match", "approve", "announce", "consent", "sign"] as const;
export type StepKind = (typeof stepKinds)[number];

export const stepLevels = ["household", "group", "village", "town", "county", "city", "province", "nation"] as const;
export type StepLevel = (typeof stepLevels)[number];

export const subjects = ["household", "village", "county"] as const;
export type Subject = (typeof subjects)[number];

export const evidenceKinds = ["application", "authorisation", "surveySheet", "housePhoto", "minutes", "signIn", "meetingPhoto", "noticePhoto", "opinion", "matchReport", "quota", "verification", "consentForm", "secondReview", "independentReport", "announcement", "appealLetter", "other"] as const;
export type EvidenceKind = (typeof evidenceKinds)[number];

export const signatureKinds = ["household", "investigator", "villageCadre", "teamMember", "helper", "clerk", "leader"] as const;
export type SignatureKind = (typeof signatureKinds)[number];

/** What must hold besides the step's own papers: asked of the registry and of the comparison centre when the step is taken. */
export const requirements = ["noSuspicion", "standardMet", "stableMonths", "hasLabour"] as const;
export type Requirement = (typeof requirements)[number];

/** What a step does to the register. */
export const effects = ["registered", "preExit", "exited", "removed", "returned", "monitored", "eliminated", "villageRecognised", "villageExited", "countyExited", "appealUpheld"] as const;
export type Effect = (typeof effects)[number];

type Words<K extends string> = Readonly<Record<K, { readonly zh: string; readonly en: string }>>;
const w = (zh: string, en: string): { readonly zh: string; readonly en: string } => ({ zh, en });

export const purposeNames: Words<Purpose> = {
  registration: w("贫困户识别", "registration of a household"), exit: w("贫困户退出", "exit of a household"), removal: w("错评清退", "removal of a wrongly registered household"), return: w("返贫纳入", "re-entry of a household"),
  monitoring: w("监测对象识别", "recognition of a monitored household"), elimination: w("风险消除", "elimination of the risk"), villageRecognition: w("贫困村识别", "recognition of a village"), villageExit: w("贫困村退出", "exit of a village"), countyExit: w("贫困县退出", "exit of a county"), appeal: w("申诉", "appeal"),
};
export const levelNames: Words<StepLevel> = {
  household: w("农户", "household"), group: w("村民小组", "group"), village: w("村", "village"), town: w("乡镇", "town"), county: w("县", "county"), city: w("市", "city"), province: w("省", "province"), nation: w("国家", "nation"),
};
export const evidenceNames: Words<EvidenceKind> = {
  application: w("申请书（签字）", "signed application"), authorisation: w("数据核查授权书", "authorisation to check data"), surveySheet: w("入户调查表", "survey sheet"), housePhoto: w("住房照片", "photo of the house"), minutes: w("会议记录", "minutes"), signIn: w("签到表", "sign-in sheet"),
  meetingPhoto: w("会议照片", "photo of the meeting"), noticePhoto: w("公示照片（看得出日期）", "dated photo of the notice"), opinion: w("审核意见", "review opinion"), matchReport: w("比对报告", "match report"), quota: w("规模分解文件", "quota document"), verification: w("核实记录", "record of the check"),
  consentForm: w("户主认可签字", "consent signed by the household"), secondReview: w("乡镇二次核查记录", "second review by the township"), independentReport: w("第三方核查报告", "independent investigator's report"), announcement: w("公告照片或网址", "photo or address of the announcement"), appealLetter: w("申诉材料", "appeal"), other: w("其他材料", "other"),
};
export const signatureNames: Words<SignatureKind> = {
  household: w("户主", "head of household"), investigator: w("调查人", "investigator"), villageCadre: w("村干部", "village cadre"), teamMember: w("驻村工作队员", "team member"), helper: w("帮扶责任人", "helper"), clerk: w("录入人", "entry clerk"), leader: w("县领导小组负责人", "leading group"),
};
export const requirementNames: Words<Requirement> = {
  noSuspicion: w("没有未核实的比对疑点", "no open suspicion from matching"), standardMet: w("达到退出标准", "the exit standard is reached"), stableMonths: w("监测满期", "monitored long enough"), hasLabour: w("家中有劳动能力", "somebody in the household can work"),
};
