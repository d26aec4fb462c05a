/** The act that is due: the village's check at the house, the county's opinion (keys 1 2 3, Enter), an objection and its answer. */
import { useEffect, useState } from "react";
import { App, Button, Checkbox, DatePicker, Input, Select } from "antd";
import { useMutation, useQuery } from "@tanstack/react-query";
import { answerFinding, decideFinding, objectFinding, resolveObjection, sendFindings, urgeFindings, type FindingDetail } from "@diguan/core/comparison/contract.ts";
import { kindOf } from "@diguan/core/comparison/kinds.ts";
import { answers, decisionsFor, type Answer, type Decision } from "@diguan/core/comparison/states.ts";
import { getHousehold } from "@diguan/core/registry/contract.ts";
import { chinaDate } from "@diguan/core/time.ts";
import dayjs, { type Dayjs } from "dayjs";
import { call } from "../api.ts";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { useTold } from "../kit/States.tsx";
import { typing } from "../kit/useRows.ts";
import { comparisonWords } from "./words.ts";

interface FormProps { readonly finding: FindingDetail; readonly onDone: (stays: boolean) => Promise<void> }
const least = 4;

/** Runs an act, tells what came of it. */
function useAct(onDone: FormProps["onDone"], stays: boolean): { readonly run: (act: () => Promise<unknown>) => void; readonly busy: boolean } {
  const words = useWords(comparisonWords);
  const told = useTold();
  const { message } = App.useApp();
  const act = useMutation({ mutationFn: (what: () => Promise<unknown>) => what(), onSuccess: async () => { void message.success(words.done); await onDone(stays); }, onError: (error) => { void message.error(told(error)); } });
  return { run: (what) => act.mutate(what), busy: act.isPending };
}

export function ActForm({ finding: f, onDone }: FormProps): React.JSX.Element {
  const words = useWords(comparisonWords);
  if (f.allowed.includes("decide")) return <Decide finding={f} onDone={onDone} />;
  if (f.allowed.includes("resolve")) return <Resolve finding={f} onDone={onDone} />;
  if (f.allowed.includes("answer")) return f.allowed.includes("urge") ? <Waiting finding={f} onDone={onDone} /> : <Check finding={f} onDone={onDone} />;
  if (f.allowed.includes("object")) return <ObjectForm finding={f} onDone={onDone} />;
  if (f.allowed.includes("send")) return <Send finding={f} onDone={onDone} />;
  return <footer className="pane-acts"><p className="sm"><b>{words.notVerdict}</b>　{f.state === "answered" ? words.waitOther : words.nothing}</p></footer>;
}

function Send({ finding: f, onDone }: FormProps): React.JSX.Element {
  const words = useWords(comparisonWords);
  const { run, busy } = useAct(onDone, false);
  return <footer className="pane-acts"><p className="sm"><b>{words.notVerdict}</b></p><div className="row"><span className="push" /><Button type="primary" loading={busy} onClick={() => run(() => call(sendFindings, { body: { findings: [{ county: f.county, id: f.id }] } }))}>{words.send}</Button></div></footer>;
}

/** Whoever sent it waits for the village: urges, or records what the village reported by other means. */
function Waiting({ finding: f, onDone }: FormProps): React.JSX.Element {
  const words = useWords(comparisonWords);
  const [own, setOwn] = useState(false);
  const { run, busy } = useAct(onDone, true);
  if (own) return <Check finding={f} onDone={onDone} />;
  return <footer className="pane-acts"><p className="sm"><b>{words.notVerdict}</b>　{words.waitVillage}</p><div className="row"><span className="push" /><Button onClick={() => setOwn(true)}>{words.recordFor}</Button><Button type="primary" loading={busy} onClick={() => run(() => call(urgeFindings, { body: { findings: [{ county: f.county, id: f.id }] } }))}>{words.urge}</Button></div></footer>;
}

