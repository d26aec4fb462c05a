/** Groups of records that pairs tie together, directly or through others (linkage of one file with itself). Union by smaller member, path halving (Tarjan 1975). */

/** The smallest member of each record's group, by record. @example clusters(4, [[0, 2], [2, 3]]) // => Int32Array [0, 1, 0, 0] */
export function clusters(records: number, pairs: Iterable<readonly [number, number]>): Int32Array {
  const parent = Int32Array.from({ length: records }, (_, i) => i);
  const find = (start: number): number => {
    let at = start;
    for (;;) {
      const up = parent[at] ?? at;
      if (up === at) return at;
      parent[at] = parent[up] ?? up;
      at = parent[at] ?? up;
    }
  };
  for (const [a, b] of pairs) {
    const [x, y] = [find(a), find(b)];
    if (x < y) parent[y] = x; else if (y < x) parent[x] = y;
  }
  return parent.map((_, i) => find(i));
}
