-- Results that an export has given and that are no more: whoever follows with a cursor is told.

-- One row a task. It says nothing while the task has a result again: the export looks at both.
create table withdrawn_results (
  project_id integer not null references projects on delete cascade,
  task_id    uuid not null,
  xid        xid8 not null default pg_current_xact_id(),
  primary key (project_id, task_id)
);
create index withdrawn_results_order on withdrawn_results (project_id, xid);

-- Seven statements take results away, and each would have to think of it. A project that is deleted takes its rows along.
create function note_withdrawn_result() returns trigger language plpgsql as $$
declare
  task uuid := case when tg_table_name = 'tasks' then to_jsonb(old) ->> 'id' else to_jsonb(old) ->> 'task_id' end;
begin
  insert into withdrawn_results (project_id, task_id)
  select old.project_id, task where exists (select from projects where id = old.project_id)
  on conflict (project_id, task_id) do update set xid = excluded.xid;
  return null;
end $$;

create trigger note_withdrawn after delete on results
  for each row when (not old.practice) execute function note_withdrawn_result();
create trigger note_practice after update of practice on results
  for each row when (new.practice and not old.practice) execute function note_withdrawn_result();
-- `completed_at` is when a result was final last: without it no export has given one.
create trigger note_review after update of status on tasks
  for each row when (new.status = 'needs_review' and old.status <> 'needs_review' and old.completed_at is not null)
  execute function note_withdrawn_result();
