/** Workbooks written by hand, so that a test can have what no library writes: odd cells, missing references, comments. */
import { once } from "node:events";
import { PassThrough } from "node:stream";
import { ZipFile } from "yazl";

/** `xml`: the whole <c> element, "@" stands for its reference. */
export type Cell = string | number | boolean | null | { readonly xml: string };
export interface Sheet { readonly rows: readonly (readonly Cell[])[]; readonly state?: "hidden"; readonly merges?: readonly string[]; /** changes the finished XML */ readonly edit?: (xml: string) => string }

const spreadsheet = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

export function letters(column: number): string {
  let text = "";
  for (let n = column + 1; n > 0; n = Math.floor((n - 1) / 26)) text = String.fromCharCode(65 + ((n - 1) % 26)) + text;
  return text;
}

function cellXml(cell: Cell, at: string): string {
  if (cell === null || cell === "") return "";
  if (typeof cell === "string") return `<c r="${at}" t="inlineStr"><is><t xml:space="preserve">${escaped(cell)}</t></is></c>`;
  if (typeof cell === "object") return cell.xml.replaceAll("@", at);
  return typeof cell === "number" ? `<c r="${at}"><v>${cell}</v></c>` : `<c r="${at}" t="b"><v>${cell ? 1 : 0}</v></c>`;
}

function sheetXml({ rows, merges = [], edit = (xml) => xml }: Sheet): string {
  const body = rows.map((row, i) => `<row r="${i + 1}">${row.map((c, j) => cellXml(c, `${letters(j)}${i + 1}`)).join("")}</row>`).join("");
  const merged = merges.length === 0 ? "" : `<mergeCells>${merges.map((m) => `<mergeCell ref="${m}"/>`).join("")}</mergeCells>`;
  return edit(`<?xml version="1.0" encoding="UTF-8"?>\n<worksheet xmlns="${spreadsheet}"><sheetData>${body}</sheetData>${merged}</worksheet>`);
}

/** The container of a workbook; style 1 is a date. `parts` replaces or adds parts, undefined leaves one out. */
export async function workbook(sheets: Readonly<Record<string, Sheet>>, options: { readonly date1904?: boolean; readonly parts?: Readonly<Record<string, string | undefined>> } = {}): Promise<Buffer> {
  const list = Object.entries(sheets);
  const parts: Record<string, string | undefined> = {
    "[Content_Types].xml": "<Types/>",
    "_rels/.rels": `<Relationships><Relationship Id="a" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    "xl/workbook.xml": `<workbook xmlns="${spreadsheet}" xmlns:r="${relations}">${options.date1904 ? '<workbookPr date1904="1"/>' : ""}<sheets>${list.map(([name, s], i) => `<sheet name="${escaped(name)}" sheetId="${i + 1}"${s.state ? ` state="${s.state}"` : ""} r:id="r${i + 1}"/>`).join("")}</sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships>${list.map((_, i) => `<Relationship Id="r${i + 1}" Type="${relations}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`).join("")}<Relationship Id="s" Type="${relations}/styles" Target="/xl/styles.xml"/></Relationships>`,
    "xl/styles.xml": `<styleSheet xmlns="${spreadsheet}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>`,
    ...Object.fromEntries(list.map(([, s], i) => [`xl/worksheets/sheet${i + 1}.xml`, sheetXml(s)])),
    ...options.parts,
  };
  const zip = new ZipFile();
  for (const [path, text] of Object.entries(parts)) if (text !== undefined) zip.addBuffer(Buffer.from(text), path);
  zip.end();
  const out = zip.outputStream.pipe(new PassThrough());
  const chunks: Buffer[] = [];
  out.on("data", (c: Buffer) => chunks.push(c));
  await once(out, "end");
  return Buffer.concat(chunks);
}

/** Lines of a CSV; cells with a delimiter, quote or line break are quoted. */
export const csv = (rows: readonly (readonly Cell[])[], delimiter = ",", end = "\r\n"): string =>
  rows.map((row) => row.map((c) => { const text = c === null ? "" : String(c); return text.includes(delimiter) || /["\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text; }).join(delimiter) + end).join("");
