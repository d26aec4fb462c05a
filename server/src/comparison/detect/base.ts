/**
 * What a comparison reads, laid out once per run as temporary tables: members of the register, persons of the frame, relatives of
 * heads, current batches. The joins of 80,000 persons with 900,000 payments are hash joins on the keyed mark (bench/comparison.ts).
 */
import type { Settings } from "@diguan/core/comparison/parameters.ts";
import type { Tx } from "../../postgres/pool.ts";

export type Part = ReturnType<Tx["sql"]>;
export interface Run { readonly tx: Tx; readonly county: number; readonly year: number; readonly today: string; readonly settings: Settings; /** What each code of a kind means to it. */ readonly kinds: ReadonlySet<string> }

/** Batches that speak for each feed now: the newest snapshot, or all periods. */
const currentBatches = (tx: Tx, county: number): Part => tx.sql`
  select b.county, b.id, b.feed, b.snapshot_on from comparison.batch b
   where b.county = ${county} and b.region between ${tx.scope.lo} and ${tx.scope.hi} and b.state = 'compared'`;

/** Lays out the tables of one run; returns the number of members that are compared. */
export async function layOut({ tx, county, year }: Run): Promise<number> {
  const { sql, scope } = tx;
  // a year's payments of a county are grouped in memory instead of on disk: twice as fast
  // and by two processes, where a table is made of them: an insert never runs in parallel
  await sql.unsafe("set local work_mem = '192MB'");
  await sql.unsafe("set local parallel_tuple_cost = 0.01");
  await sql.unsafe("set local default_statistics_target = 25");
  await sql`drop table if exists pg_temp.t_batch, pg_temp.t_member, pg_temp.t_person, pg_temp.t_kin, pg_temp.t_suspicion, pg_temp.t_twice, pg_temp.t_holder`;
  await sql`create temporary table t_batch on commit drop as ${currentBatches(tx, county)}`;
  await sql`
    create temporary table t_member on commit drop as
    select m.household_id, m.member_id, m.region, m.cert_idx, m.name, m.birth, m.relation, m.student, m.out_of_school, m.med_resident, m.med_worker, m.dibao, m.tekun, m.disability_category, m.disability_level, m.work_months,
           extract(year from age(make_date(${year}, 12, 31), m.birth))::int as years,
           y.head_name, y.enrolled_on, y.exit_state, y.cause_main, y.house_grade, y.unsafe_house, y.water_safe, y.house_area_m2, y.house_structure, y.relocation, y.wage_fen, y.current_members, y.ecology_fen
      from registry.member_year m
      join registry.household_year y on y.county = m.county and y.household_id = m.household_id and y.year = m.year
     where m.county = ${county} and m.year = ${year} and m.region between ${scope.lo} and ${scope.hi} and m.active and y.valid and coalesce(y.exit_state, 0) <> 9`;
  await sql`
    create temporary table t_person on commit drop as
    select p.*, h.registered_household, h.head_name, h.persons
      from comparison.rural_person p
      join t_batch b on b.id = p.batch_id and b.feed = 'household_roll'
      join comparison.rural_household h on h.county = p.county and h.id = p.household_id
     where p.county = ${county} and p.region between ${scope.lo} and ${scope.hi}`;
  await sql`create index on t_member (cert_idx)`;
  await sql`create index on t_person (cert_idx)`;
  await sql`analyze t_member, t_person, t_batch`;
  // close relatives of the head outside the household, as the household register names them
  await sql`
    create temporary table t_kin on commit drop as
    with head as (select m.household_id, m.region, m.cert_idx, m.head_name, p.father_idx, p.mother_idx, p.spouse_idx from t_member m join t_person p on p.cert_idx = m.cert_idx where m.relation = 1),
    kin as (
      select household_id, region, head_name, father_idx as cert_idx, 1 as kin from head where father_idx is not null
      union select household_id, region, head_name, mother_idx, 1 from head where mother_idx is not null
      union select household_id, region, head_name, spouse_idx, 2 from head where spouse_idx is not null
      union select h.household_id, h.region, h.head_name, c.cert_idx, 3 from head h join t_person c on c.father_idx = h.cert_idx where c.cert_idx is not null
      union select h.household_id, h.region, h.head_name, c.cert_idx, 3 from head h join t_person c on c.mother_idx = h.cert_idx where c.cert_idx is not null)
    select k.*, (select p.name from t_person p where p.cert_idx = k.cert_idx limit 1) as name
      from kin k where not exists (select from t_member m where m.cert_idx = k.cert_idx and m.household_id = k.household_id)`;
  await sql`analyze t_kin`;
  await sql`
    create temporary table t_suspicion (kind text, household_id uuid, rural_id uuid, member_id uuid, person_id uuid, region bigint, batch_id uuid, row_no integer, subject text, key text, likeness real, facts jsonb) on commit drop`;
  return (await sql<{ n: number }[]>`select count(*)::int as n from t_member`)[0]?.n ?? 0;
}

