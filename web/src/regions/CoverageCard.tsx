/** How well each level is staffed, equipped and paid for in a year; the title says where people are missing most. */
import { useQuery } from "@tanstack/react-query";
import { coverage } from "@diguan/core/regions/organisation-contract.ts";
import { fundingLevels, sections, sharePercent } from "@diguan/core/regions/organisation.ts";
import { call } from "../api.ts";
import { Bars } from "../kit/Bars.tsx";
import { FindingCard, PlainTableView } from "../kit/FindingCard.tsx";
import { line, number, wanYuan } from "../kit/formats.ts";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { ErrorState, Loading } from "../kit/States.tsx";
import { inWords } from "./labels.ts";
import { organisationWords } from "./words-organisations.ts";

const things = ["withOrganisation", "withCollector", "withDevice", "withBudget"] as const;

export function CoverageCard({ region, year }: { readonly region: number; readonly year: number }): React.JSX.Element {
  const words = useWords(organisationWords);
  const [locale] = useLocale();
  const asked = useQuery({ queryKey: ["organisations", "coverage", region, year], queryFn: ({ signal }) => call(coverage, { query: { region, year } }, signal), placeholderData: (before) => before });
  if (asked.data === undefined) return <section className="card">{asked.error ? <ErrorState error={asked.error} onRetry={() => { void asked.refetch(); }} /> : <Loading />}</section>;
  const { levels, sums, without } = asked.data;
  // the level with the largest share of regions without a collector leads
  const worst = levels.filter((l) => l.withCollector < l.regions).toSorted((a, b) => a.withCollector / a.regions - b.withCollector / b.regions || a.regions - b.regions)[0];
  const none = levels.every((l) => l.withOrganisation === 0);
  const title = none ? words.coverNone : worst ? words.coverTitle(words.levels[worst.level], number(worst.regions - worst.withCollector), number(worst.regions)) : words.coverAll;
  const heads = [words.level, words.regions, ...things.map((t) => words[t])];
  return (
    <FindingCard title={title} unit={words.coverUnit} source={words.linesSource} note={line(words.yearOf(String(year)), words.coverNote)} updating={asked.isPlaceholderData}
      table={{ heads, numeric: [1, 2, 3, 4, 5], rows: levels.map((l) => [words.levels[l.level], number(l.regions), ...things.map((t) => number(l[t]))]), file: levels.map((l) => [words.levels[l.level], l.regions, ...things.map((t) => l[t])]) }}>
      <div className="cover-rows">
        {levels.map((l) => (
          <div key={l.level}>
            <h3>{words.levels[l.level]}<span>{number(l.regions)}</span></h3>
            <Bars label={words.levels[l.level]} labelWidth={118} width={390} rowHeight={22} rows={things.map((t) => ({ key: t, label: words[t], value: sharePercent(l[t], l.regions), text: words.of(number(l[t]), number(l.regions)), hollow: l[t] === 0 }))} target={{ value: 100, text: "100%" }} />
          </div>))}
        {without.length > 0 && !none ? <div><h3>{words.without}</h3><p className="sub sm">{without.slice(0, 12).map((w) => w.name).join("\u3000")}{without.length > 12 ? " …" : ""}</p></div> : null}
        {sums.length > 0 ? <PlainTableView title={words.sums} table={{ caption: `${words.sums}（${words.wan}）`, heads: [words.lines, words.funding, words.plannedYuan.replace(words.moneyUnit, words.wan), words.actualYuan.replace(words.moneyUnit, words.wan)], numeric: [2, 3], rows: sums.map((s) => [inWords(sections[s.section], locale), inWords(fundingLevels[s.fundingLevel], locale), wanYuan(s.plannedFen), wanYuan(s.actualFen)]) }} /> : null}
      </div>
    </FindingCard>
  );
}
