/** The one-time password, shown once to whoever has just made it. */
import { App, Button, Modal } from "antd";
import { useWords } from "../kit/i18n.tsx";
import { adminWords } from "./words-admin.ts";

export function OneTimePassword({ name, password, onClose }: { readonly name: string; readonly password: string; readonly onClose: () => void }): React.JSX.Element {
  const words = useWords(adminWords);
  const { message } = App.useApp();
  const copy = async (): Promise<void> => { await navigator.clipboard.writeText(password); void message.success(words.copied); };
  return (
    <Modal open title={words.oneTime} width={440} onCancel={onClose} footer={<><Button onClick={() => { void copy(); }}>{words.copy}</Button><Button type="primary" onClick={onClose}>{words.close}</Button></>}>
      <div className="one-time"><b>{password}</b><span className="sm">{words.oneTimeLine(name)}</span></div>
    </Modal>
  );
}
