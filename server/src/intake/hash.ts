/** Fingerprints of rows and numbers while a file is being read. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";

/**
 * 53 bits of a text, for finding equal numbers among a million rows in eight bytes each; equal fingerprints are compared in
 * full afterwards. Two multiplicative hashes (FNV-like constants, Knuth TAOCP 3 §6.4) side by side. 0 stays free for "none".
 */
export function hash53(text: string): number {
  let a = 0xdeadbeef ^ text.length;
  let b = 0x41c6ce57 ^ text.length;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    a = Math.imul(a ^ c, 2654435761);
    b = Math.imul(b ^ c, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return (b & 0x1fffff) * 4294967296 + (a >>> 0) + 1;
}

/** SHA-256 of a file. */
export async function sha256(path: string): Promise<Buffer> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  return hash.digest();
}
