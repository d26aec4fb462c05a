/** What people do with an audit: assign households, record what was found, close. Everything is appended and audited. */
import type { z } from "zod";
import { permits, roles } from "@diguan/core/access/policy.ts";
import type { assignUnits, RecordBody } from "@diguan/core/evaluation/contract.ts";
import { Problem } from "@diguan/core/problem.ts";
import { contains, levelOf, rangeOf } from "@diguan/core/region-code.ts";
import { maskName } from "@diguan/core/registry/masking.ts";
import { audit } from "../audit.ts";
import type { Actor, Tx } from "../postgres/pool.ts";
import { regionNames } from "../regions/service.ts";
import { groundOf, storeReports } from "./reports.ts";

export interface Key { readonly county: number; readonly id: string }
export interface Locked extends Key { readonly region: number; readonly year: number; readonly quarter: string; readonly seed: string; readonly closed: boolean; readonly drawnAt: string }

/** The audit, with the lock of its county and id, so that nobody records while somebody closes. */
export async function locked(tx: Tx, key: Key): Promise<Locked> {
  await tx.sql`select pg_advisory_xact_lock(28541, hashtext(${key.id}))`;
  const [found] = await tx.sql<Locked[]>`
    select a.county, a.id, a.region, a.year, a.quarter, a.seed, a.drawn_at as "drawnAt", exists (select from evaluation.closing c where c.county = a.county and c.audit_id = a.id) as closed
      from evaluation.audit a where a.county = ${key.county} and a.id = ${key.id} and a.region between ${tx.scope.lo} and ${tx.scope.hi}`;
  if (!found) throw new Problem("thing.unknown");
  return found;
}
const open = (a: Locked): void => { if (a.closed) throw new Problem("evaluation.closed"); };
const actorOf = (tx: Tx): Actor => { if (!tx.actor) throw new Problem("access.signedOut"); return tx.actor; };

export interface Auditor { readonly post: string; readonly account: string; readonly name: string; readonly role: (typeof roles)[number]; readonly region: number }

/** Posts valid today that may record results. */
export const auditors = (tx: Tx, today: string): Promise<Auditor[]> => tx.sql<Auditor[]>`
  select p.id as post, p.account_id as account, a.display_name as name, p.role, p.region
    from access.post p join access.account a on a.id = p.account_id
   where (p.region between ${tx.scope.lo} and ${tx.scope.hi} or p.id = ${tx.actor?.postId ?? null}) and p.role = any (${roles.filter((r) => permits(r, { action: "edit", resource: "evaluation", scope: "region", fields: "C2" })) as string[]})
     and a.state = 'active' and p.valid_from <= ${today} and (p.valid_to is null or p.valid_to >= ${today}) and p.ended_at is null
   order by p.region, a.display_name limit 500`;

/** Places of which somebody is an officer (village or town posts): there they may not audit. */
async function ownPlaces(tx: Tx, accounts: readonly string[], today: string): Promise<ReadonlyMap<string, readonly number[]>> {
  const rows = await tx.sql<{ account: string; region: number }[]>`
    select account_id as account, region from access.post
     where account_id = any (${accounts as string[]}::uuid[]) and valid_from <= ${today} and (valid_to is null or valid_to >= ${today}) and ended_at is null and role in ('villageWorker', 'teamMember', 'townOfficer', 'helper')`;
  const out = new Map<string, number[]>();
  for (const r of rows) { const list = out.get(r.account); if (list) list.push(r.region); else out.set(r.account, [r.region]); }
  return out;
}
/** A helper's post may lie in the county; it counts by its own village or town only. */
const serves = (places: readonly number[] | undefined, village: number): boolean => (places ?? []).some((p) => (levelOf(p) === "village" || levelOf(p) === "town") && contains(rangeOf(p), village));

