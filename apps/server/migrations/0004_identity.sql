create table accounts (
  id uuid primary key,
  username text not null,
  name text not null,
  phone_enc text,
  phone_hash text,
  password_hash text,
  must_change_password boolean not null default true,
  -- Issuer and subject of the single sign-on account, once linked.
  oidc_subject text unique,
  -- preferred_username an administrator allows to be linked at its first single sign-on; gone after it.
  oidc_username text unique,
  disabled_at timestamptz,
  demo boolean not null default false,
  created_at timestamptz not null default now()
);
comment on table accounts is 'reference';
-- Names that differ by capitals only would be taken for each other.
create unique index accounts_username on accounts (lower(username));

-- Valid from valid_from until the day before valid_to: who ends today holds nothing today.
create table appointments (
  id uuid primary key,
  account uuid not null references accounts (id),
  unit text collate "C" not null,
  role text not null check (role in ('microGridHead', 'partTimeGridWorker', 'gridWorker', 'gridHead', 'gridGuide', 'communitySecretary', 'postHolder', 'dispatcher', 'dutyOfficer', 'commander', 'districtCentre', 'department', 'liaison', 'supervisor', 'deputy', 'cityOperator', 'auditor', 'sysAdmin')),
  post text,
  department text,
  holder text check (holder in ('A', 'B', 'substitute')),
  valid_from date not null,
  valid_to date,
  created_at timestamptz not null default now(),
  check (valid_to is null or valid_to >= valid_from),
  check ((role = 'postHolder') = (post is not null)),
  check (role <> 'department' or department is not null)
);
comment on table appointments is 'reference';
create index appointments_account on appointments (account);
create index appointments_unit on appointments (unit, role);
create index appointments_post on appointments (unit, post) where post is not null;

-- Only the SHA-256 of the cookie is kept: a stolen table opens no session.
create table sessions (
  token_hash text primary key,
  account uuid not null references accounts (id),
  csrf_token text not null,
  created_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  expires_at timestamptz not null,
  origin text not null default 'password' check (origin in ('password', 'oidc', 'demo'))
);
comment on table sessions is 'reference';
create index sessions_account on sessions (account);

-- Buckets are keyed fingerprints of user name and address: no typed name and no address is kept.
create table sign_in_attempts (
  bucket text primary key,
  failures integer not null,
  until timestamptz not null
);
comment on table sign_in_attempts is 'local';

create table oidc_flows (
  state text primary key,
  verifier text not null,
  nonce text not null,
  return_to text not null,
  expires_at timestamptz not null
);
comment on table oidc_flows is 'local';

grant select, insert, update on accounts, appointments to gezhi_app;
grant select, insert, update, delete on sessions, sign_in_attempts, oidc_flows to gezhi_app;
