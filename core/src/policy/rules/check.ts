/**
 * The strict subset of the Common Expression Language in which a province writes who is eligible, and its types: literals, facts and
 * parameters by name, comparison, `&& || !`, `in [ ]`, arithmetic, `? :`, parentheses, `known( )`. Everything else, every unknown
 * name and every comparison of unlike things is a fault with its place in the text (docs/methods/rules.md; paper 000 §2.1, paper 001 §2.3).
 */
import { labelOf, type CodeList } from "../../registry/codes.ts";
import { Faulty, faultAt, type Fault } from "./faults.ts";
import { codeWritten, isCodeList, names as allNames, nearestCode, suggest, type Names } from "./names.ts";
import { minus, over, plus, readDecimal, times, whole, type Rational } from "./rational.ts";
import { readRule, type Syntax } from "./read.ts";
import { condition, TooLong } from "./sql.ts";
import { factsIn, isCode, isNumber, type CodeTree, type NumberTree, type RuleTree, type Sign, type Tree } from "./tree.ts";
import { bare, isBare, sameUnit, timesUnit, unitName, unitOfFact, unitOfParameter, type Unit } from "./units.ts";

export type Checked = { readonly tree: RuleTree; readonly faults: readonly [] } | { readonly tree: undefined; readonly faults: readonly Fault[] };

/**
 * Reads and types a rule. @example checkRule("perCapitaYaun < POVERTY_LINE").faults[0]?.code // => "unknownName", offering perCapitaYuan
 * @param known names that may be used; by default every fact and parameter of the platform
 */
export function checkRule(text: string, known: Names = allNames): Checked {
  try {
    const tree = new Checker(known).truth(readRule(text, known));
    if (factsIn(tree).length === 0) throw new Faulty("constant", { from: 0, to: text.length });
    if (!compiles(tree)) throw new Faulty("large", { from: 0, to: text.length });
    return { tree, faults: [] };
  } catch (e) {
    if (e instanceof Faulty) return { tree: undefined, faults: [faultAt(text, e)] };
    throw e;
  }
}

/** Can the rule be asked of a database at all? */
function compiles(tree: RuleTree): boolean {
  try { condition(tree, { column: (f) => `f.${f.column}`, parameter: () => ({ sql: "0::bigint", most: 1n }) }); return true; } catch (e) { if (e instanceof TooLong) return false; throw e; }
}

const describe = (t: Tree, locale: "zh-CN" | "en"): string => {
  const en = locale === "en";
  if (isCode(t)) return en ? `a code (${t.list})` : `代码项（${t.list}）`;
  if (!isNumber(t)) return en ? "a condition (yes or no)" : "条件（是或否）";
  return isBare(t.unit) ? (en ? "a number" : "数字") : en ? `a quantity in ${unitName(t.unit, locale)}` : `以${unitName(t.unit, locale)}计的数`;
};
const both = (code: "mixed" | "choice", span: { readonly from: number; readonly to: number }, l: Tree, r: Tree): Faulty => new Faulty(code, span, { left: describe(l, "zh-CN"), right: describe(r, "zh-CN") }, { left: describe(l, "en"), right: describe(r, "en") });

