/** The board: the procedure as a drip line with the number of cases at each drop, then village by village; on a phone one card per village. */
import { Select } from "antd";
import type { Board } from "@diguan/core/procedure/contract.ts";
import { purposeNames, purposes, type Purpose } from "@diguan/core/procedure/names.ts";
import { DripLine } from "../kit/Drop.tsx";
import { number, shortDate } from "../kit/formats.ts";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { EmptyState } from "../kit/States.tsx";
import { useTwo } from "./marks.tsx";
import { useGo } from "./go.ts";
import { procedureWords } from "./words.ts";

type Cell = Board["cells"][number];

export function BoardTab({ board, purpose }: { readonly board: Board; readonly purpose: Purpose | undefined }): React.JSX.Element {
  const words = useWords(procedureWords);
  const [locale] = useLocale();
  const go = useGo();
  return (
    <>
      <div className="row procedure-tools">
        <Select size="small" style={{ minWidth: 160 }} aria-label={words.purpose} value={purpose ?? "all"} onChange={(v) => go({ view: "board", ...(v === "all" ? {} : { purpose: v as Purpose }) })} options={[{ value: "all", label: words.allPurposes }, ...purposes.map((p) => ({ value: p, label: locale === "en" ? purposeNames[p].en : purposeNames[p].zh }))]} />
        <ul className="row procedure-counts">{(["open", "overdue", "objections", "finished", "rejected"] as const).map((k) => <li key={k} className={k === "overdue" && board.counts.overdue > 0 ? "t-bad" : ""}><b className="num">{number(board.counts[k])}</b> {words.counts[k]}</li>)}</ul>
      </div>
      {board.definitions.length === 0 ? <section className="card"><EmptyState>{words.noBoard}</EmptyState></section> : board.definitions.map((d) => <Lane key={d.id} board={board} definition={d} />)}
    </>
  );
}

function Lane({ board, definition: d }: { readonly board: Board; readonly definition: Board["definitions"][number] }): React.JSX.Element {
  const words = useWords(procedureWords);
  const two = useTwo();
  const go = useGo();
  const cells = board.cells.filter((c) => c.definition === d.id);
  const villages = [...Map.groupBy(cells, (c) => c.region).values()];
  const at = (list: readonly Cell[], step: string): Cell | undefined => list.find((c) => c.step === step);
  const sum = (step: string): number => cells.filter((c) => c.step === step).reduce((n, c) => n + c.n, 0);
  const name = (c: Cell, step: Board["definitions"][number]["steps"][number]): string => words.cellOf(c.village, two(step), number(c.n));
  const open = (c: Cell): void => go({ view: "list", definition: d.id, step: c.step, village: c.region });
  const marks = (c: Cell): string => `${c.overdue > 0 ? "▲" : ""}${c.objections > 0 ? "◆" : ""}`;
  return (
    <section className="card lane" aria-label={two(d)}>
      <header className="card-head"><h2>{words.boardTitle(two(d), number(d.n))}</h2><p className="card-line">{words.boardLine}</p></header>
      <div className="lane-line" role="region" tabIndex={0} aria-label={words.lineOf(two(d))}><DripLine label={two(d)} spoken={words.states} steps={d.steps.map((s) => ({ key: s.name, label: two(s), note: number(sum(s.name)), state: sum(s.name) > 0 ? "now" as const : "todo" as const, spoken: number(sum(s.name)) }))} /></div>
      <div className="grid-scroll lane-table" role="region" tabIndex={0} aria-label={`${two(d)} ${words.tabs.board}`}>
        <table className="grid board"><caption className="sr">{two(d)}</caption>
          <thead><tr><th scope="col">{words.village}</th>{d.steps.map((s) => <th key={s.name} scope="col" className="num">{two(s)}</th>)}<th scope="col" className="num">{words.total}</th><th scope="col">{words.due}</th></tr></thead>
          <tbody>{villages.map((list) => {
            const [first] = list;
            return first ? (
              <tr key={first.region}><th scope="row"><b>{first.village}</b> <span className="mut sm">{first.town}</span></th>
                {d.steps.map((s) => { const c = at(list, s.name); return <td key={s.name} className="num">{c ? <button type="button" className={`cell-button ${c.overdue > 0 ? "late" : ""}`} aria-label={name(c, s)} onClick={() => open(c)}>{number(c.n)}<span aria-hidden="true"> {marks(c)}</span></button> : ""}</td>; })}
                <td className="num">{number(list.reduce((n, c) => n + c.n, 0))}</td><td>{shortDate(list.map((c) => c.nearest).filter((x) => x !== null).toSorted()[0])}</td></tr>) : null;
          })}</tbody>
        </table>
      </div>
      <ul className="lane-cards">{villages.map((list) => {
        const [first] = list;
        return first ? <li key={first.region}><b>{first.village}</b><ul>{list.map((c) => { const s = d.steps.find((x) => x.name === c.step); return s ? <li key={c.step}><button type="button" className="link" onClick={() => open(c)}>{two(s)}</button><span className="num">{number(c.n)} {marks(c)}</span></li> : null; })}</ul></li> : null;
      })}</ul>
    </section>
  );
}
