/**
 * How well the comparison finds what was planted: recall of the missed and of the wrongly included, precision of each kind (paper 001
 * §3.4). Evaluation only: it reads the truth of invented counties by the role of the evaluation, which no page and no finding can.
 */
import { kinds } from "@diguan/core/comparison/kinds.ts";
import { wilson } from "@diguan/core/statistics/targeting.ts";
import { householdId, type FieldCrypto } from "../access/crypto.ts";
import type { Db } from "../postgres/pool.ts";
import { personKey } from "../registry/seal.ts";

export interface Share { readonly hits: number; readonly of: number; readonly share: number | null; readonly low: number | null; readonly high: number | null }
/** A line of the report. `truth`: what a hit is. Findings of kinds without planted truth are counted only. */
export interface KindReport { readonly kind: string; readonly zh: string; readonly en: string; readonly findings: number; readonly truth: string | null; readonly precision: Share | null; readonly recall: Share | null }
export interface Report { readonly counties: readonly number[]; readonly missed: Share; readonly wrongInclusion: Share; readonly byKind: readonly KindReport[]; readonly anyInclusion: Share; readonly anyOmission: Share }

const share = (hits: number, of: number): Share => { const bounds = wilson(hits, of); return { hits, of, share: of === 0 ? null : hits / of, low: bounds?.low ?? null, high: bounds?.high ?? null }; };

interface Truth { readonly county: number; readonly kind: string; readonly status: string; readonly household: string | null; readonly member: string | null; readonly cert: string; readonly detail: string }
interface Finding { readonly kind: string; readonly direction: string; readonly household: string | null; readonly rural: string | null; readonly member: string | null }

/** What each kind would have to find, and whether a finding of it is right: by household or by person. */
const planted: Readonly<Record<string, { readonly truth: string; readonly of: (t: Truth) => boolean; readonly by: "household" | "member"; /** a finding is also right when this holds */ readonly also?: (t: Truth) => boolean }>> = {
  ...Object.fromEntries(["X01", "X03", "X04", "X05", "X06", "X07"].map((id) => [id, { truth: "wrongInclusion", of: (t: Truth) => t.kind === "household" && t.status === "wrongInclusion" && t.detail.startsWith(id), by: "household" as const, also: (t: Truth) => t.status === "wrongInclusion" || t.status === "ghost" }])),
  X08: { truth: "ghost", of: (t) => t.kind === "household" && t.status === "ghost", by: "household", also: (t) => t.status === "wrongInclusion" },
  X09: { truth: "deadActive", of: (t) => t.kind === "deadActive", by: "member" }, X10: { truth: "cadreRelative", of: (t) => t.kind === "cadreRelative", by: "household" }, D02: { truth: "doubleClaim", of: (t) => t.kind === "doubleClaim", by: "member" }, D04: { truth: "sharedAccount", of: (t) => t.kind === "sharedAccount", by: "household" },
};

/** A shared account is shown at both households that it serves; the truth names the other by its code. */
const otherOf = (t: Truth): string[] => { const code = t.kind === "sharedAccount" ? /与户 (\S+) 共用/.exec(t.detail)?.[1] : undefined; return code === undefined ? [] : [householdId(t.county, code)]; };

/** The report over counties of the demonstration (or generated ones); undefined when no truth was planted there. */
export async function report(db: Db, crypto: FieldCrypto, range: { readonly lo: number; readonly hi: number }): Promise<Report | undefined> {
  const truth = await db.asEvaluation((sql) => sql<Truth[]>`select county, kind, status, household_id as household, member_id as member, cert_no as cert, detail from demo.truth where region between ${range.lo} and ${range.hi} and kind <> 'fault'`);
  if (truth.length === 0) return undefined;
  const [findings, frame] = await db.asSystem(async (tx) => [
    await tx.sql<Finding[]>`select kind, direction, household_id as household, rural_id as rural, member_id as member from comparison.finding where region between ${range.lo} and ${range.hi} and outcome is distinct from 'withdrawn' and outcome is distinct from 'notConfirmed'`,
    new Map((await tx.sql<{ mark: string; household: string }[]>`select encode(cert_idx, 'hex') as mark, household_id as household from comparison.rural_person where region between ${range.lo} and ${range.hi} and cert_idx is not null`).map((r) => [r.mark, r.household])),
  ] as const);
  const missed = truth.filter((t) => t.kind === "household" && t.status === "missed").map((t) => frame.get(crypto.blindIndex("cert", personKey(t.cert)).toString("hex")) ?? `?${t.cert}`);
  const wrong = truth.filter((t) => t.kind === "household" && (t.status === "wrongInclusion")).flatMap((t) => t.household ?? []);
  const [missedSet, wrongSet] = [new Set(missed), new Set(wrong)];
  const ghosts = new Set(truth.filter((t) => t.kind === "household" && t.status === "ghost").flatMap((t) => t.household ?? []));
  const omission = new Set(findings.filter((f) => f.direction === "omission").flatMap((f) => f.rural ?? []));
  // only kinds that exclude: questions such as membership of a co-operative find nothing
  const hard = new Set(kinds.filter((k) => (k.direction === "inclusion" || k.id === "X07") && k.severity === "hard").map((k) => k.id));
  const inclusion = new Set(findings.filter((f) => hard.has(f.kind)).flatMap((f) => f.household ?? []));
  const count = (of: ReadonlySet<string>, seen: ReadonlySet<string>): number => [...of].filter((x) => seen.has(x)).length;
  const byKind = kinds.filter((k) => k.waits === undefined).map((k): KindReport => {
    const own = findings.filter((f) => f.kind === k.id);
    const rule = planted[k.id];
    if (k.direction === "omission") {
      const seen = new Set(own.flatMap((f) => f.rural ?? []));
      return { kind: k.id, zh: k.zh, en: k.en, findings: own.length, truth: "missed", precision: share(count(seen, missedSet), seen.size), recall: share(count(missedSet, seen), missedSet.size) };
    }
    if (!rule) return { kind: k.id, zh: k.zh, en: k.en, findings: own.length, truth: null, precision: null, recall: null };
    const key = (x: { readonly household: string | null; readonly member: string | null }): string => (rule.by === "member" ? x.member : x.household) ?? "";
    const meant = new Set(truth.filter(rule.of).map(key));
    const right = new Set([...truth.filter((t) => rule.of(t) || (t.kind === "household" && rule.also?.(t) === true)).map(key), ...truth.filter(rule.of).flatMap(otherOf)]);
    const seen = new Set(own.map(key));
    return { kind: k.id, zh: k.zh, en: k.en, findings: own.length, truth: rule.truth, precision: share(count(seen, right), seen.size), recall: share(count(meant, seen), meant.size) };
  });
  return {
    counties: [...new Set(truth.map((t) => t.county))].toSorted(), missed: share(count(missedSet, omission), missedSet.size), wrongInclusion: share(count(wrongSet, inclusion), wrongSet.size), byKind,
    anyInclusion: share(count(inclusion, new Set([...wrongSet, ...ghosts])), inclusion.size), anyOmission: share(count(omission, missedSet), omission.size),
  };
}
