/**
 * A rule as one SQL condition over a row of identification.facts: true, false or null with exactly the meaning of evaluate.ts. Only
 * whole numbers occur: a quotient is compared by cross-multiplication, so nothing is rounded, nothing overflows (products that could
 * leave 64 bits are computed as `numeric`) and division by zero is null, as it is undecided. Names are columns known to the
 * platform and every constant is a number of the checked tree: no text of the rule reaches the database.
 */
import type { Fact } from "../../identification/facts.ts";
import { gcd } from "./rational.ts";
import { isCode, isNumber, type CodeTree, type NumberTree, type RuleTree } from "./tree.ts";

/** SQL of a parameter's whole number as it is in force at the row's place; `most` bounds its absolute value. */
export interface ParameterSql { readonly sql: string; readonly most: bigint }
export interface SqlNames { readonly column: (fact: Fact) => string; readonly parameter: (code: string) => ParameterSql }

/** A fraction `n / d`, d > 0; `nMost` and `dMost` bound the absolute values; `constant` when d is known. */
interface Fraction { readonly n: string; readonly nMost: bigint; readonly d: string; readonly dMost: bigint; readonly constant: bigint | undefined; /** the bare column when nothing was computed */ readonly column?: string }

/** Thrown by rules whose condition would be longer than any database should be asked: quotients inside divisors double at each level. */
export class TooLong extends Error {}
const longest = 200_000;
const bounded = <T extends Fraction | string>(made: T): T => {
  const length = typeof made === "string" ? made.length : made.n.length + made.d.length;
  if (length > longest) throw new TooLong(`${length} characters`);
  return made;
};

const widest = 4_000_000_000_000_000_000n;
const most: Readonly<Record<string, bigint>> = { fen: 9_007_199_254_740_992n, count: 2_147_483_648n, year: 2_147_483_648n, measure: 100_000_000_000_001n };

const product = (a: string, aMost: bigint, b: string, bMost: bigint): { readonly n: string; readonly nMost: bigint } => {
  const nMost = aMost * bMost;
  if (b === "1") return { n: a, nMost };
  if (a === "1") return { n: b, nMost };
  return { n: nMost > widest ? `((${a})::numeric * (${b})::numeric)` : `(${a} * ${b})`, nMost };
};
const scaled = (x: Fraction, by: bigint): { readonly n: string; readonly nMost: bigint } => (by === 1n ? { n: x.n, nMost: x.nMost } : product(x.n, x.nMost, `${by}::bigint`, by));
const plainInt = (value: bigint): string => (value > widest || value < -widest ? `${value}::numeric` : value < 0n ? `(${value})::bigint` : `${value}::bigint`);
const literal = (n: bigint, d: bigint): Fraction => ({ n: plainInt(n), nMost: n < 0n ? -n : n, d: String(d), dMost: d, constant: d });

function fraction(t: NumberTree, names: SqlNames): Fraction {
  switch (t.op) {
    case "number": return literal(t.value.n, t.value.d);
    case "quantity": {
      const column = names.column(t.fact);
      const bound = most[t.fact.kind] ?? widest;
      if (t.fact.kind === "measure") return { n: `(case when abs(${column}) <= 1e12 then floor(${column} * 100 + 0.5)::bigint end)`, nMost: bound, d: "100", dMost: 100n, constant: 100n };
      const d = t.fact.kind === "fen" ? 100n : 1n;
      return { n: `${column}::bigint`, nMost: bound, d: String(d), dMost: d, constant: d, column };
    }
    case "parameter": { const { sql, most: bound } = names.parameter(t.code); return { n: sql, nMost: bound, d: String(t.divide), dMost: t.divide, constant: t.divide }; }
    case "arithmetic": return bounded(arithmetic(t.sign, fraction(t.left, names), fraction(t.right, names)));
    case "choose": {
      const [a, b] = common(fraction(t.yes, names), fraction(t.no, names));
      const pick = (x: string, y: string): string => `(case (${condition(t.when, names)}) when true then ${x} when false then ${y} end)`;
      const nMost = a.nMost > b.nMost ? a.nMost : b.nMost;
      if (a.constant !== undefined && a.constant === b.constant) return bounded({ n: pick(a.n, b.n), nMost, d: a.d, dMost: a.dMost, constant: a.constant });
      return bounded({ n: pick(a.n, b.n), nMost, d: pick(`(${a.d})::numeric`, `(${b.d})::numeric`), dMost: a.dMost > b.dMost ? a.dMost : b.dMost, constant: undefined });
    }
  }
}

/** Both over the same denominator when both are known; else as they are. */
function common(a: Fraction, b: Fraction): readonly [Fraction, Fraction] {
  if (a.constant === undefined || b.constant === undefined || a.constant === b.constant) return [a, b];
  const shared = gcd(a.constant, b.constant);
  const d = (a.constant / shared) * b.constant;
  const over = (x: Fraction, from: bigint): Fraction => ({ ...scaled(x, d / from), d: String(d), dMost: d, constant: d });
  return [over(a, a.constant), over(b, b.constant)];
}

