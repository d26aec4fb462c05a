/** The facts that PostgreSQL computes mean the same as the functions of core: every household of a generated county with faults. */
import { beforeAll, describe, expect, test } from "vitest";
import type { CountyPlan } from "@diguan/core/demo/household.ts";
import { factList } from "@diguan/core/identification/facts.ts";
import { allocate, makeCounty } from "@diguan/core/demo/places.ts";
import { depthOf, indicators, schemeName } from "@diguan/core/identification/deprivation.ts";
import { factsOf as qualityFacts } from "@diguan/core/quality/facts.ts";
import type { HouseholdFacts, MemberFacts } from "@diguan/core/quality/rule.ts";
import { judgeGuarantees } from "@diguan/core/registry/guarantee.ts";
import { rangeOf } from "@diguan/core/region-code.ts";
import { testDatabase, type TestDatabase } from "../../../tests/database.ts";
import { loadCounty } from "../demo/load.ts";
import { everywhere, type Tx } from "../postgres/pool.ts";
import { readMembers, readYears } from "../registry/rows.ts";
import { factsRow, refreshFacts, type HouseholdFactsRow } from "./facts.ts";
import { fillMissingFacts } from "./missing.ts";
import { schemesOf } from "./scheme.ts";

let t: TestDatabase;
const places = makeCounty(0);
const plan: CountyPlan = { seed: "facts", profile: "A", county: places, starts: allocate(places, 260), households: 260, prefix: places.code };
const county = plan.county.code;
const today = "2018-11-20";

/** Damage that no generator makes: unknown births, health, schooling and insurance, members who have left. */
const damage = [
  "update registry.member_year set birth = null, sealed = null where ordinal = 2 and abs(hashtext(member_id::text)) % 11 = 0",
  "update registry.member_year set health = '{}' where abs(hashtext(member_id::text)) % 7 = 0",
  "update registry.member_year set student = null, education = null, out_of_school = null where abs(hashtext(member_id::text)) % 9 = 0",
  "update registry.member_year set student = null, education = null, out_of_school = null, birth = '2010-10-15' where abs(hashtext(member_id::text)) % 41 = 0",
  "update registry.member_year set birth = '2012-09-15', student = 1, education = 6 where abs(hashtext(member_id::text)) % 37 = 0",
  "update registry.member_year set med_resident = null, med_worker = null where abs(hashtext(member_id::text)) % 13 = 0",
  "update registry.member_year set serious_ins = null, dibao = null where abs(hashtext(member_id::text)) % 5 = 0",
  "update registry.member_year set serious_ins = false where abs(hashtext(member_id::text)) % 6 = 0",
  "update registry.member_year set active = false where ordinal = 1 and abs(hashtext(member_id::text)) % 17 = 0",
  "update registry.member_year set labour = null, work_place = null, work_months = null where abs(hashtext(household_id::text)) % 19 = 0",
  "update registry.household_year set house_grade = null, unsafe_house = null where abs(hashtext(household_id::text)) % 8 = 0",
  "update registry.household_year set water_safe = null where abs(hashtext(household_id::text)) % 10 = 0",
  "update registry.household_year set fuel = 99, road_type = null where abs(hashtext(household_id::text)) % 12 = 0",
];

const known = <T>(value: T | undefined): T | null => value ?? null;
/** How many members are surely so; null when nothing is known about any of them. */
const counted = (members: readonly MemberFacts[], so: (f: MemberFacts) => boolean, told: (f: MemberFacts) => boolean): number | null => (members.some(told) ? members.filter(so).length : null);
const blankSchool = ({ m }: MemberFacts): boolean => m.student === null && m.education === null && m.outOfSchool === null;
const finished = ({ m }: MemberFacts): number => Math.max(m.education !== null && m.education <= 5 ? m.education : 0, m.student === null || m.student < 4 ? 0 : m.student <= 6 ? 2 : m.student <= 12 ? 3 : 4);

