/**
 * The household's states in both eras as tables (domain guide §4.1, §4.5). A transition happens only by the procedure that the table
 * names; there is no other way from one state to the next.
 */
import { Problem } from "../problem.ts";
import { notRegistered } from "../registry/codes.ts";
import { purposeNames, type Purpose } from "./names.ts";

export const statesA = ["nonPoor", "poor", "preExit", "exited", "returned", "removed", "extinct"] as const;
export type StateA = (typeof statesA)[number];
export const statesB = ["notMonitored", "monitored", "eliminated"] as const;
export type StateB = (typeof statesB)[number];

/** `by`: the procedure; `planned`: the first step of the exit puts the household on the year's list; `notReached`: the exit is refused; `natural`: all members gone. */
export interface Transition<S> { readonly from: S; readonly to: S; readonly by: Purpose | "planned" | "notReached" | "natural" }
const t = <S>(from: S, to: S, by: Transition<S>["by"]): Transition<S> => ({ from, to, by });

export const transitionsA: readonly Transition<StateA>[] = [
  t("nonPoor", "poor", "registration"), t("poor", "preExit", "planned"), t("returned", "preExit", "planned"), t("preExit", "exited", "exit"), t("preExit", "poor", "notReached"), t("preExit", "returned", "notReached"),
  t("exited", "returned", "return"), t("poor", "removed", "removal"), t("preExit", "removed", "removal"), t("returned", "removed", "removal"),
  ...(["nonPoor", "poor", "preExit", "exited", "returned"] as const).map((from) => t<StateA>(from, "extinct", "natural")),
];
export const transitionsB: readonly Transition<StateB>[] = [t("notMonitored", "monitored", "monitoring"), t("monitored", "eliminated", "elimination"), t("eliminated", "monitored", "monitoring")];

/** `exitState` of the registry for each state that it holds. */
export const codeOfState = { nonPoor: notRegistered, poor: 0, exited: 1, preExit: 2, returned: 3 } as const satisfies Partial<Record<StateA, number>>;

/** What the registry says of a household; `undefined` when its state is not filled in. @example stateA({ exitState: 9, valid: true }) // => "nonPoor" */
export function stateA(h: { readonly exitState: number | null; readonly valid: boolean }): StateA | undefined {
  if (!h.valid) return "removed";
  return (Object.keys(codeOfState) as (keyof typeof codeOfState)[]).find((s) => codeOfState[s] === h.exitState);
}

export const stateNames: Readonly<Record<StateA | StateB, { readonly zh: string; readonly en: string }>> = {
  nonPoor: { zh: "未识别（普通农户）", en: "not registered" }, poor: { zh: "未脱贫", en: "poor" }, preExit: { zh: "预脱贫", en: "about to exit" }, exited: { zh: "已脱贫", en: "exited" }, returned: { zh: "返贫", en: "returned to poverty" },
  removed: { zh: "已清退或注销", en: "removed or cancelled" }, extinct: { zh: "自然消亡", en: "extinct" }, notMonitored: { zh: "非监测对象", en: "not monitored" }, monitored: { zh: "监测中", en: "monitored" }, eliminated: { zh: "风险已消除", en: "risk eliminated" },
};

/** States of a household in which a procedure may begin; monitoring takes ordinary and exited households, appeals are open to everybody. */
const beginsIn: Readonly<Partial<Record<Purpose, readonly StateA[]>>> = { registration: ["nonPoor"], exit: ["poor", "preExit", "returned"], removal: ["poor", "preExit", "returned"], return: ["exited"], monitoring: ["nonPoor", "exited"], elimination: ["nonPoor", "exited"] };

/** What is known of the household before a case is opened. */
export interface Household { readonly exitState: number | null; readonly valid: boolean; readonly monitored: boolean }

/**
 * Throws `procedure.transition` unless a procedure of this purpose may begin for the household; the sentence names the procedure that fits.
 * @example checkBegin("registration", { exitState: 1, valid: true, monitored: false }) // throws: 该户现为“已脱贫”，应办“返贫纳入”
 */
export function checkBegin(purpose: Purpose, h: Household): void {
  if (purpose === "appeal") return;
  const state = stateA(h);
  if (state === undefined) throw new Problem("procedure.stateUnknown");
  const fits = (p: Purpose): boolean => beginsIn[p]?.includes(state) === true && (p !== "elimination" || h.monitored) && (p !== "monitoring" || !h.monitored);
  if (fits(purpose)) return;
  const instead = (Object.keys(beginsIn) as Purpose[]).filter(fits);
  const shown = (state === "exited" || state === "nonPoor") && h.monitored ? "monitored" : state;
  throw new Problem("procedure.transition", {
    state: stateNames[shown].zh, stateEn: stateNames[shown].en, purpose: purposeNames[purpose].zh, purposeEn: purposeNames[purpose].en,
    instead: instead.map((p) => purposeNames[p].zh).join("、") || "先恢复档案", insteadEn: instead.map((p) => purposeNames[p].en).join(", ") || "restore the record first",
  });
}
