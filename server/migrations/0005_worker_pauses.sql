-- A worker who gets no tasks of a project for now, and what they are told about it.
alter table project_workers
  add column paused_at timestamptz,
  add column paused_reason text,
  add check ((paused_at is null) = (paused_reason is null));
