/** The built application over a test database, asked through its real routes: sign in, send, look at the answer. */
import os from "node:os";
import type { FastifyInstance } from "fastify";
import type { Role } from "@diguan/core/access/policy.ts";
import { chinaDate } from "@diguan/core/time.ts";
import { createAccount, type NewPost } from "../server/src/access/service.ts";
import { authenticator } from "../server/src/access/session.ts";
import { buildApp } from "../server/src/app.ts";
import type { Config } from "../server/src/config.ts";
import type { Db } from "../server/src/postgres/pool.ts";
import type { TestDatabase } from "./database.ts";

export const testPassword = "drip by drip 2018";
export const testConfig: Config = { dataDir: `${os.tmpdir()}/diguan-test-${process.pid}`, port: 0, host: "127.0.0.1", databaseUrl: undefined, origin: "http://localhost:8080", demonstration: true, webDir: "/nowhere", version: "0.0.0", belowNpm: false };

export interface Reply { readonly status: number; readonly body: string; json<T = Record<string, unknown>>(): T; readonly cookies: Readonly<Record<string, string>> }
export interface TestApp { readonly app: FastifyInstance; /** moves the server's clock, in ms */ clock: { ms: number }; send(method: string, url: string, options?: { cookie?: string; body?: unknown; headers?: Record<string, string> }): Promise<Reply>; signIn(name: string, password?: string): Promise<string> }

export async function testApp(t: TestDatabase, options: { db?: Db; config?: Partial<Config> } = {}): Promise<TestApp> {
  const config = { ...testConfig, ...options.config };
  const db = options.db ?? t.db;
  const clock = { ms: Date.now() };
  const now = (): number => clock.ms;
  const app = await buildApp({ db, config, crypto: t.crypto, now, authenticate: authenticator(db, config, now) });
  const send: TestApp["send"] = async (method, url, { cookie, body, headers } = {}) => {
    const answer = await app.inject({
      method: method as "GET", url, headers: { ...(method === "GET" ? {} : { "x-diguan": "1" }), ...(cookie ? { cookie } : {}), ...headers },
      ...(body === undefined ? {} : { payload: body as object }),
    });
    return { status: answer.statusCode, body: answer.body, json: <T>() => answer.json<T>(), cookies: Object.fromEntries(answer.cookies.map((c) => [c.name, c.value])) };
  };
  return {
    app, clock, send,
    signIn: async (name, password = testPassword) => {
      const answer = await send("POST", "/api/session/sign-in", { body: { name, password } });
      if (answer.status !== 200) throw new Error(`sign-in of ${name}: ${answer.status} ${answer.body}`);
      return `diguan=${answer.cookies["diguan"] ?? ""}`;
    },
  };
}

/** An account with the test password; returns its id and its posts' ids. */
export const testAccount = (t: TestDatabase, name: string, posts: readonly (NewPost | readonly [Role, number])[], today = chinaDate(Date.now())): Promise<{ readonly id: string; readonly posts: readonly string[] }> =>
  t.db.asSystem((tx) => createAccount(tx, { signInName: name, displayName: name, password: testPassword, posts: posts.map((p) => ("role" in p ? p : { role: p[0], region: p[1] })) }, today));
