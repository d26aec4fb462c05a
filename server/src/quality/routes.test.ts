/** The routes as a desk uses them: overview, list, one finding, settle, verify, check again. Answers are those of the contracts. */
import { beforeAll, describe, expect, test } from "vitest";
import { places, testServer, type TestServer } from "../../../tests/registry.ts";
import { family, household, idNumber, soundCase } from "../../../tests/quality/sound-household.ts";
import { storeCase } from "../../../tests/quality/store.ts";
import type { FindingDetail, FindingRow, QualitySummary } from "@diguan/core/quality/contract.ts";
import { checkRegion } from "./check.ts";
import { rangeOf } from "@diguan/core/region-code.ts";

let s: TestServer;

beforeAll(async () => {
  s = await testServer();
  const members = family().map((m, i) => ({ ...m, memberCode: `r${i}`, certNo: idNumber(m.birth ?? "", m.sex ?? 1, 90 + i) }));
  await storeCase(s.t.sql, s.t.crypto, { ...soundCase(), region: places.village, members: members.map((m, i) => (i === 1 ? { ...m, health: [4] } : m)), household: household({ causeOther: [7] }) });
  await checkRegion(s.t.db, s.t.crypto, rangeOf(places.county), { today: "2018-11-20" });
});

describe("data quality over HTTP", () => {
  test("overview, list and one finding with its record, secrets masked", async () => {
    const officer = s.as("countyOfficer");
    const { body: summary } = await s.ask<QualitySummary>(officer, "GET", "/api/quality/summary");
    expect(summary).toMatchObject({ region: places.county, year: 2018, total: { open: 2 }, byPlace: [{ name: "上笕村", town: "望泉镇", open: 2 }], checking: null, lastCheck: { households: 1 } });
    const { body: list } = await s.ask<{ rows: FindingRow[]; next: string | null }>(officer, "GET", "/api/quality/findings?year=2018&segment=open");
    expect(list.rows.map((r) => r.rule).toSorted()).toEqual(["DQ-040", "DQ-067"]);
    const disabled = list.rows.find((r) => r.rule === "DQ-040");
    const { body: one } = await s.ask<FindingDetail>(officer, "GET", `/api/quality/findings/990102/${disabled?.id}`);
    expect(one.facts.find((f) => f.field === "certNo")).toMatchObject({ masked: true, faulty: true, value: expect.stringMatching(/^990102\*{8}/) });
    expect(one.facts.find((f) => f.field === "health")).toMatchObject({ masked: true, value: "●●●●" });
    expect(one.peers.map((p) => p.rule)).toEqual(["DQ-067"]);
    expect(one.memberName).toBe("李*英");
  });
  test("one explains, another verifies; the wrong role and the wrong order are refused in words", async () => {
    const [worker, officer] = [s.as("villageWorker", places.village), s.as("countyOfficer")];
    const { body: list } = await s.ask<{ rows: FindingRow[] }>(worker, "GET", "/api/quality/findings?rule=DQ-040");
    const [f] = list.rows;
    expect(f?.allowed).toEqual(["correct", "explain"]);
    const finding = { county: f?.county, id: f?.id };
    expect((await s.ask(worker, "POST", "/api/quality/decide", { finding, version: 1, act: "verify" })).status).toBe(403);
    expect((await s.ask(officer, "POST", "/api/quality/decide", { finding, version: 1, act: "verify" })).status).toBe(409);
    const explained = await s.ask<FindingDetail>(worker, "POST", "/api/quality/settle", { finding, version: 1, act: "explain", reason: "正在办理残疾证" });
    expect(explained).toMatchObject({ status: 200, body: { state: "explained", version: 2, events: [{ act: "explained", note: "正在办理残疾证", detail: { validUntil: "2019-11-20" } }] } });
    const verified = await s.ask<FindingDetail>(officer, "POST", "/api/quality/decide", { finding, version: 2, act: "verify" });
    expect(verified).toMatchObject({ status: 200, body: { state: "verified", outcome: "explained", exception: { validUntil: "2019-11-20" } } });
  });
  test("a place is checked again beside other work", async () => {
    const officer = s.as("countyOfficer");
    expect((await s.ask(officer, "POST", "/api/quality/check", { region: places.otherCounty })).status).toBe(404);
    expect((await s.ask(officer, "POST", "/api/quality/check", { region: places.county })).status).toBe(200);
    const runs = async (): Promise<number> => (await s.t.sql<{ n: number }[]>`select count(*)::int as n from quality.check_run`)[0]?.n ?? 0;
    await expect.poll(runs, { timeout: 10_000 }).toBe(2);
    expect((await s.ask<QualitySummary>(officer, "GET", "/api/quality/summary")).body.total).toEqual({ open: 1, waiting: 0, verified: 1 });
  });
  test("the numbers in force are told with what is not checked", async () => {
    const { body } = await s.ask<{ values: Record<string, number>; lineFen: number; notChecked: { rule: string }[] }>(s.as("auditor"), "GET", "/api/quality/parameters?year=2018");
    expect([body.values["QUALITY_MAX_AGE"], body.lineFen]).toEqual([120, 353_500]);
    expect(body.notChecked.map((r) => r.rule)).toContain("DQ-094");
  });
});
