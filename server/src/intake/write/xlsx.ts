/**
 * Streaming XLSX writer on yazl: exports, error workbooks, templates and the synthetic county. Memory stays small: a row
 * leaves as soon as it is written; only the first 16,384 different short strings are shared. Text is always text (a cell
 * that begins with = + - @ is never a formula, and carries quotePrefix so that editing it in a spreadsheet keeps it text).
 */
import { createWriteStream } from "node:fs";
import { once } from "node:events";
import { PassThrough, type Writable } from "node:stream";
import { finished } from "node:stream/promises";
import { ZipFile } from "yazl";
import { columnLetters } from "@diguan/core/intake/columns.ts";
import { xmlText } from "./xml.ts";

export type Plain = string | number | null | undefined;
/** A cell; `mark` paints it (faults in an error workbook). */
export type Cell = Plain | { readonly value: Plain; readonly mark: true };
/** `text`: the column is formatted as text, so that a spreadsheet never turns an ID number into floating point. */
export interface Column { readonly title: string; readonly text?: boolean; readonly width?: number; readonly hidden?: boolean }
export interface SheetOptions {
  /** Rows above the headings (title, notes). */ readonly before?: readonly (readonly Cell[])[];
  /** False: no heading row is written. */ readonly heading?: boolean;
}

export const maxRows = 1_048_576;
const sharedMax = 16_384;
const flushChars = 1 << 16;
const style = { plain: "", text: ' s="1"', heading: ' s="2"', marked: ' s="3"', quoted: ' s="4"' } as const;
const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
/** The same rows give the same bytes: parts carry a fixed date (local, as zip dates are) and no second, zoned one. */
const stamp = { mtime: new Date(2020, 0, 1), forceDosTimestamp: true } as const;
const risky = /^[=+\-@\t\r]/;

export class Workbook {
  #zip = new ZipFile();
  #done: Promise<void>;
  #level: number;
  #shared = new Map<string, number>();
  #names: string[] = [];
  #out: PassThrough | undefined;
  #text = "";
  #rowNumber = 0;
  #columns: readonly Column[] = [];
  #letters: string[] = [];
  #name = "";
  #part = 1;
  #heading = true;

  constructor(target: string | Writable, level = 1) {
    const sink = typeof target === "string" ? createWriteStream(target) : target;
    this.#level = level;
    this.#zip.outputStream.pipe(sink);
    this.#done = finished(sink);
    this.#done.catch(() => { this.#out?.destroy(); });
  }

  /** Opens the next sheet and writes `before` and the heading row; a sheet that is full goes on as "name (2)". */
  async sheet(name: string, columns: readonly Column[], options: SheetOptions = {}): Promise<void> {
    this.#name = name;
    this.#part = 1;
    this.#heading = options.heading ?? true;
    this.#columns = columns;
    await this.#open(name);
    for (const row of options.before ?? []) await this.row(row);
    this.#writeHeading();
  }

  /** Writes the next row; await the answer when there is one, so that a slow disk holds the writer back. */
  row(values: readonly Cell[]): Promise<void> | undefined {
    if (this.#rowNumber >= maxRows) return this.#nextPart().then(() => this.row(values));
    this.#text += this.#rowXml(values, style.plain);
    return this.#text.length > flushChars ? this.#flush() : undefined;
  }

  /** The next row written gets this number; empty rows lie between (an error workbook keeps the file's own row numbers). */
  skipTo(rowNumber: number): void {
    if (rowNumber - 1 > this.#rowNumber) this.#rowNumber = Math.min(rowNumber - 1, maxRows - 1);
  }

  async close(): Promise<void> {
    if (this.#names.length === 0) await this.sheet("Sheet1", [], { heading: false });
    await this.#end();
    this.#writeParts();
    this.#zip.end();
    await this.#done;
  }

  #rowXml(values: readonly Cell[], headingStyle: string): string {
    const number = ++this.#rowNumber;
    let xml = `<row r="${number}">`;
    for (let i = 0; i < values.length; i++) {
      const cell = values[i];
      if (cell === null || cell === undefined || cell === "") continue;
      const marked = typeof cell === "object";
      const value = marked ? cell.value : cell;
      const at = `<c r="${this.#letter(i)}${number}"`;
      if (value === null || value === undefined || value === "") { if (marked) xml += `${at}${style.marked}/>`; continue; }
      if (typeof value === "number" && Number.isFinite(value) && this.#columns[i]?.text !== true) {
        xml += `${at}${marked ? style.marked : headingStyle}><v>${value}</v></c>`;
        continue;
      }
      const text = String(value);
      const look = marked ? style.marked : headingStyle !== "" ? headingStyle : risky.test(text) ? style.quoted : this.#columns[i]?.text === true ? style.text : style.plain;
      const index = this.#share(text);
      xml += index === undefined ? `${at}${look} t="inlineStr"><is>${textXml(text)}</is></c>` : `${at}${look} t="s"><v>${index}</v></c>`;
    }
    return `${xml}</row>`;
  }

  #letter(i: number): string { return (this.#letters[i] ??= columnLetters(i)); }

  #share(text: string): number | undefined {
    if (text.length > 32) return undefined;
    const known = this.#shared.get(text);
    if (known !== undefined) return known;
    if (this.#shared.size >= sharedMax) return undefined;
    this.#shared.set(text, this.#shared.size);
    return this.#shared.size - 1;
  }

  #writeHeading(): void { if (this.#heading) this.#text += this.#rowXml(this.#columns.map((c) => c.title), style.heading); }

  async #nextPart(): Promise<void> {
    this.#part += 1;
    await this.#open(`${this.#name} (${this.#part})`);
    this.#writeHeading();
  }

  async #open(name: string): Promise<void> {
    await this.#end();
    this.#names.push(sheetName(name, this.#names));
    this.#rowNumber = 0;
    this.#out = new PassThrough({ highWaterMark: 1 << 18 });
    this.#zip.addReadStream(this.#out, `xl/worksheets/sheet${this.#names.length}.xml`, { ...stamp, compressionLevel: this.#level });
    const widths = this.#columns.map((c, i) => `<col min="${i + 1}" max="${i + 1}" width="${c.width ?? 14}" customWidth="1"${c.hidden === true ? ' hidden="1"' : ""}/>`).join("");
    this.#text = `${declaration}<worksheet xmlns="${main}">${widths ? `<cols>${widths}</cols>` : ""}<sheetData>`;
  }

