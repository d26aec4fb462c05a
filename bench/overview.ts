/** County home page at a million households: p95 over HTTP, and how soon a change is seen; run after `registry` on the same BENCH_DATA. */
import { randomUUID } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { fillAtScale } from "../server/src/demo/fill.ts";
import { benchDatabase } from "./database.ts";
import { actor, overHttp, serveOfficers } from "./http.ts";
import { percentile, timed, type Row } from "./row.ts";

const year = 2018;
interface Home { readonly total: { readonly households: number } }

export async function bench(): Promise<Row[]> {
  const b = await benchDatabase();
  try {
    if ((await b.db.owner`select from registry.household limit 1`).length === 0) {
      const keys = JSON.parse(fs.readFileSync(path.join(b.dir, "keys.json"), "utf8")) as { data: string; pepper: string; id: string };
      await fillAtScale(b.db, { households: Number(process.env["BENCH_HOUSEHOLDS"] ?? 1_000_000), seed: "7", year, where: b.where, keys });
    }
    const counties = (await b.db.owner<{ county: number }[]>`select distinct county from overview.village_year where year = ${year} order by county`).map((r) => r.county);
    const officers = Object.fromEntries(counties.map((c) => [String(c), actor("countyOfficer", c * 1_000_000)]));
    const first = counties[0] ?? 990102;
    const province = { province: actor("provinceOverseer", 990_000_000_000) };
    const app = await serveOfficers(b, b.db, { ...officers, ...province }, "2018-11-20");
    try {
      const county = `/api/overview?region=${first * 1_000_000}&year=${year}`;
      await overHttp(app.base, Array.from({ length: 20 }, () => county), String(first));
      const home = await overHttp(app.base, Array.from({ length: 200 }, () => county), String(first));
      const nation = await overHttp(app.base, Array.from({ length: 60 }, () => `/api/overview?region=990000000000&year=${year}`), "province");
      // the same figures counted from the households themselves
      const plain = percentile(await timed(10, () => b.db.owner`select region, count(*), sum(current_members), sum(per_capita_fen) from registry.household_year where county = ${first} and year = ${year} group by region`), 50);
      const read = async (): Promise<number> => ((await (await fetch(app.base + county, { headers: { "x-bench": String(first) } })).json()) as Home).total.households;
      const [village] = await b.db.owner<{ region: number; id: string }[]>`select region, household_id as id from registry.household_year where county = ${first} and year = ${year} and valid limit 1`;
      const before = await read();
      const began = performance.now();
      const cancelled = await fetch(`${app.base}/api/households/${first}/${village?.id}/cancel`, { method: "POST", headers: { "x-bench": String(first), "x-diguan": "1", "content-type": "application/json" }, body: JSON.stringify({ key: randomUUID(), version: 1, reason: "measuring how soon a change is seen", evidence: "bench" }) });
      if (!cancelled.ok) throw new Error(await cancelled.text());
      while (await read() === before) if (performance.now() - began > 10_000) throw new Error("the change is not seen after 10 s");
      const seen = (performance.now() - began) / 1000;
      return [
        { figure: `county home page, p95 over HTTP (one of ${counties.length} counties, 4 clients)`, value: home, unit: "ms", reference: "counting one county's households by village in plain SQL, median", referenceValue: plain, ratio: home / plain, promise: "≤ 500 ms", kept: home <= 500 },
        { figure: "province home page, p95 over HTTP", value: nation, unit: "ms", reference: "", promise: "", kept: true },
        { figure: "a change is in the county's figures after", value: seen, unit: "s", reference: "", promise: "≤ 5 s", kept: seen <= 5 },
      ];
    } finally { await app.close(); }
  } finally { await b.close(); }
}
