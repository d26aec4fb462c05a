-- Public procedures (识别、退出、返贫、清退、监测程序; issue 3 item 6, paper 000 §2.2, paper 001 §2.3). A case is a list of events that is
-- only ever appended to; the row of the case itself repeats what the list says (next step, due day), so that boards and task lists are
-- answered from an index. The order of events is the lock: two officers cannot both write event n of a case.
create schema procedure;
grant usage on schema procedure to diguan_app, diguan_system;

-- A province's or county's version of a procedure, as data; dated, nearest region wins, never changed afterwards.
create table procedure.definition (
  id         text not null,
  region     bigint not null default 0,
  version    integer not null,
  valid_from date not null,
  valid_to   date,
  purpose    text not null,
  body       jsonb not null,               -- core/src/procedure/definition.ts
  source     text not null,
  sureness   text not null default 'unsure',
  account_id uuid,
  by_name    text,
  at         timestamptz not null default clock_timestamp(),
  primary key (id, region, version)
);
call house.append_only('procedure.definition');
alter table procedure.definition enable row level security;
alter table procedure.definition force row level security;
create policy by_anybody on procedure.definition for select to diguan_app using (true);
create policy by_own_region on procedure.definition for insert to diguan_app
  with check (region >= (select current_setting('app.lo')::bigint) and region <= (select current_setting('app.hi')::bigint) and (select current_setting('app.own')) = '');
create policy by_system on procedure.definition to diguan_system using (true) with check (true);
grant select, insert on procedure.definition to diguan_app, diguan_system;

-- One number after the other, per county and year.
create table procedure.counter (
  county integer not null,
  region bigint not null,
  year   smallint not null,
  last   integer not null,
  primary key (county, year)
);
alter table procedure.counter enable row level security;
alter table procedure.counter force row level security;
create policy by_county on procedure.counter to diguan_app
  using (county >= (select current_setting('app.lo')::bigint / 1000000) and county <= (select current_setting('app.hi')::bigint / 1000000))
  with check (county >= (select current_setting('app.lo')::bigint / 1000000) and county <= (select current_setting('app.hi')::bigint / 1000000));
create policy by_system on procedure.counter to diguan_system using (true) with check (true);
grant select, insert, update on procedure.counter to diguan_app, diguan_system;

create table procedure.case_file (
  county       integer not null,
  id           uuid not null,
  region       bigint not null,             -- village of the household, the village, or the county itself
  subject      text not null check (subject in ('household', 'village', 'county')),
  household_id uuid,
  number       text not null,               -- 案号: county, year, running number
  purpose      text not null,
  definition_id text not null, definition_region bigint not null, definition_version integer not null,   -- a case keeps the version it began with
  terms        jsonb not null,              -- and the numbers in force on that day
  opened_on    date not null,               -- China date
  name         text not null,               -- head of household, or the place
  group_name   text,
  members      smallint,
  exit_state   smallint,                    -- of the household when the case was opened: where it returns to when the case is refused
  detail       jsonb not null default '{}', -- category and risks of monitoring, clue, proposal of the comparison centre, cause found at the survey
  about        uuid,                        -- the case that an appeal is about
  -- read off the events
  status       text not null default 'open' check (status in ('open', 'finished', 'rejected', 'withdrawn')),
  next_step    text, next_roles text[] not null default '{}', since date not null, due_on date,
  notice_id    uuid, notice_from date, notice_to date,
  objections   smallint not null default 0, suspicions smallint not null default 0,
  over_on      date, over_reason text,
  version      integer not null default 0,  -- number of events
  account_id   uuid, by_name text,
  created_at   timestamptz not null default clock_timestamp(),
  updated_at   timestamptz not null default clock_timestamp(),
  primary key (county, id),
  unique (county, number),
  check (region / 1000000 = county),
  check ((status = 'open') = (next_step is not null))
);
-- one procedure at a time about one household; an appeal may run beside
create unique index case_file_open on procedure.case_file (county, household_id) where status = 'open' and purpose <> 'appeal' and household_id is not null;
create index case_file_board on procedure.case_file (region, status, purpose, next_step);
create index case_file_due on procedure.case_file (due_on, region, id) where status = 'open';
create index case_file_household on procedure.case_file (county, household_id, opened_on);
create index case_file_about on procedure.case_file (county, about) where about is not null;

-- One meeting decides about many households: its minutes and sign-in sheet are kept once, the votes with each household's event.
create table procedure.sitting (
  county     integer not null,
  id         uuid not null,
  region     bigint not null,
  step       text not null,
  held_on    date not null,
  place      text not null,
  entitled   integer not null check (entitled > 0),
  present    text[] not null,
  minutes    text not null,
  account_id uuid, by_name text,
  at         timestamptz not null default clock_timestamp(),
  primary key (county, id)
);
call house.append_only('procedure.sitting');

