/**
 * Takes a batch back as one act: every household returns to its state before the batch, by the history that the batch wrote.
 * Households that somebody changed since are left as they are and listed. Killed in between, it simply goes on.
 */
import { checkHousehold } from "@diguan/core/quality/check.ts";
import { presence, type Patch, type Value } from "@diguan/core/registry/history.ts";
import { emptyHousehold, emptyMember, type Household, type Member, type StatedTotals } from "@diguan/core/registry/record.ts";
import { rangeOf } from "@diguan/core/region-code.ts";
import { chinaDate } from "@diguan/core/time.ts";
import type { Tx } from "../postgres/pool.ts";
import { refreshFacts } from "../identification/service.ts";
import { refreshCounty } from "../overview/service.ts";
import { recordFindings, type Checked } from "../quality/service.ts";
import { ableToWork, readSnapshots, writeBulk, type BulkChange, type BulkHousehold, type BulkMember, type Snapshot, type SnapshotMember } from "../registry/bulk.ts";
import { contextOf } from "../registry/context.ts";
import { changeRow } from "../registry/seal.ts";
import type { Batch, Report } from "./batches.ts";
import { importSource, maskPatch } from "./merge.ts";
import type { Host, OnProgress } from "./pipeline.ts";
import { restoreVillages } from "./villages.ts";

export type Undone = NonNullable<Report["undo"]>;
interface Line { readonly id: number; readonly householdId: string; readonly memberId: string | null; readonly year: number; readonly patch: Patch; readonly sealed: Uint8Array | null }
const chunkSize = 400;
const noHash = Buffer.alloc(0);

export async function undoBatch(host: Host, batch: Batch, tell: OnProgress): Promise<Undone> {
  const kept: { code: string; why: string }[] = [];
  let restored = 0;
  // what a large import has written a moment ago has no statistics yet
  await host.db.owner.unsafe("analyze registry.change (county, household_id, batch_id, year, id), registry.person (cert_idx, county, member_id)");
  const counties = await host.db.asSystem(async (tx) => (await tx.sql<{ county: number }[]>`
    select distinct county from registry.change where batch_id = ${batch.id} and county = any (${[...(batch.report.counties ?? [])]}::int[])`).map((r) => r.county));
  for (const county of counties) {
    const all = await host.db.asSystem((tx) => tx.sql<{ id: string; year: number }[]>`select distinct household_id as id, year from registry.change where county = ${county} and batch_id = ${batch.id} order by 1, 2`);
    for (let from = 0; from < all.length; from += chunkSize) {
      const years = Map.groupBy(all.slice(from, from + chunkSize), (h) => h.year);
      await host.db.asSystem(async (tx) => {
        for (const [year, list] of years) {
          const done = await undoChunk(host, tx, batch, county, year, list.map((h) => h.id));
          restored += done.restored;
          kept.push(...done.kept);
        }
      });
      tell("undo", Math.min(from + chunkSize, all.length), all.length);
    }
    await host.db.asSystem(async (tx) => { await refreshCounty(tx, county); await refreshFacts(tx, county, { today: chinaDate(host.now()) }); });
  }
  await host.db.asSystem(async (tx) => {
    await restoreVillages(tx, batch.id);
    await dropRegions(tx, batch);
  });
  return { restored, kept };
}

async function undoChunk(host: Host, tx: Tx, batch: Batch, county: number, year: number, ids: readonly string[]): Promise<Undone> {
  // one pass over the batch's own lines: asked line by line whether it was taken back before, this cost 4 ms a household
  const lines = await tx.sql<Line[]>`
    select id, household_id as "householdId", member_id as "memberId", year, patch, sealed
      from (select c.*, max(c.id) filter (where c.act = 'undone') over (partition by c.household_id) as taken_back
              from registry.change c
             where c.county = ${county} and c.batch_id = ${batch.id} and c.household_id = any (${ids as string[]}::uuid[]) and c.year = ${year}) own
     where act <> 'undone' and (taken_back is null or id > taken_back)
     order by id desc`;
  const byHousehold = Map.groupBy(lines, (l) => l.householdId);
  const last = [...byHousehold].map(([id, own]) => ({ id, last: Math.max(...own.map((l) => l.id)) }));
  const later = new Map((await tx.sql<{ id: string; code: string; act: string }[]>`
    select distinct on (c.household_id) c.household_id as id, h.code, c.act
      from unnest(${last.map((l) => l.id)}::uuid[], ${last.map((l) => l.last)}::bigint[]) as k (household_id, last)
      join registry.change c on c.county = ${county} and c.household_id = k.household_id and c.year = ${year} and c.id > k.last and c.batch_id is distinct from ${batch.id}::uuid
      join registry.household h on h.county = c.county and h.id = c.household_id
     order by c.household_id, c.id`).map((r) => [r.id, r]));
  const mine = [...byHousehold.keys()].filter((id) => !later.has(id));
  const now = await readSnapshots(tx, host.crypto, county, year, mine, []);
  const work = new Restoring(host, batch, county, year);
  for (const id of mine) {
    const household = now.households.get(id);
    if (household) work.household(household, [...now.members.values()].filter((m) => m.householdId === id), byHousehold.get(id) ?? []);
  }
  await work.write(tx);
  return { restored: mine.length, kept: [...later.values()].map((r) => ({ code: r.code, why: r.act })) };
}

