/**
 * Sampling error of an estimate from a survey with strata and primary sampling units (PSU), by Taylor linearisation (paper 001 §4:
 * the degree of poverty with its uncertainty), for all rows and for every group at once. A group is a domain of the whole design,
 * where a PSU without members of it counts as 0 (Särndal, Swensson and Wretman 1992, §5.8). Sources: Woodruff 1971, JASA 66; Deville
 * 1999, Surv. Methodol. 25(2).
 */
import { grouped } from "./order.ts";
import type { Numbers } from "./weighted.ts";

/** PSU of each row, and stratum of each PSU, both counted from 0. A PSU lies in one stratum: the same name in two is two. */
export interface Design { readonly psu: Uint32Array; readonly stratumOf: readonly number[]; readonly strata: number }

type Names = ArrayLike<string | number>;

/**
 * Design of `rows` rows. Without PSU names each row is its own, without strata there is one. Persons of a household share its
 * income: their PSU is the household. @example designOf(3, ["h1", "h1", "h2"]) // => psu [0, 0, 1], one stratum
 */
export function designOf(rows: number, psu?: Names, strata?: Names): Design {
  const stratumIndex = new Map<string | number, number>();
  const psuIndex: Map<string | number, number>[] = [];
  const stratumOf: number[] = [];
  const codes = new Uint32Array(rows);
  // neighbours are often of one household and stratum
  let [lastStratum, lastPsu, stratum, code]: [string | number | undefined, string | number | undefined, number, number] = [undefined, undefined, 0, -1];
  for (let i = 0; i < rows; i++) {
    const name = strata?.[i] ?? "";
    if (name !== lastStratum) {
      lastStratum = name;
      lastPsu = undefined;
      stratum = stratumIndex.get(name) ?? stratumIndex.size;
      if (stratum === stratumIndex.size) { stratumIndex.set(name, stratum); psuIndex.push(new Map()); }
    }
    if (psu) {
      const own = psu[i] ?? "";
      if (own !== lastPsu) {
        lastPsu = own;
        const known = psuIndex[stratum]?.get(own);
        code = known ?? stratumOf.length;
        if (known === undefined) { psuIndex[stratum]?.set(own, code); stratumOf.push(stratum); }
      }
      codes[i] = code;
    } else { codes[i] = i; stratumOf.push(stratum); }
  }
  return { psu: codes, stratumOf, strata: stratumIndex.size };
}

/** The pairs of a group and a PSU that have rows. Those of group g are starts[g] … starts[g + 1] − 1. */
export interface Cells { readonly cellOf: Uint32Array; readonly psu: Uint32Array; readonly starts: Uint32Array }

/** @param groupOf group of each row, from 0; left out: all rows are one group @example cellsOf(designOf(3, ["a", "a", "b"]), [0, 1, 1], 2).psu // => [0, 0, 1] */
export function cellsOf(design: Design, groupOf?: ArrayLike<number>, groups = 1): Cells {
  const units = design.stratumOf.length;
  if (!groupOf) return { cellOf: design.psu, psu: Uint32Array.from({ length: units }, (_, j) => j), starts: Uint32Array.of(0, units) };
  const { starts: rowStarts, rows } = grouped(groupOf, groups);
  const [cellOf, cellPsu, starts, seenIn, cellAt] = [new Uint32Array(rows.length), new Uint32Array(rows.length), new Uint32Array(groups + 1), new Uint32Array(units), new Uint32Array(units)];
  let cells = 0;
  for (let g = 0; g < groups; g++) {
    for (let at = rowStarts[g] ?? 0; at < (rowStarts[g + 1] ?? 0); at++) {
      const i = rows[at] ?? 0;
      const unit = design.psu[i] ?? 0;
      if (seenIn[unit] !== g + 1) { seenIn[unit] = g + 1; cellAt[unit] = cells; cellPsu[cells++] = unit; }
      cellOf[i] = cellAt[unit] ?? 0;
    }
    starts[g + 1] = cells;
  }
  return { cellOf, psu: cellPsu.slice(0, cells), starts };
}

/** Number of PSU of each stratum. */
const unitsOf = (design: Design): Float64Array => { const n = new Float64Array(design.strata); for (const h of design.stratumOf) n[h] = (n[h] ?? 0) + 1; return n; };

/**
 * f_h (t_j − centre_h) of each PSU, so that its product with another total, summed over PSU, is their covariance over the design.
 * @param totals of a linearised variable by PSU
 */
export function centred(design: Design, totals: Float64Array): Float64Array {
  const [n, sum] = [unitsOf(design), new Float64Array(design.strata)];
  let all = 0;
  for (const [j, h] of design.stratumOf.entries()) { sum[h] = (sum[h] ?? 0) + (totals[j] ?? 0); all += totals[j] ?? 0; }
  return totals.map((t, j) => {
    const h = design.stratumOf[j] ?? 0;
    const size = n[h] ?? 1;
    return size > 1 ? (size / (size - 1)) * (t - (sum[h] ?? 0) / size) : t - all / totals.length;
  });
}

