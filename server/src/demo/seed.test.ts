/** The demonstration on an empty database: complete, coherent, once; its truth closed to everybody but the evaluation. */
import { beforeAll, describe, expect, test } from "vitest";
import { roles } from "@diguan/core/access/policy.ts";
import { kindKeys } from "@diguan/core/regions/organisation.ts";
import { rangeOf } from "@diguan/core/region-code.ts";
import { actorAt, testDatabase, type TestDatabase } from "../../../tests/database.ts";
import { seedDemonstration, type Seeded } from "./seed.ts";

let t: TestDatabase;
let seeded: Seeded;
const county = 990_102;
beforeAll(async () => {
  t = await testDatabase();
  seeded = await seedDemonstration(t.db, t.crypto, { today: "2018-12-31", sizes: [300, 60] });
}, 60_000);

const count = async (query: string): Promise<number> => Number((await t.sql.unsafe(query))[0]?.["n"] ?? -1);

describe("the demonstration", () => {
  test("has five years of every household, its members, villages and natural changes", async () => {
    expect(seeded).toMatchObject({ done: true, households: 360 });
    const byYear = await t.sql<{ year: number; n: number; exited: number }[]>`select year, count(*)::int as n, count(*) filter (where exit_state = 1)::int as exited from registry.household_year where county = ${county} and exit_state is distinct from 9 group by 1 order by 1`;
    expect(byYear.map((y) => y.year)).toEqual([2014, 2015, 2016, 2017, 2018]);
    expect(byYear.at(-1)?.n).toBe(300);
    const exits = byYear.map((y) => y.exited);
    expect(exits).toEqual(exits.toSorted((a, b) => a - b));
    expect(await count("select count(*) as n from registry.household_year h where (select count(*) from registry.member_year m where m.county = h.county and m.household_id = h.household_id and m.year = h.year) not in (h.year_members, h.year_members - 1)")).toBe(0);
    expect(await count(`select count(*) as n from registry.village_year where county = ${county} and year = 2018 and (data->>'persons')::int > 0`)).toBe(210);
    expect(await count("select count(*) as n from registry.natural_change")).toBeGreaterThan(5);
    expect(await count("select count(*) as n from registry.member m join registry.natural_change n using (county) where n.member_id = m.id and n.direction = -1 and m.left_on is distinct from n.on_date")).toBe(0);
  });
  test("has regions, organisations of every kind with lines, and an account for every role", async () => {
    expect(await count("select count(*) as n from regions.region where valid_to is null")).toBe(2 + 2 * (1 + 16 + 210));
    expect((await t.sql<{ kind: string }[]>`select distinct kind from organisations.organisation order by kind`).map((r) => r.kind)).toEqual([...kindKeys].toSorted());
    expect(await count("select count(distinct section) as n from organisations.line where year = 2018")).toBe(3);
    expect((await t.sql<{ role: string }[]>`select distinct role from access.post order by role`).map((r) => r.role)).toEqual([...roles].toSorted());
    expect(await count("select count(*) as n from access.account where demonstration_password is not null")).toBe(roles.length + 1);   // a second person of the province
    expect(await count("select count(*) as n from access.post_household")).toBe(6);
  });
  test("has figures by village and findings of the planted errors", async () => {
    expect(await count(`select sum(households) as n from overview.village_year where county = ${county} and year = 2018`)).toBe(300);
    const incidence = await t.sql<{ year: number; rate: number }[]>`select year, sum(state_persons[2] + state_persons[4] + state_persons[5])::float8 / sum(rural_persons) as rate from overview.village_year where county = ${county} group by 1 order by 1`;
    expect(incidence[0]?.rate).toBeGreaterThan(0.04);
    expect(incidence[0]?.rate).toBeLessThan(0.18);
    expect(incidence.at(-1)?.rate).toBeLessThan(0.03);
    expect(seeded.findings).toBeGreaterThan(3);
    // those of the applicants of the procedures come later
    expect(await count("select count(*) as n from quality.finding f where not exists (select from registry.household_year y where y.household_id = f.household_id and y.exit_state = 9)")).toBe(seeded.findings);
  });
  test("has income items that add up to the parts, and findings in work", async () => {
    expect(await count(`select count(*) as n from registry.household_year h where h.county = ${county} and h.year = 2018 and h.net_fen <> (select coalesce(sum(case when i.kind = 60 then -i.amount_fen else i.amount_fen end), 0) from registry.income_item i where i.county = h.county and i.household_id = h.household_id and i.year = h.year)`)).toBe(0);
    expect(await count("select count(*) as n from registry.income_item where kind in (10, 11) and member_id is null")).toBe(0);
    expect(await count("select count(*) as n from quality.finding where state <> 'found'")).toBe(await count("select count(distinct finding_id) as n from quality.finding_event"));
  });
  test("is laid out once", async () => {
    expect((await seedDemonstration(t.db, t.crypto, { today: "2019-01-01", sizes: [300, 60] })).done).toBe(false);
    expect(await count(`select count(distinct household_id) as n from registry.household_year where county = ${county} and exit_state is distinct from 9`)).toBe(300);
  });
});

