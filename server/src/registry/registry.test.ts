/** The registry over HTTP: what a county office does in a year, and what it must not be able to do. */
import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import type { HouseholdPage, Hit, HouseholdRow, ChangeView } from "@diguan/core/registry/contract.ts";
import { conditions, family, idNumber, person, places, testServer, type TestServer } from "../../../tests/registry.ts";

let s: TestServer;
interface Made { saved: boolean; id: string; county: number; code: string; version: number; blocked: { rule: string }[]; toExplain: { rule: string }[] }
const make = async (n: number, more: Record<string, unknown> = {}, region = places.village): Promise<Made> => {
  const { body, status } = await s.ask<Made>(s.as("countyOfficer"), "POST", "/api/households", { key: randomUUID(), region, year: 2018, household: { ...conditions, ...((more["household"] ?? {}) as object) }, members: ((more["members"] ?? family(n)) as object[]).map((values) => ({ values })), reason: "新识别", source: 4, explanation: "入户核实过原件", ...Object.fromEntries(Object.entries(more).filter(([k]) => k !== "household" && k !== "members").map(([k, v]) => [k, v])) });
  expect({ status, blocked: body.blocked }, JSON.stringify(body)).toEqual({ status: 200, blocked: [] });
  return body;
};
const pageOf = async (id: string, query = "", actor = s.as("countyOfficer")): Promise<HouseholdPage> => {
  const { body, status } = await s.ask<HouseholdPage>(actor, "GET", `/api/households/990102/${id}${query}`);
  expect(status, JSON.stringify(body)).toBe(200);
  return body;
};

beforeAll(async () => { s = await testServer(); });

