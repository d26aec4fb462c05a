/** One audit: progress, assignment, the households to visit, closing. The state on the register stays hidden until it is closed. */
import { useRef, useState } from "react";
import { App, Button } from "antd";
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { closeAudit, fieldList, getAudit, importAnswer, importList, listUnits, type AuditDetail, type UnitRow } from "@diguan/core/evaluation/contract.ts";
import { designNames, kindNames } from "@diguan/core/evaluation/labels.ts";
import { address, call, request } from "../api.ts";
import { FindingCard } from "../kit/FindingCard.tsx";
import { line, number } from "../kit/formats.ts";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { Choices, PageHead } from "../kit/PageHead.tsx";
import { EmptyState, Loading, Shown, useTold } from "../kit/States.tsx";
import { AssignCard } from "./AssignCard.tsx";
import { heads } from "./cards.tsx";
import { RecordForm } from "./RecordForm.tsx";
import { auditWords } from "./words-audit.ts";
import "./evaluation.css";

export function AuditPage(): React.JSX.Element {
  const params: { readonly county?: string; readonly audit?: string } = useParams({ strict: false });
  const key = { county: Number(params.county), id: params.audit ?? "" };
  const audit = useQuery({ queryKey: ["evaluation", "audit", key.id], queryFn: ({ signal }) => call(getAudit, { params: key }, signal) });
  return <Shown of={audit} rows={8}>{(a) => <Audit audit={a} />}</Shown>;
}

function Audit({ audit }: { readonly audit: AuditDetail }): React.JSX.Element {
  const words = useWords(auditWords);
  const [locale] = useLocale();
  const told = useTold();
  const { message, modal } = App.useApp();
  const queries = useQueryClient();
  const file = useRef<HTMLInputElement>(null);
  const again = async (): Promise<void> => { await queries.invalidateQueries({ queryKey: ["evaluation"] }); };
  const named = (n: { readonly zh: string; readonly en: string }): string => (locale === "en" ? n.en : n.zh);
  const done = audit.answered;
  const left = Math.max(0, audit.drawn - done);
  const close = useMutation({ mutationFn: () => call(closeAudit, { body: { audit: { county: audit.county, id: audit.id } } }), onSuccess: async ({ reports }) => { void message.success(words.didClose(number(reports))); await again(); }, onError: (error) => { void message.error(told(error)); } });
  const upload = useMutation({
    mutationFn: async (chosen: File) => { const body = new FormData(); body.append("file", chosen); return importAnswer.parse(await (await request(address(importList, { params: { county: audit.county, id: audit.id } }), { method: "POST", body })).json()); },
    onSuccess: async ({ recorded, unchanged, refused }) => { void message.success(words.imported(number(recorded), number(unchanged))); const first = refused[0]; if (first) void message.warning(words.importRefused(String(first.row), first.reason), 8); await again(); },
    onError: (error) => { void message.error(told(error)); },
  });
  return (
    <>
      <PageHead title={audit.name} line={line(words.head(audit.place, named(kindNames[audit.kind]), audit.drawnBy ? words.by(audit.drawnBy) : ""), named(designNames[audit.design]), words.seedIs(audit.seed))} tags={<>{audit.simulated ? <span className="tag warn">{words.simulated}</span> : null}<span className={`tag ${audit.closedOn ? "" : "primary"}`}>{audit.closedOn ? words.closed(audit.closedOn) : words.open}</span></>}
        acts={<>
          <Link to={"/evaluation/audits" as string}><Button>{words.title}</Button></Link>
          {audit.may.export ? <Button href={address(fieldList, { params: { county: audit.county, id: audit.id } })} download>{words.export}</Button> : null}
          {audit.may.record ? <><input ref={file} type="file" accept=".xlsx,.csv" hidden aria-label={words.import} onChange={(e) => { const chosen = e.target.files?.[0]; if (chosen) upload.mutate(chosen); e.target.value = ""; }} /><Button loading={upload.isPending} onClick={() => file.current?.click()}>{words.import}</Button></> : null}
          {audit.may.close ? <Button type="primary" loading={close.isPending} onClick={() => { void modal.confirm({ title: words.closeAsk, content: left > 0 ? words.closeMissing(number(left)) : null, okText: words.close, cancelText: words.back, onOk: () => { close.mutate(); } }); }}>{words.close}</Button> : null}
          {audit.closedOn ? <Link to={"/evaluation" as string} search={{ region: audit.region, year: audit.year, quarter: audit.quarter } as never}><Button type="primary">{words.report}</Button></Link> : null}
        </>} />
      <div className="audit-cards">
        <Units audit={audit} onDone={again} />
        <div className="stack">
          <FindingCard title={left === 0 ? words.allDone(number(done)) : audit.closedOn ? words.closedTitle(number(done), number(left)) : words.progressTitle(number(done), number(left))} note={audit.closedOn ? "" : words.notYet}>
            <div className="card-table" role="region" tabIndex={0} aria-label={words.town}><table className="plain"><thead><tr><th scope="col">{words.town}</th><th scope="col" className="num">{words.drawnCol}</th><th scope="col" className="num">{words.assignedCol}</th><th scope="col" className="num">{words.doneCol}</th></tr></thead>
              <tbody>{audit.towns.map((t) => <tr key={t.region}><th scope="row">{t.name}</th><td className="num">{number(t.drawn)}</td><td className="num">{number(t.assigned)}</td><td className="num">{number(t.done)}</td></tr>)}</tbody></table></div>
          </FindingCard>
          {audit.may.assign ? <AssignCard audit={audit} onDone={again} /> : null}
          {audit.auditors.length > 0 ? <FindingCard title={`${words.auditor} ${number(audit.auditors.length)}`}><dl className="measures">{audit.auditors.map((a) => <div key={a.post}><dt>{a.name}</dt><dd className="num">{words.progress(number(a.done), number(a.households))}</dd></div>)}</dl></FindingCard> : null}
        </div>
      </div>
    </>
  );
}

