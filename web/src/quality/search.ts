/** What the reader looks at stands in the address, so that a view can be passed on: the tab, the filters of the list, the open finding. */
import type { Severity } from "@diguan/core/quality/rule.ts";

export const listStates = ["open", "settled", "verified", "all"] as const;
export type ListState = (typeof listStates)[number];
export interface QualitySearch { readonly view?: "list" | "rules"; readonly state?: ListState; readonly severity?: Severity; readonly rule?: string; readonly due?: "overdue"; readonly assigned?: string; readonly village?: number; readonly text?: string; readonly open?: string }

const one = <T extends string>(value: unknown, of: readonly T[]): T | undefined => of.find((v) => v === value);

export function readQualitySearch(s: Record<string, unknown>): QualitySearch {
  const [view, state, severity] = [one(s["view"], ["list", "rules"] as const), one(s["state"], listStates), one(s["severity"], ["E", "W", "R"] as const)];
  const text = typeof s["text"] === "string" || typeof s["text"] === "number" ? String(s["text"]).slice(0, 40) : "";
  const assigned = typeof s["assigned"] === "string" && /^(me|none|[0-9a-f-]{36})$/.test(s["assigned"]) ? s["assigned"] : undefined;
  const rule = typeof s["rule"] === "string" && /^D[QG]-\d{3}$/.test(s["rule"]) ? s["rule"] : undefined;
  const village = Number.isInteger(Number(s["village"])) && Number(s["village"]) > 0 ? Number(s["village"]) : undefined;
  const open = typeof s["open"] === "string" && /^\d{6}\.[0-9a-f-]{36}$/.test(s["open"]) ? s["open"] : undefined;
  return {
    ...(view ? { view } : {}), ...(state ? { state } : {}), ...(severity ? { severity } : {}), ...(rule ? { rule } : {}), ...(s["due"] === "overdue" ? { due: "overdue" as const } : {}),
    ...(assigned ? { assigned } : {}), ...(village ? { village } : {}), ...(text ? { text } : {}), ...(open ? { open } : {}),
  };
}

const filters = ["state", "severity", "rule", "due", "assigned", "village", "text", "open"] as const;
/** Links with a filter open the list; without one the overview. */
export const viewOf = (s: QualitySearch): "overview" | "list" | "rules" => s.view ?? (filters.some((key) => s[key] !== undefined) ? "list" : "overview");
export const filtered = (s: QualitySearch): boolean => filters.some((key) => key !== "open" && s[key] !== undefined);

/** Address of an open finding. */
export const openKey = (f: { readonly county: number; readonly id: string }): string => `${f.county}.${f.id}`;
export const readOpen = (open: string | undefined): { readonly county: number; readonly id: string } | undefined => (open === undefined ? undefined : { county: Number(open.slice(0, 6)), id: open.slice(7) });
