/** In a real browser: signing in by password, one-time password, code and passkey; an administrator makes an account; an auditor reads about it. */
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import type { FastifyInstance } from "fastify";
import { Secret, TOTP } from "otpauth";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fieldCrypto } from "../../server/src/access/crypto.ts";
import { createAccount } from "../../server/src/access/service.ts";
import { authenticator } from "../../server/src/access/session.ts";
import { buildApp } from "../../server/src/app.ts";
import { readConfig, readKeys } from "../../server/src/config.ts";
import { connect, type Connection } from "../../server/src/postgres/connect.ts";
import { ensureRegions } from "../../server/src/regions/service.ts";
import { openBrowser } from "../browser.ts";

const root = path.resolve(import.meta.dirname, "../..");
const axe = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const county = 990102000000;
const password = "drip by drip 2018";
let dir: string;
let connection: Connection;
let app: FastifyInstance;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let base: string;
const broken: string[] = [];
/** The server's clock, which the test may put forward. */
let ahead = 0;
const now = (): number => Date.now() + ahead;

/** A passkey belongs to the address that people type, so the port must be known before the server starts. */
const freePort = (): Promise<number> => new Promise((resolve) => {
  const probe = net.createServer().listen(0, "127.0.0.1", () => { const at = probe.address(); probe.close(() => resolve(typeof at === "object" && at ? at.port : 0)); });
});

beforeAll(async () => {
  execFileSync(process.execPath, [path.join(root, "scripts", "build-web.mjs")]);
  dir = fs.mkdtempSync(path.join(os.tmpdir(), "dgs-"));
  const port = await freePort();
  const config = readConfig({ DIGUAN_DATA: dir, PORT: String(port) });
  connection = await connect(config, { mayAttach: false });
  const { db } = connection;
  app = await buildApp({ db, config, crypto: fieldCrypto(readKeys(dir)), now, authenticate: authenticator(db, config, now) });
  await app.listen({ port, host: "127.0.0.1" });
  base = config.origin;
  await db.asSystem(async (tx) => {
    await ensureRegions(tx, [[990000000000, "示例省"], [990100000000, "滴灌市"], [county, "示例县"], [990102101000, "清溪镇"], [990102101001, "柳湾村"]].map(([code, name]) => ({ code: Number(code), name: String(name) })));
    const make = (signInName: string, displayName: string, role: "countyOfficer" | "securityAdmin" | "auditAdmin", demonstration = false) => createAccount(tx, { signInName, displayName, password: demonstration ? "diguan-2018" : password, demonstration, posts: [{ role, region: county }] }, "2018-01-01");
    await make("xian", "林主任", "countyOfficer", true);
    await make("anquan", "安全员", "securityAdmin");
    await make("shenji", "审计员", "auditAdmin");
    await make("zhou", "周干事", "countyOfficer");
  });
  browser = await openBrowser();
  await visitor();
});
afterAll(async () => { await browser?.close(); await app?.close(); await connection?.close(); fs.rmSync(dir, { recursive: true, force: true }); });

/** A browser that nobody has used yet. */
async function visitor(): Promise<void> {
  await context?.close();
  context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: "zh-CN", bypassCSP: true });
  page = await context.newPage();
  page.on("pageerror", (e) => broken.push(e.message));
}
async function signIn(name: string, secret = password): Promise<void> {
  await page.goto(`${base}/sign-in`);
  await page.getByLabel("用户名", { exact: true }).fill(name);
  await page.getByLabel("密码", { exact: true }).fill(secret);
  await page.getByRole("button", { name: "登录", exact: true }).click();
}
/** antd leaves its "loading" mark in the button's name for a while. */
const check = () => page.getByRole("button", { name: /验证$/ });
const inside = () => page.getByRole("navigation", { name: "主导航" }).waitFor();
interface AxeResult { readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[] }
async function barriers(): Promise<string[]> {
  await page.addScriptTag({ content: axe });
  const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: { run(): Promise<AxeResult> } }).axe.run());
  return violations.map((v) => `${v.id}: ${v.nodes[0]?.html.slice(0, 160) ?? ""}`);
}

test("somebody signed out is sent to the door and comes back to the page asked for", async () => {
  await page.goto(`${base}/settings`);
  await page.getByRole("heading", { level: 1, name: /滴灌/ }).waitFor();
  expect(new URL(page.url()).pathname).toBe("/sign-in");
  expect(await barriers()).toEqual([]);
  await signIn("zhou", "not the password");
  await page.getByText("用户名或密码不正确。").waitFor();
  await page.goto(`${base}/settings`);
  await page.getByLabel("用户名", { exact: true }).fill("zhou");
  await page.getByLabel("密码", { exact: true }).fill(password);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: "我的账户" }).waitFor();
  expect(await barriers()).toEqual([]);
});

test("a demonstration account is one click away, in Chinese and in English", async () => {
  await visitor();
  await page.goto(`${base}/sign-in`);
  await page.getByRole("button", { name: /县扶贫办工作人员.*林主任/ }).waitFor();
  await page.getByRole("button", { name: "English" }).click();
  await page.getByRole("button", { name: /林主任/ }).click();
  await page.getByRole("navigation", { name: "Main navigation" }).waitFor();
  expect(new URL(page.url()).pathname).toBe("/");
});

