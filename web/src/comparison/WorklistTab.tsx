/** The list: tabs with counts, nearest deadline first; the suspicion opens beside it, and the next one after a decision. */
import { useCallback, useMemo, useState } from "react";
import { App, Button, Input, Select } from "antd";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { exportFindings, listFindings, sendFindings, tabs, urgeFindings, type FindingRow, type Summary } from "@diguan/core/comparison/contract.ts";
import { departmentName } from "@diguan/core/comparison/feed.ts";
import { kindOf } from "@diguan/core/comparison/kinds.ts";
import { tellKind } from "@diguan/core/comparison/kind.ts";
import { address, call } from "../api.ts";
import { number } from "../kit/formats.ts";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { KeysetTable, type GridColumn } from "../kit/KeysetTable.tsx";
import { Choices } from "../kit/PageHead.tsx";
import { EmptyState, ErrorState, Loading, useTold } from "../kit/States.tsx";
import { useGo } from "./go.ts";
import { FindingPane } from "./FindingPane.tsx";
import { Due, KindName, ProbabilityBar, StateMark } from "./marks.tsx";
import { findingKey, readKey, type ComparisonSearch } from "./search.ts";
import { comparisonWords } from "./words.ts";

export function WorklistTab({ summary, search, region }: { readonly summary: Summary; readonly search: ComparisonSearch; readonly region: number }): React.JSX.Element {
  const words = useWords(comparisonWords);
  const go = useGo();
  const told = useTold();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const { open: _open, view: _view, batch: _batch, ...filters } = search;
  const tab = search.tab ?? "all";
  const asked = { region: search.village ?? region, tab, ...(search.kind ? { kind: search.kind } : {}), ...(search.direction ? { direction: search.direction } : {}), ...(search.department ? { department: search.department } : {}), ...(search.text ? { text: search.text } : {}) };
  const list = useInfiniteQuery({
    queryKey: ["comparison", "list", asked], queryFn: ({ pageParam, signal }) => call(listFindings, { query: { ...asked, ...(pageParam ? { after: pageParam } : {}) } }, signal),
    initialPageParam: "", getNextPageParam: (last) => last.next ?? undefined, placeholderData: (before) => before,
  });
  const rows = useMemo(() => list.data?.pages.flatMap((p) => p.rows) ?? [], [list.data]);
  const at = rows.findIndex((r) => findingKey(r) === search.open);
  const show = useCallback((row: FindingRow | undefined): void => go({ ...filters, ...(row ? { open: findingKey(row) } : {}) }), [go, filters]);
  const set = (to: ComparisonSearch): void => { setChosen(new Set()); go(to); };
  const choose = <K extends keyof ComparisonSearch>(key: K) => (value: ComparisonSearch[K] | undefined): void => { const rest: ComparisonSearch = Object.fromEntries(Object.entries(filters).filter(([k]) => k !== key)); set(value === undefined || value === "" ? rest : { ...rest, [key]: value }); };
  const done = async (stays: boolean): Promise<void> => {
    // the next row opens before the list is fetched again, as the decided one leaves it
    if (!stays) show(rows[at + 1] ?? rows[at - 1]);
    await queries.invalidateQueries({ queryKey: ["comparison"] });
  };
  const picked = rows.filter((r) => chosen.has(findingKey(r)));
  const many = useMutation({
    mutationFn: (act: "send" | "urge") => call(act === "send" ? sendFindings : urgeFindings, { body: { findings: picked.map((r) => ({ county: r.county, id: r.id })) } }),
    onSuccess: async (r) => { void message.success(words.bulkDone(number(r.done))); if (r.refused[0]) void message.warning(words.bulkRefused(number(r.refused.length), r.refused[0].message)); setChosen(new Set()); await queries.invalidateQueries({ queryKey: ["comparison"] }); },
    onError: (error) => { void message.error(told(error)); },
  });
  const file = address(exportFindings, { query: { ...asked, ...(picked.length > 0 ? { ids: picked.map((r) => r.id).join(",") } : {}) } });
  const bulk = (
    <>
      {summary.may.send ? <><Button size="small" disabled={picked.length === 0 || !picked.every((r) => r.allowed.includes("send"))} loading={many.isPending} onClick={() => many.mutate("send")}>{words.send}</Button><Button size="small" disabled={picked.length === 0 || !picked.every((r) => r.allowed.includes("urge"))} onClick={() => many.mutate("urge")}>{words.urge}</Button></> : null}
      {summary.may.export ? <Button size="small" href={file}>{words.exported}</Button> : null}
    </>
  );
  const columns = useColumns();
  const shownTabs = tabs.filter((t) => summary.may.send || t !== "new");
  return (
    <div className={`worklist compare ${search.open ? "opened" : ""}`}>
      <section className="card list">
        <div className="segments">
          <Choices label={words.segment} value={tab} onChange={(to) => choose("tab")(to === "all" ? undefined : to)} of={shownTabs.map((t) => [t, `${words.states[t]} ${number(summary.tabs[t] ?? 0)}`] as const)} />
        </div>
        {list.error ? <ErrorState error={list.error} onRetry={() => { void list.refetch(); }} /> : list.data === undefined ? <Loading rows={10} /> : (
          <KeysetTable name="comparison" label={words.list} columns={columns} rows={rows} rowKey={findingKey} onOpen={show} {...(search.open ? { openKey: search.open } : {})}
            next={{ has: list.hasNextPage, fetch: () => { void list.fetchNextPage(); }, busy: list.isFetchingNextPage }} selection={{ keys: chosen, set: setChosen, acts: bulk }} tools={<Filters summary={summary} search={search} choose={choose} />}
            empty={<EmptyState>{tab === "new" ? words.emptyNew : words.empty}</EmptyState>} />)}
        <p className="sm mut keys-line no-print">{words.keys}</p>
      </section>
      <FindingPane open={readKey(search.open)} at={at} of={rows.length} more={list.hasNextPage} onMove={(step) => show(rows[at + step])} onDone={done} onClose={() => show(undefined)} onOther={(key) => go({ ...filters, open: findingKey(key) })} />
    </div>
  );
}

