/** The score sheet of a household: computed now from its facts by the numbers of the year, with what kept runs said (paper 000 §2.1). */
import type { z } from "zod";
import type { ScoreSheet, sheetShape } from "@diguan/core/identification/contract.ts";
import { indicators, type dimensions } from "@diguan/core/identification/deprivation.ts";
import { factOf } from "@diguan/core/identification/facts.ts";
import { lookScore, lookTurn, type LookContent, type LookScore } from "@diguan/core/identification/look.ts";
import { guaranteeFlags, turnsOf, type GuaranteeKey } from "@diguan/core/identification/scores.ts";
import { healthCauses } from "@diguan/core/overview/figures.ts";
import { Problem } from "@diguan/core/problem.ts";
import { maskName } from "@diguan/core/registry/masking.ts";
import type { Tx } from "../postgres/pool.ts";
import { regionNames } from "../regions/service.ts";
import { seesClass, sightOf } from "../registry/view.ts";
import { assessOne } from "./assess.ts";
import { shownModel, shownParameter, termsOf, type Terms } from "./context.ts";
import { factsRow, type HouseholdFactsRow } from "./facts.ts";
import { degreeOfHousehold } from "./models.ts";
import { seesHealth } from "./overview.ts";

type Key = { readonly county: number; readonly id: string };
type Shown = { key: string; value: number | boolean | null };

/** Facts about health: shown to those alone who may see health data. */
const isHealth = (key: string): boolean => factOf(key)?.topic === "health" && key !== "uninsured";

async function rowsOf(tx: Tx, { county, id }: Key): Promise<HouseholdFactsRow[]> {
  const own = tx.scope.own;
  return (await tx.sql<Record<string, unknown>[]>`
    select * from identification.facts
     where county = ${county} and household_id = ${id} and region between ${tx.scope.lo} and ${tx.scope.hi} ${own === undefined ? tx.sql`` : tx.sql`and household_id = any (${own as string[]}::uuid[])`}
     order by year desc`).map(factsRow);
}

const facts = (row: HouseholdFactsRow, keys: readonly string[]): Shown[] => keys.map((key) => ({ key, value: row.facts[key] ?? null }));

/** What the reader may not see is taken as unknown everywhere: ranges and recommendations then say nothing about it. */
const hidden = (row: HouseholdFactsRow): HouseholdFactsRow => ({ ...row, facts: Object.fromEntries(Object.entries(row.facts).map(([key, value]) => [key, isHealth(key) ? null : value])), flags: row.flags.map((f, n) => (indicators[n]?.cls === "C3" ? null : f)) });

function shownLook(row: HouseholdFactsRow, { look }: Terms, health: boolean): ScoreSheet["look"] {
  if (!look) return null;
  const score: LookScore = lookScore(row.facts, look.content satisfies LookContent);
  return {
    low: score.low, high: score.high, cut: score.cut, below: score.below, unknown: score.unknown, version: look.version, place: look.place, validFrom: look.validFrom, source: look.source, turn: lookTurn(score),
    items: score.items.map(({ item, value, points }) => ({ key: item.key, look: item.look, zh: item.zh, en: item.en, fact: item.fact, per: item.per ?? null, max: item.points, points, value, locked: !health && isHealth(item.fact) })),
  };
}

async function shownDegree(tx: Tx, key: Key, year: number, health: boolean): Promise<ScoreSheet["degree"]> {
  const degree = await degreeOfHousehold(tx, { county: key.county, household: key.id, year });
  if (!degree) return null;
  const { model, contributions, probability, low, high, incomeFen, incomeLowFen, incomeHighFen, scoreFen, selected, training } = degree;
  return { model: shownModel(model), probability, low, high, incomeFen, incomeLowFen, incomeHighFen, scoreFen, selected, training, contributions: contributions.map((c) => { const locked = !health && isHealth(c.fact); return { ...c, contribution: locked ? 0 : c.contribution, level: locked ? null : c.level, locked }; }) };
}