/** Collects what must be rewritten and what taken out. */
class Restoring {
  readonly #host: Host;
  readonly #batch: Batch;
  readonly #county: number;
  readonly #year: number;
  readonly #households: BulkHousehold[] = [];
  readonly #members: BulkMember[] = [];
  readonly #changes: BulkChange[] = [];
  readonly #goneHouseholds: string[] = [];
  readonly #goneMembers: string[] = [];
  readonly #checked: { id: string; region: number; household: Household | undefined; stated: StatedTotals; members: Member[] }[] = [];

  constructor(host: Host, batch: Batch, county: number, year: number) {
    this.#host = host;
    this.#batch = batch;
    this.#county = county;
    this.#year = year;
  }

  household(now: Snapshot, members: readonly SnapshotMember[], lines: readonly Line[]): void {
    const own = lines.filter((l) => l.memberId === null);
    if (own.some((l) => l.patch[presence]?.[0] === false)) { this.#takeOut(now, members); return; }
    const after: { id: string; m: SnapshotMember }[] = [];
    for (const m of members) {
      const theirs = lines.filter((l) => l.memberId === m.id);
      if (theirs.some((l) => l.patch[presence]?.[0] === false)) { this.#takeOutMember(now, m); continue; }
      if (theirs.length === 0) { after.push({ id: m.id, m }); continue; }
      const { record, patch } = this.#rewound(m.member as unknown as Record<string, Value>, theirs);
      const member = { ...emptyMember(), ...record } as unknown as Member;
      const home = typeof patch["household"]?.[1] === "string" ? patch["household"][1] : now.id;
      this.#members.push({ county: this.#county, id: m.id, householdId: home, region: now.region, year: this.#year, ordinal: m.ordinal, member, batchId: this.#batch.id });
      this.#note(now.id, m.id, now.region, patch);
      if (home === now.id) after.push({ id: m.id, m: { ...m, member } });
    }
    const { record, patch } = this.#rewound({ ...(now.household as unknown as Record<string, Value>), region: now.region, ...statedValues(now.stated) }, own);
    const region = Number(record["region"]);
    const stated = { transferFen: record["stated.transferFen"], annualFen: record["stated.annualFen"], netFen: record["stated.netFen"], perCapitaFen: record["stated.perCapitaFen"] } as StatedTotals;
    const household = { ...emptyHousehold(), ...Object.fromEntries(Object.entries(record).filter(([k]) => k !== "region" && !k.startsWith("stated."))) } as Household;
    const active = after.filter((a) => a.m.active);
    const head = active.find((a) => a.m.member.relation === 1);
    this.#households.push({ county: this.#county, id: now.id, region, year: this.#year, household, stated, headName: head?.m.member.name ?? null, headMember: head?.id ?? null, labourCount: active.filter((a) => ableToWork(a.m.member.labour)).length, rowHash: noHash, batchId: this.#batch.id, source: importSource });
    if (Object.keys(patch).length > 0) this.#note(now.id, null, region, patch);
    this.#checked.push({ id: now.id, region, household, stated, members: active.map((a) => a.m.member) });
  }

  async write(tx: Tx): Promise<void> {
    if (this.#goneMembers.length > 0) {
      await tx.sql`delete from registry.member_year where county = ${this.#county} and year = ${this.#year} and member_id = any (${this.#goneMembers}::uuid[])`;
      await tx.sql`delete from registry.person p where p.county = ${this.#county} and p.member_id = any (${this.#goneMembers}::uuid[]) and not exists (select from registry.member_year m where m.county = p.county and m.member_id = p.member_id)`;
    }
    if (this.#goneHouseholds.length > 0) await tx.sql`delete from registry.household_year where county = ${this.#county} and year = ${this.#year} and household_id = any (${this.#goneHouseholds}::uuid[])`;
    await writeBulk(tx, this.#host.crypto, { households: this.#households, members: this.#members, changes: this.#changes }, { lo: this.#batch.region, hi: this.#batch.scopeHi });
    const today = chinaDate(this.#host.now());
    const ctx = await contextOf(tx, this.#county * 1_000_000, this.#year, today);
    const checked = this.#checked.map((c): Checked => ({ county: this.#county, householdId: c.id, region: c.region, year: this.#year, findings: c.household ? checkHousehold({ region: c.region, year: this.#year, household: c.household, members: c.members, stated: c.stated }, ctx) : [] }));
    await recordFindings(tx, checked, { today });
  }

  #takeOut(now: Snapshot, members: readonly SnapshotMember[]): void {
    for (const m of members) this.#takeOutMember(now, m);
    this.#goneHouseholds.push(now.id);
    this.#note(now.id, null, now.region, { ...leaving(now.household as unknown as Record<string, Value>), [presence]: [true, false] });
    this.#checked.push({ id: now.id, region: now.region, household: undefined, stated: now.stated, members: [] });
  }

  #takeOutMember(now: Snapshot, m: SnapshotMember): void {
    this.#goneMembers.push(m.id);
    this.#note(now.id, m.id, now.region, { ...leaving(m.member as unknown as Record<string, Value>), ordinal: [m.ordinal, null], active: [m.active, null], [presence]: [true, false] });
  }

  /** The record before these lines (latest first), and the patch that leads there. */
  #rewound(now: Readonly<Record<string, Value>>, lines: readonly Line[]): { record: Record<string, Value>; patch: Patch } {
    const record: Record<string, Value> = { ...now };
    const patch: Record<string, readonly [Value, Value]> = {};
    for (const line of lines) {
      const secrets = line.sealed ? this.#host.crypto.open(line.sealed, changeRow(line.householdId, line.memberId)) : {};
      for (const [key, [before, after]] of Object.entries(line.patch)) {
        if (key === presence) continue;
        const secret = `${key}.before` in secrets || `${key}.after` in secrets;
        const was = secret ? secrets[`${key}.before`] ?? null : before;
        patch[key] = [patch[key]?.[0] ?? (secret ? secrets[`${key}.after`] ?? null : after), was];
        if (key !== "household") record[key] = was;
      }
    }
    return { record, patch };
  }

  #note(householdId: string, memberId: string | null, region: number, patch: Patch): void {
    const { shown, sealed } = maskPatch(patch, this.#host.crypto, householdId, memberId);
    this.#changes.push({ county: this.#county, householdId, memberId, year: this.#year, region, act: "undone", source: importSource, batchId: this.#batch.id, patch: shown, sealed, accountId: this.#batch.accountId, byName: this.#batch.byName, byRole: this.#batch.byRole });
  }
}

const leaving = (record: Readonly<Record<string, Value>>): Patch => Object.fromEntries(Object.entries(record).filter(([, v]) => v !== null && v !== "" && !(Array.isArray(v) && v.length === 0)).map(([k, v]) => [k, [v, null] as const]));
const statedValues = (s: StatedTotals): Record<string, Value> => Object.fromEntries(Object.entries(s).map(([k, v]) => [`stated.${k}`, v as Value]));

/** Provisional regions that only this batch needed. */
async function dropRegions(tx: Tx, batch: Batch): Promise<void> {
  for (const r of [...(batch.report.newRegions ?? [])].toSorted((a, b) => b.level - a.level)) {
    const { lo, hi } = rangeOf(r.code);
    await tx.sql`
      delete from regions.region r
       where r.code = ${r.code} and r.provisional and r.source = ${`import ${batch.id}`}
         and not exists (select from registry.household_year y where y.county between ${Math.floor(lo / 1_000_000)} and ${Math.floor(hi / 1_000_000)} and y.region between ${lo} and ${hi})
         and not exists (select from registry.village_year v where v.county between ${Math.floor(lo / 1_000_000)} and ${Math.floor(hi / 1_000_000)} and v.region between ${lo} and ${hi})
         and not exists (select from regions.region c where c.parent = r.code)`;
  }
}
