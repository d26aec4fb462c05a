/** A cause of poverty: a 22 px tile with one character and always its word. 病 and 残 are health data: locked until revealed. */
import { labelOf } from "@diguan/core/registry/codes.ts";
import { Icon } from "./Icon.tsx";
import { useLocale, useWords } from "./i18n.tsx";
import { causeTiles } from "./tokens.ts";
import { kitWords } from "./words.ts";

/** 99 其他 in `codeLists.cause`. */
const otherCause = 99;

export function CauseTile({ cause, locked = false, bare = false }: { readonly cause: number; /** masked by the server for this reader */ readonly locked?: boolean; /** the word stands beside it already */ readonly bare?: boolean }): React.JSX.Element {
  const [locale] = useLocale();
  const words = useWords(kitWords);
  if (locked) return <span className="cause"><span className="tile locked"><Icon name="lock" size={14} /></span>{bare ? null : <span>{words.lockedCause}</span>}</span>;
  const tile = causeTiles[cause] ?? causeTiles[otherCause] ?? { colour: "var(--ctl)", mark: "" };
  return (
    <span className="cause">
      <span className="tile" style={{ background: tile.colour, ...(tile.darkText ? { color: "#1C2629" } : {}) }} aria-hidden="true">{tile.mark}</span>
      {bare ? null : <span>{labelOf("cause", cause, locale)}</span>}
    </span>
  );
}
