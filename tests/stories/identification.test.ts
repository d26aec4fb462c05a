/** In a real browser: a county officer sees who may be poor and why, opens a household's score sheet, finds what would change it, and a second person approves a scheme. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Page } from "playwright-core";
import { barriers, openDesk, pageOf, settled, type Desk } from "./desk.ts";

let desk: Desk;
let page: Page;
let broken: readonly string[];
let sheet = "";
beforeAll(async () => { desk = await openDesk(); ({ page, broken } = await pageOf(desk, "county")); page.setDefaultTimeout(10_000); });
afterAll(async () => { await desk?.stop(); });

const go = async (path: string): Promise<void> => { await page.goto(desk.base + path); await settled(page); };
const cards = (): Promise<string[]> => page.locator("main h2").allInnerTexts();

test("the page of the county leads with findings, and goes down to a town and back", async () => {
  await go("/identification?year=2018");
  await page.locator(".tiles button").first().waitFor();
  const titles = await cards();
  expect(titles[0]).toMatch(/^示例县低于标准的人占 \d/);
  expect(titles.join("\n")).toMatch(/多维贫困 \d+\.\d% ± \d/);
  expect(await page.locator("main").innerText()).toMatch(/30\.54%[\s\S]*22\.88%/);
  expect(await page.locator("main").innerText()).toContain("2018-01-01 起");
  expect(await barriers(page)).toEqual([]);
  const [name] = await page.locator(".heat-table tbody th button").allInnerTexts();
  await page.locator(".heat-table tbody th button").first().click();
  await page.waitForURL(/region=99010\d{7}/);
  await settled(page);
  await page.locator("main h2").filter({ hasText: `${name}低于标准的人占` }).first().waitFor();
  expect((await cards())[0]).toContain(name);
});

test("households whose recommendation differs are listed, filtered, exported, and opened by keyboard", async () => {
  await go("/identification?year=2018");
  await page.locator(".tiles button").filter({ hasText: "疑似漏评或错退" }).click();
  await page.waitForURL(/difference=maybeMissed/);
  await page.locator("tbody tr").first().waitFor();
  expect(await page.locator("tbody").innerText()).not.toContain("疑似错评");
  expect(await barriers(page)).toEqual([]);
  const href = await page.getByRole("link", { name: "导出 Excel" }).getAttribute("href");
  const file = await page.context().request.get(desk.base + (href ?? ""));
  expect(file.status()).toBe(200);
  expect((await file.body()).subarray(0, 2).toString()).toBe("PK");
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/identification\/\d{6}\/[0-9a-f-]{36}/);
  await settled(page);
  sheet = new URL(page.url()).pathname;
});

test("the score sheet says what each item contributed, by which number, and what would change it", async () => {
  await page.locator(".score h2").first().waitFor();
  const text = await page.locator("main").innerText();
  expect(text).toMatch(/剥夺 \d+\/18，临界值 6\/18/);
  expect(text).toMatch(/四看法 \d+(–\d+)? 分，分数线 60/);
  expect(text).toContain("AF_DROPOUT");
  expect(text).toContain("POVERTY_LINE");
  expect(text).toMatch(/什么会改变建议/);
  expect(text).toContain("不是结论");
  expect(await barriers(page)).toEqual([]);
  await page.getByRole("link", { name: "户档" }).last().click();
  await page.waitForURL(/\/households\/\d{6}\//);
  await page.locator(".family").waitFor();
  await page.getByRole("link", { name: "评定依据" }).click();
  await page.waitForURL(/\/identification\/\d{6}\//);
});

test("a new assessment stands beside the old one", async () => {
  await go("/identification?year=2018");
  await page.getByRole("button", { name: "重新评定" }).click();
  await page.getByText(/已评定 [\d,]+ 户/).first().waitFor();
  await go(`${sheet}?year=2018`);
  await page.locator(".score h2").filter({ hasText: "历次评定 2 次" }).waitFor();
  expect(await page.locator(".score h2").allInnerTexts()).toContain("历次评定 2 次");
});

test("health items are hidden from the province, and the page reads in English, in the dark and on a narrow screen", async () => {
  const province = await pageOf(desk, "province", { locale: "en", dark: true });
  await province.page.goto(`${desk.base}${sheet}?year=2018`);
  await settled(province.page);
  await province.page.locator(".score h2").first().waitFor();
  const text = await province.page.locator("main").innerText();
  expect(text).toContain("needs clearance for health data");
  expect(text).toMatch(/Deprivation \d+–\d+\/18/);
  expect(await barriers(province.page)).toEqual([]);
  await province.page.context().close();
  const phone = await pageOf(desk, "county", { width: 360, height: 760 });
  for (const path of ["/identification?year=2018", "/identification?year=2018&view=list&difference=both", `${sheet}?year=2018`]) {
    await phone.page.goto(desk.base + path);
    await settled(phone.page);
    expect(await phone.page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(360);
  }
  expect([...province.broken, ...phone.broken]).toEqual([]);
  await phone.page.context().close();
});

test("nothing broke on the way", () => expect(broken).toEqual([]));
