/** The places below by cause: a table whose cells are shaded by the cause's share of the poor of the row. */
import { incidence, meanIncome, poorHouseholds, poorPersons } from "@diguan/core/overview/figures.ts";
import type { Level } from "@diguan/core/region-code.ts";
import { labelOf } from "@diguan/core/registry/codes.ts";
import { CauseTile } from "../kit/CauseTile.tsx";
import { FindingCard } from "../kit/FindingCard.tsx";
import { number, percent, yuan } from "../kit/formats.ts";
import { useLocale, useWords } from "../kit/i18n.tsx";
import type { Group, Overview } from "./metrics.ts";
import { overviewWords } from "./words.ts";

const mostCauses = 8;
const personsOf = (group: Group, cause: number): number | null => { const row = group.causes.find((c) => c.cause === cause); return row ? row.persons : 0; };
/** Shade by share in three steps; darker ones would not carry text in both themes. */
const shade = (share: number): string => (share < 0.05 ? "transparent" : `var(--e${Math.min(3, 1 + Math.floor(share * 6))})`);

export function TownsCard({ data, level, onPick }: { readonly data: Overview; readonly level: Level; readonly onPick: (code: number) => void }): React.JSX.Element {
  const words = useWords(overviewWords);
  const [locale] = useLocale();
  const causes = data.causes.filter((row) => row.cause !== 0 && row.persons !== null).slice(0, mostCauses).map((row) => row.cause);
  const firstOf = (group: Group): number | undefined => group.causes.find((row) => row.cause !== 0 && row.persons !== null)?.cause;
  const lead = causes[0];
  const filled = data.groups.filter((group) => group.figures.households > 0);
  const word = words.lower[level];
  const title = lead === undefined ? words.townsPlain(number(filled.length), word) : words.townsTitle(labelOf("cause", lead, locale), number(filled.filter((group) => firstOf(group) === lead).length), number(filled.length), word);
  const rows = filled.toSorted((a, b) => (incidence(b.figures) ?? -1) - (incidence(a.figures) ?? -1) || poorPersons(b.figures) - poorPersons(a.figures));
  const heads = [words.households2, words.poorHouseholds, words.poorPersons, words.incidence, words.meanIncome, words.belowPersons, words.findings];
  return (
    <FindingCard className="home-towns" title={title} unit={words.persons} source={words.registered} note={words.townsNote} flush table={{
      heads: [word, words.code, ...heads, ...causes.map((cause) => labelOf("cause", cause, locale))], numeric: Array.from({ length: heads.length + causes.length }, (_, i) => i + 2),
      rows: rows.map((group) => [group.name, String(group.code), ...numbersOf(group, true), ...causes.map((cause) => number(personsOf(group, cause)))]),
      file: rows.map((group) => [group.name, group.code, ...numbersOf(group, false), ...causes.map((cause) => personsOf(group, cause))]),
    }}>
      <div className="card-table towns" role="region" tabIndex={0} aria-label={word}>
        <table className="plain">
          <caption className="sr">{title}</caption>
          <thead><tr><th scope="col">{word}</th>{heads.map((head) => <th key={head} scope="col" className="num">{head}</th>)}{causes.map((cause) => <th key={cause} scope="col" className="num"><span className="cause-head"><CauseTile cause={cause} bare /><span>{labelOf("cause", cause, locale)}</span></span></th>)}</tr></thead>
          <tbody>{rows.map((group) => {
            const poor = poorPersons(group.figures);
            return (
              <tr key={group.code}>
                <th scope="row"><button type="button" className="link" onClick={() => onPick(group.code)}>{group.name}</button></th>
                {numbersOf(group, true).map((text, i) => <td key={heads[i]} className="num">{text}</td>)}
                {causes.map((cause) => { const n = personsOf(group, cause); return <td key={cause} className="num heat"><span style={{ background: n === null || poor === 0 ? "transparent" : shade(n / poor) }}>{n === null ? "<" : number(n)}</span></td>; })}
              </tr>);
          })}</tbody>
        </table>
      </div>
    </FindingCard>
  );
}

/** Columns after the name; as text for the page, as plain numbers for the file. */
function numbersOf(group: Group, text: true): string[];
function numbersOf(group: Group, text: false): (number | null)[];
function numbersOf(group: Group, text: boolean): (string | number | null)[] {
  const f = group.figures;
  const mean = meanIncome(f);
  return text ? [number(f.households), number(poorHouseholds(f)), number(poorPersons(f)), percent(incidence(f), 1), yuan(mean, 0), number(f.belowPersons), number(f.findings)] : [f.households, poorHouseholds(f), poorPersons(f), incidence(f), mean === null ? null : mean / 100, f.belowPersons, f.findings];
}
