/** Aggregates are right after every change, concurrent changes included, and a reader sees only their own area. */
import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { incidence, meanIncome, poorPersons } from "@diguan/core/overview/figures.ts";
import { actorAt, testDatabase, type TestDatabase } from "../../../tests/database.ts";
import type { Tx } from "../postgres/pool.ts";
import { cellFigures } from "./queries.ts";
import { describe as describePlace, overviewOf, refreshCounty, refreshVillages, tasksOf } from "./service.ts";

const county = 990102;
const [villageA, villageB, villageC] = [990102101001, 990102101002, 990102102001];
let t: TestDatabase;

interface Row { readonly village: number; readonly year?: number; readonly state: number | null; readonly cause?: number | null; readonly current: number; readonly yearly?: number; readonly perCapitaFen?: number | null; readonly valid?: boolean }
async function enrol(tx: Tx, row: Row): Promise<string> {
  const id = randomUUID();
  const yearly = row.yearly ?? row.current;
  await tx.sql`insert into registry.household (county, id, region, code) values (${county}, ${id}, ${row.village}, ${id})`;
  await tx.sql`insert into registry.household_year (county, household_id, year, region, household_code, valid, exit_state, cause_main, current_members, year_members, per_capita_fen, net_fen)
    values (${county}, ${id}, ${row.year ?? 2018}, ${row.village}, ${id}, ${row.valid ?? true}, ${row.state}, ${row.cause ?? null}, ${row.current}, ${yearly}, ${row.perCapitaFen ?? null}, ${row.perCapitaFen === undefined || row.perCapitaFen === null ? null : row.perCapitaFen * yearly})`;
  return id;
}

beforeAll(async () => {
  t = await testDatabase();
  await t.db.asSystem(async (tx) => {
    for (const [code, level, parent, name] of [[990000000000, 1, 0, "示例省"], [990100000000, 2, 990000000000, "滴灌市"], [990102000000, 3, 990100000000, "示例县"], [990102101000, 4, 990102000000, "望泉镇"], [990102102000, 4, 990102000000, "梨沟镇"], [villageA, 5, 990102101000, "甲村"], [villageB, 5, 990102101000, "乙村"], [villageC, 5, 990102102000, "丙村"]] as const)
      await tx.sql`insert into regions.region (code, level, parent, name) values (${code}, ${level}, ${parent}, ${name})`;
    await enrol(tx, { village: villageA, state: 0, cause: 1, current: 4, yearly: 5, perCapitaFen: 300_000 });
    await enrol(tx, { village: villageA, state: 1, cause: 3, current: 3, perCapitaFen: 650_000 });
    await enrol(tx, { village: villageA, state: 2, cause: 9, current: 2, perCapitaFen: 1_200_000 });
    await enrol(tx, { village: villageA, state: 0, cause: 1, current: 9, perCapitaFen: 100, valid: false });
    await enrol(tx, { village: villageC, state: null, cause: null, current: 1, perCapitaFen: null });
    await enrol(tx, { village: villageC, year: 2017, state: 0, cause: 8, current: 6, perCapitaFen: -5_000 });
    await tx.sql`insert into registry.village_year (county, village, year, region, data) values (${county}, ${villageA}, 2018, ${villageA}, ${tx.sql.json({ persons: 200 })}), (${county}, ${villageB}, 2018, ${villageB}, ${tx.sql.json({ persons: 50 })})`;
    await refreshCounty(tx, county);
  });
});

const officer = actorAt("countyOfficer", 990102000000);
const at = (region: number, year?: number) => t.db.within(officer, (tx) => overviewOf(tx, region, year));

