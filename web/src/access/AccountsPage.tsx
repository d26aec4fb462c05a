/** Accounts of an area (安全管理员): the list, and beside it the one that is open. */
import { useState } from "react";
import { Button, Input, Select } from "antd";
import { useInfiniteQuery } from "@tanstack/react-query";
import { listAccounts, type Account } from "@diguan/core/access/contract-admin.ts";
import { roleNames } from "@diguan/core/access/labels.ts";
import { roles, type Role } from "@diguan/core/access/policy.ts";
import { call } from "../api.ts";
import { clock, line } from "../kit/formats.ts";
import { Icon } from "../kit/Icon.tsx";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { KeysetTable, type GridColumn } from "../kit/KeysetTable.tsx";
import { PageHead } from "../kit/PageHead.tsx";
import { EmptyState, ErrorState, Loading } from "../kit/States.tsx";
import { StateTag } from "../kit/StateTag.tsx";
import { AccountPane } from "./AccountPane.tsx";
import { AccountForm } from "./AccountForm.tsx";
import { OneTimePassword } from "./OneTimePassword.tsx";
import { can, useSession } from "./session.ts";
import { adminWords } from "./words-admin.ts";
import "./access.css";

const pageSize = 50;
const rowKey = (row: Account): string => row.id;

export function AccountsPage(): React.JSX.Element {
  const words = useWords(adminWords);
  const [locale] = useLocale();
  const session = useSession();
  const [search, setSearch] = useState("");
  const [role, setRole] = useState<Role>();
  const [state, setState] = useState<Account["state"]>();
  const [openId, setOpenId] = useState<string>();
  const [creating, setCreating] = useState(false);
  const [told, setTold] = useState<{ readonly name: string; readonly password: string }>();
  const list = useInfiniteQuery({
    queryKey: ["accounts", "list", search, role, state, locale], initialPageParam: "",
    queryFn: ({ pageParam, signal }) => call(listAccounts, { query: { limit: pageSize, ...(search ? { search } : {}), ...(role ? { role } : {}), ...(state ? { state } : {}), ...(pageParam ? { after: pageParam } : {}) } }, signal),
    getNextPageParam: (last) => last.next ?? undefined, placeholderData: (before) => before,
  });
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  const columns: readonly GridColumn<Account>[] = [
    { key: "name", title: words.displayName, render: (r) => <b>{r.displayName}</b> },
    { key: "signIn", title: words.signInName, render: (r) => r.signInName },
    { key: "posts", title: words.posts, render: (r) => { const held = r.posts.filter((p) => p.endedAt === null); return held.length === 0 ? "—" : held.slice(0, 2).map((p) => line(p.roleName, p.region === 0 ? words.nation : p.regionName)).join(locale === "en" ? "; " : "\uFF1B"); } },
    { key: "state", title: words.state, width: 150, render: (r) => (r.state === "suspended" ? <StateTag tone="bad">{words.states.suspended}</StateTag> : r.lockedUntil !== null ? <StateTag tone="warn">{words.locked(clock(r.lockedUntil).slice(11))}</StateTag> : r.mustChange ? <StateTag tone="warn">{words.mustChange}</StateTag> : words.states.active) },
    { key: "kept", title: words.kept, width: 140, spare: true, render: (r) => r.regionName || words.nation },
    { key: "since", title: words.since, width: 130, spare: true, render: (r) => clock(r.createdAt) },
  ];
  return (
    <>
      <PageHead title={words.accounts} line={words.accountsLine} acts={can(session.data, "create", "account") ? <Button type="primary" icon={<Icon name="plus" size={14} />} onClick={() => setCreating(true)}>{words.create}</Button> : null} />
      <div className={`accounts ${openId === undefined ? "alone" : ""}`}>
        <section className="card">
          {list.error && list.data === undefined ? <ErrorState error={list.error} onRetry={() => { void list.refetch(); }} /> : list.data === undefined ? <Loading rows={8} /> : (
            <KeysetTable<Account> name="accounts" label={words.list} columns={columns} rows={rows} rowKey={rowKey} {...(openId === undefined ? {} : { openKey: openId })} onOpen={(row) => setOpenId(row.id)} height="calc(100dvh - 230px)"
              next={{ has: list.hasNextPage, busy: list.isFetchingNextPage, size: pageSize, fetch: () => { void list.fetchNextPage(); } }} empty={<EmptyState>{words.empty}</EmptyState>}
              tools={<>
                <Input aria-label={words.find} size="small" allowClear placeholder={words.find} style={{ width: 150 }} onChange={(event) => { if (event.target.value === "") setSearch(""); }} onPressEnter={(event) => setSearch(event.currentTarget.value.trim())} onBlur={(event) => setSearch(event.target.value.trim())} />
                <Select aria-label={words.role} size="small" allowClear placeholder={words.allRoles} value={role ?? null} style={{ width: 170 }} options={roles.map((r) => ({ value: r, label: locale === "en" ? roleNames[r].en : roleNames[r].zh }))} onChange={(value: Role | undefined) => setRole(value ?? undefined)} />
                <Select aria-label={words.state} size="small" allowClear placeholder={words.allStates} value={state ?? null} style={{ width: 110 }} options={(["active", "suspended"] as const).map((s) => ({ value: s, label: words.states[s] }))} onChange={(value: Account["state"] | undefined) => setState(value ?? undefined)} />
              </>} />)}
        </section>
        {openId === undefined ? null : <AccountPane id={openId} onClose={() => setOpenId(undefined)} onPassword={(name, password) => setTold({ name, password })} />}
      </div>
      {creating ? <AccountForm onClose={() => setCreating(false)} onDone={(name, made) => { setCreating(false); setOpenId(made.id); setTold({ name, password: made.password }); }} /> : null}
      {told ? <OneTimePassword {...told} onClose={() => setTold(undefined)} /> : null}
    </>
  );
}
