/**
 * Sealed fields and blind indexes (reliability guide §3.3): the secrets of one row (certificate number, phone, account) are
 * sealed together with AES-256-GCM; the row's identity is authenticated with them, so that a blob cannot be moved to another
 * row. Equality search goes through HMAC-SHA-256 with a pepper kept outside the database.
 */
import { createCipheriv, createDecipheriv, createSecretKey, hash, randomFillSync } from "node:crypto";
import type { Keys } from "../config.ts";

export type Secrets = Readonly<Record<string, string>>;

const nonceBytes = 12;
const tagBytes = 16;

export interface FieldCrypto {
  /** `row` names table and row: "registry.member_year|<id>". Empty secrets give null. */
  seal(secrets: Secrets, row: string): Buffer | null;
  /** Throws when the blob was changed or belongs to another row. */
  open(sealed: Uint8Array, row: string): Secrets;
  /** 16 bytes; the same text and purpose always give the same bytes. Purposes: "cert", "cert4|<county>", "phone", "account". */
  blindIndex(purpose: string, content: string | Uint8Array): Buffer;
}

/** Layout of a blob: version 1, four bytes of the key's id, nonce 12, tag 16, ciphertext. */
export function fieldCrypto(keys: Keys): FieldCrypto {
  // Key objects, made once: with raw bytes Node prepares the key again at every call, which costs five times the work itself.
  const key = createSecretKey(Buffer.from(keys.data, "hex"));
  const keyId = Buffer.from(keys.id, "hex");
  const index = hmac(Buffer.from(keys.pepper, "hex"));
  const pool = Buffer.alloc(nonceBytes * 512);
  let used = pool.length;
  const header = 1 + 4 + nonceBytes + tagBytes;
  return {
    seal(secrets, row) {
      const text = JSON.stringify(secrets);
      if (text === "{}") return null;
      if (used >= pool.length) { randomFillSync(pool); used = 0; }
      const iv = pool.subarray(used, (used += nonceBytes));
      const cipher = createCipheriv("aes-256-gcm", key, iv);
      cipher.setAAD(Buffer.from(row));
      const body = cipher.update(text, "utf8");
      cipher.final();
      const blob = Buffer.allocUnsafe(header + body.length);
      blob[0] = 1;
      blob.set(keyId, 1);
      blob.set(iv, 5);
      blob.set(cipher.getAuthTag(), 5 + nonceBytes);
      blob.set(body, header);
      return blob;
    },
    open(sealed, row) {
      const blob = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
      if (blob[0] !== 1 || !blob.subarray(1, 5).equals(keyId)) throw new Error(`sealed with another key (${blob.subarray(1, 5).toString("hex")}); restore keys.json of that installation`);
      const iv = blob.subarray(5, 5 + nonceBytes);
      const decipher = createDecipheriv("aes-256-gcm", key, iv);
      decipher.setAAD(Buffer.from(row));
      decipher.setAuthTag(blob.subarray(5 + nonceBytes, 5 + nonceBytes + tagBytes));
      return JSON.parse(decipher.update(blob.subarray(5 + nonceBytes + tagBytes), undefined, "utf8") + decipher.final("utf8")) as Secrets;
    },
    blindIndex: index,
  };
}

/**
 * HMAC-SHA-256 (RFC 2104) of "purpose NUL content", first 16 bytes. Two one-shot hashes over prepared pads cost a third of an
 * Hmac object; an import makes half a million. A test compares with node's own.
 */
function hmac(secret: Buffer): (purpose: string, content: string | Uint8Array) => Buffer {
  const key = secret.length > 64 ? Buffer.from(hash("sha256", secret, "hex"), "hex") : secret;
  let inner = Buffer.alloc(4096);
  const outer = Buffer.alloc(64 + 32);
  for (let i = 0; i < 64; i++) { inner[i] = (key[i] ?? 0) ^ 0x36; outer[i] = (key[i] ?? 0) ^ 0x5c; }
  return (purpose, content) => {
    const most = 65 + 3 * (purpose.length + content.length);
    if (most > inner.length) inner = Buffer.concat([inner.subarray(0, 64)], most * 2);
    let at = 64 + inner.write(purpose, 64);
    inner[at++] = 0;
    if (typeof content === "string") at += inner.write(content, at); else { inner.set(content, at); at += content.length; }
    outer.write(hash("sha256", inner.subarray(0, at), "hex"), 64, "hex");
    return Buffer.from(hash("sha256", outer, "hex").slice(0, 32), "hex");
  };
}

/** UUID (version 8) made from names, so that the same household of the same file always has the same id. */
export function derivedId(kind: string, county: number, code: string): string {
  const hex = hash("sha256", `${kind}|${county}|${code}`, "hex");
  const variant = "89ab".charAt(Number.parseInt(hex.charAt(16), 16) & 3);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
export const householdId = (county: number, code: string): string => derivedId("household", county, code);
export const memberId = (county: number, code: string): string => derivedId("member", county, code);
