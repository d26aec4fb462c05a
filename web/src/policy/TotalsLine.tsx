/** Counts of a preview or a simulation in one row: what the text says, and who would change in which direction; a direction can be chosen. */
import type { Direction, Totals } from "@diguan/core/policy/contract.ts";
import { directionName } from "@diguan/core/policy/labels.ts";
import type { Purpose } from "@diguan/core/policy/states.ts";
import { number } from "../kit/formats.ts";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { shownDirections } from "./marks.tsx";
import { policyWords } from "./words.ts";

export function TotalsLine({ totals, purpose, hasBefore, chosen, onChoose }: { readonly totals: Totals; readonly purpose: Purpose; readonly hasBefore: boolean; readonly chosen?: Direction | undefined; readonly onChoose?: (d: Direction | undefined) => void }): React.JSX.Element {
  const words = useWords(policyWords);
  const [locale] = useLocale();
  return (
    <div className="totals">
      <dl>{(["households", "yes", "no", "undecided"] as const).map((key) => <div key={key}><dt>{words.totals[key]}</dt><dd>{number(totals[key])}</dd></div>)}</dl>
      <ul>{shownDirections(hasBefore, purpose !== "measure").map((d) => (
        <li key={d}>{onChoose ? <button type="button" aria-pressed={chosen === d} onClick={() => onChoose(chosen === d ? undefined : d)}>{directionName(d, purpose, locale)} <b>{number(totals[d])}</b></button> : <span>{directionName(d, purpose, locale)} <b>{number(totals[d])}</b></span>}</li>))}</ul>
    </div>
  );
}
