/** What anybody sees of a notice, at /notice/<token>, and of a village's notices, at /notice/village/<code>; objecting from a phone, and reading the answer later. */
import { useCallback, useEffect, useState } from "react";
import { getAnswer, getNotice, listNotices, objectPublicly, type PublicNotice } from "@diguan/core/procedure/contract-more.ts";
import { Problem, tell } from "@diguan/core/problem.ts";
import { call, type Answer } from "../api.ts";
import { Mark } from "../kit/Icon.tsx";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { NoticeSheet } from "./NoticeSheet.tsx";
import { noticeWords } from "./words-notice.ts";
import "./public.css";

export function PublicPage({ path }: { readonly path: string }): React.JSX.Element {
  const words = useWords(noticeWords);
  const [locale, setLocale] = useLocale();
  const village = /^\/notice\/village\/(\d{12})$/.exec(path)?.[1];
  const token = /^\/notice\/([A-Za-z0-9-]+)$/.exec(path)?.[1] ?? "";
  return (
    <div className="public">
      <header><Mark /><b>{words.brand}</b><button type="button" lang={locale === "en" ? "zh-CN" : "en"} onClick={() => setLocale(locale === "en" ? "zh-CN" : "en")}>{words.otherLanguage}</button></header>
      <main>{village ? <VillageNotices region={Number(village)} /> : <Notice token={token} />}<Follow /></main>
    </div>
  );
}

/** Fetches once, and again on demand. */
function useAsked<T>(ask: (signal?: AbortSignal) => Promise<T>): { data: T | undefined; error: unknown; again: () => void } {
  const [state, setState] = useState<{ data: T | undefined; error: unknown }>({ data: undefined, error: undefined });
  useEffect(() => {
    const stop = new AbortController();
    ask(stop.signal).then((data) => setState({ data, error: undefined }), (error: unknown) => { if (!stop.signal.aborted) setState({ data: undefined, error }); });
    return () => stop.abort();
  }, [ask]);
  return { ...state, again: () => { ask().then((data) => setState({ data, error: undefined }), (error: unknown) => setState({ data: undefined, error })); } };
}

function Notice({ token }: { readonly token: string }): React.JSX.Element {
  const words = useWords(noticeWords);
  const ask = useCallback((signal?: AbortSignal) => call(getNotice, { params: { token } }, signal), [token]);
  const { data, error, again } = useAsked(ask);
  const [about, setAbout] = useState<number>();
  useEffect(() => { document.title = data?.title ?? words.brand; }, [data, words]);
  if (error instanceof Problem && error.code === "notice.expired") return <Message title={words.over} note={words.overNote} />;
  if (error instanceof Problem && (error.code === "thing.unknown" || error.code === "request.malformed" || error.status === 400)) return <Message title={words.missing} note={words.missingNote} />;
  if (error) return <Message title={words.failed} note={words.failedNote} act={<button type="button" className="main" onClick={again}>{words.retry}</button>} />;
  if (!data) return <p className="quiet" role="status">{words.loading}</p>;
  return <section className="sheet"><NoticeSheet notice={data} open={about} onObject={setAbout} />{about === undefined ? null : <ObjectionForm key={about} token={token} notice={data} item={about} onClose={() => setAbout(undefined)} />}</section>;
}

const Message = ({ title, note, act }: { readonly title: string; readonly note: string; readonly act?: React.ReactNode }): React.JSX.Element => <section className="sheet message" role="status"><h1>{title}</h1><p>{note}</p>{act}</section>;

