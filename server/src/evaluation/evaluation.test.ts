/** Audits from the draw to the estimate on a generated county with its planted truth, and the precision that comes out of it. */
import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { allocate, makeCounty } from "@diguan/core/demo/places.ts";
import type { CountyPlan } from "@diguan/core/demo/household.ts";
import type { AuditDetail, AuditPlan, Precision, UnitRow } from "@diguan/core/evaluation/contract.ts";
import { wilson } from "@diguan/core/statistics/targeting.ts";
import { testServer, type TestServer } from "../../../tests/registry.ts";
import { evaluationStage } from "../demo/evaluation.ts";
import { loadCounty } from "../demo/load.ts";
import { createAccount } from "../access/service.ts";
import { ensureRegions } from "../regions/service.ts";
import type { Actor } from "../postgres/pool.ts";
import { regionRows } from "../demo/generate.ts";
import { command } from "./command.ts";
import { truthGround } from "./truth.ts";
import { reportOf } from "./reports.ts";

const county = 990_102;
const region = county * 1e6;
const plan: CountyPlan = (() => { const c = makeCounty(0); return { seed: "evaluation", profile: "A", county: c, starts: allocate(c, 260), households: 260, prefix: 990_101 }; })();

let s: TestServer;
let auditor: Actor;
let officer: Actor;

/** Somebody with an account and a post, so that work can be given to them. */
async function personAt(role: "auditor" | "countyOfficer" | "villageWorker", at: number, name: string): Promise<Actor> {
  const made = await s.t.db.asSystem((tx) => createAccount(tx, { signInName: name, displayName: name, password: "a long enough password", posts: [{ role, region: at, validFrom: "2014-01-01" }] }, "2018-01-01"));
  return { ...s.as(role, at), accountId: made.id, postId: made.posts[0] ?? "", name };
}

beforeAll(async () => {
  s = await testServer();
  await s.t.db.asSystem(async (tx) => {
    await ensureRegions(tx, regionRows(1).map((r) => ({ code: r.code, name: r.name, source: "test" })));
    await loadCounty(tx, s.t.crypto, plan, { years: [2017, 2018], errors: true, history: false, items: false });
  });
  const missed = await s.t.db.asEvaluation((sql) => sql<{ region: number; name: string; cert_no: string }[]>`select region, name, cert_no from demo.truth where status = 'missed'`);
  await s.t.db.asSystem(async (tx) => {
    // the frame: every missed household with its certificate, and others beside them
    const batch = randomUUID();
    const villages = [...new Set(plan.county.villages.map((v) => v.code))];
    const rural = [...missed.map((m) => ({ region: m.region, name: m.name, cert: m.cert_no })), ...villages.flatMap((v) => [1, 2, 3].map((n) => ({ region: v, name: `户${n}`, cert: "" })))].map((r, i) => ({ ...r, id: randomUUID(), no: `H${String(i).padStart(9, "0")}` }));
    for (const r of rural) {
      await tx.sql`insert into comparison.rural_household (county, id, region, hukou_no, head_name, persons, batch_id) values (${county}, ${r.id}, ${r.region}, ${r.no}, ${r.name}, 3, ${batch})`;
      if (r.cert !== "") await tx.sql`insert into comparison.rural_person (county, batch_id, row_no, id, region, household_id, hukou_no, name, cert_idx) values (${county}, ${batch}, ${Number(r.no.slice(1)) + 1}, ${randomUUID()}, ${r.region}, ${r.id}, ${r.no}, ${r.name}, ${s.t.crypto.blindIndex("cert", r.cert)})`;
    }
  });
  await s.t.sql`analyze registry.household_year, comparison.rural_household`;
  auditor = await personAt("auditor", region, "核查员甲");
  officer = await personAt("countyOfficer", region, "县干部");
}, 60_000);

const draws = (more: object = {}): Record<string, unknown> => ({ id: randomUUID(), region, year: 2018, name: "年度抽查", design: "town", allocation: "proportional", sizes: { registered: 40, exited: 40, others: 60 }, seed: "one", ...more });
const units = async (who: Actor, id: string): Promise<UnitRow[]> => {
  const all: UnitRow[] = [];
  for (let after: number | null = 0; after !== null;) { const page: { body: { rows: UnitRow[]; next: number | null } } = await s.ask(who, "GET", `/api/evaluation/audits/${county}/${id}/units?limit=200&after=${after}`); all.push(...page.body.rows); after = page.body.next; }
  return all;
};

