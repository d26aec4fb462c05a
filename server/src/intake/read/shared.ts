/** Shared strings of a workbook (ECMA-376 §18.4): rich text joined, phonetic hints left out, kept within a memory budget. */
import { Problem } from "@diguan/core/problem.ts";
import { Declarations, plainText, textsOf } from "./markup.ts";

const maxStrings = 6_000_000;
const maxChars = 160 * 2 ** 20;
const maxItem = 4 * 2 ** 20;

/** Collects the strings of chunks of xl/sharedStrings.xml. */
export class SharedStrings {
  readonly list: string[] = [];
  readonly #fileName: string;
  #prefix: string | undefined;
  #buffer = "";
  #chars = 0;
  readonly #declarations: Declarations;

  constructor(fileName: string) { this.#fileName = fileName; this.#declarations = new Declarations(fileName); }

  write(chunk: string): void {
    this.#buffer += this.#declarations.take(chunk);
    if (this.#prefix === undefined) {
      const root = /<((?:[A-Za-z_][\w.-]*:)?)sst[\s>/]/.exec(this.#buffer);
      if (!root) {
        if (this.#buffer.length > 65_536) throw new Problem("intake.damaged", { name: this.#fileName, detail: "共享文字表" });
        return;
      }
      this.#prefix = root[1] ?? "";
      this.#buffer = this.#buffer.slice(root.index + root[0].length - 1);
    }
    const open = `<${this.#prefix}si`;
    const close = `</${this.#prefix}si>`;
    let at = 0;
    for (;;) {
      const start = this.#buffer.indexOf(open, at);
      if (start < 0) break;
      const tagEnd = this.#buffer.indexOf(">", start);
      if (tagEnd < 0) { at = start; break; }
      if (this.#buffer.charCodeAt(tagEnd - 1) === 47) { this.#keep(""); at = tagEnd + 1; continue; }
      const end = this.#buffer.indexOf(close, tagEnd);
      if (end < 0) { at = start; break; }
      this.#keep(this.#item(this.#buffer.slice(tagEnd + 1, end)));
      at = end + close.length;
    }
    this.#buffer = this.#buffer.slice(at === 0 ? Math.max(0, this.#buffer.lastIndexOf(open)) : at);
    if (this.#buffer.length > maxItem) throw new Problem("intake.tooMuch", { name: this.#fileName, detail: "一个单元格的文字过长" });
  }

  #keep(text: string): void {
    this.#chars += text.length;
    if (this.list.length >= maxStrings || this.#chars > maxChars) throw new Problem("intake.tooMuch", { name: this.#fileName, detail: "不同的文字太多" });
    // copied, so that a short text does not keep the chunk it was cut from alive
    this.list.push(text.length > 12 ? Buffer.from(text).toString() : text);
  }

  #item(body: string): string {
    return textsOf(body, this.#prefix ?? "", "t", (raw) => plainText(raw, this.#fileName));
  }
}
