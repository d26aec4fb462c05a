/** What a person fills in for an act, and the act that it becomes; shared by one case and by many. */
import type { AskedAct, NextView } from "@diguan/core/procedure/contract.ts";
import type { EvidenceKind, SignatureKind } from "@diguan/core/procedure/names.ts";
import { lastDay } from "@diguan/core/procedure/notice.ts";

export interface CaseOf { readonly county: number; readonly id: string; readonly version: number; readonly name: string; readonly region: number }
export interface Vote { readonly for: number; readonly against: number; readonly abstain: number; readonly recused: string }
export interface Filled {
  readonly evidence: Readonly<Partial<Record<EvidenceKind, { readonly id: string; readonly name: string }>>>; readonly signatures: readonly { readonly kind: SignatureKind; readonly name: string }[]; readonly document: string; readonly opinion: string; readonly on: string;
  readonly entitled: number | null; readonly present: string; readonly place: string; readonly minutes: string; readonly votes: Readonly<Record<string, Vote>>; readonly suspicions: number; readonly cause: number | null;
  readonly from: string; readonly to: string; readonly noticePlace: string; readonly objection: string; readonly again: boolean; readonly backTo: string; readonly reason: string;
}
export const blankVote: Vote = { for: 0, against: 0, abstain: 0, recused: "" };

export const blank = (next: NextView, today: string): Filled => ({
  evidence: {}, signatures: next.signatures.map((kind) => ({ kind, name: "" })), document: "", opinion: "", on: today, entitled: null, present: "", place: "", minutes: "", votes: {}, suspicions: 0, cause: null,
  from: today, to: next.stands === null ? today : lastDay(today, next.stands), noticePlace: "", objection: "", again: false, backTo: "", reason: "",
});

export const namesOf = (text: string): string[] => text.split(/[\n、;；]/).map((n) => n.trim()).filter((n) => n !== "");
/** 「王大山，兄弟」 one per line. */
export const recusedOf = (text: string): { name: string; relation: string }[] => text.split(/[\n;；]/).map((l) => l.trim()).filter((l) => l !== "").map((l) => { const [name = "", relation = ""] = l.split(/[,，、\s]+/); return { name, relation }; });

/** Papers that an act asks for. */
export const papersFor = (act: string, next: NextView): readonly EvidenceKind[] =>
  (act === "take" || act === "close" ? next.evidence : act === "dismiss" || act === "uphold" || act === "clear" ? ["verification"] : act === "overrule" ? ["secondReview", "independentReport", "minutes", "signIn"] : []);
export const needsMeeting = (act: string, next: NextView): boolean => next.meeting !== null && (act === "overrule" || ((act === "take" || act === "reject") && next.kind === "appraise"));

export function askedAct(act: string, next: NextView, f: Filled): AskedAct {
  const given = { evidence: Object.values(f.evidence).map((e) => e.id), signatures: act === "take" ? f.signatures.filter((s) => s.name.trim() !== "") : [], ...(f.document.trim() ? { document: f.document.trim() } : {}), ...(f.opinion.trim() ? { opinion: f.opinion.trim() } : {}) };
  const step = next.name;
  switch (act) {
    case "post": return { act, step, from: f.from, to: f.to, place: f.noticePlace.trim() };
    case "dismiss": return { act, step, objection: f.objection, answer: f.reason.trim(), again: f.again, given };
    case "uphold": return { act, step, objection: f.objection, answer: f.reason.trim(), given, ...(f.backTo ? { to: f.backTo } : {}) };
    case "return": return { act, step, to: f.backTo, reason: f.reason.trim() };
    case "reject": return { act, step, reason: f.reason.trim(), given };
    case "withdraw": return { act, step, reason: f.reason.trim() };
    default: return { act: act as "take" | "close" | "clear" | "overrule", step, given };
  }
}