describe("drawing", () => {
  test("the plan tells the frame and the sizes; 149 prove «at most 2 %» when nothing is found", async () => {
    const { status, body } = await s.ask<AuditPlan>(auditor, "POST", "/api/evaluation/plan", { region, year: 2018 });
    expect([status, body.toProve, body.limit]).toEqual([200, 149, 0.02]);
    expect([body.frame.registered + body.frame.exited, body.frame.registered > 10]).toEqual([260, true]);
    expect(body.frame.others).toBe(210 * 3 + 10);
    expect(body.parameters.find((p) => p.code === "ERROR_LIMIT")).toMatchObject({ value: 200, validFrom: "2014-01-01" });
  });
  test("the same seed draws the same households, the same id answers the first draw, reserves wait", async () => {
    const one = draws();
    const first = await s.ask<{ drawn: number; reserves: number }>(auditor, "POST", "/api/evaluation/audits", one);
    expect(first.status).toBe(200);
    expect(await s.ask(auditor, "POST", "/api/evaluation/audits", one)).toEqual(first);
    const again = draws();
    await s.ask(auditor, "POST", "/api/evaluation/audits", again);
    const drawn = (id: unknown): Promise<{ h: string }[]> => s.t.sql<{ h: string }[]>`select coalesce(household_id, rural_id)::text as h from evaluation.unit where audit_id = ${String(id)} order by 1`;
    expect(await drawn(one["id"])).toEqual(await drawn(again["id"]));
    // weights of each group add up to its frame
    const sums = await s.t.sql<{ grp: number; weight: number; n: number }[]>`select grp, sum(1 / probability)::float8 as weight, count(*)::int as n from evaluation.unit where audit_id = ${String(one["id"])} and reserve = 0 group by 1 order by 1`;
    const detail = (await s.ask<AuditDetail>(auditor, "GET", `/api/evaluation/audits/${county}/${String(one["id"])}`)).body;
    expect(sums.map((g) => Math.round(g.weight))).toEqual([detail.frame.registered, detail.frame.exited, detail.frame.others]);
    expect([detail.kind, detail.groups, detail.report, detail.seed]).toEqual(["thirdParty", [], null, "one"]);
  });
  test("villages first: as many as asked, all groups inside them", async () => {
    const of = draws({ design: "village", villages: 20 });
    const made = await s.ask<{ drawn: number }>(auditor, "POST", "/api/evaluation/audits", of);
    expect(made.status).toBe(200);
    const [row] = await s.t.sql<{ villages: number; psus: number }[]>`select count(distinct region)::int as villages, count(distinct psu)::int as psus from evaluation.unit where audit_id = ${String(of["id"])}`;
    expect(row).toEqual({ villages: 20, psus: 20 });
    expect((await s.ask(auditor, "POST", "/api/evaluation/audits", draws({ design: "village" }))).body).toMatchObject({ code: "evaluation.villages" });
  });
  test("what cannot be drawn is refused in words", async () => {
    expect((await s.ask(auditor, "POST", "/api/evaluation/audits", draws({ year: 2010 }))).body).toMatchObject({ code: "evaluation.noFrame" });
    expect((await s.ask(s.as("townOfficer"), "POST", "/api/evaluation/audits", draws())).status).toBe(403);
    expect((await s.ask(s.as("auditor", 990_103_000_000), "POST", "/api/evaluation/audits", draws())).status).toBe(404);
  });
});

