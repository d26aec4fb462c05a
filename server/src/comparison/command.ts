/** `diguan compare` takes departments' files in and compares; `diguan compare report` measures the comparison against planted truth. */
import fs from "node:fs";
import path from "node:path";
import { bases, departmentList } from "@diguan/core/comparison/feed.ts";
import { feedOf, feeds } from "@diguan/core/comparison/departments.ts";
import { kindOf } from "@diguan/core/comparison/kinds.ts";
import { countyOf, levelOf, parseRegionCode, rangeOf } from "@diguan/core/region-code.ts";
import { chinaDate } from "@diguan/core/time.ts";
import { Usage, type Command, type Told } from "../command.ts";
import { regionExists } from "../regions/service.ts";
import { takeIn } from "./batches.ts";
import { report, type Share } from "./report.ts";

const text = (values: Told["values"], name: string): string | undefined => { const v = values[name]; return typeof v === "string" ? v : undefined; };

/** A feed by its key, or the only feed of a department. */
function asked(name: string | undefined): NonNullable<ReturnType<typeof feedOf>> {
  const list = feeds.map((f) => f.key).join(", ");
  if (name === undefined) throw new Usage(`--department D is needed: ${list}`);
  const of = feeds.filter((f) => f.department === name || f.zh === name || departmentList.some((d) => d.zh === name && d.key === f.department));
  const found = feedOf(name) ?? (of.length === 1 ? of[0] : undefined);
  if (!found) throw new Usage(of.length > 1 ? `--department ${name} has several files: ${of.map((f) => f.key).join(", ")}` : `--department ${name} is not known: ${list}`);
  return found;
}

export const command: Command = {
  name: "compare", usage: "compare --department D FILE… --region CODE [--basis B] [--snapshot DATE] [--json]",
  summary: "take files of a department in and compare them with the register",
  help: `  --department D  feed or department: ${feeds.map((f) => f.key).join(", ")}
  --region CODE   the county, 6 or 12 digits
  --basis B       legal basis: ${Object.keys(bases).join(", ")} (default: the first that the feed allows)
  --purpose TEXT  what for (default: the feed's declared purpose)
  --snapshot DATE as of when the data hold (default: today)
  --json          {files:[{name, batch, again, profile, found, kept, closed, reopened}], byKind:[{kind, count}]}

The same file again changes nothing. Findings are suspicions; people check and decide them in the desk.
Exit codes: 0 compared, 2 unusable arguments or file, 3 failed.`,
  options: { department: { type: "string" }, region: { type: "string" }, basis: { type: "string" }, purpose: { type: "string" }, snapshot: { type: "string" } },
  run: async (told) => {
    const feed = asked(text(told.values, "department"));
    const region = parseRegionCode(text(told.values, "region") ?? "");
    if (levelOf(region) !== "county") throw new Usage("--region must be a county (6 digits)");
    if (told.positionals.length === 0) throw new Usage("name at least one file");
    const files = told.positionals.map((f) => path.resolve(f));
    for (const f of files) if (!fs.existsSync(f)) throw new Usage(`${f} does not exist`);
    const today = chinaDate(Date.now());
    const snapshotOn = text(told.values, "snapshot") ?? today;
    if (!/^\d{4}-\d{2}-\d{2}$/.test(snapshotOn)) throw new Usage(`--snapshot ${snapshotOn} is no date (2018-11-20)`);
    const { db, crypto } = await told.open();
    if (!await db.asSystem((tx) => regionExists(tx, region))) throw new Usage(`region ${region} does not exist`);
    const done = [];
    for (const file of files) {
      const name = path.basename(file);
      const t = await db.asSystem((tx) => takeIn(tx, crypto, { county: countyOf(region), feed: feed.key, name, basis: text(told.values, "basis") ?? feed.bases[0] ?? "", purpose: text(told.values, "purpose") ?? feed.purpose.zh, snapshotOn, way: "command", today }, file));
      done.push({ name, t });
    }
    const byKind = await db.asSystem((tx) => tx.sql<{ kind: string; count: number }[]>`select kind, count(*)::int as count from comparison.finding where county = ${countyOf(region)} and feed = ${feed.key} and state <> 'closed' group by kind order by kind`);
    if (told.json) {
      told.print(JSON.stringify({ feed: feed.key, files: done.map(({ name, t }) => ({ name, batch: t.id, again: t.again, state: t.state, profile: t.profile, found: t.compared.found, kept: t.compared.kept, closed: t.compared.closed, reopened: t.compared.reopened, seconds: t.compared.seconds })), byKind }));
      return 0;
    }
    for (const { name, t } of done) {
      told.print(`${name}: ${t.again ? "taken in before, nothing changed" : `${t.profile.rows} rows, ${t.profile.byNumber} on the register by number, ${t.profile.byLikeness} by likeness, ${t.profile.notRegistered} of the frame, ${t.profile.badNumber} wrong numbers, ${t.profile.noKey} without, ${t.profile.duplicates} twice`}`);
      if (!t.again) told.print(t.state === "superseded" ? "  older than the data on hand: kept, not compared" : `  ${t.compared.found} new suspicions, ${t.compared.kept} known, ${t.compared.closed} closed, ${t.compared.reopened} reopened, in ${t.compared.seconds} s`);
    }
    for (const k of byKind) told.print(`  ${k.kind.padEnd(5)} ${String(k.count).padStart(6)}  ${kindOf(k.kind)?.zh ?? ""}　${kindOf(k.kind)?.en ?? ""}`);
    return 0;
  },
};

const percent = (s: Share | null): string => (s === null || s.share === null ? "      –" : `${(s.share * 100).toFixed(1).padStart(5)} % (${((s.low ?? 0) * 100).toFixed(1)}–${((s.high ?? 0) * 100).toFixed(1)}; ${s.hits}/${s.of})`);

export const reportCommand: Command = {
  name: "compare report", usage: "compare report [--region CODE] [--json]",
  summary: "evaluation only: recall and precision of the comparison against the planted truth of an invented county",
  help: "  --region CODE  2, 4 or 6 digits; default: everything that has a planted truth\n  --json         {missed, wrongInclusion, anyInclusion, anyOmission, byKind:[{kind, findings, truth, precision, recall}]} with 95 % Wilson intervals\n\nReads demo.truth by the evaluation's role; findings and pages never see it. Exit codes: 0 measured, 2 no truth planted there, 3 failed.",
  options: { region: { type: "string" } },
  run: async ({ values, json, open, print }) => {
    const region = text(values, "region");
    const { db, crypto } = await open();
    const found = await report(db, crypto, rangeOf(region === undefined ? 0 : parseRegionCode(region)));
    if (!found) throw new Usage("no truth is planted there: the report is for invented counties (demonstration) only");
    if (json) { print(JSON.stringify({ evaluationOnly: true, ...found })); return 0; }
    print(`Evaluation only, against the planted truth of ${found.counties.join(", ")} (95 % Wilson intervals)\n`);
    print(`missed poor households found          ${percent(found.missed)}\nwrongly included households found     ${percent(found.wrongInclusion)}\nhouseholds under hard suspicion: wrong ${percent(found.anyInclusion)}\ncandidates for the missed: missed      ${percent(found.anyOmission)}\n`);
    print("kind  findings  precision                       recall                          truth");
    for (const k of found.byKind) print(`${k.kind.padEnd(5)} ${String(k.findings).padStart(8)}  ${percent(k.precision).padEnd(30)}  ${percent(k.recall).padEnd(30)}  ${k.truth ?? "none planted"}  ${k.zh}　${k.en}`);
    return 0;
  },
};
