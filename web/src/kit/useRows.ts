/** The keys of a list: J K or arrows move, Enter opens, X selects, Shift X selects a stretch; one row at a time can be tabbed to. */
import { useCallback, useEffect, useRef, useState, type RefObject } from "react";

interface RowKeys { readonly body: RefObject<HTMLTableSectionElement | null>; readonly keys: readonly string[]; readonly onOpen?: (index: number) => void; readonly selection?: { readonly keys: ReadonlySet<string>; readonly set: (keys: ReadonlySet<string>) => void } }

/** Is the reader typing, or is a dialog open? Then letters are letters. */
export function typing(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.closest("input:not([type=checkbox]):not([type=radio]),textarea,select,[role=combobox],[role=dialog],[role=menu],[role=listbox]") !== null;
}

export function useRows({ body, keys, onOpen, selection }: RowKeys): { readonly current: number; readonly setCurrent: (index: number) => void; readonly toggle: (index: number, stretch: boolean) => void } {
  const [current, setCurrent] = useState(0);
  const anchor = useRef(0);
  const toggle = useCallback((index: number, stretch: boolean): void => {
    if (!selection) return;
    const changed = new Set(selection.keys);
    const [from, to] = stretch ? [Math.min(anchor.current, index), Math.max(anchor.current, index)] : [index, index];
    const add = stretch || !selection.keys.has(keys[index] ?? "");
    for (const key of keys.slice(from, to + 1)) { if (add) changed.add(key); else changed.delete(key); }
    anchor.current = index;
    selection.set(changed);
  }, [keys, selection]);

  useEffect(() => {
    const move = (to: number): void => {
      const index = Math.max(0, Math.min(keys.length - 1, to));
      setCurrent(index);
      body.current?.querySelector<HTMLElement>(`[data-row="${index}"]`)?.focus();
    };
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector(".ant-modal-wrap:not([style*='display: none'])")) return;
      const inside = event.target instanceof Node && body.current?.contains(event.target) === true;
      const key = event.key.toLowerCase();
      const focused = document.activeElement?.closest("[data-row]");
      const fresh = focused === null || focused === undefined;
      if (key === "j" || (inside && key === "arrowdown")) move(fresh ? current : current + 1);
      else if (key === "k" || (inside && key === "arrowup")) move(fresh ? current : current - 1);
      else if (key === "enter" && inside && event.target instanceof HTMLTableRowElement) onOpen?.(current);
      else if (key === "x" && selection) toggle(current, event.shiftKey);
      else return;
      event.preventDefault();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [body, current, keys, onOpen, selection, toggle]);

  return { current: Math.min(current, Math.max(0, keys.length - 1)), setCurrent, toggle };
}
