/** How much waits, by tab, kind, department and village; exceptions; batches. Counts of one area only, never of a country. */
import { permits, type Action } from "@diguan/core/access/policy.ts";
import { tabs, type Summary, type Tab } from "@diguan/core/comparison/contract.ts";
import type { Batch, BatchDetail } from "@diguan/core/comparison/contract-batches.ts";
import { openStates } from "@diguan/core/comparison/states.ts";
import { Problem } from "@diguan/core/problem.ts";
import { rangeOf } from "@diguan/core/region-code.ts";
import { maskName } from "@diguan/core/registry/masking.ts";
import { addDays } from "@diguan/core/time.ts";
import type { Tx } from "../postgres/pool.ts";
import { regionNames } from "../regions/service.ts";
import { seesClass, sightOf } from "../registry/view.ts";
import { inside, ofTab, visible } from "./worklist.ts";

const open = openStates as readonly string[] as string[];
const weeks = 7;

export async function summary(tx: Tx, region: number | undefined, today: string): Promise<Summary> {
  const { sql } = tx;
  const where = sql`${inside(tx, region)} ${visible(tx)}`;
  const [row] = await sql<(Record<Tab, number> & { openHard: number; openReview: number; openOmission: number })[]>`
    select ${tabs.map((tab, i) => sql`${i === 0 ? sql`` : sql`, `}count(*) filter (where ${ofTab(tx, tab, today)})::int as ${sql(tab)}`)},
           count(*) filter (where f.state = any (${open}) and f.severity = 'hard')::int as "openHard", count(*) filter (where f.state = any (${open}) and f.severity = 'review' and f.direction <> 'omission')::int as "openReview", count(*) filter (where f.state = any (${open}) and f.direction = 'omission')::int as "openOmission"
      from comparison.finding f where ${where}`;
  const trend: number[] = [];
  for (let i = weeks - 1; i >= 0; i--) {
    const [at] = await sql<{ n: number }[]>`
      select count(*)::int as n from comparison.finding f where ${where} and f.severity = 'hard' and f.found_at < ${addDays(today, 1 - i * 7)}::timestamptz and (f.state = any (${open}) or (f.decided_on is not null and f.decided_on >= ${addDays(today, 1 - i * 7)}))`;
    trend.push(at?.n ?? 0);
  }
  const kinds = await sql<{ kind: string; n: number }[]>`select f.kind, count(*)::int as n from comparison.finding f where ${where} and f.state = any (${open}) group by f.kind order by f.kind`;
  const departments = await sql<{ key: string; n: number }[]>`select f.department as key, count(*)::int as n from comparison.finding f where ${where} and f.state = any (${open}) group by f.department order by 2 desc`;
  const villages = await sql<{ region: number; n: number }[]>`select f.region, count(*)::int as n from comparison.finding f where ${where} and f.state = any (${open}) group by f.region order by 2 desc, 1 limit 300`;
  const names = await regionNames(tx, villages.map((v) => v.region));
  const [files] = await sql<{ n: number; feeds: number; on: string | null }[]>`select count(*)::int as n, count(distinct b.feed) filter (where b.state = 'compared')::int as feeds, max(b.snapshot_on) as on from comparison.batch b where ${insideCounty(tx, region)} and b.state <> 'undone'`;
  const [standing] = await sql<{ n: number }[]>`select count(*)::int as n from comparison.exception e where ${inside(tx, region, "e")} and e.valid_until >= ${today}`;
  const range = rangeOf(region ?? tx.scope.lo);
  const [frame] = await sql<{ households: number; registered: number }[]>`
    select count(*)::int as households, count(h.registered_household)::int as registered from comparison.rural_household h
     where h.region between ${Math.max(tx.scope.lo, range.lo)} and ${Math.min(tx.scope.hi, range.hi)} ${tx.scope.own ? sql`and h.registered_household = any (${tx.scope.own as string[]}::uuid[])` : sql``}`;
  const may = (action: Action): boolean => tx.actor !== undefined && permits(tx.actor.role, { action, resource: "comparison", scope: "region", fields: "C1" });
  return {
    region: region ?? tx.scope.lo, tabs: Object.fromEntries(tabs.map((t) => [t, row?.[t] ?? 0])) as Record<Tab, number>, open: { hard: row?.openHard ?? 0, review: row?.openReview ?? 0, omission: row?.openOmission ?? 0 }, trend,
    kinds: [...kinds], departments: [...departments], villages: villages.map((v) => ({ ...v, name: names.get(v.region) ?? String(v.region) })), batches: files?.n ?? 0, feeds: files?.feeds ?? 0, snapshotOn: files?.on ?? null, exceptions: standing?.n ?? 0, frame: frame ?? { households: 0, registered: 0 },
    may: { import: may("import"), send: may("assign"), answer: may("edit"), decide: may("verify"), export: may("export"), object: tx.actor !== undefined && permits(tx.actor.role, { action: "create", resource: "procedure", scope: "region", fields: "C2" }) },
  };
}

