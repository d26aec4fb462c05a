/**
 * Columns of a survey file for the workbench `diguan measure …` (paper 001 §4; methods of docs/methods): any Parquet, any CSV. Parquet and
 * large CSV files go through DuckDB; small ones, other encodings than UTF-8 and whatever DuckDB cannot read through our own reader of CSV.
 */
import { open } from "node:fs/promises";
import { Usage } from "../command.ts";
import { Records } from "../intake/read/csv.ts";
import type { Table } from "./cells.ts";
import { readCsvTable } from "./csv-table.ts";
import { withDuck } from "./duck.ts";
import { csvSource, parquetSource, readDuckTable, type Asked } from "./duck-table.ts";

export { numberOf, type Table } from "./cells.ts";
export type { Asked } from "./duck-table.ts";

/** Below this size our own reader is as quick as starting an engine. */
const smallBytes = 4 * 2 ** 20;

interface Start { readonly parquet: boolean; readonly size: number; readonly head: Buffer }

/** What a file is by its name and first bytes. */
async function startOf(file: string): Promise<Start> {
  const handle = await open(file).catch((e: NodeJS.ErrnoException) => { throw new Usage(e.code === "ENOENT" ? `there is no file ${file}` : `${file} cannot be read (${e.code ?? e.message})`); });
  try {
    const { size, ...stat } = await handle.stat().then((s) => ({ size: s.size, directory: s.isDirectory() }));
    if (stat.directory) throw new Usage(`${file} is a directory; name a CSV or Parquet file`);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(1 << 16), 0, 1 << 16, 0);
    const head = buffer.subarray(0, bytesRead);
    const magic = head.toString("latin1", 0, 4);
    const parquet = magic === "PAR1" || magic === "PARE";
    if (!parquet && /\.(parquet|pq)$/i.test(file)) throw new Usage(`${file} is not a Parquet file, though its name says so: it does not begin with PAR1`);
    if (magic.startsWith("PK")) throw new Usage(`${file} is a workbook or archive; save its sheet as CSV`);
    return { parquet, size, head };
  } finally { await handle.close(); }
}

const everything = (asked: Asked): string[] => [...new Set([...(asked.features ?? []), ...(asked.numbers ?? []), ...(asked.flags ?? []), ...(asked.keys ?? []), ...(asked.groups ?? [])])];

/** Header of a UTF-8 file; undefined: only our own reader can tell (another encoding, a header with quotes over lines, «sep=»). */
function headerOf(head: Buffer): { readonly delimiter: string; readonly header: readonly string[]; readonly skip: number } | undefined {
  let text: string;
  try { text = new TextDecoder("utf-8", { fatal: true }).decode(head.subarray(0, Math.max(head.lastIndexOf(10), 0))); } catch { return undefined; }
  const first = text.split("\n", 1)[0]?.replace(/\r$/, "") ?? "";
  if (text.includes("\0") || first === "" || /["\r]|^sep=/i.test(first)) return undefined;
  let header: readonly string[] = [];
  const records = new Records("", { row: (row, cells) => { if (row === 1) header = cells.map((c) => c.trim()); } });
  records.write(text);
  try { records.end(); } catch { return undefined; }
  const delimiter = [",", "\t", ";", "|"].find((d) => first.split(d).length === header.length && header.length > 1) ?? (header.length === 1 ? "," : undefined);
  return delimiter === undefined || header.length === 0 ? undefined : { delimiter, header, skip: 1 };
}

/**
 * Reads the asked columns of a CSV file whose first line is the header, or of a Parquet file; a plain list asks for numbers and texts of
 * each. Throws Usage: no such file, neither CSV nor Parquet, a column that is not there (the message names those there are) or is there
 * twice, a column that holds no numbers. @param small bytes up to which a CSV file is read without DuckDB
 * @example (await readTable("survey.csv", ["income"])).numbers("income") // => Float64Array [1800, 2400, NaN]
 */
export async function readTable(file: string, asked: readonly string[] | Asked, small = smallBytes): Promise<Table> {
  const start = await startOf(file);
  const wanted: Asked = "length" in asked ? { numbers: asked, groups: asked } : asked;
  const columns = everything(wanted);
  if (start.parquet) return withDuck(file, async (duck, at) => {
    const table = await readDuckTable(duck, await parquetSource(duck, at, file), wanted);
    if (!table) throw new Usage(`${file}: a column of texts has too many cells that are no plain numbers`);
    return table;
  });
  const csv = start.size > small ? headerOf(start.head) : undefined;
  if (csv && columns.length > 0 && columns.every((c) => csv.header.filter((h) => h === c).length === 1)) {
    const table = await withDuck(file, async (duck, at) => {
      // whatever is wrong with the file, our own reader says in which line
      const source = await csvSource(duck, at, file, csv, columns).catch(() => undefined);
      return source && readDuckTable(duck, source, wanted);
    });
    if (table) return table;
  }
  return readCsvTable(file, columns);
}
