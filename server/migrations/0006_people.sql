-- Workers take answers back, change them, look at what they did, and report what is wrong with a task.

-- Grows when a counted answer is taken back or changed. A submit works the result out from answers that it has read
-- before: by `answered` alone it would not notice that one of them is another one now.
alter table tasks add column answer_changes integer not null default 0;

-- A worker's own answers, newest first, and their figures.
create index answers_worker on answers (project_id, worker_id, submitted_at);

create table reports (
  project_id integer not null,
  assignment_id uuid not null,
  task_id uuid not null,
  reason text not null,
  comment text not null,
  created_at timestamptz not null default now(),
  -- One report a hold.
  primary key (project_id, assignment_id),
  foreign key (project_id, assignment_id) references assignments (project_id, id) on delete cascade
);
create index reports_latest on reports (project_id, created_at, assignment_id);
create index reports_task on reports (project_id, task_id);
