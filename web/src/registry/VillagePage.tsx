/** 行政村: its facts of a year, its registered households in figures, and the way to them (domain guide §1.8). */
import { useState } from "react";
import { App, Button, Drawer } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { Problem } from "@diguan/core/problem.ts";
import { editVillage, getVillage } from "@diguan/core/registry/contract-write.ts";
import { labelOf } from "@diguan/core/registry/codes.ts";
import { villageFields } from "@diguan/core/registry/fields.ts";
import { sameValue, type Value } from "@diguan/core/registry/history.ts";
import { call, type Answer } from "../api.ts";
import { Bars } from "../kit/Bars.tsx";
import { FindingCard } from "../kit/FindingCard.tsx";
import { clock, number, yuan } from "../kit/formats.ts";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { Choices, PageHead } from "../kit/PageHead.tsx";
import { EmptyState, Shown, useTold } from "../kit/States.tsx";
import { causeTiles } from "../kit/tokens.ts";
import { FieldInput } from "./FieldInput.tsx";
import { GroundFields, groundOf, noGround } from "./SaveBox.tsx";
import { nameOf, shown } from "./values.ts";
import { registryWords } from "./words.ts";
import { formWords } from "./words-forms.ts";
import "./registry.css";

type Village = Answer<typeof getVillage>;

/** Subjects of the village table, by key. */
const groups: readonly (readonly [keyof (typeof registryWords)["en"]["villageGroups"], (key: string) => boolean])[] = [
  ["identity", (k) => ["villageCode", "poorVillage", "minorityVillage", "oldRevolutionary", "borderVillage", "secretaryName", "secretaryPhone", "residentUnit"].includes(k)],
  ["scale", (k) => ["naturalVillages", "groups", "households", "persons", "minorityPersons", "labourers", "migrants", "migrantsOtherProvince", "dibaoHouseholds", "dibaoPersons", "tekunPersons", "disabledPersons", "unsafeHouseHouseholds", "unsafeWaterHouseholds"].includes(k)],
  ["land", (k) => k.endsWith("Mu")], ["money", (k) => k.endsWith("Fen")], ["exit", (k) => k === "exited" || k === "exitYear"], ["services", () => true],
];
const groupOf = (key: string): string => groups.find(([, has]) => has(key))?.[0] ?? "services";

export function VillagePage(): React.JSX.Element {
  const { region } = useParams({ strict: false });
  const search: { readonly year?: number } = useSearch({ strict: false });
  const code = Number(region);
  const village = useQuery({ queryKey: ["village", code, search.year], queryFn: ({ signal }) => call(getVillage, { params: { region: code }, query: search.year === undefined ? {} : { year: search.year } }, signal), placeholderData: (before) => before });
  return <Shown of={village}>{(data) => <Facts village={data} />}</Shown>;
}

function Facts({ village }: { readonly village: Village }): React.JSX.Element {
  const words = useWords(registryWords);
  const forms = useWords(formWords);
  const [locale] = useLocale();
  const navigate = useNavigate();
  const [editing, setEditing] = useState(false);
  const { data, year, summary } = village;
  const edit = village.may.edit && year !== null ? <Button size="small" onClick={() => setEditing(true)}>{data ? words.edit : words.fill}</Button> : undefined;
  return (
    <>
      <PageHead title={words.village(village.name)} line={<>{village.path.slice(-3, -1).map((p) => p.name).join(" ")} {village.region}</>}
        acts={<>{village.years.length > 1 ? <Choices label={words.years} value={String(year)} of={village.years.slice(0, 6).toReversed().map((y) => [String(y), String(y)] as const)} onChange={(y) => { void navigate({ to: ".", search: (b: Record<string, unknown>) => ({ ...b, year: Number(y) }) }); }} /> : null}
          <Link className="button-link" to="/households" search={{ region: village.region, ...(year === null ? {} : { year }) }}>{words.seeHouseholds}</Link></>} />
      <div className="village">
        <FindingCard title={words.villageFacts} {...(year !== null && village.updatedAt ? { note: words.factsLine(String(year), clock(village.updatedAt)) } : {})} tools={edit}>
          {data === null ? <EmptyState act={edit}>{words.villageEmpty}</EmptyState> : groups.map(([group]) => {
            const fields = villageFields.filter((f) => groupOf(f.key) === group && (data[f.key] ?? null) !== null);
            return fields.length === 0 ? null : <div key={group}><h3>{words.villageGroups[group]}</h3><dl className="kv kv-grid">{fields.map((f) => <div key={f.key}><dt>{nameOf(f, locale)}</dt><dd>{shown("village", f.key, data[f.key], locale)}</dd></div>)}</dl></div>;
          })}
        </FindingCard>
        {summary ? <div><Summary summary={summary} /><Causes causes={summary.causes} /></div> : null}
      </div>
      {editing && year !== null ? <EditVillage village={village} year={year} title={forms.villageEdit} onClose={() => setEditing(false)} /> : null}
    </>
  );
}

