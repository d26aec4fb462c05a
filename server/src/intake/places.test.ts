/** Files that name places of yesterday, or cities without counties, against a dated tree; and sheets without a row. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testDatabase, type TestDatabase } from "../../../tests/database.ts";
import { everywhere } from "../postgres/pool.ts";
import { addBatch, batchOf, findingsChunk, newBatchId, type KeptFinding } from "./batches.ts";
import { runBatch } from "./pipeline.ts";
import { keepUpload } from "./uploads.ts";

let t: TestDatabase;
const dir = fs.mkdtempSync(path.join(os.tmpdir(), "dg-places-"));
afterAll(() => { fs.rmSync(dir, { recursive: true }); });
beforeAll(async () => {
  t = await testDatabase();
  const row = (code: number, level: number, parent: number, name: string, more: { through?: number; closed?: string; successor?: number } = {}): object => ({ code, level, parent, name, through: more.through ?? null, valid_to: more.closed ?? null, successor: more.successor ?? null });
  const rows = [
    row(990000000000, 1, 0, "示例省"), row(990100000000, 2, 990000000000, "滴灌市"), row(990102000000, 3, 990100000000, "示例县"), row(990102100000, 4, 990102000000, "石门镇"), row(990102100200, 5, 990102100000, "石门村"),
    row(990103000000, 3, 990100000000, "老县", { closed: "2019-12-31", successor: 990102000000 }), row(990103101000, 4, 990103000000, "旧堡乡", { closed: "2019-12-31", successor: 990102100000 }), row(990103101200, 5, 990103101000, "旧桥村", { closed: "2019-12-31", successor: 990102100200 }),
    row(441900000000, 2, 440000000000, "东莞市", { through: 3 }), row(440000000000, 1, 0, "广东省"), row(441900101000, 4, 441900000000, "石碣镇"), row(441900101201, 5, 441900101000, "水南村"),
  ];
  await t.sql`insert into regions.region ${t.sql(rows as Record<string, unknown>[])}`;
});

async function take(text: string, system?: string): Promise<{ id: string; regions: readonly number[]; rules: readonly string[]; counts: unknown }> {
  const id = newBatchId();
  const kept = await keepUpload(dir, id, Readable.from([Buffer.from(text)]));
  await t.db.asSystem((tx) => addBatch(tx, t.crypto, { id, fileName: "file.csv", kept, options: { createRegions: true, year: 2016, ...(system === undefined ? {} : { system }) }, mapping: {}, scope: everywhere }));
  await runBatch({ db: t.db, crypto: t.crypto, dataDir: dir, now: () => Date.parse("2026-11-20T00:00:00Z") }, id, "commit");
  const findings: KeptFinding[] = [];
  for (let after = -1; ;) {
    const chunk = await t.db.asSystem((tx) => findingsChunk(tx, id, after));
    if (!chunk) break;
    after = chunk.ordinal;
    findings.push(...chunk.findings);
  }
  const regions = (await t.sql<{ region: number }[]>`select region from registry.household_year where batch_id = ${id} order by household_code`).map((r) => r.region);
  return { id, regions, rules: findings.map((f) => f[3]).filter((r) => r.startsWith("IM")), counts: (await t.db.asSystem((tx) => batchOf(tx, id))).counts };
}

test("households of a closed county are filed under its successor, by name and by code, and it is told", async () => {
  const o = await take("户编号,姓名,与户主关系,省,市,县,乡镇,行政村,行政区划代码\n77010001,甲,户主,示例省,滴灌市,老县,旧堡乡,旧桥村,\n77010002,乙,户主,,,,,,990103101200\n77010003,丙,户主,示例省,滴灌市,示例县,石门镇,石门村,\n");
  expect(o.regions).toEqual([990102100200, 990102100200, 990102100200]);
  expect(o.rules.filter((r) => r === "IM-83" || r === "IM-65")).toEqual(["IM-83", "IM-83"]);
});

test("a city without counties is found by its name", async () => {
  expect((await take("户编号,姓名,与户主关系,省,市,县,乡镇,行政村\n77020001,甲,户主,广东省,东莞市,,石碣镇,水南村\n77020002,乙,户主,广东省,东莞市,东莞市,石碣镇,水南村\n")).regions).toEqual([441900101201, 441900101201]);
});

test("headings without a row are told", async () => {
  const o = await take("户编号,姓名,与户主关系,省,市,县,乡镇,行政村\n");
  expect(o.rules).toEqual(["IM-82"]);
  expect(o.counts).toMatchObject({ rows: 0, rejected: 0 });
});

test("codes of a declared system are translated; what it does not map is told; an unknown system is refused", async () => {
  const file = "户编号,姓名,与户主关系,民族,监测对象类别,省,市,县,乡镇,行政村\n77030001,甲,户主,02,边缘易致贫户,示例省,滴灌市,示例县,石门镇,石门村\n77030001,乙,配偶,11,,示例省,滴灌市,示例县,石门镇,石门村\n";
  const o = await take(file, "local-ethnic");
  expect(await t.sql`select name, ethnic from registry.member_year where batch_id = ${o.id} order by ordinal`).toEqual([{ name: "甲", ethnic: 11 }, { name: "乙", ethnic: null }]);
  expect(await t.sql`select monitored from registry.household_year where batch_id = ${o.id}`).toEqual([{ monitored: 2 }]);
  expect(o.rules.filter((r) => r === "IM-84")).toHaveLength(1);
  await expect(take(file, "nowhere")).rejects.toMatchObject({ code: "intake.unknownSystem" });
});

test("a list without codes is divided at its heads, the same way each time; rows before the first head are not taken", async () => {
  const file = "姓名,证件号码,与户主关系,主要致贫原因,省,市,县,乡镇,行政村\n孤,,之子,因病,示例省,滴灌市,示例县,石门镇,石门村\n"
    + ["甲,990102197506153012,户主", "乙,,配偶", "丙,,户主", "丁,,之子", "丙,,户主"].map((row) => `${row},因病,示例省,滴灌市,示例县,石门镇,石门村\n`).join("");
  const first = await take(file);
  expect(first.counts).toMatchObject({ rows: 6, households: 3, created: 5, rejected: 1 });
  expect(first.rules.filter((r) => ["IM-02", "IM-85", "IM-86"].includes(r)).toSorted()).toEqual(["IM-02", "IM-85", "IM-85", "IM-85", "IM-86"]);
  const members = await t.sql<{ code: string; names: string[] }[]>`select h.code, array_agg(m.name order by m.ordinal) as names from registry.household h join registry.member_year m on m.county = h.county and m.household_id = h.id where m.batch_id = ${first.id} group by 1 order by 2`;
  expect(members.map((m) => m.names)).toEqual([["丙"], ["丙", "丁"], ["甲", "乙"]]);
  for (const { code } of members) expect(code).toMatch(/^T[0-9A-F]{12}$/);
  expect((await take(file)).counts).toMatchObject({ created: 0, updated: 0, unchanged: 5, rejected: 1 });
});
