/** Correcting a household or one member in a drawer: only what changes is sent, with the version that was seen (409 when somebody was faster). */
import { useState } from "react";
import { App, Button, Drawer } from "antd";
import { useMutation } from "@tanstack/react-query";
import { Problem } from "@diguan/core/problem.ts";
import type { FindingView, HouseholdPage, MemberView } from "@diguan/core/registry/contract.ts";
import { editHousehold } from "@diguan/core/registry/contract-write.ts";
import { typedHouseholdFields, typedMemberFields } from "@diguan/core/registry/editing.ts";
import type { Field } from "@diguan/core/registry/fields.ts";
import { sameValue, type Value } from "@diguan/core/registry/history.ts";
import { messageOf } from "@diguan/core/quality/message.ts";
import { call } from "../api.ts";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { useTold } from "../kit/States.tsx";
import { FieldInput } from "./FieldInput.tsx";
import { useRefresh } from "./household.ts";
import { GroundFields, groundOf, noGround, Refusal } from "./SaveBox.tsx";
import { formWords } from "./words-forms.ts";

/** What is being edited: the household's basic fields or conditions, or a member. */
export type Editing = { readonly of: "household"; readonly group: "basic" | "conditions" } | { readonly of: "member"; readonly member: MemberView };

export function EditDrawer({ page, editing, onClose }: { readonly page: HouseholdPage; readonly editing: Editing; readonly onClose: () => void }): React.JSX.Element {
  const words = useWords(formWords);
  const [locale] = useLocale();
  const told = useTold();
  const { message } = App.useApp();
  const refresh = useRefresh(page.key);
  const [typed, setTyped] = useState<Readonly<Record<string, Value>>>({});
  const [ground, setGround] = useState(noGround);
  const [faults, setFaults] = useState<Readonly<Record<string, string>>>({});
  const [answer, setAnswer] = useState<{ readonly blocked: readonly FindingView[]; readonly toExplain: readonly FindingView[] }>({ blocked: [], toExplain: [] });
  const record = editing.of === "member" ? editing.member : page.household;
  const fields: readonly Field[] = (editing.of === "member" ? typedMemberFields : typedHouseholdFields.filter((f) => f.group === editing.group)).filter((f) => !record.withheld.includes(f.key));
  const groups = [...new Set(fields.map((f) => f.group))];
  const changed = Object.fromEntries(Object.entries(typed).filter(([key, v]) => (record.masked.includes(key) ? v !== "" && v !== null && !(Array.isArray(v) && v.length === 0) : !sameValue(v === "" ? null : v, record.values[key]))));

  const save = useMutation({
    mutationFn: () => call(editHousehold, { params: page.key, body: { year: page.year, version: page.version, reason: ground.reason.trim(), ...groundOf(ground), ...(editing.of === "member" ? { members: [{ id: editing.member.id, values: changed }] } : { household: changed }) } }),
    onSuccess: async (outcome) => {
      setAnswer(outcome);
      if (!outcome.saved) return;
      await refresh();
      void message.success(words.saved);
      onClose();
    },
    onError: async (error) => {
      if (error instanceof Problem && error.code === "registry.value") { setFaults({ [String(error.details["key"])]: words.faults[error.details["fault"] as keyof typeof words.faults] ?? told(error) }); return; }
      if (error instanceof Problem && error.code === "change.conflict") { await refresh(); void message.warning(words.conflict, 6); return; }
      void message.error(told(error));
    },
  });
  const under = (key: string): string | undefined => { const f = [...answer.blocked, ...answer.toExplain].find((one) => one.field === key); return faults[key] ?? (f ? messageOf(f, locale) : undefined); };
  const missing = Object.keys(changed).length === 0 ? words.nothing : ground.reason.trim().length < 2 ? words.needReason : answer.toExplain.length > 0 && ground.explanation.trim().length > 0 && ground.explanation.trim().length < 4 ? words.needExplanation : undefined;
  return (
    <Drawer open size={560} title={editing.of === "member" ? words.editMember(editing.member.name) : editing.group === "basic" ? words.editHousehold : words.editConditions} onClose={onClose} destroyOnHidden
      footer={<div className="drawer-foot">{missing ? <span className="mut sm">{missing}</span> : null}<Button onClick={onClose}>{words.cancel}</Button><Button type="primary" disabled={missing !== undefined} loading={save.isPending} onClick={() => { setFaults({}); save.mutate(); }}>{words.save}</Button></div>}>
      <div className="form-stack">
        <p className="sub sm">{words.onlyChanged}</p>
        <Refusal blocked={answer.blocked} toExplain={answer.toExplain} nameOf={(code) => page.members.find((m) => m.values["memberCode"] === code)?.name} />
        {groups.map((group) => (
          <div key={group} className="form-group">
            {groups.length > 1 ? <h3>{words.groups[group as keyof typeof words.groups]}</h3> : null}
            <div className="form-grid">
              {fields.filter((f) => f.group === group).map((f) => {
                const hidden = record.masked.includes(f.key);
                const fault = under(f.key);
                return <FieldInput key={f.key} field={f} value={f.key in typed ? typed[f.key] : hidden ? undefined : (record.values[f.key] ?? null)} onChange={(v) => setTyped({ ...typed, [f.key]: v })} {...(hidden ? { maskedNow: String(record.values[f.key] ?? "") } : {})} {...(fault ? { fault } : {})} />;
              })}
            </div>
          </div>))}
        <GroundFields ground={ground} set={setGround} asks={answer.toExplain.length > 0} />
      </div>
    </Drawer>
  );
}
