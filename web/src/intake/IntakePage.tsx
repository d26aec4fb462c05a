/** Import: drop a spreadsheet, see what was imported before, get templates and exports (issue 2 item 6). */
import { useRef, useState, type DragEvent } from "react";
import { Button, InputNumber, Progress } from "antd";
import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { listBatches } from "@diguan/core/intake/contract.ts";
import { can, useSession } from "../access/session.ts";
import { call, type Answer } from "../api.ts";
import { clock, number, percent } from "../kit/formats.ts";
import { Icon } from "../kit/Icon.tsx";
import { useWords } from "../kit/i18n.tsx";
import { KeysetTable, type GridColumn } from "../kit/KeysetTable.tsx";
import { PageHead } from "../kit/PageHead.tsx";
import { EmptyState, ErrorState, Loading, useTold } from "../kit/States.tsx";
import { StateTag, type Tone } from "../kit/StateTag.tsx";
import { FilesCard } from "./FilesCard.tsx";
import { sendFile } from "./upload.ts";
import { intakeWords } from "./words.ts";
import "./intake.css";

type Row = Answer<typeof listBatches>["rows"][number];
export const batchTone: Readonly<Record<Row["state"], Tone>> = { uploaded: "plain", reading: "primary", previewed: "warn", committing: "primary", committed: "ok", cancelled: "plain", failed: "bad", undoing: "primary", undone: "plain" };
const running = new Set<Row["state"]>(["uploaded", "reading", "committing", "undoing"]);

export function IntakePage(): React.JSX.Element {
  const words = useWords(intakeWords);
  const session = useSession();
  const navigate = useNavigate();
  const mayImport = can(session.data, "import", "intake");
  const list = useInfiniteQuery({
    queryKey: ["intake", "batches"], initialPageParam: "",
    queryFn: ({ pageParam, signal }) => call(listBatches, { query: pageParam === "" ? { limit: 20 } : { limit: 20, before: pageParam } }, signal),
    getNextPageParam: (last) => last.next ?? undefined,
    refetchInterval: (q) => (q.state.data?.pages.some((p) => p.rows.some((r) => running.has(r.state))) ? 1500 : false),
  });
  const rows = list.data?.pages.flatMap((p) => p.rows) ?? [];
  const columns: readonly GridColumn<Row>[] = [
    { key: "file", title: words.file, render: (r) => <Link to="/intake/$batch" params={{ batch: r.id }} search={(before: Record<string, unknown>) => before}>{r.fileName}</Link> },
    { key: "state", title: words.state, width: 120, render: (r) => <StateTag tone={batchTone[r.state]}>{words.states[r.state]}</StateTag> },
    { key: "rows", title: words.rows, numeric: true, width: 90, render: (r) => number(r.counts?.rows) },
    { key: "created", title: words.created, numeric: true, width: 90, render: (r) => number(r.counts?.created) },
    { key: "updated", title: words.updated, numeric: true, width: 90, render: (r) => number(r.counts?.updated) },
    { key: "unchanged", title: words.unchanged, numeric: true, width: 90, render: (r) => number(r.counts?.unchanged) },
    { key: "rejected", title: words.rejected, numeric: true, width: 80, render: (r) => number(r.counts?.rejected) },
    { key: "by", title: words.by, width: 140, render: (r) => r.byName ?? "—" },
    { key: "at", title: words.at, width: 140, render: (r) => clock(r.createdAt) },
  ];
  return (
    <>
      <PageHead title={words.title} line={words.headLine} />
      <div className="intake">
        {mayImport ? <UploadCard /> : null}
        <section className="card intake-list">
          <header className="card-head"><h2>{words.batches}</h2></header>
          {list.error && list.data === undefined ? <ErrorState error={list.error} onRetry={() => { void list.refetch(); }} /> : list.data === undefined ? <Loading /> : (
            <KeysetTable<Row> name="intake" label={words.batches} columns={columns} rows={rows} rowKey={(r) => r.id} onOpen={(r) => { void navigate({ to: "/intake/$batch", params: { batch: r.id }, search: (before: Record<string, unknown>) => before }); }}
              next={{ has: list.hasNextPage, busy: list.isFetchingNextPage, size: 20, fetch: () => { void list.fetchNextPage(); } }} empty={<EmptyState><b>{words.noBatches}</b><br />{words.noBatchesWhat}</EmptyState>} />)}
        </section>
        <FilesCard />
      </div>
    </>
  );
}

function UploadCard(): React.JSX.Element {
  const words = useWords(intakeWords);
  const told = useTold();
  const navigate = useNavigate();
  const picker = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [share, setShare] = useState(0);
  const [year, setYear] = useState<number | null>(null);
  const send = useMutation({
    mutationFn: (file: File) => sendFile(file, year === null ? {} : { year }, setShare),
    onSuccess: (batch) => { void navigate({ to: "/intake/$batch", params: { batch }, search: (before: Record<string, unknown>) => before }); },
  });
  const take = (files: FileList | null): void => { const file = files?.[0]; if (file && !send.isPending) { setShare(0); send.mutate(file); } };
  const dropped = (e: DragEvent): void => { e.preventDefault(); setOver(false); take(e.dataTransfer.files); };
  return (
    <section className="card" aria-label={words.steps.upload}>
      <div className={`drop-zone ${over ? "over" : ""}`} onDragOver={(e) => { e.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)} onDrop={dropped}>
        <p>{words.drop} <Button type="primary" icon={<Icon name="intake" size={14} />} loading={send.isPending} onClick={() => picker.current?.click()}>{words.choose}</Button></p>
        <p className="sub sm">{words.kinds}</p>
        <input ref={picker} type="file" className="sr" tabIndex={-1} aria-label={words.choose} accept=".xlsx,.xlsm,.csv,.txt" onChange={(e) => { take(e.target.files); e.target.value = ""; }} />
        <label className="sm">{words.yearAsk} <InputNumber size="small" min={1949} max={2100} value={year} placeholder={words.yearNone} onChange={setYear} style={{ width: 130 }} /></label>
        {send.isPending ? <div className="wide" role="status"><span className="sr">{words.uploading(percent(share))}</span><Progress percent={Math.round(share * 100)} size="small" aria-label={words.uploading(percent(share))} /></div> : null}
        {send.error ? <p className="bad-text" role="alert">{told(send.error)}</p> : null}
      </div>
    </section>
  );
}
