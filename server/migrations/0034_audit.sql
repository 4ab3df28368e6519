-- What members and keys did. A row is written before the deed, so that nothing is done without one; what became of it is a row of its own.
-- Nothing is ever changed here, and nothing younger than 29 days goes: not by a fault in the service either.
create table audit_log (
  workspace_id integer not null references workspaces (id),
  id uuid not null default gen_random_uuid(),
  at timestamptz not null default now(),
  action text not null,
  person_id uuid,
  key_id uuid,
  project_id integer,
  subject text,
  detail jsonb not null default '{}',
  address text,
  primary key (workspace_id, id)
);
create index audit_log_at on audit_log (workspace_id, at desc, id desc);

-- code: why it was refused; null where it was done. subject: what it made.
create table audit_outcomes (
  workspace_id integer not null,
  log_id uuid not null,
  at timestamptz not null default now(),
  code text,
  subject text,
  primary key (workspace_id, log_id),
  foreign key (workspace_id, log_id) references audit_log (workspace_id, id) on delete cascade
);

create function refuse_audit_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and old.at < now() - interval '29 days' then
    return old;
  end if;
  raise exception 'The audit log is only added to.' using errcode = 'insufficient_privilege';
end $$;
create trigger audit_log_stays before update or delete on audit_log for each row execute function refuse_audit_change();
create trigger audit_outcomes_stay before update or delete on audit_outcomes for each row execute function refuse_audit_change();
create function refuse_audit_truncate() returns trigger language plpgsql as $$
begin
  raise exception 'The audit log is only added to.' using errcode = 'insufficient_privilege';
end $$;
create trigger audit_log_whole before truncate on audit_log for each statement execute function refuse_audit_truncate();
create trigger audit_outcomes_whole before truncate on audit_outcomes for each statement execute function refuse_audit_truncate();
