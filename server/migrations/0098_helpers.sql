-- Who helps whom (帮扶责任, paper 001 §3.4 责任制; domain guide §1.2 AK11, AC08, §6), and what a visit to the house leaves behind.
-- The columns of monitored households (domain guide §4.5) come with it: several rules of data quality stand on them.
alter table registry.household_year add column recognised_on date, add column eliminated_on date, add column own_medical_fen bigint;

create schema helpers;
grant usage on schema helpers to diguan_app, diguan_system;

create table helpers.helper (
  county     integer not null,
  id         uuid not null,
  region     bigint not null,               -- where this person helps: county, town or village
  name       text not null,
  unit       text not null,                 -- 帮扶单位
  post       text,
  rank       smallint not null,             -- core/src/helpers/ranks.ts; the quota of households depends on it
  sealed     bytea,                         -- {certNo, phone}
  cert_idx   bytea,                         -- to find helpers who are registered as poor themselves (DQ-095)
  active     boolean not null default true,
  version    integer not null default 1,
  created_at timestamptz not null default now(),
  primary key (county, id)
);
create index helper_by_name on helpers.helper (county, name);
create index helper_by_cert on helpers.helper (cert_idx) where cert_idx is not null;

-- 结对: a household and its helper for a time. Only its end is ever filled in.
create table helpers.pairing (
  county       integer not null,
  id           uuid not null,
  household_id uuid not null,
  region       bigint not null,
  helper_id    uuid not null,
  name         text not null, unit text not null, post text, rank smallint not null,   -- of the helper, as when paired: a village may not see a helper of the county
  from_on      date not null,
  to_on        date,
  reason       text,                        -- why it ended
  account_id   uuid,
  at           timestamptz not null default clock_timestamp(),
  primary key (county, id),
  foreign key (county, household_id) references registry.household (county, id),
  foreign key (county, helper_id) references helpers.helper (county, id),
  check (to_on is null or to_on >= from_on)
);
create unique index pairing_now on helpers.pairing (county, household_id, helper_id) where to_on is null;
create index pairing_by_helper on helpers.pairing (county, helper_id);

-- Where a house stands; the latest row counts (DQ-114 compares visits with it).
create table helpers.house_point (
  county       integer not null,
  id           bigint generated always as identity,
  household_id uuid not null,
  region       bigint not null,
  lat          double precision not null check (lat between -90 and 90),
  lon          double precision not null check (lon between -180 and 180),
  account_id   uuid,
  at           timestamptz not null default clock_timestamp(),
  primary key (county, id)
);
create index house_point_latest on helpers.house_point (county, household_id, id desc);
call house.append_only('helpers.house_point');

-- 走访、入户采集: append-only; a mistake is withdrawn by a later row that names it.
create table helpers.visit (
  county       integer not null,
  id           uuid not null,
  household_id uuid not null,
  region       bigint not null,
  visitor_id   uuid not null,               -- account or helper: the same person everywhere
  visitor_name text not null,
  arrived_at   timestamptz not null,
  minutes      smallint,                    -- how long the visit took
  lat          double precision, lon double precision,
  purpose      smallint not null,           -- core/src/helpers/ranks.ts: visit, collection
  found        text, promised text, promised_by date,
  withdraws    uuid,
  account_id   uuid,
  at           timestamptz not null default clock_timestamp(),
  primary key (county, id)
);
create index visit_by_household on helpers.visit (county, household_id, arrived_at);
create index visit_by_visitor on helpers.visit (county, visitor_id, arrived_at);
call house.append_only('helpers.visit');

call house.protect('helpers.helper', 'region', null, 'select, insert, update');
call house.protect('helpers.pairing', 'region', 'household_id', 'select, insert, update');
call house.protect('helpers.house_point', 'region', 'household_id', 'select, insert');
call house.protect('helpers.visit', 'region', 'household_id', 'select, insert');

-- How many households a helper has, and whether a person helps, must be the same answer for a village and for its county: these
-- functions tell a number and a yes or no, nothing else.
create function helpers.households_of(of_county integer, helper uuid, on_day date) returns integer
language sql stable security definer set search_path = pg_catalog as $$
  select count(*)::int from helpers.pairing p where p.county = of_county and p.helper_id = helper and p.from_on <= on_day and (p.to_on is null or p.to_on >= on_day)
$$;
create function helpers.is_helper(asked bytea) returns boolean
language sql stable security definer set search_path = pg_catalog as $$
  select exists (select from helpers.helper h where h.cert_idx = asked and h.active)
$$;
create function helpers.kept_in(of_county integer) returns table (helpers boolean, collection boolean)
language sql stable security definer set search_path = pg_catalog as $$
  select exists (select from helpers.helper h where h.county = of_county), exists (select from helpers.visit v where v.county = of_county and v.purpose = 2)
$$;
alter function helpers.households_of(integer, uuid, date) owner to diguan_system;
alter function helpers.is_helper(bytea) owner to diguan_system;
alter function helpers.kept_in(integer) owner to diguan_system;
grant execute on function helpers.households_of(integer, uuid, date), helpers.is_helper(bytea), helpers.kept_in(integer) to diguan_app, diguan_system;

-- The quota by rank is local practice (domain guide §6: "5321" [U]).
insert into policy.parameter (code, region, valid_from, value, unit, source, sureness) values
  ('HELPER_QUOTA_COUNTY_LEADER', 0, '2014-01-01', 5, 'households', '结对帮扶“5321”（地方做法）', 'unsure'),
  ('HELPER_QUOTA_SECTION_HEAD', 0, '2014-01-01', 3, 'households', '结对帮扶“5321”（地方做法）', 'unsure'),
  ('HELPER_QUOTA_DEPUTY_HEAD', 0, '2014-01-01', 2, 'households', '结对帮扶“5321”（地方做法）', 'unsure'),
  ('HELPER_QUOTA_STAFF', 0, '2014-01-01', 2, 'households', '结对帮扶“5321”（地方做法，一般干部 1–2 户）', 'unsure'),
  ('VISIT_FAR_METRES', 0, '2014-01-01', 500, 'metres', '领域指南 DQ-114', 'unsure'),
  ('VISIT_HURRIED_MINUTES', 0, '2014-01-01', 3, 'minutes', '领域指南 DQ-114', 'unsure');
