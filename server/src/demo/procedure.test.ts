/** The stage of procedures over small counties: cases at different steps, none against the rules. */
import { expect, test } from "vitest";
import { testDatabase } from "../../../tests/database.ts";
import { seedDemonstration } from "./seed.ts";

test("lays out cases at different steps, also in very small counties, and twice changes nothing", async () => {
  const t = await testDatabase();
  await seedDemonstration(t.db, t.crypto, { today: "2026-11-20", sizes: [60, 20] });
  const steps = await t.sql<{ county: number; step: string; n: number }[]>`select county, next_step as step, count(*)::int as n from procedure.case_file where status = 'open' group by 1, 2 order by 1, 2`;
  const first = Object.fromEntries(steps.filter((s) => s.county === 990_102).map((s) => [s.step, s.n]));
  expect(first).toMatchObject({ notice1: 3, application: 1, notice2: 2 });
  expect(steps.some((s) => s.county === 990_103)).toBe(true);
  expect((await t.sql`select count(*)::int as n from procedure.case_file where objections = 1`)[0]?.["n"]).toBe(2);
  expect((await t.sql`select count(*)::int as n from procedure.case_file where suspicions = 1`)[0]?.["n"]).toBe(2);
  const [before] = await t.sql<{ n: number }[]>`select count(*)::int as n from procedure.event`;
  await seedDemonstration(t.db, t.crypto, { today: "2026-11-20", sizes: [60, 20] });
  expect((await t.sql<{ n: number }[]>`select count(*)::int as n from procedure.event`)[0]?.n).toBe(before?.n);
});
