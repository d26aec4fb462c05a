/** What the reader of 查重 looks at stands in the address: state, kind, open pair. */
import { pairKinds, type PairKind } from "@diguan/core/comparison/duplicates.ts";
import { pairSegments } from "@diguan/core/comparison/duplicates-contract.ts";

export type PairSegment = (typeof pairSegments)[number];
export interface DuplicatesSearch { readonly state?: PairSegment; readonly kind?: PairKind; readonly open?: string }

export function readDuplicatesSearch(s: Record<string, unknown>): DuplicatesSearch {
  const [state, kind] = [pairSegments.find((v) => v === s["state"]), pairKinds.find((v) => v === s["kind"])];
  const open = typeof s["open"] === "string" && /^\d{6}\.[0-9a-f-]{36}$/.test(s["open"]) ? s["open"] : undefined;
  return { ...(state ? { state } : {}), ...(kind ? { kind } : {}), ...(open ? { open } : {}) };
}

/** Address of an open pair. @example pairKey({ county: 990102, id: "b3…" }) // => "990102.b3…" */
export const pairKey = (p: { readonly county: number; readonly id: string }): string => `${p.county}.${p.id}`;
export const readPair = (open: string | undefined): { readonly county: number; readonly id: string } | undefined => (open === undefined ? undefined : { county: Number(open.slice(0, 6)), id: open.slice(7) });
