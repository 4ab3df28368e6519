-- What the migrations add up to. Made by the tests (UPDATE_SCHEMA=true npm test); not run by anything.

CREATE OR REPLACE FUNCTION public.agreement_of(fields jsonb, answers integer)
 RETURNS double precision
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
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
end $function$;

CREATE OR REPLACE FUNCTION public.forget_parts()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  delete from items i using gone where i.project_id = gone.project_id and i.task_id = gone.id;
  delete from task_words w using gone where w.project_id = gone.project_id and w.task_id = gone.id;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.forms_of_tasks_stay()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if exists (select from tasks t where t.project_id = old.project_id and t.version = old.version) then
    raise foreign_key_violation using message = 'Tasks are asked in this form.';
  end if;
  return old;
end $function$;

CREATE OR REPLACE FUNCTION public.items_have_tasks()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  -- One by one: a plan that was made while the tables were small reads all tasks of the project otherwise.
  if exists (
    select from made m where (select true from tasks t where t.project_id = m.project_id and t.id = m.task_id) is null
  ) then
    raise foreign_key_violation using message = 'An item has no task.';
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.note_result_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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
end $function$;

CREATE OR REPLACE FUNCTION public.note_withdrawn_result()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  task uuid := case when tg_table_name = 'tasks' then to_jsonb(old) ->> 'id' else to_jsonb(old) ->> 'task_id' end;
begin
  insert into withdrawn_results (project_id, task_id)
  select old.project_id, task where exists (select from projects where id = old.project_id)
  on conflict (project_id, task_id) do update set xid = excluded.xid;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.refuse_audit_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op = 'DELETE' and old.at < now() - interval '29 days' then
    return old;
  end if;
  raise exception 'The audit log is only added to.' using errcode = 'insufficient_privilege';
end $function$;

CREATE OR REPLACE FUNCTION public.refuse_audit_truncate()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'The audit log is only added to.' using errcode = 'insufficient_privilege';
end $function$;

CREATE OR REPLACE FUNCTION public.task_has_form()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform from project_versions v where v.project_id = new.project_id and v.version = new.version for key share;
  if not found then
    raise foreign_key_violation using message = 'A task has no form.';
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.tasks_have_forms()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if exists (
    select from (select distinct project_id, version from made) m
    where not exists (
      select from project_versions v where v.project_id = m.project_id and v.version = m.version for key share)
  ) then
    raise foreign_key_violation using message = 'A task has no form.';
  end if;
  return null;
end $function$;

create table answer_sources (
  project_id integer not null,
  name text not null,
  person_id uuid not null,
  constraint answer_sources_pkey PRIMARY KEY (project_id, name),
  constraint answer_sources_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id) ON DELETE CASCADE,
  constraint answer_sources_project_id_fkey FOREIGN KEY (project_id) REFERENCES projects(id) ON DELETE CASCADE
);
CREATE INDEX answer_sources_person ON public.answer_sources USING btree (person_id);

create table answers (
  project_id integer not null,
  task_id uuid not null,
  worker_id uuid not null,
  assignment_id uuid not null,
  state text not null,
  version integer not null,
  "values" jsonb not null,
  seconds real not null,
  submitted_at timestamp with time zone not null default now(),
  xid xid8 not null default pg_current_xact_id(),
  constraint answers_pkey PRIMARY KEY (project_id, task_id, worker_id),
  constraint answers_project_id_task_id_fkey FOREIGN KEY (project_id, task_id) REFERENCES tasks(project_id, id) ON DELETE CASCADE,
  constraint answers_worker_id_fkey FOREIGN KEY (worker_id) REFERENCES people(id),
  constraint answers_state_check CHECK ((state = ANY (ARRAY['counted'::text, 'late'::text, 'reverted'::text, 'withdrawn'::text, 'too_fast'::text])))
);
CREATE INDEX answers_by_worker ON public.answers USING btree (project_id, worker_id, task_id);
CREATE INDEX answers_latest ON public.answers USING btree (project_id, submitted_at);
CREATE INDEX answers_order ON public.answers USING btree (project_id, xid, task_id, worker_id);
CREATE INDEX answers_worker ON public.answers USING btree (project_id, worker_id, submitted_at);

create table api_keys (
  id uuid not null default gen_random_uuid(),
  workspace_id integer not null,
  name text not null,
  prefix text not null,
  key_hash bytea not null,
  scopes text[] not null,
  created_at timestamp with time zone not null default now(),
  last_used_at timestamp with time zone,
  revoked_at timestamp with time zone,
  project_ids integer[],
  person_id uuid,
  constraint api_keys_pkey PRIMARY KEY (id),
  constraint api_keys_key_hash_key UNIQUE (key_hash),
  constraint api_keys_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id),
  constraint api_keys_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON DELETE CASCADE,
  constraint api_keys_project_ids_check CHECK ((cardinality(project_ids) > 0)),
  constraint api_keys_scopes_check CHECK (((scopes <@ '{read,write,work}'::text[]) AND (cardinality(scopes) > 0))),
  constraint no_key_of_workspace_0 CHECK ((workspace_id > 0)),
  constraint who_works_is_somebody CHECK ((('work'::text = ANY (scopes)) = (person_id IS NOT NULL))),
  constraint who_works_is_somewhere CHECK (((person_id IS NULL) OR (project_ids IS NOT NULL)))
);
CREATE INDEX api_keys_workspace ON public.api_keys USING btree (workspace_id);

create table appeals (
  id uuid not null default gen_random_uuid(),
  project_id integer not null,
  person_id uuid not null,
  comment text not null,
  created_at timestamp with time zone not null default now(),
  outcome text,
  reply text not null default ''::text,
  resolved_at timestamp with time zone,
  constraint appeals_pkey PRIMARY KEY (id),
  constraint appeals_project_id_person_id_fkey FOREIGN KEY (project_id, person_id) REFERENCES project_workers(project_id, person_id) ON DELETE CASCADE,
  constraint appeals_check CHECK (((outcome IS NULL) = (resolved_at IS NULL))),
  constraint appeals_outcome_check CHECK ((outcome = ANY (ARRAY['resumed'::text, 'kept'::text])))
);
CREATE INDEX appeals_worker ON public.appeals USING btree (project_id, person_id, created_at);
CREATE UNIQUE INDEX appeals_open ON public.appeals USING btree (project_id, person_id) WHERE (resolved_at IS NULL);

