/** What the reader looks at stands in the address: tab, version, simulation, direction of change; the open parameter. */
import { directions, type Direction } from "@diguan/core/policy/contract.ts";

export const ruleViews = ["text", "run", "history"] as const;
export type RuleView = (typeof ruleViews)[number];
export interface RuleSearch { readonly view?: RuleView; readonly version?: number; readonly run?: string; readonly direction?: Direction; readonly place?: number; readonly household?: string }
export interface ParameterSearch { readonly code?: string; readonly topic?: string; readonly find?: string }

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const text = (value: unknown, shape: RegExp): string | undefined => (typeof value === "string" && shape.test(value) ? value : undefined);
const whole = (value: unknown): number | undefined => { const n = Number(value); return value !== undefined && Number.isInteger(n) && n > 0 ? n : undefined; };

export function readRuleSearch(s: Record<string, unknown>): RuleSearch {
  const [view, direction] = [ruleViews.find((v) => v === s["view"]), directions.find((d) => d === s["direction"])];
  const [version, run, place, household] = [whole(s["version"]), text(s["run"], uuid), whole(s["place"]), text(s["household"], uuid)];
  return { ...(view ? { view } : {}), ...(version ? { version } : {}), ...(run ? { run } : {}), ...(direction ? { direction } : {}), ...(place ? { place } : {}), ...(household ? { household } : {}) };
}
export function readParameterSearch(s: Record<string, unknown>): ParameterSearch {
  const [code, topic] = [text(s["code"], /^[A-Z][A-Za-z0-9_.]{1,60}$/), text(s["topic"], /^[a-z]{2,20}$/)];
  const find = typeof s["find"] === "string" ? s["find"].slice(0, 40) : undefined;
  return { ...(code ? { code } : {}), ...(topic ? { topic } : {}), ...(find ? { find } : {}) };
}
