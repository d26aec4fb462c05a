/** A county is checked: findings are recorded, followed when the data change, counted; area rules compare households. */
import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase, type TestDatabase } from "../../../tests/database.ts";
import { family, household, idNumber, member, soundCase } from "../../../tests/quality/sound-household.ts";
import { storeCase } from "../../../tests/quality/store.ts";
import type { HouseholdCase } from "@diguan/core/registry/record.ts";
import { rangeOf } from "@diguan/core/region-code.ts";
import { noteNotCollected } from "./absent.ts";
import { checkRegion } from "./check.ts";

const today = "2018-12-31";
const village = 990_102_101_001;
let t: TestDatabase;
let serial = 0;

/** A sound household with codes, numbers and income of its own. */
function own(over: Partial<HouseholdCase> = {}, household_: Parameters<typeof household>[0] = {}): HouseholdCase {
  serial++;
  const base = soundCase();
  const people = family().map((m, i) => ({ ...m, memberCode: `${serial}-${i}`, certNo: idNumber(m.birth ?? "", m.sex ?? 1, serial * 3 + i) }));
  return { ...base, household: household({ householdCode: `H${serial}`, householdPhone: `138${String(serial).padStart(8, "0")}`, wageFen: 1_200_000 + serial * 1_357, ...household_ }), members: people, ...over };
}
const rules = async (): Promise<Record<string, number>> => Object.fromEntries((await t.sql<{ rule: string; n: number }[]>`select rule, count(*)::int as n from quality.finding where state in ('found', 'returned') group by 1 order by 1`).map((r) => [r.rule, r.n]));
const check = (region = 990_102_000_000, year?: number) => checkRegion(t.db, t.crypto, rangeOf(region), { today, year });

beforeAll(async () => { t = await testDatabase(); });

