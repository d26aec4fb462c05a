/**
 * Rules that compare households (DQ-008, 031, 058, 112, 113) or ask the village record (DQ-107–110), one county and year at a
 * time, in SQL. They run as the platform: a number registered twice in two counties is seen from neither county alone.
 */
import { checkVillage } from "@diguan/core/quality/check.ts";
import { ruleOf } from "@diguan/core/quality/catalogue.ts";
import type { Settings } from "@diguan/core/quality/parameters.ts";
import type { Args, Finding } from "@diguan/core/quality/rule.ts";
import { uniformTest } from "@diguan/core/statistics/chi-square.ts";
import type { Tx } from "../postgres/pool.ts";
import { recordAreaFindings, type AreaFinding, type How, type Recorded } from "./record.ts";

export interface Area { readonly county: number; readonly lo: number; readonly hi: number; readonly year: number }
interface AreaContext { readonly settings: Settings; readonly lineFen: number | undefined }

const finding = (rule: string, args: Args, field = ruleOf(rule)?.field): Finding => ({ rule, severity: ruleOf(rule)?.severity ?? "W", args, ...(field === undefined ? {} : { field }) });

/** One ID number active in several households, per level at which it is met (DQ-008). Numbers that are no numbers are other rules' business. */
async function duplicateIds(tx: Tx, a: Area): Promise<AreaFinding[]> {
  const rows = await tx.sql<{ householdId: string; memberId: string; region: number; level: number; count: number }[]>`
    select m.household_id as "householdId", m.member_id as "memberId", m.region,
           case when o.county = m.county then 1 when o.county / 100 = m.county / 100 then 2 when o.county / 10000 = m.county / 10000 then 3 else 4 end as level, count(*)::int as count
      from registry.member_year m
      join registry.member_year o on o.cert_idx = m.cert_idx and o.year = m.year and o.active and o.household_id <> m.household_id
      join registry.household_year oh on oh.county = o.county and oh.household_id = o.household_id and oh.year = o.year and oh.valid
      join registry.household_year mh on mh.county = m.county and mh.household_id = m.household_id and mh.year = m.year and mh.valid
     where m.county = ${a.county} and m.year = ${a.year} and m.region between ${a.lo} and ${a.hi} and m.active and m.cert_idx is not null
       and coalesce(m.cert_fault, '') not in ('empty', 'length', 'characters')
     group by 1, 2, 3, 4`;
  const levels = ["", "county", "city", "province", "nation"];
  return rows.map((r) => ({ county: a.county, year: a.year, householdId: r.householdId, memberId: r.memberId, region: r.region, finding: finding("DQ-008", { count: r.count, level: levels[r.level] ?? "nation" }) }));
}

/** Grades that last one year (七年级 … 高职三年级): the same for several years running (DQ-031). */
async function sameGrade(tx: Tx, a: Area, years: number): Promise<AreaFinding[]> {
  const rows = await tx.sql<{ householdId: string; memberId: string; region: number; student: number }[]>`
    select m.household_id as "householdId", m.member_id as "memberId", m.region, m.student
      from registry.member_year m
     where m.county = ${a.county} and m.year = ${a.year} and m.region between ${a.lo} and ${a.hi} and m.active and m.student between 4 and 15
       and (select count(*) from registry.member_year e where e.county = m.county and e.member_id = m.member_id and e.year between ${a.year - years + 1} and ${a.year - 1} and e.student = m.student) = ${years - 1}`;
  return rows.map((r) => ({ county: a.county, year: a.year, householdId: r.householdId, memberId: r.memberId, region: r.region, finding: finding("DQ-031", { years, student: r.student }) }));
}

/** One phone in several households (DQ-058). */
async function sharedPhones(tx: Tx, a: Area): Promise<AreaFinding[]> {
  const rows = await tx.sql<{ householdId: string; memberId: string | null; region: number; count: number }[]>`
    with used as (
      select phone_idx, household_id, null::uuid as member_id, region from registry.household_year
       where county = ${a.county} and year = ${a.year} and region between ${a.lo} and ${a.hi} and valid and phone_idx is not null
      union all
      select phone_idx, household_id, member_id, region from registry.member_year
       where county = ${a.county} and year = ${a.year} and region between ${a.lo} and ${a.hi} and active and phone_idx is not null),
    shared as (select phone_idx, count(distinct household_id)::int as count from used group by 1 having count(distinct household_id) > 1)
    select u.household_id as "householdId", u.member_id as "memberId", u.region, s.count from used u join shared s using (phone_idx)`;
  return rows.map((r) => ({ county: a.county, year: a.year, householdId: r.householdId, memberId: r.memberId, region: r.region, finding: finding("DQ-058", { count: r.count, level: "households" }, r.memberId === null ? "householdPhone" : "memberPhone") }));
}