describe("registry", () => {
  test("a household is made once, however often it is sent", async () => {
    const body = { key: randomUUID(), region: places.village, year: 2018, household: conditions, members: family(10).map((values) => ({ values })), reason: "新识别", source: 4, explanation: "入户核实过原件" };
    const officer = s.as("countyOfficer");
    const [a, b] = await Promise.all([s.ask<Made>(officer, "POST", "/api/households", body), s.ask<Made>(officer, "POST", "/api/households", body)]);
    expect(a.body).toEqual(b.body);
    expect(a.body.code).toMatch(/^990102101001\d{4}$/);
    const other = await s.ask<{ code: string }>(officer, "POST", "/api/households", { ...body, year: 2017 });
    expect([other.status, other.body.code]).toEqual([409, "key.reused"]);
    const [n] = await s.t.sql<{ n: number }[]>`select count(*)::int as n from registry.household where id = ${a.body.id}`;
    expect(n?.n).toBe(1);
  });

  test("what only the certificate number says of birth and disability is on record", async () => {
    const n = 61;
    const disabled = { ...person("周无生", "1971-03-04", 1, 1, n, { health: [4] }), birth: null, certNo: `${idNumber("1971-03-04", 1, n)}43` };
    const made = await make(n, { members: [disabled] });
    const [row] = await s.t.sql`select birth, disability_category, disability_level from registry.member_year where household_id = ${made.id}`;
    expect(row).toMatchObject({ birth: "1971-03-04", disability_category: 4, disability_level: 3 });
  });
  test("the page shows members masked, counts, the calculation and the guarantees", async () => {
    const made = await make(20);
    const page = await pageOf(made.id);
    expect(page.members.map((m) => m.name)).toEqual(["周德厚", "李*兰", "陈*英", "周**"]);
    expect(page.headName).toBe("周德厚");
    expect(page.members[0]?.values["certNo"]).toMatch(/^990102\*{8}\d{3}[\dX]$/);
    expect(page.members[0]?.masked).toEqual(expect.arrayContaining(["certNo", "health"]));
    expect([page.household.values["yearMembers"], page.household.values["currentMembers"], page.labourCount]).toEqual([4, 4, 2]);
    expect(page.path.map((p) => p.name)).toEqual(["示例省", "滴灌市", "示例县", "望泉镇", "上笕村"]);
    expect(page.guarantees?.map((g) => g.verdict)).toEqual(["unknown", "unknown", "met", "met", "met", "met"]);
    expect(page.steps).toBeNull();                                         // nobody has entered income yet: no totals, not 0
    expect(page.line?.fen).toBe(353_500);
    const [looked] = await s.t.sql<{ n: number }[]>`select count(*)::int as n from audit.entry where action = 'view' and resource = 'household' and target = ${made.id}`;
    expect(looked?.n).toBe(1);
    for (const one of family(20)) expect(JSON.stringify(page)).not.toContain(one["certNo"]);
  });

  test("income line items make the totals; a withdrawn one stays on record", async () => {
    const made = await make(30);
    const officer = s.as("townOfficer", places.town);
    const url = `/api/households/990102/${made.id}/income`;
    const items: [number, number][] = [[10, 1_200_000], [20, 680_000], [39, 45_000], [41, 324_000], [43, 168_000], [44, 50_000], [49, 76_000], [60, 290_000]];
    for (const [kind, amountFen] of items) {
      const { body, status } = await s.ask<Made>(officer, "POST", url, { key: randomUUID(), year: 2018, kind, amountFen, source: 2, explanation: "台账核对一致" });
      expect([status, body.saved, body.blocked]).toEqual([200, true, []]);
    }
    const page = await pageOf(made.id);
    expect(page.household.values["perCapitaFen"]).toBe(563_250);            // domain guide §12, mockup 02
    expect(page.steps?.at(-1)).toEqual({ field: "perCapitaFen", sign: "=", part: false, amount: 563_250 });
    const wage = page.items.find((i) => i.kind === 10);
    const gone = await s.ask<Made>(officer, "POST", `${url}/withdraw`, { key: randomUUID(), year: 2018, itemId: wage?.id, reason: "重复登记", explanation: "与合作社核对" });
    expect(gone.body.saved).toBe(true);
    const after = await pageOf(made.id);
    expect(after.items.find((i) => i.kind === 10)?.withdrawnAt).not.toBeNull();
    expect(after.household.values["netFen"]).toBe(2_253_000 - 1_200_000);
  });

  test("an edit names the version it saw, is blocked by new E findings and asks about new W findings", async () => {
    const made = await make(40);
    const page = await pageOf(made.id);
    const officer = s.as("countyOfficer");
    const put = (body: object) => s.ask<Made & { code: string }>(officer, "PUT", `/api/households/990102/${made.id}`, { year: 2018, reason: "核对户口簿", source: 2, ...body });
    const stale = await put({ version: page.version + 3, household: { fuel: 1 } });
    expect([stale.status, stale.body.code]).toEqual([409, "change.conflict"]);
    const bad = await put({ version: page.version, members: [{ id: page.members[1]?.id, values: { ethnic: null } }] });
    expect([bad.body.saved, bad.body.blocked.map((f) => f.rule)]).toEqual([false, ["DQ-015"]]);
    const ask = await put({ version: page.version, members: [{ id: page.members[1]?.id, values: { sex: 1 } }] });
    expect(ask.body.saved).toBe(false);
    expect(ask.body.toExplain.map((f) => f.rule)).toEqual(expect.arrayContaining(["DQ-006"]));
    const told = await put({ version: page.version, members: [{ id: page.members[1]?.id, values: { sex: 1 } }], explanation: "身份证登记有误，已去派出所更正" });
    expect([told.body.saved, told.body.version]).toEqual([true, page.version + 1]);
    const onList = await s.ask<{ rows: { rule: string; householdId: string; state: string }[] }>(officer, "GET", `/api/quality/findings?region=${places.village}&year=2018&rule=DQ-006&segment=waiting&limit=200`);
    expect(onList.body.rows.filter((r) => r.householdId === made.id).map((r) => r.state)).toEqual(["explained"]);
    const typo = await put({ version: page.version + 1, household: { fuel: 77 } });
    expect([typo.status, typo.body.code]).toEqual([422, "registry.value"]);
    const never = await put({ version: page.version + 1, household: { perCapitaFen: 1 } });
    expect(never.status).toBe(422);
  });

  test("every past state can be shown, secrets included, and history says who, when and from where", async () => {
    const made = await make(50);
    const officer = s.as("countyOfficer");
    const first = await pageOf(made.id);
    await new Promise((r) => setTimeout(r, 5));
    const at = new Date().toISOString();
    await new Promise((r) => setTimeout(r, 5));
    const head = first.members[0];
    const fresh = idNumber("1973-06-15", 1, 99);
    const { body } = await s.ask<Made>(officer, "PUT", `/api/households/990102/${made.id}`, { year: 2018, version: first.version, household: { fuel: 1, householdPhone: "13812345678" }, members: [{ id: head?.id, values: { certNo: fresh, workMonths: 11 } }], reason: "更正证件号", source: 3 });
    expect(body.saved).toBe(true);
    const now = await pageOf(made.id);
    const then = await pageOf(made.id, `?at=${at}`);
    expect([now.household.values["fuel"], now.household.values["householdPhone"], now.members[0]?.values["workMonths"]]).toEqual([1, "138****5678", 11]);
    expect(then.household.values).toEqual(first.household.values);
    expect(then.members.map((m) => m.values)).toEqual(first.members.map((m) => m.values));
    const history = await s.ask<{ rows: ChangeView[] }>(officer, "GET", `/api/households/990102/${made.id}/changes`);
    const phones = history.body.rows.flatMap((c) => c.fields).find((f) => f.field === "householdPhone");
    expect(phones).toEqual({ field: "householdPhone", before: null, after: "138****5678" });
    expect(JSON.stringify(history.body)).not.toContain(fresh);
    expect(history.body.rows[0]).toMatchObject({ act: "corrected", source: 3, reason: "更正证件号", who: "countyOfficer@990102000000" });
    const sources = await s.ask<{ rows: { field: string; source: number; memberId: string | null }[] }>(officer, "GET", `/api/households/990102/${made.id}/sources?year=2018`);
    expect(sources.body.rows.find((r) => r.field === "fuel" && r.memberId === null)?.source).toBe(3);
  });

  test("death, birth, marriage into another registered household", async () => {
    const [a, b] = [await make(60), await make(65, {}, places.nextVillage)];
    const officer = s.as("countyOfficer");
    const before = await pageOf(a.id);
    const mother = before.members[2];
    const death = await s.ask<Made & { benefitsEndOn: string }>(officer, "POST", `/api/households/990102/${a.id}/departures`, { key: randomUUID(), memberId: mother?.id, kind: 1, on: "2018-10-03", evidence: "死亡证明 2018-117", source: 2 });
    expect([death.status, death.body.benefitsEndOn]).toEqual([200, "2018-11-01"]);
    const later = await pageOf(a.id);
    expect([later.household.values["yearMembers"], later.household.values["currentMembers"]]).toEqual([4, 3]);
    const works = await s.ask<{ code: string }>(officer, "PUT", `/api/households/990102/${a.id}`, { year: 2018, version: later.version, members: [{ id: mother?.id, values: { workMonths: 3 } }], reason: "补填务工", source: 1 });
    expect([works.status, works.body.code]).toEqual([409, "registry.memberLeft"]);
    const child = await s.ask<Made & { memberId: string }>(officer, "POST", `/api/households/990102/${a.id}/arrivals`, { key: randomUUID(), kind: 1, on: "2018-11-01", evidence: "出生医学证明 H88", source: 2, explanation: "证件办理中", values: person("周明明", "2018-11-01", 1, 3, 0, { certType: 3, certNo: null, education: 6, student: null, labour: 4, marital: 10, pensionResident: false }) });
    expect([child.body.saved, child.body.blocked]).toEqual([true, []]);
    const daughter = before.members[3];
    const wedding = await s.ask<Made & { transferredTo: string }>(officer, "POST", `/api/households/990102/${a.id}/departures`, { key: randomUUID(), memberId: daughter?.id, kind: 2, on: "2018-11-10", evidence: "结婚登记", source: 2, to: { county: 990102, id: b.id, relation: 5 } });
    expect(wedding.status, JSON.stringify(wedding.body)).toBe(200);
    const active = await s.t.sql`select member_id from registry.member_year where active and cert_idx = ${s.t.crypto.blindIndex("cert", idNumber("2003-05-05", 2, 64))}`;
    expect(active.map((r) => r["member_id"])).toEqual([wedding.body.transferredTo]);
    expect((await pageOf(b.id)).household.values["currentMembers"]).toBe(5);
    const again = await s.ask<{ code: string }>(officer, "POST", `/api/households/990102/${a.id}/arrivals`, { key: randomUUID(), kind: 7, on: "2018-11-11", evidence: "补录", source: 2, explanation: "核实过的情况", values: family(60)[3] });
    expect([again.status, again.body.code]).toEqual([409, "registry.registeredElsewhere"]);
    const head = await s.ask<{ code: string }>(officer, "POST", `/api/households/990102/${a.id}/departures`, { key: randomUUID(), memberId: before.members[0]?.id, kind: 3, on: "2018-11-12", evidence: "迁出证", source: 2 });
    expect([head.status, head.body.code]).toEqual([422, "registry.headLeaves"]);
    const handed = await s.ask<Made>(officer, "POST", `/api/households/990102/${a.id}/departures`, { key: randomUUID(), memberId: before.members[0]?.id, kind: 3, on: "2018-11-12", evidence: "迁出证", source: 2, newHead: { memberId: before.members[1]?.id, relations: { [child.body.memberId]: 3 } } });
    expect(handed.status, JSON.stringify(handed.body)).toBe(200);
    expect((await pageOf(a.id)).headName).toBe("李秀兰");
    const back = await s.ask<Made>(officer, "POST", `/api/households/990102/${a.id}/departures/undo`, { key: randomUUID(), memberId: mother?.id, reason: "误登同名人" });
    expect(back.body.saved).toBe(true);
    expect((await pageOf(a.id)).members.find((m) => m.id === mother?.id)?.active).toBe(true);
  });

  test("a new year carries the household forward and leaves the old year as it was", async () => {
    const made = await make(80);
    const officer = s.as("countyOfficer");
    const old = await pageOf(made.id);
    const key = randomUUID();
    const { status } = await s.ask(officer, "POST", `/api/households/990102/${made.id}/years`, { key, year: 2019 });
    expect(status).toBe(200);
    const [next, still] = [await pageOf(made.id, "?year=2019"), await pageOf(made.id, "?year=2018")];
    expect([next.year, next.members.length, next.household.values["perCapitaFen"], next.household.values["fuel"]]).toEqual([2019, 4, null, 4]);
    expect(still.household).toEqual(old.household);
    const taken = await s.ask<{ code: string }>(officer, "POST", `/api/households/990102/${made.id}/years`, { key: randomUUID(), year: 2019 });
    expect(taken.body.code).toBe("registry.snapshotExists");
    const cancel = await s.ask(officer, "POST", `/api/households/990102/${made.id}/cancel`, { key: randomUUID(), version: next.version, reason: "整户迁走", evidence: "迁出证明" });
    expect(cancel.status).toBe(200);
    const shut = await s.ask<{ code: string }>(officer, "PUT", `/api/households/990102/${made.id}`, { year: 2019, version: next.version + 1, household: { fuel: 1 }, reason: "改燃料", source: 2 });
    expect(shut.body.code).toBe("registry.cancelled");
    const restored = await s.ask(officer, "POST", `/api/households/990102/${made.id}/restore`, { key: randomUUID(), version: next.version + 1, reason: "整户迁回", evidence: "迁入证明" });
    expect(restored.status).toBe(200);
  });

  test("list: keyset pages give every household once; filters; scope", async () => {
    const officer = s.as("countyOfficer");
    const seen: HouseholdRow[] = [];
    let after = "";
    for (let i = 0; i < 20; i++) {
      const { body } = await s.ask<{ rows: HouseholdRow[]; next: string | null }>(officer, "GET", `/api/households?year=2018&limit=3${after}`);
      seen.push(...body.rows);
      if (!body.next) break;
      after = `&after=${body.next}`;
    }
    const [n] = await s.t.sql<{ n: number }[]>`select count(*)::int as n from registry.household_year where year = 2018 and valid and county = 990102`;
    expect(seen.length).toBe(n?.n);
    expect(new Set(seen.map((r) => r.id)).size).toBe(seen.length);
    expect(seen[0]?.headName).toMatch(/^周\*厚$/);
    const next = await s.ask<{ rows: HouseholdRow[] }>(s.as("villageWorker", places.nextVillage), "GET", "/api/households?year=2018");
    expect(new Set(next.body.rows.map((r) => r.region))).toEqual(new Set([places.nextVillage]));
    const none = await s.ask<{ rows: HouseholdRow[] }>(s.as("countyOfficer", places.otherCounty), "GET", "/api/households?year=2018");
    expect(none.body.rows).toEqual([]);
    const leak = await s.ask<{ code: string }>(s.as("departmentOfficer"), "GET", "/api/households?year=2018&cause=1");
    expect(leak.status).toBe(403);
  });

  test("search by name, code, last four, whole number, phone; other counties answer only that it is theirs", async () => {
    const made = await make(70, { household: { householdPhone: "13900001234" }, members: [person("欧阳建国", "1970-02-03", 1, 1, 71, {}), person("钱小芳", "1972-02-03", 2, 2, 72, {})] });
    const officer = s.as("countyOfficer");
    const find = async (q: string, actor = officer): Promise<Hit[]> => (await s.ask<{ rows: Hit[] }>(actor, "GET", `/api/households/search?q=${encodeURIComponent(q)}&year=2018`)).body.rows;
    const cert = idNumber("1970-02-03", 1, 71);
    expect((await find("欧阳"))[0]).toMatchObject({ id: made.id, memberName: "欧*国", by: "name" });
    expect((await find("建国")).map((h) => h.id)).toEqual([made.id]);
    expect((await find(made.code)).map((h) => h.id)).toEqual([made.id]);
    expect((await find(cert)).map((h) => h.id)).toEqual([made.id]);
    expect((await find(cert.slice(-4))).map((h) => h.id)).toContain(made.id);
    expect((await find("13900001234")).map((h) => h.id)).toEqual([made.id]);
    expect(await find("欧阳", s.as("townOfficer", 990102102000))).toEqual([]);
    expect(await find("%")).toEqual([]);
    const look = (region: number) => s.ask<{ found: string; county: number | null; hit: Hit | null }>(s.as("countyOfficer", region), "POST", "/api/households/person", { certNo: cert });
    expect((await look(places.county)).body).toMatchObject({ found: "here", hit: { id: made.id } });
    expect((await look(places.otherCounty)).body).toEqual({ found: "elsewhere", county: 990102, countyName: "示例县", hit: null });
    const [audited] = await s.t.sql<{ n: number }[]>`select count(*)::int as n from audit.entry where action in ('search', 'lookup') and detail->>'by' in ('name', 'certNo')`;
    expect(audited?.n).toBeGreaterThanOrEqual(5);
    expect(JSON.stringify(await s.t.sql`select detail from audit.entry`)).not.toContain(cert);
  });

  test("reveal opens one field with a reason and is recorded", async () => {
    const made = await make(90);
    const worker = s.as("villageWorker", places.village);
    const page = await pageOf(made.id, "", worker);
    const open = (field: string, memberId?: string, actor = worker) => s.ask<{ value: unknown; code: string }>(actor, "POST", `/api/households/990102/${made.id}/reveal`, { year: 2018, field, reason: "visit", ...(memberId ? { memberId } : {}) });
    expect((await open("certNo", page.members[0]?.id)).body.value).toBe(idNumber("1973-06-15", 1, 91));
    expect((await open("health", page.members[0]?.id)).body.value).toEqual([1]);
    expect((await open("certNo", page.members[0]?.id, s.as("villageWorker", places.nextVillage))).status).toBe(404);
    expect((await open("certNo", page.members[0]?.id, s.as("cityOverseer", 990100000000))).status).toBe(403);
    const [entry] = await s.t.sql`select purpose, detail from audit.entry where action = 'reveal' and account_id = ${worker.accountId} order by id limit 1`;
    expect(entry).toMatchObject({ purpose: "visit", detail: { fields: ["certNo"] } });
  });

  test("village record: facts, figures, history", async () => {
    const officer = s.as("townOfficer", places.town);
    const put = await s.ask<{ version: number }>(officer, "PUT", `/api/villages/${places.village}`, { year: 2018, version: 0, values: { persons: 1200, households: 310, hardRoad: true, secretaryPhone: "13800001111" }, reason: "年报", source: 2 });
    expect(put.body.version).toBe(1);
    const page = await s.ask<{ data: Record<string, unknown>; summary: { households: number; persons: number } }>(officer, "GET", `/api/villages/${places.village}?year=2018`);
    expect(page.body.data).toMatchObject({ persons: 1200, secretaryPhone: "138****1111" });
    expect(page.body.summary.households).toBeGreaterThan(3);
    const stale = await s.ask<{ code: string }>(officer, "PUT", `/api/villages/${places.village}`, { year: 2018, version: 0, values: { persons: 1 }, reason: "年报", source: 2 });
    expect(stale.body.code).toBe("change.conflict");
    expect((await s.ask(s.as("villageWorker", places.nextVillage), "GET", `/api/villages/${places.village}`)).status).toBe(404);
  });
});