create table assets (
  workspace_id integer not null,
  sha256 text not null,
  content_type text not null,
  size_bytes bigint not null,
  width integer not null,
  height integer not null,
  animated boolean not null,
  has_gps boolean not null,
  rendition_type text,
  rendition_width integer,
  rendition_height integer,
  unreadable text,
  created_at timestamp with time zone not null default now(),
  warnings jsonb not null default '[]'::jsonb,
  constraint assets_pkey PRIMARY KEY (workspace_id, sha256),
  constraint assets_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON DELETE CASCADE,
  constraint assets_sha256_check CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text))
);

create table assignments (
  project_id integer not null,
  id uuid not null,
  task_id uuid not null,
  worker_id uuid not null,
  token text not null,
  state text not null default 'active'::text,
  taken_at timestamp with time zone not null default now(),
  deadline timestamp with time zone not null,
  max_deadline timestamp with time zone not null,
  ended_at timestamp with time zone,
  version integer,
  constraint assignments_pkey PRIMARY KEY (project_id, id),
  constraint assignments_project_id_task_id_fkey FOREIGN KEY (project_id, task_id) REFERENCES tasks(project_id, id) ON DELETE CASCADE,
  constraint assignments_worker_id_fkey FOREIGN KEY (worker_id) REFERENCES people(id),
  constraint assignments_state_check CHECK ((state = ANY (ARRAY['active'::text, 'submitted'::text, 'skipped'::text, 'expired'::text, 'released'::text, 'late'::text, 'withdrawn'::text, 'outdated'::text])))
);
CREATE INDEX assignments_deadline ON public.assignments USING btree (deadline) WHERE (state = 'active'::text);
CREATE INDEX assignments_held ON public.assignments USING btree (project_id, worker_id) WHERE (state = 'active'::text);
CREATE INDEX assignments_task ON public.assignments USING btree (project_id, task_id);
CREATE UNIQUE INDEX assignments_once ON public.assignments USING btree (project_id, task_id, worker_id) WHERE (state = ANY (ARRAY['active'::text, 'submitted'::text, 'skipped'::text, 'late'::text]));

create unlogged table attempts (
  key text not null,
  count integer not null,
  expires_at timestamp with time zone not null,
  constraint attempts_pkey PRIMARY KEY (key)
);

create table audit_log (
  workspace_id integer not null,
  id uuid not null default gen_random_uuid(),
  at timestamp with time zone not null default now(),
  action text not null,
  person_id uuid,
  key_id uuid,
  project_id integer,
  subject text,
  detail jsonb not null default '{}'::jsonb,
  address text,
  constraint audit_log_pkey PRIMARY KEY (workspace_id, id),
  constraint audit_log_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id)
);
CREATE INDEX audit_log_at ON public.audit_log USING btree (workspace_id, at DESC, id DESC);
CREATE TRIGGER audit_log_stays BEFORE DELETE OR UPDATE ON public.audit_log FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER audit_log_whole BEFORE TRUNCATE ON public.audit_log FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_truncate();

create table audit_outcomes (
  workspace_id integer not null,
  log_id uuid not null,
  at timestamp with time zone not null default now(),
  code text,
  subject text,
  constraint audit_outcomes_pkey PRIMARY KEY (workspace_id, log_id),
  constraint audit_outcomes_workspace_id_log_id_fkey FOREIGN KEY (workspace_id, log_id) REFERENCES audit_log(workspace_id, id) ON DELETE CASCADE
);
CREATE TRIGGER audit_outcomes_stay BEFORE DELETE OR UPDATE ON public.audit_outcomes FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER audit_outcomes_whole BEFORE TRUNCATE ON public.audit_outcomes FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_truncate();

create table bucket_objects (
  project_id integer not null,
  key text not null,
  etag text not null,
  size_bytes bigint not null,
  state text not null,
  tries smallint not null default 0,
  task_id uuid,
  replaced_task_id uuid,
  code text,
  detail text,
  changed_at timestamp with time zone not null default now(),
  constraint bucket_objects_pkey PRIMARY KEY (project_id, key),
  constraint bucket_objects_project_id_fkey FOREIGN KEY (project_id) REFERENCES buckets(project_id) ON DELETE CASCADE,
  constraint bucket_objects_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'taken'::text, 'failed'::text, 'removed'::text])))
);
CREATE INDEX bucket_objects_replaced ON public.bucket_objects USING btree (project_id, key) WHERE (replaced_task_id IS NOT NULL);
CREATE INDEX bucket_objects_state ON public.bucket_objects USING btree (project_id, state, key);

create table buckets (
  project_id integer not null,
  endpoint text not null,
  region text not null,
  bucket text not null,
  prefix text not null,
  pattern text not null,
  field text not null,
  interval_minutes integer not null,
  sealed bytea,
  sealed_with text,
  paused_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default date_trunc('milliseconds'::text, now()),
  changed jsonb not null default '{}'::jsonb,
  due_at timestamp with time zone not null default now(),
  lease uuid,
  leased_until timestamp with time zone,
  troubles integer not null default 0,
  trouble_code text,
  trouble text,
  pass_started_at timestamp with time zone,
  pass_again boolean not null default false,
  pass_after text not null default ''::text,
  pass_ends boolean not null default false,
  pass_listed integer not null default 0,
  pass_requests integer not null default 0,
  pass_taken integer not null default 0,
  pass_replaced integer not null default 0,
  pass_removed integer not null default 0,
  pass_failed integer not null default 0,
  last_pass jsonb,
  constraint buckets_pkey PRIMARY KEY (project_id),
  constraint buckets_project_id_fkey FOREIGN KEY (project_id) REFERENCES projects(id) ON DELETE CASCADE,
  constraint buckets_check CHECK (((sealed IS NULL) = (sealed_with IS NULL)))
);
CREATE INDEX buckets_due ON public.buckets USING btree (due_at) WHERE (paused_at IS NULL);

