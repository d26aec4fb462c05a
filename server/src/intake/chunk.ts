/**
 * One chunk of households of a file: assembled, compared with the registry, checked by the rules, written – in the caller's
 * transaction, together with its findings and the checkpoint, so that a killed import is resumed without loss or doubling.
 */
import { note, type ImportSeverity } from "@diguan/core/intake/findings.ts";
import { assemble, locate, type Assembled, type Located, type SourceRow } from "@diguan/core/intake/household.ts";
import { shortened } from "@diguan/core/intake/clean.ts";
import { checkHousehold } from "@diguan/core/quality/check.ts";
import type { Finding, QualityContext } from "@diguan/core/quality/rule.ts";
import { countyOf } from "@diguan/core/region-code.ts";
import { householdId, memberId, type FieldCrypto } from "../access/crypto.ts";
import type { Scope, Tx } from "../postgres/pool.ts";
import { recordFindings, type Checked } from "../quality/service.ts";
import { contentOf, readSnapshots, writeBulk, writeFresh, type Bulk } from "../registry/bulk.ts";
import type { Groups } from "./groups.ts";
import { alter, create, leave, type By, type Merged, type RowFate, type Wanted } from "./merge.ts";
import type { Understood } from "./understand.ts";

export interface Counts { rows: number; persons: number; households: number; created: number; updated: number; unchanged: number; rejected: number }
export const noCounts = (): Counts => ({ rows: 0, persons: 0, households: 0, created: 0, updated: 0, unchanged: 0, rejected: 0 });

export interface ChunkContext {
  readonly u: Understood; readonly groups: Groups; readonly crypto: FieldCrypto; readonly by: By; readonly scope: Scope; readonly today: string;
  /** Rows whose certificate number stands in another household of the file. */ readonly sharedCertificates: ReadonlyMap<number, readonly number[]>;
  /** Rows whose person code belongs to an earlier row of another household. */ readonly takenCodes: ReadonlyMap<number, number>;
  /** New households may go the fast way (`writeFresh`). */ readonly direct: boolean;
  readonly quality: (county: number, year: number) => QualityContext;
}

export interface Prepared { readonly g: number; readonly wanted: Wanted | undefined; readonly findings: Located[]; readonly rejected: number; readonly rows: number }

/** Reads the rows of one household; no database. */
export function prepare(x: ChunkContext, g: number): Prepared {
  const { u, groups } = x;
  const findings: Located[] = [];
  let rejected = 0;
  const indexOf = new Map<SourceRow, number>();
  const sources: SourceRow[] = [];
  const all = groups.rows(g);
  for (const i of all) {
    const source = sourceOf(u, i, groups.region(i));
    const first = x.takenCodes.get(i);
    if (first !== undefined) { rejected++; findings.push(locate(source, source.plan.column("member", "memberCode"), note("IM-09", { code: shortened(source.cells[source.plan.column("member", "memberCode")] ?? ""), first }))); continue; }
    indexOf.set(source, i);
    sources.push(source);
  }
  if (sources.length === 0) return { g, wanted: undefined, findings, rejected, rows: all.length };
  const a = assemble(groups.code(g), groups.year(g), sources, groups.extra(g).map((i) => sourceOf(u, i, 0)));
  findings.push(...a.findings);
  rejected += a.rejected;
  for (const row of a.rows) {
    const others = x.sharedCertificates.get(indexOf.get(row) ?? -1);
    if (others) findings.push(shared(row, others.map((o) => `第 ${u.store.rowNumber(o)} 行`).join("、"), others.length));
  }
  return { g, wanted: a.case ? wantedOf(x, a, a.case) : undefined, findings, rejected, rows: all.length };
}

const sourceOf = (u: Understood, i: number, region: number): SourceRow => ({ plan: u.plan(i), row: u.store.rowNumber(i), cells: u.cells(i), region });

/** DQ-008 with the place of the other row. */
const shared = (row: SourceRow, where: string, count: number): Located => ({ sheet: row.plan.sheet, row: row.row, column: row.plan.column("member", "certNo"), rule: "DQ-008", severity: "E", args: { count, level: "county", where: shortened(where, 80) } });

function wantedOf(x: ChunkContext, a: Assembled, c: NonNullable<Assembled["case"]>): Wanted {
  const county = countyOf(c.region);
  return {
    county, id: householdId(county, c.household.householdCode), a, case: c, memberIds: c.members.map((m) => memberId(county, m.memberCode)),
    hash: x.crypto.blindIndex("row", contentOf(c)),
  };
}

/** Fingerprints of the households (members included) as they were last imported; absent = not in the registry this year. */
async function knownHashes(tx: Tx, county: number, year: number, ids: readonly string[]): Promise<ReadonlyMap<string, Uint8Array | null>> {
  const rows = await tx.sql<{ id: string; hash: Uint8Array | null }[]>`select household_id as id, row_hash as hash from registry.household_year where county = ${county} and year = ${year} and household_id = any (${ids as string[]}::uuid[])`;
  return new Map(rows.map((r) => [r.id, r.hash]));
}

