/**
 * The catalogue of data-quality rules: every rule of domain guide §4.7 once, in the order of its id, by subject in `rules/`.
 * Issue: 「every rule as one readable catalogue (id, severity, wording, source)」.
 */
import type { Rule } from "./rule.ts";
import { identityRules } from "./rules/identity.ts";
import { householdRules } from "./rules/household.ts";

/** All rules in the order of their id. */
export const catalogue: readonly Rule[] = [...identityRules, ...householdRules].toSorted((a, b) => (a.id < b.id ? -1 : 1));

const byId: ReadonlyMap<string, Rule> = new Map(catalogue.map((r) => [r.id, r]));

/** @example ruleOf("DQ-010")?.severity // => "E" */
export const ruleOf = (id: string): Rule | undefined => byId.get(id);
