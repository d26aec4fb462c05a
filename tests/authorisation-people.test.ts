/** The odd cases of the authorisation matrix (reliability guide §4.1): expired, suspended, moved and double posts, changes in mid-session, undeclared routes. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import fs from "node:fs";
import { addPost } from "../server/src/access/service.ts";
import { probes } from "./authorisation-probes.ts";
import { buildWorld, keepAttachment, villages, type Thing, type World } from "./authorisation-world.ts";
import { testDatabase, type TestDatabase } from "./database.ts";
import { testAccount, testApp, testConfig, type Reply, type TestApp } from "./http.ts";

let t: TestDatabase;
let web: TestApp;
let world: World;
beforeAll(async () => { t = await testDatabase(); world = await buildWorld(t); web = await testApp(t); keepAttachment(testConfig.dataDir); });
afterAll(() => fs.rmSync(testConfig.dataDir, { recursive: true, force: true }));

const town = 990102101000;
/** Every declared route about one household, asked for this one. */
const ofHousehold = () => web.app.declared.filter((r) => probes[`${r.method} ${r.path}`]?.ofHousehold === true);
const askAll = async (cookie: string, x: Thing): Promise<readonly Reply[]> => {
  const answers = [];
  for (const r of ofHousehold()) {
    const q = probes[`${r.method} ${r.path}`]?.ask(x);
    if (q) answers.push(await web.send(r.method, q.path, { cookie, ...(q.body === undefined ? {} : { body: q.body }), ...(q.headers ? { headers: { ...q.headers } } : {}) }));
  }
  return answers;
};
const codes = (answers: readonly Reply[]): string[] => [...new Set(answers.map((a) => `${a.status} ${/"code":"([\w.]+)"/.exec(a.body)?.[1] ?? ""}`))];

describe("posts that are no more", () => {
  test("there are routes of households to ask", () => expect(ofHousehold().length).toBeGreaterThan(10));
  test("an expired post opens nothing, from one day to the next", async () => {
    const { posts } = await testAccount(t, "expiring", [{ role: "townOfficer", region: town, validFrom: "2018-01-01", validTo: "2999-12-31" }]);
    const cookie = await web.signIn("expiring");
    expect((await askAll(cookie, world.at.here)).some((a) => a.status === 200)).toBe(true);
    await t.sql`update access.post set valid_to = '2020-01-01' where id = ${posts[0] ?? ""}`;
    expect(codes(await askAll(cookie, world.at.here))).toEqual(["403 access.noPost"]);
    await expect(web.signIn("expiring")).rejects.toThrow(/noPost/);
  });
  test("a post that has not begun opens nothing", async () => {
    await testAccount(t, "early", [{ role: "townOfficer", region: town, validFrom: "2999-01-01" }]);
    await expect(web.signIn("early")).rejects.toThrow(/noPost/);
  });
  test("a suspended account is out in mid-session", async () => {
    const { id } = await testAccount(t, "out", [["townOfficer", town]]);
    const cookie = await web.signIn("out");
    await t.sql`update access.account set state = 'suspended' where id = ${id}`;
    expect(codes(await askAll(cookie, world.at.here))).toEqual(["401 access.signedOut"]);
  });
  test("a moved cadre sees the new place and no longer the old one, on the next request", async () => {
    const { id, posts } = await testAccount(t, "cadre", [["townOfficer", town]]);
    const cookie = await web.signIn("cadre");
    const page = (x: Thing) => web.send("GET", `/api/households/${x.county}/${x.householdId}?year=2018`, { cookie });
    expect([(await page(world.at.here)).status, (await page(world.at.nextCounty)).status]).toEqual([200, 404]);
    await t.sql`update access.post set ended_at = now() where id = ${posts[0] ?? ""}`;
    await t.db.asSystem((tx) => addPost(tx, id, { role: "townOfficer", region: 990103101000 }, "2018-01-01"));
    expect([(await page(world.at.here)).status, (await page(world.at.nextCounty)).status]).toEqual([404, 200]);
  });
});

describe("several posts", () => {
  test("only the present one counts; switching changes everything at once, in this session alone", async () => {
    const { posts } = await testAccount(t, "both", [["townOfficer", town], ["villageWorker", villages.nextCounty]]);
    const [one, other] = [await web.signIn("both"), await web.signIn("both")];
    const status = async (cookie: string, x: Thing) => (await web.send("GET", `/api/households/${x.county}/${x.householdId}?year=2018`, { cookie })).status;
    expect([await status(one, world.at.here), await status(one, world.at.nextCounty)]).toEqual([200, 404]);
    await web.send("POST", "/api/session/post", { cookie: one, body: { postId: posts[1] } });
    expect([await status(one, world.at.here), await status(one, world.at.nextCounty)]).toEqual([404, 200]);
    expect([await status(other, world.at.here), await status(other, world.at.nextCounty)]).toEqual([200, 404]);
  });
  test("a household taken from a helper is gone on the next request", async () => {
    const { posts } = await testAccount(t, "helping", [{ role: "helper", region: town, households: [world.at.here.householdId] }]);
    const cookie = await web.signIn("helping");
    const { county, householdId, otherHouseholdId } = world.at.here;
    const status = async (id: string) => (await web.send("GET", `/api/households/${county}/${id}?year=2018`, { cookie })).status;
    expect([await status(householdId), await status(otherHouseholdId)]).toEqual([200, 404]);
    await t.sql`delete from access.post_household where post_id = ${posts[0] ?? ""}`;
    expect(await status(householdId)).toBe(404);
  });
});

describe("the router", () => {
  test("a route without a declaration keeps the server from starting", async () => {
    const other = await testApp(t);
    expect(() => other.app.get("/api/undeclared", async () => "hello")).toThrow(/declares no action/);
  });
  test("a forged write of another site changes nothing, whatever the route", async () => {
    await testAccount(t, "lured", [["countyOfficer", 990102000000]]);
    const cookie = await web.signIn("lured");
    for (const r of web.app.declared.filter((d) => d.method !== "GET")) {
      const q = probes[`${r.method} ${r.path}`]?.ask(world.at.here);
      const answer = await web.send(r.method, q?.path ?? r.path, { cookie, headers: { "x-diguan": "", ...q?.headers }, ...(q?.body === undefined ? {} : { body: q.body }) });
      expect(`${r.method} ${r.path} ${answer.status} ${answer.body}`).toContain("403 {\"code\":\"access.crossSite\"");
    }
  });
});
