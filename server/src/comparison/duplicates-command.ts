/** `diguan duplicates`: searches counties for records that are probably one person; the pairs wait on the desk (查重; papers 000 §2.1, 001 §2.1). */
import { parseRegionCode, rangeOf } from "@diguan/core/region-code.ts";
import { chinaDate } from "@diguan/core/time.ts";
import { Usage, type Command } from "../command.ts";
import { searchCounty, type Searched } from "./duplicates-search.ts";

export const command: Command = {
  name: "duplicates", usage: "duplicates [--region CODE] [--json]",
  summary: "search the registry for records that are probably one person",
  help: `  --region CODE  a county or a place above counties, 2, 4 or 6 digits; default: everything
  --json         [{county, year, persons, pairs, fresh, gone}]

Pairs inside a county are found by probability (Fellegi–Sunter), across counties by the same number. Nothing is merged: people decide each pair on
the desk, under 比对, 查重. Decisions stand when the search is run again; pairs that the records no longer show are marked as gone.
Exit codes: 0 searched, 2 unusable arguments, 3 failed.`,
  options: { region: { type: "string" } },
  run: async ({ values, positionals, json, open, say, print }) => {
    if (positionals.length > 0) throw new Usage(`«${positionals.join(" ")}» is not expected here`);
    const region = typeof values["region"] === "string" ? parseRegionCode(values["region"]) : 0;
    if (region % 1_000_000 !== 0) throw new Usage("duplicates are searched county by county; name a county or a place above");
    const { lo, hi } = rangeOf(region);
    const { db, crypto } = await open();
    const counties = await db.asSystem((tx) => tx.sql<{ county: number }[]>`select distinct county from registry.household where region between ${lo} and ${hi} order by county`);
    if (counties.length === 0) throw new Usage(`no household is registered in ${region === 0 ? "this database" : region}`);
    const done: Searched[] = [];
    for (const { county } of counties) {
      const found = await searchCounty(db, crypto, county, chinaDate(Date.now()));
      done.push(found);
      say(`${county}: ${found.persons} persons, ${found.pairs} pairs, ${found.fresh} new`);
    }
    print(json ? JSON.stringify(done) : `${done.reduce((n, d) => n + d.persons, 0)} persons in ${done.length} counties: ${done.reduce((n, d) => n + d.pairs, 0)} possible duplicates, ${done.reduce((n, d) => n + d.fresh, 0)} of them new`);
    return 0;
  },
};
