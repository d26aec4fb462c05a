/** Names of measures, precisions and reasons in official Chinese and in English, for pages, files and the command line. */
import type { AuditDesign, AuditKind } from "./contract.ts";
import type { IndexKey } from "./indices.ts";
import type { MeasureKey } from "./report.ts";
import type { Wait } from "./precision.ts";

interface Name { readonly zh: string; readonly en: string }

export const indexNames: Readonly<Record<IndexKey, Name>> = {
  S1: { zh: "扶贫对象", en: "right households" }, S2: { zh: "项目安排", en: "right projects" }, S3: { zh: "资金使用", en: "right use of funds" },
  S4: { zh: "措施到户", en: "right measures" }, S5: { zh: "因村派人", en: "right people" }, S6: { zh: "脱贫成效", en: "lasting exit" },
};

export const measureNames: Readonly<Record<MeasureKey, Name>> = {
  exclusion: { zh: "漏评（应评中漏掉的）", en: "exclusion error (of the truly poor)" }, inclusion: { zh: "错评率", en: "inclusion error (of the registered)" }, wrongExit: { zh: "错退率", en: "false exits (of the exited)" }, officialExclusion: { zh: "漏评率（非在册户中）", en: "official exclusion rate (of the unregistered)" },
  coverage: { zh: "覆盖率", en: "coverage" }, f1: { zh: "F1", en: "F1" }, mcc: { zh: "MCC", en: "MCC" }, differential: { zh: "瞄准差", en: "targeting differential" }, cgh: { zh: "CGH 指数", en: "CGH index" }, concentration: { zh: "集中指数", en: "concentration index" }, leakage: { zh: "补助漏损率", en: "leakage of benefits" },
  povertyBefore: { zh: "补助前发生率 P0", en: "headcount P0 before benefits (register)" }, povertyAfter: { zh: "补助后发生率 P0", en: "headcount P0 after benefits (register)" }, gapBefore: { zh: "补助前差距 P1", en: "poverty gap P1 before benefits (register)" }, gapAfter: { zh: "补助后差距 P1", en: "poverty gap P1 after benefits (register)" }, severityBefore: { zh: "补助前强度 P2", en: "severity P2 before benefits (register)" }, severityAfter: { zh: "补助后强度 P2", en: "severity P2 after benefits (register)" },
  returned: { zh: "12 个月返贫率", en: "returned within 12 months (of the exited)" }, quality: { zh: "数据质量 DQ", en: "households without an error of data" },
};

/** Short names where «before» and «after» stand side by side. */
export const pairNames: Readonly<Partial<Record<MeasureKey, Name>>> = { povertyBefore: { zh: "发生率 P0", en: "headcount P0" }, gapBefore: { zh: "差距 P1", en: "poverty gap P1" }, severityBefore: { zh: "强度 P2", en: "severity P2" } };

export const waitReasons: Readonly<Record<Wait, Name>> = {
  projects: { zh: "待项目数据", en: "waits for projects" }, funds: { zh: "待资金数据", en: "waits for funds" }, measures: { zh: "待措施数据", en: "waits for measures" }, posts: { zh: "待驻村帮扶数据", en: "waits for teams and helpers in villages" },
  audit: { zh: "没有抽查结果", en: "waits for an audit" }, frame: { zh: "没有非在册户名册，不能估计漏评", en: "waits for the frame of unregistered households: exclusion cannot be estimated" }, exits: { zh: "上年没有脱贫户", en: "nobody had exited a year before" }, line: { zh: "没有当年扶贫标准", en: "the poverty line of the year is not set" }, gap: { zh: "补助前没有贫困差距", en: "there was no poverty gap before benefits" },
};

export const designNames: Readonly<Record<AuditDesign, Name>> = { simple: { zh: "简单随机", en: "simple random" }, town: { zh: "按乡镇分层", en: "stratified by town" }, village: { zh: "先抽村再抽户", en: "villages, then households" } };
export const kindNames: Readonly<Record<AuditKind, Name>> = { thirdParty: { zh: "第三方", en: "third party" }, superior: { zh: "上级抽查", en: "superior" }, self: { zh: "本县自查", en: "own check" } };
