/** Addresses of the home pages. */
import type { FastifyInstance } from "fastify";
import { describePlace, placeOverview, waitingTasks } from "@diguan/core/overview/contract.ts";
import { chinaDate } from "@diguan/core/time.ts";
import { serve, type Deps } from "../serve.ts";
import { describe, overviewOf, tasksOf } from "./service.ts";

export function registerOverview(app: FastifyInstance, deps: Deps): void {
  serve(app, deps, describePlace, ({ params, actor }) => deps.db.within(actor, (tx) => describe(tx, params.region)));
  serve(app, deps, placeOverview, ({ query, actor }) => deps.db.within(actor, (tx) => overviewOf(tx, query.region, query.year)));
  serve(app, deps, waitingTasks, async ({ query, actor }) => {
    const today = chinaDate(deps.now());
    return { today, tasks: await deps.db.within(actor, (tx) => tasksOf(tx, query.region, query.year, today)) };
  });
}
