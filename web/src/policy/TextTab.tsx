/** The text of a version: written and tried here, saved as the next version; below it what the reader may do with it. */
import { useRef, useState } from "react";
import { App, Button, Input } from "antd";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { previewRule, saveVersion, simulateVersion, type RuleSet, type RuleVersion } from "@diguan/core/policy/contract.ts";
import { call } from "../api.ts";
import { number } from "../kit/formats.ts";
import { useWords } from "../kit/i18n.tsx";
import { useTold } from "../kit/States.tsx";
import { StateTag } from "../kit/StateTag.tsx";
import { usePlace } from "../shells/place.ts";
import { Editor, useFaults, type EditorHandle } from "./Editor.tsx";
import { NamesPanel } from "./NamesPanel.tsx";
import type { RuleSearch } from "./search.ts";
import { TotalsLine } from "./TotalsLine.tsx";
import { UsedParameters } from "./UsedParameters.tsx";
import { VersionActs } from "./VersionActs.tsx";
import { policyWords } from "./words.ts";

export function TextTab({ set, version, go }: { readonly set: RuleSet; readonly version: RuleVersion; readonly go: (to: RuleSearch) => void }): React.JSX.Element {
  const words = useWords(policyWords);
  const told = useTold();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const { region, year, place } = usePlace();
  const [text, setText] = useState(version.text);
  const [source, setSource] = useState(version.source);
  const [note, setNote] = useState("");
  const editor = useRef<EditorHandle>(null);
  const faults = useFaults(text);
  const changed = text !== version.text || source !== version.source;
  const onError = (error: unknown): void => { void message.error(told(error)); };
  const attempt = useMutation({ mutationFn: () => call(previewRule, { body: { text, purpose: set.purpose, region: region ?? set.region, year: year ?? 0, against: set.id } }), onError });
  const save = useMutation({
    mutationFn: () => call(saveVersion, { params: { id: set.id }, body: { key: crypto.randomUUID(), text, source: source.trim(), note: note.trim() } }),
    onSuccess: async (made) => { void message.success(words.saved(number(made.version))); await queries.invalidateQueries({ queryKey: ["rules"] }); go({ version: made.version }); }, onError,
  });
  const simulate = useMutation({
    mutationFn: () => call(simulateVersion, { params: { id: set.id, version: version.version }, body: { key: crypto.randomUUID(), region: set.mayEdit ? set.region : (region ?? set.region), year: year ?? 0 } }),
    onSuccess: async (made) => { void message.success(words.started); await queries.invalidateQueries({ queryKey: ["rules"] }); go({ version: version.version, view: "run", run: made.run }); }, onError,
  });
  return (
    <div className="rule-edit">
      <div className="stack">
        <section className="card"><div className="card-body" style={{ paddingTop: 14 }}>
          <label htmlFor="rule-text" className="sr">{words.text}</label>
          <Editor id="rule-text" ref={editor} value={text} onChange={setText} faults={faults} readOnly={!set.mayEdit} />
          {set.mayEdit ? (
            <div className="rule-save">
              <label>{words.source}<Input size="small" maxLength={400} value={source} onChange={(e) => setSource(e.target.value)} /></label>
              <label>{words.note}<Input size="small" maxLength={400} value={note} onChange={(e) => setNote(e.target.value)} /></label>
              <Button type={changed ? "primary" : "default"} disabled={!changed || faults.length > 0 || source.trim().length < 4} loading={save.isPending} onClick={() => save.mutate()}>{words.saveVersion}</Button>
            </div>) : <p className="mut sm">{words.readOnly}</p>}
          <div className="row wrap-row">
            <Button disabled={faults.length > 0 || year === undefined} loading={attempt.isPending} onClick={() => attempt.mutate()}>{words.preview}</Button>
            {attempt.data ? <span className="sub sm">{words.previewLine(place.data?.name ?? "", String(year), number(attempt.data.milliseconds))}</span> : null}
          </div>
          {attempt.data ? <><TotalsLine totals={attempt.data.totals} purpose={set.purpose} hasBefore={attempt.data.against !== null} /><UsedParameters of={attempt.data.parameters} /></> : null}
        </div></section>
        <section className="card"><div className="card-body" style={{ paddingTop: 12 }}>
          <h2>{words.acts}</h2>
          <div className="row wrap-row">
            {version.simulated ? <StateTag tone="ok">{words.simulated}</StateTag> : <StateTag tone="warn">{words.notSimulated}</StateTag>}
            <Button disabled={changed || year === undefined} loading={simulate.isPending} onClick={() => simulate.mutate()}>{words.simulate}</Button>
            <span className="mut sm">{words.simulateHint}</span>
          </div>
          <VersionActs set={set} version={version} />
        </div></section>
      </div>
      <NamesPanel region={region} {...(set.mayEdit ? { onInsert: (name: string) => editor.current?.insert(name) } : {})} />
    </div>
  );
}
