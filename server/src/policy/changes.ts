/** Simulations as people read them: how far one is, counts by place, the households that would change, each with every condition and number. */
import { directions, type Direction, type RuleChange, type RuleRun } from "@diguan/core/policy/contract.ts";
import type { ParameterRow } from "@diguan/core/policy/parameters.ts";
import { explain, healthFacts, type Explanation } from "@diguan/core/policy/rules/explain.ts";
import { factsIn, parametersIn, type RuleTree } from "@diguan/core/policy/rules/tree.ts";
import { activeOn, type Purpose } from "@diguan/core/policy/states.ts";
import { maskName } from "@diguan/core/registry/masking.ts";
import { rangeOf } from "@diguan/core/region-code.ts";
import { Problem, type Locale } from "@diguan/core/problem.ts";
import type { Tx } from "../postgres/pool.ts";
import { regionNames } from "../regions/service.ts";
import { seesClass, sightOf } from "../registry/view.ts";
import { caseAt, keptSql, placesAbove, rowsInForce, rowsSql, treeOf, valuesOf } from "./asked.ts";
import { laws, lawOf, versionOf } from "./rules.ts";
import { byPlace, total, type Count } from "./simulate.ts";

interface RunRow { readonly id: string; readonly setId: string; readonly version: number; readonly against: number | null; readonly region: number; readonly lo: number; readonly hi: number; readonly year: number; readonly on: string; readonly facts: string[]; readonly parameters: ParameterRow[]; readonly sql: string; readonly state: RuleRun["state"]; readonly households: number; readonly judged: number; readonly seconds: number | null; readonly byName: string; readonly startedAt: string }

async function runOf(tx: Tx, id: string): Promise<RunRow> {
  const [run] = await tx.sql<RunRow[]>`
    select id, set_id as "setId", version, against, region, lo, hi, year, on_date as on, facts, parameters, condition as sql, state, households, judged, seconds, by_name as "byName", started_at as "startedAt"
      from policy.rule_run where id = ${id} and region between ${tx.scope.lo} and ${tx.scope.hi}`;
  if (!run || tx.scope.own) throw new Problem("thing.unknown");
  return run;
}

export async function showRun(tx: Tx, id: string): Promise<RuleRun> {
  const { lo, hi, facts: _facts, parameters, ...run } = await runOf(tx, id);
  const law = await lawOf(tx, run.setId);
  const counts = await tx.sql<Count[]>`select region, after, before, registered, households from policy.rule_count where run_id = ${id} and region between ${tx.scope.lo} and ${tx.scope.hi} order by region`;
  const own = rangeOf(law.set.region);
  const names = await regionNames(tx, [run.region]);
  return { ...run, zh: law.set.zh, en: law.set.en, purpose: law.set.purpose, place: names.get(run.region) ?? String(run.region), whole: lo <= own.lo && hi >= own.hi, totals: total(counts), places: await byPlace(tx, counts, run.region), parameters };
}

export async function stopRun(tx: Tx, id: string): Promise<{ readonly state: string }> {
  await runOf(tx, id);
  const [run] = await tx.sql<{ state: string }[]>`update policy.rule_run set state = 'cancelled', finished_at = clock_timestamp() where id = ${id} and state = 'running' and region between ${tx.scope.lo} and ${tx.scope.hi} returning state`;
  return { state: run?.state ?? (await runOf(tx, id)).state };
}

/** Which outcomes are meant by a direction. */
const condition: Readonly<Record<Direction, string>> = {
  gain: "o.before <> 3 and o.after = 1 and o.before <> 1", lose: "o.before = 1 and o.after = 0", doubt: "o.before <> 3 and o.after = 2 and o.before <> 2", clear: "o.before = 2 and o.after = 0",
  missed: "o.registered = 0 and o.after = 1", wrong: "o.registered = 1 and o.after = 0", doubtful: "o.registered = 1 and o.after = 2",
};
const means: Readonly<Record<Direction, (o: Outcome) => boolean>> = {
  gain: (o) => o.before !== 3 && o.after === 1 && o.before !== 1, lose: (o) => o.before === 1 && o.after === 0, doubt: (o) => o.before !== 3 && o.after === 2 && o.before !== 2, clear: (o) => o.before === 2 && o.after === 0,
  missed: (o) => o.registered === 0 && o.after === 1, wrong: (o) => o.registered === 1 && o.after === 0, doubtful: (o) => o.registered === 1 && o.after === 2,
};
interface Outcome { readonly county: number; readonly householdId: string; readonly region: number; readonly after: number; readonly before: number; readonly registered: number; readonly facts: (number | null)[]; readonly village: string | null; readonly householdCode: string | null; readonly headName: string | null }
const truth = (n: number): boolean | null => (n === 1 ? true : n === 0 ? false : null);

/** Health facts stand only before those who may see health data in full (domain guide §10.3). */
const hiddenFrom = (tx: Tx): ReadonlySet<string> => (seesClass(sightOf(tx), "C4") ? new Set() : healthFacts);
const told = (e: Explanation): RuleChange["told"] => ({ verdict: e.verdict, sentence: e.sentence, reason: e.reason as RuleChange["told"]["reason"] });

export interface ChangeQuery { readonly run: string; readonly direction?: Direction | undefined; readonly place?: number | undefined; readonly after?: string | undefined; readonly limit: number; readonly locale: Locale }

const readCursor = (text: string | undefined): { readonly region: number; readonly id: string } => {
  const m = text === undefined ? null : /^(\d{12})\|([0-9a-f-]{36})$/.exec(Buffer.from(text, "base64url").toString("utf8"));
  return m ? { region: Number(m[1]), id: m[2] ?? "" } : { region: 0, id: "00000000-0000-0000-0000-000000000000" };
};

