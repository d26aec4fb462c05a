/**
 * 民主评议: quorum ≥ 2/3 of those entitled present, more than 1/2 of those present and voting agree, relatives recuse (domain guide §2.6).
 * Who recuses for a household leaves the room for it: he is counted neither among the entitled nor among the present, so that a relative
 * can neither bring a quorum about nor break it, and his vote cannot stand (as for connected persons in other Chinese law, 回避).
 */
import { Problem } from "../problem.ts";
import type { Step } from "./definition.ts";
import type { Terms } from "./terms.ts";

export interface Recused { readonly name: string; readonly relation: string }
export interface Votes { readonly for: number; readonly against: number; readonly abstain: number }
/** `entitled`: representatives (or heads of the group) in all; `present`: the sign-in sheet, by name; votes of one household's decision. */
export interface Meeting { readonly entitled: number; readonly present: readonly string[]; readonly recused: readonly Recused[]; readonly votes: Votes }

export interface Count { /** entitled without the recused */ readonly base: number; /** present without the recused */ readonly voters: number; /** present that a quorum needs */ readonly quorum: number; /** votes that carry */ readonly majority: number; readonly quorate: boolean; readonly agreed: boolean }

/** The least whole number that is at least parts/whole of n. @example atLeast(30, 2, 3) // => 20 */
const atLeast = (n: number, parts: number, whole: number): number => Math.ceil((n * parts) / whole - 1e-9);
/** The least whole number that exceeds parts/whole of n. @example moreThan(20, 1, 2) // => 11 */
const moreThan = (n: number, parts: number, whole: number): number => Math.floor((n * parts) / whole + 1e-9) + 1;

/**
 * What a meeting comes to under the shares in force.
 * @example countMeeting({ entitled: 30, present: twenty, recused: [], votes: { for: 11, against: 9, abstain: 0 } }, step, terms).agreed // => true
 */
export function countMeeting(m: Meeting, step: Step, terms: Terms): Count {
  const rule = step.meeting;
  const [base, voters] = [m.entitled - m.recused.length, m.present.length - m.recused.length];
  const quorum = rule ? atLeast(base, terms[rule.quorum[0]], terms[rule.quorum[1]]) : 0;
  const majority = rule ? moreThan(voters, terms[rule.majority[0]], terms[rule.majority[1]]) : 0;
  return { base, voters, quorum, majority, quorate: voters >= quorum && voters > 0, agreed: m.votes.for >= majority };
}

/**
 * Throws the Problem that keeps a meeting from deciding: names twice, more present than entitled, a recused person who is not present
 * or states no relation, votes that do not add up, no quorum, no majority (only when `needs` is "agreement").
 */
export function checkMeeting(m: Meeting | undefined, step: Step, terms: Terms, needs: "agreement" | "quorum"): Count {
  if (!m) throw new Problem("procedure.meeting", { step: step.zh, stepEn: step.en });
  const present = new Set(m.present.map((n) => n.trim()));
  if (present.has("") || present.size !== m.present.length) throw new Problem("procedure.signIn", { names: m.present.length, different: present.size });
  if (m.present.length > m.entitled) throw new Problem("procedure.tooMany", { present: m.present.length, entitled: m.entitled });
  const recused = new Set(m.recused.map((r) => r.name.trim()));
  const stranger = m.recused.find((r) => !present.has(r.name.trim()) || r.relation.trim() === "");
  if (stranger || recused.size !== m.recused.length) throw new Problem("procedure.recusal", { name: stranger?.name ?? "" });
  const count = countMeeting(m, step, terms);
  const cast = m.votes.for + m.votes.against + m.votes.abstain;
  if (!count.quorate) {
    const [parts, whole] = [terms[step.meeting?.quorum[0] ?? "PROCEDURE_QUORUM_PARTS"], terms[step.meeting?.quorum[1] ?? "PROCEDURE_QUORUM_WHOLE"]];
    throw new Problem("procedure.quorum", { present: count.voters, base: count.base, recused: m.recused.length, least: Math.max(count.quorum, 1), missing: Math.max(count.quorum, 1) - count.voters, parts, whole });
  }
  if (Object.values(m.votes).some((v) => !Number.isInteger(v) || v < 0) || cast !== count.voters) throw new Problem("procedure.votes", { cast, voters: count.voters, recused: m.recused.length });
  if (needs === "agreement" && !count.agreed) throw new Problem("procedure.majority", { for: m.votes.for, voters: count.voters, least: count.majority });
  return count;
}
