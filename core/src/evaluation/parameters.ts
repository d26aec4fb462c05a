/** Policy numbers of the measure of precision and of audits (domain guide §9.2–9.4): rows of policy.parameter, shown with date and source wherever they are used. */
import { indexKeys } from "./indices.ts";
import type { GradeLimits, Weights } from "./composite.ts";

interface Told { readonly code: string; readonly unit: "percent" | "permyriad" | "replicates" | "households"; readonly zh: string; readonly en: string; readonly min: number; readonly max: number }
const t = (code: string, unit: Told["unit"], zh: string, en: string, min: number, max: number): Told => ({ code, unit, zh, en, min, max });

export const evaluationParameters: readonly Told[] = [
  t("PRECISION_WEIGHT_S1", "percent", "扶贫对象精准的权重", "weight of the right households", 0, 100),
  t("PRECISION_WEIGHT_S2", "percent", "项目安排精准的权重", "weight of the right projects", 0, 100),
  t("PRECISION_WEIGHT_S3", "percent", "资金使用精准的权重", "weight of the right use of funds", 0, 100),
  t("PRECISION_WEIGHT_S4", "percent", "措施到户精准的权重", "weight of the right measures", 0, 100),
  t("PRECISION_WEIGHT_S5", "percent", "因村派人精准的权重", "weight of the right people in villages", 0, 100),
  t("PRECISION_WEIGHT_S6", "percent", "脱贫成效精准的权重", "weight of lasting exit", 0, 100),
  t("PRECISION_BETA", "percent", "漏评在对象精准中的比重 β", "share β of exclusion in S1", 0, 100),
  t("PRECISION_THETA", "percent", "专家权重的比重 θ", "share θ of the experts in the weights", 0, 100),
  t("PRECISION_GRADE_A", "permyriad", "精准（A）的下限", "lower limit of grade A", 0, 10_000),
  t("PRECISION_GRADE_B", "permyriad", "较精准（B）的下限", "lower limit of grade B", 0, 10_000),
  t("PRECISION_GRADE_C", "permyriad", "基本精准（C）的下限", "lower limit of grade C", 0, 10_000),
  t("PRECISION_LEVEL", "percent", "精准度区间的置信水平", "level of the intervals of precision", 50, 99),
  t("PRECISION_REPLICATES", "replicates", "村级自助法次数", "bootstrap replicates", 200, 20_000),
  t("PRECISION_WEIGHT_CHANGE", "percent", "检验名次稳定性时权重的变动", "change of weights in the test of ranks", 1, 90),
  t("PRECISION_POOREST", "percent", "CGH 指数的最穷人口比例", "poorest share of the CGH index", 1, 99),
  t("AUDIT_LEVEL", "percent", "抽查区间的置信水平", "level of audit intervals", 50, 99),
  t("AUDIT_POWER", "percent", "抽查的把握度", "power of an audit", 50, 99),
  t("AUDIT_HALF_WIDTH", "permyriad", "抽查要求的区间半宽", "half-width wanted of an audit", 10, 2_000),
  t("AUDIT_RESERVE", "percent", "备用户比例", "share of replacement households", 0, 100),
  t("ERROR_LIMIT", "permyriad", "错评率、漏评率、错退率上限", "limit of the error rates", 1, 5_000),
  t("AUDIT_LEAST_PLACE", "households", "单列的最少抽查户数", "households needed to show a place alone", 2, 1_000),
];

/** The numbers in force at a place and day, as the measure reads them; shares between 0 and 1. */
export interface EvaluationSettings { readonly weights: Weights; readonly beta: number; readonly theta: number; readonly grades: GradeLimits; readonly level: number; readonly replicates: number; readonly change: number; readonly poorest: number; readonly auditLevel: number; readonly power: number; readonly halfWidth: number; readonly reserve: number; readonly limit: number; readonly leastPlace: number }

/** Settings from values by code. Throws RangeError naming the code that is missing: the measure never falls back to a number of its own. */
export function settingsFrom(values: ReadonlyMap<string, number>): EvaluationSettings {
  const of = (code: string): number => { const v = values.get(code); if (v === undefined) throw new RangeError(`policy parameter ${code} is not set`); return v; };
  const percent = (code: string): number => of(code) / 100;
  const permyriad = (code: string): number => of(code) / 10_000;
  return {
    weights: Object.fromEntries(indexKeys.map((k) => [k, percent(`PRECISION_WEIGHT_${k}`)])) as unknown as Weights, beta: percent("PRECISION_BETA"), theta: percent("PRECISION_THETA"),
    grades: { A: permyriad("PRECISION_GRADE_A"), B: permyriad("PRECISION_GRADE_B"), C: permyriad("PRECISION_GRADE_C") }, level: percent("PRECISION_LEVEL"), replicates: of("PRECISION_REPLICATES"), change: percent("PRECISION_WEIGHT_CHANGE"), poorest: percent("PRECISION_POOREST"),
    auditLevel: percent("AUDIT_LEVEL"), power: percent("AUDIT_POWER"), halfWidth: permyriad("AUDIT_HALF_WIDTH"), reserve: percent("AUDIT_RESERVE"), limit: permyriad("ERROR_LIMIT"), leastPlace: of("AUDIT_LEAST_PLACE"),
  };
}
