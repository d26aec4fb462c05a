/**
 * Rows in PostgreSQL's binary COPY format, written into one growing buffer (paper 001 §3.1 大数据中心: a county's files must pass
 * quickly). Text COPY would build, escape and encode a string for every cell; here nothing is allocated per cell and the server
 * parses nothing. Format: PostgreSQL manual, COPY, "Binary Format"; a row is a count of fields, each with its length in front.
 */
import { daysBetween } from "@diguan/core/time.ts";

const signature = Buffer.from("PGCOPY\n\u00ff\r\n\0", "latin1");
const trailerBytes = 2;
const int2Oid = 21;
const shortText = 64;

/** Hexadecimal digits by character code; −1 = none. */
const digits = Int8Array.from({ length: 128 }, (_, c) => Number.parseInt(String.fromCharCode(c), 16)).map((d, c) => (/[\da-fA-F]/.test(String.fromCharCode(c)) ? d : -1));

export class BinaryRows {
  #bytes: Buffer;
  #at = 0;
  /** Where each row begins. */
  #starts: number[] = [];

  constructor(capacity = 1 << 16) {
    this.#bytes = Buffer.allocUnsafeSlow(capacity);
    this.clear();
  }

  get rows(): number { return this.#starts.length; }

  /** Empty again, keeping its memory. */
  clear(): void {
    this.#starts = [];
    this.#at = signature.copy(this.#bytes);
    this.#int4(0);
    this.#int4(0);
  }

  /** Begins a row of so many fields. */
  row(fields: number): void {
    this.#room(2 + fields * 12);
    this.#starts.push(this.#at);
    this.#int2(fields);
  }

  null(): void { this.#room(4); this.#int4(-1); }

  int2(v: number | null | undefined): void {
    if (v === null || v === undefined) { this.null(); return; }
    if (!Number.isInteger(v) || v < -32_768 || v > 32_767) throw new RangeError(`${v} is no smallint`);
    this.#room(6);
    this.#int4(2);
    this.#int2(v);
  }

  int4(v: number | null | undefined): void {
    if (v === null || v === undefined) { this.null(); return; }
    if ((v | 0) !== v) throw new RangeError(`${v} is no integer of 32 bits`);
    this.#room(8);
    this.#int4(4);
    this.#int4(v);
  }

  int8(v: number | null | undefined): void {
    if (v === null || v === undefined) { this.null(); return; }
    if (!Number.isSafeInteger(v)) throw new RangeError(`${v} is no safe integer`);
    this.#room(12);
    this.#int4(8);
    const high = Math.floor(v / 4_294_967_296);
    this.#int4(high);
    this.#int4((v - high * 4_294_967_296) | 0);
  }

  float8(v: number | null | undefined): void {
    if (v === null || v === undefined) { this.null(); return; }
    this.#room(12);
    this.#int4(8);
    // −0 is written as 0
    this.#bytes.writeDoubleBE(v + 0, this.#at);
    this.#at += 8;
  }

  bool(v: boolean | null | undefined): void {
    if (v === null || v === undefined) { this.null(); return; }
    this.#room(5);
    this.#int4(1);
    this.#bytes[this.#at++] = v ? 1 : 0;
  }

  bytes(v: Uint8Array | null | undefined): void {
    if (v === null || v === undefined) { this.null(); return; }
    this.#room(4 + v.length);
    this.#int4(v.length);
    this.#bytes.set(v, this.#at);
    this.#at += v.length;
  }

  text(v: string | null | undefined): void {
    if (v === null || v === undefined) { this.null(); return; }
    this.#room(4 + v.length * 3);
    const lengthAt = this.#at;
    this.#at += 4;
    this.#write(v);
    this.#length(lengthAt);
  }

  json(v: unknown): void {
    const text = JSON.stringify(v);
    this.#room(5 + text.length * 3);
    const lengthAt = this.#at;
    this.#at += 4;
    this.#bytes[this.#at++] = 1;
    this.#write(text);
    this.#length(lengthAt);
  }

  uuid(v: string | null | undefined): void {
    if (v === null || v === undefined) { this.null(); return; }
    this.#room(20);
    this.#int4(16);
    let half = -1;
    const from = this.#at;
    for (let i = 0; i < v.length; i++) {
      const digit = digits[v.charCodeAt(i)] ?? -1;
      if (digit < 0) continue;
      if (half < 0) half = digit; else { this.#bytes[this.#at++] = half * 16 + digit; half = -1; }
    }
    if (this.#at - from !== 16) throw new RangeError("a uuid has 32 digits");
  }

  /** ISO date as days since 2000-01-01. */
  date(v: string | null | undefined): void {
    if (v === null || v === undefined) { this.null(); return; }
    this.int4(daysBetween("2000-01-01", v));
  }

  int2s(v: readonly number[]): void {
    this.#room(24 + v.length * 6);
    if (v.length === 0) { this.#int4(12); this.#int4(0); this.#int4(0); this.#int4(int2Oid); return; }
    this.#int4(20 + v.length * 6);
    this.#int4(1);
    this.#int4(0);
    this.#int4(int2Oid);
    this.#int4(v.length);
    this.#int4(1);
    for (const n of v) this.int2(n);
  }

  /** Takes over some rows of another. */
  some(from: BinaryRows, wanted: (row: number) => boolean): void {
    from.#starts.forEach((start, i) => {
      if (!wanted(i)) return;
      const end = from.#starts[i + 1] ?? from.#at;
      this.#room(end - start);
      this.#starts.push(this.#at);
      this.#at += from.#bytes.copy(this.#bytes, this.#at, start, end);
    });
  }

  /** The whole COPY, valid until the next `clear`. */
  finished(): Buffer {
    this.#room(trailerBytes);
    this.#bytes[this.#at] = 0xff;
    this.#bytes[this.#at + 1] = 0xff;
    return this.#bytes.subarray(0, this.#at + trailerBytes);
  }

  #int4(v: number): void {
    const b = this.#bytes;
    const at = this.#at;
    b[at] = v >>> 24;
    b[at + 1] = v >>> 16;
    b[at + 2] = v >>> 8;
    b[at + 3] = v;
    this.#at = at + 4;
  }

  #int2(v: number): void {
    this.#bytes[this.#at++] = v >> 8;
    this.#bytes[this.#at++] = v;
  }

  #length(at: number): void {
    const end = this.#at;
    this.#at = at;
    this.#int4(end - at - 4);
    this.#at = end;
  }

  /** UTF-8 without NUL, which PostgreSQL does not take. Short plain texts are written here, as a call out of JavaScript costs more. */
  #write(v: string): void {
    const b = this.#bytes;
    const from = this.#at;
    let at = from;
    if (v.length <= shortText) {
      let i = 0;
      for (; i < v.length; i++) {
        const c = v.charCodeAt(i);
        if (c < 0x80) { if (c !== 0) b[at++] = c; } else if (c < 0x800) { b[at++] = 0xc0 | (c >> 6); b[at++] = 0x80 | (c & 63); } else if (c < 0xd800 || c > 0xdfff) { b[at++] = 0xe0 | (c >> 12); b[at++] = 0x80 | ((c >> 6) & 63); b[at++] = 0x80 | (c & 63); } else break;
      }
      if (i === v.length) { this.#at = at; return; }
    }
    this.#at = from + b.write(v.includes("\0") ? v.replaceAll("\0", "") : v, from);
  }

  #room(bytes: number): void {
    const needed = this.#at + bytes + trailerBytes;
    if (needed <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.#bytes.length * 2));
    this.#bytes.copy(larger, 0, 0, this.#at);
    this.#bytes = larger;
  }
}
