-- What went wrong with one attempt, for the owner of the endpoint: what happened, why, and what to do next. It names what
-- was known at that moment (the host, the port), so it is kept and not worked out from `failure` afterwards.
alter table delivery_attempts add column explanation text;

-- A requester is done with a report of a worker: they answered it, mended the task, or decided that nothing is wrong.
alter table reports
  add column settled_at timestamptz,
  add column settled_by uuid references people on delete set null;
-- The number at the project's navigation, and the list that it leads to.
create index reports_unsettled on reports (project_id, created_at, assignment_id) where settled_at is null;
