/**
 * The embedded database under our supervisor, as real processes: first and later starts, root and an ordinary user, a second
 * process, SIGTERM, SIGKILL of either process, and a PostgreSQL of one's own by DATABASE_URL.
 */
import { execFileSync, spawn, spawnSync, type ChildProcess } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { openPool, type Sql } from "../server/src/postgres/pool.ts";

const root = path.resolve(import.meta.dirname, "..");
const asRoot = process.getuid?.() === 0;
const nobody = asRoot ? { uid: Number(execFileSync("id", ["-u", "nobody"], { encoding: "utf8" })), gid: Number(execFileSync("id", ["-g", "nobody"], { encoding: "utf8" })) } : undefined;
const started: ChildProcess[] = [];
const directories: string[] = [];
afterEach(() => {
  for (const child of started.splice(0)) if (child.exitCode === null) child.kill("SIGTERM");
});

afterAll(() => { for (const dir of directories) fs.rmSync(dir, { recursive: true, force: true }); });

function directory(owner?: { uid: number; gid: number }): string {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "dge-"));
  fs.chmodSync(dir, 0o711);
  if (owner) fs.chownSync(dir, owner.uid, owner.gid);
  directories.push(dir);
  return dir;
}

interface Server { readonly child: ChildProcess; readonly address: string; readonly ms: number; readonly exited: Promise<number | null> }
async function start(dir: string, options: { as?: { uid: number; gid: number }; env?: Record<string, string> } = {}): Promise<Server> {
  const began = performance.now();
  const child = spawn(process.execPath, [path.join(root, "server/src/main.ts")], { cwd: dir, env: { PATH: process.env["PATH"] ?? "", DIGUAN_DATA: path.join(dir, "data"), PORT: "0", DIGUAN_DEMO: "off", HOME: dir, ...options.env }, stdio: ["ignore", "pipe", "pipe"], ...options.as });
  started.push(child);
  const exited = new Promise<number | null>((done) => child.once("exit", (code) => done(code)));
  let said = "";
  const address = await new Promise<string>((done, fail) => {
    const hear = (chunk: Buffer): void => { said += chunk.toString(); const m = /http:\/\/\S+/.exec(said); if (m) done(m[0]); };
    child.stdout?.on("data", hear);
    child.stderr?.on("data", hear);
    void exited.then((code) => fail(new Error(`ended with ${code}: ${said}`)));
  });
  return { child, address, ms: performance.now() - began, exited };
}

const running = (dir: string): { host: string; port: number; user: string } => JSON.parse(fs.readFileSync(path.join(dir, "data", "running.json"), "utf8")) as { host: string; port: number; user: string };
const healthy = async (s: Server): Promise<string> => ((await (await fetch(`${s.address}/healthz`)).json()) as { status: string }).status;
const stop = async (s: Server): Promise<number | null> => { s.child.kill("SIGTERM"); return s.exited; };

/** Inserts until the connection breaks; returns how many inserts were acknowledged. */
async function writeUntilBroken(sql: Sql, kill: () => void): Promise<number> {
  await sql`create table if not exists public.acknowledged (n int primary key)`;
  const [last] = await sql<{ n: number }[]>`select coalesce(max(n), 0) as n from public.acknowledged`;
  const from = last?.n ?? 0;
  let acknowledged = from;
  for (;;) {
    try { await sql`insert into public.acknowledged values (${acknowledged + 1})`; } catch { return acknowledged; }
    acknowledged += 1;
    if (acknowledged === from + 200) kill();
    if (acknowledged > from + 20_000) return acknowledged;
  }
}

async function count(dir: string): Promise<number> {
  const sql = openPool({ ...running(dir), database: "diguan" }, 1);
  const [row] = await sql<{ n: number }[]>`select count(*)::int as n from public.acknowledged`;
  await sql.end();
  return row?.n ?? 0;
}

