/** What the address of the comparison says: view, tab, filters, the open suspicion. */
import { directions, type Direction } from "@diguan/core/comparison/kind.ts";
import { tabs, type Tab } from "@diguan/core/comparison/contract.ts";

export const views = ["list", "exceptions", "batches", "kinds"] as const;
export type View = (typeof views)[number];
export interface ComparisonSearch { readonly view?: View; readonly tab?: Tab; readonly kind?: string; readonly direction?: Direction; readonly department?: string; readonly village?: number; readonly text?: string; readonly open?: string; readonly batch?: string }

const one = <T extends string>(of: readonly T[], value: unknown): T | undefined => of.find((v) => v === value);
const text = (value: unknown, most: number): string | undefined => (typeof value === "string" && value !== "" ? value.slice(0, most) : undefined);

export function readComparisonSearch(raw: Record<string, unknown>): ComparisonSearch {
  const [view, tab, direction] = [one(views, raw["view"]), one(tabs, raw["tab"]), one(directions, raw["direction"])];
  const [kind, department, find, open, batch] = [text(raw["kind"], 8), text(raw["department"], 20), text(raw["text"], 40), text(raw["open"], 60), text(raw["batch"], 60)];
  const village = typeof raw["village"] === "number" ? raw["village"] : undefined;
  return { ...(view ? { view } : {}), ...(tab ? { tab } : {}), ...(direction ? { direction } : {}), ...(kind ? { kind } : {}), ...(department ? { department } : {}), ...(village === undefined ? {} : { village }), ...(find ? { text: find } : {}), ...(open ? { open } : {}), ...(batch ? { batch } : {}) };
}

export const findingKey = (r: { readonly county: number; readonly id: string }): string => `${r.county}.${r.id}`;
export function readKey(of: string | undefined): { readonly county: number; readonly id: string } | undefined {
  const m = /^(\d{6})\.([0-9a-f-]{36})$/.exec(of ?? "");
  return m ? { county: Number(m[1]), id: m[2] ?? "" } : undefined;
}
