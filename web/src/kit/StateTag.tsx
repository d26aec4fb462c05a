/** A state: a word and a mark, so that it never rests on colour alone. */
import type { ReactNode } from "react";
import { Icon, type IconName } from "./Icon.tsx";

export type Tone = "plain" | "ok" | "warn" | "bad" | "primary" | "secret";
const toneIcon: Readonly<Record<Tone, IconName | undefined>> = { plain: undefined, ok: "check", warn: "clock", bad: "cross", primary: undefined, secret: "lock" };

export function StateTag({ tone = "plain", icon, children }: { readonly tone?: Tone; /** another mark than the tone's own; `null` for none */ readonly icon?: IconName | null; readonly children: ReactNode }): React.JSX.Element {
  const mark = icon === null ? undefined : (icon ?? toneIcon[tone]);
  return <span className={tone === "plain" ? "tag" : `tag ${tone}`}>{mark ? <Icon name={mark} size={14} /> : null}{children}</span>;
}

/** Severity of a finding: ▲ serious, ◆ ordinary, ● hint. */
export function Severity({ level, children }: { readonly level: "serious" | "ordinary" | "hint"; readonly children: ReactNode }): React.JSX.Element {
  const look = { serious: ["▲", "bad"], ordinary: ["◆", "warn"], hint: ["●", "plain-tone"] } as const;
  const [shape, tone] = look[level];
  return <span className={`mark ${tone}`}><span aria-hidden="true">{shape}</span>{children}</span>;
}
