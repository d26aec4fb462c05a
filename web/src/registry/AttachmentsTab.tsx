/** Evidence and originals: upload (type read from the content, position removed from photos), look, withdraw. */
import { useRef, useState } from "react";
import { App, Button, Input, Modal, Select } from "antd";
import { useMutation } from "@tanstack/react-query";
import type { HouseholdPage } from "@diguan/core/registry/contract.ts";
import { attachmentKinds, uploadAnswer, uploadAttachment, withdrawAttachment } from "@diguan/core/registry/contract-write.ts";
import { address, call, request } from "../api.ts";
import { useWords } from "../kit/i18n.tsx";
import { useTold } from "../kit/States.tsx";
import { AttachmentsCard } from "./cards.tsx";
import { newKey, useRefresh } from "./household.ts";
import { ReasonModal } from "./ReasonModal.tsx";
import { registryWords } from "./words.ts";
import { formWords } from "./words-forms.ts";

export function AttachmentsTab({ page }: { readonly page: HouseholdPage }): React.JSX.Element {
  const forms = useWords(formWords);
  const told = useTold();
  const { message } = App.useApp();
  const refresh = useRefresh(page.key);
  const [adding, setAdding] = useState(false);
  const [withdrawing, setWithdrawing] = useState<string>();
  const withdraw = useMutation({
    mutationFn: (reason: string) => call(withdrawAttachment, { params: { ...page.key, attachment: withdrawing ?? "" }, body: { reason } }),
    onSuccess: async () => { setWithdrawing(undefined); await refresh(); }, onError: (e) => { void message.error(told(e)); },
  });
  return (
    <>
      <AttachmentsCard page={page} all tools={page.may.attach ? <Button size="small" type="primary" onClick={() => setAdding(true)}>{forms.attach}</Button> : undefined} {...(page.may.attach ? { onWithdraw: setWithdrawing } : {})} />
      {adding ? <Upload page={page} onClose={() => setAdding(false)} /> : null}
      {withdrawing ? <ReasonModal title={forms.withdrawFile} busy={withdraw.isPending} onCancel={() => setWithdrawing(undefined)} onDone={({ reason }) => withdraw.mutate(reason)} /> : null}
    </>
  );
}

function Upload({ page, onClose }: { readonly page: HouseholdPage; readonly onClose: () => void }): React.JSX.Element {
  const words = useWords(registryWords);
  const forms = useWords(formWords);
  const told = useTold();
  const { message } = App.useApp();
  const refresh = useRefresh(page.key);
  const [kind, setKind] = useState<(typeof attachmentKinds)[number]>("housePhoto");
  const [takenOn, setTakenOn] = useState("");
  const [note, setNote] = useState("");
  const [memberId, setMemberId] = useState<string>();
  const [file, setFile] = useState<File>();
  const [key] = useState(newKey);
  const box = useRef<HTMLInputElement>(null);
  const upload = useMutation({
    mutationFn: async () => {
      const form = new FormData();
      // fields go before the file, so that the server knows them when the file begins
      for (const [name, value] of Object.entries({ key, kind, takenOn, note: note.trim(), memberId: memberId ?? "" })) form.append(name, value);
      if (file) form.append("file", file, file.name);
      return uploadAnswer.parse(await (await request(address(uploadAttachment, { params: page.key }), { method: "POST", body: form })).json());
    },
    onSuccess: async (answer) => { await refresh(); void message.success(answer.positionRemoved ? forms.positionRemoved : forms.stored); onClose(); },
    onError: (e) => { void message.error(told(e), 6); },
  });
  return (
    <Modal open title={forms.attachTitle} okText={forms.upload} cancelText={forms.cancel} okButtonProps={{ disabled: !file, loading: upload.isPending }} onCancel={onClose} onOk={() => upload.mutate()} width={480} destroyOnHidden>
      <div className="form-stack">
        <label className="field"><span>{forms.file}</span><input ref={box} type="file" accept="image/jpeg,image/png,image/webp,application/pdf,audio/*,video/mp4,video/webm" onChange={(e) => setFile(e.target.files?.[0])} /></label>
        <p className="mut sm">{forms.attachWhat}</p>
        <div className="form-grid">
          <label className="field"><span>{forms.kindOf}</span><Select value={kind} options={attachmentKinds.map((k) => ({ value: k, label: words.kinds[k] }))} onChange={setKind} /></label>
          <label className="field"><span>{forms.takenOn}</span><Input type="date" value={takenOn} onChange={(e) => setTakenOn(e.target.value)} /></label>
          <label className="field"><span>{forms.who}</span><Select allowClear placeholder={forms.wholeFamily} {...(memberId ? { value: memberId } : {})} options={page.members.map((m) => ({ value: m.id, label: m.name }))} onChange={(v: string | undefined) => setMemberId(v)} /></label>
          <label className="field"><span>{forms.note}</span><Input value={note} maxLength={500} onChange={(e) => setNote(e.target.value)} /></label>
        </div>
      </div>
    </Modal>
  );
}
