/**
 * Opens an XLSX container with the gates of reliability guide §3.5: number of entries, declared sizes, ratio and overlap are
 * judged before anything is inflated, bytes are counted while inflating, names that leave the archive are refused.
 */
import type { Readable } from "node:stream";
import { openPromise, type Entry, type ZipFile } from "yauzl";
import { Problem } from "@diguan/core/problem.ts";

export interface Gates { readonly entries: number; readonly entryBytes: number; readonly totalBytes: number; readonly ratio: number; readonly ratioFloorBytes: number }
export const gates: Gates = { entries: 2000, entryBytes: 4 * 2 ** 30, totalBytes: 6 * 2 ** 30, ratio: 100, ratioFloorBytes: 4 * 2 ** 20 };

export class Container {
  readonly #zip: ZipFile;
  readonly #name: string;
  readonly #entries: ReadonlyMap<string, Entry>;

  constructor(zip: ZipFile, name: string, entries: ReadonlyMap<string, Entry>) {
    this.#zip = zip;
    this.#name = name;
    this.#entries = entries;
  }

  has(path: string): boolean { return this.#entries.has(path.toLowerCase()); }
  paths(): readonly string[] { return [...this.#entries.keys()]; }
  size(path: string): number { return this.#entries.get(path.toLowerCase())?.uncompressedSize ?? 0; }

  /** Inflated chunks of an entry; more bytes than declared, a wrong checksum or a cut stream is a Problem. */
  async *chunks(path: string): AsyncGenerator<Buffer> {
    const entry = this.#entries.get(path.toLowerCase());
    if (!entry) throw new Problem("intake.damaged", { name: this.#name, detail: `缺少 ${path}` });
    let seen = 0;
    try {
      const stream: Readable = await this.#zip.openReadStreamPromise(entry);
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        seen += chunk.length;
        if (seen > entry.uncompressedSize) throw new Problem("intake.hostile", { name: this.#name, detail: `${path} 解压后比声明的大` });
        yield chunk;
      }
    } catch (e) {
      throw e instanceof Problem ? e : new Problem("intake.damaged", { name: this.#name, detail: `${path}：${(e as Error).message}` });
    }
    if (seen !== entry.uncompressedSize) throw new Problem("intake.damaged", { name: this.#name, detail: `${path} 长度与声明不符` });
  }

  /** A small entry as text; larger than `max` bytes is refused. */
  async text(path: string, max: number): Promise<string> {
    if (this.size(path) > max) throw new Problem("intake.tooMuch", { name: this.#name, detail: `${path} 超过 ${Math.round(max / 2 ** 20)} MB` });
    const parts: Buffer[] = [];
    for await (const chunk of this.chunks(path)) parts.push(chunk);
    return Buffer.concat(parts).toString("utf8").replace(/^\uFEFF/, "");
  }

  close(): void { this.#zip.close(); }
}

/** Reads the directory of the archive and judges it; nothing is inflated yet. */
export async function openContainer(path: string, name: string, limits: Gates = gates): Promise<Container> {
  const refuse = (detail: string): never => { throw new Problem("intake.hostile", { name, detail }); };
  let zip: ZipFile;
  try {
    zip = await openPromise(path, { lazyEntries: true, autoClose: false, validateEntrySizes: true, strictFileNames: false });
  } catch (e) { throw new Problem("intake.damaged", { name, detail: (e as Error).message }); }
  try {
    if (zip.entryCount > limits.entries) refuse(`压缩包内有 ${zip.entryCount} 个文件`);
    const entries = new Map<string, Entry>();
    const spans: { from: number; to: number }[] = [];
    let total = 0;
    for await (const entry of zip.eachEntry()) {
      total += entry.uncompressedSize;
      if (entry.uncompressedSize > limits.entryBytes || total > limits.totalBytes) refuse("解压后的大小超过上限");
      if (entry.uncompressedSize > limits.ratioFloorBytes && entry.uncompressedSize > entry.compressedSize * limits.ratio) refuse(`压缩比异常（${entry.fileName} 超过 ${limits.ratio} 倍）`);
      if (entry.isEncrypted()) throw new Problem("intake.password", { name });
      const key = entry.fileName.toLowerCase();
      if (entries.has(key)) refuse(`压缩包内有两个 ${entry.fileName}`);
      entries.set(key, entry);
      spans.push({ from: entry.relativeOffsetOfLocalHeader, to: entry.relativeOffsetOfLocalHeader + 30 + entry.compressedSize });
    }
    // overlapping entries make a bomb of a small file without any high ratio
    spans.sort((a, b) => a.from - b.from);
    if (spans.some((s, i) => i > 0 && s.from < (spans[i - 1]?.to ?? 0))) refuse("压缩包内的文件互相重叠");
    return new Container(zip, name, entries);
  } catch (e) {
    zip.close();
    if (e instanceof Problem) throw e;
    const message = (e as Error).message;
    throw /relative path|absolute path|invalid characters/.test(message) ? new Problem("intake.hostile", { name, detail: `压缩包内的文件名不正常（${message}）` }) : new Problem("intake.damaged", { name, detail: message });
  }
}
