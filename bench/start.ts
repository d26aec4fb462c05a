/** First and later starts of the server (dependencies already installed), until the sign-in page and its answer are there. */
import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Row } from "./row.ts";

const main = path.resolve(import.meta.dirname, "../server/src/main.ts");

/** Seconds from the command until the page is served; the server is stopped again. */
async function start(dir: string): Promise<number> {
  const began = performance.now();
  const child = spawn(process.execPath, [main], { env: { ...process.env, DATABASE_URL: "", DIGUAN_DATA: dir, PORT: "0", DIGUAN_DEMO: "on" }, stdio: ["ignore", "pipe", "inherit"] });
  const base = await new Promise<string>((done, fail) => {
    let said = "";
    child.stdout.on("data", (c: Buffer) => { said += c.toString(); const m = /http:\/\/\S+/.exec(said); if (m) done(m[0]); });
    child.once("exit", (code) => fail(new Error(`ended with ${code}`)));
  });
  for (const at of ["/", "/api/session/demonstration"]) if (!(await fetch(base + at)).ok) throw new Error(at);
  const seconds = (performance.now() - began) / 1000;
  const ended = new Promise((done) => { child.once("exit", done); });
  child.kill("SIGTERM");
  await ended;
  return seconds;
}

export async function bench(): Promise<Row[]> {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "dgt-"));
  try {
    const first = await start(path.join(dir, "data"));
    const later = [await start(path.join(dir, "data")), await start(path.join(dir, "data")), await start(path.join(dir, "data"))].toSorted((a, b) => a - b)[1] ?? Number.NaN;
    return [
      { figure: "first start: database made, demonstration laid out, page served", value: first, unit: "s", reference: "", promise: "part of ≤ 3 min on a fresh clone", kept: first <= 120 },
      { figure: "later start until a usable page (median of 3)", value: later, unit: "s", reference: "", promise: "≤ 10 s", kept: later <= 10 },
    ];
  } finally { fs.rmSync(dir, { recursive: true, force: true }); }
}
