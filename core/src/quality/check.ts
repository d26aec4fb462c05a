/** Runs the catalogue over one household: on import, on edit and over a whole county (issue: 「run on import, on edit and over the whole county」). */
import { notRegistered } from "../registry/codes.ts";
import type { HouseholdCase } from "../registry/record.ts";
import { catalogue } from "./catalogue.ts";
import { factsOf, lineOf } from "./facts.ts";
import { regimeOf, type Args, type AwaitedSlice, type Beyond, type Finding, type HouseholdFacts, type QualityContext, type Regime, type Rule, type RuleGroup, type Verdict, type VillageFacts } from "./rule.ts";

interface Asked { readonly ofMember: readonly (Rule & { ofMember: NonNullable<Rule["ofMember"]> })[]; readonly ofHousehold: readonly (Rule & { ofHousehold: NonNullable<Rule["ofHousehold"]> })[] }

const inForce = (rule: Rule, regime: Regime): boolean => rule.regime === "both" || rule.regime === regime;
const noArgs: Args = {};

/** Rules in force under a regime, split once by what they look at. */
const asked: Readonly<Record<Regime, Asked>> = { A: split("A"), B: split("B") };
function split(regime: Regime): Asked {
  const rules = catalogue.filter((r) => inForce(r, regime));
  return {
    ofMember: rules.flatMap((r) => (r.ofMember ? [{ ...r, ofMember: r.ofMember }] : [])),
    ofHousehold: rules.flatMap((r) => (r.ofHousehold ? [{ ...r, ofHousehold: r.ofHousehold }] : [])),
  };
}

/** Slices that a rule waits for and that say nothing about this household. */
const missing = (rule: Rule, beyond: Beyond): AwaitedSlice | undefined => rule.needs?.find((slice) => !Object.hasOwn(beyond, slice));

/** Can the rule be asked with what is known? Those that cannot are listed by `notChecked`, never taken as passed. */
const answerable = (rule: Rule, h: HouseholdFacts): boolean => (rule.line === undefined || h.lineFen !== undefined) && (rule.needs === undefined || missing(rule, h.beyond) === undefined);

/** What is asked only of registered households: a household that applies has no cause, support or helper yet, and its house is looked at during the survey. */
const ofRegistered: ReadonlySet<RuleGroup> = new Set(["cause", "support", "helping", "conditions", "insurance"]);
const concerns = (rule: Rule, h: HouseholdFacts): boolean => h.c.household.exitState !== notRegistered || !ofRegistered.has(rule.group);

/** A file without the column cannot be blamed for leaving it empty in every row. */
const aboutAbsent = (rule: Rule, h: HouseholdFacts): boolean => rule.field !== undefined && h.absent.size > 0 && h.absent.has(rule.field);

/**
 * All rules of §4.7 that one household can answer by itself; findings come in the order of the catalogue, household before members.
 * @example checkHousehold({ region: 990102101001, year: 2017, household, members: [] }, { today: "2017-11-30" })[0]?.rule // => "DQ-010"
 */
export function checkHousehold(c: HouseholdCase, ctx: QualityContext): Finding[] {
  const h = factsOf(c, ctx);
  const rules = asked[h.regime];
  const found: Finding[] = [];
  for (const rule of rules.ofHousehold) {
    if (!answerable(rule, h) || !concerns(rule, h)) continue;
    const verdict = rule.ofHousehold(h);
    if (verdict !== false && !aboutAbsent(rule, h)) found.push(findingOf(rule, verdict));
  }
  for (const f of h.members) {
    for (const rule of rules.ofMember) {
      if (!answerable(rule, h) || !concerns(rule, h)) continue;
      const verdict = rule.ofMember(f, h);
      if (verdict !== false && !aboutAbsent(rule, h)) found.push({ ...findingOf(rule, verdict), memberCode: f.m.memberCode, memberIndex: f.index });
    }
  }
  return found;
}

/** `field` inside a verdict's details names the field when a rule looks at several. */
function findingOf(rule: Rule, verdict: Exclude<Verdict, false>): Finding {
  const args = verdict === true ? noArgs : verdict;
  const field = typeof args["field"] === "string" ? args["field"] : rule.field;
  return field === undefined ? { rule: rule.id, severity: rule.severity, args } : { rule: rule.id, severity: rule.severity, field, args };
}

/** All rules about a village record. @example checkVillage({ village: 990102101001, year: 2018, data: {}, poorLand: {}, s: defaultSettings })[0]?.rule // => "DQ-107" */
export function checkVillage(v: VillageFacts): Finding[] {
  const regime = regimeOf(v.year);
  const found: Finding[] = [];
  for (const rule of catalogue) {
    if (!rule.ofVillage || !inForce(rule, regime)) continue;
    const verdict = rule.ofVillage(v);
    if (verdict !== false) found.push(findingOf(rule, verdict));
  }
  return found;
}

/** Why a rule says nothing in a check: its data belong to a part not built yet, the year's line is unknown, its field was not collected at all, or the other regime was in force. */
export type Because = { readonly reason: "notCollected"; readonly fields: string } | { readonly reason: "needs"; readonly slice: AwaitedSlice } | { readonly reason: "noLine" } | { readonly reason: "notInForce"; readonly regime: Regime };

/** Rules of the catalogue that a check of this year cannot answer, each with the reason. @example notChecked(2018, {}).some((r) => r.rule === "DQ-094") // => true */
export function notChecked(year: number, ctx: Omit<QualityContext, "today">): { readonly rule: string; readonly because: Because }[] {
  const regime = ctx.regime ?? regimeOf(year);
  return catalogue.flatMap((rule): { rule: string; because: Because }[] => {
    if (!inForce(rule, regime)) return [{ rule: rule.id, because: { reason: "notInForce", regime } }];
    const slice = missing(rule, ctx.beyond ?? {});
    if (slice !== undefined) return [{ rule: rule.id, because: { reason: "needs", slice } }];
    if (rule.line !== undefined && lineOf(regime, ctx) === undefined) return [{ rule: rule.id, because: { reason: "noLine" } }];
    // DQ-093 looks at several fields: it is asked of the others
    const unasked = (rule.asks ?? (rule.field === undefined ? [] : [rule.field])).filter((field) => ctx.absent?.has(field));
    return unasked.length > 0 ? [{ rule: rule.id, because: { reason: "notCollected", fields: unasked.join(",") } }] : [];
  });
}
