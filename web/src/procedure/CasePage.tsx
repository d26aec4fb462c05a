/** One case: the drip line with days, what is due and who must do it, objections, what happened with evidence and votes, the terms it began with. */
import { useState } from "react";
import { App, Button, Input } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { consentToExit, getCase, objectTo, openCases, revealContact, type CaseView } from "@diguan/core/procedure/contract.ts";
import { printNotice } from "@diguan/core/procedure/contract-more.ts";
import { evidenceNames, purposeNames, requirementNames, signatureNames } from "@diguan/core/procedure/names.ts";
import { address, call } from "../api.ts";
import { DripLine } from "../kit/Drop.tsx";
import { FindingCard } from "../kit/FindingCard.tsx";
import { line, number, shortDate } from "../kit/formats.ts";
import { useWords } from "../kit/i18n.tsx";
import { PageHead } from "../kit/PageHead.tsx";
import { Shown, useTold } from "../kit/States.tsx";
import { StateTag } from "../kit/StateTag.tsx";
import { newKey } from "../registry/household.ts";
import { ActForm } from "./ActForm.tsx";
import { DaysLeft, StatusTag, useTwo, useWho } from "./marks.tsx";
import { CaseTimeline } from "./Timeline.tsx";
import { procedureWords } from "./words.ts";
import "./procedure.css";

export function CasePage(): React.JSX.Element {
  const params: { county?: string; id?: string } = useParams({ strict: false });
  const key = { county: Number(params.county), id: params.id ?? "" };
  const found = useQuery({ queryKey: ["procedure", "case", key.county, key.id], queryFn: ({ signal }) => call(getCase, { params: key }, signal), placeholderData: (before) => before });
  return <Shown of={found} rows={8}>{(c) => <Page key={`${c.id}|${String(c.version)}`} c={c} />}</Shown>;
}

function Page({ c }: { readonly c: CaseView }): React.JSX.Element {
  const words = useWords(procedureWords);
  const two = useTwo();
  const who = useWho();
  const queries = useQueryClient();
  const refresh = (): Promise<unknown> => Promise.all([queries.invalidateQueries({ queryKey: ["procedure"] }), queries.invalidateQueries({ queryKey: ["household"] }), queries.invalidateQueries({ queryKey: ["overview"] })]);
  const { today } = c;
  return (
    <>
      <PageHead title={line(c.name, two(purposeNames[c.purpose]))} tags={<><StatusTag status={c.status} /><DaysLeft row={c} /></>}
        line={<>{line(c.village, c.groupName, c.number, two(c.definitionName), words.opened(c.openedOn))} {c.householdId ? <Link to="/households/$county/$id" params={{ county: String(c.county), id: c.householdId }} className="plain-link" search={() => ({})}>{words.recordLink} ›</Link> : null}{c.about ? <> <Link to="/procedure/$county/$id" params={{ county: String(c.county), id: c.about.id }} className="plain-link" search={() => ({})}>{words.about} {c.about.number}</Link></> : null}</>} />
      <div className="card case-line" role="region" tabIndex={0} aria-label={words.lineOf(two(c.definitionName))}><DripLine label={two(c.definitionName)} spoken={words.states} steps={c.steps.map((s) => ({ key: s.name, label: two(s), state: s.state, ...(s.on ? { note: shortDate(s.on) } : s.state === "now" && c.notice ? { note: words.left(number(c.notice.daysLeft)) } : {}) }))} /></div>
      <div className="case-columns">
        <div className="stack">
          {c.next ? (
            <section className="card act-card next-step" aria-label={words.next}><header className="card-head"><h2>{words.next}：{two(c.next)}</h2><p className="card-line">{words.nextBy(who(c.next.roles))}</p></header>
              <div className="card-body">
                {c.notice ? <NoticeLine c={c} today={today} /> : null}
                {c.dissent ? <p><StateTag tone="warn">{words.dissent(c.dissent.on)}</StateTag> {c.dissent.reason}</p> : null}
                {c.next.blocked ? <p><StateTag tone="warn">{words.blocked}</StateTag> {c.next.blocked.message}</p> : null}
                <p className="sm sub">{line(...(c.next.evidence.length > 0 ? [`${words.needs} ${c.next.evidence.map((e) => two(evidenceNames[e])).join("、")}`] : []), ...(c.next.signatures.length > 0 ? [`${words.sign} ${c.next.signatures.map((e) => two(signatureNames[e])).join("、")}`] : []), ...c.next.requires.map((r) => two(requirementNames[r])))}</p>
                {c.may.consent ? <Consent c={c} onDone={refresh} /> : <ActForm cases={[c]} next={c.next} today={today} objections={c.objectionList} onDone={refresh} />}
              </div>
            </section>) : <Over c={c} onDone={refresh} />}
          <Objections c={c} onDone={refresh} />
        </div>
        <div className="stack"><CaseTimeline c={c} />
          <FindingCard title={words.terms} note={words.termsLine(c.openedOn)}>
            <div className="grid-scroll" role="region" tabIndex={0} aria-label={words.termsTable}><table className="plain terms"><caption className="sr">{words.terms}</caption><thead><tr><th scope="col">{words.termColumns.name}</th><th scope="col" className="num">{words.termColumns.value}</th><th scope="col">{words.termColumns.from}</th><th scope="col">{words.termColumns.source}</th></tr></thead>
              <tbody>{c.terms.filter((t) => !t.code.startsWith("PROCEDURE_PUBLIC")).map((t) => <tr key={t.code}><th scope="row">{two(t)}</th><td className="num">{number(t.value)} {t.unit === "days" ? words.daysUnit : t.unit === "months" ? words.monthsUnit : ""}</td><td>{t.from}</td><td className="sub sm">{t.source}</td></tr>)}</tbody></table></div>
          </FindingCard>
        </div>
      </div>
    </>
  );
}

