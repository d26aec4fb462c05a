/** Smaller cards of the household page: causes, next step, findings, originals, latest changes. */
import { useState } from "react";
import { Button } from "antd";
import type { ChangeView, HouseholdPage } from "@diguan/core/registry/contract.ts";
import { downloadAttachment } from "@diguan/core/registry/contract-write.ts";
import { Link } from "@tanstack/react-router";
import { messageOf } from "@diguan/core/quality/message.ts";
import { labelOf } from "@diguan/core/registry/codes.ts";
import { fieldOf } from "@diguan/core/registry/fields.ts";
import { address } from "../api.ts";
import { CauseTile } from "../kit/CauseTile.tsx";
import { FindingCard } from "../kit/FindingCard.tsx";
import { clock, line } from "../kit/formats.ts";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { Icon } from "../kit/Icon.tsx";
import { EmptyState } from "../kit/States.tsx";
import { Severity } from "../kit/StateTag.tsx";
import { kitWords } from "../kit/words.ts";
import { fieldName, shown } from "./values.ts";
import { registryWords } from "./words.ts";
import { formWords } from "./words-forms.ts";

export function CausesCard({ page }: { readonly page: HouseholdPage }): React.JSX.Element {
  const words = useWords(registryWords);
  const { values, withheld } = page.household;
  const main = typeof values["causeMain"] === "number" ? values["causeMain"] : undefined;
  const other = Array.isArray(values["causeOther"]) ? (values["causeOther"] as readonly number[]) : [];
  if (withheld.includes("causeMain")) return <FindingCard title={words.causeTitle}><p className="mut">{words.causesHidden}</p></FindingCard>;
  return (
    <FindingCard title={main === undefined ? words.causesNone : words.causesTitle(String(1 + other.length))} note={words.causesLine}>
      <ul className="causes-list">
        {main === undefined ? null : <li><CauseTile cause={main} /><small>{words.main}</small></li>}
        {other.map((c) => <li key={c}><CauseTile cause={c} /><small>{words.other}</small></li>)}
      </ul>
      {typeof values["causeText"] === "string" ? <p className="sub">{values["causeText"]}</p> : null}
    </FindingCard>
  );
}

export type NextAct = "restore" | "findings" | "income" | "conditions";

/** The one thing to do now, and its act. */
export function NextCard({ page, onAct }: { readonly page: HouseholdPage; readonly onAct: (act: NextAct) => void }): React.JSX.Element {
  const words = useWords(registryWords);
  const kit = useWords(kitWords);
  const open = page.findings.filter((f) => f.state === null || f.state === "found" || f.state === "assigned" || f.state === "returned");
  const errors = open.filter((f) => f.severity === "E").length;
  const warnings = open.filter((f) => f.severity === "W").length;
  const unknown = (page.guarantees ?? []).filter((g) => g.verdict === "unknown" && g.reason !== "visitOnly").map((g) => words.guarantees[g.guarantee]);
  const noIncome = page.household.values["perCapitaFen"] === null && !page.household.withheld.includes("perCapitaFen");
  const [key, title, act]: [keyof typeof words.nextWhat, string, NextAct | undefined] =
    !page.valid ? ["restore", words.next.restore, "restore"] : errors > 0 ? ["errors", words.next.errors(String(errors)), "findings"] : warnings > 0 ? ["warnings", words.next.warnings(String(warnings)), "findings"]
      : noIncome ? ["income", words.next.income, "income"] : unknown.length > 0 ? ["unknown", words.next.unknown(unknown.join(kit.comma)), "conditions"] : ["done", words.next.done, undefined];
  const may = act === "findings" || page.may.edit;
  return (
    <section className="card act-card next" aria-label={words.nextTitle}>
      <div><h2>{words.nextTitle}</h2><b>{title}</b><p>{words.nextWhat[key]}</p></div>
      {act && may ? <div className="acts"><Button type="primary" block onClick={() => onAct(act)}>{words.nextAct[act]}</Button></div> : null}
    </section>
  );
}

export function FindingsCard({ page, all = false }: { readonly page: HouseholdPage; readonly all?: boolean }): React.JSX.Element {
  const words = useWords(registryWords);
  const [locale] = useLocale();
  const memberOf = (code: string | null): string | undefined => (code === null ? undefined : page.members.find((m) => m.values["memberCode"] === code)?.name);
  const rows = all ? page.findings : page.findings.slice(0, 4);
  return (
    <FindingCard title={page.findings.length === 0 ? words.findingsNone : words.findingsTitle(String(page.findings.length))} note={words.findingsLine}>
      {rows.length === 0 ? null : (
        <ul className="finding-list">
          {rows.map((f, i) => (
            <li key={f.id ?? `${f.rule}${i}`}>
              <span>{messageOf(f, locale)}</span>
              <span className="meta"><Severity level={f.severity === "E" ? "serious" : f.severity === "W" ? "ordinary" : "hint"}>{words.severity[f.severity]}</Severity>{f.id === null ? <span>{f.rule}</span> : <Link to="/quality" search={{ open: `${page.key.county}.${f.id}`, state: "all" }}>{f.rule}</Link>}{f.memberName ?? memberOf(f.memberCode) ? <span>{f.memberName ?? memberOf(f.memberCode)}</span> : null}{f.state ? <span>{words.states[f.state as keyof typeof words.states]}</span> : null}{f.deadline ? <span>{words.due(f.deadline)}</span> : null}</span>
            </li>))}
        </ul>)}
    </FindingCard>
  );
}

