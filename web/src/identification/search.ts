/** What the reader looks at stands in the address: the tab and the filters of the list. */
import { useNavigate } from "@tanstack/react-router";
import { recommendations, type Recommendation } from "@diguan/core/identification/scores.ts";

export const views = ["list", "schemes"] as const;
export const differenceFilters = ["maybeWrong", "maybeMissed", "both"] as const;
export interface IdentificationSearch { readonly view?: (typeof views)[number]; readonly difference?: (typeof differenceFilters)[number]; readonly recommendation?: Recommendation; readonly contradiction?: true; readonly text?: string }

const one = <T extends string>(value: unknown, of: readonly T[]): T | undefined => of.find((v) => v === value);

export function readSearch(s: Record<string, unknown>): IdentificationSearch {
  const [view, difference, recommendation] = [one(s["view"], views), one(s["difference"], differenceFilters), one(s["recommendation"], recommendations)];
  const text = typeof s["text"] === "string" || typeof s["text"] === "number" ? String(s["text"]).slice(0, 40) : "";
  return { ...(view ? { view } : {}), ...(difference ? { difference } : {}), ...(recommendation ? { recommendation } : {}), ...(s["contradiction"] === true || s["contradiction"] === "true" ? { contradiction: true as const } : {}), ...(text ? { text } : {}) };
}

/** Keeps place and year and takes what is given; everything else of the address is cleared. */
export const useGo = (): ((to: IdentificationSearch & { readonly region?: number }) => void) => {
  const navigate = useNavigate();
  return (to) => { void navigate({ to: "/identification", search: (before: Record<string, unknown>) => ({ ...(before["region"] === undefined ? {} : { region: before["region"] }), ...(before["year"] === undefined ? {} : { year: before["year"] }), ...to }) }); };
};
