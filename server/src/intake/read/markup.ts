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
