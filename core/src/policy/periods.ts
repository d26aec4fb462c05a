/**
 * Which value counts when the periods of a parameter overlap at one place: the row that began last. Rows are never changed, so a new
 * row cuts the one before it off from its first day on, and gives way to one that begins later (issue 3 item 3: dated parameters).
 */
import { addDays } from "../time.ts";
import { appliesOn, type ParameterRow } from "./parameters.ts";

/** Days on which one row counts, both included; `to` null = without end. */
export interface Stretch { readonly from: string; readonly to: string | null; readonly row: ParameterRow }

/** Rows of one code and place laid out in time. Days that no row covers are missing: there the next place above counts. */
export function timeline(rows: readonly ParameterRow[]): readonly Stretch[] {
  const cuts = [...new Set(rows.flatMap((r) => [r.validFrom, ...(r.validTo === null ? [] : [addDays(r.validTo, 1)])]))].toSorted();
  const made: Stretch[] = [];
  for (const [i, from] of cuts.entries()) {
    const next = cuts[i + 1];
    const row = rows.filter((r) => appliesOn(r, from)).toSorted((a, b) => (a.validFrom < b.validFrom ? 1 : -1))[0];
    if (!row) continue;
    const last = made.at(-1);
    const to = next === undefined ? null : addDays(next, -1);
    if (last && last.row === row && last.to !== null && addDays(last.to, 1) === from) made[made.length - 1] = { ...last, to };
    else made.push({ from, to, row });
  }
  return made;
}

/** cut: a running row ends early; yields: the new one ends early, as a later row begins; resumes: an older row counts again after the new one's end; gap: nothing of this place counts for a while before it. */
export type Overlap = { readonly kind: "cut" | "yields" | "resumes"; readonly row: ParameterRow; /** first day on which it takes effect */ readonly on: string };

/** What a new row does to the rows of its code and place, so that people agree to it knowingly. Same first day: undefined, refused. */
export function overlapsOf(rows: readonly ParameterRow[], made: ParameterRow): readonly Overlap[] | undefined {
  if (rows.some((r) => r.validFrom === made.validFrom)) return undefined;
  const found: Overlap[] = [];
  const before = rows.filter((r) => appliesOn(r, made.validFrom)).toSorted((a, b) => (a.validFrom < b.validFrom ? 1 : -1))[0];
  if (before) found.push({ kind: "cut", row: before, on: made.validFrom });
  const later = rows.filter((r) => r.validFrom > made.validFrom && (made.validTo === null || r.validFrom <= made.validTo)).toSorted((a, b) => (a.validFrom < b.validFrom ? -1 : 1))[0];
  if (later) found.push({ kind: "yields", row: later, on: later.validFrom });
  if (made.validTo !== null) {
    const after = addDays(made.validTo, 1);
    const again = rows.filter((r) => r.validFrom < made.validFrom && appliesOn(r, after)).toSorted((a, b) => (a.validFrom < b.validFrom ? 1 : -1))[0];
    if (again && !rows.some((r) => r.validFrom > made.validFrom && appliesOn(r, after))) found.push({ kind: "resumes", row: again, on: after });
  }
  return found;
}

/** The row in force at a place on a day: nearest place first (`region` is the larger the nearer), then the one that began last. */
export function inForce(rows: readonly ParameterRow[], places: readonly number[], on: string): ParameterRow | undefined {
  let best: ParameterRow | undefined;
  for (const r of rows) {
    if (!places.includes(r.region) || !appliesOn(r, on)) continue;
    if (!best || r.region > best.region || (r.region === best.region && r.validFrom > best.validFrom)) best = r;
  }
  return best;
}