/** Rows of a feed with the member they mean: by number, or by likeness where the number leads nowhere. */
export const hits = ({ tx, county }: Run, feed: string): Part => tx.sql`
  (select r.batch_id, r.row_no, r.on_date, r.until_date, r.amount_fen, r.amount2_fen, r.measure, r.code, r.code2, r.label, r.other, r.flag, null::real as likeness, m.*
     from comparison.record r join t_batch b on b.id = r.batch_id and b.feed = ${feed} join t_member m on m.cert_idx = r.cert_idx
    where r.county = ${county} and r.region between ${tx.scope.lo} and ${tx.scope.hi}
   union all
   select r.batch_id, r.row_no, r.on_date, r.until_date, r.amount_fen, r.amount2_fen, r.measure, r.code, r.code2, r.label, r.other, r.flag, l.probability, m.*
     from comparison.likeness l join t_batch b on b.id = l.batch_id and b.feed = ${feed}
     join comparison.record r on r.county = l.county and r.batch_id = l.batch_id and r.row_no = l.row_no
     join t_member m on m.member_id = l.member_id
    where l.county = ${county} and l.region between ${tx.scope.lo} and ${tx.scope.hi})`;

/** Rows of a feed with the person of the frame whose household is not registered. */
export const others = ({ tx, county }: Run, feed: string): Part => tx.sql`
  (select r.batch_id, r.row_no, r.on_date, r.until_date, r.amount_fen, r.measure, r.code, r.code2, r.label, r.flag, null::real as likeness, p.id as person_id, p.household_id as rural_id, p.region, p.name
     from comparison.record r join t_batch b on b.id = r.batch_id and b.feed = ${feed} join t_person p on p.cert_idx = r.cert_idx and p.state = 1 and p.registered_household is null
    where r.county = ${county} and r.region between ${tx.scope.lo} and ${tx.scope.hi}
   union all
   select r.batch_id, r.row_no, r.on_date, r.until_date, r.amount_fen, r.measure, r.code, r.code2, r.label, r.flag, l.probability, p.id, p.household_id, p.region, p.name
     from comparison.likeness l join t_batch b on b.id = l.batch_id and b.feed = ${feed}
     join comparison.record r on r.county = l.county and r.batch_id = l.batch_id and r.row_no = l.row_no
     join t_person p on p.id = l.person_id and p.state = 1 and p.registered_household is null
    where l.county = ${county} and l.region between ${tx.scope.lo} and ${tx.scope.hi})`;

/** Things of a person that speak against need, by keyed mark: car above the limit 1, house in town 2, company 3, public payroll 4. */
export const assets = ({ tx, county, settings }: Run): Part => tx.sql`
  (select r.cert_idx, r.batch_id, r.row_no, case b.feed when 'vehicles' then 1 when 'real_estate' then 2 when 'companies' then 3 else 4 end as what
     from comparison.record r join t_batch b on b.id = r.batch_id and b.feed in ('vehicles', 'real_estate', 'companies', 'public_payroll')
    where r.county = ${county} and r.region between ${tx.scope.lo} and ${tx.scope.hi} and r.cert_idx is not null
      and case b.feed when 'vehicles' then r.code in (1, 2) and r.amount_fen >= ${settings.COMPARISON_VEHICLE_FEN} and r.flag is distinct from false
                      when 'real_estate' then r.code in (1, 2) and r.flag is not false
                      when 'companies' then r.code = 1 and r.flag is not false
                      else r.code in (1, 2) end)`;

/** Adds the suspicions of a kind; `select` gives all columns of t_suspicion but the kind. */
export const suspect = async (run: Run, kind: string, select: () => Part): Promise<void> => {
  if (run.kinds.has(kind)) await run.tx.sql`insert into t_suspicion (kind, household_id, rural_id, member_id, person_id, region, batch_id, row_no, subject, key, likeness, facts) select ${kind}, s.* from (${select()}) s`;
};
