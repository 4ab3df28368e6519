-- Figures of a project: how often each value came out, how sure the results are, how far the votes agree. Counted along
-- the way, since reading a million results takes too long to be done whenever somebody looks; see results/fold-changes.ts.

-- Mean share of the votes that are for the result, over its fields and items; null below two answers or without votes.
-- The votes of a checkbox field are ticks: each option is a question of its own. Not in SQL: a function in SQL with the same
-- three loops, called for one row, took eight times as long.
create function agreement_of(fields jsonb, answers integer) returns double precision
language plpgsql immutable parallel safe as $$
declare
  result   jsonb;
  vote     jsonb;
  share    double precision;
  shares   double precision := 0;
  counted  integer := 0;
begin
  if answers < 2 then return null; end if;
  for result in select each.value from jsonb_array_elements(fields) item, jsonb_each(item) each loop
    continue when coalesce(jsonb_array_length(result -> 'votes'), 0) = 0;
    share := 0;
    for n in 0 .. jsonb_array_length(result -> 'votes') - 1 loop
      vote := result -> 'votes' -> n;
      if jsonb_typeof(result -> 'value') = 'array' then
        share := share + case when (result -> 'value') @> (vote -> 'value') then (vote ->> 'count')::float8
                              else answers - (vote ->> 'count')::float8 end / jsonb_array_length(result -> 'votes');
      elsif vote -> 'value' = result -> 'value' then
        share := share + (vote ->> 'count')::float8;
      end if;
    end loop;
    shares := shares + share / answers;
    counted := counted + 1;
  end loop;
  return shares / nullif(counted, 0);
end $$;

-- The known answer of a practice task is no label of the project: it counts nowhere.
alter table results add column practice boolean not null default false;

-- What a write to `results` changed in the figures: one row for what is new (sign 1), one for what is gone (sign -1).
-- Only ever added here, so that workers who finish tasks at the same time do not wait for one counter.
create table result_changes (
  project_id integer not null,
  id         bigint generated always as identity,
  sign       smallint not null,
  -- As in `results`.
  labels     text[] not null,
  confidence double precision not null,
  agreement  double precision,
  primary key (project_id, id)
);

-- 0.15 ms of processor time for a new result at most, 0.1 ms for a changed one. What leaves the figures as they are, such as
-- a confidence that moves within its band, is not noted.
create function note_result_change() returns trigger language plpgsql as $$
declare
  edges  constant double precision[] := array[0.5, 0.7, 0.9];
  gone   constant boolean := tg_op <> 'INSERT' and not old.practice;
  is_new constant boolean := tg_op <> 'DELETE' and not new.practice;
  before double precision;
  now_is double precision;
begin
  if gone then before := agreement_of(old.fields, old.answers); end if;
  if is_new then now_is := agreement_of(new.fields, new.answers); end if;
  if gone and is_new then
    if old.labels = new.labels and before is not distinct from now_is
        and width_bucket(old.confidence, edges) = width_bucket(new.confidence, edges) then
      return null;
    end if;
  end if;
  if gone then
    insert into result_changes (project_id, sign, labels, confidence, agreement)
    values (old.project_id, -1, old.labels, old.confidence, before);
  end if;
  if is_new then
    insert into result_changes (project_id, sign, labels, confidence, agreement)
    values (new.project_id, 1, new.labels, new.confidence, now_is);
  end if;
  return null;
end $$;

-- `agreement` is the sum over the `agreement_tasks` that have one. `bands` counts tasks by their confidence: below 0.5, 0.7
-- and 0.9, and the rest.
create table result_totals (
  project_id      integer primary key references projects on delete cascade,
  tasks           integer not null default 0,
  bands           integer[] not null default '{0,0,0,0}',
  agreement       double precision not null default 0,
  agreement_tasks integer not null default 0
);

-- How many tasks got a value; the value '' stands for all tasks with any value in the field.
create table result_labels (
  project_id integer not null references result_totals on delete cascade,
  field      text not null,
  value      text not null,
  tasks      integer not null,
  primary key (project_id, field, value)
);

-- What is there already: nobody writes meanwhile, the lock of the trigger comes first. 920,000 results of three
-- fields took 26 s of processor time, once.
create trigger note_change after insert or update or delete on results
  for each row execute function note_result_change();
insert into result_totals (project_id, tasks, bands, agreement, agreement_tasks)
select project_id, count(*), array[count(*) filter (where band = 0), count(*) filter (where band = 1),
         count(*) filter (where band = 2), count(*) filter (where band = 3)],
       coalesce(sum(agreement), 0), count(agreement)
from (select project_id, width_bucket(confidence, array[0.5, 0.7, 0.9]::float8[]) as band,
             agreement_of(fields, answers) as agreement from results) r
group by project_id;
insert into result_labels (project_id, field, value, tasks)
select project_id, field, value, count(*)
from (
  select r.project_id, split_part(l.named, '=', 1) as field, substr(l.named, strpos(l.named, '=') + 1) as value
  from results r, unnest(r.labels) label, lateral (select substr(label, strpos(label, ':') + 1) as named) l
  union all
  select r.project_id, f.field, ''
  from results r, lateral (select distinct split_part(substr(label, strpos(label, ':') + 1), '=', 1) as field
                           from unnest(r.labels) label) f) v
group by project_id, field, value;
