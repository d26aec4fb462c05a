/** 人口变动 in three steps: what happened, to whom, and what will follow (domain guide §4.3). */
import { useState } from "react";
import { App, Button, Drawer, Input, Select } from "antd";
import { useMutation } from "@tanstack/react-query";
import type { FindingView, HouseholdPage } from "@diguan/core/registry/contract.ts";
import { arrive, depart, type Outcome } from "@diguan/core/registry/contract-write.ts";
import { codeLists, labelOf, type Code } from "@diguan/core/registry/codes.ts";
import { typedMemberFields } from "@diguan/core/registry/editing.ts";
import type { Value } from "@diguan/core/registry/history.ts";
import { arrivalOfTransfer, benefitsEndOn, departures } from "@diguan/core/registry/natural.ts";
import { call } from "../api.ts";
import { Choices } from "../kit/PageHead.tsx";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { useTold } from "../kit/States.tsx";
import { FieldInput } from "./FieldInput.tsx";
import { newKey, useRefresh } from "./household.ts";
import { GroundFields, groundOf, noGround, Refusal } from "./SaveBox.tsx";
import { TargetSelect, type Target } from "./TargetSelect.tsx";
import { formWords } from "./words-forms.ts";

const labels = (list: readonly Code[], locale: "zh-CN" | "en"): { value: number; label: string }[] => list.map((c) => ({ value: c.value, label: locale === "en" ? c.en : c.zh }));
const born: Readonly<Record<string, Value>> = { certType: 3, education: 6, labour: 4, marital: 10, health: [1], medResident: true, medWorker: false };

