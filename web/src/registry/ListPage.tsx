/** 户档: households of the chosen place and year with their filters in one line, and what a search found. */
import { useMemo } from "react";
import { Button, InputNumber, Popover, Select } from "antd";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { exportList } from "@diguan/core/intake/contract.ts";
import { listHouseholds, type HouseholdRow } from "@diguan/core/registry/contract.ts";
import { codeLists, labelOf, type Code, type CodeList } from "@diguan/core/registry/codes.ts";
import { levelOf } from "@diguan/core/region-code.ts";
import { can, useSession } from "../access/session.ts";
import { address, call } from "../api.ts";
import { CauseTile } from "../kit/CauseTile.tsx";
import { number, yuan } from "../kit/formats.ts";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { Icon } from "../kit/Icon.tsx";
import { KeysetTable, type GridColumn } from "../kit/KeysetTable.tsx";
import { PageHead } from "../kit/PageHead.tsx";
import { EmptyState, ErrorState, Loading } from "../kit/States.tsx";
import { StateTag } from "../kit/StateTag.tsx";
import { usePlace } from "../shells/place.ts";
import type { ListSearch } from "./routes.tsx";
import { SearchResults } from "./SearchResults.tsx";
import { registryWords } from "./words.ts";
import "./registry.css";

export function ListPage(): React.JSX.Element {
  const search: ListSearch = useSearch({ strict: false });
  return search.search === undefined ? <Households filters={search} /> : <SearchResults text={search.search} />;
}

const keyOf = (row: HouseholdRow): string => row.id;
const fen = (yuanValue: number | null): number | undefined => (yuanValue === null ? undefined : Math.round(yuanValue * 100));

function Households({ filters }: { readonly filters: ListSearch }): React.JSX.Element {
  const words = useWords(registryWords);
  const session = useSession();
  const navigate = useNavigate();
  const { region, year, place } = usePlace();
  const list = useInfiniteQuery({
    queryKey: ["households", region, year, filters],
    queryFn: ({ pageParam, signal }) => call(listHouseholds, { query: {
      year: year ?? 0, ...(region ? { region } : {}), ...(pageParam ? { after: pageParam } : {}),
      ...(filters.exitState === undefined ? {} : { exitState: filters.exitState }), ...(filters.attribute === undefined ? {} : { attribute: filters.attribute }), ...(filters.cause === undefined ? {} : { cause: filters.cause }),
      ...(filters.hasFinding === undefined ? {} : { hasFinding: String(filters.hasFinding) }), ...(filters.monitored === undefined ? {} : { monitored: String(filters.monitored) }), ...(filters.cancelled === undefined ? {} : { cancelled: String(filters.cancelled) }),
      ...(filters.from === undefined ? {} : { perCapitaFrom: filters.from }), ...(filters.to === undefined ? {} : { perCapitaTo: filters.to }),
    } }, signal),
    initialPageParam: "", getNextPageParam: (last) => last.next ?? undefined, enabled: year !== undefined && region !== undefined, placeholderData: (before) => before,
  });
  const rows = useMemo(() => list.data?.pages.flatMap((p) => p.rows) ?? [], [list.data]);
  const columns = useColumns();
  const set = (to: ListSearch): void => { void navigate({ to: "/households", search: (before: Record<string, unknown>) => ({ ...before, ...to }) }); };
  const filtered = Object.keys(filters).length > 0;
  const name = place.data?.name ?? "";
  return (
    <>
      <PageHead title={words.list} line={year === undefined ? name : words.listLine(name, String(year))}
        acts={<>{region !== undefined && levelOf(region) === "village" ? <Link to="/villages/$region" params={{ region: String(region) }} className="button-link">{words.filters.village}</Link> : null}{can(session.data, "create", "household") ? <Button type="primary" icon={<Icon name="plus" size={14} />} onClick={() => { void navigate({ to: "/households/new", search: (b: Record<string, unknown>) => b }); }}>{words.add}</Button> : null}</>} />
      <section className="card grow">
        {list.error ? <ErrorState error={list.error} onRetry={() => { void list.refetch(); }} /> : list.data === undefined && (place.data === undefined || year !== undefined) ? <Loading rows={10} /> : (
          <KeysetTable name="households" label={words.listLine(name, String(year ?? ""))} columns={columns} rows={rows} rowKey={keyOf} height="calc(100vh - 218px)"
            onOpen={(row) => { void navigate({ to: "/households/$county/$id", params: { county: String(row.county), id: row.id }, search: (b: Record<string, unknown>) => ({ ...(b["region"] === undefined ? {} : { region: b["region"] }), year: row.year }) }); }}
            next={{ has: list.hasNextPage, fetch: () => { void list.fetchNextPage(); }, busy: list.isFetchingNextPage }}
            {...(!filtered && year !== undefined && can(session.data, "export", "intake") ? { onExport: () => { window.location.assign(address(exportList, { params: { kind: "households" }, query: { year, ...(region ? { region } : {}), format: "xlsx" } })); } } : {})}
            tools={<Filters filters={filters} set={set} />}
            empty={<EmptyState act={filtered ? <Button onClick={() => { void navigate({ to: "/households", search: (b: Record<string, unknown>) => ({ ...(b["region"] === undefined ? {} : { region: b["region"] }), ...(b["year"] === undefined ? {} : { year: b["year"] }) }) }); }}>{words.filters.clear}</Button> : undefined}>{filtered ? words.noMatch : words.noList}</EmptyState>} />)}
      </section>
    </>
  );
}

