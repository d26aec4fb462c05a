/**
 * Computes the facts of households from the registry: one statement, in the transaction that changed it (paper 001 §2.3 精准定位).
 * A count counts what is explicitly known and is null when nothing is known; a deprivation flag is null as soon as anything that
 * could make it true is not known. Meanings follow core/src/quality/facts.ts and core/src/registry/guarantee.ts (facts.test.ts).
 */
import { factList, type Facts } from "@diguan/core/identification/facts.ts";
import { indicators } from "@diguan/core/identification/deprivation.ts";
import type { Query, Tx } from "../postgres/pool.ts";
import { contextFrom, policyOf } from "../registry/context.ts";
import { refreshMeasures } from "./measure-refresh.ts";
import { schemesOf } from "./scheme.ts";

/** What to compute; without anything the whole county. `today`: China date up to which ages are counted (by default the database's). */
export interface Which { readonly villages?: readonly number[]; readonly households?: readonly string[]; readonly years?: readonly number[]; readonly today?: string }

/** Years a snapshot may have. */
const allYears = Array.from({ length: 46 }, (_, n) => 2005 + n);

/** Known for certain about one member; `age` in completed years on the day of the snapshot. */
const memberSql = `
  select m.household_id, m.year, m.ordinal, m.member_code, m.relation, m.sex, m.ethnic, m.student, m.education, m.out_of_school, m.labour, m.work_months, m.dibao, m.tekun, m.disability_level,
         a.age, y.labour_from, y.labour_to, y.school_from, y.school_to,
         m.student >= 2 as in_school, cardinality(m.public_post) > 0 as in_post,
         coalesce(m.student, m.education, m.out_of_school) is null as school_blank,
         nullif(greatest(case when m.education between 1 and 5 then m.education end, case when m.student between 4 and 6 then 2 when m.student between 7 and 12 then 3 when m.student >= 13 then 4 end), 0) as finished,
         not (coalesce(m.med_resident, false) or coalesce(m.med_worker, false) or coalesce(m.soldier, false)) as not_covered,
         m.med_resident is false or m.med_worker is false as denied, coalesce(m.med_resident, m.med_worker, nullif(m.soldier, false)) is not null as insurance_known,
         cardinality(m.health) > 0 as health_known, 3 = any (m.health) as ill, 2 = any (m.health) as chronic,
         4 = any (m.health) or m.disability_category is not null or m.disability_level is not null as is_disabled,
         m.serious_ins, coalesce(m.dibao, false) or coalesce(m.tekun, false) as aided, m.dibao is null or m.tekun is null as aid_blank,
         m.work_place in (3, 4) as away, m.work_place is not null or m.work_months is not null or m.labour in (3, 4) or m.student >= 2 or a.age < y.labour_from as work_known,
         a.age between y.school_from and y.school_to and not coalesce(m.student >= 2, false) and coalesce(m.out_of_school not in (1, 2, 5, 6), true) and coalesce(m.education not between 3 and 5, true)
           and coalesce(m.student, m.education, m.out_of_school) is not null
           and (a.age > y.school_from or y.cut_year - b.born - (b.day > 831)::int >= y.school_from) as dropout
    from registry.member_year m
    join y on y.year = m.year
   cross join lateral (select date_part('year', m.birth)::int as born, (date_part('month', m.birth) * 100 + date_part('day', m.birth))::int as day) b
   cross join lateral (select y.as_of_year - b.born - (b.day > y.as_of_day)::int as age) a`;

const count = (what: string, known: string): string => `case when count(*) filter (where ${known}) > 0 then count(*) filter (where ${what}) end`;
/** True when one member surely is, null when one may be, else false. */
const any = (surely: string, maybe: string): string => `case when bool_or(coalesce(${surely}, false)) then true when not bool_or(coalesce(${maybe}, false)) then false end`;

