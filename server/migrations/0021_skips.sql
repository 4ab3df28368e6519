-- Tasks that everybody skips.

-- How often a task was skipped since its last answer.
alter table tasks add column skips smallint not null default 0;
update tasks t set skips = least(n.count, 100)
from (
  select a.project_id, a.task_id, count(*) as count from skips s
  join assignments a on a.project_id = s.project_id and a.id = s.assignment_id group by 1, 2) n
where t.project_id = n.project_id and t.id = n.task_id and t.status = 'open' and t.answered = 0 and not t.gold;
create index tasks_skipped on tasks (project_id, id) where skips > 0;

-- After so many skips by different workers, with no answer in between, a task waits for a reviewer; null: never.
alter table projects add column skips_for_review smallint default 5 check (skips_for_review between 1 and 100);
