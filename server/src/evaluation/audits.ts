/** Lists of audits, one audit with its progress, and its households; the state on the register is told only after closing. */
import { clearance, permits, type Action } from "@diguan/core/access/policy.ts";
import type { AuditDetail, AuditRow, UnitRow } from "@diguan/core/evaluation/contract.ts";
import type { Report } from "@diguan/core/evaluation/report.ts";
import { Problem } from "@diguan/core/problem.ts";
import { ancestorAt, rangeOf } from "@diguan/core/region-code.ts";
import type { Tx } from "../postgres/pool.ts";
import { regionNames } from "../regions/service.ts";
import { shownName, type Key } from "./acts.ts";

type Part = ReturnType<Tx["sql"]>;
const rowColumns = (tx: Tx): Part => tx.sql`
  a.county, a.id, a.region, a.name, a.year, a.quarter, a.kind, a.simulated, a.design, a.drawn_at as "drawnAt", c.closed_on as "closedOn",
  (select count(*)::int from evaluation.unit u where u.county = a.county and u.audit_id = a.id and u.reserve = 0) as drawn,
  (select count(*)::int from (select distinct on (r.unit_id) r.reached from evaluation.result r where r.county = a.county and r.audit_id = a.id order by r.unit_id, r.seq desc) l where l.reached) as answered,
  (select count(*)::int from (select distinct on (r.unit_id) r.reached from evaluation.result r where r.county = a.county and r.audit_id = a.id order by r.unit_id, r.seq desc) l where not l.reached) as unreached`;
type Raw = Omit<AuditRow, "place">;

export async function audits(tx: Tx, q: { readonly region?: number | undefined; readonly after?: string | undefined; readonly limit: number }): Promise<{ rows: AuditRow[]; next: string | null }> {
  const range = q.region === undefined ? tx.scope : rangeOf(q.region);
  const after = /^([^|]{20,40})\|([0-9a-f-]{36})$/.exec(Buffer.from(q.after ?? "", "base64url").toString("utf8"));
  const rows = await tx.sql<Raw[]>`
    select ${rowColumns(tx)} from evaluation.audit a left join evaluation.closing c on c.county = a.county and c.audit_id = a.id
     where a.region between ${Math.max(range.lo, tx.scope.lo)} and ${Math.min(range.hi, tx.scope.hi)} ${after ? tx.sql`and (a.drawn_at, a.id) < (${after[1] ?? ""}::timestamptz, ${after[2] ?? ""}::uuid)` : tx.sql``}
     order by a.drawn_at desc, a.id desc limit ${q.limit + 1}`;
  const shown = rows.slice(0, q.limit);
  const names = await regionNames(tx, shown.map((r) => r.region));
  const last = rows.length > q.limit ? shown.at(-1) : undefined;
  return { rows: shown.map((r) => ({ ...r, place: names.get(r.region) ?? String(r.region) })), next: last ? Buffer.from(`${last.drawnAt}|${last.id}`).toString("base64url") : null };
}

export async function detail(tx: Tx, key: Key): Promise<AuditDetail> {
  const [a] = await tx.sql<(Raw & Pick<AuditDetail, "allocation" | "sizes" | "seed" | "frame" | "drawnBy">)[]>`
    select ${rowColumns(tx)}, a.allocation, a.sizes, a.seed, a.frame, a.by_name as "drawnBy"
      from evaluation.audit a left join evaluation.closing c on c.county = a.county and c.audit_id = a.id
     where a.county = ${key.county} and a.id = ${key.id} and a.region between ${tx.scope.lo} and ${tx.scope.hi}`;
  if (!a) throw new Problem("thing.unknown");
  const units = await tx.sql<{ region: number; grp: number; reserve: number; post: string | null; name: string | null; reached: boolean | null; inPlay: boolean }[]>`
    select u.region, u.grp, u.reserve, s.post_id as post, s.name, r.reached, u.reserve = 0 or i.unit_id is not null as "inPlay"
      from evaluation.unit u
      left join evaluation.stand_in i on i.county = u.county and i.unit_id = u.id
      left join lateral (select * from evaluation.assignment s where s.county = u.county and s.unit_id = u.id order by s.id desc limit 1) s on true
      left join lateral (select * from evaluation.result r where r.county = u.county and r.unit_id = u.id order by r.seq desc limit 1) r on true
     where u.county = ${key.county} and u.audit_id = ${key.id}`;
  const playing = units.filter((u) => u.inPlay);
  const towns = new Map<number, { region: number; name: string; drawn: number; done: number; assigned: number }>();
  const people = new Map<string, { post: string; name: string; households: number; done: number }>();
  const groups = new Map([1, 2, 3].map((grp) => [grp, { grp, drawn: 0, answered: 0 }]));
  for (const u of playing) {
    const region = ancestorAt(u.region, "town") ?? u.region;
    const town = towns.get(region) ?? { region, name: "", drawn: 0, done: 0, assigned: 0 };
    towns.set(region, { ...town, drawn: town.drawn + 1, done: town.done + Number(u.reached !== null), assigned: town.assigned + Number(u.post !== null) });
    const group = groups.get(u.grp);
    if (group) { group.drawn += Number(u.reserve === 0); group.answered += Number(u.reached === true); }
    if (u.post === null) continue;
    const person = people.get(u.post) ?? { post: u.post, name: u.name ?? "", households: 0, done: 0 };
    people.set(u.post, { ...person, households: person.households + 1, done: person.done + Number(u.reached !== null) });
  }
  const names = await regionNames(tx, [a.region, ...towns.keys()]);
  const [stored] = await tx.sql<{ data: Report }[]>`select data from evaluation.report where county = ${key.county} and region = ${a.region} and audit_id = ${key.id} order by made_at desc limit 1`;
  const may = (action: Action): boolean => tx.actor !== undefined && permits(tx.actor.role, { action, resource: "evaluation", scope: "region", fields: "C2" });
  const open = a.closedOn === null;
  return {
    ...a, place: names.get(a.region) ?? String(a.region), reserves: units.filter((u) => u.reserve > 0).length, assigned: playing.filter((u) => u.post !== null).length,
    // while the audit is open the groups of drawn households stay unknown to those who visit
    groups: open ? [] : [...groups.values()], auditors: [...people.values()].toSorted((x, y) => (x.name < y.name ? -1 : 1)),
    towns: [...towns.values()].map((t) => ({ ...t, name: names.get(t.region) ?? String(t.region) })).toSorted((x, y) => x.region - y.region),
    report: stored?.data ?? null, may: { assign: open && may("assign"), record: open && may("edit"), close: open && may("create"), export: may("export") },
  } as AuditDetail;
}

