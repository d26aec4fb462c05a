/** What waits: open findings by place, and the reader's own work list. Reads the tallies of data quality, never its findings one by one. */
import { permits } from "@diguan/core/access/policy.ts";
import { ruleOf } from "@diguan/core/quality/catalogue.ts";
import type { RuleGroup, Severity } from "@diguan/core/quality/rule.ts";
import { openStates, waitingStates } from "@diguan/core/quality/states.ts";
import type { TaskKind } from "@diguan/core/overview/contract.ts";
import { countyOf, rangeOf, type RegionRange } from "@diguan/core/region-code.ts";
import type { Tx } from "../postgres/pool.ts";
import { tasksFor } from "../procedure/service.ts";
import { inSight } from "./queries.ts";

/** Open findings of every unit of `width` codes; serious ones must be corrected. */
export const openFindings = (tx: Tx, range: RegionRange, year: number, width: number): Promise<{ code: number; findings: number; serious: number }[]> => {
  const { lo, hi } = inSight(tx, range);
  return tx.sql<{ code: number; findings: number; serious: number }[]>`
    select region / ${width}::int8 * ${width}::int8 as code, sum(n)::int8 as findings, coalesce(sum(n) filter (where severity = 'E'), 0)::int8 as serious
      from quality.tally
     where year = ${year} and region between ${lo} and ${hi} and state = any(${[...openStates]}) and n > 0
     group by 1`;
};

export interface Task { kind: TaskKind; count: number; more: boolean; deadline: string | null; groups: { group: RuleGroup; n: number }[]; files: string[] }

/** Counting stops here; the page says «more than». */
const most = 999;

/** Findings past their deadline, or assigned to a post: counted one by one, and only so far. */
async function listed(tx: Tx, range: RegionRange, year: number, which: "overdue" | "mine", today: string): Promise<Task> {
  const { lo, hi } = inSight(tx, range);
  const found = which === "mine"
    ? await tx.sql<{ rule: string; deadline: string }[]>`
        select rule, deadline from quality.finding
         where assigned_to = ${tx.actor?.postId ?? null} and state = any(${[...openStates]}) and year = ${year} and region between ${lo} and ${hi}
         order by deadline limit ${most + 1}`
    : await tx.sql<{ rule: string; deadline: string }[]>`
        select rule, deadline from quality.finding
         where county = ${countyOf(lo)} and year = ${year} and state = any(${[...openStates]}) and deadline < ${today} and region between ${lo} and ${hi}
         order by deadline limit ${most + 1}`;
  const shown = found.slice(0, most);
  return { kind: which, count: shown.length, more: found.length > most, deadline: shown[0]?.deadline ?? null, groups: bySubject(shown.map((row) => ({ rule: row.rule, n: 1 }))), files: [] };
}

/** Subjects of rules, most findings first, at most four. */
function bySubject(rows: readonly { readonly rule: string; readonly n: number }[]): { group: RuleGroup; n: number }[] {
  const sums = new Map<RuleGroup, number>();
  for (const { rule, n } of rows) { const group = ruleOf(rule)?.group; if (group) sums.set(group, (sums.get(group) ?? 0) + n); }
  return [...sums].map(([group, n]) => ({ group, n })).toSorted((a, b) => b.n - a.n).slice(0, 4);
}

/** Files that were read and shown, and wait for somebody to take them into the registry. */
async function previewed(tx: Tx, range: RegionRange): Promise<Task> {
  const { lo, hi } = inSight(tx, range);
  const files = await tx.sql<{ name: string }[]>`
    select file_name as name from intake.batch
     where state = 'previewed' and region between ${lo} and ${hi}
     order by created_at desc limit ${most + 1}`;
  return { kind: "intake", count: Math.min(files.length, most), more: files.length > most, deadline: null, groups: [], files: files.slice(0, 3).map((file) => file.name) };
}

/** Steps of public procedures that this post takes; late ones and objections are among them. */
async function steps(tx: Tx, code: number, today: string): Promise<Task[]> {
  if (!permits(tx.actor?.role, { action: "edit", resource: "procedure", scope: "region", fields: "C1" })) return [];
  const { due, overdue, objections, nearest } = await tasksFor(tx, code === 0 ? undefined : code, today);
  const task = (kind: TaskKind, count: number): Task => ({ kind, count, more: false, deadline: nearest, groups: [], files: [] });
  return [task("lateSteps", overdue), task("objections", objections), task("steps", due)].filter((t) => t.count > 0);
}

/** What waits in a place for the person of this transaction, most urgent first; only what the post may act on or see. */
export async function tasksOf(tx: Tx, code: number, year: number, today: string): Promise<Task[]> {
  const role = tx.actor?.role;
  const may = (action: "view" | "edit" | "verify"): boolean => permits(role, { action, resource: "finding", scope: "region", fields: "C1" });
  const range = rangeOf(code);
  const imports = permits(role, { action: "import", resource: "intake", scope: "region", fields: "C1" }) ? [await previewed(tx, range)].filter((task) => task.count > 0) : [];
  const procedures = await steps(tx, code, today);
  if (!may("view")) return [...procedures, ...imports];
  const { lo, hi } = inSight(tx, range);
  const tallies = await tx.sql<{ rule: string; severity: Severity; waiting: boolean; n: number }[]>`
    select rule, severity, state = any(${[...waitingStates]}) as waiting, sum(n)::int8 as n
      from quality.tally
     where year = ${year} and region between ${lo} and ${hi} and state <> 'verified' and n > 0
     group by 1, 2, 3`;
  const sum = (kind: TaskKind, rows: typeof tallies[number][]): Task => ({ kind, count: rows.reduce((total, row) => total + row.n, 0), more: false, deadline: null, groups: bySubject(rows), files: [] });
  const open = tallies.filter((row) => !row.waiting);
  const one = countyOf(lo) === countyOf(hi);
  const tasks = [
    ...(one && may("edit") ? [await listed(tx, range, year, "overdue", today), await listed(tx, range, year, "mine", today)] : []),
    sum("serious", open.filter((row) => row.severity === "E")), sum("ordinary", open.filter((row) => row.severity === "W")), sum("review", open.filter((row) => row.severity === "R")),
    ...(may("verify") ? [sum("verify", tallies.filter((row) => row.waiting))] : []),
  ];
  return [...procedures, ...tasks.filter((task) => task.count > 0), ...imports];
}
