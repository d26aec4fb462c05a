-- Regions: one tree of 12-digit codes, dated because codes change (a renamed county is a new row, the old one is closed).
create schema regions;
grant usage on schema regions to diguan_app, diguan_system;
create table regions.region (
  code       bigint not null,                -- 12 digits; an area is the closed range of codes below it
  valid_from date not null default '1949-10-01',
  valid_to   date,                           -- last day; null = today
  level      smallint not null check (level between 1 and 5),   -- 1 province, 2 city, 3 county, 4 town, 5 village
  parent     bigint not null,                -- 0 above provinces
  name       text not null check (name <> ''),
  successor  bigint,                         -- the code that took over when this one was closed
  provisional boolean not null default false,-- made by an import because the tree did not know the place
  source     text not null default '',
  primary key (code, valid_from),
  check (code between 110000000000 and 999999999999),
  check (valid_to is null or valid_to >= valid_from)
);
create unique index region_current on regions.region (code) where valid_to is null;
create index region_by_parent on regions.region (parent, code) where valid_to is null;
create index region_by_name on regions.region using gin (name gin_trgm_ops);
-- 村民小组/自然村: below the village there are no codes, only names.
create table regions.village_group (
  county  integer not null,
  village bigint not null,
  name    text not null check (name <> ''),
  primary key (county, village, name)
);
grant select on regions.region, regions.village_group to diguan_app;
grant insert, update on regions.region to diguan_app;       -- who may is decided by the application; rows are dated
grant insert, delete on regions.village_group to diguan_app;
grant select, insert, update, delete on regions.region, regions.village_group to diguan_system;
