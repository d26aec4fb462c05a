-- Accounts, posts, sessions (domain guide §10.1–10.3; reliability guide §4.3). A person signs in to one account and acts under
-- one post at a time. The application role may read who has which post in its own area; secrets of signing in (hash, second
-- factor, sessions) are readable by the platform itself alone.
create schema access;
grant usage on schema access to diguan_app, diguan_system;

create table access.account (
  id            uuid primary key,
  sign_in_name  text not null unique check (sign_in_name <> ''),   -- NFKC, lower case
  display_name  text not null check (display_name <> ''),
  region        bigint not null,            -- the place whose security administrator keeps the account; 0 = nation
  password_hash text not null,              -- argon2id, PHC string
  state         text not null default 'active' check (state in ('active', 'suspended')),
  must_change   boolean not null default false,        -- a one-time password was handed out
  sessions_from timestamptz not null default '-infinity',  -- sessions begun before this instant are over
  totp_sealed   bytea,                      -- secret in force, sealed to "access.account|<id>"
  totp_pending  bytea,                      -- secret shown but not yet confirmed
  totp_step     bigint,                     -- last 30 s step that was used: each code works once
  demonstration_password text,              -- shown on the sign-in page of a demonstration instance; null for real accounts
  created_at    timestamptz not null default now(),
  created_by    uuid
);
create index account_by_region on access.account (region, sign_in_name);

-- One row for an account that holds, or ever held, an administrator post. The foreign key of access.post makes a second kind of
-- administrator impossible for the same account, now or later: who set the rules never audits them (三员分立).
create table access.administrator (
  account_id uuid primary key references access.account (id),
  role       text not null check (role in ('systemAdmin', 'securityAdmin', 'auditAdmin')),
  unique (account_id, role)
);

create table access.post (
  id              uuid primary key,
  account_id      uuid not null references access.account (id),
  role            text not null,
  region          bigint not null,          -- the post's area is the range below this code; 0 = nation
  organisation_id uuid,
  valid_from      date not null,
  valid_to        date,                     -- last day, China date; null = until ended
  ended_at        timestamptz,              -- ended at once, whatever valid_to says
  administrator   text generated always as (case when role in ('systemAdmin', 'securityAdmin', 'auditAdmin') then role end) stored,
  created_at      timestamptz not null default now(),
  created_by      uuid,
  check (valid_to is null or valid_to >= valid_from),
  foreign key (account_id, administrator) references access.administrator (account_id, role)
);
create index post_by_account on access.post (account_id);
create index post_by_region on access.post (region, role);

-- Helpers and households see only the households named here, whatever the region of their post.
create table access.post_household (
  post_id      uuid not null references access.post (id),
  household_id uuid not null,
  region       bigint not null,             -- of the post, for row level security
  primary key (post_id, household_id)
);

create table access.session (
  token_hash  bytea primary key,            -- SHA-256 of the 256-bit token in the cookie
  id          uuid not null unique,         -- how the owner names it in order to end it
  account_id  uuid not null references access.account (id),
  post_id     uuid not null references access.post (id),
  two_factors boolean not null,
  user_agent  text not null default '',
  address     text not null default '',
  created_at  timestamptz not null,
  seen_at     timestamptz not null
);
create index session_by_account on access.session (account_id, seen_at desc);
create index session_by_age on access.session (created_at);

-- A sign-in between its steps, and a passkey ceremony between question and answer.
create table access.step (
  token_hash bytea primary key,
  account_id uuid references access.account (id),      -- null: a passkey will tell
  purpose    text not null check (purpose in ('secondFactor', 'passkeySignIn', 'passkeyAdd')),
  challenge  text,
  tries      smallint not null default 0,
  expires_at timestamptz not null
);
create index step_by_expiry on access.step (expires_at);

