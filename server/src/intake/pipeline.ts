/**
 * The import from end to end (issue 2 item 6): read → understand → preview or commit. Rows never pass through a staging table:
 * the sealed upload is read again when needed, in the same order, so that a commit that was killed goes on from its checkpoint.
 * Each chunk of households is one transaction with its findings and its checkpoint. Idempotent by fingerprints of the rows.
 */
import type { Foreign } from "@diguan/core/intake/foreign.ts";
import { absentFrom } from "@diguan/core/quality/absent.ts";
import { defaultSettings } from "@diguan/core/quality/parameters.ts";
import type { QualityContext } from "@diguan/core/quality/rule.ts";
import { Problem } from "@diguan/core/problem.ts";
import { chinaDate } from "@diguan/core/time.ts";
import { audit } from "../audit.ts";
import type { FieldCrypto } from "../access/crypto.ts";
import { everywhere, type Db, type Scope, type Tx, type Where } from "../postgres/pool.ts";
import { mayCopy } from "../registry/bulk.ts";
import { contextOf } from "../registry/context.ts";
import { refreshFacts } from "../identification/service.ts";
import { refreshCounty } from "../overview/service.ts";
import { checkArea, noteNotCollected } from "../quality/service.ts";
import { addChunk, batchOf, doneChunks, dropFindings, endBatch, moveBatch, ruleCounts, tellProgress, uploadKey, type Batch, type Options, type Report } from "./batches.ts";
import { noCounts, type ChunkContext, type Counts } from "./chunk.ts";
import { chunkHouseholds, limitInfo, runChunk, Threads, type Lane } from "./lanes.ts";
import { foreignCodes, savedMapping } from "./mappings.ts";
import { householdsHere, partsOf, type Parts } from "./share.ts";
import { stage, type Staged } from "./stage.ts";
import { createRegions } from "./tree.ts";
import { undoBatch } from "./undo.ts";
import { understand, type Understood } from "./understand.ts";
import { scratchOf, withUpload } from "./uploads.ts";
import { settleVillages } from "./villages.ts";

/** What an import needs of its surroundings; the same in the server's worker and on the command line. */
export interface Host { readonly db: Db; readonly crypto: FieldCrypto; readonly dataDir: string; readonly now: () => number; /** where threads of the import find the database; without it there are none */ readonly where?: Where }
export type Operation = "preview" | "commit" | "undo";
export type OnProgress = (phase: string, done: number, total: number) => void;

/** Bytes of a file from which on threads are worth their start. */
const threadsFrom = 2 ** 22;
/** The income per head is known where any part of the income is. */
const incomeParts = ["wageFen", "operatingFen", "propertyFen", "transferFen", "perCapitaFen"];
/** What the comparisons look rows up by. */
const keyColumns = "registry.household_year (county, household_id, year, region, valid, phone_idx, account_idx), registry.member_year (county, member_id, household_id, year, region, active, cert_idx, cert_fault, phone_idx, student), registry.household (county, id), registry.member (county, id, household_id), quality.finding (county, household_id, year, region, rule, over_area)";
const scopeOf = (b: Batch): Scope => ({ lo: b.region, hi: b.scopeHi });
const scoped = (tx: Tx, b: Batch): Tx => ({ ...tx, scope: scopeOf(b) });

/** Does one operation on a batch; another process that is at it already is left alone (answer false). */
export async function runBatch(host: Host, id: string, operation: Operation, onProgress: OnProgress = () => {}): Promise<boolean> {
  const connection = await host.db.owner.reserve();
  try {
    const [lock] = await connection<{ got: boolean }[]>`select pg_try_advisory_lock(hashtextextended(${`intake ${id}`}, 0)) as got`;
    if (!lock?.got) return false;
    try {
      await new Run(host, id, onProgress).do(operation);
    } finally { await connection`select pg_advisory_unlock(hashtextextended(${`intake ${id}`}, 0))`; }
    return true;
  } finally { connection.release(); }
}

class Stopped extends Error {}

class Run {
  readonly #host: Host;
  readonly #id: string;
  readonly #tell: OnProgress;
  #lastTold = 0;
  #threads: Threads | undefined;
  #stop = false;

  constructor(host: Host, id: string, tell: OnProgress) {
    this.#host = host;
    this.#id = id;
    this.#tell = tell;
  }

