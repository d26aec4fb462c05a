/**
 * Tokenizer of one sheet's XML. A general parser takes some 12 s for the seven million cells of 100,000 persons; sheet XML is
 * regular (ECMA-376 §18.3.1), so rows and cells are cut out with indexOf here, in one pass and with bounded memory. What a
 * regular sheet never contains (DTD, unknown entities, foreign elements) is refused rather than interpreted.
 */
import { Problem } from "@diguan/core/problem.ts";
import { Declarations, plainText, textsOf } from "./markup.ts";
import { maxCell, maxColumns, maxRow, type Merge, type Notice, type Sink } from "./sink.ts";

export interface Styles { /** Is the number format of this cell style a date? */ readonly isDate: readonly boolean[]; readonly date1904: boolean }
export interface SheetContext { readonly fileName: string; readonly shared: readonly string[]; readonly styles: Styles; readonly sink: Sink; /** text of a date serial */ readonly dateText: (serial: number, date1904: boolean) => string }

const maxRowChars = 8 * 2 ** 20;
const maxMerges = 200_000;
const cacheMax = 20_000;

export class SheetTokenizer {
  readonly #context: SheetContext;
  #buffer = "";
  #prefix: string | undefined;
  #lastRow = 0;
  #inRows = false;
  #afterRows = false;
  #hidden = new Set<number>();
  #hiddenRows = 0;
  #merges: Merge[] = [];
  #notices: Notice[] = [];
  #cut = false;
  #decoded = new Map<string, string>();

  readonly #declarations: Declarations;

