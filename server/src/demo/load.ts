/**
 * Generated households as rows of the registry: yearly snapshots through the bulk writer that imports use, natural changes,
 * village records, planted truths. Serves the demonstration and the bench.
 */
import { computeIncome } from "@diguan/core/registry/income.ts";
import { presence } from "@diguan/core/registry/history.ts";
import { makeHousehold, type CountyPlan, type Root } from "@diguan/core/demo/household.ts";
import { missedCount, missedHousehold, plant, type Planted } from "@diguan/core/demo/plants.ts";
import { villageAt } from "@diguan/core/demo/places.ts";
import { addTo, emptyTally, villageRecord, type Tally } from "@diguan/core/demo/villages.ts";
import { householdIn } from "@diguan/core/demo/year.ts";
import type { HouseholdCase, StatedTotals } from "@diguan/core/registry/record.ts";
import { derivedId, householdId, memberId, type FieldCrypto } from "../access/crypto.ts";
import type { Tx } from "../postgres/pool.ts";
import { writeHelp } from "./help.ts";
import { writeItems } from "./items.ts";
import { ableToWork, writeBulk, type Bulk, type BulkChange, type BulkHousehold, type BulkMember } from "../registry/bulk.ts";

/** codeLists.source 4: 入户采集. */
const collected = 4;
const noHash = new Uint8Array(0);
/** How many households of a year are written at once. */
export const chunk = 2500;

/** What the file would state where it differs from the sum of the parts; undefined where it agrees. */
function statedIn(c: HouseholdCase): StatedTotals | undefined {
  const { transferFen, annualFen, netFen, perCapitaFen } = c.household;
  const sum = computeIncome(c.household);
  return annualFen === sum.annualFen && perCapitaFen === sum.perCapitaFen ? undefined : { transferFen, annualFen, netFen, perCapitaFen };
}

/** A snapshot as rows. */
export function rowsOfCase(county: number, c: HouseholdCase, batchId: string): { readonly household: BulkHousehold; readonly members: readonly BulkMember[]; readonly change: BulkChange } {
  const id = householdId(county, c.household.householdCode);
  const ids = c.members.map((m) => memberId(county, m.memberCode));
  const head = c.members.findIndex((m) => m.relation === 1);
  const stated = statedIn(c);
  return {
    household: { county, id, region: c.region, year: c.year, household: stated ? { ...c.household, ...computeIncome(c.household) } : c.household, stated, headName: c.members[head]?.name ?? null, headMember: ids[head] ?? null, labourCount: c.members.filter((m) => ableToWork(m.labour)).length, rowHash: noHash, batchId, source: collected },
    members: c.members.map((member, i) => ({ county, id: ids[i] ?? "", householdId: id, region: c.region, year: c.year, ordinal: i, member, batchId })),
    change: { county, householdId: id, memberId: null, year: c.year, region: c.region, act: "created", source: collected, batchId, patch: { [presence]: [false, true] }, sealed: null, accountId: null, byName: null, byRole: null },
  };
}

export interface Loaded { readonly households: number; readonly snapshots: number; readonly persons: number }

/**
 * Writes a county over the years: every household from its enrolment on, faults only in the last year (the one people work on).
 * `history`: whether each snapshot is noted in registry.change; `items`: whether the last year's income stands as line items, with helpers, measures, work and visits.
 */
export async function loadCounty(tx: Tx, crypto: FieldCrypto, plan: CountyPlan, asked: { readonly years: readonly number[]; readonly errors: boolean; readonly history: boolean; readonly items: boolean }, told: (households: number) => void = () => undefined): Promise<Loaded> {
  const county = plan.county.code;
  const batchId = derivedId("demonstration", county, plan.seed);
  const last = Math.max(...asked.years);
  const tallies = new Map(asked.years.map((year) => [year, plan.county.villages.map(emptyTally)]));
  const truths: { t: Planted; region: number }[] = [];
  let snapshots = 0;
  let persons = 0;
  for (let from = 0; from < plan.households; from += chunk) {
    const roots = Array.from({ length: Math.min(chunk, plan.households - from) }, (_, i) => makeHousehold(plan, from + i));
    for (const year of asked.years) {
      const bulk: { households: BulkHousehold[]; members: BulkMember[]; changes: BulkChange[] } = { households: [], members: [], changes: [] };
      const lastCases: HouseholdCase[] = [];
      for (const root of roots) {
        if (root.enrolledYear > year) continue;
        const sound = householdIn(plan, root, year);
        const { shown, truth } = year === last ? plant(plan, root, sound, year, asked.errors) : { shown: sound, truth: [] };
        const rows = rowsOfCase(county, shown, batchId);
        bulk.households.push(rows.household);
        bulk.members.push(...rows.members);
        if (year === last && asked.items) lastCases.push({ ...shown, household: rows.household.household });
        if (asked.history) bulk.changes.push(rows.change);
        for (const t of truth) truths.push({ t, region: shown.region });
        addTo(tallies.get(year)?.[villageAt(plan.starts, root.index)] ?? emptyTally(), shown);
      }
      await writeBulk(tx, crypto, bulk satisfies Bulk);
      await writeItems(tx, county, year, lastCases);
      if (lastCases.length > 0) await writeHelp(tx, plan, year, from, lastCases);
      snapshots += bulk.households.length;
      persons += bulk.members.length;
    }
    await naturalChanges(tx, county, roots, asked.years);
    await writeTruth(tx, county, last, truths.splice(0));
    told(from + roots.length);
  }
  if (asked.errors) await writeTruth(tx, county, last, Array.from({ length: missedCount(plan) }, (_, n) => { const { root, truth } = missedHousehold(plan, n, last); return { t: truth, region: root.village.code }; }));
  await writeVillages(tx, plan, tallies);
  return { households: plan.households, snapshots, persons };
}

