-- A given name alone («建国») is the end of a name: read backwards it is a beginning, and a second index of the same kind answers.
create index member_year_given_name on registry.member_year (county, year, reverse(name) text_pattern_ops);

create or replace function registry.find_names(asked text, of_year smallint, from_region bigint, to_region bigint, most integer, by_account uuid, by_post uuid, by_role text, by_address text)
returns table (county integer, household_id uuid, member_id uuid, region bigint)
language plpgsql volatile security definer set search_path = pg_catalog set plan_cache_mode = force_custom_plan as $$
declare
  lo bigint := greatest(registry.caller_lo(), from_region);
  hi bigint := least(registry.caller_hi(), to_region);
  own uuid[] := registry.caller_own();
  escaped text := replace(replace(replace(asked, '\', '\\'), '%', '\%'), '_', '\_');
  backwards text := replace(replace(replace(reverse(asked), '\', '\\'), '%', '\%'), '_', '\_');
  counties integer[];
  one integer;
  found_now integer;
  open_places integer := most;
begin
  if length(asked) < 1 or most not between 1 and 200 then raise exception 'a name and a number of rows from 1 to 200 are needed'; end if;
  insert into audit.entry (account_id, post_id, role, action, resource, region, detail, address)
  values (by_account, by_post, by_role, 'search', 'household', from_region, jsonb_build_object('by', 'name', 'name', asked, 'year', of_year), by_address);
  with recursive c (n) as (
    select (select min(h.county) from registry.household h where h.county between lo / 1000000 and hi / 1000000)
    union all
    select (select min(h.county) from registry.household h where h.county > c.n and h.county <= hi / 1000000) from c where c.n is not null)
  select array_agg(c.n) into counties from c where c.n is not null;
  foreach one in array coalesce(counties, '{}') loop
    return query
      select m.county, m.household_id, m.member_id, m.region from registry.member_year m
       where m.county = one and m.year = of_year and m.name like escaped || '%' and m.region between lo and hi and m.active and (own is null or m.household_id = any (own))
       order by m.name using ~<~ limit open_places;
    get diagnostics found_now = row_count;
    open_places := open_places - found_now;
    exit when open_places <= 0;
  end loop;
  if open_places < most or length(asked) < 2 then return; end if;
  foreach one in array coalesce(counties, '{}') loop
    return query
      select m.county, m.household_id, m.member_id, m.region from registry.member_year m
       where m.county = one and m.year = of_year and reverse(m.name) like backwards || '%' and m.region between lo and hi and m.active and (own is null or m.household_id = any (own))
       order by reverse(m.name) using ~<~ limit open_places;
    get diagnostics found_now = row_count;
    open_places := open_places - found_now;
    exit when open_places <= 0;
  end loop;
end $$;
