-- Tasks follow the newest form of their project while people work.

-- The form that a hold was given with; null: that of its task. A task may take a newer form while somebody holds it.
alter table assignments add column version integer;
alter table training_answers add column version integer;

-- An answer that the newer form of its task does not take: kept, not counted. Whoever gave it is asked again.
alter table assignments
  drop constraint assignments_state_check,
  add constraint assignments_state_check
    check (state in ('active', 'submitted', 'skipped', 'expired', 'released', 'late', 'withdrawn', 'outdated'));
create table outdated_answers (
  project_id    integer not null,
  assignment_id uuid not null,
  task_id       uuid not null,
  worker_id     uuid not null references people,
  version       integer not null,
  "values"      jsonb not null,
  seconds       real not null,
  submitted_at  timestamptz not null,
  outdated_at   timestamptz not null default now(),
  primary key (project_id, assignment_id),
  foreign key (project_id, task_id) references tasks on delete cascade
);
create index outdated_answers_task on outdated_answers (project_id, task_id);

-- Where the tasks of a project are on their way to its newest form (projects/follow-form.ts); null: nowhere.
-- {apply_to, phase, from, since}
alter table projects add column following jsonb;
create index projects_following on projects (id) where following is not null;
