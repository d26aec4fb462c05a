/** `diguan assess models`: fits the poverty models of a county and year and prints what they are worth (issue 3 item 4; paper 001 §2.1). */
import { randomUUID } from "node:crypto";
import { countyOf, levelOf, parseRegionCode } from "@diguan/core/region-code.ts";
import { chinaDate } from "@diguan/core/time.ts";
import { Usage, type Command } from "../command.ts";
import { fitModels } from "./models-fit.ts";
import { degreesOfVillages } from "./models.ts";
import { fillMissingFacts } from "./missing.ts";

const percent = (x: number | null): string => (x === null ? "–" : `${(x * 100).toFixed(1)} %`);

export const command: Command = {
  name: "assess models", usage: "assess models --region CODE --year Y [--seed S] [--json]",
  summary: "fit the proxy means test and the simulated degree of poverty of a county's villages and households, with their errors",
  help: `  --region CODE  county
  --year Y       year of the facts
  --seed S       of the split and of the draws; default 1: the same facts and seed give the same model
  --json         {county, year, id, version, seed, lineFen, trainingRows, testRows, leftOut, simulated, parameters, pmt, degree, villages:[{region, p0, p1, p2, rmse0, rmse1, rmse2, …}]}

The model is kept and never changed; a new fit stands beside it and is the one in use.
Exit codes: 0 fitted, 2 unusable arguments or too few incomes, 3 failed.`,
  options: { region: { type: "string" }, year: { type: "string" }, seed: { type: "string" } },
  run: async ({ values, json, open, print }) => {
    if (typeof values["region"] !== "string" || typeof values["year"] !== "string") throw new Usage("--region CODE and --year Y are needed");
    const region = parseRegionCode(values["region"]);
    if (levelOf(region) !== "county") throw new Usage(`--region ${values["region"]} is no county`);
    const [county, year] = [countyOf(region), Number(values["year"])];
    if (!(Number.isInteger(year) && year >= 1990 && year <= 2100)) throw new Usage(`--year ${values["year"]} is no year`);
    const { db } = await open();
    const today = chinaDate(Date.now());
    await fillMissingFacts(db, today);
    const seed = typeof values["seed"] === "string" ? values["seed"] : "1";
    const fitted = await db.asSystem((tx) => fitModels(tx, { id: randomUUID(), county, year, seed, today }));
    if ("refused" in fitted) throw new Usage({ line: `no poverty line is in force in ${county} in ${year}`, parameters: "a parameter MODEL_… is not in force", few: `${fitted.known} households of ${county} have an income above 0 in ${year}; that is too few for a model` }[fitted.refused]);
    const { model } = fitted;
    const { villages } = await db.asSystem((tx) => degreesOfVillages(tx, county, year)) ?? { villages: [] };
    if (json) { print(JSON.stringify({ ...model, villages })); return 0; }
    const { pmt, degree } = model;
    print(`${county} ${year}: model ${model.id} (version ${model.version}, seed ${model.seed}), line ${(model.lineFen / 100).toFixed(0)} yuan; ${model.trainingRows} households train, ${model.testRows} test, ${model.simulated} simulated, ${model.leftOut} without income above 0`);
    print(`proxy means test: ${pmt.terms.length} terms, R² ${pmt.r2.toFixed(4)} (training ${pmt.r2Training.toFixed(4)}), AUC ${pmt.auc?.toFixed(4) ?? "–"}`);
    for (const [name, e] of [["at the line", pmt.atLine], ["at the calibrated cut", pmt.atCut]] as const) print(`  ${name.padEnd(22)} ${(e.cutFen / 100).toFixed(0).padStart(7)} yuan  missed ${percent(e.exclusion)}, wrongly in ${percent(e.inclusion)}, selected ${percent(e.coverage)}, CGH ${e.cgh?.toFixed(3) ?? "–"}`);
    print(`simulated degree: σ of villages ${degree.sigmaU.toFixed(4)}, of households ${degree.sigmaE.toFixed(4)}; ${degree.draws} draws (noise ≤ ${percent(degree.noise)}), ${degree.replicates} bootstrap worlds; ${percent(degree.covered)} of test incomes within their 80 % range`);
    for (const v of villages) print(`  ${v.region}  P0 ${percent(v.p0)} ± ${percent(v.rmse0)}  P1 ${percent(v.p1)} ± ${percent(v.rmse1)}  P2 ${percent(v.p2)} ± ${percent(v.rmse2)}  recorded ${percent(v.recorded0)}  (${v.households} households)`);
    return 0;
  },
};
