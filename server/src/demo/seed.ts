/**
 * The demonstration (issue 2 item 8): an invented province with its organisations, one account per role, and two counties with
 * five years of snapshots (2014–2018), village records, natural changes and the findings of planted errors. Laid out once on an
 * empty database, in steps: a start that was interrupted goes on with the step that is missing.
 */
import type { Profile } from "@diguan/core/demo/causes.ts";
import { allocate, makeCounty } from "@diguan/core/demo/places.ts";
import type { CountyPlan } from "@diguan/core/demo/household.ts";
import { ancestorAt, levels, rangeOf } from "@diguan/core/region-code.ts";
import type { FieldCrypto } from "../access/crypto.ts";
import { refreshFacts } from "../identification/service.ts";
import { refreshCounty } from "../overview/service.ts";
import type { Db } from "../postgres/pool.ts";
import { checkRegion } from "../quality/check.ts";
import { ensureRegions } from "../regions/service.ts";
import { demonstrationPlaces, seedAccounts } from "./accounts.ts";
import { regionRows } from "./generate.ts";
import { loadCounty } from "./load.ts";
import { seedOrganisations } from "./organisations.ts";
import { runStages } from "./stages.ts";
import { workOn } from "./worklist.ts";

const years = [2014, 2015, 2016, 2017, 2018] as const;
const seed = "demonstration";
const profile: Profile = "A";
const province = rangeOf(990_000_000_000);
/** Households ever registered: 示例县, and 润禾县 beside it for comparison. */
export const demonstrationHouseholds = [1400, 700] as const;
/** Certificates of the demonstration carry a prefix that no generated or sample file uses, so that imports into it meet no strangers. */
const prefixes = [990_101, 990_100] as const;

export const demonstrationPlan = (n: number, households: number): CountyPlan => {
  const county = makeCounty(n);
  return { seed, profile, county, starts: allocate(county, households), households, prefix: prefixes[n] ?? county.code };
};

/** Something was imported before the first start: the county is the reader's own then, and only the accounts to try it with are made. */
async function accountsOnly(db: Db, today: string, say: (text: string) => void): Promise<void> {
  await db.asSystem(async (tx) => {
    if ((await tx.sql`select from access.account limit 1`).length > 0) return;
    const places = new Set(demonstrationPlaces.flatMap((code) => levels.map((level) => ancestorAt(code, level))));
    await ensureRegions(tx, regionRows(1).filter((r) => places.has(r.code)).map((r) => ({ code: r.code, name: r.name, source: "演示数据" })));
    say(`demonstration: ${await seedAccounts(tx, new Map(), today)} accounts beside what was imported`);
  });
}

export interface Seeded { /** false: there was nothing to do */ readonly done: boolean; readonly households: number; readonly snapshots: number; readonly persons: number; readonly findings: number; readonly seconds: number }

/**
 * Lays out the demonstration if the database is empty or if an earlier start was interrupted. `today` is a China date.
 * @param sizes households of the first and the second county; tests take fewer
 */
export async function seedDemonstration(db: Db, crypto: FieldCrypto, asked: { readonly today: string; readonly sizes?: readonly number[] }, say: (text: string) => void = () => undefined): Promise<Seeded> {
  const began = performance.now();
  const nothing: Seeded = { done: false, households: 0, snapshots: 0, persons: 0, findings: 0, seconds: 0 };
  const done = new Set(await db.asSystem(async (tx) => (await tx.sql<{ name: string }[]>`select name from demo.step`).map((s) => s.name)));
  const sizes = asked.sizes ?? demonstrationHouseholds;
  const further = { db, crypto, today: asked.today, last: Math.max(...years), plans: sizes.map((size, n) => demonstrationPlan(n, size)) };
  if (done.has("findings")) return { ...nothing, done: (await runStages(further, done)) > 0 };
  let [households, snapshots, persons] = [0, 0, 0];
  if (!done.has("registry")) {
    // a country loaded before the first start is no obstacle; anything in the invented province, or an account, is
    const empty = await db.asSystem(async (tx) => (await tx.sql`select from regions.region where code between ${province.lo} and ${province.hi} limit 1`).length === 0
      && (await tx.sql`select from access.account limit 1`).length === 0 && (await tx.sql`select from registry.household where region between ${province.lo} and ${province.hi} limit 1`).length === 0);
    if (!empty) { await accountsOnly(db, asked.today, say); return nothing; }
    say("laying out the demonstration …");
    // One transaction: after a crash there is all of it or nothing.
    await db.asSystem(async (tx) => {
      await ensureRegions(tx, regionRows(sizes.length).map((r) => ({ code: r.code, name: r.name, source: "演示数据" })));
      for (const [n, size] of sizes.entries()) {
        const plan = demonstrationPlan(n, size);
        const loaded = await loadCounty(tx, crypto, plan, { years, errors: true, history: true, items: true });
        await refreshCounty(tx, plan.county.code);
        households += loaded.households;
        snapshots += loaded.snapshots;
        persons += loaded.persons;
      }
      const employers = await seedOrganisations(tx, crypto, sizes.map((_, n) => makeCounty(n)));
      await seedAccounts(tx, employers, asked.today);
      await tx.sql`insert into demo.step (name) values ('registry')`;
    });
  }
  // Fresh tables have no statistics yet: without them the planner takes the slowest ways through the comparison of households.
  await db.owner`analyze registry.household, registry.member, registry.household_year, registry.member_year, registry.person, registry.village_year, regions.region`;
  for (const plan of further.plans) await db.asSystem((tx) => refreshFacts(tx, plan.county.code, { years, today: asked.today }));
  await db.owner`analyze identification.facts, identification.village_measure`;
  const check = await checkRegion(db, crypto, rangeOf(990_100_000_000), { today: asked.today });
  await workOn(db, asked.today);
  await db.asSystem(async (tx) => { await tx.sql`insert into demo.step (name) values ('findings') on conflict do nothing`; });
  await runStages(further, done);
  const seconds = Math.round((performance.now() - began) / 100) / 10;
  say(`demonstration: ${households} households, ${snapshots} yearly records, ${check.findings} findings in ${seconds} s`);
  return { done: true, households, snapshots, persons, findings: check.findings, seconds };
}
