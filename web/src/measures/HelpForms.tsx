/** Forms of help: assign a helper, plan a measure and move it on, enter work and visits. One question per field, nothing typed twice. */
import { useState, type ReactNode } from "react";
import { App, Button, Checkbox, Input, InputNumber, Modal, Select } from "antd";
import { useMutation, useQuery } from "@tanstack/react-query";
import { addVisit, assignHelper, listHelpers } from "@diguan/core/helpers/contract.ts";
import { visitPurposes } from "@diguan/core/helpers/ranks.ts";
import { measureList, measureStateNames, measureStates, moneySources, statesAfter, type MeasureState } from "@diguan/core/measures/catalogue.ts";
import { addMeasure, addWork, advanceMeasure, type MeasureView } from "@diguan/core/measures/contract.ts";
import { call } from "../api.ts";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { useTold } from "../kit/States.tsx";
import { newKey, type Key } from "../registry/household.ts";
import { helpWords } from "./words.ts";

interface Form { readonly of: Key; readonly onClose: () => void; readonly onDone: () => Promise<void> }
const Field = ({ label, children }: { readonly label: string; readonly children: ReactNode }): React.JSX.Element => <label className="field"><span>{label}</span>{children}</label>;
const fen = (yuan: number | null): number | undefined => (yuan === null ? undefined : Math.round(yuan * 100));
/** Leaves out what was not filled in. */
const filled = <T extends object>(all: T): { [K in keyof T]?: NonNullable<T[K]> } => Object.fromEntries(Object.entries(all).filter(([, v]) => v !== undefined && v !== "" && v !== null)) as { [K in keyof T]?: NonNullable<T[K]> };

function Box({ title, ready, busy, onClose, onOk, children }: { readonly title: string; readonly ready: boolean; readonly busy: boolean; readonly onClose: () => void; readonly onOk: () => void; readonly children: ReactNode }): React.JSX.Element {
  const words = useWords(helpWords);
  return <Modal open title={title} okText={words.save} cancelText={words.cancel} okButtonProps={{ disabled: !ready, loading: busy }} onCancel={onClose} onOk={onOk} width={560} destroyOnHidden><div className="form-grid">{children}</div></Modal>;
}

function useSave<T>(act: () => Promise<T>, onDone: () => Promise<void>): { readonly save: () => void; readonly busy: boolean } {
  const told = useTold();
  const { message } = App.useApp();
  const mutation = useMutation({ mutationFn: act, onSuccess: onDone, onError: (e) => { void message.error(told(e), 8); } });
  return { save: () => mutation.mutate(), busy: mutation.isPending };
}

export function AssignForm({ of, today, onClose, onDone }: Form & { readonly today: string }): React.JSX.Element {
  const words = useWords(helpWords);
  const [search, setSearch] = useState("");
  const [helperId, setHelper] = useState<string>();
  const [from, setFrom] = useState(today);
  const [beyond, setBeyond] = useState("");
  const [key] = useState(newKey);
  const found = useQuery({ queryKey: ["helpers", of.county, search], queryFn: ({ signal }) => call(listHelpers, { query: { region: of.county * 1_000_000, limit: 50, ...(search.trim() === "" ? {} : { search: search.trim() }) } }, signal), placeholderData: (before) => before });
  const { save, busy } = useSave(() => call(assignHelper, { params: of, body: { key, helperId: helperId ?? "", from, ...filled({ beyondQuota: beyond.trim() }) } }), onDone);
  return (
    <Box title={words.assign} ready={helperId !== undefined && from !== ""} busy={busy} onClose={onClose} onOk={save}>
      <Field label={words.helper}><Select showSearch={{ onSearch: setSearch, filterOption: false }} value={helperId ?? null} placeholder={words.findHelper} loading={found.isFetching} onChange={(v: string) => setHelper(v)}
        options={(found.data?.rows ?? []).filter((h) => h.active).map((h) => ({ value: h.id, label: `${h.name}　${h.unit}　${h.quota === null ? words.load(String(h.households)) : words.quota(String(h.households), String(h.quota))}` }))} /></Field>
      <Field label={words.start}><Input type="date" value={from} onChange={(e) => setFrom(e.target.value)} /></Field>
      <Field label={words.beyond}><Input value={beyond} maxLength={500} onChange={(e) => setBeyond(e.target.value)} /></Field>
    </Box>
  );
}