class Checker {
  readonly #known: Names;
  constructor(known: Names) { this.#known = known; }

  truth(n: Syntax): RuleTree {
    const t = this.any(n);
    if (isNumber(t) || isCode(t)) throw new Faulty("needsTruth", span(n), { found: describe(t, "zh-CN"), hint: isCode(t) ? "请写成 名称 == \"代码文字\"。" : "请与一个数比较，例如 > 0。" }, { found: describe(t, "en"), hint: isCode(t) ? "Compare it with a code." : "Compare it with a number, such as > 0." });
    return t;
  }

  number(n: Syntax): NumberTree {
    const t = this.any(n);
    if (!isNumber(t)) throw new Faulty("needsNumber", span(n), { found: describe(t, "zh-CN") }, { found: describe(t, "en") });
    return t;
  }

  any(n: Syntax): Tree {
    switch (n.op) {
      case "value": return literal(n);
      case "id": return this.name(n, n.args);
      case "&&": case "||": {
        const op = n.op === "&&" ? "all" : "any";
        // a chain of the same sign is one list of conditions, as people read it
        const parts = n.args.map((a) => this.truth(a)).flatMap((t): readonly RuleTree[] => (t.op === op ? t.parts : [t]));
        return { op, parts, ...span(n) };
      }
      case "!_": return { op: "not", part: this.truth(n.args), ...span(n) };
      case "-_": return arithmetic("-", { op: "number", value: whole(0), unit: bare, from: n.start, to: n.start }, this.number(n.args), n);
      case "+": case "-": case "*": case "/": return arithmetic(n.op, this.number(n.args[0]), this.number(n.args[1]), n);
      case "<": case "<=": case ">": case ">=": case "==": case "!=": return this.compare(n, n.op, n.args[0], n.args[1]);
      case "in": return this.among(n, n.args[0], n.args[1]);
      case "?:": return this.choice(n, n.args[0], n.args[1], n.args[2]);
      case "call": return this.call(n, n.args[0], n.args[1]);
      case "list": throw new Faulty("strayList", span(n));
      default: throw new Faulty("construct", span(n), { text: n.input.slice(n.start, n.end).slice(0, 40), hint: "可用的写法见语言说明。" }, { hint: "See the language reference." });
    }
  }

  name(n: Syntax, written: string): Tree {
    const fact = this.#known.facts.get(written);
    if (fact) {
      if (fact.kind === "flag") return { op: "flag", fact, ...span(n) };
      if (fact.kind === "code" && isCodeList(fact.list)) return { op: "codeFact", fact, list: fact.list, ...span(n) };
      return { op: "quantity", fact, unit: unitOfFact(fact), ...span(n) };
    }
    const parameter = this.#known.parameters.get(written);
    if (parameter) return { op: "parameter", code: parameter.code, ...unitOfParameter(parameter.unit), ...span(n) };
    const near = suggest(written, this.#known);
    if (near !== undefined && /Fen$|_FEN(_|$)/.test(written) && /Yuan$|_YUAN(_|$)/.test(near)) throw new Faulty("fen", span(n), { name: near });
    throw new Faulty("unknownName", span(n), { name: written, hint: near ? `您要写的是不是 ${near}？` : "请在名称表里查找。" }, { hint: near ? `Did you mean ${near}?` : "Look it up in the list of names." });
  }

  call(n: Syntax, name: string, args: readonly Syntax[]): Tree {
    if (name !== "known") {
      const has = name === "has";
      throw new Faulty("construct", span(n), { text: `${name}(…)`, hint: has ? "要问一项有没有记录，请写 known( )。" : "唯一的函数是 known( )。" }, { hint: has ? "Ask known( ) whether something is recorded." : "The only function is known( )." });
    }
    const [only] = args;
    if (!only || args.length !== 1) throw new Faulty("knownOne", span(n));
    return { op: "known", part: this.any(only), ...span(n) };
  }

  compare(n: Syntax, sign: Sign, l: Syntax, r: Syntax): RuleTree {
    const equality = sign === "==" || sign === "!=";
    if (text(l) !== undefined || text(r) !== undefined) {
      const [code, label] = text(l) === undefined ? [l, r] : [r, l];
      const left = text(code) === undefined ? this.any(code) : undefined;
      if (left === undefined || !isCode(left)) throw new Faulty("loneText", span(label));
      if (!equality) throw new Faulty("codeOrder", span(n));
      return { op: "is", left, options: [codeOf(left.list, label)], not: sign === "!=", ...span(n) };
    }
    const [left, right] = [this.any(l), this.any(r)];
    if (isNumber(left) && isNumber(right)) { const [a, b] = alike(left, right, n, ["比较", "compared"]); return { op: "compare", sign, left: a, right: b, ...span(n) }; }
    if (isCode(left) && isCode(right)) {
      if (!equality) throw new Faulty("codeOrder", span(n));
      if (left.list !== right.list) throw new Faulty("codeLists", span(n), { left: left.list, right: right.list });
      return { op: "is", left, options: [right], not: sign === "!=", ...span(n) };
    }
    if (!isNumber(left) && !isCode(left) && !isNumber(right) && !isCode(right) && equality) return { op: "same", sign, left, right, ...span(n) };
    throw both("mixed", span(n), left, right);
  }

  among(n: Syntax, l: Syntax, r: Syntax): RuleTree {
    if (r.op !== "list") throw new Faulty("onlyList", span(r));
    if (r.args.length === 0) throw new Faulty("emptyList", span(r));
    if (text(l) !== undefined) throw new Faulty("loneText", span(l));
    const left = this.any(l);
    if (isCode(left)) return { op: "is", left, options: r.args.map((o) => codeOf(left.list, o)), not: false, ...span(n) };
    if (!isNumber(left)) throw new Faulty("needsNumber", span(l), { found: describe(left, "zh-CN") }, { found: describe(left, "en") });
    return { op: "among", left, options: r.args.map((o) => alike(left, this.number(o), o, ["比较", "compared"])[1]), ...span(n) };
  }

  choice(n: Syntax, w: Syntax, a: Syntax, b: Syntax): Tree {
    const [when, yes, no] = [this.truth(w), this.any(a), this.any(b)];
    if (isNumber(yes) && isNumber(no)) {
      const [x, y] = alike(yes, no, n, ["同作结果", "two results of one choice"]);
      return { op: "choose", when, yes: x, no: y, unit: x.unit, ...span(n) };
    }
    if (isNumber(yes) || isCode(yes) || isNumber(no) || isCode(no)) throw both("choice", span(n), yes, no);
    return { op: "if", when, yes, no, ...span(n) };
  }
}

const span = (n: Syntax): { readonly from: number; readonly to: number } => ({ from: n.start, to: n.end });
const text = (n: Syntax): string | undefined => (n.op === "value" && typeof n.args === "string" ? n.args : undefined);

function literal(n: Syntax): Tree {
  const written = n.input.slice(n.start, n.end);
  if (n.op === "value" && typeof n.args === "boolean") return { op: "truth", value: n.args, ...span(n) };
  if (n.op === "value" && n.args === null) throw new Faulty("null", span(n));
  if (text(n) !== undefined) throw new Faulty("loneText", span(n));
  const value = readDecimal(written);
  if (!value) throw new Faulty("number", span(n), { text: written.slice(0, 40) });
  return { op: "number", value, unit: bare, ...span(n) };
}

function codeOf(list: CodeList, n: Syntax): CodeTree {
  const written = text(n);
  if (written === undefined) throw new Faulty("loneText", span(n));
  const value = codeWritten(list, written);
  if (value !== undefined) return { op: "code", list, value, ...span(n) };
  const near = nearestCode(list, written);
  const some = near === undefined ? labelOf(list, 1) : near;
  throw new Faulty("unknownCode", span(n), { name: written, list, hint: near ? `您要写的是不是 "${near}"？` : `例如 "${some}"。` }, { hint: near ? `Did you mean "${near}"?` : `For example "${some}".` });
}

/** A number written as such takes the unit of what it stands beside. */
const literalUnit = (t: NumberTree): boolean => t.op === "number" && isBare(t.unit);

/** Two sides with one unit; numbers written as such adapt. Amounts of money beside an amount have whole fen. */
function alike(left: NumberTree, right: NumberTree, n: Syntax, act: readonly [string, string]): readonly [NumberTree, NumberTree] {
  const adapt = (t: NumberTree, unit: Unit): NumberTree => {
    if (t.op !== "number") return t;
    if (unit.yuan === 1 && (t.value.n * 100n) % t.value.d !== 0n) throw new Faulty("decimals", t, { text: n.input.slice(t.from, t.to) });
    return { ...t, unit };
  };
  if (sameUnit(left.unit, right.unit)) return [left, right];
  if (literalUnit(right)) return [left, adapt(right, left.unit)];
  if (literalUnit(left)) return [adapt(left, right.unit), right];
  const say = (u: Unit, locale: "zh-CN" | "en"): string => unitName(u, locale) || (locale === "en" ? "a bare number" : "无单位的数");
  throw new Faulty("units", span(n), { act: act[0], left: say(left.unit, "zh-CN"), right: say(right.unit, "zh-CN") }, { act: act[1], left: say(left.unit, "en"), right: say(right.unit, "en") });
}

const exact: Readonly<Record<"+" | "-" | "*" | "/", (a: Rational, b: Rational) => Rational | undefined>> = { "+": plus, "-": minus, "*": times, "/": over };

function arithmetic(sign: "+" | "-" | "*" | "/", l: NumberTree, r: NumberTree, n: Syntax): NumberTree {
  if (sign === "/" && r.op === "number" && r.value.n === 0n) throw new Faulty("zero", span(n));
  if (l.op === "number" && r.op === "number" && isBare(l.unit) && isBare(r.unit)) {
    const value = exact[sign](l.value, r.value);
    if (value) return { op: "number", value, unit: bare, ...span(n) };
  }
  if (sign === "*" || sign === "/") return { op: "arithmetic", sign, left: l, right: r, unit: timesUnit(l.unit, r.unit, sign === "/" ? -1 : 1), ...span(n) };
  const [left, right] = alike(l, r, n, sign === "+" ? ["相加", "added"] : ["相减", "subtracted"]);
  return { op: "arithmetic", sign, left, right, unit: left.unit, ...span(n) };
}

