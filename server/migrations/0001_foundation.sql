-- The foundation. Tables that grow with the work lead their primary key with project_id, and every hot statement names
-- it, so that the same SQL runs on hash partitions.

-- People and workspaces ------------------------------------------------------------------------------------------------

create table settings (
  key   text primary key,
  value text not null
);

create table workspaces (
  id         integer generated always as identity primary key,
  title      text not null,
  created_at timestamptz not null default now()
);

create table people (
  id            uuid primary key default gen_random_uuid(),
  name          text not null,
  -- Null for a worker who came by a link and has not signed up. Stored in lower case.
  email         text unique check (email = lower(email)),
  password_hash text,
  created_at    timestamptz not null default now()
);

create table members (
  workspace_id integer not null references workspaces on delete cascade,
  person_id    uuid not null references people on delete cascade,
  role         text not null check (role in ('viewer', 'editor', 'owner')),
  joined_at    timestamptz not null default now(),
  primary key (workspace_id, person_id)
);
create index members_person on members (person_id);

create table sessions (
  id           uuid primary key default gen_random_uuid(),
  token_hash   bytea not null unique,
  person_id    uuid not null references people on delete cascade,
  -- The workspace that the person works in; which ones they may is decided by members, each time.
  workspace_id integer references workspaces on delete set null,
  user_agent   text not null,
  created_at   timestamptz not null default now(),
  last_seen_at timestamptz not null default now()
);
create index sessions_person on sessions (person_id);

-- Links that work once: setup, password reset.
create table one_time_links (
  token_hash bytea primary key,
  purpose    text not null check (purpose in ('setup', 'password_reset')),
  person_id  uuid references people on delete cascade,
  expires_at timestamptz not null,
  used_at    timestamptz
);

create table api_keys (
  id           uuid primary key default gen_random_uuid(),
  workspace_id integer not null references workspaces on delete cascade,
  name         text not null,
  prefix       text not null,
  key_hash     bytea not null unique,
  scopes       text[] not null check (scopes <@ array['read', 'write'] and cardinality(scopes) > 0),
  created_at   timestamptz not null default now(),
  last_used_at timestamptz,
  revoked_at   timestamptz
);
create index api_keys_workspace on api_keys (workspace_id);

-- Counters of attempts (sign-in, reset), shared by all servers. Losing them in a crash harms nobody.
create unlogged table attempts (
  key        text primary key,
  count      integer not null,
  expires_at timestamptz not null
);

-- Projects -------------------------------------------------------------------------------------------------------------

create table projects (
  id                 integer generated always as identity primary key,
  workspace_id       integer not null references workspaces on delete cascade,
  title              text not null,
  description        text not null,
  public_description text not null,
  language           text not null,
  version            integer not null default 1,
  status             text not null default 'active' check (status in ('active', 'paused', 'archived')),
  access             text not null check (access in ('invitation', 'open')),
  min_answers        integer not null check (min_answers between 1 and 100),
  assignment_seconds integer not null check (assignment_seconds between 10 and 86400),
  strict_types       boolean not null,
  callback_url       text,
  -- True until the open tasks have caught up with a changed min_answers.
  overlap_pending    boolean not null default false,
  created_at         timestamptz not null default now(),
  updated_at         timestamptz not null default now()
);
create index projects_workspace on projects (workspace_id, id);
create index projects_overlap_pending on projects (id) where overlap_pending;

create table project_versions (
  project_id  integer not null references projects on delete cascade,
  version     integer not null,
  input_spec  jsonb not null,
  output_spec jsonb not null,
  created_at  timestamptz not null default now(),
  primary key (project_id, version)
);

create table invitations (
  id           uuid primary key default gen_random_uuid(),
  workspace_id integer not null references workspaces on delete cascade,
  project_id   integer references projects on delete cascade,
  role         text not null check (role in ('viewer', 'editor', 'owner', 'worker')),
  email        text,
  token_hash   bytea not null unique,
  -- Kept only for workers: their link is meant to be copied again and again, and opens nothing but the labeling page.
  token        text,
  uses         integer not null default 0,
  max_uses     integer,
  expires_at   timestamptz,
  revoked_at   timestamptz,
  created_at   timestamptz not null default now(),
  check ((role = 'worker') = (project_id is not null)),
  check (role = 'worker' or token is null),
  check (max_uses is null or uses <= max_uses)
);
create index invitations_workspace on invitations (workspace_id);
create index invitations_project on invitations (project_id);

create table project_workers (
  project_id integer not null references projects on delete cascade,
  person_id  uuid not null references people on delete cascade,
  joined_at  timestamptz not null default now(),
  removed_at timestamptz,
  primary key (project_id, person_id)
);
create index project_workers_person on project_workers (person_id);

