-- Assessments of households (paper 000 §2.1 多维度比对、客观打分; domain guide §2.7): the configured 四看法 of provinces, runs with the
-- parameters they used, and what each run said of each household. Nothing here is ever changed: a new assessment is a new run.

-- Schemes of 四看法: content is checked by core (look.ts). A scheme counts from its approval by a second person, within its dates;
-- the nearest place above a household wins. Readable by every post: it is a published rule.
create table identification.look_scheme (
  id          uuid primary key,
  place       bigint not null,               -- 0 nation, else province, city or county
  version     text not null,
  valid_from  date not null,
  content     jsonb not null,
  source      text not null,
  proposed_by uuid,                          -- account; null: shipped with the platform
  by_name     text, by_role text,            -- as they were
  at          timestamptz not null default clock_timestamp(),
  unique (place, version)
);
call house.append_only('identification.look_scheme');
create table identification.look_approval (
  scheme_id   uuid primary key references identification.look_scheme (id),
  place       bigint not null,
  proposed_by uuid,
  approved_by uuid,
  by_name     text, by_role text,
  at          timestamptz not null default clock_timestamp(),
  check (proposed_by is null or approved_by is distinct from proposed_by)
);
call house.append_only('identification.look_approval');
do $$ declare t text; begin
  foreach t in array array['look_scheme', 'look_approval'] loop
    execute format('alter table identification.%I enable row level security', t);
    execute format('alter table identification.%I force row level security', t);
    execute format('create policy everybody on identification.%I for select to diguan_app using (true)', t);
    execute format('create policy own_place on identification.%I for insert to diguan_app with check (place between (select current_setting(''app.lo'')::bigint) and (select current_setting(''app.hi'')::bigint))', t);
    execute format('create policy by_system on identification.%I to diguan_system using (true) with check (true)', t);
    execute format('grant select, insert on identification.%I to diguan_app, diguan_system', t);
  end loop;
end $$;

-- A run over the households of a county and year, with every number that it used.
create table identification.assessment (
  county      integer not null,
  id          uuid not null,
  region      bigint not null,               -- the county
  year        smallint not null,
  ran_at      timestamptz not null default clock_timestamp(),
  ran_by      uuid, by_name text,            -- null: the platform
  scheme      text not null,                 -- weights and cutoff of the counting
  line_fen    bigint,                        -- null: no line is in force, incomes cannot be compared
  look_scheme uuid,                          -- scheme of 四看法; null: none was in force
  model_id    uuid,                          -- model of the proxy means test and simulation in use then; null: none was fitted
  parameters  jsonb not null,                -- [{code, value, unit, validFrom, source}]
  households  integer not null,
  counts      jsonb not null,                -- by recommendation, difference, look, contradiction
  primary key (county, id),
  check (region = county::bigint * 1000000)
);
create index assessment_latest on identification.assessment (county, year, ran_at desc);
call house.append_only('identification.assessment');
-- read by every post of the county, down to its villages, and by those above it
alter table identification.assessment enable row level security;
alter table identification.assessment force row level security;
create policy by_county on identification.assessment for select to diguan_app
  using (county::bigint * 1000000 <= (select current_setting('app.hi')::bigint) and county::bigint * 1000000 + 999999 >= (select current_setting('app.lo')::bigint));
create policy of_county on identification.assessment for insert to diguan_app with check (region between (select current_setting('app.lo')::bigint) and (select current_setting('app.hi')::bigint));
create policy by_system on identification.assessment to diguan_system using (true) with check (true);
grant select, insert on identification.assessment to diguan_app, diguan_system;

