/** A case begins: what for, by which procedure, for a household on file or for a new applicant with its members. */
import { useState } from "react";
import { App, Button, Drawer, Input, Select } from "antd";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { openCases } from "@diguan/core/procedure/contract.ts";
import { listDefinitions } from "@diguan/core/procedure/contract-more.ts";
import { purposeNames, type Purpose } from "@diguan/core/procedure/names.ts";
import { codeLists } from "@diguan/core/registry/codes.ts";
import { searchHouseholds } from "@diguan/core/registry/contract.ts";
import { countyOf, levelOf } from "@diguan/core/region-code.ts";
import { call } from "../api.ts";
import { line, number } from "../kit/formats.ts";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { Choices } from "../kit/PageHead.tsx";
import { useTold } from "../kit/States.tsx";
import { newKey } from "../registry/household.ts";
import { fieldName } from "../registry/values.ts";
import { usePlace } from "../shells/place.ts";
import { useTwo } from "./marks.tsx";
import { procedureWords } from "./words.ts";

const offered: readonly Purpose[] = ["registration", "return", "exit", "removal", "monitoring", "elimination", "villageRecognition", "villageExit", "countyExit"];
/** What the rules ask of every member before a record can be kept. */
const required = ["ethnic", "health", "labour", "education", "student"] as const;
interface Person { readonly key: string; readonly name: string; readonly relation: number | null; readonly sex: number | null; readonly birth: string; readonly certNo: string; readonly codes: Readonly<Partial<Record<(typeof required)[number], number>>> }
const person = (relation: number | null): Person => ({ key: newKey(), name: "", relation, sex: null, birth: "", certNo: "", codes: {} });

export function OpenForm({ household, purpose: given, proposal, place, onClose, onDone }: { readonly household: string | undefined; readonly purpose: Purpose | undefined; readonly proposal: string | undefined; readonly place: number | undefined; readonly onClose: () => void; readonly onDone: () => Promise<unknown> }): React.JSX.Element {
  const words = useWords(procedureWords);
  const two = useTwo();
  const told = useTold();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const { region: shownRegion, year } = usePlace();
  const region = place ?? shownRegion;
  const [purpose, setPurpose] = useState<Purpose>(given ?? "registration");
  const [definition, setDefinition] = useState<string>();
  const [who, setWho] = useState<"onFile" | "newcomer">(household !== undefined && household !== "new" ? "onFile" : "newcomer");
  const [chosen, setChosen] = useState<readonly string[]>(household !== undefined && household !== "new" && region !== undefined ? [`${String(countyOf(region))}|${household}`] : []);
  const [members, setMembers] = useState<readonly Person[]>([person(1)]);
  const [group, setGroup] = useState("");
  const [why, setWhy] = useState("");
  const [category, setCategory] = useState<number>();
  const [key, setKey] = useState(newKey);
  const list = useQuery({ queryKey: ["procedure", "definitions", region], queryFn: ({ signal }) => call(listDefinitions, { query: region === undefined ? {} : { region } }, signal), enabled: region !== undefined });
  const lanes = (list.data?.rows ?? []).filter((r) => r.body.purpose === purpose);
  const lane = lanes.some((l) => l.body.id === definition) ? definition : lanes[0]?.body.id;
  const ofPlace = purpose.startsWith("village") || purpose === "countyExit";
  const inVillage = region !== undefined && levelOf(region) === "village";
  const start = useMutation({
    mutationFn: () => call(openCases, {
      body: {
        key, purpose, definition: lane ?? "", detail: { ...(why.trim() ? { clue: why.trim() } : {}), ...(category ? { category } : {}), ...(proposal ? { proposal } : {}) }, reason: why.trim().length >= 2 ? why.trim() : two(purposeNames[purpose]), households: [],
        ...(ofPlace ? { place: region ?? 0 } : who === "onFile" ? { households: chosen.map((c) => ({ county: Number(c.slice(0, 6)), id: c.slice(7) })) }
          : { applicant: { region: region ?? 0, ...(year === undefined ? {} : { year }), household: group.trim() ? { groupName: group.trim() } : {}, members: members.map(({ key: _key, name, relation, sex, birth, certNo, codes: { health, ...codes } }) => ({ values: { ...codes, ...(health === undefined ? {} : { health: [health] }), name: name.trim(), certType: 1, ...(relation === null ? {} : { relation }), ...(sex === null ? {} : { sex }), ...(birth ? { birth } : {}), ...(certNo.trim() ? { certNo: certNo.trim().toUpperCase() } : {}) } })) } }),
      },
    }),
    onSuccess: async ({ opened, refused }) => {
      const [first] = refused;
      if (first) void message.warning(first.message, 8); else void message.success(words.begun(number(opened.length)));
      await onDone();
      onClose();
      const [made] = opened;
      if (made && opened.length === 1) void navigate({ to: "/procedure/$county/$id", params: { county: String(made.county), id: made.id }, search: (b: Record<string, unknown>) => (b["region"] === undefined ? {} : { region: b["region"] }) });
    },
    onError: (e) => { setKey(newKey()); void message.error(told(e), 8); },
  });
  const ready = lane !== undefined && (ofPlace || (who === "onFile" ? chosen.length > 0 : inVillage && members.every((m) => m.name.trim() !== "")));
  return (
    <Drawer open width={640} title={words.newTitle} onClose={onClose} destroyOnHidden extra={<Button type="primary" disabled={!ready} loading={start.isPending} onClick={() => start.mutate()}>{words.start}</Button>}>
      <div className="act-form">
        <label className="field"><span>{words.kind}</span><Select value={purpose} onChange={setPurpose} options={offered.map((p) => ({ value: p, label: two(purposeNames[p]) }))} /></label>
        <label className="field"><span>{words.lane}</span><Select value={lane ?? null} onChange={(v: string) => setDefinition(v)} options={lanes.map((l) => ({ value: l.body.id, label: two(l.body) }))} /></label>
        {ofPlace ? null : <Choices label={words.whom} value={who} of={[["newcomer", words.newcomer], ["onFile", words.onFile]]} onChange={setWho} />}
        {ofPlace ? null : who === "onFile" ? <HouseholdPick chosen={chosen} onChange={setChosen} year={year} />
          : inVillage ? <Newcomer members={members} onChange={setMembers} group={group} onGroup={setGroup} /> : <p className="mut">{words.inVillage}</p>}
        {purpose === "monitoring" ? <label className="field"><span>{words.category}</span><Select allowClear value={category ?? null} onChange={(v: number | null) => setCategory(v ?? undefined)} options={codeLists.monitored.filter((x) => x.value > 0).map((x) => ({ value: x.value, label: two(x) }))} /></label> : null}
        <label className="field"><span>{words.why}</span><Input.TextArea rows={2} maxLength={400} value={why} onChange={(e) => setWhy(e.target.value)} /></label>
      </div>
    </Drawer>
  );
}

