/** The worklist: findings in the order of their deadline and, on one day, village by village; keyset-paged; names are joined for the rows shown only. */
import { permits } from "@diguan/core/access/policy.ts";
import type { FindingRow, Segment, WorklistFilters } from "@diguan/core/quality/contract.ts";
import { allowedActs, findingStates, openStates, waitingStates, type FindingState, type PersonAct } from "@diguan/core/quality/states.ts";
import type { Args, Severity } from "@diguan/core/quality/rule.ts";
import { maskName } from "@diguan/core/registry/masking.ts";
import { rangeOf } from "@diguan/core/region-code.ts";
import { ageOn, daysBetween } from "@diguan/core/time.ts";
import type { Tx } from "../postgres/pool.ts";
import { adultFrom, seesClass, showName, sightOf } from "../registry/view.ts";

type Part = ReturnType<Tx["sql"]>;

const ofSegment: Readonly<Record<Segment, readonly FindingState[]>> = { open: openStates, waiting: waitingStates, verified: ["verified"], all: findingStates };

/** First line of defence: area and own households, said in the statement; and the county itself where there is only one. */
export function inside(tx: Tx, region?: number, alias = "f"): Part {
  const { sql } = tx;
  const asked = region === undefined ? tx.scope : rangeOf(region);
  const [lo, hi] = [Math.max(tx.scope.lo, asked.lo), Math.min(tx.scope.hi, asked.hi)];
  const county = Math.floor(lo / 1e6);
  const f = (column: string): Part => sql`${sql(`${alias}.${column}`)}`;
  return sql`${f("region")} between ${lo} and ${hi} ${county === Math.floor(hi / 1e6) ? sql`and ${f("county")} = ${county}` : sql``} ${tx.scope.own ? sql`and ${f("household_id")} = any (${tx.scope.own as string[]}::uuid[])` : sql``}`;
}

/** Conditions of the worklist's filters on quality.finding f. */
export function filterOf(tx: Tx, q: WorklistFilters & { readonly year: number }, today: string): Part {
  const { sql } = tx;
  const text = q.text?.replace(/[\\%_]/g, (c) => `\\${c}`);
  return sql`
    ${inside(tx, q.region)} and f.year = ${q.year} and f.state = any (${(q.state ? [q.state] : ofSegment[q.segment]) as string[]})
    ${q.rule ? sql`and f.rule = ${q.rule}` : sql``} ${q.severity ? sql`and f.severity = ${q.severity}` : sql``}
    ${q.household ? sql`and f.household_id = ${q.household}` : sql``}
    ${q.assignee === "me" ? sql`and f.assigned_to = ${tx.actor?.postId ?? null}` : q.assignee === "none" ? sql`and f.assigned_to is null` : q.assignee ? sql`and f.assigned_to = ${q.assignee}` : sql``}
    ${q.overdue ? sql`and f.deadline < ${today} and f.state = any (${openStates as unknown as string[]})` : sql``}
    ${text ? sql`and exists (select from registry.household_year t where t.county = f.county and t.household_id = f.household_id and t.year = f.year and (t.household_code like ${`${text}%`} or t.head_name like ${`${text}%`} or t.group_name like ${`${text}%`}))` : sql``}`;
}

interface Raw {
  readonly county: number; readonly id: string; readonly region: number; readonly villageName: string | null; readonly householdId: string | null; readonly householdCode: string | null; readonly headName: string | null;
  readonly memberId: string | null; readonly memberName: string | null; readonly memberBirth: string | null; readonly memberRelation: number | null; readonly year: number; readonly rule: string; readonly severity: Severity; readonly field: string | null; readonly args: Args;
  readonly state: FindingState; readonly outcome: "corrected" | "explained" | null; readonly assignedTo: string | null; readonly assignedName: string | null; readonly assignedRole: string | null; readonly deadline: string; readonly foundAt: string; readonly settledBy: string | null; readonly version: number; readonly batchId: string | null;
}

/** Findings with the names around them; `which` selects (county, id) pairs. */
export const namedRows = (tx: Tx, which: Part): Promise<Raw[]> => tx.sql<Raw[]>`
  with page as materialized (${which})
  select f.county, f.id, f.region, r.name as "villageName", f.household_id as "householdId", y.household_code as "householdCode", y.head_name as "headName", f.member_id as "memberId", m.name as "memberName", m.birth as "memberBirth", m.relation as "memberRelation",
         f.year, f.rule, f.severity, f.field, f.args, f.state, f.outcome, f.assigned_to as "assignedTo", f.assigned_name as "assignedName", f.assigned_role as "assignedRole", f.deadline, f.found_at as "foundAt", f.settled_by as "settledBy", f.version, f.batch_id as "batchId"
    from page p
    join quality.finding f on f.county = p.county and f.id = p.id
    left join regions.region r on r.code = f.region and r.valid_to is null
    left join registry.household_year y on y.county = f.county and y.household_id = f.household_id and y.year = f.year
    left join registry.member_year m on m.county = f.county and m.member_id = f.member_id and m.year = f.year
   order by f.deadline, f.region, f.id`;

