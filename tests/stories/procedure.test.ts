/**
 * In a real browser: one household walks from its application through an objection made on a stranger's phone to registration, to
 * its exit, which it confirms itself, and back by the fast lane (issue 3 item 8). The server's clock is moved by the test alone.
 */
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import type { FastifyInstance } from "fastify";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Role } from "@diguan/core/access/policy.ts";
import { fieldCrypto } from "../../server/src/access/crypto.ts";
import { createAccount } from "../../server/src/access/service.ts";
import { authenticator } from "../../server/src/access/session.ts";
import { buildApp } from "../../server/src/app.ts";
import { readConfig, readKeys } from "../../server/src/config.ts";
import { connect, type Connection } from "../../server/src/postgres/connect.ts";
import { ensureRegions } from "../../server/src/regions/service.ts";
import { openBrowser } from "../browser.ts";
import { idNumber } from "../registry.ts";
import { barriers } from "./desk.ts";

const root = path.resolve(import.meta.dirname, "../..");
const [county, town, village] = [990102000000, 990102101000, 990102101001];
const password = "drip by drip 2018";
const photo = { name: "照片.png", mimeType: "image/png", buffer: Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64") };
let connection: Connection;
let app: FastifyInstance;
let browser: Browser;
let base: string;
let dir: string;
let now = Date.parse("2018-03-01T01:00:00Z");
const later = (days: number): void => { now += days * 86_400_000; };
const broken: string[] = [];
/** Address of the case on the desk, and of its household. */
let file: string;
let record: string;

const freePort = (): Promise<number> => new Promise((resolve) => {
  const probe = net.createServer().listen(0, "127.0.0.1", () => { const at = probe.address(); probe.close(() => resolve(typeof at === "object" && at ? at.port : 0)); });
});
const account = (signInName: string, displayName: string, role: Role, region: number, households?: readonly string[]): Promise<unknown> =>
  connection.db.asSystem((tx) => createAccount(tx, { signInName, displayName, password, posts: [{ role, region, ...(households ? { households } : {}) }] }, "2018-01-01"));

beforeAll(async () => {
  execFileSync(process.execPath, [path.join(root, "scripts", "build-web.mjs")]);
  dir = fs.mkdtempSync(path.join(os.tmpdir(), "dgs-"));
  fs.chmodSync(dir, 0o711);
  const read = readConfig({ DIGUAN_DATA: dir, PORT: String(await freePort()) });
  // a copy of its own: a build beside the test must not take its pages away
  const config = { ...read, webDir: path.join(dir, "web") };
  fs.cpSync(read.webDir, config.webDir, { recursive: true });
  connection = await connect(config, { mayAttach: false });
  const clock = (): number => now;
  app = await buildApp({ db: connection.db, config, crypto: fieldCrypto(readKeys(dir)), now: clock, authenticate: authenticator(connection.db, config, clock) });
  await app.listen({ port: config.port, host: "127.0.0.1" });
  base = config.origin;
  await connection.db.asSystem((tx) => ensureRegions(tx, [[990000000000, "示例省"], [990100000000, "滴灌市"], [county, "示例县"], [town, "清溪镇"], [village, "柳湾村"]].map(([code, name]) => ({ code: Number(code), name: String(name) }))));
  await account("cun", "田秀珍", "villageWorker", village);
  await account("zhen", "罗正平", "townOfficer", town);
  await account("xian", "沈静", "countyOfficer", county);
  browser = await openBrowser();
});
afterAll(async () => { await browser?.close(); await app?.close(); await connection?.close(); fs.rmSync(dir, { recursive: true, force: true }); });

async function visitor(width = 1366, height = 768): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height }, locale: "zh-CN", reducedMotion: "reduce" });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  page.on("pageerror", (e) => broken.push(`${page.url()}: ${e.message}`));
  page.on("console", (m) => { if (m.type() === "error" && !/status of 4\d\d/.test(m.text())) broken.push(`${page.url()}: ${m.text()}`); });
  page.on("response", (r) => { if (r.status() >= 500) broken.push(`${r.status()} ${r.url()}`); });
  return page;
}
/** Signs in as somebody, for as long as `act` takes. */
async function as(name: string, act: (page: Page) => Promise<void>, width?: number): Promise<void> {
  const page = await visitor(width);
  const answer = await page.context().request.post(`${base}/api/session/sign-in`, { headers: { "x-diguan": "1" }, data: { name, password } });
  expect(answer.status()).toBe(200);
  await act(page);
  await page.context().close();
}

