/** `diguan assess households`: assesses the households of counties for a year and prints what people should look at (issue 3 item 4). */
import { randomUUID } from "node:crypto";
import { dimensions, indicators } from "@diguan/core/identification/deprivation.ts";
import { differenceNames, recommendationNames } from "@diguan/core/identification/labels.ts";
import type { Estimate } from "@diguan/core/identification/measure.ts";
import { recommendations } from "@diguan/core/identification/scores.ts";
import { countyOf, levelOf, parseRegionCode, rangeOf } from "@diguan/core/region-code.ts";
import { chinaDate } from "@diguan/core/time.ts";
import { Usage, type Command } from "../command.ts";
import type { Db } from "../postgres/pool.ts";
import { regionExists, regionNames } from "../regions/service.ts";
import { assessCounty } from "./assess.ts";
import { measuresOf } from "./measures.ts";
import { fillMissingFacts } from "./missing.ts";

const percent = ({ value, se }: Estimate): string => (value === null ? "–" : `${(value * 100).toFixed(2)} %${se === null ? "" : ` ± ${(se * 100).toFixed(2)}`}`);

/** Counties of a range that have facts, each with the year asked for or its latest. */
const countiesOf = (db: Db, lo: number, hi: number, year: number | null): Promise<{ county: number; year: number }[]> => db.asSystem((tx) => tx.sql<{ county: number; year: number }[]>`
  select county, max(year)::int as year from identification.village_measure
   where county between ${Math.floor(lo / 1e6)} and ${Math.floor(hi / 1e6)} and (${year}::int is null or year = ${year})
   group by county order by county`);

export const command: Command = {
  name: "assess households", usage: "assess households [--region CODE] [--year N] [--json]",
  summary: "score every household on many dimensions and keep the run; recommendations for people, never verdicts",
  help: "  --region CODE  county, city or province; default: everything\n  --year N       default: the latest year of each county\n  --json         {counties:[{county, name, year, run, households, counts, scheme, lineFen, lookScheme, modelId, parameters, measures:{H, A, M0, P0, P1, P2, indicators}}], seconds}\n\nA run uses the policy numbers in force at the end of its year and is never changed; a new one stands beside it.\nExit codes: 0 assessed, 2 unusable arguments, 3 failed.",
  options: { region: { type: "string" }, year: { type: "string" } },
  run: async ({ values, json, open, say, print }) => {
    const region = typeof values["region"] === "string" ? parseRegionCode(values["region"]) : 0;
    const year = typeof values["year"] === "string" ? Number(values["year"]) : null;
    if (year !== null && !(Number.isInteger(year) && year >= 1990 && year <= 2100)) throw new Usage(`--year ${String(values["year"])} is no year`);
    if (["town", "village"].includes(levelOf(region))) throw new Usage(`a county is assessed as a whole: --region ${countyOf(region)}`);
    const { db } = await open();
    if (region !== 0 && !await db.asSystem((tx) => regionExists(tx, region))) throw new Usage(`region ${region} does not exist`);
    const began = performance.now();
    await fillMissingFacts(db, chinaDate(Date.now()));
    const range = rangeOf(region);
    const found = await countiesOf(db, range.lo, range.hi, year);
    if (found.length === 0) throw new Usage(`no households${year === null ? "" : ` of ${year}`} in ${region === 0 ? "the registry" : region}`);
    const names = await db.asSystem((tx) => regionNames(tx, found.map((f) => f.county * 1_000_000)));
    const done = [];
    for (const { county, year: of } of found) {
      const run = await db.asSystem((tx) => assessCounty(tx, { key: randomUUID(), county, year: of }));
      const { whole } = await db.asSystem((tx) => measuresOf(tx, rangeOf(county * 1_000_000), of, 1000));
      done.push({ county, name: names.get(county * 1_000_000) ?? String(county), run, measures: whole?.measures ?? null });
      say(`${county}: ${run.households} households`);
    }
    const seconds = Math.round(performance.now() - began) / 1000;
    if (json) {
      print(JSON.stringify({ counties: done.map(({ run: { id, households, counts, scheme, lineFen, lookScheme, modelId, parameters, year: of }, county, name, measures }) => ({
        county, name, year: of, run: id, households, counts, scheme, lineFen, lookScheme, modelId, parameters,
        measures: measures && { ...measures, indicators: measures.indicators.map((m, n) => ({ key: indicators[n]?.key, ...m })) },
      })), seconds }));
      return 0;
    }
    for (const { county, name, run, measures: m } of done) {
      print(`${county} ${name} ${run.year}: ${run.households} households; line ${run.lineFen === null ? "not set" : `${(run.lineFen / 100).toFixed(0)} yuan`}, scheme ${run.scheme}, 四看法 ${run.lookScheme ?? "none"}, model ${run.modelId ?? "none (diguan assess models)"}`);
      for (const r of recommendations) print(`  ${r.padEnd(12)} ${String(run.counts[r] ?? 0).padStart(7)}  ${recommendationNames[r].zh}　${recommendationNames[r].en}`);
      for (const d of ["maybeWrong", "maybeMissed"] as const) print(`  ${d.padEnd(12)} ${String(run.counts[d] ?? 0).padStart(7)}  ${differenceNames[d].zh}　${differenceNames[d].en}`);
      print(`  contradiction ${String(run.counts["contradiction"] ?? 0).padStart(6)}  登记的主要致贫原因在档案中无依据　registered cause without evidence in the record`);
      if (!m) continue;
      print(`  H ${percent(m.H)}   A ${percent(m.A)}   M0 ${percent(m.M0)}   (${m.counted} counted, ${m.dropped} dropped)\n  P0 ${percent(m.P0)}   P1 ${percent(m.P1)}   P2 ${percent(m.P2)}`);
      for (const d of dimensions) print(`  ${d.padEnd(10)} ${(100 * indicators.reduce((sum, i, n) => sum + (i.dimension === d ? m.indicators[n]?.contribution ?? 0 : 0), 0)).toFixed(1).padStart(5)} % of M0`);
    }
    return 0;
  },
};
