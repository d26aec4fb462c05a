-- The registry (建档立卡, paper 001 §2.3 精准定位). Keys begin with the county, so that the same schema is distributed by county.
-- A household has one row per year (yearly snapshot) that holds its present state; every change of it is appended to
-- registry.change with who, when and source, so that any past state can be shown again. Totals are computed by the application.
create schema registry;
grant usage on schema registry to diguan_app, diguan_system;

create table registry.household (
  county     integer not null,
  id         uuid not null,
  region     bigint not null,               -- village, 12 digits
  code       text not null,                 -- 户编号
  created_at timestamptz not null default now(),
  primary key (county, id),
  unique (county, code),
  check (region / 1000000 = county)
);

create table registry.member (
  county       integer not null,
  id           uuid not null,
  household_id uuid not null,
  region       bigint not null,
  code         text not null,               -- 人编号
  arrived_on   date,  arrival smallint,     -- codeLists.arrival
  left_on      date,  departure smallint,   -- codeLists.departure; a member with left_on is no longer counted
  created_at   timestamptz not null default now(),
  primary key (county, id),
  unique (county, code),
  foreign key (county, household_id) references registry.household (county, id)
);
create index member_by_household on registry.member (county, household_id);

-- Wide row: one column per field of core/src/registry/fields.ts in snake case; code lists as their numbers, money in fen.
create table registry.household_year (
  county        integer not null,
  household_id  uuid not null,
  year          smallint not null,
  region        bigint not null,
  household_code text not null,
  head_name     text,
  head_member   uuid,
  valid         boolean not null default true,   -- false: cancelled (注销); kept
  version       integer not null default 1,      -- grows with each change; the editor must name the one it saw
  row_hash      bytea,                           -- keyed hash of the imported content; equal = nothing to change
  batch_id      uuid,                            -- import that created the row
  source        smallint not null default 5,     -- codeLists.source
  updated_at    timestamptz not null default now(),
  sealed        bytea,                           -- {householdPhone, bankAccount}
  phone_idx     bytea, account_idx bytea,
  group_name text, bank_name text, standard smallint, attribute smallint, cause_main smallint, cause_other smallint[] not null default '{}', cause_text text,
  exit_state smallint, exit_year smallint, return_year smallint, enrolled_on date, monitored smallint, risks smallint[] not null default '{}',
  martyr boolean, one_child boolean, two_girls boolean, coop boolean, lead_firm boolean, lead_person boolean,
  year_members smallint, current_members smallint, remark text,
  arable_mu double precision, irrigated_mu double precision, forest_mu double precision, returned_forest_mu double precision, orchard_mu double precision, pasture_mu double precision, water_mu double precision,
  power_for_work boolean, power_at_home boolean, water_hard boolean, water_safe boolean, water_source smallint,
  house_area_m2 double precision, unsafe_house boolean, house_grade smallint, house_structure smallint, toilet boolean, road_km double precision, road_type smallint, fuel smallint, tv boolean, broadband boolean, relocation smallint,
  wage_fen bigint, operating_fen bigint, property_fen bigint, transfer_fen bigint,
  family_planning_fen bigint, dibao_fen bigint, tekun_fen bigint, pension_fen bigint, ecology_fen bigint, other_transfer_fen bigint,
  cost_fen bigint, annual_fen bigint, net_fen bigint, per_capita_fen bigint,
  stated_transfer_fen bigint, stated_annual_fen bigint, stated_net_fen bigint, stated_per_capita_fen bigint,   -- as the file said; only for DQ-080/081
  labour_count smallint not null default 0,      -- members able to work (普通, 技能, 弱或半)
  primary key (county, household_id, year),
  foreign key (county, household_id) references registry.household (county, id)
);
create index household_year_list on registry.household_year (year, region, household_code);
create index household_year_code on registry.household_year (county, household_code);
create index household_year_batch on registry.household_year (county, batch_id) where batch_id is not null;
create index household_year_phone on registry.household_year (phone_idx) where phone_idx is not null;
create index household_year_account on registry.household_year (account_idx) where account_idx is not null;

create table registry.member_year (
  county       integer not null,
  member_id    uuid not null,
  year         smallint not null,
  household_id uuid not null,
  region       bigint not null,
  ordinal      smallint not null,               -- order in the household; the head is 0
  active       boolean not null default true,   -- counted as a current member
  version      integer not null default 1,
  row_hash     bytea,
  batch_id     uuid,
  sealed       bytea,                           -- {certNo, memberPhone}
  cert_idx     bytea,                           -- blind index of the whole number
  cert4_idx    bytea,                           -- blind index of county and the last four characters
  phone_idx    bytea,
  cert_fault   text,                            -- why the number is not valid; null = valid
  member_code text not null, name text not null, sex smallint, cert_type smallint, birth date, relation smallint, ethnic smallint, political smallint, marital smallint,
  education smallint, student smallint, out_of_school smallint, health smallint[] not null default '{}', disability_category smallint, disability_level smallint,
  labour smallint, work_place smallint, work_months smallint, employer text, public_post smallint[] not null default '{}', public_post_months smallint, soldier boolean,
  med_resident boolean, med_worker boolean, serious_ins boolean, pension_resident boolean, pension_worker boolean, dibao boolean, tekun boolean,
  primary key (county, member_id, year),
  foreign key (county, member_id) references registry.member (county, id)
);
create index member_year_household on registry.member_year (county, household_id, year);
create index member_year_cert on registry.member_year (cert_idx) where cert_idx is not null;
create index member_year_cert4 on registry.member_year (county, cert4_idx) where cert4_idx is not null;
create index member_year_phone on registry.member_year (phone_idx) where phone_idx is not null;
create index member_year_name on registry.member_year using gin (name gin_trgm_ops);
create index member_year_name_county on registry.member_year (county, name text_pattern_ops);

