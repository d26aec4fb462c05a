/** The house itself: migrations, row level security, append-only tables, sealed fields. */
import { beforeAll, describe, expect, test } from "vitest";
import { migrate } from "../server/src/postgres/migrate.ts";
import { actorAt, testDatabase, type TestDatabase } from "./database.ts";

let t: TestDatabase;
beforeAll(async () => { t = await testDatabase(); });

const household = { county: 990102, id: "00000000-0000-8000-8000-000000000001", region: 990102101001, code: "9901000000000001" };

describe("the two lines", () => {
  test("a second migration run does nothing", async () => expect(await migrate(t.sql)).toEqual([]));

  test("rows of another area are invisible and cannot be written", async () => {
    await t.db.asSystem((tx) => tx.sql`insert into registry.household ${tx.sql(household)}`);
    const seen = (region: number) => t.db.within(actorAt("townOfficer", region), (tx) => tx.sql`select code from registry.household`);
    expect(await seen(990102101000)).toHaveLength(1);
    expect(await seen(990102102000)).toHaveLength(0);
    await expect(t.db.within(actorAt("townOfficer", 990102102000), (tx) => tx.sql`insert into registry.household ${tx.sql({ ...household, id: "00000000-0000-8000-8000-000000000002", code: "x" })}`)).rejects.toThrow(/row-level security/);
  });

  test("a person with own households sees only those, and with none sees nothing", async () => {
    const seen = (own: readonly string[]) => t.db.within(actorAt("helper", 990102101001, own), (tx) => tx.sql`select code from registry.household`);
    expect(await seen([household.id])).toHaveLength(1);
    expect(await seen([])).toHaveLength(0);
  });

  test("without a scope nothing is answered", async () => {
    await expect(t.sql.begin(async (sql) => { await sql.unsafe("set local role diguan_app"); return sql`select 1 from registry.household`; })).rejects.toThrow(/app\.lo/);
  });

  test("history is append-only for everybody", async () => {
    await t.db.asSystem((tx) => tx.sql`insert into audit.entry (action, resource) values ('view', 'household')`);
    await expect(t.sql`update audit.entry set action = 'x'`).rejects.toThrow(/append-only/);
    await expect(t.sql`truncate audit.entry`).rejects.toThrow(/append-only/);
  });
});

describe("sealed fields", () => {
  test("open on their own row only", () => {
    const sealed = t.crypto.seal({ certNo: "11010519491231002X" }, "registry.member_year|a");
    expect(sealed && t.crypto.open(sealed, "registry.member_year|a")).toEqual({ certNo: "11010519491231002X" });
    expect(() => sealed && t.crypto.open(sealed, "registry.member_year|b")).toThrow(/authenticate/);
  });
  test("the same text gives the same index, another purpose another one", () => {
    expect(t.crypto.blindIndex("cert", "1").equals(t.crypto.blindIndex("cert", "1"))).toBe(true);
    expect(t.crypto.blindIndex("cert", "1").equals(t.crypto.blindIndex("phone", "1"))).toBe(false);
  });
});
