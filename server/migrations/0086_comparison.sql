-- 部门比对 (papers 000 §3.2, 001 §2.1; domain guide §2.5, §2.8): files of departments are asked for on a legal basis, kept no longer
-- than needed, compared with the register, and what does not fit becomes a suspicion that people check and decide. Never a verdict.
create schema if not exists comparison;
grant usage on schema comparison to diguan_app, diguan_system;

-- One request for a department's data: basis, purpose, fields and the day on which its rows are deleted.
create table comparison.batch (
  county      integer not null,
  id          uuid not null,
  region      bigint not null,
  feed        text not null,                 -- core/src/comparison/departments.ts
  department  text not null,
  basis       text not null,                 -- without one nothing is taken
  purpose     text not null,
  fields      text[] not null,               -- the columns that were read
  snapshot_on date not null,                 -- as of when the data hold
  retain_until date not null,
  way         text not null check (way in ('upload', 'pull', 'command', 'demonstration')),
  file_name   text not null,
  sha256      bytea not null,
  state       text not null check (state in ('compared', 'superseded', 'undone', 'expired')),
  rows        integer not null,
  profile     jsonb not null,
  found       jsonb not null default '{}',   -- {new, kept, closed, reopened} of its comparison
  account_id  uuid, by_name text,
  at          timestamptz not null default clock_timestamp(),
  primary key (county, id)
);
create index batch_by_feed on comparison.batch (county, feed, snapshot_on desc);
-- the same file of the same feed is the same batch, unless it was undone
create unique index batch_once on comparison.batch (county, feed, sha256, snapshot_on) where state <> 'undone';

create table comparison.batch_event (
  county     integer not null,
  id         bigint generated always as identity,
  batch_id   uuid not null,
  region     bigint not null,
  act        text not null check (act in ('compared', 'undone', 'expired', 'comparedAgain')),
  account_id uuid, by_name text,
  detail     jsonb not null default '{}',
  at         timestamptz not null default clock_timestamp(),
  primary key (county, id)
);
create index batch_event_by_batch on comparison.batch_event (county, batch_id, id);
call house.append_only('comparison.batch_event');

-- Rows of departments: a keyed mark of the person, the facts that the kinds read, and the rest sealed. `region` is the village when
-- the file tells it, else the county. Deleted on the day of retention; findings keep the facts that they rest on.
create table comparison.record (
  county   integer not null,
  batch_id uuid not null,
  row_no   integer not null,
  region   bigint not null,
  cert_idx bytea,
  on_date  date, until_date date,
  amount_fen bigint, amount2_fen bigint,
  measure  double precision,
  code     smallint, code2 smallint,
  label    text,
  other    text,                              -- keyed mark of an account, or a role
  flag     boolean,
  sealed   bytea,                             -- name, number, telephone, address, plate
  primary key (county, batch_id, row_no)
);

-- Rows whose number leads nowhere and that are probably a person of the register (Fellegi–Sunter, slice linkage).
create table comparison.likeness (
  county   integer not null,
  batch_id uuid not null,
  row_no   integer not null,
  region   bigint not null,
  member_id uuid,                             -- of the register
  person_id uuid,                             -- of the frame, when not registered
  probability real not null,
  primary key (county, batch_id, row_no)
);

-- The frame: all rural households of the county from the household register of public security, with the registered household.
create table comparison.rural_household (
  county   integer not null,
  id       uuid not null,
  region   bigint not null,
  hukou_no text not null,
  head_name text not null,
  persons  integer not null,                  -- present members
  registered_household uuid,
  split_on date, split_from text,
  batch_id uuid not null,
  primary key (county, id),
  unique (county, hukou_no)
);
create index rural_household_by_region on comparison.rural_household (region, id);
create index rural_household_registered on comparison.rural_household (county, registered_household) where registered_household is not null;

