/**
 * The six precisions (六个精准) as numbers between 0 and 1, S1–S6 of domain guide §9.3, for which paper 001 §4 asks a measuring model of
 * 扶贫精准度. Pure formulas: what is missing is null, never zero, and a null part leaves its index null.
 */
import { answersToCause, exclusive } from "../measures/answers.ts";

export const indexKeys = ["S1", "S2", "S3", "S4", "S5", "S6"] as const;
export type IndexKey = (typeof indexKeys)[number];

const clip = (v: number): number => Math.min(1, Math.max(0, v));
const mean = (list: readonly number[]): number | null => (list.length === 0 ? null : list.reduce((sum, v) => sum + v, 0) / list.length);

/** How far a wrong inclusion lies above the line, min(1, (y − z)/z), in [0, 1]: the better off, the worse the error; on or below the line it is 0. @example distanceAbove(535200, 356800) // => 0.5 */
export const distanceAbove = (incomeFen: number, lineFen: number): number => clip((incomeFen - lineFen) / lineFen);

/**
 * S1 扶贫对象精准 = (1 − (β·EE + (1 − β)·IE_w)) × DQ. @param exclusion EE, share of the truly poor who are not registered
 * @param weightedInclusion IE_w, sum of `distanceAbove` over wrong inclusions ÷ registered @param quality DQ, share of households without a finding
 * of severity E @param beta weight of exclusion, 0.6: missing the poor is worse @example s1({ exclusion: 0.12, weightedInclusion: 0.05, quality: 0.9, beta: 0.6 }) // => 0.8172
 */
export function s1({ exclusion, weightedInclusion, quality, beta }: { readonly exclusion: number | null; readonly weightedInclusion: number | null; readonly quality: number | null; readonly beta: number }): number | null {
  return exclusion === null || weightedInclusion === null || quality === null ? null : clip((1 - (beta * exclusion + (1 - beta) * weightedInclusion)) * quality);
}

/** A project: its money, what its villages need, what its type brings (same order of needs), and the four steps it must have gone through. */
export interface ProjectFit { readonly amountFen: number; readonly need: readonly number[]; readonly effect: readonly number[]; readonly inLibrary: boolean; readonly argued: boolean; readonly announced: boolean; readonly linked: boolean }

/** Cosine of two vectors of numbers ≥ 0, in [0, 1]; 0 when one is empty of everything. @example cosine([1, 1], [1, 0]) // => 0.7071 */
export function cosine(a: readonly number[], b: readonly number[]): number {
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < Math.max(a.length, b.length); i++) { const [x, y] = [a[i] ?? 0, b[i] ?? 0]; ab += x * y; aa += x * x; bb += y * y; }
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : 0;
}

/** S2 项目安排精准 = Σ a·align / Σ a, align = cosine(need, effect) × compliance (1 only when in the library, argued, announced and linked by contract). Null without projects. */
export function s2(projects: readonly ProjectFit[]): number | null {
  const money = projects.reduce((sum, p) => sum + p.amountFen, 0);
  if (!(money > 0)) return null;
  return clip(projects.reduce((sum, p) => sum + p.amountFen * cosine(p.need, p.effect) * Number(p.inLibrary && p.argued && p.announced && p.linked), 0) / money);
}

/** S3 资金使用精准: geometric mean of the compliant share, the share that reached registered households or their villages, 1/(1 + delay/30 days), and 1 − (recovered + truly flagged)/paid. */
export function s3(funds: { readonly compliant: number; readonly reached: number; readonly delayDays: number; readonly recoveredFen: number; readonly flaggedFen: number; readonly paidFen: number } | null): number | null {
  if (funds === null || !(funds.paidFen > 0)) return null;
  const kept = clip(1 - (funds.recoveredFen + funds.flaggedFen) / funds.paidFen);
  return (clip(funds.compliant) * clip(funds.reached) * (1 / (1 + Math.max(0, funds.delayDays) / 30)) * kept) ** 0.25;
}