test("an administrator makes an account; its owner changes the one-time password and works", async () => {
  await visitor();
  await signIn("anquan");
  await inside();
  await page.goto(`${base}/accounts`);
  await page.getByRole("heading", { level: 1, name: "账户" }).waitFor();
  expect(await barriers()).toEqual([]);
  await page.getByRole("button", { name: "新建账户" }).click();
  const form = page.getByRole("dialog");
  await form.getByLabel("姓名").fill("钱专干");
  await form.getByLabel("用户名").fill("qian");
  await form.getByLabel("岗位").click();
  await page.getByTitle("村信息员").click();
  await form.getByLabel("管辖地区").fill("柳湾");
  await page.getByTitle(/柳湾村/).click();
  await form.getByRole("button", { name: "新建账户" }).click();
  const oneTime = await page.locator(".one-time b").innerText();
  expect(oneTime).toMatch(/^(\w{5}-){3}\w{5}$/);
  await page.getByRole("button", { name: "关闭" }).last().click();
  await page.getByRole("complementary", { name: "钱专干" }).getByText("村信息员").waitFor();
  expect(await barriers()).toEqual([]);

  await visitor();
  await signIn("qian", oneTime);
  await page.getByRole("heading", { level: 1, name: "先改密码" }).waitFor();
  expect(await barriers()).toEqual([]);
  await page.getByLabel("现在的密码").fill(oneTime);
  await page.getByLabel("新密码", { exact: true }).fill("1234567890");
  await page.getByLabel("再填一次新密码").fill("1234567890");
  await page.getByText("泄露密码名单").last().waitFor();
  await page.getByLabel("新密码", { exact: true }).fill("walk along the ditch");
  await page.getByLabel("再填一次新密码").fill("walk along the ditch");
  await page.getByRole("button", { name: "修改密码" }).click();
  await inside();
});

test("a code generator is set up, asked for, and a recovery code replaces it", async () => {
  await visitor();
  await signIn("zhou");
  await inside();
  await page.goto(`${base}/settings`);
  await page.getByRole("button", { name: "设置验证器" }).click();
  const card = page.locator("section.card", { has: page.getByRole("heading", { name: "双因素登录" }) });
  await card.getByLabel("密码").fill(password);
  await card.getByRole("button", { name: "继续" }).click();
  const secret = (await card.locator(".totp-key").innerText()).replaceAll(/\s/g, "");
  const code = (): string => new TOTP({ secret: Secret.fromBase32(secret), algorithm: "SHA1", digits: 6, period: 30 }).generate({ timestamp: now() });
  await card.getByLabel("验证器显示的 6 位数字").fill(code());
  await card.getByRole("button", { name: "启用" }).click();
  await card.getByRole("heading", { name: "恢复码" }).waitFor();
  const codes = await card.locator(".codes li").allInnerTexts();
  expect(codes).toHaveLength(10);
  ahead += 90_000;   // each code works once: the next one is due
  expect(await barriers()).toEqual([]);

  await visitor();
  await signIn("zhou");
  await page.getByRole("heading", { name: "再验证一次" }).waitFor();
  expect(await barriers()).toEqual([]);
  await page.getByLabel("动态验证码").fill("000000");
  await check().click();
  await page.getByText("验证码不正确").waitFor();
  await page.getByLabel("动态验证码").fill(code());
  await check().click();
  await inside();

  await visitor();
  await signIn("zhou");
  await page.getByRole("button", { name: /用恢复码/ }).click();
  await page.getByLabel("恢复码").fill(codes[0] ?? "");
  await check().click();
  await inside();
});

test("a passkey is added and signs in alone; its owner sees every session and ends the others", async () => {
  await visitor();
  const cdp = await context.newCDPSession(page);
  await cdp.send("WebAuthn.enable");
  await cdp.send("WebAuthn.addVirtualAuthenticator", { options: { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true } });
  await signIn("anquan");
  await inside();
  await page.goto(`${base}/settings`);
  const card = page.locator("section.card", { has: page.getByRole("heading", { name: "通行密钥" }) });
  await card.getByRole("button", { name: "添加通行密钥" }).click();
  await card.getByLabel("给这把密钥起个名字").fill("办公室电脑");
  await card.getByLabel("密码").fill(password);
  await card.getByRole("button", { name: "添加通行密钥" }).click();
  await card.getByText("还没有用过").waitFor();
  await page.getByRole("button", { name: /安全员/ }).click();
  await page.getByRole("menuitem", { name: "退出登录" }).click();
  await page.getByRole("button", { name: "用通行密钥登录" }).click();
  await inside();
  await page.goto(`${base}/settings`);
  await page.getByText("本设备").waitFor();
  await page.getByRole("button", { name: "结束其他全部登录" }).click();
  await page.getByText(/已结束 \d+ 个登录/).waitFor();
  await expect.poll(() => page.getByRole("button", { name: /^结束 / }).count()).toBe(0);
});

test("the audit trail tells all of it, by person and act", async () => {
  await visitor();
  await signIn("shenji");
  await inside();
  await page.goto(`${base}/audit`);
  const table = page.getByRole("region", { name: "审计记录" });
  await table.getByText("设置双因素").first().waitFor();
  await table.getByText("登录失败").first().waitFor();
  expect(await barriers()).toEqual([]);
  await page.getByLabel("用户名或姓名").fill("anquan");
  await page.keyboard.press("Enter");
  await table.getByText("新建", { exact: true }).waitFor();
  await expect.poll(() => table.getByText("周干事").count()).toBe(0);
});

test("phone width keeps everything, dark keeps contrast, nothing broke", async () => {
  await page.setViewportSize({ width: 360, height: 640 });
  await page.emulateMedia({ colorScheme: "dark" });
  for (const at of ["/settings", "/audit"]) {
    await page.goto(`${base}${at}`);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.waitForLoadState("networkidle");
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    expect(await barriers()).toEqual([]);
  }
  await visitor();
  await page.setViewportSize({ width: 360, height: 640 });
  await page.emulateMedia({ colorScheme: "dark" });
  await page.goto(`${base}/sign-in`);
  await page.getByRole("heading", { level: 1 }).waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  expect(await barriers()).toEqual([]);
  expect(broken).toEqual([]);
});
