/** Small marks of rules: state of a version, verdict, direction of a change. */
import type { Direction } from "@diguan/core/policy/contract.ts";
import { stateName } from "@diguan/core/policy/labels.ts";
import { verdictWord } from "@diguan/core/policy/rules/explain.ts";
import type { VersionState } from "@diguan/core/policy/states.ts";
import { useLocale } from "../kit/i18n.tsx";
import { StateTag, type Tone } from "../kit/StateTag.tsx";

const tones: Readonly<Record<VersionState, Tone>> = { draft: "plain", simulated: "primary", submitted: "warn", returned: "bad", approved: "primary", active: "ok", superseded: "plain", retired: "plain" };
export function VersionMark({ state }: { readonly state: VersionState }): React.JSX.Element {
  const [locale] = useLocale();
  return <StateTag tone={tones[state]}>{stateName(state, locale)}</StateTag>;
}

export function Verdict({ of }: { readonly of: boolean | null }): React.JSX.Element {
  const [locale] = useLocale();
  return <StateTag tone={of === null ? "warn" : of ? "ok" : "plain"} icon={of === null ? "clock" : of ? "check" : "cross"}>{verdictWord(of, locale)}</StateTag>;
}

/** Directions that are shown for a purpose: against the version in force, and against the register where it knows the status. */
export const shownDirections = (hasBefore: boolean, hasStatus: boolean): readonly Direction[] => [...(hasBefore ? (["gain", "lose", "doubt", "clear"] as const) : []), ...(hasStatus ? (["missed", "wrong", "doubtful"] as const) : [])];
