/** Addresses of the comparison centre. */
import { randomUUID } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import type { FastifyInstance } from "fastify";
import * as c from "@diguan/core/comparison/contract.ts";
import * as b from "@diguan/core/comparison/contract-batches.ts";
import { feedOf } from "@diguan/core/comparison/departments.ts";
import { Problem, tell } from "@diguan/core/problem.ts";
import { countyOf, rangeOf } from "@diguan/core/region-code.ts";
import { chinaDate } from "@diguan/core/time.ts";
import { audit } from "../audit.ts";
import { openWorkbook } from "../intake/write/xlsx.ts";
import type { Actor, Db, Tx } from "../postgres/pool.ts";
import { localeOf, serve, serveRaw, type Deps } from "../serve.ts";
import { answer, bulk, decide, object, resolve, type Refused } from "./acts.ts";
import { admitted, expire, takeIn, undo, type Taken } from "./batches.ts";
import { detail } from "./detail.ts";
import { writeList } from "./export.ts";
import { fetchInto, jsonToCsv, requireAddress } from "./pull.ts";
import { parametersAt } from "./settings.ts";
import { batchDetail, batches, exceptions, summary } from "./summary.ts";
import { mine, worklist } from "./worklist.ts";

const uploadLimitMb = 256;
const sixHours = 6 * 3_600_000;
const connectionRow = (county: number, feed: string): string => `comparison.connection|${county}|${feed}`;

/** The county that a batch belongs to: the post must cover all of it. */
function countyAt(actor: Actor, region: number): number {
  const county = countyOf(region);
  const range = rangeOf(county * 1e6);
  if (region % 1e6 !== 0 || actor.scope.lo > range.lo || actor.scope.hi < range.hi || actor.scope.own) throw new Problem("thing.unknown");
  return county;
}

const shown = (county: number, t: Taken): ReturnType<typeof b.taken.parse> => ({ county, id: t.id, again: t.again, state: t.state, profile: { ...t.profile, columns: [...t.profile.columns], unmapped: [...t.profile.unmapped], badRows: [...t.profile.badRows] }, found: t.compared.found, kept: t.compared.kept, closed: t.compared.closed, reopened: t.compared.reopened, seconds: t.compared.seconds });

/** A scratch file of this request only. */
async function withScratch<T>(dataDir: string, name: string, use: (file: string) => Promise<T>): Promise<T> {
  const folder = path.join(dataDir, "comparison");
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, `.${randomUUID()}-${path.basename(name).slice(-40)}`);
  try { return await use(file); } finally { fs.rmSync(file, { force: true }); }
}

/** Rows whose time is over are deleted at the start and every six hours. */
function keepRetention(app: FastifyInstance, db: Db, today: () => string): void {
  const run = async (): Promise<void> => { try { await db.asSystem((tx) => expire(tx, today())); } catch (e) { process.stderr.write(`${JSON.stringify({ job: "comparison.retention", error: e instanceof Error ? e.message : String(e) })}\n`); } };
  app.addHook("onListen", () => { void run(); const timer = setInterval(() => { void run(); }, sixHours); timer.unref(); app.addHook("onClose", () => { clearInterval(timer); }); });
}