function HouseholdPick({ chosen, onChange, year }: { readonly chosen: readonly string[]; readonly onChange: (keys: readonly string[]) => void; readonly year: number | undefined }): React.JSX.Element {
  const words = useWords(procedureWords);
  const [text, setText] = useState("");
  const asked = text.trim() === "" ? "" : text.trim();
  const found = useQuery({ queryKey: ["procedure", "pick", asked, year], queryFn: ({ signal }) => call(searchHouseholds, { query: { q: asked, ...(year === undefined ? {} : { year }) } as never }, signal), enabled: asked.length > 0 });
  const rows = found.data?.rows ?? [];
  return <label className="field"><span>{words.whom}</span><Select mode="multiple" showSearch={{ onSearch: setText, filterOption: false }} loading={found.isFetching} placeholder={words.searchHousehold} value={[...chosen]} onChange={(v: string[]) => onChange(v)} options={rows.map((r) => ({ value: `${String(r.county)}|${r.id}`, label: line(r.headName, r.villageName, r.code) }))} /></label>;
}

function Newcomer({ members, onChange, group, onGroup }: { readonly members: readonly Person[]; readonly onChange: (m: readonly Person[]) => void; readonly group: string; readonly onGroup: (g: string) => void }): React.JSX.Element {
  const words = useWords(procedureWords);
  const [locale] = useLocale();
  const set = (at: number, change: Partial<Person>): void => onChange(members.map((m, i) => (i === at ? { ...m, ...change } : m)));
  const options = (list: "relation" | "sex" | (typeof required)[number]): { value: number; label: string }[] => codeLists[list].map((c) => ({ value: c.value, label: locale === "en" ? c.en : c.zh }));
  return (
    <>
      <label className="field"><span>{words.groupName}</span><Input value={group} maxLength={40} onChange={(e) => onGroup(e.target.value)} /></label>
      {members.map((m, i) => (
        <fieldset key={m.key} className="papers"><legend>{i === 0 ? words.headOf : words.member} {i > 0 ? <Button type="link" size="small" onClick={() => onChange(members.filter((_, at) => at !== i))}>{words.removeMember}</Button> : null}</legend>
          <div className="form-grid">
            <label className="field"><span>{words.name}</span><Input value={m.name} maxLength={30} onChange={(e) => set(i, { name: e.target.value })} /></label>
            {i === 0 ? null : <label className="field"><span>{words.relation}</span><Select value={m.relation} onChange={(relation: number) => set(i, { relation })} options={options("relation")} /></label>}
            <label className="field"><span>{words.sex}</span><Select value={m.sex} onChange={(sex: number) => set(i, { sex })} options={options("sex")} /></label>
            <label className="field"><span>{words.birth}</span><Input type="date" value={m.birth} onChange={(e) => set(i, { birth: e.target.value })} /></label>
            <label className="field"><span>{words.certNo}</span><Input value={m.certNo} maxLength={22} onChange={(e) => set(i, { certNo: e.target.value })} /></label>
            {required.map((field) => <label key={field} className="field"><span>{fieldName("member", field, locale)}</span><Select allowClear showSearch={{ optionFilterProp: "label" }} value={m.codes[field] ?? null} onChange={(v: number | null) => { const { [field]: _old, ...rest } = m.codes; set(i, { codes: v === null ? rest : { ...rest, [field]: v } }); }} options={options(field)} /></label>)}
          </div></fieldset>))}
      <Button onClick={() => onChange([...members, person(null)])}>{words.addMember}</Button>
    </>
  );
}
