-- Overlap that follows the confidence, and results that say how they came about.

alter table projects
  add column max_answers integer,
  add column confidence double precision not null default 0.95;
update projects set max_answers = min_answers;
alter table projects
  alter column max_answers set not null,
  alter column confidence drop default,
  add check (max_answers between min_answers and 100),
  add check (confidence > 0.5 and confidence < 1);

-- Who follows the answers of a project (the models of its crowd) reads them in the order (transaction, task, worker) and
-- only below the oldest running transaction, as readers of events do.
alter table answers
  add column xid xid8 not null default pg_current_xact_id(),
  drop constraint answers_state_check,
  add check (state in ('counted', 'late', 'reverted', 'withdrawn', 'too_fast'));
create index answers_order on answers (project_id, xid, task_id, worker_id);

-- `confidence` is the lowest of all fields of all items; `labels` are "field=value" of all short values, for lists that
-- are filtered by them. A corrected result is a reviewer's: no refit touches it.
alter table results
  add column confidence double precision,
  add column labels text[] not null default '{}',
  add column method text not null default 'majority',
  add column provenance jsonb,
  add column corrected_at timestamptz,
  add column updated_at timestamptz not null default now(),
  add check (method in ('majority', 'model', 'reviewer', 'gold'));
update results r set confidence = (
  select min((field.value ->> 'confidence')::float8)
  from jsonb_array_elements(r.fields) as item (fields) cross join lateral jsonb_each(item.fields) as field (name, value));
update results set confidence = 1 where confidence is null;
alter table results alter column confidence set not null;