create table corrections (
  project_id integer not null,
  task_id uuid not null,
  id bigint not null generated always as identity,
  result jsonb not null,
  comment text not null,
  person_id uuid,
  before jsonb,
  status_before text not null,
  completed_before timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  ended_at timestamp with time zone,
  version_before integer,
  constraint corrections_pkey PRIMARY KEY (project_id, task_id, id),
  constraint corrections_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id) ON DELETE SET NULL,
  constraint corrections_project_id_task_id_fkey FOREIGN KEY (project_id, task_id) REFERENCES tasks(project_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX corrections_live ON public.corrections USING btree (project_id, task_id) WHERE (ended_at IS NULL);

create table crowd_models (
  project_id integer not null,
  field text not null,
  type text not null,
  part smallint not null,
  about jsonb not null,
  packed bytea not null,
  constraint crowd_models_pkey PRIMARY KEY (project_id, field, type, part),
  constraint crowd_models_project_id_fkey FOREIGN KEY (project_id) REFERENCES crowds(project_id) ON DELETE CASCADE
);

create table crowds (
  project_id integer not null,
  refit integer not null default 0,
  refit_at timestamp with time zone,
  answers integer not null default 0,
  cursor_xid xid8 not null default '0'::xid8,
  version integer not null default 0,
  worker_ids uuid[] not null default '{}'::uuid[],
  fields jsonb not null default '[]'::jsonb,
  due_since timestamp with time zone,
  locked_until timestamp with time zone,
  constraint crowds_pkey PRIMARY KEY (project_id),
  constraint crowds_project_id_fkey FOREIGN KEY (project_id) REFERENCES projects(id) ON DELETE CASCADE
);
CREATE INDEX crowds_due ON public.crowds USING btree (due_since) WHERE (due_since IS NOT NULL);

create table deletions (
  id uuid not null default gen_random_uuid(),
  workspace_id integer,
  kind text not null,
  subject text not null,
  person_id uuid,
  tasks integer not null default 0,
  projects integer[] not null default '{}'::integer[],
  event_id bigint not null default 0,
  requested_at timestamp with time zone not null default now(),
  finished_at timestamp with time zone,
  constraint deletions_pkey PRIMARY KEY (id),
  constraint deletions_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id),
  constraint deletions_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON DELETE CASCADE,
  constraint deletions_check CHECK (((kind = 'person'::text) = (workspace_id IS NULL))),
  constraint deletions_kind_check CHECK ((kind = ANY (ARRAY['project'::text, 'task'::text, 'picture'::text, 'person'::text])))
);
CREATE INDEX deletions_unfinished ON public.deletions USING btree (requested_at) WHERE (finished_at IS NULL);
CREATE INDEX deletions_workspace ON public.deletions USING btree (workspace_id, requested_at, id);

create table deliveries (
  webhook_id uuid not null,
  id uuid not null,
  event_project_id integer not null,
  event_id bigint not null,
  state text not null default 'pending'::text,
  attempts integer not null default 0,
  next_attempt_at timestamp with time zone default now(),
  locked_until timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  constraint deliveries_pkey PRIMARY KEY (webhook_id, id),
  constraint deliveries_event_project_id_event_id_webhook_id_key UNIQUE (event_project_id, event_id, webhook_id),
  constraint deliveries_event_project_id_event_id_fkey FOREIGN KEY (event_project_id, event_id) REFERENCES events(project_id, id) ON DELETE CASCADE,
  constraint deliveries_webhook_id_fkey FOREIGN KEY (webhook_id) REFERENCES webhooks(id) ON DELETE CASCADE,
  constraint deliveries_check CHECK (((state = 'pending'::text) = (next_attempt_at IS NOT NULL))),
  constraint deliveries_check1 CHECK (((locked_until IS NULL) OR (state = 'pending'::text))),
  constraint deliveries_state_check CHECK ((state = ANY (ARRAY['pending'::text, 'delivered'::text, 'failed'::text])))
);
CREATE INDEX deliveries_due ON public.deliveries USING btree (webhook_id, next_attempt_at, id) WHERE (state = 'pending'::text);
CREATE INDEX deliveries_failed ON public.deliveries USING btree (webhook_id, id) WHERE (state = 'failed'::text);
CREATE INDEX deliveries_locked ON public.deliveries USING btree (webhook_id, locked_until) WHERE (locked_until IS NOT NULL);

create table delivery_attempts (
  webhook_id uuid not null,
  delivery_id uuid not null,
  attempt integer not null,
  at timestamp with time zone not null default now(),
  ok boolean not null,
  status integer,
  failure text,
  duration_ms integer not null,
  response text not null,
  explanation text,
  constraint delivery_attempts_pkey PRIMARY KEY (webhook_id, delivery_id, attempt),
  constraint delivery_attempts_webhook_id_delivery_id_fkey FOREIGN KEY (webhook_id, delivery_id) REFERENCES deliveries(webhook_id, id) ON DELETE CASCADE
);

create table events (
  project_id integer not null,
  id bigint not null generated always as identity,
  workspace_id integer not null,
  xid xid8 not null default pg_current_xact_id(),
  type text not null,
  data jsonb not null,
  created_at timestamp with time zone not null default now(),
  constraint events_pkey PRIMARY KEY (project_id, id)
);
CREATE INDEX events_order ON public.events USING btree (workspace_id, xid, id);
CREATE INDEX events_task ON public.events USING btree (project_id, (((data ->> 'task_id'::text))::uuid), id) WHERE (data ? 'task_id'::text);

