/** The list: states with counts, filters in one line, nearest deadline first; the finding opens beside it, and the next one after a decision. */
import { useCallback, useMemo, useState } from "react";
import { Button, Input, Select, Switch } from "antd";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import type { Role } from "@diguan/core/access/policy.ts";
import { roleName } from "@diguan/core/access/labels.ts";
import { listFindings, type FindingRow, type QualitySummary, type Segment } from "@diguan/core/quality/contract.ts";
import { fill } from "@diguan/core/quality/message.ts";
import { ruleOf } from "@diguan/core/quality/catalogue.ts";
import { ruleName } from "@diguan/core/quality/names.ts";
import { call } from "../api.ts";
import { number, shortDate } from "../kit/formats.ts";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { KeysetTable, type GridColumn } from "../kit/KeysetTable.tsx";
import { Choices } from "../kit/PageHead.tsx";
import { EmptyState, ErrorState, Loading } from "../kit/States.tsx";
import { usePlace } from "../shells/place.ts";
import { AssignForm } from "./AssignForm.tsx";
import { FindingPane } from "./FindingPane.tsx";
import { useGo } from "./go.ts";
import { Due, gist, SeverityMark, shortId, StateMark } from "./marks.tsx";
import { filtered, openKey, readOpen, type ListState, type QualitySearch } from "./search.ts";
import { qualityWords } from "./words.ts";

const segmentOf: Readonly<Record<ListState, Segment>> = { open: "open", settled: "waiting", verified: "verified", all: "all" };

export function WorklistTab({ summary, search }: { readonly summary: QualitySummary; readonly search: QualitySearch }): React.JSX.Element {
  const words = useWords(qualityWords);
  const go = useGo();
  const queries = useQueryClient();
  const { region, year } = usePlace();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [assigning, setAssigning] = useState(false);
  const { open: _open, view: _view, ...filters } = search;
  const list = useInfiniteQuery({
    queryKey: ["quality", "list", region, year, filters],
    queryFn: ({ pageParam, signal }) => call(listFindings, { query: {
      year: year ?? summary.year, region: search.village ?? region ?? summary.region, segment: segmentOf[search.state ?? "open"], ...(search.rule ? { rule: search.rule } : {}), ...(search.severity ? { severity: search.severity } : {}),
      ...(search.due ? { overdue: "true" } : {}), ...(search.assigned ? { assignee: search.assigned } : {}), ...(search.text ? { text: search.text } : {}), ...(pageParam ? { after: pageParam } : {}),
    } }, signal),
    initialPageParam: "", getNextPageParam: (last) => last.next ?? undefined, placeholderData: (before) => before,
  });
  const rows = useMemo(() => list.data?.pages.flatMap((p) => p.rows) ?? [], [list.data]);
  const at = rows.findIndex((r) => openKey(r) === search.open);
  const show = useCallback((row: FindingRow | undefined): void => go({ ...filters, view: "list", ...(row ? { open: openKey(row) } : {}) }), [go, filters]);
  const set = (to: QualitySearch): void => { setChosen(new Set()); go({ ...to, view: "list" }); };
  const settled = async (): Promise<void> => {
    // the next row opens before the list is fetched again, as the settled one leaves it
    show(rows[at + 1] ?? rows[at - 1]);
    setChosen(new Set());
    await queries.invalidateQueries({ queryKey: ["quality"] });
  };
  const columns = useColumns();
  const picked = rows.filter((r) => chosen.has(openKey(r)));
  const mayAssign = picked.length > 0 && picked.every((r) => r.allowed.includes("assign"));
  return (
    <div className={`worklist ${search.open ? "opened" : ""}`}>
      <section className="card list">
        <Segments summary={summary} search={search} set={set} />
        {list.error ? <ErrorState error={list.error} onRetry={() => { void list.refetch(); }} /> : list.data === undefined ? <Loading rows={10} /> : (
          <KeysetTable name="findings" label={words.tabs.list} columns={columns} rows={rows} rowKey={openKey} onOpen={show} {...(search.open ? { openKey: search.open } : {})}
            next={{ has: list.hasNextPage, fetch: () => { void list.fetchNextPage(); }, busy: list.isFetchingNextPage }}
            selection={{ keys: chosen, set: setChosen, acts: summary.may.assign ? <Button size="small" disabled={!mayAssign} onClick={() => setAssigning(true)}>{words.assign}</Button> : null }}
            tools={<Filters summary={summary} search={search} set={set} />}
            empty={<EmptyState act={filtered(search) ? <Button onClick={() => { setChosen(new Set()); go({ view: "list" }); }}>{words.clear}</Button> : undefined}>{filtered(search) ? words.noMatch : <><b>{words.emptyTitle}</b><br />{summary.lastCheck ? words.empty : words.noneYet}</>}</EmptyState>} />)}
      </section>
      <FindingPane open={readOpen(search.open)} at={at} of={rows.length} more={list.hasNextPage} onMove={(step) => show(rows[at + step])} onDone={settled} onClose={() => show(undefined)} onPeer={(key) => go({ ...filters, view: "list", open: openKey(key) })} />
      {assigning ? <AssignForm findings={picked} region={summary.region} onClose={() => setAssigning(false)} onDone={async () => { setAssigning(false); setChosen(new Set()); await queries.invalidateQueries({ queryKey: ["quality"] }); }} /> : null}
    </div>
  );
}

