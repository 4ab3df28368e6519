-- How many holds of a task have run out since its last answer. No index of its own: a task that everybody lets lapse stands in that of
-- those that everybody skips.
alter table tasks add column lapses smallint not null default 0;
drop index tasks_skipped;
create index tasks_skipped on tasks (project_id, id) where skips > 0 or lapses > 2;
