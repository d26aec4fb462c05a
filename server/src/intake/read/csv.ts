/**
 * Reads CSV: UTF-8 with or without BOM, GB18030/GBK, UTF-16; comma, semicolon, tab or bar; quoted fields with line breaks
 * (RFC 4180). A line without quotes, which is nearly every line of an export, is cut by one split.
 */
import { open } from "node:fs/promises";
import { Problem } from "@diguan/core/problem.ts";
import { encodingOf } from "./encoding.ts";
import { maxCell, maxColumns, type Notice, type Sink } from "./sink.ts";

const maxRecord = 4 * 2 ** 20;
const chunkBytes = 1 << 18;

export async function readCsv(path: string, name: string, sink: Sink): Promise<void> {
  const file = await open(path);
  try {
    const size = (await file.stat()).size;
    const found = await encodingOf(file);
    if (!found) throw new Problem("intake.unknownType", { name, kind: "二进制文件" });
    const decoder = new TextDecoder(found.encoding);
    const records = new Records(name, sink);
    const chunk = Buffer.alloc(chunkBytes);
    sink.sheet(name.replace(/\.[^.]*$/, ""), false);
    for (let at = found.skip; ;) {
      const { bytesRead } = await file.read(chunk, 0, chunk.length, at);
      if (bytesRead === 0) break;
      at += bytesRead;
      records.write(decoder.decode(chunk.subarray(0, bytesRead), { stream: true }));
      sink.progress?.(at / size);
    }
    records.write(decoder.decode());
    sink.end({ hiddenColumns: [], hiddenRows: 0, merges: [], notices: records.end() });
  } finally { await file.close(); }
}

/** Cuts text into records; exported for its property test. */
export class Records {
  readonly #name: string;
  readonly #sink: Pick<Sink, "row" | "line">;
  #buffer = "";
  #delimiter = "";
  #row = 0;
  #notices: Notice[] = [];
  #bad = 0;

  constructor(name: string, sink: Pick<Sink, "row" | "line">, delimiter = "") {
    this.#name = name;
    this.#sink = sink;
    this.#delimiter = delimiter;
  }

