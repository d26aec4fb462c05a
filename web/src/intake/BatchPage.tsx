/** One import: the procedure line as progress; mapping, preview, commit, result, each on the same page. */
import { Button, Popconfirm, Progress } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { cancelBatch, commitBatch, errorWorkbook, getBatch, undoImport } from "@diguan/core/intake/contract.ts";
import { can, useSession } from "../access/session.ts";
import { address, call, type Answer } from "../api.ts";
import { DripLine, type DripStep } from "../kit/Drop.tsx";
import { bytes, clock, line, number } from "../kit/formats.ts";
import { Icon } from "../kit/Icon.tsx";
import { useWords } from "../kit/i18n.tsx";
import { PageHead } from "../kit/PageHead.tsx";
import { Shown, useTold } from "../kit/States.tsx";
import { StateTag } from "../kit/StateTag.tsx";
import { kitWords } from "../kit/words.ts";
import { FindingsCard } from "./FindingsCard.tsx";
import { batchTone } from "./IntakePage.tsx";
import { MappingCard } from "./MappingCard.tsx";
import { intakeWords } from "./words.ts";
import "./intake.css";

export type Batch = Answer<typeof getBatch>;
const stepOf: Readonly<Record<Batch["state"], number>> = { uploaded: 1, reading: 1, failed: 1, cancelled: 1, previewed: 2, committing: 3, undoing: 4, committed: 5, undone: 5 };
const names = ["upload", "mapping", "preview", "commit", "result"] as const;
const busy = new Set<Batch["state"]>(["uploaded", "reading", "committing", "undoing"]);

export function BatchPage(): React.JSX.Element {
  const words = useWords(intakeWords);
  const kit = useWords(kitWords);
  const { batch: id } = useParams({ strict: false }) as { batch: string };
  const batch = useQuery({ queryKey: ["intake", "batch", id], queryFn: ({ signal }) => call(getBatch, { params: { id } }, signal), refetchInterval: (q) => (q.state.data && busy.has(q.state.data.state) ? 700 : false) });
  const at = batch.data ? stepOf[batch.data.state] : 0;
  const steps: DripStep[] = names.map((name, i) => ({ key: name, label: words.steps[name], state: i < at ? "done" : i === at ? "now" : "todo" }));
  return (
    <>
      <PageHead title={batch.data?.fileName ?? words.title} tags={batch.data ? <StateTag tone={batchTone[batch.data.state]}>{words.states[batch.data.state]}</StateTag> : null}
        line={batch.data ? line(bytes(batch.data.fileBytes), batch.data.byName, clock(batch.data.createdAt), batch.data.years.join(kit.comma)) : null} acts={<Link className="ant-btn-like" to="/intake" search={(before: Record<string, unknown>) => before}>{words.backToList}</Link>}>
        <DripLine steps={steps} label={words.procedure} spoken={kit.steps} />
      </PageHead>
      <Shown of={batch}>{(data) => <Body batch={data} />}</Shown>
    </>
  );
}

function Body({ batch }: { readonly batch: Batch }): React.JSX.Element {
  const words = useWords(intakeWords);
  if (busy.has(batch.state)) return <Running batch={batch} />;
  return (
    <div className="intake">
      {batch.state === "previewed" ? <Preview batch={batch} /> : <Result batch={batch} />}
      {batch.newRegions.length > 0 && batch.state === "previewed" ? (
        <section className="card"><header className="card-head"><h2>{words.newRegions(number(batch.newRegions.length))}</h2><span className="card-line">{words.newRegionsNote}</span></header>
          <div className="card-table" role="region" aria-label={words.newRegionsNote} tabIndex={0}><table className="grid compact"><caption className="sr">{words.newRegions(number(batch.newRegions.length))}</caption><thead><tr><th scope="col">{words.name}</th><th scope="col">{words.code}</th><th scope="col">{words.level}</th></tr></thead>
            <tbody>{batch.newRegions.map((r) => <tr key={r.code}><td>{r.name}</td><td>{String(r.code)}</td><td>{words.levels[r.level]}</td></tr>)}</tbody></table></div></section>) : null}
      {batch.rules.length > 0 ? <FindingsCard batch={batch} /> : null}
      {batch.sheets.length > 0 && ["previewed", "failed", "cancelled"].includes(batch.state) ? <MappingCard key={batch.finishedAt ?? batch.state} batch={batch} /> : null}
    </div>
  );
}

function useAct(id: string, contract: typeof commitBatch | typeof undoImport | typeof cancelBatch) {
  const client = useQueryClient();
  return useMutation({ mutationFn: () => call(contract, { params: { id } }), onSettled: () => client.invalidateQueries({ queryKey: ["intake"] }) });
}

