/**
 * Where the database is: DATABASE_URL, the embedded one of this data directory started here, or the one that a running
 * diguan on the same directory has started (the command line works whether or not the server runs).
 */
import fs from "node:fs";
import path from "node:path";
import postgres from "postgres";
import type { Config } from "../config.ts";
import { AlreadyRunning, startEmbedded, type Engine } from "./embedded.ts";
import { migrate } from "./migrate.ts";
import { openDb, openPool, type Db, type Where } from "./pool.ts";

export interface Connection { readonly db: Db; readonly where: Where; /** true when this process started the database */ readonly owned: boolean; readonly engine: Engine | undefined; close(): Promise<void> }

const databaseName = "diguan";
const notice = (dataDir: string): string => path.join(dataDir, "running.json");

async function prepare(where: Where): Promise<void> {
  if (!("url" in where)) {
    const admin = postgres({ ...where, database: "postgres", max: 1, onnotice: () => {} });
    try {
      const [found] = await admin`select from pg_database where datname = ${databaseName}`;
      if (!found) await admin.unsafe(`create database ${databaseName}`);
    } finally { await admin.end(); }
  }
  const owner = openPool(where, 2);
  try {
    const [version] = await owner<{ v: number }[]>`select current_setting('server_version_num')::int as v`;
    if ((version?.v ?? 0) < 150_000) throw new Error(`PostgreSQL 15 or newer is needed; the server at DATABASE_URL is ${version?.v}`);
    await migrate(owner);
  } finally { await owner.end(); }
}

/** Where the database is that already runs for this configuration (threads of the server, a second command). */
export function runningAt(config: Config): Where {
  if (config.databaseUrl) return { url: config.databaseUrl };
  const at = JSON.parse(fs.readFileSync(notice(config.dataDir), "utf8")) as { host: string; port: number; user: string };
  return { host: at.host, port: at.port, user: at.user, database: databaseName };
}

/** `mayAttach`: use the database of a diguan that already runs on this directory (command line); otherwise that is refused. */
export async function connect(config: Config, options: { mayAttach: boolean; max?: number }): Promise<Connection> {
  const max = options.max ?? 8;
  if (config.databaseUrl) {
    const where: Where = { url: config.databaseUrl };
    await prepare(where);
    const db = openDb(where, { max });
    return { db, where, owned: false, engine: undefined, close: () => db.close() };
  }
  let engine: Engine;
  try {
    engine = await startEmbedded(config.dataDir, {}, config.databaseAccount);
  } catch (e) {
    if (!(e instanceof AlreadyRunning) || !options.mayAttach) throw e;
    const where = runningAt(config);
    await prepare(where);
    const db = openDb(where, { max });
    return { db, where, owned: false, engine: undefined, close: () => db.close() };
  }
  fs.writeFileSync(notice(config.dataDir), JSON.stringify({ host: engine.socketDir, port: engine.port, user: engine.user, pid: process.pid }), { mode: 0o600 });
  try {
    const where: Where = { host: engine.socketDir, port: engine.port, user: engine.user, database: databaseName };
    await prepare(where);
    const db = openDb(where, { max });
    return {
      db, where, owned: true, engine,
      close: async () => { await db.close(); await engine.stop(); fs.rmSync(notice(config.dataDir), { force: true }); },
    };
  } catch (e) { await engine.stop(); throw e; }
}
