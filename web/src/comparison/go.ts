/** Moves within the comparison. */
import { useCallback } from "react";
import { useNavigate } from "@tanstack/react-router";
import type { ComparisonSearch } from "./search.ts";

/** Keeps place and year, and takes the filters given. */
export const useGo = (): ((to: ComparisonSearch) => void) => {
  const navigate = useNavigate();
  return useCallback((to) => { void navigate({ to: "/comparison", search: (before: Record<string, unknown>) => ({ ...(before["region"] === undefined ? {} : { region: before["region"] }), ...(before["year"] === undefined ? {} : { year: before["year"] }), ...to }) }); }, [navigate]);
};
