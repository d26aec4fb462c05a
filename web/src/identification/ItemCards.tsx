/** Scores that are sums: every item with what it contributed, on what fact it stands, and the threshold they are held against. */
import type { ScoreSheet } from "@diguan/core/identification/contract.ts";
import { dimensions } from "@diguan/core/identification/deprivation.ts";
import { FindingCard } from "../kit/FindingCard.tsx";
import { number } from "../kit/formats.ts";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { Icon } from "../kit/Icon.tsx";
import { EmptyState } from "../kit/States.tsx";
import { factName, factValue, indicatorName } from "./values.ts";
import { identificationWords } from "./words.ts";

export function DepthCard({ s }: { readonly s: ScoreSheet }): React.JSX.Element {
  const words = useWords(identificationWords);
  const [locale] = useLocale();
  const d = s.deprivation;
  const cutoff = d.parameters.at(-1);
  const depth = d.mostDepth === d.depth ? number(d.depth) : words.depthRange(number(d.depth), number(d.mostDepth));
  const title = words.depthTitle(depth, number(d.total), number(d.threshold));
  return (
    <FindingCard title={title} {...(cutoff ? { note: words.depthNote(cutoff.validFrom, cutoff.source) } : {})} table={{
      heads: [words.item, words.parameter, words.weight, words.facts, words.points], numeric: [2, 4],
      rows: d.items.map((i, n) => [indicatorName(i.key, locale), d.parameters[n]?.code ?? "", `${i.units}/${d.total}`, i.facts.map((f) => `${factName(f.key, locale)} ${factValue(f.key, f.value, locale)}`).join("　"), i.locked || i.deprived === null ? "—" : number(i.deprived ? i.units : 0)]),
    }}>
      <table className="plain"><caption className="sr">{title}</caption><thead><tr><th scope="col">{words.item}</th><th scope="col" className="num">{words.weight}</th><th scope="col" className="num">{words.points}</th></tr></thead>
        {dimensions.map((dimension) => (
          <tbody key={dimension}>
            <tr><th scope="rowgroup" colSpan={3} className="mut">{words.dimensions[dimension]}</th></tr>
            {d.items.filter((i) => i.dimension === dimension).map((i) => (
              <tr key={i.key}><th scope="row">{indicatorName(i.key, locale)}<small>{i.locked ? <><Icon name="lock" size={14} /> {words.lockedItem}</> : i.facts.map((f) => `${factName(f.key, locale)} ${factValue(f.key, f.value, locale)}`).join("　")}</small></th>
                <td className="num">{number(i.units)}/{number(d.total)}<small>{d.parameters[d.items.indexOf(i)]?.code}</small></td><td className="num">{i.locked ? "—" : i.deprived === null ? <span className="t-warn">{words.unknown}</span> : i.deprived ? <b className="t-bad">{number(i.units)}</b> : <span className="mut">0</span>}</td></tr>))}
          </tbody>))}
        <tbody><tr className="sum"><th scope="row">{words.columns.depth}</th><td className="num">{number(d.total)}</td><td className="num">{depth}</td></tr></tbody>
      </table>
    </FindingCard>
  );
}

export function LookCard({ s }: { readonly s: ScoreSheet }): React.JSX.Element {
  const words = useWords(identificationWords);
  const [locale] = useLocale();
  const { look } = s;
  if (!look) return <FindingCard title={words.lookNone}><EmptyState>{words.lookNone}</EmptyState></FindingCard>;
  const title = words.lookTitle(look.low === look.high ? number(look.low) : words.depthRange(number(look.low), number(look.high)), number(look.cut), look.below);
  const nameOf = (i: (typeof look.items)[number]): string => (locale === "en" ? i.en : i.zh);
  const turned = look.items.find((i) => i.key === look.turn?.key);
  const seen = (i: (typeof look.items)[number]): string => `${factName(i.fact, locale)}${i.per ? ` ÷ ${factName(i.per, locale)}` : ""} ${factValue(i.fact, i.value, locale)}`;
  return (
    <FindingCard title={title} note={words.lookSource(look.version, look.validFrom, look.source)} {...(look.turn && turned ? { foot: <span className="sm">{words.lookTurn(nameOf(turned), number(look.turn.from), number(look.turn.to))}</span> } : {})} table={{
      heads: [words.item, words.facts, words.points, words.weight], numeric: [2, 3], rows: look.items.map((i) => [nameOf(i), i.locked ? words.lockedItem : seen(i), i.points === null ? "—" : number(i.points), number(i.max)]),
    }}>
      <table className="plain"><caption className="sr">{title}</caption>
        {([1, 2, 3, 4] as const).map((n) => {
          const own = look.items.filter((i) => i.look === n);
          const sum = own.reduce((all, i) => all + (i.points ?? 0), 0);
          return (
            <tbody key={n}>
              <tr><th scope="rowgroup" className="mut">{words.looks[n]}</th><td className="num mut">{words.of(number(sum), number(own.reduce((all, i) => all + i.max, 0)))}</td></tr>
              {own.map((i) => <tr key={i.key}><th scope="row">{nameOf(i)}<small>{i.locked ? <><Icon name="lock" size={14} /> {words.lockedItem}</> : seen(i)}</small></th><td className="num">{i.points === null ? <span className="t-warn">{words.unknown}</span> : words.of(number(i.points), number(i.max))}</td></tr>)}
            </tbody>);
        })}
      </table>
    </FindingCard>
  );
}
