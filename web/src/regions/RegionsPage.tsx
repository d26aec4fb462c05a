/**
 * The region tree (paper 001 §3.1 「一个平台」): what lies below a place now or on any day, one region's history beside it, and the
 * acts that change it for those whose area it is.
 */
import { useState } from "react";
import { Button, DatePicker } from "antd";
import dayjs from "dayjs";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { exportRegionList, listRegions, regionStatus } from "@diguan/core/regions/contract.ts";
import { contains, levelOf, rangeOf, type Level } from "@diguan/core/region-code.ts";
import { can, useSession } from "../access/session.ts";
import { address, call, type Answer } from "../api.ts";
import { line, number } from "../kit/formats.ts";
import { Icon } from "../kit/Icon.tsx";
import { useWords } from "../kit/i18n.tsx";
import { KeysetTable, type GridColumn } from "../kit/KeysetTable.tsx";
import { PageHead } from "../kit/PageHead.tsx";
import { EmptyState, ErrorState, Loading } from "../kit/States.tsx";
import { StateTag } from "../kit/StateTag.tsx";
import { RegionActForm, type Act } from "./RegionActForm.tsx";
import { RegionDetail } from "./RegionDetail.tsx";
import { RegionPick } from "./RegionPick.tsx";
import { RegionStatusCard } from "./RegionStatusCard.tsx";
import type { RegionSearch } from "./search.ts";
import { regionWords } from "./words.ts";
import "./regions.css";

type Row = Answer<typeof listRegions>["rows"][number];
const pageSize = 100;
const spoken = ["province", "city", "county", "town", "village"] as const satisfies readonly Level[];

export function RegionsPage(): React.JSX.Element {
  const words = useWords(regionWords);
  const session = useSession();
  const search: RegionSearch & { region?: number } = useSearch({ strict: false });
  const navigate = useNavigate();
  const [act, setAct] = useState<Act>();
  const at = search.at ?? search.region ?? session.data?.post.region ?? 0;
  const { on, open } = search;
  const go = (to: RegionSearch): void => { void navigate({ to: "/regions", search: (before: Record<string, unknown>) => ({ ...before, ...to }) }); };
  const enter = (code: number): void => go({ at: code, open: code });
  const list = useInfiniteQuery({
    queryKey: ["regions", "list", at, on ?? ""], enabled: session.data !== undefined, initialPageParam: 0,
    queryFn: ({ pageParam, signal }) => call(listRegions, { query: { parent: at, after: pageParam, limit: pageSize, ...(on ? { on } : {}) } }, signal),
    getNextPageParam: (last) => last.next ?? undefined,
  });
  const status = useQuery({ queryKey: ["regions", "status", at], enabled: session.data !== undefined, queryFn: ({ signal }) => call(regionStatus, { query: { region: at } }, signal), placeholderData: (before) => before });
  const path = list.data?.pages[0]?.path ?? [];
  const rows = list.data?.pages.flatMap((p) => p.rows) ?? [];
  const here = at === 0 ? words.nation : (path.at(-1)?.name ?? status.data?.name ?? String(at));
  const held = (status.data?.counts ?? []).filter((c) => c.regions > 0 && c.level !== levelOf(at) && c.level !== "nation");
  const waiting = (status.data?.counts ?? []).reduce((sum, c) => sum + c.provisional, 0);
  const mayCreate = can(session.data, "create", "region") && levelOf(at) !== "village" && session.data !== undefined && contains(rangeOf(session.data.post.region), at) && on === undefined;

  const columns: readonly GridColumn<Row>[] = [
    { key: "name", title: words.name, render: (r) => (r.children > 0 ? <button type="button" className="link" onClick={() => enter(r.code)}>{r.name}</button> : r.name) },
    { key: "code", title: words.code, width: 130, render: (r) => String(r.code) },
    { key: "level", title: words.level, width: 110, render: (r) => (r.through ? words.twoLevels(words.levels[r.level], words.levels[r.through]) : words.levels[r.level]) },
    { key: "below", title: words.below, numeric: true, width: 70, render: (r) => (r.children > 0 ? number(r.children) : "—") },
    { key: "state", title: words.state, width: 100, render: (r) => (r.provisional ? <StateTag tone="warn">{words.provisional}</StateTag> : words.current) },
  ];
  return (
    <>
      <PageHead title={words.title(here)}
        line={<span className="region-line">
          {at === 0 ? null : <nav className="crumbs" aria-label={words.path}><button type="button" className="link" onClick={() => enter(0)}>{words.nation}</button>{path.slice(0, -1).map((up) => <button key={up.code} type="button" className="link" onClick={() => enter(up.code)}>{up.name}</button>)}</nav>}
          {line(held.length > 0 && words.holds(held.map((c) => `${number(c.regions)}${c.level === "nation" ? "" : words.held[c.level]}`).join("\u3000")), waiting > 0 && words.waiting(number(waiting)), on && words.asOn(on))}
        </span>}
        acts={<>
          {can(session.data, "export", "region") ? <Button href={address(exportRegionList, { query: { region: at, on } })} icon={<Icon name="download" size={14} />}>{words.exportCsv}</Button> : null}
          {mayCreate ? <Button type="primary" icon={<Icon name="plus" size={14} />} onClick={() => setAct({ kind: "create", code: at, name: here })}>{words.createAct}</Button> : null}
        </>} />
      <div className="regions">
        <section className="card region-list">
          {list.error && list.data === undefined ? <ErrorState error={list.error} onRetry={() => { void list.refetch(); }} /> : list.data === undefined ? <Loading rows={8} /> : (
            <KeysetTable<Row> name="regions" label={words.list(here)} columns={columns} rows={rows} rowKey={rowKey} onOpen={(r) => go({ open: r.code })} {...(open === undefined ? {} : { openKey: String(open) })} height="calc(100dvh - 230px)"
              next={{ has: list.hasNextPage, busy: list.isFetchingNextPage, size: pageSize, fetch: () => { void list.fetchNextPage(); } }}
              empty={<EmptyState>{at === 0 ? words.emptyTree : words.emptyBelow}</EmptyState>}
              tools={<>
                <span className="region-find"><RegionPick within={0} label={words.search} placeholder={words.search} onChange={(code) => { if (code !== undefined) go({ at: code, open: code }); }} /></span>
                <DatePicker aria-label={words.onDay} placeholder={words.onDay} value={on ? dayjs(on) : null} size="small" style={{ width: 160 }} onChange={(day) => { void navigate({ to: "/regions", search: (before: Record<string, unknown>) => { const { on: _, ...rest } = before; return day ? { ...rest, on: day.format("YYYY-MM-DD") } : rest; } }); }} />
              </>} />)}
        </section>
        <div className="region-side">
          {open !== undefined || at !== 0 ? <RegionDetail code={open ?? at} {...(on ? { on } : {})} onAct={setAct} onGo={enter} /> : <section className="card"><EmptyState>{words.pick}</EmptyState></section>}
          {status.data ? <RegionStatusCard status={status.data} onOpen={(code) => go({ open: code })} updating={status.isPlaceholderData} levels={spoken} /> : null}
        </div>
      </div>
      {act ? <RegionActForm key={`${act.kind}${act.code}`} act={act} onClose={() => setAct(undefined)} onDone={(code) => { setAct(undefined); go({ open: code }); }} /> : null}
    </>
  );
}

const rowKey = (row: Row): string => String(row.code);
