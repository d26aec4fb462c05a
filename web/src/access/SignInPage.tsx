/** The door: name and password or a passkey, then a second factor where the account has one; on a demonstration, accounts to try. */
import { useState } from "react";
import { Alert, Button, Form, Input } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { demonstrationAccounts, getSession, secondFactor, signIn } from "@diguan/core/access/contract.ts";
import { Problem } from "@diguan/core/problem.ts";
import { call, type Answer } from "../api.ts";
import { Icon, Mark } from "../kit/Icon.tsx";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { useTold } from "../kit/States.tsx";
import { focusAtFirst } from "./focus.ts";
import { passkeysWork, signInWithPasskey } from "./passkeys.ts";
import { accessWords } from "./words.ts";
import "./access.css";

type Factor = Answer<typeof signIn>["factors"][number];
interface Waiting { readonly name: string; readonly factors: readonly Factor[] }

/** Where one wanted to go, after what must be done first. */
function useEntered(): () => Promise<void> {
  const { next } = useSearch({ strict: false }) as { next?: string };
  const queries = useQueryClient();
  const navigate = useNavigate();
  return async () => {
    queries.clear();
    const session = await call(getSession, {});
    queries.setQueryData(["session"], session);
    if (session.todo === null) await navigate({ href: next ?? "/" });
    else await navigate({ to: "/first-steps", search: next === undefined ? {} : { next } });
  };
}

export function SignInPage(): React.JSX.Element {
  const words = useWords(accessWords);
  const [locale, setLocale] = useLocale();
  const [waiting, setWaiting] = useState<Waiting>();
  const entered = useEntered();
  return (
    <main className="door">
      <title>{`${words.signIn} · ${words.platform}`}</title>
      <header className="door-head">
        <span className="door-mark"><Mark size={40} /></span>
        <h1>{words.platform}</h1>
        <button type="button" className="link push" lang={locale === "en" ? "zh-CN" : "en"} onClick={() => setLocale(locale === "en" ? "zh-CN" : "en")}>{words.languages.other}</button>
      </header>
      <div className="door-body">
        <section className="card door-card">{waiting === undefined ? <First onWaiting={setWaiting} onEntered={entered} /> : <Second waiting={waiting} onBack={() => setWaiting(undefined)} onEntered={entered} />}</section>
        {waiting === undefined ? <Demonstration onWaiting={setWaiting} onEntered={entered} /> : null}
      </div>
    </main>
  );
}

interface StepProps { readonly onWaiting: (waiting: Waiting) => void; readonly onEntered: () => Promise<void> }

/** Password sign-in, shared by the form and the list of accounts to try. */
function useSignIn({ onWaiting, onEntered }: StepProps) {
  return useMutation({
    mutationFn: (body: { name: string; password: string }) => call(signIn, { body }),
    onSuccess: (answer, { name }) => (answer.state === "signedIn" ? onEntered() : onWaiting({ name, factors: answer.factors })),
  });
}

function usePasskey(onEntered: () => Promise<void>) {
  return useMutation({ mutationFn: signInWithPasskey, onSuccess: onEntered });
}

function Refusal({ error }: { readonly error: unknown }): React.JSX.Element | null {
  const words = useWords(accessWords);
  const told = useTold();
  if (!error) return null;
  // the browser's own refusals (cancelled, timed out) say nothing useful to people
  return <Alert type="error" role="alert" showIcon title={error instanceof Problem ? told(error) : words.passkeyGivenUp} />;
}

function First(props: StepProps): React.JSX.Element {
  const words = useWords(accessWords);
  const entering = useSignIn(props);
  const passkey = usePasskey(props.onEntered);
  const need = [{ required: true, message: words.need }];
  return (
    <>
      <h2>{words.signIn}</h2>
      <Form layout="vertical" requiredMark={false} onFinish={(filled: { name: string; password: string }) => { passkey.reset(); entering.mutate(filled); }}>
        <Form.Item name="name" label={words.name} rules={need}><Input size="large" autoComplete="username webauthn" autoCapitalize="none" spellCheck={false} /></Form.Item>
        <Form.Item name="password" label={words.password} rules={need}><Input.Password size="large" autoComplete="current-password" /></Form.Item>
        <Refusal error={entering.error ?? passkey.error} />
        <Button block type="primary" size="large" htmlType="submit" loading={entering.isPending}>{words.enter}</Button>
      </Form>
      {passkeysWork() ? <><div className="door-or"><span>{words.or}</span></div><Button block size="large" icon={<Icon name="key" />} loading={passkey.isPending} onClick={() => { entering.reset(); passkey.mutate(); }}>{words.withPasskey}</Button></> : null}
      <p className="mut sm">{words.forgot}</p>
    </>
  );
}