const groupSql = `
  select household_id, year, count(*) as persons,
         ${count("age < labour_from", "age is not null")} as children, ${count("age > labour_to", "age is not null")} as elderly, ${count("age between labour_from and labour_to", "age is not null")} as adults,
         (array_agg(array[age, sex, ethnic] order by ordinal, member_code) filter (where relation = 1)) as head,
         ${count("in_school", "not school_blank")} as students, ${count("student >= 7", "not school_blank")} as upper_students,
         case when count(*) filter (where age between school_from and school_to and not school_blank) > 0 then count(*) filter (where dropout)
              when bool_or(coalesce(age between school_from and school_to, false)) or not bool_or(age is not null) then null else 0 end as dropouts,
         case when bool_or(age >= labour_from and (education is not null or in_school)) then count(*) filter (where age >= labour_from and education in (1, 2))
              when bool_or(coalesce(age >= labour_from, true)) then null else 0 end as low_schooling,
         max(finished) as max_schooling,
         ${count("not_covered and denied", "insurance_known")} as uninsured,
         ${count("ill", "health_known")} as seriously_ill, ${count("chronic", "health_known")} as chronically_ill, ${count("is_disabled", "health_known or is_disabled")} as disabled,
         case when not bool_or(health_known or is_disabled) then null when bool_or(is_disabled) and not bool_or(is_disabled and disability_level is not null) then null else count(*) filter (where disability_level in (1, 2)) end as severely_disabled,
         ${count("labour in (1, 2, 5)", "labour is not null")} as labourers, ${count("labour in (1, 2)", "labour is not null")} as full_labourers, ${count("labour = 2", "labour is not null")} as skilled_labourers,
         ${count("away", "work_known")} as migrant_workers, case when bool_or(work_known) then coalesce(sum(work_months), 0) end as work_months, count(*) filter (where in_post) as public_posts,
         ${count("dibao", "dibao is not null")} as dibao_members, ${count("tekun", "tekun is not null")} as tekun_members,
         ${any("dropout", "school_blank and coalesce(age between school_from and school_to, true)")} as d_dropout,
         case when bool_or(coalesce(coalesce(age, 99) >= labour_from and finished >= 3, false)) then false
              when bool_or(coalesce(age, 99) >= labour_from and coalesce(finished, case when in_school then 1 end) is null) then null else true end as d_schooling,
         ${any("not_covered and denied", "not_covered")} as d_uninsured,
         ${any("ill and not aided and serious_ins is false and not aid_blank", "not health_known or (ill and not aided and serious_ins is not true)")} as d_illness,
         bool_or(is_disabled) as any_disabled, ${any("is_disabled and not aided and not aid_blank", "(not health_known and not is_disabled) or (is_disabled and not aided)")} as disabled_unaided, bool_or(not health_known and not is_disabled) as health_blank
    from m
   group by household_id, year`;

/** Columns that are taken over from the registry as they stand. */
const asTheyStand = ["per_capita_fen", "net_fen", "wage_fen", "operating_fen", "property_fen", "transfer_fen", "cost_fen", "dibao_fen", "tekun_fen", "house_area_m2", "road_km", "arable_mu", "forest_mu", "orchard_mu",
  "attribute", "exit_state", "exit_year", "cause_main", "monitored", "house_grade", "house_structure", "relocation", "water_safe", "water_hard", "power_at_home", "toilet", "tv", "broadband", "coop", "lead_firm", "lead_person"] as const;
const ofMembers = ["children", "elderly", "adults", "students", "upper_students", "dropouts", "low_schooling", "max_schooling", "uninsured", "seriously_ill", "chronically_ill", "disabled", "severely_disabled",
  "labourers", "full_labourers", "skilled_labourers", "migrant_workers", "work_months", "dibao_members", "tekun_members", "d_dropout", "d_schooling", "d_uninsured", "d_illness"] as const;
const unsafeHouse = "case when h.unsafe_house or h.house_grade in (3, 4) then true when h.house_grade is not null or h.unsafe_house is false then false end";

