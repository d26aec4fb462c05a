import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { testDatabase, type TestDatabase } from "../../../tests/database.ts";
import { fieldCrypto } from "../access/crypto.ts";
import { everywhere } from "../postgres/pool.ts";
import { addBatch, batchOf, newBatchId } from "./batches.ts";
import { runBatch } from "./pipeline.ts";
import { keepUpload } from "./uploads.ts";

const dir = fs.mkdtempSync(path.join(os.tmpdir(), "dg-threads-"));
afterAll(() => { fs.rmSync(dir, { recursive: true }); });
const keys = { data: "11".repeat(32), pepper: "22".repeat(32), id: "0000be9c" };

/** Everything that the import wrote, apart from what is new each time (nonces, instants, the batch). */
async function content(t: TestDatabase): Promise<Record<string, string>> {
  const made: Record<string, string> = {};
  const passing = new Set(["sealed", "created_at", "updated_at", "batch_id", "at", "found_at", "refreshed_at"]);
  for (const table of ["registry.household", "registry.member", "registry.household_year", "registry.member_year", "registry.change", "quality.finding", "quality.tally", "overview.village_year", "intake.chunk"]) {
    const columns = (await t.sql<{ name: string }[]>`select attname as name from pg_attribute where attrelid = ${table}::regclass and attnum > 0 and not attisdropped`).map((c) => c.name).filter((n) => !passing.has(n) && !(table === "registry.change" && n === "id"));
    made[table] = (await t.sql.unsafe<{ sum: string }[]>(`select count(*) || ' ' || md5(string_agg(x, '|' order by x)) as sum from (select md5(row(${columns.join(", ")})::text) as x from ${table}) s`))[0]?.sum ?? "";
  }
  made["claims"] = (await t.sql<{ n: string }[]>`select count(*) || ' ' || md5(string_agg(cert_idx::text, '|' order by cert_idx)) as n from registry.person`)[0]?.n ?? "";
  return made;
}

test("a file that threads share comes to the same registry as one thread alone", async () => {
  execFileSync(process.execPath, [path.resolve(import.meta.dirname, "../cli.ts"), "generate", "--households", "2900", "--seed", "5", "--out", path.join(dir, "files")], { env: { PATH: process.env["PATH"] ?? "", HOME: dir, DIGUAN_DATA: path.join(dir, "none") } });
  const name = fs.readdirSync(path.join(dir, "files")).find((f) => /^county.*\.csv$/.test(f)) ?? "";
  expect(fs.statSync(path.join(dir, "files", name)).size).toBeGreaterThan(2 ** 22);
  const found: Record<string, string>[] = [];
  for (const shared of [true, false]) {
    const t = await testDatabase();
    const dataDir = path.join(dir, String(shared));
    fs.mkdirSync(dataDir);
    fs.writeFileSync(path.join(dataDir, "keys.json"), JSON.stringify(keys));
    const crypto = fieldCrypto(keys);
    const id = newBatchId();
    const kept = await keepUpload(dataDir, id, fs.createReadStream(path.join(dir, "files", name)));
    await t.db.asSystem((tx) => addBatch(tx, crypto, { id, fileName: name, kept, options: { createRegions: true }, mapping: {}, scope: everywhere }));
    await runBatch({ db: t.db, crypto, dataDir, now: () => Date.parse("2026-11-20T00:00:00Z"), ...(shared ? { where: t.where } : {}) }, id, "commit");
    expect((await t.db.asSystem((tx) => batchOf(tx, id))).counts).toMatchObject({ households: 2900, rejected: 0 });
    found.push(await content(t));
  }
  expect(found[0]).toEqual(found[1]);
}, 120_000);
