/** A simulation: progress, counts by place and direction, the households that would change, and beside them why; the SQL for those who want it. */
import { useMemo } from "react";
import { App, Button, Progress } from "antd";
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { cancelRun, getRun, listChanges, type RuleChange, type RuleRun, type RuleSet, type RuleVersion } from "@diguan/core/policy/contract.ts";
import { can, useSession } from "../access/session.ts";
import { address, call } from "../api.ts";
import { line, number } from "../kit/formats.ts";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { KeysetTable, type GridColumn } from "../kit/KeysetTable.tsx";
import { EmptyState, ErrorState, Loading, Shown, useTold } from "../kit/States.tsx";
import { ChangePane } from "./ChangePane.tsx";
import { Verdict } from "./marks.tsx";
import type { RuleSearch } from "./search.ts";
import { TotalsLine } from "./TotalsLine.tsx";
import { UsedParameters } from "./UsedParameters.tsx";
import { policyWords } from "./words.ts";

interface Props { readonly set: RuleSet; readonly version: RuleVersion; readonly run: string | undefined; readonly search: RuleSearch; readonly go: (to: RuleSearch) => void }

export function RunTab({ set, version, run, search, go }: Props): React.JSX.Element {
  const words = useWords(policyWords);
  const queries = useQueryClient();
  const shown = useQuery({
    queryKey: ["rules", "run", run], enabled: run !== undefined,
    queryFn: async ({ signal }) => { const got = await call(getRun, { params: { run: run ?? "" } }, signal); if (got.state !== "running") void queries.invalidateQueries({ queryKey: ["rules", set.id] }); return got; },
    refetchInterval: (query) => (query.state.data?.state === "running" ? 800 : false),
  });
  if (run === undefined) return <section className="card"><EmptyState act={<Button onClick={() => go({ version: version.version })}>{words.tabs.text}</Button>}>{words.noRun}</EmptyState></section>;
  return <Shown of={shown} rows={8}>{(data) => <RunBody run={data} search={search} go={(to) => go({ version: version.version, view: "run", run, ...to })} />}</Shown>;
}