function expected(h: HouseholdFacts): Record<string, number | boolean | null> {
  const { members, head, c: { household: o, year } } = h;
  const school = members.filter((f) => f.age !== null && f.age >= 6 && f.age <= 15);
  const level = Math.max(0, ...members.map(finished));
  const disabled = counted(members, (f) => f.disabled, (f) => f.m.health.length > 0 || f.disabled);
  const adultsTold = members.filter((f) => f.age !== null && f.age >= 16 && (f.m.education !== null || f.inSchool));
  return {
    attribute: o.attribute, exitState: o.exitState, perCapitaFen: h.perCapitaFen, netFen: h.netFen, wageFen: o.wageFen, dibaoFen: o.dibaoFen, persons: members.length, incomePersons: o.yearMembers,
    children: counted(members, (f) => f.age !== null && f.age < 16, (f) => f.age !== null), elderly: counted(members, (f) => f.age !== null && f.age >= 60, (f) => f.age !== null), adults: counted(members, (f) => f.age !== null && f.age >= 16 && f.age <= 59, (f) => f.age !== null),
    headAge: known(head?.age), headFemale: head === undefined || head.sex === null ? null : head.sex === 2, minority: head === undefined || head.m.ethnic === null ? null : head.m.ethnic !== 1,
    students: counted(members, (f) => f.inSchool, (f) => !blankSchool(f)), upperStudents: counted(members, (f) => (f.m.student ?? 0) >= 7, (f) => !blankSchool(f)),
    dropouts: school.some((f) => !blankSchool(f)) ? members.filter((f) => f.dropout).length : school.length > 0 || !members.some((f) => f.age !== null) ? null : 0,
    lowSchooling: adultsTold.length > 0 ? adultsTold.filter((f) => f.m.education === 1 || f.m.education === 2).length : members.some((f) => f.age === null || f.age >= 16) || members.length === 0 ? null : 0,
    maxSchooling: level === 0 ? null : level,
    uninsured: counted(members, (f) => f.uninsured, (f) => f.m.medResident !== null || f.m.medWorker !== null || f.m.soldier === true),
    seriouslyIll: counted(members, (f) => f.m.health.includes(3), (f) => f.m.health.length > 0), chronicallyIll: counted(members, (f) => f.m.health.includes(2), (f) => f.m.health.length > 0), disabled,
    severelyDisabled: disabled === null || (disabled > 0 && !members.some((f) => f.m.disabilityLevel !== null)) ? null : members.filter((f) => (f.m.disabilityLevel ?? 9) <= 2).length,
    labourers: counted(members, (f) => f.anyLabour, (f) => f.m.labour !== null), fullLabourers: counted(members, (f) => f.fullLabour, (f) => f.m.labour !== null), skilledLabourers: counted(members, (f) => f.m.labour === 2, (f) => f.m.labour !== null),
    dibaoMembers: counted(members, (f) => f.m.dibao === true, (f) => f.m.dibao !== null), publicPosts: members.filter((f) => f.m.publicPost.length > 0).length,
    unsafeHouse: h.unsafeHouse ? true : o.houseGrade !== null || o.unsafeHouse === false ? false : null, cleanFuel: o.fuel === 4 ? true : o.fuel === 99 || o.fuel === null ? null : false, hardRoad: o.roadType === null ? null : o.roadType >= 3,
    roadKm: o.roadKm, arableMu: o.arableMu, coop: o.coop, relocation: o.relocation, yearsOnRegister: o.enrolledOn === null ? null : Math.max(0, year - Number(o.enrolledOn.slice(0, 4))),
  };
}

/** Flags as the guarantees of the registry judge; two that no guarantee knows are judged here once more. */
function expectedFlags(h: HouseholdFacts): (boolean | null)[] {
  const verdict = new Map(judgeGuarantees(h).map((j) => [j.guarantee, j.verdict === "unknown" ? null : j.verdict === "unmet"]));
  const { members, c: { household: o } } = h;
  // the guarantee takes a person of unknown age for nobody's child; the measure does not know
  const education = verdict.get("education") === false && members.some((f) => f.age === null && blankSchool(f)) ? null : known(verdict.get("education"));
  const adults = members.filter((f) => f.age === null || f.age >= 16);
  const schooling = adults.some((f) => finished(f) >= 3) ? false : adults.some((f) => finished(f) === 0 && !f.inSchool) ? null : true;
  const over = (verdicts: (boolean | null)[]): boolean | null => (verdicts.includes(true) ? true : verdicts.includes(null) ? null : false);
  const aided = ({ m }: MemberFacts): boolean | null => (m.dibao === true || m.tekun === true ? true : m.dibao === null || m.tekun === null ? null : false);
  const illness = over(members.map((f) => (f.m.health.length === 0 ? null : !f.m.health.includes(3) || aided(f) === true || f.m.seriousIns === true ? false : f.m.seriousIns === null || aided(f) === null ? null : true)));
  const whole = o.attribute === 4 || o.attribute === 6;
  const disability = over(members.map((f) => (f.disabled ? (whole || aided(f) === true ? false : aided(f) === null ? null : true) : f.m.health.length === 0 ? null : false)));
  const not = (yes: boolean | null): boolean | null => (yes === null ? null : !yes);
  return [education, schooling, known(verdict.get("medical")), illness, disability, known(verdict.get("housing")), known(verdict.get("water")), not(o.powerAtHome), not(o.toilet), o.fuel === 4 ? false : o.fuel === 99 || o.fuel === null ? null : true, o.roadType === null ? null : o.roadType <= 2];
}

