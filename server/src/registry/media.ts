/** What a file is by its content, how large its kind may be, and photos without the place where they were taken (domain guide §10.3; reliability guide: hostile files). */
import { Buffer } from "node:buffer";

export interface Media { readonly type: string; readonly extension: string; readonly limitMb: number }
const media = (type: string, extension: string, limitMb: number): Media => ({ type, extension, limitMb });

const text = (head: Buffer, at: number, word: string): boolean => head.subarray(at, at + word.length).toString("latin1") === word;
const bytes = (head: Buffer, ...of: number[]): boolean => of.every((b, i) => head[i] === b);

/** Media of the kinds that may be attached, from the first bytes; a word for what it is otherwise. @example mediaOf(Buffer.from("%PDF-1.7")) // => { type: "application/pdf", … } */
export function mediaOf(head: Buffer): Media | string {
  if (bytes(head, 0xff, 0xd8, 0xff)) return media("image/jpeg", "jpg", 20);
  if (bytes(head, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return media("image/png", "png", 20);
  if (text(head, 0, "RIFF") && text(head, 8, "WEBP")) return media("image/webp", "webp", 20);
  if (text(head, 0, "%PDF-")) return media("application/pdf", "pdf", 50);
  if (text(head, 0, "RIFF") && text(head, 8, "WAVE")) return media("audio/wav", "wav", 50);
  if (text(head, 0, "OggS")) return media("audio/ogg", "ogg", 50);
  if (text(head, 0, "ID3") || (head[0] === 0xff && ((head[1] ?? 0) & 0xe6) === 0xe2)) return media("audio/mpeg", "mp3", 50);
  if (text(head, 4, "ftyp")) {
    const brand = head.subarray(8, 12).toString("latin1");
    if (brand.startsWith("M4A") || brand.startsWith("M4B")) return media("audio/mp4", "m4a", 50);
    if (/^(isom|iso[2-9]|mp4[12]|avc1|M4V |qt  |3gp|dash|MSNV)/.test(brand)) return media("video/mp4", "mp4", 200);
    return `ISO ${brand}`;
  }
  if (bytes(head, 0x1a, 0x45, 0xdf, 0xa3) && head.includes("webm")) return media("video/webm", "webm", 200);
  if (bytes(head, 0x50, 0x4b)) return "ZIP, Office";
  if (bytes(head, 0x4d, 0x5a) || bytes(head, 0x7f, 0x45, 0x4c, 0x46)) return "program";
  if (/^\s*<(!doctype|html|svg|\?xml)/i.test(head.toString("latin1"))) return "HTML, SVG";
  return head.length === 0 ? "empty" : "unknown";
}

/** Orientation tag (1–8) of an Exif segment, so that a photo stays upright when the rest of its Exif goes. */
function orientationOf(exif: Buffer): number | undefined {
  const tiff = exif.subarray(6);
  if (tiff.length < 8) return undefined;
  const little = tiff.toString("latin1", 0, 2) === "II";
  const u16 = (at: number): number => (at + 2 > tiff.length ? 0 : little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const u32 = (at: number): number => (at + 4 > tiff.length ? 0 : little ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at));
  const ifd = u32(4);
  for (let i = 0; i < Math.min(u16(ifd), 200); i++) {
    const entry = ifd + 2 + 12 * i;
    if (u16(entry) === 0x0112) { const value = u16(entry + 8); return value >= 1 && value <= 8 ? value : undefined; }
  }
  return undefined;
}

const exifWithOrientation = (orientation: number): Buffer => {
  const body = Buffer.concat([Buffer.from("Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01", "latin1"), Buffer.of(0, orientation, 0, 0), Buffer.alloc(4)]);
  const head = Buffer.from([0xff, 0xe1, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([head, body]);
};

/**
 * A JPEG without Exif, XMP and Photoshop segments (they carry the position of the house); only its orientation is kept.
 * Segments are walked up to the picture itself, which is copied as it is; `undefined` when the file is no whole JPEG.
 */
export function withoutPosition(jpeg: Buffer): { readonly file: Buffer; readonly removed: boolean } | undefined {
  if (jpeg.length < 4 || jpeg.readUInt16BE(0) !== 0xffd8) return undefined;
  const kept: Buffer[] = [];
  let orientation: number | undefined;
  let removed = false;
  let at = 2;
  while (at + 4 <= jpeg.length) {
    if (jpeg[at] !== 0xff) return undefined;
    const marker = jpeg[at + 1] ?? 0;
    if (marker === 0xff) { at++; continue; }                // fill byte
    if (marker === 0xda || marker === 0xd9) break;          // the picture begins
    const size = jpeg.readUInt16BE(at + 2);
    if (size < 2 || at + 2 + size > jpeg.length) return undefined;
    const segment = jpeg.subarray(at, at + 2 + size);
    if (marker === 0xe1 || marker === 0xed) {
      removed = true;
      if (text(segment, 4, "Exif\0\0")) orientation ??= orientationOf(segment.subarray(4));
    } else kept.push(segment);
    at += 2 + size;
  }
  if (!removed) return { file: jpeg, removed };
  return { file: Buffer.concat([jpeg.subarray(0, 2), ...(orientation === undefined ? [] : [exifWithOrientation(orientation)]), ...kept, jpeg.subarray(at)]), removed };
}
