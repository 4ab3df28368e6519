-- What comes in goes on a list first, and into the index of its parts many rows at a time: 16 us a row instead of 32 (20,000 short
-- texts, batches of 200). A search reads the list as well; housekeeping of the database empties it. Without pg_trgm there is none.
alter index if exists task_words_parts set (gin_pending_list_limit = 16384);

-- Words are written by the statement that makes their task, so a look at the task for each row proved nothing. Whoever deletes tasks
-- takes their words along, a statement at a time.
alter table task_words drop constraint task_words_project_id_task_id_fkey;

create function forget_words() returns trigger language plpgsql as $$
begin
  delete from task_words w using gone where w.project_id = gone.project_id and w.task_id = gone.id;
  return null;
end $$;

create trigger forget_words after delete on tasks referencing old table as gone
  for each statement execute function forget_words();
