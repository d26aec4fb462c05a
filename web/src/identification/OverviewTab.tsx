/** Figures of a place, findings first: who should be looked at, money, dimensions, parts, causes beside the nation's, simulated degree. */
import { causeGroups, shareOfCauses } from "@diguan/core/identification/cause-structure.ts";
import { indicators } from "@diguan/core/identification/deprivation.ts";
import { labelOf } from "@diguan/core/registry/codes.ts";
import type { ShownMeasures } from "@diguan/core/identification/contract.ts";
import { Bars } from "../kit/Bars.tsx";
import { FindingCard } from "../kit/FindingCard.tsx";
import { line, number, percent, yuan } from "../kit/formats.ts";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { EmptyState } from "../kit/States.tsx";
import { withError, type Overview } from "./figures.ts";
import { PartsCard } from "./PartsCard.tsx";
import { useGo } from "./search.ts";
import { indicatorName } from "./values.ts";
import { identificationWords } from "./words.ts";

const colours = { education: "var(--w6)", health: "var(--e5)", living: "var(--w4)" } as const;

export function OverviewTab({ data, updating }: { readonly data: Overview; readonly updating: boolean }): React.JSX.Element {
  const words = useWords(identificationWords);
  if (!data.total) return <section className="card"><EmptyState>{words.noData}</EmptyState></section>;
  return (
    <div className="stack" aria-busy={updating}>
      {data.runs.length > 0 ? <Tiles data={data} /> : <section className="card"><EmptyState>{words.noRun}</EmptyState></section>}
      {data.scheme.stale ? <p className="sub" role="status">{words.stale}</p> : null}
      <div className="identification-cards">
        <div><MoneyCard data={data} total={data.total} /><DegreeCard data={data} /></div>
        <div><CountCard data={data} total={data.total} /><CausesCard data={data} /></div>
        {data.parts.length > 0 ? <PartsCard data={data} /> : null}
      </div>
    </div>
  );
}

function Tiles({ data }: { readonly data: Overview }): React.JSX.Element {
  const words = useWords(identificationWords);
  const go = useGo();
  const tile = (key: "maybeMissed" | "maybeWrong" | "contradiction" | "unclear"): React.JSX.Element => (
    <li key={key}><button type="button" onClick={() => go(key === "contradiction" ? { view: "list", contradiction: true } : key === "unclear" ? { view: "list", recommendation: "unclear" } : { view: "list", difference: key })}><b className="figure">{number(data.counts[key] ?? 0)}</b><span className="what">{words.tile[key]}</span><span className="sm mut">{words.tileHint[key]}</span></button></li>
  );
  return <ul className="card tiles" aria-label={words.tiles}>{(["maybeMissed", "maybeWrong", "contradiction", "unclear"] as const).map(tile)}</ul>;
}

/** What the line is, since when and by whom. */
export function useLine(data: Pick<Overview, "line">): string {
  const words = useWords(identificationWords);
  return data.line ? words.line(yuan(data.line.value, 0), data.line.validFrom, data.line.source) : words.noLine;
}

/** More places than this stand in the table. */
const mostBars = 14;
function MoneyCard({ data, total }: { readonly data: Overview; readonly total: ShownMeasures }): React.JSX.Element {
  const words = useWords(identificationWords);
  const go = useGo();
  const parts = data.parts.filter((p) => p.measures.P0.value !== null).toSorted((a, b) => (b.measures.P0.value ?? 0) - (a.measures.P0.value ?? 0));
  const [most] = parts;
  const source = useLine(data);
  const title = most ? words.moneyTitle(data.region.name, withError(total.P0), most.name, withError(most.measures.P0)) : words.moneyAlone(data.region.name, withError(total.P0));
  const rows = (parts.length > 0 ? parts : [{ code: data.region.code, name: data.region.name, measures: total }]).slice(0, mostBars);
  const keys = ["P0", "P1", "P2"] as const;
  return (
    <FindingCard title={title} unit={words.moneyUnit} note={line(source, total.incomeUnknown > 0 ? words.unknownIncome(number(total.incomeUnknown)) : "")} table={{
      heads: [words.place, words.householdsN, ...keys.map((k) => words.measures[k])], numeric: [1, 2, 3, 4], rows: [[data.region.name, number(total.incomeHouseholds), ...keys.map((k) => withError(total[k], 2))], ...parts.map((p) => [p.name, number(p.measures.incomeHouseholds), ...keys.map((k) => withError(p.measures[k], 2))])],
      file: [{ name: data.region.name, measures: total }, ...parts].map((p) => [p.name, p.measures.incomeHouseholds, ...keys.map((k) => p.measures[k].value)]),
    }}>
      <Bars label={title} labelWidth={96} rowHeight={22} rows={rows.map((p) => ({ key: String(p.code), label: p.name, value: p.measures.P0.value ?? 0, text: withError(p.measures.P0) }))} colour="var(--e5)" target={{ value: total.P0.value ?? 0, text: withError(total.P0) }} {...(parts.length > 0 ? { onPick: (key: string) => go({ region: Number(key) }) } : {})} />
    </FindingCard>
  );
}

