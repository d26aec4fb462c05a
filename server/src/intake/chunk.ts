/**
 * One chunk of households of a file: assembled, compared with the registry, checked by the rules, written – in the caller's
 * transaction, together with its findings and the checkpoint, so that a killed import is resumed without loss or doubling.
 */
import { note, type ImportSeverity } from "@diguan/core/intake/findings.ts";
import { assemble, locate, type Assembled, type Located, type SourceRow } from "@diguan/core/intake/household.ts";
import { shortened } from "@diguan/core/intake/clean.ts";
import type { SheetPlan } from "@diguan/core/intake/plan.ts";
import { checkHousehold } from "@diguan/core/quality/check.ts";
import type { Finding, QualityContext } from "@diguan/core/quality/rule.ts";
import { countyOf } from "@diguan/core/region-code.ts";
import { householdId, memberId, type FieldCrypto } from "../access/crypto.ts";
import type { Scope, Tx } from "../postgres/pool.ts";
import { recordFindings, type Checked } from "../quality/service.ts";
import { contentOf, Encoding, readSnapshots, writeEncoded, writeFresh } from "../registry/bulk.ts";
import { alter, create, leave, type By, type Merged, type RowFate, type Wanted } from "./merge.ts";

export interface Counts { rows: number; persons: number; households: number; created: number; updated: number; unchanged: number; rejected: number }
export const noCounts = (): Counts => ({ rows: 0, persons: 0, households: 0, created: 0, updated: 0, unchanged: 0, rejected: 0 });

/** The households of a file by number, and their rows by index. */
export interface HouseholdRows {
  /** Person rows of household `g` in the order of the file. */ rows(g: number): readonly number[];
  /** Its rows of household sheets. */ extra(g: number): readonly number[];
  code(g: number): string; year(g: number): number; region(row: number): number;
  rowNumber(row: number): number; plan(row: number): SheetPlan; cells(row: number): readonly string[];
}

export interface ChunkContext {
  readonly file: HouseholdRows; readonly crypto: FieldCrypto; readonly by: By; readonly scope: Scope; readonly today: string;
  /** Rows whose certificate number stands in another household of the file. */ readonly sharedCertificates: ReadonlyMap<number, readonly number[]>;
  /** Rows whose person code belongs to an earlier row of another household. */ readonly takenCodes: ReadonlyMap<number, number>;
  /** New households may go the fast way (`writeFresh`). */ readonly direct: boolean;
  /** What the rules must know, by county|year. */ readonly contexts: ReadonlyMap<string, QualityContext>;
}

/** Where a row stands, without its cells: thousands of households are kept while a chunk is written. */
export type Line = Pick<SourceRow, "plan" | "row">;
export interface Prepared { readonly g: number; readonly wanted: Wanted | undefined; readonly findings: Located[]; readonly rejected: number; readonly rows: number }

/** Reads the rows of one household; no database. */
function prepare(x: ChunkContext, g: number): Prepared {
  const { file } = x;
  const findings: Located[] = [];
  let rejected = 0;
  const indexOf = new Map<SourceRow, number>();
  const sources: SourceRow[] = [];
  const all = file.rows(g);
  for (const i of all) {
    const source = sourceOf(file, i, file.region(i));
    const first = x.takenCodes.get(i);
    if (first !== undefined) { rejected++; findings.push(locate(source, source.plan.column("member", "memberCode"), note("IM-09", { code: shortened(source.cells[source.plan.column("member", "memberCode")] ?? ""), first }))); continue; }
    indexOf.set(source, i);
    sources.push(source);
  }
  if (sources.length === 0) return { g, wanted: undefined, findings, rejected, rows: all.length };
  const a = assemble(file.code(g), file.year(g), sources, file.extra(g).map((i) => sourceOf(file, i, 0)));
  for (const f of a.findings) findings.push(f);
  rejected += a.rejected;
  if (x.sharedCertificates.size > 0) for (const row of a.rows) {
    const others = x.sharedCertificates.get(indexOf.get(row) ?? -1);
    if (others) findings.push(shared(row, others.map((o) => `第 ${file.rowNumber(o)} 行`).join("、"), others.length));
  }
  return { g, wanted: a.case ? wantedOf(x, a, a.case) : undefined, findings, rejected, rows: all.length };
}

