/**
 * The authorisation matrix (reliability guide §4.1): every declared route × every role × every relation of places, expected from
 * a policy table of its own, three times: both lines on, the application's check off, row level security off.
 */
import fs from "node:fs";
import type { DeclaredRoute } from "../server/src/serve.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { lies, may } from "./authorisation-policy.ts";
import { probes, type Probe } from "./authorisation-probes.ts";
import { buildWorld, keepAttachment, marks, secrets, subjectsOf, unknownLike, type Subject, type Thing, type World } from "./authorisation-world.ts";
import { testDatabase, type TestDatabase } from "./database.ts";
import { testAccount, testApp, testConfig, type Reply, type TestApp } from "./http.ts";

const lineup = [
  { name: "both lines", lines: { application: true, rls: true } },
  { name: "row level security alone", lines: { application: false, rls: true } },
  { name: "the application alone", lines: { application: true, rls: false } },
] as const;

const key = (r: DeclaredRoute): string => `${r.method} ${r.path}`;
/** Lists without parameters need no line of their own. */
const probeOf = (r: DeclaredRoute): Probe | undefined => probes[key(r)] ?? (r.method === "GET" && !r.path.includes(":") ? { ask: () => ({ path: r.path }), list: true, seen: [200, 400] } : undefined);
const inside = (s: Subject, x: Thing, p: Probe): boolean => lies(x.region, s.region) && (s.own === undefined || p.ofPlace === true || (p.ofHousehold === true && s.own.includes(x.householdId)));

afterAll(() => fs.rmSync(testConfig.dataDir, { recursive: true, force: true }));

