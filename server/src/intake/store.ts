/**
 * Rows of a file between reading and committing: an unnamed temporary file (its name is removed at once, so nothing is left
 * behind after a crash and no dump or backup holds certificate numbers) with the places of the rows in typed arrays. Any row
 * can be fetched, so that scattered households are put together without a sort and memory stays small.
 */
import fs from "node:fs";
import path from "node:path";
import { randomUUID } from "node:crypto";

const separator = "\u001F";
const bufferBytes = 1 << 20;

/** A finished store as threads share it: the file by its number, the places of the rows in shared memory. */
export interface SharedRows { readonly file: number; readonly offsets: Float64Array; readonly rows: Int32Array; readonly sheets: Uint8Array; readonly count: number }

export class RowStore {
  readonly #file: number;
  readonly #own: boolean;
  #offsets: Float64Array = new Float64Array(4096);
  #rows: Int32Array = new Int32Array(4096);
  #sheets: Uint8Array = new Uint8Array(4096);
  #count = 0;
  #out = Buffer.allocUnsafe(bufferBytes);
  #filled = 0;
  #written = 0;
  #window = Buffer.allocUnsafe(bufferBytes);
  #windowFrom = 0;
  #windowLength = 0;

  /** A new store in a directory, or one that another thread has finished. */
  constructor(directory: string | SharedRows) {
    this.#own = typeof directory === "string";
    if (typeof directory !== "string") {
      [this.#file, this.#count] = [directory.file, directory.count];
      [this.#offsets, this.#rows, this.#sheets] = [directory.offsets, directory.rows, directory.sheets];
      return;
    }
    fs.mkdirSync(directory, { recursive: true, mode: 0o700 });
    const name = path.join(directory, `.rows-${randomUUID()}`);
    this.#file = fs.openSync(name, "wx+", 0o600);
    fs.unlinkSync(name);
  }

  get count(): number { return this.#count; }

  add(sheet: number, row: number, cells: readonly string[]): void {
    // a separator inside a cell would shift the columns; no text needs that control character
    this.#put(sheet, row, cells.map((c) => (c.includes(separator) ? c.replaceAll(separator, "") : c)).join(separator));
  }

  /** A row whose cells stand between delimiters already. */
  addLine(sheet: number, row: number, text: string, delimiter: string): void {
    this.#put(sheet, row, (text.includes(separator) ? text.replaceAll(separator, "") : text).replaceAll(delimiter, separator));
  }

  #put(sheet: number, row: number, line: string): void {
    if (this.#count + 1 >= this.#offsets.length) this.#grow();
    if (line.length * 3 > this.#out.length - this.#filled) this.#flush(line.length * 3);
    const bytes = this.#out.write(line, this.#filled, "utf8");
    this.#offsets[this.#count] = this.#written + this.#filled;
    this.#filled += bytes;
    this.#rows[this.#count] = row;
    this.#sheets[this.#count] = sheet;
    this.#offsets[++this.#count] = this.#written + this.#filled;
  }

  /** After the last row; reading may begin. */
  finish(): void { this.#flush(0); }

  /** For other threads, while this one keeps the file open. */
  share(): SharedRows {
    return { file: this.#file, count: this.#count, offsets: shared(Float64Array, this.#offsets.subarray(0, this.#count + 1)), rows: shared(Int32Array, this.#rows.subarray(0, this.#count)), sheets: shared(Uint8Array, this.#sheets.subarray(0, this.#count)) };
  }

  rowNumber(i: number): number { return this.#rows[i] ?? 0; }
  sheet(i: number): number { return this.#sheets[i] ?? 0; }

  cells(i: number): string[] {
    const from = this.#offsets[i] ?? 0;
    const to = this.#offsets[i + 1] ?? from;
    const length = to - from;
    if (length === 0) return [];
    if (from < this.#windowFrom || to > this.#windowFrom + this.#windowLength) {
      if (length > this.#window.length) this.#window = Buffer.allocUnsafe(length);
      // neighbours are wanted next when the file is read in order; a jump backwards reads only what it needs
      const ahead = from >= this.#windowFrom ? this.#window.length : Math.max(length, 4096);
      this.#windowLength = fs.readSync(this.#file, this.#window, 0, Math.min(ahead, this.#window.length), from);
      this.#windowFrom = from;
    }
    const at = from - this.#windowFrom;
    return this.#window.toString("utf8", at, at + length).split(separator);
  }

  close(): void { if (this.#own) fs.closeSync(this.#file); }

  #flush(next: number): void {
    let at = 0;
    while (at < this.#filled) at += fs.writeSync(this.#file, this.#out, at, this.#filled - at);
    this.#written += this.#filled;
    this.#filled = 0;
    if (next > this.#out.length) this.#out = Buffer.allocUnsafe(next);
  }

  #grow(): void {
    const size = this.#offsets.length * 2;
    const [offsets, rows, sheets] = [new Float64Array(size), new Int32Array(size), new Uint8Array(size)];
    offsets.set(this.#offsets);
    rows.set(this.#rows);
    sheets.set(this.#sheets);
    this.#offsets = offsets;
    this.#rows = rows;
    this.#sheets = sheets;
  }
}

/** A copy in memory that threads share instead of copying it again. */
export function shared<T extends Float64Array | Int32Array | Int16Array | Uint8Array>(make: new (buffer: SharedArrayBuffer) => T, values: T): T {
  const copy = new make(new SharedArrayBuffer(values.byteLength));
  copy.set(values);
  return copy;
}
