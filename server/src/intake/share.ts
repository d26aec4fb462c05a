/**
 * What threads need to put households together from a file that one of them has understood: the rows in shared memory, plans
 * made again from their layouts. Nothing of the rows themselves is copied between threads.
 */
import type { Foreign } from "@diguan/core/intake/foreign.ts";
import type { Layout } from "@diguan/core/intake/layout.ts";
import { planOf, type SheetPlan } from "@diguan/core/intake/plan.ts";
import type { HouseholdRows } from "./chunk.ts";
import { RowStore, shared, type SharedRows } from "./store.ts";
import type { Staged } from "./stage.ts";
import type { Understood } from "./understand.ts";

export interface Parts {
  readonly store: SharedRows; readonly layouts: readonly ({ readonly name: string; readonly layout: Layout } | undefined)[];
  readonly fills: ReadonlyMap<number, readonly (readonly [column: number, text: string])[]>;
  readonly foreign: Foreign | undefined; readonly codes: readonly string[]; readonly codeOf: Int32Array; readonly yearOf: Int16Array; readonly regionOf: Float64Array;
  readonly start: Int32Array; readonly rows: Int32Array; readonly extra: ReadonlyMap<number, readonly number[]>;
}

export function partsOf(u: Understood, { groups }: Pick<Staged, "groups">, foreign: Foreign | undefined): Parts {
  const { start, rows, extra } = groups.parts;
  return {
    store: u.store.share(), layouts: u.plans.map((p) => p && { name: p.name, layout: p.layout }), fills: u.fills, foreign, codes: u.codes,
    codeOf: shared(Int32Array, u.codeOf), yearOf: shared(Int16Array, u.yearOf), regionOf: shared(Float64Array, Float64Array.from(u.codeOf, (_, i) => groups.region(i))),
    start: shared(Int32Array, start), rows: shared(Int32Array, rows), extra,
  };
}

/** The households of a file in another thread. */
export function householdsOf(p: Parts): HouseholdRows {
  const store = new RowStore(p.store);
  const plans: (SheetPlan | undefined)[] = p.layouts.map((l, i) => l && planOf(i, l.name, l.layout, p.foreign));
  const first = (g: number): number => p.rows[p.start[g] ?? 0] ?? 0;
  return {
    rows: (g) => [...p.rows.subarray(p.start[g] ?? 0, p.start[g + 1] ?? 0)], extra: (g) => p.extra.get(g) ?? [],
    code: (g) => p.codes[p.codeOf[first(g)] ?? 0] ?? "", year: (g) => p.yearOf[first(g)] ?? 0, region: (i) => p.regionOf[i] ?? 0,
    rowNumber: (i) => store.rowNumber(i),
    plan: (i) => { const plan = plans[store.sheet(i)]; if (!plan) throw new Error("this sheet has no plan"); return plan; },
    cells: (i) => {
      const cells = store.cells(i);
      for (const [column, text] of p.fills.get(i) ?? []) { while (cells.length <= column) cells.push(""); cells[column] = text; }
      return cells;
    },
  };
}

/** The same in the thread that has understood the file. */
export const householdsHere = (u: Understood, { groups }: Pick<Staged, "groups">): HouseholdRows => ({
  rows: (g) => groups.rows(g), extra: (g) => groups.extra(g), code: (g) => groups.code(g), year: (g) => groups.year(g), region: (i) => groups.region(i),
  rowNumber: (i) => u.store.rowNumber(i), plan: (i) => u.plan(i), cells: (i) => u.cells(i),
});
