-- Eligibility rules of provinces and counties (issue 3 item 3): texts in versions that are never changed, what happened to each
-- version, and what a version would do to real households before anybody may put it into force.
create table policy.rule_set (
  id         uuid primary key,
  region     bigint not null,                  -- whose rule it is; applies to every household inside
  purpose    text not null check (purpose in ('identification', 'exit', 'monitoring', 'measure')),
  name_zh    text not null check (length(name_zh) >= 2),
  name_en    text not null,
  created_by uuid, by_name text not null,      -- null: laid out by the platform
  created_at timestamptz not null default clock_timestamp()
);
create index rule_set_by_region on policy.rule_set (region, purpose);

-- A text as it was saved. A change is a new version.
create table policy.rule_version (
  set_id     uuid not null references policy.rule_set (id),
  version    integer not null check (version >= 1),
  key        uuid not null unique,             -- made by the client: the same save twice is one version
  region     bigint not null,
  text       text not null check (length(text) between 1 and 20000),
  source     text not null check (length(source) >= 4),   -- what the rule stands on: law, document number
  note       text not null default '',         -- what was changed and why
  written_by uuid, by_name text not null,
  written_at timestamptz not null default clock_timestamp(),
  primary key (set_id, version)
);

-- What a version would do, asked of every household of a place and year. `parameters` are the rows that were in force, frozen.
create table policy.rule_run (
  id          uuid primary key,
  set_id      uuid not null, version integer not null,
  against     integer,                         -- the version in force that it was compared with; null = none
  region      bigint not null,
  lo bigint not null, hi bigint not null,      -- part of the region that the asker may see
  year        smallint not null,
  on_date     date not null,                   -- day whose parameters count
  facts       text[] not null,                 -- names of the values kept with each outcome, in their order
  parameters  jsonb not null,
  condition   text not null,                   -- SQL that was asked, for readers who want it
  state       text not null default 'running' check (state in ('running', 'done', 'failed', 'cancelled')),
  households  integer not null,                -- to be judged
  judged      integer not null default 0,
  cursor_region bigint not null default 0, cursor_household uuid not null default '00000000-0000-0000-0000-000000000000',
  totals      jsonb not null,
  seconds     double precision,
  error       text,
  started_by  uuid, by_name text not null,
  started_at  timestamptz not null default clock_timestamp(),
  beat_at     timestamptz not null default clock_timestamp(),   -- a run whose process died is taken up again
  finished_at timestamptz,
  foreign key (set_id, version) references policy.rule_version (set_id, version)
);
create index rule_run_by_version on policy.rule_run (set_id, version, started_at desc);
create index rule_run_open on policy.rule_run (beat_at) where state = 'running';

-- Counts of a run by village: what the version says, what the version in force says, what the register says.
create table policy.rule_count (
  run_id     uuid not null,
  region     bigint not null,                  -- village
  after      smallint not null,                -- 1 met, 0 not met, 2 cannot be decided
  before     smallint not null,                -- the same for the version in force; 3 = there is none
  registered smallint not null,                -- 1 has the status that the purpose is about, 0 has not, 3 = the purpose has none
  households integer not null,
  primary key (run_id, region, after, before, registered)
);

-- The verdict on every household with the values that it rests on, from which the sentences are told.
create table policy.outcome (
  county       integer not null,
  run_id       uuid not null,
  household_id uuid not null,
  region       bigint not null,
  after smallint not null, before smallint not null, registered smallint not null,
  changed      boolean not null,               -- differs from the version in force, or from the register
  facts        bigint[] not null,              -- in the order of rule_run.facts: fen, codes, counts, 0/1, hundredths; null = not recorded
  primary key (county, run_id, region, household_id)   -- in the order in which it is written and paged
);
create index outcome_changed on policy.outcome (run_id, region, household_id) where changed;

create table policy.rule_event (
  set_id     uuid not null, version integer not null,
  id         bigint generated always as identity primary key,
  region     bigint not null,
  act        text not null check (act in ('drafted', 'simulated', 'submitted', 'approved', 'returned', 'retired')),
  run_id     uuid references policy.rule_run (id),
  active_from date,                            -- of approved: first day in force; of retired: first day on which it no longer is
  note       text not null default '',
  account_id uuid, by_name text not null,
  at         timestamptz not null default clock_timestamp(),
  foreign key (set_id, version) references policy.rule_version (set_id, version),
  check ((act in ('approved', 'retired')) = (active_from is not null)),
  check ((act = 'simulated') <= (run_id is not null))
);
create index rule_event_by_version on policy.rule_event (set_id, version, id);
call house.append_only('policy.rule_set');
call house.append_only('policy.rule_version');
call house.append_only('policy.rule_event');

-- Rules are law: everybody reads them, whoever's they are; they are written inside the writer's own area.
create procedure policy.protect_law(target regclass) language plpgsql as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format('create policy read_all on %s for select to diguan_app using (true)', target);
  execute format('create policy write_own on %s for insert to diguan_app with check (region >= (select current_setting(''app.lo'')::bigint) and region <= (select current_setting(''app.hi'')::bigint))', target);
  execute format('create policy by_system on %s to diguan_system using (true) with check (true)', target);
  execute format('grant select, insert on %s to diguan_app, diguan_system', target);
end $$;
call policy.protect_law('policy.rule_set');
call policy.protect_law('policy.rule_version');
call policy.protect_law('policy.rule_event');
call house.protect('policy.rule_run', 'region', null, 'select, insert, update');
call house.protect('policy.rule_count', 'region', null, 'select, insert, delete');
call house.protect('policy.outcome', 'region', 'household_id', 'select, insert, delete');