function useColumns(): readonly GridColumn<HouseholdRow>[] {
  const words = useWords(registryWords);
  const [locale] = useLocale();
  return useMemo((): readonly GridColumn<HouseholdRow>[] => [
    { key: "head", title: words.columns.head, width: 120, render: (r) => <><b>{r.headName || "—"}</b>{r.valid ? null : <StateTag tone="bad">{words.cancelled}</StateTag>}</> },
    { key: "code", title: words.columns.code, width: 150, render: (r) => <span className="tab-num">{r.code}</span> },
    { key: "village", title: words.columns.village, width: 110, render: (r) => r.villageName || r.region },
    { key: "group", title: words.columns.group, width: 90, spare: true, render: (r) => r.groupName ?? "—" },
    { key: "persons", title: words.columns.persons, numeric: true, width: 56, render: (r) => number(r.currentMembers ?? r.yearMembers) },
    { key: "labour", title: words.columns.labour, numeric: true, width: 64, render: (r) => number(r.labourCount) },
    { key: "attribute", title: words.columns.attribute, width: 110, render: (r) => labelOf("attribute", r.attribute, locale) || "—" },
    { key: "cause", title: words.columns.cause, width: 140, render: (r) => (r.causeLocked ? <CauseTile cause={1} locked /> : r.causeMain === null ? "—" : <CauseTile cause={r.causeMain} />) },
    { key: "exit", title: words.columns.exit, width: 86, render: (r) => (r.exitState === null ? "—" : <StateTag tone={r.exitState === 1 ? "ok" : r.exitState === 3 ? "bad" : r.exitState === 2 ? "primary" : "plain"} icon={null}>{labelOf("exitState", r.exitState, locale)}</StateTag>) },
    { key: "exitYear", title: words.columns.exitYear, numeric: true, width: 76, spare: true, render: (r) => r.exitYear ?? "—" },
    { key: "monitored", title: words.columns.monitored, width: 110, spare: true, render: (r) => (r.monitored === null || r.monitored === 0 ? "—" : labelOf("monitored", r.monitored, locale)) },
    { key: "income", title: words.columns.income, numeric: true, width: 130, render: (r) => yuan(r.perCapitaFen) },
    { key: "findings", title: words.columns.findings, numeric: true, width: 64, render: (r) => (r.findings === 0 ? <span className="mut">0</span> : <b className="t-warn">{r.findings}</b>) },
  ], [words, locale]);
}

const options = (list: CodeList, locale: "zh-CN" | "en"): { value: number; label: string }[] => (codeLists[list] as readonly Code[]).map((c) => ({ value: c.value, label: locale === "en" ? c.en : c.zh }));

function Filters({ filters, set }: { readonly filters: ListSearch; readonly set: (to: ListSearch) => void }): React.JSX.Element {
  const words = useWords(registryWords);
  const [locale] = useLocale();
  const session = useSession();
  const role = session.data?.post.role;
  const choice = (key: "exitState" | "attribute" | "cause", label: string, list: CodeList): React.JSX.Element => (
    <Select size="small" allowClear value={filters[key] ?? null} placeholder={label} aria-label={label} style={{ minWidth: 112 }} popupMatchSelectWidth={false} options={options(list, locale)} onChange={(value: number | null | undefined) => set({ [key]: value ?? undefined } as ListSearch)} />
  );
  const income = filters.from === undefined && filters.to === undefined ? words.filters.income : `${filters.from === undefined ? "" : yuan(filters.from, 0)} – ${filters.to === undefined ? "" : yuan(filters.to, 0)}`;
  return (
    <div className="filters">
      {choice("exitState", words.filters.exit, "exitState")}
      {choice("attribute", words.filters.attribute, "attribute")}
      {role === "departmentOfficer" || role === "countyFinance" ? null : choice("cause", words.filters.cause, "cause")}
      <Select size="small" allowClear value={filters.hasFinding ?? null} placeholder={words.filters.finding} aria-label={words.filters.finding} style={{ minWidth: 96 }} options={[{ value: true, label: words.filters.hasFinding }, { value: false, label: words.filters.noFinding }]} onChange={(v: boolean | null | undefined) => set({ hasFinding: v ?? undefined } as ListSearch)} />
      <Select size="small" allowClear value={filters.monitored ?? null} placeholder={words.filters.monitored} aria-label={words.filters.monitored} style={{ minWidth: 96 }} options={[{ value: true, label: words.filters.isMonitored }]} onChange={(v: boolean | null | undefined) => set({ monitored: v ?? undefined } as ListSearch)} />
      {role === "departmentOfficer" ? null : (
        <Popover trigger="click" content={<div className="range"><InputNumber min={-1_000_000} value={filters.from === undefined ? null : filters.from / 100} placeholder={words.filters.incomeFrom} aria-label={words.filters.incomeFrom} onChange={(v) => set({ from: fen(v) } as ListSearch)} /><InputNumber value={filters.to === undefined ? null : filters.to / 100} placeholder={words.filters.incomeTo} aria-label={words.filters.incomeTo} onChange={(v) => set({ to: fen(v) } as ListSearch)} /></div>}>
          <Button size="small">{income}</Button>
        </Popover>)}
      <Button size="small" type={filters.cancelled ? "primary" : "default"} aria-pressed={filters.cancelled === true} onClick={() => set({ cancelled: filters.cancelled ? undefined : true } as ListSearch)}>{words.filters.cancelled}</Button>
    </div>
  );
}
