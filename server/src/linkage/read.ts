/**
 * Reads the columns of a file that a linkage needs, CSV (as the import reads it) or Parquet (through DuckDB). Values become codes of
 * dictionaries that both files share: a value is kept, folded and pronounced once, a record is a few integers (paper 001 §4).
 */
import { open } from "node:fs/promises";
import path from "node:path";
import { Usage } from "../command.ts";
import { readCsv, Records } from "../intake/read/csv.ts";
import { encodingOf } from "../intake/read/encoding.ts";

/** Longer texts are cut out of a file's chunk, and would keep the whole chunk alive: they are written out once. */
const scratch = Buffer.alloc(1 << 18);
const own = (word: string): string => (word.length > 12 ? scratch.toString("utf8", 0, scratch.write(word, "utf8")) : word);

/**
 * Texts by code; code 0 = missing. Open addressing over integers: with millions of different numbers a Map of texts costs several
 * times as much.
 */
export class Dictionary {
  readonly words: string[] = [""];
  #hashes = new Int32Array(1024);
  /** Codes; 0 = free. */
  #table = new Int32Array(2048);

  code(word: string): number {
    let hash = 0x811c9dc5;
    for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), 0x01000193);
    hash ^= hash >>> 15;
    hash = Math.imul(hash, 0x2c1b3c6d);
    hash ^= hash >>> 13;
    const mask = this.#table.length - 1;
    let at = hash & mask;
    for (let code = this.#table[at] ?? 0; code !== 0; code = this.#table[at] ?? 0) {
      if (this.#hashes[code] === hash && this.words[code] === word) return code;
      at = (at + 1) & mask;
    }
    const fresh = this.words.length;
    this.words.push(own(word));
    if (fresh === this.#hashes.length) { const wider = new Int32Array(fresh * 2); wider.set(this.#hashes); this.#hashes = wider; }
    this.#hashes[fresh] = hash;
    this.#table[at] = fresh;
    if (fresh * 2 > this.#table.length) this.#grow();
    return fresh;
  }

  #grow(): void {
    const table = new Int32Array(this.#table.length * 2);
    const mask = table.length - 1;
    for (let code = 1; code < this.words.length; code++) {
      let at = (this.#hashes[code] ?? 0) & mask;
      while (table[at] !== 0) at = (at + 1) & mask;
      table[at] = code;
    }
    this.#table = table;
  }
}

/** Integers of a column while it grows. */
class Codes {
  #all = new Int32Array(4096);
  #rows = 0;
  push(code: number): void {
    if (this.#rows === this.#all.length) { const wider = new Int32Array(this.#rows * 2); wider.set(this.#all); this.#all = wider; }
    this.#all[this.#rows++] = code;
  }
  end(): Int32Array { return this.#all.slice(0, this.#rows); }
}

const isParquet = async (file: string): Promise<boolean> => {
  const handle = await open(file).catch((e: NodeJS.ErrnoException) => { throw new Usage(e.code === "ENOENT" ? `there is no file ${file}` : `${file} cannot be read (${e.code ?? e.message})`); });
  try {
    if ((await handle.stat()).isDirectory()) throw new Usage(`${file} is a directory; name a CSV or Parquet file`);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0);
    const magic = buffer.toString("latin1", 0, bytesRead);
    if (magic.startsWith("PK")) throw new Usage(`${file} is a workbook or archive; save its sheet as CSV`);
    return magic === "PAR1";
  } finally { await handle.close(); }
};

/** The reader of Parquet is loaded when such a file is read. */
async function parquet(file: string, columns: readonly string[], row: (cells: readonly string[]) => void): Promise<readonly string[]> {
  const { DuckDBInstance } = await import("@duckdb/node-api");
  const connection = await (await DuckDBInstance.create(":memory:", { threads: "2" })).connect();
  try {
    const from = `read_parquet('${file.replaceAll("'", "''")}')`;
    const names = (await connection.runAndReadAll(`describe select * from ${from}`)).getRows().map((r) => String(r[0]));
    const there = columns.filter((c) => names.includes(c));
    if (there.length < columns.length || there.length === 0) return names;
    const result = await connection.stream(`select ${there.map((c) => `coalesce("${c.replaceAll("\"", "\"\"")}"::varchar, '')`).join(", ")} from ${from}`);
    for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) for (const cells of chunk.getRows()) row(cells.map(String));
    return names;
  } catch (e) { throw new Usage(`${file} cannot be read as Parquet: ${(e as Error).message.split("\n")[0] ?? ""}`); } finally { connection.closeSync(); }
}

/** Names of the columns. Throws Usage when the file is missing, empty, or names a column twice. */
export async function headerOf(file: string): Promise<readonly string[]> {
  if (await isParquet(file)) return parquet(file, [], () => undefined);
  const handle = await open(file);
  let names: readonly string[] | undefined;
  try {
    const found = await encodingOf(handle);
    if (!found) throw new Usage(`${file} is no text; a linkage reads CSV and Parquet`);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(1 << 18), 0, 1 << 18, found.skip);
    const records = new Records(path.basename(file), { row: (_, cells) => { names ??= cells.map((c) => c.trim()); } });
    records.write(new TextDecoder(found.encoding).decode(buffer.subarray(0, bytesRead), { stream: true }));
    records.end();
  } finally { await handle.close(); }
  if (!names || names.every((n) => n === "")) throw new Usage(`${file} is empty; the first line names the columns`);
  const all = names;
  const twice = all.find((n, i) => n !== "" && all.indexOf(n) !== i);
  if (twice !== undefined) throw new Usage(`${file} has the column «${twice}» twice`);
  return all;
}

export interface Wanted { readonly column: string; readonly into: Dictionary }

/** Codes of the wanted columns, in their order, and the number of records. */
export async function readRecords(file: string, wanted: readonly Wanted[], missing: ReadonlySet<string>): Promise<{ readonly rows: number; readonly columns: readonly Int32Array[] }> {
  const codes = wanted.map(() => new Codes());
  let rows = 0;
  const cell = (at: number, text: string): void => { const value = text.trim(); codes[at]?.push(missing.has(value) ? 0 : wanted[at]?.into.code(value) ?? 0); };
  if (await isParquet(file)) {
    const columns = [...new Set(wanted.map((w) => w.column))];
    const at = wanted.map((w) => columns.indexOf(w.column));
    await parquet(file, columns, (cells) => { at.forEach((from, to) => { cell(to, cells[from] ?? ""); }); rows++; });
  } else {
    let places: readonly number[] | undefined;
    await readCsv(file, path.basename(file), { sheet: () => undefined, end: () => undefined, row: (_, cells) => {
      if (!places) { const names = cells.map((c) => c.trim()); places = wanted.map((w) => names.indexOf(w.column)); return; }
      for (let i = 0; i < places.length; i++) cell(i, cells[places[i] ?? -1] ?? "");
      rows++;
    } });
  }
  return { rows, columns: codes.map((c) => c.end()) };
}
