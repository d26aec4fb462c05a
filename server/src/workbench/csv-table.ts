/**
 * CSV as the import reads it: UTF-8 with or without BOM, GB18030, UTF-16; comma, semicolon, tab or bar; it names the line of a fault.
 * The file streams through; only the columns that were asked for are kept, as numbers (8 bytes a cell) and, where the text says more
 * than its number, as a code of a dictionary. (Survey workbench, paper 001 §4.)
 */
import path from "node:path";
import { Usage } from "../command.ts";
import { readCsv } from "../intake/read/csv.ts";
import { keysOfTexts, type Keys } from "./keys.ts";
import { flagsOf, numberOf, type Table } from "./cells.ts";

/** One column while it grows. Code 0 = the number says it all. */
class Column {
  #numbers = new Float64Array(1024);
  #codes: Uint32Array | undefined;
  readonly #words: string[] = [""];
  readonly #codeOf = new Map<string, number>();
  #rows = 0;
  readonly #name: string;
  #bad: { readonly line: number; readonly cell: string } | undefined;

  constructor(name: string) { this.#name = name; }

  push(cell: string, line: number): void {
    if (this.#rows === this.#numbers.length) {
      const wider = new Float64Array(this.#rows * 2);
      wider.set(this.#numbers);
      this.#numbers = wider;
      if (this.#codes) { const codes = new Uint32Array(this.#rows * 2); codes.set(this.#codes); this.#codes = codes; }
    }
    const value = numberOf(cell);
    if (value === undefined) this.#bad ??= { line, cell };
    this.#numbers[this.#rows] = value ?? NaN;
    // 01 and 1 are two groups, 1.50 is shown as it was written
    if (cell !== "" && (value === undefined || String(value) !== cell)) {
      let code = this.#codeOf.get(cell);
      if (code === undefined) { code = this.#words.length; this.#words.push(cell); this.#codeOf.set(cell, code); }
      this.#codes ??= new Uint32Array(this.#numbers.length);
      this.#codes[this.#rows] = code;
    }
    this.#rows++;
  }

  text(): string[] {
    return Array.from({ length: this.#rows }, (_, i) => {
      const code = this.#codes?.[i] ?? 0;
      const value = this.#numbers[i] ?? NaN;
      return code > 0 ? this.#words[code] ?? "" : Number.isNaN(value) ? "" : String(value);
    });
  }

  isNumeric(): boolean { return this.#bad === undefined; }

  numbers(): Float64Array {
    if (this.#bad) throw new Usage(`column ${this.#name}, line ${this.#bad.line}: «${this.#bad.cell.slice(0, 40)}» is no number; correct it, or leave it empty when the value is missing`);
    return this.#numbers.slice(0, this.#rows);
  }
}

/** Throws Usage: an empty file, a column that is not there or is there twice, a line with more cells than the header. */
export async function readCsvTable(file: string, columns: readonly string[]): Promise<Table> {
  const kept = new Map<string, Column>(columns.map((name) => [name, new Column(name)]));
  let places: readonly { readonly at: number; readonly column: Column }[] | undefined;
  let width = 0;
  let rows = 0;
  const header = (cells: readonly string[]): typeof places => {
    const names = cells.map((c) => c.trim());
    width = names.length;
    return [...kept].map(([name, column]) => {
      const at = names.indexOf(name);
      if (at < 0) throw new Usage(`${file} has no column «${name}»; its columns are ${names.join(", ")}`);
      if (names.includes(name, at + 1)) throw new Usage(`${file} has the column «${name}» twice; its columns are ${names.join(", ")}`);
      return { at, column };
    });
  };
  await readCsv(file, path.basename(file), {
    sheet: () => undefined,
    end: () => undefined,
    row: (line, cells) => {
      if (!places) { places = header(cells); return; }
      if (cells.length > width && cells.slice(width).some((c) => c.trim() !== "")) throw new Usage(`${file}, line ${line}: ${cells.length} cells, but the header has ${width}; a text with the delimiter in it needs quotes`);
      for (const { at, column } of places) column.push((cells[at] ?? "").trim(), line);
      rows++;
    },
  });
  if (!places) throw new Usage(`${file} is empty; the first line names the columns`);
  const find = (name: string): Column => {
    const column = kept.get(name);
    if (!column) throw new Error(`the column ${name} was not asked for`);
    return column;
  };
  const keys = (name: string): Keys => keysOfTexts(find(name).text());
  return { rows, isNumeric: (name) => find(name).isNumeric(), text: (name) => find(name).text(), numbers: (name) => find(name).numbers(), keys, flags: (name) => flagsOf(find(name).numbers(), (row) => find(name).text()[row] ?? "", name) };
}