/** Shares households out, whole villages at a time, the fullest village to the auditor with the least; a village's own officers are passed over. */
export async function assign(tx: Tx, asked: z.output<typeof assignUnits.body>, today: string): Promise<{ assigned: number; refused: { name: string; village: string; households: number }[] }> {
  const by = actorOf(tx);
  const of = await locked(tx, asked.audit);
  open(of);
  const known = new Map((await auditors(tx, today)).map((a) => [a.post, a]));
  const chosen = asked.posts.map((post) => { const a = known.get(post); if (!a) throw new Problem("evaluation.auditor"); return a; });
  const own = await ownPlaces(tx, chosen.map((a) => a.account), today);
  const range = rangeOf(asked.region ?? of.region);
  const units = await tx.sql<{ id: string; region: number }[]>`
    select u.id, u.region from evaluation.unit u
     where u.county = ${of.county} and u.audit_id = ${of.id} and u.region between ${Math.max(range.lo, tx.scope.lo)} and ${Math.min(range.hi, tx.scope.hi)}
       and (u.reserve = 0 or exists (select from evaluation.stand_in i where i.county = u.county and i.unit_id = u.id))
       and not exists (select from evaluation.result r where r.county = u.county and r.unit_id = u.id)
       ${asked.again ? tx.sql`` : tx.sql`and not exists (select from evaluation.assignment s where s.county = u.county and s.unit_id = u.id)`}
     order by u.region, u.ordinal`;
  const villages = Map.groupBy(units, (u) => u.region);
  const load = chosen.map(() => 0);
  const rows: { id: string; region: number; to: Auditor }[] = [];
  const refused: { name: string; region: number; households: number }[] = [];
  for (const [village, list] of [...villages].toSorted(([a, x], [b, y]) => y.length - x.length || a - b)) {
    const fit = chosen.map((a, i) => ({ a, i })).filter(({ a }) => contains(rangeOf(a.region), village) && !serves(own.get(a.account), village)).toSorted((x, y) => (load[x.i] ?? 0) - (load[y.i] ?? 0) || x.i - y.i)[0];
    if (!fit) { refused.push({ name: chosen.map((a) => a.name).join("、"), region: village, households: list.length }); continue; }
    load[fit.i] = (load[fit.i] ?? 0) + list.length;
    for (const u of list) rows.push({ ...u, to: fit.a });
  }
  await tx.sql`
    insert into evaluation.assignment (county, audit_id, unit_id, region, post_id, account_id, name, by_account, by_name)
    select ${of.county}, ${of.id}, unit, region, post, account, name, ${by.accountId}, ${by.name}
      from unnest(${rows.map((r) => r.id)}::uuid[], ${rows.map((r) => r.region)}::bigint[], ${rows.map((r) => r.to.post)}::uuid[], ${rows.map((r) => r.to.account)}::uuid[], ${rows.map((r) => r.to.name)}::text[]) as k (unit, region, post, account, name)`;
  await audit(tx, "assign", "evaluation", { region: of.region, target: of.id, detail: { posts: asked.posts, assigned: rows.length, refused: refused.map((r) => r.region) } });
  const names = await regionNames(tx, refused.map((r) => r.region));
  return { assigned: rows.length, refused: refused.map((r) => ({ name: r.name, village: names.get(r.region) ?? String(r.region), households: r.households })) };
}

/** Only what was found, in the order of the columns: to tell a repeated sending from another content. */
const content = (r: Omit<RecordBody, "audit">): string => JSON.stringify([r.unit, r.reached, r.reason, r.eligible, r.incomeFen, r.benefitsFen, r.persons, Object.entries(r.guarantees).toSorted(), r.evidence, r.note, r.visitedOn]);

