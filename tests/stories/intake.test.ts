/** In a real browser: a county officer imports the county's workbook and reads the findings; a bigger file, the server killed in the middle, goes on by itself. */
import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Page } from "playwright-core";
import { barriers, openDesk, pageOf, settled, type Desk } from "./desk.ts";

const workbook = path.resolve(import.meta.dirname, "../fixtures/county-export-2017.xlsx");
let desk: Desk;
beforeAll(async () => { desk = await openDesk(); });
afterAll(async () => { await desk.stop(); });

const waitFor = (page: Page, text: string, timeout = 90_000): Promise<void> => page.getByText(text, { exact: false }).first().waitFor({ timeout });

test("workbook: upload, findings by rule, mapping, import, undo", async () => {
  const { page, broken } = await pageOf(desk, "county");
  await page.goto(`${desk.base}/intake`);
  await settled(page);
  expect(await barriers(page)).toEqual([]);
  await page.setInputFiles("input[type=file]", workbook);
  await waitFor(page, "将新增 1,149 行");
  await page.getByText("67 列中 67 列已对上").waitFor();
  await page.locator(".rule-list button", { hasText: "DQ-003" }).click();
  await page.locator(".finding-rows td", { hasText: "147" }).first().waitFor();
  expect(await barriers(page)).toEqual([]);
  await page.getByRole("button", { name: "确认导入" }).click();
  await waitFor(page, "已新增 1,149 行");
  expect(await barriers(page)).toEqual([]);
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "下载问题表" }).click()]);
  expect(download.suggestedFilename()).toBe("county-export-2017-问题.xlsx");
  expect(fs.statSync(await download.path()).size).toBeGreaterThan(100_000);
  await page.getByRole("button", { name: "撤销这次导入" }).click();
  await page.getByRole("button", { name: "确 定" }).or(page.getByRole("button", { name: "确定" })).click();
  await waitFor(page, "已恢复 320 户");
  expect(broken).toEqual([]);
}, 300_000);

test("the server killed in the middle of an import takes it up again", async () => {
  const file = path.join(desk.dir, "many.csv");
  fs.writeFileSync(file, `年度,省,市,县,乡镇,行政村,户编号,人编号,姓名,与户主关系\n${Array.from({ length: 6000 }, (_, i) => { const code = `9905${String(i).padStart(8, "0")}`; return `2016,示例省,滴灌市,示例县,青石镇,第${i % 40}村,${code},${code}0001,甲,户主\n`; }).join("")}`);
  const { page } = await pageOf(desk, "county");
  await page.goto(`${desk.base}/intake`);
  await settled(page);
  await page.setInputFiles("input[type=file]", file);
  await waitFor(page, "将新增 6,000 行");
  const batch = new URL(page.url()).pathname;
  await page.getByRole("button", { name: "确认导入" }).click();
  await page.getByText("正在写入").waitFor({ timeout: 60_000 });
  await desk.killAndRestart();
  const again = await pageOf(desk, "county");
  await again.page.goto(`${desk.base}${batch}`);
  await waitFor(again.page, "已新增 6,000 行", 180_000);
  expect(await again.page.locator(".drip li.done").count()).toBe(4);
}, 400_000);