/** Batches lie at the county; a town sees those of its county by its own rows only. */
const insideCounty = (tx: Tx, region: number | undefined): ReturnType<Tx["sql"]> => {
  const asked = region === undefined ? tx.scope : rangeOf(region);
  return tx.sql`b.region between ${tx.scope.lo} and ${tx.scope.hi} and b.region between ${Math.floor(asked.lo / 1e6) * 1e6} and ${asked.hi}`;
};

interface BatchRow extends Omit<Batch, "mayUndo"> { readonly profile: BatchDetail["profile"] }
const columns = (tx: Tx): ReturnType<Tx["sql"]> => tx.sql`b.county, b.id, b.feed, b.department, b.basis, b.purpose, b.fields, b.snapshot_on as "snapshotOn", b.retain_until as "retainUntil", b.way, b.file_name as "fileName", b.state, b.rows, b.found, b.at, b.by_name as by, b.profile`;
const mayUndo = (tx: Tx, b: BatchRow): boolean => (b.state === "compared" || b.state === "superseded") && tx.actor !== undefined && permits(tx.actor.role, { action: "import", resource: "comparison", scope: "region", fields: "C1" });

export async function batches(tx: Tx, q: { readonly region?: number | undefined; readonly after?: string | undefined; readonly limit: number }): Promise<{ rows: Batch[]; next: string | null }> {
  const m = /^(.+)\|([0-9a-f-]{36})$/.exec(q.after === undefined ? "" : Buffer.from(q.after, "base64url").toString("utf8"));
  const rows = await tx.sql<BatchRow[]>`
    select ${columns(tx)} from comparison.batch b where ${insideCounty(tx, q.region)} ${m ? tx.sql`and (date_trunc('milliseconds', b.at), b.id) < (${m[1] ?? ""}::timestamptz, ${m[2] ?? ""}::uuid)` : tx.sql``} order by date_trunc('milliseconds', b.at) desc, b.id desc limit ${q.limit + 1}`;
  const last = rows.length > q.limit ? rows[q.limit - 1] : undefined;
  return { rows: rows.slice(0, q.limit).map(({ profile: _, ...b }) => ({ ...b, mayUndo: mayUndo(tx, { ...b, profile: _ }) })), next: last ? Buffer.from(`${last.at}|${last.id}`).toString("base64url") : null };
}

export async function batchDetail(tx: Tx, key: { readonly county: number; readonly id: string }): Promise<BatchDetail> {
  const [b] = await tx.sql<BatchRow[]>`select ${columns(tx)} from comparison.batch b where b.county = ${key.county} and b.id = ${key.id} and b.region between ${tx.scope.lo} and ${tx.scope.hi}`;
  if (!b) throw new Problem("thing.unknown");
  const events = await tx.sql<BatchDetail["events"]>`select act, at, by_name as by, detail from comparison.batch_event where county = ${key.county} and batch_id = ${key.id} and region between ${tx.scope.lo} and ${tx.scope.hi} order by id`;
  return { ...b, mayUndo: mayUndo(tx, b), events: [...events] };
}

export async function exceptions(tx: Tx, q: { readonly region?: number | undefined; readonly after?: string | undefined; readonly limit: number }): Promise<{ rows: { county: number; id: string; findingId: string; kind: string; subject: string; villageName: string; ground: string; note: string; validUntil: string; at: string; by: string | null }[]; next: string | null }> {
  const m = /^(\d{4}-\d{2}-\d{2})\|([0-9a-f-]{36})$/.exec(q.after === undefined ? "" : Buffer.from(q.after, "base64url").toString("utf8"));
  const rows = await tx.sql<{ county: number; id: string; findingId: string; kind: string; subject: string; villageName: string; ground: string; note: string; validUntil: string; at: string; by: string | null }[]>`
    select e.county, e.id, e.finding_id as "findingId", e.kind, f.subject, coalesce(r.name, e.region::text) as "villageName", e.ground, e.note, e.valid_until as "validUntil", e.at, e.by_name as by
      from comparison.exception e join comparison.finding f on f.county = e.county and f.id = e.finding_id left join regions.region r on r.code = e.region and r.valid_to is null
     where ${inside(tx, q.region, "e")} ${m ? tx.sql`and (e.valid_until, e.id) > (${m[1] ?? ""}::date, ${m[2] ?? ""}::uuid)` : tx.sql``} order by e.valid_until, e.id limit ${q.limit + 1}`;
  const last = rows.length > q.limit ? rows[q.limit - 1] : undefined;
  const sees = seesClass(sightOf(tx), "C2");
  return { rows: rows.slice(0, q.limit).map((r) => ({ ...r, subject: sees ? r.subject : maskName(r.subject) })), next: last ? Buffer.from(`${last.validUntil}|${last.id}`).toString("base64url") : null };
}

