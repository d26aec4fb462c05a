/** The parameters that an answer rests on: value, place, period and source of each. */
import type { RuleRun } from "@diguan/core/policy/contract.ts";
import { parameterInfo } from "@diguan/core/policy/parameters.ts";
import { line } from "../kit/formats.ts";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { shownValue } from "./value.ts";
import { policyWords } from "./words.ts";

export function UsedParameters({ of }: { readonly of: RuleRun["parameters"] }): React.JSX.Element {
  const words = useWords(policyWords);
  const [locale] = useLocale();
  const name = (code: string): string => { const info = parameterInfo(code); return info ? (locale === "en" ? info.en : info.zh) : ""; };
  return (
    <ul className="used" aria-label={words.usedParameters}>{of.map((p) => (
      <li key={`${p.code}${p.region}${p.validFrom}`}><span className="code">{p.code}</span> {name(p.code)} <b>{shownValue(p.value, p.unit, locale)}</b> <span className="mut sm">{line(p.region === 0 ? words.nation : String(p.region), p.validTo === null ? `${p.validFrom} ${words.openEnd}` : words.period(p.validFrom, p.validTo), p.source)}</span></li>))}</ul>
  );
}