describe("embedded PostgreSQL", () => {
  for (const [who, as] of [["this user", undefined], ...(nobody ? [["an ordinary user", nobody] as const] : [])] as const) {
    test(`starts, refuses a second process, stops cleanly, starts again (as ${who})`, async () => {
      const dir = directory(as);
      const first = await start(dir, as ? { as } : {});
      expect(await healthy(first)).toBe("ok");
      await expect(start(dir, as ? { as } : {})).rejects.toThrow(/another diguan already runs on .*DIGUAN_DATA/);
      expect(await stop(first)).toBe(0);
      expect(fs.existsSync(path.join(dir, "data", "running.json"))).toBe(false);
      const again = await start(dir, as ? { as } : {});
      expect(await healthy(again)).toBe("ok");
      expect(await stop(again)).toBe(0);
    });
  }

  test("SIGKILL of the server: the next start takes over, no acknowledged row is missing", async () => {
    const dir = directory();
    const s = await start(dir);
    const sql = openPool({ ...running(dir), database: "diguan" }, 1);
    // PostgreSQL outlives the killed server; the next start stops the orphan and breaks this connection
    let next: Promise<Server> | undefined;
    const acknowledged = await writeUntilBroken(sql, () => { s.child.kill("SIGKILL"); next = s.exited.then(() => start(dir)); });
    await sql.end({ timeout: 0 });
    const after = await (next ?? start(dir));
    expect(await healthy(after)).toBe("ok");
    expect(await count(dir)).toBeGreaterThanOrEqual(acknowledged);
    expect(acknowledged).toBeGreaterThanOrEqual(200);
    await stop(after);
  });

  test("SIGKILL of PostgreSQL: the server ends, the next start recovers every acknowledged row", async () => {
    const dir = directory();
    const s = await start(dir);
    const sql = openPool({ ...running(dir), database: "diguan" }, 1);
    const [pid] = await sql<{ pid: number }[]>`select (regexp_split_to_array(pg_read_file('postmaster.pid'), E'\n'))[1]::int as pid`;
    const acknowledged = await writeUntilBroken(sql, () => { process.kill(pid?.pid ?? 0, "SIGKILL"); });
    await sql.end({ timeout: 0 });
    expect(await s.exited).toBe(1);
    const after = await start(dir);
    expect(await count(dir)).toBeGreaterThanOrEqual(acknowledged);
    await stop(after);
  });

  test("the command line works beside a running server, and alone", async () => {
    const dir = directory();
    const cli = (...args: string[]) => spawnSync(process.execPath, [path.join(root, "server/bin/diguan.js"), ...args], { env: { PATH: process.env["PATH"] ?? "", DIGUAN_DATA: path.join(dir, "data"), HOME: dir }, encoding: "utf8" });
    const alone = cli("migrate", "--json");
    expect(alone.stderr + alone.stdout).toContain("0001_house.sql");
    const s = await start(dir);
    const beside = cli("migrate", "--json");
    expect(JSON.parse(beside.stdout)).toEqual(JSON.parse(alone.stdout));
    expect(await healthy(s)).toBe("ok");
    expect(cli("no-such-command").status).toBe(2);
    expect(cli("migrate", "--nonsense").status).toBe(2);
    await stop(s);
  });
});

const debian = fs.existsSync("/usr/lib/postgresql") ? fs.readdirSync("/usr/lib/postgresql").filter((v) => Number(v) >= 15 && fs.existsSync(`/usr/lib/postgresql/${v}/bin/initdb`)) : [];
const database = asRoot && spawnSync("id", ["postgres"]).status === 0 ? { uid: Number(execFileSync("id", ["-u", "postgres"], { encoding: "utf8" })), gid: Number(execFileSync("id", ["-g", "postgres"], { encoding: "utf8" })) } : undefined;

// where a distribution's PostgreSQL is installed (apt-get install postgresql): not part of a newcomer's machine
describe.runIf(debian.length > 0 && database)("a PostgreSQL of one's own", () => {
  test(`DATABASE_URL uses it (${debian.join(", ")})`, async () => {
    const bin = `/usr/lib/postgresql/${debian[0]}/bin`;
    const dir = directory(database);
    const data = path.join(dir, "cluster");
    const port = 20_000 + (process.pid % 20_000);
    const env = { PATH: "/usr/bin:/bin", LC_ALL: "C.UTF-8", HOME: dir };
    const made = spawnSync(`${bin}/initdb`, ["-D", data, "-A", "trust", "-U", "owner", "-E", "UTF8", "--locale=C.UTF-8"], { ...database, env, cwd: dir, encoding: "utf8" });
    expect(made.stderr).not.toMatch(/error/i);
    const server = spawn(`${bin}/postgres`, ["-D", data, "-p", String(port), "-c", `unix_socket_directories=${dir}`, "-c", "listen_addresses=127.0.0.1"], { ...database, env, cwd: dir, stdio: "ignore" });
    try {
      const url = `postgres://owner@127.0.0.1:${port}/postgres`;
      const sql = openPool({ url }, 1);
      for (let i = 0; i < 100; i++) try { await sql`select 1`; break; } catch { await new Promise((r) => { setTimeout(r, 100); }); }
      await sql`create database diguan`;
      await sql.end();
      const s = await start(directory(), { env: { DATABASE_URL: `postgres://owner@127.0.0.1:${port}/diguan` } });
      expect(await healthy(s)).toBe("ok");
      expect(await stop(s)).toBe(0);
    } finally { server.kill("SIGINT"); }
  });
});
