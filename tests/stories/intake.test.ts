/** In a real browser: a county officer imports the county's workbook, reads the findings by rule, takes the error workbook, and takes the import back. */
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
