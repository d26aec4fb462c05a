/** The cards of the precision page: trend, six precisions, places below, errors against the limit, base measures. */
import { useState } from "react";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import type { Locale } from "@diguan/core/problem.ts";
import { gain, type Weights } from "@diguan/core/evaluation/composite.ts";
import type { Precision } from "@diguan/core/evaluation/contract.ts";
import { indexKeys, type IndexKey } from "@diguan/core/evaluation/indices.ts";
import { indexNames, measureNames, pairNames, waitReasons } from "@diguan/core/evaluation/labels.ts";
import type { MeasureKey } from "@diguan/core/evaluation/report.ts";
import { levelBelow, levelOf } from "@diguan/core/region-code.ts";
import { FindingCard } from "../kit/FindingCard.tsx";
import { line, number, percent } from "../kit/formats.ts";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { Choices } from "../kit/PageHead.tsx";
import { EmptyState } from "../kit/States.tsx";
import { usePlace } from "../shells/place.ts";
import { ErrorPicture } from "./ErrorPicture.tsx";
import { Intervals, type Band, type Tone } from "./Intervals.tsx";
import { TrendPicture } from "./TrendPicture.tsx";
import { evaluationWords } from "./words.ts";

/** Headings of a table from their dictionary entry. */
export const heads = (text: string): readonly string[] => text.split("|");

export type Shown = Precision & { readonly report: NonNullable<Precision["report"]> };
export const parameterOf = (data: Precision, code: string): number => data.parameters.find((p) => p.code === code)?.value ?? 0;
const named = (name: { readonly zh: string; readonly en: string }, locale: Locale): string => (locale === "en" ? name.en : name.zh);
const three = (v: number | null | undefined): string => (v === null || v === undefined ? "—" : number(v, 3));
const two = (v: number | null | undefined): string => (v === null || v === undefined ? "—" : number(v, 2));
/** A rate with as many digits as a small one needs. */
const rate = (v: number | null | undefined): string => percent(v, v !== null && v !== undefined && v < 0.1 ? 2 : 1);

/** Bands of the grades in the palette of water and earth, from their parameters. */
export function useBands(data: Precision): readonly Band[] {
  const words = useWords(evaluationWords);
  const [a, b, c] = ["A", "B", "C"].map((g) => parameterOf(data, `PRECISION_GRADE_${g}`) / 10_000);
  if (!a || !b || !c) return [];
  const name = (g: "A" | "B" | "C" | "D"): string => `${g} ${words.grades[g]}`;
  return [{ from: 0, to: c, label: "D", fill: "var(--e2)" }, { from: c, to: b, label: name("C"), fill: "var(--e1)" }, { from: b, to: a, label: name("B"), fill: "var(--w1)" }, { from: a, to: 1, label: name("A"), fill: "var(--w2)" }];
}

export function TrendCard({ data }: { readonly data: Shown }): React.JSX.Element {
  const words = useWords(evaluationWords);
  const [locale] = useLocale();
  const bands = useBands(data);
  const { composite, partial } = data.report;
  const of = composite.value === null ? partial : composite;
  const level = percent(parameterOf(data, "PRECISION_LEVEL") / 100);
  const parts = (partial?.of ?? []).map((k) => named(indexNames[k], locale)).join(locale === "en" ? ", " : "、");
  const title = composite.value !== null && composite.grade ? words.full(three(composite.value), words.grades[composite.grade], composite.grade) : partial ? words.partial(three(partial.value), parts) : words.notComputed;
  const missing = data.report.indices.filter((i) => i.value === null).map((i) => words.missingOne(named(indexNames[i.key], locale), i.waits ? named(waitReasons[i.waits], locale) : words.waits)).join(locale === "en" ? "; " : "，");
  const weights = Object.entries(partial?.weights ?? {}).map(([k, w]) => `${named(indexNames[k as IndexKey], locale)} ${w.toFixed(3)}`).join(locale === "en" ? ", " : "、");
  return (
    <FindingCard title={title} note={of?.low === null || !of ? "" : line(words.interval(level, three(of.low), three(of.high)), words.bootstrap(number(parameterOf(data, "PRECISION_REPLICATES"))), words.arithmetic(three(of.arithmetic)))} asOf={data.source?.closedOn ?? ""}
      table={{ heads: [...heads(words.trendTable)], numeric: [1, 2, 3], rows: data.trend.map((t) => [t.quarter, three(t.value), three(t.low), three(t.high), t.full ? words.whole : words.part]), file: data.trend.map((t) => [t.quarter, t.value, t.low, t.high, t.full ? "composite" : "partial"]) }}>
      <TrendPicture trend={data.trend} bands={composite.value === null ? [] : bands} label={title} />
      {composite.value === null ? <p className="sub sm partial-note">{words.partialNote(missing, weights)}</p> : null}
      {data.trend.length === 1 ? <p className="sub sm">{words.onePoint}</p> : null}
    </FindingCard>
  );
}


