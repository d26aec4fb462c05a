import { execFile, spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { openPool } from "../postgres/pool.ts";

const cli = path.resolve(import.meta.dirname, "../cli.ts");
const dir = fs.mkdtempSync(path.join(os.tmpdir(), "dgk-"));
fs.chmodSync(dir, 0o711);
afterAll(() => { fs.rmSync(dir, { recursive: true, force: true }); });
const env = { PATH: process.env["PATH"] ?? "", HOME: dir, DIGUAN_DATA: path.join(dir, "data"), DIGUAN_DEMO: "off" };
const households = 4000;
// long enough that the file is shared by threads
const remark = "因长期患病缺劳力，".repeat(24);

interface Told { readonly batch: string; readonly rows: number; readonly created: number; readonly unchanged: number; readonly rejected: number; readonly households: number; readonly findings: readonly { readonly row: number; readonly rule: string }[] }
const run = (...args: string[]): Promise<Told> => new Promise((done, fail) => {
  execFile(process.execPath, [cli, "import", ...args, "--json"], { env, maxBuffer: 1 << 28 }, (error, out, said) => { if (error) fail(error); else done({ ...(JSON.parse(out) as Told), batch: /batch (\S+)/.exec(said)?.[1] ?? "" }); });
});

test("kill -9 in the middle of a commit: run again, it goes on, nothing is lost or doubled", async () => {
  const file = path.join(dir, "many.csv");
  fs.writeFileSync(file, `年度,省,市,县,乡镇,行政村,户编号,人编号,姓名,与户主关系,主要致贫原因,备注\n${Array.from({ length: households }, (_, i) => {
    const code = `9901${String(i).padStart(8, "0")}`;
    return `2017,示例省,滴灌市,示例县,石门镇,第${i % 40}村,${code},${code}0001,甲,户主,因病,${remark}\n2017,示例省,滴灌市,示例县,石门镇,第${i % 40}村,${code},${code}0002,乙,配偶,因病,${remark}\n`;
  }).join("")}`);
  const child = spawn(process.execPath, [cli, "import", file], { env, stdio: "ignore" });
  const exited = new Promise((done) => { child.once("exit", done); });
  // wait until some chunks are committed, seen through the database of the running import
  const running = path.join(env.DIGUAN_DATA, "running.json");
  let committed = 0;
  for (const end = Date.now() + 60_000; committed < 2 && Date.now() < end && child.exitCode === null;) {
    await new Promise((done) => { setTimeout(done, 20); });
    if (!fs.existsSync(running)) continue;
    const at = JSON.parse(fs.readFileSync(running, "utf8")) as { host: string; port: number; user: string };
    const sql = openPool({ ...at, database: "diguan" }, 1);
    try { committed = (await sql<{ n: number }[]>`select count(*)::int as n from intake.chunk`)[0]?.n ?? 0; } catch { committed = 0; } finally { await sql.end({ timeout: 1 }); }
  }
  child.kill("SIGKILL");
  await exited;
  expect(committed).toBeGreaterThanOrEqual(2);

  const resumed = await run(file);
  expect(resumed).toMatchObject({ rows: households * 2, households, created: households * 2, unchanged: 0, rejected: 0 });
  const again = await run(file);
  expect(again.batch).not.toBe(resumed.batch);
  expect(again).toMatchObject({ created: 0, unchanged: households * 2, rejected: 0 });
  const undone = await run("--undo", resumed.batch) as unknown as { restored: number };
  expect(undone.restored).toBe(households);
}, 240_000);
