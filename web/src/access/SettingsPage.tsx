/** 「我的账户」: posts, password, second factors, passkeys, and every place where one is signed in. */
import { useState, type ReactNode } from "react";
import { App, Button, Form, Input, Modal } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { endSession, factors as factorsContract, listSessions, removePasskey, removeTotp, type Session } from "@diguan/core/access/contract.ts";
import { call } from "../api.ts";
import { clock, line, number } from "../kit/formats.ts";
import { useWords } from "../kit/i18n.tsx";
import { PageHead } from "../kit/PageHead.tsx";
import { Shown, useTold } from "../kit/States.tsx";
import { deviceOf } from "./device.ts";
import { PasskeyAdd } from "./PasskeyAdd.tsx";
import { PasswordForm } from "./PasswordForm.tsx";
import { switchPost, useSession } from "./session.ts";
import { focusAtFirst } from "./focus.ts";
import { TotpSetup } from "./TotpSetup.tsx";
import { accessWords } from "./words.ts";
import "./access.css";

const Card = ({ title, line: text, wide, children }: { readonly title: string; readonly line?: string; readonly wide?: true; readonly children: ReactNode }): React.JSX.Element => (
  <section className={`card ${wide ? "wide" : ""}`}><div className="card-head"><h2>{title}</h2>{text ? <p className="card-line">{text}</p> : null}</div><div className="card-body">{children}</div></section>
);

export function SettingsPage(): React.JSX.Element {
  const words = useWords(accessWords);
  const session = useSession();
  return (
    <Shown of={session}>{(own) => (
      <>
        <PageHead title={words.settings} line={line(own.account.name, words.settingsLine(own.account.signInName), own.post.roleName, own.post.regionName)} />
        <div className="own">
          <div className="stack"><Posts session={own} /><Factors /></div>
          <Card title={words.passwordTitle} line={words.passwordLine}><PasswordForm names={[own.account.signInName, own.account.name]} /></Card>
          <Sessions />
        </div>
      </>
    )}</Shown>
  );
}

function Posts({ session }: { readonly session: Session }): React.JSX.Element {
  const words = useWords(accessWords);
  const queries = useQueryClient();
  const navigate = useNavigate();
  const change = async (id: string): Promise<void> => { await switchPost(id); queries.clear(); await navigate({ to: "/", search: {} }); };
  return (
    <Card title={words.posts} line={words.postsLine}>
      <ul className="own-list">
        {session.posts.map((post) => (
          <li key={post.id}>
            <span className="what"><b>{post.roleName}</b><span className="mut sm">{line(post.regionName, post.validTo === null ? words.noEnd : words.until(post.validTo))}</span></span>
            {post.id === session.post.id ? <span className="tag primary">{words.now}</span> : <Button size="small" onClick={() => { void change(post.id); }}>{words.act}</Button>}
          </li>))}
      </ul>
    </Card>
  );
}

/** Asks for the password before something that changes how one signs in. */
function Again({ title, onOk, onCancel }: { readonly title: string; readonly onOk: (password: string) => void; readonly onCancel: () => void }): React.JSX.Element {
  const words = useWords(accessWords);
  const [form] = Form.useForm<{ password: string }>();
  return (
    <Modal open title={title} okText={words.goOn} cancelText={words.cancel} onOk={() => form.submit()} onCancel={onCancel} width={420} destroyOnHidden>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={({ password }: { password: string }) => onOk(password)}>
        <Form.Item name="password" label={words.password} extra={words.totpAsk} rules={[{ required: true, message: words.need }]}><Input.Password ref={focusAtFirst} autoComplete="current-password" /></Form.Item>
      </Form>
    </Modal>
  );
}

