/** Two versions of a text line by line, so that whoever approves sees what was changed. Longest common subsequence (Hunt & McIlroy 1976), lines of a rule are few. */
export interface DiffLine { readonly kind: "same" | "added" | "removed"; readonly text: string }

/** @example diffLines("a\nb", "a\nc") // => [same a, removed b, added c] */
export function diffLines(before: string, after: string): readonly DiffLine[] {
  const [a, b] = [before.split("\n"), after.split("\n")];
  // common[i][j]: length of the longest common subsequence of a from i and b from j
  const common: number[][] = Array.from({ length: a.length + 1 }, () => Array.from({ length: b.length + 1 }, () => 0));
  const at = (i: number, j: number): number => common[i]?.[j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) for (let j = b.length - 1; j >= 0; j--) { const row = common[i]; if (row) row[j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1)); }
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) { lines.push({ kind: "same", text: a[i] ?? "" }); i++; j++; }
    else if (i < a.length && (j >= b.length || at(i + 1, j) >= at(i, j + 1))) { lines.push({ kind: "removed", text: a[i] ?? "" }); i++; }
    else { lines.push({ kind: "added", text: b[j] ?? "" }); j++; }
  }
  return lines;
}
