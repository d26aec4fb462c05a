/** Cards of the home page with one figure each: trend of the poor, incomes against the line, causes. */
import { incidence, incomeClasses, meanIncome, poorPersons } from "@diguan/core/overview/figures.ts";
import { labelOf } from "@diguan/core/registry/codes.ts";
import { Bars } from "../kit/Bars.tsx";
import { FindingCard } from "../kit/FindingCard.tsx";
import { number, percent, yuan } from "../kit/formats.ts";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { EmptyState } from "../kit/States.tsx";
import { causeTiles } from "../kit/tokens.ts";
import type { Overview } from "./metrics.ts";
import { IncomePicture, TrendPicture } from "./pictures.tsx";
import { overviewWords } from "./words.ts";

export function TrendCard({ data }: { readonly data: Overview }): React.JSX.Element {
  const words = useWords(overviewWords);
  const poor = poorPersons(data.total);
  const title = poor > 0 ? words.trendTitle(number(poor)) : words.trendNone;
  const upTo = data.trend.filter((row) => data.year === null || row.year <= data.year);
  return (
    <FindingCard title={title} unit={words.persons} source={words.registered} note={words.trendNote} table={{
      heads: [words.yearHead, words.poorHouseholds, words.poorPersons, words.incidence, words.meanIncome, words.belowPersons, words.line], numeric: [1, 2, 3, 4, 5, 6],
      rows: data.trend.map((row) => [String(row.year), number(row.poorHouseholds), number(row.poorPersons), percent(incidence(row), 2), yuan(meanIncome(row)), number(row.belowPersons), yuan(row.lineFen, 0)]),
      file: data.trend.map((row) => [row.year, row.poorHouseholds, row.poorPersons, incidence(row), (meanIncome(row) ?? 0) / 100, row.belowPersons, row.lineFen === null ? null : row.lineFen / 100]),
    }}>
      <TrendPicture label={title} points={upTo.map((row) => ({ year: row.year, value: row.poorPersons }))} />
    </FindingCard>
  );
}

export function IncomeCard({ data }: { readonly data: Overview }): React.JSX.Element {
  const words = useWords(overviewWords);
  const { total, line } = data;
  const mean = meanIncome(total);
  const lineText = yuan(line?.fen, 0);
  const title = mean === null ? words.incomeNone : line === null ? words.incomeNoLine(yuan(mean, 0)) : total.belowPersons > 0 ? words.incomeTitle(number(total.belowPersons), lineText) : words.incomeAbove(lineText);
  const persons = data.income.map((row) => row.persons);
  const name = (i: number): string => { const at = incomeClasses[i]; return at?.from === null ? words.upTo("0") : at?.to === null ? words.from(number(at.from)) : words.between(number(at?.from), number(at?.to)); };
  return (
    <FindingCard title={title} unit={words.persons} source={words.registered} {...(mean === null ? {} : { note: words.incomeNote(yuan(mean, 0)) })} table={{
      heads: [words.incomeClass, words.households, words.persons], numeric: [1, 2],
      rows: data.income.map((row, i) => [name(i), number(row.households), number(row.persons)]), file: data.income.map((row, i) => [name(i), row.households, row.persons]),
    }}>
      {mean === null ? <EmptyState>{words.incomeNone}</EmptyState> : <IncomePicture persons={persons} lineFen={line?.fen ?? null} lineText={words.standard(lineText)} label={title} />}
      {line ? <p className="mut sm">{words.lineSource(line.source)}</p> : null}
    </FindingCard>
  );
}

export function CausesCard({ data }: { readonly data: Overview }): React.JSX.Element {
  const words = useWords(overviewWords);
  const [locale] = useLocale();
  const name = (cause: number): string => (cause === 0 ? words.unstated : labelOf("cause", cause, locale));
  const all = data.causes.reduce((sum, row) => sum + (row.persons ?? 0), 0);
  const first = data.causes.find((row) => row.cause !== 0 && row.persons !== null);
  const title = first && all > 0 ? words.causesTitle(name(first.cause), percent((first.persons ?? 0) / all)) : words.causesNone;
  const shown = data.causes.filter((row) => row.persons !== null).slice(0, 8);
  const widest = Math.max(0, ...shown.map((row) => name(row.cause).length));
  return (
    <FindingCard title={title} unit={words.persons} source={words.registered} note={words.causesNote} table={{
      heads: [words.cause, words.households, words.persons, words.share], numeric: [1, 2, 3],
      rows: data.causes.map((row) => (row.persons === null ? [name(row.cause), words.withheld, null, null] : [name(row.cause), number(row.households), number(row.persons), percent(row.persons / all, 1)])),
      file: data.causes.map((row) => [name(row.cause), row.households, row.persons, row.persons === null ? null : row.persons / all]),
    }}>
      {all === 0 ? <EmptyState>{words.causesNone}</EmptyState> : (
        <Bars label={title} width={330} labelWidth={locale === "en" ? 150 : widest > 5 ? 150 : 106} rowHeight={28} rows={shown.map((row) => { const tile = causeTiles[row.cause]; return { key: String(row.cause), label: name(row.cause), value: row.persons ?? 0, text: number(row.persons), colour: tile?.colour ?? "var(--line2)", ...(tile ? { tile: { mark: tile.mark, colour: tile.colour, dark: tile.darkText === true } } : {}) }; })} />
      )}
    </FindingCard>
  );
}
