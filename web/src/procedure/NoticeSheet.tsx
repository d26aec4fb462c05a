/** A notice as the public sees it: the same component on the public page and in the preview on the desk, so that the preview cannot promise anything else. */
import type { PublicNotice } from "@diguan/core/procedure/contract-more.ts";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { noticeWords } from "./words-notice.ts";

export function NoticeSheet({ notice: n, open, onObject }: { readonly notice: PublicNotice; /** the item that is being objected to */ readonly open?: number | undefined; readonly onObject?: (key: number) => void }): React.JSX.Element {
  const words = useWords(noticeWords);
  const [locale] = useLocale();
  return (
    <article className="notice-sheet">
      <p className="notice-place">{[n.county, n.town, n.village].filter((x) => x !== "").join(" ")}</p>
      <h1>{n.title}</h1>
      <p className="notice-left"><b>{n.daysLeft}</b> {words.daysLeft}</p>
      <p>{words.period(n.from, n.to)}</p>
      <p className="sub">{words.decides(locale === "en" ? n.step.en : n.step.zh)}</p>
      <h2>{words.list(String(n.items.length))}</h2>
      <ul className="notice-items">{n.items.map((i) => <li key={i.key}><span><b>{i.name}</b><small>{[i.village === n.village ? "" : i.village, i.group, i.members === null ? "" : words.members(String(i.members))].filter((x) => x !== "").join("　")}</small></span>{onObject ? <button type="button" aria-expanded={open === i.key} onClick={() => onObject(i.key)}>{words.object}</button> : null}</li>)}</ul>
      <p className="sub">{words.rights(String(n.checkDays))}</p>
      <p className="sub">{words.posted(n.place)}</p>
    </article>
  );
}
