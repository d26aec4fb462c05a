/**
 * Blocking: which pairs are compared at all. A rule makes integer keys; records of both files with the same key are a block. Pairs of
 * several rules come once. A block of too many pairs is left out of its rule and told, never cut silently (部门比对; paper 001 §4).
 */

export interface BlockingRule {
  readonly words: string;
  /** Key of each record, 0 = none. In the linkage of one file both are the same array. */ readonly left: Int32Array; readonly right: Int32Array;
  readonly keys: number;
}
export interface BlockSize { readonly left: number; readonly right: number; readonly pairs: number }
export interface Blocks {
  readonly rule: BlockingRule;
  readonly pairs: number; readonly blocks: number;
  /** Row of the left file whose key names the block. */ readonly largest: (BlockSize & { readonly row: number }) | null;
  readonly capped: readonly (BlockSize & { readonly row: number })[];
}

/** Two keys as one: equal exactly when both parts are. */
export function joinKeys(parts: readonly { readonly left: Int32Array; readonly right: Int32Array; readonly keys: number }[]): { readonly left: Int32Array; readonly right: Int32Array; readonly keys: number } {
  return parts.reduce((a, b) => {
    const codes = new Map<number, number>();
    const join = (x: Int32Array, y: Int32Array): Int32Array => x.map((code, i) => {
      const other = y[i] ?? 0;
      if (code === 0 || other === 0) return 0;
      const both = code * (b.keys + 1) + other;
      const known = codes.get(both);
      if (known !== undefined) return known;
      codes.set(both, codes.size + 1);
      return codes.size;
    });
    const left = join(a.left, b.left);
    return { left, right: a.left === a.right && b.left === b.right ? left : join(a.right, b.right), keys: codes.size };
  });
}

const countBy = (keys: Int32Array, of: number): Int32Array => { const counts = new Int32Array(of + 1); for (const key of keys) counts[key] = (counts[key] ?? 0) + 1; return counts; };

/** Sizes of a rule's blocks; those above `most` pairs lose their key. */
export function sizeBlocks(rule: BlockingRule, one: boolean, most: number): Blocks {
  const lefts = countBy(rule.left, rule.keys);
  const rights = one ? lefts : countBy(rule.right, rule.keys);
  const size = (key: number): BlockSize => { const [l, r] = [lefts[key] ?? 0, rights[key] ?? 0]; return { left: l, right: r, pairs: one ? l * (l - 1) / 2 : l * r }; };
  let [pairs, blocks, largest] = [0, 0, 0];
  const tooBig = new Set<number>();
  for (let key = 1; key <= rule.keys; key++) {
    const s = size(key);
    if (s.pairs === 0) continue;
    if (s.pairs > most) { tooBig.add(key); continue; }
    pairs += s.pairs;
    blocks++;
    if (largest === 0 || s.pairs > size(largest).pairs) largest = key;
  }
  const capped = [...tooBig].map((key) => ({ ...size(key), row: rule.left.indexOf(key) })).toSorted((a, b) => b.pairs - a.pairs);
  if (tooBig.size > 0) for (const keys of new Set([rule.left, rule.right])) for (let i = 0; i < keys.length; i++) if (tooBig.has(keys[i] ?? 0)) keys[i] = 0;
  return { rule, pairs, blocks, largest: largest === 0 ? null : { ...size(largest), row: rule.left.indexOf(largest) }, capped };
}

/** Calls `found` once for every pair that any rule brings together; `by` is the first such rule. In one file left comes before right. */
export function eachPair(rules: readonly BlockingRule[], one: boolean, found: (left: number, right: number, by: number) => void): void {
  rules.forEach((rule, by) => {
    const counts = countBy(rule.right, rule.keys);
    const starts = new Int32Array(rule.keys + 2);
    for (let key = 0; key <= rule.keys; key++) starts[key + 1] = (starts[key] ?? 0) + (counts[key] ?? 0);
    const next = starts.slice();
    const rows = new Int32Array(rule.right.length);
    for (let i = 0; i < rule.right.length; i++) { const key = rule.right[i] ?? 0; rows[next[key] ?? 0] = i; next[key] = (next[key] ?? 0) + 1; }
    const earlier = rules.slice(0, by);
    for (let l = 0; l < rule.left.length; l++) {
      const key = rule.left[l] ?? 0;
      if (key === 0) continue;
      for (let at = starts[key] ?? 0, end = starts[key + 1] ?? 0; at < end; at++) {
        const r = rows[at] ?? 0;
        if (one && r <= l) continue;
        if (earlier.some((e) => together(e, l, r))) continue;
        found(l, r, by);
      }
    }
  });
}

export const together = (rule: BlockingRule, l: number, r: number): boolean => { const key = rule.left[l] ?? 0; return key !== 0 && key === rule.right[r]; };
