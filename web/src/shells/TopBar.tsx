/** The top bar: where and when one looks, the search box, language and theme, the person with their posts. */
import { useState } from "react";
import { Dropdown, type MenuProps } from "antd";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate, useRouter } from "@tanstack/react-router";
import { levelOf } from "@diguan/core/region-code.ts";
import { can, signOut, switchPost, type Session } from "../access/session.ts";
import { Icon } from "../kit/Icon.tsx";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { themePreference } from "../kit/preferences.ts";
import { usePlace } from "./place.ts";
import { shellWords } from "./words.ts";

/** As many digits as the level has: 990102 for a county. */
const digits = { nation: 0, province: 2, city: 4, county: 6, town: 9, village: 12 } as const;
const shortCode = (code: number): string => String(code).slice(0, digits[levelOf(code)]);

function PlaceSwitcher({ session }: { readonly session: Session }): React.JSX.Element {
  const words = useWords(shellWords);
  const { place, region, year, go } = usePlace();
  const here = place.data;
  const label = here?.name ?? session.post.regionName;
  const items: MenuProps["items"] = [
    ...(here?.ancestors ?? []).map((up) => ({ key: String(up.code), label: <span className="menu-up"><Icon name="up" size={14} />{up.name}</span> })),
    ...(here && here.ancestors.length > 0 && here.children.length > 0 ? [{ type: "divider" as const }] : []),
    ...(here?.children ?? []).map((down) => ({ key: String(down.code), label: down.name })),
  ];
  const years = here?.years ?? [];
  return (
    <>
      <Dropdown trigger={["click"]} disabled={items.length === 0} menu={{ items, onClick: ({ key }) => go({ region: Number(key) }), className: "tall-menu" }}>
        <button type="button" className="scope"><span className="sr">{words.place} </span><b>{label}</b><span className="code">{region === undefined ? "" : shortCode(region)}</span><Icon name="down" size={14} /></button>
      </Dropdown>
      {year === undefined ? null : (
        <Dropdown trigger={["click"]} disabled={years.length < 2} menu={{ items: years.map((y) => ({ key: String(y), label: words.yearOf(String(y)) })), onClick: ({ key }) => go({ year: Number(key) }) }}>
          <button type="button" className="scope"><span className="sr">{words.year} </span><b>{words.yearOf(String(year))}</b><Icon name="down" size={14} /></button>
        </Dropdown>
      )}
      {session.demonstration ? <span className="tag demo">{words.demonstration}</span> : null}
    </>
  );
}

function Search(): React.JSX.Element {
  const words = useWords(shellWords);
  const navigate = useNavigate();
  const [text, setText] = useState("");
  return (
    <form className="find" role="search" onSubmit={(event) => { event.preventDefault(); void navigate({ to: "/households", search: (before: Record<string, unknown>) => ({ ...before, search: text.trim() }) }); }}>
      <Icon name="search" size={14} />
      <input id="search" type="search" value={text} placeholder={words.search} aria-label={words.searchLabel} autoComplete="off" onChange={(event) => setText(event.target.value)} onKeyDown={(event) => { if (event.key === "Escape") event.currentTarget.blur(); }} />
      <kbd className="kbd" aria-hidden="true">/</kbd>
    </form>
  );
}

export function TopBar({ session, onHelp }: { readonly session: Session; readonly onHelp: () => void }): React.JSX.Element {
  const words = useWords(shellWords);
  const [locale, setLocale] = useLocale();
  const [theme, setTheme] = themePreference.use();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const router = useRouter();
  const known: Readonly<Record<string, unknown>> = router.routesByPath;
  const maySearch = Object.hasOwn(known, "/households") && can(session, "search", "household");
  const leave = async (): Promise<void> => { await signOut(); queries.clear(); await navigate({ to: "/sign-in" }); };
  const change = async (post: string): Promise<void> => { await switchPost(post); queries.clear(); await navigate({ to: "/", search: {} }); };
  const looks: MenuProps["items"] = [
    { type: "group", label: words.language, children: [{ key: "zh-CN", label: words.languages.chinese }, { key: "en", label: words.languages.english }] },
    { type: "group", label: words.theme, children: (["system", "light", "dark"] as const).map((key) => ({ key, label: words.themes[key] })) },
  ];
  const own: MenuProps["items"] = [
    ...(session.posts.length > 1 ? [{ type: "group" as const, label: words.posts, children: session.posts.map((post) => ({ key: `post:${post.id}`, label: `${post.regionName} ${post.roleName}`, disabled: post.id === session.post.id })) }, { type: "divider" as const }] : []),
    ...(Object.hasOwn(known, "/settings") ? [{ key: "settings", label: words.mySessions, icon: <Icon name="key" size={14} /> }] : []),
    { key: "keys", label: words.keys, icon: <Icon name="help" size={14} /> },
    { key: "out", label: words.signOut, icon: <Icon name="exit" size={14} /> },
  ];
  return (
    <header className="top">
      <PlaceSwitcher session={session} />
      {maySearch ? <Search /> : <span className="push" />}
      <Dropdown trigger={["click"]} placement="bottomRight" menu={{ items: looks, selectable: true, selectedKeys: [locale, theme], onClick: ({ key }) => { if (key === "zh-CN" || key === "en") setLocale(key); else if (key === "system" || key === "light" || key === "dark") setTheme(key); } }}>
        <button type="button" className="top-button" aria-label={words.look} title={words.look}><Icon name={theme === "dark" ? "moon" : "sun"} /></button>
      </Dropdown>
      <Dropdown trigger={["click"]} placement="bottomRight" menu={{ items: own, onClick: ({ key }) => { if (key === "out") void leave(); else if (key === "keys") onHelp(); else if (key === "settings") void navigate({ to: "/settings" }); else void change(key.slice(5)); } }}>
        <button type="button" className="who"><span className="sr">{words.person} </span><span className="avatar" aria-hidden="true">{session.account.name.slice(0, 1)}</span><span className="who-name">{session.account.name}</span><span className="who-post">{session.post.roleName}</span></button>
      </Dropdown>
    </header>
  );
}
