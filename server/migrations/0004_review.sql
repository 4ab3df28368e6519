-- Asking again about a task, and a reviewer's word on it.

-- What a person asked for: no overlap, however it moves, wants fewer answers than this.
alter table tasks add column least_answers integer not null default 0;

-- `before` is the result as the answers made it (null: there was none), with the task's status of that time: what comes
-- back when the correction is undone. A correction that replaces another takes it over.
create table corrections (
  project_id integer not null,
  task_id uuid not null,
  id bigint generated always as identity,
  result jsonb not null,
  comment text not null,
  -- Null: by an API key, or by somebody who is no longer here.
  person_id uuid references people (id) on delete set null,
  before jsonb,
  status_before text not null,
  completed_before timestamptz,
  created_at timestamptz not null default now(),
  -- Undone, or replaced by another.
  ended_at timestamptz,
  primary key (project_id, task_id, id),
  foreign key (project_id, task_id) references tasks (project_id, id) on delete cascade
);
create unique index corrections_live on corrections (project_id, task_id) where ended_at is null;

-- The events of one task: as a uuid, 16 bytes an entry instead of 37.
create index events_task on events (project_id, ((data ->> 'task_id')::uuid), id) where data ? 'task_id';
