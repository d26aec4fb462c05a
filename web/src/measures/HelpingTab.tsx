/** 帮扶: who helps this household, with which measures, who works where, and what visits found. */
import { useState } from "react";
import { App, Button } from "antd";
import { useMutation, useQuery } from "@tanstack/react-query";
import { measureOf, measureStateNames, moneySources, statesAfter } from "@diguan/core/measures/catalogue.ts";
import { getHelping, withdrawWork, type Helping, type MeasureView } from "@diguan/core/measures/contract.ts";
import { helperRanks, visitPurposes } from "@diguan/core/helpers/ranks.ts";
import { endPairing } from "@diguan/core/helpers/contract.ts";
import type { HouseholdPage } from "@diguan/core/registry/contract.ts";
import { call } from "../api.ts";
import { FindingCard } from "../kit/FindingCard.tsx";
import { clock, line, number, yuan } from "../kit/formats.ts";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { EmptyState, Shown, useTold } from "../kit/States.tsx";
import { StateTag } from "../kit/StateTag.tsx";
import { useRefresh } from "../registry/household.ts";
import { ReasonModal } from "../registry/ReasonModal.tsx";
import { AssignForm, MeasureForm, MoveForm, VisitForm, WorkForm } from "./HelpForms.tsx";
import { helpWords } from "./words.ts";

type Open = { readonly what: "assign" | "measure" | "work" | "visit" } | { readonly what: "move"; readonly measure: MeasureView } | { readonly what: "end" | "withdraw"; readonly id: string };

export function HelpingTab({ page }: { readonly page: HouseholdPage }): React.JSX.Element {
  const query = useQuery({ queryKey: ["household", page.key.county, page.key.id, "helping"], queryFn: ({ signal }) => call(getHelping, { params: page.key }, signal) });
  return <Shown of={query}>{(helping) => <Cards page={page} helping={helping} />}</Shown>;
}

function Cards({ page, helping }: { readonly page: HouseholdPage; readonly helping: Helping }): React.JSX.Element {
  const words = useWords(helpWords);
  const told = useTold();
  const { message } = App.useApp();
  const refresh = useRefresh(page.key);
  const [open, setOpen] = useState<Open>();
  const close = (): void => setOpen(undefined);
  const done = async (): Promise<void> => { await refresh(); void message.success(words.saved); close(); };
  const failed = (e: Error): void => { void message.error(told(e), 6); };
  const { today } = helping;
  const end = useMutation({ mutationFn: (reason: string) => call(endPairing, { params: { ...page.key, pairing: open?.what === "end" ? open.id : "" }, body: { on: today, reason } }), onSuccess: done, onError: failed });
  const withdraw = useMutation({ mutationFn: (reason: string) => call(withdrawWork, { params: { ...page.key, period: open?.what === "withdraw" ? open.id : "" }, body: { reason } }), onSuccess: done, onError: failed });
  const may = helping.may.edit && page.valid;
  return (
    <div className="helping">
      <div>
        <Helpers helping={helping} onAssign={helping.may.assign && page.valid ? () => setOpen({ what: "assign" }) : undefined} onEnd={helping.may.assign ? (id) => setOpen({ what: "end", id }) : undefined} />
        <Visits helping={helping} onAdd={may ? () => setOpen({ what: "visit" }) : undefined} />
      </div>
      <div>
        <Measures helping={helping} onPlan={may ? () => setOpen({ what: "measure" }) : undefined} onMove={may ? (measure) => setOpen({ what: "move", measure }) : undefined} />
        <Work helping={helping} onAdd={may ? () => setOpen({ what: "work" }) : undefined} onWithdraw={may ? (id) => setOpen({ what: "withdraw", id }) : undefined} />
      </div>
      {open?.what === "assign" ? <AssignForm of={page.key} today={today} onClose={close} onDone={done} /> : null}
      {open?.what === "measure" ? <MeasureForm of={page.key} year={page.year} members={helping.members} onClose={close} onDone={done} /> : null}
      {open?.what === "move" ? <MoveForm of={page.key} measure={open.measure} onClose={close} onDone={done} /> : null}
      {open?.what === "work" ? <WorkForm of={page.key} members={helping.members} onClose={close} onDone={done} /> : null}
      {open?.what === "visit" ? <VisitForm of={page.key} onClose={close} onDone={done} /> : null}
      {open?.what === "end" ? <ReasonModal title={words.end} busy={end.isPending} onCancel={close} onDone={({ reason }) => end.mutate(reason)} /> : null}
      {open?.what === "withdraw" ? <ReasonModal title={words.withdrawTitle} busy={withdraw.isPending} onCancel={close} onDone={({ reason }) => withdraw.mutate(reason)} /> : null}
    </div>
  );
}

