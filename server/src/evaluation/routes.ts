/** Addresses of evaluation: precision of a place, weightings, audits and their field lists. */
import type { FastifyInstance } from "fastify";
import * as c from "@diguan/core/evaluation/contract.ts";
import { Problem } from "@diguan/core/problem.ts";
import { contains, rangeOf } from "@diguan/core/region-code.ts";
import { chinaDate } from "@diguan/core/time.ts";
import { placeNames } from "../regions/service.ts";
import { localeOf, serve, serveRaw, type Deps } from "../serve.ts";
import { assign, auditors, close, record } from "./acts.ts";
import { audits, detail, unitsOf } from "./audits.ts";
import { draw } from "./draw.ts";
import { readList, writeList } from "./files.ts";
import { plan } from "./plan.ts";
import { inSight, precision } from "./precision.ts";
import { weigh } from "./weighting.ts";

export function registerEvaluation(app: FastifyInstance, deps: Deps): void {
  const { db } = deps;
  const today = (): string => chinaDate(deps.now());
  serve(app, deps, c.getPrecision, ({ query, actor }) => db.within(actor, (tx) => precision(tx, query, today())));
  serve(app, deps, c.saveWeighting, ({ body, actor }) => db.within(actor, (tx) => weigh(tx, body)));
  serve(app, deps, c.listAudits, ({ query, actor }) => db.within(actor, async (tx) => { if (query.region !== undefined) await inSight(tx, query.region); return audits(tx, query); }));
  serve(app, deps, c.planAudit, ({ body, actor }) => db.within(actor, async (tx) => { await inSight(tx, body.region); return plan(tx, body); }));
  serve(app, deps, c.drawAudit, ({ body, actor }) => db.within(actor, async (tx) => { await inSight(tx, body.region); return draw(tx, body, today()); }));
  serve(app, deps, c.getAudit, ({ params, actor }) => db.within(actor, (tx) => detail(tx, params)));
  serve(app, deps, c.listUnits, ({ params, query, actor }) => db.within(actor, (tx) => unitsOf(tx, params, query)));
  serve(app, deps, c.assignUnits, ({ body, actor }) => db.within(actor, (tx) => assign(tx, body, today())));
  serve(app, deps, c.recordResult, ({ body, actor }) => db.within(actor, (tx) => record(tx, body, today())));
  serve(app, deps, c.closeAudit, ({ body, actor }) => db.within(actor, (tx) => close(tx, body.audit, today())));
  serve(app, deps, c.listAuditors, ({ query, actor }) => db.within(actor, async (tx) => {
    await inSight(tx, query.region);
    const here = rangeOf(query.region);
    const rows = (await auditors(tx, today())).filter((a) => { const own = rangeOf(a.region); return (contains(own, here.lo) && contains(own, here.hi)) || contains(here, a.region); });
    const places = await placeNames(tx, rows.map((r) => r.region), 0);
    return { rows: rows.map(({ post, name, role, region }) => ({ post, name, role, region, place: places.get(region) ?? String(region) })) };
  }));
  serveRaw(app, deps, c.fieldList, async ({ params, actor, reply }) => {
    const { name } = await db.within(actor, (tx) => detail(tx, params));
    await writeList(db, actor, params, () => {
      reply.hijack();
      reply.raw.writeHead(200, { "content-type": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(`${name}-抽查名单.xlsx`)}`, "cache-control": "no-store", "x-content-type-options": "nosniff" });
      return reply.raw;
    });
  });
  serveRaw(app, deps, c.importList, async ({ params, actor, request }) => {
    await db.within(actor, (tx) => detail(tx, params));
    const file = await request.file({ limits: { fileSize: 16 * 2 ** 20, files: 1 } });
    if (!file) throw new Problem("request.malformed", { detail: "file" });
    return readList(db, actor, params, { name: file.filename || "list.xlsx", content: file.file }, today(), localeOf(request));
  });
}
