/** What must be done before anything else: change the one-time password, set up a second factor. */
import { useEffect } from "react";
import { Button } from "antd";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Mark } from "../kit/Icon.tsx";
import { useWords } from "../kit/i18n.tsx";
import { PageHead } from "../kit/PageHead.tsx";
import { ErrorState, Loading } from "../kit/States.tsx";
import { PasskeyAdd } from "./PasskeyAdd.tsx";
import { PasswordForm } from "./PasswordForm.tsx";
import { signOut, useSession } from "./session.ts";
import { TotpSetup } from "./TotpSetup.tsx";
import { accessWords } from "./words.ts";
import "./access.css";

export function FirstStepsPage(): React.JSX.Element {
  const words = useWords(accessWords);
  const session = useSession();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { next } = useSearch({ strict: false }) as { next?: string };
  const again = (): void => { void queries.resetQueries(); };
  const leave = async (): Promise<void> => { await signOut(); queries.clear(); await navigate({ to: "/sign-in" }); };
  const done = session.data?.todo === null;
  useEffect(() => { if (done) void navigate({ href: next ?? "/", replace: true }); }, [done, navigate, next]);
  if (session.data === undefined) return <main className="lone">{session.error ? <ErrorState error={session.error} onRetry={again} /> : <Loading />}</main>;
  const { todo, account } = session.data;
  if (todo === null) return <main className="lone"><Loading /></main>;
  const password = todo === "password";
  return (
    <main className="door">
      <div className="door-head"><span className="door-mark"><Mark size={40} /></span><PageHead title={password ? words.firstPassword : words.firstFactor} line={password ? words.firstPasswordLine : words.firstFactorLine} /></div>
      <div className="door-body">
        {password ? <section className="card door-card"><h2>{words.passwordTitle}</h2><p className="mut sm">{words.passwordLine}</p><PasswordForm names={[account.signInName, account.name]} onDone={again} /></section> : <>
          <section className="card door-card"><h2>{words.totp}</h2><TotpSetup onDone={again} /></section>
          <section className="card door-card"><h2>{words.passkeys}</h2><p className="mut sm">{words.passkeysLine}</p><PasskeyAdd onDone={again} /></section>
        </>}
      </div>
      <div><Button onClick={() => { void leave(); }}>{words.leave}</Button></div>
    </main>
  );
}
