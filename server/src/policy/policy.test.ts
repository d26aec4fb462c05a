/** Parameters and rules in the hands of people: dated rows by two persons, a text from its first draft to being in force, and what it would change. */
import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { ruleFacts } from "@diguan/core/policy/rules/names.ts";
import { parameterInfo } from "@diguan/core/policy/parameters.ts";
import { actorAt, testDatabase, type TestDatabase } from "../../../tests/database.ts";
import type { Actor } from "../postgres/pool.ts";
import { allChanges, changes, judgeHousehold, showRun, stopRun } from "./changes.ts";
import { decide, history, propose, values } from "./parameters.ts";
import { createSet, decideVersion, listSets, saveVersion, showSet } from "./rules.ts";
import { finishRun, lostRuns, preview, startRun } from "./simulate.ts";
import { treeOf } from "./asked.ts";
import { parameter } from "../policy.ts";

const today = "2018-11-20";
const county = 990_102_000_000;
const [near, far] = [990_102_101_001, 990_102_102_001];
let t: TestDatabase;
const first = actorAt("countyOfficer", county);
const second = actorAt("countyOfficer", county);
const stranger = actorAt("countyOfficer", 990_103_000_000);
const province = actorAt("provinceOverseer", 990_000_000_000);
const village = actorAt("villageWorker", near);
const as = <T>(who: Actor, act: Parameters<typeof t.db.within<T>>[1]): Promise<T> => t.db.within(who, act);
const code = (e: unknown): string => (e as { code?: string }).code ?? String(e);
const refused = (p: Promise<unknown>): Promise<string> => p.then(() => "done", code);
const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;

beforeAll(async () => {
  t = await testDatabase();
  await t.sql`insert into regions.region (code, level, parent, name) values (990000000000, 1, 0, '示例省'), (990100000000, 2, 990000000000, '滴灌市'), (${county}, 3, 990100000000, '示例县'), (990102101000, 4, ${county}, '望泉镇'), (990102102000, 4, ${county}, '青石镇'), (${near}, 5, 990102101000, '上笕村'), (${far}, 5, 990102102000, '石门村')`;
  const basis = { county: 990_102, year: 2018, valid: true, exit_state: 0, unsafe_house: false, water_safe: true, dropouts: 0, uninsured: 0 };
  const rows = [
    { ...basis, household_id: id(1), region: near, per_capita_fen: 300_000 },
    { ...basis, household_id: id(2), region: near, per_capita_fen: 400_000 },
    { ...basis, household_id: id(3), region: near, per_capita_fen: 400_000, dropouts: 1, exit_state: 9 },
    { ...basis, household_id: id(4), region: far, per_capita_fen: null, exit_state: 0 },
    { ...basis, household_id: id(5), region: far, per_capita_fen: 360_000, exit_state: 1 },
    { ...basis, household_id: id(6), region: far, per_capita_fen: 100, valid: false },
    { ...basis, household_id: id(7), region: near, year: 2017, per_capita_fen: 100 },
  ];
  for (const row of rows) await t.sql`insert into identification.facts ${t.sql(row)}`;
});

