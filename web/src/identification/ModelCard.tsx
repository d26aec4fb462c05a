/** Proxy means test and simulated degree of a household: never without the errors of the method and the uncertainty of the figure. */
import type { ScoreSheet } from "@diguan/core/identification/contract.ts";
import { FindingCard } from "../kit/FindingCard.tsx";
import { line, number, percent, yuan } from "../kit/formats.ts";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { EmptyState } from "../kit/States.tsx";
import { factName, factValue } from "./values.ts";
import { identificationWords } from "./words.ts";

const shown = 10;
export function ModelCard({ s }: { readonly s: ScoreSheet }): React.JSX.Element {
  const words = useWords(identificationWords);
  const [locale] = useLocale();
  const { degree } = s;
  if (!degree) return <FindingCard title={words.modelNone}><EmptyState><code>{words.degreeCommand}</code></EmptyState></FindingCard>;
  const { model } = degree;
  const title = words.modelTitle(percent(degree.probability));
  const factor = (contribution: number): string => `× ${number(Math.exp(contribution), 2)}`;
  const name = (c: (typeof degree.contributions)[number]): string => `${factName(c.fact, locale)}${c.level === null ? "" : ` = ${factValue(c.fact, c.level, locale)}`}${c.missing ? ` (${words.unknown})` : ""}`;
  return (
    <FindingCard title={title} source={words.degreeSource(model.version, model.fittedOn, number(model.draws))} note={words.modelRange(percent(degree.low), percent(degree.high))} table={{ heads: [words.facts, words.factor], numeric: [1], rows: degree.contributions.map((c) => [name(c), c.locked ? words.lockedItem : factor(c.contribution)]) }}
      foot={<span className="sm mut">{line(words.modelMore(number(model.r2, 2), number(model.auc, 2), number(model.testRows)), degree.training ? words.training : "")}</span>}>
      <p>{words.modelIncome(yuan(degree.incomeFen, 0), yuan(degree.incomeLowFen, 0), yuan(degree.incomeHighFen, 0))}</p>
      <p>{words.pmtScore(yuan(degree.scoreFen, 0), yuan(model.atCut.cutFen, 0), degree.selected)}</p>
      <p className="t-warn">{words.pmtErrors(percent(model.atCut.exclusion), percent(model.atCut.inclusion))}</p>
      <table className="plain"><caption>{words.contributionOf}</caption><tbody>{degree.contributions.slice(0, shown).map((c, n) => <tr key={n}><th scope="row">{name(c)}</th><td className="num">{c.locked ? words.lockedItem : `${words.factor} ${factor(c.contribution)}`}</td></tr>)}</tbody></table>
    </FindingCard>
  );
}
