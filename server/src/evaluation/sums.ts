/**
 * Sums by village from which precision is computed: what the register itself tells (quality of data, returns, poverty gap before and
 * after benefits), and what the truth tells: visited households of an audit, or the planted truth of the demonstration.
 */
import { distanceAbove, fitOf, s4 } from "@diguan/core/evaluation/indices.ts";
import { noSums, type SumKey } from "@diguan/core/evaluation/precision.ts";
import type { Answer } from "@diguan/core/evaluation/report.ts";
import { parameterDefaults } from "@diguan/core/quality/parameters.ts";
import { deliveredStates, measuresKept } from "../measures/read.ts";
import { parameter } from "../policy.ts";
import type { Query, Tx } from "../postgres/pool.ts";
import { part } from "./frame.ts";

export type Village = Record<SumKey, number>;
export type Villages = Map<number, Village>;

const at = (villages: Villages, region: number): Village => {
  let v = villages.get(region);
  if (!v) villages.set(region, (v = noSums()));
  return v;
};

/** Public money in a household's income: 计划生育金、低保金、特困供养金、养老金、生态补偿金. Other transfers may be private. */
export const benefits = "(coalesce(family_planning_fen, 0) + coalesce(dibao_fen, 0) + coalesce(tekun_fen, 0) + coalesce(pension_fen, 0) + coalesce(ecology_fen, 0))";

/** What the register tells of a place and year; three grouped statements. */
export async function registerSums(tx: Tx, county: number, region: number, year: number, lineFen: number | null): Promise<Villages> {
  const { lo, hi } = part(tx, region);
  const villages: Villages = new Map();
  const line = lineFen ?? 0;
  const rows = await tx.sql<({ region: number } & Pick<Village, "households" | "persons" | "gapBefore" | "gapAfter" | "poorBefore" | "poorAfter" | "squaredBefore" | "squaredAfter">)[]>`
    with y as (
      select region, greatest(coalesce(year_members, current_members), 1)::float8 as n, per_capita_fen::float8 as after, per_capita_fen - ${tx.sql.unsafe(benefits)}::float8 / greatest(coalesce(year_members, current_members), 1) as before
        from registry.household_year where county = ${county} and year = ${year} and region between ${lo} and ${hi} and valid and coalesce(exit_state, 0) <> 9),
    g as (select region, case when after is not null then n else 0 end as n, greatest(0, ${line} - before) / nullif(${line}, 0) as b, greatest(0, ${line} - after) / nullif(${line}, 0) as a from y)
    select region, count(*)::float8 as households, sum(n) as persons, coalesce(sum(n * b), 0) as "gapBefore", coalesce(sum(n * a), 0) as "gapAfter",
           coalesce(sum(n) filter (where b > 0), 0) as "poorBefore", coalesce(sum(n) filter (where a > 0), 0) as "poorAfter", coalesce(sum(n * b * b), 0) as "squaredBefore", coalesce(sum(n * a * a), 0) as "squaredAfter"
      from g group by region`;
  for (const { region: village, ...r } of rows) Object.assign(at(villages, village), r, lineFen === null ? { persons: 0 } : {});
  const faulty = await tx.sql<{ region: number; n: number }[]>`
    select f.region, count(distinct f.household_id)::float8 as n from quality.finding f
      join registry.household_year y on y.county = f.county and y.household_id = f.household_id and y.year = f.year and y.valid and coalesce(y.exit_state, 0) <> 9
     where f.county = ${county} and f.year = ${year} and f.region between ${lo} and ${hi} and f.severity = 'E' and f.state <> 'verified' group by 1`;
  for (const r of faulty) at(villages, r.region).faulty = r.n;
  const returned = await tx.sql<{ region: number; before: number; returned: number }[]>`
    select p.region, count(*)::float8 as before, (count(*) filter (where y.exit_state = 3))::float8 as returned
      from registry.household_year p join registry.household_year y on y.county = p.county and y.household_id = p.household_id and y.year = ${year} and y.valid
     where p.county = ${county} and p.year = ${year - 1} and p.region between ${lo} and ${hi} and p.valid and p.exit_state = 1 group by 1`;
  for (const r of returned) { at(villages, r.region).exitedBefore = r.before; at(villages, r.region).returned = r.returned; }
  for (const h of await helpOf(tx, county, { lo, hi }, year)) {
    const v = at(villages, h.region);
    const fit = s4([fitOf({ main: h.causeMain, other: h.causeOther }, h.codes)], 1);
    if (fit !== null) { v.helped++; v.fit += fit; }
    if (h.newly) { v.newly++; if (h.timely) v.timely++; }
  }
  return villages;
}