export function MeasureForm({ of, year, members, onClose, onDone }: Form & { readonly year: number; readonly members: readonly { readonly id: string; readonly name: string }[] }): React.JSX.Element {
  const words = useWords(helpWords);
  const [locale] = useLocale();
  const [code, setCode] = useState<string>();
  const [memberId, setMember] = useState<string>();
  const [planYear, setYear] = useState<number | null>(year);
  const [texts, setTexts] = useState({ content: "", scale: "", responsible: "", startedOn: "", finishedOn: "", signedOn: "" });
  const [amount, setAmount] = useState<number | null>(null);
  const [expected, setExpected] = useState<number | null>(null);
  const [moneySource, setSource] = useState<number>();
  const [state, setState] = useState<MeasureState>("planned");
  const [key] = useState(newKey);
  const text = (field: keyof typeof texts) => ({ value: texts[field], onChange: (e: { readonly target: { readonly value: string } }): void => setTexts({ ...texts, [field]: e.target.value }) });
  const { save, busy } = useSave(() => call(addMeasure, { params: of, body: { key, code: code ?? "", year: planYear ?? year, state, ...filled({ memberId, moneySource, amountFen: fen(amount), expectedFen: fen(expected), ...texts }) } }), onDone);
  const name = (x: { readonly zh: string; readonly en: string }): string => (locale === "en" ? x.en : x.zh);
  return (
    <Box title={words.plan} ready={code !== undefined && planYear !== null} busy={busy} onClose={onClose} onOk={save}>
      <Field label={words.kind}><Select showSearch={{ optionFilterProp: "label" }} value={code ?? null} placeholder={words.pick} options={measureList.map((m) => ({ value: m.code, label: name(m) }))} onChange={(v: string) => setCode(v)} /></Field>
      <Field label={words.forWhom}><Select allowClear value={memberId ?? null} placeholder={words.family} options={members.map((m) => ({ value: m.id, label: m.name }))} onChange={(v: string | undefined) => setMember(v)} /></Field>
      <Field label={words.year}><InputNumber min={2010} max={2100} value={planYear} onChange={setYear} /></Field>
      <Field label={words.entered}><Select value={state} options={measureStates.map((s) => ({ value: s, label: name(measureStateNames[s]) }))} onChange={(v: MeasureState) => setState(v)} /></Field>
      <Field label={words.content}><Input maxLength={500} {...text("content")} /></Field>
      <Field label={words.scale}><Input maxLength={200} {...text("scale")} /></Field>
      <Field label={words.amount}><InputNumber min={0} precision={2} value={amount} onChange={setAmount} /></Field>
      <Field label={words.source}><Select allowClear value={moneySource ?? null} placeholder={words.pick} options={moneySources.map((s) => ({ value: s.value, label: name(s) }))} onChange={(v: number | undefined) => setSource(v)} /></Field>
      <Field label={words.expected}><InputNumber min={0} precision={2} value={expected} onChange={setExpected} /></Field>
      <Field label={words.responsible}><Input maxLength={100} {...text("responsible")} /></Field>
      <Field label={words.start}><Input type="date" {...text("startedOn")} /></Field>
      <Field label={words.finish}><Input type="date" {...text("finishedOn")} /></Field>
      <Field label={words.signed}><Input type="date" {...text("signedOn")} /></Field>
      <p className="mut sm">{words.enteredWhat}</p>
    </Box>
  );
}

export function MoveForm({ of, measure, onClose, onDone }: Form & { readonly measure: MeasureView }): React.JSX.Element {
  const words = useWords(helpWords);
  const [locale] = useLocale();
  const next = statesAfter(measure.state);
  const [to, setTo] = useState<MeasureState | undefined>(next[0]);
  const [startedOn, setStart] = useState(measure.startedOn ?? "");
  const [finishedOn, setFinish] = useState(measure.finishedOn ?? "");
  const [signedOn, setSigned] = useState(measure.signedOn ?? "");
  const [effect, setEffect] = useState<number | null>(measure.effectFen === null ? null : measure.effectFen / 100);
  const [note, setNote] = useState("");
  const { save, busy } = useSave(() => call(advanceMeasure, { params: { ...of, measure: measure.id }, body: { to: to ?? measure.state, version: measure.version, ...filled({ startedOn, finishedOn, signedOn, effectFen: fen(effect), note: note.trim() }) } }), onDone);
  return (
    <Box title={words.move} ready={to !== undefined} busy={busy} onClose={onClose} onOk={save}>
      <Field label={words.state}><Select value={to ?? null} options={next.map((s) => ({ value: s, label: measureStateNames[s][locale === "en" ? "en" : "zh"] }))} onChange={(v: MeasureState) => setTo(v)} /></Field>
      <Field label={words.signed}><Input type="date" value={signedOn} onChange={(e) => setSigned(e.target.value)} /></Field>
      <Field label={words.start}><Input type="date" value={startedOn} onChange={(e) => setStart(e.target.value)} /></Field>
      <Field label={words.finish}><Input type="date" value={finishedOn} onChange={(e) => setFinish(e.target.value)} /></Field>
      <Field label={words.effect}><InputNumber min={0} precision={2} value={effect} onChange={setEffect} /></Field>
      <Field label={words.note}><Input value={note} maxLength={500} onChange={(e) => setNote(e.target.value)} /></Field>
    </Box>
  );
}

