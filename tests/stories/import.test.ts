/**
 * In a real browser: a county officer imports the county's spreadsheet, reads the findings, corrects one and sees it waiting
 * for verification; a large workbook whose server is killed in the middle is resumed, and taken back as one act.
 */
import fs from "node:fs";
import path from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { generate } from "../../server/src/demo/generate.ts";
import { barriers, openDesk, pageOf, settled, type Desk } from "./desk.ts";

const workbook = path.resolve(import.meta.dirname, "../fixtures/county-export-2017.xlsx");
let desk: Desk;
let page: Page;
let broken: readonly string[];
beforeAll(async () => { desk = await openDesk(); ({ page, broken } = await pageOf(desk, "county")); });
afterAll(async () => { await desk?.stop(); });

interface Batch { readonly id: string; readonly state: string; readonly done: number; readonly total: number; readonly counts: { readonly rows: number; readonly created: number; readonly unchanged: number; readonly rejected: number; readonly persons: number } | null }
const api = async <T>(method: "GET" | "POST" | "PUT", at: string, body?: unknown): Promise<T> => {
  const answer = await page.context().request.fetch(desk.base + at, { method, headers: { "x-diguan": "1" }, ...(body === undefined ? {} : { data: body }) });
  if (!answer.ok()) throw new Error(`${answer.status()} ${await answer.text()}`);
  return await answer.json() as T;
};
async function until(id: string, states: readonly string[]): Promise<Batch> {
  for (;;) {
    const batch = await api<Batch>("GET", `/api/intake/batches/${id}`);
    if (states.includes(batch.state)) return batch;
    if (batch.state === "failed") throw new Error(JSON.stringify(batch));
    await page.waitForTimeout(250);
  }
}

test("the workbook is understood, previewed and taken on the page", async () => {
  await page.goto(`${desk.base}/intake`);
  await settled(page);
  expect(await barriers(page)).toEqual([]);
  await page.locator('input[type="file"]').setInputFiles(workbook);
  await page.waitForURL(/\/intake\/[0-9a-f-]{36}/);
  await page.getByRole("button", { name: "确认导入" }).waitFor();
  const preview = await page.locator("main").innerText();
  expect(preview).toContain("将新增 1,149 行");
  expect(await barriers(page)).toEqual([]);
  await page.getByRole("button", { name: "确认导入" }).click();
  await page.getByText("已新增 1,149 行").first().waitFor({ timeout: 60_000 });
  expect(await barriers(page)).toEqual([]);
});

test("the error workbook gives the file back with reasons", async () => {
  const id = new URL(page.url()).pathname.split("/").at(-1) ?? "";
  const answer = await page.context().request.get(`${desk.base}/api/intake/batches/${id}/errors.xlsx`);
  expect(answer.status()).toBe(200);
  expect((await answer.body()).subarray(0, 2).toString()).toBe("PK");
});

test("the same file again changes nothing", async () => {
  await page.goto(`${desk.base}/intake`);
  await settled(page);
  await page.locator('input[type="file"]').setInputFiles(workbook);
  await page.waitForURL(/\/intake\/[0-9a-f-]{36}/);
  const verdict = page.getByText("与库中一致").first();
  await verdict.waitFor({ timeout: 60_000 });
  expect(await verdict.innerText()).toContain("没有要改的");
});

test("a finding is corrected in the record and waits for another person's verification", async () => {
  interface Row { readonly county: number; readonly id: string; readonly householdId: string; readonly memberId: string; readonly state: string; readonly rule: string }
  const { rows } = await api<{ rows: Row[] }>("GET", "/api/quality/findings?region=990102000000&year=2017&rule=DQ-041&limit=5");
  const finding = rows[0];
  expect(finding?.rule).toBe("DQ-041");
  await page.goto(`${desk.base}/households/990102/${finding?.householdId}?year=2017`);
  await settled(page);
  expect(await page.locator("main").innerText()).toContain("疑点");
  const household = await api<{ version: number }>("GET", `/api/households/990102/${finding?.householdId}?year=2017`);
  const saved = await api<{ saved: boolean; blocked: unknown[] }>("PUT", `/api/households/990102/${finding?.householdId}`, { year: 2017, version: household.version, members: [{ id: finding?.memberId, values: { workMonths: 10 } }], reason: "与本人核对后更正务工时间", source: 4, explanation: "与本人电话核实" });
  expect(saved).toMatchObject({ saved: true });
  const after = await api<{ state: string; outcome: string; events: { act: string }[] }>("GET", `/api/quality/findings/990102/${finding?.id}`);
  expect(after).toMatchObject({ state: "corrected" });
  await page.goto(`${desk.base}/households/990102/${finding?.householdId}?year=2017`);
  await settled(page);
  await page.getByRole("tab", { name: "变更记录" }).click();
  await page.getByText("与本人核对后更正务工时间").first().waitFor();
});

describe("a large workbook", () => {
  const households = 4000;
  let id = "";

  test("is resumed after the server was killed in the middle, without loss or doubling", async () => {
    const out = path.join(desk.dir, "made");
    await generate({ households, seed: "31", directory: out, year: 2017, xlsx: true, csv: false, errors: true, profile: "A" });
    const file = fs.readdirSync(out).find((f) => f.endsWith(".xlsx")) ?? "";
    const sent = await page.context().request.post(`${desk.base}/api/intake/batches?year=2017`, { headers: { "x-diguan": "1" }, multipart: { file: { name: file, mimeType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", buffer: fs.readFileSync(path.join(out, file)) } } });
    expect(sent.status()).toBe(200);
    id = (await sent.json() as Batch).id;
    const preview = await until(id, ["previewed"]);
    await api("POST", `/api/intake/batches/${id}/commit`, {});
    for (;;) {
      const batch = await api<Batch>("GET", `/api/intake/batches/${id}`);
      if (batch.state === "committed" || (batch.state === "committing" && batch.done > 0)) break;
    }
    await desk.killAndRestart();
    // the new server listens on another port; the session is kept in the database
    ({ page, broken } = await pageOf(desk, "county"));
    const done = await until(id, ["committed"]);
    expect(done.counts).toMatchObject({ rows: preview.counts?.rows, persons: preview.counts?.persons, created: preview.counts?.created, rejected: preview.counts?.rejected });
  });

  test("is taken back as one act", async () => {
    const before = await api<{ total: { households: number } }>("GET", "/api/overview?region=990102000000&year=2017");
    await api("POST", `/api/intake/batches/${id}/undo`, {});
    await until(id, ["undone"]);
    const after = await api<{ total: { households: number } }>("GET", "/api/overview?region=990102000000&year=2017");
    expect(before.total.households - after.total.households).toBe(households);
  });
});

test("no page complained", () => expect(broken).toEqual([]));