const keptRuns = (tx: Tx, { county, id }: Key): Promise<ScoreSheet["runs"]> => tx.sql<ScoreSheet["runs"]>`
  select a.id, a.year, a.ran_at as "ranAt", h.recommendation, h.difference, h.income_gap as "incomeGap", h.depth, h.look_low as "lookLow", h.look_high as "lookHigh"
    from identification.assessment_household h join identification.assessment a on a.county = h.county and a.id = h.assessment_id
   where h.county = ${county} and h.household_id = ${id} and h.region between ${tx.scope.lo} and ${tx.scope.hi}
   order by a.ran_at desc limit 20`;

export async function sheet(tx: Tx, key: Key, asked: number | undefined): Promise<z.input<typeof sheetShape>> {
  const rows = await rowsOf(tx, key);
  const health = seesHealth(tx);
  const found = asked === undefined ? rows[0] : rows.find((r) => r.year === asked);
  const row = found && !health ? hidden(found) : found;
  if (!row) throw rows.length > 0 && asked !== undefined ? new Problem("registry.noYear", { year: asked }) : new Problem("thing.unknown");
  const terms = await termsOf(tx, row.region, row.year);
  const one = assessOne(row, terms);
  const [names, [head], degree, runs] = await Promise.all([
    regionNames(tx, [row.region]), tx.sql<{ code: string; headName: string | null }[]>`select household_code as code, head_name as "headName" from registry.household_year where county = ${key.county} and household_id = ${key.id} and year = ${row.year} and region between ${tx.scope.lo} and ${tx.scope.hi}`,
    shownDegree(tx, key, row.year, health), keptRuns(tx, key),
  ]);
  const number = (name: string): number | null => { const value = row.facts[name] ?? null; return typeof value === "number" ? value : null; };
  const { scores, causes } = one;
  const lockedCause = (cause: number): boolean => !health && healthCauses.includes(cause);
  const headName = head?.headName ?? null;
  return {
    county: key.county, householdId: key.id, householdCode: head?.code ?? "", headName: headName === null ? null : seesClass(sightOf(tx), "C2") ? headName : maskName(headName), region: row.region, villageName: names.get(row.region) ?? String(row.region),
    year: row.year, years: rows.map((r) => r.year), valid: row.valid, refreshedAt: row.refreshedAt, exitState: one.exitState, persons: number("persons"), incomePersons: number("incomePersons"), perCapitaFen: number("perCapitaFen"),
    income: { gap: scores.incomeGap, line: terms.line ? shownParameter(terms.line) : null },
    guarantees: (Object.keys(guaranteeFlags) as GuaranteeKey[]).map((name) => ({ key: name, unmet: scores.guarantees[name], facts: facts(row, indicators.find((i) => i.key === guaranteeFlags[name])?.facts ?? []) })),
    deprivation: {
      depth: scores.depth, mostDepth: scores.mostDepth, total: terms.scheme.total, threshold: terms.scheme.threshold, deprived: scores.deprived, parameters: terms.weights.map(shownParameter),
      items: indicators.map((i, n) => { const locked = !health && i.cls === "C3"; return { key: i.key, dimension: i.dimension satisfies (typeof dimensions)[number], units: terms.scheme.units[n] ?? 0, deprived: row.flags[n] ?? null, locked, facts: facts(row, i.facts) }; }),
    },
    look: shownLook(row, terms, health), recommendation: scores.recommendation, difference: one.difference, reasons: [...scores.reasons], missing: [...scores.missing],
    turns: turnsOf(one.scored), locked: !health,
    causes: {
      registered: one.registered !== null && lockedCause(one.registered) ? null : one.registered, main: causes.main !== null && lockedCause(causes.main) ? null : causes.main, others: causes.others.filter((c) => !lockedCause(c)),
      contradiction: causes.contradiction && !(one.registered !== null && lockedCause(one.registered)), parameters: terms.causeRows.map(shownParameter),
      evidence: causes.evidence.map((e) => ({ cause: e.cause, strength: lockedCause(e.cause) ? "unknown" as const : e.strength, locked: lockedCause(e.cause), facts: facts(row, e.facts) })),
    },
    degree,
    // what kept runs said was said with the health items in sight
    runs: health ? runs : [],
  };
}