export function IndicesCard({ data }: { readonly data: Shown }): React.JSX.Element {
  const words = useWords(evaluationWords);
  const [locale] = useLocale();
  const bands = useBands(data);
  const { indices, weights } = data.report;
  const have = indices.flatMap((i) => (i.value === null ? [] : [{ ...i, value: i.value }]));
  const worst = have.toSorted((a, b) => a.value - b.value)[0];
  const from = Math.max(0, Math.floor((Math.min(0.6, ...have.map((i) => i.low ?? i.value)) - 0.02) * 10) / 10);
  const title = worst ? words.indices(String(have.length), named(indexNames[worst.key], locale), two(worst.value)) : words.indicesNone;
  const to = bands[2]?.from ?? 0.8;
  const added = worst && worst.value < to ? gain(Object.fromEntries(indices.map((i) => [i.key, i.value])), weights as Weights, worst.key, to, have.map((i) => i.key)) : null;
  const why = (i: (typeof indices)[number]): string => (i.value === null && i.waits ? named(waitReasons[i.waits], locale) : "");
  return (
    <FindingCard title={title} note={line(added === null ? "" : words.raise(two(to), three(added)), words.indicesNote)}
      table={{ heads: [...heads(words.indicesTable)], numeric: [1, 2, 3, 4], rows: indices.map((i) => [named(indexNames[i.key], locale), three(i.value), three(i.low), three(i.high), percent(i.weight), why(i)]), file: indices.map((i) => [i.key, i.value, i.low, i.high, i.weight, i.waits]) }}>
      <Intervals label={title} bands={bands} from={from} rowHeight={38} side={78} sideTitle={words.weight}
        rows={indexKeys.flatMap((key) => { const i = indices.find((x) => x.key === key); return i ? [{ key, label: named(indexNames[key], locale).slice(0, locale === "en" ? 16 : 4), value: i.value, low: i.low, high: i.high, tone: (i.value !== null && i.key === worst?.key ? "below" : "plain") as Tone, says: `${words.waits}${locale === "en" ? ": " : "，"}${why(i)}`, side: `${i.value === null ? "" : `${two(i.value)}  `}${percent(i.weight)}`, spoken: i.value === null ? "" : `${two(i.low)}–${two(i.high)}` }] : []; })} labelWidth={locale === "en" ? 112 : 74} />
    </FindingCard>
  );
}

