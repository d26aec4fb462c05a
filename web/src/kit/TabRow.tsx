/** A row of tabs that scrolls where it is narrow; arrow keys move, one tab at a time can be tabbed to. */
import type { KeyboardEvent } from "react";

export function TabRow<K extends string>({ label, tabs, active, onChange }: { readonly label: string; readonly tabs: readonly (readonly [key: K, label: string])[]; readonly active: K; readonly onChange: (key: K) => void }): React.JSX.Element {
  const onKey = (event: KeyboardEvent<HTMLDivElement>): void => {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const at = (tabs.findIndex(([key]) => key === active) + step + tabs.length) % tabs.length;
    const next = tabs[at];
    if (!next) return;
    onChange(next[0]);
    event.currentTarget.querySelectorAll<HTMLButtonElement>("[role=tab]")[at]?.focus();
  };
  return (
    <div className="tab-row" role="tablist" aria-label={label} tabIndex={-1} onKeyDown={onKey}>
      {tabs.map(([key, text]) => <button key={key} type="button" role="tab" aria-selected={key === active} tabIndex={key === active ? 0 : -1} onClick={() => onChange(key)}>{text}</button>)}
    </div>
  );
}
