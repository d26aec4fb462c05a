/** The score sheet of a household: each score apart with what its items contributed, its threshold with date and source, and what would change the recommendation. */
import { useQuery } from "@tanstack/react-query";
import { Link, useParams, useSearch } from "@tanstack/react-router";
import { getSheet, type ScoreSheet } from "@diguan/core/identification/contract.ts";
import { labelOf } from "@diguan/core/registry/codes.ts";
import { call } from "../api.ts";
import { FindingCard } from "../kit/FindingCard.tsx";
import { clock, line, number, percent, yuan } from "../kit/formats.ts";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { PageHead } from "../kit/PageHead.tsx";
import { Shown } from "../kit/States.tsx";
import { StateTag } from "../kit/StateTag.tsx";
import { kitWords } from "../kit/words.ts";
import { HouseholdRules } from "../policy/HouseholdRules.tsx";
import { CausesCard } from "./CausesCard.tsx";
import { DifferenceTag } from "./ListTab.tsx";
import { DepthCard, LookCard } from "./ItemCards.tsx";
import { ModelCard } from "./ModelCard.tsx";
import { factName, factValue, indicatorName } from "./values.ts";
import { identificationWords } from "./words.ts";
import "./identification.css";

export function ScorePage(): React.JSX.Element {
  const { county, household } = useParams({ strict: false });
  const search: { readonly year?: number } = useSearch({ strict: false });
  const sheet = useQuery({ queryKey: ["identification", "sheet", county, household, search.year], queryFn: ({ signal }) => call(getSheet, { params: { county: Number(county), id: household ?? "" }, query: search.year === undefined ? {} : { year: search.year } }, signal), placeholderData: (before) => before });
  return <Shown of={sheet} rows={8}>{(s) => <Sheet s={s} />}</Shown>;
}

function Sheet({ s }: { readonly s: ScoreSheet }): React.JSX.Element {
  const words = useWords(identificationWords);
  const [locale] = useLocale();
  return (
    <>
      <PageHead title={words.sheetTitle(s.headName ?? s.householdCode)} tags={<DifferenceTag of={s.difference} unclear={s.recommendation === "unclear"} />} line={line(s.villageName, s.householdCode, String(s.year), s.exitState === null ? "" : words.sheetOf(labelOf("exitState", s.exitState, locale)), words.notVerdict)}
        acts={<Link className="ant-btn-like" to="/households/$county/$id" params={{ county: String(s.county), id: s.householdId }} search={(b: Record<string, unknown>) => ({ ...(b["region"] === undefined ? {} : { region: b["region"] }), year: s.year })}>{words.backToBook}</Link>} />
      {s.locked ? <p className="sub" role="note">{words.locked}</p> : null}
      <div className="score">
        <div><SaysCard s={s} /><TurnsCard s={s} /><GapCard s={s} /><GuaranteesCard s={s} /><ModelCard s={s} /><RunsCard s={s} /></div>
        <div><DepthCard s={s} /><CausesCard s={s} /></div>
        <div><HouseholdRules county={s.county} household={s.householdId} year={s.year} /><LookCard s={s} /></div>
      </div>
    </>
  );
}

function SaysCard({ s }: { readonly s: ScoreSheet }): React.JSX.Element {
  const words = useWords(identificationWords);
  const { comma } = useWords(kitWords);
  const names = (keys: readonly string[]): string => keys.map((k) => words.reasons[k as keyof typeof words.reasons] ?? k).join(comma);
  return (
    <section className="card act-card" aria-label={words.saysTitle}>
      <div className="card-head"><h2>{words.saysTitle}</h2></div>
      <div className="card-body"><p><b>{s.recommendation === "poor" ? words.says.poor(names(s.reasons)) : s.recommendation === "unclear" ? words.says.unclear(names(s.missing)) : words.says.notPoor()}</b></p>{s.recommendation === "unclear" ? null : <p className="sub">{words.compared[s.difference]}</p>}</div>
    </section>
  );
}

