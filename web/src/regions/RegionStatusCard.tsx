/** How complete the tree is: regions per level, places that await confirmation, what was loaded when. */
import type { regionStatus } from "@diguan/core/regions/contract.ts";
import type { Level } from "@diguan/core/region-code.ts";
import type { Answer } from "../api.ts";
import { FindingCard, PlainTableView } from "../kit/FindingCard.tsx";
import { clock, number } from "../kit/formats.ts";
import { useWords } from "../kit/i18n.tsx";
import { regionWords } from "./words.ts";

export function RegionStatusCard({ status, levels, onOpen, updating }: { readonly status: Answer<typeof regionStatus>; readonly levels: readonly Exclude<Level, "nation">[]; readonly onOpen: (code: number) => void; readonly updating: boolean }): React.JSX.Element {
  const words = useWords(regionWords);
  const of = (level: Level): { regions: number; provisional: number } => status.counts.find((c) => c.level === level) ?? { regions: 0, provisional: 0 };
  const waiting = status.counts.reduce((sum, c) => sum + c.provisional, 0);
  const [latest] = status.imports;
  const title = waiting > 0 ? words.statusWaiting(number(waiting)) : words.status(number(of("village").regions));
  return (
    <FindingCard title={title} unit={words.statusUnit} source={words.statusSource} note={latest ? words.lastImport(latest.source, clock(latest.at)) : words.noImport} updating={updating}
      table={{ heads: [words.level, words.count, words.provisionalCount], numeric: [1, 2], rows: levels.map((l) => [words.levels[l], number(of(l).regions), number(of(l).provisional)]), file: levels.map((l) => [words.levels[l], of(l).regions, of(l).provisional]) }}>
      <dl className="level-counts">{levels.filter((l) => of(l).regions > 0).map((l) => <div key={l}><dt>{words.levels[l]}</dt><dd>{number(of(l).regions)}</dd></div>)}</dl>
      {status.provisional.length > 0 ? (
        <div className="waiting"><h3>{words.confirmList}</h3><ul>{status.provisional.map((p) => <li key={p.code}><button type="button" className="link" onClick={() => onOpen(p.code)}>{p.place}</button> <span className="mut sm">{p.source}</span></li>)}</ul></div>) : null}
      {status.imports.length > 0 ? <PlainTableView title={words.imports} table={{ caption: words.imports, heads: [words.at, words.source, words.added, words.renamed, words.closedCount, words.problems], numeric: [2, 3, 4, 5], rows: status.imports.slice(0, 5).map((i) => [clock(i.at), i.source, number(i.counts["added"]), number(i.counts["renamed"]), number(i.counts["closed"]), number(Object.values(i.problemCounts).reduce((a, b) => a + b, 0))]) }} /> : null}
    </FindingCard>
  );
}
