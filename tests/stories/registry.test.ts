/** In a real browser: an officer finds a household, looks at a masked number, corrects a field, sees the past, records a birth and income, attaches a photo, prints. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Page } from "playwright-core";
import { pdfText } from "../pdf.ts";
import { barriers, openDesk, pageOf, settled, type Desk } from "./desk.ts";

let desk: Desk;
let page: Page;
let broken: readonly string[];
let home = "";
beforeAll(async () => { desk = await openDesk(); ({ page, broken } = await pageOf(desk, "county")); page.setDefaultTimeout(10_000); });
afterAll(async () => { await desk?.stop(); });

const go = async (path: string): Promise<void> => { await page.goto(desk.base + path); await settled(page); };
const rows = (): Promise<void> => page.locator("tbody tr").first().waitFor();
const tab = async (name: string): Promise<void> => { await page.getByRole("tab", { name }).click(); await page.getByRole("tab", { name, selected: true }).waitFor(); await settled(page); };
/** Saves; when the change raises a question, the officer explains and saves again. */
const saveExplained = async (why: string): Promise<void> => {
  const explain = page.getByLabel("情况说明");
  if (await explain.isVisible()) await explain.fill(why);
  await page.getByRole("dialog").getByRole("button", { name: "保存" }).click();
  await Promise.race([page.getByRole("dialog").waitFor({ state: "hidden" }), explain.waitFor()]);
  if (await explain.isVisible() && (await explain.inputValue()) === "") { await explain.fill(why); await page.getByRole("dialog").getByRole("button", { name: "保存" }).click(); }
};
const done = (): Promise<void> => page.getByText("已保存").first().waitFor();

test("finds a household in the list by keyboard and filter", async () => {
  await go("/households?year=2018");
  await page.getByLabel("脱贫属性").first().click();
  await page.locator(".ant-select-item-option").filter({ hasText: "未脱贫" }).click();
  await page.waitForURL(/exitState=0/);
  await settled(page);
  await page.locator("tbody").getByText("已脱贫").first().waitFor({ state: "detached" });
  expect(await page.locator("tbody tr").count()).toBeGreaterThan(0);
  expect(await page.locator("tbody").innerText()).not.toContain("已脱贫");
  await go("/households?year=2018");
  await rows();
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/households\/\d{6}\/[0-9a-f-]{36}/);
  await page.locator(".family").waitFor();
  home = new URL(page.url()).pathname;
  expect(await page.locator("h1").innerText()).toMatch(/户$/);
  expect(await barriers(page)).toEqual([]);
});

test("a masked number opens with a reason, with a countdown, and closes again", async () => {
  const card = page.locator("dl.kv").first();
  expect(await card.innerText()).toMatch(/\d{6}\*{8,}/);
  await page.getByRole("button", { name: "查看户主证件" }).click();
  await page.getByText("核对身份").click();
  await page.getByRole("dialog").getByRole("button", { name: "查看" }).click();
  await page.locator(".revealed").waitFor();
  expect(await page.locator(".revealed").innerText()).toMatch(/\d{17}[\dX][\s\S]*遮住/);
  await page.locator(".revealed button").click();
  expect(await page.locator(".revealed").count()).toBe(0);
});

test("an impossible value is told under its field; the corrected one is saved and stands in the history", async () => {
  await tab("成员");
  await page.getByRole("button", { name: "修改" }).first().click();
  const months = page.getByLabel("务工时间");
  const before = await months.inputValue();
  await months.fill("15");
  await page.getByLabel("修改理由").fill("核对务工合同");
  await page.getByRole("button", { name: "保存" }).click();
  await page.getByText("必须改正").first().waitFor();
  expect(await page.locator(".fault").filter({ hasText: "15" }).count()).toBe(1);
  expect(await barriers(page)).toEqual([]);
  await months.fill(before === "6" ? "5" : "6");
  await saveExplained("按务工合同和工资流水核实");
  await done();
  await tab("变更记录");
  expect(await page.locator(".timeline li").first().innerText()).toMatch(/更正[\s\S]*务工时间[\s\S]*→[\s\S]*核对务工合同/);
  await page.locator(".timeline").getByRole("button", { name: "看当时" }).nth(1).click();
  await page.locator(".as-of").waitFor();
  expect(await page.getByRole("button", { name: "人口变动" }).count()).toBe(0);
  await page.getByRole("button", { name: "回到现在" }).click();
  await page.locator(".as-of").waitFor({ state: "detached" });
});

test("a line of income changes the totals, which nobody can type", async () => {
  await tab("收入台账");
  const total = async (): Promise<string> => page.locator("tr.total td").last().innerText();
  const before = await total();
  await page.getByRole("button", { name: "登记一笔" }).click();
  await page.getByRole("dialog").locator(".ant-select").first().click();
  await page.locator(".ant-select-item-option").filter({ hasText: "务工收入" }).click();
  await page.getByLabel("金额").fill("1200");
  await saveExplained("台账核对一致");
  await expect.poll(total).not.toBe(before);
});

test("a photo is attached by its content, and the handbook prints masked", async () => {
  await tab("依据和原件");
  await page.getByRole("button", { name: "存入原件" }).click();
  const pixel = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");
  await page.locator("input[type=file]").setInputFiles({ name: "房屋.jpg", mimeType: "image/jpeg", buffer: pixel });
  await page.getByRole("dialog").getByRole("button", { name: "存入" }).click();
  await page.getByText("已存入").first().waitFor();
  await settled(page);
  expect(await page.locator(".thumbs img").count()).toBe(1);
  const printed = await page.request.get(`${desk.base}/api${home}/handbook.pdf?year=2018`);
  expect(printed.headers()["content-type"]).toBe("application/pdf");
  const { text, pages } = pdfText(await printed.body());
  expect(text).toContain(`1 / ${pages}`);
  expect(text).toContain("查验码");
  expect(text).not.toMatch(/[^\d]\d{17}[\dX][^\d]/);
});

test("search by name finds people in the whole county; a village has its page", async () => {
  await page.locator("#search").fill("王");
  await page.keyboard.press("Enter");
  await page.waitForURL(/search=/);
  await rows();
  expect(await page.locator("tbody tr").count()).toBeGreaterThan(1);
  expect(await page.locator("tbody tr").first().innerText()).toMatch(/^王/);
  await go(home);
  await page.locator(".page-head .line a").click();
  await page.waitForURL(/\/villages\/\d{12}/);
  await page.locator(".village").waitFor();
  expect(await barriers(page)).toEqual([]);
  expect(broken).toEqual([]);
});