describe("assigning and recording", () => {
  const id = randomUUID();
  const body = (u: UnitRow, more: object = {}): Record<string, unknown> => ({ id: randomUUID(), audit: { county, id }, unit: u.id, reached: true, reason: null, eligible: false, incomeFen: 800_000, benefitsFen: 0, persons: 3, guarantees: { food: true }, evidence: "", note: "", visitedOn: "2018-11-18", ...more });
  beforeAll(async () => { await s.ask(auditor, "POST", "/api/evaluation/audits", draws({ id, seed: "two" })); });

  test("a village's own officers do not visit it, and posts that may not audit are refused", async () => {
    const list = await units(auditor, id);
    const village = list[0]?.region ?? 0;
    const both = await personAt("auditor", region, "兼职员");
    await s.t.sql`insert into access.post ${s.t.sql({ id: randomUUID(), account_id: both.accountId, role: "teamMember", region: village, valid_from: "2016-01-01" })}`;
    const told = await s.ask<{ assigned: number; refused: { households: number }[] }>(auditor, "POST", "/api/evaluation/assign", { audit: { county, id }, posts: [both.postId], region: village });
    expect([told.body.assigned, told.body.refused.length]).toEqual([0, 1]);
    const worker = await personAt("villageWorker", village, "村干部");
    expect((await s.ask(auditor, "POST", "/api/evaluation/assign", { audit: { county, id }, posts: [worker.postId] })).body).toMatchObject({ code: "evaluation.auditor" });
    const all = await s.ask<{ assigned: number }>(auditor, "POST", "/api/evaluation/assign", { audit: { county, id }, posts: [auditor.postId, officer.postId] });
    expect(all.body.assigned).toBe(list.length);
    const shares = (await s.ask<AuditDetail>(auditor, "GET", `/api/evaluation/audits/${county}/${id}`)).body.auditors.map((a) => a.households);
    expect(Math.abs((shares[0] ?? 0) - (shares[1] ?? 0))).toBeLessThan(12);
  });
  test("the list does not betray the state on the register, and only the auditor of a household records it", async () => {
    const list = await units(auditor, id);
    expect(new Set(list.map((u) => u.grp))).toEqual(new Set([null]));
    const mine = list.find((u) => u.mine);
    const other = list.find((u) => !u.mine);
    if (!mine || !other) throw new Error("nothing to visit");
    expect((await s.ask(auditor, "POST", "/api/evaluation/results", body(other))).body).toMatchObject({ code: "evaluation.notYours" });
    expect((await s.ask(auditor, "POST", "/api/evaluation/results", body(mine, { eligible: null }))).body).toMatchObject({ code: "evaluation.answer" });
    expect((await s.ask(auditor, "POST", "/api/evaluation/results", body(mine, { visitedOn: "2019-01-01" }))).body).toMatchObject({ code: "evaluation.future" });
    expect((await s.ask(auditor, "POST", "/api/evaluation/results", body(mine, { incomeFen: null }))).body).toMatchObject({ code: "evaluation.income" });
    const one = body(mine);
    expect((await s.ask(auditor, "POST", "/api/evaluation/results", one)).status).toBe(200);
    expect((await s.ask(auditor, "POST", "/api/evaluation/results", one)).status).toBe(200);
    expect((await s.ask(auditor, "POST", "/api/evaluation/results", { ...one, note: "改" })).body).toMatchObject({ code: "key.reused" });
    // a correction is a new row that names the old one
    expect((await s.ask(auditor, "POST", "/api/evaluation/results", body(mine, { eligible: true }))).status).toBe(200);
    const rows = await s.t.sql<{ corrects: string | null }[]>`select corrects from evaluation.result where unit_id = ${mine.id} order by seq`;
    expect(rows.map((r) => r.corrects)).toEqual([null, one["id"]]);
    expect((await units(auditor, id)).find((u) => u.id === mine.id)?.result).toMatchObject({ eligible: true, guarantees: { food: true } });
  });
  test("not reached: the next reserve of the cell stands in, once", async () => {
    const before = await units(auditor, id);
    const withReserve = new Set((await s.t.sql<{ id: string }[]>`select u.id from evaluation.unit u where u.audit_id = ${id} and u.reserve = 0 and exists (select from evaluation.unit v where v.audit_id = ${id} and v.cell = u.cell and v.reserve = 1)`).map((r) => r.id));
    const mine = before.find((u) => u.mine && u.state === "open" && withReserve.has(u.id));
    if (!mine) throw new Error("nothing to visit");
    const answer = await s.ask<{ standIn: number | null }>(auditor, "POST", "/api/evaluation/results", body(mine, { reached: false, reason: "away", eligible: null, incomeFen: null, benefitsFen: null }));
    expect(answer.body.standIn).not.toBeNull();
    const after = await units(auditor, id);
    expect(after).toHaveLength(before.length + 1);
    const stand = after.find((u) => u.standIn);
    expect([stand?.ordinal, stand?.mine]).toEqual([answer.body.standIn, true]);
    const again = await s.ask<{ standIn: number | null }>(auditor, "POST", "/api/evaluation/results", body(mine, { reached: false, reason: "moved", eligible: null, incomeFen: null }));
    expect(again.body.standIn).toBeNull();
  });
  test("the field list goes out as a workbook, comes back filled in, and a second sending changes nothing", async () => {
    const file = await s.raw(auditor, "GET", `/api/evaluation/audits/${county}/${id}/list.xlsx`);
    expect([file.statusCode, file.rawPayload.subarray(0, 2).toString()]).toEqual([200, "PK"]);
    const open = (await units(auditor, id)).filter((u) => u.mine && u.state === "open").slice(0, 3);
    const csv = `是否访到,未访到原因,是否符合贫困标准,核实人均纯收入（元）,入户日期,抽样编号（勿改）\n${open.map((u, i) => (i === 2 ? `是,,也许,1,2018-11-19,${u.id}` : `是,,否,"8,${i}00.5",2018-11-19,${u.id}`)).join("\n")}\n`;
    const send = (): Promise<{ json(): unknown }> => s.raw(auditor, "POST", `/api/evaluation/audits/${county}/${id}/list`, Buffer.from(`--b\r\ncontent-disposition: form-data; name="file"; filename="名单.csv"\r\ncontent-type: text/csv\r\n\r\n${csv}\r\n--b--\r\n`), { "content-type": "multipart/form-data; boundary=b" });
    expect((await send()).json()).toMatchObject({ recorded: 2, unchanged: 0, refused: [{ row: 4 }] });
    expect((await send()).json()).toMatchObject({ recorded: 0, unchanged: 2 });
    expect((await units(auditor, id)).find((u) => u.id === open[1]?.id)?.result).toMatchObject({ incomeFen: 810_050, eligible: false });
  });
  test("closing gives the estimate; nothing can be recorded after it", async () => {
    for (const who of [auditor, officer]) for (const u of (await units(who, id)).filter((x) => x.mine && x.state === "open")) await s.ask(who, "POST", "/api/evaluation/results", body(u, { eligible: u.ordinal % 10 === 0, incomeFen: u.ordinal % 10 === 0 ? 200_000 : 900_000 }));
    const closed = await s.ask<{ answered: number; missing: number; reports: number }>(auditor, "POST", "/api/evaluation/close", { audit: { county, id } });
    expect([closed.status, closed.body.missing]).toEqual([200, 0]);
    expect(closed.body.reports).toBeGreaterThanOrEqual(17);
    const list = await units(auditor, id);
    expect(new Set(list.map((u) => u.grp))).toEqual(new Set([1, 2, 3]));
    const detail = (await s.ask<AuditDetail>(auditor, "GET", `/api/evaluation/audits/${county}/${id}`)).body;
    expect(detail.report?.asked.registered).toBe(list.filter((u) => u.grp === 1 && u.state === "done").length);
    const first = list.find((u) => u.mine);
    if (!first) throw new Error("nobody");
    expect((await s.ask(auditor, "POST", "/api/evaluation/results", body(first))).body).toMatchObject({ code: "evaluation.closed" });
    expect((await s.ask(auditor, "POST", "/api/evaluation/close", { audit: { county, id } })).body).toMatchObject({ code: "evaluation.closed" });
    await expect(s.t.sql`update evaluation.result set eligible = true where audit_id = ${id}`).rejects.toThrow("append-only");
  });
});