function NoticeLine({ c, today }: { readonly c: CaseView; readonly today: string }): React.JSX.Element | null {
  const words = useWords(procedureWords);
  const n = c.notice;
  if (!n) return null;
  const runs = today <= n.to;
  return <p className="row">{runs ? <StateTag tone="primary">{words.running(n.from, n.to, number(n.daysLeft))}</StateTag> : <StateTag tone="ok">{words.ended(n.to)}</StateTag>}{runs ? <><a href={n.address} target="_blank" rel="noreferrer">{words.publicPage}</a><a href={address(printNotice, { params: { county: c.county, id: n.id } })} target="_blank" rel="noreferrer">{words.print}</a></> : null}</p>;
}

function Consent({ c, onDone }: { readonly c: CaseView; readonly onDone: () => Promise<unknown> }): React.JSX.Element {
  const words = useWords(procedureWords);
  const told = useTold();
  const { message } = App.useApp();
  const [reason, setReason] = useState("");
  const say = useMutation({
    mutationFn: (agrees: boolean) => call(consentToExit, { params: { county: c.county, id: c.id }, body: { version: c.version, agrees, ...(agrees ? {} : { reason }) } }),
    onSuccess: async () => { void message.success(words.done); await onDone(); }, onError: (e) => { void message.error(told(e), 6); },
  });
  return (
    <div className="act-form"><h3>{words.consentTitle}</h3><p>{words.consentNote}</p>
      <Button type="primary" size="large" block loading={say.isPending} onClick={() => say.mutate(true)}>{words.consentYes}</Button>
      <label className="field"><span>{words.reason}</span><Input.TextArea rows={2} value={reason} onChange={(e) => setReason(e.target.value)} /></label>
      <Button size="large" block disabled={reason.trim().length < 4} loading={say.isPending} onClick={() => say.mutate(false)}>{words.consentNo}</Button>
    </div>
  );
}

