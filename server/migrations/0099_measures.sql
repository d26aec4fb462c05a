-- Needs, plan, measures, effect (handbook part, domain guide §1.7, §3.3): one row per measure of a household or member with its
-- present state; every step of it is appended to measures.event. Several rules of data quality and the precision of help read it.
create schema measures;
grant usage on schema measures to diguan_app, diguan_system;

create table measures.measure (
  county       integer not null,
  id           uuid not null,
  household_id uuid not null,
  member_id    uuid,                        -- who receives it; null: the household
  region       bigint not null,
  year         smallint not null,           -- plan year
  code         text not null check (code ~ '^M[0-9]{2}$'),   -- core/src/measures/catalogue.ts
  state        text not null,
  content      text,
  scale        text,
  amount_fen   bigint check (amount_fen >= 0),
  money_source smallint,
  expected_fen bigint,                      -- income expected from it, a year
  effect_fen   bigint,                      -- income it brought, as verified
  started_on   date, finished_on date,
  responsible  text,
  signed_on    date,                        -- the household agreed to the plan
  version      integer not null default 1,
  account_id   uuid,
  created_at   timestamptz not null default now(),
  primary key (county, id),
  foreign key (county, household_id) references registry.household (county, id),
  check (finished_on is null or started_on is null or finished_on >= started_on)
);
-- Duplicate guard (domain guide §3.3): one measure of a kind per beneficiary and plan year, unless it was called off.
create unique index measure_once on measures.measure (county, household_id, coalesce(member_id, household_id), code, year) where state <> 'cancelled';
create index measure_by_household on measures.measure (county, household_id);
create index measure_by_member on measures.measure (county, member_id) where member_id is not null;

create table measures.event (
  county       integer not null,
  id           bigint generated always as identity,
  measure_id   uuid not null,
  household_id uuid not null,
  region       bigint not null,
  from_state   text, to_state text not null,
  detail       jsonb not null default '{}',   -- {field: [before, after]}
  note         text,
  account_id   uuid, by_name text,
  at           timestamptz not null default clock_timestamp(),
  primary key (county, id),
  foreign key (county, measure_id) references measures.measure (county, id)
);
create index event_by_measure on measures.event (county, measure_id, id);
call house.append_only('measures.event');

-- Periods of work away (domain guide §1.4, §1.7 就业; DQ-049–051). A correction withdraws the row and adds a new one.
create table measures.work_period (
  county       integer not null,
  id           uuid not null,
  household_id uuid not null,
  member_id    uuid not null,
  region       bigint not null,
  from_on      date not null, to_on date,
  working_now  boolean not null,
  place        bigint,                      -- 12-digit region of the work; given down to the county
  employer     text, trade text, channel text,
  wage_fen     bigint check (wage_fen >= 0),  -- a month
  withdrawn_at timestamptz,
  account_id   uuid,
  at           timestamptz not null default clock_timestamp(),
  primary key (county, id),
  foreign key (county, member_id) references registry.member (county, id)
);
create index work_period_by_member on measures.work_period (county, member_id, from_on);

call house.protect('measures.measure', 'region', 'household_id', 'select, insert, update');
call house.protect('measures.event', 'region', 'household_id', 'select, insert');
call house.protect('measures.work_period', 'region', 'household_id', 'select, insert, update');

-- Whether a county keeps these records must be the same answer for a village and for its county.
create function measures.kept_in(of_county integer) returns table (measures boolean, periods boolean)
language sql stable security definer set search_path = pg_catalog as $$
  select exists (select from measures.measure m where m.county = of_county), exists (select from measures.work_period w where w.county = of_county)
$$;
alter function measures.kept_in(integer) owner to diguan_system;
grant execute on function measures.kept_in(integer) to diguan_app, diguan_system;
