/**
 * The procedures that stand in the guide (domain guide §2.6, §4.2, §4.4–4.5), as data. They are inserted once as rows of the nation;
 * provinces add dated versions of their own. Days and shares are names of policy parameters.
 */
import type { Role } from "../access/policy.ts";
import { definitionShape, type Definition, type Step } from "./definition.ts";
import type { EvidenceKind, SignatureKind } from "./names.ts";

const byVillage: Role[] = ["villageWorker", "teamMember", "townOfficer"];
const byTown: Role[] = ["townOfficer"];
const byCounty: Role[] = ["countyOfficer"];
const byProvince: Role[] = ["provinceOverseer"];
const byCity: Role[] = ["cityOverseer"];

type Raw = Partial<Step> & Pick<Step, "name" | "zh" | "en" | "state" | "kind" | "level" | "roles">;
const meeting = { quorum: ["PROCEDURE_QUORUM_PARTS", "PROCEDURE_QUORUM_WHOLE"], majority: ["PROCEDURE_MAJORITY_PARTS", "PROCEDURE_MAJORITY_WHOLE"], recusal: true } satisfies Step["meeting"];

const apply = (more: Partial<Step> = {}): Raw => ({ name: "application", zh: "农户申请", en: "application", state: "APPLIED", kind: "apply", level: "household", roles: byVillage, evidence: ["application", "authorisation"], signatures: ["household"], ...more });
const survey = (more: Partial<Step> = {}): Raw => ({ name: "survey", zh: "入户调查", en: "visit and survey", state: "SURVEYED", kind: "survey", level: "village", roles: byVillage, within: "PROCEDURE_SURVEY_DAYS", evidence: ["surveySheet", "housePhoto"], signatures: ["investigator", "investigator", "villageCadre"], ...more });
const group = (more: Partial<Step> = {}): Raw => ({ name: "groupAppraisal", zh: "小组评议", en: "appraisal by the group", state: "GROUP_APPRAISED", kind: "appraise", level: "group", roles: byVillage, within: "PROCEDURE_STEP_DAYS", meeting, evidence: ["minutes"], ...more });
const appraise = (more: Partial<Step> = {}): Raw => ({ name: "villageAppraisal", zh: "村民代表会议评议", en: "appraisal by the village", state: "VILLAGE_APPRAISED", kind: "appraise", level: "village", roles: byVillage, within: "PROCEDURE_STEP_DAYS", meeting, evidence: ["minutes", "signIn", "meetingPhoto"], ...more });
const notice = (name: string, zh: string, en: string, state: string, more: Partial<Step> = {}): Raw => ({ name, zh, en, state, kind: "notice", level: "village", roles: byVillage, stands: "PROCEDURE_NOTICE_DAYS", objection: true, evidence: ["noticePhoto"], ...more });
const review = (more: Partial<Step> = {}): Raw => ({ name: "townReview", zh: "乡镇审核", en: "township review", state: "TOWN_REVIEWED", kind: "review", level: "town", roles: byTown, within: "PROCEDURE_REVIEW_DAYS", evidence: ["opinion"], apart: true, ...more });
const match = (more: Partial<Step> = {}): Raw => ({ name: "match", zh: "部门比对", en: "matching with departments", state: "MATCHED", kind: "match", level: "county", roles: byCounty, within: "PROCEDURE_MATCH_DAYS", evidence: ["matchReport"], ...more });
const approve = (more: Partial<Step> = {}): Raw => ({ name: "countyApproval", zh: "县级审定", en: "decision of the county", state: "COUNTY_APPROVED", kind: "approve", level: "county", roles: byCounty, within: "PROCEDURE_APPROVAL_DAYS", document: true, apart: true, requires: ["noSuspicion"], ...more });
const announce = (more: Partial<Step> = {}): Raw => ({ name: "announcement", zh: "公告", en: "announcement", state: "ANNOUNCED", kind: "announce", level: "county", roles: byCounty, within: "PROCEDURE_STEP_DAYS", evidence: ["announcement"], requires: ["noSuspicion"], ...more });
const sign = (effect: Step["effect"], more: Partial<Step> = {}): Raw => ({ name: "signOff", zh: "签字录入", en: "signatures and entry", state: "REGISTERED", kind: "sign", level: "county", roles: ["townOfficer", "countyOfficer"], within: "PROCEDURE_STEP_DAYS", signatures: ["helper", "clerk"], effect, ...more });
const quota: Raw = { name: "quota", zh: "规模分解", en: "quota", state: "PLANNED", kind: "plan", level: "county", roles: byCounty, evidence: ["quota"], document: true, onlyUntil: "2014-12-31" };

