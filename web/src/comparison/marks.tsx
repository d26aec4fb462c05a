/** Small marks of the comparison: deadline, probability, state, kind. */
import type { FindingRow } from "@diguan/core/comparison/contract.ts";
import { kindOf } from "@diguan/core/comparison/kinds.ts";
import { outcomeNames, stateNames } from "@diguan/core/comparison/labels.ts";
import { number } from "../kit/formats.ts";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { comparisonWords } from "./words.ts";

const soon = 3;
export function Due({ days }: { readonly days: number | null }): React.JSX.Element {
  const words = useWords(comparisonWords);
  if (days === null) return <span className="mut">{words.noDeadline}</span>;
  if (days < 0) return <b className="t-bad nowrap">{words.over(number(-days))}</b>;
  return <span className={`nowrap ${days <= soon ? "t-warn" : "mut"}`}>{days === 0 ? words.today : words.left(number(days))}</span>;
}

/** Two decimals; nothing is certain. */
export const chance = (p: number): string => (p >= 0.995 ? ">0.99" : p.toFixed(2));
const tone = (p: number): string => (p >= 0.9 ? "var(--w6)" : p >= 0.7 ? "var(--w4)" : "var(--e4)");
export const ProbabilityBar = ({ value }: { readonly value: number }): React.JSX.Element => (
  <span className="prob"><svg className="inline-svg" width="46" height="8" viewBox="0 0 46 8" aria-hidden="true"><rect width="46" height="6" y="1" rx="2" fill="var(--sunken)" /><rect width={46 * value} height="6" y="1" rx="2" fill={tone(value)} /></svg> <span className="num">{chance(value)}</span></span>
);

export function StateMark({ row }: { readonly row: Pick<FindingRow, "state" | "outcome"> }): React.JSX.Element {
  const [locale] = useLocale();
  const strong = row.state === "answered" || row.state === "objected";
  return <span className={strong ? "strong" : "mut"}>{(row.state === "decided" || row.state === "closed") && row.outcome ? outcomeNames[row.outcome][locale] : stateNames[row.state][locale]}</span>;
}

export function KindName({ id }: { readonly id: string }): React.JSX.Element {
  const [locale] = useLocale();
  const kind = kindOf(id);
  return <span className="nowrap" title={kind ? (locale === "en" ? kind.en : kind.zh) : id}><span className="mut">{id}</span> {kind ? (locale === "en" ? kind.en : kind.zh) : ""}</span>;
}
