/**
 * A checked rule: every name resolved, every comparison typed. Evaluation, SQL and explanation all walk this tree, never the text.
 * Truth has three values: true, false, and null = cannot be decided, because something it needs is not recorded.
 */
import type { Fact } from "../../identification/facts.ts";
import type { CodeList } from "../../registry/codes.ts";
import type { Rational } from "./rational.ts";
import type { Unit } from "./units.ts";

export type Truth = boolean | null;
export type Sign = "<" | "<=" | ">" | ">=" | "==" | "!=";
/** Where in the text, as offsets of characters; `to` is exclusive. */
export interface Span { readonly from: number; readonly to: number }

export type NumberTree = Span & (
  | { readonly op: "number"; readonly value: Rational; readonly unit: Unit }
  | { readonly op: "quantity"; readonly fact: Fact; readonly unit: Unit }
  | { readonly op: "parameter"; readonly code: string; readonly divide: bigint; readonly unit: Unit }
  | { readonly op: "arithmetic"; readonly sign: "+" | "-" | "*" | "/"; readonly left: NumberTree; readonly right: NumberTree; readonly unit: Unit }
  | { readonly op: "choose"; readonly when: RuleTree; readonly yes: NumberTree; readonly no: NumberTree; readonly unit: Unit }
);

/** A code of a list, as a fact or written as a label. */
export type CodeTree = Span & (
  | { readonly op: "codeFact"; readonly fact: Fact; readonly list: CodeList }
  | { readonly op: "code"; readonly list: CodeList; readonly value: number }
);

export type RuleTree = Span & (
  | { readonly op: "truth"; readonly value: boolean }
  | { readonly op: "flag"; readonly fact: Fact }
  | { readonly op: "all" | "any"; readonly parts: readonly RuleTree[] }
  | { readonly op: "not"; readonly part: RuleTree }
  | { readonly op: "compare"; readonly sign: Sign; readonly left: NumberTree; readonly right: NumberTree }
  | { readonly op: "among"; readonly left: NumberTree; readonly options: readonly NumberTree[] }
  | { readonly op: "is"; readonly left: CodeTree; readonly options: readonly CodeTree[]; /** written with `!=` */ readonly not: boolean }
  | { readonly op: "same"; readonly sign: "==" | "!="; readonly left: RuleTree; readonly right: RuleTree }
  | { readonly op: "known"; readonly part: NumberTree | CodeTree | RuleTree }
  | { readonly op: "if"; readonly when: RuleTree; readonly yes: RuleTree; readonly no: RuleTree }
);
export type Tree = NumberTree | CodeTree | RuleTree;

export const isNumber = (t: Tree): t is NumberTree => t.op === "number" || t.op === "quantity" || t.op === "parameter" || t.op === "arithmetic" || t.op === "choose";
export const isCode = (t: Tree): t is CodeTree => t.op === "codeFact" || t.op === "code";

function* below(t: Tree): Generator<Tree> {
  yield t;
  for (const child of childrenOf(t)) yield* below(child);
}
/** The parts that a node is made of, left to right. */
export function childrenOf(t: Tree): readonly Tree[] {
  switch (t.op) {
    case "arithmetic": case "compare": case "same": return [t.left, t.right];
    case "choose": case "if": return [t.when, t.yes, t.no];
    case "all": case "any": return t.parts;
    case "not": case "known": return [t.part];
    case "among": case "is": return [t.left, ...t.options];
    default: return [];
  }
}

/** Facts that a rule reads, each once, in the order of the text. */
export function factsIn(rule: RuleTree): readonly Fact[] {
  const found = new Map<string, Fact>();
  for (const t of below(rule)) if (t.op === "quantity" || t.op === "codeFact" || t.op === "flag") found.set(t.fact.key, t.fact);
  return [...found.values()];
}
/** Parameter codes that a rule reads, each once. */
export const parametersIn = (rule: RuleTree): readonly string[] => [...new Set([...below(rule)].flatMap((t) => (t.op === "parameter" ? [t.code] : [])))];
