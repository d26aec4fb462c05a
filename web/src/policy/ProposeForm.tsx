/** A new value: money is typed in yuan; what it does to the rows of the place is told before it can be sent. */
import { useMemo, useState } from "react";
import { App, Button, Checkbox, Input, InputNumber, Select } from "antd";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { proposeParameter, type ParameterHistory, type ParameterValues } from "@diguan/core/policy/contract.ts";
import { inYuan, surenessName, unitLabel } from "@diguan/core/policy/labels.ts";
import { overlapsOf } from "@diguan/core/policy/periods.ts";
import { call } from "../api.ts";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { useTold } from "../kit/States.tsx";
import { shownValue } from "./value.ts";
import { policyWords } from "./words.ts";

const surenesses = ["verified", "well known", "unsure"] as const;
const dated = /^\d{4}-\d{2}-\d{2}$/;

export function ProposeForm({ info, history, region, nation, onDone }: { readonly info: ParameterValues["rows"][number]; readonly history: ParameterHistory; readonly region: number; readonly nation: boolean; readonly onDone: () => void }): React.JSX.Element {
  const words = useWords(policyWords);
  const [locale] = useLocale();
  const told = useTold();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [key] = useState(() => crypto.randomUUID());
  const [place, setPlace] = useState(nation && region === 0 ? 0 : region);
  const [from, setFrom] = useState("");
  const [to, setTo] = useState("");
  const [typed, setTyped] = useState<number | null>(null);
  const [source, setSource] = useState("");
  const [reason, setReason] = useState("");
  const [sureness, setSureness] = useState<(typeof surenesses)[number]>("unsure");
  const [agreed, setAgreed] = useState(false);
  const money = inYuan(info.unit);
  const value = typed === null ? null : Math.round(money ? typed * 100 : typed);
  const overlaps = useMemo(() => (dated.test(from) ? overlapsOf(history.rows.filter((r) => r.region === place), { code: info.code, region: place, validFrom: from, validTo: dated.test(to) ? to : null, value: value ?? 0, unit: info.unit, source, sureness }) : []), [history, place, from, to, value, info, source, sureness]);
  const send = useMutation({
    mutationFn: () => call(proposeParameter, { body: { key, code: info.code, region: place, validFrom: from, ...(dated.test(to) ? { validTo: to } : {}), value: value ?? 0, source: source.trim(), sureness, reason: reason.trim(), accept: [...new Set((overlaps ?? []).map((o) => o.kind))] } }),
    onSuccess: async () => { void message.success(words.sent); await queries.invalidateQueries({ queryKey: ["parameters"] }); onDone(); }, onError: (error) => { void message.error(told(error)); },
  });
  const ready = value !== null && dated.test(from) && overlaps !== undefined && source.trim().length >= 4 && reason.trim().length >= 4 && (overlaps.length === 0 || agreed);
  return (
    <div className="propose">
      {nation ? <label>{words.columns.place}<Select size="small" aria-label={words.columns.place} value={place} onChange={setPlace} options={[{ value: 0, label: words.wholeNation }, ...(region === 0 ? [] : [{ value: region, label: words.forPlace }])]} /></label> : null}
      <label>{`${words.value} (${unitLabel(info.unit, locale)})`}<InputNumber size="small" style={{ width: "100%" }} value={typed} precision={money ? 2 : 0} onChange={setTyped} /></label>
      <label>{words.from}<input type="date" className="date-field" value={from} onChange={(e) => setFrom(e.target.value)} /></label>
      <label>{words.to}<input type="date" className="date-field" value={to} onChange={(e) => setTo(e.target.value)} /></label>
      <label>{words.sureness}<Select size="small" aria-label={words.sureness} value={sureness} onChange={setSureness} options={surenesses.map((s) => ({ value: s, label: surenessName(s, locale) }))} /></label>
      <label className="wide">{words.source}<Input size="small" maxLength={200} value={source} onChange={(e) => setSource(e.target.value)} /></label>
      <label className="wide">{words.why2}<Input size="small" maxLength={400} value={reason} onChange={(e) => setReason(e.target.value)} /></label>
      {overlaps === undefined ? <p className="wide t-bad sm">{words.sameStart}</p> : overlaps.length > 0 ? (
        <div className="wide overlaps"><ul>{overlaps.map((o) => <li key={o.kind}>{words.overlap[o.kind](shownValue(o.row.value, info.unit, locale), o.on)}</li>)}</ul><Checkbox checked={agreed} onChange={(e) => setAgreed(e.target.checked)}>{words.overlapAgree}</Checkbox></div>) : null}
      <div className="wide row"><Button type="primary" disabled={!ready} loading={send.isPending} onClick={() => send.mutate()}>{words.send}</Button><Button onClick={onDone}>{words.close}</Button></div>
    </div>
  );
}
