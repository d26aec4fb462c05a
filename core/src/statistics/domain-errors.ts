/**
 * Standard errors of linearised estimates, for the whole and for every group in one pass (counting.ts; paper 001 §4: figures with their uncertainty).
 * Ultimate clusters with replacement: var = Σ_h n_h/(n_h−1) Σ_c (z_hc − z̄_h)² (Cochran 1977 §11; Deville 1999). A group is a domain: PSU without it count as 0.
 */

export interface Design {
  readonly rows: number;
  readonly groups: number;
  /** Absent: each row is its own PSU; all rows one stratum. A PSU name counts within its stratum. */
  readonly psu?: readonly string[] | undefined;
  readonly strata?: readonly string[] | undefined;
  /** Group of a row, −1 for a row that is left out. */
  readonly group: (row: number) => number;
  /** Linearised value of a row, weighted and divided by the size of its group. */
  readonly residual: (row: number, group: number) => number;
}

/** The standard error of each group; null when the design has fewer than two PSU or the value is not defined. A stratum with one PSU is centred at the overall mean (0). */
export function domainErrors({ rows, groups, psu, strata, group, residual }: Design): (number | null)[] {
  const strataIds = new Map<string, number>();
  const unitIds: Map<string, number>[] = [];
  const stratumOfUnit: number[] = [];
  const unitsOfStratum: number[] = [];
  const unitOf = new Int32Array(rows).fill(-1);
  const starts = new Int32Array(groups + 1);
  for (let i = 0; i < rows; i++) {
    const g = group(i);
    if (g < 0) continue;
    starts[g + 1] = (starts[g + 1] ?? 0) + 1;
    const stratum = strata ? strata[i] ?? "" : "";
    let h = strataIds.get(stratum);
    if (h === undefined) { h = unitIds.length; strataIds.set(stratum, h); unitIds.push(new Map()); unitsOfStratum.push(0); }
    let unit = psu ? unitIds[h]?.get(psu[i] ?? "") : undefined;
    if (unit === undefined) {
      unit = stratumOfUnit.length;
      stratumOfUnit.push(h);
      unitsOfStratum[h] = (unitsOfStratum[h] ?? 0) + 1;
      if (psu) unitIds[h]?.set(psu[i] ?? "", unit);
    }
    unitOf[i] = unit;
  }
  if (stratumOfUnit.length < 2) return Array.from({ length: groups }, () => null);
  for (let g = 0; g < groups; g++) starts[g + 1] = (starts[g + 1] ?? 0) + (starts[g] ?? 0);
  const [order, next] = [new Int32Array(starts[groups] ?? 0), starts.slice()];
  for (let i = 0; i < rows; i++) if ((unitOf[i] ?? -1) >= 0) { const g = group(i); order[next[g] ?? 0] = i; next[g] = (next[g] ?? 0) + 1; }

  const totals = new Float64Array(stratumOfUnit.length);
  return Array.from({ length: groups }, (_, g) => {
    const touched = new Set<number>();
    for (let at = starts[g] ?? 0; at < (starts[g + 1] ?? 0); at++) {
      const i = order[at] ?? 0;
      const unit = unitOf[i] ?? 0;
      totals[unit] = (totals[unit] ?? 0) + residual(i, g);
      touched.add(unit);
    }
    const sums = new Map<number, { z: number; z2: number }>();
    for (const unit of touched) {
      const [z, h] = [totals[unit] ?? 0, stratumOfUnit[unit] ?? 0];
      const s = sums.get(h);
      if (s) { s.z += z; s.z2 += z * z; } else sums.set(h, { z, z2: z * z });
      totals[unit] = 0;
    }
    let variance = touched.size === 0 ? Number.NaN : 0;
    for (const [h, { z, z2 }] of sums) {
      const n = unitsOfStratum[h] ?? 1;
      variance += n > 1 ? (n / (n - 1)) * Math.max(0, z2 - (z * z) / n) : z2;
    }
    return Number.isNaN(variance) ? null : Math.sqrt(variance);
  });
}
