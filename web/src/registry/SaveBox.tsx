/** What every change of a record asks: reason, source, evidence; and what the rules answered: blocked, or explain. */
import { Input, Select } from "antd";
import { codeLists, type Code } from "@diguan/core/registry/codes.ts";
import { messageOf } from "@diguan/core/quality/message.ts";
import type { FindingView } from "@diguan/core/registry/contract.ts";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { formWords } from "./words-forms.ts";

export interface Ground { readonly reason: string; readonly source: number; readonly evidence: string; readonly explanation: string }
export const noGround: Ground = { reason: "", source: 4, evidence: "", explanation: "" };
/** Ways of knowing that a person may give; imports and computed values are the platform's own. */
const givenSources = [4, 2, 3, 1];

export function useSources(): { value: number; label: string }[] {
  const [locale] = useLocale();
  const all: readonly Code[] = codeLists.source;
  return givenSources.flatMap((value) => { const c = all.find((one) => one.value === value); return c ? [{ value, label: locale === "en" ? c.en : c.zh }] : []; });
}

export function GroundFields({ ground, set, asks, reason = true, mustProve = false }: { readonly ground: Ground; readonly set: (ground: Ground) => void; readonly asks: boolean; readonly reason?: boolean; readonly mustProve?: boolean }): React.JSX.Element {
  const words = useWords(formWords);
  const sources = useSources();
  return (
    <div className="form-grid">
      {reason ? <label className="field wide"><span>{words.reason}</span><Input value={ground.reason} placeholder={words.reasonWhat} maxLength={500} onChange={(e) => set({ ...ground, reason: e.target.value })} /></label> : null}
      <label className="field"><span>{words.source}</span><Select value={ground.source} options={sources} onChange={(source: number) => set({ ...ground, source })} /></label>
      <label className="field"><span>{mustProve ? words.evidenceMust : words.evidence}</span><Input value={ground.evidence} maxLength={500} onChange={(e) => set({ ...ground, evidence: e.target.value })} /></label>
      {asks ? <label className="field wide"><span>{words.explanation}</span><Input.TextArea autoSize={{ minRows: 2 }} value={ground.explanation} maxLength={500} onChange={(e) => set({ ...ground, explanation: e.target.value })} /><span className="hint">{words.explanationWhat}</span></label> : null}
    </div>
  );
}

/** The rules' answer when nothing was saved; findings of a field are also told under it. */
export function Refusal({ blocked, toExplain, nameOf }: { readonly blocked: readonly FindingView[]; readonly toExplain: readonly FindingView[]; readonly nameOf?: (code: string) => string | undefined }): React.JSX.Element | null {
  const words = useWords(formWords);
  const [locale] = useLocale();
  const list = (rows: readonly FindingView[]): React.JSX.Element => <ul>{rows.map((f, i) => <li key={`${f.rule}${i}`}>{f.memberCode ? `${nameOf?.(f.memberCode) ?? ""} ` : ""}{messageOf(f, locale)}</li>)}</ul>;
  if (blocked.length + toExplain.length === 0) return null;
  return (
    <div role="alert" className="form-stack">
      {blocked.length > 0 ? <div className="refusal"><b>{words.blocked(String(blocked.length))}</b>{list(blocked)}</div> : null}
      {toExplain.length > 0 ? <div className="refusal ask"><b>{words.toExplain(String(toExplain.length))}</b>{list(toExplain)}</div> : null}
    </div>
  );
}

export const optionalText = (text: string): string | undefined => (text.trim() === "" ? undefined : text.trim());
export const groundOf = (g: Ground): { source: number; evidence?: string; explanation?: string } => ({ source: g.source, ...(optionalText(g.evidence) ? { evidence: g.evidence.trim() } : {}), ...(optionalText(g.explanation) ? { explanation: g.explanation.trim() } : {}) });
