/** `diguan quality`: checks a place, records what the rules find, prints it by rule and by village (issue: 「command line that must exist」). */
import { fieldName } from "@diguan/core/quality/message.ts";
import { ruleName } from "@diguan/core/quality/names.ts";
import type { Because } from "@diguan/core/quality/check.ts";
import { parseRegionCode, rangeOf } from "@diguan/core/region-code.ts";
import { chinaDate } from "@diguan/core/time.ts";
import { Usage, type Command } from "../command.ts";
import { placeNames, regionExists } from "../regions/service.ts";
import { checkRegion } from "./check.ts";

const severities = { E: "error", W: "explain", R: "review" } as const;

/** Why a rule says nothing, in words. */
function reason(because: Because): string {
  if (because.reason === "needs") return `waits for «${because.slice}», which is not built yet`;
  if (because.reason === "notCollected") return `not collected in this county and year: ${because.fields.split(",").map((f) => fieldName(f, "en")).join(", ")}`;
  if (because.reason === "noLine") return "the line of the year is not set (policy parameter POVERTY_LINE or MONITOR_LINE)";
  return because.regime === "A" ? "in force from 2021 only" : "in force until 2020 only";
}

export const command: Command = {
  name: "quality", usage: "quality [--region CODE] [--year N] [--json]",
  summary: "check the registry against every data-quality rule and print what was found",
  help: "  --region CODE  2, 4, 6, 9 or 12 digits; default: everything\n  --year N       year of the snapshot; default: the latest year of each county\n  --json         {households, persons, findings, byRule:[{rule, severity, count}], byVillage:[{region, name, count}], notChecked:[{rule, because}], seconds}\n\nFindings go to the worklist of the desk; those that vanished are marked as corrected and wait for verification.\nExit codes: 0 checked, 2 unusable arguments, 3 failed.",
  options: { region: { type: "string" }, year: { type: "string" } },
  run: async ({ values, json, open, say, print }) => {
    const region = typeof values["region"] === "string" ? parseRegionCode(values["region"]) : 0;
    const year = typeof values["year"] === "string" ? Number(values["year"]) : undefined;
    if (year !== undefined && !(Number.isInteger(year) && year >= 1990 && year <= 2100)) throw new Usage(`--year ${String(values["year"])} is no year`);
    const { db, crypto } = await open();
    if (region !== 0 && !await db.asSystem((tx) => regionExists(tx, region))) throw new Usage(`region ${region} does not exist`);
    const began = performance.now();
    let told = 0;
    const result = await checkRegion(db, crypto, rangeOf(region), {
      year, today: chinaDate(Date.now()),
      onProgress: (p) => { const now = performance.now(); if (now - told > 1000) { told = now; say(`${p.households} / ${p.of} households`); } },
    });
    const seconds = Math.round(performance.now() - began) / 1000;
    const names = await db.asSystem((tx) => placeNames(tx, result.byVillage.map((v) => v.region), region));
    const byVillage = result.byVillage.map((v) => ({ region: v.region, name: names.get(v.region) ?? String(v.region), count: v.count }));
    if (json) {
      const { households, persons, findings, byRule, found, corrected, reopened, years } = result;
      print(JSON.stringify({ households, persons, findings, years, byRule, byVillage, notChecked: result.notChecked.map((n) => ({ rule: n.rule, because: reason(n.because) })), found, corrected, reopened, seconds }));
      return 0;
    }
    print(`${result.households} households, ${result.persons} persons (${result.years.join(", ") || "no year on record"}): ${result.findings} findings in ${seconds} s (${result.found} new, ${result.corrected} corrected, ${result.reopened} back)`);
    if (result.byRule.length > 0) print(`\nrule     severity  count  what\n${result.byRule.map((r) => `${r.rule.padEnd(8)} ${severities[r.severity].padEnd(8)} ${String(r.count).padStart(6)}  ${ruleName(r.rule, "zh-CN")}　${ruleName(r.rule, "en")}`).join("\n")}`);
    if (byVillage.length > 0) print(`\nvillage       count  name\n${byVillage.map((v) => `${String(v.region).padEnd(12)} ${String(v.count).padStart(6)}  ${v.name}`).join("\n")}`);
    if (result.notChecked.length > 0) print(`\nnot checked\n${result.notChecked.map((n) => `${n.rule}  ${ruleName(n.rule, "zh-CN")}　${reason(n.because)}`).join("\n")}`);
    return 0;
  },
};
