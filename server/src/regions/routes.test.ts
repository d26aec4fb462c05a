import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { revealsPerHour } from "@diguan/core/access/reveal.ts";
import { testDatabase, type TestDatabase } from "../../../tests/database.ts";
import { testAccount, testApp, type TestApp } from "../../../tests/http.ts";
import { ensureRegions } from "./service.ts";

let t: TestDatabase;
let app: TestApp;
const cookie: Record<string, string> = {};
const [province, city, county, other, town, townB] = [990000000000, 990100000000, 990102000000, 990103000000, 990102101000, 990102102000];
const names: readonly (readonly [number, string])[] = [[province, "示例省"], [city, "滴灌市"], [county, "示例县"], [other, "润禾县"], [town, "清溪镇"], [townB, "石桥乡"], [990102101001, "柳湾村"], [990102101002, "上坪村"], [990102101003, "下坪村"], [990103101000, "外县镇"]];

beforeAll(async () => {
  t = await testDatabase();
  await t.db.asSystem((tx) => ensureRegions(tx, names.map(([code, name]) => ({ code, name }))));
  app = await testApp(t);
  for (const [name, role, region] of [["county", "countyOfficer", county], ["other", "countyOfficer", other], ["town", "townOfficer", town], ["province", "provinceOverseer", province], ["auditor", "auditor", county], ["bank", "bank", county]] as const) {
    await testAccount(t, name, [[role, region]]);
    cookie[name] = await app.signIn(name);
  }
});

const as = (who: string, method: string, url: string, body?: unknown) => app.send(method, url, { cookie: cookie[who] ?? "", ...(body === undefined ? {} : { body }) });
const code = (r: { json<T>(): T }): string => r.json<{ code: string }>().code;
const reason = "县民政局批复";

describe("reading the tree", () => {
  test("children are paged, the path names what is above", async () => {
    const first = (await as("bank", "GET", `/api/regions?parent=${town}&limit=2`)).json<{ path: { name: string }[]; rows: { name: string }[]; next: number }>();
    expect([first.path.map((p) => p.name).join("/"), first.rows.map((r) => r.name), first.next]).toEqual(["示例省/滴灌市/示例县/清溪镇", ["柳湾村", "上坪村"], 990102101002]);
    expect((await as("bank", "GET", `/api/regions?parent=${town}&limit=2&after=${first.next}`)).json()).toMatchObject({ rows: [{ name: "下坪村" }], next: null });
  });
  test("search by beginning, then by what the name holds, inside a place; wildcards are letters", async () => {
    const found = async (q: string, within = 0): Promise<string[]> => (await as("town", "GET", `/api/regions/search?q=${encodeURIComponent(q)}&within=${within}`)).json<{ rows: { place: string }[] }>().rows.map((r) => r.place);
    expect(await found("坪村")).toEqual(["示例省滴灌市示例县清溪镇上坪村", "示例省滴灌市示例县清溪镇下坪村"]);
    expect(await found("上坪")).toHaveLength(1);
    expect(await found("坪村", other)).toEqual([]);
    expect([await found("%"), await found("_")]).toEqual([[], []]);
  });
  test("signed-out people and wrong codes are refused in words", async () => {
    expect((await app.send("GET", "/api/regions")).status).toBe(401);
    expect([(await as("town", "GET", "/api/regions/990199000000")).status, code(await as("town", "GET", "/api/regions/990199000000")), (await as("town", "GET", "/api/regions/12")).status]).toEqual([404, "region.unknown", 400]);
  });
});