  write(text: string): void {
    this.#buffer += text;
    if (this.#delimiter === "") {
      if (this.#buffer.length < 65_536) return;
      this.#sniff();
    }
    this.#take(false);
  }

  end(): readonly Notice[] {
    if (this.#delimiter === "") this.#sniff();
    this.#take(true);
    return this.#notices;
  }

  #sniff(): void {
    const stated = /^sep=(.)\r?\n/i.exec(this.#buffer);
    if (stated) {
      this.#delimiter = stated[1] ?? ",";
      this.#buffer = this.#buffer.slice(stated[0].length);
      this.#row = 1;
      return;
    }
    const lines = this.#buffer.replace(/"(?:[^"]|"")*"/g, "").split(/\r\n|\n|\r/, 40);
    const score = (d: string): number => {
      const counts = lines.map((l) => l.split(d).length - 1).filter((n) => n > 0).toSorted((a, b) => a - b);
      return counts.length * (counts[Math.floor(counts.length / 2)] ?? 0);
    };
    const [found, n] = [",", "\t", ";", "|"].map((d) => [d, score(d)] as const).reduce((best, next) => (next[1] > best[1] ? next : best));
    // remarks are full of 「，」: it cuts cells only where nothing else does
    this.#delimiter = n === 0 && score("，") > 0 ? "，" : found;
  }

  #take(last: boolean): void {
    const text = this.#buffer;
    let at = 0;
    let quote = text.indexOf('"');
    while (at < text.length) {
      let line = text.indexOf("\n", at);
      if (line < 0) {
        if (!last) break;
        line = text.length;
      }
      // looked for again only behind the last one: a file without quotes would be read to its end for every line
      if (quote >= 0 && quote < at) quote = text.indexOf('"', at);
      if (quote < 0 || quote > line) {
        const end = text.charCodeAt(line - 1) === 13 && line > at ? line - 1 : line;
        const plain = text.slice(at, end);
        at = line + 1;
        // old Macintosh files end lines with CR alone
        if (plain.includes("\r")) for (const part of plain.split("\r")) this.#emit(part.split(this.#delimiter));
        else if (this.#sink.line && this.#isPlain(plain)) this.#sink.line(++this.#row, plain, this.#delimiter);
        else this.#emit(plain === "" ? [] : plain.split(this.#delimiter));
        continue;
      }
      const record = this.#quoted(text, at, last);
      if (record === undefined) break;
      this.#emit(record.cells);
      at = record.next;
    }
    this.#buffer = text.slice(at);
    if (this.#buffer.length > maxRecord) throw new Problem("intake.damaged", { name: this.#name, detail: this.#buffer.includes('"') ? `第 ${this.#row + 1} 行有一个引号没有配对` : `第 ${this.#row + 1} 行过长` });
  }

  /** Something in it, nothing to repair and not too wide: nearly every line of an export. */
  #isPlain(line: string): boolean {
    if (line.length > maxCell) return false;
    const delimiter = this.#delimiter.charCodeAt(0);
    let delimiters = 0;
    for (let i = 0; i < line.length; i++) {
      const c = line.charCodeAt(i);
      if (c === delimiter) delimiters++; else if (c === 0xfffd) return false;
    }
    return delimiters < maxColumns && delimiters < line.length;
  }

  /** One record with quotes; undefined when it is not complete yet. */
  #quoted(text: string, from: number, last: boolean): { cells: string[]; next: number } | undefined {
    const cells: string[] = [];
    let at = from;
    for (;;) {
      let cell = "";
      if (text.charCodeAt(at) === 34) {
        let start = at + 1;
        for (;;) {
          const close = text.indexOf('"', start);
          if (close < 0) {
            if (last) throw new Problem("intake.damaged", { name: this.#name, detail: `第 ${this.#row + 1} 行有一个引号没有配对` });
            return undefined;
          }
          cell += text.slice(start, close);
          // the file may be cut between two quotes that mean one
          if (close + 1 >= text.length && !last) return undefined;
          if (text.charCodeAt(close + 1) !== 34) { at = close + 1; break; }
          cell += '"';
          start = close + 2;
        }
      }
      // the rest up to the delimiter is literal, also after a closing quote
      let end = at;
      while (end < text.length && text[end] !== this.#delimiter && text.charCodeAt(end) !== 10 && text.charCodeAt(end) !== 13) end++;
      if (end >= text.length && !last) return undefined;
      cells.push(cell + text.slice(at, end));
      if (text[end] === this.#delimiter && end < text.length) { at = end + 1; continue; }
      if (text.charCodeAt(end) === 13) {
        if (end + 1 >= text.length && !last) return undefined;
        if (text.charCodeAt(end + 1) === 10) end++;
      }
      return { cells, next: end + 1 };
    }
  }

  #emit(cells: string[]): void {
    this.#row++;
    if (cells.length > maxColumns) {
      if (cells.slice(maxColumns).some((c) => c !== "") && !this.#notices.some((n) => n.kind === "columnsCut")) this.#notices.push({ kind: "columnsCut", row: this.#row, column: maxColumns });
      cells.length = maxColumns;
    }
    let any = false;
    for (let i = 0; i < cells.length; i++) {
      const cell = cells[i] ?? "";
      if (cell === "") continue;
      any = true;
      // what spreadsheets write so that a long number stays text
      if (cell.startsWith('="') && cell.endsWith('"') && !cell.slice(2, -1).includes('"')) cells[i] = cell.slice(2, -1);
      if (cell.length > maxCell) cells[i] = cell.slice(0, maxCell);
      if (cell.includes("\uFFFD") && this.#bad++ < 1000) this.#notices.push({ kind: "badCharacters", row: this.#row });
    }
    if (any) this.#sink.row(this.#row, cells);
  }
}