/**
 * Variance of Σ t for every group: Σ_h n_h/(n_h − 1) Σ_j (t_hj − mean t_h)², PSU drawn with replacement. A stratum with a single PSU counts
 * by its distance from the mean of all PSU, which errs on the safe side. NaN for a group without rows and with fewer than two PSU in all.
 * @param total linearised total of a cell of a group @param against see `centred`: gives the covariance with that variable as well
 */
export function domainVariances(design: Design, cells: Cells, total: (cell: number, group: number) => number, against?: Float64Array): { readonly variance: Float64Array; readonly covariance: Float64Array } {
  const units = design.stratumOf.length;
  const groups = cells.starts.length - 1;
  const n = unitsOf(design);
  const singles = n.reduce((k, size) => k + Number(size === 1), 0);
  // scratch: only what a group touched is read and cleared
  const [values, sum, touched] = [new Float64Array(cells.psu.length), new Float64Array(design.strata), new Float64Array(design.strata)];
  const [variance, covariance] = [new Float64Array(groups).fill(NaN), new Float64Array(groups)];
  for (let g = 0; g < groups; g++) {
    const [from, to] = [cells.starts[g] ?? 0, cells.starts[g + 1] ?? 0];
    if (units < 2 || from === to) continue;
    const strata: number[] = [];
    let [all, shared] = [0, 0];
    for (let c = from; c < to; c++) {
      const unit = cells.psu[c] ?? 0;
      const h = design.stratumOf[unit] ?? 0;
      const t = total(c, g);
      if (touched[h] === 0) strata.push(h);
      touched[h] = (touched[h] ?? 0) + 1;
      sum[h] = (sum[h] ?? 0) + t;
      values[c] = t;
      all += t;
      if (against) shared += t * (against[unit] ?? 0);
    }
    const single = all / units;
    let v = singles * single ** 2;
    for (let c = from; c < to; c++) {
      const h = design.stratumOf[cells.psu[c] ?? 0] ?? 0;
      const [size, t] = [n[h] ?? 1, values[c] ?? 0];
      v += size > 1 ? (size / (size - 1)) * (t - (sum[h] ?? 0) / size) ** 2 : (t - single) ** 2 - single ** 2;
    }
    // PSU of touched strata without members of the group stand at 0
    for (const h of strata) { const size = n[h] ?? 1; if (size > 1) v += (size / (size - 1)) * (size - (touched[h] ?? 0)) * ((sum[h] ?? 0) / size) ** 2; sum[h] = touched[h] = 0; }
    variance[g] = v;
    covariance[g] = shared;
  }
  return { variance, covariance };
}

/** Sums of a variable of the rows by cell. */
export function totalsOf(cells: Cells, value: (row: number) => number): Float64Array {
  const totals = new Float64Array(cells.psu.length);
  for (let i = 0; i < cells.cellOf.length; i++) { const c = cells.cellOf[i] ?? 0; totals[c] = (totals[c] ?? 0) + value(i); }
  return totals;
}

/** Variance of Σ u over the design. @param u linearised variable, one per row @example totalVariance([1, -1], designOf(2)) // => 4 */
export function totalVariance(u: Numbers, design: Design): number {
  const cells = cellsOf(design);
  const totals = totalsOf(cells, (i) => u[i] ?? 0);
  return domainVariances(design, cells, (c) => totals[c] ?? 0).variance[0] ?? NaN;
}

/**
 * Weighted mean Σ w x/Σ w and its standard error (u_i = w_i(x_i − mean)/W), in the unit of x.
 * @example meanWithError([0, 1, 1, 0], [1, 1, 1, 1], designOf(4)) // => { mean: 0.5, se: 0.2887 }
 */
export function meanWithError(x: Numbers, weights: Numbers, design: Design): { readonly mean: number; readonly se: number } {
  let [total, sum] = [0, 0];
  for (let i = 0; i < x.length; i++) { total += weights[i] ?? 0; sum += (weights[i] ?? 0) * (x[i] ?? 0); }
  const mean = sum / total;
  return { mean, se: Math.sqrt(totalVariance(Float64Array.from({ length: x.length }, (_, i) => ((weights[i] ?? 0) * ((x[i] ?? 0) - mean)) / total), design)) };
}

/** 95 % interval by the normal law, estimate ± 1.959964 se. @example interval(0.5, 0.1) // => [0.304, 0.696] */
export const interval = (estimate: number, se: number): readonly [number, number] => [estimate - 1.959_963_984_540_054 * se, estimate + 1.959_963_984_540_054 * se];