interface More { readonly present?: number; readonly votes?: readonly [number, number, number]; readonly choose?: string; readonly reason?: string }
const card = (page: Page) => page.getByRole("region", { name: "下一步" });

/** Fills in what the step asks for and submits it. */
async function fill(page: Page, more: More = {}): Promise<void> {
  const at = card(page);
  await at.getByRole("button", { name: "提交" }).waitFor();
  if (more.choose) await at.getByRole("radio", { name: more.choose }).click();
  const present = at.getByLabel("签到（一行一人）");
  if (await present.count() > 0) {
    await at.getByLabel("应到人数").fill("30");
    await at.getByLabel("地点").fill("村部会议室");
    await present.fill(Array.from({ length: more.present ?? 20 }, (_, i) => `代表${i + 1}`).join("\n"));
    await at.getByRole("textbox", { name: "会议记录" }).fill("逐户介绍情况，公开评议，当场计票。");
    const [yes, no, none] = more.votes ?? [18, 2, 0];
    for (const [label, n] of [["同意", yes], ["不同意", no], ["弃权", none]] as const) await at.locator(".vote").getByLabel(new RegExp(` ${label}$`)).fill(String(n));
  }
  const papers = at.locator(".paper");
  for (let i = 0; i < await papers.count(); i++) {
    if (await papers.nth(i).locator(".tag.ok").count() > 0) continue;
    await papers.nth(i).locator("input[type=file]").setInputFiles(photo);
    await papers.nth(i).locator(".tag.ok").waitFor();
  }
  const signed = at.locator("fieldset", { hasText: "签字" }).locator("input:not([type=file])");
  if (await at.getByText("签字", { exact: true }).count() > 0) for (let i = 0; i < await signed.count(); i++) await signed.nth(i).fill(`签字人${i + 1}`);
  const document = at.getByLabel("文号");
  if (await document.count() > 0) await document.fill("示扶领〔2018〕3号");
  const place = at.getByLabel("张贴地点");
  if (await place.count() > 0) await place.fill("村务公开栏");
  if (more.reason) await at.getByLabel(/^(书面答复|理由)$/).fill(more.reason);
  await at.getByRole("button", { name: "提交" }).click();
}
const due = (page: Page, name: string): Promise<void> => card(page).getByRole("heading", { name: `下一步：${name}`, exact: true }).waitFor();
const open = async (page: Page, at = file): Promise<void> => { await page.goto(`${base}${at}`); };
/** One step without incidents. */
async function step(who: string, name: string, next: string | undefined, more: More = {}): Promise<void> {
  await as(who, async (page) => {
    await open(page);
    await due(page, name);
    await fill(page, more);
    if (next === undefined) await page.getByText("已办成").first().waitFor(); else await due(page, next);
  });
}
/** Posts the notice of a step and closes it when its days are over. */
async function notice(name: string, next: string, days: number): Promise<void> {
  await as("cun", async (page) => { await open(page); await due(page, name); await fill(page); await page.getByText("公示中：").waitFor(); });
  later(days);
  await step("cun", name, next);
}

test("a village worker takes down the application of a household that is not on file", async () => {
  await as("cun", async (page) => {
    await page.goto(`${base}/procedure`);
    await page.getByText("没有该您办的事").waitFor();
    expect(await barriers(page)).toEqual([]);
    await page.getByRole("button", { name: "开始程序" }).click();
    const form = page.getByRole("dialog");
    await form.getByText("两公示一公告一比对").waitFor();
    await form.getByLabel("村民小组").fill("三组");
    await form.getByLabel("姓名").fill("周德厚");
    await form.getByLabel("出生日期").fill("1973-06-15");
    await form.getByLabel("身份证号").fill(idNumber("1973-06-15", 1, 11));
    await form.getByLabel("性别").click();
    await page.getByTitle("男", { exact: true }).click();
    for (const [label, value] of [["民族", "汉族"], ["健康状况", "健康"], ["劳动技能", "普通劳动力"], ["文化程度", "初中"]] as const) {
      await form.getByRole("combobox", { name: new RegExp(label) }).fill(value);
      await page.locator(".ant-select-dropdown:not(.ant-select-dropdown-hidden)").getByTitle(value, { exact: true }).click();
    }
    await form.getByRole("button", { name: /^开\s?始$/ }).click();
    await page.waitForURL(/\/procedure\/990102\/[0-9a-f-]{36}/);
    await due(page, "农户申请");
    file = new URL(page.url()).pathname;
    record = await page.getByRole("link", { name: "户档 ›" }).getAttribute("href") ?? "";
    expect(await barriers(page)).toEqual([]);
  });
  await step("cun", "农户申请", "入户调查");
  later(2);
  await step("cun", "入户调查", "小组评议");
});

