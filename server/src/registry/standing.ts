/**
 * What a public procedure reads of a household and what its decision changes (paper 001 §2.3 精准定位, §4): state of exit, standard,
 * years and days. A decision is written like any other change, with history, findings and village figures following it; rules do not
 * block it, because the procedure has decided and what is doubtful stays on the worklist.
 */
import { factsOf } from "@diguan/core/quality/facts.ts";
import { judgeGuarantees, type Judgement } from "@diguan/core/registry/guarantee.ts";
import type { Value, Values } from "@diguan/core/registry/history.ts";
import type { Household } from "@diguan/core/registry/record.ts";
import { Problem } from "@diguan/core/problem.ts";
import { contextOf } from "./context.ts";
import { follow, openDossier, openYear, save, type Desk } from "./dossier.ts";
import { snapshot } from "./lifecycle.ts";
import { claim, release } from "./persons.ts";
import type { Key } from "./rows.ts";
import { auditChange, casesOf } from "./save.ts";

/** A household as it stands now: its latest year. */
export interface Standing {
  readonly key: Key; readonly region: number; readonly year: number; readonly valid: boolean; readonly version: number; readonly headName: string | null; readonly persons: number; readonly labourers: number;
  readonly household: Household; readonly guarantees: readonly Judgement[]; readonly line: { readonly fen: number; readonly year: number } | undefined;
}

/** The latest year, locked until the transaction ends: two decisions about one household wait for each other. Throws `thing.unknown`. */
export async function standingOf(desk: Desk, key: Key): Promise<Standing> {
  const dossier = await openDossier(desk, key);
  const year = openYear(dossier, undefined, true);
  const ctx = await contextOf(desk.tx, dossier.region, year.row.year, desk.today);
  const active = year.members.filter((m) => m.active);
  return {
    key, region: dossier.region, year: year.row.year, valid: year.row.valid, version: year.row.version, headName: year.row.headName, persons: active.length, labourers: year.row.labourCount,
    household: year.row.household, guarantees: judgeGuarantees(factsOf(casesOf(year), ctx)), line: ctx.lineFen === undefined ? undefined : { fen: ctx.lineFen, year: year.row.year },
  };
}

export interface Decision { /** China date on which it takes effect */ readonly on: string; readonly values: Values; /** false: struck from the register (清退); the record is kept */ readonly valid?: boolean; readonly reason: string; readonly evidence: string }

/**
 * Writes a decision into the year in which it takes effect when the county keeps that year already, else into the latest one; a year
 * of its own for one household would look like a county that nobody has recorded.
 */
export async function decideStanding(desk: Desk, key: Key, decision: Decision): Promise<{ year: number; version: number }> {
  const asked = Number(decision.on.slice(0, 4));
  const first = await openDossier(desk, key);
  const latest = first.years.at(-1)?.year ?? asked;
  if (latest < asked) {
    const [kept] = await desk.tx.sql`select from registry.household_year where county = ${key.county} and year = ${asked} limit 1`;
    if (kept) await snapshot(desk, key, asked);
  }
  const dossier = await openDossier(desk, key);
  const before = openYear(dossier, undefined, true);
  if (!before.row.valid && decision.valid !== true) throw new Problem("registry.cancelled");
  const valid = decision.valid ?? before.row.valid;
  const household = { ...before.row.household, ...(decision.values as Readonly<Record<string, Value>>) } as Household;
  const after = { row: { ...before.row, valid, household }, members: before.members };
  const outcome = await save(desk, before, after, { act: "decided", source: 2, reason: decision.reason, evidence: decision.evidence }, "no rules");
  if (valid !== before.row.valid) for (const member of before.members.filter((m) => m.active)) await (valid ? claim(desk.tx, desk.crypto, key, member) : release(desk.tx, desk.crypto, key.county, member));
  await auditChange(desk.tx, "edit", before.row, { act: "decided", fields: Object.keys(decision.values), ...(decision.valid === undefined ? {} : { valid }) }, decision.reason);
  await follow(desk, [{ key, region: dossier.region, years: [before.row.year] }]);
  return { year: before.row.year, version: outcome.version ?? before.row.version };
}
