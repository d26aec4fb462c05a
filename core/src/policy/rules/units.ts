/**
 * Units of what a rule compares: yuan per head is not yuan, people are not months. Multiplying and dividing carry units along,
 * so that `netYuan < POVERTY_LINE` (a household's income against a line per head) is refused and `netYuan / incomePersons` passes.
 */
import type { Fact } from "../../identification/facts.ts";

export const bases = ["yuan", "person", "month", "years", "year", "m2", "mu", "km", "day", "thing"] as const;
export type Base = (typeof bases)[number];
/** Exponent of each base; empty = a bare number. */
export type Unit = Readonly<Partial<Record<Base, number>>>;

export const bare: Unit = {};
export const sameUnit = (a: Unit, b: Unit): boolean => bases.every((base) => (a[base] ?? 0) === (b[base] ?? 0));
export const isBare = (u: Unit): boolean => sameUnit(u, bare);

/** @example timesUnit({ yuan: 1, person: -1 }, { person: 1 }) // => { yuan: 1 } */
export function timesUnit(a: Unit, b: Unit, sign: 1 | -1 = 1): Unit {
  const made: Partial<Record<Base, number>> = {};
  for (const base of bases) { const power = (a[base] ?? 0) + sign * (b[base] ?? 0); if (power !== 0) made[base] = power; }
  return made;
}

const names: Readonly<Record<Base, readonly [string, string]>> = {
  yuan: ["元", "yuan"], person: ["人", "persons"], month: ["个月", "months"], years: ["年", "years"], year: ["年份", "calendar year"], m2: ["平方米", "m²"], mu: ["亩", "mu"], km: ["公里", "km"], day: ["天", "days"], thing: ["项", "items"],
};

/** @example unitName({ yuan: 1, person: -1 }, "zh-CN") // => "元/人" */
export function unitName(u: Unit, locale: "zh-CN" | "en"): string {
  const of = (base: Base, power: number): string => `${names[base][locale === "en" ? 1 : 0]}${Math.abs(power) === 1 ? "" : `^${Math.abs(power)}`}`;
  const above = bases.filter((b) => (u[b] ?? 0) > 0).map((b) => of(b, u[b] ?? 0));
  const below = bases.filter((b) => (u[b] ?? 0) < 0).map((b) => of(b, u[b] ?? 0));
  if (above.length === 0 && below.length === 0) return "";
  return `${above.join("·") || "1"}${below.length > 0 ? `/${below.join("/")}` : ""}`;
}

const months = new Set(["workMonths"]);
const ages = new Set(["headAge", "yearsOnRegister"]);
const things = new Set(["exclusionsDecided", "exclusionsOpen"]);
const perHead = new Set(["perCapitaFen"]);

/** Unit of a fact. Counts count persons unless the list above says otherwise. */
export function unitOfFact(fact: Fact): Unit {
  if (fact.kind === "fen") return perHead.has(fact.key) ? { yuan: 1, person: -1 } : { yuan: 1 };
  if (fact.kind === "year") return { year: 1 };
  if (fact.kind === "measure") return fact.unit === "亩" ? { mu: 1 } : fact.unit === "km" ? { km: 1 } : fact.unit === "m²" ? { m2: 1 } : bare;
  if (fact.kind === "count") return months.has(fact.key) ? { month: 1 } : ages.has(fact.key) ? { years: 1 } : things.has(fact.key) ? { thing: 1 } : { person: 1 };
  return bare;
}

/** How the unit of a row of policy.parameter enters a rule: its unit there, and by what its whole number is divided. */
const ofParameter: Readonly<Record<string, readonly [Unit, bigint]>> = {
  "fen/person/year": [{ yuan: 1, person: -1 }, 100n], "fen/person/month": [{ yuan: 1, person: -1 }, 100n], "fen/person": [{ yuan: 1, person: -1 }, 100n], fen: [{ yuan: 1 }, 100n], "fen/year": [{ yuan: 1 }, 100n], yuan: [{ yuan: 1 }, 1n],
  percent: [bare, 100n], "per mille": [bare, 1000n], permille: [bare, 1000n], "basis points": [bare, 10_000n], ratio: [bare, 1n], points: [bare, 1n], "points/100": [bare, 1n],
  persons: [{ person: 1 }, 1n], months: [{ month: 1 }, 1n], years: [{ years: 1 }, 1n], days: [{ day: 1 }, 1n], mu: [{ mu: 1 }, 1n], km: [{ km: 1 }, 1n], m2: [{ m2: 1 }, 1n], "m2/person": [{ m2: 1, person: -1 }, 1n], "dm2/person": [{ m2: 1, person: -1 }, 100n],
};
/** Units without a meaning in rules are bare whole numbers. @example unitOfParameter("fen/person/year") // => { unit: { yuan: 1, person: -1 }, divide: 100n } */
export function unitOfParameter(unit: string): { readonly unit: Unit; readonly divide: bigint } {
  const [made, divide] = ofParameter[unit] ?? [bare, 1n];
  return { unit: made, divide };
}