function arithmetic(sign: "+" | "-" | "*" | "/", left: Fraction, right: Fraction): Fraction {
  if (sign === "*") { const d = product(left.d, left.dMost, right.d, right.dMost); return { ...product(left.n, left.nMost, right.n, right.nMost), d: left.constant !== undefined && right.constant !== undefined ? String(left.constant * right.constant) : d.n, dMost: d.nMost, constant: left.constant !== undefined && right.constant !== undefined ? left.constant * right.constant : undefined }; }
  if (sign === "/") {
    const n = product(left.n, left.nMost, right.d, right.dMost);
    const signed = `(case when ${right.n} < 0 then -1 else 1 end)`;
    const d = product(left.d, left.dMost, `nullif(abs(${right.n}), 0)`, right.nMost);
    return { n: `(${n.n} * ${signed})`, nMost: n.nMost, d: d.n, dMost: d.nMost, constant: undefined };
  }
  const [a, b] = common(left, right);
  if (a.constant !== undefined && a.constant === b.constant) {
    const nMost = a.nMost + b.nMost;
    const wide = nMost > widest;
    return { n: wide ? `((${a.n})::numeric ${sign} (${b.n})::numeric)` : `(${a.n} ${sign} ${b.n})`, nMost, d: a.d, dMost: a.dMost, constant: a.constant };
  }
  const [x, y, d] = [product(a.n, a.nMost, b.d, b.dMost), product(b.n, b.nMost, a.d, a.dMost), product(a.d, a.dMost, b.d, b.dMost)];
  return { n: `((${x.n})::numeric ${sign} (${y.n})::numeric)`, nMost: x.nMost + y.nMost, d: d.n, dMost: d.nMost, constant: undefined };
}

const signs = { "<": "<", "<=": "<=", ">": ">", ">=": ">=", "==": "=", "!=": "<>" } as const;

function compare(sign: keyof typeof signs, l: NumberTree, r: NumberTree, names: SqlNames): string {
  const [left, right] = [fraction(l, names), fraction(r, names)];
  if (left.constant !== undefined && right.constant !== undefined) {
    const shared = gcd(left.constant, right.constant);
    const [by, to] = [right.constant / shared, left.constant / shared];
    // a column against a number: compared as they are stored, so that an index or a plain scan serves
    if (left.column !== undefined && r.op === "number" && by === 1n) return `(${left.column} ${signs[sign]} ${plainInt(r.value.n * to).replace(/::bigint$/, "")})`;
    const [a, b] = [left.column !== undefined && by === 1n ? left.column : scaled(left, by).n, right.column !== undefined && to === 1n ? right.column : scaled(right, to).n];
    return `(${a} ${signs[sign]} ${b})`;
  }
  const [a, b] = [product(left.n, left.nMost, right.d, right.dMost), product(right.n, right.nMost, left.d, left.dMost)];
  return `(${a.n} ${signs[sign]} ${b.n})`;
}

const code = (t: CodeTree, names: SqlNames): string => (t.op === "code" ? String(t.value) : names.column(t.fact));

/** The condition of a checked rule. @example condition(tree, names) // => "(f.per_capita_fen < 353500)" */
export const condition = (t: RuleTree, names: SqlNames): string => bounded(conditionText(t, names));

function conditionText(t: RuleTree, names: SqlNames): string {
  switch (t.op) {
    case "truth": return t.value ? "true" : "false";
    case "flag": return names.column(t.fact);
    case "all": return `(${t.parts.map((part) => condition(part, names)).join(" and ")})`;
    case "any": return `(${t.parts.map((part) => condition(part, names)).join(" or ")})`;
    case "not": return `(not ${condition(t.part, names)})`;
    case "compare": return compare(t.sign, t.left, t.right, names);
    case "among": return `(${t.options.map((o) => compare("==", t.left, o, names)).join(" or ")})`;
    case "is": {
      const left = code(t.left, names);
      const found = t.options.every((o) => o.op === "code") ? `(${left} in (${t.options.map((o) => code(o, names)).join(", ")}))` : `(${t.options.map((o) => `${left} = ${code(o, names)}`).join(" or ")})`;
      return t.not ? `(not ${found})` : found;
    }
    case "same": return `(${condition(t.left, names)} ${signs[t.sign]} ${condition(t.right, names)})`;
    case "known": {
      if (isCode(t.part)) return `(${code(t.part, names)} is not null)`;
      if (!isNumber(t.part)) return `(${condition(t.part, names)} is not null)`;
      const value = fraction(t.part, names);
      return value.constant === undefined ? `((${value.n}) is not null and (${value.d}) is not null)` : `((${value.n}) is not null)`;
    }
    case "if": return `(case ${condition(t.when, names)} when true then ${condition(t.yes, names)} when false then ${condition(t.no, names)} end)`;
  }
}
