/** Signing in and staying signed in: the promises of reliability guide T16 and §4.3, asked through the real routes. */
import { TOTP, Secret } from "otpauth";
import { beforeAll, describe, expect, test } from "vitest";
import { addCommand, listCommand, passwordCommand } from "../server/src/access/command.ts";
import { delaySeconds } from "../server/src/access/lockout.ts";
import type { Command } from "../server/src/command.ts";
import { testDatabase, type TestDatabase } from "./database.ts";
import { testAccount, testApp, testConfig, testPassword, type TestApp } from "./http.ts";

const county = 990102000000;
let t: TestDatabase;
let web: TestApp;
beforeAll(async () => { t = await testDatabase(); web = await testApp(t); });

const session = (cookie: string) => web.send("GET", "/api/session", { cookie });
const code = (secret: string, ms: number): string => new TOTP({ secret: Secret.fromBase32(secret), algorithm: "SHA1", digits: 6, period: 30 }).generate({ timestamp: ms });

describe("the door", () => {
  test("a person signs in and is told post, permissions and place", async () => {
    await testAccount(t, "zhang", [["countyOfficer", county]]);
    const cookie = await web.signIn("Zhang");
    const told = (await session(cookie)).json<{ account: { name: string }; post: { role: string; region: number; level: string }; permissions: Record<string, string[]>; todo: null }>();
    expect(told).toMatchObject({ account: { name: "zhang" }, post: { role: "countyOfficer", region: county, level: "county" }, todo: null });
    expect(told.permissions["household"]).toContain("reveal");
    expect(told.permissions["account"]).toBeUndefined();
  });
  test("only the token's hash is kept", async () => {
    const cookie = await web.signIn("zhang");
    const rows = await t.sql<{ hit: boolean }[]>`select encode(token_hash, 'base64') = ${cookie.slice(7)} as hit from access.session`;
    expect(rows.some((r) => r.hit)).toBe(false);
  });
  test("unknown name, wrong password and suspended account: one answer", async () => {
    const { id } = await testAccount(t, "suspended", [["countyOfficer", county]]);
    await t.db.asSystem((tx) => tx.sql`update access.account set state = 'suspended' where id = ${id}`);
    const answers = await Promise.all([["zhang", "wrong password"], ["nobody", testPassword], ["suspended", testPassword]].map(([name, password]) => web.send("POST", "/api/session/sign-in", { body: { name, password } })));
    expect(new Set(answers.map((a) => `${a.status} ${a.body}`)).size).toBe(1);
    expect(answers[0]?.json()).toMatchObject({ code: "access.wrongSignIn" });
  });
  test("a form of another site is refused", async () => {
    expect((await web.send("POST", "/api/session/sign-in", { body: { name: "zhang", password: testPassword }, headers: { "x-diguan": "0" } })).status).toBe(403);
  });
  test("the cookie is host-only and secure behind https, plain on localhost", async () => {
    const https = await testApp(t, { config: { origin: "https://fupin.example.cn" } });
    const answer = await https.app.inject({ method: "POST", url: "/api/session/sign-in", headers: { "x-diguan": "1" }, payload: { name: "zhang", password: testPassword } });
    expect(String(answer.headers["set-cookie"])).toMatch(/^__Host-diguan=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
  });
});

describe("addresses", () => {
  const noted = async (remoteAddress: string, name: string): Promise<string | undefined> => {
    await testAccount(t, name, [["countyOfficer", county]]);
    await web.app.inject({ method: "POST", url: "/api/session/sign-in", remoteAddress, headers: { "x-diguan": "1", "x-forwarded-for": "203.0.113.7" }, payload: { name, password: testPassword } });
    return (await t.sql<{ address: string }[]>`select s.address from access.session s join access.account a on a.id = s.account_id where a.sign_in_name = ${name}`)[0]?.address;
  };
  test("a proxy on this machine is believed, a stranger's header is not", async () => {
    expect(await noted("127.0.0.1", "behind-proxy")).toBe("203.0.113.7");
    expect(await noted("198.51.100.9", "stranger")).toBe("198.51.100.9");
  });
  test("the interface is described", async () => {
    const described = (await web.send("GET", "/openapi.json")).json<{ openapi: string; paths: Record<string, unknown> }>();
    expect(described.openapi).toBe("3.1.0");
    expect(Object.keys(described.paths)).toEqual(expect.arrayContaining(["/api/session/sign-in", "/api/accounts/{id}/posts", "/api/audit"]));
  });
});

describe("lock-out", () => {
  test("the delay grows and is bounded", () => expect([4, 5, 6, 7, 30].map((n) => delaySeconds("name", n))).toEqual([0, 30, 60, 120, 3600]));
  test("known and unknown names are locked alike, also by guesses sent at once, and open again", async () => {
    await testAccount(t, "guessed", [["countyOfficer", county]]);
    for (const name of ["guessed", "never-existed"]) {
      const tries = await Promise.all(Array.from({ length: 12 }, () => web.send("POST", "/api/session/sign-in", { body: { name, password: "guess guess guess" } })));
      expect(tries.filter((a) => a.status === 401)).toHaveLength(5);
      expect(tries.filter((a) => a.status === 429)).toHaveLength(7);
    }
    expect((await web.send("POST", "/api/session/sign-in", { body: { name: "guessed", password: testPassword } })).json()).toMatchObject({ code: "access.locked" });
    web.clock.ms += 31_000;
    expect(await web.signIn("guessed")).toMatch(/^diguan=/);
  });
});

describe("sessions", () => {
  test("end after 30 idle minutes and after 12 hours at work", async () => {
    const idle = await web.signIn("zhang");
    web.clock.ms += 31 * 60_000;
    expect((await session(idle)).status).toBe(401);
    const busy = await web.signIn("zhang");
    for (let i = 0; i < 24; i++) { web.clock.ms += 29 * 60_000; expect((await session(busy)).status).toBe(200); }
    web.clock.ms += 29 * 60_000;
    expect((await session(busy)).status).toBe(401);
  });
  test("are listed and ended by their owner only", async () => {
    await testAccount(t, "two-desks", [["countyOfficer", county]]);
    const [here, there, other] = [await web.signIn("two-desks"), await web.signIn("two-desks"), await web.signIn("zhang")];
    const rows = (await web.send("GET", "/api/session/sessions", { cookie: here })).json<{ rows: { id: string; current: boolean }[] }>().rows;
    expect(rows).toHaveLength(2);
    const id = rows.find((r) => !r.current)?.id;
    expect((await web.send("POST", "/api/session/sessions/end", { cookie: other, body: { id } })).status).toBe(404);
    expect((await web.send("POST", "/api/session/sessions/end", { cookie: here, body: { id } })).json()).toEqual({ ended: 1 });
    expect((await session(there)).status).toBe(401);
    expect((await session(here)).status).toBe(200);
  });
  test("a changed password ends the others, keeps this one, and must be a good one", async () => {
    await testAccount(t, "changer", [["countyOfficer", county]]);
    const [here, there] = [await web.signIn("changer"), await web.signIn("changer")];
    const change = (current: string, next: string) => web.send("POST", "/api/session/password", { cookie: here, body: { current, next } });
    expect((await change("not this one", "a new long secret")).json()).toMatchObject({ code: "access.wrongPassword" });
    expect((await change(testPassword, "1234567890")).json()).toMatchObject({ code: "access.password.common" });
    expect((await change(testPassword, "short")).json()).toMatchObject({ code: "access.password.tooShort" });
    expect((await change(testPassword, testPassword)).json()).toMatchObject({ code: "access.password.same" });
    expect((await change(testPassword, "a new long secret")).status).toBe(200);
    expect((await session(there)).status).toBe(401);
    expect((await session(here)).status).toBe(200);
    await expect(web.signIn("changer")).rejects.toThrow(/401/);
    await web.signIn("changer", "a new long secret");
  });
  test("rights change on the next request: suspended, post ended, moved", async () => {
    const { id, posts } = await testAccount(t, "moved", [["countyOfficer", county]]);
    const cookie = await web.signIn("moved");
    await t.db.asSystem((tx) => tx.sql`update access.account set state = 'suspended' where id = ${id}`);
    expect((await session(cookie)).status).toBe(401);
    await t.db.asSystem((tx) => tx.sql`update access.account set state = 'active' where id = ${id}`);
    expect((await session(cookie)).status).toBe(200);
    await t.db.asSystem((tx) => tx.sql`update access.post set ended_at = now() where id = ${posts[0] ?? ""}`);
    expect((await session(cookie)).json()).toMatchObject({ code: "access.noPost" });
    const { addPost } = await import("../server/src/access/service.ts");
    await t.db.asSystem((tx) => addPost(tx, id, { role: "townOfficer", region: 990103101000 }, "2020-01-01"));
    expect((await session(cookie)).json()).toMatchObject({ post: { role: "townOfficer", region: 990103101000 } });
  });
  test("a person with two posts acts under one at a time", async () => {
    const { posts } = await testAccount(t, "two-posts", [["townOfficer", 990102101000], ["villageWorker", 990103101001]]);
    const cookie = await web.signIn("two-posts");
    expect((await session(cookie)).json()).toMatchObject({ post: { id: posts[0] } });
    expect((await web.send("POST", "/api/session/post", { cookie, body: { postId: posts[1] } })).json()).toMatchObject({ post: { id: posts[1], role: "villageWorker" } });
    const foreign = await testAccount(t, "foreign-post", [["countyOfficer", county]]);
    expect((await web.send("POST", "/api/session/post", { cookie, body: { postId: foreign.posts[0] } })).status).toBe(404);
  });
});

describe("second factor", () => {
  const enrol = async (app: TestApp, cookie: string): Promise<{ secret: string; recoveryCodes: string[] }> => {
    const { secret } = (await app.send("POST", "/api/session/totp", { cookie, body: { password: testPassword } })).json<{ secret: string }>();
    const confirmed = await app.send("POST", "/api/session/totp/confirm", { cookie, body: { code: code(secret, app.clock.ms) } });
    return { secret, ...confirmed.json<{ recoveryCodes: string[] }>() };
  };
  const begin = async (app: TestApp, name: string): Promise<string> => {
    const first = await app.send("POST", "/api/session/sign-in", { body: { name, password: testPassword } });
    expect(first.json()).toMatchObject({ state: "secondFactor", factors: ["totp", "recovery"] });
    expect(first.cookies["diguan"]).toBeUndefined();
    return `diguan-step=${first.cookies["diguan-step"] ?? ""}`;
  };

  test("a code works once, a recovery code works once, five wrong codes end the step", async () => {
    await testAccount(t, "careful", [["countyOfficer", county]]);
    const { secret, recoveryCodes } = await enrol(web, await web.signIn("careful"));
    expect(recoveryCodes).toHaveLength(10);
    web.clock.ms += 60_000;
    const now = code(secret, web.clock.ms);
    const send = (cookie: string, body: object) => web.send("POST", "/api/session/second-factor", { cookie, body });
    const first = await send(await begin(web, "careful"), { kind: "totp", code: now });
    expect(first.status).toBe(200);
    expect((await session(`diguan=${first.cookies["diguan"] ?? ""}`)).status).toBe(200);
    expect((await send(await begin(web, "careful"), { kind: "totp", code: now })).json()).toMatchObject({ code: "access.wrongCode" });
    web.clock.ms += 86_400_000;
    const recovery = { kind: "recovery", code: recoveryCodes[0] ?? "" };
    expect((await send(await begin(web, "careful"), recovery)).status).toBe(200);
    expect((await send(await begin(web, "careful"), recovery)).json()).toMatchObject({ code: "access.wrongCode" });
    web.clock.ms += 86_400_000;
    const step = await begin(web, "careful");
    const wrong = await Promise.all(Array.from({ length: 8 }, () => send(step, { kind: "totp", code: "000000" })));
    expect(wrong.filter((a) => a.status === 422).length).toBeLessThanOrEqual(5);
    expect(wrong.some((a) => a.status === 200)).toBe(false);
  });

  test("the same code sent twice at once opens one session", async () => {
    await testAccount(t, "twice", [["countyOfficer", county]]);
    const { secret } = await enrol(web, await web.signIn("twice"));
    web.clock.ms += 60_000;
    const steps = [await begin(web, "twice"), await begin(web, "twice")];
    const answers = await Promise.all(steps.map((cookie) => web.send("POST", "/api/session/second-factor", { cookie, body: { kind: "totp", code: code(secret, web.clock.ms) } })));
    expect(answers.map((a) => a.status).toSorted()).toEqual([200, 422]);
  });

  test("on a real instance a county post reaches nothing but its own account until a factor is set up", async () => {
    const real = await testApp(t, { config: { demonstration: false } });
    await testAccount(t, "strict", [["auditAdmin", county]]);
    const cookie = await real.signIn("strict");
    expect((await real.send("GET", "/api/session", { cookie })).json()).toMatchObject({ todo: "secondFactor", demonstration: false });
    expect((await real.send("GET", "/api/audit", { cookie })).json()).toMatchObject({ code: "access.needsFactor" });
    await enrol(real, cookie);
    expect((await real.send("GET", "/api/session", { cookie })).json()).toMatchObject({ todo: null });
    expect((await real.send("GET", "/api/audit", { cookie })).status).toBe(200);
    expect((await real.send("POST", "/api/session/totp/remove", { cookie, body: { password: testPassword } })).json()).toMatchObject({ code: "access.lastFactor" });
  });
});

describe("accounts", () => {
  test("no account holds two of the three administrators: the service says so, the schema refuses", async () => {
    await testAccount(t, "admin", [["systemAdmin", county]]);
    await expect(testAccount(t, "double", [["systemAdmin", county], ["auditAdmin", county]])).rejects.toMatchObject({ code: "access.separated" });
    const [admin] = await t.sql<{ id: string }[]>`select id from access.account where sign_in_name = 'admin'`;
    await expect(t.sql`insert into access.post (id, account_id, role, region, valid_from) values (gen_random_uuid(), ${admin?.id ?? ""}, 'securityAdmin', ${county}, '2020-01-01')`).rejects.toThrow(/foreign key/);
  });
  test("a post is no wider than its role", async () => {
    await expect(testAccount(t, "wide", [["villageWorker", county]])).rejects.toMatchObject({ code: "access.tooWide" });
  });
  test("demonstration accounts are offered, and let in, on a demonstration instance only", async () => {
    const { createAccount } = await import("../server/src/access/service.ts");
    await t.db.asSystem((tx) => createAccount(tx, { signInName: "demo", displayName: "演示", password: "diguan-demo", demonstration: true, posts: [{ role: "countyOfficer", region: county }] }, "2020-01-01"));
    expect((await web.send("GET", "/api/session/demonstration")).json()).toMatchObject({ demonstration: true, rows: [{ name: "demo", password: "diguan-demo", role: "countyOfficer" }] });
    await web.signIn("demo", "diguan-demo");
    const real = await testApp(t, { config: { demonstration: false } });
    expect((await real.send("GET", "/api/session/demonstration")).json()).toEqual({ demonstration: false, rows: [] });
    await expect(real.signIn("demo", "diguan-demo")).rejects.toThrow(/wrongSignIn/);
  });
  test("the application role reads no secret of signing in", async () => {
    for (const table of ["session", "step", "passkey", "recovery_code", "failure"]) await expect(t.sql.begin(async (sql) => { await sql.unsafe("set local role diguan_app"); return sql.unsafe(`select 1 from access.${table}`); })).rejects.toThrow(/permission denied/);
    await expect(t.sql.begin(async (sql) => { await sql.unsafe("set local role diguan_app; set local app.lo = '0'; set local app.hi = '1'; set local app.own = ''").simple(); return sql`select password_hash from access.account`; })).rejects.toThrow(/permission denied/);
  });
});

describe("administration", () => {
  const province = 990000000000;
  const make = (cookie: string, body: object) => web.send("POST", "/api/accounts", { cookie, body });
  test("a security administrator makes an account; its one-time password must be changed", async () => {
    await testAccount(t, "security", [["securityAdmin", county]]);
    const cookie = await web.signIn("security");
    const made = (await make(cookie, { signInName: "new-officer", displayName: "新专干", post: { role: "townOfficer", region: 990102101000 } })).json<{ id: string; password: string }>();
    expect(made.password).toMatch(/^(\w{5}-){3}\w{5}$/);
    const first = await web.signIn("new-officer", made.password);
    expect((await session(first)).json()).toMatchObject({ todo: "password" });
    await web.send("POST", "/api/session/password", { cookie: first, body: { current: made.password, next: "walk along the ditch" } });
    expect((await session(first)).json()).toMatchObject({ todo: null });
    const listed = (await web.send("GET", "/api/accounts?search=new-off", { cookie })).json<{ rows: { displayName: string; posts: { role: string }[] }[]; next: null }>();
    expect(listed).toMatchObject({ rows: [{ displayName: "新专干", posts: [{ role: "townOfficer" }] }], next: null });
    expect((await make(cookie, { signInName: "NEW-officer", displayName: "x", post: { role: "townOfficer", region: 990102101000 } })).json()).toMatchObject({ code: "access.nameTaken" });
  });
  test("not outside the area, not wider, not oneself", async () => {
    const cookie = await web.signIn("security");
    expect((await make(cookie, { signInName: "elsewhere", displayName: "x", post: { role: "townOfficer", region: 990103101000 } })).json()).toMatchObject({ code: "access.outside" });
    expect((await make(cookie, { signInName: "above", displayName: "x", post: { role: "provinceOverseer", region: province } })).json()).toMatchObject({ code: "access.outside" });
    const { account } = (await session(cookie)).json<{ account: { id: string } }>();
    expect((await web.send("POST", `/api/accounts/${account.id}/posts`, { cookie, body: { role: "countyOfficer", region: county } })).json()).toMatchObject({ code: "access.ownAccount" });
    const { id } = await testAccount(t, "neighbour", [["townOfficer", 990103101000]]);
    expect((await web.send("GET", `/api/accounts/${id}`, { cookie })).status).toBe(404);
    expect((await web.send("POST", `/api/accounts/${id}/password`, { cookie, body: {} })).status).toBe(404);
  });
  test("suspending, resetting, unlocking and posts act at once and are recorded", async () => {
    const cookie = await web.signIn("security");
    const { id } = await testAccount(t, "subject", [["villageWorker", 990102101001]]);
    const theirs = await web.signIn("subject");
    const reset = (await web.send("POST", `/api/accounts/${id}/password`, { cookie, body: {} })).json<{ password: string }>();
    expect((await session(theirs)).status).toBe(401);
    web.clock.ms += 1000;
    const again = await web.signIn("subject", reset.password);
    const post = (await web.send("POST", `/api/accounts/${id}/posts`, { cookie, body: { role: "helper", region: county, householdCodes: ["9901020000000001"] } })).json<{ id: string }>();
    expect((await web.send("GET", `/api/accounts/${id}`, { cookie })).json()).toMatchObject({ posts: [{ role: "villageWorker" }, { role: "helper", households: 1 }] });
    expect((await web.send("POST", `/api/accounts/${id}/posts/${post.id}/end`, { cookie })).status).toBe(200);
    await web.send("POST", `/api/accounts/${id}/state`, { cookie, body: { state: "suspended" } });
    expect((await session(again)).status).toBe(401);
    const acts = await t.sql<{ action: string }[]>`select action from audit.entry where target = ${id} and resource = 'account' order by id`;
    expect(acts.map((a) => a.action)).toEqual(["resetPassword", "addPost", "endPost", "suspend"]);
  });
  test("the audit trail is read by area, filtered, paged and exported", async () => {
    await testAccount(t, "audits", [["auditAdmin", county]]);
    await testAccount(t, "audits-next-door", [["auditAdmin", 990103000000]]);
    const cookie = await web.signIn("audits");
    const get = async (query: string, as = cookie) => (await web.send("GET", `/api/audit?${query}`, { cookie: as })).json<{ rows: { id: number; action: string; region: number; accountName: string }[]; next: string | null }>();
    const all = await get("limit=200");
    expect(all.rows.length).toBeGreaterThan(5);
    expect(all.rows.every((r) => Math.floor(r.region / 1_000_000) === 990102)).toBe(true);
    const pages = [];
    for (let next: string | null = ""; next !== null;) { const page = await get(`limit=7${next ? `&after=${encodeURIComponent(next)}` : ""}`); pages.push(...page.rows.map((r) => r.id)); next = page.next; }
    expect(pages.slice(0, all.rows.length)).toEqual(all.rows.map((r) => r.id));
    expect(new Set(pages).size).toBe(pages.length);
    expect((await get("account=security&action=suspend")).rows).toMatchObject([{ accountName: "security", action: "suspend" }]);
    expect((await get("limit=200", await web.signIn("audits-next-door"))).rows.every((r) => Math.floor(r.region / 1_000_000) === 990103)).toBe(true);
    const csv = await web.send("GET", "/api/audit/export?purpose=quarterly%20check&action=suspend", { cookie });
    expect(csv.body.split("\r\n")).toHaveLength(3);
    expect((await get("action=export")).rows).toHaveLength(1);
    expect((await web.send("GET", "/api/audit/export", { cookie })).status).toBe(400);
  });
});

describe("diguan user", () => {
  const run = async (command: Command, positionals: readonly string[], values: Record<string, string | boolean> = {}) => {
    const printed: string[] = [];
    const exit = await command.run({ config: testConfig, values, positionals, json: true, open: async () => ({ db: t.db, crypto: t.crypto }), say: () => {}, print: (text) => printed.push(text) });
    return { exit, ...(JSON.parse(printed.join("")) as { name?: string; password?: string; users?: { name: string; role: string; region: number }[] }) };
  };
  test("adds an account with a one-time password, lists it, gives it a new password", async () => {
    const made = await run(addCommand, ["Terminal"], { role: "countyOfficer", region: "990102" });
    expect(made).toMatchObject({ exit: 0, name: "terminal", role: "countyOfficer", region: county });
    const cookie = await web.signIn("terminal", made.password);
    expect((await session(cookie)).json()).toMatchObject({ todo: "password" });
    expect((await run(listCommand, [], { region: "990102" })).users).toContainEqual(expect.objectContaining({ name: "terminal", role: "countyOfficer", region: county }));
    const again = await run(passwordCommand, ["terminal"]);
    expect(again.password).not.toBe(made.password);
    expect((await session(cookie)).status).toBe(401);
    await web.signIn("terminal", again.password);
  });
  test("refuses what cannot be: unknown role, taken name, post too wide, no region", async () => {
    await expect(run(addCommand, ["x1"], { role: "king", region: "990102" })).rejects.toMatchObject({ code: "access.role" });
    await expect(run(addCommand, ["terminal"], { role: "countyOfficer", region: "990102" })).rejects.toMatchObject({ code: "access.nameTaken" });
    await expect(run(addCommand, ["x2"], { role: "villageWorker", region: "990102" })).rejects.toMatchObject({ code: "access.tooWide" });
    await expect(run(addCommand, ["x3"], { role: "countyOfficer" })).rejects.toThrow(/--region/);
  });
});
