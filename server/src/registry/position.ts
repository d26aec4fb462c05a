/**
 * Pictures and films without the place where they were taken (domain guide §10.3). PNG and WebP lose their text and Exif parts;
 * in MP4, MOV and M4A the boxes that carry descriptions are overwritten where they stand, so that no offset moves. What
 * remains accepted (PDF, MP3, WAV, Ogg, WebM) is written by recorders without a position; HEIC is not accepted at all.
 */
import type { Media } from "./media.ts";
import { withoutPosition } from "./media.ts";

export interface Cleaned { readonly file: Buffer; readonly removed: boolean }

/** Kinds that are cleaned, and must be in memory for that. */
export const cleaned = (media: Media): boolean => /^image\/|^(video|audio)\/mp4$/.test(media.type);

/** `undefined`: the file is not whole. */
export function withoutPlace(media: Media, file: Buffer): Cleaned | undefined {
  if (media.type === "image/jpeg") return withoutPosition(file);
  if (media.type === "image/png") return png(file);
  if (media.type === "image/webp") return webp(file);
  return boxes(file);
}

/** Parts of a PNG that show the picture; texts (XMP among them), Exif and times go. */
const pngParts = /^(IHDR|PLTE|IDAT|IEND|tRNS|cHRM|gAMA|iCCP|sBIT|sRGB|bKGD|pHYs|acTL|fcTL|fdAT|cICP)$/;

function png(file: Buffer): Cleaned | undefined {
  const kept: Buffer[] = [file.subarray(0, 8)];
  let removed = false;
  for (let at = 8; at < file.length;) {
    if (at + 12 > file.length) return undefined;
    const size = file.readUInt32BE(at);
    const type = file.toString("latin1", at + 4, at + 8);
    if (at + 12 + size > file.length) return undefined;
    if (pngParts.test(type)) kept.push(file.subarray(at, at + 12 + size)); else removed = true;
    at += 12 + size;
    // what hangs on behind the end belongs to no picture
    if (type === "IEND") return removed || at < file.length ? { file: Buffer.concat(kept), removed: true } : { file, removed };
  }
  return undefined;
}

function webp(file: Buffer): Cleaned | undefined {
  const end = Math.min(file.length, file.readUInt32LE(4) + 8);
  const kept: Buffer[] = [];
  let removed = end < file.length;
  for (let at = 12; at + 8 <= end;) {
    const size = file.readUInt32LE(at + 4);
    const next = at + 8 + size + (size % 2);
    if (at + 8 + size > end) return undefined;
    const type = file.toString("latin1", at, at + 4);
    const part = Buffer.from(file.subarray(at, Math.min(next, end)));
    // flags of the extended header: 8 = Exif, 4 = XMP
    if (type === "VP8X") part[8] = (part[8] ?? 0) & ~0x0c;
    if (type === "EXIF" || type === "XMP ") removed = true; else kept.push(part);
    at = next;
  }
  if (kept.length === 0) return undefined;
  if (!removed) return { file, removed };
  const body = Buffer.concat(kept);
  const head = Buffer.from(file.subarray(0, 12));
  head.writeUInt32LE(body.length + 4, 4);
  return { file: Buffer.concat([head, body]), removed };
}

const described = new Set(["udta", "meta", "uuid"]);

/** ISO base media (ISO/IEC 14496-12): boxes of descriptions become free space of the same size. */
function boxes(original: Buffer): Cleaned | undefined {
  const file = Buffer.from(original);
  let removed = false;
  const walk = (from: number, to: number, inside: boolean): boolean => {
    for (let at = from; at < to;) {
      if (at + 8 > to) return false;
      const short = file.readUInt32BE(at);
      const wide = short === 1;
      if (wide && at + 16 > to) return false;
      const size = wide ? Number(file.readBigUInt64BE(at + 8)) : short === 0 ? to - at : short;
      const head = wide ? 16 : 8;
      if (size < head || at + size > to) return false;
      const type = file.toString("latin1", at + 4, at + 8);
      if (described.has(type)) {
        file.write("free", at + 4, "latin1");
        file.fill(0, at + head, at + size);
        removed = true;
      } else if ((type === "moov" && !inside) || (inside && type === "trak")) {
        if (!walk(at + head, at + size, true)) return false;
      }
      at += size;
    }
    return true;
  };
  return walk(0, file.length, false) ? { file: removed ? file : original, removed } : undefined;
}
