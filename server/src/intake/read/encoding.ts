/**
 * Which encoding a text file has: byte order mark, else valid UTF-8 from end to end, else UTF-8 with a few broken bytes, else
 * GB18030 (the superset of GBK that Chinese spreadsheets write).
 */
import { isUtf8 } from "node:buffer";
import type { FileHandle } from "node:fs/promises";

export type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "gb18030";

/** Undefined: these bytes are no text at all. Reads the whole file once. */
export async function encodingOf(file: FileHandle): Promise<{ readonly encoding: Encoding; readonly skip: number } | undefined> {
  const head = Buffer.alloc(4096);
  const { bytesRead } = await file.read(head, 0, head.length, 0);
  const start = head.subarray(0, bytesRead);
  if (start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf) return { encoding: "utf-8", skip: 3 };
  if (start[0] === 0xff && start[1] === 0xfe) return { encoding: "utf-16le", skip: 2 };
  if (start[0] === 0xfe && start[1] === 0xff) return { encoding: "utf-16be", skip: 2 };
  const zeros = [0, 0];
  for (let i = 0; i < start.length; i++) if (start[i] === 0) zeros[i % 2] = (zeros[i % 2] ?? 0) + 1;
  // Latin letters, digits and delimiters of UTF-16 leave one zero byte in two, on one side (一 is U+4E00, on the other)
  const [even, odd] = [zeros[0] ?? 0, zeros[1] ?? 0];
  if (odd > start.length / 100 && odd > even * 8) return { encoding: "utf-16le", skip: 0 };
  if (even > start.length / 100 && even > odd * 8) return { encoding: "utf-16be", skip: 0 };
  if (even + odd > 0) return undefined;
  return { encoding: (await wholeIsUtf8(file)) || mostlyUtf8(start) ? "utf-8" : "gb18030", skip: 0 };
}

/** GB18030 read as UTF-8 is nearly all broken; UTF-8 with a damaged byte has many whole Chinese characters. */
function mostlyUtf8(start: Buffer): boolean {
  const text = start.toString("utf8");
  const broken = text.split("\uFFFD").length - 1;
  return (text.match(/[\u3000-\u9FFF]/g)?.length ?? 0) > broken * 10;
}

async function wholeIsUtf8(file: FileHandle): Promise<boolean> {
  const chunk = Buffer.alloc(1 << 20);
  let at = 0;
  let carry = 0;
  for (;;) {
    const { bytesRead } = await file.read(chunk, carry, chunk.length - carry, at);
    const length = carry + bytesRead;
    if (bytesRead === 0) return carry === 0;
    at += bytesRead;
    // a character cut at the end of the chunk waits for the next one
    let whole = length;
    for (let back = 1; back <= Math.min(3, length); back++) {
      const byte = chunk[length - back] ?? 0;
      if (byte < 0x80) break;
      if (byte >= 0xc0) { if ((byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) > back) whole = length - back; break; }
    }
    if (!isUtf8(chunk.subarray(0, whole))) return false;
    carry = length - whole;
    chunk.copyWithin(0, whole, length);
  }
}
