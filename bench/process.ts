/** Runs the command line as a real process and reads what it cost: seconds and the peak memory of the process itself. */
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

export interface Ran { readonly code: number | null; readonly seconds: number; readonly peakMb: number; readonly out: string; readonly err: string }

const cli = path.resolve(import.meta.dirname, "../server/bin/diguan.js");

/** `peakMb` is VmHWM of the Node process (its worker threads included; PostgreSQL is a process of its own). */
export async function diguan(args: readonly string[], env: Readonly<Record<string, string>>): Promise<Ran> {
  const began = performance.now();
  const child = spawn(process.execPath, [cli, ...args], { env: { ...process.env, DATABASE_URL: "", ...env }, stdio: ["ignore", "pipe", "pipe"] });
  let [out, err, peakMb] = ["", "", 0];
  child.stdout.on("data", (c: Buffer) => { out += c.toString(); });
  child.stderr.on("data", (c: Buffer) => { err += c.toString(); });
  const watch = setInterval(() => {
    try { peakMb = Math.max(peakMb, Number(/VmHWM:\s+(\d+)/.exec(fs.readFileSync(`/proc/${child.pid}/status`, "utf8"))?.[1] ?? 0) / 1024); } catch { /* ended */ }
  }, 50);
  const code = await new Promise<number | null>((done) => { child.once("exit", done); });
  clearInterval(watch);
  return { code, seconds: (performance.now() - began) / 1000, peakMb, out, err };
}
