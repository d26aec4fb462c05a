/**
 * Poverty figures of an area from the integer sums of its villages: how many are poor in several ways and in what (Alkire and Foster
 * 2011), how many lie below the line and how far (Foster, Greer and Thorbecke 1984), with standard errors by village as the cluster
 * (paper 000 §2.1, paper 001 §2.1 贫困程度). Equal to counting.ts and fgt.ts on the households themselves; parts make up the whole exactly.
 */
import type { Scheme } from "../statistics/weights.ts";

/** Sums over villages v. Persons are the weights; d = Σ persons × units of the poor, g_a = Σ persons × ((line − y)/line)^a below the line. */
export interface Sums {
  readonly households: number; readonly persons: number;
  readonly counted: number; readonly dropped: number; readonly droppedPersons: number; readonly population: number; readonly poorHouseholds: number; readonly poorPersons: number; readonly depth: number;
  /** per indicator */ readonly uncensored: readonly number[]; readonly censored: readonly number[]; readonly unknown: readonly number[];
  readonly incomeHouseholds: number; readonly incomePersons: number; readonly incomeUnknown: number; readonly belowHouseholds: number; readonly belowPersons: number; readonly gapFen: number;
  /** g1, g2: null when no line was in force */ readonly g1: number | null; readonly g2: number | null;
  /** villages with somebody counted, and with somebody's income known */ readonly clusters: number; readonly incomeClusters: number;
  /** Σ over villages of products: p = poor persons, n = population, d = depth; w = persons with income, g0 = persons below */
  readonly pp: number; readonly pn: number; readonly nn: number; readonly dd: number; readonly dn: number; readonly dp: number;
  readonly ww: number; readonly g0g0: number; readonly g0w: number; readonly g1g1: number; readonly g1w: number; readonly g2g2: number; readonly g2w: number;
}

export interface Estimate { readonly value: number | null; /** null with fewer than two villages */ readonly se: number | null }
export interface IndicatorFigure { readonly uncensored: number | null; readonly censored: number | null; readonly contribution: number | null; /** households of which it is not known */ readonly unknown: number }
export interface Measures {
  readonly H: Estimate; readonly A: Estimate; readonly M0: Estimate; readonly indicators: readonly IndicatorFigure[];
  readonly P0: Estimate; readonly P1: Estimate; readonly P2: Estimate;
  readonly households: number; readonly persons: number; readonly counted: number; readonly dropped: number; readonly population: number; readonly poorHouseholds: number; readonly poorPersons: number;
  readonly incomeHouseholds: number; readonly incomePersons: number; readonly incomeUnknown: number; readonly belowHouseholds: number; readonly belowPersons: number;
  /** fen per year that would lift everybody below the line to it */ readonly gapFen: number;
}

/**
 * Standard error of a ratio Σx/Σy with villages as clusters, with replacement: u_v = (x_v − r·y_v)/Σy, var = n/(n−1) Σ u². The sums of squares
 * stand for the villages. @param of villages of the whole design (a part of it is a domain) @param own villages of the part
 */
function ratioError(r: number | null, y: number, squares: { readonly xx: number; readonly xy: number; readonly yy: number }, own: number, of: number): number | null {
  if (r === null || y <= 0 || own < 2 || of < 2) return null;
  const { xx, xy, yy } = squares;
  return Math.sqrt((of / (of - 1)) * Math.max(0, xx - 2 * r * xy + r * r * yy)) / y;
}
const ratio = (x: number | null, y: number): number | null => (x !== null && y > 0 ? x / y : null);

/**
 * Figures of an area. @param s its sums @param scheme in force when they were made; null: several, then the counting says nothing
 * @param design villages of the area that all parts together make up @example figures(sums, scheme, sums).H // => { value: 0.31, se: 0.02 }
 */
export function figures(s: Sums, scheme: Scheme | null, design: Pick<Sums, "clusters" | "incomeClusters"> = s): Measures {
  const total = scheme?.total ?? 0;
  const counting = (x: number, y: number): number | null => (scheme === null ? null : ratio(x, y));
  const H = counting(s.poorPersons, s.population);
  const rawDepth = counting(s.depth, s.population);
  const rawA = counting(s.depth, s.poorPersons);
  const over = (x: number | null): number | null => (x === null ? null : x / total);
  const error = (r: number | null, y: number, xx: number, xy: number, yy: number): number | null => ratioError(r, y, { xx, xy, yy }, s.clusters, design.clusters);
  const money = (x: number | null, xx: number, xw: number): Estimate => { const value = ratio(x, s.incomePersons); return { value, se: ratioError(value, s.incomePersons, { xx, xy: xw, yy: s.ww }, s.incomeClusters, design.incomeClusters) }; };
  const { households, persons, counted, dropped, population, poorHouseholds, poorPersons, incomeHouseholds, incomePersons, incomeUnknown, belowHouseholds, belowPersons, gapFen } = s;
  return {
    H: { value: H, se: error(H, s.population, s.pp, s.pn, s.nn) },
    A: { value: over(rawA), se: over(error(rawA, s.poorPersons, s.dd, s.dp, s.pp)) },
    M0: { value: over(rawDepth), se: over(error(rawDepth, s.population, s.dd, s.dn, s.nn)) },
    indicators: s.uncensored.map((raw, j) => ({
      uncensored: counting(raw, s.population), censored: counting(s.censored[j] ?? 0, s.population), unknown: s.unknown[j] ?? 0,
      contribution: counting((scheme?.units[j] ?? 0) * (s.censored[j] ?? 0), s.depth),
    })),
    P0: money(s.g1 === null ? null : s.belowPersons, s.g0g0, s.g0w), P1: money(s.g1, s.g1g1, s.g1w), P2: money(s.g2, s.g2g2, s.g2w),
    households, persons, counted, dropped, population, poorHouseholds, poorPersons, incomeHouseholds, incomePersons, incomeUnknown, belowHouseholds, belowPersons, gapFen,
  };
}
