/**
 * Why a rule decides as it does about one household, in plain Chinese and English: every number with its value, every threshold with
 * its parameter, first day and source (issue 3: 「each outcome explained per household in plain Chinese」; paper 000 §2.1 客观).
 * The sentences follow the tree that decides; a negated condition is told as the condition that is really asked.
 */
import { labelOf } from "../../registry/codes.ts";
import type { Locale } from "../../problem.ts";
import type { Fact } from "../../identification/facts.ts";
import { parameterInfo } from "../parameters.ts";
import { codeValue, compared, evaluate, not, numberValue, quantityOf, type Case } from "./evaluate.ts";
import { order, shown } from "./rational.ts";
import { childrenOf, factsIn, isCode, isNumber, type CodeTree, type NumberTree, type RuleTree, type Sign, type Tree, type Truth } from "./tree.ts";
import { sameUnit, unitName, type Unit } from "./units.ts";

/** `all`: every part is needed; `any`: one part suffices; `fact`: one condition. Only decisive parts made the verdict what it is. */
export interface Reason { readonly kind: "all" | "any" | "fact"; readonly verdict: Truth; readonly decisive: boolean; readonly text: string; readonly parts: readonly Reason[] }
export interface Explanation { readonly verdict: Truth; /** one line for lists and files */ readonly sentence: string; readonly reason: Reason; /** names of what is not recorded and would be needed */ readonly missing: readonly string[] }

export const verdictWord = (v: Truth, locale: Locale): string => (locale === "en" ? (v === null ? "cannot be decided" : v ? "met" : "not met") : v === null ? "无法判断" : v ? "符合" : "不符合");

/** Explains a verdict. `hidden`: facts whose values this reader may not see. @example explain(tree, case, "zh-CN").sentence // => "符合：人均纯收入 2,736 元，低于扶贫标准 3,535 元（参数 POVERTY_LINE，…）" */
export function explain(tree: RuleTree, c: Case, locale: Locale, hidden: ReadonlySet<string> = none): Explanation {
  const teller = new Teller(c, locale, hidden);
  const reason = teller.told(tree, false, true);
  const missing = [...teller.missing];
  const leaves = decisiveLeaves(reason);
  const en = locale === "en";
  const head = verdictWord(reason.verdict, locale);
  const why = reason.verdict === null && (missing.length > 0 || teller.zero) ? unrecorded(missing, teller.zero, locale) : leaves.map((l) => l.text).join(en ? "; " : "；");
  return { verdict: reason.verdict, sentence: en ? `${head[0]?.toUpperCase() ?? ""}${head.slice(1)}: ${why}` : `${head}：${why}`, reason, missing };
}

const unrecorded = (names: readonly string[], zero: boolean, locale: Locale): string => (locale === "en" ? [...(names.length > 0 ? [`not recorded: ${names.join(", ")}`] : []), ...(zero ? ["division by zero"] : [])].join("; ") : [...(names.length > 0 ? [`${names.join("、")}没有记录`] : []), ...(zero ? ["除数为 0"] : [])].join("；"));

/** Facts about health, whose values stand only before those who may see health data (domain guide §10.3). */
export const healthFacts: ReadonlySet<string> = new Set(["seriouslyIll", "chronicallyIll", "disabled", "severelyDisabled", "causeMain"]);
const none: ReadonlySet<string> = new Set();

const decisiveLeaves = (r: Reason): readonly Reason[] => (!r.decisive ? [] : r.parts.length === 0 ? [r] : r.parts.flatMap(decisiveLeaves));

const money: Readonly<Record<Sign, readonly [yes: string, no: string, yesEn: string, noEn: string]>> = {
  "<": ["低于", "不低于", "below", "not below"], "<=": ["不高于", "高于", "not above", "above"], ">": ["高于", "不高于", "above", "not above"], ">=": ["不低于", "低于", "at least", "below"], "==": ["等于", "不等于", "equal to", "not equal to"], "!=": ["不等于", "等于", "not equal to", "equal to"],
};

/** Amounts are low or high, counts few or many. */
const quantity: typeof money = { ...money, "<": ["少于", "不少于", "fewer than", "no fewer than"], "<=": ["不多于", "多于", "at most", "more than"], ">": ["多于", "不多于", "more than", "at most"], ">=": ["不少于", "少于", "at least", "fewer than"] };

