/**
 * Assesses the households of a county for a year and keeps what was said with the numbers it was said by (paper 000 §2.1 客观打分).
 * The outcome recommends where people should look; status is changed by the public procedure alone.
 */
import { readCauses } from "@diguan/core/identification/causes.ts";
import type { AssessmentRun } from "@diguan/core/identification/contract.ts";
import { schemeName } from "@diguan/core/identification/deprivation.ts";
import { lookScore } from "@diguan/core/identification/look.ts";
import { differenceOf, scoresOf } from "@diguan/core/identification/scores.ts";
import { Problem } from "@diguan/core/problem.ts";
import { audit } from "../audit.ts";
import type { Tx } from "../postgres/pool.ts";
import { termsOf, type Terms } from "./context.ts";
import { factsRow, refreshFacts, type HouseholdFactsRow } from "./facts.ts";

const numberOf = (value: number | boolean | null | undefined): number | null => (typeof value === "number" ? value : null);

/** All scores of one household by the numbers of a place and year. */
export function assessOne(row: Pick<HouseholdFactsRow, "facts" | "flags">, terms: Terms) {
  const { facts, flags } = row;
  const exitState = numberOf(facts["exitState"]);
  const scored = { perCapitaFen: numberOf(facts["perCapitaFen"]), persons: numberOf(facts["persons"]), flags, lineFen: terms.line?.value ?? null, scheme: terms.scheme };
  const scores = scoresOf(scored);
  const registered = numberOf(facts["causeMain"]);
  return { scored, scores, exitState, registered, difference: differenceOf(scores.recommendation, exitState), look: terms.look ? lookScore(facts, terms.look.content) : null, causes: readCauses(facts, terms.causes, registered) };
}

/** Newest run of each county that touches an area, for a year. */
export const latestRuns = (tx: Tx, range: { readonly lo: number; readonly hi: number }, year: number): Promise<AssessmentRun[]> => tx.sql<AssessmentRun[]>`
  select distinct on (county) county, id, year, ran_at as "ranAt", by_name as "byName", scheme, line_fen as "lineFen", (select s.version from identification.look_scheme s where s.id = look_scheme) as "lookScheme", model_id as "modelId", households, counts, parameters
    from identification.assessment
   where year = ${year} and county between ${Math.floor(Math.max(range.lo, tx.scope.lo) / 1e6)} and ${Math.floor(Math.min(range.hi, tx.scope.hi) / 1e6)}
   order by county, ran_at desc`;

/** Runs the assessment; the same key runs once. Throws `identification.noHouseholds`. */
export async function assessCounty(tx: Tx, { key, county, year }: { readonly key: string; readonly county: number; readonly year: number }): Promise<AssessmentRun> {
  const { sql } = tx;
  const region = county * 1_000_000;
  if (tx.scope.own !== undefined || region < tx.scope.lo || region + 999_999 > tx.scope.hi) throw new Problem("thing.unknown");
  // one run of a county at a time; the same key answers what it answered
  await sql`select pg_advisory_xact_lock(26995, ${county})`;
  const known = (await sql<{ year: number }[]>`select year from identification.assessment where county = ${county} and id = ${key}`)[0];
  if (known && known.year !== year) throw new Problem("key.reused");
  if (!known) await run(tx, { key, county, year });
  const [done] = await sql<AssessmentRun[]>`
    select county, id, year, ran_at as "ranAt", by_name as "byName", scheme, line_fen as "lineFen", (select s.version from identification.look_scheme s where s.id = look_scheme) as "lookScheme", model_id as "modelId", households, counts, parameters
      from identification.assessment where county = ${county} and id = ${key}`;
  if (!done) throw new Error("the run was not kept");
  return done;
}