const sourceOf = (file: HouseholdRows, i: number, region: number): SourceRow => ({ plan: file.plan(i), row: file.rowNumber(i), cells: file.cells(i), region });

/** DQ-008 with the place of the other row. */
const shared = (row: Line, where: string, count: number): Located => ({ sheet: row.plan.sheet, row: row.row, column: row.plan.column("member", "certNo"), rule: "DQ-008", severity: "E", args: { count, level: "county", where: shortened(where, 80) } });

function wantedOf(x: ChunkContext, a: Assembled, c: NonNullable<Assembled["case"]>): Wanted {
  const county = countyOf(c.region);
  return {
    county, id: householdId(county, c.household.householdCode), case: c, lines: a.rows.map(lineOf), basis: lineOf(a.basis), householdKeys: a.householdKeys, memberKeys: a.memberKeys, memberIds: c.members.map((m) => memberId(county, m.memberCode)),
    hash: x.crypto.blindIndex("row", contentOf(c)),
  };
}

const lineOf = ({ plan, row }: SourceRow): Line => ({ plan, row });

/** Fingerprints of the households (members included) as they were last imported; absent = not in the registry this year. */
async function knownHashes(tx: Tx, county: number, year: number, ids: readonly string[]): Promise<ReadonlyMap<string, Uint8Array | null>> {
  const rows = await tx.sql<{ id: string; hash: Uint8Array | null }[]>`select household_id as id, row_hash as hash from registry.household_year where county = ${county} and year = ${year} and household_id = any (${ids as string[]}::uuid[])`;
  return new Map(rows.map((r) => [r.id, r.hash]));
}

const unchanged = (w: Wanted, known: ReadonlyMap<string, Uint8Array | null>): boolean => { const hash = known.get(w.id); return hash !== null && hash !== undefined && Buffer.compare(hash, w.hash) === 0; };

export interface ChunkResult { readonly counts: Counts; readonly findings: readonly Located[] }

/** What a chunk has come to so far. */
interface Outcome { readonly counts: Counts; /** of each household, in the order of the file */ readonly findings: Map<number, Located[]>; readonly checked: Checked[]; readonly lineOfMember: Map<string, Line>; readonly fresh: Encoding; readonly rest: Encoding }

/**
 * Reads, compares, checks and (unless `dry`) writes the households of these numbers. New ones, nearly all of a first import, are
 * encoded one by one as they are read, so that their records need not be kept.
 */
export async function settle(tx: Tx, x: ChunkContext, groups: readonly number[], dry: boolean): Promise<ChunkResult> {
  const o: Outcome = { counts: noCounts(), findings: new Map(groups.map((g) => [g, []])), checked: [], lineOfMember: new Map(), fresh: new Encoding(x.crypto), rest: new Encoding(x.crypto) };
  const byYear = new Map<string, number[]>();
  for (const g of groups) {
    const key = `${countyOf(x.file.region(x.file.rows(g)[0] ?? 0))}|${x.file.year(g)}`;
    const list = byYear.get(key);
    if (list) list.push(g); else byYear.set(key, [g]);
  }
  for (const [key, list] of byYear) {
    const [county = 0, year = 0] = key.split("|").map(Number);
    const known = await knownHashes(tx, county, year, list.map((g) => householdId(county, x.file.code(g))));
    const ctx = x.contexts.get(key) ?? { today: x.today };
    const changed: Prepared[] = [];
    for (const g of list) {
      const p = prepare(x, g);
      o.counts.rows += p.rows;
      o.counts.rejected += p.rejected;
      const w = p.wanted;
      if (!w) o.findings.set(g, p.findings);
      else if (!known.has(w.id)) take(o, x, p, create(w, x.by), ctx, { dry, into: x.direct ? o.fresh : o.rest });
      else if (unchanged(w, known)) take(o, x, p, leave(w), ctx, { dry, into: o.rest });
      else changed.push(p);
    }
    const wanted = changed.flatMap((p) => p.wanted ?? []);
    const now = await readSnapshots(tx, x.crypto, county, year, wanted.map((w) => w.id), wanted.flatMap((w) => w.memberIds));
    for (const p of changed) {
      const snapshot = p.wanted && now.households.get(p.wanted.id);
      if (p.wanted) take(o, x, p, snapshot ? alter(p.wanted, snapshot, ofHousehold(now.members, p.wanted), x.crypto, x.by) : leave(p.wanted), ctx, { dry, into: o.rest });
    }
  }
  o.counts.persons = o.counts.created + o.counts.updated + o.counts.unchanged;
  const { counts } = o;
  const findings = [...o.findings.values()].flat();
  if (dry) { o.fresh.release(); o.rest.release(); return { counts, findings }; }
  const claimed = [...await writeFresh(tx, o.fresh), ...await writeEncoded(tx, o.rest, x.scope)];
  const told = new Set(findings.filter((f) => f.rule === "DQ-008").map((f) => `${f.sheet}|${f.row}`));
  for (const c of claimed) {
    const line = o.lineOfMember.get(c.memberId);
    if (line && !told.has(`${line.plan.sheet}|${line.row}`)) findings.push(shared(line, `${c.county} 已登记的另一户`, 1));
  }
  await recordFindings(tx, o.checked, { today: x.today, batchId: x.by.batchId });
  return { counts, findings };
}

