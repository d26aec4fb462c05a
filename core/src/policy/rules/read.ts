/**
 * Text → syntax tree, by the parser of the Common Expression Language (package @marcbachmann/cel-js), whose errors are retold for
 * officials. Which constructs of that language a rule may use is decided by check.ts; nothing is ever evaluated here.
 */
import { Environment, ParseError, type ASTNode } from "@marcbachmann/cel-js";
import { Faulty } from "./faults.ts";
import { suggest, type Names } from "./names.ts";

const language = new Environment({ limits: { maxAstNodes: 2000, maxDepth: 60, maxListElements: 200, maxMapEntries: 0, maxCallArguments: 8 } });

export type Syntax = ASTNode;

/** Code points beyond these are read by the same rules; full-width punctuation is the usual slip of a Chinese keyboard. */
const fullWidth: Readonly<Record<string, string>> = { "（": "(", "）": ")", "，": ",", "＜": "<", "＞": ">", "＝": "=", "！": "!", "“": '"', "”": '"', "‘": "'", "’": "'", "：": ":", "？": "?", "≤": "<=", "≥": ">=", "≠": "!=", "×": "*", "÷": "/", "－": "-", "＋": "+", "；": "", "。": "", "、": "," };

function retold(text: string, known: Names, e: ParseError): Faulty {
  const from = e.range?.start ?? text.length;
  const span = { from, to: Math.max(e.range?.end ?? from, from + 1) };
  const char = text[from] ?? "";
  if (e.code === "limit_exceeded") return new Faulty("large", { from: 0, to: text.length });
  if (e.code === "unexpected_character") {
    const word = /^[\u3400-\u9fff\w]+/.exec(text.slice(from))?.[0] ?? "";
    if (/^[\u3400-\u9fff]/.test(word)) {
      const name = suggest(word, known);
      return new Faulty("unknownName", { from, to: from + word.length }, { name: word, hint: name ? `规则里的名称用英文：它叫 ${name}。` : "规则里的名称用英文，请在名称表里查找；代码的文字要加引号。" }, { hint: name ? `Names are English: it is called ${name}.` : "Names are English: look it up in the list of names; labels of codes need quotation marks." });
    }
    if (char === "=" || (char === "" && text[from - 1] === "=")) return new Faulty("assign", span);
    const instead = fullWidth[char];
    if (instead !== undefined) return new Faulty("character", span, { char, hint: instead === "" ? "请删去。" : `请用半角 ${instead}` }, { hint: instead === "" ? "Leave it out." : `Use ${instead} instead.` });
    if (char === "&" || char === "|") return new Faulty("character", span, { char, hint: `“并且”写 &&，“或者”写 ||。` }, { hint: "And is &&, or is ||." });
    if (!/[\w"'([]/.test(char)) return new Faulty("character", span, { char: char || "?", hint: "" });
  }
  const ended = from >= text.trimEnd().length;
  return new Faulty("syntax", { from: Math.min(from, text.length), to: Math.min(span.to, Math.max(text.length, from)) }, { detail: ended ? "规则在这里没有写完（缺少括号或条件）。" : `“${text.slice(from, span.to).slice(0, 30)}”不应出现在这里。` }, { detail: ended ? "the rule ends too early (a bracket or a condition is missing)." : `"${text.slice(from, span.to).slice(0, 30)}" is out of place.` });
}

/** Throws `Faulty` where the text cannot be read. */
export function readRule(text: string, known: Names): Syntax {
  // comments alone are no rule
  if (text.replace(/\/\/[^\n]*/g, "").trim() === "") throw new Faulty("empty", { from: 0, to: text.length });
  // signs before a term are read by recursion that the parser does not bound
  const signs = /(?:[!-][\s(]*){40}/.exec(text.replace(/\/\/[^\n]*/g, (comment) => " ".repeat(comment.length)));
  if (signs) throw new Faulty("large", { from: signs.index, to: signs.index + signs[0].length });
  try { return language.parse(text).ast; } catch (e) {
    if (e instanceof ParseError) throw retold(text, known, e);
    throw e;
  }
}
