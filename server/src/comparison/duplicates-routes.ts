/** Routes of 查重. A search of a county runs beside requests, one at a time; the page asks the summary how it goes. */
import type { FastifyInstance } from "fastify";
import { decideDuplicate, getDuplicate, getDuplicateSummary, listDuplicates, searchDuplicates } from "@diguan/core/comparison/duplicates-contract.ts";
import { Problem } from "@diguan/core/problem.ts";
import { chinaDate } from "@diguan/core/time.ts";
import type { Tx } from "../postgres/pool.ts";
import { serve, type Deps } from "../serve.ts";
import { decidePair, detailOf, listPairs, summaryOf } from "./duplicates.ts";
import { searchCounty } from "./duplicates-search.ts";

/** The place of a post: its range begins with its own code. */
const ownPlace = (tx: Tx): number => tx.scope.lo;

export function registerDuplicates(app: FastifyInstance, deps: Deps): void {
  const { db, crypto } = deps;
  const running = new Set<number>();
  serve(app, deps, getDuplicateSummary, ({ query, actor }) => db.within(actor, (tx) => { const region = query.region ?? ownPlace(tx); return summaryOf(tx, region, chinaDate(deps.now()), running.has(Math.floor(region / 1e6))); }));
  serve(app, deps, listDuplicates, ({ query, actor }) => db.within(actor, (tx) => listPairs(tx, query)));
  serve(app, deps, getDuplicate, ({ params, actor }) => db.within(actor, (tx) => detailOf(tx, params)));
  serve(app, deps, decideDuplicate, ({ body, actor }) => db.within(actor, (tx) => decidePair(tx, body)));
  serve(app, deps, searchDuplicates, ({ body, actor }) => {
    const county = Math.floor(body.region / 1e6);
    // a county is searched as a whole, by those who are responsible for it
    if (county === 0 || actor.scope.lo > county * 1e6 || actor.scope.hi < county * 1e6 + 999_999 || actor.scope.own) throw new Problem("access.outside", { region: body.region });
    if (!running.has(county)) {
      running.add(county);
      searchCounty(db, crypto, county, chinaDate(deps.now()), actor)
        .catch((e: unknown) => { process.stderr.write(`${JSON.stringify({ at: new Date(deps.now()).toISOString(), duplicates: county, error: e instanceof Error ? e.stack : String(e) })}\n`); })
        .finally(() => { running.delete(county); });
    }
    return Promise.resolve({ searching: true });
  });
}