describe("figures of a place", () => {
  test("a county adds up its villages; cancelled households do not count", async () => {
    const seen = await at(990102000000, 2018);
    expect(seen.total).toMatchObject({ households: 4, persons: 10, stateHouseholds: [1, 1, 1, 1, 0], statePersons: [1, 4, 3, 2, 0] });
    expect(poorPersons(seen.total)).toBe(6);
    expect(seen.causes).toEqual([{ cause: 1, households: 1, persons: 4 }, { cause: 9, households: 1, persons: 2 }]);
    expect(seen.groups.map((g) => [g.name, g.figures.households, g.cells.map((c) => [c.name, c.households])])).toEqual([["望泉镇", 3, [["甲村", 3], ["乙村", 0]]], ["梨沟镇", 1, [["丙村", 1]]]]);
  });
  test("incidence counts only villages whose population is known", async () => {
    const { total } = await at(990102000000, 2018);
    expect([total.villages, total.villagesCounted, total.ruralPersons, total.countedPoor]).toEqual([3, 2, 250, 6]);
    expect(incidence(total)).toBeCloseTo(0.024, 10);
    expect(incidence((await at(990102102000, 2018)).total)).toBeNull();
  });
  test("income: classes by yearly members, mean, and what is below the line of 3,535 yuan", async () => {
    const seen = await at(990102000000, 2018);
    expect(seen.line?.fen).toBe(353_500);
    expect(seen.income.map((bin) => bin.persons).flatMap((n, i) => (n ? [[i, n]] : []))).toEqual([[7, 5], [14, 3], [21, 2]]);
    expect(seen.total).toMatchObject({ belowHouseholds: 1, belowPersons: 5, gapFen: 5 * 53_500, incomeHouseholds: 3, incomePersons: 10 });
    expect(meanIncome(seen.total)).toBe(Math.round((300_000 * 5 + 650_000 * 3 + 1_200_000 * 2) / 10));
    expect((await at(990102000000, 2017)).income[0]).toEqual({ households: 1, persons: 6 });
  });
  test("trend and years, latest first; a village has no groups", async () => {
    const seen = await at(villageA);
    expect([seen.year, seen.years, seen.groups]).toEqual([2018, [2018], []]);
    const whole = await at(990102000000);
    expect(whole.trend.map((row) => [row.year, row.poorPersons, row.lineFen])).toEqual([[2017, 6, 333_500], [2018, 6, 353_500]]);
  });
});

describe("changes", () => {
  test("an act recounts its village in its own transaction; undone together", async () => {
    const actor = actorAt("townOfficer", 990102101000);
    await t.db.within(actor, async (tx) => { await enrol(tx, { village: villageB, state: 0, cause: 5, current: 4 }); await refreshVillages(tx, county, [villageB]); });
    expect((await at(villageB)).total).toMatchObject({ households: 1, persons: 4, ruralPersons: 50 });
    await t.db.within(actor, async (tx) => { await enrol(tx, { village: villageB, state: 0, current: 4 }); await refreshVillages(tx, county, [villageB]); throw new Error("no"); }).catch(() => undefined);
    expect((await at(villageB)).total.households).toBe(1);
    await t.db.within(actor, async (tx) => { await tx.sql`update registry.household_year set valid = false where county = ${county} and region = ${villageB}`; await tx.sql`update registry.village_year set data = '{}' where county = ${county} and village = ${villageB}`; await refreshVillages(tx, county, [villageB]); });
    expect((await at(villageB, 2018)).total).toMatchObject({ households: 0, villagesCounted: 0 });
  });
  test("twelve officers at once: every household is in the count", async () => {
    await Promise.all(Array.from({ length: 12 }, () => t.db.within(officer, async (tx) => { await enrol(tx, { village: villageC, year: 2019, state: 0, current: 1 }); await refreshVillages(tx, county, [villageC]); })));
    expect((await at(villageC, 2019)).total.households).toBe(12);
  });
  test("a row that lost its last household goes away", async () => {
    await t.db.asSystem(async (tx) => { await tx.sql`delete from registry.household_year where county = ${county} and year = 2019`; await refreshVillages(tx, county, [villageC]); });
    expect((await at(villageC)).years).toEqual([2018, 2017]);
  });
  test("people who see only their own households may not recount", async () => {
    const helper = actorAt("helper", 990102101000, [randomUUID()]);
    await expect(t.db.within(helper, (tx) => refreshVillages(tx, county, [villageA]))).rejects.toThrow("whole villages");
  });
});

