/** The act that is due, for one case or many: what is asked on the left, each refusal as a sentence that says what is missing. */
import { useState } from "react";
import { App, Button, Checkbox, DatePicker, Input, InputNumber, Select } from "antd";
import { useMutation, useQuery } from "@tanstack/react-query";
import { actOnCases, type CaseView, type NextView } from "@diguan/core/procedure/contract.ts";
import { previewNotice } from "@diguan/core/procedure/contract-more.ts";
import { signatureNames } from "@diguan/core/procedure/names.ts";
import { codeLists } from "@diguan/core/registry/codes.ts";
import dayjs from "dayjs";
import { call } from "../api.ts";
import { number } from "../kit/formats.ts";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { useTold } from "../kit/States.tsx";
import { newKey } from "../registry/household.ts";
import { askedAct, blank, blankVote, needsMeeting, papersFor, recusedOf, namesOf, type CaseOf, type Filled } from "./act.ts";
import { EvidenceLines } from "./Evidence.tsx";
import { useTwo } from "./marks.tsx";
import { MeetingFields } from "./Meeting.tsx";
import { NoticeSheet } from "./NoticeSheet.tsx";
import { procedureWords } from "./words.ts";

interface Props { readonly cases: readonly CaseOf[]; readonly next: NextView; readonly today: string; readonly objections?: CaseView["objectionList"]; readonly onDone: () => Promise<unknown> }

export function ActForm({ cases, next, today, objections = [], onDone }: Props): React.JSX.Element {
  const words = useWords(procedureWords);
  const told = useTold();
  const { message } = App.useApp();
  const [act, setAct] = useState<string>(next.acts[0] ?? "");
  const [filled, setFilled] = useState<Filled>(() => blank(next, today));
  const [key, setKey] = useState(newKey);
  const change = (c: Partial<Filled>): void => setFilled((before) => ({ ...before, ...c }));
  const meeting = needsMeeting(act, next) ? next.meeting : null;
  const submit = useMutation({
    mutationFn: () => call(actOnCases, {
      body: {
        key, act: askedAct(act, next, filled), ...(filled.on === today || act === "post" ? {} : { on: filled.on }),
        ...(meeting ? { sitting: { place: filled.place.trim(), entitled: filled.entitled ?? 1, present: namesOf(filled.present), minutes: filled.minutes.trim() } } : {}),
        cases: cases.map((c) => {
          const { recused, ...votes } = filled.votes[c.id] ?? blankVote;
          return { county: c.county, id: c.id, version: c.version, ...(meeting ? { votes, recused: recusedOf(recused) } : {}), ...(next.kind === "match" && act === "take" ? { suspicions: filled.suspicions } : {}), ...(next.kind === "survey" && filled.cause !== null ? { found: { causeMain: filled.cause } } : {}) };
        }),
      },
    }),
    onSuccess: async ({ done, refused, notice }) => {
      setKey(newKey());
      const [first] = refused;
      if (first) void message.warning(`${words.doneSome(number(done.length), number(refused.length))}${first.message}`, 8);
      else void message.success(notice ? words.posted : words.done);
      await onDone();
    },
    onError: (e) => { setKey(newKey()); void message.error(told(e), 8); },
  });
  const region = cases[0]?.region ?? 0;
  if (next.acts.length === 0) return <p className="mut">{words.nothingForYou}</p>;
  return (
    <div className="act-form">
      <div className="act-choices" role="radiogroup" aria-label={words.next}>{next.acts.map((a) => <button key={a} type="button" role="radio" aria-checked={a === act} onClick={() => setAct(a)}>{words.acts[a as "take"]}</button>)}</div>
      {act === "dismiss" || act === "uphold" ? (
        <label className="field"><span>{words.acts.object}</span><Select value={filled.objection || null} placeholder={words.choose} onChange={(objection: string) => change({ objection })} options={objections.filter((o) => o.answer === null).map((o) => ({ value: o.id, label: `${o.on}　${o.text.slice(0, 40)}` }))} /></label>) : null}
      {act === "post" ? <PostFields cases={cases} next={next} filled={filled} change={change} /> : null}
      {meeting ? <MeetingFields cases={cases} meeting={meeting} filled={filled} onChange={change} /> : null}
      <EvidenceLines kinds={papersFor(act, next)} region={region} given={filled.evidence} onChange={(evidence) => change({ evidence })} />
      {act === "take" ? <TakeFields next={next} filled={filled} change={change} /> : null}
      {act === "return" || act === "uphold" ? <label className="field"><span>{words.backTo}</span><BackTo next={next} value={filled.backTo} refusable={act === "uphold"} onChange={(backTo) => change({ backTo })} /></label> : null}
      {act === "dismiss" ? <Checkbox checked={filled.again} onChange={(e) => change({ again: e.target.checked })}>{words.again}</Checkbox> : null}
      {act === "clear" ? <label className="field"><span>{words.opinion}</span><Input.TextArea rows={2} maxLength={1000} value={filled.opinion} onChange={(e) => change({ opinion: e.target.value })} /></label> : null}
      {["dismiss", "uphold", "return", "reject", "withdraw"].includes(act) ? <label className="field"><span>{act === "dismiss" || act === "uphold" ? words.answer : words.reason}</span><Input.TextArea rows={2} maxLength={1000} value={filled.reason} onChange={(e) => change({ reason: e.target.value })} /></label> : null}
      {act === "post" ? null : <label className="field narrow"><span>{words.on}</span><DatePicker value={dayjs(filled.on)} allowClear={false} disabledDate={(d) => d.format("YYYY-MM-DD") > today} onChange={(d) => change({ on: d?.format("YYYY-MM-DD") ?? today })} /></label>}
      <Button type="primary" loading={submit.isPending} onClick={() => submit.mutate()}>{words.submit}</Button>
    </div>
  );
}

