/** The register is out of date, or support does not fit (X09, D01–D16), and signs of gaming (G02, G03): domain guide §2.8, §4.6. */
import { hits, suspect, type Part, type Run } from "./base.ts";

/** Days of death from civil affairs and from the household register, one per member. */
const deaths = (run: Run): Part => run.tx.sql`
  (select distinct on (d.member_id) d.* from (
     select h.member_id, h.household_id, h.region, h.name, h.batch_id, h.row_no, h.likeness, h.on_date as died_on, h.code as how from ${hits(run, "deaths")} h where h.on_date is not null
     union all
     select m.member_id, m.household_id, m.region, m.name, p.batch_id, p.row_no, null, p.state_on, 3 from t_member m join t_person p on p.cert_idx = m.cert_idx where p.state = 2) d
   order by d.member_id, d.died_on nulls last)`;

export async function status(run: Run): Promise<void> {
  const { tx, tx: { sql }, county, settings: s, today } = run;
  await suspect(run, "X09", () => sql`
    select d.household_id, null::uuid, d.member_id, null::uuid, d.region, d.batch_id, d.row_no, d.name, '', d.likeness, jsonb_build_object('name', d.name, 'diedOn', d.died_on, 'how', d.how) from ${deaths(run)} d`);
  await suspect(run, "X09M", () => sql`
    select m.household_id, null::uuid, m.member_id, null::uuid, m.region, p.batch_id, p.row_no, m.name, '', null::real, jsonb_build_object('name', m.name, 'on', p.state_on)
      from t_member m join t_person p on p.cert_idx = m.cert_idx where p.state = 3
       and not exists (select from t_person q where q.cert_idx = m.cert_idx and q.state = 1)`);
  await suspect(run, "X09S", () => sql`
    select h.household_id, null::uuid, h.member_id, null::uuid, h.region, h.batch_id, h.row_no, h.name, '', h.likeness, jsonb_build_object('name', h.name, 'from', h.on_date, 'until', h.until_date)
      from ${hits(run, "sentences")} h where h.on_date <= ${today} and (h.until_date is null or h.until_date >= ${today})`);
  // the month of death and the months of grace may still be paid; the few dead are looked up among the many payments, not the other way
  await suspect(run, "D01", () => sql`
    with gone as materialized (select d.member_id, d.died_on, m.cert_idx, m.household_id, m.region, m.name from ${deaths(run)} d join t_member m on m.member_id = d.member_id where d.died_on is not null),
    paid as (
      select g.member_id, r.batch_id, r.row_no, r.on_date, r.code, r.amount_fen, null::real as likeness from gone g join comparison.record r on r.cert_idx = g.cert_idx
       where r.county = ${county} and r.region between ${tx.scope.lo} and ${tx.scope.hi} and r.batch_id in (select id from t_batch where feed = 'payments')
      union all
      select g.member_id, r.batch_id, r.row_no, r.on_date, r.code, r.amount_fen, l.probability from gone g join comparison.likeness l on l.county = ${county} and l.member_id = g.member_id and l.region between ${tx.scope.lo} and ${tx.scope.hi} join comparison.record r on r.county = l.county and r.batch_id = l.batch_id and r.row_no = l.row_no
       where r.batch_id in (select id from t_batch where feed = 'payments'))
    select g.household_id, null::uuid, g.member_id, null::uuid, g.region, (array_agg(p.batch_id order by p.on_date))[1], (array_agg(p.row_no order by p.on_date))[1], g.name, p.code::text, max(p.likeness),
           jsonb_build_object('name', g.name, 'diedOn', g.died_on, 'paidOn', max(p.on_date), 'item', p.code, 'amountFen', sum(p.amount_fen), 'times', count(*))
      from gone g join paid p on p.member_id = g.member_id
     where p.on_date >= (date_trunc('month', g.died_on) + make_interval(months => ${s.COMPARISON_DEATH_GRACE_MONTHS}::int + 1))::date
     group by g.household_id, g.member_id, g.region, g.name, g.died_on, p.code`);
  await suspect(run, "D02", () => sql`
    select h.household_id, null::uuid, h.member_id, null::uuid, h.region, (array_agg(h.batch_id))[1], min(h.row_no), h.name, '', max(h.likeness), jsonb_build_object('name', h.name, 'since', max(h.on_date))
      from ${hits(run, "relief")} h where h.code in (1, 2) and (h.until_date is null or h.until_date >= ${today}) group by h.household_id, h.member_id, h.region, h.name having count(distinct h.code) = 2`);
  // the twice paid and the shared accounts are found on bare keys first: hundreds of thousands of payments, few of them doubtful
  // the batches are named, not joined: no plan with a temporary table runs in parallel
  const paying = (await sql<{ id: string }[]>`select id from t_batch where feed = 'payments'`).map((b) => b.id);
  const payments = (): Part => sql`comparison.record r where r.county = ${county} and r.region between ${tx.scope.lo} and ${tx.scope.hi} and r.batch_id = any (${paying}::uuid[]) and r.cert_idx is not null`;
  // more payments than months with one: a bit per month, within five years. The month is counted from March 1900 in whole numbers
  // (civil-day arithmetic, 1900–2100), as taking parts of 900,000 dates costs half a second
  if (run.kinds.has("D03")) {
    const doubtful = await sql<{ mark: string }[]>`
      select distinct r.cert_idx::text as mark from (select r.cert_idx, r.code, r.on_date - date '1900-03-01' as z from ${payments()} and r.code in (1, 2, 3, 4)) r
       group by r.cert_idx, r.code having count(*) > bit_count(bit_or(1::bigint << ((((4 * z + 3) / 1461) * 12 + (5 * (z - 1461 * ((4 * z + 3) / 1461) / 4) + 2) / 153) % 60))::bit(64))`;
    await sql`
      create temporary table t_twice on commit drop as
      select r.cert_idx, r.code, (date_part('year', r.on_date) * 12 + date_part('month', r.on_date))::int as month, count(*) as times, sum(r.amount_fen) as amount, min(r.row_no) as row_no
        from ${payments()} and r.code in (1, 2, 3, 4) and r.cert_idx = any ((${doubtful.map((d) => d.mark)}::text[])::bytea[])
       group by 1, 2, 3 having count(*) > 1`;
  }
  await suspect(run, "D03", () => sql`
    select m.household_id, null::uuid, m.member_id, null::uuid, m.region, (select r.batch_id from ${payments()} and r.row_no = t.row_no and r.cert_idx = t.cert_idx limit 1), t.row_no, m.name, t.code || '|' || t.month, null::real,
           jsonb_build_object('name', m.name, 'month', to_char(make_date((t.month - 1) / 12, (t.month - 1) % 12 + 1, 1), 'YYYY-MM'), 'item', t.code, 'times', t.times, 'amountFen', t.amount)
      from t_twice t join t_member m on m.cert_idx = t.cert_idx`);
  if (run.kinds.has("D04")) await sql`create temporary table t_holder on commit drop as select r.other, r.cert_idx, min(r.row_no) as row_no from ${payments()} and r.other is not null group by r.other, r.cert_idx`;
  await suspect(run, "D04", () => sql`
    with account as (select distinct on (h.other, m.household_id) h.other, h.row_no, h.cert_idx, m.household_id, m.region, m.member_id, m.name from t_holder h join t_member m on m.cert_idx = h.cert_idx order by h.other, m.household_id, h.row_no),
    shared as (select other, count(*)::int as n from account group by other having count(*) > 1)
    select a.household_id, null::uuid, a.member_id, null::uuid, a.region, (select r.batch_id from ${payments()} and r.row_no = a.row_no and r.cert_idx = a.cert_idx limit 1), a.row_no, a.name, a.other, null::real, jsonb_build_object('name', a.name, 'others', x.n - 1)
      from account a join shared x using (other)`);
  await suspect(run, "D05", () => sql`
    select h.household_id, null::uuid, h.member_id, null::uuid, h.region, h.batch_id, h.row_no, h.name, h.code::text, h.likeness, jsonb_build_object('name', h.name, 'kind', h.code, 'months', ${s.COMPARISON_UNPAID_MONTHS}::int)
      from ${hits(run, "relief")} h
     where h.code in (1, 2) and h.until_date is null and h.on_date < (select max(snapshot_on) from t_batch where feed = 'payments') - make_interval(months => ${s.COMPARISON_UNPAID_MONTHS}::int)
       and not exists (select from ${hits(run, "payments")} p where p.household_id = h.household_id and p.code = h.code and p.on_date >= (select max(snapshot_on) from t_batch where feed = 'payments') - make_interval(months => ${s.COMPARISON_UNPAID_MONTHS}::int))`);
  // one word of the register against one of civil affairs: none 0, 低保 1, 特困 2
  await suspect(run, "D06", () => sql`
    select m.household_id, null::uuid, m.member_id, null::uuid, m.region, coalesce(c.batch_id, (select id from t_batch where feed = 'relief' limit 1)), c.row_no, m.name, '', c.likeness, jsonb_build_object('name', m.name, 'ours', m.ours, 'theirs', coalesce(c.code, 0))
      from (select t.*, case when t.tekun then 2 when t.dibao then 1 else 0 end as ours from t_member t) m
      left join (select distinct on (h.member_id) h.member_id, h.code, h.batch_id, h.row_no, h.likeness from ${hits(run, "relief")} h where h.code in (1, 2) and (h.until_date is null or h.until_date >= ${today}) order by h.member_id, h.code desc) c on c.member_id = m.member_id
     where exists (select from t_batch where feed = 'relief') and m.ours <> coalesce(c.code, 0)`);
  await suspect(run, "D07", () => sql`
    select m.household_id, null::uuid, m.member_id, null::uuid, m.region, (array_agg(m.batch_id))[1], min(m.row_no), m.name, '', max(m.likeness), jsonb_build_object('name', m.name)
      from ${hits(run, "medical")} m where (m.med_resident or m.med_worker) group by m.household_id, m.member_id, m.region, m.name having bool_and(m.code = 0)`);
  await suspect(run, "D08", () => sql`
    select m.household_id, null::uuid, m.member_id, null::uuid, m.region, (array_agg(m.batch_id))[1], min(m.row_no), m.name, '', max(m.likeness), jsonb_build_object('name', m.name)
      from ${hits(run, "medical")} m where m.code in (1, 2) group by m.household_id, m.member_id, m.region, m.name having count(distinct m.code) = 2`);
  const enrolled = (): Part => sql`(select distinct on (h.member_id) h.member_id, h.code, h.code2, h.batch_id, h.row_no, h.likeness from ${hits(run, "schooling")} h order by h.member_id, h.code)`;
  await suspect(run, "D09", () => sql`
    select m.household_id, null::uuid, m.member_id, null::uuid, m.region, coalesce(e.batch_id, (select id from t_batch where feed = 'schooling' limit 1)), e.row_no, m.name, '', e.likeness,
           jsonb_build_object('name', m.name, 'age', m.years, 'roll', coalesce(e.code, 0))
      from t_member m left join ${enrolled()} e on e.member_id = m.member_id
     where exists (select from t_batch where feed = 'schooling') and m.out_of_school is distinct from 6
       -- who turns six after 31 August begins a year later
       and extract(year from age(make_date(${run.year}, 8, 31), m.birth)) between ${s.COMPARISON_SCHOOL_FROM} and ${s.COMPARISON_SCHOOL_TO} - 1 and (e.code is null or e.code in (2, 3))`);
  await suspect(run, "D10", () => sql`
    select m.household_id, null::uuid, m.member_id, null::uuid, m.region, coalesce(e.batch_id, (select id from t_batch where feed = 'schooling' limit 1)), e.row_no, m.name, '', e.likeness, jsonb_build_object('name', m.name, 'ours', m.ours, 'theirs', case when e.code = 1 then 1 else 0 end)
      from (select t.*, case when t.student > 1 then 1 else 0 end as ours from t_member t where t.student is not null) m left join ${enrolled()} e on e.member_id = m.member_id
     where exists (select from t_batch where feed = 'schooling') and m.years > ${s.COMPARISON_SCHOOL_TO} and m.ours <> case when e.code = 1 then 1 else 0 end`);
  await suspect(run, "D11", () => sql`
    select m.household_id, null::uuid, m.member_id, null::uuid, m.region, coalesce(c.batch_id, (select id from t_batch where feed = 'disability' limit 1)), c.row_no, m.name, '', c.likeness, jsonb_build_object('name', m.name, 'ours', m.ours, 'theirs', coalesce(c.theirs, 0))
      from (select t.*, coalesce(t.disability_category * 10 + t.disability_level, 0) as ours from t_member t) m
      left join (select distinct on (h.member_id) h.member_id, coalesce(h.code2, 0) * 10 + h.code as theirs, h.batch_id, h.row_no, h.likeness from ${hits(run, "disability")} h where h.code is not null order by h.member_id, h.on_date desc nulls last) c on c.member_id = m.member_id
     where exists (select from t_batch where feed = 'disability') and m.ours <> coalesce(c.theirs, 0)`);
  await suspect(run, "D12", () => sql`
    select distinct on (h.household_id) h.household_id, null::uuid, h.member_id, null::uuid, h.region, h.batch_id, h.row_no, h.name, '', h.likeness, jsonb_build_object('name', h.name, 'grade', h.code, 'on', h.on_date)
      from ${hits(run, "house_grade")} h where h.code in (3, 4) and h.unsafe_house is not true and coalesce(h.house_grade, 1) < 3 and h.flag is not true order by h.household_id, h.on_date desc`);
  await suspect(run, "D13", () => sql`
    select distinct on (h.household_id) h.household_id, null::uuid, h.member_id, null::uuid, h.region, h.batch_id, h.row_no, h.name, '', h.likeness, jsonb_build_object('on', h.on_date) from ${hits(run, "water_supply")} h where h.flag is false and h.water_safe order by h.household_id, h.on_date desc`);
  await suspect(run, "D14", () => sql`
    select m.household_id, null::uuid, null::uuid, null::uuid, m.region, (select id from t_batch where feed = 'illness' limit 1), null::int, m.head_name, '', null::real, '{}'::jsonb
      from t_member m where m.relation = 1 and m.cause_main = 1 and exists (select from t_batch where feed = 'illness') and not exists (select from ${hits(run, "illness")} h where h.household_id = m.household_id)`);
  await suspect(run, "D15", () => sql`
    select h.household_id, null::uuid, h.member_id, null::uuid, h.region, h.batch_id, h.row_no, h.name, coalesce(h.on_date::text, ''), h.likeness, jsonb_build_object('name', h.name, 'days', h.measure, 'amountFen', h.amount_fen) from ${hits(run, "loans")} h where h.measure > ${s.COMPARISON_OVERDUE_DAYS}`);
  await suspect(run, "D16", () => sql`
    select h.household_id, null::uuid, h.member_id, null::uuid, h.region, h.batch_id, h.row_no, h.name, h.code::text, h.likeness, jsonb_build_object('name', h.name, 'kind', h.code, 'amountFen', h.amount_fen) from ${hits(run, "eco_posts")} h where coalesce(h.ecology_fen, 0) + coalesce(h.wage_fen, 0) < h.amount_fen`);
  // wages of the household that evidence shows: contributions of the year, or declared income, whichever is more for a member
  await suspect(run, "G02", () => sql`
    select x.household_id, null::uuid, null::uuid, null::uuid, x.region, (array_agg(x.batch_id order by x.fen desc))[1], (array_agg(x.row_no order by x.fen desc))[1], x.head_name, '', max(x.likeness),
           jsonb_build_object('reportedFen', x.wage, 'evidence', (array_agg(x.evidence order by x.fen desc))[1], 'evidenceFen', sum(x.fen), 'gap', round(100 * (sum(x.fen) - x.wage) / sum(x.fen)), 'limit', ${s.COMPARISON_INCOME_GAP_PERCENT}::int)
      from (select distinct on (e.member_id) e.* from (
              select h.household_id, h.member_id, h.region, h.head_name, h.batch_id, h.row_no, h.likeness, coalesce(h.wage_fen, 0) as wage, 1 as evidence, (h.amount_fen * coalesce(h.measure, 12))::bigint as fen from ${hits(run, "employment")} h
              union all
              select h.household_id, h.member_id, h.region, h.head_name, h.batch_id, h.row_no, h.likeness, coalesce(h.wage_fen, 0), 2, h.amount_fen from ${hits(run, "income_tax")} h) e
             where e.fen > 0 order by e.member_id, e.fen desc) x
     group by x.household_id, x.region, x.head_name, x.wage having (sum(x.fen) - x.wage) * 100 > sum(x.fen) * ${s.COMPARISON_INCOME_GAP_PERCENT}::int and sum(x.fen) - x.wage >= ${s.COMPARISON_INCOME_GAP_MIN_FEN}`);
  await suspect(run, "G03", () => sql`
    select distinct on (h.household_id) h.household_id, null::uuid, h.member_id, null::uuid, h.region, h.batch_id, h.row_no, h.name, '', h.likeness, jsonb_build_object('kwh', h.measure, 'rebuilt', coalesce(h.flag, false))
      from ${hits(run, "house_grade")} h where h.relocation in (1, 2) and (h.measure > ${s.COMPARISON_OLD_HOUSE_KWH} or h.flag) order by h.household_id, h.row_no`);
}
