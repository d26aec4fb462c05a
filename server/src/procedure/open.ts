/** A case begins: for households on file, for a new applicant (put on file as not registered), for a village or county, or as an appeal. */
import { randomUUID } from "node:crypto";
import { dueOf, appealUntil } from "@diguan/core/procedure/engine.ts";
import { begun } from "@diguan/core/procedure/history.ts";
import { purposeNames, type Purpose } from "@diguan/core/procedure/names.ts";
import { checkBegin } from "@diguan/core/procedure/states.ts";
import { Problem } from "@diguan/core/problem.ts";
import { notRegistered } from "@diguan/core/registry/codes.ts";
import type { Values } from "@diguan/core/registry/history.ts";
import { ruleName } from "@diguan/core/quality/names.ts";
import { countyOf, levelOf } from "@diguan/core/region-code.ts";
import { audit } from "../audit.ts";
import { takeUpProposal } from "../comparison/service.ts";
import type { Tx } from "../postgres/pool.ts";
import { regionNames } from "../regions/service.ts";
import { createHousehold, standingOf, type Desk } from "../registry/service.ts";
import type { Refused } from "./acts.ts";
import { definitionsAt, termsAt, type Row } from "./definitions.ts";
import { openFiles, type Key } from "./rows.ts";

export interface AskedOpening {
  readonly key: string; readonly purpose: Purpose; readonly definition: string; readonly households: readonly Key[]; readonly place?: number | undefined; readonly about?: Key | undefined; readonly reason: string;
  readonly applicant?: { readonly region: number; readonly year?: number | undefined; readonly household: Values; readonly members: readonly { readonly values: Values }[] } | undefined;
  readonly detail: { readonly clue?: string | undefined; readonly proposal?: string | undefined; readonly category?: number | undefined; readonly risks?: readonly number[] | undefined };
}
export interface OpenedCase { readonly county: number; readonly id: string; readonly number: string; readonly householdId: string | null }
interface Subject { readonly county: number; readonly region: number; readonly subject: "household" | "village" | "county"; readonly householdId: string | null; readonly name: string; readonly groupName: string | null; readonly members: number | null; readonly exitState: number | null; readonly about?: string }

async function nextNumber(tx: Tx, county: number, year: number): Promise<string> {
  const [row] = await tx.sql<{ last: number }[]>`
    insert into procedure.counter (county, region, year, last) values (${county}, ${county * 1_000_000}, ${year}, 1)
    on conflict (county, year) do update set last = procedure.counter.last + 1 returning last`;
  return `${county}-${year}-${String(row?.last ?? 0).padStart(5, "0")}`;
}

async function householdSubject(desk: Desk, key: Key, purpose: Purpose): Promise<Subject> {
  const s = await standingOf(desk, key);
  checkBegin(purpose, { exitState: s.household.exitState, valid: s.valid, monitored: (s.household.monitored ?? 0) > 0 });
  const [running] = purpose === "appeal" ? [] : await desk.tx.sql<{ number: string; purpose: Purpose }[]>`select number, purpose from procedure.case_file where county = ${key.county} and household_id = ${key.id} and status = 'open' and purpose <> 'appeal' and region between ${desk.tx.scope.lo} and ${desk.tx.scope.hi}`;
  if (running) throw new Problem("procedure.openAlready", { number: running.number, purpose: purposeNames[running.purpose].zh });
  return { county: key.county, region: s.region, subject: "household", householdId: key.id, name: s.headName ?? s.household.householdCode, groupName: s.household.groupName, members: s.persons, exitState: s.household.exitState };
}

/** Puts the applicant on file without registering it: state 9, seen by comparison and measures as an ordinary household. */
async function putOnFile(desk: Desk, asked: AskedOpening): Promise<Key> {
  const a = asked.applicant;
  if (!a) throw new Problem("procedure.applicant");
  const [kept] = a.year === undefined ? await desk.tx.sql<{ year: number | null }[]>`select max(year)::int as year from overview.village_year where county = ${countyOf(a.region)} and region between ${desk.tx.scope.lo} and ${desk.tx.scope.hi}` : [];
  const made = await createHousehold(desk, { key: asked.key, region: a.region, year: a.year ?? kept?.year ?? Number(desk.today.slice(0, 4)), household: { ...a.household, exitState: notRegistered }, members: a.members.map((m) => ({ values: { ...m.values } })), reason: asked.reason, source: 1, explanation: "申请时登记，入户调查时核对补充" });
  if (!made.saved) throw new Problem("procedure.applicantBlocked", { detail: made.blocked.map((f) => `${f.rule} ${ruleName(f.rule, "zh-CN")}`).join("；") });
  return { county: made.county, id: made.id };
}

