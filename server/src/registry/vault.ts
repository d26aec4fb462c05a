/**
 * Attachments at rest (reliability guide §3.3, domain guide §10.2: photos of homes and certificates are C3): AES-256-GCM in
 * pieces, each file under a key of its own derived from the installation's (HKDF with 16 random bytes). A piece is bound to the
 * content's hash, its number and whether it is the last, so that nothing can be cut, moved or exchanged. Files of earlier
 * installations, which lie there plain, are read as they are.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { open } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { readKeys, type Keys } from "../config.ts";

const magic = Buffer.from("DGA1");
const saltBytes = 16;
const headerBytes = magic.length + 4 + saltBytes;
const pieceBytes = 1 << 16;
const tagBytes = 16;

const fileKey = (keys: Keys, salt: Uint8Array): Uint8Array => new Uint8Array(hkdfSync("sha256", Buffer.from(keys.data, "hex"), salt, "diguan attachment", 32));
/** Number of the piece and, in the last byte, whether it is the last one. */
function nonceOf(piece: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUInt32BE(piece, 7);
  nonce[11] = last ? 1 : 0;
  return nonce;
}
const bound = (sha256: string): Buffer => Buffer.from(`registry.attachment|${sha256}`);

/** Pieces of equal size; the last may be shorter and exists even for an empty file. */
async function* pieces(source: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<{ readonly bytes: Buffer; readonly last: boolean }> {
  let held = Buffer.alloc(0);
  for await (const chunk of source) {
    held = held.length === 0 ? Buffer.from(chunk) : Buffer.concat([held, chunk]);
    while (held.length > size) { yield { bytes: held.subarray(0, size), last: false }; held = held.subarray(size); }
  }
  yield { bytes: held, last: true };
}

/** Writes plain content sealed; `sha256` is the hex hash of the plain content. */
export async function seal(dataDir: string, to: string, source: AsyncIterable<Uint8Array>, sha256: string): Promise<void> {
  const keys = readKeys(dataDir);
  const salt = randomBytes(saltBytes);
  const key = fileKey(keys, salt);
  const sealed = async function* (): AsyncGenerator<Buffer> {
    yield Buffer.concat([magic, Buffer.from(keys.id, "hex"), salt]);
    let n = 0;
    for await (const { bytes, last } of pieces(source, pieceBytes)) {
      const cipher = createCipheriv("aes-256-gcm", key, nonceOf(n++, last));
      cipher.setAAD(bound(sha256));
      yield Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
    }
  };
  await pipeline(sealed, createWriteStream(to, { mode: 0o600, flags: "wx", flush: true }));
}

/** The plain content of a file of the store (its name is the hash of its content); fails when anything in it was changed. */
export function readStored(dataDir: string, file: string): Readable {
  return Readable.from(plain(dataDir, file), { objectMode: false });
}

async function* plain(dataDir: string, file: string): AsyncGenerator<Buffer> {
  const head = Buffer.alloc(headerBytes);
  const handle = await open(file);
  const { bytesRead } = await handle.read(head, 0, headerBytes, 0).finally(() => handle.close());
  if (bytesRead < headerBytes || !head.subarray(0, magic.length).equals(magic)) { yield* createReadStream(file) as AsyncIterable<Buffer>; return; }
  const keys = readKeys(dataDir);
  const id = head.toString("hex", magic.length, magic.length + 4);
  if (id !== keys.id) throw new Error(`an attachment is sealed with another key (${id}); restore keys.json of that installation`);
  const key = fileKey(keys, head.subarray(magic.length + 4));
  let n = 0;
  for await (const { bytes, last } of pieces(createReadStream(file, { start: headerBytes }), pieceBytes + tagBytes)) {
    const decipher = createDecipheriv("aes-256-gcm", key, nonceOf(n++, last));
    decipher.setAAD(bound(path.basename(file)));
    decipher.setAuthTag(bytes.subarray(bytes.length - tagBytes));
    yield Buffer.concat([decipher.update(bytes.subarray(0, bytes.length - tagBytes)), decipher.final()]);
  }
}

/** A place on the disk for content that is still being judged: sealed with a key that only this process knows, in memory. */
export function passing(file: string): { write(source: AsyncIterable<Uint8Array>): Promise<void>; read(): AsyncIterable<Uint8Array> } {
  const [key, iv] = [randomBytes(32), randomBytes(16)];
  return {
    write: (source) => pipeline(source, createCipheriv("aes-256-ctr", key, iv), createWriteStream(file, { mode: 0o600, flags: "wx" })),
    read: () => createReadStream(file).pipe(createDecipheriv("aes-256-ctr", key, iv)),
  };
}
