/** How much is to be settled, by severity and urgency, and where: a table of places and rules whose cells open their list. */
import type { QualitySummary } from "@diguan/core/quality/contract.ts";
import { ruleName } from "@diguan/core/quality/names.ts";
import { FindingCard } from "../kit/FindingCard.tsx";
import { number } from "../kit/formats.ts";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { kitWords } from "../kit/words.ts";
import { EmptyState } from "../kit/States.tsx";
import { usePlace } from "../shells/place.ts";
import { useGo } from "./go.ts";
import { gist, SeverityMark, shortId, useBecause } from "./marks.tsx";
import type { QualitySearch } from "./search.ts";
import { qualityWords } from "./words.ts";

const mostRules = 14;
const mostPlaces = 40;
/** Five steps of the earth palette by powers of two: one finding is visible, sixteen are dark. */
const shade = (n: number): string => (n <= 0 ? "transparent" : `var(--e${Math.min(4, 1 + Math.floor(Math.log2(n) / 1.4))})`);

export function OverviewTab({ summary, updating }: { readonly summary: QualitySummary; readonly updating: boolean }): React.JSX.Element {
  const words = useWords(qualityWords);
  const go = useGo();
  const { total, bySeverity } = summary;
  if (total.open + total.waiting + total.verified === 0) return <section className="card"><EmptyState><b>{words.emptyTitle}</b><br />{summary.lastCheck ? words.empty : words.noneYet}</EmptyState></section>;
  const tile = (key: string, n: number, label: React.ReactNode, hint: string, to: QualitySearch): React.JSX.Element => (
    <li key={key}><button type="button" onClick={() => go(to)}><b className="figure">{number(n)}</b><span className="what">{label}</span><span className="sm mut">{hint}</span></button></li>
  );
  return (
    <div className="stack">
      <ul className="card tiles" aria-label={words.tiles} aria-busy={updating}>
        {bySeverity.map(({ severity, open }) => tile(severity, open, <SeverityMark of={severity} />, words.severityMeans[severity], { severity }))}
        {tile("overdue", summary.overdue, words.overdue, words.open, { due: "overdue" })}
        {summary.may.edit ? tile("mine", summary.mine, words.mine, words.open, { assigned: "me" }) : null}
        {tile("waiting", total.waiting, words.waiting, words.states.corrected, { state: "settled" })}
      </ul>
      <HeatCard summary={summary} />
      <NotCheckedCard summary={summary} />
    </div>
  );
}

function HeatCard({ summary }: { readonly summary: QualitySummary }): React.JSX.Element {
  const words = useWords(qualityWords);
  const kit = useWords(kitWords);
  const [locale] = useLocale();
  const go = useGo();
  const { go: goPlace } = usePlace();
  const rules = summary.byRule.filter((r) => r.open > 0);
  const places = summary.byPlace.filter((p) => p.open > 0);
  const [rule, place] = [rules[0], places[0]];
  const cells = new Map(summary.cells.map((c) => [`${c.region}|${c.rule}`, c.open]));
  const n = (region: number, id: string): number => cells.get(`${region}|${id}`) ?? 0;
  const villages = summary.byPlace.every((p) => p.region % 1000 !== 0);
  const open = (region: number, id?: string): void => { if (villages) go({ village: region, ...(id ? { rule: id } : {}) }); else goPlace({ region }); };
  const shownRules = rules.slice(0, mostRules);
  const shownPlaces = places.slice(0, mostPlaces);
  const title = rule && place ? words.heatTitle(number(summary.total.open), ruleName(rule.rule, locale), place.name) : words.heatNone;
  const name = (p: QualitySummary["byPlace"][number]): string => (p.town ? `${p.town} ${p.name}` : p.name);
  const more = [rules.length > mostRules ? words.allRules(number(rules.length - mostRules)) : "", places.length > mostPlaces ? words.morePlaces(number(places.length - mostPlaces)) : ""].filter((t) => t !== "");
  return (
    <FindingCard title={title} unit={words.heatUnit} note={words.heatNote} flush {...(more.length > 0 ? { foot: <span className="mut sm">{more.join("　")}</span> } : {})} table={{
      heads: [words.place, words.sum, ...rules.map((r) => `${r.rule} ${ruleName(r.rule, locale)}`)], numeric: Array.from({ length: rules.length + 1 }, (_, i) => i + 1),
      rows: places.map((p) => [name(p), number(p.open), ...rules.map((r) => number(n(p.region, r.rule)))]),
      file: places.map((p) => [name(p), p.open, ...rules.map((r) => n(p.region, r.rule))]),
    }}>
      {rule && place ? (
        <div className="card-table heat-table" role="region" tabIndex={0} aria-label={kit.tableOf(title)}>
          <table className="plain">
            <caption className="sr">{title}</caption>
            <thead><tr><th scope="col">{words.place}</th><th scope="col" className="num">{words.sum}</th>{shownRules.map((r) => <th key={r.rule} scope="col" className="num" title={gist(r.rule, locale)}><button type="button" className="rule-head" onClick={() => go({ rule: r.rule })}><SeverityMark of={r.severity} bare />{shortId(r.rule)}<span className="sr">{gist(r.rule, locale)}</span></button><span className="rule-name">{ruleName(r.rule, locale)}</span></th>)}</tr></thead>
            <tbody>
              <tr className="sum"><th scope="row">{words.sum}</th><td className="num"><b>{number(summary.total.open)}</b></td>{shownRules.map((r) => <td key={r.rule} className="num"><b>{number(r.open)}</b></td>)}</tr>
              {shownPlaces.map((p) => (
                <tr key={p.region}>
                  <th scope="row"><button type="button" className="link" onClick={() => open(p.region)}>{p.name}</button> <span className="mut sm">{p.town}</span></th>
                  <td className="num">{number(p.open)}</td>
                  {shownRules.map((r) => { const count = n(p.region, r.rule); return <td key={r.rule} className="num cell">{count === 0 ? <span className="mut">·</span> : <button type="button" style={{ background: shade(count) }} aria-label={`${p.name} ${r.rule} ${count}`} onClick={() => open(p.region, r.rule)}>{number(count)}</button>}</td>; })}
                </tr>))}
            </tbody>
          </table>
        </div>
      ) : <EmptyState>{words.heatNone}</EmptyState>}
    </FindingCard>
  );
}

function NotCheckedCard({ summary }: { readonly summary: QualitySummary }): React.JSX.Element | null {
  const words = useWords(qualityWords);
  const [locale] = useLocale();
  const why = useBecause();
  const waiting = summary.notChecked.filter((r) => r.because.reason !== "notInForce");
  if (waiting.length === 0) return null;
  return (
    <FindingCard title={words.notCheckedTitle(number(waiting.length))} note={words.notCheckedNote}>
      <ul className="not-checked">{waiting.map((r) => <li key={r.rule}><b>{r.rule}</b><span title={gist(r.rule, locale)}>{ruleName(r.rule, locale)}</span><span className="mut">{why(r.because)}</span></li>)}</ul>
    </FindingCard>
  );
}
