-- Evidence of exits on file (DQ-115): minutes of the appraisal, photo of the notice, signature of the household, as attachments of
-- the household or in the procedure of its exit. Whether a county keeps them for a year is the same answer for all its villages.
create function quality.exit_files_kept(of_county integer, of_year integer) returns boolean
language sql stable security definer set search_path = pg_catalog as $$
  select exists (select from procedure.effect e where e.county = of_county and e.kind = 'exited' and e.on_date between make_date(of_year, 1, 1) and make_date(of_year, 12, 31))
      or exists (select from registry.attachment a join registry.household_year y on y.county = a.county and y.household_id = a.household_id and y.year = of_year and y.exit_state = 1 and y.exit_year = of_year
                  where a.county = of_county and a.kind in ('minutes', 'notice', 'consent') and a.withdrawn_at is null)
$$;
alter function quality.exit_files_kept(integer, integer) owner to diguan_system;
grant execute on function quality.exit_files_kept(integer, integer) to diguan_app, diguan_system;
