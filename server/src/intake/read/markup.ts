/**
 * The parts of a workbook's XML that are small (workbook, relations, styles) read by saxes; and the text rules that the
 * tokenizer of sheets shares. Any DTD is refused: that closes entity bombs and external entities at once.
 */
import { SaxesParser } from "saxes";
import { Problem } from "@diguan/core/problem.ts";

export interface Element { readonly name: string; readonly attributes: Readonly<Record<string, string>>; readonly path: string }

/** Calls `found` for each element, with prefixes removed and the path of its ancestors ("styleSheet/cellXfs/xf"). */
export function eachElement(xml: string, fileName: string, found: (e: Element) => void): void {
  const parser = new SaxesParser({ xmlns: false, position: false });
  const path: string[] = [];
  parser.on("doctype", () => { throw doctype(fileName); });
  parser.on("error", (e) => { throw new Problem("intake.damaged", { name: fileName, detail: e.message }); });
  parser.on("opentag", (tag) => {
    const name = local(tag.name);
    path.push(name);
    const attributes: Record<string, string> = {};
    for (const [key, value] of Object.entries(tag.attributes)) attributes[key === "r:id" || key.endsWith(":id") ? "rid" : local(key)] = String(value);
    found({ name, attributes, path: path.join("/") });
  });
  parser.on("closetag", () => { path.pop(); });
  parser.write(xml).close();
}

const local = (name: string): string => name.slice(name.indexOf(":") + 1);
export const doctype = (fileName: string): Problem => new Problem("intake.hostile", { name: fileName, detail: "文件中含有 DTD 或实体声明" });

const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/**
 * Chunks of XML with comments taken out and CDATA turned into plain text, as the tokenizers expect them; any other
 * declaration (DTD, entity) is refused. What is cut at the end of a chunk waits for the next one.
 */
export class Declarations {
  readonly #fileName: string;
  #held = "";

  constructor(fileName: string) { this.#fileName = fileName; }

  take(chunk: string): string {
    if (this.#held === "" && !chunk.includes("<!") && !chunk.endsWith("<")) return chunk;
    let rest = this.#held + chunk;
    let clean = "";
    this.#held = "";
    for (;;) {
      const at = rest.indexOf("<!");
      const end = at < 0 ? -1 : closeOf(rest, at);
      if (at < 0 || end < 0) {
        const keep = at < 0 ? (rest.endsWith("<") ? rest.length - 1 : rest.length) : at;
        this.#held = rest.slice(keep);
        if (this.#held.length > 2 ** 20 || /^<!(?!-|\[|$)/.test(this.#held)) throw doctype(this.#fileName);
        return clean + rest.slice(0, keep);
      }
      clean += rest.slice(0, at);
      if (rest.startsWith("<![CDATA[", at)) clean += rest.slice(at + 9, end - 3).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
      else if (!rest.startsWith("<!--", at)) throw doctype(this.#fileName);
      rest = rest.slice(end);
    }
  }
}

/** Where a comment or CDATA section ends; the place itself for anything else; −1 when the end has not come yet. */
function closeOf(text: string, at: number): number {
  const mark = text.startsWith("<!--", at) ? "-->" : text.startsWith("<![CDATA[", at) ? "]]>" : "";
  if (mark === "") return text.length - at < 9 && ("<![CDATA[".startsWith(text.slice(at)) || "<!--".startsWith(text.slice(at))) ? -1 : at;
  const end = text.indexOf(mark, at + 4);
  return end < 0 ? -1 : end + 3;
}

/** Text between tags: the five XML entities, character references and _xHHHH_ (ECMA-376); any other entity is refused. */
export function plainText(raw: string, fileName: string): string {
  let text = raw;
  if (text.includes("&")) {
    text = text.replace(/&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|(\w{1,8}));|&/g, (_, decimal?: string, hex?: string, name?: string) => {
      const known = name === undefined ? undefined : entities[name];
      if (known !== undefined) return known;
      const code = decimal === undefined ? Number.parseInt(hex ?? "", 16) : Number(decimal);
      if (!(code > 0 && code <= 0x10ffff)) throw doctype(fileName);
      return String.fromCodePoint(code);
    });
  }
  return text.includes("_x") ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))) : text;
}

/** All texts of an element (<t> of a rich text, <f> of a formula) joined; phonetic hints (<rPh>) are not part of the text. `decode` resolves entities. */
export function textsOf(body: string, prefix: string, tag: string, decode: (raw: string) => string): string {
  const cut = body.includes(`<${prefix}rPh`) ? body.replace(new RegExp(`<${prefix}rPh[\\s\\S]*?</${prefix}rPh>`, "g"), "") : body;
  const open = `<${prefix}${tag}`;
  let text = "";
  let at = 0;
  for (;;) {
    const start = cut.indexOf(open, at);
    if (start < 0) return text;
    const end = cut.indexOf(">", start);
    const close = end < 0 ? -1 : cut.indexOf(`</${prefix}${tag}>`, end);
    const after = cut.charCodeAt(start + open.length);
    if (close < 0 || (after !== 62 && after !== 32) || cut.charCodeAt(end - 1) === 47) { at = start + open.length; continue; }
    text += decode(cut.slice(end + 1, close));
    at = close;
  }
}
