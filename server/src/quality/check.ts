/**
 * The rules over a whole area: county by county, 2,000 households at a time, so that a province is checked in the memory of a
 * village (issue: 「run … over the whole county」). Each page is its own transaction; a check that is killed is simply run again.
 */
import { checkHousehold, notChecked, type Because } from "@diguan/core/quality/check.ts";
import { ruleOf } from "@diguan/core/quality/catalogue.ts";
import { defaultSettings } from "@diguan/core/quality/parameters.ts";
import type { Beyond, QualityContext, Severity } from "@diguan/core/quality/rule.ts";
import type { RegionRange } from "@diguan/core/region-code.ts";
import type { FieldCrypto } from "../access/crypto.ts";
import { audit } from "../audit.ts";
import type { Actor, Db, Tx } from "../postgres/pool.ts";
import { contextOf } from "../registry/context.ts";
import { noteNotCollected } from "./absent.ts";
import { checkArea } from "./area.ts";
import { beyondOf, keptIn } from "./beyond.ts";
import { casesAfter, type After } from "./cases.ts";
import { recordFindings, type How } from "./record.ts";

const pageSize = 2000;
const yearsBack = { from: 2005, to: 2100 };

export interface Progress { readonly county: number; readonly year: number; readonly households: number; /** households of all counties and years to be checked */ readonly of: number }
export interface Checkup {
  readonly households: number; readonly persons: number; readonly findings: number; readonly years: readonly number[];
  readonly byRule: readonly { readonly rule: string; readonly severity: Severity; readonly count: number }[];
  readonly byVillage: readonly { readonly region: number; readonly count: number }[];
  readonly notChecked: readonly { readonly rule: string; readonly because: Because }[];
  readonly found: number; readonly corrected: number; readonly reopened: number;
}

/** Counties that have households in a range, by skipping through the key instead of reading every row. */
const countiesIn = async (tx: Tx, range: RegionRange): Promise<number[]> => (await tx.sql<{ n: number }[]>`
  with recursive c (n) as (
    select (select min(county) from registry.household where county between ${Math.floor(range.lo / 1e6)} and ${Math.floor(range.hi / 1e6)})
    union all
    select (select min(h.county) from registry.household h where h.county > c.n and h.county <= ${Math.floor(range.hi / 1e6)}) from c where c.n is not null)
  select n from c where n is not null`).map((r) => r.n);

/** The latest year with a household in this part of a county. */
const latestYear = async (tx: Tx, range: RegionRange): Promise<number | undefined> => (await tx.sql<{ year: number | null }[]>`
  select max(y)::int as year from generate_series(${yearsBack.from}::int, ${yearsBack.to}::int) y
   where exists (select from registry.household_year h where h.year = y::smallint and h.region between ${range.lo} and ${range.hi})`)[0]?.year ?? undefined;

const part = (county: number, range: RegionRange): RegionRange => ({ lo: Math.max(range.lo, county * 1e6), hi: Math.min(range.hi, county * 1e6 + 999_999) });

/** Runs every rule over a range; `year` defaults to each county's latest. Records what was found and answers with the counts. */
export async function checkRegion(db: Db, crypto: FieldCrypto, range: RegionRange, asked: { readonly year?: number | undefined; readonly today: string; readonly by?: Actor; readonly onProgress?: (p: Progress) => void }): Promise<Checkup> {
  const sum = new Sum();
  const areas = await db.asSystem(async (tx) => {
    const found: { county: number; year: number; lo: number; hi: number; of: number }[] = [];
    for (const county of await countiesIn(tx, range)) {
      const within = part(county, range);
      const year = asked.year ?? await latestYear(tx, within);
      if (year === undefined) continue;
      const [counted] = await tx.sql<{ n: number }[]>`select count(*)::int as n from registry.household_year where year = ${year} and region between ${within.lo} and ${within.hi} and valid`;
      found.push({ county, year, ...within, of: counted?.n ?? 0 });
    }
    return found;
  });
  const of = areas.reduce((n, a) => n + a.of, 0);
  for (const area of areas) {
    const ctx = await db.asSystem(async (tx) => { await noteNotCollected(tx, area.county, area.year); return { ...await contextOf(tx, area.county * 1e6, area.year, asked.today), beyond: await keptIn(tx, area.county, area.year) }; });
    const how: How = { today: asked.today, beyond: true, days: (ctx.settings ?? defaultSettings).QUALITY_FINDING_DAYS };
    const before = { ...sum.totals };
    await checkHouseholds(db, crypto, area, ctx, how, sum, (households) => asked.onProgress?.({ county: area.county, year: area.year, households, of }));
    await db.asSystem(async (tx) => {
      const own = await checkArea(tx, area, { settings: ctx.settings ?? defaultSettings, lineFen: ctx.lineFen }, how);
      for (const f of own.findings) sum.add(f.finding.rule, f.region);
      sum.recorded(own);
      await tx.sql`
        insert into quality.check_run (county, region, year, households, persons, findings, account_id)
        values (${area.county}, ${area.lo}, ${area.year}, ${sum.totals.households - before.households}, ${sum.totals.persons - before.persons}, ${sum.totals.findings - before.findings}, ${asked.by?.accountId ?? null})`;
      await audit({ ...tx, actor: asked.by }, "check", "finding", { region: area.county * 1e6, detail: { year: area.year, lo: area.lo, hi: area.hi, households: sum.totals.households - before.households } });
    });
    sum.notAsked(notChecked(area.year, ctx));
  }
  return sum.checkup([...new Set(areas.map((a) => a.year))].toSorted());
}