export function PlacesCard({ data }: { readonly data: Shown }): React.JSX.Element | null {
  const words = useWords(evaluationWords);
  const [locale] = useLocale();
  const bands = useBands(data);
  const { go } = usePlace();
  const { composite, partial, places } = data.report;
  const whole = composite.value ?? partial?.value ?? null;
  const below = levelBelow(levelOf(data.region));
  if (below !== "town" && below !== "village") return null;
  const tone = (p: (typeof places)[number]): Tone => (whole === null || p.low === null || p.high === null ? "unsure" : p.high < whole ? "below" : p.low > whole ? "above" : "unsure");
  const shown = places.filter((p) => !p.fewer && p.value !== null).toSorted((a, b) => (b.value ?? 0) - (a.value ?? 0));
  const fewer = places.filter((p) => p.fewer || p.value === null);
  const count = (t: Tone): number => shown.filter((p) => tone(p) === t).length;
  const from = Math.max(0, Math.floor((Math.min(0.6, ...shown.map((p) => p.low ?? p.value ?? 1)) - 0.02) * 10) / 10);
  const title = shown.length > 0 ? words.places(String(count("below")), String(count("unsure")), words.units[below], words.wholes[below]) : words.placesNone;
  return (
    <FindingCard title={title} note={line(percent(parameterOf(data, "PRECISION_LEVEL") / 100), words.hollow, words.notFrom0(from.toFixed(1)))}
      table={{ heads: [...heads(words.placesTable)], numeric: [1, 2, 3, 4, 5, 6, 7], rows: places.map((p) => [p.name ?? String(p.region), three(p.value), three(p.low), three(p.high), number(p.asked), three(p.indices.S1 ?? null), three(p.indices.S4 ?? null), three(p.indices.S6 ?? null)]), file: places.map((p) => [`${p.region} ${p.name ?? ""}`, p.value, p.low, p.high, p.asked, p.indices.S1 ?? null, p.indices.S4 ?? null, p.indices.S6 ?? null]) }}
      {...(fewer.length > 0 && fewer.length < 40 ? { foot: <span className="mut sm">{fewer.map((p) => `${p.name ?? p.region}${locale === "en" ? ": " : "："}${p.fewer ? words.fewer(number(p.asked)) : words.cannot}`).join("\u3000")}</span> } : {})}>
      {shown.length === 0 ? <EmptyState>{words.placesNone}</EmptyState> : <Intervals label={title} bands={composite.value === null ? [] : bands} from={from} labelWidth={locale === "en" ? 104 : 74} reference={whole === null ? undefined : { value: whole, text: words.wholeIs(words.wholes[below], three(whole)) }} onPick={(key) => go({ region: Number(key) })}
        rows={shown.map((p) => ({ key: String(p.region), label: (p.name ?? String(p.region)).slice(0, 8), value: p.value, low: p.low, high: p.high, tone: tone(p), side: two(p.value), spoken: `${three(p.low)}–${three(p.high)}` }))} />}
    </FindingCard>
  );
}

const errorKeys = ["inclusion", "officialExclusion", "wrongExit"] as const;
type ErrorKey = (typeof errorKeys)[number];

export function ErrorsCard({ data }: { readonly data: Shown }): React.JSX.Element {
  const words = useWords(evaluationWords);
  const [chosen, setChosen] = useState<ErrorKey>("inclusion");
  const { limits, measures } = data.report;
  const limit = limits.find((l) => l.key === chosen);
  const m = measures.find((x) => x.key === chosen);
  const of = data.parameters.find((p) => p.code === "ERROR_LIMIT");
  const level = percent(parameterOf(data, "AUDIT_LEVEL") / 100);
  const verdictOf = (key: ErrorKey): string => {
    const [l, v] = [limits.find((x) => x.key === key), measures.find((x) => x.key === key)];
    if (!l || !v || v.value === null) return words.noError;
    return l.below ? words.below(words.errorOf[key], rate(v.value), percent(l.limit)) : l.above ? words.above(words.errorOf[key], rate(v.value), percent(l.limit)) : words.unsure(words.errorOf[key], rate(v.value), percent(l.limit));
  };
  const table = { heads: [...heads(words.errorTable)], numeric: [1, 2, 3, 4, 5, 6], rows: errorKeys.map((k) => { const x = measures.find((y) => y.key === k); return [words.errorOf[k], rate(x?.value), rate(x?.low), rate(x?.high), number(x?.found), number(x?.n), percent(limits.find((y) => y.key === k)?.limit)]; }), file: errorKeys.map((k) => { const x = measures.find((y) => y.key === k); return [k, x?.value ?? null, x?.low ?? null, x?.high ?? null, x?.found ?? null, x?.n ?? null, limits.find((y) => y.key === k)?.limit ?? null]; }) };
  const title = verdictOf(chosen);
  const shown = limit && m && m.value !== null && m.low !== null && m.high !== null;
  return (
    <FindingCard title={title} table={table} note={shown ? words.asked(number(m.n), number(m.found), level, rate(m.low), rate(m.high)) : ""} tools={<Choices label={words.error} value={chosen} of={errorKeys.map((k) => [k, words.errors[k]] as const)} onChange={setChosen} />}
      foot={<span className="sm mut">{of ? words.limitFrom(of.validFrom, of.source) : ""}</span>}>
      {shown ? (
        <>
          <ErrorPicture asked={m.n ?? 0} found={m.found ?? 0} value={m.value ?? 0} low={m.low ?? 0} high={m.high ?? 0} limit={limit.limit} limitText={words.limit(percent(limit.limit))} label={words.dots(number(m.n), number(m.found))} tone={limit.below ? "below" : limit.above ? "above" : "unsure"} />
          <p className="sm sub">{line((m.n ?? 0) > 600 ? words.dotIs(String(Math.ceil((m.n ?? 0) / 600))) : "", limit.below ? words.belowDo : limit.above ? words.aboveDo : limit.moreIfNone === null ? words.moreAll : limit.moreAtRate === null ? words.moreNone(number(limit.moreIfNone)) : words.more(number(limit.moreAtRate), number(limit.moreIfNone)))}
            {!limit.below && data.may.create ? <> <Link className="underlined" to={"/evaluation/audits/new" as string}>{words.arrange}</Link></> : null}</p>
        </>
      ) : <EmptyState>{words.noError}</EmptyState>}
    </FindingCard>
  );
}

