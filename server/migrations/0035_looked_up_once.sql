-- Each row that came in looked its task up, and its version of the form: 12 and 6 us of some 90 a text. What the two foreign keys held is
-- looked up once a statement now, by triggers that refuse the same.
alter table items drop constraint items_project_id_task_id_fkey;
alter table tasks drop constraint tasks_project_id_version_fkey;

create function items_have_tasks() returns trigger language plpgsql as $$
begin
  -- One by one: a plan that was made while the tables were small reads all tasks of the project otherwise.
  if exists (
    select from made m where (select true from tasks t where t.project_id = m.project_id and t.id = m.task_id) is null
  ) then
    raise foreign_key_violation using message = 'An item has no task.';
  end if;
  return null;
end $$;

create trigger items_have_tasks after insert on items referencing new table as made
  for each statement execute function items_have_tasks();

-- Whoever deletes tasks takes their items and words along.
drop trigger forget_words on tasks;
drop function forget_words();

create function forget_parts() returns trigger language plpgsql as $$
begin
  delete from items i using gone where i.project_id = gone.project_id and i.task_id = gone.id;
  delete from task_words w using gone where w.project_id = gone.project_id and w.task_id = gone.id;
  return null;
end $$;

create trigger forget_parts after delete on tasks referencing old table as gone
  for each statement execute function forget_parts();

-- Locks the versions, so that none goes while the tasks are not committed.
create function tasks_have_forms() returns trigger language plpgsql as $$
begin
  if exists (
    select from (select distinct project_id, version from made) m
    where not exists (
      select from project_versions v where v.project_id = m.project_id and v.version = m.version for key share)
  ) then
    raise foreign_key_violation using message = 'A task has no form.';
  end if;
  return null;
end $$;

create trigger tasks_have_forms after insert on tasks referencing new table as made
  for each statement execute function tasks_have_forms();

create function task_has_form() returns trigger language plpgsql as $$
begin
  perform from project_versions v where v.project_id = new.project_id and v.version = new.version for key share;
  if not found then
    raise foreign_key_violation using message = 'A task has no form.';
  end if;
  return null;
end $$;

create trigger task_has_form after update of version on tasks for each row
  when (new.version <> old.version) execute function task_has_form();

-- Once the row is locked: whoever makes tasks of it has committed, or waits.
create function forms_of_tasks_stay() returns trigger language plpgsql as $$
begin
  if exists (select from tasks t where t.project_id = old.project_id and t.version = old.version) then
    raise foreign_key_violation using message = 'Tasks are asked in this form.';
  end if;
  return old;
end $$;

create trigger forms_of_tasks_stay before delete on project_versions
  for each row execute function forms_of_tasks_stay();