function Running({ batch }: { readonly batch: Batch }): React.JSX.Element {
  const words = useWords(intakeWords);
  const cancel = useAct(batch.id, cancelBatch);
  const share = batch.total > 0 ? Math.min(100, Math.round((batch.done / batch.total) * 100)) : 0;
  return (
    <section className="card" aria-live="polite" aria-busy="true">
      <div className="running">
        <h2>{words.phases[batch.phase] ?? words.waiting}</h2>
        <Progress percent={share} status="active" aria-label={words.phases[batch.phase] ?? words.waiting} />
        <p className="sub sm">{batch.phase === "read" || batch.total === 0 ? "" : words.progress(number(batch.done), number(batch.total))}</p>
        {batch.state === "undoing" ? null : <><Button loading={cancel.isPending} onClick={() => cancel.mutate()}>{words.stop}</Button><p className="sub sm">{words.stopNote}</p></>}
      </div>
    </section>
  );
}

const counted = (words: { readonly counted: (rows: string, households: string, persons: string) => string }, c: NonNullable<Batch["counts"]>): string => words.counted(number(c.rows), number(c.households), number(c.persons));

function Preview({ batch }: { readonly batch: Batch }): React.JSX.Element {
  const words = useWords(intakeWords);
  const told = useTold();
  const session = useSession();
  const commit = useAct(batch.id, commitBatch);
  const cancel = useAct(batch.id, cancelBatch);
  const c = batch.counts;
  const title = c === null || c.created + c.updated === 0 ? words.previewSame : words.previewTitle(number(c.created), number(c.updated));
  return (
    <section className="card act-card" aria-label={words.steps.preview}>
      <div className="verdict">
        <div><h2>{title}</h2>{c ? <p>{line(counted(words, c), c.rejected > 0 ? words.previewRejected(number(c.rejected)) : words.previewAll)}</p> : null}<p className="sub sm">{words.commitConfirm}</p>{commit.error ? <p className="bad-text" role="alert">{told(commit.error)}</p> : null}</div>
        {can(session.data, "import", "intake") ? <div className="row-acts"><Button type="primary" loading={commit.isPending} onClick={() => commit.mutate()}>{words.commit}</Button><Button onClick={() => cancel.mutate()}>{words.stop}</Button><ErrorFile id={batch.id} /></div> : null}
      </div>
    </section>
  );
}

const ErrorFile = ({ id }: { readonly id: string }): React.JSX.Element => { const words = useWords(intakeWords); return <Button href={address(errorWorkbook, { params: { id } })} title={words.errorNote} icon={<Icon name="download" size={14} />}>{words.errorWorkbook}</Button>; };

function Result({ batch }: { readonly batch: Batch }): React.JSX.Element {
  const words = useWords(intakeWords);
  const told = useTold();
  const session = useSession();
  const undo = useAct(batch.id, undoImport);
  const commit = useAct(batch.id, commitBatch);
  const c = batch.counts;
  const may = can(session.data, "import", "intake");
  const title = batch.state === "failed" ? words.failedTitle : batch.state === "cancelled" ? words.cancelledTitle : batch.state === "undone" ? words.resultUndone(number(batch.undo?.restored)) : words.resultTitle(number(c?.created), number(c?.updated));
  return (
    <section className="card" aria-label={words.steps.result}>
      <div className="verdict">
        <div>
          <h2>{title}</h2>
          {batch.problem ? <p role="alert">{batch.problem.message}</p> : null}
          {c && batch.state === "committed" ? <p>{line(counted(words, c), c.rejected > 0 ? words.previewRejected(number(c.rejected)) : words.previewAll)}</p> : null}
          {batch.undo && batch.undo.kept.length > 0 ? <><p>{words.resultKept(number(batch.undo.kept.length))}</p><p className="sub sm">{batch.undo.kept.slice(0, 50).map((k) => k.code).join("\u3000")}</p></> : null}
          {undo.error ? <p className="bad-text" role="alert">{told(undo.error)}</p> : null}
        </div>
        <div className="row-acts">
          {batch.state === "committed" ? <><Link className="ant-btn-like" to="/households" search={(before: Record<string, unknown>) => before}>{words.records}</Link><Link className="ant-btn-like" to="/quality" search={(before: Record<string, unknown>) => before}>{words.quality}</Link></> : null}
          {may && batch.rules.length > 0 ? <ErrorFile id={batch.id} /> : null}
          {may && batch.state === "committed" ? <Popconfirm title={words.undoTitle} description={words.undoWhat} okText={words.confirm} cancelText={words.keep} onConfirm={() => undo.mutate()}><Button danger loading={undo.isPending}>{words.undo}</Button></Popconfirm> : null}
          {may && batch.state === "undone" ? <Button loading={commit.isPending} onClick={() => commit.mutate()}>{words.commit}</Button> : null}
        </div>
      </div>
    </section>
  );
}
