-- The registry, second part: when a yearly row came into being (any past state can be shown), idempotent writes, lists and name
-- search that answer from an index at a million households, and the only ways across counties (person index, name search).

-- A row that did not exist at an instant is not part of the state of that instant; changes say the rest (core/src/registry/history.ts).
alter table registry.household_year add column created_at timestamptz not null default clock_timestamp();
alter table registry.member_year add column created_at timestamptz not null default clock_timestamp();
-- What the office explained about a W finding belongs to the change that brought it.
alter table registry.change add column explanation text;
-- Name and role at the time, so that history stays readable to people who may not read the accounts.
alter table registry.change add column by_name text;
alter table registry.change add column by_role text;

-- The list walks this index alone, filters included, and fetches only the rows that it shows.
drop index registry.household_year_list;
create index household_year_list on registry.household_year (year, region, household_code) include (county, household_id, valid, attribute, cause_main, exit_state, monitored, per_capita_fen);
-- Names: beginning of the name within county and year. (Trigrams cannot help: Chinese given names have one or two characters.)
drop index registry.member_year_name;
drop index registry.member_year_name_county;
create index member_year_name on registry.member_year (county, year, name text_pattern_ops);
create index change_by_member on registry.change (county, member_id, id) where member_id is not null;
-- Rate limits count one person's recent acts of one kind.
create index if not exists entry_by_act on audit.entry (account_id, action, at desc);

-- A write that a client may send twice: the key is claimed in the transaction of the write (reliability guide §0.4).
create table registry.operation (
  county     integer not null,
  key        uuid not null,
  region     bigint not null,
  body       bytea not null,               -- sha-256 of what was asked; the same key with another body is refused
  answer     jsonb,
  account_id uuid,
  at         timestamptz not null default clock_timestamp(),
  primary key (county, key)
);
call house.protect('registry.operation', 'region', null, 'select, insert, update');

-- Scope of the caller. The platform's own work has no range; everybody else without one is an error (fails closed).
create function registry.caller_lo() returns bigint language sql stable set search_path = pg_catalog as
$$ select case when current_setting('role') = 'diguan_system' then 0 else current_setting('app.lo')::bigint end $$;
create function registry.caller_hi() returns bigint language sql stable set search_path = pg_catalog as
$$ select case when current_setting('role') = 'diguan_system' then 999999999999 else current_setting('app.hi')::bigint end $$;
create function registry.caller_own() returns uuid[] language sql stable set search_path = pg_catalog as
$$ select case when current_setting('role') = 'diguan_system' or current_setting('app.own') = '' then null else string_to_array(current_setting('app.own'), ',')::uuid[] end $$;

-- Search by name: LIKE is not leakproof, so under row level security its index would be lost; this one function applies the
-- caller's scope itself and cannot be called without leaving a line in the audit.
create function registry.find_names(asked text, of_year smallint, from_region bigint, to_region bigint, most integer, by_account uuid, by_post uuid, by_role text, by_address text)
returns table (county integer, household_id uuid, member_id uuid, region bigint)
language plpgsql volatile security definer set search_path = pg_catalog set plan_cache_mode = force_custom_plan as $$
declare
  lo bigint := greatest(registry.caller_lo(), from_region);
  hi bigint := least(registry.caller_hi(), to_region);
  own uuid[] := registry.caller_own();
  escaped text := replace(replace(replace(asked, '\', '\\'), '%', '\%'), '_', '\_');
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
  -- a given name alone («建国») is looked for inside names, within one county
  if open_places > 0 and length(asked) >= 2 and cardinality(counties) = 1 then
    return query
      select m.county, m.household_id, m.member_id, m.region from registry.member_year m
       where m.county = counties[1] and m.year = of_year and m.name like '_%' || escaped || '%' and m.region between lo and hi and m.active and (own is null or m.household_id = any (own))
       limit open_places;
  end if;
end $$;

-- Who holds the membership of a natural person? Inside the caller's area everything, elsewhere only the county.
create function registry.find_person(asked bytea, by_account uuid, by_post uuid, by_role text, by_address text)
returns table (county integer, household_id uuid, member_id uuid, inside boolean)
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  own uuid[] := registry.caller_own();
  most bigint := (select v.value from policy.parameter v where v.code = 'PERSON_LOOKUPS_PER_HOUR' and v.region = 0 order by v.valid_from desc limit 1);
begin
  if (select count(*) from audit.entry e where e.account_id = by_account and e.action = 'lookup' and e.at > now() - interval '1 hour') >= most then
    raise exception 'lookups per hour: %', most using errcode = 'DG429';
  end if;
  insert into audit.entry (account_id, post_id, role, action, resource, detail, address)
  values (by_account, by_post, by_role, 'lookup', 'household', jsonb_build_object('by', 'certNo'), by_address);
  return query
    select p.county, case when s.inside then p.household_id end, case when s.inside then p.member_id end, s.inside
      from registry.person p
      join registry.member m on m.county = p.county and m.id = p.member_id
     cross join lateral (select m.region between registry.caller_lo() and registry.caller_hi() and (own is null or p.household_id = any (own)) as inside) s
     where p.cert_idx = asked;
end $$;

-- Claims a person for a member of the caller's area; answers who held the claim before: nothing changes then.
create function registry.claim_person(asked bytea, for_county integer, for_household uuid, for_member uuid)
returns table (county integer, household_id uuid, member_id uuid, inside boolean)
language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  if not exists (select from registry.member m where m.county = for_county and m.id = for_member and m.household_id = for_household and m.region between registry.caller_lo() and registry.caller_hi()) then
    raise exception 'this member is not inside the area' using errcode = 'insufficient_privilege';
  end if;
  insert into registry.person (cert_idx, county, household_id, member_id) values (asked, for_county, for_household, for_member) on conflict (cert_idx) do nothing;
  return query
    select p.county, p.household_id, p.member_id, m.region between registry.caller_lo() and registry.caller_hi()
      from registry.person p join registry.member m on m.county = p.county and m.id = p.member_id
     where p.cert_idx = asked and (p.county, p.member_id) <> (for_county, for_member);
end $$;

-- Gives a claim up: the member has left, or the number was corrected.
create function registry.release_person(asked bytea, of_county integer, of_member uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  delete from registry.person p using registry.member m
   where p.cert_idx = asked and p.county = of_county and p.member_id = of_member
     and m.county = p.county and m.id = p.member_id and m.region between registry.caller_lo() and registry.caller_hi();
end $$;

insert into policy.parameter (code, region, valid_from, value, unit, source, sureness) values
  ('PERSON_LOOKUPS_PER_HOUR', 0, '2020-01-01', 60, 'lookups/person/hour', '个人信息保护法 第六条（最小必要）；平台设定', 'default');

-- Owned by the system's role, which alone may read the person index; the right to create is lent for a moment.
grant create on schema registry to diguan_system;
alter function registry.find_names(text, smallint, bigint, bigint, integer, uuid, uuid, text, text) owner to diguan_system;
alter function registry.find_person(bytea, uuid, uuid, text, text) owner to diguan_system;
alter function registry.claim_person(bytea, integer, uuid, uuid) owner to diguan_system;
alter function registry.release_person(bytea, integer, uuid) owner to diguan_system;
revoke create on schema registry from diguan_system;
revoke execute on all functions in schema registry from public;
grant execute on all functions in schema registry to diguan_app, diguan_system;
