/** A cluster of its own with full durability (fsync on), as a county would run it; removed at the end. */
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fieldCrypto, type FieldCrypto } from "../server/src/access/crypto.ts";
import { readConfig, type Config } from "../server/src/config.ts";
import { connect } from "../server/src/postgres/connect.ts";
import type { Db, Where } from "../server/src/postgres/pool.ts";

export interface BenchDatabase { readonly db: Db; readonly where: Where; readonly crypto: FieldCrypto; readonly config: Config; readonly dir: string; close(): Promise<void> }

/** BENCH_DATA keeps the directory between runs (filling a million households takes minutes). */
export async function benchDatabase(): Promise<BenchDatabase> {
  const kept = process.env["BENCH_DATA"];
  const dir = kept ?? fs.mkdtempSync(path.join(os.tmpdir(), "dgb-"));
  const config = readConfig({ ...process.env, DIGUAN_DATA: dir, DATABASE_URL: "", DIGUAN_DEMO: "off" });
  const connection = await connect(config, { mayAttach: false, max: 8 });
  const keyFile = path.join(dir, "keys.json");
  if (!fs.existsSync(keyFile)) fs.writeFileSync(keyFile, JSON.stringify({ data: randomBytes(32).toString("hex"), pepper: randomBytes(32).toString("hex"), id: "0000be9c" }));
  return {
    db: connection.db, where: connection.where, crypto: fieldCrypto(JSON.parse(fs.readFileSync(keyFile, "utf8")) as never), config, dir,
    close: async () => { await connection.close(); if (!kept) fs.rmSync(dir, { recursive: true, force: true }); },
  };
}
