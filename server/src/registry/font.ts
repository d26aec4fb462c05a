/**
 * The Chinese font of prints and of screenshots: the WOFF of @fontsource/noto-sans-sc unpacked to TrueType (a PDF writer fed
 * a .woff is thirty times slower). Rare names (㑇 䶮 𠮷) are not in it; callers ask `glyphs` first.
 */
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import zlib from "node:zlib";

/** Unpacks a WOFF 1 (zlib tables, W3C WOFF File Format 1.0) into the sfnt it wraps. */
export function woffToSfnt(woff: Buffer): Buffer {
  if (woff.readUInt32BE(0) !== 0x774f4646) throw new Error("not a WOFF file");
  const count = woff.readUInt16BE(12);
  const tables = Array.from({ length: count }, (_, i) => {
    const at = 44 + 20 * i;
    const [offset, packed, size, sum] = [woff.readUInt32BE(at + 4), woff.readUInt32BE(at + 8), woff.readUInt32BE(at + 12), woff.readUInt32BE(at + 16)];
    const raw = woff.subarray(offset, offset + packed);
    return { tag: woff.subarray(at, at + 4), sum, data: packed < size ? zlib.inflateSync(raw) : raw };
  });
  const power = 2 ** Math.floor(Math.log2(count));
  const head = Buffer.alloc(12 + 16 * count);
  head.writeUInt32BE(woff.readUInt32BE(4), 0);
  head.writeUInt16BE(count, 4);
  head.writeUInt16BE(16 * power, 6);
  head.writeUInt16BE(Math.log2(power), 8);
  head.writeUInt16BE(16 * (count - power), 10);
  const parts: Buffer[] = [head];
  let offset = head.length;
  tables.forEach((t, i) => {
    const at = 12 + 16 * i;
    t.tag.copy(head, at);
    head.writeUInt32BE(t.sum, at + 4);
    head.writeUInt32BE(offset, at + 8);
    head.writeUInt32BE(t.data.length, at + 12);
    const pad = Buffer.alloc((4 - (t.data.length % 4)) % 4);
    parts.push(t.data, pad);
    offset += t.data.length + pad.length;
  });
  return Buffer.concat(parts);
}

export interface Fonts { readonly regular: string; readonly bold: string }

/** Regular and bold as .ttf files in `dir`, made once. */
export function chineseFonts(dir: string): Fonts {
  fs.mkdirSync(dir, { recursive: true });
  const home = path.dirname(createRequire(import.meta.url).resolve("@fontsource/noto-sans-sc/package.json"));
  const one = (weight: number): string => {
    const to = path.join(dir, `noto-sans-sc-${weight}.ttf`);
    if (!fs.existsSync(to)) {
      const temporary = `${to}.${process.pid}`;
      fs.writeFileSync(temporary, woffToSfnt(fs.readFileSync(path.join(home, "files", `noto-sans-sc-chinese-simplified-${weight}-normal.woff`))));
      fs.renameSync(temporary, to);
    }
    return to;
  };
  return { regular: one(400), bold: one(700) };
}

/** Slices of the same family by Unicode range: they hold some 5,700 characters more than the one file, at the price of one file per range. */
export function rangeFonts(): string[] {
  const home = path.join(path.dirname(createRequire(import.meta.url).resolve("@fontsource/noto-sans-sc/package.json")), "files");
  return fs.readdirSync(home).filter((f) => /^noto-sans-sc-\d+-400-normal\.woff$/.test(f)).map((f) => path.join(home, f));
}

/** One such file as .ttf in `dir`. */
export function unpackedFont(dir: string, woff: string): string {
  const to = path.join(dir, `${path.basename(woff, ".woff")}.ttf`);
  if (!fs.existsSync(to)) {
    const temporary = `${to}.${process.pid}`;
    fs.writeFileSync(temporary, woffToSfnt(fs.readFileSync(woff)));
    fs.renameSync(temporary, to);
  }
  return to;
}
