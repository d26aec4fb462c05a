/** One suspicion beside the list: what is suspected, register and department side by side, the check at the house, the county's opinion. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import type { Role } from "@diguan/core/access/policy.ts";
import { roleName } from "@diguan/core/access/labels.ts";
import { getFinding, type FindingDetail } from "@diguan/core/comparison/contract.ts";
import { bases, departmentName } from "@diguan/core/comparison/feed.ts";
import { kindOf } from "@diguan/core/comparison/kinds.ts";
import { tellKind } from "@diguan/core/comparison/kind.ts";
import { answerNames } from "@diguan/core/comparison/labels.ts";
import { parameterNames } from "@diguan/core/comparison/parameters.ts";
import { labelOf } from "@diguan/core/registry/codes.ts";
import { call } from "../api.ts";
import { clock, line, longDate, number } from "../kit/formats.ts";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { StateTag } from "../kit/StateTag.tsx";
import { EmptyState, Shown } from "../kit/States.tsx";
import { ActForm } from "./ActForm.tsx";
import { chance, Due, StateMark } from "./marks.tsx";
import { comparisonWords } from "./words.ts";

type Key = { readonly county: number; readonly id: string };
interface PaneProps { readonly open: Key | undefined; readonly at: number; readonly of: number; readonly more: boolean; readonly onMove: (step: 1 | -1) => void; readonly onDone: (stays: boolean) => Promise<void>; readonly onClose: () => void; readonly onOther: (key: Key) => void }

export function FindingPane(props: PaneProps): React.JSX.Element {
  const words = useWords(comparisonWords);
  const { open } = props;
  const finding = useQuery({ queryKey: ["comparison", "finding", open?.county, open?.id], queryFn: ({ signal }) => call(getFinding, { params: { county: open?.county ?? 0, id: open?.id ?? "" } }, signal), enabled: open !== undefined });
  if (open === undefined) return <section className="card pane"><EmptyState>{words.pick}</EmptyState></section>;
  return <section className="card pane" aria-label={words.suspicion}><Shown of={finding} rows={8}>{(f) => <Pane f={f} {...props} />}</Shown></section>;
}

const value = (code: string, v: number, unit: string): string => (code.endsWith("_FEN") ? number(v / 100) : `${number(v)} ${unit}`);

function Pane({ f, at, of, more, onMove, onDone, onClose, onOther }: PaneProps & { readonly f: FindingDetail }): React.JSX.Element {
  const words = useWords(comparisonWords);
  const [locale] = useLocale();
  const kind = kindOf(f.kind);
  const en = locale === "en";
  const standing = f.household ? line(words.persons(number(f.household.members)), labelOf("attribute", f.household.attribute, locale), f.household.enrolledOn ? words.enrolled(f.household.enrolledOn.slice(0, 4)) : "") : line(words.unregistered, f.rural ? words.book(f.rural.hukouNo, number(f.rural.persons)) : "");
  return (
    <>
      <header className="pane-head">
        <div>
          <h2><span className="mut">{f.kind}</span> {line((en ? kind?.en : kind?.zh) ?? "", words.subject(f.headName))}</h2>
          <p className="sub sm">{line(f.villageName, standing)}</p>
        </div>
        {f.deadline !== null && f.daysLeft !== null && f.daysLeft < 0 ? <StateTag tone="bad" icon="clock">{words.over(number(-f.daysLeft))}</StateTag> : <Due days={f.daysLeft} />}
        <StateMark row={f} />
        <nav className="pane-nav" aria-label={words.list}>
          <Button size="small" disabled={at <= 0} aria-label={words.previous} onClick={() => onMove(-1)}>‹</Button>
          <span className="sm mut">{at < 0 ? "" : words.position(number(at + 1), `${number(of)}${more ? "+" : ""}`)}</span>
          <Button size="small" disabled={at < 0 || at >= of - 1} aria-label={words.next} onClick={() => onMove(1)}>›</Button>
          <Button size="small" className="pane-close" aria-label={words.close} onClick={onClose}>✕</Button>
        </nav>
      </header>
      <div className="pane-body pair-body">
        <p className="says inset">{kind ? tellKind(en ? kind.says.en : kind.says.zh, f.facts, locale) : f.kind}{f.householdId ? <Link className="push sm" to="/households/$county/$id" params={{ county: String(f.county), id: f.householdId }}>　{words.household} ›</Link> : null}</p>
        <Sides f={f} />
        <Probability f={f} />
        <Checks f={f} />
        {f.remedies.map((r) => <p key={r.kind} className="inset sm">{r.reference ? words.proposalDone(r.reference) : r.state === "open" ? (r.kind === "removal" ? words.proposal.removal(r.notBefore) : words.proposal.invitation) : null}</p>)}
        <dl className="basis inset">
          <div><dt>{words.evidenceHint}</dt><dd>{en ? kind?.evidence.en : kind?.evidence.zh}</dd></div>
          {f.batch ? <div><dt>{words.basis}</dt><dd>{words.batch(f.batch.fileName, basisName(f.batch.basis, en), f.batch.purpose)}</dd></div> : null}
          {f.exception ? <div><dt>{words.exceptions}</dt><dd>{words.exceptionUntil(f.exception.validUntil, groundName(f.kind, f.exception.ground, en))}</dd></div> : null}
          {f.parameters.length > 0 ? <div><dt>{words.thresholds}</dt><dd>{f.parameters.map((p) => <span key={p.code} className="block">{words.parameter((en ? nameOf(p.code)?.en : nameOf(p.code)?.zh) ?? p.code, value(p.code, p.value, nameOf(p.code)?.unit ?? ""), p.validFrom, p.source)}</span>)}</dd></div> : null}
        </dl>
        {f.others.length > 0 ? <><h3>{words.others(number(f.others.length))}</h3><ul className="peers">{f.others.map((o) => <li key={o.id}><button type="button" className="link" onClick={() => onOther(o)}>{line(o.kind, (en ? kindOf(o.kind)?.en : kindOf(o.kind)?.zh) ?? "", o.subject)}</button></li>)}</ul></> : null}
        <h3>{words.history}</h3>
        <ol className="events">{f.events.map((e, i) => <li key={i}><time className="mut sm">{clock(e.at)}</time><span><b>{words.acts[e.act]}</b>　{e.by === null ? words.platform : line(e.by, e.role ? roleName(e.role as Role, locale) : "")}{e.note ? <q>{e.note}</q> : null}</span></li>)}</ol>
      </div>
      <ActForm key={`${f.id}${f.version}`} finding={f} onDone={onDone} />
    </>
  );
}

const nameOf = (code: string): { readonly zh: string; readonly en: string; readonly unit: string } | undefined => (Object.hasOwn(parameterNames, code) ? parameterNames[code as keyof typeof parameterNames] : undefined);
const basisName = (id: string, en: boolean): string => { const b = Object.hasOwn(bases, id) ? bases[id as keyof typeof bases] : undefined; return b ? (en ? b.en : b.zh) : id; };
export const groundName = (kind: string, id: string, en: boolean): string => { const g = kindOf(kind)?.excuses.find((x) => x.id === id); return g ? (en ? g.en : g.zh) : id; };

/** Register and department side by side; a signed bar for the weight of each fact. */
function Sides({ f }: { readonly f: FindingDetail }): React.JSX.Element {
  const words = useWords(comparisonWords);
  const [locale] = useLocale();
  const lines = f.lines.filter((l) => l.ours !== null || l.theirs !== null);
  const most = Math.max(1, ...lines.map((l) => Math.abs(l.weight ?? 0)));
  const sign = { same: "✓", near: "≈", different: "✕", missing: "" } as const;
  if (lines.length === 0) return <p className="inset sm mut">{f.batch?.state === "expired" ? words.gone : words.byNumber}</p>;
  return (
    <table className="plain pair-facts compare-sides">
      <caption className="sr">{words.suspicion}</caption>
      <thead><tr><th scope="col"><span className="sr">{words.columns.kind}</span></th><th scope="col"><b>{f.householdId ? words.register : words.frame}</b></th><th scope="col"><span className="sr">{words.same}</span></th><th scope="col"><b>{departmentName(f.department, locale)}</b>　<span className="sm">{words.snapshot(f.snapshotOn.slice(5))}</span></th><th scope="col" colSpan={2}>{words.strength}</th></tr></thead>
      <tbody>{lines.map((l) => (
        <tr key={l.field}>
          <th scope="row">{words.fields[l.field]}</th><td className="side">{l.ours ?? words.empty2}</td>
          <td className={`sign ${l.mark === "different" ? "differs" : l.mark}`}><span aria-hidden="true">{sign[l.mark]}</span><span className="sr">{words[l.mark]}</span></td>
          <td className="side">{l.theirs ?? words.empty2}</td>
          <td className="bar-cell">{l.weight === null || l.weight === 0 ? null : <svg className="inline-svg evidence-bar" width="72" height="12" viewBox="0 0 72 12" aria-hidden="true"><line x1="16" x2="16" y1="0" y2="12" stroke="var(--line2)" /><rect x={l.weight < 0 ? 16 - (16 * -l.weight) / most : 16} y="2" height="8" width={l.weight < 0 ? (16 * -l.weight) / most : (54 * l.weight) / most} rx="1" fill={l.weight < 0 ? "var(--e5)" : "var(--w5)"} /></svg>}</td>
          <td className="num">{l.weight === null || l.weight === 0 ? "" : `${l.weight > 0 ? "+" : "−"}${Math.abs(l.weight).toFixed(1)}`}</td>
        </tr>))}</tbody>
    </table>
  );
}

