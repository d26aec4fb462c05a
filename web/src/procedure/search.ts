/** What the reader looks at stands in the address: tab and filters of the list. */
import { purposes, type Purpose } from "@diguan/core/procedure/names.ts";

export const views = ["tasks", "board", "list", "definitions"] as const;
export type View = (typeof views)[number];
export interface ProcedureSearch { readonly view?: View; readonly purpose?: Purpose; readonly definition?: string; readonly step?: string; readonly village?: number; readonly status?: "over" | "all"; readonly only?: "mine" | "overdue" | "objections"; readonly text?: string; readonly begin?: string; readonly proposal?: string; readonly household?: string }

const one = <T extends string>(value: unknown, of: readonly T[]): T | undefined => of.find((v) => v === value);
const word = (value: unknown): string | undefined => (typeof value === "string" && /^[a-zA-Z0-9-]{1,60}$/.test(value) ? value : undefined);

export function readProcedureSearch(s: Record<string, unknown>): ProcedureSearch {
  const [view, purpose, status, only] = [one(s["view"], views), one(s["purpose"], purposes), one(s["status"], ["over", "all"] as const), one(s["only"], ["mine", "overdue", "objections"] as const)];
  const [definition, step, begin, proposal, household] = [word(s["definition"]), word(s["step"]), word(s["begin"]), word(s["proposal"]), word(s["household"])];
  const village = Number.isInteger(Number(s["village"])) && Number(s["village"]) > 0 ? Number(s["village"]) : undefined;
  const text = typeof s["text"] === "string" || typeof s["text"] === "number" ? String(s["text"]).slice(0, 40) : "";
  return { ...(view ? { view } : {}), ...(purpose ? { purpose } : {}), ...(definition ? { definition } : {}), ...(step ? { step } : {}), ...(village ? { village } : {}), ...(status ? { status } : {}), ...(only ? { only } : {}), ...(text ? { text } : {}), ...(begin ? { begin } : {}), ...(proposal ? { proposal } : {}), ...(household ? { household } : {}) };
}
