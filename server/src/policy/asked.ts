/**
 * A checked rule as a question to identification.facts: which parameters are in force at which places on the day, the condition in SQL,
 * and the rows it is asked of. Every number that reaches the statement comes from the checked tree or from policy.parameter.
 */
import { ruleFacts } from "@diguan/core/policy/rules/names.ts";
import { checkRule } from "@diguan/core/policy/rules/check.ts";
import type { Case, FactValues } from "@diguan/core/policy/rules/evaluate.ts";
import { faultText } from "@diguan/core/policy/rules/faults.ts";
import { condition, type SqlNames } from "@diguan/core/policy/rules/sql.ts";
import { parametersIn, type RuleTree } from "@diguan/core/policy/rules/tree.ts";
import { appliesOn, type ParameterRow } from "@diguan/core/policy/parameters.ts";
import { inForce } from "@diguan/core/policy/periods.ts";
import type { Purpose } from "@diguan/core/policy/states.ts";
import type { Fact } from "@diguan/core/identification/facts.ts";
import { ancestorAt, contains, levels, rangeOf, type RegionRange } from "@diguan/core/region-code.ts";
import { Problem } from "@diguan/core/problem.ts";
import type { Tx } from "../postgres/pool.ts";

/** The nation, and every region above or at a place. */
export const placesAbove = (region: number): number[] => [0, ...levels.slice(1).map((level) => ancestorAt(region, level)).filter((c) => c !== undefined)];

/** The tree of a text; throws `rules.fault` with its place. */
export function treeOf(text: string): RuleTree {
  const { tree, faults: [first] } = checkRule(text);
  if (tree) return tree;
  throw new Problem("rules.fault", { line: first?.line ?? 1, column: first?.column ?? 1, detail: first ? faultText(first, "zh-CN") : "", detailEn: first ? faultText(first, "en") : "", from: first?.from ?? 0, to: first?.to ?? 0 });
}

/** Rows of parameters that may matter to households of an area on a day: of places above it and inside it. */
export async function rowsInForce(tx: Tx, codes: readonly string[], area: RegionRange, on: string): Promise<ParameterRow[]> {
  if (codes.length === 0) return [];
  const above = placesAbove(area.lo);
  return tx.sql<ParameterRow[]>`
    select code, region, valid_from as "validFrom", valid_to as "validTo", value, unit, source, sureness from policy.parameter
     where code = any (${codes as string[]}) and valid_from <= ${on} and (valid_to is null or valid_to >= ${on}) and (region = any (${above}::bigint[]) or region between ${area.lo} and ${area.hi})
     order by code, region, valid_from`;
}

/** What a parameter is worth at a row's place: narrow places before wide ones, as SQL over f.region. */
export function parameterSql(rows: readonly ParameterRow[], code: string, area: RegionRange, on: string): { readonly sql: string; readonly most: bigint } {
  const own = rows.filter((r) => r.code === code && appliesOn(r, on));
  const places = [...new Set(own.map((r) => r.region))].toSorted((a, b) => b - a);
  const best = places.flatMap((region) => { const row = inForce(own.filter((r) => r.region === region), [region], on); return row ? [row] : []; });
  const most = best.reduce((m, r) => (BigInt(Math.abs(r.value)) > m ? BigInt(Math.abs(r.value)) : m), 1n);
  const whole = (r: ParameterRow): boolean => { const range = rangeOf(r.region); return contains(range, area.lo) && contains(range, area.hi); };
  const basis = best.find(whole);
  const parts = best.filter((r) => !whole(r)).map((r) => { const range = rangeOf(r.region); return `when f.region between ${range.lo} and ${range.hi} then ${r.value}`; });
  const last = basis ? String(basis.value) : "null";
  return { sql: parts.length === 0 ? `${last}::bigint` : `(case ${parts.join(" ")} else ${last} end)::bigint`, most };
}

