/** Addresses of the home pages. */
import type { FastifyInstance } from "fastify";
import { describePlace, placeOverview } from "@diguan/core/overview/contract.ts";
import { serve, type Deps } from "../serve.ts";
import { describe, overviewOf } from "./service.ts";

export function registerOverview(app: FastifyInstance, deps: Deps): void {
  serve(app, deps, describePlace, ({ params, actor }) => deps.db.within(actor, (tx) => describe(tx, params.region)));
  serve(app, deps, placeOverview, ({ query, actor }) => deps.db.within(actor, (tx) => overviewOf(tx, query.region, query.year)));
}