export function PeopleDrawer({ page, onClose }: { readonly page: HouseholdPage; readonly onClose: () => void }): React.JSX.Element {
  const words = useWords(formWords);
  const [locale] = useLocale();
  const told = useTold();
  const { message } = App.useApp();
  const refresh = useRefresh(page.key);
  const [step, setStep] = useState<0 | 1 | 2>(0);
  const [direction, setDirection] = useState<1 | -1>();
  const [kind, setKind] = useState<number>();
  const [on, setOn] = useState("");
  const [values, setValues] = useState<Readonly<Record<string, Value>>>({});
  const [memberId, setMemberId] = useState<string>();
  const [target, setTarget] = useState<Target>();
  const [relation, setRelation] = useState<number>();
  const [heir, setHeir] = useState<string>();
  const [relations, setRelations] = useState<Readonly<Record<string, number>>>({});
  const [ground, setGround] = useState({ ...noGround, source: 2 });
  const [answer, setAnswer] = useState<{ readonly blocked: readonly FindingView[]; readonly toExplain: readonly FindingView[] }>({ blocked: [], toExplain: [] });
  const [key] = useState(newKey);

  const active = page.members.filter((m) => m.active);
  const member = active.find((m) => m.id === memberId);
  const staying = active.filter((m) => m.id !== memberId);
  const headLeaves = direction === -1 && member?.values["relation"] === 1 && staying.length > 0 && kind !== departures.army;
  const mayTransfer = direction === -1 && kind !== undefined && arrivalOfTransfer(kind) !== undefined;
  const relationOptions = labels(codeLists.relation, locale);
  const who = direction === 1 ? Boolean(values["name"]) && typeof values["relation"] === "number" : member !== undefined && (!headLeaves || (heir !== undefined && staying.every((m) => m.id === heir || relations[m.id] !== undefined))) && (!target || relation !== undefined);
  const ready = [direction !== undefined && kind !== undefined, who && on !== "" && ground.evidence.trim().length >= 2, true][step];

  const record = useMutation({
    // the key is used up only by what was saved: the same drawer may send again after a refusal or a lost answer
    mutationFn: (): Promise<Outcome> => (direction === 1
      ? call(arrive, { params: page.key, body: { key, kind: kind ?? 0, on, values, ...groundOf(ground), evidence: ground.evidence.trim() } })
      : call(depart, { params: page.key, body: { key, memberId: memberId ?? "", kind: kind ?? 0, on, evidence: ground.evidence.trim(), source: ground.source, ...(target && relation !== undefined ? { to: { county: target.county, id: target.id, relation } } : {}), ...(headLeaves && heir ? { newHead: { memberId: heir, relations } } : {}) } })),
    onSuccess: async (outcome) => {
      setAnswer(outcome);
      if (!outcome.saved) { setStep(1); return; }
      await refresh();
      void message.success(words.saved);
      onClose();
    },
    onError: (error) => { setStep(1); void message.error(told(error), 6); },
  });

  const steps = [words.steps.what, words.steps.who, words.steps.check];
  const now = active.length;
  const next = direction === 1 ? now + 1 : kind === departures.army ? now : now - 1;
  return (
    <Drawer open size={560} title={words.peopleTitle} onClose={onClose} destroyOnHidden
      footer={<div className="drawer-foot">{step > 0 ? <Button onClick={() => setStep(step === 2 ? 1 : 0)}>{words.back}</Button> : <Button onClick={onClose}>{words.cancel}</Button>}
        {step < 2 ? <Button type="primary" disabled={!ready} onClick={() => setStep(step === 0 ? 1 : 2)}>{words.next}</Button> : <Button type="primary" loading={record.isPending} onClick={() => record.mutate()}>{words.confirm}</Button>}</div>}>
      <div className="form-stack">
        <ol className="wizard-steps">{steps.map((name, i) => <li key={name} {...(i === step ? { "aria-current": "step" as const } : {})}>{name}</li>)}</ol>
        <Refusal blocked={answer.blocked} toExplain={answer.toExplain} nameOf={() => undefined} />
        {step === 0 ? (
          <>
            <div className="big-choice" role="group" aria-label={words.direction}>
              {([1, -1] as const).map((d) => <button key={d} type="button" aria-pressed={direction === d} onClick={() => { setDirection(d); setKind(undefined); }}>{d === 1 ? words.comes : words.goes}</button>)}
            </div>
            {direction === undefined ? null : <Choices label={words.kind} value={String(kind ?? "")} of={labels(direction === 1 ? codeLists.arrival : codeLists.departure, locale).map((k) => [String(k.value), k.label] as const)} onChange={(v) => { setKind(Number(v)); if (direction === 1) setValues(Number(v) === 1 ? born : {}); }} />}
          </>) : null}
        {step === 1 ? (
          <>
            {direction === -1 ? (
              <>
                <label className="field"><span>{words.who}</span><Select value={memberId ?? null} options={active.map((m) => ({ value: m.id, label: `${m.name} ${labelOf("relation", m.values["relation"] as number | null, locale)}` }))} onChange={(v: string) => { setMemberId(v); setHeir(undefined); setRelations({}); }} /></label>
                {headLeaves ? <label className="field"><span>{words.newHead}</span><Select value={heir ?? null} options={staying.map((m) => ({ value: m.id, label: m.name }))} onChange={setHeir} /></label> : null}
                {headLeaves && heir ? staying.filter((m) => m.id !== heir).map((m) => <label key={m.id} className="field"><span>{words.relationNew(m.name)}</span><Select showSearch optionFilterProp="label" value={relations[m.id] ?? null} options={relationOptions.filter((r) => r.value !== 1)} onChange={(v: number) => setRelations({ ...relations, [m.id]: v })} /></label>) : null}
                {mayTransfer ? <TargetSelect label={words.to} none={words.toNone} value={target} onChange={setTarget} not={page.key.id} /> : null}
                {target ? <label className="field"><span>{words.relationThere}</span><Select showSearch optionFilterProp="label" value={relation ?? null} options={relationOptions.filter((r) => r.value !== 1)} onChange={setRelation} /></label> : null}
              </>) : (
              <div className="form-grid">{typedMemberFields.filter((f) => !(kind === 1 && f.group === "work" && f.key !== "labour")).map((f) => <FieldInput key={f.key} field={f} value={values[f.key] ?? null} onChange={(v) => { const { [f.key]: _old, ...rest } = values; setValues(v === null || v === "" ? rest : { ...values, [f.key]: v }); }} />)}</div>)}
            <label className="field"><span>{words.on}</span><Input type="date" value={on} onChange={(e) => setOn(e.target.value)} /></label>
            <GroundFields ground={ground} set={setGround} asks={answer.toExplain.length > 0} reason={false} mustProve />
          </>) : null}
        {step === 2 ? (
          <>
            <h3>{words.effects.title}</h3>
            <ul className="effects">
              <li>{words.effects.count(String(now), String(next))}</li>
              <li>{words.effects.year(String(page.household.values["yearMembers"] ?? "—"))}</li>
              {direction === -1 && kind === departures.death ? <li>{words.effects.benefits(benefitsEndOn(on))}</li> : null}
              {direction === -1 && kind === departures.army ? <li>{words.effects.army}</li> : null}
              {direction === 1 ? <li>{words.effects.inherit}</li> : null}
              {target ? <li>{words.effects.transfer}</li> : null}
              {next === 0 ? <li>{words.effects.extinct}</li> : null}
            </ul>
          </>) : null}
      </div>
    </Drawer>
  );
}
