/**
 * A public procedure as data (paper 000 §2.2, paper 001 §2.3; domain guide §2.6): an ordered list of steps with who, how long, what quorum,
 * what papers, whether objections may come and where it may go back to. A province writes its own; `faultsOf` says what would not be lawful.
 */
import { z } from "zod";
import { roles } from "../access/policy.ts";
import { effects, evidenceKinds, purposes, requirements, signatureKinds, stepKinds, stepLevels, subjects } from "./names.ts";
import { termCodes, type Terms } from "./terms.ts";

const term = z.enum(termCodes);
const word = z.string().trim().min(1).max(60);
const stepName = z.string().regex(/^[a-z][A-Za-z0-9]{1,39}$/);

export const stepShape = z.strictObject({
  name: stepName, zh: word, en: word,
  /** Name of the state once the step is done, as in the state diagram. */
  state: z.string().regex(/^[A-Z][A-Z0-9_]{1,39}$/),
  kind: z.enum(stepKinds), level: z.enum(stepLevels), roles: z.array(z.enum(roles)).min(1),
  /** Days within which the step should be done, once it is due. */
  within: term.optional(),
  /** For a notice: the days that it must stand, first and last day included. */
  stands: term.optional(),
  /** A meeting decides: quorum and majority as shares. */
  meeting: z.strictObject({ quorum: z.tuple([term, term]), majority: z.tuple([term, term]), recusal: z.boolean() }).optional(),
  evidence: z.array(z.enum(evidenceKinds)).default([]), signatures: z.array(z.enum(signatureKinds)).default([]),
  /** A document number must be given. */
  document: z.boolean().default(false),
  objection: z.boolean().default(false),
  /** Steps to which it may be sent back from here; without the list, to any earlier one. */
  returnsTo: z.array(stepName).optional(),
  /** Not by a person who applied for, surveyed, appraised or reviewed the same case. */
  apart: z.boolean().default(false),
  requires: z.array(z.enum(requirements)).default([]),
  effect: z.enum(effects).optional(),
  /** Only in cases opened up to this day (规模分解 was of 2014). */
  onlyUntil: z.iso.date().optional(),
});
export type Step = z.output<typeof stepShape>;

export const definitionShape = z.strictObject({
  id: z.string().regex(/^[a-z][A-Za-z0-9]{2,59}$/), version: z.int().min(1).default(1), purpose: z.enum(purposes), era: z.enum(["A", "B", "AB"]), subject: z.enum(subjects),
  zh: word, en: word, source: z.string().trim().min(2).max(300), sureness: z.enum(["verified", "well known", "unsure"]),
  /** Days for the whole procedure. */
  total: term.optional(),
  /** An ordinary lane, or the fast one of the same purpose. */
  fast: z.boolean().default(false),
  steps: z.array(stepShape).min(2).max(30),
});
export type Definition = z.output<typeof definitionShape>;

/** What a definition does not hold; `at` names the step. */
export interface Fault { readonly at: string; readonly zh: string; readonly en: string }

const fault = (at: string, zh: string, en: string): Fault => ({ at, zh, en });
/** Purposes that decide about a household and therefore need a meeting, a notice and the county. */
const aboutPeople: ReadonlySet<string> = new Set(["registration", "exit", "return", "monitoring", "elimination"]);
const finalEffect: Readonly<Record<string, string>> = {
  registration: "registered", exit: "exited", removal: "removed", return: "returned", monitoring: "monitored", elimination: "eliminated", villageRecognition: "villageRecognised", villageExit: "villageExited", countyExit: "countyExited", appeal: "appealUpheld",
};

/**
 * What keeps a definition from being used: a procedure without meeting, notice, objection or county would not be 民主评议、公示公告.
 * @param terms when given, the days are added up as well
 * @example faultsOf({ ...twoNotices, steps: twoNotices.steps.filter((s) => s.kind !== "notice") }).length > 0 // => true
 */
export function faultsOf(d: Definition, terms?: Terms): Fault[] {
  const found: Fault[] = [];
  const names = d.steps.map((s) => s.name);
  d.steps.forEach((s, at) => {
    if (names.indexOf(s.name) !== at) found.push(fault(s.name, "步骤重名", "the name is used twice"));
    for (const to of s.returnsTo ?? []) if (names.indexOf(to) < 0 || names.indexOf(to) >= at) found.push(fault(s.name, `不能退回“${to}”：不是前面的步骤`, `it cannot go back to ${to}: not an earlier step`));
    if (s.kind === "notice") {
      if (s.stands === undefined) found.push(fault(s.name, "公示没有写期限参数（stands）", "a notice names no days (stands)"));
      if (!s.objection) found.push(fault(s.name, "公示必须允许提出异议（objection）", "a notice must admit objections"));
      if (!s.evidence.includes("noticePhoto")) found.push(fault(s.name, "公示必须留照片（noticePhoto）", "a notice needs a photo (noticePhoto)"));
    } else if (s.stands !== undefined) found.push(fault(s.name, "只有公示才有 stands", "only a notice has days to stand"));
    if (s.kind === "appraise") {
      if (!s.meeting) found.push(fault(s.name, "评议没有写到会和表决比例（meeting）", "an appraisal names no quorum and majority (meeting)"));
      if (s.meeting && !s.meeting.recusal) found.push(fault(s.name, "评议必须有亲属回避（recusal）", "relatives must be recused in an appraisal"));
      if (!s.evidence.includes("minutes")) found.push(fault(s.name, "评议必须有会议记录（minutes）", "an appraisal needs minutes"));
    }
    if (s.kind === "match" && !s.evidence.includes("matchReport")) found.push(fault(s.name, "比对必须有比对报告（matchReport）", "matching needs its report (matchReport)"));
  });
  const at = (kind: string): number => d.steps.findIndex((s) => s.kind === kind);
  const last = d.steps.findLastIndex((s) => s.effect === finalEffect[d.purpose]);
  if (last < 0) found.push(fault("", `没有一步产生结果“${finalEffect[d.purpose] ?? ""}”（effect）`, `no step has the effect ${finalEffect[d.purpose] ?? ""}`));
  else if (last !== d.steps.length - 1) found.push(fault(d.steps[last]?.name ?? "", "结果必须在最后一步产生", "the final effect belongs to the last step"));
  if (aboutPeople.has(d.purpose)) {
    if (at("appraise") < 0) found.push(fault("", "没有民主评议", "there is no democratic appraisal"));
    if (at("notice") < 0) found.push(fault("", "没有公示", "there is no public notice"));
    const approve = d.steps.findIndex((s) => s.kind === "approve");
    if (approve < 0) found.push(fault("", "没有审定", "nobody approves"));
    else if (at("notice") > approve) found.push(fault("", "审定之前没有公示", "no notice stands before the decision"));
    if (at("appraise") >= 0 && at("notice") >= 0 && at("notice") < at("appraise")) found.push(fault("", "公示应在评议之后", "the notice comes after the appraisal"));
  }
  if (terms && d.total !== undefined) {
    const least = d.steps.reduce((sum, s) => sum + (s.stands === undefined ? 0 : terms[s.stands]), 0);
    if (least > terms[d.total]) found.push(fault("", `公示共 ${least} 天，超过总时限 ${terms[d.total]} 天`, `the notices need ${least} days, more than ${terms[d.total]} in all`));
  }
  return found;
}

/** Steps of a case opened on a day. */
export const stepsOf = (d: Definition, openedOn: string): readonly Step[] => d.steps.filter((s) => s.onlyUntil === undefined || openedOn <= s.onlyUntil);
