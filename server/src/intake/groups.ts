/** Rows by household, in the order in which households first appear; and the people who stand in the file twice. */
import type { ResolvedPlace } from "@diguan/core/intake/places.ts";
import { note } from "@diguan/core/intake/findings.ts";
import { locate } from "@diguan/core/intake/household.ts";
import { countyOf } from "@diguan/core/region-code.ts";
import type { Scope } from "../postgres/pool.ts";
import type { Understood } from "./understand.ts";

export interface PlacePlan { readonly places: readonly ResolvedPlace[]; /** codes that do not exist yet and may not be made */ readonly refused: ReadonlySet<number> }

export class Groups {
  readonly count: number;
  /** Rows that belong to no household or place here, with their reason in `u.findings`. */ readonly rejected: number;
  readonly #u: Understood;
  readonly #plan: PlacePlan;
  readonly #start: Int32Array;
  readonly #rows: Int32Array;
  readonly #extra = new Map<number, number[]>();

  constructor(u: Understood, plan: PlacePlan, scope: Scope) {
    this.#u = u;
    this.#plan = plan;
    const total = u.codeOf.length;
    const groupOf = new Int32Array(total).fill(-1);
    // by county and year, then by code
    const known = new Map<string, Map<number, number>>();
    const codesOf = (county: number, year: number): Map<number, number> => {
      const key = `${county}|${year}`;
      let codes = known.get(key);
      if (!codes) known.set(key, (codes = new Map()));
      return codes;
    };
    let [lastCounty, lastYear, codes] = [-1, -1, new Map<number, number>()];
    const household = new Set(u.householdRows);
    let rejected = 0;
    let count = 0;
    for (let i = 0; i < total; i++) {
      const code = u.codeOf[i] ?? -1;
      if (code < 0 || household.has(i)) continue;
      const why = whyNot(plan, u, i, scope);
      if (why) { rejected++; u.codeOf[i] = -1; u.findings.push(locate({ plan: u.plan(i), row: u.store.rowNumber(i) }, why.column, why.n)); continue; }
      const [county, year] = [countyOf(regionOf(plan, u, i)), u.yearOf[i] ?? 0];
      if (county !== lastCounty || year !== lastYear) [lastCounty, lastYear, codes] = [county, year, codesOf(county, year)];
      let g = codes.get(code);
      if (g === undefined) codes.set(code, (g = count++));
      groupOf[i] = g;
    }
    for (const i of u.householdRows) {
      const code = u.codeOf[i] ?? -1;
      const place = plan.places[u.placeOf[i] ?? -1];
      const county = place?.ok === true ? countyOf(place.region) : undefined;
      const found = (county === undefined ? [...known].filter(([key]) => key.endsWith(`|${u.yearOf[i]}`)).map(([, of]) => of.get(code)) : [known.get(`${county}|${u.yearOf[i]}`)?.get(code)]).filter((n) => n !== undefined);
      const g = found.length === 1 ? found[0] : undefined;
      if (g === undefined) { rejected++; u.findings.push(locate({ plan: u.plan(i), row: u.store.rowNumber(i) }, u.plan(i).column("household", "householdCode"), note("IM-08", { code: u.codes[code] ?? "" }))); continue; }
      const list = this.#extra.get(g);
      if (list) list.push(i); else this.#extra.set(g, [i]);
    }
    this.count = count;
    this.rejected = rejected;
    this.#start = new Int32Array(count + 1);
    for (const g of groupOf) if (g >= 0) this.#start[g + 1] = (this.#start[g + 1] ?? 0) + 1;
    for (let g = 0; g < count; g++) this.#start[g + 1] = (this.#start[g + 1] ?? 0) + (this.#start[g] ?? 0);
    const next = this.#start.slice();
    this.#rows = new Int32Array(this.#start[count] ?? 0);
    groupOf.forEach((g, i) => { if (g >= 0) { const at = next[g] ?? 0; this.#rows[at] = i; next[g] = at + 1; } });
  }

  rows(g: number): readonly number[] { return [...this.#rows.subarray(this.#start[g] ?? 0, this.#start[g + 1] ?? 0)]; }
  /** For other threads: where each household's rows begin, its rows, and its rows of household sheets. */
  get parts(): { readonly start: Int32Array; readonly rows: Int32Array; readonly extra: ReadonlyMap<number, readonly number[]> } { return { start: this.#start, rows: this.#rows, extra: this.#extra }; }
  extra(g: number): readonly number[] { return this.#extra.get(g) ?? []; }
  code(g: number): string { return this.#u.codes[this.#u.codeOf[this.#rows[this.#start[g] ?? 0] ?? 0] ?? 0] ?? ""; }
  year(g: number): number { return this.#u.yearOf[this.#rows[this.#start[g] ?? 0] ?? 0] ?? 0; }
  region(i: number): number { return regionOf(this.#plan, this.#u, i); }
}

export const regionOf = (plan: PlacePlan, u: Understood, i: number): number => { const place = plan.places[u.placeOf[i] ?? -1]; return place?.ok === true ? place.region : 0; };

/** Why a row cannot be filed: no village, not the importer's area, or a place that may not be made. */
export function whyNot(plan: PlacePlan, u: Understood, i: number, scope: Scope): { readonly column: number; readonly n: ReturnType<typeof note> } | undefined {
  const place = plan.places[u.placeOf[i] ?? -1];
  const written = u.places[u.placeOf[i] ?? -1];
  const words = written ? [written.province, written.city, written.county, written.town, written.village].filter((t) => t !== "").join("") || written.code || "空" : "空";
  const p = u.plan(i).place;
  const column = p.village ?? p.regionCode ?? p.town ?? -1;
  if (place?.ok !== true) return { column, n: note("IM-05", { place: words }) };
  if (place.region < scope.lo || place.region > scope.hi) return { column: p.county ?? column, n: note("IM-03", { place: words }) };
  return plan.refused.has(place.region) ? { column, n: note("IM-07", { place: words }) } : undefined;
}

/** Row indexes that share a fingerprint with an earlier row of another household, each with the first. */
export function doubles(hashes: Float64Array, groupKeyOf: (i: number) => string): Map<number, number[]> {
  // nearly all are there once: only the others are worth objects
  const sorted = hashes.toSorted();
  const repeated = new Set<number>();
  for (let i = 1; i < sorted.length; i++) if (sorted[i] !== 0 && sorted[i] === sorted[i - 1]) repeated.add(sorted[i] ?? 0);
  const order: number[] = [];
  if (repeated.size > 0) hashes.forEach((h, i) => { if (repeated.has(h)) order.push(i); });
  order.sort((a, b) => (hashes[a] ?? 0) - (hashes[b] ?? 0) || a - b);
  const found = new Map<number, number[]>();
  for (let i = 0; i < order.length;) {
    let end = i + 1;
    while (end < order.length && hashes[order[end] ?? 0] === hashes[order[i] ?? 0]) end++;
    if (end - i > 1) {
      const rows = order.slice(i, end);
      if (new Set(rows.map(groupKeyOf)).size > 1) for (const row of rows) found.set(row, rows.filter((r) => r !== row && groupKeyOf(r) !== groupKeyOf(row)));
    }
    i = end;
  }
  return found;
}
