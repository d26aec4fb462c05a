/**
 * What a rule would do to real households before anybody may put it into force (issue 3 item 3: 「simulated before activation: who would
 * change, and why」). The counts are one statement over the facts; the verdict on every household, with the values that it rests on,
 * is then written in parts of 20,000 beside other work: a run that is interrupted goes on where it stopped.
 */
import type { Totals } from "@diguan/core/policy/contract.ts";
import type { ParameterRow } from "@diguan/core/policy/parameters.ts";
import { factsIn, parametersIn, type RuleTree } from "@diguan/core/policy/rules/tree.ts";
import type { Purpose } from "@diguan/core/policy/states.ts";
import { contains, levelOf, rangeOf, type RegionRange } from "@diguan/core/region-code.ts";
import { Problem } from "@diguan/core/problem.ts";
import { audit } from "../audit.ts";
import type { Db, Tx } from "../postgres/pool.ts";
import { placeNames } from "../regions/service.ts";
import { conditionOf, keptSql, registeredSql, rowsInForce, rowsSql, treeOf, verdictSql } from "./asked.ts";
import { activeVersion, addEvent, lawOf, versionOf, type Law } from "./rules.ts";

const partSize = 20_000;
/** A run whose last sign of life is older than this has lost its process. */
const lostAfter = "30 seconds";

export interface Question { readonly tree: RuleTree; readonly before: RuleTree | undefined; readonly purpose: Purpose; readonly area: RegionRange; readonly year: number; readonly on: string }
/** A question in SQL. */
interface Sql { readonly rows: string; readonly after: string; readonly before: string; readonly registered: string; readonly condition: string; readonly parameters: readonly ParameterRow[] }

export async function asSql(tx: Tx, q: Question): Promise<Sql> {
  const parameters = await rowsInForce(tx, [...new Set([...parametersIn(q.tree), ...(q.before ? parametersIn(q.before) : [])])], q.area, q.on);
  const condition = conditionOf(q.tree, parameters, q.area, q.on);
  const former = q.before ? conditionOf(q.before, parameters, q.area, q.on) : undefined;
  const kept = factsIn(q.tree).map(keptSql).join(" ");
  return { condition, parameters, after: verdictSql(condition), before: former === undefined ? "3::smallint" : verdictSql(former), registered: registeredSql[q.purpose], rows: rowsSql(q.area, q.year, q.purpose, [condition, former ?? "", kept]) };
}

export interface Count { readonly region: number; readonly after: number; readonly before: number; readonly registered: number; readonly households: number }

/** Counts by village in one pass over the facts. */
export async function countVillages(tx: Tx, sql: Sql): Promise<Count[]> {
  // compiling the statement would take longer than running it
  await tx.sql`set local jit = off`;
  // village and the three answers in one whole number: one cheap key to group by
  return tx.sql.unsafe<Count[]>(`
select v / 64 as region, (v / 16 % 4)::int as after, (v / 4 % 4)::int as before, (v % 4)::int as registered, n as households
  from (select f.region * 64 + ${sql.after} * 16 + ${sql.before} * 4 + ${sql.registered} as v, count(*)::int as n
          ${sql.rows}
         group by 1) counted
 order by v`);
}

export const noTotals: Totals = { households: 0, yes: 0, no: 0, undecided: 0, gain: 0, lose: 0, doubt: 0, clear: 0, missed: 0, wrong: 0, doubtful: 0 };
/** gain, lose, doubt, clear: against the version in force (3 = none); missed, wrong, doubtful: against the register. */
export function add(t: Totals, c: Count): Totals {
  const n = c.households;
  const when = (yes: boolean): number => (yes ? n : 0);
  const against = c.before !== 3;
  return {
    households: t.households + n, yes: t.yes + when(c.after === 1), no: t.no + when(c.after === 0), undecided: t.undecided + when(c.after === 2),
    gain: t.gain + when(against && c.after === 1 && c.before !== 1), lose: t.lose + when(against && c.after === 0 && c.before === 1), doubt: t.doubt + when(against && c.after === 2 && c.before !== 2), clear: t.clear + when(against && c.after === 0 && c.before === 2),
    missed: t.missed + when(c.registered === 0 && c.after === 1), wrong: t.wrong + when(c.registered === 1 && c.after === 0), doubtful: t.doubtful + when(c.registered === 1 && c.after === 2),
  };
}
export const total = (counts: readonly Count[]): Totals => counts.reduce(add, noTotals);

