/** Candidates who may have been missed, M01–M08: people of the frame whose household is not registered and who show hardship in a department's data. */
import { assets, others, suspect, type Part, type Run } from "./base.ts";

export async function omission(run: Run): Promise<void> {
  const { tx: { sql }, settings: s, today } = run;
  // what a vehicle, a house in town, a company or the payroll would exclude is no candidate
  const poorEnough = (): Part => sql`not exists (select from t_person q join ${assets(run)} a on a.cert_idx = q.cert_idx where q.household_id = o.rural_id)`;
  await suspect(run, "M01", () => sql`
    select null::uuid, o.rural_id, null::uuid, o.person_id, o.region, o.batch_id, o.row_no, o.name, '', o.likeness, jsonb_build_object('name', o.name, 'amountFen', o.amount_fen, 'limitFen', ${s.COMPARISON_OUT_OF_POCKET_FEN}::bigint)
      from ${others(run, "medical")} o where o.amount_fen >= ${s.COMPARISON_OUT_OF_POCKET_FEN} and ${poorEnough()}`);
  await suspect(run, "M02", () => sql`
    select null::uuid, o.rural_id, null::uuid, o.person_id, o.region, o.batch_id, o.row_no, o.name, o.code::text, o.likeness, jsonb_build_object('name', o.name, 'kind', o.code)
      from ${others(run, "relief")} o where (o.until_date is null or o.until_date >= ${today}) and ${poorEnough()}`);
  await suspect(run, "M03", () => sql`
    select null::uuid, o.rural_id, null::uuid, o.person_id, o.region, o.batch_id, o.row_no, o.name, '', o.likeness, jsonb_build_object('name', o.name, 'level', o.code)
      from ${others(run, "disability")} o where o.code <= ${s.COMPARISON_SEVERE_LEVEL} and o.flag is not true and ${poorEnough()}`);
  await suspect(run, "M04", () => sql`
    select distinct on (o.rural_id) null::uuid, o.rural_id, null::uuid, o.person_id, o.region, o.batch_id, o.row_no, o.name, '', o.likeness, jsonb_build_object('name', o.name, 'grade', o.code)
      from ${others(run, "house_grade")} o where o.code in (3, 4) and o.flag is not true and ${poorEnough()} order by o.rural_id, o.code desc, o.row_no`);
  await suspect(run, "M05", () => sql`
    select null::uuid, o.rural_id, null::uuid, o.person_id, o.region, o.batch_id, o.row_no, o.name, '', o.likeness, jsonb_build_object('name', o.name) from ${others(run, "schooling")} o where o.code = 3 and ${poorEnough()}`);
  // labour is away and only the old and children stayed, so nobody came to the meetings; hardship shows in another department's data
  await suspect(run, "M06", () => sql`
    select distinct on (o.rural_id) null::uuid, o.rural_id, null::uuid, null::uuid, o.region, o.batch_id, o.row_no, o.name, '', null::real, jsonb_build_object('name', o.name, 'away', o.away, 'left', o.stayed, 'sign', o.sign)
      from (select w.household_id as rural_id, w.region, w.head_name as name, w.away, w.stayed, g.sign, g.batch_id, g.row_no
              from (select p.household_id, p.region, p.head_name, count(*) filter (where p.away > 0)::int as away, count(*) filter (where p.away = 0)::int as stayed,
                           coalesce(bool_and(p.birth is null or extract(year from age(make_date(${run.year}, 12, 31), p.birth)) not between ${s.COMPARISON_SCHOOL_TO} + 1 and ${s.COMPARISON_OLD_AGE} - 1) filter (where p.away = 0), true) as left_behind
                      from t_person p where p.state = 1 and p.registered_household is null group by 1, 2, 3) w
              join (select m.rural_id, 1 as sign, m.batch_id, m.row_no from ${others(run, "medical")} m where m.amount_fen >= ${s.COMPARISON_MIGRANT_POCKET_FEN}
                    union all select d.rural_id, 2, d.batch_id, d.row_no from ${others(run, "disability")} d
                    union all select r.rural_id, 3, r.batch_id, r.row_no from ${others(run, "relief")} r) g on g.rural_id = w.household_id
             where w.away > 0 and w.left_behind) o
     where ${poorEnough()} order by o.rural_id, o.sign, o.row_no`);
  await suspect(run, "M07", () => sql`
    select distinct on (o.rural_id) null::uuid, o.rural_id, null::uuid, o.person_id, o.region, o.batch_id, o.row_no, o.name, coalesce(o.on_date::text, ''), o.likeness, jsonb_build_object('name', o.name, 'on', o.on_date, 'kind', o.label, 'lossFen', o.amount_fen)
      from ${others(run, "disasters")} o where o.amount_fen >= ${s.COMPARISON_DISASTER_FEN} and ${poorEnough()} order by o.rural_id, o.on_date desc`);
  await suspect(run, "M08", () => sql`
    select null::uuid, o.rural_id, null::uuid, o.person_id, o.region, o.batch_id, o.row_no, o.name, coalesce(o.on_date::text, ''), o.likeness, jsonb_build_object('name', o.name, 'on', o.on_date) from ${others(run, "petitions")} o where o.code = 1`);
}
