/**
 * A masked value and its reveal: reason from a list of six, one field for two minutes on violet ground with the countdown,
 * masked again on leaving; neither copied nor printed. The log is written by the server in the transaction of the answer.
 */
import { useEffect, useState } from "react";
import { App, Modal, Radio } from "antd";
import { countdown } from "./formats.ts";
import { Icon } from "./Icon.tsx";
import { useWords } from "./i18n.tsx";
import { useTold } from "./States.tsx";
import { kitWords } from "./words.ts";

export const revealReasons = ["payment", "visit", "verify", "complaint", "audit", "correction"] as const;
export type RevealReason = (typeof revealReasons)[number];
export const revealSeconds = 120;

interface MaskedProps { /** name of the field, as in 查看证件号码 */ readonly label: string; /** masked form, «990103********4015» or «●●●●» */ readonly value: string; /** absent: this reader may not reveal it */ readonly reveal?: (reason: RevealReason) => Promise<string> }

export function Masked({ label, value, reveal }: MaskedProps): React.JSX.Element {
  const words = useWords(kitWords);
  const told = useTold();
  const { message } = App.useApp();
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState<RevealReason>();
  const [waiting, setWaiting] = useState(false);
  const [open, setOpen] = useState<{ readonly text: string; readonly reason: RevealReason; readonly until: number }>();
  const [left, setLeft] = useState(0);

  useEffect(() => {
    if (!open) return undefined;
    const tick = (): void => { const seconds = Math.ceil((open.until - Date.now()) / 1000); setLeft(seconds); if (seconds <= 0) setOpen(undefined); };
    const hide = (): void => { if (document.visibilityState === "hidden") setOpen(undefined); };
    tick();
    const timer = setInterval(tick, 500);
    document.addEventListener("visibilitychange", hide);
    return () => { clearInterval(timer); document.removeEventListener("visibilitychange", hide); };
  }, [open]);

  const show = async (): Promise<void> => {
    if (!reveal || !reason) return;
    setWaiting(true);
    try {
      const text = await reveal(reason);
      setOpen({ text, reason, until: Date.now() + revealSeconds * 1000 });
      setAsking(false);
      setReason(undefined);
    } catch (error) { void message.error(told(error)); } finally { setWaiting(false); }
  };

  if (open) {
    return (
      <span className="revealed" onCopy={(event) => event.preventDefault()}>
        <span className="value">{open.text}</span>
        <span className="until"><span role="status">{words.revealed(words.reasons[open.reason])}</span><button type="button" className="see" title={words.hideNow} onClick={() => setOpen(undefined)}>{words.hidesIn(countdown(left))}</button></span>
      </span>
    );
  }
  return (
    <span className="masked">
      <span className="dots"><span className="sr">{words.masked} </span>{value}</span>
      {reveal ? <button type="button" className="see no-print" aria-label={words.revealWhat(label)} onClick={() => setAsking(true)}><Icon name="eye" size={14} />{words.reveal}</button> : null}
      <Modal open={asking} title={words.revealTitle(label)} okText={words.reveal} cancelText={words.cancel} okButtonProps={{ disabled: !reason, loading: waiting }} onOk={() => { void show(); }} onCancel={() => setAsking(false)} width={420} destroyOnHidden>
        <Radio.Group value={reason} onChange={(event) => setReason(event.target.value as RevealReason)} style={{ display: "grid", gap: 10, margin: "12px 0" }} options={revealReasons.map((key) => ({ value: key, label: words.reasons[key] }))} />
        <p className="mut sm">{words.revealRule}</p>
      </Modal>
    </span>
  );
}
