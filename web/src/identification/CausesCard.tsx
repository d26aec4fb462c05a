/** The registered cause beside those that the record supports, each with its facts; suggestions to be checked, never an assignment. */
import { causeParameters, type CauseParameter } from "@diguan/core/identification/causes.ts";
import type { ScoreSheet, ShownParameter } from "@diguan/core/identification/contract.ts";
import type { Locale } from "@diguan/core/problem.ts";
import { labelOf } from "@diguan/core/registry/codes.ts";
import { CauseTile } from "../kit/CauseTile.tsx";
import { FindingCard } from "../kit/FindingCard.tsx";
import { line, number } from "../kit/formats.ts";
import { useLocale, useWords, wordsIn } from "../kit/i18n.tsx";
import { factName, factValue } from "./values.ts";
import { identificationWords } from "./words.ts";

/** How many of the parameter's unit make one of the unit that people use. */
const per: Readonly<Record<CauseParameter, number>> = { CAUSE_LAND_CENTIMU: 100, CAUSE_LABOUR_PERCENT: 1, CAUSE_ROAD_METRES: 1000, CAUSE_FUNDS_FEN: 100, CAUSE_STUDENTS: 1 };
function thresholdOf({ code, value }: ShownParameter, locale: Locale): string {
  if (!(code in per)) return `${code} ${number(value)}`;
  const known = code as CauseParameter;
  const shown = value / per[known];
  return `${locale === "en" ? causeParameters[known].en : causeParameters[known].zh} ${number(shown, Number.isInteger(shown) ? 0 : 1)} ${wordsIn(identificationWords, locale).units[known]}`;
}

const tone = { strong: "t-ok", some: "t-primary", none: "mut", unknown: "t-warn", beyond: "mut" } as const;

export function CausesCard({ s }: { readonly s: ScoreSheet }): React.JSX.Element {
  const words = useWords(identificationWords);
  const [locale] = useLocale();
  const { registered, main, contradiction, evidence } = s.causes;
  const strength = evidence.find((e) => e.cause === registered)?.strength;
  const title = registered === null ? (s.locked ? words.causeTitle.locked : words.causeTitle.none) : contradiction ? words.causeTitle.contradicts(labelOf("cause", registered, locale)) : strength === "strong" || strength === "some" ? words.causeTitle.agrees(labelOf("cause", registered, locale)) : words.causeTitle.unknown(labelOf("cause", registered, locale));
  const facts = (e: (typeof evidence)[number]): string => e.facts.map((f) => `${factName(f.key, locale)} ${factValue(f.key, f.value, locale)}`).join("　");
  return (
    <FindingCard title={title} note={words.causeNote} table={{ heads: [words.cause, words.evidence, words.facts], rows: evidence.map((e) => [labelOf("cause", e.cause, locale), words.strength[e.strength], e.locked ? words.lockedItem : facts(e)]) }}
      foot={<details className="sm mut"><summary>{words.thresholds}</summary><ul>{s.causes.parameters.map((p) => <li key={p.code}>{thresholdOf(p, locale)}<small>{line(p.code, p.validFrom, p.source)}</small></li>)}</ul></details>}>
      <table className="plain"><caption className="sr">{title}</caption><tbody>{evidence.map((e) => (
        <tr key={e.cause}><th scope="row"><CauseTile cause={e.cause} locked={e.locked} />{e.cause === registered ? <small>{words.registeredCause}</small> : null}{e.cause === main ? <small className="t-primary">{words.suggestedCause}</small> : null}</th>
          <td><span className={tone[e.strength]}>{e.locked ? words.lockedItem : words.strength[e.strength]}</span>{e.locked || e.facts.length === 0 ? null : <small>{facts(e)}</small>}</td></tr>))}</tbody></table>
    </FindingCard>
  );
}
