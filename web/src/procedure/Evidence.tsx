/** Papers of a step, one line per kind: a photo from the phone's camera or a file, uploaded at once, its place of origin removed by the server. */
import { useRef, useState } from "react";
import { App, Button } from "antd";
import { uploaded, uploadEvidence } from "@diguan/core/procedure/contract-more.ts";
import { evidenceNames, type EvidenceKind } from "@diguan/core/procedure/names.ts";
import { request } from "../api.ts";
import { useWords } from "../kit/i18n.tsx";
import { useTold } from "../kit/States.tsx";
import { StateTag } from "../kit/StateTag.tsx";
import { newKey } from "../registry/household.ts";
import { useTwo } from "./marks.tsx";
import { procedureWords } from "./words.ts";

type Given = Readonly<Partial<Record<EvidenceKind, { readonly id: string; readonly name: string }>>>;

export function EvidenceLines({ kinds, region, given, onChange }: { readonly kinds: readonly EvidenceKind[]; readonly region: number; readonly given: Given; readonly onChange: (given: Given) => void }): React.JSX.Element | null {
  const words = useWords(procedureWords);
  if (kinds.length === 0) return null;
  const missing = kinds.filter((k) => given[k] === undefined).length;
  return (
    <fieldset className="papers"><legend>{words.evidence} {missing > 0 ? <span className="mut sm">{words.missing(String(missing))}</span> : null}</legend>
      {kinds.map((kind) => <EvidenceLine key={kind} kind={kind} region={region} given={given[kind]} onGiven={(file) => onChange({ ...given, [kind]: file })} />)}
    </fieldset>
  );
}

function EvidenceLine({ kind, region, given, onGiven }: { readonly kind: EvidenceKind; readonly region: number; readonly given: { readonly name: string } | undefined; readonly onGiven: (file: { id: string; name: string }) => void }): React.JSX.Element {
  const words = useWords(procedureWords);
  const two = useTwo();
  const told = useTold();
  const { message } = App.useApp();
  const [busy, setBusy] = useState(false);
  const box = useRef<HTMLInputElement>(null);
  const send = async (file: File): Promise<void> => {
    setBusy(true);
    try {
      const form = new FormData();
      // fields go before the file, so that the server knows them when the file begins
      for (const [name, value] of Object.entries({ key: newKey(), kind, region: String(region) })) form.append(name, value);
      form.append("file", file, file.name);
      const answer = uploaded.parse(await (await request(uploadEvidence.path, { method: "POST", body: form })).json());
      onGiven({ id: answer.id, name: answer.name });
    } catch (e) { void message.error(told(e), 6); } finally { setBusy(false); }
  };
  return (
    <div className="paper">
      <span className="grow">{two(evidenceNames[kind])}{given ? <span className="mut sm one-line"> {given.name}</span> : null}</span>
      {given ? <StateTag tone="ok">{words.uploaded}</StateTag> : null}
      <input ref={box} type="file" accept="image/*,application/pdf,audio/*,video/*" className="sr" tabIndex={-1} aria-label={`${words.upload} ${two(evidenceNames[kind])}`} onChange={(e) => { const [file] = e.target.files ?? []; if (file) void send(file); e.target.value = ""; }} />
      <Button size="small" loading={busy} title={words.takePhoto} onClick={() => box.current?.click()}>{words.upload}</Button>
    </div>
  );
}
