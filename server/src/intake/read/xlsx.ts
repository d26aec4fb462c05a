/** Reads an XLSX workbook sheet by sheet with bounded memory (issue: import; reliability guide §3.5). */
import { posix } from "node:path";
import { StringDecoder } from "node:string_decoder";
import { excelDate } from "@diguan/core/intake/dates.ts";
import { Problem } from "@diguan/core/problem.ts";
import { doctype, eachElement } from "./markup.ts";
import { SharedStrings } from "./shared.ts";
import { SheetTokenizer, type Styles } from "./sheet.ts";
import type { Sink } from "./sink.ts";
import { openContainer, type Container } from "./zip.ts";

const small = 8 * 2 ** 20;
const sheetMax = 200;

export async function readXlsx(path: string, name: string, sink: Sink): Promise<void> {
  const box = await openContainer(path, name);
  try {
    await refuseDoctypes(box, name);
    const book = await workbook(box, name, await workbookPart(box, name));
    const shared = new SharedStrings(name);
    if (book.sharedPath !== undefined && box.has(book.sharedPath)) await feed(box, book.sharedPath, (text) => shared.write(text));
    const total = book.sheets.reduce((sum, s) => sum + box.size(s.path), 1);
    let done = 0;
    for (const sheet of book.sheets) {
      if (!box.has(sheet.path)) throw new Problem("intake.damaged", { name, detail: `缺少工作表“${sheet.name}”` });
      sink.sheet(sheet.name, sheet.hidden);
      const tokens = new SheetTokenizer({ fileName: name, shared: shared.list, styles: book.styles, sink, dateText: excelDate });
      await feed(box, sheet.path, (text, bytes) => { tokens.write(text); sink.progress?.((done += bytes) / total); });
      tokens.end();
    }
  } finally { box.close(); }
}

async function feed(box: Container, path: string, take: (text: string, bytes: number) => void): Promise<void> {
  const decoder = new StringDecoder("utf8");
  for await (const chunk of box.chunks(path)) take(decoder.write(chunk), chunk.length);
  take(decoder.end(), 0);
}

/** Parts that are never read for their content are looked at all the same: a DTD anywhere condemns the file. */
async function refuseDoctypes(box: Container, name: string): Promise<void> {
  for (const path of box.paths()) {
    if (!/\.(xml|rels|vml)$/.test(path) || box.size(path) > 2 ** 20) continue;
    if (/<!(?:DOCTYPE|ENTITY)/i.test(await box.text(path, 2 ** 20))) throw doctype(name);
  }
}

function notWorkbook(box: Container, name: string): Problem {
  if (box.has("xl/workbook.bin")) return new Problem("intake.unknownType", { name, kind: "Excel 二进制工作簿 (.xlsb)" });
  if (box.has("content.xml")) return new Problem("intake.unknownType", { name, kind: "OpenDocument (.ods)" });
  if (box.has("word/document.xml")) return new Problem("intake.unknownType", { name, kind: "Word 文档" });
  return new Problem("intake.unknownType", { name, kind: "ZIP 压缩包" });
}

interface Book { readonly sheets: readonly { readonly name: string; readonly path: string; readonly hidden: boolean }[]; readonly sharedPath: string | undefined; readonly styles: Styles }

interface Relation { readonly id: string; readonly kind: string; readonly target: string }

/** What a part is related to inside the container ("xl/workbook.xml" → its sheets, styles, strings). */
async function relationsOf(box: Container, fileName: string, part: string): Promise<Relation[]> {
  const path = posix.join(posix.dirname(part), "_rels", `${posix.basename(part)}.rels`);
  const found: Relation[] = [];
  if (!box.has(path)) return found;
  eachElement(await box.text(path, small), fileName, ({ name, attributes: a }) => {
    if (name !== "Relationship" || a["TargetMode"] === "External") return;
    const target = a["Target"] ?? "";
    found.push({ id: a["Id"] ?? "", kind: (a["Type"] ?? "").replace(/^.*\//, ""), target: (target.startsWith("/") ? target.slice(1) : posix.join(posix.dirname(part), target)).toLowerCase() });
  });
  return found;
}

/** Nearly always xl/workbook.xml; the relations of the package have the last word. */
async function workbookPart(box: Container, fileName: string): Promise<string> {
  if (box.has("xl/workbook.xml")) return "xl/workbook.xml";
  const part = (await relationsOf(box, fileName, "")).find((r) => r.kind === "officeDocument" && r.target.endsWith(".xml"))?.target;
  if (part === undefined || !box.has(part) || !/<(?:\w+:)?workbook[\s>]/.test((await box.text(part, small)).slice(0, 4096))) throw notWorkbook(box, fileName);
  return part;
}

async function workbook(box: Container, fileName: string, part: string): Promise<Book> {
  const relations = await relationsOf(box, fileName, part);
  const targets = new Map(relations.map((r) => [r.id, r]));
  const [sharedPath, stylesPath] = ["sharedStrings", "styles"].map((kind) => relations.findLast((r) => r.kind === kind)?.target);
  const sheets: { name: string; path: string; hidden: boolean }[] = [];
  let date1904 = false;
  eachElement(await box.text(part, small), fileName, ({ name, attributes: a }) => {
    if (name === "workbookPr") date1904 = a["date1904"] === "1" || a["date1904"] === "true";
    if (name !== "sheet") return;
    const to = targets.get(a["rid"] ?? "");
    // chart sheets and macro sheets are no lists
    if (to?.kind === "worksheet") sheets.push({ name: a["name"] ?? "", path: to.target, hidden: a["state"] === "hidden" || a["state"] === "veryHidden" });
  });
  if (sheets.length === 0) throw new Problem("intake.damaged", { name: fileName, detail: "没有工作表" });
  if (sheets.length > sheetMax) throw new Problem("intake.tooMuch", { name: fileName, detail: `${sheets.length} 个工作表` });
  const isDate = stylesPath !== undefined && box.has(stylesPath) ? dateStyles(await box.text(stylesPath, 4 * small), fileName) : [];
  return { sheets, sharedPath, styles: { isDate, date1904 } };
}

/** Which cell formats show a serial number as a date; built-in numbers 27–36 and 50–58 are the Chinese and Japanese dates. */
function dateStyles(xml: string, fileName: string): boolean[] {
  const custom = new Map<string, boolean>();
  const isDate: boolean[] = [];
  eachElement(xml, fileName, ({ name, attributes: a, path }) => {
    if (name === "numFmt" && path.includes("numFmts")) custom.set(a["numFmtId"] ?? "", isDateFormat(a["formatCode"] ?? ""));
    if (name === "xf" && path.includes("cellXfs")) {
      const id = Number(a["numFmtId"] ?? 0);
      isDate.push(custom.get(String(id)) ?? ((id >= 14 && id <= 17) || id === 22 || (id >= 27 && id <= 31) || id === 36 || (id >= 50 && id <= 54) || id === 57 || id === 58));
    }
  });
  return isDate;
}

const isDateFormat = (code: string): boolean => {
  const bare = code.replace(/"[^"]*"|\\.|\[(?!\$)[^\]]*\]|\[\$[^\]]*\]|_./g, "");
  return /[yd]|[年月日]/i.test(bare) || (/m/i.test(bare) && !/[hs0#?]/i.test(bare));
};
