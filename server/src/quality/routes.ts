/** Routes of data quality. Checks of whole places run beside requests, one per place at a time; the overview tells their progress. */
import type { FastifyInstance } from "fastify";
import { policy, roles } from "@diguan/core/access/policy.ts";
import { tell } from "@diguan/core/problem.ts";
import { assignFindings, decideFinding, getFinding, getSummary, listAssignees, listFindings, listParameters, settleFinding, startCheck } from "@diguan/core/quality/contract.ts";
import { notChecked } from "@diguan/core/quality/check.ts";
import { defaultSettings } from "@diguan/core/quality/parameters.ts";
import { contains, rangeOf } from "@diguan/core/region-code.ts";
import { chinaDate } from "@diguan/core/time.ts";
import type { Tx } from "../postgres/pool.ts";
import { placeNames } from "../regions/service.ts";
import { contextOf } from "../registry/context.ts";
import { localeOf, serve, type Deps } from "../serve.ts";
import { assign, decide, settle, type Terms } from "./acts.ts";
import { checkRegion } from "./check.ts";
import { detail } from "./detail.ts";
import { inSight, placeOf, summary } from "./summary.ts";
import { worklist } from "./worklist.ts";

export function registerQuality(app: FastifyInstance, deps: Deps): void {
  const { db, crypto } = deps;
  const today = (): string => chinaDate(deps.now());
  const running = new Map<number, { households: number; of: number }>();

  const yearOr = async (tx: Tx, region: number | undefined, year: number | undefined): Promise<number> => year ?? (await latestYear(tx, region)) ?? Number(today().slice(0, 4));
  const terms = async (tx: Tx, county: number): Promise<Terms> => {
    const s = (await contextOf(tx, county * 1e6, Number(today().slice(0, 4)), today())).settings ?? defaultSettings;
    return { today: today(), findingDays: s.QUALITY_FINDING_DAYS, exceptionDays: s.QUALITY_EXCEPTION_DAYS };
  };

  serve(app, deps, getSummary, ({ query, actor }) => db.within(actor, (tx) => summary(tx, query, today(), running.get(query.region ?? placeOf(tx)))));
  serve(app, deps, listFindings, ({ query, actor }) => db.within(actor, async (tx) => worklist(tx, { ...query, year: await yearOr(tx, query.region, query.year) }, today())));
  serve(app, deps, getFinding, ({ params, actor }) => db.within(actor, (tx) => detail(tx, crypto, params, today())));

  serve(app, deps, assignFindings, ({ body, actor, request }) => db.within(actor, async (tx) => {
    const locale = localeOf(request);
    const { done, refused } = await assign(tx, body, today());
    return { done, refused: refused.map((r) => ({ id: r.id, code: r.code, message: tell(r.code, r.details, locale) })) };
  }));
  serve(app, deps, settleFinding, ({ body, actor }) => db.within(actor, async (tx) => { await settle(tx, body, await terms(tx, body.finding.county)); return detail(tx, crypto, body.finding, today()); }));
  serve(app, deps, decideFinding, ({ body, actor }) => db.within(actor, async (tx) => { await decide(tx, body, await terms(tx, body.finding.county)); return detail(tx, crypto, body.finding, today()); }));

  serve(app, deps, listAssignees, ({ query, actor }) => db.within(actor, async (tx) => {
    await inSight(tx, query.region);
    const range = rangeOf(query.region);
    const settling = roles.filter((r) => policy[r].finding?.actions.includes("edit"));
    const rows = await tx.sql<{ post: string; name: string; role: string; region: number }[]>`
      select p.id as post, a.display_name as name, p.role, p.region
        from access.post p join access.account a on a.id = p.account_id
       where p.region between ${tx.scope.lo} and ${tx.scope.hi} and p.role = any (${settling as string[]}) and a.state = 'active'
         and p.valid_from <= ${today()} and (p.valid_to is null or p.valid_to >= ${today()}) and p.ended_at is null
       order by p.region desc, a.display_name limit 2000`;
    // posts that cover the whole place come first, nearest first; then those inside it
    const covers = (r: { readonly region: number }): boolean => contains(rangeOf(r.region), range.lo) && contains(rangeOf(r.region), range.hi);
    const fitting = [...rows.filter(covers), ...rows.filter((r) => !covers(r) && contains(range, r.region))].slice(0, 300);
    const places = await placeNames(tx, fitting.map((r) => r.region), placeOf(tx));
    return { rows: fitting.map((r) => ({ ...r, place: places.get(r.region) ?? String(r.region) })) };
  }));

  serve(app, deps, startCheck, async ({ body, actor }) => {
    const range = rangeOf(body.region);
    await db.within(actor, (tx) => inSight(tx, body.region));
    const already = running.get(body.region);
    if (already) return already;
    const progress = { households: 0, of: 0 };
    running.set(body.region, progress);
    checkRegion(db, crypto, range, { year: body.year, today: today(), by: actor, onProgress: (p) => { progress.households = p.households; progress.of = p.of; } })
      .catch((e: unknown) => { process.stderr.write(`${JSON.stringify({ at: new Date(deps.now()).toISOString(), check: body.region, error: e instanceof Error ? e.stack : String(e) })}\n`); })
      .finally(() => { running.delete(body.region); });
    return progress;
  });

  serve(app, deps, listParameters, ({ query, actor }) => db.within(actor, async (tx) => {
    const ctx = await contextOf(tx, query.region ?? placeOf(tx), query.year, today());
    return { values: { ...(ctx.settings ?? defaultSettings) }, lineFen: ctx.lineFen ?? null, monitorLineFen: ctx.monitorLineFen ?? null, notChecked: notChecked(query.year, ctx) };
  }));
}

/** The latest year with a household in the place asked for. */
async function latestYear(tx: Tx, region: number | undefined): Promise<number | undefined> {
  const own = region === undefined ? tx.scope : rangeOf(region);
  const [row] = await tx.sql<{ year: number | null }[]>`
    select max(y)::int as year from generate_series(2005, 2100) y
     where exists (select from registry.household_year h where h.year = y::smallint and h.region between ${Math.max(own.lo, tx.scope.lo)} and ${Math.min(own.hi, tx.scope.hi)})`;
  return row?.year ?? undefined;
}
