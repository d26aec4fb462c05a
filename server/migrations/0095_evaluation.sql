-- 扶贫精准度 (paper 001 §4; domain guide §9): audits drawn from the register and the frame of all rural households, what auditors found,
-- the estimate at closing, and quarterly reports. Everything is appended: a correction is a new row that names the old one.
create schema evaluation;
grant usage on schema evaluation to diguan_app, diguan_system;

-- One drawn sample. Design, seed and the sizes of the frame are kept, so that anybody can draw it again.
create table evaluation.audit (
  county     integer not null,
  id         uuid not null,                 -- made by the page before sending
  region     bigint not null,               -- county, town or village that it speaks for
  name       text not null,
  year       smallint not null,             -- year of the register
  quarter    text not null check (quarter ~ '^\d{4}Q[1-4]$'),
  kind       text not null check (kind in ('thirdParty', 'superior', 'self')),   -- whose audit: shown with every figure
  simulated  boolean not null default false,   -- demonstration: answers come from the planted truth
  design     text not null check (design in ('simple', 'town', 'village')),
  allocation text not null check (allocation in ('proportional', 'neyman', 'equal')),
  sizes      jsonb not null,                -- households wanted of each group; villages of two stages
  seed       text not null,
  frame      jsonb not null,                -- households of each group in the frame on the day of the draw
  account_id uuid, by_name text, by_role text,
  drawn_at   timestamptz not null default clock_timestamp(),
  primary key (county, id),
  check (region / 1000000 = county)
);
create index audit_by_region on evaluation.audit (region, year, drawn_at desc, id);
call house.append_only('evaluation.audit');

-- Drawn households and their reserves. `grp` is not shown to auditors: they judge without knowing the state on the register.
create table evaluation.unit (
  county      integer not null,
  id          uuid not null,
  audit_id    uuid not null,
  region      bigint not null,              -- village
  ordinal     integer not null,             -- number on the field list, in the order of villages
  grp         smallint not null check (grp in (1, 2, 3)),   -- 1 registered poor 2 exited 3 not registered
  household_id uuid,                        -- of the register
  rural_id    uuid,                         -- of the frame of rural households
  stratum text not null, psu text not null, cell text not null,
  probability double precision not null check (probability > 0 and probability <= 1),
  fraction    double precision not null,
  reserve     integer not null default 0,   -- 0 drawn at once; else place in the line of replacements of its cell
  primary key (county, id),
  unique (county, audit_id, ordinal),
  foreign key (county, audit_id) references evaluation.audit (county, id),
  check (household_id is not null or rural_id is not null)
);
create index unit_by_audit on evaluation.unit (county, audit_id, region, ordinal);
call house.append_only('evaluation.unit');

-- A reserve that stands in for a household that was not reached.
create table evaluation.stand_in (
  county   integer not null,
  unit_id  uuid not null,
  audit_id uuid not null,
  region   bigint not null,
  instead_of uuid not null,
  at       timestamptz not null default clock_timestamp(),
  primary key (county, unit_id),
  unique (county, instead_of),
  foreign key (county, unit_id) references evaluation.unit (county, id),
  foreign key (county, instead_of) references evaluation.unit (county, id)
);
create index stand_in_by_audit on evaluation.stand_in (county, audit_id);
call house.append_only('evaluation.stand_in');

-- Who visits: the latest row of a household counts.
create table evaluation.assignment (
  county   integer not null,
  id       bigint generated always as identity,
  audit_id uuid not null,
  unit_id  uuid not null,
  region   bigint not null,
  post_id  uuid not null,
  account_id uuid not null,
  name     text not null,
  by_account uuid, by_name text,
  at       timestamptz not null default clock_timestamp(),
  primary key (county, id),
  foreign key (county, unit_id) references evaluation.unit (county, id)
);
create index assignment_by_unit on evaluation.assignment (county, unit_id, id desc);
create index assignment_by_audit on evaluation.assignment (county, audit_id, post_id);
call house.append_only('evaluation.assignment');

-- What was found at the house: the latest row counts, and names the one that it corrects.
create table evaluation.result (
  county     integer not null,
  id         uuid not null,                 -- made by the page or the file before sending
  audit_id   uuid not null,
  unit_id    uuid not null,
  region     bigint not null,
  reached    boolean not null,
  reason     text check (reason in ('away', 'refused', 'moved', 'notFound', 'other')),   -- why nobody was reached
  eligible   boolean,                       -- truly poor by the standard of the year
  income_fen bigint,                        -- net income per head that was found
  benefits_fen bigint,                      -- public money per head within it
  persons    smallint,
  guarantees jsonb not null default '{}',   -- food, clothing, schooling, medical, housing, water: secured or not
  evidence   text not null default '',
  note       text not null default '',
  corrects   uuid,
  account_id uuid, by_name text,
  visited_on date not null,
  at         timestamptz not null default clock_timestamp(),
  seq        bigint generated always as identity,
  primary key (county, id),
  foreign key (county, unit_id) references evaluation.unit (county, id),
  check (reached = (eligible is not null)),
  check (reached = (reason is null))
);
create index result_by_unit on evaluation.result (county, unit_id, seq desc);
create index result_by_audit on evaluation.result (county, audit_id);
call house.append_only('evaluation.result');

-- The end of an audit: nothing is recorded after it.
create table evaluation.closing (
  county   integer not null,
  audit_id uuid not null,
  region   bigint not null,
  answered integer not null,
  missing  integer not null,                -- drawn, neither reached nor replaced
  account_id uuid, by_name text,
  closed_on date not null,
  at       timestamptz not null default clock_timestamp(),
  primary key (county, audit_id),
  foreign key (county, audit_id) references evaluation.audit (county, id)
);
call house.append_only('evaluation.closing');

