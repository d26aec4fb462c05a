/**
 * The names that a rule may use: facts of a household (core/src/identification/facts.ts) and policy parameters. Money is written in
 * yuan and says so in its name (`perCapitaYuan`); a name in fen does not exist. An unknown name is an error that offers the nearest
 * known one: in another system's language a mistyped name silently made every household eligible (guide anchors §2.1).
 */
import { factList, type Fact } from "../../identification/facts.ts";
import { codeLists, type Code, type CodeList } from "../../registry/codes.ts";
import { parameterList, type ParameterInfo } from "../parameters.ts";

/** @example ruleNameOf({ key: "perCapitaFen", kind: "fen" }) // => "perCapitaYuan" */
export const ruleNameOf = (fact: Pick<Fact, "key" | "kind">): string => (fact.kind === "fen" ? fact.key.replace(/Fen$/, "Yuan") : fact.key);
export const isParameterName = (name: string): boolean => /^[A-Z][A-Z0-9_]*$/.test(name);

/** A parameter in fen is written in yuan like every amount, and its name in a rule says so. @example parameterNameOf({ code: "COMPARISON_VEHICLE_FEN", unit: "fen" }) // => "COMPARISON_VEHICLE_YUAN" */
export const parameterNameOf = (p: Pick<ParameterInfo, "code" | "unit">): string => (p.unit.startsWith("fen") ? p.code.replace(/_FEN(?=_|$)/, "_YUAN") : p.code);

export interface Names { readonly facts: ReadonlyMap<string, Fact>; readonly parameters: ReadonlyMap<string, ParameterInfo> }

export function namesOf(facts: readonly Fact[], parameters: readonly ParameterInfo[]): Names {
  return { facts: new Map(facts.map((f) => [ruleNameOf(f), f])), parameters: new Map(parameters.filter((p) => isParameterName(p.code)).map((p) => [parameterNameOf(p), p])) };
}
/**
 * Facts that come from the comparison of departments' data, where people decide: a suspicion alone excludes nobody (domain guide §2.5:
 * 「疑点，不是结论」). Always known: nothing decided counts as none.
 */
export const comparisonFacts = [
  { key: "exclusionsDecided", column: "exclusions_decided", kind: "count", topic: "identity", zh: "经入户核实、县级认定的排除情形", en: "exclusions established by the county after a house check" },
  { key: "exclusionsOpen", column: "exclusions_open", kind: "count", topic: "identity", zh: "尚未核实的硬性排除疑点", en: "hard suspicions not settled yet" },
] as const satisfies readonly Fact[];
export const ruleFacts: readonly Fact[] = [...factList, ...comparisonFacts];
export const names: Names = namesOf(ruleFacts, parameterList);

/** Edits (insert, delete, replace, swap of neighbours) between two words, capped: what is further away is no typing mistake. */
function distance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (rows[i - 2]?.[j - 2] ?? 99) + 1 : 99;
      row.push(Math.min((rows[i - 1]?.[j] ?? 99) + 1, (row[j - 1] ?? 99) + 1, (rows[i - 1]?.[j - 1] ?? 99) + (a[i - 1] === b[j - 1] ? 0 : 1), swap));
    }
    rows.push(row);
  }
  return rows[a.length]?.[b.length] ?? 99;
}

const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9\u3400-\u9fff]/g, "");

/** The known name most like a written one; `undefined` when none is near. @example nearest("perCapitaYaun", ["perCapitaYuan", "persons"]) // => "perCapitaYuan" */
export function nearest(written: string, known: readonly string[]): string | undefined {
  const asked = plain(written);
  let best: { readonly name: string; readonly far: number } | undefined;
  for (const name of known) {
    const other = plain(name);
    const inside = asked.length >= 4 && (other.includes(asked) || asked.includes(other)) ? 1 : Infinity;
    const far = Math.min(distance(asked, other), inside);
    if (!best || far < best.far) best = { name, far };
  }
  return best && best.far <= Math.max(2, Math.floor(asked.length / 3)) ? best.name : undefined;
}

/** Name to offer for an unknown one: fen for yuan, Chinese for the English name, else the nearest by spelling. */
export function suggest(written: string, known: Names): string | undefined {
  const list = [...known.facts.keys(), ...known.parameters.keys()];
  const byKey = [...known.facts].find(([, f]) => f.key === written) ?? [...known.parameters].find(([, p]) => p.code === written);
  if (byKey) return byKey[0];
  const chinese = [...[...known.facts].map(([name, f]) => [name, f.zh] as const), ...[...known.parameters].map(([name, p]) => [name, p.zh] as const)];
  if (/[\u3400-\u9fff]/.test(written)) return chinese.find(([, zh]) => zh === written)?.[0] ?? chinese.find(([, zh]) => zh.includes(written) || written.includes(zh))?.[0];
  return nearest(written, list);
}

const fold = (text: string): string => text.normalize("NFKC").trim().toLowerCase();

/** Value of a label of a code list as written between quotation marks in a rule: Chinese, English, or another accepted spelling. */
export function codeWritten(list: CodeList, written: string): number | undefined {
  const codes: readonly Code[] = codeLists[list];
  const asked = fold(written);
  return codes.find((c) => fold(c.zh) === asked || fold(c.en) === asked)?.value ?? codes.find((c) => (c.also ?? []).some((a) => fold(a) === asked))?.value;
}
/** The nearest Chinese or English label of a list. @example nearestCode("cause", "因并") // => "因病" */
export function nearestCode(list: CodeList, written: string): string | undefined {
  const codes: readonly Code[] = codeLists[list];
  const labels = codes.flatMap((c) => [c.zh, c.en]);
  return nearest(written, labels) ?? labels.find((l) => [...written].some((char) => /[\u3400-\u9fff]/.test(char) && char !== "因" && char !== "缺" && l.includes(char)));
}

export const isCodeList = (list: string | undefined): list is CodeList => list !== undefined && list in codeLists;