const compute = (which = {}): Promise<number> => t.db.asSystem((tx) => refreshFacts(tx, county, { today, ...which }));
const system = <T>(act: (tx: Tx) => Promise<T>): Promise<T> => t.db.asSystem(act);
async function stored(year: number): Promise<Map<string, HouseholdFactsRow>> {
  return new Map((await t.sql<Record<string, unknown>[]>`select * from identification.facts where county = ${county} and year = ${year}`).map((r) => { const row = factsRow(r); return [row.householdId, row]; }));
}

beforeAll(async () => {
  t = await testDatabase();
  await system((tx) => loadCounty(tx, t.crypto, plan, { years: [2016, 2018], errors: true, history: false, items: false }));
  for (const one of damage) await t.sql.unsafe(one);
});

describe("facts", () => {
  test("of every household equal those of core, flags and unknowns included", async () => {
    expect(await compute()).toBeGreaterThan(400);
    for (const year of [2016, 2018]) {
      const rows = await stored(year);
      const unknowns = indicators.map(() => 0);
      let compared = 0;
      const units = (await system((tx) => schemesOf(tx, [year]))).get(year);
      for (const [id, row] of rows) {
        const { years, members } = await system(async (tx) => ({ years: await readYears(tx, t.crypto, { county, id }), members: await readMembers(tx, t.crypto, { county, id }, year) }));
        const record = years.find((y) => y.year === year);
        if (!record) throw new Error("no such year");
        const h = qualityFacts({ region: record.region, year, household: record.household, members: members.filter((m) => m.active).map((m) => m.member) }, { today });
        const want = expected(h);
        expect(Object.fromEntries(Object.keys(want).map((k) => [k, row.facts[k]])), `${id} ${year}`).toEqual(want);
        expect(Object.fromEntries(indicators.map((i, n) => [i.key, row.flags[n]])), `${id} ${year}`).toEqual(Object.fromEntries(indicators.map((i, n) => [i.key, expectedFlags(h)[n]])));
        expect(row.deprivation).toBe(units ? depthOf(row.flags, units) : undefined);
        row.flags.forEach((f, n) => { if (f === null) unknowns[n] = (unknowns[n] ?? 0) + 1; });
        compared++;
      }
      expect(compared).toBeGreaterThan(180);
      // the comparison has seen unknown values of what was damaged
      for (const n of [0, 1, 2, 3, 4, 5, 6, 9, 10]) expect(unknowns[n], indicators[n]?.key).toBeGreaterThan(0);
    }
  });
  test("has a column for every fact, and the scheme of the parameters", async () => {
    const columns = new Set((await t.sql<{ name: string }[]>`select column_name as name from information_schema.columns where table_schema = 'identification' and table_name = 'facts'`).map((c) => c.name));
    expect(factList.filter((f) => !columns.has(f.column)).map((f) => f.key)).toEqual([]);
    const scheme = (await system((tx) => schemesOf(tx, [2016]))).get(2016);
    expect(scheme ? schemeName(scheme) : "").toBe("3,3,2,2,2,1,1,1,1,1,1|6");
  });
  test("are written only where something changed, and go with their snapshot", async () => {
    expect(await compute()).toBe(0);
    const [one] = await t.sql<{ id: string; region: number }[]>`select household_id as id, region from registry.household_year where county = ${county} and year = 2018 and water_safe order by 1 limit 1`;
    if (!one) throw new Error("no household");
    await t.sql`update registry.household_year set water_safe = false where county = ${county} and household_id = ${one.id} and year = 2018`;
    expect(await compute({ households: [one.id], years: [2018] })).toBe(1);
    expect((await stored(2018)).get(one.id)?.flags[6]).toBe(true);
    await t.sql`delete from registry.member_year where county = ${county} and household_id = ${one.id} and year = 2018`;
    await t.sql`delete from registry.household_year where county = ${county} and household_id = ${one.id} and year = 2018`;
    await compute({ villages: [one.region] });
    expect((await stored(2018)).has(one.id)).toBe(false);
    expect((await stored(2016)).size).toBeGreaterThan(0);
  });
  test("are filled in for a database that had households before", async () => {
    await t.sql`delete from identification.facts`;
    expect(await fillMissingFacts(t.db, today)).toEqual([county]);
    expect(await fillMissingFacts(t.db, today)).toEqual([]);
    expect(await compute()).toBe(0);
  });
  test("are computed for whole villages only", async () => {
    const own: Tx = { sql: t.sql as never, scope: { ...rangeOf(county * 1_000_000), own: ["00000000-0000-0000-0000-000000000000"] }, actor: undefined };
    await expect(refreshFacts(own, county)).rejects.toThrow(/whole villages/);
    expect(everywhere.lo).toBe(0);
  });
});
