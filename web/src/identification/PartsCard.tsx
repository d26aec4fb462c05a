/** The parts of a place as a heat table: each measure with its error, darker where more are poor; a name opens the place. */
import { FindingCard } from "../kit/FindingCard.tsx";
import { number, percent } from "../kit/formats.ts";
import { useWords } from "../kit/i18n.tsx";
import { kitWords } from "../kit/words.ts";
import { withError, type Overview } from "./figures.ts";
import { useGo } from "./search.ts";
import { identificationWords } from "./words.ts";

const measures = ["H", "M0", "P0", "P1", "P2"] as const;
/** Four steps of the earth palette between nothing and the highest of the column. */
const shade = (value: number | null, most: number): string => (value === null || value <= 0 || most <= 0 ? "transparent" : `var(--e${1 + Math.min(2, Math.floor((value / most) * 2.999))})`);

export function PartsCard({ data }: { readonly data: Overview }): React.JSX.Element {
  const words = useWords(identificationWords);
  const kit = useWords(kitWords);
  const go = useGo();
  const parts = data.parts.toSorted((a, b) => (b.measures.H.value ?? -1) - (a.measures.H.value ?? -1));
  const [first] = parts;
  const most = Object.fromEntries(measures.map((m) => [m, Math.max(0, ...parts.map((p) => p.measures[m].value ?? 0))]));
  const title = words.partsTitle(number(parts.length), first?.name ?? "", first ? withError(first.measures.H) : "");
  return (
    <FindingCard className="wide" title={title} unit={words.partsUnit} flush table={{
      heads: [words.place, words.householdsN, words.population, words.droppedN, ...measures.map((m) => words.measures[m])], numeric: [1, 2, 3, 4, 5, 6, 7, 8],
      rows: parts.map((p) => [p.name, number(p.measures.households), number(p.measures.population), number(p.measures.dropped), ...measures.map((m) => withError(p.measures[m], 2))]),
      file: parts.map((p) => [p.name, p.measures.households, p.measures.population, p.measures.dropped, ...measures.map((m) => p.measures[m].value)]),
    }}>
      <div className="card-table heat-table" role="region" tabIndex={0} aria-label={kit.tableOf(title)}>
        <table className="plain">
          <caption className="sr">{title}</caption>
          <thead><tr><th scope="col">{words.place}</th><th scope="col" className="num">{words.householdsN}</th>{measures.map((m) => <th key={m} scope="col" className="num">{words.measures[m]}</th>)}<th scope="col" className="num">{words.droppedN}</th></tr></thead>
          <tbody>{parts.map((p) => (
            <tr key={p.code}>
              <th scope="row"><button type="button" className="link" onClick={() => go({ region: p.code })}>{p.name}</button></th><td className="num">{number(p.measures.households)}</td>
              {measures.map((m) => <td key={m} className="num heat"><span style={{ background: shade(p.measures[m].value, most[m] ?? 0) }} title={p.measures[m].se === null ? words.alone : undefined}>{percent(p.measures[m].value, 1)}</span>{p.measures[m].se === null ? null : <small className="mut"> ± {number((p.measures[m].se ?? 0) * 100, 1)}</small>}</td>)}
              <td className="num">{number(p.measures.dropped)}</td>
            </tr>))}</tbody>
        </table>
      </div>
    </FindingCard>
  );
}
