/** Asks why, and by which paper, before something is withdrawn, cancelled or taken back. */
import { useState } from "react";
import { Input, Modal } from "antd";
import { useWords } from "../kit/i18n.tsx";
import { formWords } from "./words-forms.ts";

export function ReasonModal({ title, what, proof = false, busy, onCancel, onDone }: { readonly title: string; readonly what?: string; readonly proof?: boolean; readonly busy: boolean; readonly onCancel: () => void; readonly onDone: (told: { readonly reason: string; readonly evidence: string }) => void }): React.JSX.Element {
  const words = useWords(formWords);
  const [reason, setReason] = useState("");
  const [evidence, setEvidence] = useState("");
  return (
    <Modal open title={title} okText={title} cancelText={words.cancel} okButtonProps={{ disabled: reason.trim().length < 2 || (proof && evidence.trim().length < 2), loading: busy }} onCancel={onCancel} onOk={() => onDone({ reason: reason.trim(), evidence: evidence.trim() })} width={440} destroyOnHidden>
      <div className="form-stack">
        {what ? <p className="sub">{what}</p> : null}
        <label className="field"><span>{words.reason}</span><Input value={reason} maxLength={500} onChange={(e) => setReason(e.target.value)} /></label>
        {proof ? <label className="field"><span>{words.evidenceMust}</span><Input value={evidence} maxLength={500} onChange={(e) => setEvidence(e.target.value)} /></label> : null}
      </div>
    </Modal>
  );
}
