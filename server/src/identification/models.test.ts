/** Models of a generated county: kept once with their errors, the same from the same seed, read within the reader's area only; none of too few. */
import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { allocate, makeCounty } from "@diguan/core/demo/places.ts";
import { observable } from "@diguan/core/identification/model-terms.ts";
import { actorAt, testDatabase, type TestDatabase } from "../../../tests/database.ts";
import { regionRows } from "../demo/generate.ts";
import { loadCounty } from "../demo/load.ts";
import { ensureRegions } from "../regions/service.ts";
import { refreshFacts } from "./facts.ts";
import { fitModels, type FitOrder } from "./models-fit.ts";
import { degreeOfHousehold, degreesOfVillages, modelsOf } from "./models.ts";

let t: TestDatabase;
const [places, tiny] = [makeCounty(0), makeCounty(1)];
const county = places.code;
const order = (change: Partial<FitOrder> = {}): FitOrder => ({ id: randomUUID(), county, year: 2018, seed: "1", today: "2018-12-31", ...change });

beforeAll(async () => {
  t = await testDatabase();
  await t.db.asSystem(async (tx) => {
    await ensureRegions(tx, regionRows(2).map((r) => ({ code: r.code, name: r.name, source: "test" })));
    for (const [at, households] of [[places, 400], [tiny, 20]] as const) await loadCounty(tx, t.crypto, { seed: "models", profile: "A", county: at, starts: allocate(at, households), households, prefix: at.code }, { years: [2018], errors: false, history: false, items: false });
    await refreshFacts(tx, county);
    await refreshFacts(tx, tiny.code);
  });
});

describe("a model", () => {
  test("is kept with its errors; the same seed gives the same figures, the same id is fitted once", async () => {
    const first = order();
    const one = await t.db.asSystem((tx) => fitModels(tx, first));
    const again = await t.db.asSystem((tx) => fitModels(tx, first));
    const twin = await t.db.asSystem((tx) => fitModels(tx, order()));
    const other = await t.db.asSystem((tx) => fitModels(tx, order({ seed: "2" })));
    if (!("model" in one && "model" in again && "model" in twin && "model" in other)) throw new Error("refused");
    expect(again).toEqual(one);
    expect([twin.model.pmt, twin.model.degree]).toEqual([one.model.pmt, one.model.degree]);
    expect(other.model.pmt.r2).not.toBe(one.model.pmt.r2);
    const { model: { pmt, degree, trainingRows, testRows, leftOut, simulated, parameters } } = one;
    expect(trainingRows + testRows + leftOut).toBe(simulated);
    expect(trainingRows / (trainingRows + testRows)).toBeGreaterThan(0.6);
    expect(parameters.map((p) => [p.code, p.value])).toEqual([["MODEL_TRAINING_SHARE", 70], ["MODEL_DRAWS", 100], ["MODEL_BOOTSTRAP", 30]]);
    expect(pmt.terms.length).toBeLessThanOrEqual(trainingRows / 10);
    expect(pmt.terms.every((term) => observable.some((f) => f.key === term.fact))).toBe(true);
    expect(pmt.atCut.coverage).toBeGreaterThan(0);
    expect(degree.sigmaE).toBeGreaterThan(0);
    // ranges of 80 % hold about that share of incomes never seen
    expect(degree.covered).toBeGreaterThan(0.65);
    expect(degree.covered).toBeLessThan(0.95);
    await expect(t.sql`update identification.model set seed = 'x'`).rejects.toThrow("append-only");
    expect((await t.db.asSystem((tx) => modelsOf(tx, county, 2018)))[0]?.id).toBe(other.model.id);
  });

  test("income is never among what predicts it", () => {
    const keys = observable.map((f) => f.key);
    for (const bad of ["perCapitaFen", "netFen", "wageFen", "transferFen", "dibaoMembers", "incomePersons", "exitState", "attribute"]) expect(keys).not.toContain(bad);
  });

  test("says of villages and households what the reader may see, whose parts belong together", async () => {
    const all = await t.db.asSystem((tx) => degreesOfVillages(tx, county, 2018));
    expect(all?.villages.length).toBeGreaterThan(3);
    for (const v of all?.villages ?? []) {
      expect(v.p0 >= v.p1 && v.p1 >= v.p2 && v.p2 >= 0 && v.p0 <= 1).toBe(true);
      expect(v.rmse0).toBeGreaterThan(0);
    }
    const [row] = await t.sql<{ id: string; region: number; score: number; terms: number[] }[]>`select household_id as id, region, score_fen as score, terms from identification.household_degree where county = ${county} and model_id = ${all?.model.id ?? ""} order by probability desc limit 1`;
    if (!row || !all) throw new Error("no household");
    const worker = actorAt("villageWorker", row.region);
    const mine = await t.db.within(worker, (tx) => degreeOfHousehold(tx, { county, household: row.id, year: 2018 }));
    expect(mine?.low).toBeLessThanOrEqual(mine?.probability ?? -1);
    expect(mine?.high).toBeGreaterThanOrEqual(mine?.probability ?? 2);
    expect(mine?.incomeLowFen).toBeLessThan(mine?.incomeFen ?? 0);
    // contributions against the county's mean make up the score
    const { intercept, terms } = all.model.pmt;
    const middle = terms.reduce((s, term) => s + term.coefficient * term.mean, intercept);
    expect(Math.log(row.score)).toBeCloseTo(middle + row.terms.reduce((s, v) => s + v, 0), 3);
    expect(mine?.contributions.map((c) => Math.abs(c.contribution))).toEqual(mine?.contributions.map((c) => Math.abs(c.contribution)).toSorted((a, b) => b - a));
    const elsewhere = all.villages.find((v) => v.region !== row.region)?.region ?? 0;
    const stranger = actorAt("villageWorker", elsewhere);
    expect(await t.db.within(stranger, (tx) => degreeOfHousehold(tx, { county, household: row.id, year: 2018 }))).toBeNull();
    expect((await t.db.within(stranger, (tx) => degreesOfVillages(tx, county, 2018)))?.villages.map((v) => v.region)).toEqual([elsewhere]);
    expect(await t.db.within(actorAt("countyOfficer", 990_103_000_000), (tx) => modelsOf(tx, county, 2018))).toEqual([]);
  });

  test("of too few households or without a line is refused", async () => {
    const few = await t.db.asSystem((tx) => fitModels(tx, order({ county: tiny.code })));
    expect("refused" in few ? few.refused : few.model.trainingRows).toSatisfy((v: unknown) => v === "few" || (typeof v === "number" && v < 25));
    expect(await t.db.asSystem((tx) => fitModels(tx, order({ year: 1995 })))).toMatchObject({ refused: "line" });
  });
});
