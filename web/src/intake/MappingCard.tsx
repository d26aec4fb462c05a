/** Which column is which field: left the file's headings with samples, right the record's fields; corrections are kept. */
import { useState } from "react";
import { Button, Checkbox, InputNumber, Select } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { setMapping } from "@diguan/core/intake/contract.ts";
import { sheetKinds, targetsOf, type SheetKind } from "@diguan/core/intake/headings.ts";
import { columnLetters } from "@diguan/core/intake/columns.ts";
import { listMappings } from "@diguan/core/registry/contract.ts";
import { call } from "../api.ts";
import { number, percent } from "../kit/formats.ts";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { useTold } from "../kit/States.tsx";
import { StateTag } from "../kit/StateTag.tsx";
import type { Batch } from "./BatchPage.tsx";
import { intakeWords } from "./words.ts";

/** Files of other systems carry other codes: which system it is decides what 02 means. */
export function SystemChoice({ value, onChange }: { readonly value: string | null; readonly onChange: (system: string | null) => void }): React.JSX.Element {
  const words = useWords(intakeWords);
  const mappings = useQuery({ queryKey: ["registry", "mappings"], queryFn: () => call(listMappings, {}) });
  const systems = [...new Set((mappings.data?.rows ?? []).map((m) => m.system))];
  return <label>{words.system} <Select size="small" aria-label={words.system} value={value ?? ""} onChange={(to) => onChange(to === "" ? null : to)} options={[{ value: "", label: words.systemOurs }, ...systems.map((s) => ({ value: s, label: s }))]} style={{ minWidth: 170 }} /></label>;
}

type Sheet = Batch["sheets"][number];
interface Choice { readonly kind: SheetKind; readonly headings: Readonly<Record<string, string>> }

export function MappingCard({ batch }: { readonly batch: Batch }): React.JSX.Element {
  const words = useWords(intakeWords);
  const told = useTold();
  const client = useQueryClient();
  const [choices, setChoices] = useState<Readonly<Record<string, Choice>>>({});
  const [year, setYear] = useState<number | null>(batch.year);
  const [system, setSystem] = useState<string | null>(batch.system);
  const [createRegions, setCreateRegions] = useState(batch.createRegions);
  const sheets = batch.sheets.filter((s) => s.kind !== null || s.columns.length > 0);
  const columns = sheets.flatMap((s) => s.columns).filter((c) => c.heading !== "");
  const save = useMutation({
    mutationFn: () => call(setMapping, { params: { id: batch.id }, body: { sheets: Object.fromEntries(Object.entries(choices).map(([name, c]) => [name, { kind: c.kind, headings: { ...c.headings } }])), year, system, createRegions, keep: true } }),
    onSettled: () => client.invalidateQueries({ queryKey: ["intake"] }),
  });
  const change = (sheet: Sheet, to: Partial<Choice>): void => setChoices((before) => {
    const own = before[sheet.name] ?? { kind: sheet.kind ?? "persons", headings: Object.fromEntries(sheet.columns.filter((c) => c.target !== null).map((c) => [c.heading, c.target ?? ""])) };
    return { ...before, [sheet.name]: { kind: to.kind ?? own.kind, headings: { ...own.headings, ...to.headings } } };
  });
  return (
    <section className="card" aria-label={words.steps.mapping}>
      <header className="card-head"><h2>{words.mapTitle(number(columns.filter((c) => c.target !== null).length), number(columns.length))}</h2><span className="card-line">{words.mapNote}</span></header>
      <div className="map-options">
        <label>{words.year} <InputNumber size="small" min={1949} max={2100} value={year} placeholder={batch.years.join(" ")} onChange={setYear} style={{ width: 100 }} /></label>
        <SystemChoice value={system} onChange={setSystem} />
        <Checkbox checked={createRegions} onChange={(e) => setCreateRegions(e.target.checked)}>{words.createRegions}</Checkbox>
        <Button type="primary" size="small" loading={save.isPending} onClick={() => save.mutate()}>{words.recheck}</Button>
        {save.error ? <span className="bad-text" role="alert">{told(save.error)}</span> : null}
      </div>
      {batch.sheets.map((sheet) => (sheet.kind === null && sheet.columns.length === 0 ? <p key={sheet.sheet} className="mut sm sheet-note">{sheet.name}: {words.notRead(number(sheet.rows))}</p>
        : <SheetMap key={sheet.sheet} sheet={sheet} choice={choices[sheet.name]} onChange={(to) => change(sheet, to)} />))}
    </section>
  );
}

function SheetMap({ sheet, choice, onChange }: { readonly sheet: Sheet; readonly choice: Choice | undefined; readonly onChange: (to: Partial<Choice>) => void }): React.JSX.Element {
  const words = useWords(intakeWords);
  const [locale] = useLocale();
  const kind = choice?.kind ?? sheet.kind ?? "persons";
  const groups = (["place", "member", "household", "village"] as const).map((group) => ({
    label: words.groups[group],
    options: targetsOf(kind).filter((t) => t.target.startsWith(`${group}.`)).map((t) => ({ value: t.target as string, label: t.field ? (locale === "en" ? t.field.en : t.field.zh) : t.place ? words.places[t.place] : t.target })),
  })).filter((g) => g.options.length > 0);
  return (
    <div className="sheet-map">
      <div className="sheet-note"><b>{sheet.name}</b> {words.kind} <Select size="small" aria-label={words.kind} value={kind} onChange={(to) => onChange({ kind: to })} options={sheetKinds.map((k) => ({ value: k, label: words.kindsOf[k] }))} style={{ minWidth: 180 }} /></div>
      <div className="card-table" role="region" aria-label={words.steps.mapping + sheet.name} tabIndex={0}><table className="grid"><caption className="sr">{sheet.name}</caption>
        <thead><tr><th scope="col">{words.heading}</th><th scope="col">{words.samples}</th><th scope="col">{words.field}</th><th scope="col" className="num">{words.sure}</th></tr></thead>
        <tbody>{sheet.columns.filter((c) => c.heading !== "").map((c) => {
          const target = choice?.headings[c.heading] ?? c.target ?? "";
          return (
            <tr key={c.index} className={target === "" ? "unmapped" : ""}>
              <th scope="row">{columnLetters(c.index)} {c.heading} {c.hidden ? <StateTag>{words.hidden}</StateTag> : null}</th>
              <td className="mut samples">{c.samples.join("\u3000")}</td>
              <td><Select size="small" showSearch optionFilterProp="label" aria-label={c.heading} value={target} onChange={(to: string) => onChange({ headings: { [c.heading]: to } })} options={[{ value: "", label: words.leave }, ...groups]} style={{ width: 220 }} /></td>
              <td className="num">{choice?.headings[c.heading] === undefined && target !== "" ? percent(c.confidence) : ""}</td>
            </tr>);
        })}</tbody></table></div>
    </div>
  );
}
