/** What happened in a case, latest last: day, step, who, papers, minutes and votes. */
import type { CaseView } from "@diguan/core/procedure/contract.ts";
import { downloadEvidence } from "@diguan/core/procedure/contract-more.ts";
import { evidenceNames, signatureNames } from "@diguan/core/procedure/names.ts";
import { roleName } from "@diguan/core/access/labels.ts";
import type { Role } from "@diguan/core/access/policy.ts";
import { address } from "../api.ts";
import { FindingCard } from "../kit/FindingCard.tsx";
import { line, number } from "../kit/formats.ts";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { useTwo } from "./marks.tsx";
import { procedureWords } from "./words.ts";

export function CaseTimeline({ c }: { readonly c: CaseView }): React.JSX.Element {
  const words = useWords(procedureWords);
  const [locale] = useLocale();
  const two = useTwo();
  return (
    <FindingCard title={words.timeline}>
      {c.events.length === 0 ? <p className="mut sm">{words.noEvents}</p> : <ol className="case-events">{c.events.map((e) => (
        <li key={e.ordinal}>
          <p><span className="mut num">{e.on}</span> <b>{two(e.step)}</b>　{words.acts[e.act as "take"]}{e.to ? ` → ${two(e.to)}` : ""}</p>
          <p className="sm sub">{line(e.by ? words.by(e.by, e.role ? roleName(e.role as Role, locale) : "") : words.platform, e.document, e.notice ? `${e.notice.from} – ${e.notice.to}　${e.notice.place}` : "", e.suspicions ? words.suspicionsOpen(number(e.suspicions)) : "", ...e.signatures.map((s) => `${two(signatureNames[s.kind])} ${s.name}`))}</p>
          {e.reason ? <p className="sm">{e.reason}</p> : null}
          {e.sitting ? <p className="sm">{line(words.meetingLine(number(e.sitting.present.length), number(e.sitting.entitled), e.sitting.place), e.votes ? words.voteLine(number(e.votes.for), number(e.votes.against), number(e.votes.abstain)) : "", e.recused.length > 0 ? words.recusedLine(e.recused.map((r) => `${r.name}（${r.relation}）`).join("、")) : "")}</p> : null}
          {e.sitting?.minutes ? <details className="sm"><summary>{words.minutes}</summary><p>{e.sitting.minutes}</p><p className="mut">{e.sitting.present.join("、")}</p></details> : null}
          {e.evidence.length > 0 ? <p className="sm evidence-links">{e.evidence.map((x) => <a key={x.id} href={address(downloadEvidence, { params: { county: c.county, id: x.id } })} target="_blank" rel="noreferrer">{two(evidenceNames[x.kind])}</a>)}</p> : null}
        </li>))}</ol>}
    </FindingCard>
  );
}
