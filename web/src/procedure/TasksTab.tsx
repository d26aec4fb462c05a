/** My tasks: steps of my post that are due, nearest deadline first; a notice that still runs is nobody's task until its days are over or somebody objects. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { taskList, type CaseRow } from "@diguan/core/procedure/contract.ts";
import { listSuggestions } from "@diguan/core/procedure/contract-more.ts";
import { purposeNames } from "@diguan/core/procedure/names.ts";
import { call } from "../api.ts";
import { FindingCard } from "../kit/FindingCard.tsx";
import { line, number } from "../kit/formats.ts";
import { useWords } from "../kit/i18n.tsx";
import { EmptyState, Shown } from "../kit/States.tsx";
import { StateTag } from "../kit/StateTag.tsx";
import { DaysLeft, useTwo } from "./marks.tsx";
import { useGo } from "./go.ts";
import { procedureWords } from "./words.ts";

export function TasksTab({ region }: { readonly region: number | undefined }): React.JSX.Element {
  const words = useWords(procedureWords);
  const two = useTwo();
  const go = useGo();
  const query = { query: region === undefined ? {} : { region } };
  const tasks = useQuery({ queryKey: ["procedure", "tasks", region], queryFn: ({ signal }) => call(taskList, query, signal), enabled: region !== undefined });
  const proposals = useQuery({ queryKey: ["procedure", "suggestions", region], queryFn: ({ signal }) => call(listSuggestions, query, signal), enabled: region !== undefined });
  return (
    <Shown of={tasks} rows={6}>{(data) => (
      <>
        <ul className="card task-tiles">{(["due", "overdue", "objections", "closable", "appeals"] as const).map((k) => (
          <li key={k}><button type="button" onClick={() => go({ view: "list", ...(k === "overdue" ? { only: "overdue" as const } : k === "objections" ? { only: "objections" as const } : k === "appeals" ? { purpose: "appeal" as const } : { only: "mine" as const }) })}><span className={`figure ${k === "overdue" && data[k] > 0 ? "t-bad" : ""}`}>{number(data[k])}</span><span className="sm">{words.counts[k]}</span></button></li>))}</ul>
        <FindingCard title={words.tabs.tasks}>{data.rows.length === 0 ? <EmptyState>{words.noTasks}</EmptyState> : <ul className="task-rows">{data.rows.map((r) => <TaskRow key={r.id} row={r} />)}</ul>}</FindingCard>
        {(proposals.data?.rows.length ?? 0) > 0 ? (
          <FindingCard title={words.suggestions}>
            <ul className="task-rows">{proposals.data?.rows.map((p) => (
              <li key={p.key}><span className="grow"><b>{p.name}</b> <span className="mut">{line(p.village, two(purposeNames[p.purpose]))}</span><br /><span className="sm sub">{words.because} {p.because}</span></span>
                {p.householdId === null ? null : <Link to="/households/$county/$id" params={{ county: String(p.county), id: p.householdId }} search={() => ({})}>{words.recordLink}</Link>}
                <button type="button" className="link" onClick={() => go({ purpose: p.purpose, begin: p.householdId ?? "new", village: p.region, proposal: p.key })}>{words.begin}</button></li>))}</ul>
          </FindingCard>) : null}
      </>)}
    </Shown>
  );
}

export function TaskRow({ row }: { readonly row: CaseRow }): React.JSX.Element {
  const words = useWords(procedureWords);
  const two = useTwo();
  return (
    <li>
      <span className="grow"><Link to="/procedure/$county/$id" params={{ county: String(row.county), id: row.id }} search={(b: Record<string, unknown>) => b}><b>{row.name}</b></Link> <span className="mut sm">{line(row.village, row.groupName, two(purposeNames[row.purpose]))}</span><br /><span className="sm">{row.step ? two(row.step) : words.statuses[row.status]}</span></span>
      {row.objections > 0 ? <StateTag tone="warn">{words.counts.objections}</StateTag> : null}<DaysLeft row={row} />
    </li>
  );
}
