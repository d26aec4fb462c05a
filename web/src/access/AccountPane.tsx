/** One account beside the list: who, which posts, and the acts of the security administrator. */
import { useState } from "react";
import { App, Button, Checkbox } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { endPost, getAccount, resetPassword, setState, unlock, type Account } from "@diguan/core/access/contract-admin.ts";
import { call } from "../api.ts";
import { clock, line, number } from "../kit/formats.ts";
import { Icon } from "../kit/Icon.tsx";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { Shown, useTold } from "../kit/States.tsx";
import { StateTag } from "../kit/StateTag.tsx";
import { PostForm } from "./AccountForm.tsx";
import { useSession } from "./session.ts";
import { adminWords } from "./words-admin.ts";

interface PaneProps { readonly id: string; readonly onClose: () => void; readonly onPassword: (name: string, password: string) => void }

export function AccountPane({ id, onClose, onPassword }: PaneProps): React.JSX.Element {
  const words = useWords(adminWords);
  const [locale] = useLocale();
  const one = useQuery({ queryKey: ["accounts", "one", id, locale], queryFn: ({ signal }) => call(getAccount, { params: { id } }, signal) });
  return (
    <aside className="card account-pane" aria-label={one.data?.displayName ?? words.accounts}>
      <div className="card-head"><h2>{one.data?.displayName ?? ""}</h2><span /><div className="card-tools"><button type="button" aria-label={words.close} title={words.close} onClick={onClose}><Icon name="cross" size={16} /></button></div></div>
      <div className="card-body"><Shown of={one}>{(account) => <Pane account={account} onPassword={onPassword} />}</Shown></div>
    </aside>
  );
}

function Pane({ account, onPassword }: { readonly account: Account; readonly onPassword: PaneProps["onPassword"] }): React.JSX.Element {
  const words = useWords(adminWords);
  const told = useTold();
  const { message, modal } = App.useApp();
  const queries = useQueryClient();
  const session = useSession();
  const [giving, setGiving] = useState(false);
  const acting = useMutation({
    mutationFn: (run: () => Promise<unknown>) => run(),
    onSuccess: () => { void message.success(words.done); return queries.invalidateQueries({ queryKey: ["accounts"] }); },
    onError: (error) => { void message.error(told(error), 8); },
  });
  const params = { id: account.id };
  const own = session.data?.account.id === account.id;
  const ask = (title: string, okText: string, run: () => Promise<unknown>, content?: React.ReactNode): void => { modal.confirm({ title, okText, cancelText: words.cancel, icon: null, content, onOk: () => acting.mutateAsync(run).catch(() => undefined) }); };
  const reset = (): void => {
    let removeFactors = false;
    ask(words.resetAsk(account.displayName), words.reset, async () => { const made = await call(resetPassword, { params, body: { removeFactors } }); onPassword(account.displayName, made.password); },
      <Checkbox onChange={(event) => { removeFactors = event.target.checked; }}>{words.removeFactors}</Checkbox>);
  };
  return (
    <>
      <dl>
        <dt>{words.signInName}</dt><dd>{account.signInName}</dd>
        <dt>{words.state}</dt><dd>{account.state === "suspended" ? <StateTag tone="bad">{words.states.suspended}</StateTag> : account.lockedUntil !== null ? <StateTag tone="warn">{words.locked(clock(account.lockedUntil))}</StateTag> : line(words.states.active, account.mustChange && words.mustChange)}</dd>
        <dt>{words.kept}</dt><dd>{account.regionName || words.nation}</dd>
        <dt>{words.since}</dt><dd>{clock(account.createdAt)}</dd>
      </dl>
      {own ? null : (
        <div className="acts">
          {account.state === "active" ? <Button onClick={() => ask(words.suspendAsk(account.displayName), words.suspend, () => call(setState, { params, body: { state: "suspended" } }))}>{words.suspend}</Button> : <Button onClick={() => acting.mutate(() => call(setState, { params, body: { state: "active" } }))}>{words.reinstate}</Button>}
          <Button onClick={reset}>{words.reset}</Button>
          {account.lockedUntil === null ? null : <Button onClick={() => acting.mutate(() => call(unlock, { params }))}>{words.unlock}</Button>}
          <Button onClick={() => setGiving(true)}>{words.addPost}</Button>
        </div>)}
      <h3>{words.posts}</h3>
      {account.posts.length === 0 ? <p className="mut">{words.noPosts}</p> : (
        <ul className="own-list">{account.posts.map((post) => (
          <li key={post.id}>
            <span className={`what ${post.endedAt === null ? "" : "mut"}`}><b>{post.roleName}</b>
              <span className="mut sm">{line(post.region === 0 ? words.nation : post.regionName, words.from(post.validFrom), post.endedAt === null ? (post.validTo === null ? words.noEnd : words.until(post.validTo)) : words.ended(clock(post.endedAt)), post.households > 0 && words.households(number(post.households)))}</span></span>
            {post.endedAt === null && !own ? <Button size="small" onClick={() => ask(words.endAsk(post.roleName), words.endPost, () => call(endPost, { params: { id: account.id, postId: post.id } }))}>{words.endPost}</Button> : null}
          </li>))}
        </ul>)}
      {giving ? <PostForm id={account.id} name={account.displayName} onClose={() => setGiving(false)} /> : null}
    </>
  );
}
