/** `diguan procedure …`: the procedures in force at a place, the cases under way, and a province's own definition checked before it is put in force. */
import fs from "node:fs";
import { parseRegionCode } from "@diguan/core/region-code.ts";
import { Problem } from "@diguan/core/problem.ts";
import { chinaDate } from "@diguan/core/time.ts";
import { Usage, type Command } from "../command.ts";
import { definitionsAt, readDefinition, termsAt } from "./definitions.ts";
import { board, exportCases } from "./list.ts";

const regionOf = (value: string | boolean | undefined): number => (typeof value === "string" ? parseRegionCode(value) : 0);

export const listCommand: Command = {
  name: "procedure list", usage: "procedure list [--region CODE] [--all] [--json]",
  summary: "the public procedures in force at a place and the cases under way, by village and step",
  help: "  --region CODE  2, 4, 6, 9 or 12 digits; default: the whole country\n  --all          each case in a line, those that are over too\n  --json         {today, definitions:[{id, version, region, purpose, zh, en, source, steps:[…]}], counts, cells:[{region, village, definition, step, n, overdue, objections, nearest}], cases?}\n\nExit codes: 0 listed, 2 unusable arguments, 3 failed.",
  options: { region: { type: "string" }, all: { type: "boolean" } },
  run: async ({ values, json, open, print }) => {
    const region = regionOf(values["region"]);
    const { db } = await open();
    const today = chinaDate(Date.now());
    await db.asSystem(async (tx) => {
      const definitions = await definitionsAt(tx, region, today);
      const shown = await board(tx, { region }, today);
      const cases = [];
      if (values["all"] === true) for await (const page of exportCases(tx, { region, status: "all" }, today)) cases.push(...page);
      if (json) {
        print(JSON.stringify({ today, definitions: definitions.map((d) => ({ ...d.body, region: d.region, validFrom: d.validFrom })), counts: shown.counts, cells: shown.cells, ...(values["all"] === true ? { cases } : {}) }));
        return;
      }
      print(`procedures in force on ${today}\n${definitions.map((d) => `  ${d.id.padEnd(24)} v${String(d.version).padEnd(3)} ${d.body.zh}　${d.body.en}　(${d.body.steps.length} steps; ${d.source})`).join("\n")}`);
      print(`\n${shown.counts.open} cases under way, ${shown.counts.overdue} overdue, ${shown.counts.objections} objections to check, ${shown.counts.finished} completed, ${shown.counts.rejected} refused`);
      if (shown.cells.length > 0) print(`\nvillage       cases  overdue  step\n${shown.cells.map((c) => `${String(c.region).padEnd(12)} ${String(c.n).padStart(6)} ${String(c.overdue).padStart(8)}  ${c.village}　${c.definition}.${c.step}`).join("\n")}`);
      if (cases.length > 0) print(`\n${cases.map((c) => `${c.number}  ${c.status.padEnd(9)} ${c.village}　${c.name}　${c.step?.zh ?? c.overOn ?? ""}`).join("\n")}`);
    });
    return 0;
  },
};

export const checkCommand: Command = {
  name: "procedure check", usage: "procedure check FILE.json [--region CODE] [--json]",
  summary: "is a province's own definition of a procedure usable? Steps, meetings, notices, objections and days are checked; nothing is stored",
  help: "  FILE.json      a definition, or an array of them (docs/procedure.md)\n  --region CODE  place whose policy parameters give the days; default: the nation\n  --json         {definitions:[{id, usable, faults:[sentence]}]}\n\nExit codes: 0 all are usable, 2 one is not, or the arguments or the file cannot be used, 3 failed.",
  options: { region: { type: "string" } },
  run: async ({ values, positionals, json, open, print }) => {
    const [file] = positionals;
    if (file === undefined) throw new Usage("name the file with the definition");
    let written: unknown;
    try { written = JSON.parse(fs.readFileSync(file, "utf8")); } catch (e) { throw new Usage(`${file} cannot be read as JSON: ${(e as Error).message}`); }
    const { db } = await open();
    const { terms } = await db.asSystem((tx) => termsAt(tx, regionOf(values["region"]), chinaDate(Date.now())));
    const results = (Array.isArray(written) ? written : [written]).map((d: unknown) => {
      const id = typeof d === "object" && d !== null && "id" in d ? String(d.id) : "?";
      try { readDefinition(d, terms); return { id, usable: true, faults: [] as string[] }; } catch (e) {
        if (!(e instanceof Problem)) throw e;
        return { id, usable: false, faults: String(e.details["detail"] ?? e.message).split(/[；;] ?/) };
      }
    });
    print(json ? JSON.stringify({ definitions: results }) : results.map((r) => `${r.id}: ${r.usable ? "usable" : "not usable"}${r.faults.map((f) => `\n  ${f}`).join("")}`).join("\n"));
    return results.every((r) => r.usable) ? 0 : 2;
  },
};
