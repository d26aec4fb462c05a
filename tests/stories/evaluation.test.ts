/** An audit in the browser: draw, assign, record (also one that was not reached), close, and the precision that comes out of it. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { barriers, openDesk, pageOf, settled, type Desk } from "./desk.ts";

const town = 990_102_100_000;
let desk: Desk;

beforeAll(async () => { desk = await openDesk(); }, 300_000);
afterAll(() => desk.stop());

const fill = async (page: Page, id: string, value: string): Promise<void> => { await page.locator(`#${id}`).fill(value); await page.locator(`#${id}`).blur(); };
/** Opens the field form of the first household that waits, and answers the questions. */
async function visit(page: Page, answer: "eligible" | "not" | "away"): Promise<void> {
  await page.getByRole("button", { name: "登记", exact: true }).first().click();
  const form = page.getByRole("dialog");
  await form.getByRole("radio", { name: answer === "away" ? "没访到" : "访到", exact: true }).click();
  if (answer === "away") {
    await form.getByRole("combobox", { name: "为什么没访到？" }).click();
    await page.getByTitle("外出，联系不上").click();
  } else {
    await form.getByRole("radio", { name: answer === "eligible" ? "符合" : "不符合", exact: true }).click();
    await fill(page, "record-income", answer === "eligible" ? "2600" : "9800");
    await form.getByRole("radiogroup", { name: "住房安全" }).getByRole("radio", { name: "有保障" }).click();
  }
  await form.getByRole("button", { name: "登记结果" }).click();
  await form.waitFor({ state: "detached" });
}

describe("an audit of a town", () => {
  test("draw → assign → record → close → estimate", async () => {
    const { page, broken } = await pageOf(desk, "auditor");
    await page.goto(`${desk.base}/evaluation/audits/new?region=${town}&year=2018`);
    await settled(page);
    await page.getByText("149 户").waitFor();
    expect(await barriers(page)).toEqual([]);
    await fill(page, "audit-name", "石门镇年末抽查");
    await page.getByRole("radio", { name: /简单随机/ }).check();
    for (const [id, n] of [["size-registered", "3"], ["size-exited", "3"], ["size-others", "4"]] as const) await fill(page, id, n);
    await fill(page, "audit-seed", "story");
    await page.getByRole("button", { name: "抽取样本" }).click();
    await page.getByRole("heading", { level: 1, name: "石门镇年末抽查" }).waitFor();
    // nobody sees who is registered while the audit is open
    expect(await page.getByText(/^(在册|非在册)$/).count()).toBe(0);
    await page.locator("#assign-posts").click();
    await page.getByTitle(/秦岚/).first().click();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "分派", exact: true }).click();
    await page.getByRole("heading", { name: "都已分派" }).waitFor();
    expect(await barriers(page)).toEqual([]);
    await page.reload();
    await settled(page);
    const waiting = page.getByRole("button", { name: "登记", exact: true });
    await waiting.first().waitFor();
    expect(await waiting.count()).toBe(10);
    await visit(page, "away");
    await page.getByText(/备用户 \d+ 号已启用/).waitFor();
    await page.getByText("备用户", { exact: true }).waitFor();
    for (let n = 0; n < 10; n++) await visit(page, n % 4 === 0 ? "eligible" : "not");
    await page.getByRole("heading", { name: /户全部核查完/ }).waitFor();
    await page.getByRole("button", { name: "结束抽查" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "结束抽查" }).click();
    await page.getByRole("link", { name: "看精准度" }).click();
    await page.getByRole("heading", { level: 1, name: "扶贫精准度" }).waitFor();
    await page.getByText("不得单独用于干部排名").waitFor();
    await page.getByText(/总指数不能计算/).waitFor();
    expect(broken).toEqual([]);
    await page.context().close();
  }, 180_000);

  test("the county's page says what is simulated, what cannot be told apart, and where each number comes from", async () => {
    const { page, broken } = await pageOf(desk, "county");
    await page.goto(`${desk.base}/evaluation?year=2018`);
    await settled(page);
    await page.getByText("模拟抽查").waitFor();
    await page.getByRole("heading", { name: /个乡镇低于全县，\d+ 个分不出高低/ }).waitFor();
    for (const word of ["待项目数据", "待资金数据", "待驻村帮扶数据"]) expect(await page.getByText(word).count()).toBeGreaterThan(0);
    expect(await barriers(page)).toEqual([]);
    await page.getByRole("button", { name: "错退" }).press("Enter");
    await page.getByRole("heading", { name: /^错退率/ }).waitFor();
    await page.getByRole("button", { name: "算法" }).click();
    const drawer = page.getByRole("dialog", { name: "算法和参数" });
    await drawer.getByText("ERROR_LIMIT").waitFor();
    await drawer.getByText("POVERTY_LINE").waitFor();
    await page.keyboard.press("Escape");
    // a town by keyboard from the picture
    await page.getByRole("button", { name: /^石门镇/ }).first().focus();
    await page.keyboard.press("Enter");
    await page.waitForURL(new RegExp(`region=${town}`));
    expect(broken).toEqual([]);
    await page.context().close();
  }, 90_000);

  test("phone width: nothing is cut off, the field form fits", async () => {
    const { page, broken } = await pageOf(desk, "auditor", { width: 360, height: 740 });
    await page.goto(`${desk.base}/evaluation?region=990102000000&year=2018`);
    await settled(page);
    await page.getByText("模拟抽查").waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    expect(await barriers(page)).toEqual([]);
    expect(broken).toEqual([]);
    await page.context().close();
  }, 60_000);
});
