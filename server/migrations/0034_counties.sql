-- Counties of the caller's area that have households. Under row level security the planner underestimates ranges and would read
-- the whole table for this; here it jumps from one county to the next in the key. Tells codes only.
create function registry.counties_within(lo bigint, hi bigint) returns setof integer
language sql stable security definer set search_path = pg_catalog as $$
  with recursive c (n) as (
    select (select min(h.county) from registry.household h where h.county between greatest(lo, registry.caller_lo()) / 1000000 and least(hi, registry.caller_hi()) / 1000000)
    union all
    select (select min(h.county) from registry.household h where h.county > c.n and h.county <= least(hi, registry.caller_hi()) / 1000000) from c where c.n is not null)
  select n from c where n is not null
$$;
grant create on schema registry to diguan_system;
alter function registry.counties_within(bigint, bigint) owner to diguan_system;
revoke create on schema registry from diguan_system;
revoke execute on function registry.counties_within(bigint, bigint) from public;
grant execute on function registry.counties_within(bigint, bigint) to diguan_app, diguan_system;