describe("a county", () => {
  test("is checked, recorded and counted; correcting the data corrects the finding; breaking it again reopens it", async () => {
    const faulty = own({}, { causeOther: [7] });
    await storeCase(t.sql, t.crypto, own());
    const key = await storeCase(t.sql, t.crypto, faulty);
    const first = await check();
    expect(first).toMatchObject({ households: 2, persons: 6, findings: 1, found: 1, years: [2018], byRule: [{ rule: "DQ-067", severity: "E", count: 1 }], byVillage: [{ region: village, count: 1 }] });
    expect(first.notChecked.find((r) => r.rule === "DQ-094")?.because).toEqual({ reason: "needs", slice: "helpers" });
    expect(first.notChecked.some((r) => r.rule === "DQ-085")).toBe(false);   // the line of 2018 is in policy.parameter
    expect(await check()).toMatchObject({ found: 0, corrected: 0, reopened: 0 });
    await storeCase(t.sql, t.crypto, { ...faulty, household: { ...faulty.household, causeOther: [9] } });
    expect(await check()).toMatchObject({ findings: 0, corrected: 1 });
    await storeCase(t.sql, t.crypto, faulty);
    expect(await check()).toMatchObject({ findings: 1, found: 0, reopened: 1 });
    const events = await t.sql<{ act: string }[]>`select act from quality.finding_event order by id`;
    expect(events.map((e) => e.act)).toEqual(["corrected", "reopened"]);
    expect(await t.sql`select state, n from quality.tally where rule = 'DQ-067' and n <> 0`).toEqual([{ state: "returned", n: 1 }]);
    await t.sql`update registry.household_year set valid = false where household_id = ${key.id}`;
    expect(await check()).toMatchObject({ households: 1, corrected: 1 });
    expect(await rules()).toEqual({});
  });

  test("compares households: one ID number, one phone, one income, heaped digits", async () => {
    const twin = own();
    const [head] = twin.members;
    await storeCase(t.sql, t.crypto, twin);
    await storeCase(t.sql, t.crypto, own({ members: [member({ memberCode: "t1", certNo: head?.certNo ?? "", birth: head?.birth ?? null })] }, { householdPhone: twin.household.householdPhone, yearMembers: 1, wageFen: 0 }));
    // the same number in another county of the city, and in another province
    await storeCase(t.sql, t.crypto, own({ region: 990_103_101_001, members: [member({ memberCode: "t2", certNo: head?.certNo ?? "", birth: head?.birth ?? null, workPlace: 1, workMonths: 9 })] }, { yearMembers: 1 }));
    await check(990_000_000_000);
    const duplicates = await t.sql<{ level: string; county: number; n: number }[]>`select args->>'level' as level, county, count(*)::int as n from quality.finding where rule = 'DQ-008' group by 1, 2 order by 1, 2`;
    expect(duplicates).toEqual([{ level: "city", county: 990_102, n: 2 }, { level: "city", county: 990_103, n: 1 }, { level: "county", county: 990_102, n: 2 }]);
    expect((await rules())["DQ-058"]).toBe(2);
    for (let i = 0; i < 3; i++) await storeCase(t.sql, t.crypto, own({ region: village + 1 }, { wageFen: 1_500_000 }));
    await check();
    expect((await rules())["DQ-112"]).toBe(3);
    for (let i = 0; i < 60; i++) await storeCase(t.sql, t.crypto, own({ region: village + 2 }, { wageFen: 1_000_000 + i * 100_000, operatingFen: 600_000, costFen: 200_000, propertyFen: 40_000, ecologyFen: 50_000, otherTransferFen: 70_000 }));
    for (let i = 0; i < 60; i++) await storeCase(t.sql, t.crypto, own({ region: village + 3 }, { wageFen: 1_000_000 + i * 13_700 }));
    const last = await check();
    expect(await t.sql`select region, args->>'digit' as digit, (args->>'percent')::int as percent from quality.finding where rule = 'DQ-113'`).toEqual([{ region: village + 2, digit: "0", percent: 100 }]);
    expect(last.byVillage[0]?.count).toBeGreaterThan(0);
  });

  test("asks village records and the grades of earlier years", async () => {
    await t.sql`insert into registry.village_year (county, village, year, region, data) values (990102, ${village}, 2018, ${village}, ${t.sql.json({ persons: 0, households: 120, arableMu: 3 })})`;
    const pupil = own();
    for (const year of [2016, 2017, 2018]) await storeCase(t.sql, t.crypto, { ...pupil, year });
    await check();
    const found = await rules();
    expect(found["DQ-107"]).toBe(1);
    expect(found["DQ-109"]).toBe(1);
    expect(found["DQ-031"]).toBe(1);
  });

  test("tells once what a county did not collect, until somebody does", async () => {
    const year = 2019;
    const bare = own({ year }, { powerForWork: null });
    await storeCase(t.sql, t.crypto, bare);
    await storeCase(t.sql, t.crypto, own({ year }, { powerForWork: null }));
    expect((await check(990_102_000_000, year)).byRule).toMatchObject([{ rule: "DQ-093", count: 2 }]);
    await t.db.asSystem((tx) => noteNotCollected(tx, 990_102, year, ["powerForWork", "fuel"]));
    const told = await check(990_102_000_000, year);
    expect(told).toMatchObject({ byRule: [], corrected: 2 });
    expect(told.notChecked.find((r) => r.rule === "DQ-093")?.because).toEqual({ reason: "notCollected", fields: "powerForWork" });
    await storeCase(t.sql, t.crypto, { ...bare, household: { ...bare.household, powerForWork: true } });
    expect(await check(990_102_000_000, year)).toMatchObject({ byRule: [{ rule: "DQ-093", count: 1 }], reopened: 1 });
  });

  test("keeps the counts equal to the findings", async () => {
    const counted = await t.sql`select county, region, year, rule, state, severity, count(*)::int as n from quality.finding group by 1, 2, 3, 4, 5, 6 order by 1, 2, 3, 4, 5`;
    expect(await t.sql`select county, region, year, rule, state, severity, n from quality.tally where n <> 0 order by 1, 2, 3, 4, 5`).toEqual(counted);
  });
});
