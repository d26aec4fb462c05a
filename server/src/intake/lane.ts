/** A thread of an import: puts households together, checks, seals and writes them, chunk by chunk, with its own connections. */
import { parentPort, workerData } from "node:worker_threads";
import { Problem } from "@diguan/core/problem.ts";
import { fieldCrypto } from "../access/crypto.ts";
import { readKeys } from "../config.ts";
import { openDb } from "../postgres/pool.ts";
import type { ChunkContext } from "./chunk.ts";
import { runChunk, type Heard, type Job, type LaneData } from "./lanes.ts";
import { householdsOf } from "./share.ts";

const { dataDir, where } = workerData as LaneData;
const db = openDb(where, { max: 2 });
const crypto = fieldCrypto(readKeys(dataDir));
const tell = (heard: Heard): void => parentPort?.postMessage(heard, []);
let work: { readonly job: Job; readonly x: ChunkContext } | undefined;

async function take(ordinal: number): Promise<void> {
  try {
    if (!work) throw new Error("a chunk before its job");
    tell({ counts: await runChunk(db, work.job.batch, work.x, ordinal, work.job) });
  } catch (e) {
    tell(e instanceof Problem ? { problem: { code: e.code, details: e.details } } : { failed: (e as Error).stack ?? String(e) });
  }
}

parentPort?.on("message", (told: { readonly job: Job } | { readonly ordinal: number }) => {
  if ("job" in told) work = { job: told.job, x: { ...told.job.x, file: householdsOf(told.job.parts), crypto } };
  else void take(told.ordinal);
});