/** Sums by the places below a region: villages in a county or town, counties in a city or province. */
export async function byPlace(tx: Tx, counts: readonly Count[], region: number): Promise<(Totals & { readonly region: number; readonly name: string })[]> {
  const unit = { nation: 1e10, province: 1e8, city: 1e6, county: 1, town: 1, village: 1 }[levelOf(region)];
  const sums = new Map<number, Totals>();
  for (const c of counts) { const place = Math.floor(c.region / unit) * unit; sums.set(place, add(sums.get(place) ?? noTotals, c)); }
  const names = await placeNames(tx, sums.keys(), region);
  return [...sums].map(([place, t]) => ({ region: place, name: names.get(place) ?? String(place), ...t }));
}

/** The area that may be asked: inside the asker's, as the application knows it and as the database does. */
export async function areaOf(tx: Tx, region: number): Promise<RegionRange> {
  const range = rangeOf(region);
  const [row] = await tx.sql<{ seen: boolean }[]>`select registry.caller_lo() <= ${range.lo} and registry.caller_hi() >= ${range.hi} as seen`;
  if (row?.seen !== true || !contains(tx.scope, range.lo) || !contains(tx.scope, range.hi) || tx.scope.own) throw new Problem("thing.unknown");
  return range;
}

/** The version in force on a day, as the tree that a new text is compared with. */
export const formerOf = (law: Law, on: string): { readonly version: number; readonly tree: RuleTree } | undefined => { const v = activeVersion(law, on); return v && { version: v.version, tree: treeOf(v.text) }; };

export interface Preview { readonly totals: Totals; readonly counts: readonly Count[]; readonly parameters: readonly ParameterRow[]; readonly milliseconds: number }
export async function preview(tx: Tx, q: Question): Promise<Preview> {
  const sql = await asSql(tx, q);
  const began = performance.now();
  const counts = await countVillages(tx, sql);
  return { totals: total(counts), counts, parameters: sql.parameters, milliseconds: Math.round((performance.now() - began) * 10) / 10 };
}

export interface Start { readonly key: string; readonly id: string; readonly version: number; readonly region: number; readonly year: number; readonly on: string; /** day that says which version is in force; China date */ readonly today: string; /** part of the region, for measurements; default: all of it */ readonly area?: RegionRange }

/** Counts, and a run for the list. Started twice under one key it is one run. */
export async function startRun(tx: Tx, s: Start): Promise<{ readonly run: string; readonly households: number }> {
  const [before] = await tx.sql<{ households: number; same: boolean }[]>`select households, (set_id, version, region, year) = (${s.id}::uuid, ${s.version}, ${s.region}::bigint, ${s.year}::smallint) as same from policy.rule_run where id = ${s.key}`;
  if (before && !before.same) throw new Problem("key.reused");
  if (before) return { run: s.key, households: before.households };
  const law = await lawOf(tx, s.id);
  const area = s.area ?? await areaOf(tx, s.region);
  const former = formerOf(law, s.today);
  const tree = treeOf(versionOf(law, s.version).text);
  const q: Question = { tree, before: former && former.version !== s.version ? former.tree : undefined, purpose: law.set.purpose, area, year: s.year, on: s.on };
  const sql = await asSql(tx, q);
  const counts = await countVillages(tx, sql);
  const totals = total(counts);
  if (totals.households === 0) throw new Problem("rules.noFacts", { place: String(s.region), year: s.year });
  const by = { account: tx.actor?.accountId ?? null, name: tx.actor?.name ?? "系统" };
  await tx.sql`insert into policy.rule_run ${tx.sql({
    id: s.key, set_id: s.id, version: s.version, against: q.before && former ? former.version : null, region: s.region, lo: area.lo, hi: area.hi, year: s.year, on_date: s.on,
    facts: factsIn(tree).map((f) => f.key), parameters: tx.sql.json(sql.parameters as never), condition: sql.condition, households: totals.households, totals: tx.sql.json(totals), started_by: by.account, by_name: by.name,
  })}`;
  await tx.sql`
    insert into policy.rule_count (run_id, region, after, before, registered, households)
    select ${s.key}, region, after, before, registered, households from unnest(${counts.map((c) => c.region)}::bigint[], ${counts.map((c) => c.after)}::smallint[], ${counts.map((c) => c.before)}::smallint[], ${counts.map((c) => c.registered)}::smallint[], ${counts.map((c) => c.households)}::int[]) as c (region, after, before, registered, households)`;
  await audit(tx, "simulate", "parameter", { region: s.region, target: s.id, detail: { version: s.version, year: s.year, run: s.key, households: totals.households } });
  return { run: s.key, households: totals.households };
}

