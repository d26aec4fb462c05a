-- History of village records: who changed what, when, from which source. Append-only, like that of households.
create table registry.village_change (
  county     integer not null,
  id         bigint generated always as identity,
  village    bigint not null,
  year       smallint not null,
  region     bigint not null,
  at         timestamptz not null default clock_timestamp(),
  account_id uuid,
  by_name    text,
  by_role    text,
  source     smallint not null,
  patch      jsonb not null,               -- {field: [before, after]}
  reason     text,
  primary key (county, id),
  check (region = village)
);
create index village_change_by_village on registry.village_change (county, village, id);
call house.append_only('registry.village_change');
call house.protect('registry.village_change', 'region', null, 'select, insert');
