/** Reveals (reliability guide A2, A3): counted, recorded and answered in one transaction, at most 30 an hour, whoever asks how fast. */
import { beforeAll, describe, expect, test } from "vitest";
import { Problem } from "@diguan/core/problem.ts";
import { reveal } from "../server/src/access/reveal.ts";
import type { Actor } from "../server/src/postgres/pool.ts";
import { actorAt, testDatabase, type TestDatabase } from "./database.ts";

const town = 990102101000;
let t: TestDatabase;
beforeAll(async () => { t = await testDatabase(); });
const look = (actor: Actor) => reveal(t.db, actor, { resource: "household", reason: "visit" }, async () => ({ value: "13812345678", region: town, target: "household-1", fields: ["memberPhone"] }));
const entries = (actor: Actor, action: string) => t.sql<{ purpose: string; detail: object }[]>`select purpose, detail from audit.entry where account_id = ${actor.accountId} and action = ${action}`;

describe("reveal", () => {
  test("is recorded with reason and field names, never with the value", async () => {
    const actor = actorAt("townOfficer", town);
    expect(await look(actor)).toBe("13812345678");
    expect(await entries(actor, "reveal")).toEqual([{ purpose: "visit", detail: { fields: ["memberPhone"] } }]);
    expect(JSON.stringify(await t.sql`select * from audit.entry`)).not.toContain("13812345678");
  });
  test("forty at once give thirty values, thirty records and ten refusals", async () => {
    const actor = actorAt("townOfficer", town);
    const answers = await Promise.allSettled(Array.from({ length: 40 }, () => look(actor)));
    expect(answers.filter((a) => a.status === "fulfilled")).toHaveLength(30);
    expect(answers.flatMap((a) => (a.status === "rejected" ? [(a.reason as Problem).code] : [])).every((c) => c === "access.revealLimit")).toBe(true);
    expect(await entries(actor, "reveal")).toHaveLength(30);
    expect(await entries(actor, "revealRefused")).toHaveLength(10);
    expect(await look(actorAt("townOfficer", town))).toBe("13812345678");
  });
  test("what is not there costs nothing and records nothing", async () => {
    const actor = actorAt("townOfficer", town);
    await expect(reveal(t.db, actor, { resource: "household", reason: "visit" }, () => Promise.reject(new Problem("thing.unknown")))).rejects.toMatchObject({ code: "thing.unknown" });
    expect(await t.sql`select from access.reveal where account_id = ${actor.accountId}`).toHaveLength(0);
  });
  test("without a record there is no value: 503, and the count is taken back", async () => {
    const actor = actorAt("townOfficer", town);
    await t.sql`alter table audit.entry add constraint failpoint check (account_id is distinct from ${t.sql.unsafe(`'${actor.accountId}'::uuid`)})`;
    try { await expect(look(actor)).rejects.toMatchObject({ code: "audit.unavailable", status: 503 }); } finally { await t.sql`alter table audit.entry drop constraint failpoint`; }
    expect(await t.sql`select from access.reveal where account_id = ${actor.accountId}`).toHaveLength(0);
    expect(await look(actor)).toBe("13812345678");
  });
});
