/**
 * Standard errors of linearised estimates for every group of a survey in one pass over its rows (counting.ts; paper 001 §4: figures with their
 * uncertainty). The variance is that of survey-variance.ts; a group is a domain of the whole design, where a PSU without members of it counts as 0
 * (Särndal, Swensson and Wretman 1992, §5.8), so that thousands of villages cost no more than one.
 */
import type { Design } from "./survey-variance.ts";

/**
 * The standard error of each group, null where the design has fewer than two PSU, the group has no row, or the value is not defined there.
 * @param groupOf group of each row of the design, from 0 @param residual linearised value of a row (weighted, divided by the size of its group);
 * within a group they sum to 0, hence a stratum with one PSU is centred there. @example domainErrors(designOf(2), [0, 0], 1, (i) => [1, -1][i] ?? 0) // => [2]
 */
export function domainErrors(design: Design, groupOf: ArrayLike<number>, groups: number, residual: (row: number, group: number) => number): (number | null)[] {
  const { psu, stratumOf, strata } = design;
  if (stratumOf.length < 2) return Array.from({ length: groups }, () => null);
  const unitsOf = new Float64Array(strata);
  for (const h of stratumOf) unitsOf[h] = (unitsOf[h] ?? 0) + 1;
  // each PSU has a row, so as many PSU as rows means one row each
  const single = stratumOf.length === psu.length;
  // rows in the order of their groups
  const starts = new Int32Array(groups + 1);
  for (let i = 0; i < psu.length; i++) { const g = (groupOf[i] ?? 0) + 1; starts[g] = (starts[g] ?? 0) + 1; }
  for (let g = 0; g < groups; g++) starts[g + 1] = (starts[g + 1] ?? 0) + (starts[g] ?? 0);
  const [order, next] = [new Int32Array(psu.length), starts.slice()];
  for (let i = 0; i < psu.length; i++) { const g = groupOf[i] ?? 0; order[next[g] ?? 0] = i; next[g] = (next[g] ?? 0) + 1; }

  // scratch of all PSU and strata; only what a group touched is read and cleared
  const [totals, seen, sum, squares] = [new Float64Array(stratumOf.length), new Uint8Array(stratumOf.length), new Float64Array(strata), new Float64Array(strata)];
  return Array.from({ length: groups }, (_, g) => {
    const touched: number[] = [];
    const within = new Set<number>();
    let last = -1;
    const add = (h: number, t: number): void => {
      if (h !== last) { within.add(h); last = h; }
      sum[h] = (sum[h] ?? 0) + t;
      squares[h] = (squares[h] ?? 0) + t * t;
    };
    for (let at = starts[g] ?? 0; at < (starts[g + 1] ?? 0); at++) {
      const i = order[at] ?? 0;
      const unit = psu[i] ?? 0;
      if (single) { add(stratumOf[unit] ?? 0, residual(i, g)); continue; }
      if (!seen[unit]) { seen[unit] = 1; touched.push(unit); }
      totals[unit] = (totals[unit] ?? 0) + residual(i, g);
    }
    for (const unit of touched) { add(stratumOf[unit] ?? 0, totals[unit] ?? 0); totals[unit] = seen[unit] = 0; }
    let variance = within.size === 0 ? Number.NaN : 0;
    for (const h of within) {
      const [n, s, s2] = [unitsOf[h] ?? 1, sum[h] ?? 0, squares[h] ?? 0];
      variance += n > 1 ? (n / (n - 1)) * Math.max(0, s2 - (s * s) / n) : s2;
      sum[h] = squares[h] = 0;
    }
    return Number.isNaN(variance) ? null : Math.sqrt(variance);
  });
}
