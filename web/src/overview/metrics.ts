/** The three measures of a place, their classes and colours. Ochre where more is worse, teal where more is better. */
import { exitShare, findingRate, incidence, type CellFigures } from "@diguan/core/overview/figures.ts";
import type { placeOverview } from "@diguan/core/overview/contract.ts";
import type { Answer } from "../api.ts";
import type { DropLook } from "../kit/Drop.tsx";
import { number, percent, roundLimits } from "../kit/formats.ts";

export type Overview = Answer<typeof placeOverview>;
export type Group = Overview["groups"][number];
export const metrics = ["incidence", "exit", "findings"] as const;
export type Metric = (typeof metrics)[number];

export const valueOf = (metric: Metric, figures: CellFigures): number | null => (metric === "incidence" ? incidence(figures) : metric === "exit" ? exitShare(figures) : findingRate(figures));
export const textOf = (metric: Metric, value: number | null): string => (metric === "findings" ? number(value, value !== null && value < 10 ? 1 : 0) : percent(value, metric === "incidence" && value !== null && value < 0.1 ? 1 : 0));

/** A class limit: no decimals that say nothing. */
const bare = (metric: Metric, value: number): string => { const shown = metric === "findings" ? value : value * 100; return number(shown, Number.isInteger(Number(shown.toPrecision(6))) ? 0 : 1); };
export const limitText = (metric: Metric, from: number | null, to: number | null, words: { readonly upTo: (to: string) => string; readonly between: (from: string, to: string) => string; readonly from: (from: string) => string; readonly alike: string }): string => {
  const unit = metric === "findings" ? "" : "%";
  if (from === null) return to === null ? words.alike : words.upTo(`${bare(metric, to)}${unit}`);
  return to === null ? words.from(`${bare(metric, from)}${unit}`) : words.between(bare(metric, from), `${bare(metric, to)}${unit}`);
};

export interface Scale { readonly limits: readonly number[]; /** look of a drop; null = no data */ readonly drop: (value: number | null) => DropLook; /** fill of a map cell */ readonly fill: (value: number | null) => string; readonly classes: readonly { readonly from: number | null; readonly to: number | null; readonly drop: DropLook; readonly fill: string }[] }

/** Hollow and dashed nowhere else: a place without data is never the lowest class. */
export const noDrop: DropLook = { fill: "none", stroke: "var(--ctl)" };
const earth = [2, 3, 4, 5, 6].map((i) => `var(--e${i})`);
const water: readonly DropLook[] = [{ fill: "var(--surface)", stroke: "var(--e6)" }, { fill: "var(--w2)", stroke: "var(--w5)" }, { fill: "var(--w4)" }, { fill: "var(--w5)" }, { fill: "var(--w6)" }];
const waterFill = ["var(--e2)", "var(--w2)", "var(--w3)", "var(--w4)", "var(--w6)"];

/** At most five classes with round limits that are printed. */
export function scaleOf(metric: Metric, values: readonly (number | null)[]): Scale {
  const known = values.filter((value): value is number => value !== null);
  const limits = metric === "exit" ? [0.2, 0.4, 0.6, 0.8] : roundLimits(known, 5, metric === "incidence" ? 0.005 : 0.5);
  const slot = (value: number): number => limits.filter((limit) => value >= limit).length;
  const drops: readonly DropLook[] = metric === "exit" ? water : earth.map((fill, i) => ({ fill, ...(i === 0 ? { stroke: "var(--e4)" } : {}) }));
  const fills = metric === "exit" ? waterFill : earth;
  return {
    limits,
    drop: (value) => (value === null ? noDrop : (drops[slot(value)] ?? noDrop)),
    fill: (value) => (value === null ? "url(#no-data)" : (fills[slot(value)] ?? "none")),
    classes: Array.from({ length: limits.length + 1 }, (_, i) => ({ from: limits[i - 1] ?? null, to: limits[i] ?? null, drop: drops[i] ?? noDrop, fill: fills[i] ?? "none" })),
  };
}

/** Is this place clearly worse than the whole? Twice the incidence or findings; less than three quarters of the exits. */
export function isDry(metric: Metric, value: number | null, whole: number | null): boolean {
  if (value === null || whole === null || whole === 0) return false;
  return metric === "exit" ? value < whole * 0.75 : value > whole * 1.5;
}
