/** Sets up the code generator: password again, key to type or open, first code, recovery codes shown once. */
import { useState } from "react";
import { App, Button, Form, Input } from "antd";
import { useMutation } from "@tanstack/react-query";
import { beginTotp, confirmTotp } from "@diguan/core/access/contract.ts";
import { call, type Answer } from "../api.ts";
import { Icon } from "../kit/Icon.tsx";
import { useWords } from "../kit/i18n.tsx";
import { useTold } from "../kit/States.tsx";
import { focusAtFirst } from "./focus.ts";
import { accessWords } from "./words.ts";

/** In groups of four, as one types it. */
const groups = (secret: string): readonly string[] => secret.match(/.{1,4}/g) ?? [];

export function TotpSetup({ onDone, onCancel }: { readonly onDone: () => void; readonly onCancel?: () => void }): React.JSX.Element {
  const words = useWords(accessWords);
  const told = useTold();
  const { message } = App.useApp();
  const [codes, setCodes] = useState<readonly string[]>();
  const onError = (error: unknown): void => { void message.error(told(error), 6); };
  const beginning = useMutation({ mutationFn: (password: string) => call(beginTotp, { body: { password } }), onError });
  const confirming = useMutation({ mutationFn: (code: string) => call(confirmTotp, { body: { code } }), onSuccess: (answer) => setCodes(answer.recoveryCodes), onError });
  const need = [{ required: true, message: words.need }];
  if (codes) return <RecoveryCodes codes={codes} onDone={onDone} />;
  if (beginning.data) return (
    <>
      <Key of={beginning.data} />
      <Form layout="vertical" requiredMark={false} onFinish={({ code }: { code: string }) => confirming.mutate(code)}>
        <Form.Item name="code" label={words.firstCode} rules={need}><Input ref={focusAtFirst} autoComplete="one-time-code" inputMode="numeric" maxLength={7} /></Form.Item>
        <div className="row"><Button type="primary" htmlType="submit" loading={confirming.isPending}>{words.confirm}</Button>{onCancel ? <Button onClick={onCancel}>{words.cancel}</Button> : null}</div>
      </Form>
    </>
  );
  return (
    <Form layout="vertical" requiredMark={false} onFinish={({ password }: { password: string }) => beginning.mutate(password)}>
      <Form.Item name="password" label={words.password} extra={words.totpAsk} rules={need}><Input.Password ref={focusAtFirst} autoComplete="current-password" /></Form.Item>
      <div className="row"><Button type="primary" htmlType="submit" loading={beginning.isPending}>{words.goOn}</Button>{onCancel ? <Button onClick={onCancel}>{words.cancel}</Button> : null}</div>
    </Form>
  );
}

function Key({ of }: { readonly of: Answer<typeof beginTotp> }): React.JSX.Element {
  const words = useWords(accessWords);
  const { message } = App.useApp();
  const copy = async (): Promise<void> => { await navigator.clipboard.writeText(of.secret); void message.success(words.copied); };
  return (
    <>
      <p className="sub">{words.totpScan}</p>
      <div><span className="sr">{words.secret} </span><div className="totp-key">{groups(of.secret).map((g, i) => <span key={`${i}${g}`}>{g}</span>)}</div></div>
      <div className="row"><Button size="small" onClick={() => { void copy(); }}>{words.copy}</Button><a href={of.uri}>{words.openLink}</a></div>
    </>
  );
}

function RecoveryCodes({ codes, onDone }: { readonly codes: readonly string[]; readonly onDone: () => void }): React.JSX.Element {
  const words = useWords(accessWords);
  return (
    <div className="stack">
      <h3>{words.codesTitle}</h3>
      <p className="sub">{words.codesLine}</p>
      <ul className="codes">{codes.map((code) => <li key={code}>{code}</li>)}</ul>
      <div className="row"><Button type="primary" onClick={onDone}>{words.codesDone}</Button><Button icon={<Icon name="print" size={14} />} onClick={() => globalThis.print()}>{words.print}</Button></div>
    </div>
  );
}
