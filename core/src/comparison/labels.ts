/** Words of states, answers and decisions of the comparison. */
import type { Answer, FindingState, Outcome } from "./states.ts";

type Pair = { readonly "zh-CN": string; readonly en: string };
export const stateNames: Readonly<Record<FindingState, Pair>> = {
  found: { "zh-CN": "待下发", en: "to be sent" }, sent: { "zh-CN": "待村核实", en: "village to check" }, answered: { "zh-CN": "待县复核", en: "county to decide" }, returned: { "zh-CN": "补充核实", en: "more checking" },
  decided: { "zh-CN": "已审定", en: "decided" }, objected: { "zh-CN": "申诉待复核", en: "objection to be answered" }, closed: { "zh-CN": "已关闭", en: "closed" },
};
export const answerNames: Readonly<Record<Answer, Pair>> = { confirmed: { "zh-CN": "属实", en: "confirmed" }, refuted: { "zh-CN": "不属实", en: "refuted" }, excusable: { "zh-CN": "情有可原", en: "excusable" } };
export const outcomeNames: Readonly<Record<Outcome, Pair>> = {
  removal: { "zh-CN": "剔除建议", en: "removal proposed" }, keep: { "zh-CN": "保留", en: "kept" }, rectify: { "zh-CN": "整改", en: "to be corrected" }, except: { "zh-CN": "列入例外", en: "exception" }, invite: { "zh-CN": "邀请申请", en: "invited to apply" },
  notConfirmed: { "zh-CN": "新数据未再显示", en: "not confirmed by newer data" }, withdrawn: { "zh-CN": "批次撤销", en: "batch withdrawn" },
};