export function registerComparison(app: FastifyInstance, deps: Deps): void {
  const { db, crypto } = deps;
  const today = (): string => chinaDate(deps.now());
  keepRetention(app, db, today);

  serve(app, deps, c.getSummary, ({ query, actor }) => db.within(actor, (tx) => summary(tx, query.region, today())));
  serve(app, deps, c.listFindings, ({ query, actor }) => db.within(actor, (tx) => worklist(tx, query, today())));
  serve(app, deps, c.getFinding, ({ params, actor }) => db.within(actor, (tx) => detail(tx, crypto, params, today())));
  serve(app, deps, c.listExceptions, ({ query, actor }) => db.within(actor, (tx) => exceptions(tx, query)));

  const told = (refused: readonly Refused[], locale: ReturnType<typeof localeOf>): { id: string; code: string; message: string }[] => refused.map((r) => ({ id: r.id, code: r.code, message: tell(r.code, r.details, locale) }));
  serve(app, deps, c.sendFindings, ({ body, actor, request }) => db.within(actor, async (tx) => { const r = await bulk(tx, { act: "send", ...body }, today()); return { done: r.done, refused: told(r.refused, localeOf(request)) }; }));
  serve(app, deps, c.urgeFindings, ({ body, actor, request }) => db.within(actor, async (tx) => { const r = await bulk(tx, { act: "urge", ...body }, today()); return { done: r.done, refused: told(r.refused, localeOf(request)) }; }));
  const acted = <B extends { readonly finding: { readonly county: number; readonly id: string } }>(act: (tx: Tx, body: B, on: string) => Promise<void>) => ({ body, actor }: { readonly body: B; readonly actor: Actor }) => db.within(actor, async (tx) => { await act(tx, body, today()); return detail(tx, crypto, body.finding, today()); });
  serve(app, deps, c.answerFinding, acted(answer));
  serve(app, deps, c.decideFinding, acted(decide));
  serve(app, deps, c.objectFinding, ({ body, actor }) => db.within(actor, async (tx) => { await object(tx, body, today()); return { state: "objected" as const }; }));
  serve(app, deps, c.myFindings, ({ actor }) => db.within(actor, (tx) => mine(tx, today())));
  serve(app, deps, c.resolveObjection, acted(resolve));

  serve(app, deps, b.listBatches, ({ query, actor }) => db.within(actor, (tx) => batches(tx, query)));
  serve(app, deps, b.getBatch, ({ params, actor }) => db.within(actor, (tx) => batchDetail(tx, params)));
  serve(app, deps, b.undoBatch, ({ body, actor }) => db.within(actor, async (tx) => { const r = await undo(tx, crypto, { ...body.batch, today: today() }); return { closed: r.closed, reopened: r.reopened }; }));
  serve(app, deps, b.listParameters, ({ query, actor }) => db.within(actor, async (tx) => ({ rows: [...(await parametersAt(tx, query.region ?? tx.scope.lo, today())).values()].map(({ code, value, unit, validFrom, source, sureness }) => ({ code, value, unit, validFrom, source, sureness })) })));

  serve(app, deps, b.saveConnection, ({ body, actor }) => db.within(actor, async (tx) => {
    const county = countyAt(actor, body.region);
    const feed = admitted({ ...body, snapshotOn: today(), today: today() });
    const url = requireAddress(body.url);
    const sealed = body.token === undefined || body.token === "" ? null : crypto.seal({ token: body.token }, connectionRow(county, feed.key));
    await tx.sql`
      insert into comparison.connection (county, id, region, feed, url, format, basis, purpose, sealed, account_id) values (${county}, ${randomUUID()}, ${county * 1e6}, ${feed.key}, ${url.href}, ${body.format}, ${body.basis}, ${body.purpose}, ${sealed}, ${actor.accountId})
      on conflict (county, feed) do update set url = excluded.url, format = excluded.format, basis = excluded.basis, purpose = excluded.purpose, sealed = ${body.token === undefined ? tx.sql`case when comparison.connection.url = excluded.url then comparison.connection.sealed end` : tx.sql`excluded.sealed`}, account_id = excluded.account_id, at = clock_timestamp()`;
    await audit(tx, "connect", "comparison", { region: county * 1e6, target: feed.key, purpose: body.purpose, detail: { host: url.host, format: body.format } });
    return { saved: true as const };
  }));
  serve(app, deps, b.listConnections, ({ actor }) => db.within(actor, async (tx) => ({ rows: [...await tx.sql<{ county: number; feed: string; url: string; format: string; hasToken: boolean; basis: string; purpose: string }[]>`select county, feed, url, format, sealed is not null as "hasToken", basis, purpose from comparison.connection where region between ${tx.scope.lo} and ${tx.scope.hi} order by county, feed`] })));
  serve(app, deps, b.pullFeed, async ({ body, actor }) => {
    const county = countyAt(actor, body.region);
    const [at] = await db.within(actor, (tx) => tx.sql<{ url: string; format: string; basis: string; purpose: string; sealed: Uint8Array | null }[]>`select url, format, basis, purpose, sealed from comparison.connection where county = ${county} and feed = ${body.feed} and region between ${tx.scope.lo} and ${tx.scope.hi}`);
    if (!at) throw new Problem("thing.unknown");
    const url = requireAddress(at.url);
    return withScratch(deps.config.dataDir, `${body.feed}.csv`, async (file) => {
      await fetchInto(url, at.sealed === null ? undefined : crypto.open(at.sealed, connectionRow(county, body.feed))["token"], file);
      if (at.format === "json") fs.writeFileSync(file, jsonToCsv(fs.readFileSync(file, "utf8"), url.host), { mode: 0o600 });
      return shown(county, await db.within(actor, (tx) => takeIn(tx, crypto, { county, feed: body.feed, name: `${url.host}${url.pathname}`, basis: at.basis, purpose: at.purpose, snapshotOn: body.snapshotOn, way: "pull", today: today() }, file)));
    });
  });

  serveRaw(app, deps, b.uploadFile, async ({ query, actor, request }) => {
    const county = countyAt(actor, query.region);
    const asked = { county, feed: query.feed, basis: query.basis, purpose: query.purpose, snapshotOn: query.snapshotOn, way: "upload" as const, today: today() };
    // refused before a byte is kept
    admitted(asked);
    const file = await request.file({ limits: { fileSize: uploadLimitMb * 2 ** 20, files: 1 } });
    if (!file) throw new Problem("request.malformed", { detail: "file" });
    return withScratch(deps.config.dataDir, "upload", async (at) => {
      await pipeline(file.file, fs.createWriteStream(at, { mode: 0o600 }));
      if (file.file.truncated) throw new Problem("request.tooLarge", { limitMb: uploadLimitMb });
      return shown(county, await db.within(actor, (tx) => takeIn(tx, crypto, { ...asked, name: file.filename || "upload" }, at)));
    });
  });
  serveRaw(app, deps, b.feedTemplate, async ({ params, reply }) => {
    const feed = feedOf(params.feed);
    if (!feed) throw new Problem("thing.unknown");
    reply.hijack();
    reply.raw.writeHead(200, { "content-type": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(`${feed.zh}-模板.xlsx`)}`, "cache-control": "no-store", "x-content-type-options": "nosniff" });
    const book = openWorkbook(reply.raw);
    await book.sheet(feed.zh, feed.columns.map((col) => ({ title: col.zh, text: col.kind === "idNumber" || col.kind === "account", width: 18 })));
    await book.close();
  });
  serveRaw(app, deps, c.exportFindings, async ({ query, actor, request, reply }) => {
    const { ids: asked, ...filters } = query;
    const ids = asked?.split(",").filter((id) => /^[0-9a-f-]{36}$/.test(id)).slice(0, 500);
    await db.within(actor, async (tx) => {
      reply.hijack();
      reply.raw.writeHead(200, { "content-type": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(`部门比对疑点-${today()}.xlsx`)}`, "cache-control": "no-store", "x-content-type-options": "nosniff" });
      await audit(tx, "export", "comparison", { region: tx.scope.lo, detail: { tab: query.tab, ids: ids?.length ?? 0 } });
      await writeList(tx, { ...filters, ...(ids ? { ids } : {}) }, reply.raw, today(), localeOf(request));
    });
  });
}
