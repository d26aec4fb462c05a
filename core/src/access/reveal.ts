/** Reveals of masked fields: the six reasons and the limit (domain guide §10.2–10.3; reliability guide A2). */

/** Why somebody needs the full value: 发放核对, 入户走访, 数据核实, 办理投诉, 审计检查, 更正信息. */
export const revealReasons = ["payment", "visit", "verify", "complaint", "audit", "correction"] as const;
export type RevealReason = (typeof revealReasons)[number];

export const revealReasonNames: Readonly<Record<RevealReason, { readonly zh: string; readonly en: string }>> = {
  payment: { zh: "资金发放核对", en: "payment check" }, visit: { zh: "入户走访联系", en: "home visit" }, verify: { zh: "核实数据问题", en: "checking a finding" },
  complaint: { zh: "办理投诉信访", en: "handling a complaint" }, audit: { zh: "审计监督检查", en: "audit" }, correction: { zh: "更正登记信息", en: "correcting the record" },
};

/** Most reveals of one person within any 60 minutes (reliability guide A2: ≤ 30 per hour and user). */
export const revealsPerHour = 30;
