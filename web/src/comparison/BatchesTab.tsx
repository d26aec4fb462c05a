/** 比对批次: a department's file with basis, purpose and snapshot; then what it held, how well it fitted, and what it showed. */
import { useMemo, useState } from "react";
import { App, Button, DatePicker, Input, Select } from "antd";
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import type { Summary } from "@diguan/core/comparison/contract.ts";
import { feedTemplate, getBatch, listBatches, taken, undoBatch, uploadFile, type Batch } from "@diguan/core/comparison/contract-batches.ts";
import { bases, departmentName } from "@diguan/core/comparison/feed.ts";
import { feedOf, feeds } from "@diguan/core/comparison/departments.ts";
import { chinaDate } from "@diguan/core/time.ts";
import dayjs, { type Dayjs } from "dayjs";
import { address, call, request } from "../api.ts";
import { clock, line, number } from "../kit/formats.ts";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { KeysetTable, type GridColumn } from "../kit/KeysetTable.tsx";
import { EmptyState, ErrorState, Loading, Shown, useTold } from "../kit/States.tsx";
import { useGo } from "./go.ts";
import { findingKey, readKey, type ComparisonSearch } from "./search.ts";
import { comparisonWords } from "./words.ts";

export function BatchesTab({ summary, region }: { readonly summary: Summary; readonly region: number }): React.JSX.Element {
  const words = useWords(comparisonWords);
  const [locale] = useLocale();
  const go = useGo();
  const search: ComparisonSearch = useSearch({ strict: false });
  const list = useInfiniteQuery({ queryKey: ["comparison", "batches", region], queryFn: ({ pageParam, signal }) => call(listBatches, { query: { region, ...(pageParam ? { after: pageParam } : {}) } }, signal), initialPageParam: "", getNextPageParam: (last) => last.next ?? undefined });
  const columns = useMemo((): readonly GridColumn<Batch>[] => [
    { key: "feed", title: words.batchColumns.feed, width: 190, render: (b) => line(departmentName(b.department, locale), (locale === "en" ? feedOf(b.feed)?.en : feedOf(b.feed)?.zh) ?? b.feed) }, { key: "snapshot", title: words.batchColumns.snapshot, width: 92, render: (b) => b.snapshotOn }, { key: "rows", title: words.batchColumns.rows, width: 70, numeric: true, render: (b) => number(b.rows) },
    { key: "found", title: words.batchColumns.found, width: 64, numeric: true, render: (b) => number(b.found["found"] ?? 0) }, { key: "state", title: words.batchColumns.state, width: 110, render: (b) => words.batchStates[b.state] }, { key: "retain", title: words.batchColumns.retain, width: 92, render: (b) => b.retainUntil },
    { key: "at", title: words.batchColumns.at, width: 120, spare: true, render: (b) => clock(b.at) }, { key: "by", title: words.batchColumns.by, width: 80, spare: true, render: (b) => b.by ?? words.platform }, { key: "basis", title: words.batchColumns.basis, width: 200, spare: true, render: (b) => basisOf(b.basis, locale === "en") },
  ], [words, locale]);
  return (
    <div className="worklist compare">
      <section className="card list">
        {list.error ? <ErrorState error={list.error} onRetry={() => { void list.refetch(); }} /> : list.data === undefined ? <Loading rows={8} />
          : <KeysetTable name="batches" label={words.batches} columns={columns} rows={list.data.pages.flatMap((p) => p.rows)} rowKey={findingKey} onOpen={(b) => go({ view: "batches", batch: findingKey(b) })} {...(search.batch ? { openKey: search.batch } : {})} next={{ has: list.hasNextPage, fetch: () => { void list.fetchNextPage(); }, busy: list.isFetchingNextPage }} empty={<EmptyState>{words.noBatches}</EmptyState>} />}
      </section>
      <section className="card pane"><div className="pane-body">
        {summary.may.import && region % 1_000_000 === 0 ? <Upload region={region} /> : null}
        {search.batch ? <Report of={search.batch} /> : null}
      </div></section>
    </div>
  );
}

const basisOf = (id: string, en: boolean): string => { const b = Object.hasOwn(bases, id) ? bases[id as keyof typeof bases] : undefined; return b ? (en ? b.en : b.zh) : id; };