function Factors(): React.JSX.Element {
  const words = useWords(accessWords);
  const told = useTold();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [setting, setSetting] = useState(false);
  const [adding, setAdding] = useState(false);
  const [asking, setAsking] = useState<{ readonly title: string; readonly act: (password: string) => Promise<unknown> }>();
  const own = useQuery({ queryKey: ["session", "factors"], queryFn: ({ signal }) => call(factorsContract, {}, signal) });
  const refresh = (): void => { void queries.invalidateQueries({ queryKey: ["session", "factors"] }); };
  const removing = useMutation({ mutationFn: (run: () => Promise<unknown>) => run(), onSuccess: () => { setAsking(undefined); void message.success(words.removed); refresh(); }, onError: (error) => { void message.error(told(error), 6); } });
  return (
    <>
      <Shown of={own}>{(has) => (
        <>
          <Card title={words.factors} line={has.required ? words.factorsRequired : words.factorsOptional}>
            <ul className="own-list"><li>
              <span className="what"><b>{words.totp}</b><span className="mut sm">{line(has.totp ? words.totpOn : words.totpOff, has.totp && words.recoveryLeft(number(has.recoveryLeft)))}</span></span>
              {has.totp ? <Button size="small" onClick={() => setAsking({ title: words.totpRemove, act: (password) => call(removeTotp, { body: { password } }) })}>{words.totpRemove}</Button> : setting ? null : <Button size="small" onClick={() => setSetting(true)}>{words.totpStart}</Button>}
            </li></ul>
            {setting ? <TotpSetup onDone={() => { setSetting(false); refresh(); }} onCancel={() => setSetting(false)} /> : null}
          </Card>
          <Card title={words.passkeys} line={words.passkeysLine}>
            {has.passkeys.length === 0 ? <p className="mut">{words.noPasskeys}</p> : (
              <ul className="own-list">{has.passkeys.map((key) => (
                <li key={key.id}><span className="what"><b>{key.name}</b><span className="mut sm">{key.usedAt === null ? words.neverUsed : words.lastUsed(clock(key.usedAt))}</span></span>
                  <Button size="small" onClick={() => setAsking({ title: words.remove, act: (password) => call(removePasskey, { body: { id: key.id, password } }) })}>{words.remove}</Button></li>))}
              </ul>)}
            {adding ? <PasskeyAdd onDone={() => { setAdding(false); refresh(); }} /> : <div><Button size="small" onClick={() => setAdding(true)}>{words.addPasskey}</Button></div>}
          </Card>
        </>
      )}</Shown>
      {asking ? <Again title={asking.title} onCancel={() => setAsking(undefined)} onOk={(password) => removing.mutate(() => asking.act(password))} /> : null}
    </>
  );
}

function Sessions(): React.JSX.Element {
  const words = useWords(accessWords);
  const told = useTold();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const list = useQuery({ queryKey: ["session", "list"], queryFn: ({ signal }) => call(listSessions, {}, signal) });
  const ending = useMutation({
    mutationFn: (id: string) => call(endSession, { body: { id } }),
    onSuccess: (answer) => { void message.success(words.ended(number(answer.ended))); void queries.invalidateQueries({ queryKey: ["session", "list"] }); },
    onError: (error) => { void message.error(told(error), 6); },
  });
  return (
    <Card title={words.sessions} line={words.sessionsLine} wide>
      <Shown of={list}>{({ rows }) => (
        <>
          <div className="card-table" role="region" aria-label={words.sessions} tabIndex={0}><table className="plain">
            <caption className="sr">{words.sessions}</caption>
            <thead><tr><th scope="col">{words.device}</th><th scope="col">{words.asPost}</th><th scope="col">{words.address}</th><th scope="col">{words.since}</th><th scope="col">{words.seen}</th><th scope="col"><span className="sr">{words.end}</span></th></tr></thead>
            <tbody>{rows.map((row) => (
              <tr key={row.id}>
                <td>{deviceOf(row.userAgent) ?? words.unknownDevice}</td><td>{line(row.roleName, row.regionName)}</td><td>{row.address}</td><td>{clock(row.createdAt)}</td><td>{clock(row.seenAt)}</td>
                <td className="num">{row.current ? <span className="tag primary">{words.thisOne}</span> : <Button size="small" aria-label={`${words.end} ${deviceOf(row.userAgent) ?? words.unknownDevice} ${clock(row.createdAt)}`} onClick={() => ending.mutate(row.id)}>{words.end}</Button>}</td>
              </tr>))}
            </tbody>
          </table></div>
          {rows.length > 1 ? <div><Button onClick={() => ending.mutate("others")}>{words.endOthers}</Button></div> : null}
        </>
      )}</Shown>
    </Card>
  );
}