-- Photos, scans, recordings: of a village or a whole county, before there is a household on file; content as in registry.attachment.
create table procedure.evidence (
  county     integer not null,
  id         uuid not null,
  region     bigint not null,
  kind       text not null,
  name       text not null,
  media_type text not null,
  bytes      bigint not null,
  sha256     bytea not null,
  taken_on   date,
  account_id uuid, by_name text,
  at         timestamptz not null default clock_timestamp(),
  primary key (county, id)
);
create index evidence_by_region on procedure.evidence (region, at);
call house.append_only('procedure.evidence');

create table procedure.notice (
  county     integer not null,
  id         uuid not null,
  region     bigint not null,
  token      text not null,                -- in the public address; random, says nothing about whom it concerns
  purpose    text not null, step text not null, title text not null,
  from_on    date not null, to_on date not null,
  place      text not null,
  account_id uuid, by_name text,
  at         timestamptz not null default clock_timestamp(),
  primary key (county, id),
  unique (county, token),
  check (to_on >= from_on)
);
create index notice_by_region on procedure.notice (region, to_on);
call house.append_only('procedure.notice');

-- What is shown: a copy of the allowed fields, made when the notice was posted.
create table procedure.notice_item (
  county       integer not null,
  notice_id    uuid not null,
  case_id      uuid not null,
  region       bigint not null,
  household_id uuid,
  ordinal      integer not null,
  item         jsonb not null,             -- core/src/procedure/notice.ts publicItem, nothing else
  primary key (county, notice_id, case_id),
  foreign key (county, notice_id) references procedure.notice (county, id),
  foreign key (county, case_id) references procedure.case_file (county, id)
);
call house.append_only('procedure.notice_item');

create table procedure.event (
  county       integer not null,
  case_id      uuid not null,
  ordinal      integer not null,           -- 1, 2, 3 …
  region       bigint not null,
  household_id uuid,
  on_date      date not null,              -- China date of the act
  at           timestamptz not null default clock_timestamp(),
  act          text not null,
  step         text not null,
  body         jsonb not null,             -- the act as core/src/procedure/history.ts has it
  evidence     uuid[] not null default '{}',
  sitting_id   uuid, notice_id uuid,
  account_id   uuid, by_name text, by_role text,
  primary key (county, case_id, ordinal),
  foreign key (county, case_id) references procedure.case_file (county, id)
);
call house.append_only('procedure.event');

create table procedure.objection (
  county       integer not null,
  id           uuid not null,
  region       bigint not null,
  case_id      uuid not null,
  notice_id    uuid,
  household_id uuid,
  reference    text not null,              -- told to the person, to ask for the answer later
  on_date      date not null, due_on date not null,
  source       text not null check (source in ('public', 'staff', 'household')),
  text         text not null check (length(text) <= 2000),
  sealed       bytea,                      -- {contact}; optional, bound to "procedure.objection|<id>"
  address_idx  bytea,                      -- blind index of the caller's address and the hour, for the limit; says nothing afterwards
  account_id   uuid, by_name text,
  at           timestamptz not null,
  primary key (county, id),
  unique (county, reference),
  foreign key (county, case_id) references procedure.case_file (county, id)
);
create index objection_by_case on procedure.objection (county, case_id);
create index objection_by_address on procedure.objection (county, address_idx) where address_idx is not null;
call house.append_only('procedure.objection');

create table procedure.objection_answer (
  county       integer not null,
  objection_id uuid not null,
  region       bigint not null,
  case_id      uuid not null,
  household_id uuid,
  on_date      date not null,
  upheld       boolean not null,
  answer       text not null,
  account_id   uuid, by_name text,
  at           timestamptz not null default clock_timestamp(),
  primary key (county, objection_id),
  foreign key (county, objection_id) references procedure.objection (county, id)
);
call house.append_only('procedure.objection_answer');

-- What a decision did, with what it stood on that day (退出档案: income, guarantees, evidence). Never changed.
create table procedure.effect (
  county       integer not null,
  case_id      uuid not null,
  ordinal      integer not null,           -- event that caused it
  region       bigint not null,
  household_id uuid,
  kind         text not null,
  on_date      date not null,
  detail       jsonb not null default '{}',
  primary key (county, case_id, ordinal),
  foreign key (county, case_id) references procedure.case_file (county, id)
);
create index effect_by_household on procedure.effect (county, household_id, kind, on_date);
call house.append_only('procedure.effect');

call house.protect('procedure.case_file', 'region', 'household_id', 'select, insert, update');
call house.protect('procedure.sitting', 'region', null, 'select, insert');
call house.protect('procedure.evidence', 'region', null, 'select, insert');
call house.protect('procedure.notice', 'region', null, 'select, insert');
call house.protect('procedure.notice_item', 'region', 'household_id', 'select, insert');
call house.protect('procedure.event', 'region', 'household_id', 'select, insert');
call house.protect('procedure.objection', 'region', 'household_id', 'select, insert');
call house.protect('procedure.objection_answer', 'region', 'household_id', 'select, insert');
call house.protect('procedure.effect', 'region', 'household_id', 'select, insert');
