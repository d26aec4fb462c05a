/** The list of cases with filters; cases of one procedure at the same step can be acted on together (officers work by village). */
import { useMemo, useState } from "react";
import { App, Button, Input, Select } from "antd";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { exportCasesFile, listCases, type Board, type CaseRow } from "@diguan/core/procedure/contract.ts";
import { purposeNames, purposes, type Purpose } from "@diguan/core/procedure/names.ts";
import { can, useSession } from "../access/session.ts";
import { address, call } from "../api.ts";
import { number, shortDate } from "../kit/formats.ts";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { KeysetTable, type GridColumn } from "../kit/KeysetTable.tsx";
import { Choices } from "../kit/PageHead.tsx";
import { ErrorState, EmptyState } from "../kit/States.tsx";
import { StateTag } from "../kit/StateTag.tsx";
import { usePlace } from "../shells/place.ts";
import { BatchForm } from "./BatchForm.tsx";
import { DaysLeft, StatusTag, useTwo, useWho } from "./marks.tsx";
import { useGo } from "./go.ts";
import type { ProcedureSearch } from "./search.ts";
import { procedureWords } from "./words.ts";

const keyOf = (r: CaseRow): string => r.id;

export function ListTab({ search, board }: { readonly search: ProcedureSearch; readonly board: Board | undefined }): React.JSX.Element {
  const words = useWords(procedureWords);
  const [locale] = useLocale();
  const two = useTwo();
  const who = useWho();
  const go = useGo();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const { region } = usePlace();
  const session = useSession();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [together, setTogether] = useState<readonly CaseRow[]>();
  const place = search.village ?? region;
  const query = { ...(place === undefined ? {} : { region: place }), ...(search.purpose ? { purpose: search.purpose } : {}), ...(search.definition ? { definition: search.definition } : {}), ...(search.step ? { step: search.step } : {}), ...(search.household ? { household: search.household } : {}), status: search.status ?? "open", ...(search.text ? { text: search.text } : {}), ...(search.only ? { [search.only]: "true" } : {}) };
  const list = useInfiniteQuery({ queryKey: ["procedure", "list", query], queryFn: ({ pageParam, signal }) => call(listCases, { query: { ...query, ...(pageParam ? { after: pageParam } : {}) } as never }, signal), initialPageParam: "", getNextPageParam: (last) => last.next ?? undefined, enabled: place !== undefined });
  const rows = useMemo(() => list.data?.pages.flatMap((p) => p.rows) ?? [], [list.data]);
  const set = (change: ProcedureSearch, drop: readonly (keyof ProcedureSearch)[] = []): void => { const { ...kept } = search; go({ ...Object.fromEntries(Object.entries(kept).filter(([k]) => !drop.includes(k as keyof ProcedureSearch))), view: "list", ...change }); };
  const columns = useMemo((): readonly GridColumn<CaseRow>[] => [
    { key: "due", title: words.columns.due, width: 108, render: (r) => <DaysLeft row={r} /> }, { key: "name", title: words.columns.name, render: (r) => <b>{r.name}</b> }, { key: "village", title: words.columns.village, render: (r) => r.village }, { key: "group", title: words.columns.group, render: (r) => r.groupName ?? "—" },
    { key: "members", title: words.columns.members, numeric: true, width: 56, render: (r) => number(r.members) }, { key: "purpose", title: words.columns.purpose, render: (r) => two(purposeNames[r.purpose]) },
    { key: "step", title: words.columns.step, render: (r) => (r.step ? <>{two(r.step)} {r.objections > 0 ? <StateTag tone="warn">{words.withObjection}</StateTag> : null}</> : <StatusTag status={r.status} />) },
    { key: "who", title: words.columns.who, render: (r) => who(r.roles) }, { key: "opened", title: words.columns.opened, width: 92, render: (r) => shortDate(r.openedOn) }, { key: "number", title: words.columns.number, spare: true, render: (r) => r.number },
  ], [words, two, who]);
  const act = (): void => {
    const picked = rows.filter((r) => chosen.has(r.id));
    const [first] = picked;
    if (!first || picked.some((r) => r.definition !== first.definition || r.step?.name !== first.step?.name || r.status !== "open")) { void message.warning(words.sameStep); return; }
    setTogether(picked);
  };
  const steps = board?.definitions.find((d) => d.id === search.definition)?.steps ?? [];
  if (list.error) return <ErrorState error={list.error} onRetry={() => { void list.refetch(); }} />;
  return (
    <section className="card procedure-list">
      <KeysetTable name="procedure" label={words.tabs.list} columns={columns} rows={rows} rowKey={keyOf} height="calc(100dvh - 300px)"
        onOpen={(r) => { void navigate({ to: "/procedure/$county/$id", params: { county: String(r.county), id: r.id }, search: (b: Record<string, unknown>) => (b["region"] === undefined ? {} : { region: b["region"] }) }); }}
        next={{ has: list.hasNextPage, fetch: () => { void list.fetchNextPage(); }, busy: list.isFetchingNextPage }} empty={list.isPending ? <span /> : <EmptyState>{words.noCases}</EmptyState>}
        {...(board?.may.act ? { selection: { keys: chosen, set: setChosen, acts: <Button size="small" type="primary" onClick={act}>{words.actTogether(number(chosen.size))}</Button> } } : {})}
        {...(can(session.data, "export", "procedure") ? { onExport: () => { globalThis.location.assign(address(exportCasesFile, { query })); } } : {})}
        tools={<>
          <Choices label={words.columns.status} value={search.status ?? "open"} of={[["open", words.statuses.open], ["over", words.over], ["all", words.all]]} onChange={(v) => (v === "open" ? set({}, ["status"]) : set({ status: v }))} />
          <Choices label={words.tabs.tasks} value={search.only ?? "all"} of={[["all", words.all], ["mine", words.mine], ["overdue", words.overdue], ["objections", words.withObjection]]} onChange={(v) => (v === "all" ? set({}, ["only"]) : set({ only: v as "mine" }))} />
          <Select size="small" style={{ minWidth: 140 }} aria-label={words.purpose} value={search.purpose ?? "all"} onChange={(v) => (v === "all" ? set({}, ["purpose", "definition", "step"]) : set({ purpose: v as Purpose }, ["definition", "step"]))} options={[{ value: "all", label: words.allPurposes }, ...purposes.map((p) => ({ value: p, label: locale === "en" ? purposeNames[p].en : purposeNames[p].zh }))]} />
          {steps.length > 0 ? <Select size="small" style={{ minWidth: 130 }} aria-label={words.step} value={search.step ?? "all"} onChange={(v: string) => (v === "all" ? set({}, ["step"]) : set({ step: v }))} options={[{ value: "all", label: words.allSteps }, ...steps.map((s) => ({ value: s.name, label: two(s) }))]} /> : null}
          <Input.Search size="small" style={{ width: 180 }} allowClear aria-label={words.find} placeholder={words.find} defaultValue={search.text} onSearch={(v) => (v.trim() === "" ? set({}, ["text"]) : set({ text: v.trim() }))} />
        </>} />
      {together ? <BatchForm rows={together} onClose={() => setTogether(undefined)} onDone={async () => { setTogether(undefined); setChosen(new Set()); await queries.invalidateQueries({ queryKey: ["procedure"] }); }} /> : null}
    </section>
  );
}