  constructor(context: SheetContext) { this.#context = context; this.#declarations = new Declarations(context.fileName); }

  write(chunk: string): void {
    this.#buffer += this.#declarations.take(chunk);
    if (this.#prefix === undefined && !this.#start()) return;
    if (!this.#inRows && !this.#afterRows && !this.#enterRows()) return;
    if (this.#inRows) this.#rows();
    if (this.#afterRows) this.#tail();
  }

  end(): void {
    if (this.#prefix === undefined || this.#inRows) throw this.#damaged("工作表没有写完");
    this.#context.sink.end({ hiddenColumns: [...this.#hidden].toSorted((a, b) => a - b), hiddenRows: this.#hiddenRows, merges: this.#merges, notices: this.#notices });
  }

  #damaged(detail: string): Problem { return new Problem("intake.damaged", { name: this.#context.fileName, detail }); }

  /** Finds the root element, whose prefix ("x:" in some exporters) all others carry. */
  #start(): boolean {
    const root = /<((?:[A-Za-z_][\w.-]*:)?)worksheet[\s>]/.exec(this.#buffer);
    if (!root) {
      if (this.#buffer.length > 65_536) throw this.#damaged("不是工作表");
      return false;
    }
    const encoding = /<\?xml[^>]*encoding\s*=\s*["']([^"']+)["']/i.exec(this.#buffer.slice(0, 200))?.[1];
    if (encoding !== undefined && !/^(utf-8|us-ascii|ascii)$/i.test(encoding)) throw this.#damaged(`编码 ${encoding}`);
    this.#prefix = root[1] ?? "";
    return true;
  }

  #enterRows(): boolean {
    const p = this.#prefix ?? "";
    const at = this.#buffer.indexOf(`<${p}sheetData`);
    const close = at < 0 ? -1 : this.#buffer.indexOf(">", at);
    if (close < 0) {
      if (this.#buffer.length > maxRowChars) throw this.#damaged("工作表开头过长");
      return false;
    }
    for (const col of this.#buffer.slice(0, at).matchAll(new RegExp(`<${p}col\\s([^>]*)>`, "g"))) {
      const of = (name: string): string => new RegExp(`\\b${name}="([^"]*)"`).exec(col[1] ?? "")?.[1] ?? "";
      if (of("hidden") === "1" || of("hidden") === "true") for (let c = Number(of("min")); c <= Math.min(Number(of("max")), maxColumns); c++) this.#hidden.add(c - 1);
    }
    const empty = this.#buffer.charAt(close - 1) === "/";
    this.#buffer = this.#buffer.slice(close + 1);
    this.#inRows = !empty;
    this.#afterRows = empty;
    return true;
  }

  #rows(): void {
    const p = this.#prefix ?? "";
    const rowOpen = `<${p}row`;
    const rowClose = `</${p}row>`;
    const dataClose = `</${p}sheetData`;
    const buffer = this.#buffer;
    let at = 0;
    for (;;) {
      const start = buffer.indexOf("<", at);
      if (start < 0) break;
      if (!buffer.startsWith(rowOpen, start)) {
        if (buffer.length - start < dataClose.length + 1) { at = start; break; }
        if (!buffer.startsWith(dataClose, start)) throw this.#damaged("行与行之间有不认识的内容");
        this.#inRows = false;
        this.#afterRows = true;
        at = start;
        break;
      }
      const tagEnd = buffer.indexOf(">", start);
      if (tagEnd < 0) { at = start; break; }
      if (buffer.charCodeAt(tagEnd - 1) === 47) {
        this.#row(buffer.slice(start, tagEnd), "");
        at = tagEnd + 1;
        continue;
      }
      const close = buffer.indexOf(rowClose, tagEnd);
      if (close < 0) { at = start; break; }
      this.#row(buffer.slice(start, tagEnd), buffer.slice(tagEnd + 1, close));
      at = close + rowClose.length;
    }
    this.#buffer = buffer.slice(at);
    if (this.#buffer.length > maxRowChars) throw new Problem("intake.tooMuch", { name: this.#context.fileName, detail: `第 ${this.#lastRow + 1} 行过长` });
  }

  #row(tag: string, body: string): void {
    const stated = / r="(\d+)"/.exec(tag)?.[1];
    const number = stated === undefined ? this.#lastRow + 1 : Number(stated);
    if (number <= this.#lastRow || number > maxRow) throw this.#damaged(`行号 ${stated ?? number} 不正确`);
    this.#lastRow = number;
    if (/ hidden="(1|true)"/.test(tag)) this.#hiddenRows++;
    if (body === "") return;
    const cells: string[] = [];
    const open = `<${this.#prefix ?? ""}c`;
    let column = -1;
    let at = 0;
    for (;;) {
      const start = body.indexOf(open, at);
      if (start < 0) break;
      const tagEnd = body.indexOf(">", start);
      if (tagEnd < 0) throw this.#damaged(`第 ${number} 行不完整`);
      const after = body.charCodeAt(start + open.length);
      // <c …> only; "<col", "<cfRule" never stand inside a row
      if (after !== 32 && after !== 62 && after !== 47 && after !== 10 && after !== 13 && after !== 9) throw this.#damaged(`第 ${number} 行有不认识的内容`);
      const selfClosed = body.charCodeAt(tagEnd - 1) === 47;
      const attributes = attributesOf(body, start + open.length, tagEnd);
      column = attributes.column < 0 ? column + 1 : attributes.column;
      if (selfClosed) { at = tagEnd + 1; continue; }
      const close = body.indexOf(`</${this.#prefix ?? ""}c>`, tagEnd);
      if (close < 0) throw this.#damaged(`第 ${number} 行不完整`);
      at = close + open.length + 2;
      if (column >= maxColumns) {
        if (!this.#cut) this.#notices.push({ kind: "columnsCut", row: number, column });
        this.#cut = true;
        continue;
      }
      const text = this.#value(body, tagEnd + 1, close, attributes);
      if (text === "") continue;
      while (cells.length < column) cells.push("");
      cells[column] = text.length > maxCell ? text.slice(0, maxCell) : text;
    }
    if (cells.length > 0) this.#context.sink.row(number, cells);
  }

  #value(body: string, from: number, to: number, a: CellAttributes): string {
    const p = this.#prefix ?? "";
    if (a.type === "inlineStr") return this.#texts(body, from, to);
    const open = body.indexOf(`<${p}v`, from);
    const start = open < 0 || open >= to ? -1 : body.indexOf(">", open) + 1;
    if (start <= 0 || body.charCodeAt(start - 2) === 47) {
      // a formula that no spreadsheet has computed yet: keep it visible as what it is
      const f = body.indexOf(`<${p}f`, from);
      return f >= 0 && f < to && a.type !== "str" ? `=${this.#texts(body, f, to, "f")}` : "";
    }
    const end = body.indexOf("<", start);
    const raw = body.slice(start, end < 0 || end > to ? to : end);
    switch (a.type) {
      case "s": {
        const text = this.#context.shared[Number(raw)];
        if (text === undefined) throw this.#damaged(`共享文字 ${raw} 不存在`);
        return text;
      }
      case "str": case "d": return this.#decode(raw);
      case "b": return raw === "1" ? "TRUE" : "FALSE";
      case "e": return this.#decode(raw);
      default: return this.#context.styles.isDate[a.style] === true ? this.#date(raw) : numberText(raw.trim());
    }
  }

  #date(raw: string): string {
    const serial = Number(raw);
    return Number.isFinite(serial) ? this.#context.dateText(serial, this.#context.styles.date1904) : raw.trim();
  }

  #texts(body: string, from: number, to: number, tag = "t"): string {
    return textsOf(body.slice(from, to), this.#prefix ?? "", tag, (raw) => this.#decode(raw));
  }

  #decode(raw: string): string {
    if (!raw.includes("&") && !raw.includes("_x")) return raw;
    const known = this.#decoded.get(raw);
    if (known !== undefined) return known;
    const text = plainText(raw, this.#context.fileName);
    // the key is copied, so that the cache does not keep whole chunks of the file alive
    if (this.#decoded.size < cacheMax && raw.length < 200) this.#decoded.set(Buffer.from(raw).toString(), text);
    return text;
  }

  #tail(): void {
    const pattern = new RegExp(`<${this.#prefix ?? ""}mergeCell\\s[^>]*ref="([A-Z]{1,3})(\\d{1,7}):([A-Z]{1,3})(\\d{1,7})"[^>]*>`, "g");
    let last = 0;
    for (const m of this.#buffer.matchAll(pattern)) {
      last = m.index + m[0].length;
      if (this.#merges.length >= maxMerges) { if (this.#merges.length === maxMerges) this.#notices.push({ kind: "mergesCut" }); break; }
      this.#merges.push({ left: columnNumber(m[1] ?? ""), top: Number(m[2]), right: columnNumber(m[3] ?? ""), bottom: Number(m[4]) });
    }
    // keep the last, perhaps unfinished, tag only
    this.#buffer = this.#buffer.slice(Math.max(last, this.#buffer.lastIndexOf("<"), 0));
    if (this.#buffer.length > maxRowChars) throw this.#damaged("工作表结尾过长");
  }
}

/** A spreadsheet keeps 15 digits of a number: a longer one that ends in zeros has lost the rest, and is shown as such. */
const numberText = (raw: string): string => (raw.length > 15 && /^\d{15}0+$/.test(raw) ? `${raw.charAt(0)}.${raw.slice(1, 15)}E+${raw.length - 1}` : raw);

interface CellAttributes { readonly column: number; readonly type: string; readonly style: number }

/** r, s and t of a cell's tag, whichever order and quotes. */
function attributesOf(text: string, from: number, to: number): CellAttributes {
  let column = -1;
  let type = "n";
  let style = 0;
  let at = from;
  for (;;) {
    const equals = text.indexOf("=", at);
    if (equals < 0 || equals >= to) break;
    const quote = text.charAt(equals + 1);
    const end = text.indexOf(quote, equals + 2);
    if (end < 0 || end > to) break;
    // the attribute's name is the character before "=", when it stands alone
    if (text.charCodeAt(equals - 2) <= 32) {
      const name = text.charCodeAt(equals - 1);
      if (name === 114) column = columnAt(text, equals + 2);
      else if (name === 116) type = text.slice(equals + 2, end);
      else if (name === 115) style = Number(text.slice(equals + 2, end));
    }
    at = end + 1;
  }
  return { column, type, style };
}

function columnAt(text: string, from: number): number {
  let n = 0;
  for (let i = from; i < from + 4; i++) {
    const c = text.charCodeAt(i);
    if (c < 65 || c > 90) break;
    n = n * 26 + c - 64;
  }
  return n - 1;
}

/** Column of its letters, counted from 0. @example columnNumber("AB") // => 27 */
export const columnNumber = (letters: string): number => columnAt(`${letters} `, 0);
