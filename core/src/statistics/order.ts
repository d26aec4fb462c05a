/** The order of many numbers (a survey of millions of rows is sorted once for all its measures; paper 001 §4). Method: radix sort, Knuth 1998, vol. 3, §5.2.5. */

const bits = 11;
const buckets = 1 << bits;

/**
 * Places of the values in ascending order, equal values in the order of their rows; NaN comes last.
 * @example ascendingOrder([3, 1, 2]) // => [1, 2, 0]
 */
export function ascendingOrder(values: ArrayLike<number>): Uint32Array {
  const n = values.length;
  const doubles = Float64Array.from(values);
  // the bits of a double rise with it once negative numbers are turned over
  const words = new Uint32Array(doubles.buffer);
  const [lowAt, highAt] = new Uint32Array(new Float64Array([1]).buffer)[1] === 0 ? [1, 0] : [0, 1];
  let [low, high, place] = [new Uint32Array(n), new Uint32Array(n), new Uint32Array(n)];
  for (let i = 0; i < n; i++) {
    if (doubles[i] === 0) doubles[i] = 0;   // −0 and 0 are equal
    const [l, h] = [words[2 * i + lowAt] ?? 0, words[2 * i + highAt] ?? 0];
    const negative = h >>> 31 === 1;
    low[i] = negative ? ~l : l;
    high[i] = negative ? ~h : h ^ 0x80000000;
    if (Number.isNaN(doubles[i])) low[i] = high[i] = 0xffffffff;
    place[i] = i;
  }
  let [low2, high2, place2] = [new Uint32Array(n), new Uint32Array(n), new Uint32Array(n)];
  const starts = new Uint32Array(buckets);
  for (let shift = 0; shift < 64; shift += bits) {
    // a digit of 11 bits; the third one lies over the border of the two words
    const digit = (i: number): number => {
      if (shift >= 32) return ((high[i] ?? 0) >>> (shift - 32)) & (buckets - 1);
      const own = (low[i] ?? 0) >>> shift;
      return (shift + bits <= 32 ? own : own | ((high[i] ?? 0) << (32 - shift))) & (buckets - 1);
    };
    starts.fill(0);
    for (let i = 0; i < n; i++) { const d = digit(i); starts[d] = (starts[d] ?? 0) + 1; }
    if (n > 0 && starts[digit(0)] === n) continue;
    for (let d = 0, at = 0; d < buckets; d++) { const size = starts[d] ?? 0; starts[d] = at; at += size; }
    for (let i = 0; i < n; i++) {
      const d = digit(i);
      const to = starts[d] ?? 0;
      starts[d] = to + 1;
      low2[to] = low[i] ?? 0;
      high2[to] = high[i] ?? 0;
      place2[to] = place[i] ?? 0;
    }
    [low, high, place, low2, high2, place2] = [low2, high2, place2, low, high, place];
  }
  return place;
}

/** Rows of each group in one list: those of group g stand from starts[g] to starts[g + 1], in the given order. @example grouped([1, 0, 1], 2).rows // => [1, 0, 2] */
export function grouped(groupOf: ArrayLike<number>, groups: number, order?: Uint32Array): { readonly starts: Uint32Array; readonly rows: Uint32Array } {
  const starts = new Uint32Array(groups + 1);
  for (let i = 0; i < groupOf.length; i++) { const g = (groupOf[i] ?? 0) + 1; starts[g] = (starts[g] ?? 0) + 1; }
  for (let g = 0; g < groups; g++) starts[g + 1] = (starts[g + 1] ?? 0) + (starts[g] ?? 0);
  const [rows, next] = [new Uint32Array(groupOf.length), starts.slice()];
  for (let at = 0; at < groupOf.length; at++) {
    const i = order ? order[at] ?? 0 : at;
    const g = groupOf[i] ?? 0;
    const to = next[g] ?? 0;
    rows[to] = i;
    next[g] = to + 1;
  }
  return { starts, rows };
}
