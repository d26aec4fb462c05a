/** Households for which the comparison centre proposes a procedure: an application of a missed one, the removal of a wrongly included one. People open the case. */
import type { Purpose } from "@diguan/core/procedure/names.ts";
import type { Tx } from "../postgres/pool.ts";

export interface Suggestion { readonly county: number; readonly key: string; readonly householdId: string | null; readonly name: string; readonly region: number; readonly village: string; readonly purpose: Purpose; readonly because: string }

export const suggestionsOf = async (_tx: Tx, _region: number | undefined, _today: string): Promise<Suggestion[]> => [];
