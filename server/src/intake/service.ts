/** Imports as the pages see them: upload, preview, corrections, commit, cancel, undo. The work itself runs in a thread. */
import type { Readable } from "node:stream";
import { columnLabel } from "@diguan/core/intake/columns.ts";
import { findLayout, signatureOf } from "@diguan/core/intake/layout.ts";
import { tellFinding } from "@diguan/core/intake/tell.ts";
import type { SheetKind } from "@diguan/core/intake/headings.ts";
import { Problem, problems, tell, type Locale, type ProblemCode } from "@diguan/core/problem.ts";
import { audit } from "../audit.ts";
import type { FieldCrypto } from "../access/crypto.ts";
import type { Actor, Db } from "../postgres/pool.ts";
import { addBatch, batchOf, findingsPage, listBatches, newBatchId, type Batch, type Options } from "./batches.ts";
import { noCounts } from "./chunk.ts";
import type { Launch } from "./launch.ts";
import { keepMapping } from "./mappings.ts";
import { keepUpload } from "./uploads.ts";

export interface Desk { readonly db: Db; readonly crypto: FieldCrypto; readonly dataDir: string; readonly launch: Launch; readonly failed: (e: unknown) => void }

/** Starts the work and lets it run; the page asks for the progress, the batch keeps the outcome. */
const begin = (desk: Desk, id: string, operation: "preview" | "commit" | "undo"): void => { void desk.launch(id, operation).catch((e: unknown) => { if (!(e instanceof Problem)) desk.failed(e); }); };

export async function upload(desk: Desk, actor: Actor, file: { readonly name: string; readonly content: Readable; readonly truncated: () => boolean }, options: Options, limitMb: number): Promise<string> {
  const id = newBatchId();
  const kept = await keepUpload(desk.dataDir, id, file.content);
  if (file.truncated()) throw new Problem("request.tooLarge", { limitMb });
  await desk.db.within(actor, async (tx) => {
    await addBatch(tx, desk.crypto, { id, fileName: file.name, kept, options, mapping: {}, scope: actor.scope });
    await audit(tx, "upload", "intake", { region: actor.scope.lo, target: id, detail: { file: file.name, bytes: kept.bytes } });
  });
  begin(desk, id, "preview");
  return id;
}

export const batches = (desk: Desk, actor: Actor, before: string | undefined, limit: number, locale: Locale) => desk.db.within(actor, async (tx) => {
  const rows = await listBatches(tx, before, limit + 1);
  const shown = rows.slice(0, limit);
  return { rows: shown.map((b) => shortOf(b, locale)), next: rows.length > limit ? (shown.at(-1)?.createdAt ?? null) : null };
});

export const batch = (desk: Desk, actor: Actor, id: string, locale: Locale) => desk.db.within(actor, async (tx) => detailOf(await batchOf(tx, id), locale));
const short = (desk: Desk, actor: Actor, id: string, locale: Locale) => desk.db.within(actor, async (tx) => shortOf(await batchOf(tx, id), locale));

export async function correct(desk: Desk, actor: Actor, id: string, wish: { readonly sheets: Readonly<Record<string, { readonly kind: SheetKind; readonly headings: Readonly<Record<string, string>> }>>; readonly year?: number | null | undefined; readonly system?: string | null | undefined; readonly createRegions?: boolean | undefined; readonly keep: boolean }, locale: Locale) {
  await desk.db.within(actor, async (tx) => {
    const b = await batchOf(tx, id);
    if (!["previewed", "failed", "uploaded", "cancelled"].includes(b.state)) throw new Problem("intake.batchState", { id: id.slice(0, 8), state: b.state, act: "改对应" });
    const options = { ...b.options, ...(wish.createRegions === undefined ? {} : { createRegions: wish.createRegions }), ...(wish.year === undefined ? {} : { year: wish.year ?? undefined }), ...(wish.system === undefined ? {} : { system: wish.system ?? undefined }) };
    // the page asks at once how far it is: the state says so before the thread has begun
    await tx.sql`update intake.batch set state = 'reading', phase = '', problem = null, mapping = ${tx.sql.json(wish.sheets as never)}, options = ${tx.sql.json(options as never)} where id = ${id} and region between ${tx.scope.lo} and ${tx.scope.hi}`;
    if (!wish.keep) return;
    for (const sheet of b.report.sheets ?? []) {
      const chosen = wish.sheets[sheet.name];
      // the signature is that of the headings as they are found without any correction
      const found = chosen ? findLayout([{ row: 1, cells: headingsOf(sheet.columns) }], []) : undefined;
      if (chosen && found) await keepMapping(tx, signatureOf(found), chosen);
    }
  });
  begin(desk, id, "preview");
  return short(desk, actor, id, locale);
}

