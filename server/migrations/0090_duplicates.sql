-- 查重: records that are probably one person or one household (issue: 「side-by-side adjudication of possible duplicates with reasons and
-- undo. Never an automatic verdict」; papers 000 §2.1, 001 §2.1). A pair across counties stands in each of the two, for its own people.
create table comparison.duplicate_pair (
  county        integer not null,
  id            uuid not null,                -- made from both members: the same two records are the same pair
  region        bigint not null,              -- village of the record of this county
  household_id  uuid not null,
  member_id     uuid not null,
  other_county  integer not null,
  other_region  bigint not null,
  other_household uuid not null,
  other_member  uuid not null,
  year          smallint not null,            -- snapshot that was compared
  kind          text not null check (kind in ('sameNumber', 'nearNumber', 'sameNameBirth', 'likely')),
  weight        double precision not null,    -- bits, prior included
  probability   double precision not null,
  evidence      jsonb not null,               -- [{field, level, weight, left, right, leftMarks, rightMarks}]: secrets masked, marks = places that differ
  shared        integer not null default 1,   -- pairs between the same two households: several = probably one household
  state         text not null default 'open' check (state in ('open', 'same', 'different', 'visit', 'gone')),
  found_at      timestamptz not null default clock_timestamp(),
  seen_at       timestamptz not null default clock_timestamp(),
  version       integer not null default 1,
  primary key (county, id)
);
comment on table comparison.duplicate_pair is '疑点，不是结论: people decide, nothing is merged';
create index duplicate_pair_list on comparison.duplicate_pair (county, state, probability desc, id);
create index duplicate_pair_region on comparison.duplicate_pair (region, state);
create index duplicate_pair_household on comparison.duplicate_pair (county, household_id);
call house.protect('comparison.duplicate_pair', 'region', 'household_id', 'select, insert, update');

-- What was decided, by whom and why; an undo is a decision too. Append-only.
create table comparison.duplicate_decision (
  county     integer not null,
  id         bigint generated always as identity,
  pair_id    uuid not null,
  region     bigint not null,
  household_id uuid not null,
  key        uuid not null,                   -- made by the page: the same press of a key decides once
  act        text not null check (act in ('same', 'different', 'visit', 'undo', 'gone', 'back')),   -- gone, back: the platform, on a new search
  was        text not null,                   -- state before
  reason     text not null check (length(reason) >= 4),
  account_id uuid, by_name text, by_role text,   -- null: the platform
  at         timestamptz not null default clock_timestamp(),
  primary key (county, id),
  unique (county, key),
  foreign key (county, pair_id) references comparison.duplicate_pair (county, id)
);
create index duplicate_decision_by_pair on comparison.duplicate_decision (county, pair_id, id);
call house.append_only('comparison.duplicate_decision');
call house.protect('comparison.duplicate_decision', 'region', 'household_id', 'select, insert');

-- 「same person」 asks the registry to put it right: a task beside the household, settled when the two records are no longer both there.
create table comparison.duplicate_task (
  county     integer not null,
  pair_id    uuid not null,
  region     bigint not null,
  household_id uuid not null,
  state      text not null check (state in ('open', 'settled', 'withdrawn')),
  raised_at  timestamptz not null default clock_timestamp(),
  changed_at timestamptz not null default clock_timestamp(),
  primary key (county, pair_id),
  foreign key (county, pair_id) references comparison.duplicate_pair (county, id)
);
create index duplicate_task_by_household on comparison.duplicate_task (county, household_id) where state = 'open';
call house.protect('comparison.duplicate_task', 'region', 'household_id', 'select, insert, update');

-- Searches: when, over how many, how long. Append-only.
create table comparison.duplicate_run (
  county   integer not null,
  id       bigint generated always as identity,
  region   bigint not null,
  year     smallint not null,
  persons  integer not null,
  pairs    integer not null,
  fresh    integer not null,
  gone     integer not null,
  least    double precision not null,
  ended_at timestamptz not null default clock_timestamp(),
  account_id uuid,
  primary key (county, id)
);
create index duplicate_run_by_county on comparison.duplicate_run (county, id desc);
call house.append_only('comparison.duplicate_run');
call house.protect('comparison.duplicate_run', 'region', null, 'select, insert');

insert into policy.parameter (code, region, valid_from, value, unit, source, sureness) values
  ('DUPLICATE_LEAST_PERCENT', 0, '2014-01-01', 20, 'percent', '本平台默认值：同一人概率低于此线的不列出', 'unsure');