const unchanged = (w: Wanted, known: ReadonlyMap<string, Uint8Array | null>): boolean => { const hash = known.get(w.id); return hash !== null && hash !== undefined && Buffer.compare(hash, w.hash) === 0; };

export interface ChunkResult { readonly counts: Counts; readonly findings: readonly Located[]; readonly villages: ReadonlySet<number> }

interface Growing { readonly households: Bulk["households"][number][]; readonly members: Bulk["members"][number][]; readonly changes: Bulk["changes"][number][] }
const emptyBulk = (): Growing => ({ households: [], members: [], changes: [] });

/** Compares, checks and (unless `dry`) writes the prepared households. */
export async function settle(tx: Tx, x: ChunkContext, prepared: readonly Prepared[], dry: boolean): Promise<ChunkResult> {
  const counts = noCounts();
  const findings: Located[] = [];
  const villages = new Set<number>();
  const [fresh, rest] = [emptyBulk(), emptyBulk()];
  const checked: Checked[] = [];
  const rowOfMember = new Map<string, SourceRow>();
  const byYear = new Map<string, Prepared[]>();
  for (const p of prepared) {
    counts.rows += p.rows;
    counts.rejected += p.rejected;
    if (!p.wanted) { findings.push(...p.findings); continue; }
    const key = `${p.wanted.county}|${p.wanted.case.year}`;
    const list = byYear.get(key);
    if (list) list.push(p); else byYear.set(key, [p]);
  }
  for (const list of byYear.values()) {
    const first = list[0]?.wanted;
    if (!first) continue;
    const { county, case: { year } } = first;
    const known = await knownHashes(tx, county, year, list.flatMap((p) => p.wanted?.id ?? []));
    const changed = list.filter((p) => p.wanted && known.has(p.wanted.id) && !unchanged(p.wanted, known)).flatMap((p) => p.wanted ?? []);
    const now = await readSnapshots(tx, x.crypto, county, year, changed.map((w) => w.id), changed.flatMap((w) => w.memberIds));
    const ctx = x.quality(county, year);
    for (const p of list) {
      if (!p.wanted) continue;
      const snapshot = now.households.get(p.wanted.id);
      const merged = snapshot ? alter(p.wanted, snapshot, ofHousehold(now.members, p.wanted), x.crypto, x.by) : known.has(p.wanted.id) ? leave(p.wanted) : create(p.wanted, x.crypto, x.by);
      const quality = checkHousehold(merged.after, ctx);
      findings.push(...p.findings, ...quality.flatMap((f) => place(f, p.wanted, merged) ?? []));
      if (merged.absent.length > 0) findings.push(locate(p.wanted.a.basis, -1, note("IM-78", { year, count: merged.absent.length, names: shortened(merged.absent.join("、"), 60) })));
      tallyFates(counts, merged.fates);
      if (!merged.household && merged.members.length === 0) continue;
      const bulk = x.direct && !known.has(p.wanted.id) ? fresh : rest;
      if (merged.household) bulk.households.push(merged.household);
      bulk.members.push(...merged.members);
      bulk.changes.push(...merged.changes);
      villages.add(p.wanted.case.region);
      if (snapshot && snapshot.region !== p.wanted.case.region) villages.add(snapshot.region);
      p.wanted.memberIds.forEach((id, i) => { const row = p.wanted?.a.rows[i]; if (row) rowOfMember.set(id, row); });
      checked.push({ county, householdId: p.wanted.id, region: p.wanted.case.region, year, findings: quality });
    }
  }
  counts.persons = counts.created + counts.updated + counts.unchanged;
  if (dry) return { counts, findings, villages };
  const claimed = [...await writeFresh(tx, x.crypto, fresh), ...(rest.households.length + rest.members.length > 0 ? await writeBulk(tx, x.crypto, rest, x.scope) : [])];
  const told = new Set(findings.filter((f) => f.rule === "DQ-008").map((f) => `${f.sheet}|${f.row}`));
  for (const c of claimed) {
    const row = rowOfMember.get(c.memberId);
    if (row && !told.has(`${row.plan.sheet}|${row.row}`)) findings.push(shared(row, `${c.county} 已登记的另一户`, 1));
  }
  await recordFindings(tx, checked, { today: x.today, batchId: x.by.batchId });
  return { counts, findings, villages };
}

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
function place(f: Finding, w: Wanted | undefined, merged: Merged): Located | undefined {
  if (!w) return undefined;
  const index = f.memberCode === undefined ? -1 : w.case.members.findIndex((m) => m.memberCode === f.memberCode);
  // about somebody whom this file does not name
  if (f.memberCode !== undefined && index < 0 && merged.absent.length > 0) return undefined;
  const row = index >= 0 ? w.a.rows[index] ?? w.a.basis : w.a.basis;
  const column = f.field === undefined ? -1 : Math.max(row.plan.column("member", f.field), row.plan.column("household", f.field));
  return { sheet: row.plan.sheet, row: row.row, column, rule: f.rule, severity: f.severity as ImportSeverity, args: f.args };
}
