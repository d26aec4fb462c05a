/**
 * Uploaded files at rest: encrypted with a key of their own (AES-256-CTR; the key is sealed in the batch), named after the
 * batch, so that neither the disk nor a dump alone shows certificate numbers. A plain copy exists only while it is read.
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes, randomUUID } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { Transform, type Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

export interface Kept { readonly sha256: Buffer; readonly bytes: number; /** hex, to be sealed in the batch */ readonly key: string }

const folder = (dataDir: string): string => path.join(dataDir, "intake");
const fileOf = (dataDir: string, batch: string): string => path.join(folder(dataDir), `${batch}.sealed`);
/** Where plain copies and row stores live while a batch is worked on. */
export const scratchOf = (dataDir: string): string => path.join(folder(dataDir), "scratch");
const iv = Buffer.alloc(16);

export async function keepUpload(dataDir: string, batch: string, source: Readable): Promise<Kept> {
  fs.mkdirSync(folder(dataDir), { recursive: true, mode: 0o700 });
  const key = randomBytes(32);
  const hash = createHash("sha256");
  let bytes = 0;
  const count = new Transform({ transform(chunk: Buffer, _encoding, done) { hash.update(chunk); bytes += chunk.length; done(null, chunk); } });
  await pipeline(source, count, createCipheriv("aes-256-ctr", key, iv), fs.createWriteStream(fileOf(dataDir, batch), { mode: 0o600 }));
  return { sha256: hash.digest(), bytes, key: key.toString("hex") };
}

/** Calls `use` with the path of a plain copy that is removed afterwards. */
export async function withUpload<T>(dataDir: string, batch: string, key: string, use: (path: string) => Promise<T>): Promise<T> {
  const plain = path.join(scratchOf(dataDir), `.file-${randomUUID()}`);
  fs.mkdirSync(path.dirname(plain), { recursive: true, mode: 0o700 });
  try {
    await pipeline(fs.createReadStream(fileOf(dataDir, batch)), createDecipheriv("aes-256-ctr", Buffer.from(key, "hex"), iv), fs.createWriteStream(plain, { mode: 0o600 }));
    return await use(plain);
  } finally { fs.rmSync(plain, { force: true }); }
}

export const dropUpload = (dataDir: string, batch: string): void => fs.rmSync(fileOf(dataDir, batch), { force: true });

/** Plain copies that a killed process left behind; nobody else works here when this is called (start of the server). */
export function sweepScratch(dataDir: string): void {
  const scratch = scratchOf(dataDir);
  if (!fs.existsSync(scratch)) return;
  for (const name of fs.readdirSync(scratch)) {
    const at = path.join(scratch, name);
    if (name.startsWith(".file-") && Date.now() - fs.statSync(at).mtimeMs > 3_600_000) fs.rmSync(at, { force: true });
  }
}
