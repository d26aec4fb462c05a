/** The desk: rail with two-character words, top bar with place, year, search and person; on a phone the rail lies at the bottom. */
import { useState } from "react";
import { Link, Outlet, useLocation } from "@tanstack/react-router";
import { useSession } from "../access/session.ts";
import { Icon, Mark } from "../kit/Icon.tsx";
import { useWords } from "../kit/i18n.tsx";
import { ErrorState, Loading } from "../kit/States.tsx";
import { useBadges } from "./badges.ts";
import { KeysHelp, useShortcuts } from "./keys.tsx";
import { useSections, type Section } from "./sections.ts";
import { TopBar } from "./TopBar.tsx";
import { shellWords } from "./words.ts";
import "./shell.css";

function Rail({ items }: { readonly items: readonly Section[] }): React.JSX.Element {
  const words = useWords(shellWords);
  const { pathname } = useLocation();
  const badges = useBadges(items);
  return (
    <nav className="rail" aria-label={words.mainNav}>
      <Link to="/" className="mark" aria-label={words.sections.home}><Mark /></Link>
      {items.map(({ key, to, icon }) => {
        const active = to === "/" ? pathname === "/" || pathname.startsWith("/places") : pathname === to || pathname.startsWith(`${to}/`);
        return <Link key={key} to={to} className={`${active ? "on" : ""} ${key === "settings" ? "last" : ""}`} {...(active ? { "aria-current": "page" as const } : {})}><Icon name={icon} /><span>{words.sections[key]}</span>{badges[key] ? <b className="badge"><span className="sr">{words.waiting}</span>{badges[key]}</b> : null}</Link>;
      })}
    </nav>
  );
}

export function DeskShell(): React.JSX.Element {
  const words = useWords(shellWords);
  const session = useSession();
  const items = useSections(session.data);
  const [help, setHelp] = useState(false);
  useShortcuts(items, () => setHelp(true));
  if (session.data === undefined) return <main className="lone">{session.error ? <ErrorState error={session.error} onRetry={() => { void session.refetch(); }} /> : <Loading />}</main>;
  return (
    <div className="desk">
      <a className="skip" href="#main">{words.skip}</a>
      <Rail items={items} />
      <div className="frame">
        <TopBar session={session.data} onHelp={() => setHelp(true)} />
        <main id="main" className="page" tabIndex={-1}><Outlet /></main>
      </div>
      <KeysHelp open={help} items={items} onClose={() => setHelp(false)} />
    </div>
  );
}