-- Pictures -------------------------------------------------------------------------------------------------------------

-- Stored per workspace, so that no workspace can find out what another one holds.
create table assets (
  workspace_id     integer not null references workspaces on delete cascade,
  sha256           text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  content_type     text not null,
  size_bytes       bigint not null,
  width            integer not null,
  height           integer not null,
  animated         boolean not null,
  has_gps          boolean not null,
  -- The worker's copy: null = not made yet.
  rendition_type   text,
  rendition_width  integer,
  rendition_height integer,
  unreadable       text,
  created_at       timestamptz not null default now(),
  primary key (workspace_id, sha256)
);

-- Tasks ----------------------------------------------------------------------------------------------------------------

create sequence task_positions;

create table tasks (
  project_id        integer not null references projects on delete cascade,
  id                uuid not null,
  version           integer not null,
  status            text not null default 'open'
                    check (status in ('open', 'completed', 'needs_review', 'cancelled', 'unreadable')),
  -- Exactly N: the places of a task. Every statement that gives or frees one changes these counters in the same row.
  wanted            integer not null check (wanted > 0),
  answered          integer not null default 0 check (answered >= 0),
  active            integer not null default 0 check (active >= 0),
  -- The queue. Lane 0: as made. Lane 1: came back. Order within a lane: (queue_xid, position); see assignments/take.ts.
  lane              smallint not null default 0 check (lane in (0, 1)),
  queue_xid         xid8 not null default pg_current_xact_id(),
  position          bigint not null default nextval('task_positions'),
  item_count        integer not null,
  external_id       text,
  content_hash      text not null,
  name              text,
  metadata          jsonb not null default '{}',
  unreadable_reason text,
  created_at        timestamptz not null default now(),
  completed_at      timestamptz,
  primary key (project_id, id),
  foreign key (project_id, version) references project_versions,
  constraint exactly_n check (answered + active <= wanted)
);
alter sequence task_positions owned by tasks.position;
create unique index tasks_external_id on tasks (project_id, external_id) where external_id is not null;
create index tasks_status on tasks (project_id, status, id);
create index tasks_queue on tasks (project_id, lane, queue_xid, position)
  where status = 'open' and answered + active < wanted;

create table items (
  project_id integer not null,
  task_id    uuid not null,
  item       smallint not null,
  "values"   jsonb not null,
  primary key (project_id, task_id, item),
  foreign key (project_id, task_id) references tasks on delete cascade
);

-- Which pictures a task shows. The database refuses to lose a picture that a task points to.
create table task_assets (
  project_id   integer not null,
  task_id      uuid not null,
  sha256       text not null,
  workspace_id integer not null,
  primary key (project_id, task_id, sha256),
  foreign key (project_id, task_id) references tasks on delete cascade,
  foreign key (workspace_id, sha256) references assets
);
create index task_assets_asset on task_assets (workspace_id, sha256);

-- How far a worker has come in each lane of a project's queue.
create table worker_cursors (
  project_id integer not null references projects on delete cascade,
  worker_id  uuid not null references people on delete cascade,
  lane       smallint not null,
  xid        xid8 not null,
  position   bigint not null,
  primary key (project_id, worker_id, lane)
) with (fillfactor = 50);

create table assignments (
  project_id   integer not null,
  id           uuid not null,
  task_id      uuid not null,
  worker_id    uuid not null references people,
  token        text not null,
  state        text not null default 'active'
               check (state in ('active', 'submitted', 'skipped', 'expired', 'released', 'late', 'withdrawn')),
  taken_at     timestamptz not null default now(),
  deadline     timestamptz not null,
  -- Extensions end here, so that nobody can hold a task for ever.
  max_deadline timestamptz not null,
  ended_at     timestamptz,
  primary key (project_id, id),
  foreign key (project_id, task_id) references tasks on delete cascade
);
-- One hold, one answer, one skip of a task for one worker. What expired or was released may be taken again.
create unique index assignments_once on assignments (project_id, task_id, worker_id)
  where state in ('active', 'submitted', 'skipped', 'late');
create index assignments_deadline on assignments (deadline) where state = 'active';
create index assignments_held on assignments (project_id, worker_id) where state = 'active';

create table skips (
  project_id    integer not null,
  assignment_id uuid not null,
  reason        text not null,
  comment       text not null,
  primary key (project_id, assignment_id),
  foreign key (project_id, assignment_id) references assignments on delete cascade
);