test("the village's appraisal fails for want of a quorum, then passes", async () => {
  await step("cun", "小组评议", "村民代表会议评议");
  await as("cun", async (page) => {
    await open(page);
    await due(page, "村民代表会议评议");
    await fill(page, { present: 19, votes: [19, 0, 0] });
    await card(page).getByText("还差 1 人").waitFor();
    await page.getByText("至少要到 20 人（2/3）").waitFor();
    expect(await barriers(page)).toEqual([]);
    await fill(page, { present: 20, votes: [18, 2, 0] });
    await due(page, "第一次公示");
    await page.getByText("同意 18　不同意 2　弃权 0").first().waitFor();
  });
});

let address: string;
let reference: string;
test("the notice is previewed, posted, and objected to from a stranger's phone", async () => {
  await as("cun", async (page) => {
    await open(page);
    const preview = page.getByRole("region", { name: "公众将看到" });
    await preview.getByText("周*厚").waitFor();
    expect(await preview.innerText()).not.toContain("周德厚");
    await fill(page);
    await page.getByText("公示中：2018-03-03 至 2018-03-09").waitFor();
    address = await page.getByRole("link", { name: "公示网页" }).getAttribute("href") ?? "";
  });
  const phone = await visitor(360, 640);
  await phone.goto(base + address);
  await phone.getByText("周*厚").waitFor();
  const said = await phone.locator("body").innerText();
  for (const secret of ["周德厚", "990102197306", "缺资金", "因病"]) expect(said).not.toContain(secret);
  expect(await phone.locator('meta[name="robots"]').getAttribute("content")).toContain("noindex");
  expect(await phone.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  expect(await barriers(phone)).toEqual([]);
  await phone.getByRole("button", { name: "提出异议" }).click();
  await phone.getByLabel("您要反映什么？").fill("他家在县城有一套房，收入也不低。");
  await phone.getByLabel(/联系电话/).fill("13912345678");
  expect(await barriers(phone)).toEqual([]);
  await phone.getByRole("button", { name: "提交" }).click();
  reference = await phone.locator(".reference").innerText();
  expect(reference).toMatch(/^990102-[A-Z0-9]{10}$/);
  await phone.context().close();
});

test("with the objection open the notice cannot be closed; it is checked, answered, and the notice goes on", async () => {
  later(7);
  const phone = await visitor(360, 640);
  await phone.goto(base + address);
  await phone.getByRole("heading", { name: "公示期已满" }).waitFor();
  expect(await phone.locator("body").innerText()).not.toContain("周*厚");
  await as("cun", async (page) => {
    await page.goto(`${base}/procedure`);
    await page.getByText("异议待核查").first().waitFor();
    await open(page);
    await page.getByText("有 1 条异议没有核查答复").waitFor();
    await card(page).getByRole("combobox").first().click();
    await page.getByTitle(/他家在县城有一套房/).click();
    await fill(page, { choose: "异议不成立", reason: "经入户核查并查询不动产登记，该房屋属其弟所有。" });
    await page.getByText("2018-03-10 已答复").waitFor();
    await page.getByText("公示期到 2018-03-09 为止，已满").waitFor();
    await fill(page);
    await due(page, "乡镇审核");
  });
  await phone.getByLabel("查询编号").fill(reference);
  await phone.getByRole("button", { name: "查看" }).click();
  await phone.getByText("该房屋属其弟所有").waitFor();
  await phone.context().close();
});

test("township, matching, second notice, decision of the county, announcement: registered", async () => {
  await step("zhen", "乡镇审核", "部门比对");
  await step("xian", "部门比对", "第二次公示");
  await notice("第二次公示", "县级审定", 7);
  await as("xian", async (page) => {
    await page.goto(`${base}${record}`);
    await page.getByText("未识别（普通农户）").first().waitFor();
  });
  await step("xian", "县级审定", "公告");
  await step("xian", "公告", "签字录入");
  await step("xian", "签字录入", undefined);
  await as("xian", async (page) => {
    await page.goto(`${base}${record}`);
    await page.getByText("未脱贫").first().waitFor();
    expect(await barriers(page)).toEqual([]);
    await page.goto(`${base}/households?search=${encodeURIComponent("周德厚")}`);
    await page.getByText("周德厚").first().waitFor();
    await page.goto(`${base}/procedure?view=list&status=over`);
    await page.getByText("已办成").first().waitFor();
  });
});

test("exit: proposed, checked, confirmed by the household itself on its phone, posted, announced", async () => {
  const [, , key = ""] = /\/households\/(\d+)\/([0-9a-f-]{36})/.exec(record) ?? [];
  await account("nonghu", "周德厚", "household", village, [key]);
  later(120);
  await as("cun", async (page) => {
    const answer = await page.context().request.post(`${base}/api/households/990102/${key}/income`, { headers: { "x-diguan": "1" }, data: { key: crypto.randomUUID(), year: 2018, kind: 10, amountFen: 1_200_000, source: 1, explanation: "外出务工工资条核实" } });
    expect(await answer.json()).toMatchObject({ saved: true });
    const made = await page.context().request.post(`${base}/api/procedure/cases`, { headers: { "x-diguan": "1" }, data: { key: crypto.randomUUID(), purpose: "exit", definition: "householdExit", households: [{ county: 990102, id: key }], reason: "年度退出计划" } });
    const { opened } = await made.json() as { opened: { id: string }[] };
    file = `/procedure/990102/${opened[0]?.id ?? ""}`;
  });
  await step("cun", "民主评议提出", "村两委、工作队核实");
  await step("cun", "村两委、工作队核实", "户主认可");
  await as("nonghu", async (page) => {
    await open(page);
    await page.getByRole("heading", { name: "请您确认是否认可退出" }).waitFor();
    expect(await barriers(page)).toEqual([]);
    await page.getByRole("button", { name: "我认可退出" }).click();
    await due(page, "村内公示");
  }, 360);
  await notice("村内公示", "审定并公告退出", 7);
  await step("xian", "审定并公告退出", "系统标注");
  await step("xian", "系统标注", undefined);
  await as("xian", async (page) => {
    await open(page);
    await page.getByText("退出时的情况已封存").waitFor();
    await page.goto(`${base}${record}`);
    await page.getByText("已脱贫").first().waitFor();
  });
});

test("re-entry by the fast lane: one notice of five days, 返贫 within fifteen", async () => {
  await as("cun", async (page) => {
    await page.goto(`${base}/procedure`);
    await page.getByRole("button", { name: "开始程序" }).click();
    const form = page.getByRole("dialog");
    await form.getByLabel("办什么").click();
    await page.getByTitle("返贫纳入").click();
    await form.getByText("返贫纳入（快速程序）").waitFor();
    await form.getByRole("button", { name: "已有档案" }).click();
    await form.getByRole("combobox", { name: /哪一户/ }).fill("周德厚");
    await page.getByTitle(/^周.厚.*柳湾村/).click();
    await page.keyboard.press("Escape");
    await form.getByLabel("说明").fill("户主大病住院，自付费用高");
    await form.getByRole("button", { name: /^开\s?始$/ }).click();
    await page.waitForURL(/\/procedure\/990102\/[0-9a-f-]{36}/);
    file = new URL(page.url()).pathname;
  });
  await step("cun", "线索与授权", "入户核实");
  await step("cun", "入户核实", "村民代表会议评议");
  await step("cun", "村民代表会议评议", "村级公示（仅一次）");
  await notice("村级公示（仅一次）", "乡镇初审", 5);
  await step("zhen", "乡镇初审", "部门比对");
  await step("xian", "部门比对", "县级审定");
  await step("xian", "县级审定", undefined);
  await as("xian", async (page) => {
    await page.goto(`${base}${record}`);
    await page.getByText("返贫", { exact: true }).first().waitFor();
    await page.goto(`${base}/procedure?view=board`);
    await page.getByText("已办成").first().waitFor();
    expect(await barriers(page)).toEqual([]);
  });
  expect(broken).toEqual([]);
});
