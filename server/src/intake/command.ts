/** `diguan import`: the same import as in the wizard, for files on this machine (issue 2: command line that must exist). */
import fs from "node:fs";
import path from "node:path";
import { columnLabel } from "@diguan/core/intake/columns.ts";
import { tellFinding } from "@diguan/core/intake/tell.ts";
import { Problem } from "@diguan/core/problem.ts";
import { parseRegionCode, rangeOf } from "@diguan/core/region-code.ts";
import { Usage, type Command, type Told } from "../command.ts";
import { everywhere, type Tx } from "../postgres/pool.ts";
import { addBatch, batchOf, findingsChunk, newBatchId, type Batch, type KeptFinding, type Options } from "./batches.ts";
import { writeErrorWorkbook } from "./errors.ts";
import { kindOf } from "./read/file.ts";
import { launcher } from "./launch.ts";
import type { Host, Operation } from "./pipeline.ts";
import { sha256 } from "./hash.ts";
import { dropUpload, keepUpload } from "./uploads.ts";
import type { Correction } from "./understand.ts";

const help = `Reads .xlsx and .csv (UTF-8, GB18030, UTF-16) in the layout of the national export; headings are recognised.
Rows that cannot be taken are listed with their reason; everything else is taken, faults become findings.

  --year N             year of the rows, when the file does not say
  --region CODE        place of rows that name none; rows outside it are not taken (2, 4, 6, 9 or 12 digits)
  --no-create-regions  do not make provisional regions for unknown places
  --system NAME        codes are those of another system (registry.code_mapping), e.g. minzheng-gbt4761
  --mapping FILE       JSON {"sheet name": {"kind": "persons", "headings": {"heading": "member.name"}}}
  --dry-run            read and check only, write nothing
  --resume ID          go on with an import that was interrupted
  --undo ID            take an import back as one act
  --error-workbook OUT the same file with a column of reasons, .xlsx (of one file)

The id of the batch (for --resume and --undo) is told on standard error.
Exit codes: 0 the file was taken (also with findings), 2 unusable arguments or file, 3 failed.`;

const text = (told: Told, name: string): string | undefined => { const v = told.values[name]; return typeof v === "string" && v !== "" ? v : undefined; };

function optionsOf(told: Told): Options {
  const year = text(told, "year");
  if (year !== undefined && !/^(19|20)\d{2}$/.test(year)) throw new Usage(`--year needs four digits, not «${year}»`);
  const region = text(told, "region");
  const system = text(told, "system");
  return { createRegions: told.values["no-create-regions"] !== true, ...(year === undefined ? {} : { year: Number(year) }), ...(region === undefined ? {} : { region: parseRegionCode(region) }), ...(system === undefined ? {} : { system }) };
}

function mappingOf(told: Told): Record<string, Correction> {
  const file = text(told, "mapping");
  if (file === undefined) return {};
  try { return JSON.parse(fs.readFileSync(file, "utf8")) as Record<string, Correction>; } catch (e) { throw new Usage(`--mapping ${file}: ${(e as Error).message}`); }
}

/** A batch for a file; an import of the same file that was cut off is taken up again instead. */
async function batchFor(told: Told, host: Host, file: string, dry: boolean): Promise<string> {
  const at = path.resolve(file);
  if (!fs.existsSync(at) || !fs.statSync(at).isFile()) throw new Usage(`there is no file ${file}`);
  const name = path.basename(at);
  await kindOf(at, name);
  const options = optionsOf(told);
  const scope = options.region === undefined ? everywhere : rangeOf(options.region);
  const digest = await sha256(at);
  const open = dry ? undefined : await host.db.asSystem(async (tx) => (await tx.sql<{ id: string }[]>`
    select id from intake.batch where file_sha256 = ${digest} and state = 'committing' and account_id is null and options = ${tx.sql.json(options as never)} and region = ${scope.lo} order by created_at desc limit 1`)[0]);
  if (open) { told.say(`going on with the interrupted import ${open.id}`); return open.id; }
  const id = newBatchId();
  const kept = await keepUpload(host.dataDir, id, fs.createReadStream(at));
  await host.db.asSystem((tx) => addBatch(tx, host.crypto, { id, fileName: name, kept, options, mapping: mappingOf(told), scope }));
  return id;
}

async function run(told: Told): Promise<number> {
  const [resume, undo] = [text(told, "resume"), text(told, "undo")];
  const files = told.positionals;
  if (files.length === 0 && resume === undefined && undo === undefined) throw new Usage("name at least one file, or --resume ID, or --undo ID");
  for (const id of [resume, undo]) if (id !== undefined && !/^[0-9a-f-]{36}$/.test(id)) throw new Usage(`«${id}» is no batch id`);
  for (const file of files) if (!fs.existsSync(file)) throw new Usage(`there is no file ${file}`);
  if (files.length > 1 && text(told, "error-workbook") !== undefined) throw new Usage("--error-workbook goes with one file");
  const { db, crypto } = await told.open();
  const host: Host = { db, crypto, dataDir: told.config.dataDir, now: () => Date.now() };
  const dry = told.values["dry-run"] === true;
  if (undo !== undefined || resume !== undefined) return end(told, host, [await work(told, host, undo ?? resume ?? "", undo === undefined ? "commit" : "undo")], undo === undefined ? "commit" : "undo");
  const done: Done[] = [];
  const start = host.now();
  for (const file of files) {
    try { done.push(await work(told, host, await batchFor(told, host, file, dry), dry ? "preview" : "commit")); } catch (e) {
      if (told.json && e instanceof Problem) printRefusal(told, e, (host.now() - start) / 1000);
      throw e;
    }
  }
  const code = await end(told, host, done, dry ? "preview" : "commit");
  if (dry) for (const { batch } of done) { await db.asSystem(async (tx) => { await tx.sql`delete from intake.batch where id = ${batch.id}`; }); dropUpload(host.dataDir, batch.id); }
  return code;
}

