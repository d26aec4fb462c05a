/** Names of groups, strata and sampling units as whole numbers from 0: what statistics need of them (survey workbench, paper 001 §4). */

export interface Keys {
  /** Code of each row, in the order of first appearance. */
  readonly codes: Uint32Array;
  readonly count: number;
  /** Code of the rows that have no name, if there are any. */
  readonly missing: number | undefined;
  /** Name of each code, "" of the missing; only where names were asked for. */
  readonly names: readonly string[] | undefined;
}

/** @example keysOfTexts(["a", "b", "a"]).codes // => [0, 1, 0] */
export function keysOfTexts(texts: readonly string[]): Keys {
  const index = new Map<string, number>();
  const codes = new Uint32Array(texts.length);
  for (const [i, text] of texts.entries()) {
    let code = index.get(text);
    if (code === undefined) { code = index.size; index.set(text, code); }
    codes[i] = code;
  }
  return { codes, count: index.size, missing: index.get(""), names: [...index.keys()] };
}

/**
 * Numbers 64-bit hashes in the order of their first appearance, by open addressing: no text is made of millions of cells. Two of a
 * million different names share a hash with a probability of 3 in 100 million; numbers of up to 64 bits never do (DuckDB's hash of
 * them can be undone).
 */
export class HashCodes {
  #low: Uint32Array = new Uint32Array(1 << 12);
  #high: Uint32Array = new Uint32Array(1 << 12);
  #slots: Uint32Array = new Uint32Array(1 << 13);   // code + 1; 0 = free
  count = 0;

  /** Code of a hash; a new one when it was not seen before. */
  code(low: number, high: number): number {
    const mask = this.#slots.length - 1;
    for (let at = (low ^ Math.imul(high, 0x9e3779b1)) & mask; ; at = (at + 1) & mask) {
      const code = (this.#slots[at] ?? 0) - 1;
      if (code >= 0) { if (this.#low[code] === low && this.#high[code] === high) return code; continue; }
      if (this.count === this.#low.length) { this.#grow(); return this.code(low, high); }
      this.#low[this.count] = low;
      this.#high[this.count] = high;
      this.#slots[at] = ++this.count;
      return this.count - 1;
    }
  }

  #grow(): void {
    const [low, high, slots] = [new Uint32Array(this.count * 2), new Uint32Array(this.count * 2), new Uint32Array(this.#slots.length * 2)];
    low.set(this.#low); high.set(this.#high);
    for (let code = 0; code < this.count; code++) {
      let at = ((low[code] ?? 0) ^ Math.imul(high[code] ?? 0, 0x9e3779b1)) & (slots.length - 1);
      while (slots[at]) at = (at + 1) & (slots.length - 1);
      slots[at] = code + 1;
    }
    [this.#low, this.#high, this.#slots] = [low, high, slots];
  }
}
