/** Words for purposes, states, acts and directions of change of eligibility rules, in both languages. */
import type { Locale } from "../problem.ts";
import type { Direction } from "./contract.ts";
import type { ParameterTopic } from "./parameters.ts";
import type { Purpose, RuleAct, VersionState } from "./states.ts";

type Pair = readonly [zh: string, en: string];
const pick = ([zh, en]: Pair, locale: Locale): string => (locale === "en" ? en : zh);

const purposeNames: Readonly<Record<Purpose, Pair>> = { identification: ["识别", "identification"], exit: ["退出", "exit"], monitoring: ["监测", "monitoring"], measure: ["帮扶措施资格", "eligibility for a measure"] };
export const purposeName = (p: Purpose, locale: Locale): string => pick(purposeNames[p], locale);

const stateNames: Readonly<Record<VersionState, Pair>> = { draft: ["草稿", "draft"], simulated: ["已模拟", "simulated"], submitted: ["已送审", "submitted"], returned: ["已退回", "sent back"], approved: ["已批准", "approved"], active: ["生效中", "in force"], superseded: ["已被取代", "superseded"], retired: ["已停用", "retired"] };
export const stateName = (s: VersionState, locale: Locale): string => pick(stateNames[s], locale);

const actNames: Readonly<Record<RuleAct, Pair>> = { submit: ["送审", "submit"], approve: ["批准", "approve"], sendBack: ["退回", "send back"], retire: ["停用", "retire"] };
export const actName = (a: RuleAct, locale: Locale): string => pick(actNames[a], locale);

const eventNames: Readonly<Record<string, Pair>> = { drafted: ["起草", "written"], simulated: ["完成模拟", "simulated"], submitted: ["送审", "submitted"], approved: ["批准", "approved"], returned: ["退回", "sent back"], retired: ["停用", "retired"] };
export const eventName = (e: string, locale: Locale): string => pick(eventNames[e] ?? [e, e], locale);

const status: Readonly<Record<Purpose, Pair>> = { identification: ["在册", "registered"], exit: ["已脱贫", "exited"], monitoring: ["监测中", "monitored"], measure: ["", ""] };
/** What a change means. @example directionName("missed", "identification", "zh-CN") // => "符合而未在册" */
export function directionName(d: Direction, purpose: Purpose, locale: Locale): string {
  const en = locale === "en";
  const has = pick(status[purpose], locale);
  switch (d) {
    case "gain": return en ? "newly met" : "变为符合";
    case "lose": return en ? "no longer met" : "变为不符合";
    case "doubt": return en ? "can no longer be decided" : "变为无法判断";
    case "clear": return en ? "now decided: not met" : "由无法判断变为不符合";
    case "missed": return en ? `met, not ${has}` : `符合而未${has}`;
    case "wrong": return en ? `not met, but ${has}` : `不符合而${has}`;
    case "doubtful": return en ? `cannot be decided, ${has}` : `无法判断而${has}`;
  }
}

const topicNames: Readonly<Record<ParameterTopic, Pair>> = { line: ["标准线", "lines"], guarantee: ["保障", "guarantees"], exclusion: ["排除", "exclusion"], monitoring: ["监测", "monitoring"], score: ["评分", "scores"], comparison: ["部门比对", "comparison"], procedure: ["程序", "procedure"], evaluation: ["评估", "evaluation"], helping: ["帮扶", "helping"], quality: ["数据质量", "data quality"], access: ["访问", "access"], rules: ["其他", "other"] };
export const topicName = (t: ParameterTopic, locale: Locale): string => pick(topicNames[t], locale);
const surenessNames: Readonly<Record<string, Pair>> = { verified: ["已核对原文", "verified"], "well known": ["公认", "well known"], unsure: ["待核", "unsure"], default: ["平台默认", "default"] };
export const surenessName = (s: string, locale: Locale): string => pick(surenessNames[s] ?? [s, s], locale);

const unitNames: Readonly<Record<string, Pair>> = { "fen/person/year": ["元/人·年", "yuan/person/year"], fen: ["元", "yuan"], percent: ["%", "%"], persons: ["人", "persons"], years: ["岁/年", "years"], days: ["天", "days"], months: ["月", "months"], mu: ["亩", "mu"], m2: ["平方米", "m²"], km: ["公里", "km"], households: ["户", "households"], posts: ["个", "posts"], grade: ["级", "grade"], flag: ["是/否", "yes/no"], kWh: ["度", "kWh"], unit: ["份", "units"], "per mille": ["‰", "‰"], permyriad: ["‱", "‱"], parts: ["份", "parts"], metres: ["米", "m"], m: ["米", "m"], minutes: ["分钟", "minutes"], draw: ["次", "draws"], replicates: ["次", "replicates"], "per hour": ["次/小时", "per hour"], "0.01 mu/person": ["0.01 亩/人", "0.01 mu/person"], "lookups/person/hour": ["次/人·小时", "look-ups/person/hour"] };
/** Unit as people read it; money stands in yuan. */
export const unitLabel = (unit: string, locale: Locale): string => pick(unitNames[unit] ?? [unit, unit], locale);
export const inYuan = (unit: string): boolean => /^fen(\/|$)/.test(unit);
