/**
 * What the poverty models see of a household (paper 001 §2.1 通过统计技术模拟贫困程度): facts that a visitor can check, never income, what is
 * computed from it, support that depends on it, or the register's own verdicts. A fact that is not known stands at the mean and has a column of its own.
 */
import { factList, type FactKey, type Facts } from "./facts.ts";

const topics: ReadonlySet<string> = new Set(["members", "schooling", "health", "labour", "house", "land", "support"]);
// the denominator of income and its parts; support that is granted by income
const withheld: ReadonlySet<string> = new Set(["incomePersons", "adults", "dibaoMembers", "tekunMembers", "relocation"]);
export const observable = factList.filter((f) => topics.has(f.topic) && !withheld.has(f.key));

export interface ModelColumn { readonly fact: FactKey; readonly level: number | null; readonly missing: boolean; readonly values: Float64Array; readonly mean: number }

const meanOf = (x: Float64Array): number => x.reduce((s, v) => s + v, 0) / Math.max(1, x.length);

/**
 * Columns of households: numbers and flags as they are, codes as indicators against their smallest value, `missing` where a fact is not
 * known for some. Columns that hardly differ (fewer than `least` households on one side) say nothing and are left out.
 * @example modelColumns([{ persons: 4 }, { persons: 2 }], 1)[0] // => { fact: "persons", level: null, missing: false, values: [4, 2], mean: 3 }
 */
export function modelColumns(households: readonly Facts[], least = 10): ModelColumn[] {
  const columns: ModelColumn[] = [];
  const add = (fact: FactKey, level: number | null, missing: boolean, values: Float64Array): void => {
    const often = new Map<number, number>();
    for (const v of values) { often.set(v, (often.get(v) ?? 0) + 1); if (often.size > 50) break; }
    const commonest = Math.max(0, ...often.values());
    if (values.length - commonest >= least) columns.push({ fact, level, missing, values, mean: meanOf(values) });
  };
  for (const { key, kind } of observable) {
    const cells = households.map((h) => { const v = h[key]; return v === null || v === undefined ? NaN : Number(v); });
    const known = cells.filter((v) => !Number.isNaN(v));
    const unknown = Float64Array.from(cells, (v) => Number(Number.isNaN(v)));
    if (known.length === 0) continue;
    if (kind === "code") {
      const [, ...levels] = [...new Set(known)].toSorted((a, b) => a - b);
      for (const level of levels) add(key, level, false, Float64Array.from(cells, (v) => Number(v === level)));
    } else {
      const middle = known.reduce((s, v) => s + v, 0) / known.length;
      add(key, null, false, Float64Array.from(cells, (v) => (Number.isNaN(v) ? middle : v)));
    }
    add(key, null, true, unknown);
  }
  return columns;
}

/**
 * The columns that a small county can carry: one for every `perColumn` households, those that go most closely with y. All of them where
 * there are households enough. @param rows of the training part, as y
 */
export function affordable(columns: readonly ModelColumn[], rows: Uint32Array, y: Float64Array, perColumn = 10): ModelColumn[] {
  const most = Math.max(1, Math.floor(rows.length / perColumn));
  if (columns.length <= most) return [...columns];
  const yMean = meanOf(y);
  const closeness = (c: ModelColumn): number => {
    const own = Float64Array.from(rows, (i) => c.values[i] ?? 0);
    const mean = meanOf(own);
    let [xy, xx] = [0, 0];
    for (let k = 0; k < own.length; k++) { const d = (own[k] ?? 0) - mean; xy += d * ((y[k] ?? 0) - yMean); xx += d * d; }
    return xx > 0 ? Math.abs(xy) / Math.sqrt(xx) : 0;
  };
  const chosen = new Set(columns.map((c) => ({ c, r: closeness(c) })).toSorted((a, b) => b.r - a.r).slice(0, most).map(({ c }) => c));
  return columns.filter((c) => chosen.has(c));
}
