/** What the reader may do with a version: submit, approve from a day on, send back, retire; core and server refuse what is not allowed. */
import { useState } from "react";
import { App, Button, Input } from "antd";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { actOnVersion, type RuleSet, type RuleVersion } from "@diguan/core/policy/contract.ts";
import { actName, stateName } from "@diguan/core/policy/labels.ts";
import type { RuleAct } from "@diguan/core/policy/states.ts";
import { call } from "../api.ts";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { useTold } from "../kit/States.tsx";
import { policyWords } from "./words.ts";

const today = (): string => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);

export function VersionActs({ set, version }: { readonly set: RuleSet; readonly version: RuleVersion }): React.JSX.Element | null {
  const words = useWords(policyWords);
  const [locale] = useLocale();
  const told = useTold();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [note, setNote] = useState("");
  const [from, setFrom] = useState(today);
  const act = useMutation({
    mutationFn: (what: RuleAct) => call(actOnVersion, { params: { id: set.id, version: version.version }, body: { act: what, note: note.trim(), ...(what === "approve" || what === "retire" ? { activeFrom: from } : {}) } }),
    onSuccess: async (made) => { void message.success(words.done(stateName(made.state, locale))); setNote(""); await queries.invalidateQueries({ queryKey: ["rules"] }); },
    onError: (error) => { void message.error(told(error)); },
  });
  if (version.acts.length === 0) return version.state === "submitted" ? <p className="sub sm">{set.mayEdit ? words.ownHint : words.waitHint}</p> : null;
  const dated = version.acts.includes("approve") || version.acts.includes("retire");
  return (
    <div className="approval">
      <p className="sub sm">{version.acts.includes("approve") ? words.approveHint : version.acts.includes("submit") ? words.submitHint : ""}</p>
      <div className="row wrap-row">
        {dated ? <label>{version.acts.includes("approve") ? words.activeFrom : words.retireFrom} <input type="date" className="date-field" value={from} min={today()} onChange={(e) => setFrom(e.target.value)} /></label> : null}
        <label className="grow">{words.reason} <Input size="small" maxLength={400} value={note} onChange={(e) => setNote(e.target.value)} /></label>
        {version.acts.map((what) => <Button key={what} type={what === "approve" || what === "submit" ? "primary" : "default"} danger={what === "retire"} loading={act.isPending && act.variables === what} onClick={() => act.mutate(what)}>{actName(what, locale)}</Button>)}
      </div>
    </div>
  );
}
