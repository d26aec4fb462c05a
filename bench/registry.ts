/** Registry at a million households: list, search by name, household page over HTTP; person by ID number in the database; row level security beside none. */
import fs from "node:fs";
import path from "node:path";
import { fillAtScale } from "../server/src/demo/fill.ts";
import { openDb, type Actor, type Db } from "../server/src/postgres/pool.ts";
import { benchDatabase } from "./database.ts";
import { actor, overHttp, serveOfficers, type Serving } from "./http.ts";
import { percentile, timed, type Row } from "./row.ts";

const year = 2018;
const today = "2018-11-20";

interface Sample { readonly county: number; readonly id: string; readonly name: string; readonly cert: Uint8Array }

/** Median over HTTP with both lines of defence beside the application's line alone, request by request in turn. */
async function beside(both: string, plain: string, urls: readonly string[], who: string): Promise<{ with: number; without: number }> {
  const get = async (base: string, url: string): Promise<number> => (await timed(1, async () => { await (await fetch(`${base}${url}`, { headers: { "x-bench": who } })).arrayBuffer(); }))[0] ?? 0;
  const [a, b]: [number[], number[]] = [[], []];
  // every connection of both sides knows its statements before anything counts
  for (const url of urls) { await get(both, url); await get(plain, url); }
  for (const [i, url] of urls.entries()) {
    // both find the rows in memory, and take turns in going first
    await get(i % 2 === 0 ? plain : both, url);
    if (i % 2 === 0) { a.push(await get(both, url)); b.push(await get(plain, url)); } else { b.push(await get(plain, url)); a.push(await get(both, url)); }
  }
  return { with: percentile(a, 50), without: percentile(b, 50) };
}

export async function bench(): Promise<Row[]> {
  const b = await benchDatabase();
  const households = Number(process.env["BENCH_HOUSEHOLDS"] ?? 1_000_000);
  try {
    const keys = JSON.parse(fs.readFileSync(path.join(b.dir, "keys.json"), "utf8")) as { data: string; pepper: string; id: string };
    if ((await b.db.owner`select from registry.household limit 1`).length === 0) await fillAtScale(b.db, { households, seed: "7", year, where: b.where, keys }, (text) => process.stdout.write(`  ${text}\n`));
    const [size] = await b.db.owner<{ households: number; persons: number }[]>`select (select reltuples::bigint from pg_class where oid = 'registry.household_year'::regclass) as households, (select reltuples::bigint from pg_class where oid = 'registry.member_year'::regclass) as persons`;
    const [largest] = await b.db.owner<{ county: number }[]>`select county from registry.household_year where year = ${year} group by county order by count(*) desc limit 1`;
    const county = largest?.county ?? 990102;
    const sample = await b.db.owner<Sample[]>`select county, household_id as id, name, cert_idx as cert from registry.member_year tablesample system (0.2) where year = ${year} and cert_idx is not null order by random() limit 600`;
    const inCounty = await b.db.owner<{ name: string }[]>`select name from registry.member_year where county = ${county} and year = ${year} order by random() limit 400`;
    const officers: Record<string, Actor> = { county: actor("countyOfficer", county * 1_000_000), province: actor("provinceOverseer", 990000000000) };
    const serving = (db: Db): Promise<Serving> => serveOfficers(b, db, officers, today);
    // as many connections as the guarded side has: each learns its statements anew
    const plain = openDb(b.where, { max: 16, lines: { application: true, rls: false } });
    const [app, unguarded] = [await serving(b.db), await serving(plain)];
    const { base } = app;
    try {
      const province = officers["province"] as Actor;
      const deep = await b.db.within(province, (tx) => tx.sql<{ region: number; code: string }[]>`select region, household_code as code from registry.household_year tablesample system (0.2) where year = ${year} limit 300`);
      const cursors = deep.map((d) => Buffer.from(`${d.region}|${d.code}`).toString("base64url"));
      const lists = cursors.flatMap((c, i) => [`/api/households?year=${year}&after=${c}`, `/api/households?year=${year}&after=${c}&${["exitState=0", "cause=7", "attribute=6", "monitored=true", "perCapitaTo=300000"][i % 5] ?? ""}`]);
      const names = inCounty.map((n, i) => (i % 4 === 0 ? n.name.slice(0, 1) : i % 4 === 1 ? n.name.slice(-2) : n.name)).map((q) => `/api/households/search?year=${year}&q=${encodeURIComponent(q)}`);
      const pages = sample.map((s) => `/api/households/${s.county}/${s.id}?year=${year}`);
      for (const urls of [lists, pages]) await overHttp(base, urls.slice(0, 50), "province");
      const list = await overHttp(base, lists, "province");
      const search = await overHttp(base, names, "county");
      const page = await overHttp(base, pages, "province");
      const byId = percentile(await timed(sample.length, (i) => b.db.within(province, (tx) => tx.sql`select county, household_id, member_id from registry.member_year where cert_idx = ${sample[i]?.cert ?? new Uint8Array()} and region between ${tx.scope.lo} and ${tx.scope.hi}`)), 95);
      const costs = { "list page": await beside(base, unguarded.base, lists.slice(0, 300), "province"), "search by name": await beside(base, unguarded.base, names.slice(0, 200), "county"), "household page": await beside(base, unguarded.base, pages.slice(0, 300), "province") };
      const scale = `${Math.round((size?.households ?? 0) / 1000) / 1000} M households, ${Math.round((size?.persons ?? 0) / 1000) / 1000} M persons`;
      const http = (figure: string, value: number): Row => ({ figure: `${figure}, p95 over HTTP (${scale}, 4 clients)`, value, unit: "ms", reference: "", promise: "≤ 300 ms", kept: value <= 300 });
      return [
        http("list page, whole province, deep and filtered", list), http("search by name within the largest county", search), http("household page", page),
        { figure: "person by ID number in the database, p95", value: byId, unit: "ms", reference: "", promise: "≤ 20 ms", kept: byId <= 20 },
        ...Object.entries(costs).map(([name, c]): Row => ({ figure: `row level security on the ${name}, median over HTTP`, value: c.with, unit: "ms", reference: "the same requests without it", referenceValue: c.without, ratio: c.with / c.without, promise: "≤ 10 % more", kept: c.with / c.without <= 1.1 })),
      ];
    } finally { await app.close(); await unguarded.close(); await plain.close(); }
  } finally { await b.close(); }
}
