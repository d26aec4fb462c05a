/** The demonstration is laid out once for all stories; each story works on a copy of it, so that none sees what another did. */
import { execFileSync, spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { TestProject } from "vitest/node";

declare module "vitest" { export interface ProvidedContext { demonstration: string } }

const root = path.resolve(import.meta.dirname, "../..");

export default async function setup(project: TestProject): Promise<() => void> {
  execFileSync(process.execPath, [path.join(root, "scripts", "build-web.mjs")]);
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "dgt-"));
  fs.chmodSync(dir, 0o711);
  const child = spawn(process.execPath, [path.join(root, "server/src/main.ts")], { cwd: root, env: { PATH: process.env["PATH"] ?? "", HOME: dir, DIGUAN_DATA: path.join(dir, "data"), PORT: "0", DIGUAN_DEMO: "on" }, stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise((done) => { child.once("exit", done); });
  let said = "";
  await new Promise<void>((done, fail) => {
    const hear = (chunk: Buffer): void => { said += chunk.toString(); if (said.includes("http://")) done(); };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.once("exit", (code) => { fail(new Error(`the demonstration could not be laid out (${code}): ${said}`)); });
  });
  child.kill("SIGTERM");
  await ended;
  project.provide("demonstration", path.join(dir, "data"));
  return () => { fs.rmSync(dir, { recursive: true, force: true }); };
}
