/** 登记新户: village, household, members; the first member is the head. The key is made once, so that sending twice registers once. */
import { useState } from "react";
import { App, Button, Input, InputNumber, Select } from "antd";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Problem } from "@diguan/core/problem.ts";
import type { FindingView } from "@diguan/core/registry/contract.ts";
import { createHousehold } from "@diguan/core/registry/contract-write.ts";
import { typedHouseholdFields, typedMemberFields } from "@diguan/core/registry/editing.ts";
import type { Value } from "@diguan/core/registry/history.ts";
import { levelOf } from "@diguan/core/region-code.ts";
import { call } from "../api.ts";
import { FindingCard } from "../kit/FindingCard.tsx";
import { useWords } from "../kit/i18n.tsx";
import { PageHead } from "../kit/PageHead.tsx";
import { useTold } from "../kit/States.tsx";
import { placeQuery, usePlace } from "../shells/place.ts";
import { FieldInput } from "./FieldInput.tsx";
import { newKey } from "./household.ts";
import { GroundFields, groundOf, noGround, Refusal } from "./SaveBox.tsx";
import { registryWords } from "./words.ts";
import { formWords } from "./words-forms.ts";
import "./registry.css";

type Filled = Readonly<Record<string, Value>>;
const basics = new Set(["groupName", "householdPhone", "standard", "attribute", "causeMain", "causeOther", "causeText", "exitState", "enrolledOn"]);
const blankMember = (n: number): Filled => ({ certType: 1, ...(n === 0 ? { relation: 1 } : {}) });

/** From the chosen place down to a village. */
function VillagePicker({ from, onChange }: { readonly from: number; readonly onChange: (village: number | undefined) => void }): React.JSX.Element {
  const words = useWords(formWords);
  const place = useQuery(placeQuery(from));
  const [picked, setPicked] = useState<number>();
  const children = place.data?.children ?? [];
  return (
    <>
      <label className="field"><span>{place.data && levelOf(place.data.code) !== "village" ? place.data.name : words.village}</span>
        {levelOf(from) === "village" ? <Input readOnly value={place.data?.name ?? String(from)} /> : <Select showSearch optionFilterProp="label" value={picked ?? null} options={children.map((c) => ({ value: c.code, label: c.name }))} onChange={(code: number) => { setPicked(code); onChange(levelOf(code) === "village" ? code : undefined); }} />}
      </label>
      {picked !== undefined && levelOf(picked) !== "village" ? <VillagePicker key={picked} from={picked} onChange={onChange} /> : null}
    </>
  );
}

export function CreatePage(): React.JSX.Element {
  const words = useWords(registryWords);
  const forms = useWords(formWords);
  const told = useTold();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const { region, year: shownYear } = usePlace();
  const [picked, setPicked] = useState<number>();
  const [year, setYear] = useState<number | null>(null);
  const [thisYear] = useState(() => new Date().getFullYear());
  const [code, setCode] = useState("");
  const [household, setHousehold] = useState<Filled>({ exitState: 0, standard: 1 });
  const [members, setMembers] = useState<readonly { readonly key: string; readonly values: Filled }[]>(() => [{ key: newKey(), values: blankMember(0) }]);
  const [ground, setGround] = useState(noGround);
  const [answer, setAnswer] = useState<{ readonly blocked: readonly FindingView[]; readonly toExplain: readonly FindingView[] }>({ blocked: [], toExplain: [] });
  const [fault, setFault] = useState<{ readonly key: string; readonly text: string }>();
  const [key] = useState(newKey);
  const village = region !== undefined && levelOf(region) === "village" ? region : picked;
  const inYear = year ?? shownYear ?? thisYear;
  const create = useMutation({
    mutationFn: () => call(createHousehold, { body: { key, region: village ?? 0, year: inYear, ...(code.trim() ? { householdCode: code.trim() } : {}), household, members: members.map((m) => ({ values: m.values })), reason: ground.reason.trim(), ...groundOf(ground) } }),
    onSuccess: (outcome) => {
      setAnswer(outcome);
      if (!outcome.saved) { window.scrollTo({ top: 0 }); return; }
      void message.success(forms.saved);
      void navigate({ to: "/households/$county/$id", params: { county: String(outcome.county), id: outcome.id }, search: () => ({ year: inYear }) });
    },
    onError: (e) => { if (e instanceof Problem && e.code === "registry.value") setFault({ key: String(e.details["key"]), text: forms.faults[e.details["fault"] as keyof typeof forms.faults] ?? told(e) }); void message.error(told(e), 6); },
  });
  const fill = (values: Filled, field: string, v: Value): Filled => { const { [field]: _old, ...rest } = values; return v === null || v === "" ? rest : { ...rest, [field]: v }; };
  const setMember = (at: number, values: Filled): void => setMembers(members.map((m, i) => (i === at ? { ...m, values } : m)));
  const ready = village !== undefined && ground.reason.trim().length >= 2 && members.every((m) => Boolean(m.values["name"]));
  return (
    <>
      <PageHead title={forms.create} line={forms.createLine} acts={<Button type="primary" disabled={!ready} loading={create.isPending} onClick={() => create.mutate()}>{forms.createAct}</Button>} />
      <Refusal blocked={answer.blocked} toExplain={answer.toExplain} nameOf={(memberCode) => { const name = members[Number(memberCode.slice(-2)) - 1]?.values["name"]; return typeof name === "string" ? name : undefined; }} />
      <FindingCard title={forms.groups.basic}>
        <div className="form-grid">
          {region === undefined ? null : <VillagePicker from={region} onChange={setPicked} />}
          <label className="field"><span>{forms.year}</span><InputNumber min={2000} max={2100} value={inYear} onChange={setYear} /></label>
          <label className="field"><span>{forms.code}</span><Input value={code} maxLength={32} onChange={(e) => setCode(e.target.value)} /></label>
          {typedHouseholdFields.filter((f) => basics.has(f.key)).map((f) => <FieldInput key={f.key} field={f} value={household[f.key] ?? null} onChange={(v) => setHousehold(fill(household, f.key, v))} {...(fault?.key === f.key ? { fault: fault.text } : {})} />)}
        </div>
      </FindingCard>
      {members.map((m, i) => (
        <FindingCard key={m.key} title={forms.memberN(String(i + 1))} {...(i === 0 ? { note: forms.headFirst } : {})} tools={i > 0 ? <Button type="link" size="small" onClick={() => setMembers(members.filter((_, at) => at !== i))}>{forms.removeMember}</Button> : undefined}>
          <div className="form-grid">{typedMemberFields.map((f) => <FieldInput key={f.key} field={f} value={m.values[f.key] ?? null} onChange={(v) => setMember(i, fill(m.values, f.key, v))} {...(fault?.key === f.key ? { fault: fault.text } : {})} />)}</div>
        </FindingCard>))}
      <div><Button onClick={() => setMembers([...members, { key: newKey(), values: blankMember(members.length) }])}>{forms.addMember}</Button></div>
      <FindingCard title={words.conditionsTitle}>
        <div className="form-grid">{typedHouseholdFields.filter((f) => f.group === "conditions").map((f) => <FieldInput key={f.key} field={f} value={household[f.key] ?? null} onChange={(v) => setHousehold(fill(household, f.key, v))} />)}</div>
      </FindingCard>
      <FindingCard title={forms.reason}><GroundFields ground={ground} set={setGround} asks={answer.toExplain.length > 0} /></FindingCard>
    </>
  );
}