describe("parameters", () => {
  const line = { code: "POVERTY_LINE", region: county, validFrom: "2019-01-01", value: 400_000, source: "县政府文件〔2018〕8号", sureness: "unsure", reason: "本县试行较高的标准", accept: [] };
  it("knows every code that a migration inserts, with its unit and inside its bounds", async () => {
    const rows = await t.sql<{ code: string; unit: string; value: number }[]>`select code, unit, value from policy.parameter`;
    const unknown = rows.filter((r) => { const info = parameterInfo(r.code); return !info || info.unit !== r.unit || r.value < info.min || r.value > info.max; });
    expect(unknown.map((r) => `${r.code} (${r.unit}) ${r.value}: add it to core/src/policy/parameters.ts`)).toEqual([]);
  });
  it("takes a new dated row from two people, and never writes over an old one", async () => {
    const key = randomUUID();
    expect(await refused(as(village, (tx) => decide(tx, key, true, "")))).toBe("thing.unknown");
    await as(first, (tx) => propose(tx, { ...line, key }));
    expect(await as(first, (tx) => propose(tx, { ...line, key }))).toEqual({ id: key });
    expect(await refused(as(first, (tx) => propose(tx, { ...line, key, value: 1 })))).toBe("parameters.bounds");
    expect(await refused(as(first, (tx) => propose(tx, { ...line, key, value: 410_000 })))).toBe("key.reused");
    expect(await as(first, (tx) => parameter(tx, "POVERTY_LINE", near, "2019-06-01"))).toMatchObject({ value: 374_700 });
    expect(await refused(as(first, (tx) => decide(tx, key, true, "")))).toBe("parameters.ownProposal");
    expect(await refused(as(stranger, (tx) => decide(tx, key, true, "")))).toBe("thing.unknown");
    expect((await as(second, (tx) => history(tx, "POVERTY_LINE"))).proposals[0]).toMatchObject({ mayDecide: true, decision: null });
    await as(second, (tx) => decide(tx, key, true, "同意"));
    expect(await refused(as(second, (tx) => decide(tx, key, false, "")))).toBe("parameters.decided");
    expect(await as(first, (tx) => parameter(tx, "POVERTY_LINE", near, "2019-06-01"))).toMatchObject({ value: 400_000, region: county });
    expect(await as(first, (tx) => parameter(tx, "POVERTY_LINE", 990_103_101_001, "2019-06-01"))).toMatchObject({ value: 374_700, region: 0 });
    await expect(t.sql`update policy.parameter set value = 1 where code = 'POVERTY_LINE'`).rejects.toThrow(/append-only/);
    await expect(t.sql`delete from policy.parameter_decision`).rejects.toThrow(/append-only/);
    const shown = await as(first, (tx) => values(tx, { on: "2019-06-01" }));
    expect(shown.rows.find((r) => r.code === "POVERTY_LINE")).toMatchObject({ zh: "扶贫标准", inForce: { value: 400_000, place: "示例县", region: county } });
  });
  it("has overlaps accepted by name before they take effect, and refuses the same first day", async () => {
    expect(await refused(as(first, (tx) => propose(tx, { ...line, key: randomUUID() })))).toBe("parameters.sameStart");
    const early = { ...line, key: randomUUID(), validFrom: "2018-06-01", validTo: "2019-12-31", value: 390_000 };
    expect(await refused(as(first, (tx) => propose(tx, early)))).toBe("parameters.overlap");
    expect(await refused(as(first, (tx) => propose(tx, { ...early, validTo: "2018-01-01" })))).toBe("parameters.period");
    await as(first, (tx) => propose(tx, { ...early, accept: ["yields"] }));
    await as(second, (tx) => decide(tx, early.key, true, ""));
    const { places } = await as(first, (tx) => history(tx, "POVERTY_LINE"));
    expect(places.find((p) => p.region === county)?.stretches).toEqual([{ from: "2018-06-01", to: "2018-12-31", value: 390_000, validFrom: "2018-06-01" }, { from: "2019-01-01", to: null, value: 400_000, validFrom: "2019-01-01" }]);
  });
  it("leaves the whole nation to the province", async () => {
    const nation = { ...line, region: 0, validFrom: "2026-01-01", accept: ["cut"] };
    expect(await refused(as(first, (tx) => propose(tx, { ...nation, key: randomUUID() })))).toBe("parameters.nation");
    const key = randomUUID();
    await as(province, (tx) => propose(tx, { ...nation, key }));
    expect(await refused(as(second, (tx) => decide(tx, key, true, "")))).toBe("parameters.nation");
    await as(actorAt("provinceOverseer", 990_000_000_000), (tx) => decide(tx, key, false, "未见文件"));
    expect((await as(province, (tx) => history(tx, "POVERTY_LINE"))).proposals.find((p) => p.id === key)?.decision).toMatchObject({ approved: false, note: "未见文件" });
  });
});