function ObjectionForm({ token, notice, item, onClose }: { readonly token: string; readonly notice: PublicNotice; readonly item: number; readonly onClose: () => void }): React.JSX.Element {
  const words = useWords(noticeWords);
  const [locale] = useLocale();
  const [id] = useState(() => crypto.randomUUID());
  const [text, setText] = useState("");
  const [contact, setContact] = useState("");
  const [website, setWebsite] = useState("");
  const [state, setState] = useState<{ busy?: boolean; fault?: string; told?: { reference: string; dueOn: string } }>({});
  const name = notice.items.find((i) => i.key === item)?.name ?? "";
  const send = async (): Promise<void> => {
    if (text.trim().length < 4) { setState({ fault: words.least }); return; }
    setState({ busy: true });
    try {
      setState({ told: await call(objectPublicly, { params: { token }, body: { id, item, text: text.trim(), ...(contact.trim() ? { contact: contact.trim() } : {}), ...(website ? { website } : {}) } }) });
    } catch (e) { setState({ fault: e instanceof Problem ? tell(e.code, e.details, locale) : words.failedNote }); }
  };
  if (state.told) return <div className="objection done" role="status"><h2>{words.thanks}</h2><p>{words.thanksNote(state.told.dueOn)}</p><p className="reference">{state.told.reference}</p></div>;
  return (
    <form className="objection" onSubmit={(e) => { e.preventDefault(); void send(); }}>
      <h2>{words.objectTo(name)}</h2>
      <label>{words.what}<textarea rows={5} maxLength={1000} value={text} onChange={(e) => setText(e.target.value)} aria-describedby="what-hint" /></label><p id="what-hint" className="quiet">{words.whatHint}</p>
      <label>{words.contact}<input type="tel" maxLength={100} autoComplete="off" value={contact} onChange={(e) => setContact(e.target.value)} /></label>
      <div className="trap" aria-hidden="true"><label>Website<input tabIndex={-1} autoComplete="off" value={website} onChange={(e) => setWebsite(e.target.value)} /></label></div>
      {state.fault ? <p className="fault" role="alert">{state.fault}</p> : null}
      <div className="acts"><button type="submit" className="main" disabled={state.busy}>{state.busy ? words.sending : words.send}</button><button type="button" onClick={onClose}>{words.cancel}</button></div>
    </form>
  );
}

/** The answer to an objection, by the reference that was told when it was made. */
function Follow(): React.JSX.Element {
  const words = useWords(noticeWords);
  const [reference, setReference] = useState("");
  const [found, setFound] = useState<Answer<typeof getAnswer> | "unknown">();
  const look = (): void => { call(getAnswer, { params: { reference: reference.trim().toUpperCase() } }).then(setFound, () => setFound("unknown")); };
  return (
    <section className="sheet follow"><h2>{words.follow}</h2>
      <form onSubmit={(e) => { e.preventDefault(); look(); }}><input aria-label={words.reference} placeholder={words.reference} value={reference} maxLength={20} autoCapitalize="characters" onChange={(e) => setReference(e.target.value)} /><button type="submit">{words.look}</button></form>
      {found === undefined ? null : found === "unknown" ? <p role="status">{words.unknown}</p> : found.answer === null ? <p role="status">{words.waiting(found.dueOn)}</p>
        : <div role="status"><p><b>{found.answer.upheld ? words.upheld : words.dismissed}</b> {words.answerOn(found.answer.on)}</p><p>{found.answer.text}</p></div>}
    </section>
  );
}

function VillageNotices({ region }: { readonly region: number }): React.JSX.Element {
  const words = useWords(noticeWords);
  const ask = useCallback((signal?: AbortSignal) => call(listNotices, { params: { region } }, signal), [region]);
  const { data, error, again } = useAsked(ask);
  if (error) return <Message title={words.failed} note={words.failedNote} act={<button type="button" className="main" onClick={again}>{words.retry}</button>} />;
  if (!data) return <p className="quiet" role="status">{words.loading}</p>;
  return (
    <section className="sheet"><h1>{words.village(data.village)}</h1>
      {!data.listed ? <p>{words.notListed}</p> : data.rows.length === 0 ? <p>{words.none}</p> : <ul className="notice-items">{data.rows.map((r) => <li key={r.address}><span><a href={r.address}>{r.title}</a><small>{words.period(r.from, r.to)}　{words.list(String(r.n))}</small></span></li>)}</ul>}
    </section>
  );
}
