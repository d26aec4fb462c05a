/**
 * Which measures answer which cause or risk (domain guide §3.2): `required` = at least one of these must be there (consistency
 * rule used in the field), `unfit` = contraindicated. Used by the quality rule DQ-105 and by the measure of precision (§9.3 S4).
 */

export interface Answer { /** any one of these */ readonly required: readonly string[]; readonly suitable: readonly string[]; readonly unfit: readonly string[] }
const industry = ["M11", "M12", "M13", "M14", "M15", "M16", "M17"];
const work = ["M31", "M32", "M33", "M34"];
const safety = ["M81", "M82", "M83", "M84", "M85"];
const education = ["M61", "M62", "M63"];
const a = (required: readonly string[], suitable: readonly string[] = [], unfit: readonly string[] = []): Answer => ({ required, suitable, unfit });

/** By cause (codeLists.cause): era A. 缺水 and 交通 are answered by works of the village, so that nothing is required of the household. */
export const answersToCause: Readonly<Record<number, Answer>> = {
  1: a(["M71", ...safety, "M91"], ["M13", "M14", "M33"]), 2: a([...safety, "M91"], ["M13", "M14", "M32", "M33", "M71"]), 3: a([...education, "M91"], work), 4: a(safety, [...industry, "M21", ...work, "M41", "M42", "M91"]),
  5: a(work, ["M12", "M13", "M14", "M21", "M41", "M51", "M52", "M91"]), 6: a([], [...industry, ...work, "M41", "M43"]), 7: a([...industry, "M34"], ["M91"]), 8: a(safety, ["M13", "M14", "M91"], ["M21", "M31", "M32", "M34"]),
  9: a(["M21"], [...industry, ...work, "M91"]), 10: a([], [...work, "M41"]), 11: a(work, [...industry, "M91", "M92"], ["M21"]),
};

/** By risk (codeLists.risk): era B, provincial question list 5_18_001–007. */
export const answersToRisk: Readonly<Record<number, Answer>> = {
  1: a(["M71", ...safety, "M91"]), 3: a([...safety, "M91"]), 4: a(safety), 6: a(industry, ["M21", ...work]), 7: a(work, [...industry, "M21"]), 8: a(["M42", "M41"]), 9: a([...education, "M91"]), 10: a(["M43"]),
  201: a(safety), 202: a(safety), 203: a(safety), 204: a(safety), 205: a(safety), 206: a(safety), 299: a(safety),
};

/** Causes or risks that none of the measures answers. @example unanswered([1, 9], ["M71"], answersToRisk) // => [9] */
export const unanswered = (codes: readonly number[], measures: readonly string[], answers: Readonly<Record<number, Answer>>): number[] =>
  codes.filter((code) => { const needed = answers[code]?.required ?? []; return needed.length > 0 && !needed.some((measure) => measures.includes(measure)); });

/** Pairs that cannot be had together (domain guide §3.2): by one household relocation and repair; by one person allowance and extreme-poverty support. */
export const exclusive = { household: [["M41", "M42"]], person: [["M81", "M82"]] } as const;