const named = (list: readonly { readonly value: number; readonly zh: string; readonly en: string }[], value: number | null, locale: string): string => { const found = list.find((x) => x.value === value); return found ? (locale === "en" ? found.en : found.zh) : ""; };

function Helpers({ helping, onAssign, onEnd }: { readonly helping: Helping; readonly onAssign: (() => void) | undefined; readonly onEnd: ((id: string) => void) | undefined }): React.JSX.Element {
  const words = useWords(helpWords);
  const [locale] = useLocale();
  const now = helping.helpers.filter((h) => h.to === null);
  return (
    <FindingCard title={now.length === 0 ? words.noHelper : words.helpersTitle(number(now.length))} tools={onAssign ? <Button size="small" type="primary" onClick={onAssign}>{words.assign}</Button> : undefined}
      table={{ heads: [words.name, words.unit, words.post, words.rank, words.start, words.finish], rows: helping.helpers.map((h) => [h.name, h.unit, h.post, named(helperRanks, h.rank, locale), h.from, h.to]) }}>
      {helping.helpers.length === 0 ? <EmptyState>{words.noHelperWhat}</EmptyState> : (
        <ul className="help-list">{helping.helpers.map((h) => (
          <li key={h.id} className={h.to === null ? "" : "gone"}>
            <div><b>{h.name}</b>　{h.unit} {h.post}　{named(helperRanks, h.rank, locale)}
              <br /><span className="mut sm">{h.to === null ? line(words.since(h.from), h.quota === null ? words.load(number(h.households)) : words.quota(number(h.households), number(h.quota))) : words.ended(h.to, h.reason ?? "")}</span></div>
            <div>{h.to === null && h.quota !== null && h.households > h.quota ? <StateTag tone="warn">{words.over}</StateTag> : null}{h.to === null && onEnd ? <Button type="link" size="small" onClick={() => onEnd(h.id)}>{words.end}</Button> : null}</div>
          </li>))}</ul>)}
    </FindingCard>
  );
}

const toneOf = (state: MeasureView["state"]): "plain" | "primary" | "ok" | "bad" => (state === "running" || state === "approved" ? "primary" : state === "verified" || state === "paid" || state === "accepted" || state === "completed" ? "ok" : state === "recovered" || state === "ended" ? "bad" : "plain");

