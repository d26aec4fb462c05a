-- The house: roles, and the one way in which tables are protected.
-- diguan_app answers people (row level security by region range); diguan_system does cross-region work of the platform itself
-- (jobs, command line). Neither owns tables. Roles belong to the whole server: other databases of it may have made them.
do $$ begin
  if not exists (select from pg_roles where rolname = 'diguan_app') then create role diguan_app login nosuperuser nocreatedb nocreaterole nobypassrls; end if;
exception when duplicate_object or unique_violation then null; end $$;
do $$ begin
  if not exists (select from pg_roles where rolname = 'diguan_system') then create role diguan_system nologin nosuperuser nocreatedb nocreaterole nobypassrls; end if;
exception when duplicate_object or unique_violation then null; end $$;
do $$ begin execute format('grant diguan_app, diguan_system to %I', current_user); exception when others then null; end $$;

create extension if not exists pg_trgm;

create schema house;
grant usage on schema house to diguan_app, diguan_system;

-- Refuses what appends-only tables never do.
create function house.refuse() returns trigger language plpgsql as $$
begin raise exception '% is append-only: % refused', tg_table_schema || '.' || tg_table_name, lower(tg_op) using errcode = 'insufficient_privilege'; end $$;

create procedure house.append_only(target regclass) language plpgsql as $$
begin
  execute format('create trigger append_only before update or delete on %s for each row execute function house.refuse()', target);
  execute format('create trigger append_only_truncate before truncate on %s for each statement execute function house.refuse()', target);
end $$;

-- Asked by /healthz: plpgsql itself must work, and the number of migrations is told.
create function house.alive() returns integer language plpgsql stable security definer set search_path = pg_catalog as $$
begin return (select count(*)::int from public.migration); end $$;

-- Row level security of a table whose rows lie in a region: inside the post's range and, for people who see only their own
-- households (helpers, households), among those. A missing setting is an error: it fails closed.
create procedure house.protect(target regclass, region_column text default 'region', household_column text default null, verbs text default 'select, insert, update, delete')
language plpgsql as $$
declare inside text;
begin
  inside := format('%1$I >= (select current_setting(''app.lo'')::bigint) and %1$I <= (select current_setting(''app.hi'')::bigint) and ', region_column)
    || case when household_column is null then '(select current_setting(''app.own'')) = '''''
            else format('((select current_setting(''app.own'')) = '''' or %I = any (string_to_array((select current_setting(''app.own'')), '','')::uuid[]))', household_column) end;
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format('create policy by_region on %s to diguan_app using (%s) with check (%s)', target, inside, inside);
  execute format('create policy by_system on %s to diguan_system using (true) with check (true)', target);
  execute format('grant %s on %s to diguan_app, diguan_system', verbs, target);
end $$;

-- Everything anybody did, and every look at a masked field: written in the same transaction as the act itself.
create schema audit;
grant usage on schema audit to diguan_app, diguan_system;
create table audit.entry (
  id         bigint generated always as identity primary key,
  at         timestamptz not null default clock_timestamp(),
  account_id uuid,
  post_id    uuid,
  role       text,
  action     text not null,
  resource   text not null,
  region     bigint,            -- where the thing lies; null for things of no place
  target     text,              -- what it was done to, e.g. household id
  purpose    text,              -- the reason given for a reveal or an export
  detail     jsonb not null default '{}',
  address    text               -- network address of the caller
);
create index entry_by_time on audit.entry (at desc, id desc);
create index entry_by_target on audit.entry (target, id desc);
create index entry_by_account on audit.entry (account_id, id desc);
call house.append_only('audit.entry');
grant insert, select on audit.entry to diguan_app, diguan_system;

-- Numbers fixed by policy: dated, region-scoped, sourced; never constants in code. Append-only: a new value is a new row.
create schema policy;
grant usage on schema policy to diguan_app, diguan_system;
create table policy.parameter (
  code       text not null,
  region     bigint not null default 0,   -- 0 = whole nation; the nearest ancestor of a place wins
  valid_from date not null,
  valid_to   date,
  value      bigint not null,             -- in `unit`; money in fen
  unit       text not null,
  source     text not null,
  sureness   text not null default 'unsure',
  primary key (code, region, valid_from)
);
call house.append_only('policy.parameter');
grant select on policy.parameter to diguan_app, diguan_system;
grant insert on policy.parameter to diguan_system;
-- National working line 2800 yuan (2014) x 1.06^n as provinces commonly set it; domain guide §2.1.
insert into policy.parameter (code, region, valid_from, valid_to, value, unit, source, sureness) values
  ('POVERTY_LINE', 0, '2011-01-01', '2011-12-31', 253600, 'fen/person/year', '国家统计局现行农村贫困标准 2011', 'verified'),
  ('POVERTY_LINE', 0, '2012-01-01', '2012-12-31', 262500, 'fen/person/year', '国家统计局现行农村贫困标准 2012', 'verified'),
  ('POVERTY_LINE', 0, '2013-01-01', '2013-12-31', 273600, 'fen/person/year', '国家统计局现行农村贫困标准 2013', 'verified'),
  ('POVERTY_LINE', 0, '2014-01-01', '2014-12-31', 280000, 'fen/person/year', '国家统计局现行农村贫困标准 2014', 'verified'),
  ('POVERTY_LINE', 0, '2015-01-01', '2015-12-31', 296800, 'fen/person/year', '省级常用工作线 2800×1.06', 'unsure'),
  ('POVERTY_LINE', 0, '2016-01-01', '2016-12-31', 314600, 'fen/person/year', '省级常用工作线 2800×1.06²', 'unsure'),
  ('POVERTY_LINE', 0, '2017-01-01', '2017-12-31', 333500, 'fen/person/year', '省级常用工作线 2800×1.06³', 'unsure'),
  ('POVERTY_LINE', 0, '2018-01-01', '2018-12-31', 353500, 'fen/person/year', '省级常用工作线 2800×1.06⁴', 'unsure'),
  ('POVERTY_LINE', 0, '2019-01-01', '2019-12-31', 374700, 'fen/person/year', '省级常用工作线 2019', 'well known'),
  ('POVERTY_LINE', 0, '2020-01-01', null,         400000, 'fen/person/year', '省级常用工作线 2020', 'well known'),
  ('MONITOR_LINE', 0, '2020-01-01', '2020-12-31', 500000, 'fen/person/year', '国开发〔2020〕6号（国家扶贫标准1.5倍左右）', 'well known'),
  ('MONITOR_LINE', 0, '2021-01-01', null,         600000, 'fen/person/year', '2021 年起步线 6000 元，各省逐年上调', 'unsure');
