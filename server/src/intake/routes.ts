/** Addresses of import and export. */
import type { ServerResponse } from "node:http";
import type { FastifyInstance } from "fastify";
import * as c from "@diguan/core/intake/contract.ts";
import { Problem } from "@diguan/core/problem.ts";
import { localeOf, serve, serveRaw, type Deps } from "../serve.ts";
import { batchOf } from "./batches.ts";
import { writeErrorWorkbook } from "./errors.ts";
import { exportRows, fileNameOf, templateRows } from "./exports.ts";
import { launcher, type Launch } from "./launch.ts";
import { batch, batches, cancel, correct, findings, resumeAll, start, upload, type Desk } from "./service.ts";
import { sweepScratch } from "./uploads.ts";

const uploadLimitMb = 256;

/** `launch` is another one in tests, whose database is not that of the configuration. */
export function registerIntake(app: FastifyInstance, deps: Deps, launch: Launch = launcher({ config: deps.config, db: deps.db })): void {
  const failed = (e: unknown): void => { process.stderr.write(`${JSON.stringify({ at: new Date(deps.now()).toISOString(), job: "intake", error: e instanceof Error ? e.stack : String(e) })}\n`); };
  const desk: Desk = { db: deps.db, crypto: deps.crypto, dataDir: deps.config.dataDir, launch, failed };
  const host = { db: deps.db, crypto: deps.crypto, dataDir: deps.config.dataDir, now: deps.now };
  serve(app, deps, c.listBatches, ({ query, actor, request }) => batches(desk, actor, query.before, query.limit, localeOf(request)));
  serve(app, deps, c.getBatch, ({ params, actor, request }) => batch(desk, actor, params.id, localeOf(request)));
  serve(app, deps, c.setMapping, ({ params, body, actor, request }) => correct(desk, actor, params.id, body, localeOf(request)));
  serve(app, deps, c.commitBatch, ({ params, actor, request }) => start(desk, actor, params.id, "commit", localeOf(request)));
  serve(app, deps, c.undoImport, ({ params, actor, request }) => start(desk, actor, params.id, "undo", localeOf(request)));
  serve(app, deps, c.cancelBatch, ({ params, actor, request }) => cancel(desk, actor, params.id, localeOf(request)));
  serve(app, deps, c.batchFindings, ({ params, query, actor, request }) => findings(desk, actor, params.id, query, localeOf(request)));

  serveRaw(app, deps, c.uploadFile, async ({ query, actor, request }) => {
    const file = await request.file({ limits: { fileSize: uploadLimitMb * 2 ** 20, files: 1 } });
    if (!file) throw new Problem("request.malformed", { detail: "file" });
    const options = { createRegions: query.createRegions === "true", ...(query.year === undefined ? {} : { year: query.year }) };
    return { id: await upload(desk, actor, { name: file.filename || "upload", content: file.file, truncated: () => file.file.truncated }, options, uploadLimitMb) };
  });
  serveRaw(app, deps, c.errorWorkbook, async ({ params, actor, request, reply }) => {
    const found = await deps.db.within(actor, (tx) => batchOf(tx, params.id));
    attach(reply, `${found.fileName.replace(/\.[^.]*$/, "")}-问题.xlsx`, "xlsx");
    await writeErrorWorkbook(host, found, reply.raw, localeOf(request));
  });
  serveRaw(app, deps, c.template, async ({ params, reply }) => {
    attach(reply, fileNameOf(params.kind, "template"), "xlsx");
    await templateRows(params.kind, reply.raw);
  });
  serveRaw(app, deps, c.exportList, async ({ params, query, actor, reply }) => {
    const begin = (): NodeJS.WritableStream => { attach(reply, `${fileNameOf(params.kind, "export")}-${query.year}.${query.format}`, query.format, query.encoding); return reply.raw; };
    await exportRows(deps, actor, { kind: params.kind, ...query }, begin);
  });
}

interface Replying { hijack(): unknown; readonly raw: ServerResponse }
/** From here on the answer is written by hand, piece by piece. */
function attach(reply: Replying, name: string, format: "xlsx" | "csv", encoding = "utf-8"): void {
  reply.hijack();
  reply.raw.writeHead(200, {
    "content-type": format === "xlsx" ? "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" : `text/csv; charset=${encoding}`,
    "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(name.endsWith(`.${format}`) ? name : `${name}.${format}`)}`, "cache-control": "no-store", "x-content-type-options": "nosniff",
  });
}

/** At the start of the server: what was interrupted goes on. */
export async function resumeIntake(deps: Deps): Promise<void> {
  sweepScratch(deps.config.dataDir);
  await resumeAll({ db: deps.db, crypto: deps.crypto, dataDir: deps.config.dataDir, launch: launcher({ config: deps.config, db: deps.db }), failed: (e) => { process.stderr.write(`intake: ${e instanceof Error ? e.message : String(e)}\n`); } });
}
