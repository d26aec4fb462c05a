/** How the catalogue is written: one call per rule, Chinese and English side by side, the predicate last. */
import type { HouseholdFacts, MemberFacts, Rule, RuleGroup, RuleScope, Severity, Verdict, VillageFacts } from "./rule.ts";

type Extra = Partial<Pick<Rule, "field" | "parameters" | "regime" | "needs" | "line" | "overArea" | "asks">>;
interface Spec extends Extra { readonly says: readonly [zh: string, en: string]; readonly fix: readonly [zh: string, en: string]; readonly source: string }
type Told = Spec & { readonly scope?: RuleScope };

function build(group: RuleGroup, scope: RuleScope, id: string, severity: Severity, spec: Spec): Rule {
  const { says, fix, source, regime, ...extra } = spec;
  return { id, group, severity, scope, regime: regime ?? "both", says: { zh: says[0], en: says[1] }, fix: { zh: fix[0], en: fix[1] }, source, ...extra };
}

/** Writers of one subject: rules about a member, about a household, and rules that this check cannot answer alone. */
export const writer = (group: RuleGroup): {
  readonly member: (id: string, severity: Severity, spec: Spec & { readonly when: (m: MemberFacts, h: HouseholdFacts) => Verdict }) => Rule;
  readonly household: (id: string, severity: Severity, spec: Spec & { readonly when: (h: HouseholdFacts) => Verdict }) => Rule;
  readonly village: (id: string, severity: Severity, spec: Spec & { readonly when: (v: VillageFacts) => Verdict }) => Rule;
  /** A rule decided elsewhere (SQL over an area) or waiting for another slice. */
  readonly told: (id: string, severity: Severity, spec: Told) => Rule;
} => ({
  member: (id, severity, { when, ...spec }) => ({ ...build(group, "member", id, severity, spec), ofMember: when }),
  household: (id, severity, { when, ...spec }) => ({ ...build(group, "household", id, severity, spec), ofHousehold: when }),
  village: (id, severity, { when, ...spec }) => ({ ...build(group, "village", id, severity, spec), ofVillage: when }),
  told: (id, severity, { scope, ...spec }) => build(group, scope ?? "household", id, severity, spec),
});
