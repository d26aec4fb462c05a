/** A PDF from a document definition. The writer keeps its fonts globally, so prints wait for each other. */
import type { TDocumentDefinitions } from "pdfmake/interfaces.js";
import { mainFont, type FontFiles } from "./typeset.ts";

interface Writer { setFonts(fonts: unknown): void; setUrlAccessPolicy(allow: (url: string) => boolean): void; setLocalAccessPolicy(allow: (path: string) => boolean): void; createPdf(doc: TDocumentDefinitions): { getBuffer(): Promise<Uint8Array> } }
let writer: Promise<Writer> | undefined;
let queue: Promise<unknown> = Promise.resolve();

/** A section's title in the last tenth of a page would stand there without its table: it begins the next page. */
const lonely: TDocumentDefinitions["pageBreakBefore"] = (node) => node.headlineLevel === 1 && node.startPosition.verticalRatio > 0.9;

/** The document in A4, 20 mm margins (look.md §4 print). */
export function makePdf(doc: TDocumentDefinitions, fonts: Readonly<Record<string, FontFiles>>): Promise<Buffer> {
  const made = queue.then(async () => {
    // loaded at the first print: the server starts without it
    writer ??= import("pdfmake").then((m) => ("default" in m ? m.default : m) as unknown as Writer);
    const pdf = await writer;
    const files = new Set(Object.values(fonts).flatMap((f) => [f.normal, f.bold]).map((f) => (typeof f === "string" ? f : f[0])));
    pdf.setUrlAccessPolicy(() => false);
    pdf.setLocalAccessPolicy((path) => files.has(path));
    pdf.setFonts(Object.fromEntries(Object.entries(fonts).map(([name, f]) => [name, { normal: f.normal, bold: f.bold, italics: f.normal, bolditalics: f.bold }])));
    const mm = 72 / 25.4;
    return Buffer.from(await pdf.createPdf({ pageSize: "A4", pageMargins: [20 * mm, 20 * mm, 20 * mm, 22 * mm], defaultStyle: { font: mainFont, fontSize: 9.5, lineHeight: 1.25 }, compress: true, pageBreakBefore: lonely, ...doc }).getBuffer());
  });
  queue = made.catch(() => {});
  return made;
}
