/**
 * The structure of causes of a place beside the nation's (paper 000 §2.1, figure 1). Two calibrations are known and both are shown: the
 * paper's structure with several causes to a household, and the statements by the main cause (因病 42 %), which count otherwise.
 */

/** Groups of figure 1, with the codes of `codeLists.cause`; `percent` as printed, technology and labour and the rest by subtraction. */
export const causeGroups = [
  { key: "health", causes: [1, 2], percent: 30.54 },
  { key: "funds", causes: [9], percent: 22.88 },
  { key: "skillsLabour", causes: [7, 8], percent: 23.9 },
  { key: "other", causes: [3, 4, 5, 6, 10, 11, 12, 99], percent: 22.68 },
] as const;
export type CauseGroupKey = (typeof causeGroups)[number]["key"];
/** 国务院扶贫办: households whose main cause is illness, per cent of the registered ones (2013, end of 2015). */
export const illnessAsMainCause = [{ year: 2013, percent: 42.4 }, { year: 2015, percent: 44.1 }] as const;

/** Households by code of cause; 0 or missing = not stated. */
export interface CauseCount { readonly cause: number; readonly households: number }
export interface CauseShare { readonly key: CauseGroupKey; readonly households: number; /** null when nobody's cause is stated */ readonly percent: number | null; readonly nation: number }

/** Shares of the groups among households whose cause is stated, in the order of the figure. @example shareOfCauses([{ cause: 1, households: 3 }, { cause: 9, households: 1 }])[0]?.percent // => 75 */
export function shareOfCauses(counts: readonly CauseCount[]): CauseShare[] {
  const stated = counts.filter((c) => causeGroups.some((g) => (g.causes as readonly number[]).includes(c.cause)));
  const all = stated.reduce((sum, c) => sum + c.households, 0);
  return causeGroups.map((g) => {
    const households = stated.filter((c) => (g.causes as readonly number[]).includes(c.cause)).reduce((sum, c) => sum + c.households, 0);
    return { key: g.key, households, percent: all > 0 ? (households / all) * 100 : null, nation: g.percent };
  });
}
