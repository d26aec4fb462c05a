/** Rules and parameters over HTTP as the desk uses them, in both languages; the workbook of changes; what a county may not do. */
import { beforeAll, describe, expect, test } from "vitest";
import { randomUUID } from "node:crypto";
import type { ParameterValues, RuleRun, RuleSet, RuleSets } from "@diguan/core/policy/contract.ts";
import { places, testServer, type TestServer } from "../../../tests/registry.ts";

let s: TestServer;
beforeAll(async () => {
  s = await testServer();
  for (const [n, fen] of [300_000, 400_000, null].entries()) await s.t.sql`insert into identification.facts ${s.t.sql({ county: 990_102, household_id: `00000000-0000-4000-8000-00000000000${n}`, region: places.village, year: 2018, valid: true, exit_state: n, per_capita_fen: fen, seriously_ill: 1 })}`;
});
const text = "perCapitaYuan < POVERTY_LINE || seriouslyIll > 2";
const rule = { region: places.county, purpose: "identification", zh: "规则", en: "rule", source: "文件〔2018〕1号", note: "", text };

describe("rules over HTTP", () => {
  test("a text is checked, tried, saved, simulated, submitted and approved", async () => {
    const [officer, second] = [s.as("countyOfficer"), s.as("countyOfficer")];
    expect((await s.ask(officer, "POST", "/api/rules/check", { text: "a b" })).body).toMatchObject({ faults: [{ line: 1, column: 3 }], sql: null });
    expect((await s.ask(officer, "POST", "/api/rules/check", { text })).body).toMatchObject({ faults: [], facts: ["perCapitaYuan", "seriouslyIll"], parameters: ["POVERTY_LINE"], sql: "((f.per_capita_fen < 353500::bigint) or (f.seriously_ill > 2))" });
    expect((await s.ask(officer, "POST", "/api/rules/preview", { text, purpose: "identification", region: places.county, year: 2018 })).body).toMatchObject({ totals: { households: 3, yes: 1, no: 1, undecided: 1 }, places: [{ name: "望泉镇上笕村", households: 3 }] });
    const wrong = await s.ask(officer, "POST", "/api/rules", { ...rule, key: randomUUID(), text: "perCapita < 1" });
    expect(wrong).toMatchObject({ status: 422, body: { code: "rules.fault", details: { line: 1, column: 1 } } });
    const { body: made } = await s.ask<{ id: string; version: number }>(officer, "POST", "/api/rules", { ...rule, key: randomUUID() });
    const act = (who: typeof officer, body: object): Promise<{ status: number; body: Record<string, unknown> }> => s.ask(who, "POST", `/api/rules/${made.id}/versions/1/act`, body);
    expect(await act(officer, { act: "submit" })).toMatchObject({ status: 409, body: { code: "rules.notSimulated" } });
    const { body: { run } } = await s.ask<{ run: string }>(officer, "POST", `/api/rules/${made.id}/versions/1/simulate`, { key: randomUUID(), region: places.county, year: 2018 });
    await expect.poll(async () => (await s.ask<RuleRun>(officer, "GET", `/api/rules/runs/${run}`)).body.state).toBe("done");
    expect((await s.ask<RuleRun>(officer, "GET", `/api/rules/runs/${run}`)).body).toMatchObject({ whole: true, judged: 3, parameters: [{ code: "POVERTY_LINE", value: 353_500 }], sql: "((f.per_capita_fen < 353500::bigint) or (f.seriously_ill > 2))" });
    const { body: list } = await s.ask<{ rows: { told: { sentence: string } }[] }>(officer, "GET", `/api/rules/runs/${run}/changes?direction=doubtful`);
    expect(list.rows.map((r) => r.told.sentence)).toEqual(["无法判断：人均纯收入没有记录"]);
    // health data stand in the county's explanation, not in the one of those above it
    const wide = await s.ask<{ rows: { told: { reason: { parts: { text: string }[] } } }[] }>(s.as("provinceOverseer", 990_000_000_000), "GET", `/api/rules/runs/${run}/changes`);
    expect(wide.body.rows[0]?.told.reason.parts.map((p) => p.text).at(-1)).toBe("大病人数（不在此显示）——不符合");
    const book = await s.raw(officer, "GET", `/api/rules/runs/${run}/changes.xlsx`);
    expect(book.statusCode).toBe(200);
    expect(book.rawPayload.subarray(0, 2).toString()).toBe("PK");
    expect((await act(officer, { act: "submit" })).body).toEqual({ state: "submitted" });
    expect(await act(officer, { act: "approve", activeFrom: "2018-11-20" })).toMatchObject({ status: 403, body: { code: "rules.ownText" } });
    expect((await act(second, { act: "approve", activeFrom: "2018-11-20" })).body).toEqual({ state: "active" });
    expect((await s.ask<RuleSets>(s.as("villageWorker", places.village), "GET", "/api/rules")).body.rows).toMatchObject([{ active: { version: 1, from: "2018-11-20" }, mayEdit: false }]);
    expect((await s.ask<RuleSet>(second, "GET", `/api/rules/${made.id}`)).body.events.map((e) => e.act)).toEqual(["drafted", "simulated", "submitted", "approved"]);
    const one = await s.ask<{ rows: { told: { sentence: string } }[] }>(officer, "GET", "/api/rules/households/990102/00000000-0000-4000-8000-000000000000?year=2018");
    expect(one.body.rows[0]?.told.sentence).toMatch(/^符合：人均纯收入 3,000 元，低于扶贫标准 3,535 元（参数 POVERTY_LINE，2018-01-01 起，来源：/);
    const audited = await s.t.sql<{ action: string }[]>`select action from audit.entry where resource = 'parameter' order by id`;
    expect(audited.map((a) => a.action)).toEqual(["draft", "simulate", "submit", "approve"]);
  });
  test("parameters: a village reads them, only county and province propose, a second person decides", async () => {
    const { body } = await s.ask<ParameterValues>(s.as("villageWorker", places.village), "GET", "/api/parameters?on=2018-06-01");
    expect(body).toMatchObject({ may: { propose: false }, place: "上笕村" });
    expect(body.rows.find((r) => r.code === "POVERTY_LINE")).toMatchObject({ inForce: { value: 353_500, place: "全国", validFrom: "2018-01-01" }, rules: 1 });
    const proposal = { key: randomUUID(), code: "POVERTY_LINE", region: places.county, validFrom: "2019-01-01", value: 390_000, source: "县政府文件", sureness: "unsure", reason: "本县标准" };
    expect((await s.ask(s.as("villageWorker", places.village), "POST", "/api/parameters/proposals", proposal)).status).toBe(403);
    expect((await s.ask(s.as("countyOfficer"), "POST", "/api/parameters/proposals", proposal)).body).toEqual({ id: proposal.key });
    expect((await s.ask(s.as("countyOfficer"), "POST", `/api/parameters/proposals/${proposal.key}/decide`, { approve: true })).body).toEqual({ id: proposal.key, approved: true });
    expect((await s.ask<ParameterValues>(s.as("villageWorker", places.village), "GET", "/api/parameters?on=2019-06-01")).body.rows.find((r) => r.code === "POVERTY_LINE")?.inForce).toMatchObject({ value: 390_000, place: "示例县" });
  });
});