function Over({ c, onDone }: { readonly c: CaseView; readonly onDone: () => Promise<unknown> }): React.JSX.Element {
  const words = useWords(procedureWords);
  const told = useTold();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const lodge = useMutation({
    mutationFn: () => call(openCases, { body: { key: newKey(), purpose: "appeal", definition: "appeal", households: [], about: { county: c.county, id: c.id }, detail: {}, reason: words.appeal } }),
    onSuccess: async ({ opened: [made] }) => { await onDone(); if (made) void navigate({ to: "/procedure/$county/$id", params: { county: String(made.county), id: made.id }, search: () => ({}) }); }, onError: (e) => { void message.error(told(e), 6); },
  });
  return (
    <FindingCard title={words.statuses[c.status]} {...(c.overReason ? { note: c.overReason } : {})}>
      {c.effects.map((e) => <p key={`${e.kind}${e.on}`}><StateTag tone="ok">{words.effectNames[e.kind as "registered"]}</StateTag> {e.on}{e.kind === "exited" ? `　${words.frozen}` : ""}</p>)}
      {c.appealUntil ? <p className="sub">{words.appealUntil(c.appealUntil)} {c.may.appeal ? <Button size="small" loading={lodge.isPending} onClick={() => lodge.mutate()}>{words.appeal}</Button> : null}</p> : null}
      {c.appeals.map((a) => <p key={a.id}><Link to="/procedure/$county/$id" params={{ county: String(a.county), id: a.id }} search={() => ({})}>{words.appeals} {a.number}</Link></p>)}
    </FindingCard>
  );
}

function Objections({ c, onDone }: { readonly c: CaseView; readonly onDone: () => Promise<unknown> }): React.JSX.Element {
  const words = useWords(procedureWords);
  const told = useTold();
  const { message, modal } = App.useApp();
  const [text, setText] = useState("");
  const [adding, setAdding] = useState(false);
  const add = useMutation({
    mutationFn: () => call(objectTo, { params: { county: c.county, id: c.id }, body: { id: newKey(), text: text.trim() } }),
    onSuccess: async ({ reference }) => { setAdding(false); void modal.info({ title: words.reference(reference) }); await onDone(); }, onError: (e) => { void message.error(told(e), 6); },
  });
  const look = useMutation({ mutationFn: (id: string) => call(revealContact, { params: { county: c.county, id }, body: { reason: "complaint" } }), onSuccess: ({ value }) => { void modal.info({ title: words.contact, content: value ?? words.noContact }); }, onError: (e) => { void message.error(told(e), 6); } });
  return (
    <FindingCard title={words.objections(number(c.objectionList.length))} tools={c.may.object ? <Button type="link" size="small" onClick={() => setAdding(!adding)}>{words.addObjection}</Button> : undefined}>
      {adding ? <div className="act-form"><Input.TextArea rows={2} maxLength={2000} aria-label={words.acts.object} value={text} onChange={(e) => setText(e.target.value)} /><Button type="primary" disabled={text.trim().length < 4} loading={add.isPending} onClick={() => add.mutate()}>{words.submit}</Button></div> : null}
      {c.objectionList.length === 0 ? <p className="mut sm">{words.noObjections}</p> : <ul className="objections">{c.objectionList.map((o) => (
        <li key={o.id}><p>{o.text}</p><p className="sm sub">{line(o.on, o.source === "public" ? words.anonymous : o.source === "staff" ? words.staff : words.household, words.reference(o.reference))} {o.hasContact ? <Button type="link" size="small" onClick={() => look.mutate(o.id)}>{words.seeContact}</Button> : null}</p>
          {o.answer ? <p className="sm"><StateTag tone={o.answer.upheld ? "warn" : "ok"}>{o.answer.upheld ? words.upheld : words.dismissed}</StateTag> {words.answered(o.answer.on)}　{o.answer.text}</p> : <StateTag tone="bad">{words.checkBy(o.due)}</StateTag>}</li>))}</ul>}
    </FindingCard>
  );
}
