import { createHash, randomBytes } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { afterAll, describe, expect, test } from "vitest";
import { readKeys } from "../config.ts";
import { store } from "./attachments.ts";
import { mediaOf } from "./media.ts";
import { withoutPlace } from "./position.ts";
import { readStored } from "./vault.ts";

const dir = fs.mkdtempSync(path.join(os.tmpdir(), "dg-vault-"));
afterAll(() => { fs.rmSync(dir, { recursive: true }); });
const read = async (file: string): Promise<Buffer> => { const parts: Buffer[] = []; for await (const p of readStored(dir, file)) parts.push(p as Buffer); return Buffer.concat(parts); };
const pdf = (size: number): Buffer => Buffer.concat([Buffer.from("%PDF-1.7\n"), randomBytes(size)]);

describe("attachments at rest", () => {
  test.each([0, 1, (1 << 16) - 9, (1 << 16) - 8, 200_000])("a file of %i bytes lies there sealed and comes back whole", async (size) => {
    const content = pdf(size);
    const kept = await store(dir, "a.pdf", Readable.from([content.subarray(0, 100), content.subarray(100)]));
    const disk = fs.readFileSync(kept.path);
    expect(disk.subarray(0, 8).toString("latin1")).toBe(`DGA1${Buffer.from(readKeys(dir).id, "hex").toString("latin1")}`);
    expect(disk.includes("%PDF")).toBe(false);
    expect(kept.sha256.equals(createHash("sha256").update(content).digest())).toBe(true);
    expect((await read(kept.path)).equals(content)).toBe(true);
  });
  test("cut, changed or put under another name it is refused", async () => {
    const kept = await store(dir, "a.pdf", Readable.from([pdf(150_000)]));
    const disk = fs.readFileSync(kept.path);
    const other = path.join(dir, "attachments", "ff".repeat(32));
    for (const bad of [disk.subarray(0, disk.length - 40), disk.subarray(0, 24 + (1 << 16) + 16), Buffer.from(disk.map((b, i) => (i === 70_000 ? b ^ 1 : b)))]) {
      fs.writeFileSync(kept.path, bad);
      await expect(read(kept.path)).rejects.toThrow(/unable to authenticate|Unsupported state|Invalid authentication tag/i);
    }
    fs.writeFileSync(other, disk);
    await expect(read(other)).rejects.toThrow(/unable to authenticate/i);
  });
  test("a file of an earlier installation, plain, is read as it is", async () => {
    const old = path.join(dir, "attachments", "00".repeat(32));
    fs.writeFileSync(old, "%PDF-1.4 plain");
    expect((await read(old)).toString()).toBe("%PDF-1.4 plain");
  });
});

describe("no position", () => {
  const clean = (file: Buffer): { removed: boolean; text: string; length: number } | undefined => { const m = mediaOf(file); if (typeof m === "string") throw new Error(m); const c = withoutPlace(m, file); return c && { removed: c.removed, text: c.file.toString("latin1"), length: c.file.length }; };
  const pngPart = (type: string, body: string): Buffer => { const b = Buffer.from(body, "latin1"); const head = Buffer.alloc(4); head.writeUInt32BE(b.length); return Buffer.concat([head, Buffer.from(type), b, Buffer.alloc(4)]); };
  const start = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  test("PNG: Exif and texts go, the picture stays, also nothing behind its end", () => {
    const sound = Buffer.concat([start, pngPart("IHDR", "0123456789abc"), pngPart("IDAT", "picture"), pngPart("IEND", "")]);
    expect(clean(sound)).toMatchObject({ removed: false, length: sound.length });
    const told = clean(Buffer.concat([start, pngPart("IHDR", "0123456789abc"), pngPart("eXIf", "GPS"), pngPart("iTXt", "XML:com.adobe.xmp GPS"), pngPart("IDAT", "picture"), pngPart("IEND", ""), Buffer.from("GPS")]));
    expect(told).toEqual({ removed: true, text: sound.toString("latin1"), length: sound.length });
    expect(clean(sound.subarray(0, 40))).toBeUndefined();
  });
  const riff = (parts: readonly (readonly [string, string])[]): Buffer => { const body = Buffer.concat(parts.map(([type, text]) => { const b = Buffer.from(text, "latin1"); const head = Buffer.alloc(8); head.write(type); head.writeUInt32LE(b.length, 4); return Buffer.concat([head, b, Buffer.alloc(b.length % 2)]); })); const head = Buffer.from("RIFF\0\0\0\0WEBP"); head.writeUInt32LE(body.length + 4, 4); return Buffer.concat([head, body]); };
  test("WebP: Exif and XMP go, with their flags", () => {
    const told = clean(riff([["VP8X", "\x1c\0\0\0\x01\0\0\x01\0\0"], ["VP8 ", "picture"], ["EXIF", "GPS"], ["XMP ", "GPS!"]]));
    expect(told?.removed).toBe(true);
    expect(told?.text).toBe(riff([["VP8X", "\x10\0\0\0\x01\0\0\x01\0\0"], ["VP8 ", "picture"]]).toString("latin1"));
  });
  const box = (type: string, body: Buffer): Buffer => { const head = Buffer.alloc(8); head.writeUInt32BE(body.length + 8); head.write(type, 4); return Buffer.concat([head, body]); };
  test("MP4: descriptions become free space, no offset moves", () => {
    const film = Buffer.concat([box("ftyp", Buffer.from("isom\0\0\0\0")), box("moov", Buffer.concat([box("mvhd", Buffer.from("head")), box("trak", box("meta", Buffer.from("+31.2+121.4/"))), box("udta", Buffer.from("\xa9xyz+31.2+121.4/", "latin1"))])), box("mdat", Buffer.from("udta in the film"))]);
    const told = clean(film);
    expect([told?.removed, told?.length, told?.text.includes("121.4"), told?.text.includes("udta in the film"), told?.text.includes("mvhd")]).toEqual([true, film.length, false, true, true]);
    expect(clean(film.subarray(0, 50))).toBeUndefined();
  });
});