create table gold (
  project_id integer not null,
  task_id uuid not null,
  answer jsonb not null,
  source text not null,
  created_at timestamp with time zone not null default now(),
  retired_at timestamp with time zone,
  marked_by uuid,
  constraint gold_pkey PRIMARY KEY (project_id, task_id),
  constraint gold_marked_by_fkey FOREIGN KEY (marked_by) REFERENCES people(id) ON DELETE SET NULL,
  constraint gold_project_id_task_id_fkey FOREIGN KEY (project_id, task_id) REFERENCES tasks(project_id, id) ON DELETE CASCADE,
  constraint gold_source_check CHECK ((source = ANY (ARRAY['api'::text, 'dashboard'::text, 'csv'::text, 'promoted'::text, 'review'::text])))
);

create table gold_scores (
  project_id integer not null,
  task_id uuid not null,
  worker_id uuid not null,
  fields jsonb not null,
  share double precision not null,
  scored_at timestamp with time zone not null default now(),
  constraint gold_scores_pkey PRIMARY KEY (project_id, task_id, worker_id),
  constraint gold_scores_project_id_task_id_fkey FOREIGN KEY (project_id, task_id) REFERENCES gold(project_id, task_id) ON DELETE CASCADE,
  constraint gold_scores_worker_id_fkey FOREIGN KEY (worker_id) REFERENCES people(id),
  constraint gold_scores_share_check CHECK (((share >= (0)::double precision) AND (share <= (1)::double precision)))
);
CREATE INDEX gold_scores_worker ON public.gold_scores USING btree (project_id, worker_id, scored_at);

create table identities (
  issuer text not null,
  subject text not null,
  person_id uuid not null,
  created_at timestamp with time zone not null default now(),
  last_used_at timestamp with time zone not null default now(),
  constraint identities_pkey PRIMARY KEY (issuer, subject),
  constraint identities_person_id_issuer_key UNIQUE (person_id, issuer),
  constraint identities_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id) ON DELETE CASCADE
);

create table invitations (
  id uuid not null default gen_random_uuid(),
  workspace_id integer not null,
  project_id integer,
  role text not null,
  email text,
  token_hash bytea not null,
  token text,
  uses integer not null default 0,
  max_uses integer,
  expires_at timestamp with time zone,
  revoked_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  constraint invitations_pkey PRIMARY KEY (id),
  constraint invitations_token_hash_key UNIQUE (token_hash),
  constraint invitations_project_id_fkey FOREIGN KEY (project_id) REFERENCES projects(id) ON DELETE CASCADE,
  constraint invitations_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON DELETE CASCADE,
  constraint invitations_check CHECK (((role = 'worker'::text) = (project_id IS NOT NULL))),
  constraint invitations_check1 CHECK (((role = 'worker'::text) OR (token IS NULL))),
  constraint invitations_check2 CHECK (((max_uses IS NULL) OR (uses <= max_uses))),
  constraint invitations_role_check CHECK ((role = ANY (ARRAY['viewer'::text, 'editor'::text, 'owner'::text, 'worker'::text])))
);
CREATE INDEX invitations_project ON public.invitations USING btree (project_id);
CREATE INDEX invitations_workspace ON public.invitations USING btree (workspace_id);

create table items (
  project_id integer not null,
  task_id uuid not null,
  item smallint not null,
  "values" jsonb not null,
  constraint items_pkey PRIMARY KEY (project_id, task_id, item)
);
CREATE TRIGGER items_have_tasks AFTER INSERT ON public.items REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION items_have_tasks();

create table key_pictures (
  key_id uuid not null,
  workspace_id integer not null,
  sha256 text not null,
  constraint key_pictures_pkey PRIMARY KEY (key_id, sha256),
  constraint key_pictures_key_id_fkey FOREIGN KEY (key_id) REFERENCES api_keys(id) ON DELETE CASCADE,
  constraint key_pictures_workspace_id_sha256_fkey FOREIGN KEY (workspace_id, sha256) REFERENCES assets(workspace_id, sha256) ON DELETE CASCADE
);
CREATE INDEX key_pictures_asset ON public.key_pictures USING btree (workspace_id, sha256);

create table members (
  workspace_id integer not null,
  person_id uuid not null,
  role text not null,
  joined_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  changed jsonb not null default '{}'::jsonb,
  constraint members_pkey PRIMARY KEY (workspace_id, person_id),
  constraint members_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id) ON DELETE CASCADE,
  constraint members_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON DELETE CASCADE,
  constraint members_role_check CHECK ((role = ANY (ARRAY['viewer'::text, 'editor'::text, 'owner'::text]))),
  constraint nobody_is_in_workspace_0 CHECK ((workspace_id > 0))
);
CREATE INDEX members_person ON public.members USING btree (person_id);

create table migrations (
  number integer not null,
  name text not null,
  applied_at timestamp with time zone not null default now(),
  constraint migrations_pkey PRIMARY KEY (number)
);

create table one_time_links (
  token_hash bytea not null,
  purpose text not null,
  person_id uuid,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  constraint one_time_links_pkey PRIMARY KEY (token_hash),
  constraint one_time_links_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id) ON DELETE CASCADE,
  constraint one_time_links_purpose_check CHECK ((purpose = ANY (ARRAY['setup'::text, 'password_reset'::text])))
);

create table outdated_answers (
  project_id integer not null,
  assignment_id uuid not null,
  task_id uuid not null,
  worker_id uuid not null,
  version integer not null,
  "values" jsonb not null,
  seconds real not null,
  submitted_at timestamp with time zone not null,
  outdated_at timestamp with time zone not null default now(),
  constraint outdated_answers_pkey PRIMARY KEY (project_id, assignment_id),
  constraint outdated_answers_project_id_task_id_fkey FOREIGN KEY (project_id, task_id) REFERENCES tasks(project_id, id) ON DELETE CASCADE,
  constraint outdated_answers_worker_id_fkey FOREIGN KEY (worker_id) REFERENCES people(id)
);
CREATE INDEX outdated_answers_task ON public.outdated_answers USING btree (project_id, task_id);