function Filters({ summary, search, choose }: { readonly summary: Summary; readonly search: ComparisonSearch; readonly choose: <K extends keyof ComparisonSearch>(key: K) => (value: ComparisonSearch[K] | undefined) => void }): React.JSX.Element {
  const words = useWords(comparisonWords);
  const [locale] = useLocale();
  const pick = { size: "small" as const, allowClear: true, popupMatchSelectWidth: 220 };
  return (
    <>
      <Select {...pick} showSearch={{ optionFilterProp: "label" }} style={{ width: 112 }} aria-label={words.kind} placeholder={words.kind} value={search.kind ?? null} onChange={(v) => choose("kind")(v ?? undefined)} options={summary.kinds.map((k) => ({ value: k.kind, label: `${k.kind} ${(locale === "en" ? kindOf(k.kind)?.en : kindOf(k.kind)?.zh) ?? ""} ${number(k.n)}` }))} />
      <Select {...pick} style={{ width: 100 }} aria-label={words.department} placeholder={words.department} value={search.department ?? null} onChange={(v) => choose("department")(v ?? undefined)} options={summary.departments.map((d) => ({ value: d.key, label: `${departmentName(d.key, locale)} ${number(d.n)}` }))} />
      {summary.villages.length > 1 ? <Select {...pick} showSearch={{ optionFilterProp: "label" }} style={{ width: 92 }} aria-label={words.village} placeholder={words.village} value={search.village ?? null} onChange={(v) => choose("village")(v ?? undefined)} options={summary.villages.map((v) => ({ value: v.region, label: `${v.name} ${number(v.n)}` }))} /> : null}
      <Input.Search size="small" allowClear style={{ width: 124 }} aria-label={words.find} placeholder={words.find} defaultValue={search.text ?? ""} onSearch={(t) => choose("text")(t.trim())} />
    </>
  );
}

function useColumns(): readonly GridColumn<FindingRow>[] {
  const words = useWords(comparisonWords);
  const [locale] = useLocale();
  return useMemo((): readonly GridColumn<FindingRow>[] => [
    { key: "deadline", title: words.columns.deadline, width: 72, render: (r) => <Due days={r.daysLeft} /> },
    { key: "kind", title: words.columns.kind, width: 120, render: (r) => <KindName id={r.kind} /> },
    { key: "head", title: words.columns.head, width: 70, render: (r) => r.headName },
    { key: "village", title: words.columns.village, width: 86, render: (r) => r.villageName },
    { key: "source", title: words.columns.source, width: 82, render: (r) => departmentName(r.department, locale) },
    { key: "probability", title: words.columns.probability, width: 100, render: (r) => <ProbabilityBar value={r.probability} /> },
    { key: "state", title: words.columns.state, width: 86, render: (r) => <StateMark row={r} /> },
    { key: "says", title: words.columns.says, width: 260, spare: true, render: (r) => { const k = kindOf(r.kind); return k ? <span className="one-line">{tellKind(locale === "en" ? k.says.en : k.says.zh, r.facts, locale)}</span> : ""; } },
    { key: "code", title: words.columns.code, width: 150, spare: true, render: (r) => r.householdCode ?? "—" },
    { key: "snapshot", title: words.columns.snapshot, width: 90, spare: true, render: (r) => r.snapshotOn },
  ], [words, locale]);
}
