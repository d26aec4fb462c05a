/** Which encoding a text file has: byte order mark, else valid UTF-8 from end to end, else GB18030 (the superset of GBK that Chinese spreadsheets write). */
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
  // Latin letters and digits of UTF-16 leave one zero byte in two, always on the same side
  if ((zeros[1] ?? 0) > start.length / 8 && zeros[0] === 0) return { encoding: "utf-16le", skip: 0 };
  if ((zeros[0] ?? 0) > start.length / 8 && zeros[1] === 0) return { encoding: "utf-16be", skip: 0 };
  if ((zeros[0] ?? 0) + (zeros[1] ?? 0) > 0) return undefined;
  return { encoding: (await wholeIsUtf8(file)) ? "utf-8" : "gb18030", skip: 0 };
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
