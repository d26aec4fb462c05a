/** `diguan generate`: a synthetic county, or forty of them, in the national layout (issue 2 item 8). */
import path from "node:path";
import { firstYear, lastYear } from "@diguan/core/demo/household.ts";
import { countyHouseholds, maxCounties } from "@diguan/core/demo/places.ts";
import { Usage, type Command, type Told } from "../command.ts";
import { generate, type Asked } from "./generate.ts";

const most = countyHouseholds * maxCounties;

const help = `  --households N    1 … ${most} households; beyond ${countyHouseholds} they are spread over several counties
  --seed S          any text or number; the same seed and N give the same files, byte for byte
  --out DIR         where the files go (made if absent)
  --year Y          year of the register, ${firstYear} … ${lastYear} (default 2017); the same households, older or younger
  --format F        xlsx, csv or both (default both)
  --errors E        on: wrong entries, duplicates and the faults of real files are planted at audited rates (default); off: sound data
  --departments     files of sixteen departments beside each county, for «diguan compare»; consistent with the planted truth
  --profile P       causes of poverty: A national statements, illness 40 % (default); B paper 000, disease and disability 30.54 %

Writes county-CODE-YEAR.xlsx and .csv (67 columns of the national export, one row per person), villages.csv, regions.csv (for
«diguan regions import») and truth.csv: who is truly poor, wrongly included, missed, a ghost, and each planted error.
All places (codes 9901…, 9902…), people and numbers are invented.`;

/** Reads the arguments. Throws Usage with what would be right. */
export function readAsked(values: Told["values"]): Asked {
  const text = (name: string): string | undefined => { const v = values[name]; return typeof v === "string" ? v : undefined; };
  const oneOf = <const T extends string>(name: string, allowed: readonly T[], fallback: T): T => {
    const given = text(name) ?? fallback;
    const found = allowed.find((a) => a === given || a.toLowerCase() === given.toLowerCase());
    if (found === undefined) throw new Usage(`--${name} must be ${allowed.join(" or ")}, not «${given}»`);
    return found;
  };
  const whole = (name: string, lo: number, hi: number, fallback?: number): number => {
    const given = text(name);
    if (given === undefined && fallback !== undefined) return fallback;
    const n = Number(given);
    if (given === undefined || !/^\d{1,9}$/.test(given) || n < lo || n > hi) throw new Usage(`--${name} must be a whole number from ${lo} to ${hi}${given === undefined ? "" : `, not «${given}»`}`);
    return n;
  };
  const directory = text("out");
  if (directory === undefined || directory === "") throw new Usage("--out DIR is needed: where the files go");
  const format = oneOf("format", ["xlsx", "csv", "both"], "both");
  return {
    households: whole("households", 1, most), seed: text("seed") ?? "1", year: whole("year", firstYear, lastYear, 2017), profile: oneOf("profile", ["A", "B"], "A"),
    errors: oneOf("errors", ["on", "off"], "on") === "on", xlsx: format !== "csv", csv: format !== "xlsx", directory: path.resolve(directory), ...(values["departments"] === true ? { departments: true } : {}),
  };
}

export const command: Command = {
  name: "generate",
  usage: "generate --households N --seed S --out DIR [--year Y] [--format xlsx|csv|both] [--errors on|off] [--profile A|B] [--departments]",
  summary: "write a synthetic county in the national layout, with its truth",
  help,
  options: { households: { type: "string" }, seed: { type: "string" }, out: { type: "string" }, year: { type: "string" }, format: { type: "string" }, errors: { type: "string" }, profile: { type: "string" }, departments: { type: "boolean" } },
  run: async (told) => {
    if (told.positionals.length > 0) throw new Usage(`«${told.positionals.join(" ")}» is not understood`);
    const asked = readAsked(told.values);
    const done = await generate(asked, (n, of) => { if (of > 1) told.say(`${n}/${of} counties`); });
    if (told.json) { told.print(JSON.stringify(done)); return 0; }
    told.print(`${done.households} households, ${done.persons} persons, ${done.counties.length} ${done.counties.length === 1 ? "county" : "counties"} in ${done.seconds} s`);
    for (const c of done.counties) told.print(`  ${c.county} ${c.name}: ${c.households} households, ${c.persons} persons, ${c.files.join(", ")}`);
    told.print(`  ${asked.directory}: truth.csv, villages.csv, regions.csv`);
    return 0;
  },
};