create table identification.assessment_household (
  county         integer not null,
  assessment_id  uuid not null,
  household_id   uuid not null,
  region         bigint not null,            -- village
  year           smallint not null,
  exit_state     smallint,
  recommendation text not null check (recommendation in ('poor', 'notPoor', 'unclear')),
  difference     text not null check (difference in ('none', 'maybeWrong', 'maybeMissed')),
  income_gap     double precision,
  depth          smallint not null, most_depth smallint not null,
  reasons        text[] not null, missing text[] not null,
  look_low       smallint, look_high smallint,
  probability    double precision,           -- simulated, by the model of the run
  cause          smallint,                   -- registered main cause
  suggested      smallint[] not null,        -- suggested main cause first
  contradiction  boolean not null,           -- the registered cause has no evidence in the record
  primary key (county, assessment_id, household_id),
  foreign key (county, assessment_id) references identification.assessment (county, id),
  check (region / 1000000 = county)
);
create index assessment_list on identification.assessment_household (county, assessment_id, region, household_id) include (difference, recommendation, contradiction);
create index assessment_differences on identification.assessment_household (county, assessment_id, region, household_id) where difference <> 'none' or contradiction;
call house.protect('identification.assessment_household', 'region', 'household_id', 'select, insert');
call house.append_only('identification.assessment_household');

insert into policy.parameter (code, region, valid_from, value, unit, source, sureness) values
  ('CAUSE_LAND_CENTIMU', 0, '2014-01-01', 50, '0.01 mu/person', '平台设定:人均耕地少于 0.5 亩视为缺土地的线索,由省按实际调整', 'default'),
  ('CAUSE_LABOUR_PERCENT', 0, '2014-01-01', 25, 'percent', '平台设定:劳动力占比不超过四分之一视为缺劳力的线索(与数据质量规则 DQ-069 一致)', 'default'),
  ('CAUSE_ROAD_METRES', 0, '2014-01-01', 3000, 'm', '平台设定:入户路未硬化且离村主干路超过 3 公里', 'default'),
  ('CAUSE_FUNDS_FEN', 0, '2014-01-01', 50000, 'fen/person/year', '平台设定:有劳动力而人均生产经营性收入低于 500 元视为缺资金的线索', 'default'),
  ('CAUSE_STUDENTS', 0, '2014-01-01', 3, 'persons', '平台设定:在校生三人及以上视为因学的线索', 'default');