function Upload({ region }: { readonly region: number }): React.JSX.Element {
  const words = useWords(comparisonWords);
  const [locale] = useLocale();
  const en = locale === "en";
  const told = useTold();
  const { message } = App.useApp();
  const go = useGo();
  const queries = useQueryClient();
  const [key, setKey] = useState("vehicles");
  const feed = feedOf(key);
  const [basis, setBasis] = useState<string>();
  const [purpose, setPurpose] = useState<string>();
  const [on, setOn] = useState<Dayjs | null>(() => dayjs(chinaDate(Date.now())));
  const [file, setFile] = useState<File>();
  const shownPurpose = purpose ?? (en ? feed?.purpose.en : feed?.purpose.zh) ?? "";
  const send = useMutation({
    mutationFn: async () => {
      const form = new FormData();
      if (file) form.append("file", file, file.name);
      return taken.parse(await (await request(address(uploadFile, { query: { region, feed: key, basis: basis ?? "", purpose: shownPurpose, snapshotOn: on?.format("YYYY-MM-DD") ?? "" } }), { method: uploadFile.method, body: form })).json());
    },
    onSuccess: async (t) => { void message.success(t.again ? words.takenAgain : words.taken(number(t.found), number(t.closed))); setFile(undefined); await queries.invalidateQueries({ queryKey: ["comparison"] }); go({ view: "batches", batch: findingKey(t) }); },
    onError: (error) => { void message.error(told(error)); },
  });
  return (
    <form className="act-form upload-form" onSubmit={(e) => { e.preventDefault(); send.mutate(); }}>
      <h2>{words.upload}</h2>
      <Select aria-label={words.feed} value={key} showSearch={{ optionFilterProp: "label" }} onChange={(k) => { setKey(k); setBasis(undefined); setPurpose(undefined); }} options={feeds.map((f) => ({ value: f.key, label: `${departmentName(f.department, locale)}　${en ? f.en : f.zh}` }))} />
      <p className="sm mut">{line(words.minimal, (feed?.columns ?? []).map((c) => (en ? c.en : c.zh)).join("、"), feed ? words.frequency[feed.frequency] : "")}　<a className="underlined" href={address(feedTemplate, { params: { feed: key } })}>{words.template}</a></p>
      <Select aria-label={words.basisPick} placeholder={words.basisPick} value={basis ?? null} onChange={(v) => setBasis(v ?? undefined)} options={(feed?.bases ?? []).map((b) => ({ value: b, label: basisOf(b, en) }))} />
      <div className="row"><Input aria-label={words.purpose} value={shownPurpose} maxLength={200} onChange={(e) => setPurpose(e.target.value)} /><DatePicker aria-label={words.snapshotOn} value={on} onChange={setOn} allowClear={false} disabledDate={(d) => d.isAfter(chinaDate(Date.now()), "day")} /></div>
      <div className="row"><input type="file" aria-label={words.file} accept=".xlsx,.csv,.txt" onChange={(e) => setFile(e.target.files?.[0])} /><span className="push" /><Button type="primary" htmlType="submit" loading={send.isPending} disabled={!file || !basis}>{words.go}</Button></div>
    </form>
  );
}

function Report({ of }: { readonly of: string }): React.JSX.Element | null {
  const words = useWords(comparisonWords);
  const [locale] = useLocale();
  const en = locale === "en";
  const told = useTold();
  const { message, modal } = App.useApp();
  const queries = useQueryClient();
  const key = readKey(of);
  const batch = useQuery({ queryKey: ["comparison", "batch", of], queryFn: ({ signal }) => call(getBatch, { params: { county: key?.county ?? 0, id: key?.id ?? "" } }, signal), enabled: key !== undefined });
  const undo = useMutation({ mutationFn: () => call(undoBatch, { body: { batch: { county: key?.county ?? 0, id: key?.id ?? "" } } }), onSuccess: async () => { void message.success(words.undone); await queries.invalidateQueries({ queryKey: ["comparison"] }); }, onError: (error) => { void message.error(told(error)); } });
  if (!key) return null;
  return (
    <Shown of={batch} rows={6}>{({ profile: p, ...b }) => (
      <div className="act-form">
        <h2>{line(words.report, (en ? feedOf(b.feed)?.en : feedOf(b.feed)?.zh) ?? b.feed, words.reportOf(number(p.rows)))}{b.mayUndo ? <Button size="small" className="push" onClick={() => { void modal.confirm({ title: words.undo, content: words.undoSure, onOk: () => undo.mutateAsync() }); }}>{words.undo}</Button> : null}</h2>
        <p className="sm mut">{line(b.fileName, basisOf(b.basis, en), b.purpose, p.from && p.to ? words.span(p.from, p.to) : "")}</p>
        <dl className="figures-line">{(["byNumber", "byLikeness", "notRegistered", "unknown"] as const).map((k) => <div key={k}><dt className="sm mut">{words.matched[k]}</dt><dd className="num">{number(p[k])}</dd></div>)}{(["noKey", "badNumber", "oldNumber", "duplicates"] as const).map((k) => <div key={k}><dt className="sm mut">{words.faults[k]}</dt><dd className={p[k] > 0 && k !== "oldNumber" ? "num t-warn" : "num"}>{number(p[k])}</dd></div>)}</dl>
        <table className="plain"><caption className="sr">{words.report}</caption><thead><tr><th scope="col">{words.feed}</th><th scope="col" className="num">{words.columnFilled}</th><th scope="col" className="num">{words.columnBad}</th></tr></thead>
          <tbody>{p.columns.map((c) => { const col = feedOf(b.feed)?.columns.find((x) => x.key === c.key); return <tr key={c.key}><th scope="row">{line((en ? col?.en : col?.zh) ?? c.key, c.heading ?? words.missing)}</th><td className="num">{number(c.filled)}</td><td className={c.unreadable > 0 ? "num t-warn" : "num"}>{number(c.unreadable)}</td></tr>; })}</tbody></table>
        {p.unmapped.length > 0 ? <p className="sm mut">{words.unmapped(p.unmapped.join("、"))}</p> : null}
        {p.badRows.length > 0 ? <p className="sm mut">{p.badRows.slice(0, 20).map((r) => words.badRow(number(r.row), feedOf(b.feed)?.columns.find((x) => x.key === r.column)?.[en ? "en" : "zh"] ?? r.column)).join("；")}</p> : null}
        <ol className="events">{b.events.map((e, i) => <li key={i}><time className="mut sm">{clock(e.at)}</time><span>{line(words.batchStates[e.act === "undone" ? "undone" : e.act === "expired" ? "expired" : "compared"], e.by ?? words.platform)}</span></li>)}</ol>
      </div>)}</Shown>
  );
}
