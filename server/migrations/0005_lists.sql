-- What lists of tasks are filtered and ordered by; see tasks/list.ts for what was measured.

create index results_confidence on results (project_id, confidence, task_id);
create index results_labels on results using gin (labels);
create index answers_by_worker on answers (project_id, worker_id, task_id);
-- A name may have 1000 characters of four bytes, which no index takes: its beginning is enough to find it by.
create index tasks_name on tasks (project_id, (left(lower(name), 60)) collate "C") where name is not null;