async function placeSubject(tx: Tx, place: number, subject: "village" | "county"): Promise<Subject> {
  if (levelOf(place) !== subject || place < tx.scope.lo || place > tx.scope.hi) throw new Problem("thing.unknown");
  const name = (await regionNames(tx, [place])).get(place);
  if (name === undefined) throw new Problem("thing.unknown");
  return { county: countyOf(place), region: place, subject, householdId: null, name, groupName: null, members: null, exitState: null };
}

async function appealSubject(desk: Desk, about: Key): Promise<Subject> {
  const [target] = await openFiles(desk.tx, [about], false);
  if (!target) throw new Problem("thing.unknown");
  const { file } = target;
  if (file.status === "open" || file.overOn === null) throw new Problem("procedure.notOver");
  const until = appealUntil(file.overOn, file.terms);
  if (desk.today > until) throw new Problem("procedure.appealLate", { until });
  return { county: file.county, region: file.region, subject: file.subject, householdId: file.householdId, name: file.name, groupName: file.groupName, members: file.members, exitState: file.exitState, about: file.id };
}

async function insert(desk: Desk, row: Row, s: Subject, detail: AskedOpening["detail"], number: string): Promise<OpenedCase> {
  const { tx, today } = desk;
  const { terms } = await termsAt(tx, s.region, today);
  const standing = begun(row.body, today);
  const id = randomUUID();
  await tx.sql`
    insert into procedure.case_file (county, id, region, subject, household_id, number, purpose, definition_id, definition_region, definition_version, terms, opened_on, name, group_name, members, exit_state, detail, about, next_step, next_roles, since, due_on, account_id, by_name)
    values (${s.county}, ${id}, ${s.region}, ${s.subject}, ${s.householdId}, ${number}, ${row.body.purpose}, ${row.id}, ${row.region}, ${row.version}, ${tx.sql.json(terms as never)}, ${today}, ${s.name}, ${s.groupName}, ${s.members}, ${s.exitState}, ${tx.sql.json(detail as never)}, ${s.about ?? null},
            ${standing.next?.name ?? null}, ${(standing.next?.roles ?? []) as string[]}, ${today}, ${dueOf(row.body, standing, terms)}, ${tx.actor?.accountId ?? null}, ${tx.actor?.name ?? null})`;
  await audit(tx, "create", "procedure", { region: s.region, target: id, detail: { number, purpose: row.body.purpose, definition: row.id, household: s.householdId } });
  return { county: s.county, id, number, householdId: s.householdId };
}

/** Opens one case per subject; those that cannot begin are told with the procedure that fits them. */
export async function openCasesOf(desk: Desk, asked: AskedOpening): Promise<{ opened: OpenedCase[]; refused: Refused[] }> {
  const { tx, today } = desk;
  const subjects: Subject[] = [];
  const refused: Refused[] = [];
  if (asked.purpose === "appeal") {
    if (!asked.about) throw new Problem("procedure.applicant");
    subjects.push(await appealSubject(desk, asked.about));
  } else if (asked.place !== undefined) subjects.push(await placeSubject(tx, asked.place, asked.purpose === "countyExit" ? "county" : "village"));
  else {
    const keys = asked.applicant ? [await putOnFile(desk, asked)] : asked.households;
    if (keys.length === 0) throw new Problem("procedure.applicant");
    for (const key of keys) {
      try { subjects.push(await householdSubject(desk, key, asked.purpose)); } catch (e) {
        if (!(e instanceof Problem) || keys.length === 1) throw e;
        refused.push({ id: key.id, code: e.code, details: e.details });
      }
    }
  }
  const opened: OpenedCase[] = [];
  for (const s of subjects) {
    const row = (await definitionsAt(tx, s.region, today, asked.purpose)).find((r) => r.id === asked.definition);
    if (!row || row.body.subject !== s.subject && asked.purpose !== "appeal") throw new Problem("procedure.definition", { detail: `${asked.definition}：本地在 ${today} 没有这一程序` });
    const made = await insert(desk, row, s, asked.detail, await nextNumber(tx, s.county, Number(today.slice(0, 4))));
    if (asked.detail.proposal !== undefined) await takeUpProposal(tx, { county: made.county, id: asked.detail.proposal, reference: made.number });
    opened.push(made);
  }
  return { opened, refused };
}