describe("precision", () => {
  test("the composite is not computed while four parts wait, and the partial one says so", async () => {
    const { status, body } = await s.ask<Precision>(s.as("countyOfficer", region), "GET", `/api/evaluation/precision?region=${region}&year=2018`);
    expect(status).toBe(200);
    expect(body.report?.composite).toMatchObject({ value: null, grade: null, missing: ["S2", "S3", "S4", "S5"] });
    expect(body.report?.indices.map((i) => i.waits)).toEqual([null, "projects", "funds", "measures", "posts", null]);
    expect(body.report?.partial?.of).toEqual(["S1", "S6"]);
    expect(body.report?.partial?.weights.S1).toBeCloseTo(0.625, 9);
    expect(body.report?.places).toHaveLength(16);
    expect([body.source?.kind, body.source?.simulated, body.trend.length]).toEqual(["thirdParty", false, 1]);
    expect(body.parameters.some((p) => p.code === "POVERTY_LINE" && p.validFrom === "2018-01-01")).toBe(true);
    const wrong = body.report?.measures.find((m) => m.key === "inclusion");
    expect((wrong?.low ?? 1) <= (wrong?.value ?? 0) && (wrong?.value ?? 0) <= (wrong?.high ?? 0)).toBe(true);
  });
  test("a village and a place above counties; nothing of other areas", async () => {
    const town = plan.county.towns[0]?.code ?? 0;
    expect((await s.ask<Precision>(s.as("townOfficer", town), "GET", "/api/evaluation/precision?year=2018")).body.region).toBe(town);
    expect((await s.ask(s.as("townOfficer", town), "GET", `/api/evaluation/precision?region=${region}`)).status).toBe(404);
    const city = (await s.ask<Precision>(s.as("cityOverseer", 990_100_000_000), "GET", "/api/evaluation/precision?year=2018")).body;
    expect([city.report, city.counties.map((c) => c.region)]).toEqual([null, [region]]);
  });
  test("experts' weights: a consistent comparison is kept, one that goes in a circle is refused", async () => {
    const ones = Array.from({ length: 6 }, () => Array.from({ length: 6 }, () => 1));
    const kept = await s.ask<{ weights: number[] }>(auditor, "POST", "/api/evaluation/weightings", { id: randomUUID(), region, name: "专家组", matrix: ones });
    expect(kept.body.weights[0]).toBeCloseTo(1 / 6, 9);
    const circle = ones.map((row, i) => row.map((v, j) => (i === 0 && j === 1 ? 9 : i === 1 && j === 0 ? 1 / 9 : i === 1 && j === 2 ? 9 : i === 2 && j === 1 ? 1 / 9 : i === 2 && j === 0 ? 9 : i === 0 && j === 2 ? 1 / 9 : v)));
    expect((await s.ask(auditor, "POST", "/api/evaluation/weightings", { id: randomUUID(), region, name: "专家组", matrix: circle })).body).toMatchObject({ code: "evaluation.inconsistent" });
    expect((await s.ask(auditor, "POST", "/api/evaluation/weightings", { id: randomUUID(), region, name: "专家组", matrix: ones.map((r, i) => (i === 0 ? [1, 2, 1, 1, 1, 1] : r)) })).body).toMatchObject({ code: "evaluation.matrix" });
  });
  test("a simulated audit of the demonstration comes near the planted truth, and says that it is simulated", async () => {
    await evaluationStage.run({ db: s.t.db, crypto: s.t.crypto, today: "2018-12-31", last: 2018, plans: [plan] });
    const { body } = await s.ask<Precision>(officer, "GET", `/api/evaluation/precision?region=${region}&year=2018`);
    expect([body.quarter, body.source?.simulated, body.source?.name]).toEqual(["2018Q4", true, "2018 年第四季度第三方抽查（模拟）"]);
    expect(body.trend.map((t) => t.quarter)).toEqual(["2018Q1", "2018Q2", "2018Q3", "2018Q4"]);
    const ground = await truthGround(s.t.db, county, region, 2018);
    const truth = reportOf(ground, region);
    for (const key of ["exclusion", "wrongExit", "officialExclusion"] as const) {
      const [real, seen] = [truth.measures.find((m) => m.key === key), body.report?.measures.find((m) => m.key === key)];
      expect([key, real?.value !== null && (seen?.low ?? 1) - 0.02 <= (real?.value ?? 0) && (real?.value ?? 0) <= (seen?.high ?? 0) + 0.02]).toEqual([key, true]);
    }
    // the truth itself has no sampling error
    expect(truth.measures.find((m) => m.key === "exclusion")).toMatchObject({ low: null, high: null });
    const planted = await s.t.db.asEvaluation((sql) => sql<{ n: number }[]>`select count(*)::int as n from demo.truth where status in ('missed', 'falseExit') and kind = 'household'`);
    expect(planted[0]?.n).toBeGreaterThan(10);
    // shown as an inspector would compute it: Wilson on the households visited
    const share = body.report?.measures.find((m) => m.key === "officialExclusion");
    expect(wilson(share?.found ?? 0, share?.n ?? 1)).not.toBeNull();
  }, 60_000);
  test("the command line prints county, towns and villages, against the audit and against the truth, and says which", async () => {
    const run = async (values: Record<string, string | boolean>, json = true): Promise<{ code: number; out: string; said: string }> => {
      let [out, said] = ["", ""];
      const code = await command.run({ config: {} as never, values, positionals: [], json, open: () => Promise.resolve({ db: s.t.db, crypto: s.t.crypto }), say: (text) => { said += text; }, print: (text) => { out += `${text}\n`; } });
      return { code, out, said };
    };
    const audit = JSON.parse((await run({ region: "990102" })).out) as { truth: boolean; places: { level: string; source: { text: string }; report: { composite: { value: null }; places: unknown[] } }[] };
    expect([audit.truth, audit.places[0]?.level, audit.places[0]?.report.places.length, audit.places[0]?.report.composite.value]).toEqual([false, "county", 16, null]);
    expect(audit.places[0]?.source.text).toContain("SIMULATED");
    expect(new Set(audit.places.map((p) => p.level))).toEqual(new Set(["county", "town", "village"]));
    const truth = await run({ region: "990102", truth: true }, false);
    expect(truth.out).toContain("planted truth of the demonstration");
    expect(truth.out).toMatch(/S2 项目安排 {2}weight [\d.]+ {2}not computed: waits for projects/);
    const none = await run({ region: "990102", year: "2015" });
    expect([none.code, none.said.includes("no audit")]).toEqual([3, true]);
    await expect(run({ region: "12" })).rejects.toThrow("does not exist");
  }, 60_000);
  test("the pages' role never sees the truth", async () => { await expect(s.t.db.within(officer, (tx) => tx.sql`select 1 from demo.truth`)).rejects.toThrow(/permission denied/); });
});