function CountCard({ data, total }: { readonly data: Overview; readonly total: ShownMeasures }): React.JSX.Element {
  const words = useWords(identificationWords);
  const [locale] = useLocale();
  const found = total.indicators.map((f, n) => ({ ...f, units: data.scheme.units[n] ?? 0, dimension: indicators[n]?.dimension ?? "living", name: indicatorName(f.key, locale) }));
  const ordered = found.toSorted((a, b) => (b.contribution ?? -1) - (a.contribution ?? -1));
  const [most] = ordered;
  const cutoff = data.scheme.parameters.at(-1);
  const title = (total.H.value ?? 0) > 0 && most ? words.countTitle(withError(total.H), most.name, percent(most.contribution)) : words.countNone;
  return (
    <FindingCard title={title} unit={words.countUnit} note={line(words.counted(number(total.counted), number(total.dropped)), cutoff ? words.cutoff(String(data.scheme.threshold), String(data.scheme.total), cutoff.validFrom) : "")} table={{
      heads: [words.indicator, words.weight, words.uncensored, words.censored, words.contribution, words.unknownN], numeric: [1, 2, 3, 4, 5],
      rows: found.map((f) => [f.name, `${f.units}/${data.scheme.total}`, f.locked ? words.lockedItem : percent(f.uncensored, 1), percent(f.censored, 2), percent(f.contribution, 1), number(f.unknown)]),
      file: found.map((f) => [f.name, f.units / data.scheme.total, f.uncensored, f.censored, f.contribution, f.unknown]),
    }} foot={<span className="legend">{(["education", "health", "living"] as const).map((d) => <span key={d}><i style={{ background: colours[d] }} />{words.dimensions[d]} {percent(found.filter((f) => f.dimension === d).reduce((sum, f) => sum + (f.contribution ?? 0), 0))}</span>)}<span>{words.measures.A} {withError(total.A)}</span><span>{words.measures.M0} {withError(total.M0, 2)}</span></span>}>
      {(total.H.value ?? 0) > 0 ? <Bars label={title} labelWidth={locale === "en" ? 250 : 190} rows={ordered.filter((f) => (f.contribution ?? 0) > 0).map((f) => ({ key: f.key, label: f.name, value: f.contribution ?? 0, text: percent(f.contribution, 1), colour: colours[f.dimension] }))} /> : <EmptyState>{words.countNone}</EmptyState>}
    </FindingCard>
  );
}

function CausesCard({ data }: { readonly data: Overview }): React.JSX.Element {
  const words = useWords(identificationWords);
  const [locale] = useLocale();
  const { counts, unstated, locked } = data.causes;
  const all = counts.reduce((sum, c) => sum + c.households, 0);
  const [most] = counts.filter((c) => c.cause !== null).toSorted((a, b) => b.households - a.households);
  const shares = shareOfCauses(counts.map((c) => ({ cause: c.cause ?? -1, households: c.households })));
  const illness = counts.find((c) => c.cause === 1)?.households ?? 0;
  const title = most ? words.causesTitle(labelOf("cause", most.cause, locale), percent(most.households / all, 1)) : words.causesNone;
  return (
    <FindingCard title={title} unit={words.causesUnit} note={unstated > 0 ? words.unstated(number(unstated)) : ""} foot={<p className="sub sm">{words.causesWhy(locked || all === 0 ? "—" : percent(illness / all, 1))}</p>} table={{
      heads: [words.cause, words.householdsN, words.here, words.nationwide], numeric: [1, 2, 3],
      rows: [...shares.map((s) => [words.causeGroups[s.key], number(s.households), s.percent === null ? "—" : `${number(s.percent, 1)}%`, `${number(s.nation, 2)}%`]), ...counts.map((c) => [c.cause === null ? words.lockedItem : labelOf("cause", c.cause, locale), number(c.households), percent(c.households / all, 1), null])],
    }}>
      {all > 0 ? (
        <>
          <Bars label={title} labelWidth={150} rowHeight={22} rows={causeGroups.flatMap((g) => { const s = shares.find((x) => x.key === g.key); return [
            { key: g.key, label: words.causeGroups[g.key], value: s?.percent ?? 0, text: `${number(s?.percent ?? 0, 1)}%`, colour: "var(--w6)" },
            { key: `${g.key}-nation`, label: "", value: g.percent, text: `${number(g.percent, 2)}%`, colour: "var(--ctl)", hollow: true },
          ]; })} />
          <span className="legend"><span><i style={{ background: "var(--w6)" }} />{words.here}</span><span><i style={{ border: "1px solid var(--ctl)" }} />{words.nationwide}</span></span>
        </>) : <EmptyState>{words.causesNone}</EmptyState>}
    </FindingCard>
  );
}

function DegreeCard({ data }: { readonly data: Overview }): React.JSX.Element {
  const words = useWords(identificationWords);
  const { degree } = data;
  const villages = degree?.villages.toSorted((a, b) => b.p0 - a.p0) ?? [];
  const [most] = villages;
  if (!degree || !most) return <FindingCard title={words.degreeNone}><EmptyState><code>{words.degreeCommand}</code></EmptyState></FindingCard>;
  const { model } = degree;
  const text = (p: number, rmse: number): string => withError({ value: p, se: rmse });
  const title = words.degreeTitle(number(villages.length), most.name, text(most.p0, most.rmse0));
  return (
    <FindingCard title={title} unit={words.degreeUnit} source={words.degreeSource(model.version, model.fittedOn, number(model.draws))} note={line(words.noise(number(model.noise * 100, 2)), model.covered === null ? "" : words.covered(percent(model.covered)))} table={{
      heads: [words.village, words.householdsN, words.measures.P0, words.measures.P1, words.recorded, words.sampled], numeric: [1, 2, 3, 4, 5],
      rows: villages.map((v) => [v.name, number(v.households), text(v.p0, v.rmse0), text(v.p1, v.rmse1), percent(v.recorded0, 1), number(v.sampled)]), file: villages.map((v) => [v.name, v.households, v.p0, v.p1, v.recorded0, v.sampled]),
    }}>
      <Bars label={title} labelWidth={96} rowHeight={22} colour="var(--e4)" rows={villages.slice(0, mostBars).map((v) => ({ key: String(v.code), label: v.name, value: v.p0, text: text(v.p0, v.rmse0) }))} />
    </FindingCard>
  );
}