type State = "all" | "mine" | "open" | "done" | "unreached";

function Units({ audit, onDone }: { readonly audit: AuditDetail; readonly onDone: () => Promise<void> }): React.JSX.Element {
  const words = useWords(auditWords);
  const [state, setState] = useState<State>(audit.may.record && audit.auditors.length > 0 ? "mine" : "all");
  const [open, setOpen] = useState<UnitRow>();
  const list = useInfiniteQuery({
    queryKey: ["evaluation", "units", audit.id, state], initialPageParam: 0,
    queryFn: ({ pageParam, signal }) => call(listUnits, { params: { county: audit.county, id: audit.id }, query: { after: pageParam, limit: 50, ...(state === "mine" ? { mine: "true" } : state === "all" ? {} : { state }) } as never }, signal), getNextPageParam: (page) => page.next,
  });
  const rows = list.data?.pages.flatMap((p) => p.rows) ?? [];
  const says = (u: UnitRow): string => (u.result === null ? words.states.open : u.result.reached ? (u.result.eligible ? words.eligibleYes : words.eligibleNo) : `${words.states.unreached} ${u.result.reason ? words.form.reasons[u.result.reason] : ""}`);
  return (
    <section className="card audit-list">
      <div className="table-tools"><Choices<State> label={words.units} value={state} of={[["all", words.all], ["mine", words.mine], ["open", words.states.open], ["done", words.states.done], ["unreached", words.states.unreached]]} onChange={setState} /></div>
      {list.isPending ? <Loading rows={6} /> : rows.length === 0 ? <EmptyState>{words.noUnits}</EmptyState> : (
        <div className="grid-scroll" role="region" tabIndex={0} aria-label={words.units}>
          <table className="grid"><thead><tr>{heads(words.unitHeads).map((h, i) => <th key={h} scope="col" className={i === 0 || i === 4 ? "num" : undefined}>{h}</th>)}<th scope="col"><span className="sr">{words.record}</span></th></tr></thead>
            <tbody>{rows.map((u) => (
              <tr key={u.id} className={open?.id === u.id ? "current" : ""}>
                <td className="num">{u.ordinal}</td><td>{u.town}</td><td>{u.village}</td><td>{u.head}{u.standIn ? <span className="tag"> {words.standIn}</span> : null}</td><td className="num">{number(u.persons)}</td><td>{u.auditor ?? "—"}</td>
                <td>{says(u)}{u.grp === null ? null : <span className="tag"> {words.grp[String(u.grp) as "1" | "2" | "3"]}</span>}</td>
                <td>{u.mine && audit.may.record ? <Button size="small" onClick={() => setOpen(u)}>{u.result ? words.correct : words.record}</Button> : null}</td>
              </tr>))}</tbody></table>
        </div>
      )}
      {list.hasNextPage ? <div className="card-foot"><Button onClick={() => { void list.fetchNextPage(); }} loading={list.isFetchingNextPage}>{words.more}</Button></div> : null}
      {open ? <RecordForm key={open.id} audit={{ county: audit.county, id: audit.id }} unit={open} onClose={() => setOpen(undefined)} onDone={async () => { await onDone(); setOpen(undefined); }} /> : null}
    </section>
  );
}
