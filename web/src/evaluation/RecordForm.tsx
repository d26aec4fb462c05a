/** What was found at one household; made for a phone held at the door: big choices, one question after the other. */
import { useState } from "react";
import { App, Button, DatePicker, Drawer, Input, InputNumber, Select } from "antd";
import { useMutation } from "@tanstack/react-query";
import dayjs from "dayjs";
import { guaranteeKeys, notReached, recordResult, type UnitRow } from "@diguan/core/evaluation/contract.ts";
import { call } from "../api.ts";
import { number } from "../kit/formats.ts";
import { useWords } from "../kit/i18n.tsx";
import { useTold } from "../kit/States.tsx";
import { auditWords } from "./words-audit.ts";

function Two({ label, value, of, onChange, className = "big-choices" }: { readonly label: string; readonly value: boolean | null; readonly of: readonly [string, string]; readonly onChange: (value: boolean) => void; readonly className?: string }): React.JSX.Element {
  return <div className={className} role="radiogroup" aria-label={label}>{([true, false] as const).map((v, i) => <button key={String(v)} type="button" role="radio" aria-checked={value === v} onClick={() => onChange(v)}>{of[i]}</button>)}</div>;
}

export function RecordForm({ audit, unit, onClose, onDone }: { readonly audit: { readonly county: number; readonly id: string }; readonly unit: UnitRow; readonly onClose: () => void; readonly onDone: () => Promise<void> }): React.JSX.Element {
  const words = useWords(auditWords);
  const f = words.form;
  const told = useTold();
  const { message } = App.useApp();
  const before = unit.result;
  const [id] = useState(() => crypto.randomUUID());
  const [reached, setReached] = useState<boolean | null>(before?.reached ?? null);
  const [reason, setReason] = useState<(typeof notReached)[number] | null>(before?.reason ?? null);
  const [eligible, setEligible] = useState<boolean | null>(before?.eligible ?? null);
  const [income, setIncome] = useState<number | null>(before?.incomeFen === null || before?.incomeFen === undefined ? null : before.incomeFen / 100);
  const [benefits, setBenefits] = useState<number | null>(before?.benefitsFen === null || before?.benefitsFen === undefined ? null : before.benefitsFen / 100);
  const [persons, setPersons] = useState<number | null>(before?.persons ?? unit.persons);
  const [guarantees, setGuarantees] = useState<Partial<Record<(typeof guaranteeKeys)[number], boolean>>>(before?.guarantees ?? {});
  const [evidence, setEvidence] = useState(before?.evidence ?? "");
  const [note, setNote] = useState(before?.note ?? "");
  const [day, setDay] = useState(dayjs(before?.visitedOn));
  const ready = reached === true ? eligible !== null && (income !== null || note.trim().length >= 4) : reached === false && reason !== null;
  const fen = (yuan: number | null): number | null => (reached !== true || yuan === null ? null : Math.round(yuan * 100));
  const save = useMutation({
    mutationFn: () => call(recordResult, { body: { id, audit, unit: unit.id, reached: reached === true, reason: reached ? null : reason, eligible: reached ? eligible : null, incomeFen: fen(income), benefitsFen: fen(benefits), persons: reached ? persons : null, guarantees: reached ? guarantees : {}, evidence: evidence.trim(), note: note.trim(), visitedOn: day.format("YYYY-MM-DD") } }),
    onSuccess: async ({ standIn }) => { void message.success(reached ? f.saved : standIn === null ? f.noStandIn : f.standIn(number(standIn))); await onDone(); },
    onError: (error) => { void message.error(told(error)); },
  });
  return (
    <Drawer open onClose={onClose} title={f.title(unit.head, unit.village)} size={440} destroyOnHidden extra={<Button type="primary" disabled={!ready} loading={save.isPending} onClick={() => save.mutate()}>{f.save}</Button>}>
      <div className="field-form">
        <p className="sm sub">{f.blind}</p>
        <fieldset><legend>{f.reached}</legend><Two label={f.reached} value={reached} of={[f.yes, f.no]} onChange={setReached} /></fieldset>
        {reached === false ? <fieldset><legend>{f.why}</legend><Select aria-label={f.why} size="large" value={reason} onChange={setReason} options={notReached.map((r) => ({ value: r, label: f.reasons[r] }))} /></fieldset> : null}
        {reached === true ? (
          <>
            <fieldset><legend>{f.eligible}</legend><Two label={f.eligible} value={eligible} of={[f.eligibleYes, f.eligibleNo]} onChange={setEligible} /></fieldset>
            <fieldset><legend><label htmlFor="record-income">{f.income}</label></legend><InputNumber id="record-income" size="large" style={{ width: "100%" }} value={income} onChange={setIncome} /><span className="mut sm">{f.noIncome}</span></fieldset>
            <div className="three two"><fieldset><legend><label htmlFor="record-benefits">{f.benefits}</label></legend><InputNumber id="record-benefits" size="large" min={0} style={{ width: "100%" }} value={benefits} onChange={setBenefits} /></fieldset>
              <fieldset><legend><label htmlFor="record-persons">{f.persons}</label></legend><InputNumber id="record-persons" size="large" min={1} max={40} style={{ width: "100%" }} value={persons} onChange={setPersons} /></fieldset></div>
            <fieldset><legend>{f.guarantees}</legend><div className="guarantees">{guaranteeKeys.map((g) => <div key={g} role="radiogroup" aria-label={f.g[g]}><span>{f.g[g]}</span>{([true, false] as const).map((v) => <button key={String(v)} type="button" role="radio" aria-checked={guarantees[g] === v} onClick={() => setGuarantees({ ...guarantees, [g]: v })}>{v ? f.has : f.hasNot}</button>)}</div>)}</div></fieldset>
          </>
        ) : null}
        <fieldset><legend><label htmlFor="record-evidence">{f.evidence}</label></legend><Input id="record-evidence" size="large" maxLength={400} value={evidence} onChange={(e) => setEvidence(e.target.value)} /></fieldset>
        <fieldset><legend><label htmlFor="record-note">{f.note}</label></legend><Input.TextArea id="record-note" rows={2} maxLength={400} value={note} onChange={(e) => setNote(e.target.value)} /></fieldset>
        <fieldset><legend><label htmlFor="record-day">{f.visitedOn}</label></legend><DatePicker id="record-day" size="large" allowClear={false} value={day} onChange={(d) => setDay(d ?? dayjs())} disabledDate={(d) => d.isAfter(dayjs().endOf("day"))} /></fieldset>
      </div>
    </Drawer>
  );
}
