/**
 * Days, months and shares that policy fixes for public procedures (domain guide §2.6, §4.2, §4.4–4.5): codes of `policy.parameter`.
 * A step names a code, never a number; the values come dated and region-scoped from the table, and a case keeps those of the day it began.
 */
export const terms = {
  PROCEDURE_NOTICE_DAYS: { unit: "days", zh: "公示期", en: "days of a public notice" },
  PROCEDURE_NOTICE_DAYS_FAST: { unit: "days", zh: "快速程序公示期", en: "days of the notice of the fast lane" },
  PROCEDURE_TOTAL_DAYS_FAST: { unit: "days", zh: "快速程序总时限", en: "days of the fast lane in all" },
  PROCEDURE_SURVEY_DAYS: { unit: "days", zh: "入户调查时限", en: "days for the visit" },
  PROCEDURE_REVIEW_DAYS: { unit: "days", zh: "乡镇审核时限", en: "days for the township's review" },
  PROCEDURE_MATCH_DAYS: { unit: "days", zh: "部门比对时限", en: "days for matching with departments" },
  PROCEDURE_APPROVAL_DAYS: { unit: "days", zh: "县级审定时限", en: "days for the county's decision" },
  PROCEDURE_STEP_DAYS: { unit: "days", zh: "其他步骤时限", en: "days for any other step" },
  PROCEDURE_OBJECTION_DAYS: { unit: "days", zh: "异议核查时限", en: "days to check an objection" },
  PROCEDURE_APPEAL_DAYS: { unit: "days", zh: "申诉期", en: "days within which one may appeal" },
  PROCEDURE_CONSENT_DAYS: { unit: "days", zh: "户主认可等待期", en: "days to wait for the household's consent" },
  PROCEDURE_QUORUM_PARTS: { unit: "parts", zh: "到会比例（分子）", en: "quorum, numerator" },
  PROCEDURE_QUORUM_WHOLE: { unit: "parts", zh: "到会比例（分母）", en: "quorum, denominator" },
  PROCEDURE_MAJORITY_PARTS: { unit: "parts", zh: "同意比例（分子，须超过）", en: "majority, numerator (to be exceeded)" },
  PROCEDURE_MAJORITY_WHOLE: { unit: "parts", zh: "同意比例（分母）", en: "majority, denominator" },
  PROCEDURE_STABLE_MONTHS: { unit: "months", zh: "风险消除前最短监测期", en: "months of monitoring before a risk may be eliminated" },
  PROCEDURE_PUBLIC_LIST: { unit: "flag", zh: "网上列出本村在期公示", en: "current notices of a village are listed on the net" },
  PROCEDURE_PUBLIC_OBJECTIONS: { unit: "per hour", zh: "同一来源每小时网上异议上限", en: "objections from one address within an hour" },
} as const satisfies Record<string, { readonly unit: string; readonly zh: string; readonly en: string }>;

export type Term = keyof typeof terms;
export const termCodes = Object.keys(terms) as [Term, ...Term[]];

/** Every number of a case, as in force on the day it was opened. */
export type Terms = Readonly<Record<Term, number>>;