create table answers (
  project_id    integer not null,
  task_id       uuid not null,
  worker_id     uuid not null references people,
  assignment_id uuid not null,
  state         text not null check (state in ('counted', 'late', 'reverted')),
  version       integer not null,
  "values"      jsonb not null,
  seconds       real not null,
  submitted_at  timestamptz not null default now(),
  primary key (project_id, task_id, worker_id),
  foreign key (project_id, task_id) references tasks on delete cascade
);
create index answers_latest on answers (project_id, submitted_at);

create table results (
  project_id integer not null,
  task_id    uuid not null,
  -- One object an item: field -> {value, confidence, votes}
  fields     jsonb not null,
  answers    integer not null,
  -- The order in which results became final, safe to page by; see results/export.ts.
  xid        xid8 not null default pg_current_xact_id(),
  primary key (project_id, task_id),
  foreign key (project_id, task_id) references tasks on delete cascade
);
create index results_order on results (project_id, xid, task_id);

-- Events and webhooks --------------------------------------------------------------------------------------------------

create table events (
  -- 0 for events of the workspace itself.
  project_id   integer not null,
  id           bigint generated always as identity,
  workspace_id integer not null references workspaces on delete cascade,
  -- Ids are not in commit order: readers go by (xid, id) and only below the oldest running transaction.
  xid          xid8 not null default pg_current_xact_id(),
  type         text not null,
  data         jsonb not null,
  created_at   timestamptz not null default now(),
  primary key (project_id, id)
);
create index events_order on events (workspace_id, xid, id);

create table webhooks (
  id              uuid primary key default gen_random_uuid(),
  workspace_id    integer not null references workspaces on delete cascade,
  project_id      integer references projects on delete cascade,
  url             text not null,
  description     text not null,
  event_types     text[] not null,
  is_callback     boolean not null default false,
  status          text not null default 'enabled' check (status in ('enabled', 'disabled')),
  disabled_reason text,
  secret          text not null,
  -- Signs along with the new one until then.
  old_secret      text,
  old_secret_until timestamptz,
  -- Up to where events have been turned into deliveries. It begins below every transaction that is still running, whose
  -- events will come; begins_after leaves out those that were there already when the webhook was made.
  cursor_xid      xid8 not null default pg_snapshot_xmin(pg_current_snapshot()),
  cursor_id       bigint not null default 0,
  begins_after    pg_snapshot not null default pg_current_snapshot(),
  -- The first failure since the last success.
  failing_since   timestamptz,
  created_at      timestamptz not null default now()
);
create index webhooks_workspace on webhooks (workspace_id);
create unique index webhooks_callback on webhooks (project_id) where is_callback;

-- One event on its way to one endpoint: the row is its log and its state.
create table deliveries (
  webhook_id       uuid not null references webhooks on delete cascade,
  id               uuid not null,
  event_project_id integer not null,
  event_id         bigint not null,
  state            text not null default 'pending' check (state in ('pending', 'delivered', 'failed')),
  attempts         integer not null default 0,
  next_attempt_at  timestamptz default now(),
  -- Who sends holds the row until then; a server that dies loses it.
  locked_until     timestamptz,
  created_at       timestamptz not null default now(),
  primary key (webhook_id, id),
  -- In this order it also finds what goes with an event that is deleted.
  unique (event_project_id, event_id, webhook_id),
  foreign key (event_project_id, event_id) references events on delete cascade,
  check ((state = 'pending') = (next_attempt_at is not null)),
  check (locked_until is null or state = 'pending')
);
-- Each webhook has its own queue, so that a long one hides none of the others; see webhooks/claim.ts.
create index deliveries_due on deliveries (webhook_id, next_attempt_at, id) where state = 'pending';
create index deliveries_locked on deliveries (webhook_id, locked_until) where locked_until is not null;
create index deliveries_failed on deliveries (webhook_id, id) where state = 'failed';

create table delivery_attempts (
  webhook_id  uuid not null,
  delivery_id uuid not null,
  attempt     integer not null,
  at          timestamptz not null default now(),
  ok          boolean not null,
  status      integer,
  failure     text,
  duration_ms integer not null,
  response    text not null,
  primary key (webhook_id, delivery_id, attempt),
  foreign key (webhook_id, delivery_id) references deliveries on delete cascade
);

-- Receipts -------------------------------------------------------------------------------------------------------------

-- What an Idempotency-Key has brought about; written in the transaction that did it, read back by a retry.
create table receipts (
  workspace_id integer not null references workspaces on delete cascade,
  key          text not null,
  request_hash text not null,
  status       integer not null,
  body         jsonb not null,
  created_at   timestamptz not null default now(),
  primary key (workspace_id, key)
);
create index receipts_age on receipts (created_at);
