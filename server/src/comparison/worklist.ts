/** Suspicions in the order of their deadline, keyset-paged; names are joined for the rows shown only. */
import { permits, type Action, type Resource } from "@diguan/core/access/policy.ts";
import type { FindingRow, Tab, WorklistFilters } from "@diguan/core/comparison/contract.ts";
import { allowed, openStates, personActs, type FindingState, type PersonAct } from "@diguan/core/comparison/states.ts";
import { maskName } from "@diguan/core/registry/masking.ts";
import { rangeOf } from "@diguan/core/region-code.ts";
import { addDays, daysBetween } from "@diguan/core/time.ts";
import type { Tx } from "../postgres/pool.ts";
import { seesClass, sightOf } from "../registry/view.ts";

export type Part = ReturnType<Tx["sql"]>;
const open = openStates as readonly string[] as string[];

/** First line of defence: area and own households, said in the statement. */
export function inside(tx: Tx, region?: number, alias = "f"): Part {
  const { sql } = tx;
  const asked = region === undefined ? tx.scope : rangeOf(region);
  const [lo, hi] = [Math.max(tx.scope.lo, asked.lo), Math.min(tx.scope.hi, asked.hi)];
  const county = Math.floor(lo / 1e6);
  const of = (column: string): Part => sql`${sql(`${alias}.${column}`)}`;
  return sql`${of("region")} between ${lo} and ${hi} ${county === Math.floor(hi / 1e6) ? sql`and ${of("county")} = ${county}` : sql``} ${tx.scope.own ? sql`and ${of("household_id")} = any (${tx.scope.own as string[]}::uuid[])` : sql``}`;
}

/** Villages see what was sent to them; the household what was decided about it or is being checked. */
const sentOnly: ReadonlySet<string> = new Set(["villageWorker", "teamMember", "household"]);
export const visible = (tx: Tx): Part => (tx.actor && sentOnly.has(tx.actor.role) ? tx.sql`and f.state <> 'found'` : tx.sql``);

export function ofTab(tx: Tx, tab: Tab, today: string): Part {
  const { sql } = tx;
  switch (tab) {
    case "all": return sql`f.state = any (${open})`;
    case "overdue": return sql`f.state = any (${open}) and f.deadline < ${today}`;
    case "week": return sql`f.state = any (${open}) and f.deadline between ${today} and ${addDays(today, 7)}`;
    case "more": return sql`f.state = 'returned'`;
    case "new": return sql`f.state = 'found'`;
    case "review": return sql`f.state in ('answered', 'objected')`;
    case "settled": return sql`f.state in ('decided', 'closed')`;
  }
}

export function filterOf(tx: Tx, q: WorklistFilters & { readonly ids?: readonly string[] }, today: string): Part {
  const { sql } = tx;
  const text = q.text?.replace(/[\\%_]/g, (c) => `\\${c}`);
  return sql`${inside(tx, q.region)} ${visible(tx)} and ${q.ids ? sql`f.id = any (${q.ids as string[]}::uuid[])` : ofTab(tx, q.tab, today)}
    ${q.kind ? sql`and f.kind = ${q.kind}` : sql``} ${q.direction ? sql`and f.direction = ${q.direction}` : sql``} ${q.department ? sql`and f.department = ${q.department}` : sql``} ${q.household ? sql`and f.household_id = ${q.household}` : sql``}
    ${text ? sql`and (f.subject like ${`${text}%`} or exists (select from registry.household h where h.county = f.county and h.id = f.household_id and h.code like ${`${text}%`}))` : sql``}`;
}

export interface Raw {
  readonly county: number; readonly id: string; readonly region: number; readonly villageName: string | null; readonly kind: string; readonly direction: FindingRow["direction"]; readonly severity: FindingRow["severity"]; readonly department: string; readonly feed: string;
  readonly householdId: string | null; readonly householdCode: string | null; readonly headName: string | null; readonly ruralId: string | null; readonly memberId: string | null; readonly personId: string | null; readonly batchId: string; readonly rowNo: number | null; readonly year: number; readonly subject: string; readonly facts: FindingRow["facts"]; readonly probability: number; readonly snapshotOn: string;
  readonly state: FindingState; readonly answer: FindingRow["answer"]; readonly outcome: FindingRow["outcome"]; readonly ground: string | null; readonly deadline: string | null; readonly objectUntil: string | null; readonly objected: boolean; readonly answeredBy: string | null; readonly version: number; readonly sealed: Uint8Array | null;
}