async function checkHouseholds(db: Db, crypto: FieldCrypto, area: { readonly county: number; readonly year: number; readonly lo: number; readonly hi: number }, ctx: QualityContext & { readonly beyond: Beyond }, how: How, sum: Sum, told: (households: number) => void): Promise<void> {
  let after: After | undefined;
  for (;;) {
    const from = after;
    const page = await db.asSystem(async (tx) => {
      const rows = await casesAfter(tx, crypto, area, area.year, from, pageSize);
      const beyond = await beyondOf(tx, ctx.beyond, { county: area.county, year: area.year, ids: rows.map((row) => row.householdId), today: ctx.today });
      const checked = rows.map((row) => ({ county: row.county, householdId: row.householdId, region: row.case.region, year: area.year, findings: checkHousehold(row.case, { ...ctx, beyond: beyond.get(row.householdId) ?? {} }) }));
      sum.recorded(await recordFindings(tx, checked, how));
      for (const c of checked) for (const f of c.findings) sum.add(f.rule, c.region);
      return rows;
    });
    for (const row of page) sum.household(row.case.members.length);
    told(sum.totals.households);
    const last = page.at(-1);
    if (page.length < pageSize || !last) break;
    after = { region: last.case.region, code: last.case.household.householdCode };
  }
  // households cancelled since the last check are no longer anybody's worry
  await db.asSystem(async (tx) => {
    const gone = await tx.sql<{ householdId: string; region: number }[]>`
      select distinct f.household_id as "householdId", f.region from quality.finding f
        join registry.household_year y on y.county = f.county and y.household_id = f.household_id and y.year = f.year
       where f.county = ${area.county} and f.year = ${area.year} and f.region between ${area.lo} and ${area.hi} and f.state in ('found', 'assigned', 'returned') and not f.over_area and not y.valid`;
    sum.recorded(await recordFindings(tx, gone.map((g) => ({ county: area.county, householdId: g.householdId, region: g.region, year: area.year, findings: [] })), how));
  });
}

/** Counts of a check as they grow. */
class Sum {
  readonly totals = { households: 0, persons: 0, findings: 0, found: 0, corrected: 0, reopened: 0 };
  readonly #rules = new Map<string, number>();
  readonly #villages = new Map<number, number>();
  readonly #not = new Map<string, { rule: string; because: Because }>();
  household(persons: number): void { this.totals.households++; this.totals.persons += persons; }
  add(rule: string, region: number): void {
    this.totals.findings++;
    this.#rules.set(rule, (this.#rules.get(rule) ?? 0) + 1);
    this.#villages.set(region, (this.#villages.get(region) ?? 0) + 1);
  }
  recorded(r: { readonly found: number; readonly corrected: number; readonly reopened: number }): void { this.totals.found += r.found; this.totals.corrected += r.corrected; this.totals.reopened += r.reopened; }
  notAsked(rows: readonly { readonly rule: string; readonly because: Because }[]): void { for (const r of rows) this.#not.set(r.rule, r); }
  checkup(years: readonly number[]): Checkup {
    return {
      ...this.totals, years,
      byRule: [...this.#rules].map(([rule, count]) => ({ rule, severity: ruleOf(rule)?.severity ?? "W", count })).toSorted((a, b) => (a.rule < b.rule ? -1 : 1)),
      byVillage: [...this.#villages].map(([region, count]) => ({ region, count })).toSorted((a, b) => b.count - a.count || a.region - b.region),
      notChecked: [...this.#not.values()].toSorted((a, b) => (a.rule < b.rule ? -1 : 1)),
    };
  }
}