interface Help { readonly region: number; readonly causeMain: number | null; readonly causeOther: number[]; readonly codes: string[]; readonly newly: boolean; readonly timely: boolean }

/** Registered poor households with the measures that they have or had in the year; nothing where the county keeps no measures. A measure of two members is one. */
async function helpOf(tx: Tx, county: number, { lo, hi }: { readonly lo: number; readonly hi: number }, year: number): Promise<readonly Help[]> {
  if (!(await measuresKept(tx, county)).measures) return [];
  const months = await parameter(tx, "QUALITY_FIRST_MEASURE_MONTHS", county * 1_000_000, `${year}-12-31`);
  return tx.sql<Help[]>`
    select y.region, y.cause_main as "causeMain", y.cause_other as "causeOther", coalesce(m.codes, '{}') as codes,
           extract(year from coalesce(y.recognised_on, y.enrolled_on)) = ${year} as newly,
           coalesce(m.first_on <= coalesce(y.recognised_on, y.enrolled_on) + make_interval(months => ${months?.value ?? parameterDefaults.QUALITY_FIRST_MEASURE_MONTHS.value}), false) as timely
      from registry.household_year y
      left join lateral (
        select array_agg(distinct code) filter (where x.year = ${year} or (x.started_on <= make_date(${year}, 12, 31) and coalesce(x.finished_on, make_date(${year}, 12, 31)) >= make_date(${year}, 1, 1))) as codes, min(x.started_on) as first_on
          from measures.measure x where x.county = y.county and x.household_id = y.household_id and x.state = any (${deliveredStates}::text[])) m on true
     where y.county = ${county} and y.year = ${year} and y.region between ${lo} and ${hi} and y.valid and y.exit_state in (0, 2, 3)`;
}

/** Adds what the visited households tell; an income that was not found counts as far above the line, which never flatters. */
export function addAnswers(villages: Villages, answers: readonly Answer[], lineFen: number | null): void {
  for (const a of answers) {
    const v = at(villages, a.region);
    if (a.grp === 1) {
      v.registered += a.weight; v.askedRegistered += 1;
      if (!a.eligible) { v.wrong += a.weight; v.distance += a.weight * (a.incomeFen === null || lineFen === null ? 1 : distanceAbove(a.incomeFen, lineFen)); }
    } else if (a.grp === 2) { v.exited += a.weight; v.askedExited += 1; if (a.eligible) v.falselyExited += a.weight; }
    else { v.others += a.weight; v.askedOthers += 1; if (a.eligible) v.missed += a.weight; }
  }
}

/** A line of the planted truth. Read with `db.asEvaluation` only. */
export interface Planted { readonly region: number; readonly householdId: string | null; readonly registered: boolean; readonly poor: boolean; readonly perHeadYuan: number; readonly certNo: string; readonly status: string }
export const plantedOf = (sql: Query, county: number, lo: number, hi: number, year: number): Promise<Planted[]> => sql<Planted[]>`
  select region, household_id as "householdId", registered, poor, per_head_yuan as "perHeadYuan", cert_no as "certNo", status
    from demo.truth where county = ${county} and year = ${year} and region between ${lo} and ${hi} and kind = 'household' order by id`;

/** Adds the planted truth: every registered household and every missed one is known; `others` counts the frame where one is known. */
export function addTruth(villages: Villages, truth: readonly Planted[], group: ReadonlyMap<string, number>, others: ReadonlyMap<number, number>, lineFen: number | null): void {
  for (const t of truth) {
    const v = at(villages, t.region);
    const grp = t.householdId === null ? 3 : group.get(t.householdId);
    if (grp === 1) { v.registered++; v.askedRegistered++; if (!t.poor) { v.wrong++; v.distance += lineFen === null ? 1 : distanceAbove(t.perHeadYuan * 100, lineFen); } }
    else if (grp === 2) { v.exited++; v.askedExited++; if (t.poor) v.falselyExited++; }
    else if (grp === 3 && t.poor) v.missed++;
  }
  for (const [region, n] of others) at(villages, region).others = n;
  for (const v of villages.values()) { v.others = Math.max(v.others, v.missed); v.askedOthers = v.others; }
}