/** One household: its findings, its figures, its rows. */
function take(o: Outcome, x: ChunkContext, p: Prepared, merged: Merged, ctx: QualityContext, to: { readonly dry: boolean; readonly into: Encoding }): void {
  const w = p.wanted;
  if (!w) return;
  const quality = checkHousehold(merged.after, ctx);
  const findings = p.findings;
  for (const f of quality) {
    const located = place(f, w, merged);
    if (located && !(f.rule === "DG-001" && toldCount(p.findings, f.args))) findings.push(located);
  }
  if (merged.absent.length > 0) findings.push(locate(w.basis, -1, note("IM-78", { year: w.case.year, count: merged.absent.length, names: shortened(merged.absent.join("、"), 60) })));
  o.findings.set(p.g, findings);
  tallyFates(o.counts, merged.fates);
  if (to.dry || (!merged.household && merged.members.length === 0)) return;
  if (merged.household) to.into.household(merged.household);
  for (const m of merged.members) to.into.member(m);
  for (const c of merged.changes) to.into.change(c);
  w.memberIds.forEach((id, i) => { const line = w.lines[i]; if (line) o.lineOfMember.set(id, line); });
  o.checked.push({ county: w.county, householdId: w.id, region: w.case.region, year: w.case.year, findings: quality });
}

/** IM-62 says of the file what DG-001 says of the registry: the same two numbers are told once. */
const toldCount = (told: readonly Located[], args: Finding["args"]): boolean => told.some((t) => t.rule === "IM-62" && t.args["stated"] === args["stated"] && t.args["counted"] === args["members"]);

/** Members who are in the household now, or whom the file puts there. */
function ofHousehold(people: Awaited<ReturnType<typeof readSnapshots>>["members"], w: Wanted): Awaited<ReturnType<typeof readSnapshots>>["members"] {
  const named = new Set(w.memberIds);
  return new Map([...people].filter(([id, p]) => p.householdId === w.id || named.has(id)));
}

function tallyFates(counts: Counts, fates: readonly RowFate[]): void {
  counts.households++;
  for (const fate of fates) counts[fate]++;
}

/** Where in the file a finding of the rules belongs: the member's row, or the row that stands for the household. */
function place(f: Finding, w: Wanted, merged: Merged): Located | undefined {
  const index = f.memberCode === undefined ? -1 : w.case.members.findIndex((m) => m.memberCode === f.memberCode);
  // about somebody whom this file does not name
  if (f.memberCode !== undefined && index < 0 && merged.absent.length > 0) return undefined;
  const row = index >= 0 ? w.lines[index] ?? w.basis : w.basis;
  const column = f.field === undefined ? -1 : Math.max(row.plan.column("member", f.field), row.plan.column("household", f.field));
  return { sheet: row.plan.sheet, row: row.row, column, rule: f.rule, severity: f.severity as ImportSeverity, args: f.args };
}
