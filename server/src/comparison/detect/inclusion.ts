/** Suspicions of wrong inclusion, X01–X15 (domain guide §2.5), as set statements over the tables of a run. */
import { assets, hits, suspect, type Run } from "./base.ts";

export async function inclusion(run: Run): Promise<void> {
  const { tx: { sql }, settings: s, county, tx } = run;
  // in service or retired; contract workers and public-welfare posts are no payroll. Members, and the head's parents, spouse, children.
  await suspect(run, "X01", () => sql`
    select h.household_id, null::uuid, h.member_id, null::uuid, h.region, h.batch_id, h.row_no, h.name, '', h.likeness,
           jsonb_build_object('name', h.name, 'kin', 0, 'unit', h.label, 'kind', h.code)
      from ${hits(run, "public_payroll")} h where h.code is null or h.code in (1, 2)
    union all
    select k.household_id, null, null, null, k.region, r.batch_id, r.row_no, k.head_name, encode(r.cert_idx, 'hex'), null,
           jsonb_build_object('name', coalesce(k.name, ''), 'kin', k.kin, 'unit', r.label, 'kind', r.code)
      from t_kin k join comparison.record r on r.cert_idx = k.cert_idx and r.county = ${county} and r.region between ${tx.scope.lo} and ${tx.scope.hi}
      join t_batch b on b.id = r.batch_id and b.feed = 'public_payroll'
     where r.code is null or r.code in (1, 2)`);
  await suspect(run, "X02", () => sql`
    select h.household_id, null::uuid, h.member_id, null::uuid, h.region, h.batch_id, h.row_no, h.name, '', h.likeness, jsonb_build_object('name', h.name, 'post', h.label, 'since', h.on_date)
      from ${hits(run, "village_cadres")} h`);
  // tricycles, motorcycles, tractors and cars for disabled people are excepted by the rule itself
  await suspect(run, "X03", () => sql`
    select h.household_id, null::uuid, h.member_id, null::uuid, h.region, h.batch_id, h.row_no, h.name, h.code || '|' || coalesce(h.on_date::text, ''), h.likeness,
           jsonb_build_object('name', h.name, 'type', h.code, 'priceFen', h.amount_fen, 'limitFen', ${s.COMPARISON_VEHICLE_FEN}::bigint, 'on', h.on_date)
      from ${hits(run, "vehicles")} h where h.code in (1, 2) and h.amount_fen >= ${s.COMPARISON_VEHICLE_FEN} and h.flag is distinct from false`);
  await suspect(run, "X04", () => sql`
    select h.household_id, null::uuid, h.member_id, null::uuid, h.region, h.batch_id, h.row_no, h.name, h.code || '|' || coalesce(h.on_date::text, ''), h.likeness,
           jsonb_build_object('name', h.name, 'use', h.code, 'area', h.measure, 'on', h.on_date)
      from ${hits(run, "real_estate")} h where h.code in (1, 2) and h.flag is not false`);
  await suspect(run, "X05", () => sql`
    select h.household_id, null::uuid, h.member_id, null::uuid, h.region, h.batch_id, h.row_no, h.name, coalesce(h.label, ''), h.likeness,
           jsonb_build_object('name', h.name, 'kind', h.code, 'title', h.label, 'capitalFen', h.amount_fen, 'on', h.on_date)
      from ${hits(run, "companies")} h where h.flag is not false and (h.code = 1 or (h.code = 2 and h.amount_fen >= ${s.COMPARISON_TRADER_CAPITAL_FEN}))`);
  await suspect(run, "X05R", () => sql`
    select h.household_id, null::uuid, h.member_id, null::uuid, h.region, h.batch_id, h.row_no, h.name, coalesce(h.label, ''), h.likeness, jsonb_build_object('name', h.name, 'kind', h.code, 'title', h.label)
      from ${hits(run, "companies")} h where h.code = 3 or (h.code = 1 and h.flag is false) or (h.code = 2 and coalesce(h.amount_fen, 0) < ${s.COMPARISON_TRADER_CAPITAL_FEN})`);
  await suspect(run, "X06", () => sql`
    select h.household_id, null::uuid, h.member_id, null::uuid, h.region, h.batch_id, h.row_no, h.name, '', h.likeness,
           jsonb_build_object('name', h.name, 'area', h.measure, 'salesFen', h.amount_fen, 'employs', coalesce(h.flag, false))
      from ${hits(run, "big_farms")} h where (h.code = 1 and h.measure >= ${s.COMPARISON_FARM_MU}) or h.amount_fen >= ${s.COMPARISON_FARM_SALES_FEN} or h.flag`);
  // opened by a split not long before the household was registered; the original household is named where the frame knows it
  await suspect(run, "X07", () => sql`
    select distinct on (h.household_id) h.household_id, null::uuid, null::uuid, null::uuid, h.region, h.batch_id, h.row_no, h.head_name, h.split_on::text, null::real,
           jsonb_build_object('splitOn', h.split_on, 'from', h.split_from, 'months', h.months, 'limitMonths', ${s.COMPARISON_SPLIT_MONTHS}::int, 'origin', h.origin)
      from (select m.household_id, m.region, m.head_name, p.batch_id, p.row_no, p.split_on, p.split_from,
                   (extract(year from m.enrolled_on) * 12 + extract(month from m.enrolled_on) - extract(year from p.split_on) * 12 - extract(month from p.split_on))::int as months,
                   (select o.head_name || case when o.registered_household is null then '' else '*' end from comparison.rural_household o where o.county = ${county} and o.hukou_no = p.split_from and o.region between ${tx.scope.lo} and ${tx.scope.hi}) as origin
              from t_member m join t_person p on p.cert_idx = m.cert_idx where m.relation = 1 and p.split_on is not null and m.enrolled_on is not null) h
     where h.months between 0 and ${s.COMPARISON_SPLIT_MONTHS}
     order by h.household_id, h.row_no`);
  // everybody of the household who is in the frame is registered here and lives elsewhere
  await suspect(run, "X08", () => sql`
    select m.household_id, null::uuid, null::uuid, null::uuid, m.region, (array_agg(p.batch_id))[1], min(p.row_no), m.head_name, '', null::real, jsonb_build_object('name', m.head_name, 'since', min(p.state_on))
      from t_member m join t_person p on p.cert_idx = m.cert_idx
     group by m.household_id, m.region, m.head_name having bool_and(p.state = 4)`);
  await suspect(run, "X10", () => sql`
    select k.household_id, null::uuid, null::uuid, null::uuid, k.region, r.batch_id, r.row_no, k.head_name, encode(r.cert_idx, 'hex'), null::real,
           jsonb_build_object('name', k.head_name, 'cadre', coalesce(k.name, ''), 'kin', k.kin)
      from t_kin k join comparison.record r on r.cert_idx = k.cert_idx and r.county = ${county} and r.region between ${tx.scope.lo} and ${tx.scope.hi} join t_batch b on b.id = r.batch_id and b.feed = 'village_cadres'`);
  await suspect(run, "X11", () => sql`
    select m.household_id, null::uuid, null::uuid, null::uuid, m.region, (select id from t_batch where feed = 'household_roll' limit 1), null::int, m.head_name, '', null::real,
           jsonb_build_object('perHead', round((m.house_area_m2 / m.current_members)::numeric, 1), 'limit', ${s.COMPARISON_HOUSE_M2}::int, 'structure', m.house_structure)
      from t_member m
     where m.relation = 1 and m.current_members > 0 and m.house_structure in (1, 2) and m.unsafe_house is not true and m.house_area_m2 / m.current_members > ${s.COMPARISON_HOUSE_M2} and exists (select from t_batch where feed = 'household_roll')`);
  await suspect(run, "X12", () => sql`
    select m.household_id, null::uuid, null::uuid, null::uuid, m.region, (array_agg(p.batch_id))[1], min(p.row_no), m.head_name, '', null::real, jsonb_build_object('name', m.head_name)
      from t_member m join t_person p on p.cert_idx = m.cert_idx
     group by m.household_id, m.region, m.head_name having bool_and(p.away = 2)`);
  await suspect(run, "X14", () => sql`
    select h.household_id, null::uuid, h.member_id, null::uuid, h.region, h.batch_id, h.row_no, h.name, '', h.likeness, jsonb_build_object('name', h.name, 'balanceFen', h.amount_fen, 'limitFen', ${s.COMPARISON_DEPOSIT_FEN}::bigint, 'on', h.on_date)
      from ${hits(run, "assets")} h where h.amount_fen >= ${s.COMPARISON_DEPOSIT_FEN}`);
  await suspect(run, "X15", () => sql`
    select distinct on (k.household_id) k.household_id, null::uuid, null::uuid, null::uuid, k.region, a.batch_id, a.row_no, k.head_name, '', null::real, jsonb_build_object('name', k.head_name, 'what', a.what)
      from t_kin k join ${assets(run)} a on a.cert_idx = k.cert_idx
     where k.kin = 3 and not exists (select from t_member m where m.household_id = k.household_id and coalesce(m.years, 0) < ${s.COMPARISON_OLD_AGE})
     order by k.household_id, a.what, a.row_no`);
}