async function run(tx: Tx, { key, county, year }: { readonly key: string; readonly county: number; readonly year: number }): Promise<void> {
  const { sql } = tx;
  const region = county * 1_000_000;
  // parameters may have changed since the registry did: the figures of places follow with the run
  await refreshFacts(tx, county, { years: [year] });
  const rows = (await sql<Record<string, unknown>[]>`select * from identification.facts where county = ${county} and year = ${year} and valid and region between ${tx.scope.lo} and ${tx.scope.hi} order by region, household_id`).map(factsRow);
  if (rows.length === 0) throw new Problem("identification.noHouseholds", { county, year });
  const terms = await termsOf(tx, region, year);
  const probability = new Map(terms.model ? (await sql<{ id: string; p: number }[]>`select household_id as id, probability as p from identification.household_degree where county = ${county} and model_id = ${terms.model.id} and region between ${tx.scope.lo} and ${tx.scope.hi}`).map((r) => [r.id, r.p]) : []);
  const counts: Record<string, number> = {};
  const add = (name: string): void => { counts[name] = (counts[name] ?? 0) + 1; };
  const results = rows.map((row) => {
    const one = assessOne(row, terms);
    add(one.scores.recommendation);
    if (one.difference !== "none") add(one.difference);
    if (one.causes.contradiction) add("contradiction");
    if (one.look?.below === true) add("belowCut");
    return { row, ...one };
  });
  const parameters = [...(terms.line ? [terms.line] : []), ...terms.weights, ...terms.causeRows].map(({ code, value, unit, validFrom, source }) => ({ code, value, unit, validFrom, source }));
  await sql`
    insert into identification.assessment (county, id, region, year, ran_by, by_name, scheme, line_fen, look_scheme, model_id, parameters, households, counts)
    values (${county}, ${key}, ${region}, ${year}, ${tx.actor?.accountId ?? null}, ${tx.actor?.name ?? null}, ${schemeName(terms.scheme)}, ${terms.line?.value ?? null}, ${terms.look?.id ?? null}, ${terms.model?.id ?? null}, ${sql.json(parameters as never)}, ${rows.length}, ${sql.json(counts)})`;
  const col = <T>(of: (r: (typeof results)[number]) => T): T[] => results.map(of);
  await sql`
    insert into identification.assessment_household (county, assessment_id, household_id, region, year, exit_state, recommendation, difference, income_gap, depth, most_depth, reasons, missing, look_low, look_high, probability, cause, suggested, contradiction)
    select ${county}, ${key}, household_id, region, ${year}, exit_state, recommendation, difference, income_gap, depth, most_depth, string_to_array(reasons, ','), string_to_array(missing, ','), look_low, look_high, probability, cause, string_to_array(suggested, ',')::smallint[], contradiction = 1
      from unnest(${col((r) => r.row.householdId)}::uuid[], ${col((r) => r.row.region)}::bigint[], ${col((r) => r.exitState)}::smallint[], ${col((r) => r.scores.recommendation)}::text[], ${col((r) => r.difference)}::text[], ${col((r) => r.scores.incomeGap)}::float8[],
                  ${col((r) => r.scores.depth)}::smallint[], ${col((r) => r.scores.mostDepth)}::smallint[], ${col((r) => r.scores.reasons.join(","))}::text[], ${col((r) => r.scores.missing.join(","))}::text[], ${col((r) => r.look?.low ?? null)}::smallint[], ${col((r) => r.look?.high ?? null)}::smallint[],
                  ${col((r) => probability.get(r.row.householdId) ?? null)}::float8[], ${col((r) => r.registered)}::smallint[], ${col((r) => [...(r.causes.main === null ? [] : [r.causes.main]), ...r.causes.others].join(","))}::text[], ${col((r) => (r.causes.contradiction ? 1 : 0))}::smallint[])
           as k (household_id, region, exit_state, recommendation, difference, income_gap, depth, most_depth, reasons, missing, look_low, look_high, probability, cause, suggested, contradiction)`;
  await audit(tx, "edit", "assessment", { region, target: key, detail: { year, households: rows.length, ...counts } });
}
