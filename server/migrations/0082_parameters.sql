-- Policy parameters as people keep them (issue 3 item 3; domain guide, golden rule): a new value is a new dated row for one place,
-- proposed by one person and approved by a second one. policy.parameter itself stays append-only (0001) and is never overwritten.
create table policy.parameter_proposal (
  id          uuid primary key,                  -- made by the client before sending: the same proposal twice is one
  code        text not null,                     -- core/src/policy/parameters.ts
  region      bigint not null,                   -- 0 = whole nation
  valid_from  date not null,
  valid_to    date check (valid_to >= valid_from),
  value       bigint not null,
  unit        text not null,
  source      text not null check (length(source) >= 4),
  sureness    text not null check (sureness in ('verified', 'well known', 'unsure', 'default')),
  reason      text not null check (length(reason) >= 4),
  accepted    text[] not null,                   -- overlaps with rows of this place that the proposer saw and accepted: cut, yields, resumes
  proposed_by uuid not null, by_name text not null,
  proposed_at timestamptz not null default clock_timestamp()
);
create index parameter_proposal_by_code on policy.parameter_proposal (code, region, proposed_at desc);

create table policy.parameter_decision (
  proposal_id uuid primary key references policy.parameter_proposal (id),
  region      bigint not null,
  approved    boolean not null,
  note        text not null default '',
  decided_by  uuid not null, by_name text not null,
  decided_at  timestamptz not null default clock_timestamp()
);
call house.append_only('policy.parameter_proposal');
call house.append_only('policy.parameter_decision');

-- Proposals of one's own area, and those for the whole nation; who may make which is decided by the service.
create procedure policy.protect(target regclass, verbs text) language plpgsql as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format('create policy by_region on %s to diguan_app using (region = 0 or (region >= (select current_setting(''app.lo'')::bigint) and region <= (select current_setting(''app.hi'')::bigint))) with check (region = 0 or (region >= (select current_setting(''app.lo'')::bigint) and region <= (select current_setting(''app.hi'')::bigint)))', target);
  execute format('create policy by_system on %s to diguan_system using (true) with check (true)', target);
  execute format('grant %s on %s to diguan_app, diguan_system', verbs, target);
end $$;
call policy.protect('policy.parameter_proposal', 'select, insert');
call policy.protect('policy.parameter_decision', 'select');
grant insert on policy.parameter_decision to diguan_system;

-- The one way by which people bring a row into policy.parameter: an open proposal inside the caller's area, approved by somebody else.
create function policy.decide_parameter(asked uuid, approve boolean, by_account uuid, by_person text, why text) returns void
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare p policy.parameter_proposal;
begin
  select * into p from policy.parameter_proposal where id = asked;
  if p.id is null or (p.region <> 0 and (p.region < registry.caller_lo() or p.region > registry.caller_hi())) or registry.caller_own() is not null then
    raise exception 'this proposal is not inside the area' using errcode = 'insufficient_privilege';
  end if;
  if p.proposed_by = by_account then raise exception 'a second person decides' using errcode = 'insufficient_privilege'; end if;
  insert into policy.parameter_decision (proposal_id, region, approved, note, decided_by, by_name) values (p.id, p.region, approve, why, by_account, by_person);
  if approve then
    insert into policy.parameter (code, region, valid_from, valid_to, value, unit, source, sureness) values (p.code, p.region, p.valid_from, p.valid_to, p.value, p.unit, p.source, p.sureness);
  end if;
end $$;
revoke execute on function policy.decide_parameter(uuid, boolean, uuid, text, text) from public;
grant execute on function policy.decide_parameter(uuid, boolean, uuid, text, text) to diguan_app, diguan_system;
grant create on schema policy to diguan_system;
alter function policy.decide_parameter(uuid, boolean, uuid, text, text) owner to diguan_system;
revoke create on schema policy from diguan_system;

-- Numbers of the identification, exit and monitoring rules that no other capability keeps (domain guide §2.3, §2.5, §4.2, §4.5).
insert into policy.parameter (code, region, valid_from, value, unit, source, sureness) values
  ('DROPOUTS_ALLOWED', 0, '2014-01-01', 0, 'persons', '义务教育有保障：无适龄儿童失学辍学（domain guide §2.3）', 'well known'),
  ('UNINSURED_ALLOWED', 0, '2014-01-01', 0, 'persons', '基本医疗有保障：全员参加基本医保（domain guide §2.3）', 'well known'),
  ('EXIT_MARGIN', 0, '2014-01-01', 100, 'percent', '关于建立贫困退出机制的意见（2016）：人均纯收入稳定超过国家扶贫标准；“稳定”的幅度由省定（domain guide §4.2）', 'unsure'),
  ('MONITOR_ILL_LIMIT', 0, '2020-01-01', 1, 'persons', '大额医疗支出、新增重病信号（domain guide §4.5）', 'unsure'),
  ('MONITOR_DEPENDENCY', 0, '2020-01-01', 300, 'percent', '劳动力负担信号：每名劳动力供养人数（平台设计值，domain guide §4.5）', 'default');
