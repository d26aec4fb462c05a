/**
 * The error workbook: the same sheets, rows and columns as the file, faulty cells painted, and a column 问题原因 behind them.
 * Findings of a sheet are held as sentences by row; rows stream through.
 */
import type { Writable } from "node:stream";
import { tellFinding } from "@diguan/core/intake/tell.ts";
import { columnLabel } from "@diguan/core/intake/columns.ts";
import type { Locale } from "@diguan/core/problem.ts";
import { kindOf, readFile } from "./read/file.ts";
import { findingsChunk, uploadKey, type Batch, type KeptFinding } from "./batches.ts";
import type { Host } from "./pipeline.ts";
import { withUpload } from "./uploads.ts";
import { openWorkbook, type Cell } from "./write/xlsx.ts";

interface RowFaults { readonly reasons: string[]; readonly columns: Set<number> }
const reasonTitle = { "zh-CN": "问题原因", en: "Reasons" } as const;
const severityWord = { "zh-CN": { E: "错误", W: "需核实", R: "复核", info: "已修正" }, en: { E: "error", W: "to check", R: "review", info: "repaired" } } as const;

async function faultsOf(host: Host, batch: Batch, locale: Locale): Promise<ReadonlyMap<string, RowFaults>> {
  const sheets = new Map((batch.report.sheets ?? []).map((s) => [s.sheet, s.columns]));
  const faults = new Map<string, RowFaults>();
  for (let after = -1; ;) {
    const chunk = await host.db.asSystem((tx) => findingsChunk({ ...tx, scope: { lo: batch.region, hi: batch.scopeHi } }, batch.id, after));
    if (!chunk) return faults;
    after = chunk.ordinal;
    for (const [sheet, row, column, rule, severity, args] of chunk.findings as KeptFinding[]) {
      const key = `${sheet}|${row}`;
      let own = faults.get(key);
      if (!own) faults.set(key, (own = { reasons: [], columns: new Set() }));
      const label = columnLabel(column, sheets.get(sheet) ?? []);
      if (own.reasons.length < 40) own.reasons.push(`[${severityWord[locale][severity as "E"] ?? severity}] ${label === "" ? "" : `${label}：`}${tellFinding(rule, args, locale)}`);
      if (column >= 0 && severity !== "info") own.columns.add(column);
    }
  }
}

/** Writes to a path or a stream (a function is called once what may fail has been done); resolves when everything is out. */
export async function writeErrorWorkbook(host: Host, batch: Batch, target: string | (() => Writable), locale: Locale = "zh-CN"): Promise<void> {
  const faults = await faultsOf(host, batch, locale);
  // rows arrive synchronously from the reader; they wait here while the workbook drains
  const widths = new Map<number, number>();
  const headings = new Map((batch.report.sheets ?? []).map((s) => [s.sheet, { row: s.headingRows.at(-1) ?? 0, width: Math.max(0, ...s.columns.map((c) => c.index + 1)) }]));
  await withUpload(host.dataDir, batch.id, uploadKey(host.crypto, batch), async (path) => {
    await kindOf(path, batch.fileName);
    const book = openWorkbook(typeof target === "string" ? target : target());
    let sheet = -1;
    let queue: Promise<void> = Promise.resolve();
    const then = (act: () => Promise<void> | undefined): void => { queue = queue.then(async () => { await act(); }); };
    await readFile(path, batch.fileName, {
      sheet: (name) => {
        sheet++;
        const width = headings.get(sheet)?.width ?? 0;
        widths.set(sheet, width);
        then(() => book.sheet(name, [...Array.from({ length: width }, () => ({ title: "", text: true })), { title: "", text: true, width: 80 }], { heading: false }));
      },
      row: (row, cells) => {
        const own = faults.get(`${sheet}|${row}`);
        const heading = headings.get(sheet);
        const width = Math.max(widths.get(sheet) ?? 0, heading ? 0 : cells.length);
        const line: Cell[] = Array.from({ length: Math.max(width, cells.length) }, (_, i) => (own?.columns.has(i) === true ? { value: cells[i] ?? "", mark: true as const } : cells[i] ?? ""));
        if (row === heading?.row) line[width] = reasonTitle[locale];
        else if (own && width > 0) line[width] = { value: own.reasons.join("\n").slice(0, 32_000), mark: true };
        then(() => { book.skipTo(row); return book.row(line); });
      },
      end: () => {},
    });
    await queue;
    await book.close();
  });
}
