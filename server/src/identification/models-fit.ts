/**
 * Fits the poverty models of a county and year from the facts of its households and keeps what they say (paper 001 §2.1 通过统计技术模拟贫困
 * 程度; methods in docs/methods/pmt.md, small-area.md): the proxy means test with its errors on households it has not seen, and the
 * simulated degree of each village and household. Nothing is ever changed: a new fit is a new model.
 */
import { affordable, modelColumns, type ModelColumn } from "@diguan/core/identification/model-terms.ts";
import { modelVersion, type Errors, type PovertyModel } from "@diguan/core/identification/models.ts";
import { auc, calibratedCut, cutErrors, rSquared } from "@diguan/core/statistics/proxy.ts";
import { leastSquares } from "@diguan/core/statistics/regression/least-squares.ts";
import { Random } from "@diguan/core/statistics/random.ts";
import { simulateDegree, type Simulated } from "@diguan/core/statistics/small-area.ts";
import { audit } from "../audit.ts";
import { parameter, povertyLine, type Parameter } from "../policy.ts";
import type { Tx } from "../postgres/pool.ts";
import { factsRow, type HouseholdFactsRow } from "./facts.ts";
import { modelsOf } from "./models.ts";

/** What a fit needs; below these a model would say nothing. */
const fewestTraining = 12;
const fewestTest = 4;

export interface FitOrder { readonly id: string; readonly county: number; readonly year: number; readonly seed: string; readonly today: string }
export type Fitted = { readonly model: PovertyModel } | { readonly refused: "line" | "few" | "parameters"; readonly known: number };

const numberOf = (row: HouseholdFactsRow, key: string): number => { const v = row.facts[key]; return typeof v === "number" ? v : NaN; };
/** exit_state of households that are known but not registered. */
const notRegistered = 9;
/** 80 % of a normal distribution lie within this many standard deviations. */
const eighty = 1.281_551_565_544_8;

/** Fits, stores and returns the model; the same id is fitted once. */
export async function fitModels(tx: Tx, order: FitOrder): Promise<Fitted> {
  const { county, year } = order;
  const region = county * 1_000_000;
  await tx.sql`select pg_advisory_xact_lock(26996, ${county})`;
  const known = (await modelsOf(tx, county, year)).find((m) => m.id === order.id);
  if (known) return { model: known };
  const on = `${year}-12-31`;
  const [line, share, draws, replicates] = await Promise.all([povertyLine(tx, region, year), parameter(tx, "MODEL_TRAINING_SHARE", region, on), parameter(tx, "MODEL_DRAWS", region, on), parameter(tx, "MODEL_BOOTSTRAP", region, on)]);
  const rows = (await tx.sql<Record<string, unknown>[]>`select * from identification.facts where county = ${county} and year = ${year} and valid and region between ${tx.scope.lo} and ${tx.scope.hi} order by region, household_id`).map(factsRow);
  const usable = Uint32Array.from(rows.keys()).filter((i) => { const row = rows[i]; return row !== undefined && numberOf(row, "perCapitaFen") > 0 && numberOf(row, "exitState") !== notRegistered; });
  if (!line) return { refused: "line", known: usable.length };
  if (!share || !draws || !replicates) return { refused: "parameters", known: usable.length };
  const trains = (i: number): boolean => new Random("models", order.seed, rows[i]?.householdId ?? "").uniform() < share.value / 100;
  const training = usable.filter((i) => trains(i));
  const test = usable.filter((i) => !trains(i));
  if (training.length < fewestTraining || test.length < fewestTest) return { refused: "few", known: usable.length };

  const y = Float64Array.from(rows, (row) => Math.log(numberOf(row, "perCapitaFen")));
  const columns = affordable(modelColumns(rows.map((r) => r.facts)), training, Float64Array.from(training, (i) => y[i] ?? 0));
  const weight = Float64Array.from(rows, (row) => (numberOf(row, "exitState") === notRegistered ? 0 : numberOf(row, "incomePersons") || numberOf(row, "persons") || 1));
  const pmt = proxy(columns, rows, y, weight, training, test, line.value);
  const villages = [...new Set(rows.map((r) => r.region))];
  const at = new Map(villages.map((v, g) => [v, g]));
  const simulated = simulateDegree({ columns: columns.map((c) => c.values), weight, areaOf: Uint32Array.from(rows, (r) => at.get(r.region) ?? 0), areas: villages.length, sampled: training, y }, line.value, { draws: Math.max(2, draws.value), replicates: Math.max(1, replicates.value), seed: order.seed });
  await keep(tx, order, { rows, columns, villages, training, test, usable, y, weight, line, parameters: [share, draws, replicates], pmt, simulated });
  await audit(tx, "fitModel", "assessment", { region, target: order.id, detail: { year, seed: order.seed, version: modelVersion } });
  const [model] = (await modelsOf(tx, county, year)).filter((m) => m.id === order.id);
  if (!model) throw new Error("the model was not kept");
  return { model };
}

