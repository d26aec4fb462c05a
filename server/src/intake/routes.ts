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
    const options = { createRegions: query.createRegions === "true", ...(query.year === undefined ? {} : { year: query.year }), ...(query.system === undefined ? {} : { system: query.system }) };
    return { id: await upload(desk, actor, { name: file.filename || "upload", content: file.file, truncated: () => file.file.truncated }, options, uploadLimitMb) };
  });
  serveRaw(app, deps, c.errorWorkbook, async ({ params, actor, request, reply }) => {
    const found = await deps.db.within(actor, (tx) => batchOf(tx, params.id));
    await streamed(reply, failed, { name: `${found.fileName.replace(/\.[^.]*$/, "")}-问题.xlsx`, format: "xlsx" }, (begin) => writeErrorWorkbook(host, found, begin, localeOf(request)));
  });
  serveRaw(app, deps, c.template, async ({ params, reply }) => {
    await streamed(reply, failed, { name: fileNameOf(params.kind, "template"), format: "xlsx" }, (begin) => templateRows(params.kind, begin()));
  });
  serveRaw(app, deps, c.exportList, async ({ params, query, actor, reply }) => {
    await streamed(reply, failed, { name: `${fileNameOf(params.kind, "export")}-${query.year}.${query.format}`, format: query.format, encoding: query.encoding }, (begin) => exportRows(deps, actor, { kind: params.kind, ...query }, begin));
  });
}

interface Replying { hijack(): unknown; readonly raw: ServerResponse }
interface Named { readonly name: string; readonly format: "xlsx" | "csv"; readonly encoding?: string }

/** A file written by hand, piece by piece. What fails before it begins is answered as a problem; after that the connection is cut, so that nobody takes half a file for the whole. */
async function streamed(reply: Replying, failed: (e: unknown) => void, file: Named, act: (begin: () => ServerResponse) => Promise<void>): Promise<void> {
  let begun = false;
  try {
    await act(() => { begun = true; attach(reply, file); return reply.raw; });
  } catch (e) {
    if (!begun) throw e;
    reply.raw.destroy();
    failed(e);
  }
}

function attach(reply: Replying, { name, format, encoding = "utf-8" }: Named): void {
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
