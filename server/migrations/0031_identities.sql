-- Signing in with an OpenID Connect provider. A person is who the provider says by issuer and subject; never by an e-mail address.
create table identities (
  issuer       text not null,
  subject      text not null,
  person_id    uuid not null references people on delete cascade,
  created_at   timestamptz not null default now(),
  last_used_at timestamptz not null default now(),
  primary key (issuer, subject),
  -- An address that is given to somebody new must not bring them into the account of who had it before.
  unique (person_id, issuer)
);

-- Begun at a provider and not come back from it. Only hashes: what an attempt is made of lies in the browser.
create table sign_ins (
  state_hash   bytea primary key,
  browser_hash bytea not null,
  next         text not null,
  expires_at   timestamptz not null
);

-- Sessions that began at a provider. The token is sent back to it at sign-out, so that it knows which session is meant, and opens nothing.
create table provider_sessions (
  session_id uuid primary key references sessions on delete cascade,
  issuer     text not null,
  id_token   text not null,
  ends_at    timestamptz not null
);
create index provider_sessions_end on provider_sessions (ends_at);
