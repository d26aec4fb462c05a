/** Procedures through the routes of the server: one household from application to exit and back, whole villages at once, and who may not. */
import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { catalogue } from "@diguan/core/procedure/catalogue.ts";
import type { Board, CaseView } from "@diguan/core/procedure/contract.ts";
import type { Definition } from "@diguan/core/procedure/definition.ts";
import { addDays } from "@diguan/core/time.ts";
import type { Actor } from "../postgres/pool.ts";
import { conditions, family, person, places, testServer, type TestServer } from "../../../tests/registry.ts";
import { pdfText } from "../../../tests/pdf.ts";

let s: TestServer;
let village: Actor;
let town: Actor;
let county: Actor;
let today = "2018-03-01";
const setDay = (day: string): void => { today = day; s.setNow(`${day}T02:00:00Z`); };
const later = (days: number): void => { setDay(addDays(today, days)); };

interface Answer { readonly done: { id: string; version: number; status: string; next: string | null }[]; readonly refused: { id: string; code: string; message: string }[]; readonly notice: { id: string; address: string } | null; readonly code?: string; readonly message?: string }
interface Key { readonly county: number; readonly id: string }
const png = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");

/** A photo of the village, uploaded as a phone would. */
async function paper(by: Actor, kind: string, region = places.village): Promise<string> {
  const key = randomUUID();
  const field = (name: string, value: string): string => `--b\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const body = Buffer.concat([Buffer.from(`${field("key", key)}${field("kind", kind)}${field("region", String(region))}--b\r\ncontent-disposition: form-data; name="file"; filename="照片.png"\r\ncontent-type: image/png\r\n\r\n`), png, Buffer.from("\r\n--b--\r\n")]);
  const answer = await s.raw(by, "POST", "/api/procedure/evidence", body, { "content-type": "multipart/form-data; boundary=b" });
  expect(answer.json()).toMatchObject({ id: key, kind });
  return key;
}
const view = async (key: Key, by = county): Promise<CaseView> => (await s.ask<CaseView>(by, "GET", `/api/procedure/cases/${key.county}/${key.id}`)).body;
const sitting = (n = 20): object => ({ place: "村部会议室", entitled: 30, present: Array.from({ length: n }, (_, i) => `代表${i + 1}`), minutes: "逐户介绍情况，公开评议。" });
const by = (level: string): Actor => (level === "county" ? county : level === "town" ? town : village);

interface More { readonly votes?: readonly [number, number, number]; readonly present?: number; readonly opinion?: string; readonly suspicions?: number; readonly by?: Actor; readonly found?: object }
/** Takes the step that is due with everything that it asks for. */
async function take(key: Key, more: More = {}): Promise<{ status: number; body: Answer }> {
  const c = await view(key);
  const { next } = c;
  if (!next) throw new Error("over");
  const who = more.by ?? by(next.level);
  const evidence = await Promise.all(next.evidence.map((kind) => paper(who, kind)));
  const given = { evidence, signatures: next.signatures.map((kind) => ({ kind, name: "王小明" })), ...(next.document ? { document: "示扶领〔2018〕3号" } : {}), ...(more.opinion ? { opinion: more.opinion } : {}) };
  const [yes, no, none] = more.votes ?? [18, 2, 0];
  return s.ask<Answer>(who, "POST", "/api/procedure/acts", {
    key: randomUUID(), act: { act: next.kind === "notice" ? "close" : "take", step: next.name, given }, ...(next.meeting ? { sitting: sitting(more.present ?? 20) } : {}),
    cases: [{ ...key, version: c.version, ...(next.meeting ? { votes: { for: yes, against: no, abstain: none } } : {}), ...(more.suspicions === undefined ? {} : { suspicions: more.suspicions }), ...(more.found ? { found: more.found } : {}) }],
  });
}
async function post(keys: readonly Key[], days = 7): Promise<Answer> {
  const cases = await Promise.all(keys.map(async (key) => ({ ...key, version: (await view(key)).version })));
  const step = (await view(keys[0] as Key)).next?.name ?? "";
  const answer = await s.ask<Answer>(village, "POST", "/api/procedure/acts", { key: randomUUID(), act: { act: "post", step, from: today, to: addDays(today, days - 1), place: "村务公开栏" }, cases });
  expect(answer.body.refused).toEqual([]);
  return answer.body;
}
/** Until a step is due, without incidents. */
async function until(key: Key, step: string): Promise<void> {
  for (let i = 0; i < 15; i++) {
    const c = await view(key);
    if (!c.next || c.next.name === step) return;
    if (c.next.kind === "notice" && !c.notice) { await post([key], c.next.stands ?? 7); later(c.next.stands ?? 7); continue; }
    const answer = await take(key, c.next.name === "survey" ? { found: { causeMain: 9 } } : {});
    expect(answer.body.refused ?? answer.body).toEqual([]);
    later(1);
  }
}
interface Opened { readonly opened: { county: number; id: string; number: string; householdId: string }[]; readonly refused: { code: string }[]; readonly code?: string; readonly message?: string }
const open = (purpose: string, definition: string, what: object, who = village): Promise<{ status: number; body: Opened }> => s.ask<Opened>(who, "POST", "/api/procedure/cases", { key: randomUUID(), purpose, definition, reason: "农户申请", ...what });
const applicant = (name: string, n: number): object => ({ applicant: { region: places.village, year: 2018, household: { groupName: "三组" }, members: [{ values: person(name, "1970-05-05", 1, 1, n) }, { values: person(`${name.slice(0, 1)}小`, "2010-05-05", 1, 3, n + 1, { student: 3, labour: 4, education: null, marital: 10, pensionResident: false }) }] } });
const household = async (id: string): Promise<{ exit_state: number; exit_year: number | null; return_year: number | null; enrolled_on: string | null; valid: boolean; cause_main: number | null }> => (await s.t.sql<{ exit_state: number; exit_year: number | null; return_year: number | null; enrolled_on: string | null; valid: boolean; cause_main: number | null }[]>`select exit_state, exit_year, return_year, enrolled_on, valid, cause_main from registry.household_year where household_id = ${id} order by year desc limit 1`)[0] as never;
const registered = async (): Promise<number> => (await s.t.sql<{ n: number }[]>`select coalesce(sum(households), 0)::int as n from overview.village_year where region = ${places.village} and year = 2018`)[0]?.n ?? -1;

beforeAll(async () => {
  s = await testServer();
  village = s.as("villageWorker", places.village);
  town = s.as("townOfficer", places.town);
  county = s.as("countyOfficer");
  setDay(today);
});

test("the definitions of the database are those of core", async () => {
  const rows = await s.t.sql<{ id: string; body: Definition }[]>`select id, body from procedure.definition where region = 0 order by id`;
  expect(rows.map((r) => r.body)).toEqual(catalogue.toSorted((a, b) => (a.id < b.id ? -1 : 1)));
});

describe("one household", () => {
  let key: Key;
  let householdId: string;
  test("applies: on file, not registered, counted by nobody", async () => {
    const answer = await open("registration", "twoNotices", applicant("刘大有", 31));
    expect(answer.status).toBe(200);
    const [made] = answer.body.opened;
    expect(made?.number).toBe("990102-2018-00001");
    key = { county: made?.county ?? 0, id: made?.id ?? "" };
    householdId = made?.householdId ?? "";
    expect(await household(householdId)).toMatchObject({ exit_state: 9, valid: true });
    expect(await registered()).toBe(0);
    expect((await open("registration", "twoNotices", { households: [{ county: key.county, id: householdId }] })).body).toMatchObject({ code: "procedure.openAlready" });
    expect((await open("exit", "householdExit", { households: [{ county: key.county, id: householdId }] })).body).toMatchObject({ code: "procedure.transition" });
  });
  test("quorum fails first, then passes; sent twice is done once; another version is refused", async () => {
    await until(key, "villageAppraisal");
    expect((await take(key, { present: 19, votes: [19, 0, 0] })).body).toMatchObject({ code: "procedure.quorum" });
    const before = await view(key);
    expect((await take(key)).body.done).toMatchObject([{ next: "notice1" }]);
    const stale = await s.ask<Answer>(village, "POST", "/api/procedure/acts", { key: randomUUID(), act: { act: "post", step: "notice1", from: today, to: addDays(today, 6), place: "村口" }, cases: [{ ...key, version: before.version }] });
    expect(stale.body).toMatchObject({ code: "change.conflict" });
    const c = await view(key);
    const body = { key: randomUUID(), act: { act: "post", step: "notice1", from: today, to: addDays(today, 6), place: "村务公开栏" }, cases: [{ ...key, version: c.version }] };
    const [first, second] = [await s.ask<Answer>(village, "POST", "/api/procedure/acts", body), await s.ask<Answer>(village, "POST", "/api/procedure/acts", body)];
    expect(second.body).toEqual(first.body);
    expect((await s.ask(village, "POST", "/api/procedure/acts", { ...body, act: { ...body.act, place: "别处" } })).body).toMatchObject({ code: "key.reused" });
    expect(c.events.find((e) => e.step.en === "appraisal by the village")).toMatchObject({ votes: { for: 18, against: 2, abstain: 0 }, sitting: { entitled: 30 } });
  });
  test("the public page shows four fields, takes an objection, and is gone afterwards", async () => {
    const { notice } = await view(key);
    const token = notice?.address.split("/").at(-1) ?? "";
    const shown = await s.ask<Record<string, unknown>>(undefined, "GET", `/api/public/notices/${token}`);
    expect(shown.status).toBe(200);
    expect(shown.body["items"]).toEqual([{ key: 0, name: "刘*有", village: "上笕村", group: "三组", members: 2 }]);
    expect(JSON.stringify(shown.body)).not.toContain("刘大有");
    expect(JSON.stringify(shown.body)).not.toMatch(/99010219|1391234|cause|health/);
    const id = randomUUID();
    const said = await s.ask<{ reference: string; dueOn: string }>(undefined, "POST", `/api/public/notices/${token}/objections`, { id, item: 0, text: "他家在县城有一套房", contact: "13912345678" });
    expect(said.body).toMatchObject({ dueOn: addDays(today, 5) });
    expect((await s.ask<{ reference: string }>(undefined, "POST", `/api/public/notices/${token}/objections`, { id, item: 0, text: "他家在县城有一套房", contact: "13912345678" })).body.reference).toBe(said.body.reference);
    expect((await s.ask(undefined, "POST", `/api/public/notices/${token}/objections`, { id: randomUUID(), item: 0, text: "广告广告广告", website: "http://spam" })).status).toBe(200);
    expect((await view(key)).objectionList).toHaveLength(1);
    for (let i = 0; i < 4; i++) await s.ask(undefined, "POST", `/api/public/notices/${token}/objections`, { id: randomUUID(), item: 0, text: `第 ${i} 条意见` });
    expect((await s.ask(undefined, "POST", `/api/public/notices/${token}/objections`, { id: randomUUID(), item: 0, text: "又一条意见" })).body).toMatchObject({ code: "notice.tooMany" });
    later(7);
    expect(await s.ask(undefined, "GET", `/api/public/notices/${token}`)).toMatchObject({ status: 410, body: { code: "notice.expired" } });
    expect(await s.ask(undefined, "GET", `/api/public/notices/990102-${"x".repeat(24)}`)).toMatchObject({ status: 404 });
    expect((await take(key)).body).toMatchObject({ code: "procedure.objectionOpen" });
    const c = await view(key);
    expect(c.next?.acts).toEqual([]);
    expect((await view(key, village)).next?.acts.slice(0, 2)).toEqual(["dismiss", "uphold"]);
    for (const o of c.objectionList) {
      const answer = await s.ask<Answer>(village, "POST", "/api/procedure/acts", { key: randomUUID(), act: { act: "dismiss", step: "notice1", objection: o.id, answer: "经查，房屋为亲属所有，有不动产登记为证", again: false, given: { evidence: [await paper(village, "verification")], signatures: [] } }, cases: [{ ...key, version: (await view(key)).version }] });
      expect(answer.status).toBe(200);
    }
    const told = await s.ask<{ answer: { upheld: boolean; text: string } }>(undefined, "GET", `/api/public/objections/${said.body.reference}`);
    expect(told.body.answer).toMatchObject({ upheld: false, text: "经查，房屋为亲属所有，有不动产登记为证" });
    const contact = `/api/procedure/objections/${key.county}/${id}/contact`;
    expect((await s.ask(village, "POST", contact, { reason: "complaint" })).status).toBe(403);
    expect((await s.ask(town, "POST", contact, { reason: "complaint" })).body).toMatchObject({ value: "13912345678" });
    expect((await s.t.sql`select sealed::text as t from procedure.objection where id = ${id}`)[0]?.["t"]).not.toContain("13912345678");
  });
  test("review, match, second notice, decision, announcement: registered, with source and case number in its history", async () => {
    expect((await take(key)).body.done).toMatchObject([{ next: "townReview" }]);
    expect((await take(key, { by: village })).body).toMatchObject({ code: "procedure.role" });
    await until(key, "countyApproval");
    expect((await household(householdId)).exit_state).toBe(9);
    await until(key, "none");
    expect(await view(key)).toMatchObject({ status: "finished", next: null });
    expect(await household(householdId)).toMatchObject({ exit_state: 0, cause_main: 9 });
    expect((await household(householdId)).enrolled_on).toMatch(/^2018-0[3-5]/);
    expect(await registered()).toBe(1);
    const [change] = await s.t.sql<{ act: string; reason: string; evidence: string }[]>`select act, reason, evidence from registry.change where household_id = ${householdId} and act = 'decided'`;
    expect(change).toMatchObject({ reason: "贫困户识别（两公示一公告一比对），案号 990102-2018-00001", evidence: "案号 990102-2018-00001" });
    const [effect] = await s.t.sql<{ kind: string; detail: Record<string, unknown> }[]>`select kind, detail from procedure.effect where household_id = ${householdId}`;
    expect(effect).toMatchObject({ kind: "registered", detail: { members: 2, lineFen: 353500, exitStateBefore: 9 } });
  });
  test("exit: refused below the line, then by six steps with a frozen file; the household's own account says yes", async () => {
    const { opened: [made] } = (await open("exit", "householdExit", { households: [{ county: key.county, id: householdId }] })).body;
    const exit: Key = { county: made?.county ?? 0, id: made?.id ?? "" };
    expect((await take(exit)).body.done).toMatchObject([{ next: "verification" }]);
    expect((await household(householdId)).exit_state).toBe(2);
    expect((await take(exit)).body).toMatchObject({ code: "procedure.standard" });
    const own = s.as("household", places.county, [householdId]);
    await s.t.sql`update registry.household_year set wage_fen = 2000000, annual_fen = 2000000, net_fen = 2000000, per_capita_fen = 1000000, water_safe = true, water_hard = false, house_grade = 2, unsafe_house = false where household_id = ${householdId}`;
    expect((await take(exit)).body.done).toMatchObject([{ next: "consent" }]);
    expect((await s.ask(s.as("household", places.county, [randomUUID()]), "POST", `/api/procedure/cases/${exit.county}/${exit.id}/consent`, { version: 2, agrees: true })).status).toBe(404);
    expect((await s.ask<CaseView>(own, "GET", `/api/procedure/cases/${exit.county}/${exit.id}`)).body).toMatchObject({ may: { consent: true }, next: { acts: [] } });
    expect((await s.ask(own, "POST", `/api/procedure/cases/${exit.county}/${exit.id}/consent`, { version: 2, agrees: true })).body).toEqual({ version: 3 });
    await until(exit, "none");
    expect(await household(householdId)).toMatchObject({ exit_state: 1, exit_year: 2018 });
    expect((await view(exit)).effects.at(-1)).toMatchObject({ kind: "exited", detail: { perCapitaFen: 1_000_000, guarantees: { water: "met" } } });
  });
  test("re-entry by the fast lane: 返贫", async () => {
    const { opened: [made] } = (await open("return", "returnFast", { households: [{ county: key.county, id: householdId }], detail: { clue: "户主大病住院" } })).body;
    const back: Key = { county: made?.county ?? 0, id: made?.id ?? "" };
    const from = today;
    await until(back, "none");
    expect(await household(householdId)).toMatchObject({ exit_state: 3, return_year: 2018 });
    expect(today <= addDays(from, 15)).toBe(true);
    expect(await registered()).toBe(1);
  });
  test("history is append-only for everybody and each act is in the audit", async () => {
    for (const table of ["event", "notice", "notice_item", "objection", "objection_answer", "effect", "sitting", "evidence", "definition"]) {
      await expect(s.t.sql.unsafe(`delete from procedure.${table}`)).rejects.toThrow(/append-only/);
      await expect(s.t.db.asSystem((tx) => tx.sql.unsafe(`update procedure.${table} set region = region`))).rejects.toThrow(/append-only|permission denied/);
    }
    const [n] = await s.t.sql<{ events: number; audited: number }[]>`select (select count(*) from procedure.event)::int as events, (select count(*) from audit.entry where resource = 'procedure' and action in ('take', 'post', 'close', 'object', 'dismiss'))::int as audited`;
    expect(n?.audited).toBe(n?.events);
  });
});

describe("a whole village", () => {
  let keys: Key[] = [];
  test("ten households in one appraisal and one notice; who recuses has no vote in the one case", async () => {
    for (let i = 0; i < 10; i++) { const a = await open("registration", "threeReviewsTwoNotices", applicant(`孙家${"甲乙丙丁戊己庚辛壬癸"[i] ?? ""}`, 50 + i * 3)); const [o] = a.body.opened; keys.push({ county: o?.county ?? 0, id: o?.id ?? "" }); }
    for (const k of keys) await until(k, "villageAppraisal");
    const cases = await Promise.all(keys.map(async (k, i) => ({ ...k, version: (await view(k)).version, votes: i === 0 ? { for: 10, against: 9, abstain: 0 } : { for: 20, against: 1, abstain: 0 }, recused: i === 0 ? [{ name: "代表1", relation: "兄弟" }, { name: "代表2", relation: "女婿" }] : [] })));
    const evidence = await Promise.all(["minutes", "signIn", "meetingPhoto"].map((kind) => paper(village, kind)));
    const answer = await s.ask<Answer>(village, "POST", "/api/procedure/acts", { key: randomUUID(), act: { act: "take", step: "villageAppraisal", given: { evidence, signatures: [] } }, sitting: sitting(21), cases: cases.map((c, i) => (i === 9 ? { ...c, votes: { for: 3, against: 18, abstain: 0 } } : c)) });
    expect(answer.body.done).toHaveLength(9);
    expect(answer.body.refused).toMatchObject([{ id: keys[9]?.id, code: "procedure.majority" }]);
    expect((await s.t.sql`select count(*)::int as n from procedure.sitting where place = '村部会议室' and cardinality(present) = 21`)[0]?.["n"]).toBe(1);
    keys = keys.slice(0, 9);
    const notice = await post(keys);
    expect(notice.done).toHaveLength(9);
    const shown = await s.ask<{ items: unknown[] }>(undefined, "GET", `/api/public${notice.notice?.address.replace("/notice/", "/notices/") ?? ""}`);
    expect(shown.body.items).toHaveLength(9);
  });
  test("the notice is printed for the board with names in full; what is sent back disappears from the page", async () => {
    const first = await view(keys[0] as Key);
    const pdf = await s.raw(village, "GET", `/api/procedure/notices/${first.county}/${first.notice?.id ?? ""}/notice.pdf`);
    expect(pdf.statusCode).toBe(200);
    const { text } = pdfText(pdf.rawPayload);
    expect(text).toContain("孙家甲");
    expect(text).toContain(first.notice?.address ?? "?");
    const back = await s.ask<Answer>(village, "POST", "/api/procedure/acts", { key: randomUUID(), act: { act: "return", step: "notice1", to: "survey", reason: "收入要重新核算" }, cases: [{ ...(keys[0] as Key), version: first.version }] });
    expect(back.body.done).toMatchObject([{ next: "survey" }]);
    const shown = await s.ask<{ items: { name: string }[] }>(undefined, "GET", `/api/public/notices/${first.notice?.address.split("/").at(-1) ?? ""}`);
    expect(shown.body.items).toHaveLength(8);
  });
  test("the list of a village is shown only where policy says so", async () => {
    expect((await s.ask(undefined, "GET", `/api/public/villages/${places.village}/notices`)).body).toMatchObject({ listed: false, rows: [] });
    await s.t.db.asSystem((tx) => tx.sql`insert into policy.parameter (code, region, valid_from, value, unit, source) values ('PROCEDURE_PUBLIC_LIST', ${places.county}, '2018-01-01', 1, 'flag', '示例县公开办法')`);
    const { body } = await s.ask<{ listed: boolean; rows: { n: number }[] }>(undefined, "GET", `/api/public/villages/${places.village}/notices`);
    expect(body).toMatchObject({ listed: true, rows: [{ n: 8 }] });
  });
  test("board, worklist and tasks agree with the cases", async () => {
    const { body } = await s.ask<Board>(county, "GET", `/api/procedure/board?region=${places.county}`);
    const running = (await s.t.sql<{ n: number }[]>`select count(*)::int as n from procedure.case_file where status = 'open'`)[0]?.n;
    expect(body.cells.reduce((sum, c) => sum + c.n, 0)).toBe(running);
    expect(body.counts.open).toBe(running);
    const list = await s.ask<{ rows: { id: string }[]; next: string | null }>(village, "GET", "/api/procedure/cases?limit=4");
    expect(list.body.rows).toHaveLength(4);
    const rest = await s.ask<{ rows: { id: string }[] }>(village, "GET", `/api/procedure/cases?limit=100&after=${list.body.next ?? ""}`);
    expect(new Set([...list.body.rows, ...rest.body.rows].map((r) => r.id)).size).toBe(running);
    later(8);
    expect((await s.ask(village, "GET", "/api/procedure/tasks")).body).toMatchObject({ closable: 8 });
  });
  test("two officers at once: one takes the step, the other is told", async () => {
    const key = keys[1] as Key;
    const c = await view(key);
    const evidence = [await paper(village, "noticePhoto")];
    const ask = (): Promise<{ status: number; body: Answer }> => s.ask<Answer>(s.as("villageWorker", places.village), "POST", "/api/procedure/acts", { key: randomUUID(), act: { act: "close", step: "notice1", given: { evidence, signatures: [] } }, cases: [{ ...key, version: c.version }] });
    const answers = await Promise.all([ask(), ask(), ask()]);
    expect(answers.map((a) => a.status).toSorted()).toEqual([200, 409, 409]);
    expect((await view(key)).version).toBe(c.version + 1);
  });
});

describe("provinces", () => {
  test("write their own version; running cases go on with theirs; what is not lawful is refused", async () => {
    const province = s.as("provinceOverseer", 990_000_000_000);
    const base = catalogue.find((d) => d.id === "threeReviewsTwoNotices") as Definition;
    const asked = { region: 990_000_000_000, validFrom: today, reason: "省级细则修订", definition: { ...base, version: 1, steps: base.steps.filter((x) => x.name !== "notice2") } };
    expect((await s.ask(province, "POST", "/api/procedure/definitions", asked)).body).toEqual({ id: "threeReviewsTwoNotices", version: 1 });
    expect((await s.ask(province, "POST", "/api/procedure/definitions", { ...asked, definition: { ...base, steps: base.steps.filter((x) => x.kind !== "notice") } })).body).toMatchObject({ code: "procedure.definition" });
    expect((await s.ask(town, "POST", "/api/procedure/definitions", asked)).status).toBe(403);
    const { opened: [made] } = (await open("registration", "threeReviewsTwoNotices", applicant("新来户", 91))).body;
    expect((await view({ county: made?.county ?? 0, id: made?.id ?? "" })).steps.map((x) => x.name)).not.toContain("notice2");
    const old = await s.t.sql<{ county: number; id: string }[]>`select county, id from procedure.case_file where definition_id = 'threeReviewsTwoNotices' and definition_region = 0 limit 1`;
    expect((await view(old[0] as Key)).steps.map((x) => x.name)).toContain("notice2");
  });
});

describe("removal and appeal", () => {
  test("struck from the register, and put back when the appeal is upheld", async () => {
    const [poor] = await s.t.sql<{ household_id: string }[]>`select household_id from registry.household_year where exit_state = 3 limit 1`;
    const id = poor?.household_id ?? "";
    const { opened: [made] } = (await open("removal", "removal", { households: [{ county: 990_102, id }] }, town)).body;
    const key: Key = { county: 990_102, id: made?.id ?? "" };
    const second = s.as("townOfficer", places.town);
    for (let i = 0; i < 9 && (await view(key)).status === "open"; i++) {
      const c = await view(key);
      if (c.next?.kind === "notice" && !c.notice) { await post([key]); later(7); continue; }
      expect((await take(key, c.next?.name === "townReview" ? { by: second } : {})).body.refused).toEqual([]);
    }
    expect(await household(id)).toMatchObject({ valid: false });
    const appeal = (await open("appeal", "appeal", { about: key }, county)).body.opened[0];
    const lodged: Key = { county: 990_102, id: appeal?.id ?? "" };
    await take(lodged, { by: county });
    await take(lodged, { by: s.as("countyOfficer") });
    expect((await take(lodged, { by: s.as("countyOfficer") })).body.done).toMatchObject([{ status: "finished" }]);
    expect(await household(id)).toMatchObject({ valid: true, exit_state: 3 });
    expect(await view(key)).toMatchObject({ status: "open", next: { name: "survey" }, appeals: [{ id: lodged.id }] });
    later(40);
    const over = await s.t.sql<{ county: number; id: string }[]>`select county, id from procedure.case_file where status = 'finished' and purpose <> 'appeal' order by over_on limit 1`;
    expect((await open("appeal", "appeal", { about: over[0] }, county)).body).toMatchObject({ code: "procedure.appealLate" });
  });
  test("a household that is registered elsewhere in the file is not begun twice, and an exit that is refused leaves it as it was", async () => {
    const made = await s.ask<{ county: number; id: string }>(village, "POST", "/api/households", { key: randomUUID(), region: places.village, year: 2018, household: { ...conditions, exitState: 0 }, members: family(70).map((values) => ({ values })), reason: "补录在册户", source: 2, explanation: "按纸质档案补录" });
    expect(made.body).toMatchObject({ saved: true, blocked: [] });
    const { opened: [exit] } = (await open("exit", "householdExit", { households: [{ county: 990_102, id: made.body.id }] })).body;
    const key: Key = { county: 990_102, id: exit?.id ?? "" };
    await take(key);
    expect((await household(made.body.id)).exit_state).toBe(2);
    const c = await view(key);
    await s.ask<Answer>(village, "POST", "/api/procedure/acts", { key: randomUUID(), act: { act: "reject", step: "verification", reason: "收入不稳定，暂缓退出", given: { evidence: [], signatures: [] } }, cases: [{ ...key, version: c.version }] });
    expect((await household(made.body.id)).exit_state).toBe(0);
  });
});