export function WorkForm({ of, members, onClose, onDone }: Form & { readonly members: readonly { readonly id: string; readonly name: string }[] }): React.JSX.Element {
  const words = useWords(helpWords);
  const [memberId, setMember] = useState<string>();
  const [texts, setTexts] = useState({ from: "", to: "", place: "", employer: "", trade: "", channel: "" });
  const [wage, setWage] = useState<number | null>(null);
  const [now, setNow] = useState(false);
  const [key] = useState(newKey);
  const text = (field: keyof typeof texts) => ({ value: texts[field], onChange: (e: { readonly target: { readonly value: string } }): void => setTexts({ ...texts, [field]: e.target.value }) });
  const badPlace = texts.place !== "" && !/^\d{12}$/.test(texts.place);
  const { save, busy } = useSave(() => call(addWork, { params: of, body: { key, memberId: memberId ?? "", from: texts.from, workingNow: now, ...filled({ to: texts.to, place: texts.place === "" ? undefined : Number(texts.place), employer: texts.employer.trim(), trade: texts.trade.trim(), channel: texts.channel.trim(), wageFen: fen(wage) }) } }), onDone);
  return (
    <Box title={words.addWork} ready={memberId !== undefined && texts.from !== "" && !badPlace} busy={busy} onClose={onClose} onOk={save}>
      <Field label={words.who}><Select value={memberId ?? null} placeholder={words.pick} options={members.map((m) => ({ value: m.id, label: m.name }))} onChange={(v: string) => setMember(v)} /></Field>
      <Field label={words.place}><Input inputMode="numeric" maxLength={12} {...(badPlace ? { status: "error" as const } : {})} {...text("place")} />{badPlace ? <em className="sm" role="alert">{words.placeBad}</em> : null}</Field>
      <Field label={words.start}><Input type="date" {...text("from")} /></Field>
      <Field label={words.finish}><Input type="date" {...text("to")} /></Field>
      <Field label={words.employer}><Input maxLength={100} {...text("employer")} /></Field>
      <Field label={words.trade}><Input maxLength={100} {...text("trade")} /></Field>
      <Field label={words.channel}><Input maxLength={100} {...text("channel")} /></Field>
      <Field label={words.wage}><InputNumber min={0} precision={2} value={wage} onChange={setWage} /></Field>
      <Checkbox checked={now} onChange={(e) => setNow(e.target.checked)}>{words.working}</Checkbox>
    </Box>
  );
}

export function VisitForm({ of, onClose, onDone }: Form): React.JSX.Element {
  const words = useWords(helpWords);
  const [locale] = useLocale();
  const { message } = App.useApp();
  const [arrived, setArrived] = useState("");
  const [minutes, setMinutes] = useState<number | null>(null);
  const [purpose, setPurpose] = useState<number>(1);
  const [texts, setTexts] = useState({ found: "", promised: "", promisedBy: "" });
  const [at, setAt] = useState<{ readonly lat: number; readonly lon: number }>();
  const [markHouse, setMark] = useState(false);
  const [key] = useState(newKey);
  const text = (field: keyof typeof texts) => ({ value: texts[field], onChange: (e: { readonly target: { readonly value: string } }): void => setTexts({ ...texts, [field]: e.target.value }) });
  const locate = (): void => navigator.geolocation.getCurrentPosition(({ coords }) => setAt({ lat: Number(coords.latitude.toFixed(6)), lon: Number(coords.longitude.toFixed(6)) }), () => { void message.warning(words.whereFailed); }, { timeout: 10_000 });
  const { save, busy } = useSave(() => call(addVisit, { params: of, body: { key, arrivedAt: `${arrived}:00+08:00`, purpose, markHouse: markHouse && at !== undefined, ...filled({ minutes, ...texts, ...at }) } }), onDone);
  return (
    <Box title={words.addVisit} ready={arrived !== ""} busy={busy} onClose={onClose} onOk={save}>
      <Field label={words.arrived}><Input type="datetime-local" value={arrived} onChange={(e) => setArrived(e.target.value)} /></Field>
      <Field label={words.purpose}><Select value={purpose} options={visitPurposes.map((p) => ({ value: p.value, label: locale === "en" ? p.en : p.zh }))} onChange={(v: number) => setPurpose(v)} /></Field>
      <Field label={words.minutes}><InputNumber min={0} max={1440} precision={0} value={minutes} onChange={setMinutes} /></Field>
      <Field label={words.promisedBy}><Input type="date" {...text("promisedBy")} /></Field>
      <Field label={words.found}><Input.TextArea rows={2} maxLength={1000} {...text("found")} /></Field>
      <Field label={words.promised}><Input.TextArea rows={2} maxLength={500} {...text("promised")} /></Field>
      <div className="row"><Button size="small" onClick={locate}>{words.where}</Button>{at ? <span className="sm">{words.whereOn(String(at.lat), String(at.lon))}</span> : null}</div>
      {at ? <Checkbox checked={markHouse} onChange={(e) => setMark(e.target.checked)}>{words.markHouse}</Checkbox> : null}
    </Box>
  );
}