/** Facts of the comparison stand beside the row; all others are its columns. */
const column = (fact: Fact): string => (fact.column === "exclusions_decided" ? "coalesce(x.decided, 0)" : fact.column === "exclusions_open" ? "coalesce(x.open, 0)" : `f.${fact.column}`);
export const sqlNames = (rows: readonly ParameterRow[], area: RegionRange, on: string): SqlNames => ({ column, parameter: (code) => parameterSql(rows, code, area, on) });
export const conditionOf = (tree: RuleTree, rows: readonly ParameterRow[], area: RegionRange, on: string): string => condition(tree, sqlNames(rows, area, on));

/** A verdict as a small number: 1 met, 0 not met, 2 cannot be decided. */
export const verdictSql = (asked: string): string => `(case ${asked} when true then 1 when false then 0 else 2 end)::smallint`;
/** Has the household the status that the purpose is about? 1 yes, 0 no, 3 = there is no such status or it is not recorded. Registered: 未脱贫, 预脱贫, 返贫. */
export const registeredSql: Readonly<Record<Purpose, string>> = {
  identification: "(case when f.exit_state in (0, 2, 3) then 1 when f.exit_state is null then 3 else 0 end)::smallint",
  exit: "(case when f.exit_state = 1 then 1 when f.exit_state is null then 3 else 0 end)::smallint",
  monitoring: "(case when f.monitored > 0 then 1 when f.monitored is null then 3 else 0 end)::smallint",
  measure: "3::smallint",
};
/** Households that a purpose asks about: exit concerns those who are or were registered. */
const population: Readonly<Record<Purpose, string>> = { identification: "true", exit: "f.exit_state <> 9", monitoring: "true", measure: "true" };

/** `from … where …` of the rows asked; `f` are facts, `x` the exclusions where a rule reads them. */
export function rowsSql(area: RegionRange, year: number, purpose: Purpose, sources: readonly string[]): string {
  const counties = { lo: Math.floor(area.lo / 1e6), hi: Math.floor(area.hi / 1e6) };
  const exclusions = sources.some((s) => s.includes("x.decided") || s.includes("x.open")) ? `
  left join (select household_id, count(*) filter (where outcome = 'removal') as decided, count(*) filter (where state not in ('decided', 'closed')) as open
               from comparison.finding
              where county between ${counties.lo} and ${counties.hi} and region between ${area.lo} and ${area.hi} and direction = 'inclusion' and severity = 'hard' and household_id is not null and year <= ${year}
              group by household_id) x on x.household_id = f.household_id` : "";
  return `from identification.facts f${exclusions}
 where f.year = ${year} and f.valid and f.region between ${area.lo} and ${area.hi}${counties.lo === counties.hi ? ` and f.county = ${counties.lo}` : ""}${population[purpose] === "true" ? "" : ` and ${population[purpose]}`}`;
}

/** A fact as the whole number that is kept with an outcome. */
export const keptSql = (fact: Fact): string => (fact.kind === "measure" ? `(case when abs(${column(fact)}) <= 1e12 then floor(${column(fact)} * 100 + 0.5)::bigint end)` : fact.kind === "flag" ? `${column(fact)}::int::bigint` : `${column(fact)}::bigint`);
/** The values as rules read them, from what was kept. */
export const valuesOf = (keys: readonly string[], kept: readonly (number | null)[]): FactValues => Object.fromEntries(keys.map((key, i) => {
  const value = kept[i] ?? null;
  const kind = factBy.get(key)?.kind;
  return [key, value === null ? null : kind === "flag" ? value === 1 : kind === "measure" ? value / 100 : value];
}));
const factBy: ReadonlyMap<string, Fact> = new Map(ruleFacts.map((f) => [f.key, f]));

/** What core needs to judge and explain one household. */
export function caseAt(tree: RuleTree, facts: FactValues, rows: readonly ParameterRow[], region: number, on: string): Case {
  const places = placesAbove(region);
  return { facts, parameters: new Map(parametersIn(tree).flatMap((code) => { const row = inForce(rows.filter((r) => r.code === code), places, on); return row ? [[code, row] as const] : []; })) };
}
