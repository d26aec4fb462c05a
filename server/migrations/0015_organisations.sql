-- Who works where (paper 001 §3.1): the region tree gets its history of successions and its own protection, and every
-- organisation (offices of the five levels, departments, enterprises, co-operatives, social organisations, banks, auditors,
-- village committees) gets the staff, equipment and budget that 「有关经费纳入各级财政」 asks each level to plan.

-- One code can stand for two levels: 东莞市 has no counties, so 441900000000 is its city and its county row at once.
alter table regions.region add column through smallint;      -- lowest level the row stands for; null = only `level`
alter table regions.region add check (through is null or (through > level and through <= 5));

-- Names of places are no secret, but a post changes only the tree below it, whatever the application forgets to check.
alter table regions.region enable row level security;
alter table regions.region force row level security;
create policy read_all on regions.region for select to diguan_app using (true);
create policy insert_below on regions.region for insert to diguan_app
  with check (code >= (select current_setting('app.lo')::bigint) and code <= (select current_setting('app.hi')::bigint));
create policy update_below on regions.region for update to diguan_app
  using (code >= (select current_setting('app.lo')::bigint) and code <= (select current_setting('app.hi')::bigint))
  with check (code >= (select current_setting('app.lo')::bigint) and code <= (select current_setting('app.hi')::bigint));
create policy by_system on regions.region to diguan_system using (true) with check (true);
call house.protect('regions.village_group', 'village', null, 'select, insert, delete');

-- Merging and splitting: which code took over from which, on which day, why. region.successor names the main one.
create table regions.succession (
  predecessor bigint not null,
  successor   bigint not null,
  on_date     date not null,             -- first day of the successor
  act         text not null check (act in ('rename', 'merge', 'split', 'recode')),
  reason      text not null,
  account_id  uuid,
  at          timestamptz not null default now(),
  primary key (predecessor, successor, on_date)
);
create index succession_by_successor on regions.succession (successor);
call house.append_only('regions.succession');
alter table regions.succession enable row level security;
alter table regions.succession force row level security;
create policy read_all on regions.succession for select to diguan_app using (true);
create policy insert_below on regions.succession for insert to diguan_app
  with check (predecessor >= (select current_setting('app.lo')::bigint) and predecessor <= (select current_setting('app.hi')::bigint));
create policy by_system on regions.succession to diguan_system using (true) with check (true);
grant select, insert on regions.succession to diguan_app, diguan_system;

-- Each loading of a list of codes: what it held, what it changed, what was wrong with it.
create table regions.import (
  id         bigint generated always as identity primary key,
  at         timestamptz not null default now(),
  source     text not null,
  valid_from date not null,
  counts     jsonb not null,
  problems   jsonb not null,
  seconds    double precision not null
);
call house.append_only('regions.import');
grant select on regions.import to diguan_app;
grant select, insert on regions.import to diguan_system;

create schema organisations;
grant usage on schema organisations to diguan_app, diguan_system;

create table organisations.organisation (
  county      integer not null,
  id          uuid not null,             -- made by the client, so that sending twice creates once
  region      bigint not null,           -- the area it serves
  kind        text not null,             -- core/src/regions/organisation.ts
  name        text not null check (name <> ''),
  credit_code text,                      -- 统一社会信用代码 (GB 32100), check digit verified by the application
  parent_id   uuid,                      -- 上级单位
  contact     text,                      -- name of the person one asks
  sealed      bytea,                     -- {phone}
  opened_on   date not null,
  closed_on   date,
  version     integer not null default 1,
  updated_at  timestamptz not null default now(),
  primary key (county, id),
  check (region / 1000000 = county),
  check (closed_on is null or closed_on >= opened_on)
);
create index organisation_by_region on organisations.organisation (region, id);
create index organisation_by_name on organisations.organisation using gin (name gin_trgm_ops);
create unique index organisation_by_credit_code on organisations.organisation (county, credit_code) where credit_code is not null and closed_on is null;
call house.protect('organisations.organisation', 'region', null, 'select, insert, update');

-- 人员配置、软硬件配置、经费: one line per year, kind and paying level. A correction is the next version, never an update.
create table organisations.resource_line (
  county          integer not null,
  organisation_id uuid not null,
  region          bigint not null,
  year            smallint not null check (year between 1978 and 2100),
  section         text not null check (section in ('staff', 'equipment', 'budget')),
  kind            text not null,
  funding_level   text not null,         -- whose budget pays
  version         integer not null check (version > 0),
  unit            text not null,
  planned         integer not null check (planned >= 0),       -- persons, pieces; 1 for plain money
  actual          integer not null check (actual >= 0),
  planned_fen     bigint not null check (planned_fen >= 0),
  actual_fen      bigint not null check (actual_fen >= 0),
  source          text not null,         -- document that grants it (文号)
  note            text,
  removed         boolean not null default false,
  account_id      uuid,
  at              timestamptz not null default now(),
  primary key (county, organisation_id, year, section, kind, funding_level, version),
  foreign key (county, organisation_id) references organisations.organisation (county, id)
);
create index resource_line_by_region on organisations.resource_line (region, year);
call house.append_only('organisations.resource_line');
call house.protect('organisations.resource_line', 'region', null, 'select, insert');

-- The present version of each line.
create view organisations.line with (security_invoker = true) as
  select distinct on (county, organisation_id, year, section, kind, funding_level) *
    from organisations.resource_line
   order by county, organisation_id, year, section, kind, funding_level, version desc;
grant select on organisations.line to diguan_app, diguan_system;
