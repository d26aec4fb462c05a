-- Identification (paper 000 §2.1, paper 001 §2.1 and §2.3): what is known about every household as one flat row, and the sums by
-- village from which poverty figures are read. Rows follow the registry in the transaction that changes it.
create schema identification;
grant usage on schema identification to diguan_app, diguan_system;

-- One column per fact of core/src/identification/facts.ts. null = not known, never «no». Ordered by width, so that rows are narrow.
create table identification.facts (
  household_id      uuid not null,
  region            bigint not null,               -- village
  refreshed_at      timestamptz not null default clock_timestamp(),
  per_capita_fen    bigint, net_fen bigint, wage_fen bigint, operating_fen bigint, property_fen bigint, transfer_fen bigint, cost_fen bigint, dibao_fen bigint, tekun_fen bigint,
  house_area_m2     double precision, road_km double precision, arable_mu double precision, forest_mu double precision, orchard_mu double precision,
  county            integer not null,
  year              smallint not null,
  attribute smallint, exit_state smallint, exit_year smallint, cause_main smallint, monitored smallint, years_on_register smallint,
  persons smallint, income_persons smallint, children smallint, elderly smallint, adults smallint, head_age smallint,
  students smallint, upper_students smallint, dropouts smallint, low_schooling smallint, max_schooling smallint,
  uninsured smallint, seriously_ill smallint, chronically_ill smallint, disabled smallint, severely_disabled smallint,
  labourers smallint, full_labourers smallint, skilled_labourers smallint, migrant_workers smallint, work_months smallint, public_posts smallint,
  house_grade smallint, house_structure smallint, dibao_members smallint, tekun_members smallint, relocation smallint,
  deprivation       smallint,                      -- units of the scheme in force; null: an indicator is not known, the household is dropped
  valid             boolean not null,              -- false: cancelled (注销)
  head_female boolean, minority boolean, unsafe_house boolean, water_safe boolean, water_hard boolean, power_at_home boolean, toilet boolean, clean_fuel boolean, hard_road boolean, tv boolean, broadband boolean,
  coop boolean, lead_firm boolean, lead_person boolean,
  -- deprived? in the order of core/src/identification/deprivation.ts
  d_dropout boolean, d_schooling boolean, d_uninsured boolean, d_illness boolean, d_disability boolean, d_house boolean, d_water boolean, d_power boolean, d_toilet boolean, d_fuel boolean, d_road boolean,
  primary key (county, household_id, year),
  check (region / 1000000 = county)
);
comment on table identification.facts is 'derived from registry.household_year and member_year; never edited';
-- Scans of a place and year: rules, models and samples walk villages in order. The key follows for keyset pages.
create index facts_by_place on identification.facts (year, region, household_id);
call house.protect('identification.facts', 'region', 'household_id');

-- Integer sums of a village and year: H, A, M0, contributions and P0, P1, P2 of any area are read from these rows, and the parts
-- make up the whole exactly. Registered households only: cancelled ones and those known but not registered (exit_state 9) stay out.
create table identification.village_measure (
  county            integer not null,
  village           bigint not null,
  year              smallint not null,
  region            bigint not null,
  refreshed_at      timestamptz not null default clock_timestamp(),
  scheme            text not null,                 -- weights and cutoff in units, as schemeName of core says them
  households        integer not null,
  persons           integer not null,
  -- counting: households of which every indicator is known
  counted           integer not null, dropped integer not null, dropped_persons integer not null,
  population        integer not null,              -- persons of the counted
  poor_households   integer not null, poor_persons integer not null,
  depth             bigint not null,               -- Σ persons × units over the poor
  uncensored        integer[] not null,            -- persons deprived, by indicator
  censored          integer[] not null,            -- those of them who are poor
  unknown           integer[] not null,            -- households whose indicator is not known
  -- money: households with known income per head; persons of the year (年度家庭人口) are its weight
  line_fen          bigint,                        -- null: no poverty line is in force
  income_households integer not null, income_persons integer not null, income_unknown integer not null,
  below_households  integer not null, below_persons integer not null,
  gap_fen           bigint not null,               -- Σ persons × (line − y) below the line
  gap2_fen          numeric not null,              -- Σ persons × (line − y)²
  primary key (county, village, year),
  check (region = village and village / 1000000 = county)
);
create index village_measure_by_place on identification.village_measure (year, region);
call house.protect('identification.village_measure');

-- Weights of the dimensions (domain guide §9.2) in units of one eighteenth, and the cutoff: poor from six of eighteen units on.
insert into policy.parameter (code, region, valid_from, value, unit, source, sureness)
select code, 0, date '2014-01-01', value, 'unit', source, 'default'
  from (values
    ('AF_DROPOUT', 3, '教育维度 1/6:义务教育失学'), ('AF_SCHOOLING', 3, '教育维度 1/6:成人学历'),
    ('AF_UNINSURED', 2, '健康维度 1/9:未参保'), ('AF_ILLNESS', 2, '健康维度 1/9:大病无救助'), ('AF_DISABILITY', 2, '健康维度 1/9:残疾无补助'),
    ('AF_HOUSE', 1, '生活维度 1/18:住房'), ('AF_WATER', 1, '生活维度 1/18:饮水'), ('AF_POWER', 1, '生活维度 1/18:用电'), ('AF_TOILET', 1, '生活维度 1/18:厕所'), ('AF_FUEL', 1, '生活维度 1/18:燃料'), ('AF_ROAD', 1, '生活维度 1/18:道路'),
    ('AF_CUTOFF', 6, '临界值 k = 6/18 = 1/3')) p (code, value, told)
 cross join lateral (select told || '。Alkire & Foster 2011, J. Public Econ. 95:476–487,三维度等权' as source) s;
