/**
 * Fills an empty database at the scale of a province for the bench (figures of issue 2: «at 1 M households / 4 M persons»): sound
 * households of one year by COPY straight into the tables, secondary indexes made afterwards. Only the owner of an embedded or own
 * database can do this, and only before anybody works in it.
 */
import { Worker } from "node:worker_threads";
import os from "node:os";
import { allocate, makeCounty, planCounties } from "@diguan/core/demo/places.ts";
import { makeHousehold, type CountyPlan } from "@diguan/core/demo/household.ts";
import { villageAt } from "@diguan/core/demo/places.ts";
import { addTo, emptyTally, villageRecord } from "@diguan/core/demo/villages.ts";
import { householdIn } from "@diguan/core/demo/year.ts";
import { fieldCrypto, derivedId } from "../access/crypto.ts";
import type { Keys } from "../config.ts";
import { refreshFacts } from "../identification/service.ts";
import { refreshCounty } from "../overview/service.ts";
import { openPool, type Db, type Sql, type Where } from "../postgres/pool.ts";
import { ensureRegions } from "../regions/service.ts";
import { copyBulk, type BulkChange, type BulkHousehold, type BulkMember } from "../registry/bulk.ts";
import { regionRows } from "./generate.ts";
import { rowsOfCase } from "./load.ts";

export interface FillAsked { readonly households: number; readonly seed: string; readonly year?: number; readonly where: Where; readonly keys: Keys; /** by default one per processor */ readonly threads?: number }
export interface Filled { readonly households: number; readonly persons: number; readonly counties: readonly number[]; readonly seconds: number }
/** What a thread is told: which county to fill. */
export interface FillJob { readonly county: number; readonly households: number; readonly seed: string; readonly year: number; readonly where: Where; readonly keys: Keys }

/** Households per COPY: enough to be quick, few enough to stay in the young generation of the heap. */
const rows = 1500;
const tables = ["household", "member", "household_year", "member_year", "person"];

/** Loads the households; the answer names the counties filled. Throws when the registry is not empty. */
export async function fillAtScale(db: Db, asked: FillAsked, say: (text: string) => void = () => undefined): Promise<Filled> {
  const began = performance.now();
  const year = asked.year ?? 2018;
  if ((await db.owner`select from registry.household limit 1`).length > 0) throw new Error("the registry is not empty: only an empty one is filled");
  const sizes = planCounties(asked.households);
  await db.asSystem((tx) => ensureRegions(tx, regionRows(sizes.length).map((r) => ({ code: r.code, name: r.name, source: "bench" }))));
  const indexes = await dropIndexes(db.owner);
  const jobs = sizes.map((households, county): FillJob => ({ county, households, seed: asked.seed, year, where: asked.where, keys: asked.keys }));
  const persons = await shareOut(jobs, asked.threads ?? os.availableParallelism(), (done) => { say(`${done}/${jobs.length} counties`); });
  say("indexes …");
  await db.owner.begin(async (sql) => {
    await sql`set local maintenance_work_mem = '512MB'`;
    for (const definition of indexes) await sql.unsafe(definition);
  });
  await db.owner`vacuum (analyze) registry.household, registry.member, registry.household_year, registry.member_year, registry.person, registry.village_year, regions.region`;
  const counties = sizes.map((_, n) => makeCounty(n).code);
  for (const county of counties) await db.asSystem(async (tx) => { await refreshCounty(tx, county); await refreshFacts(tx, county, { years: [year] }); });
  await db.owner`vacuum (analyze) overview.village_year, identification.facts, identification.village_measure`;
  return { households: asked.households, persons, counties, seconds: Math.round((performance.now() - began) / 100) / 10 };
}

/** Takes the secondary indexes away and answers how to make them again; keys stay. */
async function dropIndexes(owner: Sql): Promise<readonly string[]> {
  const found = await owner<{ name: string; definition: string }[]>`
    select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition
      from pg_index i
     where i.indrelid = any (${tables.map((t) => `registry.${t}`)}::regclass[]) and not exists (select from pg_constraint c where c.conindid = i.indexrelid)`;
  for (const { name } of found) await owner.unsafe(`drop index ${name}`);
  return found.map((f) => f.definition);
}

/** Fills one county; foreign keys hold by construction and are not asked row by row. */
export async function fillCounty(job: FillJob): Promise<number> {
  const pool = openPool(job.where, 1);
  const crypto = fieldCrypto(job.keys);
  const county = makeCounty(job.county);
  const plan: CountyPlan = { seed: job.seed, profile: "A", county, starts: allocate(county, job.households), households: job.households, prefix: county.code };
  const batchId = derivedId("fill", county.code, job.seed);
  const tallies = county.villages.map(emptyTally);
  let persons = 0;
  try {
    for (let from = 0; from < job.households; from += rows) {
      const bulk: { households: BulkHousehold[]; members: BulkMember[]; changes: BulkChange[] } = { households: [], members: [], changes: [] };
      for (let index = from; index < Math.min(from + rows, job.households); index++) {
        const c = householdIn(plan, makeHousehold(plan, index), job.year);
        const made = rowsOfCase(county.code, c, batchId);
        bulk.households.push(made.household);
        bulk.members.push(...made.members);
        addTo(tallies[villageAt(plan.starts, index)] ?? emptyTally(), c);
      }
      await pool.begin(async (sql) => { await sql`set local session_replication_role = replica`; await sql`set local synchronous_commit = off`; await copyBulk(sql, crypto, bulk); });
      persons += bulk.members.length;
    }
    await pool`
      insert into registry.village_year (county, village, region, year, data)
      select ${county.code}, code, code, ${job.year}, data::jsonb
        from unnest(${county.villages.map((v) => v.code)}::bigint[], ${tallies.map((t, at) => JSON.stringify(villageRecord(plan, at, job.year, t)))}::text[]) as r (code, data)`;
  } finally { await pool.end({ timeout: 5 }); }
  return persons;
}

async function shareOut(jobs: readonly FillJob[], threads: number, told: (done: number) => void): Promise<number> {
  let [next, finished, persons] = [0, 0, 0];
  const work = (): Promise<void> => new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./fill-worker.ts", import.meta.url));
    const feed = (): void => {
      const job = jobs[next++];
      if (job) worker.postMessage(job, []);
      else worker.terminate().then(() => { resolve(); }, reject);
    };
    worker.on("message", (answer: { persons?: number; failed?: string }) => {
      if (answer.failed !== undefined) { worker.terminate().then(() => { reject(new Error(answer.failed)); }, reject); return; }
      persons += answer.persons ?? 0;
      told(++finished);
      feed();
    });
    worker.on("error", reject);
    feed();
  });
  await Promise.all(Array.from({ length: Math.min(threads, jobs.length) }, work));
  return persons;
}