interface Proxy { readonly told: PovertyModel["pmt"]; readonly score: Float64Array; readonly cut: number }

/** The proxy means test: fitted on the training part, judged on the other. */
function proxy(columns: readonly ModelColumn[], rows: readonly HouseholdFactsRow[], y: Float64Array, weight: Float64Array, training: Uint32Array, test: Uint32Array, line: number): Proxy {
  const of = (part: Uint32Array, x: ArrayLike<number>): Float64Array => Float64Array.from(part, (i) => x[i] ?? NaN);
  const fit = leastSquares({ columns: columns.map((c) => of(training, c.values)), y: of(training, y), weight: new Float64Array(training.length).fill(1) });
  const score = Float64Array.from(rows, (_, i) => columns.reduce((s, c, j) => s + (fit.coefficients[j] ?? 0) * (c.values[i] ?? 0), fit.intercept));
  const [seen, seenWeight] = [of(training, score), of(training, weight)];
  let [people, poor] = [0, 0];
  for (const i of training) { people += weight[i] ?? 0; if (Math.exp(y[i] ?? NaN) < line) poor += weight[i] ?? 0; }
  const found = calibratedCut(seen, seenWeight, poor / people);
  // everybody in the training part is poor: the cut lies above all of them
  const cut = Number.isFinite(found) ? found : Math.max(...seen) + 1e-9;
  const tested = { score: of(test, score), income: of(test, y).map((v) => Math.exp(v)), weight: of(test, weight) };
  const judged = (c: number): Errors => { const e = cutErrors(tested, line, c); return { cutFen: Math.round(Math.exp(c)), exclusion: e.exclusion, inclusion: e.inclusion, coverage: e.coverage, cgh: e.cgh }; };
  return {
    score, cut,
    told: {
      intercept: fit.intercept, povertyRate: poor / people, r2: rSquared(of(test, y), tested.score, tested.weight), r2Training: rSquared(of(training, y), seen, seenWeight),
      terms: columns.map(({ fact, level, missing, mean }, j) => ({ fact, level, missing, mean, coefficient: fit.coefficients[j] ?? 0, se: Number.isFinite(fit.robustSe[j + 1]) ? fit.robustSe[j + 1] ?? null : null })),
      dropped: fit.dropped.map(({ column }) => { const c = columns[column]; return c ? `${c.fact}${c.level === null ? "" : `=${c.level}`}${c.missing ? "?" : ""}` : ""; }),
      auc: auc(tested.score, Array.from(tested.income, (v) => v < line), tested.weight), atLine: judged(Math.log(line)), atCut: judged(cut),
    },
  };
}

interface Kept { readonly rows: readonly HouseholdFactsRow[]; readonly columns: readonly ModelColumn[]; readonly villages: readonly number[]; readonly training: Uint32Array; readonly test: Uint32Array; readonly usable: Uint32Array; readonly y: Float64Array; readonly weight: Float64Array; readonly line: Parameter; readonly parameters: readonly Parameter[]; readonly pmt: Proxy; readonly simulated: Simulated }

