/** What is wrong with the text of a rule, where, and what would make it right; in both languages. A rule with a fault is never stored as usable. */
import type { Locale } from "../../problem.ts";
import type { Span } from "./tree.ts";

const table = {
  empty: ["规则是空的。请写出条件，例如 perCapitaYuan < POVERTY_LINE。", "The rule is empty. Write a condition, such as perCapitaYuan < POVERTY_LINE."],
  syntax: ["这里看不懂：{detail}", "This cannot be read: {detail}"],
  character: ["规则里不能用“{char}”。{hint}", "\"{char}\" cannot be used in a rule. {hint}"],
  assign: ["比较相等要写两个等号 ==。", "Equality is written with two signs: ==."],
  unknownName: ["没有“{name}”这个名称。{hint}", "There is no name \"{name}\". {hint}"],
  unknownCode: ["“{name}”不在“{list}”的代码里。{hint}", "\"{name}\" is not a code of {list}. {hint}"],
  fen: ["金额一律用元书写：请用 {name}，数字也按元填写。", "Money is written in yuan: use {name}, and write its numbers in yuan."],
  needsTruth: ["这里需要一个条件（是或否），写的却是{found}。{hint}", "A condition (yes or no) is needed here, but this is {found}. {hint}"],
  needsNumber: ["这里需要数字或金额，写的却是{found}。", "A number or an amount is needed here, but this is {found}."],
  units: ["单位不同，不能{act}：{left} 与 {right}。", "These units cannot be {act}: {left} and {right}."],
  mixed: ["不能比较：左边是{left}，右边是{right}。", "These cannot be compared: {left} with {right}."],
  codeOrder: ["代码没有大小，只能用 ==、!= 或 in 比较。", "Codes have no order: use ==, != or in."],
  codeLists: ["两边是不同的代码表：{left} 与 {right}。", "These are codes of different lists: {left} and {right}."],
  loneText: ["文字只能与代码项比较，例如 causeMain == \"因病\"。", "Text is only compared with a code, such as causeMain == \"因病\"."],
  onlyList: ["in 的右边要写成列表，例如 houseGrade in [\"C\", \"D\"]。", "What follows in must be a list, such as houseGrade in [\"C\", \"D\"]."],
  emptyList: ["列表是空的，条件永远不成立。", "The list is empty; this could never hold."],
  strayList: ["列表只能写在 in 的右边。", "A list may only stand after in."],
  decimals: ["金额最多到分（两位小数）：{text}。", "Money has two decimals at most: {text}."],
  number: ["数字 {text} 不能用：请写成普通小数，整数部分最多 15 位、小数最多 9 位。", "The number {text} cannot be used: write plain decimals, 15 digits before the point and 9 after it at most."],
  zero: ["除数是零。", "Division by zero."],
  construct: ["规则语言里没有这种写法：{text}。{hint}", "The rule language has no such construct: {text}. {hint}"],
  knownOne: ["known( ) 里要正好写一项，例如 known(perCapitaYuan)。", "known( ) takes exactly one thing, such as known(perCapitaYuan)."],
  null: ["没有 null：要问一项有没有记录，用 known( )。", "There is no null: ask known( ) whether something is recorded."],
  choice: ["? : 的两个结果种类或单位不同：{left} 与 {right}。", "The two results of ? : differ in kind or unit: {left} and {right}."],
  constant: ["这条规则不看任何一户的情况，对所有户的结果都一样。", "This rule looks at nothing of a household: the answer would be the same for everybody."],
  large: ["规则太长或太深（最多 2000 个成分、60 层）。请拆开。", "The rule is too long or too deep (2000 parts and 60 levels at most). Split it."],
} as const satisfies Record<string, readonly [string, string]>;

export type FaultCode = keyof typeof table;
export interface Fault extends Span { readonly code: FaultCode; readonly details: Readonly<Record<string, string>>; readonly detailsEn?: Readonly<Record<string, string>>; /** from 1 */ readonly line: number; readonly column: number }

/** Thrown inside reading and checking, caught by them: never crosses their border. */
export class Faulty extends Error {
  readonly code: FaultCode;
  readonly span: Span;
  readonly details: Readonly<Record<string, string>>;
  readonly detailsEn: Readonly<Record<string, string>> | undefined;
  constructor(code: FaultCode, span: Span, details: Readonly<Record<string, string>> = {}, detailsEn?: Readonly<Record<string, string>>) {
    super(code);
    this.code = code;
    this.span = span;
    this.details = details;
    this.detailsEn = detailsEn;
  }
}

/** Line and column (from 1, in characters) of an offset. @example placeIn("a &&\n b", 6) // => { line: 2, column: 2 } */
export function placeIn(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset);
  const line = before.split("\n").length;
  return { line, column: Array.from(before.slice(before.lastIndexOf("\n") + 1)).length + 1 };
}

export const faultAt = (text: string, f: Faulty): Fault => ({ code: f.code, details: f.details, ...(f.detailsEn ? { detailsEn: f.detailsEn } : {}), from: Math.min(f.span.from, text.length), to: Math.min(Math.max(f.span.to, f.span.from), text.length), ...placeIn(text, f.span.from) });

/** The sentence of a fault. @example faultText({ code: "zero", … }, "en") // => "Division by zero." */
export function faultText(f: Pick<Fault, "code" | "details" | "detailsEn">, locale: Locale): string {
  const details = locale === "en" ? { ...f.details, ...f.detailsEn } : f.details;
  return table[f.code][locale === "en" ? 1 : 0].replace(/\{(\w+)\}/g, (_, key: string) => details[key] ?? "").trim();
}
