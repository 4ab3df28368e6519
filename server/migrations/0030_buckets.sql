-- A project follows one place of an S3-compatible store. The row is also where a pass over it stands: how far it has listed, and which
-- server is at it until when.
create table buckets (
  project_id integer primary key references projects (id) on delete cascade,
  endpoint text not null,
  region text not null,
  bucket text not null,
  prefix text not null,
  pattern text not null,
  field text not null,
  interval_minutes integer not null,
  sealed bytea,
  sealed_with text,
  paused_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default date_trunc('milliseconds', now()),
  changed jsonb not null default '{}',
  due_at timestamptz not null default now(),
  lease uuid,
  leased_until timestamptz,
  troubles integer not null default 0,
  trouble_code text,
  trouble text,
  pass_started_at timestamptz,
  pass_again boolean not null default false,
  pass_after text collate "C" not null default '',
  pass_ends boolean not null default false,
  pass_listed integer not null default 0,
  pass_requests integer not null default 0,
  pass_taken integer not null default 0,
  pass_replaced integer not null default 0,
  pass_removed integer not null default 0,
  pass_failed integer not null default 0,
  last_pass jsonb,
  check ((sealed is null) = (sealed_with is null))
);

create index buckets_due on buckets (due_at) where paused_at is null;

-- What became of each object. Names are in the order of their bytes, as stores list them: what a page of a listing does not name between its
-- first and its last is gone.
create table bucket_objects (
  project_id integer not null references buckets (project_id) on delete cascade,
  key text collate "C" not null,
  etag text not null,
  size_bytes bigint not null,
  state text not null check (state in ('waiting', 'taken', 'failed', 'removed')),
  tries smallint not null default 0,
  task_id uuid,
  replaced_task_id uuid,
  code text,
  detail text,
  changed_at timestamptz not null default now(),
  primary key (project_id, key)
);

create index bucket_objects_state on bucket_objects (project_id, state, key);
create index bucket_objects_replaced on bucket_objects (project_id, key) where replaced_task_id is not null;