create table access.passkey (
  id         text primary key,              -- credential id, base64url
  account_id uuid not null references access.account (id),
  public_key bytea not null,
  counter    bigint not null,
  transports text[] not null default '{}',
  name       text not null,
  created_at timestamptz not null,
  used_at    timestamptz
);
create index passkey_by_account on access.passkey (account_id);

create table access.recovery_code (
  account_id uuid not null references access.account (id),
  code_idx   bytea not null,                -- HMAC of the code
  used_at    timestamptz,
  primary key (account_id, code_idx)
);

-- Failed sign-ins by name and by network address, known or not: an unknown name is locked exactly like a known one.
create table access.failure (
  key          bytea primary key,           -- HMAC of "name|…" or "address|…": people type passwords into the name field
  failed       integer not null,
  last_at      timestamptz not null,
  locked_until timestamptz
);

-- Looks at masked fields, counted for the limit per person and hour; what was looked at and why stands in audit.entry.
create table access.reveal (
  account_id uuid not null,
  at         timestamptz not null default clock_timestamp(),
  id         bigint generated always as identity,
  primary key (account_id, at, id)
);
call house.append_only('access.reveal');
grant select, insert on access.reveal to diguan_app, diguan_system;

call house.protect('access.post', 'region', null, 'select, insert, update');
call house.protect('access.post_household', 'region', null, 'select, insert, delete');
grant select, insert on access.administrator to diguan_app, diguan_system;

-- Accounts: row level security like any other table, but the secrets can be written and never read by the application role.
alter table access.account enable row level security;
alter table access.account force row level security;
create policy by_region on access.account to diguan_app
  using (region >= (select current_setting('app.lo')::bigint) and region <= (select current_setting('app.hi')::bigint) and (select current_setting('app.own')) = '')
  with check (region >= (select current_setting('app.lo')::bigint) and region <= (select current_setting('app.hi')::bigint) and (select current_setting('app.own')) = '');
create policy by_system on access.account to diguan_system using (true) with check (true);
grant select (id, sign_in_name, display_name, region, state, must_change, created_at) on access.account to diguan_app;
grant insert (id, sign_in_name, display_name, region, password_hash, must_change, created_by) on access.account to diguan_app;
grant update (display_name, region, password_hash, state, must_change, sessions_from) on access.account to diguan_app;
grant select, insert, update on access.account to diguan_system;
grant select, insert, update, delete on access.session, access.step, access.passkey, access.recovery_code, access.failure to diguan_system;

-- The audit trail too is read by area: an auditor sees the entries of the assigned places. Everybody writes.
alter table audit.entry enable row level security;
alter table audit.entry force row level security;
create policy by_system on audit.entry to diguan_system using (true) with check (true);
create policy write_own on audit.entry for insert to diguan_app with check (true);
create policy read_region on audit.entry for select to diguan_app
  using (coalesce(region, 0) >= (select current_setting('app.lo')::bigint) and coalesce(region, 0) <= (select current_setting('app.hi')::bigint) and (select current_setting('app.own')) = '');
create index entry_by_region on audit.entry (region, id desc);

-- Who must sign in with a second factor (GB/T 22239-2019 level 3, §8.1.4.1 d): 1 = yes. Ignored on a demonstration instance.
insert into policy.parameter (code, region, valid_from, value, unit, source, sureness)
select 'SECOND_FACTOR.' || role, 0, '2019-12-01', needed, 'flag', 'GB/T 22239-2019 8.1.4.1 d', 'default'
  from (values ('villageWorker', 0), ('teamMember', 0), ('helper', 0), ('townOfficer', 0), ('countyOfficer', 1), ('countyFinance', 1), ('departmentOfficer', 1),
               ('cityOverseer', 1), ('provinceOverseer', 1), ('auditor', 1), ('bank', 0), ('enterprise', 0), ('socialOrganisation', 0), ('household', 0),
               ('systemAdmin', 1), ('securityAdmin', 1), ('auditAdmin', 1)) as per (role, needed);
