-- Tasks whose picture cannot be shown right now: its file is missing or damaged, or its decoder died. They stay open and
-- stand in lane -1, where nothing that hands out work looks, until the picture is back.
alter table tasks drop constraint tasks_lane_check;
alter table tasks add constraint tasks_lane_check check (lane in (-1, 0, 1, 2, 3));

create table passed_over (
  project_id  integer not null,
  task_id     uuid not null,
  -- Where the task stood, and goes back to if it is gold.
  lane        smallint not null check (lane in (-1, 0, 1, 2, 3)),
  code        text not null check (code in ('missing', 'corrupt', 'decoder')),
  reason      text not null,
  tries       integer not null default 0,
  since       timestamptz not null default now(),
  retry_at    timestamptz not null,
  primary key (project_id, task_id),
  foreign key (project_id, task_id) references tasks (project_id, id) on delete cascade
);
create index passed_over_due on passed_over (retry_at);

-- Earlier versions wrote here too that a decoder had no time or no memory left: that is not the picture's fault.
update assets set unreadable = null where unreadable is not null and unreadable not like 'This picture cannot be decoded%';
