/** Plain-SQL forward migrations, under a lock, with checksums: an applied file that was edited afterwards is refused. */
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import type postgres from "postgres";

export const migrationsDir = path.resolve(import.meta.dirname, "../../migrations");
const lockKey = 7_342_015_001;

export interface Applied { readonly name: string; readonly ms: number }

/** Applies what is missing, each file in a transaction of its own; returns what was done. */
export async function migrate(sql: postgres.Sql, dir = migrationsDir): Promise<Applied[]> {
  const files = fs.readdirSync(dir).filter((f) => /^\d{4}_[a-z0-9_]+\.sql$/.test(f)).toSorted();
  const one = await sql.reserve();
  try {
    await one`select pg_advisory_lock(${lockKey}::bigint)`;
    await one`create table if not exists public.migration (name text primary key, sha256 text not null, applied_at timestamptz not null default now())`;
    const known = new Map((await one<{ name: string; sha256: string }[]>`select name, sha256 from public.migration`).map((r) => [r.name, r.sha256]));
    const done: Applied[] = [];
    for (const name of files) {
      const text = fs.readFileSync(path.join(dir, name), "utf8");
      const sha256 = createHash("sha256").update(text).digest("hex");
      const before = known.get(name);
      if (before === sha256) continue;
      if (before !== undefined) throw new Error(`migration ${name} was changed after it had been applied; write a new migration instead`);
      const began = performance.now();
      try {
        await one.unsafe(`begin;\n${text}\n;insert into public.migration (name, sha256) values ('${name}', '${sha256}'); commit;`).simple();
      } catch (e) {
        await one.unsafe("rollback").simple();
        throw new Error(`migration ${name}: ${(e as Error).message}`, { cause: e });
      }
      done.push({ name, ms: Math.round(performance.now() - began) });
    }
    return done;
  } finally {
    await one`select pg_advisory_unlock(${lockKey}::bigint)`;
    one.release();
  }
}
