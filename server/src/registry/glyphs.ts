/** Which characters a font file can draw: its `cmap` (OpenType spec, formats 4 and 12), so that no print shows a box for a name. */
import fs from "node:fs";

/** Code points of a TrueType/OpenType file, or of one face of a collection (.ttc). */
export const codePoints = (file: string, face = 0): ReadonlySet<number> => codePointsOf(fs.readFileSync(file), face);

export function codePointsOf(font: Buffer, face = 0): ReadonlySet<number> {
  const start = font.toString("latin1", 0, 4) === "ttcf" ? font.readUInt32BE(12 + 4 * face) : 0;
  const found = new Set<number>();
  for (let i = 0; i < font.readUInt16BE(start + 4); i++) {
    const entry = start + 12 + 16 * i;
    if (font.toString("latin1", entry, entry + 4) !== "cmap") continue;
    const cmap = font.readUInt32BE(entry + 8);
    for (let t = 0; t < font.readUInt16BE(cmap + 2); t++) readTable(font, cmap + font.readUInt32BE(cmap + 4 + 8 * t + 4), found);
  }
  return found;
}

function readTable(font: Buffer, at: number, found: Set<number>): void {
  const format = font.readUInt16BE(at);
  if (format === 12) {
    for (let g = 0; g < font.readUInt32BE(at + 12); g++) {
      const group = at + 16 + 12 * g;
      const [from, to] = [font.readUInt32BE(group), font.readUInt32BE(group + 4)];
      for (let c = from; c <= to && c <= 0x10ffff; c++) found.add(c);
    }
  } else if (format === 4) {
    const segments = font.readUInt16BE(at + 6) / 2;
    for (let s = 0; s < segments; s++) {
      const [to, from] = [font.readUInt16BE(at + 14 + 2 * s), font.readUInt16BE(at + 16 + 2 * segments + 2 * s)];
      const delta = font.readUInt16BE(at + 16 + 4 * segments + 2 * s);
      const offsetAt = at + 16 + 6 * segments + 2 * s;
      const offset = font.readUInt16BE(offsetAt);
      for (let c = from; c <= to && c !== 0xffff; c++) {
        const glyph = offset === 0 ? (c + delta) & 0xffff : font.readUInt16BE(Math.min(font.length - 2, offsetAt + offset + 2 * (c - from)));
        if (glyph !== 0) found.add(c);
      }
    }
  }
}

/** PostScript name of a face: how a face of a collection is asked for. */
export function postScriptName(file: string, face = 0): string | undefined {
  const font = fs.readFileSync(file);
  const start = font.toString("latin1", 0, 4) === "ttcf" ? font.readUInt32BE(12 + 4 * face) : 0;
  for (let i = 0; i < font.readUInt16BE(start + 4); i++) {
    const entry = start + 12 + 16 * i;
    if (font.toString("latin1", entry, entry + 4) !== "name") continue;
    const table = font.readUInt32BE(entry + 8);
    for (let n = 0; n < font.readUInt16BE(table + 2); n++) {
      const row = table + 6 + 12 * n;
      if (font.readUInt16BE(row + 6) !== 6) continue;
      const at = table + font.readUInt16BE(table + 4) + font.readUInt16BE(row + 10);
      const raw = font.subarray(at, at + font.readUInt16BE(row + 8));
      return font.readUInt16BE(row) === 1 ? raw.toString("latin1") : Buffer.from(raw).swap16().toString("utf16le");
    }
  }
  return undefined;
}
