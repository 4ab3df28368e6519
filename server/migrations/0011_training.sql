-- Training: practice tasks with feedback, and a gate: a worker must get enough of them right before real tasks come.

-- Lane 3 is gold for practice. Nothing that hands out work looks there; nobody holds such a task, and it has no places to
-- give away: what is practised stands in tables of its own, so that places, answers, results and models know nothing of it.
alter table tasks
  drop constraint tasks_lane_check,
  add constraint tasks_lane_check check (lane in (0, 1, 2, 3)),
  add constraint training_is_never_held check (lane < 3 or active = 0);

-- {questions, pass}: so many practice tasks, so many of them right. null: no training.
alter table projects add column training jsonb check (
  training is null or (training ->> 'questions')::int between 1 and 50
                      and (training ->> 'pass')::int between 1 and (training ->> 'questions')::int);

-- One try of a worker. What is asked of them stays as it was when the try began.
create table training_rounds (
  project_id  integer not null references projects on delete cascade,
  worker_id   uuid not null references people on delete cascade,
  round       integer not null,
  questions   integer not null,
  pass        integer not null,
  answered    integer not null default 0,
  "right"     integer not null default 0,
  started_at  timestamptz not null default now(),
  finished_at timestamptz,
  passed      boolean not null generated always as (finished_at is not null and "right" >= pass) stored,
  primary key (project_id, worker_id, round),
  check ("right" between 0 and answered),
  check (answered <= questions),
  check ((finished_at is not null) = (answered = questions))
);

-- A practice task that was given to a worker, and what they answered. To the worker it looks like an assignment.
create table training_answers (
  project_id  integer not null,
  id          uuid not null,
  task_id     uuid not null,
  worker_id   uuid not null,
  round       integer not null,
  token       text not null,
  given_at    timestamptz not null default now(),
  answer      jsonb,
  -- What was shown as right after the answer.
  known       jsonb,
  is_right    boolean,
  answered_at timestamptz,
  primary key (project_id, id),
  -- Never twice in one round.
  unique (project_id, worker_id, round, task_id),
  check ((answered_at is null) = (answer is null) and (answered_at is null) = (known is null)
         and (answered_at is null) = (is_right is null)),
  foreign key (project_id, worker_id, round) references training_rounds on delete cascade,
  foreign key (project_id, task_id) references tasks on delete cascade
);
-- One at a time, in however many tabs.
create unique index training_open on training_answers (project_id, worker_id) where answered_at is null;
create index training_answers_task on training_answers (project_id, task_id);

-- Who may work: people say which languages they know, and a project may ask for its own, and for a skill shown elsewhere.
alter table people add column languages text[] not null default '{}';
alter table projects
  add column require_language boolean not null default false,
  add column min_skill double precision check (min_skill > 0 and min_skill < 1);

-- Synonyms have changed: scores by gold tasks behind this id are still those by the old ones. null: all are up to date.
alter table projects add column rescore_from uuid;
create index projects_rescore on projects (id) where rescore_from is not null;
