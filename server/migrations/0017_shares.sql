-- What each server tells the others once a second: who holds or uses how much of what is bounded over all of them. Losing it
-- in a crash harms nobody: it is told again.
create unlogged table shares_in_use (
  server uuid not null,
  name   text not null,
  used   double precision not null,
  at     timestamptz not null default now(),
  primary key (server, name)
);
create index shares_in_use_name on shares_in_use (name);