export function AttachmentsCard({ page, tools, all = false, onWithdraw }: { readonly page: HouseholdPage; readonly tools?: React.ReactNode; readonly all?: boolean; readonly onWithdraw?: (id: string) => void }): React.JSX.Element {
  const words = useWords(registryWords);
  const forms = useWords(formWords);
  const standing = page.attachments.filter((a) => a.withdrawnAt === null);
  const rows = all ? page.attachments : standing.slice(0, 6);
  return (
    <FindingCard title={standing.length === 0 ? words.attachmentsNone : words.attachmentsTitle(String(standing.length))} note={words.attachmentsLine} tools={tools}>
      {rows.length === 0 ? null : (
        <div className="thumbs">
          {rows.map((a) => (
            <div key={a.id} className={a.withdrawnAt === null ? "" : "gone"}>
              <a href={address(downloadAttachment, { params: { ...page.key, attachment: a.id } })} target="_blank" rel="noreferrer" title={line(a.name, a.note)}>
                <span className="pic">{a.mediaType.startsWith("image/") && a.withdrawnAt === null ? <img src={address(downloadAttachment, { params: { ...page.key, attachment: a.id } })} alt={a.note ?? a.name} loading="lazy" /> : <Icon name="record" size={18} />}</span>
                {words.kinds[a.kind as keyof typeof words.kinds]}
              </a>
              {all ? <small className="mut">{line(a.takenOn, a.name)}</small> : null}
              {onWithdraw && a.withdrawnAt === null ? <Button type="link" size="small" onClick={() => onWithdraw(a.id)}>{forms.withdrawFile}</Button> : null}
            </div>))}
        </div>)}
    </FindingCard>
  );
}

/** One change as people read it: what became of what. */
export function Difference({ change }: { readonly change: ChangeView }): React.JSX.Element {
  const words = useWords(registryWords);
  const [locale] = useLocale();
  const [open, setOpen] = useState(false);
  const of = change.memberId === null ? "household" : "member";
  const named = change.fields.filter((f) => fieldOf(of, f.field) !== undefined || f.field === "attachment");
  const fields = open ? named : named.slice(0, 3);
  return (
    <span className="diff">
      {fields.map((f) => <span key={f.field} style={{ display: "block" }}>{f.field === "attachment" ? words.acts.attached : fieldName(of, f.field, locale)} {change.act === "created" || change.act === "snapshot" ? null : <><del>{shown(of, f.field, f.before, locale)}</del> → </>}{shown(of, f.field, f.after, locale)}</span>)}
      {named.length > 3 ? <Button type="link" size="small" onClick={() => setOpen(!open)}>{open ? words.seeLess : `${words.seeMore} (${named.length})`}</Button> : null}
      {change.hidden > 0 ? <span className="mut">{words.hidden(String(change.hidden))}</span> : null}
    </span>
  );
}

export function Timeline({ changes, onSee, full = false }: { readonly changes: readonly ChangeView[]; readonly onSee?: (at: string) => void; readonly full?: boolean }): React.JSX.Element {
  const words = useWords(registryWords);
  const [locale] = useLocale();
  if (changes.length === 0) return <EmptyState>{words.changesNone}</EmptyState>;
  return (
    <ol className="timeline">
      {changes.map((c) => (
        <li key={c.id}>
          <span><time dateTime={c.at}>{full ? clock(c.at) : clock(c.at).slice(5, 10)}</time></span>
          <span>
            <b>{words.acts[c.act]}</b>{c.act === "created" || c.act === "imported" || c.act === "snapshot" ? ` ${words.yearOf(String(c.year))}` : ""}{c.memberName ? ` ${c.memberName}` : ""} <Difference change={c} />
            <span className="meta">{line(c.who ?? words.system, labelOf("source", c.source, locale), full && c.reason !== null && `${words.reason}：${c.reason}`, full && c.explanation !== null && `${words.explanation}：${c.explanation}`, full && c.evidence !== null && `${words.evidence}：${c.evidence}`)}</span>
            {onSee ? <Button type="link" size="small" onClick={() => onSee(c.at)}>{words.seeThen}</Button> : null}
          </span>
        </li>))}
    </ol>
  );
}
