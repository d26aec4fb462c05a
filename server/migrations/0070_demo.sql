-- Planted truths of the synthetic county (domain guide §11.6; paper 001 §3.4: precision is measured against a truth). They lie in
-- a schema of their own that neither the application nor the platform's own work can read: only the evaluation's role may.
-- In an installation with real data the table stays empty.
do $$ begin
  if not exists (select from pg_roles where rolname = 'diguan_evaluation') then create role diguan_evaluation nologin nosuperuser nocreatedb nocreaterole nobypassrls; end if;
exception when duplicate_object or unique_violation then null; end $$;
do $$ begin execute format('grant diguan_evaluation to %I', current_user); exception when others then null; end $$;

create schema demo;
grant usage on schema demo to diguan_system, diguan_evaluation;

create table demo.truth (
  county        integer not null,
  id            bigint generated always as identity,
  region        bigint not null,               -- village
  year          smallint not null,
  kind          text not null,                 -- household | duplicateId | deadActive | cadreRelative | sharedAccount | doubleClaim | fault
  status        text not null,                 -- of the household: correct | wrongInclusion | missed | ghost | falseExit
  household_id  uuid,                          -- null: missed, never registered
  member_id     uuid,
  household_code text not null,
  person_code   text not null,
  name          text not null,                 -- invented, as everything here
  cert_no       text not null,
  registered    boolean not null,
  poor          boolean not null,              -- truly poor at the end of the year
  per_head_yuan integer not null,              -- true net income per head
  rule          text not null,                 -- rule that should find it
  field         text not null, was text not null, shown text not null,
  detail        text not null,
  primary key (county, id)
);
create index truth_by_household on demo.truth (county, household_id) where household_id is not null;
call house.append_only('demo.truth');
alter table demo.truth enable row level security;
alter table demo.truth force row level security;
create policy by_evaluation on demo.truth for select to diguan_evaluation using (true);
create policy planted on demo.truth for insert to diguan_system with check (true);
grant select on demo.truth to diguan_evaluation;
grant insert on demo.truth to diguan_system;

-- Which parts of the demonstration have been laid out, so that a start that was interrupted goes on where it stopped.
create table demo.step (name text primary key, at timestamptz not null default now());
grant select, insert on demo.step to diguan_system;