/** A file that is refused whole, in the same shape, so that a program reads the reason where it reads everything else. */
function printRefusal(told: Told, problem: Problem, seconds: number): void {
  told.print(JSON.stringify({ rows: 0, persons: 0, households: 0, created: 0, updated: 0, unchanged: 0, rejected: 0, findings: [{ sheet: "", row: 0, column: "", rule: problem.code, severity: "E", message: problem.message }], seconds: Math.round(seconds * 100) / 100 }));
}

interface Done { readonly batch: Batch; readonly seconds: number; readonly did: boolean }

async function work(told: Told, host: Host, id: string, operation: Operation): Promise<Done> {
  const start = host.now();
  let last = 0;
  told.say(`batch ${id}`);
  const did = await launcher({ config: told.config, db: host.db })(id, operation, (phase, done, total) => {
    if (told.json || host.now() - last < 1000) return;
    last = host.now();
    told.say(`${phase} ${total > 0 ? Math.floor((done / total) * 100) : 0} %`);
  });
  if (!did) told.say(`another process is working on ${id}`);
  return { did, batch: await host.db.asSystem((tx) => batchOf(tx, id)), seconds: Math.round((host.now() - start) / 10) / 100 };
}

async function end(told: Told, host: Host, done: readonly Done[], operation: Operation): Promise<number> {
  if (done.some((d) => !d.did)) return 3;
  const out = text(told, "error-workbook");
  const [first] = done;
  if (out !== undefined && operation !== "undo" && first) await writeErrorWorkbook(host, first.batch, out);
  if (operation === "undo") for (const { batch, seconds } of done) tellUndo(told, batch, seconds);
  else if (told.json) await printJson(told, host, done);
  else for (const { batch, seconds } of done) tellPeople(told, batch, seconds, operation === "preview");
  return 0;
}

function tellUndo(told: Told, batch: Batch, seconds: number): void {
  const undo = batch.report.undo ?? { restored: 0, kept: [] };
  if (told.json) { told.print(JSON.stringify({ ...undo, seconds })); return; }
  told.print(`${undo.restored} households restored${undo.kept.length > 0 ? `, ${undo.kept.length} left because they were changed since: ${undo.kept.slice(0, 20).map((k) => k.code).join(", ")}` : ""} (${seconds} s)`);
}

function tellPeople(told: Told, batch: Batch, seconds: number, dry: boolean): void {
  const c = batch.counts;
  told.print(`${batch.fileName}: ${c.rows ?? 0} rows, ${c.households ?? 0} households, ${c.persons ?? 0} persons${dry ? " (nothing written)" : ""}\n  created ${c.created ?? 0}, updated ${c.updated ?? 0}, unchanged ${c.unchanged ?? 0}, rejected ${c.rejected ?? 0} in ${seconds} s${dry ? "" : `; batch ${batch.id}`}`);
  for (const r of (batch.report.rules ?? []).slice(0, 40)) told.print(`  ${r.severity.padEnd(4)} ${r.rule.padEnd(7)} ${r.count}`);
}

/** One document for all files, printed piece by piece: a faulty file of a county has hundreds of thousands of findings. */
async function printJson(told: Told, host: Host, done: readonly Done[]): Promise<void> {
  const keys = ["rows", "persons", "households", "created", "updated", "unchanged", "rejected"] as const;
  const sums = Object.fromEntries(keys.map((k) => [k, done.reduce((n, d) => n + (d.batch.counts[k] ?? 0), 0)]));
  told.print(`${JSON.stringify(sums).slice(0, -1)},"findings":[`);
  let first = true;
  for (const { batch } of done) {
    await eachFinding((act) => host.db.asSystem(act), batch, (f) => {
      told.print(`${first ? "" : ","}${JSON.stringify(f)}`);
      first = false;
    });
  }
  told.print(`],"seconds":${Math.round(done.reduce((n, d) => n + d.seconds, 0) * 100) / 100}}`);
}

export interface TellableFinding { readonly sheet: string; readonly row: number; readonly column: string; readonly rule: string; readonly severity: string; readonly message: string }

/** Findings of a batch in words, in the order of the file. */
export async function eachFinding(within: <T>(act: (tx: Tx) => Promise<T>) => Promise<T>, batch: Batch, take: (f: TellableFinding) => void): Promise<void> {
  const sheets = new Map((batch.report.sheets ?? []).map((s) => [s.sheet, s]));
  for (let after = -1; ;) {
    const chunk = await within((tx) => findingsChunk(tx, batch.id, after));
    if (!chunk) return;
    after = chunk.ordinal;
    for (const [sheet, row, column, rule, severity, args] of chunk.findings as KeptFinding[]) {
      const of = sheets.get(sheet);
      take({ sheet: of?.name ?? "", row, column: columnLabel(column, of?.columns ?? []), rule, severity, message: tellFinding(rule, args, "zh-CN") });
    }
  }
}

export const command: Command = {
  name: "import", usage: "import FILE…", summary: "import spreadsheets of the registry (.xlsx, .csv)", help,
  options: {
    year: { type: "string" }, region: { type: "string" }, "create-regions": { type: "boolean" }, "no-create-regions": { type: "boolean" }, "dry-run": { type: "boolean" },
    mapping: { type: "string" }, system: { type: "string" }, resume: { type: "string" }, undo: { type: "string" }, "error-workbook": { type: "string" },
  },
  run,
};