/** One page of changes, village by village. Sentences are told from the values that the run kept, by the text that it asked. */
export async function changes(tx: Tx, q: ChangeQuery): Promise<{ rows: RuleChange[]; next: string | null }> {
  const run = await runOf(tx, q.run);
  const tree = treeOf(versionOf(await lawOf(tx, run.setId), run.version).text);
  const place = q.place === undefined ? undefined : rangeOf(q.place);
  const [lo, hi] = [Math.max(tx.scope.lo, run.lo, place?.lo ?? 0), Math.min(tx.scope.hi, run.hi, place?.hi ?? Number.MAX_SAFE_INTEGER)];
  const from = readCursor(q.after);
  const rows = await tx.sql<Outcome[]>`
    with page as materialized (
      select o.* from policy.outcome o
       where o.run_id = ${q.run} and o.changed and o.region between ${lo} and ${hi} and (o.region, o.household_id) > (${from.region}::bigint, ${from.id}::uuid) ${q.direction ? tx.sql`and ${tx.sql.unsafe(condition[q.direction])}` : tx.sql``}
       order by o.region, o.household_id limit ${q.limit + 1})
    select p.county, p.household_id as "householdId", p.region, p.after, p.before, p.registered, to_json(p.facts) as facts, r.name as village, y.household_code as "householdCode", y.head_name as "headName"
      from page p
      left join regions.region r on r.code = p.region and r.valid_to is null
      left join registry.household_year y on y.county = p.county and y.household_id = p.household_id and y.year = ${run.year}
     order by p.region, p.household_id`;
  const hidden = hiddenFrom(tx);
  const sight = sightOf(tx);
  const last = rows.length > q.limit ? rows[q.limit - 1] : undefined;
  return {
    rows: rows.slice(0, q.limit).map((o) => ({
      county: o.county, householdId: o.householdId, householdCode: o.householdCode, headName: o.headName === null ? null : seesClass(sight, "C2") ? o.headName : maskName(o.headName), region: o.region, village: o.village ?? String(o.region),
      after: truth(o.after), before: truth(o.before), hasBefore: o.before !== 3, registered: o.registered === 3 ? null : o.registered === 1, directions: directions.filter((d) => means[d](o)),
      told: told(explain(tree, caseAt(tree, valuesOf(run.facts, o.facts), run.parameters, o.region, run.on), q.locale, hidden)),
    })),
    next: last ? Buffer.from(`${String(last.region).padStart(12, "0")}|${last.householdId}`).toString("base64url") : null,
  };
}

/** All changes of a run, page by page, in bounded memory: for a file. */
export async function* allChanges(tx: Tx, q: Omit<ChangeQuery, "limit" | "after">): AsyncGenerator<RuleChange[]> {
  let after: string | undefined;
  do {
    const page = await changes(tx, { ...q, after, limit: 1000 });
    if (page.rows.length > 0) yield page.rows;
    after = page.next ?? undefined;
  } while (after !== undefined);
}

export interface Judged { readonly setId: string; readonly version: number; readonly purpose: Purpose; readonly zh: string; readonly en: string; readonly source: string; readonly told: RuleChange["told"] }

/** What one text says about one household of a year; undefined when nothing is known of it. */
async function judge(tx: Tx, tree: RuleTree, at: { readonly county: number; readonly household: string; readonly year: number; readonly purpose: Purpose }, on: string, locale: Locale): Promise<Explanation | undefined> {
  const area = { lo: Math.max(tx.scope.lo, at.county * 1e6), hi: Math.min(tx.scope.hi, at.county * 1e6 + 999_999) };
  const kept = factsIn(tree).map(keptSql);
  const own = tx.scope.own ? " and f.household_id = any ($2::uuid[])" : "";
  const [row] = await tx.sql.unsafe<{ region: number; facts: (number | null)[] }[]>(`select f.region, to_json(array[${kept.join(", ")}]::bigint[]) as facts ${rowsSql(area, at.year, at.purpose, kept)} and f.household_id = $1::uuid${own}`, tx.scope.own ? [at.household, tx.scope.own as string[]] : [at.household]);
  if (!row) return undefined;
  const parameters = await rowsInForce(tx, parametersIn(tree), rangeOf(row.region), on);
  return explain(tree, caseAt(tree, valuesOf(factsIn(tree).map((f) => f.key), row.facts), parameters, row.region, on), locale, hiddenFrom(tx));
}

/** What the rules of a year say about a household: versions in force and parameters at its end, or today when it has not ended; 2016 is judged by the rules of 2016. */
export async function judgeHousehold(tx: Tx, at: { readonly county: number; readonly household: string; readonly year: number }, today: string, locale: Locale): Promise<Judged[]> {
  const [row] = await tx.sql<{ region: number }[]>`
    select region from identification.facts where county = ${at.county} and household_id = ${at.household} and year = ${at.year} and region between ${tx.scope.lo} and ${tx.scope.hi} ${tx.scope.own ? tx.sql`and household_id = any (${tx.scope.own as string[]}::uuid[])` : tx.sql``}`;
  if (!row) throw new Problem("thing.unknown");
  const found: Judged[] = [];
  const end = `${at.year}-12-31`;
  const day = end < today ? end : today;
  for (const law of await laws(tx, { regions: placesAbove(row.region) })) {
    const period = activeOn(law.periods, day);
    if (!period) continue;
    const v = versionOf(law, period.version);
    const e = await judge(tx, treeOf(v.text), { ...at, purpose: law.set.purpose }, end, locale);
    if (e) found.push({ setId: law.set.id, version: v.version, purpose: law.set.purpose, zh: law.set.zh, en: law.set.en, source: v.source, told: told(e) });
  }
  return found;
}