const action: Readonly<Record<PersonAct, "assign" | "edit" | "verify">> = { assign: "assign", correct: "edit", explain: "edit", verify: "verify", sendBack: "verify", reopen: "verify" };

/** A row as the post may see it, with the acts it may take. */
export function shownRow(tx: Tx, r: Raw, today: string): FindingRow {
  const sight = sightOf(tx);
  const minor = r.memberBirth !== null && ageOn(r.memberBirth, `${r.year}-12-31`) < adultFrom;
  const actor = tx.actor;
  return {
    county: r.county, id: r.id, region: r.region, villageName: r.villageName ?? String(r.region), householdId: r.householdId, householdCode: r.householdCode,
    headName: r.headName === null ? null : seesClass(sight, "C2") ? r.headName : maskName(r.headName),
    memberId: r.memberId, memberName: r.memberName === null ? null : showName(r.memberName, minor ? 0 : adultFrom, r.memberRelation === 1, sight),
    year: r.year, rule: r.rule, severity: r.severity, field: r.field, args: r.args, state: r.state, outcome: r.outcome,
    assignee: r.assignedTo === null ? null : { post: r.assignedTo, name: r.assignedName ?? "", role: r.assignedRole ?? "" }, deadline: r.deadline, daysLeft: daysBetween(today, r.deadline), foundAt: r.foundAt, version: r.version,
    allowed: actor ? allowedActs(r, actor.accountId).filter((act) => permits(actor.role, { action: action[act], resource: "finding", scope: "region", fields: "C2" })) : [],
  };
}

const cursor = (r: { readonly deadline: string; readonly region: number; readonly id: string }): string => Buffer.from(`${r.deadline}|${r.region}|${r.id}`).toString("base64url");
const readCursor = (text: string | undefined): { readonly deadline: string; readonly region: number; readonly id: string } | undefined => {
  const m = text === undefined ? null : /^(\d{4}-\d{2}-\d{2})\|(\d{12})\|([0-9a-f-]{36})$/.exec(Buffer.from(text, "base64url").toString("utf8"));
  return m ? { deadline: m[1] ?? "", region: Number(m[2]), id: m[3] ?? "" } : undefined;
};

/** One page of the worklist. */
export async function worklist(tx: Tx, q: WorklistFilters & { readonly year: number; readonly after?: string | undefined; readonly limit: number }, today: string): Promise<{ rows: FindingRow[]; next: string | null }> {
  const after = readCursor(q.after);
  const rows = await namedRows(tx, tx.sql`
    select f.county, f.id from quality.finding f
     where ${filterOf(tx, q, today)} ${after ? tx.sql`and (f.deadline, f.region, f.id) > (${after.deadline}::date, ${after.region}::bigint, ${after.id}::uuid)` : tx.sql``}
     order by f.deadline, f.region, f.id limit ${q.limit + 1}`);
  const last = rows.length > q.limit ? rows[q.limit - 1] : undefined;
  return { rows: rows.slice(0, q.limit).map((r) => shownRow(tx, r, today)), next: last ? cursor(last) : null };
}

/** All findings of a worklist for a file, page by page, in bounded memory. */
export async function* exportFindings(tx: Tx, q: WorklistFilters & { readonly year: number }, today: string): AsyncGenerator<FindingRow[]> {
  let after: string | undefined;
  do {
    const page = await worklist(tx, { ...q, after, limit: 1000 }, today);
    if (page.rows.length > 0) yield page.rows;
    after = page.next ?? undefined;
  } while (after !== undefined);
}

/** Findings of one household that are not verified yet, most severe first: for its page. */
export async function openFindingsOf(tx: Tx, county: number, householdId: string, year: number, today: string): Promise<FindingRow[]> {
  const rows = await namedRows(tx, tx.sql`
    select f.county, f.id from quality.finding f
     where ${inside(tx)} and f.county = ${county} and f.household_id = ${householdId} and f.year = ${year} and f.state <> 'verified'`);
  return rows.map((r) => shownRow(tx, r, today)).toSorted((a, b) => "EWR".indexOf(a.severity) - "EWR".indexOf(b.severity) || (a.rule < b.rule ? -1 : 1));
}
