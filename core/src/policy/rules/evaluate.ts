/**
 * The truth of a rule for one household, with three values (Kleene 1952 §64): what is not recorded makes a condition undecided, and
 * an undecided condition decides a rule only where no other condition does. The same tree becomes SQL in sql.ts; both must agree on
 * every row (server/src/policy/rules.property.test.ts).
 */
import type { Fact } from "../../identification/facts.ts";
import type { ParameterRow } from "../parameters.ts";
import { minus, order, over, plus, times, whole, type Rational } from "./rational.ts";
import { isCode, isNumber, type CodeTree, type NumberTree, type RuleTree, type Sign, type Truth } from "./tree.ts";

/** Values as identification.facts holds them: money in fen, flags as booleans, codes as whole numbers; `null` or absent = not recorded. */
export type FactValues = Readonly<Record<string, number | boolean | null | undefined>>;
/** What a rule is asked about: one household, and the parameters in force at its place on the day. */
export interface Case { readonly facts: FactValues; readonly parameters: ReadonlyMap<string, ParameterRow> }

/** Quantities with a fraction count to two decimals (hundredths of a 亩, km, m²), rounded half up; beyond 10¹² they are no quantity of a household. */
export const hundredths = (x: number): number | null => (Math.abs(x) <= 1e12 ? Math.floor(x * 100 + 0.5) : null);

/** Value of a fact as a fraction: money in yuan, measures to two decimals. */
export function quantityOf(fact: Fact, facts: FactValues): Rational | null {
  const value = facts[fact.key];
  if (typeof value !== "number") return null;
  if (fact.kind === "fen") return whole(value, 100n);
  if (fact.kind !== "measure") return whole(value);
  const cents = hundredths(value);
  return cents === null ? null : whole(cents, 100n);
}

export function numberValue(t: NumberTree, c: Case): Rational | null {
  switch (t.op) {
    case "number": return t.value;
    case "quantity": return quantityOf(t.fact, c.facts);
    case "parameter": { const row = c.parameters.get(t.code); return row ? whole(row.value, t.divide) : null; }
    case "arithmetic": {
      const [a, b] = [numberValue(t.left, c), numberValue(t.right, c)];
      if (a === null || b === null) return null;
      // division by zero has no value: the condition around it cannot be decided
      return t.sign === "+" ? plus(a, b) : t.sign === "-" ? minus(a, b) : t.sign === "*" ? times(a, b) : (over(a, b) ?? null);
    }
    case "choose": { const when = evaluate(t.when, c); return when === null ? null : numberValue(when ? t.yes : t.no, c); }
  }
}

export function codeValue(t: CodeTree, c: Case): number | null {
  if (t.op === "code") return t.value;
  const value = c.facts[t.fact.key];
  return typeof value === "number" ? value : null;
}

export const not = (x: Truth): Truth => (x === null ? null : !x);
export const all = (xs: readonly Truth[]): Truth => (xs.includes(false) ? false : xs.includes(null) ? null : true);
export const any = (xs: readonly Truth[]): Truth => not(all(xs.map(not)));
const holds: Readonly<Record<Sign, (o: -1 | 0 | 1) => boolean>> = { "<": (o) => o < 0, "<=": (o) => o <= 0, ">": (o) => o > 0, ">=": (o) => o >= 0, "==": (o) => o === 0, "!=": (o) => o !== 0 };
export const compared = (sign: Sign, a: Rational | null, b: Rational | null): Truth => (a === null || b === null ? null : holds[sign](order(a, b)));

/** true, false, or null = cannot be decided. @example evaluate(rule, { facts: { perCapitaFen: null }, parameters }) // => null */
export function evaluate(t: RuleTree, c: Case): Truth {
  switch (t.op) {
    case "truth": return t.value;
    case "flag": { const value = c.facts[t.fact.key]; return typeof value === "boolean" ? value : null; }
    case "all": return all(t.parts.map((part) => evaluate(part, c)));
    case "any": return any(t.parts.map((part) => evaluate(part, c)));
    case "not": return not(evaluate(t.part, c));
    case "compare": return compared(t.sign, numberValue(t.left, c), numberValue(t.right, c));
    case "among": { const left = numberValue(t.left, c); return any(t.options.map((o) => compared("==", left, numberValue(o, c)))); }
    case "is": { const left = codeValue(t.left, c); const found = any(t.options.map((o) => { const right = codeValue(o, c); return left === null || right === null ? null : left === right; })); return t.not ? not(found) : found; }
    case "same": { const [a, b] = [evaluate(t.left, c), evaluate(t.right, c)]; return a === null || b === null ? null : (a === b) === (t.sign === "=="); }
    case "known": return isNumber(t.part) ? numberValue(t.part, c) !== null : isCode(t.part) ? codeValue(t.part, c) !== null : evaluate(t.part, c) !== null;
    case "if": { const when = evaluate(t.when, c); return when === null ? null : evaluate(when ? t.yes : t.no, c); }
  }
}
