/** Routes of the region tree (core/src/regions/contract.ts). */
import { PassThrough } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { FastifyInstance } from "fastify";
import { permits } from "@diguan/core/access/policy.ts";
import { levelOf, rangeOf } from "@diguan/core/region-code.ts";
import { levelFromNumber } from "@diguan/core/regions/place.ts";
import * as c from "@diguan/core/regions/contract.ts";
import { Problem } from "@diguan/core/problem.ts";
import { chinaDate } from "@diguan/core/time.ts";
import { audit } from "../audit.ts";
import type { Tx } from "../postgres/pool.ts";
import { serve, serveRaw, type Deps } from "../serve.ts";
import * as edits from "./edits.ts";
import { exportRegions } from "./load/load.ts";
import { countsWithin, groupsOf, history, imports, provisionals, searchRegions, successions } from "./queries.ts";
import { registerOrganisations } from "./organisation-routes.ts";
import { childrenOf, placeNames, regionNames, regionPath } from "./service.ts";

const csvCell = (v: string | number | boolean | null): string => { const s = v === null ? "" : String(v); return /[",\n]/.test(s) ? `"${s.replaceAll('"', '""')}"` : s; };

/** The tree as CSV; a name that a spreadsheet would take for a formula is written as text. */
async function* csvOf(tx: Tx, region: number, on: string): AsyncGenerator<string> {
  yield "\uFEFFcode,name,level,parent,valid_from,valid_to,provisional,source\r\n";
  for await (const rows of exportRegions(tx, region, on))
    yield `${rows.map((r) => [r.code, /^[=+\-@]/.test(r.name) ? `'${r.name}` : r.name, levelFromNumber(r.level), r.parent, r.validFrom, r.validTo, r.provisional, r.source].map(csvCell).join(",")).join("\r\n")}\r\n`;
}

export function registerRegions(app: FastifyInstance, deps: Deps): void {
  const { db } = deps;
  const today = (): string => chinaDate(deps.now());

  serve(app, deps, c.listRegions, ({ query, actor }) => db.within(actor, async (tx) => {
    const rows = await childrenOf(tx, query.parent, { after: query.after, limit: query.limit + 1, ...(query.on ? { on: query.on } : {}) });
    const page = rows.slice(0, query.limit);
    return { path: query.parent === 0 ? [] : await regionPath(tx, query.parent, query.on), rows: page, next: rows.length > query.limit ? (page.at(-1)?.code ?? null) : null };
  }));

  serve(app, deps, c.searchRegions, ({ query, actor }) => db.within(actor, async (tx) => {
    const hits = await searchRegions(tx, { q: query.q, within: query.within, limit: query.limit, ...(query.level ? { level: query.level } : {}) });
    const places = await placeNames(tx, hits.map((h) => h.code));
    return { rows: hits.map((h) => ({ ...h, place: places.get(h.code) ?? h.name })) };
  }));

  serve(app, deps, c.regionStatus, ({ query, actor }) => db.within(actor, async (tx) => {
    const waiting = await provisionals(tx, query.region, 100);
    const places = await placeNames(tx, waiting.map((w) => w.code));
    return {
      region: query.region, name: (await regionNames(tx, [query.region])).get(query.region) ?? null, counts: await countsWithin(tx, rangeOf(query.region)),
      provisional: waiting.map((w) => ({ ...w, place: places.get(w.code) ?? w.name })),
      imports: (await imports(tx, 10)).map(({ problems, ...i }) => ({ ...i, problemCounts: problems.counts })),
    };
  }));

  serve(app, deps, c.showRegion, ({ params, query, actor }) => db.within(actor, async (tx) => {
    const code = params.region;
    const rows = await history(tx, code);
    if (rows.length === 0) throw new Problem("region.unknown", { code });
    const followed = await successions(tx, code);
    const names = await regionNames(tx, followed.flatMap((s) => [s.predecessor, s.successor]));
    const [below] = await tx.sql<{ n: number }[]>`select count(*)::int as n from regions.region where parent = ${code} and code <> ${code} and valid_to is null`;
    const on = query.on ?? today();
    return {
      code, level: levelOf(code), path: await regionPath(tx, code, query.on), current: rows.find((r) => r.validFrom <= on && (r.validTo === null || r.validTo >= on)) ?? null, history: rows,
      successions: followed.map((s) => ({ ...s, predecessorName: names.get(s.predecessor) ?? "", successorName: names.get(s.successor) ?? "" })),
      groups: levelOf(code) === "village" ? await groupsOf(tx, code) : [], children: below?.n ?? 0,
      mayEdit: permits(actor.role, c.renameRegion.access) && edits.mayEdit(tx, code),
    };
  }));

  serve(app, deps, c.createRegion, ({ body, actor }) => db.within(actor, (tx) => edits.createRegion(tx, { ...body, on: body.on ?? today() })));
  serve(app, deps, c.renameRegion, ({ params, body, actor }) => db.within(actor, (tx) => edits.renameRegion(tx, params.region, body)));
  serve(app, deps, c.closeRegion, ({ params, body, actor }) => db.within(actor, (tx) => edits.closeRegion(tx, params.region, body)));
  serve(app, deps, c.mergeRegions, ({ params, body, actor }) => db.within(actor, (tx) => edits.mergeRegions(tx, params.region, body)));
  serve(app, deps, c.splitRegion, ({ params, body, actor }) => db.within(actor, (tx) => edits.splitRegion(tx, params.region, body)));
  serve(app, deps, c.confirmRegion, ({ params, body, actor }) => db.within(actor, (tx) => edits.confirmRegion(tx, params.region, body)));
  serve(app, deps, c.saveGroups, ({ params, body, actor }) => db.within(actor, async (tx) => { await edits.saveGroups(tx, params.region, body); return { groups: await groupsOf(tx, params.region) }; }));

  serveRaw(app, deps, c.exportRegionList, async ({ query, actor, reply }) => {
    const on = query.on ?? today();
    await db.within(actor, (tx) => audit(tx, "export", "region", { region: query.region, target: String(query.region), detail: { on } }));
    const out = new PassThrough();
    // when the reader goes away the pipe breaks, and with it the transaction of the cursor ends
    void db.within(actor, (tx) => pipeline(csvOf(tx, query.region, on), out)).catch((e: unknown) => { out.destroy(e as Error); });
    return reply.type("text/csv; charset=utf-8").header("content-disposition", `attachment; filename="regions-${query.region}-${on}.csv"`).send(out);
  });

  registerOrganisations(app, deps);
}
