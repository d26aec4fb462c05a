/** In a real browser: a county uploads the vehicles of the police, reads the report, sends a suspicion to the village, which checks it at the house from a phone; the county excuses it, and the household's neighbour in the file stays a suspicion. */
import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Page } from "playwright-core";
import { makeHousehold } from "@diguan/core/demo/household.ts";
import { householdIn } from "@diguan/core/demo/year.ts";
import { demonstrationHouseholds, demonstrationPlan } from "../../server/src/demo/seed.ts";
import { barriers, openDesk, pageOf, settled, type Desk } from "./desk.ts";

const village = 990_102_100_200;
let desk: Desk;
beforeAll(async () => { desk = await openDesk(); });
afterAll(async () => { await desk.stop(); });

const waitFor = (page: Page, text: string): Promise<void> => page.getByText(text, { exact: false }).first().waitFor({ timeout: 60_000 });
const choose = async (page: Page, label: string, option: string): Promise<void> => { await page.getByRole("combobox", { name: label }).click(); await page.locator(".ant-select-item-option", { hasText: option }).first().click(); };

test("upload, report, send, check at the house, decide, exception", async () => {
  const [size = 1400] = demonstrationHouseholds;
  const plan = demonstrationPlan(0, size);
  const heads = Array.from({ length: size }, (_, i) => makeHousehold(plan, i)).filter((r) => r.village.code === village && r.enrolledYear <= 2018).slice(0, 2).map((r) => householdIn(plan, r, 2018).members[0]);
  const file = path.join(desk.dir, "vehicles.csv");
  fs.writeFileSync(file, ["车主,身份证号,车辆类型,购置价,登记日期,备注", ...heads.map((m) => `${m?.name ?? ""},${(m?.certNo ?? "").slice(0, 18)},小型轿车,86000,2017-05-06,不读取的列`), "某甲,99010119700101001X,小型轿车,90000,2016-01-01,"].join("\n"));

  const county = await pageOf(desk, "county");
  await county.page.goto(`${desk.base}/comparison?view=batches`);
  await settled(county.page);
  expect(await barriers(county.page)).toEqual([]);
  // without a legal basis there is nothing to send
  await county.page.setInputFiles("input[type=file]", file);
  expect(await county.page.getByRole("button", { name: "读取并比对" }).isDisabled()).toBe(true);
  await choose(county.page, "法律依据", "履行法定职责");
  await county.page.getByRole("button", { name: "读取并比对" }).click();
  await waitFor(county.page, "比对完成");
  await waitFor(county.page, "没有读取的列：备注");
  expect(await barriers(county.page)).toEqual([]);

  await county.page.goto(`${desk.base}/comparison?tab=new&kind=X03&region=${village}`);
  await settled(county.page);
  await county.page.locator("[data-row]").first().waitFor();
  await county.page.keyboard.press("j");
  await county.page.keyboard.press("Enter");
  await waitFor(county.page, "同一人概率");
  await waitFor(county.page, "消费型车辆购置价限额 30,000");
  expect(await barriers(county.page)).toEqual([]);
  await county.page.locator(".pane-acts").getByRole("button", { name: "下发" }).click();
  await waitFor(county.page, "已办理");

  const worker = await pageOf(desk, "village", { width: 360, height: 740 });
  await worker.page.goto(`${desk.base}/comparison?kind=X03`);
  await settled(worker.page);
  await worker.page.locator("[data-row]").first().click();
  await worker.page.getByRole("radio", { name: "情有可原" }).click();
  await worker.page.getByRole("textbox", { name: "核实人一" }).fill("田秀珍");
  await worker.page.getByRole("textbox", { name: "核实人二" }).fill("何志强");
  await worker.page.getByRole("textbox", { name: "看到的情况" }).fill("轿车为其弟所有，借用户主名义登记。");
  expect(await worker.page.getByRole("button", { name: "提交核实结果" }).isDisabled()).toBe(true);
  await worker.page.getByRole("textbox", { name: "佐证" }).fill("村委会证明 2018-7 号");
  expect(await barriers(worker.page)).toEqual([]);
  await worker.page.getByRole("button", { name: "提交核实结果" }).click();
  await waitFor(worker.page, "已办理");

  await county.page.goto(`${desk.base}/comparison?tab=review&kind=X03&region=${village}`);
  await settled(county.page);
  await county.page.locator("[data-row]").first().click();
  await waitFor(county.page, "村级核实：情有可原");
  await county.page.keyboard.press("3");
  await choose(county.page, "依据", "亲友借名登记");
  await county.page.getByRole("textbox", { name: "意见" }).fill("证明齐全，同意列入例外。");
  expect(await barriers(county.page)).toEqual([]);
  await county.page.getByRole("button", { name: "审定，看下一条" }).click();
  await waitFor(county.page, "已办理");
  await county.page.goto(`${desk.base}/comparison?view=exceptions`);
  await waitFor(county.page, "亲友借名登记");
  expect(await barriers(county.page)).toEqual([]);

  const dark = await pageOf(desk, "county", { dark: true, locale: "en" });
  await dark.page.goto(`${desk.base}/comparison`);
  await settled(dark.page);
  await dark.page.locator("[data-row]").first().click();
  await waitFor(dark.page, "Same person");
  expect(await barriers(dark.page)).toEqual([]);
  expect([...county.broken, ...worker.broken, ...dark.broken]).toEqual([]);
}, 300_000);