function Second({ waiting, onBack, onEntered }: { readonly waiting: Waiting; readonly onBack: () => void; readonly onEntered: () => Promise<void> }): React.JSX.Element {
  const words = useWords(accessWords);
  const [kind, setKind] = useState<"totp" | "recovery">(waiting.factors.includes("totp") ? "totp" : "recovery");
  const checking = useMutation({ mutationFn: (code: string) => call(secondFactor, { body: { kind, code } }), onSuccess: onEntered });
  const passkey = usePasskey(onEntered);
  const other = kind === "totp" ? "recovery" : "totp";
  const over = checking.error instanceof Problem && checking.error.code === "access.stepOver";
  return (
    <>
      <h2>{words.second}</h2>
      <p className="sub">{words.secondLine(waiting.name)}</p>
      {waiting.factors.includes("passkey") && passkeysWork() ? <Button block size="large" icon={<Icon name="key" />} loading={passkey.isPending} onClick={() => { checking.reset(); passkey.mutate(); }}>{words.usePasskey}</Button> : null}
      {waiting.factors.includes(kind) ? (
        <Form key={kind} layout="vertical" requiredMark={false} onFinish={({ code }: { code: string }) => { passkey.reset(); checking.mutate(code); }}>
          <Form.Item name="code" label={kind === "totp" ? words.codeLabel : words.recoveryLabel} extra={kind === "totp" ? words.codeHelp : words.recoveryHelp} rules={[{ required: true, message: words.need }]}>
            <Input size="large" ref={focusAtFirst} autoComplete="one-time-code" inputMode={kind === "totp" ? "numeric" : "text"} maxLength={kind === "totp" ? 7 : 20} />
          </Form.Item>
          <Refusal error={checking.error ?? passkey.error} />
          {over ? null : <Button block type="primary" size="large" htmlType="submit" loading={checking.isPending}>{words.check}</Button>}
        </Form>
      ) : <Refusal error={passkey.error} />}
      <div className="door-links">
        {waiting.factors.includes(other) ? <button type="button" className="link" onClick={() => { checking.reset(); setKind(other); }}>{other === "totp" ? words.useCode : words.useRecovery}</button> : null}
        <button type="button" className="link" onClick={onBack}>{words.startAgain}</button>
      </div>
    </>
  );
}

function Demonstration(props: StepProps): React.JSX.Element | null {
  const words = useWords(accessWords);
  const entering = useSignIn(props);
  const [locale] = useLocale();
  const offered = useQuery({ queryKey: ["demonstration", locale], queryFn: ({ signal }) => call(demonstrationAccounts, {}, signal), staleTime: Infinity });
  const rows = offered.data?.rows ?? [];
  if (rows.length === 0) return null;
  return (
    <section className="card door-try" aria-labelledby="try-title">
      <h2 id="try-title">{words.tryTitle}</h2>
      <p className="mut sm">{words.tryLine}</p>
      <Refusal error={entering.error} />
      <ul>
        {rows.map((row) => (
          <li key={row.name}>
            <button type="button" disabled={entering.isPending} onClick={() => entering.mutate({ name: row.name, password: row.password })}>
              <span className="avatar" aria-hidden="true">{row.displayName.slice(0, 1)}</span>
              <span className="who-is"><b>{row.roleName}</b><span className="mut sm">{`${row.displayName}\u3000${row.regionName}`}</span></span>
              <span className="key sm"><span className="sr">{words.tryPassword} </span>{row.name}<br />{row.password}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