create table passed_over (
  project_id integer not null,
  task_id uuid not null,
  lane smallint not null,
  code text not null,
  reason text not null,
  tries integer not null default 0,
  since timestamp with time zone not null default now(),
  retry_at timestamp with time zone not null,
  constraint passed_over_pkey PRIMARY KEY (project_id, task_id),
  constraint passed_over_project_id_task_id_fkey FOREIGN KEY (project_id, task_id) REFERENCES tasks(project_id, id) ON DELETE CASCADE,
  constraint passed_over_code_check CHECK ((code = ANY (ARRAY['missing'::text, 'corrupt'::text, 'decoder'::text]))),
  constraint passed_over_lane_check CHECK ((lane = ANY (ARRAY['-1'::integer, 0, 1, 2, 3])))
);
CREATE INDEX passed_over_due ON public.passed_over USING btree (retry_at);

create table people (
  id uuid not null default gen_random_uuid(),
  name text not null,
  email text,
  password_hash text,
  created_at timestamp with time zone not null default now(),
  languages text[] not null default '{}'::text[],
  deleted_at timestamp with time zone,
  constraint people_pkey PRIMARY KEY (id),
  constraint people_email_key UNIQUE (email),
  constraint deleted_is_nobody CHECK (((deleted_at IS NULL) OR ((name = ''::text) AND (email IS NULL) AND (password_hash IS NULL) AND (languages = '{}'::text[])))),
  constraint people_email_check CHECK ((email = lower(email)))
);

create table project_versions (
  project_id integer not null,
  version integer not null,
  input_spec jsonb not null,
  output_spec jsonb not null,
  created_at timestamp with time zone not null default now(),
  constraint project_versions_pkey PRIMARY KEY (project_id, version),
  constraint project_versions_project_id_fkey FOREIGN KEY (project_id) REFERENCES projects(id) ON DELETE CASCADE
);
CREATE TRIGGER forms_of_tasks_stay BEFORE DELETE ON public.project_versions FOR EACH ROW EXECUTE FUNCTION forms_of_tasks_stay();

create table project_workers (
  project_id integer not null,
  person_id uuid not null,
  joined_at timestamp with time zone not null default now(),
  removed_at timestamp with time zone,
  paused_at timestamp with time zone,
  paused_reason text,
  resumed_at timestamp with time zone,
  constraint project_workers_pkey PRIMARY KEY (project_id, person_id),
  constraint project_workers_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id) ON DELETE CASCADE,
  constraint project_workers_project_id_fkey FOREIGN KEY (project_id) REFERENCES projects(id) ON DELETE CASCADE
);
CREATE INDEX project_workers_person ON public.project_workers USING btree (person_id);

create table projects (
  id integer not null generated always as identity,
  workspace_id integer not null,
  title text not null,
  description text not null,
  public_description text not null,
  language text not null,
  version integer not null default 1,
  status text not null default 'active'::text,
  access text not null,
  min_answers integer not null,
  assignment_seconds integer not null,
  strict_types boolean not null,
  callback_url text,
  overlap_pending boolean not null default false,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  max_answers integer not null,
  confidence double precision not null,
  synonyms jsonb not null default '[]'::jsonb,
  inject_gold boolean not null default true,
  gold_exposures integer,
  skill_floor double precision default 0.5,
  min_seconds real,
  max_answers_per_worker integer,
  gold_wanted integer not null default 0,
  training jsonb,
  require_language boolean not null default false,
  min_skill double precision,
  rescore_from uuid,
  following jsonb,
  changed jsonb not null default '{}'::jsonb,
  skips_for_review smallint default 5,
  joining jsonb not null default '{}'::jsonb,
  apart jsonb not null default '[]'::jsonb,
  constraint projects_pkey PRIMARY KEY (id),
  constraint projects_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON DELETE CASCADE,
  constraint projects_access_check CHECK ((access = ANY (ARRAY['invitation'::text, 'open'::text]))),
  constraint projects_assignment_seconds_check CHECK (((assignment_seconds >= 10) AND (assignment_seconds <= 86400))),
  constraint projects_check CHECK (((max_answers >= min_answers) AND (max_answers <= 100))),
  constraint projects_confidence_check CHECK (((confidence > (0.5)::double precision) AND (confidence < (1)::double precision))),
  constraint projects_gold_exposures_check CHECK (((gold_exposures >= 1) AND (gold_exposures <= 1000))),
  constraint projects_gold_wanted_check CHECK (((gold_wanted >= 0) AND (gold_wanted <= 1000))),
  constraint projects_max_answers_per_worker_check CHECK ((max_answers_per_worker > 0)),
  constraint projects_min_answers_check CHECK (((min_answers >= 1) AND (min_answers <= 100))),
  constraint projects_min_seconds_check CHECK (((min_seconds > (0)::double precision) AND (min_seconds <= (3600)::double precision))),
  constraint projects_min_skill_check CHECK (((min_skill > (0)::double precision) AND (min_skill < (1)::double precision))),
  constraint projects_skill_floor_check CHECK (((skill_floor > (0)::double precision) AND (skill_floor < (1)::double precision))),
  constraint projects_skips_for_review_check CHECK (((skips_for_review >= 1) AND (skips_for_review <= 100))),
  constraint projects_status_check CHECK ((status = ANY (ARRAY['active'::text, 'paused'::text, 'archived'::text]))),
  constraint projects_training_check CHECK (((training IS NULL) OR (((((training ->> 'questions'::text))::integer >= 1) AND (((training ->> 'questions'::text))::integer <= 50)) AND ((((training ->> 'pass'::text))::integer >= 1) AND (((training ->> 'pass'::text))::integer <= ((training ->> 'questions'::text))::integer)))))
);
CREATE INDEX projects_following ON public.projects USING btree (id) WHERE (following IS NOT NULL);
CREATE INDEX projects_gold_wanted ON public.projects USING btree (id) WHERE ((gold_wanted > 0) AND inject_gold AND (status = 'active'::text));
CREATE INDEX projects_overlap_pending ON public.projects USING btree (id) WHERE overlap_pending;
CREATE INDEX projects_rescore ON public.projects USING btree (id) WHERE (rescore_from IS NOT NULL);
CREATE INDEX projects_workspace ON public.projects USING btree (workspace_id, id);

