/** One embedded PostgreSQL for the whole run; one migrated template; each test file copies it. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import postgres from "postgres";
import type { TestProject } from "vitest/node";
import { startEmbedded } from "../server/src/postgres/embedded.ts";
import { migrate } from "../server/src/postgres/migrate.ts";
import { openPool } from "../server/src/postgres/pool.ts";

declare module "vitest" { export interface ProvidedContext { pg: { host: string; port: number; user: string } } }

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), "dg-"));
  fs.chmodSync(root, 0o711);
  const pg = await startEmbedded(root, { fsync: "off", synchronous_commit: "off", full_page_writes: "off", max_connections: "200", wal_level: "minimal", max_wal_senders: "0" });
  const at = { host: pg.socketDir, port: pg.port, user: pg.user };
  const admin = postgres({ ...at, database: "postgres", max: 1, onnotice: () => {} });
  await admin`create database template_diguan`;
  const template = openPool({ ...at, database: "template_diguan" }, 1);
  await migrate(template);
  await template.end();                                  // no session may hold the template while it is copied
  await admin`alter database template_diguan with is_template true allow_connections false`;
  await admin.end();
  project.provide("pg", at);
  return async () => { await pg.stop(); fs.rmSync(root, { recursive: true, force: true }); };
}
