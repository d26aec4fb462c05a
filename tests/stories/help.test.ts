/** Help in the browser: a town officer plans a measure, moves it on, assigns a helper; the page and its dialogs are free of barriers. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { barriers, openDesk, pageOf, settled, type Desk } from "./desk.ts";

let desk: Desk;
beforeAll(async () => { desk = await openDesk(); }, 180_000);
afterAll(() => desk?.stop());

test("a measure is planned with the household, carried out step by step, and a helper is assigned", async () => {
  const { page, broken } = await pageOf(desk, "county");
  const list = await (await page.context().request.get(`${desk.base}/api/households?year=2018&exitState=0&limit=5`)).json() as { rows: { county: number; id: string }[] };
  const [home] = list.rows;
  await page.goto(`${desk.base}/households/${home?.county}/${home?.id}?tab=help`);
  await settled(page);
  await page.getByRole("button", { name: "制定措施" }).waitFor();
  expect(await barriers(page)).toEqual([]);
  await page.getByRole("button", { name: "制定措施" }).click();
  const plan = page.getByRole("dialog", { name: "制定措施" });
  await plan.getByLabel("措施").click();
  await page.keyboard.type("电商");
  await page.keyboard.press("Enter");
  await plan.getByLabel("内容").fill("土蜂蜜网店");
  await plan.getByRole("button", { name: /保\s*存/ }).click();
  await plan.waitFor({ state: "hidden" });
  const row = page.locator(".help-list > li", { hasText: "土蜂蜜网店" });
  await row.locator(".tag", { hasText: "计划" }).waitFor();
  await row.getByRole("button", { name: "更新进度" }).click();
  const move = page.getByRole("dialog", { name: "更新进度" });
  expect(await barriers(page)).toEqual([]);
  await move.getByRole("button", { name: /保\s*存/ }).click();
  await move.waitFor({ state: "hidden" });
  await row.locator(".tag", { hasText: "已审批" }).waitFor();
  // a step that leaves out its day is refused in words, and the dialog keeps what was typed
  await row.getByRole("button", { name: "更新进度" }).click();
  await move.getByRole("button", { name: /保\s*存/ }).click();
  await page.getByText("措施已实施，请填开始日期。").waitFor();
  await move.getByLabel("开始日期").fill("2018-05-01");
  await move.getByRole("button", { name: /保\s*存/ }).click();
  await move.waitFor({ state: "hidden" });
  await row.locator(".tag", { hasText: "实施中" }).waitFor();
  expect(broken).toEqual([]);
}, 120_000);

test("the helpers of the county, on a desk and on a phone", async () => {
  for (const options of [{}, { width: 360, height: 640, dark: true, locale: "en" }]) {
    const { page, broken } = await pageOf(desk, "county", options);
    await page.goto(`${desk.base}/helpers`);
    await settled(page);
    await page.locator("tbody tr").first().waitFor();
    expect(await barriers(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= globalThis.innerWidth)).toBe(true);
    expect(broken).toEqual([]);
  }
}, 60_000);
