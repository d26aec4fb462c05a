/** Every demonstration role signs in on the page and opens every section that its rail offers: no script error, no barrier. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { barriers, openDesk, pageOf, settled, type Desk } from "./desk.ts";

let desk: Desk;
beforeAll(async () => { desk = await openDesk(); });
afterAll(async () => { await desk?.stop(); });

test("the sign-in page offers one account of each role, and one click signs in", async () => {
  expect(new Set(desk.accounts.map((a) => a.role)).size).toBeGreaterThanOrEqual(14);
  const page = await desk.browser.newPage({ viewport: { width: 1366, height: 768 } });
  await page.goto(`${desk.base}/`);
  await page.waitForURL(/sign-in/);
  expect(await barriers(page)).toEqual([]);
  await page.getByText(desk.accounts.find((a) => a.name === "county")?.displayName ?? "", { exact: false }).first().click();
  await page.waitForURL((url) => url.pathname === "/");
  await settled(page);
  expect(await page.locator("h1").innerText()).toContain("示例县");
  await page.close();
});

const sections = async (name: string, options: Parameters<typeof pageOf>[2] = {}): Promise<{ seen: string[]; found: string[] }> => {
  const { page, broken } = await pageOf(desk, name, options);
  await page.goto(`${desk.base}/`);
  await settled(page);
  const links = await page.locator("nav a[href]").evaluateAll((all) => [...new Set(all.map((a) => a.getAttribute("href") ?? ""))]);
  const found: string[] = [];
  const seen: string[] = [];
  for (const link of ["/", ...links.filter((l) => l.startsWith("/") && l !== "/")]) {
    await page.goto(desk.base + link);
    await settled(page);
    seen.push(link);
    if (await page.locator("h1").count() !== 1) found.push(`${link}: ${await page.locator("h1").count()} h1`);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (wide > 1) found.push(`${link}: ${wide} px wider than the window`);
    found.push(...await barriers(page));
  }
  await page.context().close();
  return { seen, found: [...found, ...broken] };
};

describe("roles", () => {
  for (const name of ["county", "town", "village", "team", "helper", "finance", "department", "city", "province", "auditor", "bank", "enterprise", "social", "household", "system", "security", "audit"]) {
    test(`${name}`, async () => {
      if (!desk.accounts.some((a) => a.name === name)) throw new Error(`there are: ${desk.accounts.map((a) => a.name).join(", ")}`);
      const { seen, found } = await sections(name);
      expect(found).toEqual([]);
      expect(seen.length).toBeGreaterThan(0);
    });
  }
  test("county on a phone's width, dark, in English", async () => {
    const { seen, found } = await sections("county", { width: 360, height: 640, locale: "en", dark: true });
    expect(found).toEqual([]);
    expect(seen.length).toBeGreaterThan(3);
  });
});