/** Measures of a household against its causes: for each cause whether a needed measure («R» of domain guide §3.2) was delivered, only a supporting one («S»), or none. `over`: share of its measures that are contraindicated or double. */
export interface HouseholdMeasures { readonly causes: readonly { readonly main: boolean; readonly delivered: "needed" | "supporting" | "none" }[]; readonly over: number }

/** S4 措施到户精准 = mean over households of [Σ ω·m / Σ ω] × (1 − over), × timeliness; ω: 0.6 for the main cause, the others share 0.4; m: 1, 0.5, 0. Households without a cause are left out. */
export function s4(households: readonly HouseholdMeasures[], timeliness: number | null): number | null {
  const worth = { needed: 1, supporting: 0.5, none: 0 } as const;
  const each = households.flatMap((h) => {
    const others = h.causes.filter((c) => !c.main).length;
    let [got, all] = [0, 0];
    for (const c of h.causes) { const w = c.main ? 0.6 : 0.4 / others; got += w * worth[c.delivered]; all += w; }
    return all > 0 ? [(got / all) * (1 - clip(h.over))] : [];
  });
  return s4Of(mean(each), timeliness);
}

/** S4 of the mean fit of the households and the share of those newly registered whose first measure came in time. @example s4Of(0.8, 0.9) // => 0.72 */
export const s4Of = (fit: number | null, timeliness: number | null): number | null => (fit === null || timeliness === null ? null : clip(clip(fit) * clip(timeliness)));

/**
 * The measures of a household set against its causes (domain guide §3.2). Where nothing is required for a cause, a suitable measure is
 * all that can be asked; causes for which nothing is even suitable (99 其他) are left out. `codes` may hold a code twice: that is one too many.
 * @example fitOf({ main: 8, other: [] }, ["M81", "M21"]) // => { causes: [{ main: true, delivered: "needed" }], over: 0.5 }
 */
export function fitOf(cause: { readonly main: number | null; readonly other: readonly number[] }, codes: readonly string[]): HouseholdMeasures {
  const causes = [...(cause.main === null ? [] : [{ code: cause.main, main: true }]), ...cause.other.map((code) => ({ code, main: false }))].flatMap(({ code, main }) => {
    const answer = answersToCause[code];
    if (!answer || answer.required.length + answer.suitable.length === 0) return [];
    const has = (list: readonly string[]): boolean => list.some((measure) => codes.includes(measure));
    const best = answer.required.length > 0 ? answer.required : answer.suitable;
    return [{ main, delivered: has(best) ? "needed" as const : has(answer.suitable) ? "supporting" as const : "none" as const }];
  });
  const unfit = new Set(cause.main === null ? [] : answersToCause[cause.main]?.unfit);
  const wrong = codes.filter((code, i) => unfit.has(code) || codes.indexOf(code) < i || exclusive.household.some(([a, b]) => code === b && codes.includes(a))).length;
  return { causes, over: codes.length > 0 ? wrong / codes.length : 0 };
}

/** S5 因村派人精准: mean over villages of match(skills of the team, needs of the village) × duty × satisfaction. */
export function s5(villages: readonly { readonly skills: readonly number[]; readonly needs: readonly number[]; readonly duty: number; readonly satisfaction: number }[]): number | null {
  return mean(villages.map((v) => cosine(v.skills, v.needs) * clip(v.duty) * clip(v.satisfaction)));
}

/**
 * S6 脱贫成效精准 = (1 − 错退率) × (1 − rate of return within 12 months) × (0.5 + 0.5·ΔP1/P1 before), within 0 and 1. P1 is the poverty gap index
 * before and after benefits; null when there was no gap to close. @example s6({ wrongExit: 0.02, returned: 0.01, gapBefore: 0.1, gapAfter: 0.02 }) // => 0.8732
 */
export function s6({ wrongExit, returned, gapBefore, gapAfter }: { readonly wrongExit: number | null; readonly returned: number | null; readonly gapBefore: number | null; readonly gapAfter: number | null }): number | null {
  if (wrongExit === null || returned === null || gapBefore === null || gapAfter === null || !(gapBefore > 0)) return null;
  return clip((1 - wrongExit) * (1 - returned) * (0.5 + (0.5 * (gapBefore - gapAfter)) / gapBefore));
}