/** Column → expression over h (year of the household), g (its members), y (numbers of the year). */
const expressions: ReadonlyMap<string, string> = new Map<string, string>([
  ...asTheyStand.map((c) => [c, `h.${c}`] as const), ...ofMembers.map((c) => [c, `g.${c}`] as const),
  ["valid", "h.valid"], ["persons", "coalesce(g.persons, h.current_members)"], ["income_persons", "h.year_members"], ["public_posts", "case when not y.posts_absent then g.public_posts end"],
  ["years_on_register", "greatest(0, h.year - date_part('year', h.enrolled_on)::int)"],
  ["head_age", "g.head[1][1]"], ["head_female", "case g.head[1][2] when 1 then false when 2 then true end"], ["minority", "g.head[1][3] <> 1"],
  ["unsafe_house", unsafeHouse], ["clean_fuel", "case when h.fuel = 4 then true when h.fuel in (1, 2, 3) then false end"], ["hard_road", "case when h.road_type in (3, 4) then true when h.road_type in (1, 2) then false end"],
  // families on allowance or support as a whole have it for the disabled member as well
  ["d_disability", "case when g.any_disabled and h.attribute in (4, 6) then case when g.health_blank then null else false end else g.disabled_unaided end"],
  ["d_house", unsafeHouse], ["d_water", "case when h.water_safe is false or h.water_hard then true when h.water_safe then false end"],
  ["d_power", "not h.power_at_home"], ["d_toilet", "not h.toilet"], ["d_fuel", "case when h.fuel = 4 then false when h.fuel in (1, 2, 3) then true end"], ["d_road", "case when h.road_type in (1, 2) then true when h.road_type in (3, 4) then false end"],
]);
const columns = [...expressions.keys()];
const flagNames = indicators.map((i) => i.column);
const written = [...columns, "region", "deprivation"];

type Part = ReturnType<Query>;

/**
 * Brings the facts of these households up to date and answers how many rows changed; rows of snapshots that are gone go as well.
 * The sums of their villages follow. Call it beside `refreshVillages`: whole villages must be in sight.
 */
export async function refreshFacts(tx: Tx, county: number, which: Which = {}): Promise<number> {
  if (tx.scope.own) throw new Error("facts are computed for whole villages");
  const { sql } = tx;
  // the lock of the village figures (overview/refresh.ts): whoever recounts a county waits, so that the last count sees every change
  await sql`select pg_advisory_xact_lock(28534, ${county})`;
  const policy = await policyOf(tx, county * 1_000_000);
  const years = which.years ?? allYears;
  const schemes = await schemesOf(tx, years);
  const settings = years.map((year) => contextFrom(policy, year, which.today ?? `${year}-12-31`));
  const number = (code: "QUALITY_LABOUR_FROM" | "QUALITY_LABOUR_FULL_TO" | "QUALITY_SCHOOL_FROM" | "QUALITY_SCHOOL_TO"): number[] => settings.map((s) => s.settings?.[code] ?? 0);
  const absent = settings.map((s) => (s.absent?.has("publicPost") === true ? 1 : 0));
  const among = (alias: string): Part => sql`${sql.unsafe(alias)}.county = ${county} and ${sql.unsafe(alias)}.year = any(${years as number[]}::smallint[]) and ${sql.unsafe(alias)}.region between ${tx.scope.lo} and ${tx.scope.hi}
    ${which.villages ? sql`and ${sql.unsafe(alias)}.region = any(${which.villages as number[]}::bigint[])` : sql``} ${which.households ? sql`and ${sql.unsafe(alias)}.household_id = any(${which.households as string[]}::uuid[])` : sql``}`;
  const today = which.today ?? null;
  const depth = flagNames.map((f, n) => `case when y.units[${n + 1}] = 0 then 0 else ${f}::int * y.units[${n + 1}] end`).join(" + ");
  // before the first ANALYZE every table looks empty and nested loops look cheap; whole villages are joined by hash
  if (!which.households) await sql`set local enable_nestloop = off`;
  const done = await sql`
    with p as (
      select year, labour_from, labour_to, school_from, school_to, posts_absent = 1 as posts_absent, string_to_array(units, ',')::smallint[] as units, least(make_date(year, 12, 31), coalesce(${today}::date, (now() at time zone interval '08:00')::date)) as as_of
        from unnest(${years as number[]}::smallint[], ${number("QUALITY_LABOUR_FROM")}::int[], ${number("QUALITY_LABOUR_FULL_TO")}::int[], ${number("QUALITY_SCHOOL_FROM")}::int[], ${number("QUALITY_SCHOOL_TO")}::int[], ${absent}::smallint[], ${years.map((year) => schemes.get(year)?.units.join(",") ?? "")}::text[])
             as r (year, labour_from, labour_to, school_from, school_to, posts_absent, units)),
    y as materialized (
      select p.*, date_part('year', as_of)::int as as_of_year, (date_part('month', as_of) * 100 + date_part('day', as_of))::int as as_of_day,
             date_part('year', as_of)::int - (date_part('month', as_of) < 9)::int as cut_year
        from p),
    m as (${sql.unsafe(memberSql)} where m.active and ${among("m")}),
    g as (${sql.unsafe(groupSql)}),
    fresh as materialized (
      select h.county, h.household_id, h.year, h.region, ${sql.unsafe(columns.map((c) => `${expressions.get(c) ?? ""} as ${c}`).join(", "))}
        from registry.household_year h join y on y.year = h.year left join g on g.household_id = h.household_id and g.year = h.year
       where ${among("h")}),
    gone as (
      delete from identification.facts f
       where ${among("f")} and not exists (select from registry.household_year h where h.county = f.county and h.household_id = f.household_id and h.year = f.year))
    insert into identification.facts as f (county, household_id, year, region, deprivation, ${sql.unsafe(columns.join(", "))})
    select fresh.county, fresh.household_id, fresh.year, fresh.region, ${sql.unsafe(depth)}, ${sql.unsafe(columns.map((c) => `fresh.${c}`).join(", "))}
      from fresh join y on y.year = fresh.year
    on conflict (county, household_id, year) do update set ${sql.unsafe(written.map((c) => `${c} = excluded.${c}`).join(", "))}, refreshed_at = clock_timestamp()
     where (${sql.unsafe(written.map((c) => `f.${c}`).join(", "))}) is distinct from (${sql.unsafe(written.map((c) => `excluded.${c}`).join(", "))})`;
  if (!which.households) await sql`set local enable_nestloop = on`;
  await refreshMeasures(tx, county, { years, villages: await villagesOf(tx, county, which) });
  return done.count;
}

