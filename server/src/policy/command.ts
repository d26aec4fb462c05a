/** `diguan rules check` and `diguan rules simulate`: a rule in a file is typed, and asked of every household of a place, without a desk (issue 3 item 3). */
import fs from "node:fs";
import { purposes, type Purpose } from "@diguan/core/policy/states.ts";
import { checkRule } from "@diguan/core/policy/rules/check.ts";
import { faultText } from "@diguan/core/policy/rules/faults.ts";
import { ruleNameOf } from "@diguan/core/policy/rules/names.ts";
import { factsIn, parametersIn } from "@diguan/core/policy/rules/tree.ts";
import { explain } from "@diguan/core/policy/rules/explain.ts";
import { parseRegionCode, rangeOf } from "@diguan/core/region-code.ts";
import { chinaDate } from "@diguan/core/time.ts";
import { Usage, type Command } from "../command.ts";
import { fillMissingFacts } from "../identification/service.ts";
import { regionExists } from "../regions/service.ts";
import { caseAt, keptSql, treeOf, valuesOf, verdictSql } from "./asked.ts";
import { laws } from "./rules.ts";
import { asSql, byPlace, formerOf, preview, type Question } from "./simulate.ts";

const most = 1024 * 1024;

function textOf(file: string | undefined): string {
  if (file === undefined) throw new Usage("name the file that holds the rule");
  if (!fs.existsSync(file) || !fs.statSync(file).isFile()) throw new Usage(`there is no file «${file}»`);
  if (fs.statSync(file).size > most) throw new Usage(`«${file}» is larger than a rule can be`);
  return fs.readFileSync(file, "utf8").replace(/^\uFEFF/, "");
}

export const checkCommand: Command = {
  name: "rules check", usage: "rules check FILE [--json]",
  summary: "type an eligibility rule and print its faults with line and column",
  help: "  FILE    a rule in the strict subset of CEL (docs/methods/rules.md)\n  --json  {ok, faults:[{line, column, code, zh, en}], facts, parameters}\n\nExit codes: 0 the rule is sound, 2 it has faults or there is no such file, 3 failed.",
  options: {},
  run: async ({ positionals, json, print }) => {
    const file = positionals[0];
    const { tree, faults } = checkRule(textOf(file));
    if (json) print(JSON.stringify({ ok: tree !== undefined, faults: faults.map((f) => ({ line: f.line, column: f.column, code: f.code, zh: faultText(f, "zh-CN"), en: faultText(f, "en") })), facts: tree ? factsIn(tree).map(ruleNameOf) : [], parameters: tree ? parametersIn(tree) : [] }));
    else if (tree) print(`${file}: sound. Facts: ${factsIn(tree).map(ruleNameOf).join(", ")}. Parameters: ${parametersIn(tree).join(", ") || "none"}.`);
    else print(faults.map((f) => `${file}:${f.line}:${f.column}: ${faultText(f, "zh-CN")}　${faultText(f, "en")}`).join("\n"));
    return tree ? 0 : 2;
  },
};

