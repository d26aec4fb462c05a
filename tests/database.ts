/** A fresh migrated database for a test file, with what the server would have: db, crypto, a plain owner connection. */
import { randomBytes, randomUUID } from "node:crypto";
import postgres from "postgres";
import { afterAll, inject } from "vitest";
import type { Role } from "@diguan/core/access/policy.ts";
import { rangeOf } from "@diguan/core/region-code.ts";
import { fieldCrypto, type FieldCrypto } from "../server/src/access/crypto.ts";
import { openDb, type Actor, type Db, type Lines, type Sql, type Where } from "../server/src/postgres/pool.ts";

export interface TestDatabase { readonly db: Db; readonly crypto: FieldCrypto; readonly sql: Sql; readonly where: Where; open(lines: Lines): Db }

export async function testDatabase(): Promise<TestDatabase> {
  const at = inject("pg");
  const name = `t_${randomUUID().replaceAll("-", "")}`;
  const admin = postgres({ ...at, database: "postgres", max: 1, onnotice: () => {} });
  await admin.unsafe(`create database ${name} template template_diguan strategy file_copy`);
  const where: Where = { ...at, database: name };
  const db = openDb(where, { max: 6 });
  const opened = [db];
  afterAll(async () => {
    await Promise.all(opened.map((d) => d.close()));
    await admin.unsafe(`drop database ${name} with (force)`);
    await admin.end();
  });
  const keys = { data: randomBytes(32).toString("hex"), pepper: randomBytes(32).toString("hex"), id: "00000001" };
  return { db, crypto: fieldCrypto(keys), sql: db.owner, where, open: (lines) => { const d = openDb(where, { max: 4, lines }); opened.push(d); return d; } };
}

/** A person acting under a post, for service tests that need no sign-in. */
export const actorAt = (role: Role, region: number, own?: readonly string[]): Actor => ({ accountId: randomUUID(), postId: randomUUID(), role, scope: { ...rangeOf(region), ...(own ? { own } : {}) }, name: `${role}@${region}` });
