/** The eight schema rules (house guide §5) and the reach of row level security, read from the catalogue of a migrated database. */
import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase, type TestDatabase } from "./database.ts";

let t: TestDatabase;
beforeAll(async () => { t = await testDatabase(); });

/** Unique or foreign keys of tables with a `county` column that leave the county out. */
const keysWithoutCounty = (sql: TestDatabase["sql"]) => sql<{ name: string }[]>`
  select c.conrelid::regclass || '.' || c.conname as name
    from pg_constraint c
   where c.contype in ('p', 'u', 'f')
     and exists (select from pg_attribute a where a.attrelid = c.conrelid and a.attname = 'county' and not a.attisdropped)
     and not exists (select from pg_attribute a where a.attrelid = c.conrelid and a.attname = 'county' and a.attnum = any (c.conkey))
     and c.conrelid <> 'registry.person'::regclass   -- natural persons are unique across counties (rule 2)
   union all
  select i.indexrelid::regclass::text
    from pg_index i
   where i.indisunique and not i.indisprimary
     and exists (select from pg_attribute a where a.attrelid = i.indrelid and a.attname = 'county' and not a.attisdropped)
     and not exists (select from pg_attribute a where a.attrelid = i.indrelid and a.attname = 'county' and a.attnum = any (i.indkey::int2[]))`;

/** Tables of places that the application may read without row level security. */
const unprotected = (sql: TestDatabase["sql"]) => sql<{ name: string }[]>`
  select c.oid::regclass::text as name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema', 'regions', 'audit', 'policy', 'public')
     and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname in ('county', 'region') and not a.attisdropped)
     and has_table_privilege('diguan_app', c.oid, 'select')
     and not (c.relrowsecurity and c.relforcerowsecurity)`;

const looseViews = (sql: TestDatabase["sql"]) => sql<{ name: string }[]>`
  select c.oid::regclass::text as name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg_%' and c.relname not like 'pg_stat%'
     and ((c.relkind = 'v' and not coalesce(c.reloptions @> array['security_invoker=true'], false)) or (c.relkind = 'm' and has_table_privilege('diguan_app', c.oid, 'select')))`;

/** Definer functions without a fixed search path can be led astray by the caller. */
const looseDefiners = (sql: TestDatabase["sql"]) => sql<{ name: string }[]>`
  select p.oid::regprocedure::text as name
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace
   where p.prosecdef and n.nspname not in ('pg_catalog', 'information_schema')
     and not exists (select from unnest(coalesce(p.proconfig, '{}')) s where s like 'search_path=%')`;

const checks = [
  ["every key holds the county", keysWithoutCounty, "create table house.bad (county integer, id uuid primary key)"],
  ["rows of places are under row level security", unprotected, "create table house.bad (county integer, id uuid, primary key (county, id)); grant select on house.bad to diguan_app"],
  ["views ask as the caller, materialised views are closed", looseViews, "create view house.bad as select 1 as one"],
  ["definer functions fix their search path", looseDefiners, "create function house.bad() returns int language sql security definer as 'select 1'"],
] as const;

describe("schema rules", () => {
  for (const [name, rule, bad] of checks) {
    test(`${name}`, async () => expect(await rule(t.sql)).toEqual([]));
    test(`${name}: a breach is found`, async () => {
      const thrown = await t.sql.begin(async (tx) => { await tx.unsafe(bad).simple(); const found = await rule(tx as unknown as TestDatabase["sql"]); throw new Error(`found ${found.length}`); }).catch((e: Error) => e.message);
      expect(thrown).toBe("found 1");
    });
  }
});
