/** The act that is due on a finding: correct or explain for whoever settles it, verify or send back for the second person. */
import { useState } from "react";
import { App, Button, DatePicker, Input, Select } from "antd";
import { useMutation, useQuery } from "@tanstack/react-query";
import { decideFinding, settleFinding, type FindingDetail } from "@diguan/core/quality/contract.ts";
import type { PersonAct } from "@diguan/core/quality/states.ts";
import { getHousehold } from "@diguan/core/registry/contract.ts";
import dayjs, { type Dayjs } from "dayjs";
import { call } from "../api.ts";
import { useWords } from "../kit/i18n.tsx";
import { useTold } from "../kit/States.tsx";
import { qualityWords } from "./words.ts";

type Act = Exclude<PersonAct, "assign">;
const order: readonly Act[] = ["correct", "explain", "verify", "sendBack", "reopen"];
const least = 4;

export function SettleForm({ finding: f, onDone }: { readonly finding: FindingDetail; readonly onDone: () => Promise<void> }): React.JSX.Element {
  const words = useWords(qualityWords);
  const told = useTold();
  const { message } = App.useApp();
  const [act, setAct] = useState<Act>();
  const [reason, setReason] = useState("");
  const [evidence, setEvidence] = useState<string>();
  const [until, setUntil] = useState<Dayjs | null>(null);
  const acts = order.filter((a) => f.allowed.includes(a));
  const needsReason = act === "explain" || act === "sendBack" || act === "reopen";
  const submit = useMutation({
    mutationFn: async (chosen: Act) => {
      const finding = { county: f.county, id: f.id };
      if (chosen === "correct" || chosen === "explain") return call(settleFinding, { body: { finding, version: f.version, act: chosen, reason: reason.trim(), ...(evidence ? { evidence } : {}), ...(until ? { validUntil: until.format("YYYY-MM-DD") } : {}) } });
      return call(decideFinding, { body: { finding, version: f.version, act: chosen, ...(reason.trim() ? { note: reason.trim() } : {}) } });
    },
    onSuccess: async () => { void message.success(words.done); await onDone(); },
    onError: (error) => { void message.error(told(error)); },
  });
  const waiting = f.state === "corrected" || f.state === "explained";
  return (
    <footer className="pane-acts">
      <p className="sm"><b>{words.notVerdict}</b>{act ? `　${words.doHint[act]}` : acts.length === 0 ? `　${waiting && f.allowed.length > 0 ? words.ownWork : words.nothingToDo}` : waiting && !acts.includes("verify") ? `　${words.ownWork}` : ""}</p>
      {acts.length > 0 ? <div className="act-choices" role="radiogroup" aria-label={words.whatToDo}>{acts.map((a) => <button key={a} type="button" role="radio" aria-checked={a === act} onClick={() => setAct(a)}>{words.do[a]}</button>)}</div> : null}
      {act ? (
        <div className="act-form">
          <Input.TextArea rows={2} maxLength={400} aria-label={words.reason} placeholder={needsReason ? words.reasonNeeded : words.note} value={reason} onChange={(e) => setReason(e.target.value)} />
          {act === "explain" ? <div className="row"><Evidence finding={f} value={evidence} onChange={setEvidence} /><DatePicker size="small" aria-label={words.validUntil} placeholder={words.validUntil} value={until} onChange={setUntil} disabledDate={(d) => d.isBefore(dayjs())} /></div> : null}
          <Button type="primary" loading={submit.isPending} disabled={needsReason && reason.trim().length < least} onClick={() => submit.mutate(act)}>{words.submit}</Button>
        </div>
      ) : null}
    </footer>
  );
}

/** Attachments of the household; asked for only when somebody explains. */
function Evidence({ finding, value, onChange }: { readonly finding: FindingDetail; readonly value: string | undefined; readonly onChange: (id: string | undefined) => void }): React.JSX.Element | null {
  const words = useWords(qualityWords);
  const { county, householdId, year } = finding;
  const page = useQuery({ queryKey: ["household", county, householdId, year], queryFn: ({ signal }) => call(getHousehold, { params: { county, id: householdId ?? "" }, query: { year } }, signal), enabled: householdId !== null });
  if (householdId === null) return null;
  const files = (page.data?.attachments ?? []).filter((a) => a.withdrawnAt === null);
  return <Select size="small" allowClear style={{ minWidth: 220 }} aria-label={words.evidence} loading={page.isPending} disabled={page.data !== undefined && files.length === 0} placeholder={page.data !== undefined && files.length === 0 ? words.noEvidence : words.evidence} value={value ?? null} onChange={(v) => onChange(v ?? undefined)} options={files.map((a) => ({ value: a.id, label: a.name }))} />;
}
