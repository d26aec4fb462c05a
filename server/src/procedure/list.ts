/** Lists of cases: the board by village and step, the worklist nearest deadline first, and what waits for one post. */
import { permits, type Role } from "@diguan/core/access/policy.ts";
import type { Board, CaseFilters, CaseRow } from "@diguan/core/procedure/contract.ts";
import type { Definition } from "@diguan/core/procedure/definition.ts";
import type { Purpose, Subject } from "@diguan/core/procedure/names.ts";
import { maskName } from "@diguan/core/registry/masking.ts";
import { rangeOf } from "@diguan/core/region-code.ts";
import { daysBetween } from "@diguan/core/time.ts";
import type { Tx } from "../postgres/pool.ts";
import { regionNames } from "../regions/service.ts";
import { inside } from "../registry/service.ts";
import { seesClass, sightOf } from "../registry/view.ts";
import { definitionOf } from "./definitions.ts";

type Part = ReturnType<Tx["sql"]>;
interface Raw {
  readonly county: number; readonly id: string; readonly region: number; readonly number: string; readonly purpose: Purpose; readonly definition: string; readonly definitionRegion: number; readonly definitionVersion: number; readonly subject: Subject; readonly householdId: string | null;
  readonly name: string; readonly groupName: string | null; readonly members: number | null; readonly status: CaseRow["status"]; readonly step: string | null; readonly roles: Role[]; readonly openedOn: string; readonly since: string; readonly dueOn: string | null;
  readonly noticeTo: string | null; readonly objections: number; readonly suspicions: number; readonly overOn: string | null; readonly version: number;
}
const columns = `c.county, c.id, c.region, c.number, c.purpose, c.definition_id as definition, c.definition_region as "definitionRegion", c.definition_version as "definitionVersion", c.subject, c.household_id as "householdId", c.name, c.group_name as "groupName", c.members, c.status, c.next_step as step,
  c.next_roles as roles, c.opened_on as "openedOn", c.since, c.due_on as "dueOn", c.notice_to as "noticeTo", c.objections, c.suspicions, c.over_on as "overOn", c.version`;

export const stepMarkOf = (d: Definition, name: string | null): CaseRow["step"] => { const s = d.steps.find((x) => x.name === name); return s ? { name: s.name, zh: s.zh, en: s.en, kind: s.kind, level: s.level } : null; };
export const shownName = (tx: Tx, name: string, subject: Subject): string => (subject !== "household" || seesClass(sightOf(tx), "C2") ? name : maskName(name));

/** Rows as the post may see them. */
export async function rowsOf(tx: Tx, which: Part, today: string): Promise<CaseRow[]> {
  const raw = await tx.sql<Raw[]>`select ${tx.sql.unsafe(columns)} from procedure.case_file c ${which}`;
  const names = await regionNames(tx, new Set(raw.map((r) => r.region)));
  const out: CaseRow[] = [];
  for (const { definitionRegion, definitionVersion, ...r } of raw) {
    const d = await definitionOf(tx, { id: r.definition, region: definitionRegion, version: definitionVersion });
    out.push({ ...r, step: stepMarkOf(d, r.step), village: names.get(r.region) ?? String(r.region), name: shownName(tx, r.name, r.subject), daysLeft: r.dueOn === null ? null : daysBetween(today, r.dueOn), mine: r.status === "open" && tx.actor !== undefined && r.roles.includes(tx.actor.role) });
  }
  return out;
}

const ranged = (tx: Tx, region: number | undefined): Part => { const r = region === undefined ? undefined : rangeOf(region); return r ? tx.sql`and c.region between ${r.lo} and ${r.hi}` : tx.sql``; };

function filterOf(tx: Tx, q: CaseFilters, today: string): Part {
  const { sql } = tx;
  const text = q.text?.replace(/[\\%_]/g, (c) => `\\${c}`);
  return sql`
    ${inside(tx, "c.region", "c.household_id")} ${ranged(tx, q.region)}
    ${q.status === "all" ? sql`` : q.status === "over" ? sql`and c.status <> 'open'` : sql`and c.status = 'open'`}
    ${q.purpose ? sql`and c.purpose = ${q.purpose}` : sql``} ${q.definition ? sql`and c.definition_id = ${q.definition}` : sql``} ${q.step ? sql`and c.next_step = ${q.step}` : sql``}
    ${q.household ? sql`and c.household_id = ${q.household}` : sql``} ${q.mine ? sql`and ${tx.actor?.role ?? ""} = any (c.next_roles)` : sql``}
    ${q.overdue ? sql`and c.status = 'open' and c.due_on < ${today}` : sql``} ${q.objections ? sql`and c.objections > 0` : sql``}
    ${text ? sql`and (c.name like ${`${text}%`} or c.number like ${`%${text}`} or c.group_name like ${`${text}%`})` : sql``}`;
}

const never = "9999-12-31";
const cursor = (r: CaseRow): string => Buffer.from(`${r.dueOn ?? never}|${r.region}|${r.id}`).toString("base64url");
function readCursor(text: string | undefined): { due: string; region: number; id: string } | undefined {
  const m = text === undefined ? null : /^(\d{4}-\d{2}-\d{2})\|(\d{12})\|([0-9a-f-]{36})$/.exec(Buffer.from(text, "base64url").toString("utf8"));
  return m ? { due: m[1] ?? "", region: Number(m[2]), id: m[3] ?? "" } : undefined;
}

