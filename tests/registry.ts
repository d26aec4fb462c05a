/** A small county for tests of the registry: three villages in two towns, a second county, and the server with whoever asks. */
import { randomUUID } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { FastifyInstance, LightMyRequestResponse } from "fastify";
import { afterAll } from "vitest";
import type { Role } from "@diguan/core/access/policy.ts";
import { checkCharacter } from "@diguan/core/id-number.ts";
import type { Values } from "@diguan/core/registry/history.ts";
import { buildApp } from "../server/src/app.ts";
import type { Config } from "../server/src/config.ts";
import type { Actor } from "../server/src/postgres/pool.ts";
import { actorAt, testDatabase, type TestDatabase } from "./database.ts";

export const places = { county: 990102000000, town: 990102101000, village: 990102101001, nextVillage: 990102101002, farVillage: 990102102001, otherCounty: 990103000000, otherVillage: 990103101001 };
const tree: readonly (readonly [number, number, number, string])[] = [
  [990000000000, 1, 0, "示例省"], [990100000000, 2, 990000000000, "滴灌市"], [990102000000, 3, 990100000000, "示例县"], [990103000000, 3, 990100000000, "润禾县"],
  [990102101000, 4, 990102000000, "望泉镇"], [990102102000, 4, 990102000000, "青石镇"], [990103101000, 4, 990103000000, "禾丰镇"],
  [990102101001, 5, 990102101000, "上笕村"], [990102101002, 5, 990102101000, "下笕村"], [990102102001, 5, 990102102000, "石门村"], [990103101001, 5, 990103101000, "丰收村"],
];

/** An ID number of a fictitious region with a right check character. @example idNumber("1975-06-15", 1, 7) */
export function idNumber(birth: string, sex: 1 | 2, n: number, region = 990102): string {
  const first = `${region}${birth.replaceAll("-", "")}${String(n).padStart(2, "0")}${sex === 1 ? 1 : 2}`;
  return first + checkCharacter(first);
}

export const person = (name: string, birth: string, sex: 1 | 2, relation: number, n: number, more: Values = {}): Values => ({
  name, sex, birth, relation, certType: 1, certNo: idNumber(birth, sex, n), ethnic: 1, health: [1], political: 13, marital: 20,
  education: 3, labour: 1, medResident: true, medWorker: false, seriousIns: true, pensionResident: true, pensionWorker: false, dibao: false, tekun: false, soldier: false, ...more,
});

export const conditions: Values = {
  groupName: "三组", standard: 1, attribute: 1, causeMain: 9, enrolledOn: "2014-04-01", arableMu: 4, irrigatedMu: 2, forestMu: 0, returnedForestMu: 0, orchardMu: 0, pastureMu: 0, waterMu: 0,
  powerForWork: true, powerAtHome: true, waterHard: false, waterSafe: true, houseAreaM2: 80, unsafeHouse: false, houseGrade: 2, toilet: true, roadKm: 1, roadType: 3, fuel: 4, tv: true, broadband: true, relocation: 0,
  martyr: false, oneChild: false, twoGirls: false, coop: false,
};

export interface TestServer { readonly t: TestDatabase; readonly app: FastifyInstance; readonly dataDir: string; as(role: Role, region?: number, own?: readonly string[]): Actor; ask<T = Record<string, unknown>>(actor: Actor | undefined, method: "GET" | "POST" | "PUT", url: string, body?: unknown): Promise<{ status: number; body: T }>; /** A file up or down. */ raw(actor: Actor, method: "GET" | "POST", url: string, payload?: Buffer, headers?: Record<string, string>): Promise<LightMyRequestResponse>; setNow(iso: string): void }

export async function testServer(): Promise<TestServer> {
  const t = await testDatabase();
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), "dgr-"));
  await t.sql`insert into regions.region ${t.sql(tree.map(([code, level, parent, name]) => ({ code, level, parent, name })))}`;
  const config: Config = { dataDir, port: 0, host: "127.0.0.1", databaseUrl: undefined, origin: "http://localhost", demonstration: false, webDir: path.join(dataDir, "none"), version: "0.0.0", belowNpm: false };
  const asking = new Map<string, Actor>();
  let now = Date.parse("2018-11-20T02:00:00Z");
  const app = await buildApp({ db: t.db, config, crypto: t.crypto, now: () => now, authenticate: async (request) => asking.get(String(request.headers["x-test-actor"])) });
  await app.ready();
  afterAll(async () => { await app.close(); fs.rmSync(dataDir, { recursive: true, force: true }); });
  return {
    t, app, dataDir,
    as: (role, region = places.county, own) => actorAt(role, region, own),
    raw: async (actor, method, url, payload, headers = {}) => {
      const id = randomUUID();
      asking.set(id, actor);
      const response = await app.inject({ method, url, headers: { "x-diguan": "1", "x-test-actor": id, ...headers }, ...(payload ? { payload } : {}) });
      asking.delete(id);
      return response;
    },
    setNow: (iso) => { now = Date.parse(iso); },
    ask: async <T>(actor: Actor | undefined, method: "GET" | "POST" | "PUT", url: string, body?: unknown) => {
      const id = randomUUID();
      if (actor) asking.set(id, actor);
      const response = await app.inject({ method, url, headers: { "x-diguan": "1", "x-test-actor": id }, ...(body === undefined ? {} : { payload: body as object }) });
      asking.delete(id);
      return { status: response.statusCode, body: response.json() as T };
    },
  };
}

/** A household of four as in mockup 02: head, wife, mother, daughter at school. */
export const family = (n = 0): Values[] => [
  person("周德厚", "1973-06-15", 1, 1, n + 1, { workPlace: 2, workMonths: 10 }), person("李秀兰", "1975-03-02", 2, 2, n + 2, { labour: 5 }),
  person("陈桂英", "1948-01-20", 2, 12, n + 3, { labour: 4, education: 1, marital: 30 }), person("周小雨", "2003-05-05", 2, 4, n + 4, { education: null, student: 6, labour: 4, marital: 10, pensionResident: false }),
];
