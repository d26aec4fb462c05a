/** A CSV file written row by row with bounded memory; UTF-8, with a byte order mark where spreadsheets will open it (RFC 4180). */
import fs from "node:fs";

const flushChars = 1 << 18;

export class CsvFile {
  #file: number;
  #text: string;

  constructor(file: string, mark: boolean) {
    this.#file = fs.openSync(file, "w");
    this.#text = mark ? "\uFEFF" : "";
  }

  row(values: readonly (string | number)[]): void {
    let line = "";
    for (let i = 0; i < values.length; i++) {
      const value = values[i] ?? "";
      line += typeof value === "number" ? (i === 0 ? numberText(value) : `,${numberText(value)}`) : i === 0 ? quoted(value) : `,${quoted(value)}`;
    }
    this.#text += `${line}\r\n`;
    if (this.#text.length > flushChars) this.#flush();
  }

  close(): void {
    this.#flush();
    fs.closeSync(this.#file);
  }

  #flush(): void {
    const bytes = Buffer.from(this.#text);
    for (let at = 0; at < bytes.length;) at += fs.writeSync(this.#file, bytes, at);
    this.#text = "";
  }
}

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
/** Long numbers look as a spreadsheet saves them: 9.90102E+17. */
const numberText = (n: number): string => (n >= 1e15 ? n.toExponential(5).replace("e+", "E+") : String(n));
