/** 例外登记: facts that were looked into and excused, with ground and end. */
import { useMemo } from "react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { listExceptions } from "@diguan/core/comparison/contract.ts";
import { call, type Answer } from "../api.ts";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { KeysetTable, type GridColumn } from "../kit/KeysetTable.tsx";
import { EmptyState, ErrorState, Loading } from "../kit/States.tsx";
import { useGo } from "./go.ts";
import { groundName } from "./FindingPane.tsx";
import { KindName } from "./marks.tsx";
import { comparisonWords } from "./words.ts";

type Row = Answer<typeof listExceptions>["rows"][number];

export function ExceptionsTab({ region }: { readonly region: number }): React.JSX.Element {
  const words = useWords(comparisonWords);
  const [locale] = useLocale();
  const go = useGo();
  const list = useInfiniteQuery({ queryKey: ["comparison", "exceptions", region], queryFn: ({ pageParam, signal }) => call(listExceptions, { query: { region, ...(pageParam ? { after: pageParam } : {}) } }, signal), initialPageParam: "", getNextPageParam: (last) => last.next ?? undefined });
  const columns = useMemo((): readonly GridColumn<Row>[] => [
    { key: "kind", title: words.exceptionColumns.kind, width: 130, render: (r) => <KindName id={r.kind} /> }, { key: "subject", title: words.exceptionColumns.subject, width: 80, render: (r) => r.subject }, { key: "village", title: words.exceptionColumns.village, width: 100, render: (r) => r.villageName },
    { key: "ground", title: words.exceptionColumns.ground, width: 240, render: (r) => groundName(r.kind, r.ground, locale === "en") }, { key: "until", title: words.exceptionColumns.until, width: 100, render: (r) => r.validUntil }, { key: "by", title: words.exceptionColumns.by, width: 80, render: (r) => r.by ?? "—" }, { key: "note", title: words.exceptionColumns.note, width: 220, render: (r) => r.note },
  ], [words, locale]);
  if (list.error) return <ErrorState error={list.error} onRetry={() => { void list.refetch(); }} />;
  if (list.data === undefined) return <Loading rows={8} />;
  return <section className="card"><KeysetTable name="exceptions" label={words.exceptions} columns={columns} rows={list.data.pages.flatMap((p) => p.rows)} rowKey={(r) => r.id} onOpen={(r) => go({ tab: "settled", open: `${r.county}.${r.findingId}` })} next={{ has: list.hasNextPage, fetch: () => { void list.fetchNextPage(); }, busy: list.isFetchingNextPage }} empty={<EmptyState>{words.noExceptions}</EmptyState>} /></section>;
}
