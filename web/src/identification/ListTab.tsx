/** Households whose recommendation differs from their status, or with other filters; each row opens its score sheet. */
import { useMemo } from "react";
import { Button, Input, Select, Switch } from "antd";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { exportHouseholds, listHouseholds, type ListRow } from "@diguan/core/identification/contract.ts";
import { recommendations } from "@diguan/core/identification/scores.ts";
import { labelOf } from "@diguan/core/registry/codes.ts";
import { address, call } from "../api.ts";
import { number, percent } from "../kit/formats.ts";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { Icon } from "../kit/Icon.tsx";
import { KeysetTable, type GridColumn } from "../kit/KeysetTable.tsx";
import { EmptyState, ErrorState, Loading } from "../kit/States.tsx";
import { StateTag } from "../kit/StateTag.tsx";
import { kitWords } from "../kit/words.ts";
import type { Overview } from "./figures.ts";
import { differenceFilters, useGo, type IdentificationSearch } from "./search.ts";
import { identificationWords } from "./words.ts";

export function ListTab({ overview, search }: { readonly overview: Overview; readonly search: IdentificationSearch }): React.JSX.Element {
  const words = useWords(identificationWords);
  const navigate = useNavigate();
  const go = useGo();
  const { view: _view, ...filters } = search;
  const year = overview.year ?? undefined;
  const query = { region: overview.region.code, ...(year === undefined ? {} : { year }), ...(filters.difference ? { difference: filters.difference } : {}), ...(filters.recommendation ? { recommendation: filters.recommendation } : {}), ...(filters.contradiction ? { contradiction: "true" } : {}), ...(filters.text ? { text: filters.text } : {}) };
  const list = useInfiniteQuery({
    queryKey: ["identification", "list", query], queryFn: ({ pageParam, signal }) => call(listHouseholds, { query: { ...query, ...(pageParam ? { after: pageParam } : {}) } }, signal),
    initialPageParam: "", getNextPageParam: (last) => last.next ?? undefined, placeholderData: (before) => before,
  });
  const rows = useMemo(() => list.data?.pages.flatMap((p) => p.rows) ?? [], [list.data]);
  const columns = useColumns();
  const choose = <K extends keyof IdentificationSearch>(key: K, value: IdentificationSearch[K] | undefined): void => {
    const rest = Object.fromEntries(Object.entries(filters).filter(([k]) => k !== key));
    go({ view: "list", ...rest, ...(value === undefined || value === "" ? {} : { [key]: value }) });
  };
  const filtered = Object.keys(filters).length > 0;
  const tools = (
    <>
      <Select size="small" allowClear style={{ width: 150 }} aria-label={words.filters.difference} placeholder={words.filters.difference} value={filters.difference ?? null} onChange={(v) => choose("difference", v ?? undefined)} options={differenceFilters.map((d) => ({ value: d, label: d === "both" ? words.filters.both : words.difference[d] }))} />
      <Select size="small" allowClear style={{ width: 150 }} aria-label={words.filters.recommendation} placeholder={words.filters.recommendation} value={filters.recommendation ?? null} onChange={(v) => choose("recommendation", v ?? undefined)} options={recommendations.map((r) => ({ value: r, label: words.recommendation[r] }))} />
      <Input.Search size="small" allowClear style={{ width: 170 }} aria-label={words.filters.text} placeholder={words.filters.text} defaultValue={filters.text ?? ""} onSearch={(text) => choose("text", text.trim())} />
      <label className="row sm nowrap"><Switch size="small" checked={filters.contradiction === true} onChange={(on) => choose("contradiction", on ? true : undefined)} />{words.filters.contradiction}</label>
      {overview.may.export ? <Button size="small" icon={<Icon name="download" size={14} />} href={address(exportHouseholds, { query })}>{words.exportAs}</Button> : null}
    </>
  );
  if (overview.runs.length === 0) return <section className="card"><EmptyState>{words.noRun}</EmptyState></section>;
  return (
    <section className="card list">
      {list.error ? <ErrorState error={list.error} onRetry={() => { void list.refetch(); }} /> : list.data === undefined ? <Loading rows={10} /> : (
        <KeysetTable name="identification" label={words.tabs.list} columns={columns} rows={rows} rowKey={(r) => `${r.county}.${r.householdId}`} tools={tools}
          onOpen={(r) => { void navigate({ to: "/identification/$county/$household", params: { county: String(r.county), household: r.householdId }, search: (before: Record<string, unknown>) => ({ ...(before["region"] === undefined ? {} : { region: before["region"] }), ...(year === undefined ? {} : { year }) }) }); }}
          next={{ has: list.hasNextPage, fetch: () => { void list.fetchNextPage(); }, busy: list.isFetchingNextPage }}
          empty={<EmptyState act={filtered ? <Button onClick={() => go({ view: "list" })}>{words.clear}</Button> : undefined}>{filtered ? words.noMatch : words.none}</EmptyState>} />)}
    </section>
  );
}