function RunBody({ run, search, go }: { readonly run: RuleRun; readonly search: RuleSearch; readonly go: (to: RuleSearch) => void }): React.JSX.Element {
  const words = useWords(policyWords);
  const [locale] = useLocale();
  const told = useTold();
  const session = useSession();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const stop = useMutation({ mutationFn: () => call(cancelRun, { params: { run: run.id } }), onSuccess: () => queries.invalidateQueries({ queryKey: ["rules"] }), onError: (error) => { void message.error(told(error)); } });
  const filters = { ...(search.direction ? { direction: search.direction } : {}), ...(search.place ? { place: search.place } : {}) };
  const list = useInfiniteQuery({
    queryKey: ["rules", "changes", run.id, run.state === "running" ? run.judged : run.state, filters, locale], enabled: can(session.data, "search", "assessment"),
    queryFn: ({ pageParam, signal }) => call(listChanges, { params: { run: run.id }, query: { ...filters, ...(pageParam ? { after: pageParam } : {}) } }, signal),
    initialPageParam: "", getNextPageParam: (last) => last.next ?? undefined, placeholderData: (before) => before,
  });
  const rows = useMemo(() => list.data?.pages.flatMap((p) => p.rows) ?? [], [list.data]);
  const open = rows.find((r) => r.householdId === search.household);
  const columns = useMemo((): readonly GridColumn<RuleChange>[] => [
    { key: "village", title: words.changeColumns.village, width: 90, render: (r) => r.village },
    { key: "household", title: words.changeColumns.household, width: 110, render: (r) => r.headName ?? r.householdCode ?? "" },
    { key: "after", title: words.changeColumns.after, render: (r) => <Verdict of={r.after} /> },
    ...(run.against === null ? [] : [{ key: "before", title: words.changeColumns.before, render: (r: RuleChange) => (r.hasBefore ? <Verdict of={r.before} /> : null) }]),
    ...(run.purpose === "measure" ? [] : [{ key: "registered", title: words.changeColumns.registered, render: (r: RuleChange) => (r.registered === null ? "—" : r.registered ? words.registeredYes : words.registeredNo) }]),
    { key: "why", title: words.changeColumns.why, render: (r) => <span className="why-line" title={r.told.sentence}>{r.told.sentence}</span> },
  ], [words, run.against, run.purpose]);
  const status = run.state === "running" ? words.running(number(run.judged), number(run.households)) : run.state === "done" ? words.doneIn(number(run.households), number(run.seconds ?? 0, 1)) : run.state === "failed" ? words.failed : words.cancelled;
  return (
    <div className="run">
      <section className="card"><div className="card-body" style={{ paddingTop: 12 }}>
        <div className="row wrap-row"><b>{line(run.place, String(run.year))}</b><span className="sub sm" role="status">{line(status, words.onDay(run.on), run.against === null ? words.againstNone : words.against(number(run.against)))}</span>
          {run.state === "running" ? <><Progress style={{ width: 160 }} percent={Math.floor((100 * run.judged) / Math.max(1, run.households))} size="small" aria-label={status} /><Button size="small" onClick={() => stop.mutate()}>{words.cancel}</Button></> : null}
          {run.whole ? null : <span className="t-warn sm">{words.partial}</span>}</div>
        <TotalsLine totals={run.totals} purpose={run.purpose} hasBefore={run.against !== null} chosen={search.direction} onChoose={(direction) => go({ ...(search.place ? { place: search.place } : {}), ...(direction ? { direction } : {}) })} />
      </div></section>
      <div className={`run-body ${open ? "opened" : ""}`}>
        <section className="card run-list">
          {list.error ? <ErrorState error={list.error} onRetry={() => { void list.refetch(); }} /> : list.data === undefined ? <Loading rows={8} /> : (
            <KeysetTable name="changes" label={words.changesTitle} columns={columns} rows={rows} rowKey={(r) => r.householdId} onOpen={(r) => go({ ...filters, household: r.householdId })} {...(open ? { openKey: open.householdId } : {})}
              next={{ has: list.hasNextPage, fetch: () => { void list.fetchNextPage(); }, busy: list.isFetchingNextPage }}
              tools={<><h2>{words.changesTitle}</h2>{can(session.data, "export", "assessment") ? <a className="link" href={`${address({ path: "/api/rules/runs/:run/changes.xlsx" }, { params: { run: run.id }, query: filters })}`}>{words.exportFile}</a> : null}</>}
              empty={<EmptyState>{run.state === "running" ? words.stillRunning : words.noChange}</EmptyState>} />)}
        </section>
        <ChangePane change={open} onClose={() => go(filters)} />
      </div>
      <section className="card"><div className="card-body" style={{ paddingTop: 12 }}>
        <h2>{words.placesTitle}</h2>
        <Places run={run} chosen={search.place} onChoose={(place) => go({ ...(search.direction ? { direction: search.direction } : {}), ...(place ? { place } : {}) })} />
        <h2>{words.usedParameters}</h2>
        <UsedParameters of={run.parameters} />
        <details><summary>{words.sql}</summary><pre className="sql">{run.sql}</pre></details>
      </div></section>
    </div>
  );
}

function Places({ run, chosen, onChoose }: { readonly run: RuleRun; readonly chosen: number | undefined; readonly onChoose: (place: number | undefined) => void }): React.JSX.Element {
  const words = useWords(policyWords);
  return (
    <div className="grid-scroll places" role="region" tabIndex={0} aria-label={words.placesTitle}>
      <table className="grid compact">
        <caption className="sr">{words.placesTitle}</caption>
        <thead><tr><th scope="col">{words.placeColumn}</th>{(["households", "yes", "no", "undecided"] as const).map((k) => <th key={k} scope="col" className="num">{words.totals[k]}</th>)}<th scope="col" className="num">{words.change}</th></tr></thead>
        <tbody>{run.places.map((p) => (
          <tr key={p.region} aria-selected={p.region === chosen}>
            <td><button type="button" className="link" onClick={() => onChoose(p.region === chosen ? undefined : p.region)}>{p.name}</button></td>
            {(["households", "yes", "no", "undecided"] as const).map((k) => <td key={k} className="num">{number(p[k])}</td>)}
            <td className="num">{number(p.gain + p.lose + p.doubt + p.clear + p.missed + p.wrong + p.doubtful)}</td>
          </tr>))}</tbody>
      </table>
    </div>
  );
}