/** Records what was found. Not reached: the next reserve of the cell stands in and goes to the same auditor. */
export async function record(tx: Tx, asked: RecordBody, today: string): Promise<{ id: string; standIn: number | null }> {
  const by = actorOf(tx);
  const of = await locked(tx, asked.audit);
  const [unit] = await tx.sql<{ region: number; cell: string; reserve: number; assignee: string | null; post: string | null; inPlay: boolean; last: string | null }[]>`
    select u.region, u.cell, u.reserve, s.account_id as assignee, s.post_id as post, u.reserve = 0 or exists (select from evaluation.stand_in i where i.county = u.county and i.unit_id = u.id) as "inPlay",
           (select r.id from evaluation.result r where r.county = u.county and r.unit_id = u.id order by r.seq desc limit 1) as last
      from evaluation.unit u left join lateral (select * from evaluation.assignment s where s.county = u.county and s.unit_id = u.id order by s.id desc limit 1) s on true
     where u.county = ${of.county} and u.audit_id = ${of.id} and u.id = ${asked.unit} and u.region between ${tx.scope.lo} and ${tx.scope.hi}`;
  if (!unit) throw new Problem("thing.unknown");
  const [before] = await tx.sql<Omit<RecordBody, "audit">[]>`
    select id, unit_id as unit, reached, reason, eligible, income_fen as "incomeFen", benefits_fen as "benefitsFen", persons, guarantees, evidence, note, visited_on as "visitedOn" from evaluation.result where county = ${of.county} and id = ${asked.id}`;
  if (before) { if (content(before) !== content(asked)) throw new Problem("key.reused"); return { id: asked.id, standIn: null }; }
  open(of);
  if (unit.assignee !== by.accountId) throw new Problem("evaluation.notYours");
  if (!unit.inPlay) throw new Problem("evaluation.reserve");
  if (asked.reached ? asked.eligible === null || asked.reason !== null : asked.eligible !== null || asked.reason === null) throw new Problem("evaluation.answer");
  if (asked.visitedOn > today) throw new Problem("evaluation.future", { on: asked.visitedOn });
  if (asked.reached && asked.incomeFen === null && asked.note.length < 4) throw new Problem("evaluation.income");
  await tx.sql`
    insert into evaluation.result (county, id, audit_id, unit_id, region, reached, reason, eligible, income_fen, benefits_fen, persons, guarantees, evidence, note, corrects, account_id, by_name, visited_on)
    values (${of.county}, ${asked.id}, ${of.id}, ${asked.unit}, ${unit.region}, ${asked.reached}, ${asked.reason}, ${asked.eligible}, ${asked.incomeFen}, ${asked.benefitsFen}, ${asked.persons}, ${tx.sql.json(asked.guarantees)}, ${asked.evidence}, ${asked.note}, ${unit.last}, ${by.accountId}, ${by.name}, ${asked.visitedOn})`;
  const standIn = asked.reached ? null : await standInFor(tx, of, asked.unit, unit.cell, { account: by.accountId, post: unit.post, name: by.name });
  await audit(tx, "edit", "evaluation", { region: unit.region, target: asked.unit, detail: { audit: of.id, result: asked.id, reached: asked.reached, reason: asked.reason, corrects: unit.last, standIn } });
  return { id: asked.id, standIn };
}

/** The next reserve of the cell, once per household; its number on the list, or null when the line is used up. */
async function standInFor(tx: Tx, of: Locked, unit: string, cell: string, to: { readonly account: string; readonly post: string | null; readonly name: string }): Promise<number | null> {
  const [next] = await tx.sql<{ id: string; ordinal: number; region: number }[]>`
    select u.id, u.ordinal, u.region from evaluation.unit u
     where u.county = ${of.county} and u.audit_id = ${of.id} and u.cell = ${cell} and u.reserve > 0 and u.region between ${tx.scope.lo} and ${tx.scope.hi}
       and not exists (select from evaluation.stand_in s where s.county = u.county and s.unit_id = u.id)
       and not exists (select from evaluation.stand_in s where s.county = u.county and s.instead_of = ${unit})
     order by u.reserve limit 1`;
  if (!next) return null;
  await tx.sql`insert into evaluation.stand_in (county, unit_id, audit_id, region, instead_of) values (${of.county}, ${next.id}, ${of.id}, ${next.region}, ${unit})`;
  await tx.sql`insert into evaluation.assignment (county, audit_id, unit_id, region, post_id, account_id, name, by_account, by_name) values (${of.county}, ${of.id}, ${next.id}, ${next.region}, ${to.post}, ${to.account}, ${to.name}, ${to.account}, ${to.name})`;
  return next.ordinal;
}

/** Ends an audit and stores its reports. `by` is the person of the transaction, or the platform (demonstration). */
export async function close(tx: Tx, key: Key, today: string): Promise<{ answered: number; missing: number; reports: number }> {
  const of = await locked(tx, key);
  open(of);
  const ground = await groundOf(tx, of);
  if (ground.answers.length === 0) throw new Problem("evaluation.noAnswers");
  await tx.sql`
    insert into evaluation.closing (county, audit_id, region, answered, missing, account_id, by_name, closed_on)
    values (${of.county}, ${of.id}, ${of.region}, ${ground.answers.length}, ${ground.missing}, ${tx.actor?.accountId ?? null}, ${tx.actor?.name ?? null}, ${today})`;
  const reports = await storeReports(tx, ground, of);
  await audit(tx, "close", "evaluation", { region: of.region, target: of.id, detail: { answered: ground.answers.length, missing: ground.missing, reports } });
  return { answered: ground.answers.length, missing: ground.missing, reports };
}

/** A name as the caller may see it in a list. */
export const shownName = (name: string | null, sight: boolean): string => (name === null ? "" : sight ? name : maskName(name));
