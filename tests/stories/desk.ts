/** The platform as a newcomer starts it: `main.ts` as a process of its own on a copy of the demonstration, and a real browser. */
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import type { Browser, Page } from "playwright-core";
import { inject } from "vitest";
import { openBrowser } from "../browser.ts";

const root = path.resolve(import.meta.dirname, "../..");
const axe = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export interface DemoAccount { readonly name: string; readonly password: string; readonly role: string; readonly displayName: string }

export interface Desk {
  base: string;
  readonly dir: string;
  readonly browser: Browser;
  readonly accounts: readonly DemoAccount[];
  /** Kills the server as a power cut would, and starts it again on the same data. */
  killAndRestart(): Promise<void>;
  stop(): Promise<void>;
}

async function startServer(dir: string, demo: "on" | "off"): Promise<{ child: ChildProcess; base: string }> {
  const child = spawn(process.execPath, [path.join(root, "server/src/main.ts")], { cwd: root, env: { PATH: process.env["PATH"] ?? "", HOME: dir, DIGUAN_DATA: path.join(dir, "data"), PORT: "0", DIGUAN_DEMO: demo }, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  const base = await new Promise<string>((done, fail) => {
    const hear = (chunk: Buffer): void => { said += chunk.toString(); const m = /http:\/\/\S+/.exec(said); if (m) done(m[0]); };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.once("exit", (code) => fail(new Error(`the server ended with ${code}: ${said}`)));
  });
  return { child, base };
}

const ended = (child: ChildProcess): Promise<unknown> => new Promise((done) => { if (child.exitCode !== null || child.signalCode !== null) done(undefined); else child.once("exit", done); });

export async function openDesk(): Promise<Desk> {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "dgs-"));
  fs.chmodSync(dir, 0o711);
  // -a keeps the account that owns the database's files
  execFileSync("cp", ["-a", inject("demonstration"), path.join(dir, "data")]);
  let running = await startServer(dir, "on");
  const browser = await openBrowser();
  const { rows } = (await (await fetch(`${running.base}/api/session/demonstration`)).json()) as { rows: DemoAccount[] };
  const desk: Desk = {
    base: running.base, dir, browser, accounts: rows,
    async killAndRestart() {
      running.child.kill("SIGKILL");
      await ended(running.child);
      running = await startServer(dir, "on");
      desk.base = running.base;
    },
    async stop() {
      await browser.close();
      running.child.kill("SIGTERM");
      await ended(running.child);
      fs.rmSync(dir, { recursive: true, force: true });
    },
  };
  return desk;
}

/** A signed-in page; what it complains about (script errors, policy violations) is gathered in `broken`. */
export async function pageOf(desk: Desk, name: string, options: { width?: number; height?: number; locale?: string; dark?: boolean } = {}): Promise<{ page: Page; broken: string[] }> {
  const account = desk.accounts.find((a) => a.name === name);
  if (!account) throw new Error(`no demonstration account ${name}`);
  const context = await desk.browser.newContext({ viewport: { width: options.width ?? 1366, height: options.height ?? 768 }, locale: options.locale ?? "zh-CN", colorScheme: options.dark ? "dark" : "light", reducedMotion: "reduce" });
  if (options.locale === "en") await context.addInitScript(() => { globalThis.localStorage.setItem("diguan.locale", "en"); });
  const answer = await context.request.post(`${desk.base}/api/session/sign-in`, { headers: { "x-diguan": "1" }, data: { name: account.name, password: account.password } });
  if (!answer.ok()) throw new Error(await answer.text());
  const page = await context.newPage();
  const broken: string[] = [];
  page.on("pageerror", (e) => broken.push(`${page.url()}: ${e.message}`));
  page.on("console", (m) => { if (m.type() === "error" && !/status of 4\d\d/.test(m.text())) broken.push(`${page.url()}: ${m.text()}`); });
  page.on("response", (r) => { if (r.status() >= 500) broken.push(`${r.status()} ${r.url()}`); });
  return { page, broken };
}

interface AxeResult { readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[] }

/** What axe finds on the page as it stands. */
export async function barriers(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: { run(): Promise<AxeResult> } }).axe.run());
  return violations.map((v) => `${page.url()} ${v.id}: ${v.nodes[0]?.html.slice(0, 160) ?? ""}`);
}

/** Waits until nothing is being fetched and no grey bars are left. */
export async function settled(page: Page): Promise<void> {
  await page.waitForLoadState("networkidle");
  await page.locator("h1").first().waitFor();
}