function Measures({ helping, onPlan, onMove }: { readonly helping: Helping; readonly onPlan: (() => void) | undefined; readonly onMove: ((measure: MeasureView) => void) | undefined }): React.JSX.Element {
  const words = useWords(helpWords);
  const [locale] = useLocale();
  const nameOf = (code: string): string => { const m = measureOf(code); return m ? (locale === "en" ? m.en : m.zh) : code; };
  const stateOf = (state: MeasureView["state"]): string => measureStateNames[state][locale === "en" ? "en" : "zh"];
  const { measures } = helping;
  return (
    <FindingCard title={measures.length === 0 ? words.noMeasure : words.measuresTitle(number(measures.length))} note={measures.length === 0 ? "" : words.note2} tools={onPlan ? <Button size="small" type="primary" onClick={onPlan}>{words.plan}</Button> : undefined}
      table={{ heads: [words.year, words.kind, words.forWhom, words.state, words.amount, words.start, words.finish, words.content], numeric: [4], rows: measures.map((m) => [m.year, nameOf(m.code), m.memberName ?? words.family, stateOf(m.state), yuan(m.amountFen), m.startedOn, m.finishedOn, m.content]) }}>
      {measures.length === 0 ? <EmptyState>{words.noMeasureWhat}</EmptyState> : (
        <ul className="help-list">{measures.map((m) => (
          <li key={m.id}>
            <div><b>{nameOf(m.code)}</b>　<span className="sub">{m.memberName ?? words.family}　{m.year}</span>
              <br /><span className="mut sm">{line(m.content, m.scale, m.amountFen === null ? null : words.money(yuan(m.amountFen)), named(moneySources, m.moneySource, locale), m.startedOn && words.period(m.startedOn, m.finishedOn ?? words.now), m.effectFen === null ? null : words.effectOf(yuan(m.effectFen)), m.responsible)}</span>
              <details><summary className="sm">{words.history}</summary><ol className="help-steps">{m.events.map((e) => <li key={`${e.at}${e.to}`}>{line(clock(e.at), stateOf(e.to as MeasureView["state"]), e.by, e.note)}</li>)}</ol></details></div>
            <div><StateTag tone={toneOf(m.state)} icon={null}>{stateOf(m.state)}</StateTag>{onMove && statesAfter(m.state).length > 0 ? <Button type="link" size="small" onClick={() => onMove(m)}>{words.move}</Button> : null}</div>
          </li>))}</ul>)}
    </FindingCard>
  );
}

function Work({ helping, onAdd, onWithdraw }: { readonly helping: Helping; readonly onAdd: (() => void) | undefined; readonly onWithdraw: ((id: string) => void) | undefined }): React.JSX.Element {
  const words = useWords(helpWords);
  return (
    <FindingCard title={helping.work.length === 0 ? words.noWork : words.workTitle(number(helping.work.length))} tools={onAdd ? <Button size="small" onClick={onAdd}>{words.addWork}</Button> : undefined}>
      {helping.work.length === 0 ? null : (
        <ul className="help-list">{helping.work.map((w) => (
          <li key={w.id}><div><b>{w.memberName}</b>　{words.period(w.from, w.to ?? words.now)}<br /><span className="mut sm">{line(w.placeName, w.employer, w.trade, w.channel, w.wageFen === null ? null : words.money(yuan(w.wageFen)))}</span></div>
            <div>{onWithdraw ? <Button type="link" size="small" onClick={() => onWithdraw(w.id)}>{words.withdraw}</Button> : null}</div></li>))}</ul>)}
    </FindingCard>
  );
}

function Visits({ helping, onAdd }: { readonly helping: Helping; readonly onAdd: (() => void) | undefined }): React.JSX.Element {
  const words = useWords(helpWords);
  const [locale] = useLocale();
  return (
    <FindingCard title={helping.visits.length === 0 ? words.noVisit : words.visitsTitle(number(helping.visits.length))} tools={onAdd ? <Button size="small" onClick={onAdd}>{words.addVisit}</Button> : undefined}>
      {helping.visits.length === 0 ? null : (
        <ul className="help-list">{helping.visits.map((v) => (
          <li key={v.id} className={v.withdrawn ? "gone" : ""}><div><b>{clock(v.arrivedAt)}</b>　{v.visitor}　<span className="sub">{named(visitPurposes, v.purpose, locale)}</span>
            <br /><span className="mut sm">{line(v.found, v.promised, v.promisedBy, v.metres === null ? null : words.far(number(v.metres)))}</span></div>
            <div>{v.withdrawn ? <StateTag icon={null}>{words.withdrawn}</StateTag> : null}</div></li>))}</ul>)}
    </FindingCard>
  );
}