class Teller {
  readonly missing = new Set<string>();
  zero = false;
  readonly #c: Case;
  readonly #locale: Locale;
  readonly #en: boolean;
  readonly #hidden: ReadonlySet<string>;
  constructor(c: Case, locale: Locale, hidden: ReadonlySet<string>) { this.#c = c; this.#locale = locale; this.#en = locale === "en"; this.#hidden = hidden; }

  say(zh: string, en: string): string { return this.#en ? en : zh; }
  label(fact: Fact): string { return this.#en ? fact.en : fact.zh; }

  /** `negated`: the opposite is asked; `decisive`: everything above was decided by this. */
  told(t: RuleTree, negated: boolean, decisive: boolean): Reason {
    if (t.op === "not") return this.told(t.part, !negated, decisive);
    const truth = evaluate(t, this.#c);
    const verdict = negated ? not(truth) : truth;
    if (t.op === "all" || t.op === "any") {
      const kind = (t.op === "all") !== negated ? "all" : "any";
      // what made it so: the parts that agree with it; where all must agree, all of them
      const parts = t.parts.map((part) => { const own = evaluate(part, this.#c); const told = negated ? not(own) : own; return this.told(part, negated, decisive && told === verdict); });
      return { kind, verdict, decisive, text: this.say(kind === "all" ? "以下各条都要符合" : "以下任一条符合即可", kind === "all" ? "all of these are needed" : "any one of these suffices"), parts };
    }
    if (t.op === "if") {
      const when = evaluate(t.when, this.#c);
      const chosen = when === null ? [] : [this.told(when ? t.yes : t.no, negated, decisive)];
      return { kind: "all", verdict, decisive, text: this.say(when === null ? "无法确定适用哪一种情形" : when ? "前提成立，适用第一种情形" : "前提不成立，适用第二种情形", when === null ? "which case applies cannot be decided" : when ? "the premise holds: the first case applies" : "the premise does not hold: the second case applies"), parts: [this.told(t.when, false, decisive && when === null), ...chosen] };
    }
    const kept = factsIn(t).find((f) => this.#hidden.has(f.key));
    const text = verdict === null ? this.undecided(t, decisive) : kept ? this.say(`${kept.zh}（不在此显示）`, `${kept.en} (not shown here)`) : this.condition(t, truth === true);
    return { kind: "fact", verdict, decisive, text: `${text}${this.say("——", " — ")}${verdictWord(verdict, this.#locale)}`, parts: [] };
  }

  condition(t: RuleTree, truth: boolean): string {
    switch (t.op) {
      case "flag": return this.say(`${t.fact.zh}：${this.#c.facts[t.fact.key] === true ? "是" : "否"}`, `${t.fact.en}: ${this.#c.facts[t.fact.key] === true ? "yes" : "no"}`);
      case "compare": {
        const [yes, no, yesEn, noEn] = (t.left.unit.yuan ? money : quantity)[t.sign];
        const relation = this.say(truth ? yes : no, truth ? yesEn : noEn);
        const named = t.right.op === "quantity" || t.right.op === "parameter";
        return this.say(`${this.side(t.left)}，${relation}${named ? "" : " "}${this.threshold(t.right)}`, `${this.side(t.left)}, ${relation} ${this.threshold(t.right)}`);
      }
      case "among": {
        const left = numberValue(t.left, this.#c);
        const hit = t.options.find((o) => compared("==", left, numberValue(o, this.#c)) === true);
        return `${this.side(t.left)}${this.say(hit ? "，等于 " : "，不是 ", hit ? ", equal to " : ", none of ")}${(hit ? [hit] : t.options).map((o) => this.side(o)).join(this.say("、", ", "))}`;
      }
      case "is": return this.code(t.left, t.options);
      case "same": return this.say(`“${this.brief(t.left)}”与“${this.brief(t.right)}”${truth === (t.sign === "==") ? "一致" : "不一致"}`, `"${this.brief(t.left)}" and "${this.brief(t.right)}" ${truth === (t.sign === "==") ? "agree" : "differ"}`);
      case "known": return this.say(`${this.brief(t.part)}${truth ? "有记录" : "没有记录"}`, `${this.brief(t.part)} is ${truth ? "recorded" : "not recorded"}`);
      default: return this.say(truth ? "条件恒成立" : "条件恒不成立", truth ? "always holds" : "never holds");
    }
  }

  code(left: CodeTree, options: readonly CodeTree[]): string {
    const value = codeValue(left, this.#c);
    const name = left.op === "codeFact" ? this.label(left.fact) : "";
    const label = labelOf(left.list, value, this.#locale);
    const listed = options.map((o) => labelOf(o.list, codeValue(o, this.#c), this.#locale));
    const inside = options.some((o) => codeValue(o, this.#c) === value);
    if (options.length === 1 && inside) return this.say(`${name}是“${label}”`, `${name} is "${label}"`);
    return this.say(`${name}是“${label}”，${inside ? "属于" : "不属于"}${listed.map((l) => `“${l}”`).join("、")}`, `${name} is "${label}", ${inside ? "one" : "none"} of ${listed.map((l) => `"${l}"`).join(", ")}`);
  }

  amount(value: { readonly n: bigint; readonly d: bigint }, unit: Unit, fact?: Fact): string {
    const name = fact?.key === "headAge" ? this.say("岁", "years") : sameUnit(unit, { yuan: 1, person: -1 }) ? this.say("元", "yuan") : sameUnit(unit, { year: 1 }) ? this.say("年", "") : unitName(unit, this.#locale);
    const text = sameUnit(unit, { year: 1 }) ? String(value.n / value.d) : shown(value);
    return name === "" ? text : `${text} ${name}`;
  }

  /** The side that is compared with: the number itself first, then how it came about. */
  threshold(t: NumberTree): string {
    const value = t.op === "arithmetic" || t.op === "choose" ? numberValue(t, this.#c) : null;
    return value === null ? this.side(t) : this.say(`${this.amount(value, t.unit)}（= ${this.formula(t)}）`, `${this.amount(value, t.unit)} (= ${this.formula(t)})`);
  }

  side(t: NumberTree): string {
    const value = numberValue(t, this.#c);
    if (value === null) return this.brief(t);
    switch (t.op) {
      case "number": return this.amount(value, t.unit);
      case "quantity": return `${this.label(t.fact)} ${this.amount(value, t.unit, t.fact)}`;
      case "parameter": {
        const row = this.#c.parameters.get(t.code);
        const share = Object.keys(t.unit).length === 0 && (t.divide === 100n || t.divide === 1000n);
        const amount = share && row ? `${row.value}${t.divide === 100n ? "%" : "‰"}` : this.amount(value, t.unit);
        return this.say(`${parameterInfo(t.code)?.zh ?? t.code} ${amount}（参数 ${t.code}，${row?.validFrom ?? ""} 起，来源：${row?.source ?? ""}）`, `${parameterInfo(t.code)?.en ?? t.code} ${amount} (parameter ${t.code}, from ${row?.validFrom ?? ""}, source: ${row?.source ?? ""})`);
      }
      case "arithmetic": case "choose": return this.say(`${this.formula(t)} = ${this.amount(value, t.unit)}`, `${this.formula(t)} = ${this.amount(value, t.unit)}`);
    }
  }

  /** A computed side with the values that went in. */
  formula(t: NumberTree): string {
    if (t.op === "arithmetic") {
      const sign = { "+": "+", "-": "−", "*": "×", "/": "÷" }[t.sign];
      const left = t.sign === "-" && t.left.op === "number" && t.left.value.n === 0n ? "" : `${this.operand(t.left)} `;
      return `${left}${sign} ${this.operand(t.right)}`;
    }
    if (t.op === "choose") { const when = evaluate(t.when, this.#c); return when === null ? this.brief(t) : this.operand(when ? t.yes : t.no); }
    return this.side(t);
  }
  operand(t: NumberTree): string { return t.op === "arithmetic" ? `(${this.formula(t)})` : t.op === "choose" ? this.formula(t) : this.side(t); }

  /** Names only, for what has no value. */
  brief(t: Tree): string {
    if (t.op === "quantity" || t.op === "codeFact" || t.op === "flag") return this.label(t.fact);
    if (t.op === "parameter") return this.say(parameterInfo(t.code)?.zh ?? t.code, parameterInfo(t.code)?.en ?? t.code);
    if (t.op === "number") return this.amount(t.value, t.unit);
    if (t.op === "code") return labelOf(t.list, t.value, this.#locale);
    if (t.op === "arithmetic") return `${this.brief(t.left)} ${t.sign} ${this.brief(t.right)}`;
    const parts = childrenOf(t).map((part) => this.brief(part));
    return parts.join(this.say("、", ", "));
  }

  undecided(t: RuleTree, decisive: boolean): string {
    const gaps = gapsIn(t, this.#c);
    const names = [...new Set(gaps.flatMap((g) => (g.op === "zero" ? [] : g.op === "parameter" ? [this.say(`参数 ${g.code} 当日的值`, `the value of parameter ${g.code} on the day`)] : [this.label(g.fact)])))];
    const zero = gaps.some((g) => g.op === "zero");
    if (decisive) { for (const name of names) this.missing.add(name); this.zero ||= zero; }
    return unrecorded(names, zero, this.#locale);
  }
}

type Gap = { readonly op: "fact"; readonly fact: Fact } | { readonly op: "parameter"; readonly code: string } | { readonly op: "zero" };
/** What keeps a condition from being decided. */
function gapsIn(t: Tree, c: Case): readonly Gap[] {
  if (t.op === "quantity") return quantityOf(t.fact, c.facts) === null ? [{ op: "fact", fact: t.fact }] : [];
  if (t.op === "codeFact" || t.op === "flag") return c.facts[t.fact.key] === null || c.facts[t.fact.key] === undefined ? [{ op: "fact", fact: t.fact }] : [];
  if (t.op === "parameter") return c.parameters.has(t.code) ? [] : [{ op: "parameter", code: t.code }];
  if (t.op === "known") return [];
  const below = childrenOf(t).flatMap((part) => (undecidedPart(part, c) ? gapsIn(part, c) : []));
  const zero = t.op === "arithmetic" && t.sign === "/" && below.length === 0 && isZero(t.right, c) ? [{ op: "zero" as const }] : [];
  return [...below, ...zero];
}
const isZero = (t: NumberTree, c: Case): boolean => { const value = numberValue(t, c); return value !== null && order(value, { n: 0n, d: 1n }) === 0; };
const undecidedPart = (t: Tree, c: Case): boolean => (isNumber(t) ? numberValue(t, c) === null : isCode(t) ? codeValue(t, c) === null : evaluate(t, c) === null);
