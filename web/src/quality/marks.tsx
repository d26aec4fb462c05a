/** Small marks of findings: severity, state, days left, the short name of a rule. */
import { ruleOf } from "@diguan/core/quality/catalogue.ts";
import type { Because } from "@diguan/core/quality/check.ts";
import { fieldName, fill } from "@diguan/core/quality/message.ts";
import type { Severity as Level } from "@diguan/core/quality/rule.ts";
import type { FindingState } from "@diguan/core/quality/states.ts";
import type { Locale } from "@diguan/core/problem.ts";
import { number } from "../kit/formats.ts";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { Severity, StateTag, type Tone } from "../kit/StateTag.tsx";
import { kitWords } from "../kit/words.ts";
import { qualityWords } from "./words.ts";

const levels = { E: "serious", W: "ordinary", R: "hint" } as const;
const tones: Readonly<Record<FindingState, Tone>> = { found: "plain", assigned: "primary", returned: "warn", corrected: "ok", explained: "ok", verified: "ok" };

export function SeverityMark({ of, bare = false }: { readonly of: Level; readonly bare?: boolean }): React.JSX.Element {
  const words = useWords(qualityWords);
  return <Severity level={levels[of]}>{bare ? <span className="sr">{words.severity[of]}</span> : words.severity[of]}</Severity>;
}

export function StateMark({ state }: { readonly state: FindingState }): React.JSX.Element {
  const words = useWords(qualityWords);
  return <StateTag tone={tones[state]} icon={state === "verified" ? "check" : state === "returned" ? "clock" : null}>{words.states[state]}</StateTag>;
}

/** Days to the deadline; late ones say so in words and colour. Settled findings have no haste. */
export function Due({ days, state }: { readonly days: number; readonly state: FindingState }): React.JSX.Element {
  const words = useWords(qualityWords);
  if (state === "verified" || state === "corrected" || state === "explained") return <span className="mut">—</span>;
  if (days < 0) return <b className="t-bad">{words.late(number(-days))}</b>;
  return <span className={days <= 5 ? "t-warn" : "mut"}>{days === 0 ? words.today : words.left(number(days))}</span>;
}

/** What a rule says in general, without the details of a household. */
export function gist(rule: string, locale: Locale): string {
  const said = ruleOf(rule);
  return said ? fill(locale === "en" ? said.says.en : said.says.zh, {}, locale).replaceAll(/\{[^}]*\}/g, "…") : rule;
}

/** Number of a rule as people say it: 088 of the national list, DG-001 of the platform's own. */
export const shortId = (rule: string): string => (rule.startsWith("DQ-") ? rule.slice(3) : rule);

/** Why a rule was not checked, in words. */
export function useBecause(): (because: Because) => string {
  const words = useWords(qualityWords);
  const { comma } = useWords(kitWords);
  const [locale] = useLocale();
  return (because) => {
    if (because.reason === "needs") return words.because.needs(words.slices[because.slice]);
    if (because.reason === "notCollected") return words.because.notCollected(because.fields.split(",").map((f) => fieldName(f, locale)).join(comma));
    if (because.reason === "noLine") return words.because.noLine;
    return because.regime === "A" ? words.because.notInForceA : words.because.notInForceB;
  };
}