const rows: readonly (readonly MeasureKey[])[] = [["exclusion"], ["officialExclusion"], ["inclusion"], ["wrongExit"], ["coverage"], ["f1"], ["mcc"], ["differential"], ["cgh"], ["concentration"], ["leakage"], ["povertyBefore", "povertyAfter"], ["gapBefore", "gapAfter"], ["severityBefore", "severityAfter"], ["returned"], ["quality"]];
const plainNumber: ReadonlySet<MeasureKey> = new Set(["f1", "mcc", "differential", "cgh", "concentration", "gapBefore", "gapAfter", "severityBefore", "severityAfter"]);

export function MeasuresCard({ data }: { readonly data: Shown }): React.JSX.Element {
  const words = useWords(evaluationWords);
  const [locale] = useLocale();
  const of = (key: MeasureKey): Shown["report"]["measures"][number] | undefined => data.report.measures.find((m) => m.key === key);
  const written = (key: MeasureKey): string => { const v = of(key)?.value ?? null; return v === null ? words.cannot : plainNumber.has(key) ? three(v) : rate(v); };
  return (
    <FindingCard title={words.measuresTitle(written("exclusion"), written("mcc"))} note={words.measuresNote} table={{ heads: [...heads(words.measuresTable)], numeric: [1, 2, 3], rows: data.report.measures.map((m) => [named(measureNames[m.key], locale), written(m.key), rate(m.low), rate(m.high)]), file: data.report.measures.map((m) => [m.key, m.value, m.low, m.high]) }}>
      <dl className="measures">{rows.map((keys) => {
        const [key, after] = keys;
        if (!key) return null;
        const m = of(key);
        return <div key={key}><dt>{named(after ? pairNames[key] ?? measureNames[key] : measureNames[key], locale)}{after ? <span className="mut sm"> {words.beforeAfter}</span> : null}</dt><dd className="num">{written(key)}{after ? ` → ${written(after)}` : ""}{m && m.low !== null && m.high !== null ? <span className="mut sm"> {`${rate(m.low)}–${rate(m.high)}`}</span> : null}</dd></div>;
      })}</dl>
    </FindingCard>
  );
}

/** For places above counties. */
export function CountiesCard({ data }: { readonly data: Precision }): React.JSX.Element {
  const words = useWords(evaluationWords);
  const bands = useBands(data);
  const { go } = usePlace();
  const title = data.counties.length > 0 ? words.counties(number(data.counties.length)) : words.countiesNone;
  return (
    <FindingCard title={title} note={words.countiesNote} {...(data.counties.length > 0 ? { table: { heads: heads(words.trendTable).map((h, i) => (i === 0 ? words.units.county : h)), numeric: [1, 2, 3], rows: data.counties.map((c) => [c.name, three(c.value), three(c.low), three(c.high), c.full ? words.whole : words.part]) } } : {})}>
      {data.counties.length === 0 ? <EmptyState>{words.countiesNone}</EmptyState>
        : <Intervals label={title} bands={data.counties.every((c) => c.full) ? bands : []} from={0.4} side={96} onPick={(key) => go({ region: Number(key) })} rows={data.counties.map((c) => ({ key: String(c.region), label: c.name, value: c.value, low: c.low, high: c.high, tone: "unsure" as const, side: c.simulated ? `${two(c.value)} ${words.simulatedShort}` : two(c.value), spoken: `${three(c.low)}–${three(c.high)}` }))} />}
    </FindingCard>
  );
}

export function AskForAudit({ may, children }: { readonly may: boolean; readonly children: string }): React.JSX.Element | null {
  return may ? <Link to={"/evaluation/audits/new" as string}><Button type="primary">{children}</Button></Link> : null;
}
