/**
 * Takes the pictures of the READMEs from a running demonstration: `node scripts/pictures.ts http://127.0.0.1:8080`.
 * Run it on a fresh demonstration whenever the look of a page has changed.
 */
import path from "node:path";
import type { Page } from "playwright-core";
import { openBrowser } from "../tests/browser.ts";

const [, , base = "http://127.0.0.1:8080"] = process.argv;
const out = path.resolve(import.meta.dirname, "../docs/pictures");
const browser = await openBrowser();

interface Look { readonly name: string; readonly at: string; readonly as?: string; readonly phone?: true; readonly dark?: true; readonly first?: (page: Page) => Promise<void> }

const household = async (): Promise<string> => {
  const context = await browser.newContext();
  await context.request.post(`${base}/api/session/sign-in`, { headers: { "x-diguan": "1" }, data: { name: "county", password: "diguan-demo" } });
  const { rows } = await (await context.request.get(`${base}/api/households?year=2018&exitState=0&limit=3`)).json() as { rows: { county: number; id: string }[] };
  await context.close();
  return `${rows[0]?.county}/${rows[0]?.id}`;
};
const home = await household();

const looks: readonly Look[] = [
  { name: "sign-in", at: "/sign-in", as: "" }, { name: "home", at: "/" }, { name: "home-dark", at: "/", dark: true }, { name: "phone", at: "/", as: "village", phone: true }, { name: "phone-list", at: "/households", as: "village", phone: true },
  { name: "households", at: "/households" }, { name: "household", at: `/households/${home}` }, { name: "help", at: `/households/${home}?tab=help` }, { name: "score", at: `/identification/${home}` },
  { name: "quality", at: "/quality" }, { name: "worklist", at: "/quality?view=list", first: async (page) => { await page.locator("tbody tr").first().click(); } },
  { name: "comparison", at: "/comparison", first: async (page) => { await page.locator("tbody tr").first().click(); } }, { name: "duplicates", at: "/comparison/duplicates" },
  { name: "identification", at: "/identification" }, { name: "procedure", at: "/procedure?view=board" }, { name: "rules", at: "/rules" }, { name: "precision", at: "/evaluation" }, { name: "regions", at: "/regions" },
  { name: "import", at: "/intake", first: async (page) => { await page.setInputFiles("input[type=file]", path.resolve(import.meta.dirname, "../tests/fixtures/county-export-2017.xlsx")); await page.getByText("67 列中 67 列已对上").waitFor(); } },
];

for (const look of looks) {
  const context = await browser.newContext({ viewport: look.phone ? { width: 360, height: 640 } : { width: 1366, height: 768 }, deviceScaleFactor: look.phone ? 2 : 1, locale: "zh-CN", colorScheme: look.dark ? "dark" : "light", reducedMotion: "reduce" });
  if (look.as !== "") await context.request.post(`${base}/api/session/sign-in`, { headers: { "x-diguan": "1" }, data: { name: look.as ?? "county", password: "diguan-demo" } });
  const page = await context.newPage();
  await page.goto(base + look.at);
  await page.waitForLoadState("networkidle");
  await page.locator("h1").first().waitFor();
  await look.first?.(page);
  await page.waitForLoadState("networkidle");
  await page.waitForTimeout(600);
  await page.screenshot({ path: path.join(out, `${look.name}.png`) });
  process.stdout.write(`${look.name}\n`);
  await context.close();
}
await browser.close();