create table provider_sessions (
  session_id uuid not null,
  issuer text not null,
  id_token text not null,
  ends_at timestamp with time zone not null,
  constraint provider_sessions_pkey PRIMARY KEY (session_id),
  constraint provider_sessions_session_id_fkey FOREIGN KEY (session_id) REFERENCES sessions(id) ON DELETE CASCADE
);
CREATE INDEX provider_sessions_end ON public.provider_sessions USING btree (ends_at);

create table receipts (
  workspace_id integer not null,
  key text not null,
  request_hash text not null,
  status integer not null,
  body jsonb not null,
  created_at timestamp with time zone not null default now(),
  constraint receipts_pkey PRIMARY KEY (workspace_id, key),
  constraint receipts_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON DELETE CASCADE
);
CREATE INDEX receipts_age ON public.receipts USING btree (created_at);

create table release_parts (
  project_id integer not null,
  number integer not null,
  part integer not null,
  packed bytea not null,
  constraint release_parts_pkey PRIMARY KEY (project_id, number, part),
  constraint release_parts_project_id_number_fkey FOREIGN KEY (project_id, number) REFERENCES releases(project_id, number) ON DELETE CASCADE
);

create table releases (
  project_id integer not null,
  number integer not null,
  name text not null,
  notes text not null,
  likely boolean not null,
  specs jsonb not null,
  digest text not null,
  jsonl_sha256 text not null,
  facts jsonb not null,
  created_at timestamp with time zone not null default now(),
  deleted_at timestamp with time zone,
  constraint releases_pkey PRIMARY KEY (project_id, number),
  constraint releases_project_id_fkey FOREIGN KEY (project_id) REFERENCES projects(id) ON DELETE CASCADE,
  constraint releases_number_check CHECK ((number > 0))
);

create table reports (
  project_id integer not null,
  assignment_id uuid not null,
  task_id uuid not null,
  reason text not null,
  comment text not null,
  created_at timestamp with time zone not null default now(),
  settled_at timestamp with time zone,
  settled_by uuid,
  constraint reports_pkey PRIMARY KEY (project_id, assignment_id),
  constraint reports_project_id_assignment_id_fkey FOREIGN KEY (project_id, assignment_id) REFERENCES assignments(project_id, id) ON DELETE CASCADE,
  constraint reports_settled_by_fkey FOREIGN KEY (settled_by) REFERENCES people(id) ON DELETE SET NULL
);
CREATE INDEX reports_latest ON public.reports USING btree (project_id, created_at, assignment_id);
CREATE INDEX reports_task ON public.reports USING btree (project_id, task_id);
CREATE INDEX reports_unsettled ON public.reports USING btree (project_id, created_at, assignment_id) WHERE (settled_at IS NULL);

create table result_changes (
  project_id integer not null,
  id bigint not null generated always as identity,
  sign smallint not null,
  labels text[] not null,
  confidence double precision not null,
  agreement double precision,
  constraint result_changes_pkey PRIMARY KEY (project_id, id)
);

create table result_labels (
  project_id integer not null,
  field text not null,
  value text not null,
  tasks integer not null,
  constraint result_labels_pkey PRIMARY KEY (project_id, field, value),
  constraint result_labels_project_id_fkey FOREIGN KEY (project_id) REFERENCES result_totals(project_id) ON DELETE CASCADE
);

create table result_totals (
  project_id integer not null,
  tasks integer not null default 0,
  bands integer[] not null default '{0,0,0,0}'::integer[],
  agreement double precision not null default 0,
  agreement_tasks integer not null default 0,
  constraint result_totals_pkey PRIMARY KEY (project_id),
  constraint result_totals_project_id_fkey FOREIGN KEY (project_id) REFERENCES projects(id) ON DELETE CASCADE
);

create table results (
  project_id integer not null,
  task_id uuid not null,
  fields jsonb not null,
  answers integer not null,
  xid xid8 not null default pg_current_xact_id(),
  confidence double precision not null,
  labels text[] not null default '{}'::text[],
  method text not null default 'majority'::text,
  provenance jsonb,
  corrected_at timestamp with time zone,
  updated_at timestamp with time zone not null default now(),
  practice boolean not null default false,
  constraint results_pkey PRIMARY KEY (project_id, task_id),
  constraint results_project_id_task_id_fkey FOREIGN KEY (project_id, task_id) REFERENCES tasks(project_id, id) ON DELETE CASCADE,
  constraint results_method_check CHECK ((method = ANY (ARRAY['majority'::text, 'model'::text, 'reviewer'::text, 'gold'::text])))
);
CREATE INDEX results_confidence ON public.results USING btree (project_id, confidence, task_id);
CREATE INDEX results_labels ON public.results USING gin (labels);
CREATE INDEX results_order ON public.results USING btree (project_id, xid, task_id);
CREATE TRIGGER note_change AFTER INSERT OR DELETE OR UPDATE ON public.results FOR EACH ROW EXECUTE FUNCTION note_result_change();
CREATE TRIGGER note_practice AFTER UPDATE OF practice ON public.results FOR EACH ROW WHEN ((new.practice AND (NOT old.practice))) EXECUTE FUNCTION note_withdrawn_result();
CREATE TRIGGER note_withdrawn AFTER DELETE ON public.results FOR EACH ROW WHEN ((NOT old.practice)) EXECUTE FUNCTION note_withdrawn_result();

create table reversals (
  project_id integer not null,
  person_id uuid not null,
  reason text not null,
  reverted integer not null default 0,
  asked_again integer not null default 0,
  created_at timestamp with time zone not null default now(),
  finished_at timestamp with time zone,
  constraint reversals_pkey PRIMARY KEY (project_id, person_id),
  constraint reversals_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id),
  constraint reversals_project_id_fkey FOREIGN KEY (project_id) REFERENCES projects(id) ON DELETE CASCADE
);
CREATE INDEX reversals_unfinished ON public.reversals USING btree (created_at) WHERE (finished_at IS NULL);