/** Villages whose sums may have changed; null = all of the county. */
async function villagesOf(tx: Tx, county: number, which: Which): Promise<readonly number[] | null> {
  if (which.villages) return which.villages;
  if (!which.households) return null;
  return (await tx.sql<{ region: number }[]>`select distinct region from registry.household_year where county = ${county} and household_id = any(${which.households as string[]}::uuid[]) and region between ${tx.scope.lo} and ${tx.scope.hi}`).map((r) => r.region);
}

export interface HouseholdFactsRow { readonly county: number; readonly householdId: string; readonly year: number; readonly region: number; readonly valid: boolean; readonly refreshedAt: string; readonly deprivation: number | null; readonly flags: readonly (boolean | null)[]; readonly facts: Facts }

/** A row of identification.facts in the words of core. */
export function factsRow(raw: Readonly<Record<string, unknown>>): HouseholdFactsRow {
  const cell = (column: string): number | boolean | null => (raw[column] ?? null) as number | boolean | null;
  return {
    county: raw["county"] as number, householdId: raw["household_id"] as string, year: raw["year"] as number, region: raw["region"] as number, valid: raw["valid"] === true, refreshedAt: raw["refreshed_at"] as string,
    deprivation: cell("deprivation") as number | null, flags: flagNames.map((f) => cell(f) as boolean | null), facts: Object.fromEntries(factList.map((f) => [f.key, cell(f.column)])),
  };
}

/** Facts of these households in a year (cancelled ones too), in the reader's area; those without a row are left out. */
export async function factsOf(tx: Tx, keys: { readonly county: number; readonly households: readonly string[]; readonly year: number }): Promise<HouseholdFactsRow[]> {
  const own = tx.scope.own;
  const rows = await tx.sql<Record<string, unknown>[]>`
    select * from identification.facts
     where county = ${keys.county} and household_id = any(${keys.households as string[]}::uuid[]) and year = ${keys.year} and region between ${tx.scope.lo} and ${tx.scope.hi}
       ${own === undefined ? tx.sql`` : tx.sql`and household_id = any(${own as string[]}::uuid[])`}`;
  return rows.map(factsRow);
}