function Summary({ summary }: { readonly summary: NonNullable<Village["summary"]> }): React.JSX.Element {
  const words = useWords(registryWords);
  const [locale] = useLocale();
  const poor = (summary.exitStates["0"] ?? 0) + (summary.exitStates["2"] ?? 0) + (summary.exitStates["3"] ?? 0);
  const states = Object.entries(summary.exitStates).map(([k, n]) => ({ key: k, label: k === "-1" ? words.unstated : labelOf("exitState", Number(k), locale), value: n, text: number(n), colour: k === "1" ? "var(--w5)" : "var(--e4)" }));
  return (
    <FindingCard title={poor === 0 ? words.exitDone : words.exitTitle(String(poor))} note={words.summaryTitle(number(summary.households), number(summary.persons))}>
      <Bars rows={states} label={words.columns.exit} width={330} />
      <dl className="kv">
        <div><dt>{words.median}</dt><dd>{yuan(summary.medianPerCapitaFen)}</dd></div>
        <div><dt>{words.belowLine}</dt><dd>{number(summary.belowLine)} {words.households}</dd></div>
        <div><dt>{words.labourers}</dt><dd>{number(summary.labourers)} {words.persons}</dd></div>
        {summary.cancelled > 0 ? <div><dt>{words.cancelled}</dt><dd>{number(summary.cancelled)} {words.households}</dd></div> : null}
      </dl>
    </FindingCard>
  );
}

function Causes({ causes }: { readonly causes: Readonly<Record<string, number>> }): React.JSX.Element {
  const words = useWords(registryWords);
  const [locale] = useLocale();
  const rows = Object.entries(causes).map(([k, n]) => ({ key: k, label: k === "health" ? words.healthFew : k === "-1" ? words.unstated : labelOf("cause", Number(k), locale), value: n, text: number(n), colour: k === "health" || k === "-1" ? "var(--ctl)" : (causeTiles[Number(k)]?.colour ?? "var(--ctl)") })).toSorted((a, b) => b.value - a.value);
  return <FindingCard title={words.causeTitle} unit={words.households} {...("health" in causes ? { note: words.healthFewNote } : {})}><Bars rows={rows} label={words.causeTitle} width={330} labelWidth={130} /></FindingCard>;
}

function EditVillage({ village, year, title, onClose }: { readonly village: Village; readonly year: number; readonly title: string; readonly onClose: () => void }): React.JSX.Element {
  const words = useWords(registryWords);
  const forms = useWords(formWords);
  const told = useTold();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [typed, setTyped] = useState<Readonly<Record<string, Value>>>({});
  const [ground, setGround] = useState({ ...noGround, source: 2 });
  const [fault, setFault] = useState<{ readonly key: string; readonly text: string }>();
  const masked = (key: string): string | undefined => { const v = village.data?.[key]; return typeof v === "string" && v.includes("*") ? v : undefined; };
  const changed = Object.fromEntries(Object.entries(typed).filter(([k, v]) => (masked(k) === undefined ? !sameValue(v === "" ? null : v, village.data?.[k] ?? null) : v !== "" && v !== null)));
  const save = useMutation({
    mutationFn: () => call(editVillage, { params: { region: village.region }, body: { year, version: village.version, values: changed, reason: ground.reason.trim(), source: groundOf(ground).source } }),
    onSuccess: async () => { await client.invalidateQueries({ queryKey: ["village", village.region] }); void message.success(forms.saved); onClose(); },
    onError: (e) => { if (e instanceof Problem && e.code === "registry.value") setFault({ key: String(e.details["key"]), text: forms.faults[e.details["fault"] as keyof typeof forms.faults] ?? told(e) }); else void message.error(told(e), 6); },
  });
  const ready = Object.keys(changed).length > 0 && ground.reason.trim().length >= 2;
  return (
    <Drawer open size={600} title={title} onClose={onClose} destroyOnHidden footer={<div className="drawer-foot"><Button onClick={onClose}>{forms.cancel}</Button><Button type="primary" disabled={!ready} loading={save.isPending} onClick={() => save.mutate()}>{forms.save}</Button></div>}>
      <div className="form-stack">
        {groups.map(([group]) => <div key={group} className="form-group"><h3>{words.villageGroups[group]}</h3><div className="form-grid">{villageFields.filter((f) => groupOf(f.key) === group).map((f) => {
          const now = masked(f.key);
          return <FieldInput key={f.key} field={f} value={f.key in typed ? typed[f.key] : now === undefined ? (village.data?.[f.key] ?? null) : undefined} onChange={(v) => setTyped({ ...typed, [f.key]: v })} {...(now === undefined ? {} : { maskedNow: now })} {...(fault?.key === f.key ? { fault: fault.text } : {})} />;
        })}</div></div>)}
        <GroundFields ground={ground} set={setGround} asks={false} />
      </div>
    </Drawer>
  );
}
