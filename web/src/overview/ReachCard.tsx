/** Where is it dry: the places below, as drops or as a map, by incidence, exit or open findings. */
import { useMemo, useState } from "react";
import { asCell } from "@diguan/core/overview/figures.ts";
import { Bars } from "../kit/Bars.tsx";
import { DropMark } from "../kit/Drop.tsx";
import { FindingCard } from "../kit/FindingCard.tsx";
import { line, number } from "../kit/formats.ts";
import { useWords, type SameKeys } from "../kit/i18n.tsx";
import { Choices } from "../kit/PageHead.tsx";
import { MapPicture } from "./MapPicture.tsx";
import { isDry, limitText, metrics, noDrop, scaleOf, textOf, valueOf, type Metric, type Overview, type Scale } from "./metrics.ts";
import { ReachPicture } from "./ReachPicture.tsx";
import { kitWords } from "../kit/words.ts";
import { overviewWords } from "./words.ts";

/** More drops than this say nothing any more; then the places one level below stand for themselves. */
const mostCells = 1200;
/** Fewer are better told apart as bars with their numbers. */
const fewCells = 8;

export function ReachCard({ data, onPick }: { readonly data: Overview; readonly onPick: (code: number) => void }): React.JSX.Element {
  const words = useWords(overviewWords);
  const kit = useWords(kitWords);
  const whole = asCell(data.total);
  const [metric, setMetric] = useState<Metric>(valueOf("incidence", whole) === null ? "exit" : "incidence");
  const [picture, setPicture] = useState<"drops" | "map">("drops");
  const count = data.groups.reduce((sum, group) => sum + group.cells.length, 0);
  const fine = count > 0 && count <= mostCells;
  const groups = useMemo(() => (fine ? data.groups : data.groups.map((group) => ({ ...group, cells: [] }))), [data.groups, fine]);
  const cells = useMemo(() => groups.flatMap((group) => (fine ? group.cells : [{ ...asCell(group.figures), code: group.code, name: group.name }])), [groups, fine]);
  const drops = fine && count >= fewCells;
  const scale = useMemo(() => scaleOf(metric, cells.map((cell) => valueOf(metric, cell))), [metric, cells]);
  const total = valueOf(metric, whole);
  const level = data.region.level;
  const cellWord = fine ? words.lowest[level] : words.lower[level];
  const title = titleOf(metric, data, cells, cellWord, words);
  const file = data.groups.flatMap((group) => (group.cells.length > 0 ? group.cells.map((cell) => ({ ...cell, group: group.name })) : [{ ...asCell(group.figures), code: group.code, name: group.name, group: "" }]));
  const draw = (): React.JSX.Element => {
    if (picture === "map") return <MapPicture groups={groups} place={data.region.code} metric={metric} scale={scale} label={title} onPick={onPick} />;
    if (drops) return <ReachPicture groups={groups} metric={metric} scale={scale} whole={total} label={title} onPick={onPick} />;
    const rows = cells.map((cell) => ({ cell, value: valueOf(metric, cell) })).toSorted((a, b) => (metric === "exit" ? (a.value ?? 2) - (b.value ?? 2) : (b.value ?? -1) - (a.value ?? -1))).slice(0, 40);
    return <Bars label={title} width={520} rows={rows.map(({ cell, value }) => ({ key: String(cell.code), label: cell.name, value: value ?? 0, text: textOf(metric, value), colour: isDry(metric, value, total) ? "var(--e5)" : metric === "exit" ? "var(--w5)" : "var(--e3)" }))} onPick={(key) => onPick(Number(key))} />;
  };
  return (
    <FindingCard className="home-reach" title={title} unit={metric === "findings" ? words.perHundred : words.percent} source={metric === "incidence" ? `${words.registered}${kit.comma}${words.village}` : words.registered}
      note={line(metric === "incidence" && data.total.villagesCounted < data.total.villages ? words.incidenceNote(number(data.total.villagesCounted), number(data.total.villages)) : "", picture === "map" ? words.cellOf(cellWord) : drops ? words.dropOf(cellWord) : "", picture === "map" ? words.sketch : "")}
      tools={<Choices label={words.metric} value={metric} of={metrics.map((key) => [key, words.metrics[key]])} onChange={setMetric} />}
      table={{
        heads: [words.lower[level], ...(fine ? [cellWord] : []), words.metrics[metric], words.households2, words.findings], numeric: fine ? [2, 3, 4] : [1, 2, 3],
        rows: file.map((cell) => [...(fine ? [cell.group, cell.name] : [cell.name]), textOf(metric, valueOf(metric, cell)), number(cell.households), number(cell.findings)]),
        file: file.map((cell) => [cell.group, cell.name, cell.code, valueOf(metric, cell), cell.households, cell.findings]),
      }}
      foot={<><Legend scale={scale} gaps={cells.some((cell) => valueOf(metric, cell) === null)} metric={metric} picture={drops || picture === "map" ? picture : "bars"} words={words} /><Choices label={words.picture} value={picture} of={[["drops", drops ? words.pictures.drops : words.pictures.bars], ["map", words.pictures.map]]} onChange={setPicture} /></>}>
      <div className="reach-box">{draw()}</div>
    </FindingCard>
  );
}

type OwnWords = SameKeys<(typeof overviewWords)["zh-CN"]>;

function titleOf(metric: Metric, data: Overview, cells: readonly (Parameters<typeof valueOf>[1] & { readonly name: string })[], word: string, words: OwnWords): string {
  const total = valueOf(metric, asCell(data.total));
  const known = cells.map((cell) => valueOf(metric, cell)).filter((value): value is number => value !== null);
  const count = number(known.length);
  if (metric === "incidence") {
    if (total === null) return words.incidenceUnknown;
    const highest = cells.toSorted((a, b) => (valueOf(metric, b) ?? -1) - (valueOf(metric, a) ?? -1))[0];
    const over = known.filter((value) => value >= total * 2).length;
    return over > 0 ? words.incidenceTitle(textOf(metric, total), count, word, number(over)) : words.incidenceOnly(textOf(metric, total), highest?.name ?? "", textOf(metric, highest ? valueOf(metric, highest) : null));
  }
  if (metric === "exit") return words.exitTitle(textOf(metric, total), count, word, number(known.filter((value) => value < 0.5).length));
  const all = data.total.findings;
  if (all === 0) return words.findingsNone;
  let seen = 0;
  const half = cells.map((cell) => cell.findings).toSorted((a, b) => b - a).findIndex((n) => { seen += n; return seen * 2 >= all; }) + 1;
  return words.findingsTitle(number(all), number(half), word);
}

function Legend({ scale, metric, picture, gaps, words }: { readonly scale: Scale; /** some places have no value */ readonly gaps: boolean; readonly metric: Metric; readonly picture: "drops" | "map" | "bars"; readonly words: OwnWords }): React.JSX.Element | null {
  if (picture === "bars") return <span />;
  return (
    <div className="legend">
      {scale.classes.map((c) => (
        <span key={c.from ?? "low"}>{picture === "map" ? <i style={{ background: c.fill }} /> : <svg className="inline-svg" width="12" height="16" viewBox="-6 -8 12 16" aria-hidden="true"><DropMark x={0} y={0} look={c.drop} /></svg>}{limitText(metric, c.from, c.to, words)}</span>
      ))}
      {gaps ? <span>{picture === "map" ? <i className="no-data" /> : <svg className="inline-svg" width="12" height="16" viewBox="-6 -8 12 16" aria-hidden="true"><DropMark x={0} y={0} look={noDrop} /></svg>}{words.none}</span> : null}
    </div>
  );
}
