/** Why one household would change: every condition of the rule with its numbers, the decisive ones first to see. */
import { Button } from "antd";
import { Link } from "@tanstack/react-router";
import type { ReasonShape, RuleChange } from "@diguan/core/policy/contract.ts";
import { useWords } from "../kit/i18n.tsx";
import { Verdict } from "./marks.tsx";
import { policyWords } from "./words.ts";

export function ChangePane({ change, onClose }: { readonly change: RuleChange | undefined; readonly onClose: () => void }): React.JSX.Element {
  const words = useWords(policyWords);
  if (!change) return <section className="card run-pane" aria-label={words.why}><p className="mut pane-hint">{words.pick}</p></section>;
  return (
    <section className="card run-pane" aria-label={words.why}>
      <div className="table-tools"><h2>{change.headName ?? change.householdCode}</h2><Verdict of={change.after} /><span className="push" /><Button size="small" onClick={onClose}>{words.close}</Button></div>
      <div className="reasons">
        <div className="row wrap-row sm"><span className="mut">{change.village}</span><span className="mut">{change.householdCode}</span><Link to={`/households/${change.county}/${change.householdId}` as string}>{words.openRecord}</Link></div>
        <Reason of={change.told.reason} />
      </div>
    </section>
  );
}

export function Reason({ of }: { readonly of: ReasonShape }): React.JSX.Element {
  if (of.parts.length === 0) return <p className={of.decisive ? "reason decisive" : "reason"}>{of.text}</p>;
  return (
    <div className="reason-group">
      <p className="sub sm">{of.text}{"\u3000"}<Verdict of={of.verdict} /></p>
      <ul>{of.parts.map((part, i) => <li key={`${i}${part.text}`}><Reason of={part} /></li>)}</ul>
    </div>
  );
}
