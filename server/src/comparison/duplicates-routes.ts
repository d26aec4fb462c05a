/** Routes of 查重. A search of a county runs beside requests, one at a time; the page asks the summary how it goes. */
import type { FastifyInstance } from "fastify";
import { decideDuplicate, exportDuplicates, getDuplicate, getDuplicateSummary, listDuplicates, searchDuplicates } from "@diguan/core/comparison/duplicates-contract.ts";
import { duplicatesLabels } from "@diguan/core/comparison/duplicates-labels.ts";
import { Problem } from "@diguan/core/problem.ts";
import { chinaDate } from "@diguan/core/time.ts";
import { audit } from "../audit.ts";
import { openWorkbook } from "../intake/write/xlsx.ts";
import type { Tx } from "../postgres/pool.ts";
import { localeOf, serve, serveRaw, type Deps } from "../serve.ts";
import { decidePair, detailOf, listPairs, summaryOf } from "./duplicates.ts";
import { searchCounty } from "./duplicates-search.ts";

/** The place of a post: its range begins with its own code. */
const ownPlace = (tx: Tx): number => tx.scope.lo;

export function registerDuplicates(app: FastifyInstance, deps: Deps): void {
  const { db, crypto } = deps;
  const running = new Set<number>();
  serve(app, deps, getDuplicateSummary, ({ query, actor }) => db.within(actor, (tx) => { const region = query.region ?? ownPlace(tx); return summaryOf(tx, region, chinaDate(deps.now()), running.has(Math.floor(region / 1e6))); }));
  serve(app, deps, listDuplicates, ({ query, actor }) => db.within(actor, (tx) => listPairs(tx, query)));
  serveRaw(app, deps, exportDuplicates, ({ query, actor, request, reply }) => db.within(actor, async (tx) => {
    const words = duplicatesLabels(localeOf(request));
    await audit(tx, "export", "comparison", { region: query.region ?? tx.scope.lo, detail: { duplicates: query.state } });
    // nothing is begun before the first rows are there: until then an error is answered as a problem
    let page = await listPairs(tx, { ...query, limit: 1000 });
    reply.hijack();
    reply.raw.writeHead(200, { "content-type": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(`${words.title}-${chinaDate(deps.now())}.xlsx`)}`, "cache-control": "no-store", "x-content-type-options": "nosniff" });
    const book = openWorkbook(reply.raw);
    const { columns: c } = words;
    await book.sheet(words.title, [c.probability, c.weight, c.kind, c.state, c.year, c.left, c.leftPlace, c.leftCode, c.right, c.rightPlace, c.rightCode].map((title) => ({ title, text: title === c.leftCode || title === c.rightCode, width: 16 })));
    for (;;) {
      for (const r of page.rows) await book.row([r.probability, r.weight, words.kinds[r.kind], words.states[r.state], r.year, r.left.name, r.left.place, r.left.householdCode, r.right.name, r.right.place, r.right.householdCode]);
      if (page.next === null) break;
      page = await listPairs(tx, { ...query, after: page.next, limit: 1000 });
    }
    await book.close();
  }));
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