interface RawUnit { readonly county: number; readonly id: string; readonly ordinal: number; readonly region: number; readonly head: string | null; readonly hamlet: string | null; readonly persons: number | null; readonly standIn: boolean; readonly auditor: string | null; readonly account: string | null; readonly closed: boolean; readonly grp: number; readonly reached: boolean | null; readonly result: UnitRow["result"] }

export async function unitsOf(tx: Tx, key: Key, q: { readonly mine?: boolean | undefined; readonly state?: "open" | "done" | "unreached" | undefined; readonly after?: number | undefined; readonly limit: number }): Promise<{ rows: UnitRow[]; next: number | null }> {
  const [found] = await tx.sql`select from evaluation.audit where county = ${key.county} and id = ${key.id} and region between ${tx.scope.lo} and ${tx.scope.hi}`;
  if (!found) throw new Problem("thing.unknown");
  const me = tx.actor?.accountId ?? null;
  const state = q.state === undefined ? tx.sql`` : q.state === "open" ? tx.sql`and r.id is null` : q.state === "done" ? tx.sql`and r.reached` : tx.sql`and not r.reached`;
  const rows = await tx.sql<RawUnit[]>`
    select u.county, u.id, u.ordinal, u.region, coalesce(y.head_name, h.head_name) as head, y.group_name as hamlet, coalesce(y.current_members, h.persons)::int as persons, u.reserve > 0 as "standIn", s.name as auditor, s.account_id as account,
           exists (select from evaluation.closing c where c.county = u.county and c.audit_id = u.audit_id) as closed, u.grp, r.reached,
           case when r.id is not null then json_build_object('reached', r.reached, 'reason', r.reason, 'eligible', r.eligible, 'incomeFen', r.income_fen, 'benefitsFen', r.benefits_fen, 'persons', r.persons, 'guarantees', r.guarantees, 'evidence', r.evidence, 'note', r.note, 'visitedOn', r.visited_on) end as result
      from evaluation.unit u
      join evaluation.audit a on a.county = u.county and a.id = u.audit_id
      left join registry.household_year y on y.county = u.county and y.household_id = u.household_id and y.year = a.year
      left join comparison.rural_household h on h.county = u.county and h.id = u.rural_id
      left join lateral (select * from evaluation.assignment s where s.county = u.county and s.unit_id = u.id order by s.id desc limit 1) s on true
      left join lateral (select * from evaluation.result r where r.county = u.county and r.unit_id = u.id order by r.seq desc limit 1) r on true
     where u.county = ${key.county} and u.audit_id = ${key.id} and u.region between ${tx.scope.lo} and ${tx.scope.hi} and u.ordinal > ${q.after ?? 0}
       and (u.reserve = 0 or exists (select from evaluation.stand_in i where i.county = u.county and i.unit_id = u.id))
       ${q.mine === true ? tx.sql`and s.account_id = ${me}` : tx.sql``} ${state}
     order by u.ordinal limit ${q.limit + 1}`;
  const shown = rows.slice(0, q.limit);
  const towns = await regionNames(tx, shown.map((r) => ancestorAt(r.region, "town") ?? r.region));
  const villages = await regionNames(tx, shown.map((r) => r.region));
  // names of people in full only for those who may see records of that class
  const sight = tx.actor === undefined || ["C2", "C3", "C4"].includes(clearance(tx.actor.role, "evaluation") ?? "C0");
  return {
    rows: shown.map((r) => ({
      county: r.county, id: r.id, ordinal: r.ordinal, region: r.region, village: villages.get(r.region) ?? String(r.region), town: towns.get(ancestorAt(r.region, "town") ?? 0) ?? "", head: shownName(r.head, sight), hamlet: r.closed ? r.hamlet : null, persons: r.persons,
      standIn: r.standIn, auditor: r.auditor, mine: r.account !== null && r.account === me, state: r.reached === null ? "open" : r.reached ? "done" : "unreached", result: r.result, grp: r.closed ? r.grp : null,
    })),
    next: rows.length > q.limit ? (shown.at(-1)?.ordinal ?? null) : null,
  };
}
