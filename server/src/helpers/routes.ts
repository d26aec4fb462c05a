/** Routes of helpers: their list, their pairing with households, their visits. */
import type { FastifyInstance } from "fastify";
import { addHelper, addVisit, assignHelper, editHelper, endPairing, listHelpers } from "@diguan/core/helpers/contract.ts";
import { chinaDate } from "@diguan/core/time.ts";
import type { Desk } from "../measures/service.ts";
import type { Actor } from "../postgres/pool.ts";
import { serve, type Deps } from "../serve.ts";
import { correct, enter, helpersIn, pair, part, visit } from "./acts.ts";

export function registerHelpers(app: FastifyInstance, deps: Deps): void {
  const at = <T>(actor: Actor, act: (desk: Desk) => Promise<T>): Promise<T> => deps.db.within(actor, (tx) => act({ tx, crypto: deps.crypto, today: chinaDate(deps.now()) }));
  serve(app, deps, listHelpers, ({ query, actor }) => at(actor, (desk) => helpersIn(desk, query)));
  serve(app, deps, addHelper, ({ body, actor }) => at(actor, (desk) => enter(desk, body)));
  serve(app, deps, editHelper, ({ params, body, actor }) => at(actor, (desk) => correct(desk, params, body)));
  serve(app, deps, assignHelper, ({ params, body, actor }) => at(actor, (desk) => pair(desk, params, body)));
  serve(app, deps, endPairing, ({ params, body, actor }) => at(actor, (desk) => part(desk, params, body)));
  serve(app, deps, addVisit, ({ params, body, actor }) => at(actor, (desk) => visit(desk, deps.now(), params, body)));
}
