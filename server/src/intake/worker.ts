/** One operation on one batch in a thread of its own, with its own connections: what a file does to memory or time stays here. */
import { parentPort, workerData } from "node:worker_threads";
import { Problem } from "@diguan/core/problem.ts";
import { fieldCrypto } from "../access/crypto.ts";
import { readKeys } from "../config.ts";
import { openDb, type Where } from "../postgres/pool.ts";
import { runBatch, type Operation } from "./pipeline.ts";

export interface Task { readonly dataDir: string; readonly where: Where; readonly id: string; readonly operation: Operation }
export type Told = { readonly progress: readonly [phase: string, done: number, total: number] } | { readonly did: boolean } | { readonly problem: { readonly code: string; readonly details: Readonly<Record<string, string | number>> } } | { readonly failed: string };

const { dataDir, where, id, operation } = workerData as Task;
const tell = (told: Told): void => parentPort?.postMessage(told, []);

const db = openDb(where, { max: 4 });
try {
  tell({ did: await runBatch({ db, crypto: fieldCrypto(readKeys(dataDir)), dataDir, where, now: () => Date.now() }, id, operation, (phase, done, total) => tell({ progress: [phase, done, total] })) });
} catch (e) {
  tell(e instanceof Problem ? { problem: { code: e.code, details: e.details } } : { failed: (e as Error).stack ?? String(e) });
} finally {
  await db.close();
}
