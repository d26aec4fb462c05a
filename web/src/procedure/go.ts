/** Moves inside procedures: to a tab or a filtered list. */
import { useNavigate } from "@tanstack/react-router";
import type { ProcedureSearch } from "./search.ts";

/** Keeps place and year, and takes what is given instead of the present filters. */
export const useGo = (): ((to: ProcedureSearch) => void) => {
  const navigate = useNavigate();
  return (to) => { void navigate({ to: "/procedure", search: (before: Record<string, unknown>) => ({ ...(before["region"] === undefined ? {} : { region: before["region"] }), ...(before["year"] === undefined ? {} : { year: before["year"] }), ...to }) }); };
};
