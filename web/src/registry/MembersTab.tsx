/** Members with all their fields by subject; who left stays below, with the reason. */
import { useState } from "react";
import { App, Button } from "antd";
import { useMutation, useQuery } from "@tanstack/react-query";
import { fieldSources, type HouseholdPage, type MemberView } from "@diguan/core/registry/contract.ts";
import { undoDeparture } from "@diguan/core/registry/contract-write.ts";
import { labelOf } from "@diguan/core/registry/codes.ts";
import { memberFields, type Field } from "@diguan/core/registry/fields.ts";
import { call } from "../api.ts";
import { clock, line } from "../kit/formats.ts";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { EmptyState, useTold } from "../kit/States.tsx";
import { StateTag } from "../kit/StateTag.tsx";
import { FieldValue } from "./FieldValue.tsx";
import { newKey, useRefresh } from "./household.ts";
import { ReasonModal } from "./ReasonModal.tsx";
import { registryWords } from "./words.ts";
import { formWords } from "./words-forms.ts";

const fields: readonly Field[] = memberFields;
const brief = new Set(["certNo", "birth", "ethnic", "education", "student", "labour", "workPlace", "workMonths", "health", "medResident", "dibao", "memberPhone"]);

/** Where each value comes from, asked once per year. */
export function useSources(page: HouseholdPage): (memberId: string | null, field: string) => string | undefined {
  const words = useWords(registryWords);
  const [locale] = useLocale();
  const sources = useQuery({ queryKey: ["household", page.key.county, page.key.id, "sources", page.year, page.version], queryFn: ({ signal }) => call(fieldSources, { params: page.key, query: { year: page.year } }, signal) });
  return (memberId, field) => {
    const row = sources.data?.rows.find((r) => r.memberId === memberId && r.field === field) ?? sources.data?.rest.find((r) => r.memberId === memberId);
    return row ? words.sourceHint(labelOf("source", row.source, locale), clock(row.at), row.who ?? "") : undefined;
  };
}

export function MembersTab({ page, onEdit, onPeople }: { readonly page: HouseholdPage; readonly onEdit: (member: MemberView) => void; readonly onPeople: () => void }): React.JSX.Element {
  const words = useWords(registryWords);
  const forms = useWords(formWords);
  const sourceOf = useSources(page);
  if (page.members.length === 0) return <section className="card"><EmptyState act={page.may.edit ? <Button onClick={onPeople}>{forms.people}</Button> : undefined}>{words.none}</EmptyState></section>;
  return <div className="members">{page.members.map((m) => <Member key={m.id} page={page} member={m} onEdit={onEdit} sourceOf={sourceOf} />)}</div>;
}

function Member({ page, member, onEdit, sourceOf }: { readonly page: HouseholdPage; readonly member: MemberView; readonly onEdit: (member: MemberView) => void; readonly sourceOf: (memberId: string | null, field: string) => string | undefined }): React.JSX.Element {
  const words = useWords(registryWords);
  const forms = useWords(formWords);
  const [locale] = useLocale();
  const [open, setOpen] = useState(false);
  const [undoing, setUndoing] = useState(false);
  const told = useTold();
  const { message } = App.useApp();
  const refresh = useRefresh(page.key);
  const undo = useMutation({
    mutationFn: ({ reason, key }: { reason: string; key: string }) => call(undoDeparture, { params: page.key, body: { key, memberId: member.id, reason } }),
    onSuccess: async () => { await refresh(); setUndoing(false); void message.success(forms.saved); }, onError: (e) => { void message.error(told(e)); },
  });
  const [key] = useState(newKey);
  const shown = fields.filter((f) => f.key !== "name" && f.key !== "relation" && (open || brief.has(f.key)));
  return (
    <section className={`card member ${member.active ? "" : "gone"}`} aria-label={member.name}>
      <div className="card-head">
        <h2><b>{member.name}</b><span className="sub">{line(labelOf("relation", member.values["relation"] as number | null, locale), labelOf("sex", member.values["sex"] as number | null, locale), member.age !== null && words.ageOf(String(member.age)))}</span>
          {member.active ? null : <StateTag icon={null}>{words.leftOn(member.leftOn ?? "", labelOf("departure", member.departure, locale))}</StateTag>}
          {member.arrivedOn ? <StateTag icon={null}>{words.arrivedOn(member.arrivedOn, labelOf("arrival", member.arrival, locale))}</StateTag> : null}
          {member.certFault ? <StateTag tone="warn">{words.certFault}</StateTag> : null}</h2>
        <div><Button type="link" size="small" onClick={() => setOpen(!open)}>{open ? words.seeLess : words.seeMore}</Button>{page.may.edit && page.valid ? (member.active ? <Button size="small" onClick={() => onEdit(member)}>{forms.edit}</Button> : <Button size="small" onClick={() => setUndoing(true)}>{forms.undo}</Button>) : null}</div>
      </div>
      <div className="card-body"><dl className="kv kv-grid">{shown.map((f) => { const hint = sourceOf(member.id, f.key); return <FieldValue key={f.key} page={page} member={member} of="member" name={f.key} {...(hint ? { hint } : {})} />; })}</dl></div>
      {undoing ? <ReasonModal title={forms.undoTitle(member.name)} busy={undo.isPending} onCancel={() => setUndoing(false)} onDone={({ reason }) => undo.mutate({ reason, key })} /> : null}
    </section>
  );
}