function TakeFields({ next, filled, change }: { readonly next: NextView; readonly filled: Filled; readonly change: (c: Partial<Filled>) => void }): React.JSX.Element {
  const words = useWords(procedureWords);
  const [locale] = useLocale();
  const two = useTwo();
  return (
    <>
      {filled.signatures.length > 0 ? <fieldset className="papers"><legend>{words.sign}</legend><div className="form-grid">{filled.signatures.map((s, i) => <label key={`${s.kind}${String(i)}`} className="field"><span>{two(signatureNames[s.kind])}</span><Input value={s.name} maxLength={40} onChange={(e) => change({ signatures: filled.signatures.map((x, at) => (at === i ? { ...x, name: e.target.value } : x)) })} /></label>)}</div></fieldset> : null}
      {next.kind === "match" ? <label className="field narrow"><span>{words.suspicions}</span><InputNumber min={0} max={99} value={filled.suspicions} onChange={(n) => change({ suspicions: n ?? 0 })} /></label> : null}
      {next.kind === "survey" ? <label className="field"><span>{words.cause}</span><Select allowClear value={filled.cause} placeholder={words.choose} onChange={(cause: number | undefined) => change({ cause: cause ?? null })} options={codeLists.cause.map((c) => ({ value: c.value, label: locale === "en" ? c.en : c.zh }))} /></label> : null}
      {next.document ? <label className="field"><span>{words.document}</span><Input value={filled.document} maxLength={80} onChange={(e) => change({ document: e.target.value })} /></label> : null}
      <label className="field"><span>{words.opinion}</span><Input.TextArea rows={2} maxLength={1000} value={filled.opinion} onChange={(e) => change({ opinion: e.target.value })} /></label>
    </>
  );
}

function BackTo({ next, value, refusable, onChange }: { readonly next: NextView; readonly value: string; readonly refusable: boolean; readonly onChange: (to: string) => void }): React.JSX.Element {
  const words = useWords(procedureWords);
  const two = useTwo();
  return <Select value={value} onChange={onChange} options={[...(refusable ? [{ value: "", label: words.refuse }] : value === "" ? [{ value: "", label: words.choose }] : []), ...next.returns.map((r) => ({ value: r.name, label: two(r) }))]} />;
}

/** Days and place of a notice, and beside them the page exactly as it will be. */
function PostFields({ cases, next, filled, change }: { readonly cases: readonly CaseOf[]; readonly next: NextView; readonly filled: Filled; readonly change: (c: Partial<Filled>) => void }): React.JSX.Element {
  const words = useWords(procedureWords);
  const preview = useQuery({
    queryKey: ["procedure", "preview", cases.map((c) => c.id), filled.from, filled.to, filled.noticePlace],
    queryFn: ({ signal }) => call(previewNotice, { body: { cases: cases.map(({ county, id }) => ({ county, id })), from: filled.from, to: filled.to, place: filled.noticePlace } }, signal), placeholderData: (before) => before,
  });
  return (
    <>
      <p className="sm sub">{next.stands === null ? "" : words.stands(number(next.stands))}</p>
      <div className="form-grid">
        <label className="field"><span>{words.from}</span><DatePicker value={dayjs(filled.from)} allowClear={false} onChange={(d) => { if (d) change({ from: d.format("YYYY-MM-DD"), to: d.add((next.stands ?? 1) - 1, "day").format("YYYY-MM-DD") }); }} /></label>
        <label className="field"><span>{words.to}</span><DatePicker value={dayjs(filled.to)} allowClear={false} onChange={(d) => { if (d) change({ to: d.format("YYYY-MM-DD") }); }} /></label>
        <label className="field"><span>{words.noticePlace}</span><Input value={filled.noticePlace} maxLength={100} onChange={(e) => change({ noticePlace: e.target.value })} /></label>
      </div>
      {preview.data ? <section className="notice-preview" aria-label={words.preview}><h3>{words.preview}</h3><NoticeSheet notice={preview.data} /></section> : null}
    </>
  );
}