for (const { name, lines } of lineup) {
  describe(`matrix, ${name}`, () => {
    let t: TestDatabase;
    let web: TestApp;
    let world: World;
    let subjects: readonly (Subject & { readonly cookie: string })[];
    const wrong: string[] = [];

    beforeAll(async () => {
      t = await testDatabase();
      world = await buildWorld(t);
      web = await testApp(t, lines.application && lines.rls ? {} : { db: t.open(lines) });
      const made = [];
      for (const s of subjectsOf(world)) {
        await testAccount(t, s.name, [{ role: s.role, region: s.region, ...(s.own ? { households: s.own } : {}) }], "2018-01-01");
        made.push({ ...s, cookie: await web.signIn(s.name) });
      }
      subjects = made;
      keepAttachment(testConfig.dataDir);
    });

    const ask = async (r: DeclaredRoute, p: Probe, x: Thing, cookie?: string): Promise<Reply> => {
      const { path, body, headers } = p.ask(x);
      return web.send(r.method, path, { ...(cookie ? { cookie } : {}), ...(body === undefined ? {} : { body }), ...(headers ? { headers: { ...headers } } : {}) });
    };
    const cell = (r: DeclaredRoute, s: { name: string } | undefined, x: Thing | undefined, expected: string, got: Reply): void => { wrong.push(`${key(r)} | ${s?.name ?? "anonymous"} | ${x?.place ?? ""}: expected ${expected}, got ${got.status} ${got.body.slice(0, 160)}`); };

    /** No mark of another area, and no secret in clear, whatever was asked. */
    const scan = (r: DeclaredRoute, s: Subject | undefined, p: Probe, asked: Thing | undefined, reply: Reply): void => {
      for (const x of world.things) {
        const leaked = (s !== undefined && inside(s, x, { ...p, ofHousehold: true })) ? [] : marks(x).filter((m) => reply.body.includes(m));
        // what was typed into the question may come back in the answer
        const typed = asked === undefined ? "" : JSON.stringify(p.ask(asked));
        for (const m of leaked) if (!typed.includes(m) && !(s?.own !== undefined && lies(x.region, s.region) && m === x.remark)) wrong.push(`${key(r)} | ${s?.name ?? "anonymous"}: shows ${m} of ${x.place}`);
        if (p.reveals !== true) for (const secret of secrets(x)) if (reply.body.includes(secret) && !typed.includes(secret)) wrong.push(`${key(r)} | ${s?.name ?? "anonymous"}: shows the secret ${secret} of ${x.place}`);
      }
    };

    async function probeRegion(r: DeclaredRoute, p: Probe, s: Subject & { readonly cookie: string }): Promise<void> {
      let guessed = false;
      for (const x of world.things) {
        if (p.outsideOnly === true && inside(s, x, p)) continue;
        const reply = await ask(r, p, x, s.cookie);
        if (p.restore) { const [text, values] = p.restore(x); await t.sql.unsafe(text, [...values]); }
        scan(r, s, p, x, reply);
        if (p.list === true) {
          if (reply.status !== 200 && !(p.seen ?? []).includes(reply.status)) cell(r, s, x, "200", reply);
          if (p.shows && inside(s, x, { ...p, ofHousehold: true }) && !reply.body.includes(p.shows(x))) cell(r, s, x, "the thing among the rows", reply);
          continue;
        }
        // a blank answer tells a stranger nothing, and must not be all that the rightful reader gets
        const blank = p.blank !== undefined && reply.status === 200 && p.blank.test(reply.body);
        if (inside(s, x, p)) {
          if (blank) cell(r, s, x, "more than a blank", reply);
          if (!(p.seen ?? [200]).includes(reply.status)) cell(r, s, x, (p.seen ?? [200]).join(" or "), reply);
          else if (p.shows && reply.status === 200 && !reply.body.includes(p.shows(x))) cell(r, s, x, "the thing itself", reply);
        } else if (blank && (p.outside === undefined || !lines.application)) continue;
        else if (!lines.application) {
          // without the first line the answer may be clumsy, but nothing may be seen or done
          if (reply.status < 400 && p.ofPlace !== true) cell(r, s, x, "a refusal", reply);
        } else if (reply.status !== (p.outside ?? 404)) cell(r, s, x, String(p.outside ?? 404), reply);
        else if (!guessed) {
          guessed = true;
          const guess = await ask(r, p, unknownLike(x), s.cookie);
          const same = (a: Reply): string => `${a.status} ${a.body.replaceAll(/\d{12}/g, "<region>")}`;
          if (same(guess) !== same(reply)) cell(r, s, x, `the answer to an unknown id (${guess.status} ${guess.body.slice(0, 120)})`, reply);
        }
      }
    }

    test("every declared route has a probe", () => {
      expect(web.app.declared.length).toBeGreaterThan(25);
      expect(web.app.declared.filter((r) => probeOf(r) === undefined).map(key), "add a line to tests/authorisation-probes.ts").toEqual([]);
      const declared = new Set(web.app.declared.map(key));
      expect(Object.keys(probes).filter((k) => !declared.has(k)), "these routes are no more: take their lines away").toEqual([]);
    });

    test("anonymous people reach public routes only", async () => {
      wrong.length = 0;
      for (const r of web.app.declared) {
        const p = probeOf(r);
        if (!p) continue;
        const reply = await ask(r, p, world.at.here);
        scan(r, undefined, p, undefined, reply);
        if (r.access.scope === "public") { if (!(p.seen ?? [200]).includes(reply.status)) cell(r, undefined, undefined, "an answer", reply); } else if (reply.status !== 401) cell(r, undefined, undefined, "401", reply);
      }
      expect(wrong).toEqual([]);
    });

    test("every role: what its duty allows, inside its area, and nothing else", async () => {
      wrong.length = 0;
      for (const r of web.app.declared.filter((d) => d.access.scope !== "public")) {
        const p = probeOf(r);
        if (!p) continue;
        const askAs = async (s: (typeof subjects)[number]): Promise<void> => {
          if (!may(s.role, r.access)) {
            const reply = await ask(r, p, world.at.here, s.cookie);
            scan(r, s, p, world.at.here, reply);
            if (reply.status !== 403 || !reply.body.includes("access.refused")) cell(r, s, undefined, "403 access.refused", reply);
          } else if (r.access.scope === "region") await probeRegion(r, p, s);
          else {
            const reply = await ask(r, p, world.at.here, s.cookie);
            scan(r, s, p, world.at.here, reply);
            if (!(p.seen ?? [200]).includes(reply.status)) cell(r, s, undefined, (p.seen ?? [200]).join(" or "), reply);
          }
        };
        if (p.restore) for (const s of subjects) await askAs(s);
        else await Promise.all(subjects.map(askAs));
      }
      // the first two of each route tell what is wrong
      const perRoute = [...Map.groupBy(wrong, (w) => w.split(" | ")[0]).values()].flatMap((cells) => [`${cells.length} wrong cells`, ...cells.slice(0, 2)]);
      expect(perRoute).toEqual([]);
    }, 300_000);
  });
}