-- Precision of a place in a quarter, as computed when the audit was closed: pages read this row and scan nothing.
create table evaluation.report (
  county   integer not null,
  id       uuid not null,
  region   bigint not null,                 -- county, town or village
  year     smallint not null,
  quarter  text not null,
  audit_id uuid not null,
  shown double precision, low double precision, high double precision,   -- composite, or the partial one
  full_composite boolean not null,          -- false: `shown` is the partial composite
  data     jsonb not null,                  -- core/src/evaluation/report.ts
  made_at  timestamptz not null default clock_timestamp(),
  primary key (county, id),
  unique (county, region, quarter, audit_id),
  foreign key (county, audit_id) references evaluation.audit (county, id)
);
create index report_by_region on evaluation.report (region, year, made_at desc);
call house.append_only('evaluation.report');

-- Expert judgements on the weights (AHP): pairwise matrix, its weights and consistency ratio; refused from 0.10 on. The latest of the nearest place counts.
create table evaluation.weighting (
  id       uuid primary key,
  region   bigint not null,                 -- 0 = whole nation
  name     text not null,
  matrix   jsonb not null,
  weights  double precision[] not null,
  consistency double precision not null check (consistency < 0.1),
  account_id uuid, by_name text,
  at       timestamptz not null default clock_timestamp()
);
create index weighting_by_region on evaluation.weighting (region, at desc);
call house.append_only('evaluation.weighting');
-- a reference that everybody may read, as parameters are; made only inside one's own area
alter table evaluation.weighting enable row level security;
alter table evaluation.weighting force row level security;
create policy readable on evaluation.weighting for select to diguan_app using (true);
create policy made_inside on evaluation.weighting for insert to diguan_app with check (region >= (select current_setting('app.lo')::bigint) and region <= (select current_setting('app.hi')::bigint));
create policy by_system on evaluation.weighting to diguan_system using (true) with check (true);
grant select, insert on evaluation.weighting to diguan_app, diguan_system;

call house.protect('evaluation.audit', 'region', null, 'select, insert');
call house.protect('evaluation.unit', 'region', null, 'select, insert');
call house.protect('evaluation.stand_in', 'region', null, 'select, insert');
call house.protect('evaluation.assignment', 'region', null, 'select, insert');
call house.protect('evaluation.result', 'region', null, 'select, insert');
call house.protect('evaluation.closing', 'region', null, 'select, insert');
call house.protect('evaluation.report', 'region', null, 'select, insert');

-- Numbers of the measure: proposals of the domain guide, to be confirmed or replaced by the province.
insert into policy.parameter (code, region, valid_from, value, unit, source, sureness) values
  ('PRECISION_WEIGHT_S1', 0, '2014-01-01', 25, 'percent', '设计值：扶贫精准度模型默认权重', 'unsure'),
  ('PRECISION_WEIGHT_S2', 0, '2014-01-01', 12, 'percent', '设计值：扶贫精准度模型默认权重', 'unsure'),
  ('PRECISION_WEIGHT_S3', 0, '2014-01-01', 18, 'percent', '设计值：扶贫精准度模型默认权重', 'unsure'),
  ('PRECISION_WEIGHT_S4', 0, '2014-01-01', 20, 'percent', '设计值：扶贫精准度模型默认权重', 'unsure'),
  ('PRECISION_WEIGHT_S5', 0, '2014-01-01', 10, 'percent', '设计值：扶贫精准度模型默认权重', 'unsure'),
  ('PRECISION_WEIGHT_S6', 0, '2014-01-01', 15, 'percent', '设计值：扶贫精准度模型默认权重', 'unsure'),
  ('PRECISION_BETA', 0, '2014-01-01', 60, 'percent', '设计值：漏评比错评更严重', 'unsure'),
  ('PRECISION_THETA', 0, '2014-01-01', 70, 'percent', '设计值：专家权重为主、熵权为辅', 'unsure'),
  ('PRECISION_GRADE_A', 0, '2014-01-01', 9000, 'permyriad', '设计值：精准', 'unsure'),
  ('PRECISION_GRADE_B', 0, '2014-01-01', 8000, 'permyriad', '设计值：较精准', 'unsure'),
  ('PRECISION_GRADE_C', 0, '2014-01-01', 6500, 'permyriad', '设计值：基本精准', 'unsure'),
  ('PRECISION_LEVEL', 0, '2014-01-01', 90, 'percent', '设计值：村级自助法区间', 'unsure'),
  ('PRECISION_REPLICATES', 0, '2014-01-01', 2000, 'replicates', '设计值：村级自助法次数', 'unsure'),
  ('PRECISION_WEIGHT_CHANGE', 0, '2014-01-01', 25, 'percent', '设计值：权重扰动幅度', 'unsure'),
  ('PRECISION_POOREST', 0, '2014-01-01', 40, 'percent', 'Coady、Grosh、Hoddinott 2004：最穷的 40%', 'well known'),
  ('AUDIT_LEVEL', 0, '2014-01-01', 95, 'percent', '抽样调查惯例', 'well known'),
  ('AUDIT_POWER', 0, '2014-01-01', 80, 'percent', '抽样调查惯例', 'well known'),
  ('AUDIT_HALF_WIDTH', 0, '2014-01-01', 200, 'permyriad', '设计值：区间半宽 2 个百分点', 'unsure'),
  ('AUDIT_RESERVE', 0, '2014-01-01', 20, 'percent', '设计值：备用户比例', 'unsure'),
  ('ERROR_LIMIT', 0, '2014-01-01', 200, 'permyriad', '贫困县退出评估：错评率、漏评率、错退率均低于 2%', 'well known'),
  ('AUDIT_LEAST_PLACE', 0, '2014-01-01', 10, 'households', '设计值：不足 10 户不单列', 'unsure');