-- One natural person, one active membership: the claim that came first. A second claim is a finding (DQ-008), not an error.
create table registry.person (
  cert_idx     bytea primary key,
  county       integer not null,
  household_id uuid not null,
  member_id    uuid not null,
  since        timestamptz not null default now()
);
create index person_by_household on registry.person (county, household_id);

-- Income as line items with period, evidence and source (domain guide §1.6); the year's totals are their sums.
create table registry.income_item (
  county       integer not null,
  household_id uuid not null,
  year         smallint not null,
  id           uuid not null,
  region       bigint not null,
  member_id    uuid,
  kind         smallint not null,               -- codeLists.incomeKind
  amount_fen   bigint not null,
  from_on      date, to_on date,
  source       smallint not null,
  evidence     text,                            -- attachment id or document number
  note         text,
  withdrawn_at timestamptz,                     -- corrected by a later item; kept
  created_at   timestamptz not null default now(),
  primary key (county, household_id, year, id),
  foreign key (county, household_id) references registry.household (county, id)
);

-- Who changed what, when, from which source: event history of every field. act: created | imported | corrected | income | arrived | left | moved | cancelled | restored | attached | undone
create table registry.change (
  county       integer not null,
  id           bigint generated always as identity,
  household_id uuid not null,
  member_id    uuid,
  year         smallint not null,
  region       bigint not null,
  at           timestamptz not null default clock_timestamp(),
  account_id   uuid,
  act          text not null,
  source       smallint not null,
  batch_id     uuid,
  patch        jsonb not null default '{}',     -- {field: [before, after]}; secrets only as masked text
  sealed       bytea,                           -- {field.before, field.after} of secret fields, bound to "registry.change|<household>|<member>"
  reason       text,
  evidence     text,
  primary key (county, id)
);
create index change_by_household on registry.change (county, household_id, id);
create index change_by_batch on registry.change (county, batch_id, household_id) where batch_id is not null;
call house.append_only('registry.change');

-- Natural changes (自然变更, domain guide §4.3): births, deaths, marriages, moves. Append-only.
create table registry.natural_change (
  county       integer not null,
  id           uuid not null,
  household_id uuid not null,
  member_id    uuid not null,
  region       bigint not null,
  direction    smallint not null check (direction in (1, -1)),   -- 1 arrived, -1 left
  kind         smallint not null,                                -- codeLists.arrival / departure
  on_date      date not null,
  evidence     text not null,
  linked_household uuid,                                         -- where the person came from or went to, when registered
  account_id   uuid,
  at           timestamptz not null default clock_timestamp(),
  primary key (county, id)
);
create index natural_change_by_household on registry.natural_change (county, household_id, on_date);
call house.append_only('registry.natural_change');

create table registry.attachment (
  county       integer not null,
  id           uuid not null,
  household_id uuid not null,
  member_id    uuid,
  region       bigint not null,
  kind         text not null,                    -- application, minutes, notice, house, certificate, medical, other …
  media_type   text not null,
  name         text not null,
  bytes        bigint not null,
  sha256       bytea not null,
  taken_on     date,
  note         text,
  account_id   uuid,
  at           timestamptz not null default clock_timestamp(),
  withdrawn_at timestamptz,
  primary key (county, id),
  foreign key (county, household_id) references registry.household (county, id)
);
create index attachment_by_household on registry.attachment (county, household_id, at);

-- 行政村 per year; `data` holds the fields of villageFields, validated by core.
create table registry.village_year (
  county  integer not null,
  village bigint not null,
  year    smallint not null,
  region  bigint not null,
  data    jsonb not null,
  version integer not null default 1,
  updated_at timestamptz not null default now(),
  primary key (county, village, year),
  check (region = village)
);

-- Codes of other systems never enter without a row here (domain guide §1.4.2 warns of clashing lists).
create table registry.code_mapping (
  system text not null,      -- e.g. 民政 GB/T 4761, 省级系统 2016
  list   text not null,      -- name in codeLists
  theirs text not null,
  ours   integer not null,
  source text not null,
  primary key (system, list, theirs)
);
grant select on registry.code_mapping to diguan_app;
grant select, insert, update, delete on registry.code_mapping to diguan_system;

call house.protect('registry.household', 'region', 'id', 'select, insert, update');
call house.protect('registry.member', 'region', 'household_id', 'select, insert, update');
call house.protect('registry.household_year', 'region', 'household_id', 'select, insert, update, delete');
call house.protect('registry.member_year', 'region', 'household_id', 'select, insert, update, delete');
call house.protect('registry.income_item', 'region', 'household_id', 'select, insert, update, delete');
call house.protect('registry.change', 'region', 'household_id', 'select, insert');
call house.protect('registry.natural_change', 'region', 'household_id', 'select, insert');
call house.protect('registry.attachment', 'region', 'household_id', 'select, insert, update');
call house.protect('registry.village_year', 'region', null, 'select, insert, update');

-- registry.person has no region of its own and must answer across counties: reached only through the functions below.
alter table registry.person enable row level security;
alter table registry.person force row level security;
create policy by_system on registry.person to diguan_system using (true) with check (true);
grant select, insert, update, delete on registry.person to diguan_system;
