/**
 * The chunks of an import, each one transaction with its findings and its checkpoint; and the threads that share them. On two
 * cores a thread prepares households while the database writes those of the other, so that neither waits.
 */
import { resourceLimits, Worker } from "node:worker_threads";
import type { Located } from "@diguan/core/intake/household.ts";
import { Problem, problems, type ProblemCode } from "@diguan/core/problem.ts";
import type { Db, Where } from "../postgres/pool.ts";
import { addChunk, type Batch } from "./batches.ts";
import { settle, type ChunkContext, type Counts } from "./chunk.ts";
import type { Parts } from "./share.ts";

export const chunkHouseholds = 800;
/** Does the chunk of this number (from 1) and answers what it did. */
export type Lane = (ordinal: number) => Promise<Counts>;
interface Span { readonly dry: boolean; /** of the whole file */ readonly households: number }

export async function runChunk(db: Db, batch: Batch, x: ChunkContext, ordinal: number, { dry, households }: Span): Promise<Counts> {
  const groups: number[] = [];
  for (let g = (ordinal - 1) * chunkHouseholds; g < Math.min(ordinal * chunkHouseholds, households); g++) groups.push(g);
  return db.asSystem(async (tx) => {
    // the log is flushed by the last transaction, before the import is called done; a crash loses rows and checkpoint together
    await tx.sql`set local synchronous_commit = off`;
    const { counts, findings } = await settle({ ...tx, scope: { lo: batch.region, hi: batch.scopeHi } }, x, groups, dry);
    await addChunk(tx, batch, ordinal, limitInfo(findings), counts);
    return counts;
  });
}

const infoMax = 500;
/** A column of which every cell was repaired would bury what matters: per chunk, rule and column the first 500 are listed. */
export function limitInfo(findings: readonly Located[]): Located[] {
  const seen = new Map<string, number>();
  const last = new Map<string, Located>();
  const kept = findings.filter((f) => {
    if (f.severity !== "info") return true;
    const key = `${f.rule}|${f.sheet}|${f.column}`;
    const n = (seen.get(key) ?? 0) + 1;
    seen.set(key, n);
    last.set(key, f);
    return n <= infoMax;
  });
  for (const [key, n] of seen) { const f = last.get(key); if (f && n > infoMax) kept.push({ ...f, rule: "IM-73", args: { max: infoMax, more: n - infoMax } }); }
  return kept;
}

/** What a thread is told once, before its first chunk. */
export interface Job extends Span { readonly batch: Batch; readonly x: Omit<ChunkContext, "file" | "crypto">; readonly parts: Parts }
export interface LaneData { readonly dataDir: string; readonly where: Where }
export type Heard = { readonly counts: Counts } | { readonly problem: { readonly code: string; readonly details: Readonly<Record<string, string | number>> } } | { readonly failed: string };

const threadCount = 2;
/** Records of a household live for a moment: more room saves little and costs memory of the process, which is promised (≤ 512 MB). */
const youngMb = 32;

/** Started before the file is read, as loading takes a moment; ended with the import. */
export class Threads {
  readonly #workers: readonly Worker[];

  constructor(dataDir: string, where: Where) {
    const { maxOldGenerationSizeMb } = resourceLimits;
    this.#workers = Array.from({ length: threadCount }, () => new Worker(new URL("./lane.ts", import.meta.url), {
      workerData: { dataDir, where } satisfies LaneData, resourceLimits: { maxYoungGenerationSizeMb: youngMb, ...(maxOldGenerationSizeMb === undefined ? {} : { maxOldGenerationSizeMb }) },
    }));
    // one that dies before it has work is told by its first chunk
    for (const w of this.#workers) w.on("error", () => {});
  }

  begin(job: Span & { readonly batch: Batch; readonly x: ChunkContext; readonly parts: () => Parts }): Lane[] {
    const { file: _file, crypto: _crypto, ...x } = job.x;
    const told: Job = { batch: job.batch, dry: job.dry, households: job.households, x, parts: job.parts() };
    return this.#workers.map((worker) => {
      worker.postMessage({ job: told }, []);
      return (ordinal) => ask(worker, ordinal);
    });
  }

  async end(): Promise<void> { await Promise.all(this.#workers.map((w) => w.terminate())); }
}

const ask = (worker: Worker, ordinal: number): Promise<Counts> => new Promise((resolve, reject) => {
  const done = (act: () => void): void => { worker.off("message", heard); worker.off("error", broke); worker.off("exit", left); act(); };
  const heard = (h: Heard): void => { done(() => { if ("counts" in h) resolve(h.counts); else if ("problem" in h && h.problem.code in problems) reject(new Problem(h.problem.code as ProblemCode, h.problem.details)); else reject(new Error("failed" in h ? h.failed : h.problem.code)); }); };
  const broke = (e: NodeJS.ErrnoException): void => { done(() => { reject(e.code === "ERR_WORKER_OUT_OF_MEMORY" ? new Problem("intake.tooMuch", { name: "", detail: "处理时内存超限" }) : e); }); };
  const left = (code: number): void => { done(() => { reject(new Error(`a thread of the import ended with code ${code}`)); }); };
  worker.on("message", heard);
  worker.on("error", broke);
  worker.on("exit", left);
  worker.postMessage({ ordinal }, []);
});
