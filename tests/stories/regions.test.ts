/** In a real browser: a county officer registers a village, renames it, reads its history; registers an office, its collectors, and sees the totals. */
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import type { FastifyInstance } from "fastify";
import type { Browser, Page } from "playwright-core";
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
let dir: string;
let connection: Connection;
let app: FastifyInstance;
let browser: Browser;
let page: Page;
let base: string;
const broken: string[] = [];

beforeAll(async () => {
  execFileSync(process.execPath, [path.join(root, "scripts", "build-web.mjs")]);
  dir = fs.mkdtempSync(path.join(os.tmpdir(), "dgs-"));
  // a demonstration asks no second factor; nothing is seeded, as only the application is built here
  const config = readConfig({ DIGUAN_DATA: dir, DIGUAN_DEMO: "on", PORT: "0" });
  connection = await connect(config, { mayAttach: false });
  const { db } = connection;
  app = await buildApp({ db, config, crypto: fieldCrypto(readKeys(dir)), now: Date.now, authenticate: authenticator(db, config, Date.now) });
  base = await app.listen({ port: 0, host: "127.0.0.1" });
  await db.asSystem(async (tx) => {
    await ensureRegions(tx, [[990000000000, "示例省"], [990100000000, "滴灌市"], [county, "示例县"], [990102101000, "清溪镇"], [990102101001, "柳湾村"], [990102101003, "上坪村"], [990102102000, "石桥乡"]].map(([code, name]) => ({ code: Number(code), name: String(name) })));
    await createAccount(tx, { signInName: "officer", displayName: "林主任", password: "drip by drip 2018", posts: [{ role: "countyOfficer", region: county }] }, "2018-01-01");
  });
  const answer = await fetch(`${base}/api/session/sign-in`, { method: "POST", headers: { "x-diguan": "1", "content-type": "application/json" }, body: JSON.stringify({ name: "officer", password: "drip by drip 2018" }) });
  const cookie = /diguan=([^;]+)/.exec(answer.headers.get("set-cookie") ?? "")?.[1] ?? "";
  browser = await openBrowser();
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: "zh-CN" });
  await context.addCookies([{ name: "diguan", value: cookie, url: base }]);
  page = await context.newPage();
  page.on("pageerror", (e) => broken.push(e.message));
  page.on("console", (m) => { if (m.type() === "error" && m.text().includes("Content Security Policy")) broken.push(m.text()); });
});
afterAll(async () => { await browser?.close(); await app?.close(); await connection?.close(); fs.rmSync(dir, { recursive: true, force: true }); });

interface AxeResult { readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[] }
/** What axe finds on the page as it stands. */
async function barriers(): Promise<string[]> {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: { run(): Promise<AxeResult> } }).axe.run());
  return violations.map((v) => `${v.id}: ${v.nodes[0]?.html.slice(0, 120) ?? ""}`);
}