export const simulateCommand: Command = {
  name: "rules simulate", usage: "rules simulate FILE --region CODE --year N [--purpose P] [--on DATE] [--json]",
  summary: "ask a rule of every household of a place and compare with the rule in force and the register",
  help: "  FILE          a rule (docs/methods/rules.md)\n  --region CODE 2, 4, 6, 9 or 12 digits\n  --year N      year of the records\n  --purpose P   identification (default), exit, monitoring, measure\n  --on DATE     day whose parameters count; default: the last day of the year\n  --list N      print N households that would change, with the reason; default 5\n  --json        {region, year, on, against, totals, places, parameters, milliseconds, sql, changes}\n\nNothing is stored. Exit codes: 0 done, 2 the rule has faults or the arguments are not usable, 3 failed.",
  options: { region: { type: "string" }, year: { type: "string" }, purpose: { type: "string" }, on: { type: "string" }, list: { type: "string" } },
  run: async ({ positionals, values, json, open, say, print }) => {
    const text = textOf(positionals[0]);
    const checked = checkRule(text);
    if (!checked.tree) { say(checked.faults.map((f) => `${positionals[0]}:${f.line}:${f.column}: ${faultText(f, "zh-CN")}　${faultText(f, "en")}`).join("\n")); if (json) print(JSON.stringify({ ok: false, faults: checked.faults })); return 2; }
    if (typeof values["region"] !== "string") throw new Usage("--region CODE is needed");
    const region = parseRegionCode(values["region"]);
    const year = Number(values["year"]);
    if (!(Number.isInteger(year) && year >= 1990 && year <= 2100)) throw new Usage(`--year ${String(values["year"] ?? "")} is no year`);
    const purpose = (purposes as readonly unknown[]).includes(values["purpose"] ?? "identification") ? ((values["purpose"] ?? "identification") as Purpose) : undefined;
    if (!purpose) throw new Usage(`--purpose is one of ${purposes.join(", ")}`);
    const on = typeof values["on"] === "string" ? values["on"] : `${year}-12-31`;
    if (!/^\d{4}-\d{2}-\d{2}$/.test(on)) throw new Usage(`--on ${on} is no date`);
    const list = Number(values["list"] ?? 5);
    if (!(Number.isInteger(list) && list >= 0 && list <= 100_000)) throw new Usage(`--list ${String(values["list"])} is no number of households`);
    const { db } = await open();
    const today = chinaDate(Date.now());
    if (region !== 0 && !await db.asSystem((tx) => regionExists(tx, region))) throw new Usage(`region ${region} does not exist`);
    await fillMissingFacts(db, today);
    const result = await db.asSystem(async (tx) => {
      const law = (await laws(tx, { regions: [Math.floor(region / 1e10) * 1e10, Math.floor(region / 1e8) * 1e8, Math.floor(region / 1e6) * 1e6] })).findLast((l) => l.set.purpose === purpose && formerOf(l, today) !== undefined);
      const former = law && formerOf(law, today);
      const q: Question = { tree: treeOf(text), before: former?.tree, purpose, area: rangeOf(region), year, on };
      const seen = await preview(tx, q);
      const sql = await asSql(tx, q);
      const facts = factsIn(q.tree);
      const rows = list === 0 ? [] : await tx.sql.unsafe<{ code: string | null; region: number; after: number; before: number; registered: number; facts: (number | null)[] }[]>(`
select v.*, y.household_code as code from (
  select f.county, f.household_id, f.region, ${verdictSql(sql.condition)} as after, ${sql.before} as before, ${sql.registered} as registered, to_json(array[${facts.map(keptSql).join(", ")}]::bigint[]) as facts ${sql.rows}) v
  left join registry.household_year y on y.county = v.county and y.household_id = v.household_id and y.year = ${year}
 where (v.before <> 3 and v.after <> v.before) or (v.registered = 1 and v.after <> 1) or (v.registered = 0 and v.after = 1)
 order by v.region, v.household_id limit ${list}`);
      const changes = rows.map((r) => { const of = (locale: "zh-CN" | "en"): string => explain(q.tree, caseAt(q.tree, valuesOf(facts.map((f) => f.key), r.facts), seen.parameters, r.region, on), locale).sentence; return { household: r.code, region: r.region, after: r.after, before: r.before, registered: r.registered, zh: of("zh-CN"), en: of("en") }; });
      return { against: law && former ? { name: law.set.zh, version: former.version } : null, totals: seen.totals, places: await byPlace(tx, seen.counts, region), parameters: seen.parameters, milliseconds: seen.milliseconds, sql: sql.condition, changes };
    });
    if (json) { print(JSON.stringify({ region, year, on, purpose, ...result })); return 0; }
    const t = result.totals;
    print(`${t.households} households of ${year} in ${result.milliseconds} ms, parameters of ${on}\n  met ${t.yes}, not met ${t.no}, cannot be decided ${t.undecided}\n  against the register: met but not registered ${t.missed}, registered but not met ${t.wrong}, registered and undecided ${t.doubtful}${result.against ? `\n  against «${result.against.name}» v${result.against.version}: newly met ${t.gain}, no longer met ${t.lose}, newly undecided ${t.doubt}` : "\n  no rule of this purpose is in force"}`);
    if (result.parameters.length > 0) print(`\n${result.parameters.map((p) => `${p.code} = ${p.value} ${p.unit}, region ${p.region}, from ${p.validFrom}, ${p.source}`).join("\n")}`);
    if (result.changes.length > 0) print(`\n${result.changes.map((r) => `${r.household ?? ""} ${r.region}  ${r.zh}`).join("\n")}`);
    return 0;
  },
};
