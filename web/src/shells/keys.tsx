/** Keys of the desk: G then a letter goes to a section, / searches, ? helps. Letters typed into a field stay letters. */
import { useEffect, useRef } from "react";
import { Modal } from "antd";
import { useNavigate } from "@tanstack/react-router";
import { useWords } from "../kit/i18n.tsx";
import { typing } from "../kit/useRows.ts";
import type { Section } from "./sections.ts";
import { shellWords } from "./words.ts";

const goWindowMs = 1500;

export function useShortcuts(items: readonly Section[], onHelp: () => void): void {
  const navigate = useNavigate();
  const wentAt = useRef(0);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || typing(event.target)) return;
      const section = Date.now() - wentAt.current < goWindowMs ? items.find((item) => item.letter === event.key.toLowerCase()) : undefined;
      wentAt.current = 0;
      if (section) { event.stopPropagation(); event.preventDefault(); void navigate({ to: section.to }); } else if (event.key === "g") wentAt.current = Date.now();
      else if (event.key === "/") { event.preventDefault(); document.querySelector<HTMLInputElement>("#search")?.focus(); } else if (event.key === "?") onHelp();
    };
    document.addEventListener("keydown", onKey, true);
    return () => document.removeEventListener("keydown", onKey, true);
  }, [items, navigate, onHelp]);
}

export function KeysHelp({ open, items, onClose }: { readonly open: boolean; readonly items: readonly Section[]; readonly onClose: () => void }): React.JSX.Element {
  const words = useWords(shellWords);
  const list = words.keyList;
  const general: readonly (readonly [string, string])[] = [["/", list.search], ["J  K", list.move], ["Enter", list.open], ["X", list.select], ["?", list.help], ["Esc", list.escape]];
  return (
    <Modal open={open} title={words.keysTitle} footer={null} onCancel={onClose} width={460} destroyOnHidden>
      <dl className="key-list">
        {general.map(([key, what]) => <div key={key}><dt><kbd className="kbd">{key}</kbd></dt><dd>{what}</dd></div>)}
        <div><dt><kbd className="kbd">G</kbd></dt><dd>{list.go}</dd></div>
        {items.map((item) => <div key={item.key}><dt><kbd className="kbd">G</kbd> <kbd className="kbd">{item.letter.toUpperCase()}</kbd></dt><dd>{words.sections[item.key]}</dd></div>)}
      </dl>
    </Modal>
  );
}
