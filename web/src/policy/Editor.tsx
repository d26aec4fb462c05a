/** A text field for rules: marks the place of each fault under the letters, lists the faults, and lets names be inserted where the reader writes. */
import { useImperativeHandle, useMemo, useRef, type Ref } from "react";
import { checkRule } from "@diguan/core/policy/rules/check.ts";
import { faultText, type Fault } from "@diguan/core/policy/rules/faults.ts";
import { number } from "../kit/formats.ts";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { Icon } from "../kit/Icon.tsx";
import { policyWords } from "./words.ts";

export interface EditorHandle { insert(text: string): void }

/** The faults of a text, checked in the browser by the same code as on the server. */
export const useFaults = (text: string): readonly Fault[] => useMemo(() => checkRule(text).faults, [text]);

export function Editor({ id, value, onChange, faults, readOnly = false, ref }: { readonly id: string; readonly value: string; readonly onChange: (text: string) => void; readonly faults: readonly Fault[]; readonly readOnly?: boolean; readonly ref?: Ref<EditorHandle> }): React.JSX.Element {
  const words = useWords(policyWords);
  const [locale] = useLocale();
  const area = useRef<HTMLTextAreaElement>(null);
  const under = useRef<HTMLPreElement>(null);
  useImperativeHandle(ref, () => ({
    insert: (text) => {
      const field = area.current;
      const [from, to] = field ? [field.selectionStart, field.selectionEnd] : [value.length, value.length];
      const space = from > 0 && /\w$/.test(value.slice(0, from)) ? " " : "";
      onChange(`${value.slice(0, from)}${space}${text}${value.slice(to)}`);
      requestAnimationFrame(() => { field?.focus(); field?.setSelectionRange(from + space.length + text.length, from + space.length + text.length); });
    },
  }), [onChange, value]);
  const show = (f: Fault): void => { area.current?.focus(); area.current?.setSelectionRange(f.from, Math.max(f.to, f.from + 1)); };
  const [first] = faults;
  // an empty span at the end still shows a mark
  const end = first ? Math.max(first.to, first.from + 1) : 0;
  return (
    <div className={`editor ${readOnly ? "read-only" : ""}`}>
      <div className="editor-box">
        <pre aria-hidden="true" ref={under}>{first ? <>{value.slice(0, first.from)}<mark>{value.slice(first.from, end) || " "}</mark>{value.slice(end)}</> : value}{"\n"}</pre>
        <textarea id={id} ref={area} value={value} readOnly={readOnly} spellCheck={false} autoCapitalize="off" autoCorrect="off" wrap="soft" aria-invalid={first !== undefined} aria-describedby={`${id}-faults`} rows={Math.min(24, Math.max(8, value.split("\n").length + 1))}
          onChange={(e) => onChange(e.target.value)} onScroll={(e) => { if (under.current) under.current.scrollTop = e.currentTarget.scrollTop; }} />
      </div>
      <div id={`${id}-faults`} className="editor-faults" role="status">
        {first === undefined ? <span className="t-ok mark"><Icon name="check" size={14} />{words.sound}</span> : <ul>{faults.map((f) => (
          <li key={`${f.from}${f.code}`}><button type="button" className="link" onClick={() => show(f)}>{words.at(number(f.line), number(f.column))}</button> <span className="t-bad">{faultText(f, locale)}</span></li>))}</ul>}
      </div>
    </div>
  );
}
