/**
 * Sealed fields and blind indexes (reliability guide §3.3): the secrets of one row (certificate number, phone, account) are
 * sealed together with AES-256-GCM; the row's identity is authenticated with them, so that a blob cannot be moved to another
 * row. Equality search goes through HMAC-SHA-256 with a pepper kept outside the database.
 */
import { createCipheriv, createDecipheriv, createHmac, createSecretKey, hash, randomFillSync } from "node:crypto";
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
  blindIndex(purpose: string, text: string): Buffer;
}

/** Layout of a blob: version 1, four bytes of the key's id, nonce 12, tag 16, ciphertext. */
export function fieldCrypto(keys: Keys): FieldCrypto {
  // Key objects, made once: with raw bytes Node prepares the key again at every call, which costs five times the work itself.
  const key = createSecretKey(Buffer.from(keys.data, "hex"));
  const keyId = Buffer.from(keys.id, "hex");
  const pepper = createSecretKey(Buffer.from(keys.pepper, "hex"));
  const pool = Buffer.alloc(nonceBytes * 512);
  let used = pool.length;
  const nonce = (): Buffer => {
    if (used >= pool.length) { randomFillSync(pool); used = 0; }
    return Buffer.from(pool.subarray(used, (used += nonceBytes)));
  };
  return {
    seal(secrets, row) {
      const text = JSON.stringify(secrets);
      if (text === "{}") return null;
      const iv = nonce();
      const cipher = createCipheriv("aes-256-gcm", key, iv);
      cipher.setAAD(Buffer.from(row));
      const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
      return Buffer.concat([Buffer.of(1), keyId, iv, cipher.getAuthTag(), body]);
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
    blindIndex: (purpose, text) => createHmac("sha256", pepper).update(purpose).update("\0").update(text).digest().subarray(0, 16),
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