  async #flush(): Promise<void> {
    const out = this.#out;
    if (!out) return;
    const room = out.write(this.#text);
    this.#text = "";
    if (!room) await Promise.race([once(out, "drain"), this.#done]);
  }

  async #end(): Promise<void> {
    if (!this.#out) return;
    this.#text += "</sheetData></worksheet>";
    await this.#flush();
    this.#out.end();
    this.#out = undefined;
  }

  #writeParts(): void {
    const sheets = this.#names.map((name, i) => `<sheet name="${xmlText(name)}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`).join("");
    const links = this.#names.map((_, i) => `<Relationship Id="rId${i + 1}" Type="${office}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`).join("");
    const types = this.#names.map((_, i) => `<Override PartName="/xl/worksheets/sheet${i + 1}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`).join("");
    const n = this.#names.length;
    this.#add("xl/sharedStrings.xml", `<sst xmlns="${main}" uniqueCount="${this.#shared.size}">${[...this.#shared.keys()].map((t) => `<si>${textXml(t)}</si>`).join("")}</sst>`);
    this.#add("xl/styles.xml", styles);
    this.#add("xl/workbook.xml", `<workbook xmlns="${main}" xmlns:r="${office}"><sheets>${sheets}</sheets></workbook>`);
    this.#add("xl/_rels/workbook.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${links}<Relationship Id="rId${n + 1}" Type="${office}/styles" Target="styles.xml"/><Relationship Id="rId${n + 2}" Type="${office}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`);
    this.#add("_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`);
    this.#add("[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>${types}<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>`);
  }

  #add(path: string, xml: string): void { this.#zip.addBuffer(Buffer.from(declaration + xml), path, stamp); }
}

/** A new workbook written to a path or stream; `level` is the deflate level (1 fast … 9 small). */
export const openWorkbook = (target: string | Writable, level = 1): Workbook => new Workbook(target, level);

const textXml = (text: string): string => `<t${/^\s|\s$|\n/.test(text) ? ' xml:space="preserve"' : ""}>${xmlText(text)}</t>`;

/** A name that spreadsheets accept: at most 31 characters, none of []:*?/\ , and not used before. */
function sheetName(wanted: string, taken: readonly string[]): string {
  const clean = wanted.replace(/[[\]:*?/\\]/g, " ").slice(0, 31).trim() || "Sheet";
  for (let n = 2, name = clean; ; n++) {
    if (!taken.some((t) => t.toLowerCase() === name.toLowerCase())) return name;
    name = `${clean.slice(0, 26)} (${n})`;
  }
}

const styles = `<styleSheet xmlns="${main}"><fonts count="2"><font><sz val="11"/><name val="等线"/></font><font><b/><sz val="11"/><name val="等线"/></font></fonts>`
  + `<fills count="4"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFE8F0EE"/></patternFill></fill><fill><patternFill patternType="solid"><fgColor rgb="FFFFE2C4"/></patternFill></fill></fills>`
  + `<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>`
  + `<cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="49" fontId="1" fillId="2" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1"/><xf numFmtId="49" fontId="0" fillId="3" borderId="0" xfId="0" applyNumberFormat="1" applyFill="1"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1"/></cellXfs>`
  + `<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;