const shownTurns = 5;
function TurnsCard({ s }: { readonly s: ScoreSheet }): React.JSX.Element {
  const words = useWords(identificationWords);
  const [locale] = useLocale();
  const text = (t: ScoreSheet["turns"][number]): string => (t.byFen === null ? (t.to === false ? words.turn.solved(indicatorName(t.item, locale)) : words.turn.arises(indicatorName(t.item, locale))) : t.byFen >= 0 ? words.turn.incomeUp(yuan(t.byFen)) : words.turn.incomeDown(yuan(-t.byFen)));
  return (
    <FindingCard title={words.turnsTitle} note={words.turnsLine}>
      {s.turns.length === 0 ? <p>{words.turnsNone}</p> : <ul className="turns">{s.turns.slice(0, shownTurns).map((t) => <li key={`${t.score}${t.item}`}>{text(t)}</li>)}</ul>}
      {s.turns.length > shownTurns ? <p className="mut sm">{words.moreTurns(number(s.turns.length - shownTurns))}</p> : null}
    </FindingCard>
  );
}

function GapCard({ s }: { readonly s: ScoreSheet }): React.JSX.Element {
  const words = useWords(identificationWords);
  const { line: threshold } = s.income;
  const title = s.income.gap === null ? words.gapTitle.unknown : s.income.gap > 0 ? words.gapTitle.below(percent(s.income.gap, 1)) : words.gapTitle.above;
  return (
    <FindingCard title={title} unit={words.yuan} note={threshold ? words.line(yuan(threshold.value, 0), threshold.validFrom, threshold.source) : words.noLine}>
      <table className="plain"><caption className="sr">{title}</caption><tbody>
        <tr><th scope="row">{words.perCapita}</th><td className="num">{yuan(s.perCapitaFen)}</td></tr>
        <tr><th scope="row">{words.theLine}{threshold ? <small>{threshold.code}</small> : null}</th><td className="num">{yuan(threshold?.value)}</td></tr>
        <tr className="sum"><th scope="row">{words.gap}</th><td className="num">{percent(s.income.gap, 2)}</td></tr>
      </tbody></table>
    </FindingCard>
  );
}

function GuaranteesCard({ s }: { readonly s: ScoreSheet }): React.JSX.Element {
  const words = useWords(identificationWords);
  const [locale] = useLocale();
  const [unmet, unknown] = [s.guarantees.filter((g) => g.unmet === true).length, s.guarantees.filter((g) => g.unmet === null).length];
  const title = unmet > 0 ? words.guaranteeTitle.unmet(number(unmet)) : unknown > 0 ? words.guaranteeTitle.unknown(number(unknown)) : words.guaranteeTitle.met;
  return (
    <FindingCard title={title} note={words.guaranteeNote}>
      <table className="plain"><caption className="sr">{title}</caption><tbody>{s.guarantees.map((g) => (
        <tr key={g.key}><th scope="row">{words.reasons[g.key]}</th><td>{g.unmet === null ? <StateTag tone="warn">{words.unknown}</StateTag> : <StateTag tone={g.unmet ? "bad" : "ok"}>{g.unmet ? words.unmet : words.met}</StateTag>}<small>{g.facts.map((f) => `${factName(f.key, locale)} ${factValue(f.key, f.value, locale)}`).join("　")}</small></td></tr>))}</tbody></table>
    </FindingCard>
  );
}

function RunsCard({ s }: { readonly s: ScoreSheet }): React.JSX.Element {
  const words = useWords(identificationWords);
  const title = s.runs.length > 0 ? words.runsTitle(number(s.runs.length)) : words.runsNone;
  const look = (r: ScoreSheet["runs"][number]): string => (r.lookLow === null ? "—" : r.lookLow === r.lookHigh ? number(r.lookLow) : `${number(r.lookLow)}–${number(r.lookHigh)}`);
  if (s.runs.length === 0) return <FindingCard title={title} />;
  return (
    <FindingCard title={title}>
      <table className="plain"><caption className="sr">{title}</caption><thead><tr><th scope="col">{words.when}</th><th scope="col" className="num">{words.year}</th><th scope="col">{words.saysTitle}</th><th scope="col" className="num">{words.columns.gap}</th><th scope="col" className="num">{words.columns.depth}</th><th scope="col" className="num">{words.columns.look}</th></tr></thead>
        <tbody>{s.runs.map((r) => <tr key={r.id}><th scope="row">{clock(r.ranAt)}</th><td className="num">{r.year}</td><td>{words.shortly[r.recommendation]}</td><td className="num">{percent(r.incomeGap, 1)}</td><td className="num">{number(r.depth)}</td><td className="num">{look(r)}</td></tr>)}</tbody></table>
    </FindingCard>
  );
}