export async function listPage(tx: Tx, q: CaseFilters & { readonly after?: string | undefined; readonly limit: number }, today: string): Promise<{ rows: CaseRow[]; next: string | null }> {
  const from = readCursor(q.after);
  const rows = await rowsOf(tx, tx.sql`
     where ${filterOf(tx, q, today)} ${from ? tx.sql`and (coalesce(c.due_on, ${never}::date), c.region, c.id) > (${from.due}::date, ${from.region}::bigint, ${from.id}::uuid)` : tx.sql``}
     order by coalesce(c.due_on, ${never}::date), c.region, c.id limit ${q.limit + 1}`, today);
  const last = rows.length > q.limit ? rows[q.limit - 1] : undefined;
  return { rows: rows.slice(0, q.limit), next: last ? cursor(last) : null };
}

/** All of a list for a file, page by page. */
export async function* exportCases(tx: Tx, q: CaseFilters, today: string): AsyncGenerator<CaseRow[]> {
  let after: string | undefined;
  do {
    const page = await listPage(tx, { ...q, after, limit: 1000 }, today);
    if (page.rows.length > 0) yield page.rows;
    after = page.next ?? undefined;
  } while (after !== undefined);
}

interface Cell { readonly region: number; readonly definition: string; readonly definitionRegion: number; readonly definitionVersion: number; readonly purpose: Purpose; readonly step: string; readonly n: number; readonly overdue: number; readonly objections: number; readonly nearest: string | null }

export async function board(tx: Tx, q: { readonly region?: number | undefined; readonly purpose?: Purpose | undefined }, today: string): Promise<Board> {
  const { sql } = tx;
  const mine = tx.actor?.role ?? "";
  const where = sql`${inside(tx, "c.region", "c.household_id")} ${ranged(tx, q.region)} ${q.purpose ? sql`and c.purpose = ${q.purpose}` : sql``}`;
  const [cells, [counts]] = await Promise.all([
    sql<Cell[]>`
      select c.region, c.definition_id as definition, c.definition_region as "definitionRegion", max(c.definition_version)::int as "definitionVersion", c.purpose, c.next_step as step, count(*)::int as n, count(*) filter (where c.due_on < ${today})::int as overdue, sum(c.objections)::int as objections, min(c.due_on) as nearest
        from procedure.case_file c where c.status = 'open' and ${where}
       group by c.region, c.definition_id, c.definition_region, c.purpose, c.next_step`,
    sql<{ open: number; overdue: number; mine: number; objections: number; finished: number; rejected: number }[]>`
      select count(*) filter (where c.status = 'open')::int as open, count(*) filter (where c.status = 'open' and c.due_on < ${today})::int as overdue, count(*) filter (where c.status = 'open' and ${mine} = any (c.next_roles))::int as mine,
             coalesce(sum(c.objections) filter (where c.status = 'open'), 0)::int as objections, count(*) filter (where c.status = 'finished')::int as finished, count(*) filter (where c.status = 'rejected')::int as rejected
        from procedure.case_file c where ${where}`,
  ]);
  const names = await regionNames(tx, new Set(cells.flatMap((c) => [c.region, Math.floor(c.region / 1000) * 1000])));
  const definitions = new Map<string, Board["definitions"][number]>();
  for (const c of cells) {
    const known = definitions.get(c.definition);
    if (known) { known.n += c.n; continue; }
    const d = await definitionOf(tx, { id: c.definition, region: c.definitionRegion, version: c.definitionVersion });
    definitions.set(c.definition, { id: c.definition, zh: d.zh, en: d.en, purpose: c.purpose, n: c.n, steps: d.steps.filter((s) => s.onlyUntil === undefined).map((s) => ({ name: s.name, zh: s.zh, en: s.en, kind: s.kind, level: s.level })) });
  }
  const may = (action: "create" | "edit" | "configure"): boolean => permits(tx.actor?.role, { action, resource: "procedure", scope: "region", fields: "C2" });
  return {
    region: q.region ?? 0, today, definitions: [...definitions.values()].toSorted((a, b) => b.n - a.n),
    cells: cells.map((c) => ({ region: c.region, village: names.get(c.region) ?? String(c.region), town: names.get(Math.floor(c.region / 1000) * 1000) ?? "", definition: c.definition, step: c.step, n: c.n, overdue: c.overdue, objections: c.objections, nearest: c.nearest })).toSorted((a, b) => a.region - b.region),
    counts: counts ?? { open: 0, overdue: 0, mine: 0, objections: 0, finished: 0, rejected: 0 }, may: { open: may("create"), act: may("edit"), configure: may("configure") },
  };
}

export const taskRows = (tx: Tx, region: number | undefined, today: string, limit: number): Promise<CaseRow[]> => rowsOf(tx, tx.sql`
   where c.status = 'open' and ${tx.actor?.role ?? ""} = any (c.next_roles) and (c.notice_to is null or c.notice_to < ${today} or c.objections > 0) and ${inside(tx, "c.region", "c.household_id")} ${ranged(tx, region)}
   order by c.due_on nulls last, c.region, c.id limit ${limit}`, today);
