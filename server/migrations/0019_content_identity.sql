-- One picture is one task, by whatever way it comes in. The first task of each content is in a unique index; those that
-- their senders keep apart on purpose are `repeated`. Duplicates of before are taken for such. Rows that do not come by
-- intake have no content to compare.
alter table tasks add column repeated boolean not null default false;
update tasks t set repeated = true
from (select project_id, id, row_number() over (partition by project_id, content_hash order by id) as place from tasks) d
where d.project_id = t.project_id and d.id = t.id and d.place > 1;
alter table tasks alter column repeated set default true;
create unique index tasks_content on tasks (project_id, content_hash) where not repeated;

-- Names that came later for a task that was there: `before/x.jpg` and `after/x.jpg` with the same bytes.
alter table tasks add column also text[];

-- What a task is found by, folded (tasks/words.ts). A table of its own: a task's row is written anew at each take and
-- submit, and every index on it with it.
drop index tasks_name;
create table task_words (
  project_id integer not null,
  task_id    uuid not null,
  words      text not null,
  primary key (project_id, task_id),
  foreign key (project_id, task_id) references tasks on delete cascade
);
insert into task_words (project_id, task_id, words)
select t.project_id, t.id,
       lower(normalize(concat(e'\n', t.name || e'\n',
         (select string_agg(v.value || e'\n', '' order by i.item, v.key)
          from items i cross join lateral jsonb_each_text(i."values") v
          where i.project_id = t.project_id and i.task_id = t.id and v.value !~ '^asset:[0-9a-f]{64}$')), nfkc))
from tasks t;

-- Makes the search quick in a large project; without it the words of the project are read through (0.1 s for 40,000 tasks).
-- A database of one's own may lack the extension, or not allow it.
do $$
begin
  create extension if not exists pg_trgm;
  create index task_words_parts on task_words using gin (words gin_trgm_ops);
exception when others then
  raise notice 'pg_trgm is not to be had (%): searches will read all names of a project', sqlerrm;
end $$;