describe("acts on the tree", () => {
  test("create, rename, history on any day", async () => {
    expect((await as("county", "POST", "/api/regions", { code: 990102102001, name: "新塘村", on: "2015-01-01", reason })).status).toBe(200);
    expect(code(await as("county", "POST", "/api/regions", { code: 990102102001, name: "新塘村", reason }))).toBe("region.exists");
    expect(code(await as("county", "POST", "/api/regions", { code: 990102109001, name: "孤村", reason }))).toBe("region.parentUnknown");
    await as("county", "POST", "/api/regions/990102102001/rename", { name: "新塘社区", on: "2019-07-01", reason });
    expect(code(await as("county", "POST", "/api/regions/990102102001/rename", { name: "再改名", on: "2019-07-01", reason }))).toBe("region.date");
    const on = async (day: string) => (await as("town", "GET", `/api/regions/990102102001?on=${day}`)).json<{ current: { name: string } | null; path: { name: string }[]; mayEdit: boolean }>();
    expect([(await on("2014-01-01")).current, (await on("2016-01-01")).current?.name, (await on("2020-01-01")).current?.name, (await on("2016-01-01")).path.at(-1)?.name]).toEqual([null, "新塘村", "新塘社区", "新塘村"]);
    expect([(await on("2020-01-01")).mayEdit, (await as("county", "GET", "/api/regions/990102102001")).json<{ mayEdit: boolean }>().mayEdit]).toEqual([false, true]);
    const trail = await t.sql<{ detail: Record<string, unknown>; purpose: string }[]>`select detail, purpose from audit.entry where resource = 'region' and target = '990102102001' order by id`;
    expect(trail.map((e) => [e.detail["act"], e.purpose])).toEqual([["create", reason], ["rename", reason]]);
  });
  test("merge and split keep who took over; a region with others below it stays", async () => {
    expect(code(await as("county", "POST", `/api/regions/${town}/close`, { on: "2020-01-01", reason }))).toBe("region.hasChildren");
    await as("county", "POST", "/api/regions/990102101002/merge", { from: [990102101003], on: "2018-01-01", reason });
    await as("county", "POST", "/api/regions/990102101001/split", { into: [{ code: 990102101011, name: "柳湾东村" }, { code: 990102101012, name: "柳湾西村" }], keep: false, on: "2021-05-01", reason });
    const shown = async (c: number) => (await as("town", "GET", `/api/regions/${c}`)).json<{ current: unknown; history: { validTo: string | null; successor: number | null }[]; successions: { act: string; predecessorName: string; successorName: string }[] }>();
    expect(await shown(990102101003)).toMatchObject({ current: null, history: [{ validTo: "2017-12-31", successor: 990102101002 }], successions: [{ act: "merge", successorName: "上坪村" }] });
    expect((await shown(990102101001)).successions.map((s) => [s.act, s.successorName])).toEqual([["split", "柳湾东村"], ["split", "柳湾西村"]]);
    expect((await shown(990102101012)).successions[0]).toMatchObject({ act: "split", predecessorName: "柳湾村" });
    expect(code(await as("county", "POST", "/api/regions/990102101011/close", { on: "2022-01-01", successor: town, reason }))).toBe("region.successor");
    const before = (await as("town", "GET", `/api/regions?parent=${town}&on=2016-01-01`)).json<{ rows: { name: string }[] }>().rows.map((r) => r.name);
    expect(before).toEqual(["柳湾村", "上坪村", "下坪村"]);
  });
  test("nobody changes what is not below their area, nor without the right", async () => {
    expect(code(await as("county", "POST", `/api/regions/${county}/rename`, { name: "自改县", on: "2020-01-01", reason }))).toBe("region.notBelow");
    expect(code(await as("county", "POST", "/api/regions/990103101000/rename", { name: "越界", on: "2020-01-01", reason }))).toBe("region.notBelow");
    expect(code(await as("county", "POST", "/api/regions/990102101002/merge", { from: [990103101000], on: "2020-01-01", reason }))).toBe("region.notBelow");
    expect(code(await as("town", "POST", "/api/regions/990102101002/rename", { name: "镇改村", on: "2020-01-01", reason }))).toBe("access.refused");
    const loose = await testApp(t, { db: t.open({ application: false, rls: true }) });
    const answer = await loose.send("POST", "/api/regions/990103101000/rename", { cookie: cookie["county"] ?? "", body: { name: "越界", on: "2020-01-01", reason } });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(await t.sql`select from regions.region where name = '越界'`).toHaveLength(0);
  });
  test("provisional places wait to be confirmed; groups of a village", async () => {
    await t.db.asSystem((tx) => ensureRegions(tx, [{ code: 990102102009, name: "石桥村(误)", provisional: true, source: "导入" }]));
    expect((await as("county", "GET", `/api/regions/status?region=${county}`)).json()).toMatchObject({ name: "示例县", provisional: [{ code: 990102102009, place: "示例省滴灌市示例县石桥乡石桥村(误)" }] });
    await as("county", "POST", "/api/regions/990102102009/confirm", { name: "石桥村", reason });
    expect(code(await as("county", "POST", "/api/regions/990102102009/confirm", { reason }))).toBe("region.notProvisional");
    const groups = (body: unknown) => as("county", "POST", "/api/regions/990102102009/groups", body).then((r) => r.json<{ groups: string[] }>().groups);
    expect(await groups({ add: ["一组", "二组", "一组"], reason })).toHaveLength(2);
    expect(await groups({ remove: ["一组"], reason })).toEqual(["二组"]);
    expect((await as("other", "GET", "/api/regions/990102102009")).json<{ groups: string[] }>().groups).toEqual([]);
  });
  test("the export is what the import reads", async () => {
    const file = await as("county", "GET", `/api/regions/export.csv?region=${townB}`);
    expect(file.body.replace(/^\uFEFF/, "").split("\r\n").slice(0, 3)).toEqual(["code,name,level,parent,valid_from,valid_to,provisional,source", `${townB},石桥乡,town,${county},1949-10-01,,false,`, "990102102001,新塘社区,village,990102102000,2019-07-01,,false,local"]);
    expect((await as("town", "GET", "/api/regions/export.csv")).status).toBe(403);
  });
});