describe("rules", () => {
  const text = "// 收入或保障\nperCapitaYuan < POVERTY_LINE || dropouts > DROPOUTS_ALLOWED || unsafeHouse";
  const written = { region: county, purpose: "identification" as const, zh: "示例县识别规则", en: "county rule", source: "domain guide §2.4", note: "", text };
  let set = "";
  it("is written, simulated, submitted, approved by a second person, and then counts", async () => {
    expect(await refused(as(first, (tx) => createSet(tx, { ...written, key: randomUUID(), text: "perCapitaYaun < POVERTY_LINE" })))).toBe("rules.fault");
    expect(await refused(as(first, (tx) => createSet(tx, { ...written, key: randomUUID(), region: 990_000_000_000 })))).toBe("thing.unknown");
    const key = randomUUID();
    ({ id: set } = await as(first, (tx) => createSet(tx, { ...written, key })));
    expect(await as(first, (tx) => createSet(tx, { ...written, key }))).toEqual({ id: set, version: 1 });
    const act = (who: Actor, what: "submit" | "approve" | "sendBack" | "retire", activeFrom?: string): Promise<string> => as(who, (tx) => decideVersion(tx, set, 1, { act: what, activeFrom, note: "" }, today)).then((r) => r.state, code);
    expect(await act(first, "submit")).toBe("rules.notSimulated");
    // a village is not the whole area of the rule
    const small = randomUUID();
    await as(first, (tx) => startRun(tx, { key: small, id: set, version: 1, region: near, year: 2018, on: "2018-12-31", today }));
    await finishRun(t.db, small);
    expect(await act(first, "submit")).toBe("rules.notSimulated");
    const run = randomUUID();
    await as(first, (tx) => startRun(tx, { key: run, id: set, version: 1, region: county, year: 2018, on: "2018-05-01", today }));
    await as(first, (tx) => startRun(tx, { key: run, id: set, version: 1, region: county, year: 2018, on: "2018-05-01", today }));
    await finishRun(t.db, run, undefined, 2);
    expect(await act(second, "approve", today)).toBe("rules.state");
    expect(await act(first, "submit")).toBe("submitted");
    expect(await act(first, "approve", today)).toBe("rules.ownText");
    expect(await act(stranger, "approve", today)).toBe("thing.unknown");
    expect(await act(second, "approve")).toBe("rules.activeFrom");
    expect(await act(second, "approve", "2018-11-19")).toBe("rules.activeFrom");
    expect(await act(second, "approve", "2018-12-01")).toBe("approved");
    expect((await as(first, (tx) => showSet(tx, set, "2018-12-01"))).versions[0]).toMatchObject({ state: "active", activeFrom: "2018-12-01" });
    expect((await as(village, (tx) => listSets(tx, undefined, "2018-12-01"))).rows).toMatchObject([{ zh: "示例县识别规则", mayEdit: false, active: { version: 1 } }]);
    expect((await as(first, (tx) => showSet(tx, set, today))).events.map((e) => e.act)).toEqual(["drafted", "simulated", "submitted", "approved"]);
    await expect(t.sql`update policy.rule_version set text = 'true'`).rejects.toThrow(/append-only/);
  });
  it("says who would change and why, against the register and against the version in force", async () => {
    expect(await refused(as(first, (tx) => saveVersion(tx, set, { ...written, key: randomUUID() })))).toBe("rules.unchanged");
    const { version } = await as(first, (tx) => saveVersion(tx, set, { ...written, key: randomUUID(), text: "perCapitaYuan < 3000.01", note: "只看收入" }));
    const run = randomUUID();
    await as(first, (tx) => startRun(tx, { key: run, id: set, version, region: county, year: 2018, on: "2018-05-01", today: "2018-12-01" }));
    await finishRun(t.db, run);
    const told = await as(first, (tx) => showRun(tx, run));
    expect(told).toMatchObject({ state: "done", against: 1, households: 5, judged: 5, totals: { households: 5, yes: 1, no: 3, undecided: 1, gain: 0, lose: 1, doubt: 0, missed: 0, wrong: 1, doubtful: 1 } });
    expect(told.places.map((p) => [p.name, p.households])).toEqual([["望泉镇上笕村", 3], ["青石镇石门村", 2]]);
    const list = await as(first, (tx) => changes(tx, { run, limit: 2, locale: "zh-CN" }));
    expect(list.rows.map((r) => [r.householdId, r.directions])).toEqual([[id(2), ["wrong"]], [id(3), ["lose"]]]);
    expect(list.rows[0]?.told.sentence).toBe("不符合：人均纯收入 4,000 元，不低于 3,000.01 元——不符合");
    const rest = await as(first, (tx) => changes(tx, { run, limit: 2, locale: "zh-CN", after: list.next ?? "" }));
    expect(rest).toMatchObject({ next: null, rows: [{ householdId: id(4), after: null, directions: ["doubtful"], told: { sentence: "无法判断：人均纯收入没有记录" } }] });
    expect((await as(first, (tx) => changes(tx, { run, direction: "lose", limit: 9, locale: "en" }))).rows).toHaveLength(1);
    const whole = await as(first, async (tx) => { const found: string[] = []; for await (const page of allChanges(tx, { run, locale: "en" })) found.push(...page.map((r) => r.householdId)); return found; });
    expect(whole).toEqual([id(2), id(3), id(4)]);
    expect(await refused(as(stranger, (tx) => changes(tx, { run, limit: 9, locale: "en" })))).toBe("thing.unknown");
    expect(await refused(as(stranger, (tx) => startRun(tx, { key: randomUUID(), id: set, version, region: county, year: 2018, on: "2018-05-01", today })))).toBe("thing.unknown");
    expect(await refused(as(stranger, (tx) => preview(tx, { tree: treeOf(text), before: undefined, purpose: "identification", area: { lo: 990_102_000_000, hi: 990_102_999_999 }, year: 2018, on: today }).then((p) => { if (p.totals.households === 0) throw Object.assign(new Error(), { code: "nobody" }); })))).toBe("nobody");
  });
  it("goes on where a lost process stopped, is written once by two at a time, and stops when told to", async () => {
    const [lost, stopped] = [randomUUID(), randomUUID()];
    await as(first, (tx) => startRun(tx, { key: lost, id: set, version: 1, region: county, year: 2018, on: "2018-05-01", today: "2018-12-01" }));
    await t.sql`update policy.rule_run set beat_at = clock_timestamp() - interval '1 minute' where id = ${lost}`;
    expect(await lostRuns(t.db)).toContain(lost);
    await Promise.all([finishRun(t.db, lost, undefined, 1), finishRun(t.db, lost, undefined, 1)]);
    await finishRun(t.db, lost, undefined, 1);
    expect(await as(first, (tx) => showRun(tx, lost))).toMatchObject({ state: "done", judged: 5 });
    expect((await t.sql`select from policy.outcome where run_id = ${lost}`).length).toBe(5);
    expect((await t.sql`select from policy.rule_event where run_id = ${lost}`).length).toBe(1);
    expect(await lostRuns(t.db)).not.toContain(lost);
    await as(first, (tx) => startRun(tx, { key: stopped, id: set, version: 1, region: county, year: 2018, on: "2018-05-01", today: "2018-12-01" }));
    expect(await refused(as(stranger, (tx) => stopRun(tx, stopped)))).toBe("thing.unknown");
    expect(await as(first, (tx) => stopRun(tx, stopped))).toEqual({ state: "cancelled" });
    await finishRun(t.db, stopped);
    expect(await as(first, (tx) => showRun(tx, stopped))).toMatchObject({ state: "cancelled", judged: 0 });
  });
  it("judges one household by the rules in force, with the parameter of its place", async () => {
    const [one] = await as(first, (tx) => judgeHousehold(tx, { county: 990_102, household: id(1), year: 2018 }, "2018-12-01", "zh-CN"));
    expect(one).toMatchObject({ version: 1, told: { verdict: true, sentence: "符合：人均纯收入 3,000 元，低于扶贫标准 3,900 元（参数 POVERTY_LINE，2018-06-01 起，来源：县政府文件〔2018〕8号）——符合" } });
    // a later reader judges 2018 by the rules of 2018, and 2017 by those of 2017: there were none
    expect((await as(first, (tx) => judgeHousehold(tx, { county: 990_102, household: id(1), year: 2018 }, "2026-01-01", "en"))).map((r) => r.version)).toEqual([1]);
    expect(await as(first, (tx) => judgeHousehold(tx, { county: 990_102, household: id(7), year: 2017 }, "2026-01-01", "en"))).toEqual([]);
    expect(await refused(as(stranger, (tx) => judgeHousehold(tx, { county: 990_102, household: id(1), year: 2018 }, "2018-12-01", "en")))).toBe("thing.unknown");
  });
  it("reads every fact that it names", async () => {
    const all = ruleFacts.map((f) => `known(${f.kind === "fen" ? f.key.replace("Fen", "Yuan") : f.key})`).join(" && ");
    expect((await as(first, (tx) => preview(tx, { tree: treeOf(all), before: treeOf("exclusionsDecided == 0"), purpose: "measure", area: { lo: county, hi: county + 999_999 }, year: 2018, on: today }))).totals).toMatchObject({ households: 5, yes: 0, no: 5, lose: 5 });
  });
});
