/** The rows of intake.batch: one import, from upload to undo. Every statement states the scope of its transaction. */
import { randomUUID } from "node:crypto";
import { Problem } from "@diguan/core/problem.ts";
import type { ResolvedPlace } from "@diguan/core/intake/places.ts";
import type { Located } from "@diguan/core/intake/household.ts";
import type { FieldCrypto } from "../access/crypto.ts";
import type { Scope, Tx } from "../postgres/pool.ts";
import type { Counts } from "./chunk.ts";
import type { Correction, SheetSummary } from "./understand.ts";
import type { Kept } from "./uploads.ts";

export type BatchState = "uploaded" | "reading" | "previewed" | "committing" | "committed" | "cancelled" | "failed" | "undoing" | "undone";
export interface Options { readonly year?: number | undefined; /** 12 digits; county (or village) of rows that name none */ readonly region?: number | undefined; readonly createRegions: boolean; /** foreign system whose codes the file has (registry.code_mapping) */ readonly system?: string | undefined }
export interface NewRegion { readonly code: number; readonly name: string; readonly level: number }
export interface RuleCount { readonly rule: string; readonly severity: string; readonly count: number; readonly sample: KeptFinding }
export interface Report { readonly sheets?: readonly SheetSummary[]; readonly newRegions?: readonly NewRegion[]; readonly rules?: readonly RuleCount[]; readonly years?: readonly number[]; readonly counties?: readonly number[]; readonly undo?: { readonly restored: number; readonly kept: readonly { readonly code: string; readonly why: string }[] } }
export interface FixedPlaces { readonly places: readonly ResolvedPlace[]; readonly refused: readonly number[] }
export interface Batch {
  readonly id: string; readonly region: number; readonly scopeHi: number; readonly accountId: string | null; readonly postId: string | null; readonly byName: string | null; readonly byRole: string | null;
  readonly fileName: string; readonly fileBytes: number; readonly state: BatchState; readonly options: Options; readonly mapping: Readonly<Record<string, Correction>>; readonly report: Report; readonly places: FixedPlaces | null;
  readonly phase: string; readonly rowsDone: number; readonly rowsTotal: number; readonly counts: Partial<Counts>; readonly problem: { code: string; details: Record<string, string | number> } | null; readonly cancel: boolean;
  readonly createdAt: string; readonly startedAt: string | null; readonly finishedAt: string | null; readonly sealed: Uint8Array;
}

const columns = `id, region, scope_hi as "scopeHi", account_id as "accountId", post_id as "postId", by_name as "byName", by_role as "byRole", file_name as "fileName", file_bytes as "fileBytes", state, options, mapping, report, places, phase,
  rows_done as "rowsDone", rows_total as "rowsTotal", counts, problem, cancel, created_at as "createdAt", started_at as "startedAt", finished_at as "finishedAt", sealed`;

const inside = (tx: Tx): ReturnType<Tx["sql"]> => tx.sql`region between ${tx.scope.lo} and ${tx.scope.hi} and scope_hi <= ${tx.scope.hi}`;

export const newBatchId = (): string => randomUUID();

export async function addBatch(tx: Tx, crypto: FieldCrypto, b: { readonly id: string; readonly fileName: string; readonly kept: Kept; readonly options: Options; readonly mapping: Readonly<Record<string, Correction>>; readonly scope: Scope }): Promise<void> {
  const by = tx.actor;
  await tx.sql`
    insert into intake.batch (id, region, scope_hi, account_id, post_id, by_name, by_role, file_name, file_sha256, file_bytes, state, options, mapping, sealed)
    values (${b.id}, ${b.scope.lo}, ${b.scope.hi}, ${by?.accountId ?? null}, ${by?.postId ?? null}, ${by?.name ?? null}, ${by?.role ?? null}, ${b.fileName}, ${b.kept.sha256}, ${b.kept.bytes}, 'uploaded', ${tx.sql.json(b.options as never)}, ${tx.sql.json(b.mapping as never)}, ${crypto.seal({ key: b.kept.key }, `intake.batch|${b.id}`)})`;
}

export async function batchOf(tx: Tx, id: string): Promise<Batch> {
  const [batch] = await tx.sql<Batch[]>`select ${tx.sql.unsafe(columns)} from intake.batch where id = ${id} and ${inside(tx)}`;
  if (!batch) throw new Problem("thing.unknown");
  return batch;
}

export const listBatches = (tx: Tx, before: string | undefined, limit: number): Promise<Batch[]> => tx.sql<Batch[]>`
  select ${tx.sql.unsafe(columns)} from intake.batch
   where ${inside(tx)} ${before === undefined ? tx.sql`` : tx.sql`and created_at < ${before}`}
   order by created_at desc limit ${limit}`;

export const uploadKey = (crypto: FieldCrypto, b: Batch): string => crypto.open(b.sealed, `intake.batch|${b.id}`)["key"] ?? "";

/** Moves a batch to a state from one of the states where that makes sense. */
export async function moveBatch(tx: Tx, id: string, from: readonly BatchState[], to: BatchState, act: string): Promise<void> {
  const [moved] = await tx.sql`update intake.batch set state = ${to}, cancel = false, problem = null, phase = '', started_at = coalesce(started_at, clock_timestamp()) where id = ${id} and state = any (${from as string[]}) and ${inside(tx)} returning 1`;
  if (moved) return;
  const batch = await batchOf(tx, id);
  throw new Problem("intake.batchState", { id: id.slice(0, 8), state: batch.state, act });
}

