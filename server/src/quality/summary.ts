/** The overview of a place: counts by village, rule, severity and state, read from the tally that every change keeps. */
import { permits, type Action } from "@diguan/core/access/policy.ts";
import { Problem } from "@diguan/core/problem.ts";
import { notChecked } from "@diguan/core/quality/check.ts";
import { ruleOf } from "@diguan/core/quality/catalogue.ts";
import type { QualitySummary } from "@diguan/core/quality/contract.ts";
import type { Severity } from "@diguan/core/quality/rule.ts";
import { isOpen, openStates, waitingStates, type FindingState } from "@diguan/core/quality/states.ts";
import { ancestorAt, contains, levelOf, rangeOf } from "@diguan/core/region-code.ts";
import type { Tx } from "../postgres/pool.ts";
import { regionNames } from "../regions/service.ts";
import { contextOf } from "../registry/context.ts";
import { inside } from "./worklist.ts";

type Counts = { open: number; waiting: number; verified: number };
const none = (): Counts => ({ open: 0, waiting: 0, verified: 0 });
const slot = (state: FindingState): keyof Counts => (isOpen(state) ? "open" : (waitingStates as readonly FindingState[]).includes(state) ? "waiting" : "verified");

/** The place must lie in the caller's area, as the application knows it and as the database does; beyond it is as unknown as a place that does not exist. */
export async function inSight(tx: Tx, region: number): Promise<void> {
  const range = rangeOf(region);
  const [row] = await tx.sql<{ seen: boolean }[]>`select registry.caller_lo() <= ${range.lo} and registry.caller_hi() >= ${range.hi} as seen`;
  if (row?.seen !== true || !contains(tx.scope, range.lo) || !contains(tx.scope, range.hi)) throw new Problem("thing.unknown");
}

/** The place of a post: the region whose range its scope is. */
export const placeOf = (tx: Tx): number => (tx.scope.lo === 0 ? 0 : tx.scope.lo);

/** Places of the overview: villages inside a county, towns' and counties' own level above. */
const unitOf = (region: number): number => ({ nation: 1e10, province: 1e8, city: 1e6, county: 1, town: 1, village: 1 })[levelOf(region)];

/** Years that the registry has for this place, latest first. */
const yearsOf = async (tx: Tx, lo: number, hi: number): Promise<number[]> => (await tx.sql<{ y: number }[]>`
  select y::int as y from generate_series(2005, 2100) y
   where exists (select from registry.household_year h where h.year = y::smallint and h.region between ${lo} and ${hi}) order by y desc`).map((r) => r.y);

export async function summary(tx: Tx, asked: { readonly region?: number | undefined; readonly year?: number | undefined }, today: string, checking: { readonly households: number; readonly of: number } | undefined): Promise<QualitySummary> {
  const { sql } = tx;
  const region = asked.region ?? placeOf(tx);
  await inSight(tx, region);
  const { lo, hi } = rangeOf(region);
  const years = await yearsOf(tx, lo, hi);
  const year = asked.year ?? years[0] ?? Number(today.slice(0, 4));
  const unit = unitOf(region);
  const rows = await sql<{ region: number; rule: string; severity: Severity; state: FindingState; n: number }[]>`
    select region / ${unit}::bigint * ${unit}::bigint as region, rule, severity, state, sum(n)::int as n
      from quality.tally
     where year = ${year} and region between ${lo} and ${hi} and n <> 0
     group by 1, 2, 3, 4`;
  const [more] = await sql<{ overdue: number; mine: number }[]>`
    select (select count(*)::int from quality.finding f where ${inside(tx, region)} and f.year = ${year} and f.state = any (${openStates as unknown as string[]}) and f.deadline < ${today}) as overdue,
           (select count(*)::int from quality.finding f where ${inside(tx, region)} and f.year = ${year} and f.assigned_to = ${tx.actor?.postId ?? null} and f.state = any (${openStates as unknown as string[]})) as mine`;
  const [last] = await sql<{ at: string; households: number; persons: number }[]>`
    select ended_at as at, households, persons from quality.check_run where year = ${year} and county between ${Math.floor(lo / 1e6)} and ${Math.floor(hi / 1e6)} and region between ${lo} and ${hi} order by ended_at desc limit 1`;

  const total = none();
  const bySeverity = new Map<Severity, number>([["E", 0], ["W", 0], ["R", 0]]);
  const byState = new Map<FindingState, number>();
  const byRule = new Map<string, Counts & { severity: Severity }>();
  const byPlace = new Map<number, Counts>();
  const cells = new Map<string, { region: number; rule: string; open: number }>();
  for (const r of rows) {
    const where = slot(r.state);
    total[where] += r.n;
    byState.set(r.state, (byState.get(r.state) ?? 0) + r.n);
    const rule = byRule.get(r.rule) ?? { ...none(), severity: r.severity };
    rule[where] += r.n;
    byRule.set(r.rule, rule);
    const place = byPlace.get(r.region) ?? none();
    place[where] += r.n;
    byPlace.set(r.region, place);
    if (where !== "open") continue;
    bySeverity.set(r.severity, (bySeverity.get(r.severity) ?? 0) + r.n);
    const cell = cells.get(`${r.region}|${r.rule}`) ?? { region: r.region, rule: r.rule, open: 0 };
    cell.open += r.n;
    cells.set(`${r.region}|${r.rule}`, cell);
  }
  const towns = new Map([...byPlace.keys()].map((code) => [code, levelOf(code) === "village" ? (ancestorAt(code, "town") ?? 0) : 0]));
  const names = await regionNames(tx, [...byPlace.keys(), ...towns.values()]);
  const ctx = await contextOf(tx, region, year, today);
  const may = (action: Action): boolean => tx.actor !== undefined && permits(tx.actor.role, { action, resource: "finding", scope: "region", fields: "C2" });
  return {
    region, year, years: years.includes(year) ? years : [year, ...years], total, overdue: more?.overdue ?? 0, mine: more?.mine ?? 0,
    bySeverity: [...bySeverity].map(([severity, open]) => ({ severity, open })),
    byState: [...byState].map(([state, n]) => ({ state, n })),
    byRule: [...byRule].map(([rule, c]) => ({ ...c, rule, severity: ruleOf(rule)?.severity ?? c.severity })).toSorted((a, b) => b.open - a.open || (a.rule < b.rule ? -1 : 1)),
    byPlace: [...byPlace].map(([code, c]) => ({ ...c, region: code, name: names.get(code) ?? String(code), town: names.get(towns.get(code) ?? 0) ?? "" })).toSorted((a, b) => b.open - a.open || a.region - b.region),
    cells: [...cells.values()], notChecked: notChecked(year, ctx), lastCheck: last ?? null, checking: checking ?? null,
    may: { assign: may("assign"), edit: may("edit"), verify: may("verify"), export: may("export") },
  };
}