  async do(operation: Operation): Promise<void> {
    const batch = await this.#system((tx) => batchOf(tx, this.#id));
    try {
      if (operation === "undo") { await this.#undo(batch); return; }
      await this.#system((tx) => (operation === "preview" ? moveBatch(tx, this.#id, ["uploaded", "previewed", "failed", "reading", "cancelled"], "reading", "预览") : moveBatch(tx, this.#id, ["uploaded", "previewed", "committing", "failed", "cancelled", "undone"], "committing", "导入")));
      await withUpload(this.#host.dataDir, this.#id, uploadKey(this.#host.crypto, batch), (path) => this.#import(batch, path, operation === "preview"));
    } catch (e) {
      if (e instanceof Stopped) { await this.#cancelled(operation); return; }
      const problem = e instanceof Problem ? { code: e.code, details: e.details } : { code: "server.failed", details: { id: this.#id.slice(0, 8) } };
      await this.#system((tx) => endBatch(tx, this.#id, "failed", { problem }));
      throw e;
    }
  }

  #system<T>(act: (tx: Tx) => Promise<T>): Promise<T> { return this.#host.db.asSystem(act); }

  /** Tells the page at most three times a second; notices a wish to stop. */
  #progress(phase: string, done: number, total: number): void {
    this.#tell(phase, done, total);
    const now = this.#host.now();
    if (now - this.#lastTold < 300) return;
    this.#lastTold = now;
    void this.#system((tx) => tellProgress(tx, this.#id, phase, done, total)).then((stop) => { this.#stop ||= stop; }, () => {});
  }

  async #import(batch: Batch, path: string, dry: boolean): Promise<void> {
    const { where, dataDir } = this.#host;
    this.#threads = where && batch.fileBytes > threadsFrom ? new Threads(dataDir, where) : undefined;
    try { await this.#read(batch, path, dry); } finally { await this.#threads?.end(); }
  }

  async #read(batch: Batch, path: string, dry: boolean): Promise<void> {
    const [saved, foreign] = await this.#system(async (tx) => [await savedMapping(scoped(tx, batch)), await foreignCodes(tx, batch.options.system)] as const);
    const u = await understand(path, batch.fileName, scratchOf(this.#host.dataDir), { mapping: batch.mapping, saved, year: batch.options.year, foreign, codeFor: (words) => `T${this.#host.crypto.blindIndex("household code", words).toString("hex", 0, 6).toUpperCase()}`, thisYear: Number(chinaDate(this.#host.now()).slice(0, 4)) }, (share) => {
      this.#progress("read", Math.round(share * 1000), 1000);
      if (this.#stop) throw new Stopped();
    });
    try { await this.#process(batch, u, dry, foreign); } finally { u.close(); }
  }

  async #process(batch: Batch, u: Understood, dry: boolean, foreign: Foreign | undefined): Promise<void> {
    const resumed = !dry && (batch.state === "committing" || batch.state === "failed") && batch.places !== null;
    const staged = await this.#system((tx) => stage(tx, u, batch.fileName, batch.options, scopeOf(batch), resumed ? batch.places : null));
    const report: Report = { sheets: u.sheets, newRegions: resumed ? batch.report.newRegions ?? [] : staged.proposed.map((r) => ({ code: r.code, name: r.name, level: r.level })), years: staged.years, counties: staged.counties };
    if (!resumed) await this.#begin(batch, u, staged, report, dry);
    const x = await this.#context(batch, u, staged, dry);
    const counts = noCounts();
    const done = await this.#system((tx) => doneChunks(tx, this.#id));
    for (const c of done.values()) add(counts, c);
    const ordinals = Array.from({ length: Math.ceil(staged.groups.count / chunkHouseholds) }, (_, i) => i + 1).filter((n) => !done.has(n));
    let finished = 0;
    const work = await this.#lanes({ batch, x, dry, parts: () => partsOf(u, staged, foreign), households: staged.groups.count });
    const lane = async (run: Lane): Promise<void> => {
      for (let n = ordinals.shift(); n !== undefined; n = ordinals.shift()) {
        if (this.#stop) throw new Stopped();
        add(counts, await run(n));
        this.#progress(dry ? "check" : "commit", counts.rows, u.rows);
        // tables that were empty a moment ago have no statistics; without them every look-up by key would read them whole
        if (!dry && (++finished === 2 || finished === 12)) await this.#host.db.owner.unsafe(`analyze ${keyColumns}`);
      }
    };
    const ends = await Promise.allSettled(work.map(lane));
    for (const end of ends) if (end.status === "rejected") throw end.reason;
    if (!dry) await this.#finish(batch, staged);
    await this.#system(async (tx) => {
      await endBatch(tx, this.#id, dry ? "previewed" : "committed", { counts, report: { ...report, rules: await ruleCounts(tx, this.#id) } });
      if (!dry) await audit(tx, "import", "intake", { region: batch.region, target: this.#id, detail: { file: batch.fileName, by: batch.byName, ...counts } });
    });
  }

  /** Threads where the file is large; else two chunks at a time here: while the database writes one, the other is prepared. */
  async #lanes(job: { readonly batch: Batch; readonly x: ChunkContext; readonly dry: boolean; readonly parts: () => Parts; readonly households: number }): Promise<Lane[]> {
    if (this.#threads && job.households > chunkHouseholds * 2) return this.#threads.begin(job);
    const here: Lane = (n) => runChunk(this.#host.db, job.batch, job.x, n, { dry: job.dry, households: job.households });
    return [here, here];
  }

  /** First transaction of a batch: places fixed and made, findings of the file itself, villages. */
  async #begin(batch: Batch, u: Understood, staged: Staged, report: Report, dry: boolean): Promise<void> {
    await this.#system(async (tx) => {
      await dropFindings(tx, this.#id);
      if (!dry) await createRegions(scoped(tx, batch), staged.proposed, this.#id);
      const villages = await settleVillages(scoped(tx, batch), u, staged, this.#id, dry);
      const counts = { ...villages.counts };
      const lost = u.rejected + staged.groups.rejected + staged.rejectedVillages;
      counts.rows += lost;
      counts.rejected += lost;
      await addChunk(tx, batch, 0, limitInfo([...u.findings, ...villages.findings]), counts);
      await tx.sql`
        update intake.batch set places = ${dry ? null : tx.sql.json({ places: staged.plan.places, refused: [...staged.plan.refused] } as never)}, report = ${tx.sql.json(report as never)}
         where id = ${this.#id}`;
    });
  }

  async #context(batch: Batch, u: Understood, staged: Staged, dry: boolean): Promise<ChunkContext> {
    const today = chinaDate(this.#host.now());
    const contexts = new Map<string, QualityContext>();
    const scope = scopeOf(batch);
    const direct = scope.lo === everywhere.lo && scope.hi === everywhere.hi && await this.#system(mayCopy);
    // a column that the file does not have is told once, not for every household
    const absent = absentFrom((of, key) => u.plans.some((p) => p !== undefined && (key === "perCapitaFen" ? incomeParts : [key]).some((k) => p.column(of, k) >= 0)));
    await this.#system(async (tx) => {
      for (const county of staged.counties) for (const year of staged.years) {
        if (!dry) await noteNotCollected(tx, county, year, absent);
        const ctx = await contextOf(tx, county * 1_000_000, year, today);
        contexts.set(`${county}|${year}`, dry ? { ...ctx, absent: new Set([...ctx.absent ?? [], ...absent]) } : ctx);
      }
    });
    return {
      file: householdsHere(u, staged), crypto: this.#host.crypto, today, scope, direct, sharedCertificates: staged.sharedCertificates, takenCodes: staged.takenCodes,
      by: { batchId: this.#id, accountId: batch.accountId, byName: batch.byName, byRole: batch.byRole },
      contexts,
    };
  }

  /** Figures of villages, and the rules that compare households, once for the whole file. */
  async #finish(batch: Batch, staged: Staged): Promise<void> {
    this.#tell("count", 0, staged.counties.length);
    // without statistics the comparisons of a county are planned as if it were empty (100 s instead of 50 ms)
    await this.#host.db.owner.unsafe(`analyze ${keyColumns}`);
    for (const county of staged.counties) {
      await this.#system(async (tx) => { await refreshCounty(tx, county); await refreshFacts(tx, county, { years: staged.years, today: chinaDate(this.#host.now()) }); });
      for (const year of staged.years) {
        await this.#system(async (tx) => {
          const ctx = await contextOf(tx, county * 1_000_000, year, chinaDate(this.#host.now()));
          await checkArea(tx, { county, lo: county * 1_000_000, hi: county * 1_000_000 + 999_999, year }, { settings: ctx.settings ?? defaultSettings, lineFen: ctx.lineFen }, { today: chinaDate(this.#host.now()), batchId: batch.id });
        });
      }
    }
  }

  async #cancelled(operation: Operation): Promise<void> {
    const batch = await this.#system((tx) => batchOf(tx, this.#id));
    // what was already committed is taken back: a cancelled import leaves nothing
    if (operation === "commit" && batch.places !== null) await undoBatch(this.#host, batch, this.#tell);
    await this.#system((tx) => endBatch(tx, this.#id, "cancelled"));
  }

  async #undo(batch: Batch): Promise<void> {
    await this.#system((tx) => moveBatch(tx, this.#id, ["committed", "undoing", "failed", "cancelled", "committing"], "undoing", "撤销"));
    const undo = await undoBatch(this.#host, batch, this.#tell);
    await this.#system(async (tx) => {
      await endBatch(tx, this.#id, "undone", { report: { ...batch.report, undo } });
      await tx.sql`update intake.batch set places = null where id = ${this.#id}`;
      await audit(tx, "undo", "intake", { region: batch.region, target: this.#id, detail: { file: batch.fileName, restored: undo.restored, kept: undo.kept.length } });
    });
  }
}

function add(sum: Counts, more: Counts): void { for (const key of Object.keys(sum) as (keyof Counts)[]) sum[key] += more[key]; }

export type { Options };