const define = (d: Omit<Definition, "steps" | "version" | "fast"> & { readonly fast?: boolean; readonly steps: readonly Raw[] }): Definition => definitionShape.parse(d);

export const twoNotices = define({
  id: "twoNotices", purpose: "registration", era: "A", subject: "household", zh: "两公示一公告一比对", en: "two notices, one announcement, one match", source: "国开办发〔2014〕24号 扶贫开发建档立卡工作方案；贵州、广西等省细则", sureness: "well known",
  steps: [quota, apply(), survey(), group(), appraise(), notice("notice1", "第一次公示", "first notice", "NOTICE1"), review(), match(), notice("notice2", "第二次公示", "second notice", "NOTICE2"), approve(), announce(), sign("registered")],
});

/** 七步工作法 (宝鸡). */
export const sevenSteps = define({
  id: "sevenSteps", purpose: "registration", era: "A", subject: "household", zh: "七步工作法", en: "seven steps", source: "宝鸡市精准识别“七步工作法”", sureness: "verified",
  steps: [apply(), survey(), group(), appraise(), notice("notice1", "第一次公示", "first notice", "NOTICE1"), { ...notice("notice2", "乡镇审定并第二次公示", "township decision and second notice", "NOTICE2"), level: "town", roles: byTown, evidence: ["opinion", "noticePhoto"] }, announce({ zh: "县级审定并公告", en: "county decision and announcement", kind: "approve", state: "ANNOUNCED", document: true, apart: true, effect: "registered" })],
});

export const twoAppraisalsTwoNotices = define({
  id: "twoAppraisalsTwoNotices", purpose: "registration", era: "A", subject: "household", zh: "两评议两公示一比对一公告", en: "two appraisals, two notices, one match, one announcement", source: "广西精准识别实施方案", sureness: "verified",
  steps: [apply(), survey(), group(), match({ returnsTo: ["survey"] }), appraise(), notice("notice1", "村级公示", "notice of the village", "NOTICE1"), review(), notice("notice2", "乡镇公示", "notice of the township", "NOTICE2"), approve(), announce(), sign("registered")],
});

export const threeReviewsTwoNotices = define({
  id: "threeReviewsTwoNotices", purpose: "registration", era: "A", subject: "household", zh: "三审两公示一公告", en: "three reviews, two notices, one announcement", source: "省级识别工作细则", sureness: "verified",
  steps: [apply(), survey(), appraise({ zh: "村级初审（民主评议）", en: "first review: the village's appraisal" }), notice("notice1", "村级公示", "notice of the village", "NOTICE1"), review({ zh: "乡镇复审", en: "second review: the township" }), notice("notice2", "乡镇公示", "notice of the township", "NOTICE2"), match(), approve({ zh: "县级终审", en: "third review: the county" }), announce(), sign("registered")],
});

