/** 查重 in the browser: the county opens a pair, sees both records side by side, decides by keys with a reason, undoes it; the village may only look. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { barriers, openDesk, pageOf, settled, type Desk } from "./desk.ts";

let desk: Desk;
beforeAll(async () => { desk = await openDesk(); });
afterAll(async () => { await desk?.stop(); });

test("a pair is decided by keys and the decision is undone", async () => {
  const { page, broken } = await pageOf(desk, "county");
  await page.goto(`${desk.base}/comparison/duplicates`);
  await settled(page);
  const rows = page.locator("[data-row]");
  const before = await rows.count();
  expect(before).toBeGreaterThan(2);
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.locator(".pair-facts").waitFor();
  const name = await page.locator(".pane-head h2").innerText();
  // both columns have the same facts, numbers are masked, no verdict is chosen beforehand
  expect(await page.locator(".pair-facts tbody tr").count()).toBe(6);
  expect(await page.locator(".pair-facts").innerText()).toMatch(/\d{6}\*{7,8}[\dX]{4}/);
  expect(await page.locator(".verdicts [aria-checked=true]").count()).toBe(0);
  expect(await page.locator(".pane").innerText()).toContain("DUPLICATE_LEAST_PERCENT");
  expect(await barriers(page)).toEqual([]);
  await page.keyboard.press("1");
  expect(await page.locator(".verdicts [aria-checked=true]").innerText()).toContain("同一人");
  // too short a reason does nothing
  await page.keyboard.type("是");
  await page.keyboard.press("Enter");
  await page.waitForTimeout(300);
  expect(await page.locator(".pane-head h2").innerText()).toBe(name);
  await page.keyboard.type("本人确认重复登记");
  await page.keyboard.press("Enter");
  await page.getByText("已判定。").waitFor();
  await expect.poll(() => rows.count()).toBe(before - 1);
  expect(await page.locator(".page-head").innerText()).toMatch(/对待户档处理/);
  // the next one is open; go to what was decided and take it back
  await page.goto(`${desk.base}/comparison/duplicates?state=same`);
  await settled(page);
  await page.locator("[data-row]").first().click();
  await page.locator(".events").waitFor();
  expect(await page.locator(".pane-head").innerText()).toContain("待户档处理");
  await page.locator(".decide input").fill("判错了，应先入户");
  await page.getByRole("button", { name: "撤销" }).click();
  await page.getByText("已撤销。").waitFor();
  await expect.poll(async () => page.locator(".events li").count()).toBeGreaterThan(1);
  expect(broken).toEqual([]);
  await page.context().close();
});

test("the village sees its own pairs and may not decide; a phone's width, dark, English", async () => {
  const { page, broken } = await pageOf(desk, "county", { width: 360, height: 640, locale: "en", dark: true });
  await page.goto(`${desk.base}/comparison/duplicates`);
  await settled(page);
  await page.locator("[data-row]").first().click();
  await page.locator(".pair-facts").waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(1);
  expect(await barriers(page)).toEqual([]);
  await page.context().close();
  const village = await pageOf(desk, "village");
  await village.page.goto(`${desk.base}/comparison/duplicates`);
  await settled(village.page);
  expect(await village.page.getByRole("button", { name: "重新查重" }).count()).toBe(0);
  expect([...broken, ...village.broken]).toEqual([]);
});
