/** A rule's life in a real browser: a wrong name is refused with the right one offered, the sound text is simulated, a second person approves, it is in force; and a parameter by two persons. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Page } from "playwright-core";
import { barriers, openDesk, pageOf, settled, type Desk } from "./desk.ts";

let desk: Desk;
beforeAll(async () => { desk = await openDesk(); });
afterAll(async () => desk.stop());

const seen: string[] = [];
const done = (page: Page, text: string): Promise<void> => page.getByText(text, { exact: false }).first().waitFor();

describe("rules", () => {
  let address = "";
  test("a wrong name is refused where it stands, the right one is offered, and the fixed text is saved", async () => {
    const { page, broken } = await pageOf(desk, "province");
    await page.goto(`${desk.base}/rules`);
    await settled(page);
    await done(page, "贫困户识别规则");
    seen.push(...await barriers(page));
    await page.getByRole("button", { name: "新建规则" }).click();
    await page.getByLabel("名称（中文）").fill("省级收入规则");
    await page.getByLabel("依据（法规、文号）").fill("省扶贫办文件〔2018〕9号");
    await page.getByLabel("规则文本").fill("// 收入\nperCapitaYaun < POVERTY_LINE");
    await done(page, "您要写的是不是 perCapitaYuan？");
    await page.getByRole("button", { name: "第 2 行第 1 列" }).click();
    expect(await page.locator("#rule-text").evaluate((field: HTMLTextAreaElement) => field.value.slice(field.selectionStart, field.selectionEnd))).toBe("perCapitaYaun");
    expect(await page.getByRole("button", { name: "保存草稿" }).isDisabled()).toBe(true);
    seen.push(...await barriers(page));
    await page.getByLabel("查找名称，中英文均可").fill("人均纯收入");
    await page.getByRole("button", { name: "perCapitaYuan" }).click();
    await done(page, "没有错误");
    await page.getByRole("button", { name: "保存草稿" }).click();
    await page.waitForURL(/\/rules\/[0-9a-f-]{36}/);
    await done(page, "还没有对全部适用范围模拟");
    address = new URL(page.url()).pathname;
    expect(broken).toEqual([]);
    await page.context().close();
  });

  test("it is tried, simulated over the province, and shows who would change and why", async () => {
    const { page, broken } = await pageOf(desk, "province");
    await page.goto(`${desk.base}${address}`);
    await settled(page);
    await page.getByRole("button", { name: "试算" }).click();
    await page.locator(".totals dl").first().waitFor();
    await page.getByRole("button", { name: "模拟", exact: true }).click();
    await page.waitForURL(/view=run/);
    await page.locator("tr[data-row]").first().waitFor();
    await page.locator("tr[data-row]").first().focus();
    await page.keyboard.press("Enter");
    await page.locator(".reason.decisive").first().waitFor();
    expect(await page.locator(".reason.decisive").first().innerText()).toMatch(/^人均纯收入 [\d,.]+ 元，(低于|不低于)扶贫标准 3,535 元（参数 POVERTY_LINE，2018-01-01 起，来源：.+）——(符合|不符合)$/);
    seen.push(...await barriers(page));
    const file = await page.request.get(`${desk.base}/api/rules/runs/${new URL(page.url()).searchParams.get("run") ?? ""}/changes.xlsx`);
    // the province sees figures and reasons; lists of households leave the county only by the county's hand
    expect(file.status()).toBe(403);
    await page.getByRole("tab", { name: "文本" }).click();
    await done(page, "已完成模拟");
    await page.getByRole("button", { name: "送 审" }).or(page.getByRole("button", { name: "送审" })).first().click();
    await done(page, "须由另一人批准");
    expect(await page.getByRole("button", { name: /批\s?准/ }).count()).toBe(0);
    expect(broken).toEqual([]);
    await page.context().close();
  });

  test("a second person of the province approves it, and it is in force", async () => {
    const { page, broken } = await pageOf(desk, "province2");
    await page.goto(`${desk.base}${address}`);
    await settled(page);
    await done(page, "您不是起草人，可以批准或退回");
    await page.getByRole("button", { name: /^批\s?准$/ }).click();
    await page.locator(".page-head .tag.ok").waitFor();
    expect(await page.locator(".page-head .tag.ok").innerText()).toBe("生效中");
    await page.getByRole("tab", { name: "版本和修改" }).click();
    await done(page, "韩卫国");
    seen.push(...await barriers(page));
    expect(broken).toEqual([]);
    await page.context().close();
  });

  test("the county reads the province's rule, simulates its own households, and may not change the text", async () => {
    const { page, broken } = await pageOf(desk, "county", { width: 360, height: 740 });
    await page.goto(`${desk.base}${address}`);
    await settled(page);
    await done(page, "只读：这条规则由上级维护");
    await page.getByRole("button", { name: "模拟", exact: true }).click();
    await page.waitForURL(/view=run/);
    await done(page, "只模拟了一部分地区");
    expect(await page.evaluate(() => document.documentElement.scrollWidth - globalThis.innerWidth)).toBeLessThanOrEqual(0);
    seen.push(...await barriers(page));
    expect(broken).toEqual([]);
    await page.context().close();
  });

  test("a parameter of the county is proposed by the county, approved by the province, and in force", async () => {
    const { page, broken } = await pageOf(desk, "county");
    await page.goto(`${desk.base}/parameters?code=POVERTY_LINE`);
    await settled(page);
    await page.getByRole("button", { name: "提出新值" }).click();
    await page.getByLabel("新值 (元/人·年)").fill("4200");
    await page.getByLabel("起始日期").fill("2021-01-01");
    await page.locator(".propose label.wide input").first().fill("县政府文件〔2020〕12号");
    await page.locator(".propose label.wide input").nth(1).fill("本县物价较高");
    await page.getByRole("button", { name: "提 交" }).or(page.getByRole("button", { name: "提交" })).first().click();
    await done(page, "须由另一人决定");
    seen.push(...await barriers(page));
    await page.context().close();
    const second = await pageOf(desk, "province");
    await second.page.goto(`${desk.base}/parameters?region=990102000000&code=POVERTY_LINE`);
    await settled(second.page);
    await second.page.getByRole("button", { name: /^批\s?准$/ }).click();
    await done(second.page, "已批准");
    await done(second.page, "4,200 元/人·年");
    expect([...broken, ...second.broken]).toEqual([]);
    await second.page.context().close();
  });

  test("nothing on these pages stands in anybody's way", () => { expect([...new Set(seen)]).toEqual([]); });
});