interface Controls { readonly summary: QualitySummary; readonly search: QualitySearch; readonly set: (to: QualitySearch) => void }

/** Sets or clears one filter; the open finding is left, as the list changes under it. */
const chooser = (search: QualitySearch, set: (to: QualitySearch) => void) => <K extends keyof QualitySearch>(key: K) => (value: QualitySearch[K] | undefined): void => {
  const rest: QualitySearch = Object.fromEntries(Object.entries(search).filter(([k]) => k !== key && k !== "open"));
  set(value === undefined || value === "" ? rest : { ...rest, [key]: value });
};

function Segments({ summary, search, set }: Controls): React.JSX.Element {
  const words = useWords(qualityWords);
  const choose = chooser(search, set);
  const { open, waiting, verified } = summary.total;
  const of = [["open", open], ["settled", waiting], ["verified", verified], ["all", open + waiting + verified]] as const;
  return (
    <div className="segments">
      <Choices label={words.segment} value={search.state ?? "open"} onChange={(state: ListState) => choose("state")(state)} of={of.map(([key, n]) => [key, `${words.segments[key]} ${number(n)}`] as const)} />
      <span className="push" />
      <Input.Search size="small" allowClear style={{ width: 170 }} aria-label={words.filters.text} placeholder={words.filters.text} defaultValue={search.text ?? ""} onSearch={(text) => choose("text")(text.trim())} />
      <label className="row sm nowrap"><Switch size="small" checked={search.due === "overdue"} onChange={(on) => choose("due")(on ? "overdue" : undefined)} />{words.filters.overdue}</label>
    </div>
  );
}

function Filters({ summary, search, set }: Controls): React.JSX.Element {
  const words = useWords(qualityWords);
  const [locale] = useLocale();
  const choose = chooser(search, set);
  const villages = summary.byPlace.filter((p) => p.region % 1000 !== 0);
  return (
    <>
      <Select size="small" allowClear style={{ width: 76 }} aria-label={words.filters.severity} placeholder={words.filters.severity} value={search.severity ?? null} onChange={(v) => choose("severity")(v ?? undefined)} options={(["E", "W", "R"] as const).map((s) => ({ value: s, label: words.severity[s] }))} />
      <Select size="small" allowClear showSearch={{ optionFilterProp: "label" }} popupMatchSelectWidth={240} style={{ width: 108 }} aria-label={words.filters.rule} placeholder={words.filters.rule} value={search.rule ?? null} onChange={(v) => choose("rule")(v ?? undefined)} options={summary.byRule.map((r) => ({ value: r.rule, label: `${shortId(r.rule)} ${ruleName(r.rule, locale)}` }))} />
      {villages.length > 1 ? <Select size="small" allowClear showSearch={{ optionFilterProp: "label" }} popupMatchSelectWidth={240} style={{ width: 88 }} aria-label={words.filters.village} placeholder={words.filters.village} value={search.village ?? null} onChange={(v) => choose("village")(v ?? undefined)} options={villages.map((p) => ({ value: p.region, label: `${p.town} ${p.name}` }))} /> : null}
      <Select size="small" allowClear style={{ width: 80 }} aria-label={words.filters.assignee} placeholder={words.filters.assignee} value={search.assigned ?? null} onChange={(v) => choose("assigned")(v ?? undefined)} options={[{ value: "me", label: words.filters.me }, { value: "none", label: words.filters.none }]} />
    </>
  );
}

function useColumns(): readonly GridColumn<FindingRow>[] {
  const words = useWords(qualityWords);
  const [locale] = useLocale();
  return useMemo((): readonly GridColumn<FindingRow>[] => [
    { key: "deadline", title: words.columns.deadline, width: 78, render: (r) => <Due days={r.daysLeft} state={r.state} /> },
    { key: "rule", title: words.columns.rule, width: 280, render: (r) => { const rule = ruleOf(r.rule); return <span className="one-line" title={gist(r.rule, locale)}><SeverityMark of={r.severity} bare /> <span className="mut">{shortId(r.rule)}</span> {rule ? fill(locale === "en" ? rule.says.en : rule.says.zh, r.args, locale) : r.rule}</span>; } },
    { key: "who", title: words.columns.who, width: 76, render: (r) => r.headName ?? words.wholeVillage },
    { key: "member", title: words.columns.member, width: 76, spare: true, render: (r) => r.memberName ?? "—" },
    { key: "village", title: words.columns.village, width: 90, render: (r) => r.villageName },
    { key: "code", title: words.columns.code, width: 150, spare: true, render: (r) => r.householdCode ?? "—" },
    { key: "severity", title: words.columns.severity, width: 64, spare: true, render: (r) => <SeverityMark of={r.severity} /> },
    { key: "state", title: words.columns.state, width: 110, render: (r) => <StateMark state={r.state} /> },
    { key: "assignee", title: words.columns.assignee, width: 110, spare: true, render: (r) => (r.assignee ? `${r.assignee.name} ${roleName(r.assignee.role as Role, locale)}` : "—") },
    { key: "found", title: words.columns.found, width: 90, spare: true, render: (r) => shortDate(r.foundAt) },
  ], [words, locale]);
}
