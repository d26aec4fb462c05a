/** A meeting as it is written down: sign-in sheet, who recuses for which household, votes; quorum and majority are shown while one writes. */
import { Input, InputNumber } from "antd";
import type { NextView } from "@diguan/core/procedure/contract.ts";
import { number } from "../kit/formats.ts";
import { useWords } from "../kit/i18n.tsx";
import { StateTag } from "../kit/StateTag.tsx";
import { blankVote, namesOf, recusedOf, type CaseOf, type Filled, type Vote } from "./act.ts";
import { procedureWords } from "./words.ts";

/** Figures of one household's decision, by the same shares as the server's. */
function figures(f: Filled, v: Vote, meeting: NonNullable<NextView["meeting"]>): { base: number; voters: number; least: number; carry: number; cast: number } {
  const recused = recusedOf(v.recused).length;
  const [base, voters] = [(f.entitled ?? 0) - recused, namesOf(f.present).length - recused];
  return { base, voters, least: Math.max(1, Math.ceil((base * meeting.quorum[0]) / meeting.quorum[1] - 1e-9)), carry: Math.floor((voters * meeting.majority[0]) / meeting.majority[1] + 1e-9) + 1, cast: v.for + v.against + v.abstain };
}

export function MeetingFields({ cases, meeting, filled, onChange }: { readonly cases: readonly CaseOf[]; readonly meeting: NonNullable<NextView["meeting"]>; readonly filled: Filled; readonly onChange: (change: Partial<Filled>) => void }): React.JSX.Element {
  const words = useWords(procedureWords);
  const set = (id: string, change: Partial<Vote>): void => onChange({ votes: { ...filled.votes, [id]: { ...(filled.votes[id] ?? blankVote), ...change } } });
  const present = namesOf(filled.present).length;
  return (
    <fieldset className="papers"><legend>{words.sitting}</legend>
      <div className="form-grid">
        <label className="field"><span>{words.entitled}</span><InputNumber min={1} max={2000} value={filled.entitled} onChange={(entitled) => onChange({ entitled })} style={{ width: "100%" }} /></label>
        <label className="field"><span>{words.place}</span><Input value={filled.place} maxLength={100} onChange={(e) => onChange({ place: e.target.value })} /></label>
      </div>
      <label className="field"><span>{words.present} <b className="num">{number(present)}</b></span><Input.TextArea rows={4} value={filled.present} onChange={(e) => onChange({ present: e.target.value })} /></label>
      <label className="field"><span>{words.minutes}</span><Input.TextArea rows={3} maxLength={4000} value={filled.minutes} onChange={(e) => onChange({ minutes: e.target.value })} /></label>
      {cases.map((c) => {
        const v = filled.votes[c.id] ?? blankVote;
        const n = figures(filled, v, meeting);
        const quorate = n.voters >= n.least;
        return (
          <div key={c.id} className="vote">
            <b>{c.name}</b>
            <p className="sm" role="status" aria-live="polite">{words.quorumLine(number(n.voters), number(n.base), number(n.least))} <StateTag tone={quorate ? "ok" : "bad"}>{quorate ? words.quorumOk : words.quorumShort(number(n.least - n.voters))}</StateTag></p>
            <div className="row">{(["for", "against", "abstain"] as const).map((k) => <label key={k} className="field narrow"><span>{words[k]}</span><InputNumber size="small" min={0} max={2000} aria-label={`${c.name} ${words[k]}`} value={v[k]} onChange={(x) => set(c.id, { [k]: x ?? 0 })} /></label>)}</div>
            <p className="sm" role="status" aria-live="polite">{n.cast === n.voters ? <>{words.majorityLine(number(n.carry))} <StateTag tone={v.for >= n.carry ? "ok" : "warn"}>{v.for >= n.carry ? words.agreed : words.notAgreed}</StateTag></> : <StateTag tone="warn">{words.votesWrong(number(n.cast), number(n.voters))}</StateTag>}</p>
            <label className="field"><span>{words.recused}</span><Input.TextArea rows={1} autoSize value={v.recused} placeholder={words.recusedHint} aria-label={`${c.name} ${words.recused}`} onChange={(e) => set(c.id, { recused: e.target.value })} /></label>
          </div>);
      })}
    </fieldset>
  );
}
