/** Words of identification that files and the command line share with the pages: recommendations are questions to people. */
import type { Difference, Recommendation } from "./scores.ts";

export interface Name { readonly zh: string; readonly en: string }
export const recommendationNames: Readonly<Record<Recommendation, Name>> = { poor: { zh: "建议核实是否贫困", en: "look whether it is poor" }, notPoor: { zh: "未见贫困情形", en: "nothing speaks for poverty" }, unclear: { zh: "数据不足，无法建议", en: "not enough is known" } };
export const differenceNames: Readonly<Record<Exclude<Difference, "none">, Name>> = { maybeWrong: { zh: "疑似错评，请核实", en: "perhaps wrongly included" }, maybeMissed: { zh: "疑似漏评或错退，请核实", en: "perhaps missed or exited too early" } };
/** Reasons of a recommendation, and what is missing for one. */
export const reasonNames: Readonly<Record<string, Name>> = { income: { zh: "收入低于标准", en: "income below the line" }, education: { zh: "义务教育", en: "compulsory schooling" }, medical: { zh: "基本医疗", en: "basic medical care" }, housing: { zh: "住房安全", en: "safe housing" }, water: { zh: "饮水安全", en: "safe water" }, deprivation: { zh: "多维剥夺达到临界值", en: "deprivation reaches the cutoff" } };