-- A reference scheme so that the platform says something before a province has configured its own. Weights of the four looks are
-- those commonly reported of 威宁县迤那镇; classes of the items are the platform's own and marked as such.
insert into identification.look_scheme (id, place, version, valid_from, content, source) values
  ('00000000-0000-4000-8000-000000000081', 0, 'reference-1', '2014-01-01', '
{"cut": 60, "items": [
  {"key":"houseSafe","look":1,"fact":"unsafeHouse","points":6,"zh":"住房安全","en":"house is safe","bands":[{"is":false,"points":6},{"is":true,"points":0}]},
  {"key":"houseArea","look":1,"fact":"houseAreaM2","per":"persons","points":4,"zh":"人均住房面积","en":"floor area per head, m²","bands":[{"from":30,"points":4},{"from":20,"points":3},{"from":13,"points":1},{"from":0,"points":0}]},
  {"key":"houseStructure","look":1,"fact":"houseStructure","points":3,"zh":"住房结构","en":"structure of the house","bands":[{"is":1,"points":3},{"is":2,"points":3},{"is":3,"points":2},{"is":9,"points":1},{"is":4,"points":0}]},
  {"key":"road","look":1,"fact":"hardRoad","points":2,"zh":"入户路","en":"hard road to the house","bands":[{"is":true,"points":2},{"is":false,"points":0}]},
  {"key":"water","look":1,"fact":"waterSafe","points":3,"zh":"饮水","en":"safe water","bands":[{"is":true,"points":3},{"is":false,"points":0}]},
  {"key":"power","look":1,"fact":"powerAtHome","points":1,"zh":"用电","en":"electricity","bands":[{"is":true,"points":1},{"is":false,"points":0}]},
  {"key":"toilet","look":1,"fact":"toilet","points":1,"zh":"卫生厕所","en":"sanitary toilet","bands":[{"is":true,"points":1},{"is":false,"points":0}]},
  {"key":"arable","look":2,"fact":"arableMu","per":"persons","points":8,"zh":"人均耕地(亩)","en":"arable land per head, mu","bands":[{"from":1.5,"points":8},{"from":1,"points":6},{"from":0.5,"points":3},{"from":0,"points":0}]},
  {"key":"orchard","look":2,"fact":"orchardMu","points":4,"zh":"林果(亩)","en":"orchard, mu","bands":[{"from":2,"points":4},{"from":0.5,"points":2},{"from":0,"points":0}]},
  {"key":"operating","look":2,"fact":"operatingFen","per":"persons","points":10,"zh":"人均生产经营性收入","en":"operating income per head","bands":[{"from":300000,"points":10},{"from":150000,"points":7},{"from":50000,"points":3},{"from":-100000000,"points":0}]},
  {"key":"coop","look":2,"fact":"coop","points":4,"zh":"加入合作社","en":"in a co-operative","bands":[{"is":true,"points":4},{"is":false,"points":0}]},
  {"key":"leadFirm","look":2,"fact":"leadFirm","points":2,"zh":"龙头企业带动","en":"linked to a leading enterprise","bands":[{"is":true,"points":2},{"is":false,"points":0}]},
  {"key":"leadPerson","look":2,"fact":"leadPerson","points":2,"zh":"致富带头人带动","en":"linked to a leading producer","bands":[{"is":true,"points":2},{"is":false,"points":0}]},
  {"key":"labourShare","look":3,"fact":"labourers","per":"persons","points":10,"zh":"劳动力占比","en":"share of members able to work","bands":[{"from":0.6,"points":10},{"from":0.4,"points":7},{"from":0.2,"points":4},{"from":0,"points":0}]},
  {"key":"skilled","look":3,"fact":"skilledLabourers","points":4,"zh":"技能劳动力","en":"skilled labourers","bands":[{"from":1,"points":4},{"from":0,"points":0}]},
  {"key":"workMonths","look":3,"fact":"workMonths","points":8,"zh":"务工总月数","en":"months of work","bands":[{"from":12,"points":8},{"from":6,"points":5},{"from":1,"points":2},{"from":0,"points":0}]},
  {"key":"serious","look":3,"fact":"seriouslyIll","points":4,"zh":"无大病成员","en":"nobody seriously ill","bands":[{"from":1,"points":0},{"from":0,"points":4}]},
  {"key":"disabled","look":3,"fact":"disabled","points":4,"zh":"无残疾成员","en":"nobody disabled","bands":[{"from":1,"points":0},{"from":0,"points":4}]},
  {"key":"dropout","look":4,"fact":"dropouts","points":6,"zh":"义务教育无失学","en":"no child out of school","bands":[{"from":1,"points":0},{"from":0,"points":6}]},
  {"key":"schooling","look":4,"fact":"maxSchooling","points":6,"zh":"家庭最高文化程度","en":"highest education","bands":[{"is":5,"points":6},{"is":4,"points":5},{"is":3,"points":3},{"is":2,"points":1},{"is":1,"points":0}]},
  {"key":"burden","look":4,"fact":"upperStudents","points":4,"zh":"非义务教育就学负担","en":"students beyond compulsory school","bands":[{"from":2,"points":0},{"from":1,"points":2},{"from":0,"points":4}]},
  {"key":"lowSchooling","look":4,"fact":"lowSchooling","points":4,"zh":"小学及以下成人","en":"adults with primary school or less","bands":[{"from":2,"points":0},{"from":1,"points":2},{"from":0,"points":4}]}
]}
', '贵州“四看法”(威宁县迤那镇五星村)四项权重 20、30、30、20 与分数线 60;各项分档为平台参考值,由省确定');
insert into identification.look_approval (scheme_id, place) values ('00000000-0000-4000-8000-000000000081', 0);

-- Registered households by main cause (codes 1–12, 99, not stated), so that the structure of any area is read from villages.
alter table identification.village_measure add column causes integer[] not null default array_fill(0, array[14]);
