/** Head of a page: the only h1, one line under it, the procedure line or the page's acts at the right. */
import type { ReactNode } from "react";
import { useWords } from "./i18n.tsx";
import { kitWords } from "./words.ts";

export function PageHead({ title, line, tags, acts, children }: { readonly title: string; readonly line?: ReactNode; readonly tags?: ReactNode; readonly acts?: ReactNode; /** the drip line */ readonly children?: ReactNode }): React.JSX.Element {
  const words = useWords(kitWords);
  return (
    <header className="page-head">
      <title>{`${title} · ${words.brand}`}</title>
      <div className="titles"><div><h1>{title}</h1>{tags}</div>{line ? <div className="line">{line}</div> : null}</div>
      {children}
      {acts ? <div className="acts">{acts}</div> : null}
    </header>
  );
}

/** A few choices in a row, each a toggle button; for pictures, states, small filters. */
export function Choices<T extends string>({ label, value, of, onChange }: { readonly label: string; readonly value: T; readonly of: readonly (readonly [T, ReactNode])[]; readonly onChange: (value: T) => void }): React.JSX.Element {
  return (
    <div className="choices" role="group" aria-label={label}>
      {of.map(([key, word]) => <button key={key} type="button" aria-pressed={key === value} onClick={() => onChange(key)}>{word}</button>)}
    </div>
  );
}
