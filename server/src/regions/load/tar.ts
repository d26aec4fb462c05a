/**
 * Takes the list files out of a .tgz of npm: a streaming reader of the few things such an archive holds. Only known file
 * names are written, by their last part, so that no path of the archive is ever followed; the size is bounded.
 */
import { createReadStream } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import path from "node:path";
import { createGunzip } from "node:zlib";
import { listFiles } from "@diguan/core/regions/list.ts";
import { Usage } from "../../command.ts";

const block = 512;
const mostBytes = 1_500_000_000;

const text = (header: Buffer, from: number, to: number): string => { const end = header.subarray(from, to).indexOf(0); return header.subarray(from, end === -1 ? to : from + end).toString("utf8"); };
const isZero = (b: Buffer): boolean => b.every((x) => x === 0);

/** Writes `<name>.csv` (or .json where the archive holds no csv before it) into `into`; stops reading when all five are there. */
export async function unpackLists(archive: string, into: string): Promise<void> {
  const done = new Set<string>();
  let pending: Buffer = Buffer.alloc(0);
  let left = 0;                                   // bytes of the present entry still to come, padding excluded
  let padding = 0;
  let read = 0;
  let out: FileHandle | undefined;
  let name = "";
  const gunzip = createGunzip();
  const source = createReadStream(archive).on("error", (e) => gunzip.destroy(e));
  try {
    for await (const chunk of source.pipe(gunzip)) {
      const bytes = chunk as Buffer;
      if ((read += bytes.length) > mostBytes) throw new Usage(`${archive} unpacks to more than ${mostBytes / 1e6} MB; this is not a list of regions`);
      pending = pending.length === 0 ? bytes : Buffer.concat([pending, bytes]);
      while (pending.length > 0) {
        if (left > 0) {
          const part = pending.subarray(0, left);
          if (out) await out.write(part);
          left -= part.length; pending = pending.subarray(part.length);
          if (left > 0) break;
          if (out) { await out.close(); out = undefined; done.add(name); if (listFiles.every((f) => done.has(`${f.file}.csv`))) { source.destroy(); return; } }
        }
        if (padding > 0) {
          const skip = Math.min(padding, pending.length);
          padding -= skip; pending = pending.subarray(skip);
          if (padding > 0) break;
        }
        if (pending.length < block) break;
        const header = pending.subarray(0, block);
        pending = pending.subarray(block);
        if (isZero(header)) continue;
        const size = Number.parseInt(text(header, 124, 136).trim() || "0", 8);
        if (!Number.isSafeInteger(size) || size < 0 || text(header, 257, 262) !== "ustar") throw new Usage(`${archive} is no tar archive of npm`);
        name = path.posix.basename(text(header, 0, 100));
        const plain = header[156] === 0 || header[156] === 0x30;
        const wanted = plain && listFiles.some((f) => name === `${f.file}.csv` || (name === `${f.file}.json` && !done.has(`${f.file}.csv`)));
        left = size; padding = (block - (size % block)) % block;
        if (wanted) out = await open(path.join(into, name), "w");
      }
    }
  } catch (e) {
    if (e instanceof Usage) throw e;
    throw new Usage(`${archive} cannot be unpacked: ${(e as Error).message}`);
  } finally { await out?.close(); source.destroy(); }
  if (left > 0) throw new Usage(`${archive} is cut off: fetch it again`);
}