interface Open { readonly setId: string; readonly version: number; readonly against: number | null; readonly region: number; readonly lo: number; readonly hi: number; readonly year: number; readonly on: string; readonly judged: number; readonly cursorRegion: number; readonly cursorHousehold: string; readonly startedBy: string | null; readonly byName: string; readonly startedAt: string }

/** Writes the next part of a run; false when it is over. One transaction: the part and how far the run has come. */
async function judgePart(tx: Tx, run: string, size: number): Promise<boolean> {
  const [open] = await tx.sql<Open[]>`
    select set_id as "setId", version, against, region, lo, hi, year, on_date as on, judged, cursor_region as "cursorRegion", cursor_household as "cursorHousehold", started_by as "startedBy", by_name as "byName", started_at as "startedAt"
      from policy.rule_run where id = ${run} and state = 'running' for update skip locked`;
  if (!open) return false;
  const law = await lawOf(tx, open.setId);
  const tree = treeOf(versionOf(law, open.version).text);
  const former = open.against === null ? undefined : treeOf(versionOf(law, open.against).text);
  const sql = await asSql(tx, { tree, before: former, purpose: law.set.purpose, area: open, year: open.year, on: open.on });
  if (open.judged === 0) await tx.sql`
    delete from policy.outcome where run_id in (select id from policy.rule_run where (set_id, version, region, year) = (${open.setId}::uuid, ${open.version}, ${open.region}::bigint, ${open.year}::smallint) and id <> ${run} and state <> 'running')`;
  await tx.sql`set local jit = off`;
  const [part] = await tx.sql.unsafe<{ n: number; region: number | null; household: string | null }[]>(`
with part as materialized (
  select f.county, f.household_id, f.region, ${sql.after} as after, ${sql.before} as before, ${sql.registered} as registered, array[${factsIn(tree).map(keptSql).join(", ")}]::bigint[] as facts
    ${sql.rows} and (f.region, f.household_id) > ($1::bigint, $2::uuid)
   order by f.region, f.household_id limit ${size}),
written as (
  insert into policy.outcome (county, run_id, household_id, region, after, before, registered, changed, facts)
  select county, $3::uuid, household_id, region, after, before, registered, (before <> 3 and after <> before) or (registered = 1 and after <> 1) or (registered = 0 and after = 1), facts from part)
select (select count(*)::int from part) as n, l.region, l.household_id as household
  from (values (1)) one left join lateral (select region, household_id from part order by region desc, household_id desc limit 1) l on true`, [open.cursorRegion, open.cursorHousehold, run]);
  const n = part?.n ?? 0;
  if (n === size && part) {
    await tx.sql`update policy.rule_run set judged = judged + ${n}, cursor_region = ${part.region}, cursor_household = ${part.household}, beat_at = clock_timestamp() where id = ${run}`;
    return true;
  }
  await tx.sql`update policy.rule_run set judged = judged + ${n}, state = 'done', finished_at = clock_timestamp(), seconds = extract(epoch from clock_timestamp() - started_at), beat_at = clock_timestamp() where id = ${run}`;
  const own = rangeOf(law.set.region);
  // only a run over the whole area of the rule counts as its simulation
  if (open.lo <= own.lo && open.hi >= own.hi) await addEvent(tx, law.set, open.version, { act: "simulated", run, by: { account: open.startedBy, name: open.byName } });
  return false;
}

/** Carries a run to its end. Safe to call twice and after a crash: the row is locked while a part is written. */
export async function finishRun(db: Db, run: string, told: (judged: number) => void = () => undefined, size = partSize): Promise<void> {
  try {
    while (await db.asSystem((tx) => judgePart(tx, run, size))) {
      const [at] = await db.asSystem((tx) => tx.sql<{ judged: number }[]>`select judged from policy.rule_run where id = ${run}`);
      told(at?.judged ?? 0);
    }
  } catch (e) {
    await db.asSystem((tx) => tx.sql`update policy.rule_run set state = 'failed', error = ${e instanceof Error ? e.message.slice(0, 500) : String(e)}, finished_at = clock_timestamp() where id = ${run} and state = 'running'`);
    throw e;
  }
}

/** Runs that lost their process. */
export const lostRuns = async (db: Db): Promise<string[]> => (await db.asSystem((tx) => tx.sql<{ id: string }[]>`select id from policy.rule_run where state = 'running' and beat_at < clock_timestamp() - ${lostAfter}::interval`)).map((r) => r.id);