create table sessions (
  id uuid not null default gen_random_uuid(),
  token_hash bytea not null,
  person_id uuid not null,
  workspace_id integer,
  user_agent text not null,
  created_at timestamp with time zone not null default now(),
  last_seen_at timestamp with time zone not null default now(),
  constraint sessions_pkey PRIMARY KEY (id),
  constraint sessions_token_hash_key UNIQUE (token_hash),
  constraint sessions_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id) ON DELETE CASCADE,
  constraint sessions_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON DELETE SET NULL
);
CREATE INDEX sessions_person ON public.sessions USING btree (person_id);

create table settings (
  key text not null,
  value text not null,
  constraint settings_pkey PRIMARY KEY (key)
);

create unlogged table shares_in_use (
  server uuid not null,
  name text not null,
  used double precision not null,
  at timestamp with time zone not null default now(),
  constraint shares_in_use_pkey PRIMARY KEY (server, name)
);
CREATE INDEX shares_in_use_name ON public.shares_in_use USING btree (name);

create table sign_ins (
  state_hash bytea not null,
  browser_hash bytea not null,
  next text not null,
  expires_at timestamp with time zone not null,
  constraint sign_ins_pkey PRIMARY KEY (state_hash)
);

create table skips (
  project_id integer not null,
  assignment_id uuid not null,
  reason text not null,
  comment text not null,
  constraint skips_pkey PRIMARY KEY (project_id, assignment_id),
  constraint skips_project_id_assignment_id_fkey FOREIGN KEY (project_id, assignment_id) REFERENCES assignments(project_id, id) ON DELETE CASCADE
);

create table task_assets (
  project_id integer not null,
  task_id uuid not null,
  sha256 text not null,
  workspace_id integer not null,
  constraint task_assets_pkey PRIMARY KEY (project_id, task_id, sha256),
  constraint task_assets_project_id_task_id_fkey FOREIGN KEY (project_id, task_id) REFERENCES tasks(project_id, id) ON DELETE CASCADE,
  constraint task_assets_workspace_id_sha256_fkey FOREIGN KEY (workspace_id, sha256) REFERENCES assets(workspace_id, sha256)
);
CREATE INDEX task_assets_asset ON public.task_assets USING btree (workspace_id, sha256);

create table task_words (
  project_id integer not null,
  task_id uuid not null,
  words text not null,
  constraint task_words_pkey PRIMARY KEY (project_id, task_id)
);
CREATE INDEX task_words_parts ON public.task_words USING gin (words gin_trgm_ops) WITH (gin_pending_list_limit='16384');

create table tasks (
  project_id integer not null,
  id uuid not null,
  version integer not null,
  status text not null default 'open'::text,
  wanted integer not null,
  answered integer not null default 0,
  active integer not null default 0,
  lane smallint not null default 0,
  queue_xid xid8 not null default pg_current_xact_id(),
  "position" bigint not null default nextval('task_positions'::regclass),
  item_count integer not null,
  external_id text,
  content_hash text not null,
  name text,
  metadata jsonb not null default '{}'::jsonb,
  unreadable_reason text,
  created_at timestamp with time zone not null default now(),
  completed_at timestamp with time zone,
  least_answers integer not null default 0,
  answer_changes integer not null default 0,
  gold boolean not null default false,
  repeated boolean not null default true,
  also text[],
  skips smallint not null default 0,
  lapses smallint not null default 0,
  constraint tasks_pkey PRIMARY KEY (project_id, id),
  constraint exactly_n CHECK (((answered + active) <= wanted)),
  constraint tasks_active_check CHECK ((active >= 0)),
  constraint tasks_answered_check CHECK ((answered >= 0)),
  constraint tasks_check CHECK (((lane < 2) OR gold)),
  constraint tasks_check1 CHECK (((NOT gold) OR (status = 'completed'::text))),
  constraint tasks_lane_check CHECK ((lane = ANY (ARRAY['-1'::integer, 0, 1, 2, 3]))),
  constraint tasks_status_check CHECK ((status = ANY (ARRAY['open'::text, 'completed'::text, 'needs_review'::text, 'cancelled'::text, 'unreadable'::text]))),
  constraint tasks_wanted_check CHECK ((wanted > 0)),
  constraint training_is_never_held CHECK (((lane < 3) OR (active = 0)))
);
CREATE INDEX tasks_gold ON public.tasks USING btree (project_id, ((answered + active)), id) WHERE ((lane = 2) AND ((answered + active) < wanted));
CREATE INDEX tasks_queue ON public.tasks USING btree (project_id, lane, queue_xid, "position") WHERE (((status = 'open'::text) OR gold) AND ((answered + active) < wanted));
CREATE INDEX tasks_skipped ON public.tasks USING btree (project_id, id) WHERE ((skips > 0) OR (lapses > 2));
CREATE INDEX tasks_status ON public.tasks USING btree (project_id, status, id);
CREATE UNIQUE INDEX tasks_content ON public.tasks USING btree (project_id, content_hash) WHERE (NOT repeated);
CREATE UNIQUE INDEX tasks_external_id ON public.tasks USING btree (project_id, external_id) WHERE (external_id IS NOT NULL);
CREATE TRIGGER forget_parts AFTER DELETE ON public.tasks REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION forget_parts();
CREATE TRIGGER note_review AFTER UPDATE OF status ON public.tasks FOR EACH ROW WHEN (((new.status = 'needs_review'::text) AND (old.status <> 'needs_review'::text) AND (old.completed_at IS NOT NULL))) EXECUTE FUNCTION note_withdrawn_result();
CREATE TRIGGER task_has_form AFTER UPDATE OF version ON public.tasks FOR EACH ROW WHEN ((new.version <> old.version)) EXECUTE FUNCTION task_has_form();
CREATE TRIGGER tasks_have_forms AFTER INSERT ON public.tasks REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION tasks_have_forms();