describe("the planted truth", () => {
  const asRole = (role: string, query: string): Promise<unknown> => t.sql.begin(async (tx) => { await tx.unsafe(`set local role ${role}`); return tx.unsafe(query); });
  test("names every registered household and the missed ones", async () => {
    expect(await count(`select count(*) as n from demo.truth where kind = 'household' and registered and county = ${county}`)).toBe(300);
    expect(await count(`select count(*) as n from demo.truth where status = 'missed' and not registered and poor and county = ${county}`)).toBe(12);
  });
  test("is read by the evaluation alone", async () => {
    const [row] = await asRole("diguan_evaluation", "select count(*)::int as n from demo.truth") as { n: number }[];
    expect(row?.n).toBeGreaterThan(300);
    await expect(asRole("diguan_system", "select 1 from demo.truth limit 1")).rejects.toThrow(/permission denied/);
    await expect(asRole("diguan_app", "select 1 from demo.truth limit 1")).rejects.toThrow(/permission denied/);
    await expect(t.db.within({ ...actorAt("provinceOverseer", 990_000_000_000), scope: rangeOf(0) }, (tx) => tx.sql`select 1 from demo.truth limit 1`)).rejects.toThrow(/permission denied/);
    await expect(asRole("diguan_evaluation", "insert into demo.step (name) values ('x')")).rejects.toThrow(/permission denied/);
  });
  test("is never changed", async () => {
    await expect(t.sql`delete from demo.truth`).rejects.toThrow(/append-only/);
  });
});

describe("a database that is not empty", () => {
  test("with the country already loaded gets the demonstration", async () => {
    const other = await testDatabase();
    await other.sql`insert into regions.region (code, level, parent, name) values (110000000000, 1, 0, '北京市')`;
    expect(await seedDemonstration(other.db, other.crypto, { today: "2018-12-31", sizes: [20, 10] })).toMatchObject({ done: true, households: 30 });
  });
  test("with something imported before the first start keeps it, and gets the accounts", async () => {
    const other = await testDatabase();
    await other.sql`insert into regions.region (code, level, parent, name, provisional) values (990102100000, 4, 990102000000, '云台乡', true)`;
    expect(await seedDemonstration(other.db, other.crypto, { today: "2018-12-31" })).toMatchObject({ done: false });
    const [found] = await other.sql<{ accounts: number; households: number; name: string }[]>`select (select count(*)::int from access.account) as accounts, (select count(*)::int from registry.household) as households, (select name from regions.region where code = 990102100000) as name`;
    expect(found).toEqual({ accounts: roles.length + 1, households: 0, name: "云台乡" });
    await seedDemonstration(other.db, other.crypto, { today: "2018-12-31" });
    expect((await other.sql`select 1 from access.account`).length).toBe(roles.length + 1);
  });
});
