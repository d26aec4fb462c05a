/** Routes of help: measures and work of a household, and the part of its page that shows them. */
import type { FastifyInstance } from "fastify";
import { addMeasure, addWork, advanceMeasure, getHelping, withdrawWork } from "@diguan/core/measures/contract.ts";
import { chinaDate } from "@diguan/core/time.ts";
import { audit } from "../audit.ts";
import type { Actor } from "../postgres/pool.ts";
import { serve, type Deps } from "../serve.ts";
import { add, advance, enterWork, withdrawPeriod } from "./acts.ts";
import type { Desk } from "./house.ts";
import { helpingOf } from "./page.ts";

export function registerMeasures(app: FastifyInstance, deps: Deps): void {
  const at = <T>(actor: Actor, act: (desk: Desk) => Promise<T>): Promise<T> => deps.db.within(actor, (tx) => act({ tx, crypto: deps.crypto, today: chinaDate(deps.now()) }));
  serve(app, deps, getHelping, ({ params, actor }) => at(actor, async (desk) => {
    const page = await helpingOf(desk, params);
    await audit(desk.tx, "view", "helping", { target: params.id, region: params.county * 1_000_000 });
    return page;
  }));
  serve(app, deps, addMeasure, ({ params, body, actor }) => at(actor, (desk) => add(desk, params, body)));
  serve(app, deps, advanceMeasure, ({ params, body, actor }) => at(actor, (desk) => advance(desk, params, body)));
  serve(app, deps, addWork, ({ params, body, actor }) => at(actor, (desk) => enterWork(desk, params, body)));
  serve(app, deps, withdrawWork, ({ params, body, actor }) => at(actor, (desk) => withdrawPeriod(desk, params, body.reason)));
}