function headingsOf(columns: readonly { readonly index: number; readonly heading: string }[]): string[] {
  const cells: string[] = [];
  for (const c of columns) { while (cells.length < c.index) cells.push(""); cells[c.index] = c.heading; }
  return cells;
}

export async function start(desk: Desk, actor: Actor, id: string, operation: "commit" | "undo", locale: Locale) {
  const allowed = operation === "commit" ? ["previewed", "failed", "committing", "undone"] : ["committed", "undoing", "failed"];
  await desk.db.within(actor, async (tx) => {
    const b = await batchOf(tx, id);
    if (!allowed.includes(b.state)) throw new Problem("intake.batchState", { id: id.slice(0, 8), state: b.state, act: operation === "commit" ? "导入" : "撤销" });
    await tx.sql`update intake.batch set state = ${operation === "commit" ? "committing" : "undoing"}, phase = '', problem = null where id = ${id} and region between ${tx.scope.lo} and ${tx.scope.hi}`;
  });
  begin(desk, id, operation);
  return short(desk, actor, id, locale);
}

export async function cancel(desk: Desk, actor: Actor, id: string, locale: Locale) {
  await desk.db.within(actor, async (tx) => {
    const b = await batchOf(tx, id);
    const running = ["reading", "committing"].includes(b.state);
    await tx.sql`update intake.batch set cancel = ${running}, state = case when ${running} then state else 'cancelled' end where id = ${id} and state in ('uploaded', 'reading', 'previewed', 'committing', 'failed') and region between ${tx.scope.lo} and ${tx.scope.hi}`;
  });
  return short(desk, actor, id, locale);
}

export const findings = (desk: Desk, actor: Actor, id: string, asked: { readonly rule?: string | undefined; readonly severity?: string | undefined; readonly after?: string | undefined; readonly limit: number }, locale: Locale) => desk.db.within(actor, async (tx) => {
  const b = await batchOf(tx, id);
  const sheets = new Map((b.report.sheets ?? []).map((s) => [s.sheet, s]));
  const page = await findingsPage(tx, id, asked);
  return { next: page.next, rows: page.rows.map(({ at, f: [sheet, row, column, rule, severity, args] }) => ({ at, sheet: sheets.get(sheet)?.name ?? "", row, column: columnLabel(column, sheets.get(sheet)?.columns ?? []), rule, severity, message: tellFinding(rule, args, locale) })) };
});

/** What a restart finds unfinished is taken up again; threads of another process keep their lock and are left alone. */
export async function resumeAll(desk: Desk): Promise<number> {
  const rows = await desk.db.asSystem((tx) => tx.sql<{ id: string; state: string }[]>`select id, state from intake.batch where state in ('uploaded', 'reading', 'committing', 'undoing')`);
  for (const r of rows) begin(desk, r.id, r.state === "committing" ? "commit" : r.state === "undoing" ? "undo" : "preview");
  return rows.length;
}

const sentence = (p: Batch["problem"], locale: Locale): { code: string; message: string } | null =>
  p === null ? null : { code: p.code, message: Object.hasOwn(problems, p.code) ? tell(p.code as ProblemCode, p.details, locale) : p.code };

function shortOf(b: Batch, locale: Locale) {
  return {
    id: b.id, fileName: b.fileName, fileBytes: b.fileBytes, state: b.state, phase: b.phase, done: b.rowsDone, total: b.rowsTotal, byName: b.byName, createdAt: b.createdAt, finishedAt: b.finishedAt,
    year: b.options.year ?? null, system: b.options.system ?? null, createRegions: b.options.createRegions, counts: b.counts.rows === undefined ? null : { ...noCounts(), ...b.counts }, problem: sentence(b.problem, locale),
  };
}

function detailOf(b: Batch, locale: Locale) {
  const r = b.report;
  return {
    ...shortOf(b, locale), years: [...(r.years ?? [])], newRegions: [...(r.newRegions ?? [])], undo: r.undo ? { restored: r.undo.restored, kept: [...r.undo.kept] } : null,
    sheets: (r.sheets ?? []).map((s) => ({ ...s, headingRows: [...s.headingRows], columns: s.columns.map((c) => ({ ...c, samples: [...c.samples] })) })),
    rules: (r.rules ?? []).map(({ rule, severity, count, sample }) => ({ rule, severity, count, example: tellFinding(rule, sample[5], locale) })),
  };
}

