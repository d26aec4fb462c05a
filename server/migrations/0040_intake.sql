-- Import (issue 2 item 6): batches that can be previewed, resumed after a crash and taken back as one act. The rows of a file
-- are never kept in the database: the upload lies sealed in the data directory, and what is found in it holds no whole number.
create schema intake;
grant usage on schema intake to diguan_app, diguan_system;

create table intake.batch (
  id           uuid primary key,
  region       bigint not null,              -- area of the importer's post; 0 = the whole country (command line)
  scope_hi     bigint not null,              -- last code of that area
  account_id   uuid,
  post_id      uuid,
  by_name      text,
  by_role      text,
  file_name    text not null,
  file_sha256  bytea not null,               -- name of the upload
  file_bytes   bigint not null,
  state        text not null check (state in ('uploaded', 'reading', 'previewed', 'committing', 'committed', 'cancelled', 'failed', 'undoing', 'undone')),
  options      jsonb not null default '{}',  -- year, county, create regions
  mapping      jsonb not null default '{}',  -- corrections: {sheet name: {kind, headings: {heading: target}}}
  report       jsonb not null default '{}',  -- what was understood: sheets, places, counts by rule
  places       jsonb,                        -- resolved places, fixed when committing begins, so that a resumed commit files rows alike
  phase        text not null default '',
  rows_done    integer not null default 0,
  rows_total   integer not null default 0,
  counts       jsonb not null default '{}',  -- rows, persons, households, created, updated, unchanged, rejected
  problem      jsonb,
  cancel       boolean not null default false,
  sealed       bytea not null,               -- key of the upload, bound to this batch
  created_at   timestamptz not null default clock_timestamp(),
  started_at   timestamptz,
  finished_at  timestamptz
);
create index batch_by_time on intake.batch (region, created_at desc);
create index batch_by_file on intake.batch (file_sha256, state);
-- a restart looks for what was interrupted
create index batch_running on intake.batch (state) where state in ('reading', 'committing', 'undoing');

-- A chunk of households: written in the transaction that took them, it is the checkpoint (a resumed import skips the chunks that
-- are here). Its findings are one compressed document: a faulty file of a county has some 300,000 of them.
create table intake.chunk (
  batch_id uuid not null references intake.batch (id) on delete cascade,
  region   bigint not null,
  ordinal  integer not null,                 -- 0 = the file itself and its rows, then one per chunk of households
  counts   jsonb not null,                   -- rows, persons, households, created, updated, unchanged, rejected
  findings jsonb not null,                   -- [[sheet, row, column, rule, severity, args], …]
  primary key (batch_id, ordinal)
);

-- Corrected mappings, found again by the headings of the next file.
create table intake.mapping (
  region    bigint not null,
  signature bytea not null,                  -- sha-256 of the sheet's headings
  kind      text not null,
  headings  jsonb not null,                  -- {heading: target}
  account_id uuid,
  at        timestamptz not null default clock_timestamp(),
  primary key (region, signature)
);

call house.protect('intake.batch', 'region', null, 'select, insert, update');
call house.protect('intake.chunk', 'region', null, 'select');
call house.protect('intake.mapping', 'region', null, 'select, insert, update');
grant insert, update, delete on intake.chunk to diguan_system;
grant delete on intake.batch to diguan_system;

-- Village documents as they were before a batch, so that undo restores them too (households have registry.change).
create table intake.village_before (
  batch_id uuid not null,
  region   bigint not null,
  county   integer not null,
  year     smallint not null,
  before   jsonb,                            -- null: there was none
  primary key (county, batch_id, region, year)
);
call house.protect('intake.village_before', 'region', null, 'select');
grant insert, delete on intake.village_before to diguan_system;
grant delete on registry.village_year to diguan_system;