export function DifferenceTag({ of, unclear = false }: { readonly of: ListRow["difference"]; /** nothing could be recommended */ readonly unclear?: boolean }): React.JSX.Element {
  const words = useWords(identificationWords);
  if (unclear) return <StateTag tone="warn">{words.recommendation.unclear}</StateTag>;
  return <StateTag tone={of === "none" ? "ok" : "warn"}>{words.difference[of]}</StateTag>;
}

function useColumns(): readonly GridColumn<ListRow>[] {
  const words = useWords(identificationWords);
  const { comma } = useWords(kitWords);
  const [locale] = useLocale();
  return useMemo((): readonly GridColumn<ListRow>[] => {
    const names = (keys: readonly string[]): string => keys.map((k) => words.reasons[k as keyof typeof words.reasons] ?? k).join(comma) || "—";
    const range = (low: number | null, high: number | null): string => (low === null || high === null ? "—" : low === high ? number(low) : `${number(low)}–${number(high)}`);
    return [
      { key: "village", title: words.columns.village, width: 90, render: (r) => r.villageName },
      { key: "head", title: words.columns.head, width: 76, render: (r) => r.headName ?? "—" },
      { key: "code", title: words.columns.code, width: 150, spare: true, render: (r) => r.householdCode },
      { key: "state", title: words.columns.state, width: 76, render: (r) => (r.exitState === null ? "—" : labelOf("exitState", r.exitState, locale)) },
      { key: "difference", title: words.columns.difference, width: 130, render: (r) => <DifferenceTag of={r.difference} unclear={r.recommendation === "unclear"} /> },
      { key: "why", title: words.columns.why, width: 190, render: (r) => (r.reasons.length > 0 ? names(r.reasons) : words.recommendation[r.recommendation]) },
      { key: "gap", title: words.columns.gap, numeric: true, width: 76, render: (r) => percent(r.incomeGap, 1) },
      { key: "depth", title: words.columns.depth, numeric: true, width: 70, render: (r) => range(r.depth, r.mostDepth) },
      { key: "look", title: words.columns.look, numeric: true, width: 70, render: (r) => range(r.lookLow, r.lookHigh) },
      { key: "probability", title: words.columns.probability, numeric: true, width: 76, render: (r) => percent(r.probability) },
      { key: "cause", title: words.columns.cause, width: 100, render: (r) => (r.causeLocked ? <Icon name="lock" size={14} /> : r.cause === null ? "—" : <>{labelOf("cause", r.cause, locale)}{r.contradiction ? <span className="t-warn"> ?</span> : null}</>) },
      { key: "suggested", title: words.columns.suggested, width: 100, spare: true, render: (r) => (r.suggested === null ? "—" : labelOf("cause", r.suggested, locale)) },
      { key: "missing", title: words.columns.missing, width: 150, spare: true, render: (r) => names(r.missing) },
    ];
  }, [words, comma, locale]);
}