describe("organisations", () => {
  const id = randomUUID();
  const body = { id, region: county, kind: "office", name: "示例县扶贫办", creditCode: "91350100m000100y43", contact: "周主任", phone: "13900001234", openedOn: "2014-04-01", reason };
  const url = `/api/organisations/990102/${id}`;
  interface Shown { organisation: { version: number; phoneMasked: string; creditCode: string }; lines: { kind: string; version: number; planned: number }[]; totals: { section: string; planned: number; plannedFen: number }[]; parentName: string | null }

  test("create once, check the code, keep the telephone sealed", async () => {
    expect(code(await as("county", "POST", "/api/organisations", { ...body, creditCode: "91350100M000100Y44" }))).toBe("organisation.creditCode");
    const made = (await as("county", "POST", "/api/organisations", body)).json<Shown["organisation"]>();
    expect(made).toMatchObject({ level: "county", regionName: "示例县", creditCode: "91350100M000100Y43", phoneMasked: "139****34", version: 1 });
    expect((await as("county", "POST", "/api/organisations", body)).status).toBe(200);
    expect(code(await as("county", "POST", "/api/organisations", { ...body, name: "别的单位" }))).toBe("key.reused");
    expect(code(await as("county", "POST", "/api/organisations", { ...body, id: randomUUID(), name: "同码单位" }))).toBe("organisation.creditCodeTaken");
    expect((await as("county", "POST", "/api/organisations", { ...body, id: randomUUID(), region: other })).status).toBe(404);
    const stored = JSON.stringify(await t.sql`select * from organisations.organisation`);
    expect(stored).not.toContain("13900001234");
  });
  test("the telephone needs a reason, is recorded, and is limited", async () => {
    expect((await as("county", "POST", `${url}/contact`, { reason: "curious" })).status).toBe(400);
    expect((await as("county", "POST", `${url}/contact`, { reason: "visit" })).json()).toEqual({ phone: "13900001234" });
    expect((await t.sql`select from audit.entry where action = 'reveal' and resource = 'organisation' and target = ${id}`).length).toBe(1);
    expect(code(await as("auditor", "POST", `${url}/contact`, { reason: "audit" }))).toBe("access.refused");
    let last = 0;
    for (let i = 0; i < revealsPerHour; i++) last = (await as("county", "POST", `${url}/contact`, { reason: "visit" })).status;
    expect(last).toBe(429);
  });
  test("edits name the version they saw; parents cannot turn in a circle; the audit keeps old and new", async () => {
    const child = randomUUID();
    await as("county", "POST", "/api/organisations", { ...body, id: child, region: town, kind: "government", name: "清溪镇政府", creditCode: null, parentId: id });
    const edit = { kind: "office", name: "示例县乡村振兴局", creditCode: body.creditCode, contact: "周主任", openedOn: "2014-04-01", version: 1, reason };
    expect(code(await as("county", "PUT", url, { ...edit, parentId: child }))).toBe("organisation.parent");
    expect(code(await as("county", "PUT", url, { ...edit, closedOn: "2010-01-01" }))).toBe("organisation.dates");
    expect((await as("county", "PUT", url, edit)).json()).toMatchObject({ version: 2, name: "示例县乡村振兴局", phoneMasked: "139****34" });
    expect(code(await as("county", "PUT", url, edit))).toBe("change.conflict");
    expect((await t.sql<{ detail: { patch?: Record<string, unknown> } }[]>`select detail from audit.entry where action = 'edit' and target = ${id} order by id desc limit 1`)[0]?.detail.patch).toEqual({ name: ["示例县扶贫办", "示例县乡村振兴局"] });
    expect((await as("town", "GET", `/api/organisations/990102/${child}`)).json<Shown>()).toMatchObject({ organisation: { name: "清溪镇政府" }, parentName: null, mayEdit: false });
    expect([(await as("other", "GET", url)).status, (await as("town", "GET", url)).status]).toEqual([404, 404]);
  });
  test("lists are filtered, paged, and end at one's own area", async () => {
    const list = async (who: string, query: string) => (await as(who, "GET", `/api/organisations?${query}`)).json<{ rows: { name: string }[]; next: string | null }>();
    expect((await list("county", "")).rows.map((r) => r.name)).toEqual(["示例县乡村振兴局", "清溪镇政府"]);
    const first = await list("county", "limit=1");
    expect([first.rows.length, (await list("county", `limit=1&after=${encodeURIComponent(first.next ?? "")}`)).rows[0]?.name]).toEqual([1, "清溪镇政府"]);
    expect((await list("county", "level=town")).rows.map((r) => r.name)).toEqual(["清溪镇政府"]);
    expect((await list("county", `kind=office&q=${encodeURIComponent("振兴")}`)).rows).toHaveLength(1);
    expect([(await list("town", "")).rows.length, (await list("other", "")).rows.length, (await as("bank", "GET", "/api/organisations")).status]).toEqual([1, 0, 403]);
    expect((await as("county", "GET", "/api/organisations?after=x")).status).toBe(400);
  });
  test("lines are versions; totals and coverage are computed", async () => {
    const line = { section: "staff", kind: "collector", fundingLevel: "county", version: 0, planned: 4, actual: 3, plannedFen: 24_000_000, actualFen: 18_000_000, source: "示例县编〔2014〕3号" };
    const save = (lines: unknown[], year = 2018) => as("county", "PUT", `${url}/lines`, { year, reason, lines });
    expect((await save([line, { ...line, section: "equipment", kind: "handset", planned: 10, actual: 0 }, { ...line, section: "budget", kind: "training", planned: 1, actual: 1, plannedFen: 500_000, actualFen: 0 }])).json()).toMatchObject({ saved: 3 });
    expect((await save([line])).json()).toMatchObject({ saved: 0 });
    expect(code(await save([{ ...line, planned: 5 }]))).toBe("change.conflict");
    expect((await save([{ ...line, planned: 5, version: 1 }])).json()).toMatchObject({ saved: 1 });
    expect(code(await save([{ ...line, kind: "server" }]))).toBe("organisation.line");
    expect((await save([{ ...line, planned: -1 }])).status).toBe(400);
    const shown = (await as("county", "GET", `${url}?year=2018`)).json<Shown>();
    expect(shown.lines.map((l) => [l.kind, l.version, l.planned])).toEqual([["training", 1, 1], ["handset", 1, 10], ["collector", 2, 5]]);
    expect(shown.totals).toMatchObject([{ section: "staff", planned: 5, actual: 3, plannedFen: 24_000_000 }, { section: "equipment", planned: 10, actual: 0 }, { section: "budget", plannedFen: 500_000 }]);
    await expect(t.sql`update organisations.resource_line set planned = 0`).rejects.toThrow(/append-only/);
    const cover = (await as("county", "GET", `/api/organisations/coverage?region=${county}&year=2018`)).json<{ levels: Record<string, number | string>[]; without: { name: string }[] }>();
    expect(cover.levels.map((l) => [l["level"], l["regions"], l["withOrganisation"], l["withCollector"], l["withDevice"], l["withBudget"]])).toEqual([["county", 1, 1, 1, 0, 1], ["town", 2, 1, 0, 0, 0], ["village", 5, 0, 0, 0, 0]]);
    expect(cover.without.map((w) => w.name)).toEqual(["清溪镇", "石桥乡"]);
    expect((await save([{ ...line, planned: 5, version: 2, removed: true }])).json()).toMatchObject({ saved: 1, lines: [{}, {}] });
    expect((await as("county", "GET", `${url}/lines?year=2018`)).json<{ rows: { version: number; removed: boolean }[] }>().rows.filter((r) => r.removed)).toMatchObject([{ version: 3 }]);
    expect((await save([line])).json()).toMatchObject({ saved: 1 });
  });
});
