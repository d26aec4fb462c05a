/**
 * Joint weights of household size × main cause of poverty, fitted so that both margins of domain guide §11.3 hold (iterative
 * proportional fitting, Deming & Stephan 1940) while impossible pairs stay empty: a person living alone has no student, and
 * 缺劳力 needs at most one in four able to work (DQ-065, DQ-069).
 */
import { structures, type Structure } from "./structures.ts";

/** Two calibrations (§11.1): A = national statements (因病 40 %), B = paper 000 (disease and disability 30.54 %). */
export type Profile = "A" | "B";

/** Main causes in the order of the tables below (codes of `codeLists.cause`). */
export const causes = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 99] as const;
/** Shares of main causes in per cent. Source: domain guide §11.3. */
export const causeShares: Readonly<Record<Profile, readonly number[]>> = {
  A: [40, 9, 7, 2, 2, 1, 13, 10, 11, 2, 2, 1],
  B: [22.5, 8.04, 9, 4, 3.5, 1.2, 14.4, 9.5, 22.88, 3.5, 0.5, 0.98],
};
/** Shares of household sizes 1 … 6, 7 and more in per cent. Source: domain guide §11.3. */
export const sizeShares = [14, 22, 22, 21, 13, 6, 2] as const;

/** How well a cause fits a size before fitting to the margins. */
const fit: Readonly<Record<number, readonly number[]>> = {
  1: [0.7, 1, 1, 1, 1, 1, 1], 2: [1, 1.1, 1, 0.9, 0.9, 0.9, 0.9], 3: [0, 0.5, 1.2, 1.6, 1.4, 1.2, 1],
  7: [0.25, 0.8, 1, 1.2, 1.2, 1, 1], 8: [3.2, 3, 0.9, 0.9, 0, 0, 0], 9: [0.25, 0.8, 1, 1.2, 1.2, 1, 1], 11: [2.5, 1.2, 0.7, 0.5, 0.4, 0.3, 0.2],
};

/** One kind of household with one cause, and how often it occurs. */
export interface Cell { readonly cause: number; readonly structure: Structure; readonly share: number }

/** How well a kind of household fits a cause: who cannot work lacks labour, who has nobody at school is not poor by schooling. */
function suits(structure: Structure, cause: number): number {
  if (cause === 8) return structure.labour === "some" ? 0 : structure.labour === "none" ? 1 : 0.6;
  if (cause === 3) return structure.child ? (structure.labour === "none" ? 0.3 : 1) : 0;
  if (cause === 1 || cause === 2) return structure.labour === "none" ? 0.75 : 1;
  return structure.labour === "none" ? 0.08 : 1;
}

const tables = new Map<Profile, readonly Cell[]>();

/** All cells of a profile; shares add up to 1. */
export function cells(profile: Profile): readonly Cell[] {
  const known = tables.get(profile);
  if (known) return known;
  const made = fitted(profile);
  tables.set(profile, made);
  return made;
}

function fitted(profile: Profile): readonly Cell[] {
  const w = causes.map((cause) => sizeShares.map((_, s) => fit[cause]?.[s] ?? 1));
  for (let round = 0; round < 60; round++) {
    causes.forEach((_, c) => {
      const row = w[c] ?? [];
      const sum = row.reduce((a, b) => a + b, 0);
      row.forEach((v, s) => { row[s] = (v * (causeShares[profile][c] ?? 0)) / sum; });
    });
    sizeShares.forEach((share, s) => {
      const sum = w.reduce((a, row) => a + (row[s] ?? 0), 0);
      for (const row of w) row[s] = ((row[s] ?? 0) * share) / sum;
    });
  }
  return causes.flatMap((cause, c) => sizeShares.flatMap((_, s) => {
    const kinds = structures.filter((k) => k.size === s + 1).map((structure) => ({ structure, weight: structure.weight * suits(structure, cause) }));
    const sum = kinds.reduce((a, k) => a + k.weight, 0);
    return sum === 0 ? [] : kinds.filter((k) => k.weight > 0).map((k) => ({ cause, structure: k.structure, share: ((w[c]?.[s] ?? 0) / 100) * (k.weight / sum) }));
  }));
}
