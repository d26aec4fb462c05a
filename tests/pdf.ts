/** Text of a PDF made by our writer: content streams decoded through each font's ToUnicode map. For tests only. */
import zlib from "node:zlib";

export function pdfText(pdf: Buffer): { readonly pages: number; readonly text: string } {
  const raw = pdf.toString("latin1");
  const objects = new Map<string, { readonly head: string; readonly stream: string }>();
  for (const m of raw.matchAll(/(\d+) 0 obj\n([\s\S]*?)\nendobj/g)) {
    const body = m[2] ?? "";
    const at = body.indexOf("stream\n");
    const head = at < 0 ? body : body.slice(0, at);
    let stream = "";
    if (at >= 0) {
      const bytes = Buffer.from(body.slice(at + 7, body.lastIndexOf("\nendstream")), "latin1");
      stream = (head.includes("FlateDecode") ? zlib.inflateSync(bytes) : bytes).toString("latin1");
    }
    objects.set(m[1] ?? "", { head, stream });
  }
  const maps = new Map<string, Map<number, string>>();
  for (const { head } of objects.values()) {
    for (const m of head.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
      const cmap = objects.get(/\/ToUnicode (\d+) 0 R/.exec(objects.get(m[2] ?? "")?.head ?? "")?.[1] ?? "")?.stream;
      if (cmap) maps.set(m[1] ?? "", unicodeOf(cmap));
    }
  }
  let text = "";
  for (const { stream } of objects.values()) {
    if (!/\bTf\b/.test(stream)) continue;
    let font = new Map<number, string>();
    for (const m of stream.matchAll(/\/(F\d+) [\d.]+ Tf|<([0-9a-f]+)>|\bET\b/gi)) {
      if (m[1]) font = maps.get(m[1]) ?? new Map();
      else if (m[2]) for (let i = 0; i < m[2].length; i += 4) text += font.get(Number.parseInt(m[2].slice(i, i + 4), 16)) ?? "";
    }
    text += "\n";
  }
  return { pages: (raw.match(/\/Type \/Page\n/g) ?? []).length, text };
}

const hex = (text: string): string => Buffer.from(text, "hex").swap16().toString("utf16le");
function unicodeOf(cmap: string): Map<number, string> {
  const map = new Map<number, string>();
  for (const m of cmap.matchAll(/<([0-9a-f]{4})> <([0-9a-f]{4})> \[([^\]]*)\]/gi)) [...(m[3] ?? "").matchAll(/<([0-9a-f ]*)>/gi)].forEach((v, i) => map.set(Number.parseInt(m[1] ?? "0", 16) + i, hex((v[1] ?? "").replaceAll(" ", ""))));
  return map;
}
