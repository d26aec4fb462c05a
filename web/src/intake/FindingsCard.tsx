/** Findings of an import: rules on the left, most serious first; the rows of the chosen rule on the right. */
import { useState } from "react";
import { Button } from "antd";
import { useInfiniteQuery } from "@tanstack/react-query";
import { batchFindings } from "@diguan/core/intake/contract.ts";
import { call } from "../api.ts";
import { number } from "../kit/formats.ts";
import { useWords } from "../kit/i18n.tsx";
import { ErrorState, Loading } from "../kit/States.tsx";
import { Severity } from "../kit/StateTag.tsx";
import type { Batch } from "./BatchPage.tsx";
import { intakeWords } from "./words.ts";

const order = ["E", "W", "R", "info"];
const level = (severity: string): "serious" | "ordinary" | "hint" => (severity === "E" ? "serious" : severity === "W" ? "ordinary" : "hint");

export function FindingsCard({ batch }: { readonly batch: Batch }): React.JSX.Element {
  const words = useWords(intakeWords);
  const [rule, setRule] = useState<string>();
  const rules = batch.rules.toSorted((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity) || b.count - a.count);
  const total = (severity: string): number => rules.filter((r) => r.severity === severity).reduce((n, r) => n + r.count, 0);
  return (
    <section className="card" aria-label={words.findingsTitle(number(total("E")), number(total("W")))}>
      <header className="card-head"><h2>{rules.length === 0 ? words.findingsNone : words.findingsTitle(number(total("E")), number(total("W")))}</h2><span className="card-line">{words.findingsNote}</span></header>
      <div className="findings">
        <ul className="rule-list" aria-label={words.rule} tabIndex={-1}>
          {rules.map((r) => (
            <li key={`${r.rule}${r.severity}`}><button type="button" aria-pressed={rule === r.rule} className={rule === r.rule ? "on" : ""} onClick={() => setRule(r.rule)}>
              <Severity level={level(r.severity)}>{words.severities[r.severity] ?? r.severity}</Severity><b className="num">{number(r.count)}</b><span className="mut sm">{r.rule}</span><span className="example">{r.example}</span>
            </button></li>))}
        </ul>
        {rule === undefined ? <p className="mut pick-rule">{words.pickRule}</p> : <Rows key={rule} id={batch.id} rule={rule} />}
      </div>
    </section>
  );
}

function Rows({ id, rule }: { readonly id: string; readonly rule: string }): React.JSX.Element {
  const words = useWords(intakeWords);
  const list = useInfiniteQuery({
    queryKey: ["intake", "findings", id, rule], initialPageParam: "",
    queryFn: ({ pageParam, signal }) => call(batchFindings, { params: { id }, query: pageParam === "" ? { rule } : { rule, after: pageParam } }, signal), getNextPageParam: (last) => last.next ?? undefined,
  });
  if (list.error) return <ErrorState error={list.error} onRetry={() => { void list.refetch(); }} />;
  if (!list.data) return <Loading />;
  return (
    <div className="finding-rows" role="region" aria-label={words.message} tabIndex={0}>
      <table className="grid compact"><caption className="sr">{rule}</caption><thead><tr><th scope="col" className="num">{words.row}</th><th scope="col">{words.column}</th><th scope="col">{words.message}</th></tr></thead>
        <tbody>{list.data.pages.flatMap((p) => p.rows).map((f) => <tr key={f.at}><td className="num" title={f.sheet}>{number(f.row)}</td><td>{f.column}</td><td className="wrap">{f.message}</td></tr>)}</tbody></table>
      {list.hasNextPage ? <Button size="small" loading={list.isFetchingNextPage} onClick={() => { void list.fetchNextPage(); }}>{words.more}</Button> : null}
    </div>
  );
}
