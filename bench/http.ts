/** The application over HTTP as officers use it; who asks is said by a header instead of a sign-in. */
import { randomUUID } from "node:crypto";
import type { Role } from "@diguan/core/access/policy.ts";
import { rangeOf } from "@diguan/core/region-code.ts";
import { buildApp } from "../server/src/app.ts";
import type { Actor, Db } from "../server/src/postgres/pool.ts";
import type { BenchDatabase } from "./database.ts";
import { percentile } from "./row.ts";

export const actor = (role: Role, region: number): Actor => ({ accountId: randomUUID(), postId: randomUUID(), role, scope: rangeOf(region), name: role });

export interface Serving { readonly base: string; close(): Promise<void> }

/** A server on a free port; `officers` are named by the header x-bench. */
export async function serveOfficers(b: BenchDatabase, db: Db, officers: Readonly<Record<string, Actor>>, today: string): Promise<Serving> {
  const app = await buildApp({ db, config: b.config, crypto: b.crypto, now: () => Date.parse(`${today}T02:00:00Z`), authenticate: async (request) => officers[String(request.headers["x-bench"])] });
  return { base: await app.listen({ port: 0, host: "127.0.0.1" }), close: async () => { await app.close(); } };
}

/** Four clients at once, as an office would; answers the 95th percentile in ms. */
export async function overHttp(base: string, urls: readonly string[], who: string): Promise<number> {
  const ms: number[] = [];
  let next = 0;
  const client = async (): Promise<void> => {
    for (let i = next++; i < urls.length; i = next++) {
      const began = performance.now();
      const response = await fetch(`${base}${urls[i] ?? ""}`, { headers: { "x-bench": who } });
      await response.arrayBuffer();
      if (response.status !== 200) throw new Error(`${response.status} ${urls[i] ?? ""}`);
      ms.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: 4 }, client));
  return percentile(ms, 95);
}

