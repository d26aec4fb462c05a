/** The field list of an audit as a workbook to be filled in, and the filled list read back row by row (paper forms stay possible without network). */
import { mkdtemp, rm } from "node:fs/promises";
import { createWriteStream } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Readable, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createHash } from "node:crypto";
import { guaranteeKeys, recordBody, type ImportAnswer, type RecordBody } from "@diguan/core/evaluation/contract.ts";
import { fieldColumns, readAnswer, reasonWords, yes, type FieldKey } from "@diguan/core/evaluation/field-list.ts";
import { Problem, tell, type Locale } from "@diguan/core/problem.ts";
import { audit } from "../audit.ts";
import { readFile } from "../intake/read/file.ts";
import { openWorkbook, type Cell } from "../intake/write/xlsx.ts";
import type { Actor, Db } from "../postgres/pool.ts";
import { record, type Key } from "./acts.ts";
import { unitsOf } from "./audits.ts";

/** Writes the list of households in play; results already recorded are filled in. */
export async function writeList(db: Db, actor: Actor, key: Key, begin: () => Writable): Promise<void> {
  const rows = await db.within(actor, async (tx) => {
    const all = [];
    for (let after: number | null = 0; after !== null;) { const page: Awaited<ReturnType<typeof unitsOf>> = await unitsOf(tx, key, { after, limit: 200 }); all.push(...page.rows); after = page.next; }
    await audit(tx, "export", "evaluation", { region: all[0]?.region ?? actor.scope.lo, target: key.id, detail: { households: all.length } });
    return all;
  });
  const book = openWorkbook(begin(), 4);
  await book.sheet("抽查名单", fieldColumns.map((c) => ({ title: c.title, text: c.text, width: c.width })));
  for (const u of rows) {
    const r = u.result;
    const money = (fen: number | null | undefined): Cell => (fen === null || fen === undefined ? null : fen / 100);
    const cells: Record<FieldKey, Cell> = {
      ordinal: u.ordinal, town: u.town, village: u.village, head: u.head, listed: u.persons, auditor: u.auditor, reached: r ? yes(r.reached) : null, reason: r?.reason ? reasonWords[r.reason] : null, eligible: r?.eligible === null || r === null ? null : yes(r.eligible),
      income: money(r?.incomeFen), benefits: money(r?.benefitsFen), persons: r?.persons ?? null, food: null, clothing: null, schooling: null, medical: null, housing: null, water: null, evidence: r?.evidence ?? null, note: r?.note ?? null, visitedOn: r?.visitedOn ?? null, unit: u.id,
    };
    for (const g of guaranteeKeys) { const known = r?.guarantees[g]; if (known !== undefined) cells[g] = yes(known); }
    await book.row(fieldColumns.map((c) => cells[c.key]));
  }
  await book.close();
}

/** The same row of the same content has the same id, so that a list may be sent twice. */
const idOf = (unit: string, values: unknown): string => {
  const h = createHash("sha256").update(JSON.stringify([unit, values])).digest("hex");
  return `${h.slice(0, 8)}-${h.slice(8, 12)}-5${h.slice(13, 16)}-a${h.slice(17, 20)}-${h.slice(20, 32)}`;
};

/** Reads a filled list; rows without an answer are passed over, each other row is recorded in a transaction of its own or refused with its reason. */
export async function readList(db: Db, actor: Actor, key: Key, file: { readonly name: string; readonly content: Readable }, today: string, locale: Locale): Promise<ImportAnswer> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "diguan-list-"));
  const rows: { row: number; cells: readonly string[] }[] = [];
  try {
    const to = path.join(folder, "list");
    await pipeline(file.content, createWriteStream(to));
    let sheets = 0;
    await readFile(to, file.name, { sheet: () => { sheets++; }, row: (row, cells) => { if (sheets === 1 && rows.length < 50_000) rows.push({ row, cells: [...cells] }); }, end: () => undefined });
  } finally { await rm(folder, { recursive: true, force: true }); }
  const heading = rows[0]?.cells ?? [];
  const column = new Map(fieldColumns.map((c) => [c.key, heading.indexOf(c.title)]));
  if ((column.get("unit") ?? -1) < 0) throw new Problem("evaluation.list");
  const answer: ImportAnswer = { recorded: 0, unchanged: 0, refused: [] };
  for (const { row, cells } of rows.slice(1)) {
    const of = (k: FieldKey): string => (cells[column.get(k) ?? -1] ?? "").trim();
    if (of("reached") === "" && of("eligible") === "") continue;
    const read = readAnswer(of, today);
    if (typeof read === "string") { answer.refused.push({ row, reason: tell("evaluation.cell", { column: read }, locale) }); continue; }
    const parsed = recordBody.safeParse({ ...read, id: idOf(of("unit"), read), audit: key, unit: of("unit") });
    if (!parsed.success) { answer.refused.push({ row, reason: tell("evaluation.cell", { column: parsed.error.issues[0]?.path.join(".") ?? "" }, locale) }); continue; }
    try { if (await once(db, actor, parsed.data, today)) answer.recorded++; else answer.unchanged++; }
    catch (e) { if (!(e instanceof Problem)) throw e; answer.refused.push({ row, reason: tell(e.code, e.details, locale) }); }
  }
  return answer;
}

/** False when the very same answer is on record already. */
const once = (db: Db, actor: Actor, body: RecordBody, today: string): Promise<boolean> => db.within(actor, async (tx) => {
  const [known] = await tx.sql`select from evaluation.result where county = ${body.audit.county} and id = ${body.id}`;
  if (known) return false;
  await record(tx, body, today);
  return true;
});