-- Its persons, one set per snapshot; parents and spouses as keyed marks only.
create table comparison.rural_person (
  county   integer not null,
  batch_id uuid not null,
  row_no   integer not null,
  id       uuid not null,
  region   bigint not null,
  household_id uuid not null,
  hukou_no text not null,
  name     text not null,
  relation smallint,                          -- 1 head 2 spouse 3 child 4 parent 5 other
  birth    date, sex smallint,
  state    smallint not null default 1,       -- 1 present 2 dead 3 moved out 4 empty registration
  state_on date,
  away     smallint not null default 0,       -- 1 over half a year 2 whole family over three years
  split_on date, split_from text,
  cert_idx bytea, father_idx bytea, mother_idx bytea, spouse_idx bytea,
  sealed   bytea,                             -- number, telephone, address
  primary key (county, batch_id, row_no)
);
create index rural_person_by_cert on comparison.rural_person (county, cert_idx) where cert_idx is not null;
create index rural_person_by_household on comparison.rural_person (county, household_id);

-- A suspicion. Its id follows from kind, person and household, so that the same fact seen twice is one finding.
create table comparison.finding (
  county       integer not null,
  id           uuid not null,
  region       bigint not null,               -- village
  kind         text not null,                 -- core/src/comparison/kinds.ts
  direction    text not null check (direction in ('inclusion', 'status', 'omission', 'gaming')),
  severity     text not null check (severity in ('hard', 'review')),
  household_id uuid,                          -- registered household; null = not registered
  rural_id     uuid,                          -- household of the frame
  member_id    uuid,
  person_id    uuid,                          -- person of the frame
  year         smallint not null,             -- of the register that was compared
  feed         text not null, department text not null,
  batch_id     uuid not null, row_no integer,
  snapshot_on  date not null,
  subject      text not null,                 -- name of the person or head as the register or frame has it
  facts        jsonb not null,                -- what the sentence is filled with
  probability  real not null,                 -- that register and file mean the same person
  sealed       bytea,                         -- identity as the department wrote it, for the comparison side by side
  state        text not null default 'found' check (state in ('found', 'sent', 'answered', 'returned', 'decided', 'objected', 'closed')),
  answer       text check (answer in ('confirmed', 'refuted', 'excusable')),
  outcome      text check (outcome in ('removal', 'keep', 'rectify', 'except', 'invite', 'notConfirmed', 'withdrawn')),
  ground       text,
  sent_on      date,
  deadline     date,                          -- of whoever must act next
  answered_by  uuid, decided_by uuid,
  decided_on   date, object_until date, objected boolean not null default false,
  found_at     timestamptz not null default clock_timestamp(),
  version      integer not null default 1,
  primary key (county, id),
  check ((state in ('decided', 'objected', 'closed')) = (outcome is not null))
);
comment on table comparison.finding is '疑点，不是结论: a suspicion; only people decide, and only after a check at the house';
create index finding_worklist on comparison.finding (county, state, deadline, id);
create index finding_by_region on comparison.finding (region, state);
create index finding_by_household on comparison.finding (county, household_id) where household_id is not null;
create index finding_by_rural on comparison.finding (county, rural_id) where rural_id is not null;
create index finding_by_kind on comparison.finding (county, kind, state);

create table comparison.finding_event (
  county     integer not null,
  id         bigint generated always as identity,
  finding_id uuid not null,
  household_id uuid,
  region     bigint not null,
  act        text not null check (act in ('found', 'sent', 'answered', 'returned', 'decided', 'objected', 'resolved', 'urged', 'notConfirmed', 'reopened', 'withdrawn', 'restated')),
  account_id uuid, by_name text, by_role text,   -- null = the platform
  note       text,
  detail     jsonb not null default '{}',
  at         timestamptz not null default clock_timestamp(),
  primary key (county, id)
);
create index finding_event_by_finding on comparison.finding_event (county, finding_id, id);
call house.append_only('comparison.finding_event');