export const namedRows = (tx: Tx, which: Part): Promise<Raw[]> => tx.sql<Raw[]>`
  with page as materialized (${which})
  select f.county, f.id, f.region, r.name as "villageName", f.kind, f.direction, f.severity, f.department, f.feed, f.household_id as "householdId", h.code as "householdCode", coalesce(y.head_name, u.head_name) as "headName", f.rural_id as "ruralId", f.member_id as "memberId", f.person_id as "personId", f.batch_id as "batchId", f.row_no as "rowNo", f.year,
         f.subject, f.facts, f.probability, f.snapshot_on as "snapshotOn", f.state, f.answer, f.outcome, f.ground, f.deadline, f.object_until as "objectUntil", f.objected, f.answered_by as "answeredBy", f.version, f.sealed
    from page p join comparison.finding f on f.county = p.county and f.id = p.id
    left join regions.region r on r.code = f.region and r.valid_to is null
    left join registry.household h on h.county = f.county and h.id = f.household_id
    left join registry.household_year y on y.county = f.county and y.household_id = f.household_id and y.year = f.year
    left join comparison.rural_household u on u.county = f.county and u.id = f.rural_id
   order by f.deadline nulls last, f.severity, f.region, f.id`;

const actionOf: Readonly<Record<PersonAct, readonly [Action, Resource]>> = { send: ["assign", "comparison"], urge: ["assign", "comparison"], answer: ["edit", "comparison"], return: ["verify", "comparison"], decide: ["verify", "comparison"], resolve: ["verify", "comparison"], object: ["create", "procedure"] };

/** Names are masked as in every list: the head's stands for those who work with households. */
const nameOf = (tx: Tx, name: string): string => (seesClass(sightOf(tx), "C2") ? name : maskName(name));

export function shownRow(tx: Tx, r: Raw, today: string): FindingRow {
  const actor = tx.actor;
  // names inside the facts follow the same rule as the names beside them
  const hidden = !seesClass(sightOf(tx), "C2");
  const facts = hidden ? Object.fromEntries(Object.entries(r.facts).map(([k, v]) => [k, (k === "name" || k === "cadre" || k === "origin") && typeof v === "string" ? maskName(v) : v])) : r.facts;
  return {
    county: r.county, id: r.id, region: r.region, villageName: r.villageName ?? String(r.region), kind: r.kind, direction: r.direction, severity: r.severity, department: r.department, feed: r.feed, householdId: r.householdId, householdCode: r.householdCode,
    headName: nameOf(tx, r.headName ?? r.subject), subject: nameOf(tx, r.subject), facts, probability: r.probability, snapshotOn: r.snapshotOn, state: r.state, answer: r.answer, outcome: r.outcome, ground: r.ground,
    deadline: r.deadline, daysLeft: r.deadline === null ? null : daysBetween(today, r.deadline), objectUntil: r.objectUntil, version: r.version,
    allowed: actor ? personActs.filter((act) => permits(actor.role, { action: actionOf[act][0], resource: actionOf[act][1], scope: "region", fields: "C2" }) && allowed(act, r, actor.accountId, today)) : [],
  };
}

const far = "9999-12-31";
interface Place { readonly deadline: string; readonly severity: string; readonly region: number; readonly id: string }
const cursor = (r: Raw): string => Buffer.from(`${r.deadline ?? far}|${r.severity}|${r.region}|${r.id}`).toString("base64url");
const readCursor = (text: string | undefined): Place | undefined => {
  const m = text === undefined ? null : /^(\d{4}-\d{2}-\d{2})\|(hard|review)\|(\d{12})\|([0-9a-f-]{36})$/.exec(Buffer.from(text, "base64url").toString("utf8"));
  return m ? { deadline: m[1] ?? "", severity: m[2] ?? "", region: Number(m[3]), id: m[4] ?? "" } : undefined;
};

export async function worklist(tx: Tx, q: WorklistFilters & { readonly after?: string | undefined; readonly limit: number; readonly ids?: readonly string[] }, today: string): Promise<{ rows: FindingRow[]; next: string | null }> {
  const after = readCursor(q.after);
  const rows = await namedRows(tx, tx.sql`
    select f.county, f.id from comparison.finding f
     where ${filterOf(tx, q, today)} ${after ? tx.sql`and (coalesce(f.deadline, ${far}::date), f.severity, f.region, f.id) > (${after.deadline}::date, ${after.severity}, ${after.region}::bigint, ${after.id}::uuid)` : tx.sql``}
     order by coalesce(f.deadline, ${far}::date), f.severity, f.region, f.id limit ${q.limit + 1}`);
  const last = rows.length > q.limit ? rows[q.limit - 1] : undefined;
  return { rows: rows.slice(0, q.limit).map((r) => shownRow(tx, r, today)), next: last ? cursor(last) : null };
}

/** What households see of themselves; nobody who has no households of one's own. */
export async function mine(tx: Tx, today: string): Promise<{ rows: FindingRow[] }> {
  if (!tx.scope.own || tx.actor?.role !== "household") return { rows: [] };
  const rows = await namedRows(tx, tx.sql`select f.county, f.id from comparison.finding f where ${inside(tx)} and f.state not in ('found', 'closed') order by f.id limit 100`);
  return { rows: rows.map((r) => shownRow(tx, r, today)) };
}
