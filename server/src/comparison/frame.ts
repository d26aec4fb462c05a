/**
 * The frame of all rural households (for the search for the missed, and as the sampling frame of the evaluation): made from the
 * newest household register, each linked with the registered household that most of its members belong to.
 */
import type { Tx } from "../postgres/pool.ts";

/** Makes the frame of a county anew from the current register; returns how many households it has. */
export async function frame(tx: Tx, county: number, year: number): Promise<number> {
  const { sql, scope } = tx;
  const [current] = await sql<{ id: string }[]>`
    select id from comparison.batch where county = ${county} and feed = 'household_roll' and state = 'compared' and region between ${scope.lo} and ${scope.hi} order by snapshot_on desc, at desc limit 1`;
  // the register's rows may be past their retention: the frame stays until a newer register comes
  const kept = current === undefined && (await sql`select from comparison.batch where county = ${county} and feed = 'household_roll' and state = 'expired' and region between ${scope.lo} and ${scope.hi} limit 1`).length > 0;
  if (!kept) await sql`delete from comparison.rural_household where county = ${county} and region between ${scope.lo} and ${scope.hi}`;
  if (!current) return 0;
  // copies with statistics: of rows that came in this transaction the planner knows nothing and would compare all with all
  await sql`drop table if exists pg_temp.t_roll, pg_temp.t_register`;
  await sql`create temporary table t_roll on commit drop as select household_id, region, hukou_no, name, relation, row_no, state, split_on, split_from, cert_idx from comparison.rural_person where county = ${county} and batch_id = ${current.id} and region between ${scope.lo} and ${scope.hi}`;
  await sql`
    create temporary table t_register on commit drop as
    select m.cert_idx, m.household_id from registry.member_year m join registry.household_year y on y.county = m.county and y.household_id = m.household_id and y.year = m.year
     where m.county = ${county} and m.year = ${year} and m.active and m.cert_idx is not null and m.region between ${scope.lo} and ${scope.hi} and y.valid and coalesce(y.exit_state, 0) <> 9`;
  await sql`analyze t_roll, t_register`;
  await sql`
    insert into comparison.rural_household (county, id, region, hukou_no, head_name, persons, registered_household, split_on, split_from, batch_id)
    with linked as (
      select distinct on (p.household_id) p.household_id, m.household_id as registered
        from t_roll p join t_register m on m.cert_idx = p.cert_idx group by p.household_id, m.household_id order by p.household_id, count(*) desc, m.household_id)
    select ${county}, p.household_id, (array_agg(p.region order by p.relation nulls last, p.row_no))[1], min(p.hukou_no), (array_agg(p.name order by p.relation nulls last, p.row_no))[1],
           count(*) filter (where p.state in (1, 4))::int, l.registered, max(p.split_on), max(p.split_from), ${current.id}
      from t_roll p left join linked l on l.household_id = p.household_id
     group by p.household_id, l.registered`;
  return (await sql<{ n: number }[]>`select count(*)::int as n from comparison.rural_household where county = ${county} and region between ${scope.lo} and ${scope.hi}`)[0]?.n ?? 0;
}