const fastSteps = (effect: "monitored" | "returned"): Raw[] => [
  { ...apply({ evidence: ["authorisation"], zh: "线索与授权", en: "clue and authorisation", state: "CLUE" }) },
  survey({ zh: "入户核实", en: "check at the house", state: "VERIFIED" }), appraise({ evidence: ["minutes", "signIn"] }),
  notice("notice", "村级公示（仅一次）", "the one notice, in the village", "NOTICE", { stands: "PROCEDURE_NOTICE_DAYS_FAST" }),
  review({ zh: "乡镇初审", en: "first review by the township", state: "TOWN_FIRST_REVIEW" }), match({ within: "PROCEDURE_STEP_DAYS" }), approve({ state: effect === "monitored" ? "MONITORED" : "RETURNED", effect }),
];
/** 过渡期快速程序: ≤ 15 days in all, of which one notice ≥ 5 days. */
export const fastLane = define({ id: "fastLane", purpose: "monitoring", era: "B", subject: "household", total: "PROCEDURE_TOTAL_DAYS_FAST", fast: true, zh: "监测对象识别（快速程序）", en: "recognition of monitored households (fast lane)", source: "健全防止返贫动态监测和帮扶机制工作指南（试行）", sureness: "verified", steps: fastSteps("monitored") });
export const returnFast = define({ id: "returnFast", purpose: "return", era: "AB", subject: "household", total: "PROCEDURE_TOTAL_DAYS_FAST", fast: true, zh: "返贫纳入（快速程序）", en: "re-entry (fast lane)", source: "paper 000 §2.2 及时纳入；时限借用过渡期 15 天", sureness: "unsure", steps: fastSteps("returned") });
export const returnFull = define({
  id: "returnFull", purpose: "return", era: "A", subject: "household", zh: "返贫纳入（与识别同程序）", en: "re-entry by the steps of registration", source: "宝鸡市“七步工作法”：返贫户按同一程序纳入", sureness: "verified",
  steps: [apply(), survey(), group(), appraise(), notice("notice1", "第一次公示", "first notice", "NOTICE1"), review(), match(), notice("notice2", "第二次公示", "second notice", "NOTICE2"), approve(), announce(), sign("returned", { state: "RETURNED" })],
});

export const householdExit = define({
  id: "householdExit", purpose: "exit", era: "A", subject: "household", zh: "贫困户退出六步", en: "exit of a household in six steps", source: "关于建立贫困退出机制的意见（2016）", sureness: "well known",
  steps: [
    appraise({ name: "proposal", zh: "民主评议提出", en: "proposed after appraisal", state: "PROPOSED", effect: "preExit" }),
    survey({ name: "verification", zh: "村两委、工作队核实", en: "checked by village and work team", state: "CHECKED", roles: ["villageWorker", "teamMember", "townOfficer"], evidence: ["verification"], signatures: ["villageCadre", "teamMember"], requires: ["standardMet"] }),
    { name: "consent", zh: "户主认可", en: "consent of the household", state: "CONSENTED", kind: "consent", level: "household", roles: ["household", "villageWorker", "teamMember", "townOfficer"], within: "PROCEDURE_CONSENT_DAYS", evidence: ["consentForm"], signatures: ["household"] },
    notice("notice", "村内公示", "notice in the village", "NOTICE"),
    announce({ zh: "审定并公告退出", en: "decided and announced", kind: "approve", document: true, apart: true, requires: ["standardMet"] }),
    sign("exited", { zh: "系统标注", en: "marked in the register", state: "EXITED", signatures: ["clerk"] }),
  ],
});

export const removal = define({
  id: "removal", purpose: "removal", era: "AB", subject: "household", zh: "错评清退", en: "removal of a wrongly registered household", source: "逢进必核与清退工作要求；PIPL 第二十四条", sureness: "well known",
  steps: [
    { name: "proposal", zh: "提出并告知农户", en: "proposed, the household told", state: "PROPOSED", kind: "propose", level: "town", roles: ["townOfficer", "countyOfficer"], evidence: ["verification"], signatures: ["household"] },
    survey({ zh: "入户核实", en: "check at the house", state: "CHECKED" }), appraise(),
    notice("notice", "村内公示", "notice in the village", "NOTICE"),
    review(), approve({ state: "REMOVED", effect: "removed", requires: [] }),
  ],
});

export const elimination = define({
  id: "elimination", purpose: "elimination", era: "B", subject: "household", zh: "监测对象风险消除", en: "elimination of the risk", source: "防返贫监测指南：稳定半年以上、整户无劳动能力暂不标注", sureness: "verified",
  steps: [
    survey({ name: "verification", zh: "入户核实", en: "check at the house", state: "CHECKED", requires: ["stableMonths", "hasLabour"] }), appraise(), notice("notice", "村级公示", "notice in the village", "NOTICE", { stands: "PROCEDURE_NOTICE_DAYS_FAST" }),
    review(), approve({ zh: "县级审定并公告", en: "decided and announced", state: "ELIMINATED", effect: "eliminated", evidence: ["announcement"], requires: ["stableMonths", "hasLabour", "noSuspicion"] }),
  ],
});