-- The check at the house: two persons, day, evidence. Append-only; the latest one counts.
create table comparison.house_check (
  county     integer not null,
  id         uuid not null,
  finding_id uuid not null,
  household_id uuid,
  region     bigint not null,
  checked_on date not null,
  first_checker text not null, second_checker text not null,
  signed     boolean not null,                -- the household signed the record
  answer     text not null check (answer in ('confirmed', 'refuted', 'excusable')),
  note       text not null,
  evidence   text not null default '',        -- name and number of a document
  attachments uuid[] not null default '{}',
  account_id uuid, by_name text,
  at         timestamptz not null default clock_timestamp(),
  primary key (county, id),
  check (first_checker <> second_checker)
);
create index house_check_by_finding on comparison.house_check (county, finding_id, at desc);
call house.append_only('comparison.house_check');

-- 例外登记: facts that were looked into and excused, with ground and end. The same suspicion is not raised again while it holds.
create table comparison.exception (
  county     integer not null,
  id         uuid not null,
  finding_id uuid not null,
  household_id uuid, rural_id uuid,
  region     bigint not null,
  kind       text not null,
  ground     text not null,
  note       text not null,
  valid_until date not null,
  account_id uuid, by_name text,
  at         timestamptz not null default clock_timestamp(),
  primary key (county, id)
);
create index exception_by_finding on comparison.exception (county, finding_id, at desc);
call house.append_only('comparison.exception');

-- What the county proposes to the procedures: removal of a wrongly included household, invitation of a missed one. Taken up there.
create table comparison.proposal (
  county     integer not null,
  id         uuid not null,
  finding_id uuid not null,
  region     bigint not null,
  household_id uuid, rural_id uuid,
  kind       text not null check (kind in ('removal', 'invitation')),
  subject    text not null,
  reason     text not null,
  not_before date not null,                   -- removal waits for the end of the household's time to object
  state      text not null default 'open' check (state in ('open', 'takenUp', 'withdrawn')),
  reference  text,                            -- case of the procedure that took it up
  account_id uuid,
  at         timestamptz not null default clock_timestamp(),
  primary key (county, id)
);
create unique index proposal_once on comparison.proposal (county, finding_id, kind) where state <> 'withdrawn';

-- A department's own address (HTTP): pulled instead of uploaded. The token is sealed.
create table comparison.connection (
  county  integer not null,
  id      uuid not null,
  region  bigint not null,
  feed    text not null,
  url     text not null,
  format  text not null check (format in ('csv', 'json')),
  basis   text not null, purpose text not null,
  sealed  bytea,
  account_id uuid,
  at      timestamptz not null default clock_timestamp(),
  primary key (county, id),
  unique (county, feed)
);

call house.protect('comparison.batch', 'region', null, 'select, insert, update');
call house.protect('comparison.batch_event', 'region', null, 'select, insert');
call house.protect('comparison.record', 'region', null, 'select, insert, delete');
call house.protect('comparison.likeness', 'region', null, 'select, insert, delete');
call house.protect('comparison.rural_household', 'region', 'registered_household', 'select, insert, update, delete');
call house.protect('comparison.rural_person', 'region', null, 'select, insert, delete');
call house.protect('comparison.finding', 'region', 'household_id', 'select, insert, update');
call house.protect('comparison.finding_event', 'region', 'household_id', 'select, insert');
call house.protect('comparison.house_check', 'region', 'household_id', 'select, insert');
call house.protect('comparison.exception', 'region', 'household_id', 'select, insert');
call house.protect('comparison.proposal', 'region', 'household_id', 'select, insert, update');
call house.protect('comparison.connection', 'region', null, 'select, insert, update, delete');

