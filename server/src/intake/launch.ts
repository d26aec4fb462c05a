/**
 * Starts the thread of an import and watches it: memory is limited, and a thread that shows no progress for minutes is ended,
 * so that no file can stop the server (threat T11). What a limit ends is told as a sentence on the batch.
 */
import { Worker } from "node:worker_threads";
import { Problem, problems, type ProblemCode } from "@diguan/core/problem.ts";
import type { Config } from "../config.ts";
import { runningAt } from "../postgres/connect.ts";
import type { Db, Where } from "../postgres/pool.ts";
import { batchOf, endBatch } from "./batches.ts";
import type { OnProgress, Operation } from "./pipeline.ts";
import type { Task, Told } from "./worker.ts";

export interface Launcher { readonly config: Config; readonly db: Db; /** set when the database is not the one of the configuration (tests) */ readonly where?: Where; /** MB of old generation; tests make it small */ readonly memoryMb?: number }
export type Launch = (id: string, operation: Operation, onProgress?: OnProgress) => Promise<boolean>;

const silentMs = 10 * 60_000;

/** Resolves when the operation is over (false: another process is at it); rejects with the Problem of the file. */
export const launcher = (l: Launcher): Launch => (id, operation, onProgress = () => {}) => new Promise((resolve, reject) => {
  const task: Task = { dataDir: l.config.dataDir, where: l.where ?? runningAt(l.config), id, operation };
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { workerData: task, resourceLimits: { maxOldGenerationSizeMb: l.memoryMb ?? 288, maxYoungGenerationSizeMb: 64 } });
  let over = false;
  const end = (act: () => void): void => { if (!over) { over = true; clearTimeout(timer); act(); } };
  const fail = (error: Error): void => end(() => { void markedFailed(l.db, id, error, reject); });
  const watch = (): NodeJS.Timeout => setTimeout(() => { void worker.terminate(); fail(new Error("the import showed no progress for ten minutes and was ended")); }, silentMs);
  let timer = watch();
  worker.on("message", (told: Told) => {
    clearTimeout(timer);
    if (!over) timer = watch();
    if ("progress" in told) onProgress(...told.progress);
    else if ("did" in told) end(() => resolve(told.did));
    else if ("problem" in told) end(() => reject(told.problem.code in problems ? new Problem(told.problem.code as ProblemCode, told.problem.details) : new Error(told.problem.code)));
    else end(() => reject(new Error(told.failed)));
  });
  worker.on("error", (e: NodeJS.ErrnoException) => fail(e.code === "ERR_WORKER_OUT_OF_MEMORY" ? new Problem("intake.tooMuch", { name: id.slice(0, 8), detail: "处理时内存超限" }) : e));
  worker.on("exit", (code) => fail(new Error(`the import ended with code ${code}`)));
});

/** A thread that died could not write its own end. */
async function markedFailed(db: Db, id: string, error: Error, reject: (e: Error) => void): Promise<void> {
  try {
    await db.asSystem(async (tx) => {
      const batch = await batchOf(tx, id);
      if (batch.state === "reading" || batch.state === "uploaded") await endBatch(tx, id, "failed", { problem: error instanceof Problem ? { code: error.code, details: error.details } : { code: "server.failed", details: { id: id.slice(0, 8) } } });
    });
  } finally { reject(error); }
}
