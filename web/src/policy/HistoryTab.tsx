/** How a rule came about: versions with their state, what each changed line by line, and who did what when. */
import { Button } from "antd";
import type { RuleSet, RuleVersion } from "@diguan/core/policy/contract.ts";
import { diffLines } from "@diguan/core/policy/diff.ts";
import { eventName } from "@diguan/core/policy/labels.ts";
import { clock, line, number } from "../kit/formats.ts";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { VersionMark } from "./marks.tsx";
import type { RuleSearch } from "./search.ts";
import { policyWords } from "./words.ts";

export function HistoryTab({ set, version, go }: { readonly set: RuleSet; readonly version: RuleVersion; readonly go: (to: RuleSearch) => void }): React.JSX.Element {
  const words = useWords(policyWords);
  const [locale] = useLocale();
  const before = set.versions.findLast((v) => v.version < version.version);
  const sign = { same: " ", added: "+", removed: "−" } as const;
  return (
    <div className="rule-edit">
      <div className="stack">
        <section className="card"><div className="card-body" style={{ paddingTop: 12 }}>
          <h2>{before ? words.compare : words.firstVersion} <span className="mut sm">{line(words.versionNo(number(version.version)), version.note)}</span></h2>
          <ol className="diff">{diffLines(before?.text ?? version.text, version.text).map((l, i) => <li key={`${i}${l.kind}`} className={l.kind}><span aria-hidden="true">{sign[l.kind]}</span>{l.kind === "same" ? null : <span className="sr">{l.kind === "added" ? words.lineAdded : words.lineRemoved}</span>}<code>{l.text}</code></li>)}</ol>
        </div></section>
        <section className="card"><div className="card-body" style={{ paddingTop: 12 }}>
          <h2>{words.history}</h2>
          <ol className="rule-events">{set.events.toReversed().map((e) => <li key={`${e.at}${e.act}${e.version}`}><span className="mut">{clock(e.at)}</span> {words.versionNo(number(e.version))} <b>{eventName(e.act, locale)}</b> {e.byName}{e.activeFrom ? `\u3000${words.since(e.activeFrom)}` : ""}{e.note ? <q>{e.note}</q> : null}</li>)}</ol>
        </div></section>
      </div>
      <section className="card"><div className="card-body" style={{ paddingTop: 12 }}>
        <h2>{words.versions}</h2>
        <ul className="rule-versions">{set.versions.toReversed().map((v) => (
          <li key={v.version} aria-current={v.version === version.version}>
            <Button size="small" type={v.version === version.version ? "primary" : "default"} onClick={() => go({ version: v.version, view: "history" })}>{words.versionNo(number(v.version))}</Button> <VersionMark state={v.state} /> <span className="sub sm">{line(v.byName, clock(v.at), v.activeFrom ? (v.activeTo ? words.period(v.activeFrom, v.activeTo) : words.since(v.activeFrom)) : "")}</span>
          </li>))}</ul>
      </div></section>
    </div>
  );
}
