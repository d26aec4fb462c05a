/** Moves inside data quality: to a tab, a filtered list, an open finding. */
import { useNavigate } from "@tanstack/react-router";
import type { QualitySearch } from "./search.ts";

/** Keeps place and year, and takes the filters given; without them it clears all filters. */
export const useGo = (): ((to: QualitySearch) => void) => {
  const navigate = useNavigate();
  return (to) => { void navigate({ to: "/quality", search: (before: Record<string, unknown>) => ({ ...(before["region"] === undefined ? {} : { region: before["region"] }), ...(before["year"] === undefined ? {} : { year: before["year"] }), ...to }) }); };
};