insert into policy.parameter (code, region, valid_from, value, unit, source, sureness) values
  ('COMPARISON_VEHICLE_FEN', 0, '2014-01-01', 3000000, 'fen', '错评剔除规则：购置 3 万元以上消费型车辆（domain guide §2.5 X03）', 'verified'),
  ('COMPARISON_TRADER_CAPITAL_FEN', 0, '2014-01-01', 10000000, 'fen', '个体户规模线，各省自定（domain guide §2.5 X05）', 'unsure'),
  ('COMPARISON_FARM_MU', 0, '2014-01-01', 100, 'mu', '种植大户一般口径，各省自定（X06）', 'unsure'),
  ('COMPARISON_FARM_SALES_FEN', 0, '2014-01-01', 10000000, 'fen', '种养大户年销售线，各省自定（X06）', 'unsure'),
  ('COMPARISON_SPLIT_MONTHS', 0, '2014-01-01', 24, 'months', '分户拆户核查期（domain guide §4.6）', 'unsure'),
  ('COMPARISON_HOUSE_M2', 0, '2014-01-01', 50, 'm2', '广西 2015 评估规则：人均住房（X11）', 'unsure'),
  ('COMPARISON_DEPOSIT_FEN', 0, '2014-01-01', 3000000, 'fen', '金融资产核查线，各省自定（X14）', 'unsure'),
  ('COMPARISON_OLD_AGE', 0, '2014-01-01', 60, 'years', '老年人权益保障法 第二条', 'well known'),
  ('COMPARISON_DEATH_GRACE_MONTHS', 0, '2014-01-01', 1, 'months', '死亡次月起停发（domain guide §5.6, T22）', 'unsure'),
  ('COMPARISON_UNPAID_MONTHS', 0, '2014-01-01', 3, 'months', '应发未发核查期（diguan 设计值）', 'unsure'),
  ('COMPARISON_SCHOOL_FROM', 0, '2014-01-01', 6, 'years', '义务教育法 第十一条', 'well known'),
  ('COMPARISON_SCHOOL_TO', 0, '2014-01-01', 15, 'years', '义务教育法；domain guide §2.3', 'well known'),
  ('COMPARISON_OVERDUE_DAYS', 0, '2014-01-01', 30, 'days', '贷款逾期信号（domain guide §4.5）', 'unsure'),
  ('COMPARISON_INCOME_GAP_PERCENT', 0, '2014-01-01', 30, 'percent', '低报收入差异（domain guide §4.6）', 'unsure'),
  ('COMPARISON_INCOME_GAP_MIN_FEN', 0, '2014-01-01', 300000, 'fen', '小额差异不查（diguan 设计值）', 'unsure'),
  ('COMPARISON_OLD_HOUSE_KWH', 0, '2014-01-01', 30, 'kWh', '旧房用电（domain guide §4.6：用电量大于 0；留出漏电和存放农具的余量）', 'unsure'),
  ('COMPARISON_OUT_OF_POCKET_FEN', 0, '2014-01-01', 1000000, 'fen', '大额自付信号：12 个月合规自付 1 万元（domain guide §4.5）', 'unsure'),
  ('COMPARISON_SEVERE_LEVEL', 0, '2014-01-01', 2, 'grade', '重度残疾：一、二级（国发〔2015〕52号）', 'well known'),
  ('COMPARISON_MIGRANT_POCKET_FEN', 0, '2014-01-01', 300000, 'fen', '外出未申请户的自付医疗线（diguan 设计值）', 'unsure'),
  ('COMPARISON_DISASTER_FEN', 0, '2014-01-01', 500000, 'fen', '受灾损失 5000 元（domain guide §4.5）', 'unsure'),
  ('COMPARISON_CHECK_DAYS', 0, '2014-01-01', 10, 'days', '疑点核实 10–15 天（domain guide §2.5）', 'unsure'),
  ('COMPARISON_DECISION_DAYS', 0, '2014-01-01', 15, 'days', '疑点核实 10–15 天（domain guide §2.5）', 'unsure'),
  ('COMPARISON_OBJECTION_DAYS', 0, '2014-01-01', 30, 'days', '申诉 30 日（domain guide §2.6 REJECTED: appeal until +30d）', 'unsure'),
  ('COMPARISON_EXCEPTION_DAYS', 0, '2014-01-01', 365, 'days', '例外按年复核（diguan 设计值）', 'unsure'),
  ('COMPARISON_RETENTION_DAYS', 0, '2014-01-01', 180, 'days', '原始数据保留期（个人信息保护法第十九条：实现目的所必要的最短时间）', 'unsure'),
  ('COMPARISON_SEND_PERCENT', 0, '2014-01-01', 50, 'percent', '同一人概率下发线（diguan 设计值）', 'unsure');
