/** Fitted poverty models and what they say of villages and households (paper 001 §2.1 通过统计技术模拟贫困程度): reading. */
import type { HouseholdDegree, PovertyModel, VillageDegree } from "@diguan/core/identification/models.ts";
import type { Tx } from "../postgres/pool.ts";

/** Models of a county and year, the one in use (the latest) first. */
export const modelsOf = (tx: Tx, county: number, year: number): Promise<PovertyModel[]> => tx.sql<PovertyModel[]>`
  select county, id, year, version, seed, fitted_at as "fittedAt", fitted_on as "fittedOn", line_fen as "lineFen", line_source as "lineSource", training_rows as "trainingRows", test_rows as "testRows", left_out as "leftOut", simulated, parameters, pmt, degree
    from identification.model
   where county = ${county} and year = ${year} and county::bigint * 1000000 <= ${tx.scope.hi} and county::bigint * 1000000 + 999999 >= ${tx.scope.lo}
   order by fitted_at desc, id
   limit 50`;

interface HouseholdRow { readonly probability: number; readonly low: number; readonly high: number; readonly incomeFen: number; readonly incomeLowFen: number; readonly incomeHighFen: number; readonly scoreFen: number; readonly selected: boolean; readonly training: boolean; readonly terms: readonly number[] }

/** What the latest model of the year says of a household; null without a model, or when it did not know the household. */
export async function degreeOfHousehold(tx: Tx, key: { readonly county: number; readonly household: string; readonly year: number }): Promise<HouseholdDegree | null> {
  const [model] = await modelsOf(tx, key.county, key.year);
  if (!model) return null;
  const own = tx.scope.own;
  const [row] = await tx.sql<HouseholdRow[]>`
    select probability, low, high, income_fen as "incomeFen", income_low_fen as "incomeLowFen", income_high_fen as "incomeHighFen", score_fen as "scoreFen", selected, training, terms
      from identification.household_degree
     where county = ${key.county} and model_id = ${model.id} and household_id = ${key.household} and region between ${tx.scope.lo} and ${tx.scope.hi}
       ${own === undefined ? tx.sql`` : tx.sql`and household_id = any(${own as string[]}::uuid[])`}`;
  if (!row) return null;
  const { terms, ...figures } = row;
  const contributions = model.pmt.terms.map(({ fact, level, missing }, i) => ({ fact, level, missing, contribution: terms[i] ?? 0 })).filter((c) => c.contribution !== 0);
  return { model, ...figures, contributions: contributions.toSorted((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution)) };
}

/** Simulated degree of the villages of a county, or of the part of it in the reader's area, by the latest model of the year. */
export async function degreesOfVillages(tx: Tx, county: number, year: number): Promise<{ readonly model: PovertyModel; readonly villages: readonly VillageDegree[] } | null> {
  const [model] = await modelsOf(tx, county, year);
  if (!model) return null;
  const villages = await tx.sql<VillageDegree[]>`
    select region, households, persons, sampled, p0, p1, p2, rmse0, rmse1, rmse2, recorded0
      from identification.village_degree
     where county = ${county} and model_id = ${model.id} and region between ${tx.scope.lo} and ${tx.scope.hi}
     order by region`;
  return { model, villages };
}
