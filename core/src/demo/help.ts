/**
 * Help in the synthetic county (domain guide §3.2, §11.3): measures that answer the household's cause and its members, periods of
 * work of those who work, with the gaps that real counties have. Pure in the generator given.
 */
import { answersToCause } from "../measures/answers.ts";
import { isDevelopment } from "../measures/catalogue.ts";
import type { HouseholdCase } from "../registry/record.ts";
import type { Random } from "../statistics/random.ts";

export interface PlannedHelp { readonly code: string; /** index of the member who receives it; null = the household */ readonly member: number | null; readonly startedOn: string; readonly finishedOn: string | null; readonly state: "running" | "verified"; readonly amountFen: number | null; readonly content: string }
export interface PlannedWork { readonly member: number; readonly from: string; readonly to: string | null; readonly workingNow: boolean; readonly wageFen: number }
export interface Help { readonly measures: readonly PlannedHelp[]; readonly work: readonly PlannedWork[] }

/** Shares of households: no measure that answers the cause; design values, as audits give none. */
export const helpRates = { withoutAnswer: 0.06, withoutHelper: 0.012, overQuota: 0.01, farVisit: 0.006 } as const;

const yuan = (r: Random, from: number, to: number): number => r.integer(from / 100, to / 100) * 10_000;
const amounts: Readonly<Record<string, readonly [number, number, string]>> = {
  M11: [2000, 5000, "特色种养奖补"], M12: [1000, 3000, "与合作社签订订单"], M13: [500, 1500, "扶贫资产分红"], M14: [800, 3000, "村级光伏收益"], M21: [10_000, 50_000, "发展产业"], M31: [300, 1000, "跨省务工交通补助"],
  M33: [6000, 9600, "村级公益性岗位"], M34: [500, 1000, "实用技术培训"], M42: [14_000, 28_000, "危房改造"], M61: [1000, 1500, "寄宿生生活补助"], M62: [3000, 3000, "中高职助学"], M63: [1000, 3000, "助学金"], M71: [180, 400, "参保资助、家庭医生签约"],
  M81: [2000, 4200, "农村低保"], M82: [6000, 8000, "特困供养"], M84: [600, 1200, "残疾人两项补贴"], M85: [100, 100, "代缴养老保险"], M91: [200, 1000, "帮扶单位慰问"],
};

/** Works outside the county (codeLists.workPlace 3, 4). */
const away = (place: number | null): boolean => place === 3 || place === 4;

/** Measures and work of a household in a year. `faulty`: with the gaps of real counties. */
export function helpFor(r: Random, c: HouseholdCase, faulty: boolean): Help {
  const { year, members, household: h } = c;
  const since = h.enrolledOn !== null && h.enrolledOn > `${year}-01-15` ? h.enrolledOn : `${year}-01-15`;
  const day = (): string => { const made = `${year}-${String(r.integer(2, 9)).padStart(2, "0")}-${String(r.integer(1, 28)).padStart(2, "0")}`; return made < since ? since : made; };
  const measures: PlannedHelp[] = [];
  const give = (code: string, member: number | null = null): void => {
    if (measures.some((m) => m.code === code && m.member === member)) return;
    const [least, most, content] = amounts[code] ?? [500, 2000, ""];
    const lasting = code.startsWith("M8") || code === "M33";
    measures.push({ code, member, startedOn: lasting ? since : day(), finishedOn: null, state: "running", amountFen: least === most ? least * 100 : yuan(r, least, most), content });
  };
  for (const [i, m] of members.entries()) {
    if (m.dibao === true) give("M81", i);
    if (m.tekun === true) give("M82", i);
    if (m.disabilityLevel === 1 || m.disabilityLevel === 2) give("M84", i);
    if (m.student !== null && m.student >= 10 && m.student <= 15) give("M62", i);
    if (m.student !== null && m.student >= 3 && m.student <= 6 && r.chance(0.7)) give("M61", i);
    if (m.publicPost.length > 0) give("M33", i);
    if (away(m.workPlace) && r.chance(0.6)) give("M31", i);
  }
  const answered = !faulty || !r.chance(helpRates.withoutAnswer);
  const answer = answersToCause[h.causeMain ?? 0];
  const given = (): string[] => measures.map((m) => m.code);
  // an allowance without its member would contradict the record: the cause is answered by what fits anybody
  const fitting = (answer?.required ?? []).filter((code) => !/^M8[124]$/.test(code) && code !== "M31" && code !== "M83");
  if (answered && answer && answer.required.length > 0 && !answer.required.some((code) => given().includes(code))) give(fitting.length > 0 ? r.pick(fitting) : "M91");
  const canWork = members.some((m) => m.labour === 1 || m.labour === 2 || m.labour === 5);
  if (answered && canWork && !given().some((code) => isDevelopment(code) && code !== "M34")) give(r.pick(["M11", "M12", "M13", "M14"]));
  if (r.chance(0.5)) give("M71");
  if (r.chance(0.3)) give("M91");
  const work = members.flatMap((m, member): PlannedWork[] => {
    const months = m.workMonths ?? 0;
    if (months < 1 || months > 12) return [];
    const end = `${year}-${String(months).padStart(2, "0")}-28`;
    return [{ member, from: `${year}-01-05`, to: months === 12 ? null : end, workingNow: months === 12, wageFen: Math.max(80_000, Math.round((h.wageFen ?? 0) / months / 100) * 100) }];
  });
  return { measures, work };
}
