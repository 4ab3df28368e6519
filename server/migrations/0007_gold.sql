-- Gold: tasks whose right answer is known, mixed in unseen to measure workers.

-- Lane 2 is gold that waits to be mixed in; what a worker gave back stands in lane 1 like any other task. A gold task is
-- completed (its result is known) and still has places, `wanted` of them: as many as an ordinary task has answers, so
-- that it is not seen more often than one.
alter table tasks
  add column gold boolean not null default false,
  drop constraint tasks_lane_check,
  add constraint tasks_lane_check check (lane in (0, 1, 2)),
  add check (lane < 2 or gold),
  add check (not gold or status = 'completed');
drop index tasks_queue;
create index tasks_queue on tasks (project_id, lane, queue_xid, position)
  where (status = 'open' or gold) and answered + active < wanted;
-- What has been begun first; see assignments/take.ts.
create index tasks_gold on tasks (project_id, (answered + active), id)
  where lane = 2 and answered + active < wanted;

create table gold (
  project_id integer not null,
  task_id    uuid not null,
  -- One object an item, like an answer.
  answer     jsonb not null,
  source     text not null check (source in ('api', 'dashboard', 'csv', 'promoted', 'review')),
  created_at timestamptz not null default now(),
  -- Shown as often as it may be.
  retired_at timestamptz,
  primary key (project_id, task_id),
  foreign key (project_id, task_id) references tasks on delete cascade
);

-- What a worker's answer to a gold task was worth. A fact each, no counters: gold that turns out to be wrong takes its
-- scores with it, and nobody's skill has to be worked out backwards.
create table gold_scores (
  project_id integer not null,
  task_id    uuid not null,
  worker_id  uuid not null references people,
  -- field -> [right, answered] over the items
  fields     jsonb not null,
  -- Share of the values that were right.
  share      double precision not null check (share between 0 and 1),
  scored_at  timestamptz not null default now(),
  primary key (project_id, task_id, worker_id),
  foreign key (project_id, task_id) references gold on delete cascade
);
create index gold_scores_worker on gold_scores (project_id, worker_id, scored_at);

alter table projects
  add column inject_gold boolean not null default true,
  -- How often one gold task may be shown; null: as often as ordinary tasks are answered.
  add column gold_exposures integer check (gold_exposures between 1 and 1000),
  add column skill_floor double precision default 0.5 check (skill_floor > 0 and skill_floor < 1),
  -- Faster answers are kept and not counted.
  add column min_seconds real check (min_seconds > 0 and min_seconds <= 3600),
  add column max_answers_per_worker integer check (max_answers_per_worker > 0);

alter table project_workers
  add column paused_at timestamptz,
  add column paused_reason text,
  -- After a pause that the requester ended, only what came later can pause again.
  add column resumed_at timestamptz;

-- A worker who was paused asks the requester to look at it again. One at a time.
create table appeals (
  id          uuid primary key default gen_random_uuid(),
  project_id  integer not null,
  person_id   uuid not null,
  comment     text not null,
  created_at  timestamptz not null default now(),
  outcome     text check (outcome in ('resumed', 'kept')),
  reply       text not null default '',
  resolved_at timestamptz,
  check ((outcome is null) = (resolved_at is null)),
  foreign key (project_id, person_id) references project_workers on delete cascade
);
create index appeals_worker on appeals (project_id, person_id, created_at);
create unique index appeals_open on appeals (project_id, person_id) where resolved_at is null;

-- All answers of a worker taken back as a block: how far it has come. Tasks are done in the order of their ids.
create table reversals (
  project_id  integer not null references projects on delete cascade,
  person_id   uuid not null references people,
  reason      text not null,
  reverted    integer not null default 0,
  asked_again integer not null default 0,
  created_at  timestamptz not null default now(),
  finished_at timestamptz,
  primary key (project_id, person_id)
);
create index reversals_unfinished on reversals (created_at) where finished_at is null;
