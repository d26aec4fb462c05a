/**
 * What a decision does to the register (domain guide §4.1–4.5): one act of the registry with the case's number as its ground, and a file
 * of what it stood on that day – income, guarantees, papers – that is never changed (退出档案). Measures are no business of an exit: 四个不摘.
 */
import type { Effect } from "@diguan/core/procedure/names.ts";
import { purposeNames } from "@diguan/core/procedure/names.ts";
import { codeOfState } from "@diguan/core/procedure/states.ts";
import { computeIncome } from "@diguan/core/registry/income.ts";
import type { Values } from "@diguan/core/registry/history.ts";
import { decideStanding, standingOf, type Desk } from "../registry/service.ts";
import type { Opened } from "./rows.ts";

interface Change { readonly values: Values; readonly valid?: boolean }
const whole = (v: unknown): number | undefined => (typeof v === "number" && Number.isInteger(v) ? v : undefined);

function changeOf(kind: Effect, on: string, file: Opened["file"], now: { readonly standard: number | null; readonly attribute: number | null; readonly enrolledOn: string | null }): Change | undefined {
  const year = Number(on.slice(0, 4));
  const cause = whole(file.detail["causeMain"]);
  switch (kind) {
    case "registered": return { values: { exitState: codeOfState.poor, enrolledOn: now.enrolledOn ?? on, standard: now.standard ?? 1, attribute: whole(file.detail["attribute"]) ?? now.attribute ?? 1, ...(cause === undefined ? {} : { causeMain: cause }) } };
    case "preExit": return { values: { exitState: codeOfState.preExit } };
    case "exited": return { values: { exitState: codeOfState.exited, exitYear: year } };
    case "returned": return { values: { exitState: codeOfState.returned, returnYear: year, ...(cause === undefined ? {} : { causeMain: cause }) } };
    case "removed": return { values: {}, valid: false };
    case "monitored": return { values: { monitored: whole(file.detail["category"]) ?? (file.exitState === codeOfState.exited ? 1 : 2), ...(Array.isArray(file.detail["risks"]) ? { risks: file.detail["risks"] as number[] } : {}) } };
    case "eliminated": return { values: { monitored: 0 } };
    default: return undefined;
  }
}

/** What was true of the household on the day of the decision. */
async function frozen(desk: Desk, opened: Opened, evidence: readonly string[]): Promise<Record<string, unknown>> {
  const { file } = opened;
  if (file.householdId === null) return { number: file.number, evidence };
  const s = await standingOf(desk, { county: file.county, id: file.householdId });
  const totals = computeIncome(s.household);
  return {
    number: file.number, year: s.year, headName: s.headName, members: s.persons, labourers: s.labourers, exitStateBefore: file.exitState, perCapitaFen: s.household.perCapitaFen, netFen: s.household.netFen, incomePersons: s.household.yearMembers, annualFen: totals.annualFen,
    lineFen: s.line?.fen ?? null, lineYear: s.line?.year ?? null, guarantees: Object.fromEntries(s.guarantees.map((g) => [g.guarantee, g.verdict])), evidence, events: opened.events.length + 1,
  };
}

/** Applies the effect of a step that was just taken; `ordinal` is the event's. */
export async function applyEffect(desk: Desk, opened: Opened, kind: Effect, on: string, ordinal: number, evidence: readonly string[]): Promise<void> {
  const { file } = opened;
  const { tx } = desk;
  const detail = await frozen(desk, opened, evidence);
  await tx.sql`
    insert into procedure.effect (county, case_id, ordinal, region, household_id, kind, on_date, detail)
    values (${file.county}, ${file.id}, ${ordinal}, ${file.region}, ${file.householdId}, ${kind}, ${on}, ${tx.sql.json(detail as never)})`;
  if (file.householdId === null) return;
  const key = { county: file.county, id: file.householdId };
  const { household } = await standingOf(desk, key);
  const change = changeOf(kind, on, file, household);
  if (change) await decideStanding(desk, key, { on, ...change, reason: ground(opened), evidence: `案号 ${file.number}` });
}

export const ground = ({ file, definition }: Opened): string => `${purposeNames[file.purpose].zh}（${definition.zh}），案号 ${file.number}`;

/** A refused or withdrawn exit takes the household off the year's list; a decision that an appeal takes back restores what was before. */
export async function restoreStanding(desk: Desk, opened: Opened, on: string, why: string): Promise<void> {
  const { file } = opened;
  if (file.householdId === null) return;
  const key = { county: file.county, id: file.householdId };
  const now = await standingOf(desk, key);
  if (now.household.exitState === file.exitState && now.valid) return;
  await decideStanding(desk, key, { on, values: { exitState: file.exitState }, ...(now.valid ? {} : { valid: true }), reason: `${ground(opened)}：${why}`, evidence: `案号 ${file.number}` });
}
