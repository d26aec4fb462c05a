/** One finding beside the list: what is wrong, what the record says, what to do and why, the history, and the act that is due. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import type { Role } from "@diguan/core/access/policy.ts";
import { roleName } from "@diguan/core/access/labels.ts";
import { getFinding, type FindingDetail } from "@diguan/core/quality/contract.ts";
import { ruleOf } from "@diguan/core/quality/catalogue.ts";
import { ruleName } from "@diguan/core/quality/names.ts";
import { fill } from "@diguan/core/quality/message.ts";
import { call } from "../api.ts";
import { clock, line, longDate, number } from "../kit/formats.ts";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { EmptyState, Shown } from "../kit/States.tsx";
import { StateTag } from "../kit/StateTag.tsx";
import { fieldName, shown } from "../registry/values.ts";
import { Due, SeverityMark, StateMark } from "./marks.tsx";
import { SettleForm } from "./SettleForm.tsx";
import { qualityWords } from "./words.ts";

type Key = { readonly county: number; readonly id: string };
interface PaneProps { readonly open: Key | undefined; readonly at: number; readonly of: number; readonly more: boolean; readonly onMove: (step: 1 | -1) => void; readonly onDone: () => Promise<void>; readonly onClose: () => void; readonly onPeer: (key: Key) => void }

export function FindingPane(props: PaneProps): React.JSX.Element {
  const words = useWords(qualityWords);
  const { open } = props;
  const finding = useQuery({ queryKey: ["quality", "finding", open?.county, open?.id], queryFn: ({ signal }) => call(getFinding, { params: { county: open?.county ?? 0, id: open?.id ?? "" } }, signal), enabled: open !== undefined });
  if (open === undefined) return <section className="card pane"><EmptyState>{words.pick}</EmptyState></section>;
  return <section className="card pane" aria-live="polite" aria-label={words.whatIsWrong}><Shown of={finding} rows={8}>{(f) => <Pane f={f} {...props} />}</Shown></section>;
}

function Pane({ f, at, of, more, onMove, onDone, onClose, onPeer }: PaneProps & { readonly f: FindingDetail }): React.JSX.Element {
  const words = useWords(qualityWords);
  const [locale] = useLocale();
  const rule = ruleOf(f.rule);
  const [says, fix] = rule ? (locale === "en" ? [rule.says.en, rule.fix.en] : [rule.says.zh, rule.fix.zh]) : [f.rule, ""];
  return (
    <>
      <header className="pane-head">
        <div>
          <h2><SeverityMark of={f.severity} bare /> <span className="mut">{f.rule}</span> {line(ruleName(f.rule, locale), f.memberName ?? f.headName ?? words.wholeVillage)}</h2>
          <p className="sub sm">{line(f.villageName, f.headName && f.memberName ? f.headName : "", f.householdCode, words.foundOn(longDate(f.foundAt, locale)), f.batchId ? words.byImport : "")}</p>
        </div>
        <StateMark state={f.state} />{f.state === "verified" && f.outcome ? <StateTag>{words.outcomes[f.outcome]}</StateTag> : <Due days={f.daysLeft} state={f.state} />}
        <nav className="pane-nav" aria-label={words.tabs.list}>
          <Button size="small" disabled={at <= 0} aria-label={words.previous} title={words.previous} onClick={() => onMove(-1)}>‹</Button>
          <span className="sm mut">{at < 0 ? "" : words.position(number(at + 1), `${number(of)}${more ? "+" : ""}`)}</span>
          <Button size="small" disabled={at < 0 || at >= of - 1} aria-label={words.next} title={words.next} onClick={() => onMove(1)}>›</Button>
          <Button size="small" className="pane-close" onClick={onClose}>✕</Button>
        </nav>
      </header>
      <div className="pane-body">
        <p className="says">{fill(says, f.args, locale)}</p>
        <dl className="basis">
          <div><dt>{words.whatToDo}</dt><dd>{fill(fix, f.args, locale)}</dd></div>
          <div><dt>{words.basis}</dt><dd>{line(rule ? words.groups[rule.group] : "", rule?.source, words.severityMeans[f.severity])}</dd></div>
          {f.exception ? <div><dt>{words.outcomes.explained}</dt><dd>{words.exceptionUntil(f.exception.validUntil, f.exception.reason)}</dd></div> : null}
        </dl>
        <h3>{words.record}{f.householdId ? <Link className="push sm" to="/households/$county/$id" params={{ county: String(f.county), id: f.householdId }} search={(b: Record<string, unknown>) => ({ ...(b["region"] === undefined ? {} : { region: b["region"] }), year: f.year })}>{words.household} ›</Link> : null}</h3>
        {f.facts.length === 0 ? <p className="mut sm">{words.noFacts}</p> : (
          <table className="plain facts"><caption className="sr">{words.record}</caption><tbody>{f.facts.map((x) => (
            <tr key={`${x.of}${x.field}`} className={x.faulty ? "faulty" : ""}><th scope="row">{fieldName(x.of, x.field, locale)}</th><td>{x.masked ? <span className="t-secret">{String(x.value)}</span> : shown(x.of, x.field, x.value, locale)}{x.faulty ? <StateTag tone="warn" icon={null}>{words.faulty}</StateTag> : null}</td></tr>))}</tbody></table>)}
        {f.peers.length > 0 ? (
          <>
            <h3>{words.others(number(f.peers.length))}</h3>
            <ul className="peers">{f.peers.map((p) => { const other = ruleOf(p.rule); return <li key={p.id}><SeverityMark of={p.severity} bare /><button type="button" className="link" onClick={() => onPeer(p)}>{line(p.memberName, other ? fill(locale === "en" ? other.says.en : other.says.zh, p.args, locale) : p.rule)}</button></li>; })}</ul>
          </>) : null}
        {f.events.length > 0 ? (
          <>
            <h3>{words.history}</h3>
            <ol className="events">{f.events.map((e, i) => (
              <li key={i}><time className="mut sm">{clock(e.at)}</time><span><b>{words.acts[e.act]}</b>　{e.by === null ? words.platform : line(e.by, e.role ? roleName(e.role as Role, locale) : "")}{e.detail["assignee"] ? ` → ${e.detail["assignee"]}` : ""}{e.note ? <q>{e.note}</q> : null}</span></li>))}</ol>
          </>) : null}
      </div>
      <SettleForm key={`${f.id}${f.version}`} finding={f} onDone={onDone} />
    </>
  );
}
