/** Routes of identification: figures of places, differences, score sheets, runs, schemes of 四看法. */
import type { FastifyInstance } from "fastify";
import { approveScheme, exportHouseholds, getOverview, getSheet, listHouseholds, listSchemes, proposeScheme, startAssessment } from "@diguan/core/identification/contract.ts";
import { chinaDate } from "@diguan/core/time.ts";
import { describe } from "../overview/service.ts";
import type { Tx } from "../postgres/pool.ts";
import { localeOf, serve, serveRaw, type Deps } from "../serve.ts";
import { assessCounty } from "./assess.ts";
import { exportList } from "./export.ts";
import { listPage } from "./list.ts";
import { approve, propose, schemes } from "./look.ts";
import { overview } from "./overview.ts";
import { sheet } from "./sheet.ts";

export function registerIdentification(app: FastifyInstance, deps: Deps): void {
  const { db } = deps;
  const yearOr = async (tx: Tx, region: number | undefined, year: number | undefined): Promise<number> => year ?? (await describe(tx, region ?? tx.scope.lo)).years[0] ?? Number(chinaDate(deps.now()).slice(0, 4));

  serve(app, deps, getOverview, ({ query, actor }) => db.within(actor, (tx) => overview(tx, query)));
  serve(app, deps, listHouseholds, ({ query, actor }) => db.within(actor, async (tx) => listPage(tx, { ...query, year: await yearOr(tx, query.region, query.year) })));
  serveRaw(app, deps, exportHouseholds, async ({ query, actor, request, reply }) => {
    const year = await db.within(actor, (tx) => yearOr(tx, query.region, query.year));
    await exportList(deps, actor, { ...query, year }, localeOf(request), () => {
      reply.hijack();
      reply.raw.writeHead(200, { "content-type": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "content-disposition": `attachment; filename="identification-${year}.xlsx"`, "cache-control": "no-store" });
      return reply.raw;
    });
  });
  serve(app, deps, getSheet, ({ params, query, actor }) => db.within(actor, (tx) => sheet(tx, params, query.year)));
  serve(app, deps, startAssessment, ({ body, actor }) => db.within(actor, (tx) => assessCounty(tx, body)));
  serve(app, deps, listSchemes, ({ query, actor }) => db.within(actor, async (tx) => schemes(tx, query.region ?? tx.scope.lo, query.year ?? Number(chinaDate(deps.now()).slice(0, 4)))));
  serve(app, deps, proposeScheme, ({ body, actor }) => db.within(actor, (tx) => propose(tx, body)));
  serve(app, deps, approveScheme, ({ params, actor }) => db.within(actor, (tx) => approve(tx, params.id)));
}
