/** 查重: possible duplicates, most probable first, with both records side by side; people decide each pair, nothing is merged (papers 000 §2.1, 001 §2.1). */
import { useCallback, useMemo } from "react";
import { App, Button, Select } from "antd";
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useRouter, useSearch } from "@tanstack/react-router";
import { pairKinds } from "@diguan/core/comparison/duplicates.ts";
import { exportDuplicates, getDuplicateSummary, listDuplicates, pairSegments, searchDuplicates, type DuplicateSummary, type PairRow } from "@diguan/core/comparison/duplicates-contract.ts";
import { address, call } from "../api.ts";
import { clock, line, number } from "../kit/formats.ts";
import { useWords } from "../kit/i18n.tsx";
import { KeysetTable, type GridColumn } from "../kit/KeysetTable.tsx";
import { Choices, PageHead } from "../kit/PageHead.tsx";
import { EmptyState, ErrorState, Loading, Shown, useTold } from "../kit/States.tsx";
import { usePlace } from "../shells/place.ts";
import { pairKey, readPair, type DuplicatesSearch } from "./duplicates-search.ts";
import { duplicatesWords } from "./duplicates-words.ts";
import { chance, PairPane, ProbabilityBar } from "./PairPane.tsx";
import "../quality/quality.css";
import "./duplicates.css";

/** Keeps place and year, and takes the filters given. */
const useGo = (): ((to: DuplicatesSearch) => void) => {
  const navigate = useNavigate();
  return useCallback((to) => { void navigate({ to: "/comparison/duplicates", search: (before: Record<string, unknown>) => ({ ...(before["region"] === undefined ? {} : { region: before["region"] }), ...(before["year"] === undefined ? {} : { year: before["year"] }), ...to }) }); }, [navigate]);
};

export function DuplicatesPage(): React.JSX.Element {
  const words = useWords(duplicatesWords);
  const told = useTold();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const { region, place } = usePlace();
  const summary = useQuery({
    queryKey: ["duplicates", "summary", region], queryFn: ({ signal }) => call(getDuplicateSummary, { query: region === undefined ? {} : { region } }, signal), enabled: region !== undefined, placeholderData: (before) => before,
    refetchInterval: (query) => (query.state.data?.searching ? 1500 : 30_000),
  });
  const search = useMutation({
    mutationFn: () => call(searchDuplicates, { body: { region: region ?? 0 } }),
    onSuccess: async () => { void message.success(words.started); await queries.invalidateQueries({ queryKey: ["duplicates"] }); }, onError: (error) => { void message.error(told(error)); },
  });
  const s = summary.data;
  const name = place.data?.code === 0 ? words.nation : (place.data?.name ?? "");
  const run = s?.searching ? words.searching : s?.lastRun ? words.lastRun(clock(s.lastRun.at), number(s.lastRun.persons), number(s.lastRun.pairs)) : s ? words.neverRun : "";
  const known: Readonly<Record<string, unknown>> = useRouter().routesByPath;
  return (
    <>
      <PageHead title={words.title} line={line(s ? words.head(name, number(s.counts.open)) : name, run, s && s.tasks > 0 ? words.tasks(number(s.tasks)) : "")}
        acts={s?.may.search ? <Button loading={search.isPending || s.searching} onClick={() => search.mutate()}>{words.search}</Button> : null} />
      {Object.hasOwn(known, "/comparison") ? <nav className="pair-tabs" aria-label={words.tabs}><Link to={"/comparison" as string}>{words.departments}</Link><span aria-current="page">{words.title} {s ? number(s.counts.open) : ""}</span></nav> : null}
      <Shown of={summary} rows={8}>{(shown) => <Pairs summary={shown} region={region ?? shown.region} />}</Shown>
    </>
  );
}

