-- Models of poverty fitted from the registry's facts (paper 001 §2.1 通过统计技术模拟贫困程度; paper 000 §2.1): the proxy means test with
-- its errors, and the simulated degree of poverty of villages and households with its uncertainty. A model is never changed: a new
-- fit is a new row, and each result names the model it came from.
create table identification.model (
  county        integer not null,
  id            uuid not null,
  year          smallint not null,
  version       text not null,                 -- of the method, see core/src/identification/models.ts
  seed          text not null,                 -- the same facts and seed give the same model
  fitted_at     timestamptz not null default clock_timestamp(),
  fitted_on     date not null,                 -- China date
  fitted_by     uuid,                          -- account; null: the platform
  line_fen      bigint not null,
  line_source   text not null,
  training_rows integer not null, test_rows integer not null,   -- households with a known income
  left_out      integer not null,              -- no income above 0: in neither part
  simulated     integer not null,              -- households whose incomes were simulated
  parameters    jsonb not null,                -- policy parameters with their dates, number of draws
  pmt           jsonb not null,                -- terms, errors on the test part
  degree        jsonb not null,                -- variance components, Monte-Carlo noise, coverage check on the test part
  primary key (county, id)
);
comment on table identification.model is 'says nothing about a single household; read by every post whose area touches the county';
create index model_latest on identification.model (county, year, fitted_at desc);
alter table identification.model enable row level security;
alter table identification.model force row level security;
-- A village's officer reads the model of his county, which house.protect (rows inside the post's range) would hide.
create policy by_county on identification.model to diguan_app
  using (county::bigint * 1000000 <= (select current_setting('app.hi')::bigint) and county::bigint * 1000000 + 999999 >= (select current_setting('app.lo')::bigint))
  with check (false);
create policy by_system on identification.model to diguan_system using (true) with check (true);
grant select on identification.model to diguan_app;
grant select, insert on identification.model to diguan_system;
call house.append_only('identification.model');

-- Simulated degree of a village: expected P0, P1, P2 of persons and the root mean squared error of each.
create table identification.village_degree (
  county     integer not null,
  model_id   uuid not null,
  region     bigint not null,                  -- village
  households integer not null, persons integer not null,
  sampled    integer not null,                 -- training households in the village; 0: the model alone speaks
  p0 double precision not null, p1 double precision not null, p2 double precision not null,
  rmse0 double precision not null, rmse1 double precision not null, rmse2 double precision not null,
  recorded0 double precision,                  -- P0 of the incomes on record, for comparison; null: none known
  primary key (county, model_id, region),
  foreign key (county, model_id) references identification.model (county, id),
  check (region / 1000000 = county)
);
call house.protect('identification.village_degree', 'region', null, 'select, insert');
call house.append_only('identification.village_degree');

-- Simulated degree of a household: how probable it is that its income per head lies below the line, with an interval; its proxy score.
create table identification.household_degree (
  county       integer not null,
  model_id     uuid not null,
  household_id uuid not null,
  region       bigint not null,                -- village
  probability  double precision not null check (probability between 0 and 1),
  low          double precision not null, high double precision not null,   -- 95 %: the model's own uncertainty
  income_fen   bigint not null,                -- median of the simulated incomes per head
  income_low_fen bigint not null, income_high_fen bigint not null,          -- 80 % of the simulated incomes
  score_fen    bigint not null,                -- proxy means test: predicted income per head
  selected     boolean not null,               -- score below the calibrated cut
  terms        double precision[] not null,    -- contribution of each term to ln(income), against the county's mean
  training     boolean not null,               -- its own income helped to fit the model
  primary key (county, model_id, household_id),
  foreign key (county, model_id) references identification.model (county, id),
  check (low <= probability and probability <= high and region / 1000000 = county)
);
create index household_degree_of on identification.household_degree (county, household_id);
call house.protect('identification.household_degree', 'region', 'household_id', 'select, insert');
call house.append_only('identification.household_degree');

insert into policy.parameter (code, region, valid_from, value, unit, source, sureness) values
  ('MODEL_TRAINING_SHARE', 0, '2014-01-01', 70, 'percent', '训练样本占已知收入户的比例,其余用于检验。Brown, Ravallion & van de Walle 2018, JDE 134:109–124(样本外误差)', 'default'),
  ('MODEL_DRAWS', 0, '2014-01-01', 100, 'draw', '经验最优模拟次数。Molina & Rao 2010, Can. J. Stat. 38:369–385', 'default'),
  ('MODEL_BOOTSTRAP', 0, '2014-01-01', 30, 'draw', '参数自助法重复次数,用于均方误差。Molina & Rao 2010, §4', 'default');