test("a village is registered, renamed, and keeps its history", async () => {
  await page.goto(`${base}/regions`);
  await page.getByRole("heading", { level: 1, name: "示例县的区划" }).waitFor();
  await page.getByRole("button", { name: "清溪镇", exact: true }).click();
  await page.getByRole("heading", { level: 1, name: "清溪镇的区划" }).waitFor();
  await page.getByRole("button", { name: "登记", exact: true }).click();
  const form = page.getByRole("dialog");
  await form.getByLabel("12 位代码").fill("990102101002");
  await form.getByLabel("名称").fill("新塘村");
  await form.getByLabel("依据（文号或事由）").fill("县府〔2018〕5号");
  await form.getByRole("button", { name: "登记" }).click();
  const detail = page.getByRole("region", { name: "区划详情" });
  await detail.getByRole("heading", { name: "新塘村" }).waitFor();
  // a name of the very first day can only be corrected from the next day on: the refusal says so
  await detail.getByRole("button", { name: "更名" }).click();
  await form.getByLabel("新名称").fill("新塘社区");
  await form.getByLabel("依据（文号或事由）").fill("县府〔2018〕6号");
  await form.getByRole("button", { name: "更名" }).click();
  await page.getByText("应晚于现行记录的起始日").waitFor();
  await form.getByRole("button", { name: "不改了" }).click();
  await page.goto(`${base}/regions?at=990102101000&open=990102101001`);
  await detail.getByRole("button", { name: "更名" }).click();
  await form.getByLabel("新名称").fill("柳湾社区");
  await form.getByLabel("依据（文号或事由）").fill("县府〔2018〕6号");
  await form.getByRole("button", { name: "更名" }).click();
  await detail.getByRole("heading", { name: "柳湾社区" }).waitFor();
  expect(await detail.getByRole("row").allInnerTexts()).toEqual([expect.stringContaining("名称"), expect.stringContaining("柳湾社区"), expect.stringContaining("1949-10-01")]);
  expect(await barriers()).toEqual([]);
  // merge: the neighbour is found by its name, keeps it in the field, and is named as taken over
  await detail.getByRole("button", { name: "合并" }).click();
  await form.getByLabel("并入哪些区划").fill("上坪");
  await page.locator(".ant-select-item-option", { hasText: "上坪村" }).click();
  await form.getByLabel("依据（文号或事由）").fill("县府〔2018〕7号");
  expect(await form.locator(".ant-select-selection-item").allInnerTexts()).toEqual([expect.stringContaining("上坪村")]);
  await form.getByRole("button", { name: "合并" }).click();
  await detail.getByText("合并，承接自上坪村").waitFor();
  expect(await page.getByRole("cell", { name: "上坪村" }).count()).toBe(0);
  await page.goto(`${base}/regions?at=990102101000&on=2016-01-01`);
  await page.getByRole("cell", { name: "柳湾村", exact: true }).waitFor();
  expect(await page.getByRole("cell", { name: "新塘村" }).count()).toBe(0);
});

test("an office, its collectors and its budget; totals are computed, the telephone is masked", async () => {
  await page.goto(`${base}/organisations`);
  await page.getByRole("button", { name: "登记机构" }).click();
  const form = page.getByRole("dialog");
  await form.getByLabel("名称").fill("示例县扶贫办");
  await form.getByLabel("统一社会信用代码").fill("91350100M000100Y44");
  await form.getByLabel("联系电话").fill("13900001234");
  await form.getByText("校验码不符").waitFor();
  await form.getByLabel("统一社会信用代码").fill("91350100M000100Y43");
  await form.getByLabel("依据（文号或事由）").fill("县编〔2014〕3号");
  await form.getByRole("button", { name: "保存" }).click();
  await page.getByRole("heading", { level: 1, name: "示例县扶贫办" }).waitFor();
  expect(await page.getByText("13900001234").count()).toBe(0);
  for (const [item, planned, actual] of [["采集人员", "4", "3"], ["评审人员", "2", "2"]] as const) {
    await page.getByRole("button", { name: "添加人员" }).click();
    await form.getByLabel("项目").click();
    await page.locator(".ant-select-item-option", { hasText: item }).click();
    await form.getByLabel("编制或计划").fill(planned);
    await form.getByLabel("实有").fill(actual);
    await form.getByLabel("预算（元）").fill("120000");
    await form.getByLabel("依据文件").fill("县编〔2014〕3号");
    await form.getByLabel("依据（文号或事由）").fill("年度编制");
    await form.getByRole("button", { name: "保存" }).click();
    await form.waitFor({ state: "detached" });
  }
  await page.getByRole("heading", { name: "人员：应配 6 人，实有 5 人" }).waitFor();
  await page.getByRole("cell", { name: "240,000.00" }).waitFor();
  expect(await barriers()).toEqual([]);
  await page.goto(`${base}/organisations`);
  await page.getByRole("heading", { name: "2 个乡镇中，2 个没有采集人员" }).waitFor();
  expect(await barriers()).toEqual([]);
  expect(broken).toEqual([]);
});
