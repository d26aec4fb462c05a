-- Data quality (domain guide §4.7, issue: 「a worklist by village with states」). What the rules found, who settles it by when,
-- and what was decided. The sentence of a finding is not stored: it comes from the catalogue and the details in `args`.
create schema quality;
grant usage on schema quality to diguan_app, diguan_system;

create table quality.finding (
  county       integer not null,
  id           uuid not null,               -- made from household, member, year, rule, field: the same fault is the same finding
  region       bigint not null,             -- village
  household_id uuid,                        -- null: about the village record or the whole village
  member_id    uuid,
  year         smallint not null,
  rule         text not null,
  severity     text not null check (severity in ('E', 'W', 'R')),
  field        text,
  args         jsonb not null default '{}',
  over_area    boolean not null default false,   -- found by comparing households; a check of one household neither finds nor clears it
  state        text not null default 'found' check (state in ('found', 'assigned', 'returned', 'corrected', 'explained', 'verified')),
  outcome      text check (outcome in ('corrected', 'explained')),   -- what a verified finding was settled by
  assigned_to  uuid,                        -- post; its name and role as they were, readable also to those below it
  assigned_name text, assigned_role text,
  deadline     date not null,               -- China date
  found_at     timestamptz not null default clock_timestamp(),
  batch_id     uuid,                        -- import that brought it
  settled_by   uuid,                        -- account that corrected or explained; may not verify. null = the platform, on a new check
  version      integer not null default 1,
  primary key (county, id),
  check ((state = 'verified') <= (outcome is not null))
);
comment on table quality.finding is '疑点，不是结论: a suspicion to be settled by people';
create index finding_by_household on quality.finding (county, household_id, year);
-- The worklist walks one state at a time in the order of the deadline.
create index finding_by_deadline on quality.finding (county, year, state, deadline, region, id);
create index finding_by_village on quality.finding (region, year, rule) where state in ('found', 'assigned', 'returned');
create index finding_by_assignee on quality.finding (assigned_to, deadline) where assigned_to is not null;

-- found (first, by the row itself) → assigned → corrected or explained → verified; returned, reopened. Append-only.
create table quality.finding_event (
  county     integer not null,
  id         bigint generated always as identity,
  finding_id uuid not null,
  region     bigint not null,
  household_id uuid,
  at         timestamptz not null default clock_timestamp(),
  act        text not null check (act in ('assigned', 'corrected', 'explained', 'verified', 'returned', 'reopened', 'excepted')),
  account_id uuid,                          -- null: the platform, on a new check
  by_name    text, by_role text,            -- as they were then
  note       text,
  evidence   uuid,                          -- attachment of the household
  detail     jsonb not null default '{}',   -- assignee, deadline, validity
  primary key (county, id),
  foreign key (county, finding_id) references quality.finding (county, id)
);
create index finding_event_by_finding on quality.finding_event (county, finding_id, id);
call house.append_only('quality.finding_event');

-- Exceptions: a rule that may be broken here, with evidence and an end (some rules change their date every year). Append-only;
-- the latest row of a rule and person counts, and `valid_until` in the past ends it.
create table quality.exception (
  county       integer not null,
  id           uuid not null,
  region       bigint not null,
  household_id uuid not null,
  member_id    uuid,
  rule         text not null,
  field        text,
  reason       text not null check (length(reason) >= 4),
  evidence     uuid,
  valid_until  date not null,
  finding_id   uuid not null,
  explained_by uuid,
  verified_by  uuid,
  at           timestamptz not null default clock_timestamp(),
  primary key (county, id),
  foreign key (county, finding_id) references quality.finding (county, id),
  check (explained_by is distinct from verified_by)
);
create index exception_by_household on quality.exception (county, household_id, rule);
call house.append_only('quality.exception');

-- Counts by village, rule and state, kept with every change: overviews read rows and never count findings.
create table quality.tally (
  county   integer not null,
  region   bigint not null,
  year     smallint not null,
  rule     text not null,
  state    text not null,
  severity text not null,
  n        integer not null,
  primary key (county, region, year, rule, state)
);
create index tally_by_year on quality.tally (year, region) include (rule, state, severity, n);

-- Checks of whole areas: when, by whom, how long; the page tells how old its figures are.
create table quality.check_run (
  county     integer not null,
  id         bigint generated always as identity,
  region     bigint not null,
  year       smallint not null,
  households integer not null,
  persons    integer not null,
  findings   integer not null,
  ended_at   timestamptz not null default clock_timestamp(),
  account_id uuid,
  primary key (county, id)
);
create index check_run_by_region on quality.check_run (county, region, ended_at desc);
call house.append_only('quality.check_run');

-- Fields that the files of a county and year did not have at all: told once, not once per household. Written by the platform.
create table quality.not_collected (
  county  integer not null,
  year    smallint not null,
  fields  text[] not null,
  at      timestamptz not null default clock_timestamp(),
  primary key (county, year)
);
alter table quality.not_collected enable row level security;
alter table quality.not_collected force row level security;
-- known to everybody who works in the county, also in one village of it
create policy by_county on quality.not_collected for select to diguan_app
  using (county >= (select current_setting('app.lo')::bigint / 1000000) and county <= (select current_setting('app.hi')::bigint / 1000000));
create policy by_system on quality.not_collected to diguan_system using (true) with check (true);
grant select on quality.not_collected to diguan_app, diguan_system;
grant insert, update on quality.not_collected to diguan_system;

call house.protect('quality.finding', 'region', 'household_id', 'select, insert, update');
call house.protect('quality.finding_event', 'region', 'household_id', 'select, insert');
call house.protect('quality.exception', 'region', 'household_id', 'select, insert');
call house.protect('quality.tally', 'region', null, 'select, insert, update');
call house.protect('quality.check_run', 'region', null, 'select, insert');