export async function endBatch(tx: Tx, id: string, state: BatchState, more: { readonly report?: Report; readonly counts?: Counts; readonly problem?: { code: string; details: Readonly<Record<string, string | number>> } } = {}): Promise<void> {
  await tx.sql`
    update intake.batch set state = ${state}, phase = '', cancel = false, finished_at = clock_timestamp(), problem = ${more.problem ? tx.sql.json(more.problem as never) : null},
           report = case when ${more.report !== undefined} then ${tx.sql.json((more.report ?? {}) as never)}::jsonb else report end, counts = case when ${more.counts !== undefined} then ${tx.sql.json((more.counts ?? {}) as never)}::jsonb else counts end
     where id = ${id} and ${inside(tx)}`;
}

/** Progress for the page; answers whether somebody asked to stop. */
export async function tellProgress(tx: Tx, id: string, phase: string, done: number, total: number): Promise<boolean> {
  const [row] = await tx.sql<{ cancel: boolean }[]>`update intake.batch set phase = ${phase}, rows_done = ${done}, rows_total = ${total} where id = ${id} and ${inside(tx)} returning cancel`;
  return row?.cancel ?? false;
}

/** Findings as kept: an array each, without the names of the keys. */
export type KeptFinding = readonly [sheet: number, row: number, column: number, rule: string, severity: string, args: Readonly<Record<string, string | number>>];
const keep = (f: Located): KeptFinding => [f.sheet, f.row, f.column, f.rule, f.severity, f.args];

/** The checkpoint of a chunk, in the transaction of its rows. */
export async function addChunk(tx: Tx, batch: Pick<Batch, "id" | "region">, ordinal: number, findings: readonly Located[], counts: Counts): Promise<void> {
  await tx.sql`insert into intake.chunk (batch_id, region, ordinal, findings, counts) values (${batch.id}, ${batch.region}, ${ordinal}, ${tx.sql.json(findings.map(keep) as never)}, ${tx.sql.json(counts as never)})`;
}
export const doneChunks = async (tx: Tx, id: string): Promise<ReadonlyMap<number, Counts>> =>
  new Map((await tx.sql<{ ordinal: number; counts: Counts }[]>`select ordinal, counts from intake.chunk where batch_id = ${id}`).map((r) => [r.ordinal, r.counts]));
export const dropFindings = (tx: Tx, id: string): Promise<unknown> => tx.sql`delete from intake.chunk where batch_id = ${id}`;

/** Chunks of findings one after the other. */
export async function findingsChunk(tx: Tx, id: string, after: number): Promise<{ ordinal: number; findings: readonly KeptFinding[] } | undefined> {
  return (await tx.sql<{ ordinal: number; findings: KeptFinding[] }[]>`select ordinal, findings from intake.chunk where batch_id = ${id} and ordinal > ${after} and region between ${tx.scope.lo} and ${tx.scope.hi} order by ordinal limit 1`)[0];
}

/** How often each rule was found. */
export const ruleCounts = (tx: Tx, id: string): Promise<RuleCount[]> => tx.sql<RuleCount[]>`
  select f->>3 as rule, f->>4 as severity, count(*)::int as count, min(f::text)::jsonb as sample
    from intake.chunk c cross join lateral jsonb_array_elements(c.findings) f
   where c.batch_id = ${id} and c.region between ${tx.scope.lo} and ${tx.scope.hi} group by 1, 2 order by 3 desc, 1`;

/** Findings one by one for a page: of a rule or severity, from a place on. */
export async function findingsPage(tx: Tx, id: string, asked: { readonly rule?: string | undefined; readonly severity?: string | undefined; readonly after?: string | undefined; readonly limit: number }): Promise<{ rows: { at: string; f: KeptFinding }[]; next: string | null }> {
  const [chunk = -1, item = 0] = (/^(\d+)\.(\d+)$/.exec(asked.after ?? "") ?? []).slice(1).map(Number);
  const rows = await tx.sql<{ ordinal: number; n: number; f: KeptFinding }[]>`
    select c.ordinal, e.n::int as n, e.f
      from intake.chunk c cross join lateral jsonb_array_elements(c.findings) with ordinality e (f, n)
     where c.batch_id = ${id} and c.region between ${tx.scope.lo} and ${tx.scope.hi} and (c.ordinal, e.n) > (${chunk}::int, ${item}::bigint) and c.ordinal >= ${chunk}
       ${asked.rule === undefined ? tx.sql`` : tx.sql`and e.f->>3 = ${asked.rule}`} ${asked.severity === undefined ? tx.sql`` : tx.sql`and e.f->>4 = ${asked.severity}`}
     order by c.ordinal, e.n limit ${asked.limit + 1}`;
  const shown = rows.slice(0, asked.limit).map((r) => ({ at: `${r.ordinal}.${r.n}`, f: r.f }));
  return { rows: shown, next: rows.length > asked.limit ? (shown.at(-1)?.at ?? null) : null };
}