describe("area", () => {
  test("a place beyond the post is as unknown as one that does not exist", async () => {
    const town = actorAt("townOfficer", 990102101000);
    for (const place of [990102000000, 990102102000, villageC, 0, 990102101999]) await expect(t.db.within(town, (tx) => overviewOf(tx, place, 2018))).rejects.toMatchObject({ code: "thing.unknown" });
    const seen = await t.db.within(town, (tx) => describePlace(tx, villageA));
    expect([seen.name, seen.ancestors]).toEqual(["甲村", [{ code: 990102101000, name: "望泉镇" }]]);
  });
  for (const [name, lines] of [["row level security alone", { application: false, rls: true }], ["the application alone", { application: true, rls: false }]] as const) {
    test(`${name} keeps other towns out`, async () => {
      const db = t.open(lines);
      const rows = await db.within(actorAt("townOfficer", 990102101000), (tx) => cellFigures(tx, { lo: 990102000000, hi: 990102999999 }, 2018, 1));
      expect(rows.map((row) => row.code)).toEqual([villageA, villageB]);
    });
  }
  test("health causes of fewer than ten households are withheld from those who may not see them", async () => {
    const finance = actorAt("countyFinance", 990102000000);
    expect((await t.db.within(finance, (tx) => overviewOf(tx, 990102000000, 2018))).causes).toContainEqual({ cause: 1, households: null, persons: null });
  });
});

describe("what waits", () => {
  const found = (rule: string, severity: string, state: string, deadline: string, n: number, assignedTo: string | null = null) => t.db.asSystem(async (tx) => {
    await tx.sql`insert into quality.tally (county, region, year, rule, state, severity, n) values (${county}, ${villageA}, 2018, ${rule}, ${state}, ${severity}, ${n})`;
    await tx.sql`insert into quality.finding (county, id, region, year, rule, severity, state, deadline, assigned_to) select ${county}, gen_random_uuid(), ${villageA}, 2018, ${rule}, ${severity}, ${state}, ${deadline}, ${assignedTo} from generate_series(1, ${n}::int)`;
  });
  test("open findings by place and the officer's list, from tallies", async () => {
    await found("DQ-010", "E", "found", "2018-10-20", 3);
    await found("DQ-003", "E", "assigned", "2018-11-20", 2, officer.postId);
    await found("DQ-081", "W", "returned", "2018-11-20", 4);
    await found("DQ-002", "E", "corrected", "2018-10-01", 5);
    await found("DQ-001", "E", "explained", "2018-10-01", 1);
    const seen = await at(990102000000, 2018);
    expect([seen.total.findings, seen.total.seriousFindings, seen.groups[0]?.cells.map((cell) => cell.findings)]).toEqual([9, 5, [9, 0]]);
    const tasks = await t.db.within(officer, (tx) => tasksOf(tx, 990102000000, 2018, "2018-10-24"));
    expect(tasks.map((task) => [task.kind, task.count, task.deadline])).toEqual([["overdue", 3, "2018-10-20"], ["mine", 2, "2018-11-20"], ["serious", 5, null], ["ordinary", 4, null], ["verify", 6, null]]);
    expect(tasks[2]?.groups).toEqual([{ group: "household", n: 3 }, { group: "identity", n: 2 }]);
  });
  test("a file that was read waits for whoever may import it", async () => {
    await t.db.asSystem((tx) => tx.sql`insert into intake.batch (id, region, scope_hi, file_name, file_sha256, file_bytes, state, sealed) values (gen_random_uuid(), 990102101000, 990102101999, '望泉镇.xlsx', '', 1, 'previewed', '')`);
    const files = async (role: Parameters<typeof actorAt>[0]) => (await t.db.within(actorAt(role, 990102101000), (tx) => tasksOf(tx, 990102101000, 2018, "2018-10-24"))).filter((task) => task.kind === "intake").map((task) => task.files);
    expect([await files("townOfficer"), await files("teamMember")]).toEqual([[["望泉镇.xlsx"]], []]);
    await t.db.asSystem((tx) => tx.sql`update intake.batch set state = 'committed'`);
  });
  test("each role gets only what it may do; other towns see nothing of it", async () => {
    const kinds = async (role: Parameters<typeof actorAt>[0], region: number) => (await t.db.within(actorAt(role, region), (tx) => tasksOf(tx, region, 2018, "2018-10-24"))).map((task) => task.kind);
    expect(await kinds("cityOverseer", 990100000000)).toEqual(["serious", "ordinary"]);
    expect(await kinds("townOfficer", 990102101000)).toEqual(["overdue", "serious", "ordinary"]);
    expect(await kinds("townOfficer", 990102102000)).toEqual([]);
    expect(await kinds("countyFinance", 990102000000)).toEqual([]);
  });
});
