/** Two records in equal columns, the same facts in the same order: what differs is marked by character, what each fact says is a signed bar. */
import type { PairDetail } from "@diguan/core/comparison/duplicates-contract.ts";
import { number } from "../kit/formats.ts";
import { useWords } from "../kit/i18n.tsx";
import { duplicatesWords } from "./duplicates-words.ts";

type Fact = PairDetail["facts"][number];
/** Bits at which a bar is full. */
const full = 24;

/** A weight of evidence: water to the right speaks for one person, earth to the left against. */
export function EvidenceBar({ bits }: { readonly bits: number }): React.JSX.Element {
  const width = Math.min(Math.abs(bits) / full, 1) * (bits >= 0 ? 60 : 24);
  return <svg className="evidence-bar" viewBox="0 0 88 12" width="88" height="12" aria-hidden="true"><line x1="26" x2="26" y1="0" y2="12" stroke="var(--line2)" />{bits === 0 ? null : <rect x={bits >= 0 ? 26 : 26 - width} y="2" width={Math.max(width, 1)} height="8" rx="1" fill={bits >= 0 ? "var(--w5)" : "var(--e5)"} />}</svg>;
}

export const signed = (bits: number): string => `${bits > 0 ? "+" : ""}${number(bits, 1)}`;

function Marked({ text, marks }: { readonly text: string; readonly marks: readonly number[] }): React.JSX.Element {
  const at = new Set(marks);
  return <>{[...text].map((c, i) => (at.has(i) ? <mark key={i}>{c}</mark> : c))}</>;
}

export function PairFacts({ pair }: { readonly pair: PairDetail }): React.JSX.Element {
  const words = useWords(duplicatesWords);
  const level = (f: Fact): string => (words.levels as Readonly<Record<string, string>>)[f.level] ?? f.level;
  const agrees = (f: Fact): "same" | "near" | "differs" | "unknown" => (f.level === "missing" ? "unknown" : ["same", "sameVillage"].includes(f.level) ? "same" : ["different", "elsewhere", "sameCounty"].includes(f.level) ? "differs" : "near");
  const sign = { same: "✓", near: "≈", differs: "✕", unknown: "–" } as const;
  const value = (f: Fact, text: string, marks: readonly number[]): React.JSX.Element => {
    const shown = f.field === "sex" ? (words.sexes as Readonly<Record<string, string>>)[text] ?? "" : text;
    return shown === "" ? <span className="mut">{words.missing}</span> : <Marked text={shown} marks={marks} />;
  };
  return (
    <table className="plain pair-facts">
      <caption className="sr">{words.evidence}</caption>
      <thead><tr><th scope="col"><span className="sr">{words.fact}</span></th><th scope="col">{pair.left.place}　{pair.left.householdCode ?? ""}</th><th scope="col"><span className="sr">{words.compared}</span></th><th scope="col">{pair.right.place}　{pair.right.outside ? "" : pair.right.householdCode ?? ""}</th><th scope="col" colSpan={2}>{words.evidence}</th></tr></thead>
      <tbody>{pair.facts.map((f) => {
        const how = agrees(f);
        return (
          <tr key={f.field}>
            <th scope="row">{words.fields[f.field]}</th>
            <td className="side">{value(f, f.left, f.leftMarks)}</td>
            <td className={`sign ${how}`} title={level(f)}>{sign[how]}<span className="sr">{words[how]}</span></td>
            <td className="side">{value(f, f.right, f.rightMarks)}</td>
            <td><EvidenceBar bits={f.weight} /></td>
            <td className="num" title={level(f)}>{f.level === "missing" ? "—" : signed(f.weight)}</td>
          </tr>);
      })}</tbody>
    </table>
  );
}
