-- What was deleted, and how far that is: work for a loop while it lasts, and all that an audit finds afterwards.
create table deletions (
  id uuid primary key default gen_random_uuid(),
  -- Null for a person, who belongs to no workspace.
  workspace_id integer references workspaces (id) on delete cascade,
  kind text not null check (kind in ('project', 'task', 'picture', 'person')),
  subject text not null,
  -- Who asked; null: an API key, or somebody who is gone.
  person_id uuid references people (id),
  tasks integer not null default 0,
  -- Persons: the projects whose events still have to be read, and where the reading stands.
  projects integer[] not null default '{}',
  event_id bigint not null default 0,
  requested_at timestamptz not null default now(),
  finished_at timestamptz,
  check ((kind = 'person') = (workspace_id is null))
);
create index deletions_workspace on deletions (workspace_id, requested_at, id);
create index deletions_unfinished on deletions (requested_at) where finished_at is null;

-- A project that is being deleted moves here. Every query is scoped by a workspace, so from that moment on nobody finds
-- it, and no query needs a condition for it. Nobody is ever a member of it.
insert into workspaces (id, title) overriding system value values (0, 'Projects that are being deleted');
alter table members add constraint nobody_is_in_workspace_0 check (workspace_id > 0);
alter table api_keys add constraint no_key_of_workspace_0 check (workspace_id > 0);

-- Answers keep pointing to the person, who is nobody any more.
alter table people add column deleted_at timestamptz;
alter table people add constraint deleted_is_nobody
  check (deleted_at is null or (name = '' and email is null and password_hash is null and languages = '{}'));

-- The rows of a task's assignments are found when the task goes. `assignments_once` leaves out those that ended without
-- an answer, and a foreign key's look-up cannot use a partial index: it read every assignment of the project.
create index assignments_task on assignments (project_id, task_id);
