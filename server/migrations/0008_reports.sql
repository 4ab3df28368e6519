-- What went wrong with one attempt, for the owner of the endpoint: what happened, why, and what to do next. It names what
-- was known at that moment (the host, the port), so it is kept and not worked out from `failure` afterwards.
alter table delivery_attempts add column explanation text;

-- A requester is done with a report of a worker: they answered it, mended the task, or decided that nothing is wrong.
alter table reports
  add column settled_at timestamptz,
  add column settled_by uuid references people on delete set null;
-- The number at the project's navigation, and the list that it leads to.
create index reports_unsettled on reports (project_id, created_at, assignment_id) where settled_at is null;

-- How many values of a worker's counted answers say what the results say, of those that could be compared; counted by each
-- refit, which looks at every answer and every result anyway. See results/agreement.ts.
create table worker_agreement (
  project_id integer not null references crowds on delete cascade,
  worker_id  uuid not null references people on delete cascade,
  agreed     integer not null check (agreed between 0 and compared),
  compared   integer not null check (compared > 0),
  counted_at timestamptz not null default now(),
  primary key (project_id, worker_id)
);
