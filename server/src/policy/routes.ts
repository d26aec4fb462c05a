/** Routes of policy parameters and eligibility rules. Simulations go on beside requests; one that lost its process is taken up again. */
import { PassThrough } from "node:stream";
import type { FastifyInstance } from "fastify";
import type { z } from "zod";
import * as c from "@diguan/core/policy/contract.ts";
import { checkRule } from "@diguan/core/policy/rules/check.ts";
import { faultText } from "@diguan/core/policy/rules/faults.ts";
import { ruleNameOf } from "@diguan/core/policy/rules/names.ts";
import { factsIn, parametersIn } from "@diguan/core/policy/rules/tree.ts";
import { chinaDate } from "@diguan/core/time.ts";
import { audit } from "../audit.ts";
import { localeOf, serve, serveRaw, type Deps, type RawContract } from "../serve.ts";
import { conditionOf, rowsInForce, treeOf } from "./asked.ts";
import { allChanges, changes, judgeHousehold, showRun, stopRun } from "./changes.ts";
import { writeChanges } from "./export.ts";
import { decide, history, placeOf, propose, values } from "./parameters.ts";
import { createSet, decideVersion, lawOf, listSets, saveVersion, showSet } from "./rules.ts";
import { areaOf, byPlace, finishRun, formerOf, lostRuns, preview, startRun } from "./simulate.ts";

const exportChanges = {
  method: "GET", path: "/api/rules/runs/:run/changes.xlsx", summary: "The households that would change, with their explanations, as a workbook",
  access: { action: "export", resource: "assessment", scope: "region", fields: "C2" }, params: c.runKey, query: c.changeFilters,
} as const satisfies RawContract<z.ZodType, z.ZodType>;

export function registerPolicy(app: FastifyInstance, deps: Deps): void {
  const { db } = deps;
  const today = (): string => chinaDate(deps.now());
  const running = new Set<string>();
  const carryOn = (run: string): void => {
    if (running.has(run)) return;
    running.add(run);
    finishRun(db, run).catch((e: unknown) => { process.stderr.write(`${JSON.stringify({ at: new Date(deps.now()).toISOString(), run, error: e instanceof Error ? e.stack : String(e) })}\n`); }).finally(() => { running.delete(run); });
  };

  // what an earlier process left unfinished
  app.addHook("onReady", async () => { for (const lost of await lostRuns(db)) carryOn(lost); });

  serve(app, deps, c.listParameterValues, ({ query, actor }) => db.within(actor, (tx) => values(tx, { region: query.region, on: query.on ?? today() })));
  serve(app, deps, c.getParameterHistory, ({ params, actor }) => db.within(actor, (tx) => history(tx, params.code)));
  serve(app, deps, c.proposeParameter, ({ body, actor }) => db.within(actor, (tx) => propose(tx, body)));
  serve(app, deps, c.decideParameter, ({ params, body, actor }) => db.within(actor, (tx) => decide(tx, params.id, body.approve, body.note)));

  serve(app, deps, c.checkText, async ({ body, actor }) => {
    const { tree, faults } = checkRule(body.text);
    if (!tree) return { faults: faults.map((f) => ({ code: f.code, line: f.line, column: f.column, from: f.from, to: f.to, zh: faultText(f, "zh-CN"), en: faultText(f, "en") })), facts: [], parameters: [], sql: null };
    return db.within(actor, async (tx) => {
      const area = { lo: actor.scope.lo, hi: actor.scope.hi };
      return { faults: [], facts: factsIn(tree).map(ruleNameOf), parameters: [...parametersIn(tree)], sql: conditionOf(tree, await rowsInForce(tx, parametersIn(tree), area, today()), area, today()) };
    });
  });
  serve(app, deps, c.previewRule, ({ body, actor }) => db.within(actor, async (tx) => {
    const former = body.against === undefined ? undefined : formerOf(await lawOf(tx, body.against), today());
    const seen = await preview(tx, { tree: treeOf(body.text), before: former?.tree, purpose: body.purpose, area: await areaOf(tx, body.region), year: body.year, on: `${body.year}-12-31` });
    return { totals: seen.totals, places: await byPlace(tx, seen.counts, body.region), against: former?.version ?? null, milliseconds: seen.milliseconds, parameters: [...seen.parameters] };
  }));

  serve(app, deps, c.listRuleSets, ({ query, actor }) => db.within(actor, (tx) => listSets(tx, query.region, today())));
  serve(app, deps, c.getRuleSet, ({ params, actor }) => db.within(actor, (tx) => showSet(tx, params.id, today())));
  serve(app, deps, c.createRuleSet, ({ body, actor }) => db.within(actor, (tx) => createSet(tx, body)));
  serve(app, deps, c.saveVersion, ({ params, body, actor }) => db.within(actor, (tx) => saveVersion(tx, params.id, body)));
  serve(app, deps, c.actOnVersion, ({ params, body, actor }) => db.within(actor, (tx) => decideVersion(tx, params.id, params.version, body, today())));
  serve(app, deps, c.simulateVersion, async ({ params, body, actor }) => {
    const { run } = await db.within(actor, (tx) => startRun(tx, { ...params, ...body, on: body.on ?? `${body.year}-12-31`, today: today() }));
    carryOn(run);
    return { run };
  });

  serve(app, deps, c.getRun, async ({ params, actor }) => {
    const run = await db.within(actor, (tx) => showRun(tx, params.run));
    if (run.state === "running") for (const lost of await lostRuns(db)) carryOn(lost);
    return run;
  });
  serve(app, deps, c.cancelRun, ({ params, actor }) => db.within(actor, (tx) => stopRun(tx, params.run)));
  serve(app, deps, c.listChanges, ({ params, query, actor, request }) => db.within(actor, (tx) => changes(tx, { ...params, ...query, locale: localeOf(request) })));
  serve(app, deps, c.judgeOne, ({ params, query, actor, request }) => db.within(actor, async (tx) => ({ rows: await judgeHousehold(tx, { ...params, year: query.year }, today(), localeOf(request)) })));

  serveRaw(app, deps, exportChanges, async ({ params, query, actor, request, reply }) => {
    const locale = localeOf(request);
    await db.within(actor, async (tx) => { const run = await showRun(tx, params.run); await audit(tx, "export", "assessment", { region: placeOf(tx), target: params.run, detail: { ...query, version: run.version, set: run.setId } }); });
    const out = new PassThrough();
    // when the reader goes away the pipe breaks, and with it the transaction ends
    void db.within(actor, async (tx) => writeChanges(out, await showRun(tx, params.run), allChanges(tx, { ...params, ...query, locale }), locale)).catch((e: unknown) => { out.destroy(e as Error); });
    return reply.type("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet").header("content-disposition", `attachment; filename="rule-changes-${params.run.slice(0, 8)}.xlsx"`).send(out);
  });
}