function Probability({ f }: { readonly f: FindingDetail }): React.JSX.Element | null {
  const words = useWords(comparisonWords);
  if (f.interval === null) return null;
  const sendFrom = (f.parameters.find((p) => p.code === "COMPARISON_SEND_PERCENT")?.value ?? 50) / 100;
  const x = (p: number): number => 4 + p * 182;
  return (
    <div className="pair-probability">
      <div><span className="sm mut">{words.probability}</span><span><b className="figure num">{chance(f.probability)}</b> <span className="sm mut">{words.interval(chance(f.interval[0]), chance(f.interval[1]))}</span></span></div>
      <div><span className="sm mut centre">{words.line(chance(sendFrom))}</span>
        <svg className="inline-svg" width="190" height="16" viewBox="0 0 190 16" role="img" aria-label={`${words.probability} ${chance(f.probability)}`}>
          <rect x="4" y="5" width="182" height="6" rx="3" fill="var(--line2)" /><rect x={x(f.interval[0])} y="5" width={Math.max(2, x(f.interval[1]) - x(f.interval[0]))} height="6" fill="var(--w4)" /><line x1={x(sendFrom)} x2={x(sendFrom)} y1="2" y2="14" stroke="var(--ink3)" strokeDasharray="2 2" /><line x1={x(f.probability)} x2={x(f.probability)} y1="1" y2="15" stroke="var(--ink)" strokeWidth="2" />
        </svg></div>
      <p className="sm mut">{words.summed(number(f.lines.filter((l) => l.weight !== null && l.weight !== 0).length))}</p>
    </div>
  );
}

function Checks({ f }: { readonly f: FindingDetail }): React.JSX.Element {
  const words = useWords(comparisonWords);
  const [locale] = useLocale();
  if (f.checks.length === 0) return <p className="inset mut sm checks">{words.noCheck}</p>;
  return (
    <div className="checks inset">{f.checks.map((c, i) => (
      <div key={i}>
        <b>{words.check(answerNames[c.answer][locale])}</b>　<span className="sm mut">{words.checked(longDate(c.checkedOn, locale), number(2))}</span>
        <p>{c.note}</p>
        <p className="sm mut">{line(words.checkers(c.first, c.second, c.signed ? words.signed : words.notSigned), c.evidence ? words.proof(c.evidence) : "", c.attachments.map((a) => a.name).join(" "))}</p>
      </div>))}</div>
  );
}