create table training_answers (
  project_id integer not null,
  id uuid not null,
  task_id uuid not null,
  worker_id uuid not null,
  round integer not null,
  token text not null,
  given_at timestamp with time zone not null default now(),
  answer jsonb,
  known jsonb,
  is_right boolean,
  answered_at timestamp with time zone,
  version integer,
  constraint training_answers_pkey PRIMARY KEY (project_id, id),
  constraint training_answers_project_id_worker_id_round_task_id_key UNIQUE (project_id, worker_id, round, task_id),
  constraint training_answers_project_id_task_id_fkey FOREIGN KEY (project_id, task_id) REFERENCES tasks(project_id, id) ON DELETE CASCADE,
  constraint training_answers_project_id_worker_id_round_fkey FOREIGN KEY (project_id, worker_id, round) REFERENCES training_rounds(project_id, worker_id, round) ON DELETE CASCADE,
  constraint training_answers_check CHECK ((((answered_at IS NULL) = (answer IS NULL)) AND ((answered_at IS NULL) = (known IS NULL)) AND ((answered_at IS NULL) = (is_right IS NULL))))
);
CREATE INDEX training_answers_task ON public.training_answers USING btree (project_id, task_id);
CREATE UNIQUE INDEX training_open ON public.training_answers USING btree (project_id, worker_id) WHERE (answered_at IS NULL);

create table training_rounds (
  project_id integer not null,
  worker_id uuid not null,
  round integer not null,
  questions integer not null,
  pass integer not null,
  answered integer not null default 0,
  "right" integer not null default 0,
  started_at timestamp with time zone not null default now(),
  finished_at timestamp with time zone,
  passed boolean not null default ((finished_at IS NOT NULL) AND ("right" >= pass)),
  constraint training_rounds_pkey PRIMARY KEY (project_id, worker_id, round),
  constraint training_rounds_project_id_fkey FOREIGN KEY (project_id) REFERENCES projects(id) ON DELETE CASCADE,
  constraint training_rounds_worker_id_fkey FOREIGN KEY (worker_id) REFERENCES people(id) ON DELETE CASCADE,
  constraint training_rounds_check CHECK ((("right" >= 0) AND ("right" <= answered))),
  constraint training_rounds_check1 CHECK ((answered <= questions)),
  constraint training_rounds_check2 CHECK (((finished_at IS NOT NULL) = (answered = questions)))
);

create table webhooks (
  id uuid not null default gen_random_uuid(),
  workspace_id integer not null,
  project_id integer,
  url text not null,
  description text not null,
  event_types text[] not null,
  is_callback boolean not null default false,
  status text not null default 'enabled'::text,
  disabled_reason text,
  secret text not null,
  old_secret text,
  old_secret_until timestamp with time zone,
  cursor_xid xid8 not null default pg_snapshot_xmin(pg_current_snapshot()),
  cursor_id bigint not null default 0,
  begins_after pg_snapshot not null default pg_current_snapshot(),
  failing_since timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  changed jsonb not null default '{}'::jsonb,
  constraint webhooks_pkey PRIMARY KEY (id),
  constraint webhooks_project_id_fkey FOREIGN KEY (project_id) REFERENCES projects(id) ON DELETE CASCADE,
  constraint webhooks_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON DELETE CASCADE,
  constraint webhooks_status_check CHECK ((status = ANY (ARRAY['enabled'::text, 'disabled'::text])))
);
CREATE INDEX webhooks_workspace ON public.webhooks USING btree (workspace_id);
CREATE UNIQUE INDEX webhooks_callback ON public.webhooks USING btree (project_id) WHERE is_callback;

create table withdrawn_results (
  project_id integer not null,
  task_id uuid not null,
  xid xid8 not null default pg_current_xact_id(),
  constraint withdrawn_results_pkey PRIMARY KEY (project_id, task_id),
  constraint withdrawn_results_project_id_fkey FOREIGN KEY (project_id) REFERENCES projects(id) ON DELETE CASCADE
);
CREATE INDEX withdrawn_results_order ON public.withdrawn_results USING btree (project_id, xid);

create table worker_agreement (
  project_id integer not null,
  worker_id uuid not null,
  agreed integer not null,
  compared integer not null,
  counted_at timestamp with time zone not null default now(),
  constraint worker_agreement_pkey PRIMARY KEY (project_id, worker_id),
  constraint worker_agreement_project_id_fkey FOREIGN KEY (project_id) REFERENCES crowds(project_id) ON DELETE CASCADE,
  constraint worker_agreement_worker_id_fkey FOREIGN KEY (worker_id) REFERENCES people(id) ON DELETE CASCADE,
  constraint worker_agreement_check CHECK (((agreed >= 0) AND (agreed <= compared))),
  constraint worker_agreement_compared_check CHECK ((compared > 0))
);

create table worker_cursors (
  project_id integer not null,
  worker_id uuid not null,
  lane smallint not null,
  xid xid8 not null,
  "position" bigint not null,
  constraint worker_cursors_pkey PRIMARY KEY (project_id, worker_id, lane),
  constraint worker_cursors_project_id_fkey FOREIGN KEY (project_id) REFERENCES projects(id) ON DELETE CASCADE,
  constraint worker_cursors_worker_id_fkey FOREIGN KEY (worker_id) REFERENCES people(id) ON DELETE CASCADE
) with (fillfactor=50);

create table worker_quality (
  project_id integer not null,
  worker_id uuid not null,
  field text not null,
  answered integer not null,
  accuracy real not null,
  low real not null,
  high real not null,
  bits real,
  bits_low real,
  bits_high real,
  constraint worker_quality_pkey PRIMARY KEY (project_id, worker_id, field),
  constraint worker_quality_project_id_fkey FOREIGN KEY (project_id) REFERENCES crowds(project_id) ON DELETE CASCADE,
  constraint worker_quality_worker_id_fkey FOREIGN KEY (worker_id) REFERENCES people(id) ON DELETE CASCADE
);

create table workspaces (
  id integer not null generated always as identity,
  title text not null,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  changed jsonb not null default '{}'::jsonb,
  constraint workspaces_pkey PRIMARY KEY (id)
);
