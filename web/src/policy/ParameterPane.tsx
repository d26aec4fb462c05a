/** One parameter: what counts where and when, every published row with its source, proposals, and a form to propose a new value. */
import { useState } from "react";
import { App, Button, Input } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { decideParameter, getParameterHistory, type ParameterHistory, type ParameterProposal, type ParameterValues } from "@diguan/core/policy/contract.ts";
import { surenessName } from "@diguan/core/policy/labels.ts";
import { call } from "../api.ts";
import { line, number } from "../kit/formats.ts";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { Shown, useTold } from "../kit/States.tsx";
import { StateTag } from "../kit/StateTag.tsx";
import { ProposeForm } from "./ProposeForm.tsx";
import { shownValue } from "./value.ts";
import { policyWords } from "./words.ts";

export function ParameterPane({ code, of, onClose }: { readonly code: string; readonly of: ParameterValues; readonly onClose: () => void }): React.JSX.Element {
  const words = useWords(policyWords);
  const [locale] = useLocale();
  const [proposing, setProposing] = useState(false);
  const history = useQuery({ queryKey: ["parameters", "history", code], queryFn: ({ signal }) => call(getParameterHistory, { params: { code }, query: {} }, signal) });
  const info = of.rows.find((r) => r.code === code);
  return (
    <section className="card parameter-pane" aria-label={code}>
      <div className="table-tools"><h2>{info ? (locale === "en" ? info.en : info.zh) : code}</h2><span className="code mut sm">{code}</span><span className="push" /><Button size="small" onClick={onClose}>{words.close}</Button></div>
      <div className="card-body">
        <Shown of={history} rows={6}>
          {(h) => (
            <>
              {info ? <p>{info.inForce ? <b>{shownValue(info.inForce.value, info.unit, locale)}</b> : words.noValue} <span className="sub sm">{line(info.inForce?.place, info.inForce?.source)}</span></p> : null}
              <h3>{words.timeline}</h3>
              {h.places.map((p) => (
                <div key={p.region}><p className="sub sm">{p.region === 0 ? words.nation : p.place}</p>
                  <ul className="stretches">{p.stretches.map((s) => <li key={s.from}><span className="mut">{s.to === null ? `${s.from} ${words.openEnd}` : words.period(s.from, s.to)}</span><b>{shownValue(s.value, info?.unit ?? "", locale)}</b></li>)}</ul></div>))}
              {h.rules.length > 0 ? <p className="sub sm">{words.parameterColumns.used}{"\u3000"}{h.rules.map((r) => <Link key={r.id} to={`/rules/${r.id}` as string}>{locale === "en" ? r.en : r.zh} </Link>)}</p> : null}
              <h3>{words.proposals}</h3>
              {h.proposals.length === 0 ? <p className="mut sm">{words.noProposals}</p> : h.proposals.map((p) => <Proposal key={p.id} of={p} />)}
              {of.may.propose && info ? (proposing ? <ProposeForm info={info} history={h} region={of.region} nation={of.may.nation} onDone={() => setProposing(false)} /> : <Button onClick={() => setProposing(true)}>{words.propose}</Button>) : null}
              <Rows of={h} unit={info?.unit ?? ""} />
            </>)}
        </Shown>
      </div>
    </section>
  );
}

function Rows({ of, unit }: { readonly of: ParameterHistory; readonly unit: string }): React.JSX.Element {
  const words = useWords(policyWords);
  const [locale] = useLocale();
  return (
    <details><summary>{words.rowsTitle} {words.rowsCount(number(of.rows.length))}</summary>
      <ul className="stretches">{of.rows.map((r) => <li key={`${r.region}${r.validFrom}`}><span className="mut">{line(r.region === 0 ? words.nation : r.place, r.validTo === null ? `${r.validFrom} ${words.openEnd}` : words.period(r.validFrom, r.validTo))}</span><span><b>{shownValue(r.value, unit || r.unit, locale)}</b> <span className="sub sm">{line(r.source, surenessName(r.sureness, locale))}</span></span></li>)}</ul>
    </details>
  );
}

function Proposal({ of: p }: { readonly of: ParameterProposal }): React.JSX.Element {
  const words = useWords(policyWords);
  const [locale] = useLocale();
  const told = useTold();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [note, setNote] = useState("");
  const decide = useMutation({
    mutationFn: (approve: boolean) => call(decideParameter, { params: { id: p.id }, body: { approve, note: note.trim() } }),
    onSuccess: async () => { void message.success(words.decided); await queries.invalidateQueries({ queryKey: ["parameters"] }); }, onError: (error) => { void message.error(told(error)); },
  });
  return (
    <article className="proposal">
      <div className="row wrap-row"><b>{shownValue(p.value, p.unit, locale)}</b><span>{p.region === 0 ? words.nation : p.place}</span><span className="mut">{p.validTo === null ? `${p.validFrom} ${words.openEnd}` : words.period(p.validFrom, p.validTo)}</span>
        <StateTag tone={p.decision === null ? "warn" : p.decision.approved ? "ok" : "plain"} icon={null}>{p.decision === null ? words.pending : p.decision.approved ? words.approved : words.refused}</StateTag></div>
      <span>{p.source}</span><span className="sub sm">{line(p.reason, words.proposedBy(p.byName, p.proposedAt.slice(0, 10)))}</span>
      {p.decision ? <span className="sub sm">{line(words.decidedBy(p.decision.byName, p.decision.at.slice(0, 10)), p.decision.note)}</span> : p.mayDecide ? (
        <div className="row wrap-row"><Input size="small" style={{ width: 180 }} aria-label={words.reason} placeholder={words.reason} maxLength={400} value={note} onChange={(e) => setNote(e.target.value)} /><Button size="small" type="primary" loading={decide.isPending} onClick={() => decide.mutate(true)}>{words.approve}</Button><Button size="small" onClick={() => decide.mutate(false)}>{words.refuse}</Button></div>
      ) : <span className="mut sm">{words.ownProposal}</span>}
    </article>
  );
}