function Pairs({ summary, region }: { readonly summary: DuplicateSummary; readonly region: number }): React.JSX.Element {
  const words = useWords(duplicatesWords);
  const go = useGo();
  const queries = useQueryClient();
  const search: DuplicatesSearch = useSearch({ strict: false });
  const state = search.state ?? "open";
  const filters = useMemo((): DuplicatesSearch => ({ ...(search.state ? { state: search.state } : {}), ...(search.kind ? { kind: search.kind } : {}) }), [search.state, search.kind]);
  const list = useInfiniteQuery({
    queryKey: ["duplicates", "list", region, filters],
    queryFn: ({ pageParam, signal }) => call(listDuplicates, { query: { region, state, ...(search.kind ? { kind: search.kind } : {}), ...(pageParam ? { after: pageParam } : {}) } }, signal),
    initialPageParam: "", getNextPageParam: (last) => last.next ?? undefined, placeholderData: (before) => before,
  });
  const rows = useMemo(() => list.data?.pages.flatMap((p) => p.rows) ?? [], [list.data]);
  const at = rows.findIndex((r) => pairKey(r) === search.open);
  const show = useCallback((row: PairRow | undefined): void => go({ ...filters, ...(row ? { open: pairKey(row) } : {}) }), [go, filters]);
  const done = async (decided: boolean): Promise<void> => {
    // the next pair opens before the list is fetched again, as the decided one leaves it; an undone one stays open
    if (decided) show(rows[at + 1] ?? rows[at - 1]);
    await queries.invalidateQueries({ queryKey: ["duplicates"] });
  };
  const columns = useColumns();
  return (
    <div className={`worklist pairs ${search.open ? "opened" : ""}`}>
      <section className="card list">
        <div className="segments">
          <Choices label={words.state} value={state} onChange={(to) => go(to === "open" ? {} : { state: to })} of={pairSegments.map((key) => [key, `${words.states[key]} ${number(summary.counts[key])}`] as const)} />
        </div>
        {list.error ? <ErrorState error={list.error} onRetry={() => { void list.refetch(); }} /> : list.data === undefined ? <Loading rows={10} /> : (
          <KeysetTable name="duplicates" label={words.list} columns={columns} rows={rows} rowKey={pairKey} onOpen={show} {...(search.open ? { openKey: search.open } : {})}
            {...(summary.may.export ? { onExport: () => { window.location.assign(address(exportDuplicates, { query: { region, state, ...(search.kind ? { kind: search.kind } : {}) } })); } } : {})}
            next={{ has: list.hasNextPage, fetch: () => { void list.fetchNextPage(); }, busy: list.isFetchingNextPage }}
            tools={<Select size="small" allowClear style={{ width: 150 }} aria-label={words.kind} placeholder={words.kind} value={search.kind ?? null} onChange={(kind) => go({ ...(search.state ? { state: search.state } : {}), ...(kind ? { kind } : {}) })} options={pairKinds.map((k) => ({ value: k, label: words.kinds[k] }))} />}
            empty={<EmptyState>{summary.lastRun === null && state === "open" ? words.notYet : state === "open" ? words.empty : words.emptyState}</EmptyState>} />)}
      </section>
      <PairPane open={readPair(search.open)} summary={summary} at={at} of={rows.length} more={list.hasNextPage} onMove={(step) => show(rows[at + step])} onDone={done} onClose={() => show(undefined)} onBeside={(key) => go({ ...filters, open: pairKey(key) })} />
    </div>
  );
}

function useColumns(): readonly GridColumn<PairRow>[] {
  const words = useWords(duplicatesWords);
  return useMemo((): readonly GridColumn<PairRow>[] => [
    { key: "probability", title: words.columns.probability, width: 112, render: (r) => <span className="pair-chance"><ProbabilityBar value={r.probability} />{chance(r.probability)}</span> },
    { key: "kind", title: words.columns.kind, width: 104, render: (r) => words.kinds[r.kind] },
    { key: "left", title: words.columns.left, width: 76, render: (r) => r.left.name },
    { key: "leftPlace", title: words.columns.place, width: 90, render: (r) => r.left.place },
    { key: "right", title: words.columns.right, width: 76, render: (r) => r.right.name },
    { key: "rightPlace", title: words.columns.place, width: 90, render: (r) => r.right.place },
    { key: "shared", title: words.columns.shared, width: 80, numeric: true, spare: true, render: (r) => number(r.shared) },
    { key: "weight", title: words.columns.weight, width: 70, numeric: true, spare: true, render: (r) => number(r.weight, 1) },
    { key: "year", title: words.columns.year, width: 60, spare: true, render: (r) => String(r.year) },
    { key: "task", title: words.columns.task, width: 96, spare: true, render: (r) => (r.task ? words.task[r.task] : "—") },
    { key: "state", title: words.columns.state, width: 90, spare: true, render: (r) => words.states[r.state] },
  ], [words]);
}
