/** A department's file (XLSX or CSV, every encoding) as rows of its declared schema, with the quality report's counts. */
import type { Feed } from "@diguan/core/comparison/feed.ts";
import { mapHeadings, Profiler, readRow, type Mapping, type ReadRow } from "@diguan/core/comparison/read.ts";
import { Problem } from "@diguan/core/problem.ts";
import { readFile } from "../intake/read/file.ts";

/** Rows above the headings that may be titles and notes. */
const headRows = 30;
/** Beyond this a file is sent in parts. */
export const mostRows = 1_000_000;

export interface Parsed { readonly rows: readonly { readonly row: number; readonly read: ReadRow }[]; readonly mapping: Mapping; readonly headings: readonly string[]; readonly profiler: Profiler }

export async function parse(feed: Feed, path: string, name: string): Promise<Parsed> {
  const profiler = new Profiler(feed);
  const rows: { row: number; read: ReadRow }[] = [];
  let found: { mapping: Mapping; headings: readonly string[] } | undefined;
  let mapping: Mapping | undefined;
  let first: { row: number; cells: readonly string[] }[] = [];
  const take = (row: number, cells: readonly string[]): void => {
    if (!mapping) return;
    const read = readRow(feed, mapping, cells);
    if (!read) return;
    if (rows.length >= mostRows) throw new Problem("intake.tooMuch", { name, detail: `${mostRows} 行` });
    profiler.add(row, read);
    if (!profiler.again(feed.columns.map((c) => read.values[c.key] ?? "").join("\u0001"))) rows.push({ row, read });
  };
  const settle = (): void => {
    if (mapping || first.length === 0) return;
    const best = mapHeadings(feed, first);
    if (best) {
      mapping = best;
      found ??= { mapping: best, headings: first.find((f) => f.row === best.headingRow)?.cells ?? [] };
      for (const f of first) if (f.row > best.headingRow) take(f.row, f.cells);
    }
    first = [];
  };
  await readFile(path, name, {
    sheet: () => { mapping = undefined; first = []; },
    row: (row, cells) => {
      if (mapping) { take(row, cells); return; }
      first.push({ row, cells: [...cells] });
      if (first.length >= headRows) settle();
    },
    end: settle,
  });
  const missing = feed.columns.find((c) => c.required && (found === undefined || !found.mapping.at.has(c.key)));
  if (missing || !found) throw new Problem("comparison.noKey", { name, column: (missing ?? feed.columns[0])?.zh ?? "", also: (missing ?? feed.columns[0])?.also.slice(0, 4).join("、") ?? "" });
  return { rows, ...found, profiler };
}