const place = (d: { readonly id: string; readonly purpose: Definition["purpose"]; readonly subject: Definition["subject"]; readonly zh: string; readonly en: string; readonly source: string; readonly steps: readonly Raw[] }): Definition => define({ ...d, era: "A", sureness: "well known" });
const step = (name: string, zh: string, en: string, state: string, kind: Step["kind"], level: Step["level"], roles: Role[], evidence: EvidenceKind[] = [], more: Partial<Step> = {}): Raw => ({ name, zh, en, state, kind, level, roles, evidence, within: "PROCEDURE_STEP_DAYS", signatures: [] as SignatureKind[], ...more });

export const villageRecognition = place({
  id: "villageRecognition", purpose: "villageRecognition", subject: "village", zh: "贫困村识别：一公示一公告", en: "recognition of a village: one notice, one announcement", source: "国开办发〔2014〕24号",
  steps: [step("application", "村委会申请", "application by the village", "APPLIED", "apply", "village", byVillage, ["application"]), review({ apart: false }), notice("notice", "乡镇公示", "notice of the township", "NOTICE", { roles: byTown, level: "town" }), approve({ requires: [] }), announce({ requires: [], state: "RECOGNISED", effect: "villageRecognised" })],
});
export const villageExit = place({
  id: "villageExit", purpose: "villageExit", subject: "village", zh: "贫困村退出", en: "exit of a village", source: "关于建立贫困退出机制的意见（2016）",
  steps: [step("proposal", "村申请", "proposed by the village", "PROPOSED", "propose", "village", byVillage, ["application"]), step("townCheck", "乡镇核查", "checked by the township", "CHECKED", "review", "town", byTown, ["verification"]), notice("notice", "村内公示", "notice in the village", "NOTICE", { roles: byTown, level: "town" }), approve({ requires: [] }), announce({ requires: [], state: "EXITED", effect: "villageExited" })],
});
export const countyExit = place({
  id: "countyExit", purpose: "countyExit", subject: "county", zh: "贫困县退出", en: "exit of a county", source: "关于建立贫困退出机制的意见（2016）",
  steps: [step("proposal", "县提出", "proposed by the county", "PROPOSED", "propose", "county", byCounty, ["application"]), step("cityReview", "市级初审", "first review by the city", "CITY_REVIEWED", "review", "city", byCity, ["opinion"]), step("provinceCheck", "省级核查", "verified by the province", "VERIFIED", "survey", "province", byProvince, ["verification"]), notice("notice", "公示", "public notice", "NOTICE", { roles: byProvince, level: "province" }), step("announcement", "省政府批准并公告退出", "approved and announced by the province", "EXITED", "approve", "province", byProvince, ["announcement"], { document: true, effect: "countyExited" })],
});

export const appeal = define({
  id: "appeal", purpose: "appeal", era: "AB", subject: "household", zh: "申诉", en: "appeal", source: "信访工作条例；PIPL 第二十四条", sureness: "well known",
  steps: [
    step("lodged", "提出申诉", "lodged", "LODGED", "apply", "household", [...byVillage, "countyOfficer", "household"], ["appealLetter"], { signatures: ["household"] }),
    step("inquiry", "县级调查", "inquiry by the county", "INQUIRED", "survey", "county", byCounty, ["verification"], { within: "PROCEDURE_REVIEW_DAYS" }),
    step("decision", "书面答复：撤销原决定", "decided: the earlier decision is taken back", "UPHELD", "approve", "county", byCounty, ["opinion"], { document: true, effect: "appealUpheld" }),
  ],
});

export const catalogue: readonly Definition[] = [twoNotices, sevenSteps, twoAppraisalsTwoNotices, threeReviewsTwoNotices, fastLane, returnFast, returnFull, householdExit, removal, elimination, villageRecognition, villageExit, countyExit, appeal];
