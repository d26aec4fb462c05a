-- Figures of the home pages, one row per village and year, recomputed by the application in the transaction that changes the
-- registry. Pages add up these rows and never scan households (house guide §4: dashboards read rows).
create schema overview;
grant usage on schema overview to diguan_app, diguan_system;

create table overview.village_year (
  county            integer not null,
  village           bigint not null,
  year              smallint not null,
  region            bigint not null,
  households        integer not null default 0,          -- valid (not cancelled) registered households
  persons           integer not null default 0,          -- their current members
  state_households  integer[] not null,                  -- not stated, 未脱贫, 已脱贫, 预脱贫, 返贫
  state_persons     integer[] not null,
  cause_households  integer[] not null,                  -- unexited poor by main cause: codes 1–12, 99, not stated
  cause_persons     integer[] not null,
  bin_households    integer[] not null,                  -- income per head: below 0, 20 classes of 500 yuan, 10,000 yuan and more
  bin_persons       integer[] not null,                  -- yearly members (年度家庭人口数), the denominator of income
  income_households integer not null default 0,          -- with known income per head
  income_persons    integer not null default 0,
  net_fen           bigint not null default 0,
  line_fen          bigint,                              -- poverty line the next three were counted against
  below_households  integer not null default 0,
  below_persons     integer not null default 0,
  gap_fen           bigint not null default 0,           -- sum over persons below the line of what is missing
  rural_persons     integer,                             -- denominator of 贫困发生率, from the village record; null = not known
  refreshed_at      timestamptz not null default clock_timestamp(),
  primary key (county, village, year),
  check (region = village and village / 1000000 = county)
);
create index village_year_by_region on overview.village_year (region, year);   -- a place and its years in one range
call house.protect('overview.village_year', 'region', null, 'select, insert, update, delete');