async function keep(tx: Tx, { id, county, year, seed, today }: FitOrder, { rows, columns, villages, training, test, usable, y, weight, line, parameters, pmt, simulated }: Kept): Promise<void> {
  const { fit, areas, units } = simulated;
  const within = test.reduce((n, i) => { const u = units[i]; return n + Number(u !== undefined && Math.abs((y[i] ?? NaN) - u.logIncome) <= eighty * u.sd); }, 0);
  const told = parameters.map(({ code, value, unit, validFrom, source }) => ({ code, value, unit, validFrom, source }));
  const [draws, replicates] = [parameters[1]?.value ?? 0, parameters[2]?.value ?? 0];
  const noise = Math.max(0, ...areas.map((a) => a.noise[0]).filter((v) => Number.isFinite(v)));
  const degree: PovertyModel["degree"] = { sigmaU: fit.sigmaU, sigmaE: fit.sigmaE, draws, replicates, noise, covered: test.length > 0 ? within / test.length : null };
  await tx.sql`
    insert into identification.model (county, id, year, version, seed, fitted_on, fitted_by, line_fen, line_source, training_rows, test_rows, left_out, simulated, parameters, pmt, degree)
    values (${county}, ${id}, ${year}, ${modelVersion}, ${seed}, ${today}, ${tx.actor?.accountId ?? null}, ${line.value}, ${line.source}, ${training.length}, ${test.length}, ${rows.length - usable.length}, ${rows.length}, ${tx.sql.json(told)}, ${tx.sql.json(pmt.told as never)}, ${tx.sql.json(degree as never)})`;

  const trained = new Set(training);
  const sums = villages.map(() => ({ households: 0, persons: 0, sampled: 0, known: 0, poor: 0 }));
  const at = new Map(villages.map((v, g) => [v, g]));
  for (const [i, row] of rows.entries()) {
    const s = sums[at.get(row.region) ?? 0];
    const w = weight[i] ?? 0;
    if (!s || w === 0) continue;
    s.households++; s.persons += w; s.sampled += Number(trained.has(i));
    if (Number.isFinite(y[i])) { s.known += w; if (Math.exp(y[i] ?? NaN) < line.value) s.poor += w; }
  }
  const villageRows = villages.flatMap((region, g) => {
    const [a, s] = [areas[g], sums[g]];
    if (!a || !s || s.households === 0) return [];
    const [p, rmse] = [a.p, a.rmse];
    return [{ region, households: s.households, persons: s.persons, sampled: s.sampled, p0: p[0], p1: p[1], p2: p[2], rmse0: rmse[0], rmse1: rmse[1], rmse2: rmse[2], recorded0: s.known > 0 ? s.poor / s.known : null }];
  });
  await tx.sql`
    insert into identification.village_degree (county, model_id, region, households, persons, sampled, p0, p1, p2, rmse0, rmse1, rmse2, recorded0)
    select ${county}, ${id}, v.* from jsonb_to_recordset(${tx.sql.json(villageRows)}::jsonb)
        as v (region bigint, households integer, persons integer, sampled integer, p0 double precision, p1 double precision, p2 double precision, rmse0 double precision, rmse1 double precision, rmse2 double precision, recorded0 double precision)`;

  const clamp = (p: number): number => Math.min(1, Math.max(0, p));
  for (let from = 0; from < rows.length; from += 4000) {
    const part = rows.slice(from, from + 4000).flatMap((row, k) => {
      const i = from + k;
      const u = units[i];
      if (!u) return [];
      const fen = (ln: number): number => Math.round(Math.exp(ln));
      return [{
        household_id: row.householdId, region: row.region, probability: clamp(u.probability), low: clamp(u.low), high: clamp(u.high),
        income_fen: fen(u.logIncome), income_low_fen: fen(u.logIncome - eighty * u.sd), income_high_fen: fen(u.logIncome + eighty * u.sd), score_fen: fen(pmt.score[i] ?? 0), selected: (pmt.score[i] ?? Infinity) < pmt.cut,
        terms: columns.map((c, j) => (pmt.told.terms[j]?.coefficient ?? 0) * ((c.values[i] ?? 0) - c.mean)), training: trained.has(i),
      }];
    });
    await tx.sql`
      insert into identification.household_degree (county, model_id, household_id, region, probability, low, high, income_fen, income_low_fen, income_high_fen, score_fen, selected, terms, training)
      select ${county}, ${id}, h.* from jsonb_to_recordset(${tx.sql.json(part)}::jsonb)
          as h (household_id uuid, region bigint, probability double precision, low double precision, high double precision, income_fen bigint, income_low_fen bigint, income_high_fen bigint, score_fen bigint, selected boolean, terms double precision[], training boolean)`;
  }
}