/** The same income in several households of a village, or a whole-yuan step above the line (DQ-112). */
async function copiedIncomes(tx: Tx, a: Area, s: Settings, lineFen: number | undefined): Promise<AreaFinding[]> {
  const line = lineFen ?? -1;
  const rows = await tx.sql<{ householdId: string; region: number; perCapita: number; same: number; near: boolean; nearby: number }[]>`
    with own as (
      select household_id, region, per_capita_fen as fen, count(*) over (partition by region, per_capita_fen)::int as same,
             ${line} >= 0 and per_capita_fen between ${line} and ${line + s.QUALITY_NEAR_LINE_FEN} and (per_capita_fen - ${line}) % 100 = 0 as near
        from registry.household_year
       where county = ${a.county} and year = ${a.year} and region between ${a.lo} and ${a.hi} and valid and per_capita_fen > 0)
    select household_id as "householdId", region, fen as "perCapita", same, near, count(*) filter (where near) over (partition by region)::int as nearby from own`;
  return rows.filter((r) => r.same >= s.QUALITY_SAME_INCOME_HOUSEHOLDS || r.near).map((r) => {
    const kind = r.same >= s.QUALITY_SAME_INCOME_HOUSEHOLDS ? "sameIncome" : "nearLine";
    return { county: a.county, year: a.year, householdId: r.householdId, memberId: null, region: r.region, finding: finding("DQ-112", { kind, count: kind === "sameIncome" ? r.same : r.nearby, perCapita: r.perCapita }) };
  });
}

/** Last digits of net income in yuan, per village: real ones are even (χ², ten classes), guessed ones heap on 0 and 5 (DQ-113). */
async function heapedDigits(tx: Tx, a: Area, s: Settings): Promise<AreaFinding[]> {
  const rows = await tx.sql<{ region: number; counts: number[] }[]>`
    select region, array_agg(n order by digit) as counts from (
      select v.region, d.digit, count(y.household_id)::int as n
        from (select distinct region from registry.household_year where county = ${a.county} and year = ${a.year} and region between ${a.lo} and ${a.hi} and valid) v
       cross join generate_series(0, 9) as d (digit)
        left join registry.household_year y on y.county = ${a.county} and y.year = ${a.year} and y.region = v.region and y.valid and y.net_fen > 0 and (y.net_fen / 100) % 10 = d.digit
       group by 1, 2) counted
     group by region`;
  return rows.flatMap((r): AreaFinding[] => {
    const households = r.counts.reduce((sum, n) => sum + n, 0);
    if (households < s.QUALITY_HEAPING_MIN_N) return [];
    const { chi2, p } = uniformTest(r.counts);
    if (p >= s.QUALITY_HEAPING_PER_MILLE / 1000) return [];
    const most = Math.max(...r.counts);
    return [{ county: a.county, year: a.year, householdId: null, memberId: null, region: r.region, finding: finding("DQ-113", { village: r.region, households, chi2: Math.round(chi2 * 10) / 10, digit: r.counts.indexOf(most), percent: Math.round((most / households) * 100) }) }];
  });
}

const landKeys = { arableMu: "arable_mu", irrigatedMu: "irrigated_mu", forestMu: "forest_mu", returnedForestMu: "returned_forest_mu", orchardMu: "orchard_mu", pastureMu: "pasture_mu", waterMu: "water_mu" } as const;
const landSums = Object.entries(landKeys).map(([key, column]) => `'${key}', coalesce(sum(y.${column}), 0)`).join(", ");

/** The village records of the area (DQ-107–110); a village without a record has nothing to check yet. */
async function villageRecords(tx: Tx, a: Area, s: Settings): Promise<AreaFinding[]> {
  const rows = await tx.sql<{ village: number; data: Record<string, unknown>; poorLand: Record<string, number> }[]>`
    select v.village, v.data, (select json_build_object(${tx.sql.unsafe(landSums)}) from registry.household_year y where y.county = v.county and y.year = v.year and y.region = v.village and y.valid) as "poorLand"
      from registry.village_year v
     where v.county = ${a.county} and v.year = ${a.year} and v.region between ${a.lo} and ${a.hi}`;
  return rows.flatMap((r) => checkVillage({ village: r.village, year: a.year, data: r.data, poorLand: r.poorLand, s }).map((f): AreaFinding => ({ county: a.county, year: a.year, householdId: null, memberId: null, region: r.village, finding: { ...f, args: { ...f.args, village: r.village } } })));
}

export const areaRules = ["DQ-008", "DQ-031", "DQ-058", "DQ-112", "DQ-113", "DQ-107", "DQ-108", "DQ-109", "DQ-110"] as const;

/** All area rules of one county (or a part of it) and year, recorded. Needs the platform's own scope to see other counties. */
export async function checkArea(tx: Tx, area: Area, ctx: AreaContext, how: How): Promise<Recorded & { readonly findings: readonly AreaFinding[] }> {
  const { settings: s } = ctx;
  const findings = [
    ...await duplicateIds(tx, area), ...await sameGrade(tx, area, s.QUALITY_SAME_GRADE_YEARS), ...await sharedPhones(tx, area),
    ...await copiedIncomes(tx, area, s, ctx.lineFen), ...await heapedDigits(tx, area, s), ...await villageRecords(tx, area, s),
  ];
  return { ...await recordAreaFindings(tx, { ...area, rules: areaRules }, findings, how), findings };
}