/** Three cards; the keys 1 2 3 choose. */
function Choice({ value, onChange, hint }: { readonly value: Answer | undefined; readonly onChange: (to: Answer) => void; readonly hint: (of: Answer) => string }): React.JSX.Element {
  const words = useWords(comparisonWords);
  useEffect(() => {
    const onKey = (e: KeyboardEvent): void => {
      if (e.ctrlKey || e.metaKey || e.altKey || typing(e.target)) return;
      const to = answers[Number(e.key) - 1];
      if (to) { onChange(to); e.preventDefault(); }
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [onChange]);
  return (
    <div className="act-choices verdicts" role="radiogroup" aria-label={words.county}>
      {answers.map((a, i) => <button key={a} type="button" role="radio" aria-checked={a === value} onClick={() => onChange(a)}><span>{words.choices[a]}<small>{hint(a)}</small></span><kbd>{i + 1}</kbd></button>)}
    </div>
  );
}

function Decide({ finding: f, onDone }: FormProps): React.JSX.Element {
  const words = useWords(comparisonWords);
  const [locale] = useLocale();
  const kind = kindOf(f.kind);
  const remedy = kind?.remedy ?? "rectify";
  const usual: Readonly<Record<Answer, Decision>> = { confirmed: remedy === "exclude" ? "removal" : remedy === "invite" ? "invite" : "rectify", refuted: "keep", excusable: "except" };
  // the village's answer is where the county begins
  const [judged, setJudged] = useState<Answer>(f.answer ?? "refuted");
  const [act, setAct] = useState<Decision>(usual[f.answer ?? "refuted"]);
  const [ground, setGround] = useState<string | undefined>(kind?.excuses[0]?.id);
  const [note, setNote] = useState("");
  const { run, busy } = useAct(onDone, false);
  const choose = (to: Answer): void => { setJudged(to); setAct(usual[to]); };
  const possible = f.answer === null ? [] : decisionsFor(f.answer, remedy);
  const options: readonly Decision[] = (judged === "confirmed" ? possible.filter((d) => d !== "except") : judged === "refuted" ? possible.filter((d) => d === "keep") : possible.filter((d) => d === "except"));
  const needsNote = act === "removal" || act === "invite" || (act === "except" && ground === "other");
  const ready = possible.includes(act) && (!needsNote || note.trim().length >= least) && (act !== "except" || ground !== undefined);
  const body = { finding: { county: f.county, id: f.id }, version: f.version };
  const days = f.parameters.find((p) => p.code === "COMPARISON_OBJECTION_DAYS")?.value;
  const submit = (): void => { if (ready) run(() => call(decideFinding, { body: { ...body, act, note: note.trim(), ...(act === "except" && ground ? { ground } : {}) } })); };
  useEffect(() => {
    const onKey = (e: KeyboardEvent): void => { if (e.key === "Enter" && !e.ctrlKey && !e.metaKey && !typing(e.target) && !(e.target instanceof HTMLElement && e.target.closest("button,a,[data-row]"))) { submit(); e.preventDefault(); } };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  });
  return (
    <footer className="pane-acts">
      <p className="sm"><b>{words.county}</b>　{days === undefined ? words.notVerdict : words.notVerdictDays(String(days))}</p>
      <Choice value={judged} onChange={choose} hint={(a) => words.becomes[usual[a]]} />
      <div className="row decide">
        {judged === "excusable" ? <Select style={{ flex: 1, minWidth: 180 }} aria-label={words.ground} value={ground ?? null} onChange={setGround} options={[...(kind?.excuses ?? []).map((g) => ({ value: g.id, label: locale === "en" ? g.en : g.zh })), { value: "other", label: words.otherGround }]} />
          : <Select<Decision> style={{ minWidth: 112 }} aria-label={words.remedy} {...(options.includes(act) ? { value: act } : {})} onChange={setAct} options={options.map((d) => ({ value: d, label: words.remedies[d] }))} />}
        <Input maxLength={600} aria-label={words.note} placeholder={words.note} value={note} onChange={(e) => setNote(e.target.value)} onPressEnter={submit} />
        <Button disabled={note.trim().length < least} title={words.backNote} loading={busy} onClick={() => run(() => call(decideFinding, { body: { ...body, act: "return", note: note.trim() } }))}>{words.back}</Button>
        <Button type="primary" disabled={!ready} loading={busy} onClick={submit}>{words.submit} <kbd>↵</kbd></Button>
      </div>
    </footer>
  );
}

function Check({ finding: f, onDone }: FormProps): React.JSX.Element {
  const words = useWords(comparisonWords);
  const [judged, setJudged] = useState<Answer>();
  const [first, setFirst] = useState("");
  const [second, setSecond] = useState("");
  const [on, setOn] = useState<Dayjs | null>(() => dayjs(chinaDate(Date.now())));
  const [signed, setSigned] = useState(false);
  const [note, setNote] = useState("");
  const [evidence, setEvidence] = useState("");
  const [files, setFiles] = useState<string[]>([]);
  const { run, busy } = useAct(onDone, false);
  const page = useQuery({ queryKey: ["household", f.county, f.householdId], queryFn: ({ signal }) => call(getHousehold, { params: { county: f.county, id: f.householdId ?? "" }, query: {} }, signal), enabled: f.householdId !== null });
  const ready = judged !== undefined && first.trim().length > 1 && second.trim().length > 1 && first.trim() !== second.trim() && on !== null && note.trim().length >= least && (judged === "refuted" || evidence.trim().length >= least || files.length > 0);
  const submit = (): void => { if (ready) run(() => call(answerFinding, { body: { finding: { county: f.county, id: f.id }, version: f.version, answer: judged, checkedOn: on.format("YYYY-MM-DD"), first: first.trim(), second: second.trim(), signed, note: note.trim(), evidence: evidence.trim(), attachments: files } })); };
  const attachments = (page.data?.attachments ?? []).filter((a) => a.withdrawnAt === null);
  return (
    <footer className="pane-acts">
      <p className="sm"><b>{words.villageAct}</b>　{words.villageHint}</p>
      <Choice value={judged} onChange={setJudged} hint={() => ""} />
      <div className="act-form check-form">
        <div className="row"><Input maxLength={30} aria-label={words.first} placeholder={words.first} value={first} onChange={(e) => setFirst(e.target.value)} /><Input maxLength={30} aria-label={words.second} placeholder={words.second} value={second} onChange={(e) => setSecond(e.target.value)} /><DatePicker aria-label={words.day} value={on} onChange={setOn} allowClear={false} disabledDate={(d) => d.isAfter(chinaDate(Date.now()), "day")} /></div>
        <Input.TextArea rows={2} maxLength={600} aria-label={words.what} placeholder={words.what} value={note} onChange={(e) => setNote(e.target.value)} />
        <div className="row"><Input maxLength={200} aria-label={words.proofNo} placeholder={words.proofNo} value={evidence} onChange={(e) => setEvidence(e.target.value)} />{attachments.length > 0 ? <Select mode="multiple" style={{ minWidth: 160 }} aria-label={words.attachments} placeholder={words.attachments} value={files} onChange={setFiles} options={attachments.map((a) => ({ value: a.id, label: a.name }))} /> : null}</div>
        <div className="row"><Checkbox checked={signed} onChange={(e) => setSigned(e.target.checked)}>{words.signedBox}</Checkbox><span className="push" /><Button type="primary" disabled={!ready} loading={busy} onClick={submit}>{words.answerSubmit}</Button></div>
      </div>
    </footer>
  );
}

function ObjectForm({ finding: f, onDone }: FormProps): React.JSX.Element {
  const words = useWords(comparisonWords);
  const [reason, setReason] = useState("");
  const { run, busy } = useAct(onDone, true);
  return (
    <footer className="pane-acts">
      <p className="sm"><b>{words.object}</b>　{words.objectHint(f.objectUntil ?? "")}</p>
      <div className="row decide"><Input maxLength={600} aria-label={words.objectReason} placeholder={words.objectReason} value={reason} onChange={(e) => setReason(e.target.value)} /><Button disabled={reason.trim().length < least} loading={busy} onClick={() => run(() => call(objectFinding, { body: { finding: { county: f.county, id: f.id }, version: f.version, reason: reason.trim() } }))}>{words.objectSubmit}</Button></div>
    </footer>
  );
}

function Resolve({ finding: f, onDone }: FormProps): React.JSX.Element {
  const words = useWords(comparisonWords);
  const [note, setNote] = useState("");
  const { run, busy } = useAct(onDone, false);
  const answer = (upheld: boolean): void => run(() => call(resolveObjection, { body: { finding: { county: f.county, id: f.id }, version: f.version, upheld, note: note.trim() } }));
  const ready = note.trim().length >= least;
  return (
    <footer className="pane-acts">
      <p className="sm"><b>{words.objected}</b>　{f.events.findLast((e) => e.act === "objected")?.note}</p>
      <div className="row decide"><Input maxLength={600} aria-label={words.resolveNote} placeholder={words.resolveNote} value={note} onChange={(e) => setNote(e.target.value)} /><Button disabled={!ready} loading={busy} onClick={() => answer(true)}>{words.uphold}</Button><Button disabled={!ready} loading={busy} onClick={() => answer(false)}>{words.dismiss}</Button></div>
    </footer>
  );
}
