/** Filling for the bench leaves the same database as every other way in: rows, keys, indexes, persons found by their number. */
import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { makeHousehold } from "@diguan/core/demo/household.ts";
import { allocate, makeCounty } from "@diguan/core/demo/places.ts";
import { testDatabase } from "../../../tests/database.ts";
import { fieldCrypto } from "../access/crypto.ts";
import { sealMember } from "../registry/seal.ts";
import { fillAtScale } from "./fill.ts";

test("a filled registry is complete and refuses a second filling", async () => {
  const t = await testDatabase();
  const keys = { data: randomBytes(32).toString("hex"), pepper: randomBytes(32).toString("hex"), id: "00000002" };
  const indexes = async (): Promise<string[]> => (await t.sql<{ d: string }[]>`select pg_get_indexdef(indexrelid) as d from pg_index where indrelid::regclass::text like 'registry.%' order by 1`).map((r) => r.d);
  const before = await indexes();
  const done = await fillAtScale(t.db, { households: 500, seed: "f", where: t.where, keys });
  expect(await indexes()).toEqual(before);
  const [counts] = await t.sql<Record<string, number>[]>`
    select (select count(*)::int from registry.household) as households, (select count(*)::int from registry.household_year where year = 2018) as years, (select count(*)::int from registry.member) as members,
           (select count(*)::int from registry.member_year) as "memberYears", (select count(*)::int from registry.person) as persons, (select sum(households)::int from overview.village_year) as counted, (select count(*)::int from registry.village_year) as villages`;
  expect(counts).toEqual({ households: 500, years: 500, members: done.persons, memberYears: done.persons, persons: done.persons, counted: 500, villages: 210 });
  const county = makeCounty(0);
  const somebody = makeHousehold({ seed: "f", profile: "A", county, starts: allocate(county, 500), households: 500, prefix: county.code }, 77).people[0];
  const sealed = sealMember(fieldCrypto(keys), county.code, "", { certNo: somebody?.certNo ?? "", memberPhone: null });
  expect(await t.sql`select m.name from registry.person p join registry.member_year m using (county, member_id) where p.cert_idx = ${sealed.certIdx}`).toEqual([{ name: somebody?.name }]);
  await expect(fillAtScale(t.db, { households: 5, seed: "g", where: t.where, keys })).rejects.toThrow(/not empty/);
});