/** Births, deaths and marriages between the first and the last year, with their days. */
async function naturalChanges(tx: Tx, county: number, roots: readonly Root[], years: readonly number[]): Promise<void> {
  const [first, last] = [Math.min(...years), Math.max(...years)];
  const rows = roots.flatMap((root) => root.people.flatMap((p) => {
    const household = householdId(county, root.code);
    const member = memberId(county, `${root.code}${String(p.ordinal + 1).padStart(4, "0")}`);
    const of = { household, member, region: root.village.code };
    const born = p.arrival === 1 && p.from > Math.max(first, root.enrolledYear) && p.from <= last ? [{ ...of, direction: 1, kind: 1, on: p.birth, evidence: "出生医学证明" }] : [];
    const day = `${p.to + 1}-${String((p.birthYear % 9) + 1).padStart(2, "0")}-${String((root.index % 27) + 1).padStart(2, "0")}`;
    const left = p.to >= Math.max(first, root.enrolledYear) && p.to < last ? [{ ...of, direction: -1, kind: p.departure, on: day, evidence: p.departure === 1 ? "居民死亡医学证明" : "结婚证、户口迁移证" }] : [];
    return [...born, ...left];
  }));
  if (rows.length === 0) return;
  const column = <K extends keyof (typeof rows)[number]>(key: K): (typeof rows)[number][K][] => rows.map((r) => r[key]);
  await tx.sql`
    insert into registry.natural_change (county, id, household_id, member_id, region, direction, kind, on_date, evidence)
    select ${county}, id, household, member, region, direction, kind, on_date, evidence
      from unnest(${rows.map((r) => derivedId("natural", county, `${r.member}|${r.direction}`))}::uuid[], ${column("household")}::uuid[], ${column("member")}::uuid[], ${column("region")}::bigint[], ${column("direction")}::smallint[], ${column("kind")}::smallint[], ${column("on")}::date[], ${column("evidence")}::text[])
           as r (id, household, member, region, direction, kind, on_date, evidence)`;
  await tx.sql`update registry.member m set arrived_on = n.on_date, arrival = n.kind from registry.natural_change n where m.county = ${county} and n.county = m.county and n.member_id = m.id and n.direction = 1 and n.id = any (${rows.map((r) => derivedId("natural", county, `${r.member}|${r.direction}`))}::uuid[])`;
  await tx.sql`update registry.member m set left_on = n.on_date, departure = n.kind from registry.natural_change n where m.county = ${county} and n.county = m.county and n.member_id = m.id and n.direction = -1 and n.id = any (${rows.map((r) => derivedId("natural", county, `${r.member}|${r.direction}`))}::uuid[])`;
  const gone = rows.filter((r) => r.direction === -1).map((r) => r.member);
  if (gone.length > 0) await tx.sql`delete from registry.person where county = ${county} and member_id = any (${gone}::uuid[])`;
}

async function writeTruth(tx: Tx, county: number, year: number, rows: readonly { readonly t: Planted; readonly region: number }[]): Promise<void> {
  if (rows.length === 0) return;
  const text = (of: (t: Planted) => string): string[] => rows.map((r) => of(r.t));
  await tx.sql`
    insert into demo.truth (county, year, region, kind, status, household_id, member_id, household_code, person_code, name, cert_no, registered, poor, per_head_yuan, rule, field, was, shown, detail)
    select ${county}, ${year}, region, kind, status, household_id, member_id, household_code, person_code, name, cert_no, registered = 1, poor = 1, per_head, rule, field, was, shown, detail
      from unnest(${rows.map((r) => r.region)}::bigint[], ${text((t) => t.kind)}::text[], ${text((t) => t.status)}::text[],
                  ${rows.map(({ t }) => (t.householdCode === "" ? null : householdId(county, t.householdCode)))}::uuid[], ${rows.map(({ t }) => (t.personCode === "" ? null : memberId(county, t.personCode)))}::uuid[],
                  ${text((t) => t.householdCode)}::text[], ${text((t) => t.personCode)}::text[], ${text((t) => t.name)}::text[], ${text((t) => t.certNo)}::text[], ${rows.map(({ t }) => (t.registered ? 1 : 0))}::smallint[], ${rows.map(({ t }) => (t.poor ? 1 : 0))}::smallint[],
                  ${rows.map(({ t }) => t.perHeadYuan)}::int[], ${text((t) => t.rule)}::text[], ${text((t) => t.field)}::text[], ${text((t) => t.was)}::text[], ${text((t) => t.shown)}::text[], ${text((t) => t.detail)}::text[])
           as r (region, kind, status, household_id, member_id, household_code, person_code, name, cert_no, registered, poor, per_head, rule, field, was, shown, detail)`;
}

async function writeVillages(tx: Tx, plan: CountyPlan, tallies: ReadonlyMap<number, readonly Tally[]>): Promise<void> {
  for (const [year, byVillage] of tallies) {
    const codes = plan.county.villages.map((v) => v.code);
    const records = byVillage.map((t, at) => JSON.stringify(villageRecord(plan, at, year, t)));
    await tx.sql`
      insert into registry.village_year (county, village, region, year, data)
      select ${plan.county.code}, code, code, ${year}, data::jsonb from unnest(${codes}::bigint[], ${records}::text[]) as r (code, data)
      on conflict (county, village, year) do update set data = excluded.data, version = registry.village_year.version + 1, updated_at = now()`;
  }
}
