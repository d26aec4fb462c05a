/** One pair beside the list: facts side by side, probability with the line from which pairs are listed, what was decided, and the verdict that is due. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { roleName } from "@diguan/core/access/labels.ts";
import type { Role } from "@diguan/core/access/policy.ts";
import { getDuplicate, type DuplicateSummary, type PairDetail, type PairRow } from "@diguan/core/comparison/duplicates-contract.ts";
import { call } from "../api.ts";
import { clock, line, number, percent } from "../kit/formats.ts";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { EmptyState, Shown } from "../kit/States.tsx";
import { StateTag } from "../kit/StateTag.tsx";
import { DecideForm } from "./DecideForm.tsx";
import { duplicatesWords } from "./duplicates-words.ts";
import { PairFacts, signed } from "./PairFacts.tsx";

type Key = { readonly county: number; readonly id: string };
interface PaneProps { readonly open: Key | undefined; readonly summary: DuplicateSummary; readonly at: number; readonly of: number; readonly more: boolean; readonly onMove: (step: 1 | -1) => void; readonly onDone: (decided: boolean) => Promise<void>; readonly onClose: () => void; readonly onBeside: (key: Key) => void }

export function PairPane(props: PaneProps): React.JSX.Element {
  const words = useWords(duplicatesWords);
  const { open } = props;
  const pair = useQuery({ queryKey: ["duplicates", "pair", open?.county, open?.id], queryFn: ({ signal }) => call(getDuplicate, { params: { county: open?.county ?? 0, id: open?.id ?? "" } }, signal), enabled: open !== undefined });
  if (open === undefined) return <section className="card pane"><EmptyState>{words.pick}</EmptyState></section>;
  return <section className="card pane" aria-label={words.title}><Shown of={pair} rows={8}>{(p) => <Pane p={p} {...props} />}</Shown></section>;
}

/** A probability as a bar; the tick is the line from which pairs are listed. */
export function ProbabilityBar({ value, least, wide = false }: { readonly value: number; readonly least?: number | undefined; readonly wide?: boolean }): React.JSX.Element {
  const width = wide ? 190 : 44;
  return (
    <svg className="probability" viewBox={`0 0 ${width} 10`} width={width} height="10" aria-hidden="true">
      <rect x="0" y="2" width={width} height="6" rx="3" fill="var(--line)" /><rect x="0" y="2" width={width * value} height="6" rx="3" fill={value >= 0.9 ? "var(--w6)" : value >= 0.7 ? "var(--w4)" : "var(--e4)"} />
      {least === undefined ? null : <line x1={width * least} x2={width * least} y1="0" y2="10" stroke="var(--ink3)" strokeDasharray="2 1" />}
    </svg>
  );
}

/** Sure ones say so in words: two decimals would make them certain. */
export const chance = (p: number): string => (p > 0.995 ? "> 0.99" : number(p, 2));

function Household({ side, year }: { readonly side: PairRow["left"]; readonly year: number }): React.JSX.Element {
  const words = useWords(duplicatesWords);
  if (side.outside) return <span className="mut">{line(side.place, words.outside)}</span>;
  return <Link to="/households/$county/$household" params={{ county: String(side.county), household: side.householdId }} search={(b: Record<string, unknown>) => ({ ...(b["region"] === undefined ? {} : { region: b["region"] }), year })}>{line(side.place, side.headName ? words.headOf(side.headName) : side.householdCode ?? "")} ›</Link>;
}

function Pane({ p, summary, at, of, more, onMove, onDone, onClose, onBeside }: PaneProps & { readonly p: PairDetail }): React.JSX.Element {
  const words = useWords(duplicatesWords);
  const [locale] = useLocale();
  const facts = p.facts.reduce((sum, f) => sum + f.weight, 0);
  return (
    <>
      <header className="pane-head">
        <div>
          <h2>{words.kinds[p.kind]}　{p.left.name === p.right.name ? p.left.name : `${p.left.name} / ${p.right.name}`}</h2>
          <p className="sub sm"><Household side={p.left} year={p.year} />　<Household side={p.right} year={p.year} /></p>
        </div>
        <StateTag tone={p.state === "open" ? "plain" : p.state === "visit" ? "warn" : "ok"} icon={null}>{words.states[p.state]}</StateTag>
        {p.task ? <StateTag tone={p.task === "open" ? "warn" : "plain"} icon={null}>{words.task[p.task]}</StateTag> : <span />}
        <nav className="pane-nav" aria-label={words.list}>
          <Button size="small" disabled={at <= 0} aria-label={words.previous} title={words.previous} onClick={() => onMove(-1)}>‹</Button>
          <span className="sm mut">{at < 0 ? "" : words.position(number(at + 1), `${number(of)}${more ? "+" : ""}`)}</span>
          <Button size="small" disabled={at < 0 || at >= of - 1} aria-label={words.next} title={words.next} onClick={() => onMove(1)}>›</Button>
          <Button size="small" className="pane-close" aria-label={words.close} onClick={onClose}>✕</Button>
        </nav>
      </header>
      <div className="pane-body pair-body">
        <PairFacts pair={p} />
        <div className="pair-probability">
          <div><span className="sm sub">{words.probability}</span><b className="figure">{chance(p.probability)}</b></div>
          <div><ProbabilityBar value={p.probability} least={summary.least ? summary.least.percent / 100 : undefined} wide />{summary.least ? <span className="sm sub" title={words.leastSource(summary.least.code, summary.least.validFrom, summary.least.source)}>{words.least(percent(summary.least.percent / 100))}</span> : null}</div>
          <p className="sm sub">{words.sum(signed(facts), signed(p.prior), signed(p.weight))}{summary.least ? <><br />{words.leastSource(summary.least.code, summary.least.validFrom, summary.least.source)}</> : null}</p>
        </div>
        {p.beside.length > 0 ? (
          <><h3>{words.beside(number(p.beside.length))}</h3><ul className="peers">{p.beside.map((b) => <li key={b.id}><button type="button" className="link" onClick={() => onBeside(b)}>{line(`${b.left} / ${b.right}`, chance(b.probability), words.states[b.state])}</button></li>)}</ul></>) : null}
        {p.history.length > 0 ? (
          <><h3>{words.history}</h3><ol className="events">{p.history.map((e, i) => (
            <li key={i}><time className="mut sm">{clock(e.at)}</time><span><b>{words.acts[e.act]}</b>　{e.by === null ? words.platform : line(e.by, e.role ? roleName(e.role as Role, locale) : "")}{e.by === null ? null : <q>{e.reason}</q>}</span></li>))}</ol></>) : null}
      </div>
      <DecideForm key={`${p.id}${p.version}`} pair={p} onDone={onDone} />
    </>
  );
}
