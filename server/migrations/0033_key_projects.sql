-- Keys of certain projects, and keys that work. What was made before keeps what it could: all projects, and no work. A key that works is
-- a worker of its own, so that its answers are one person's wherever it runs.
alter table api_keys add column project_ids integer[] check (cardinality(project_ids) > 0);
alter table api_keys add column person_id uuid references people (id);
alter table api_keys drop constraint api_keys_scopes_check;
alter table api_keys add constraint api_keys_scopes_check check (scopes <@ '{read,write,work}'::text[] and cardinality(scopes) > 0);
alter table api_keys add constraint who_works_is_somebody check (('work' = any (scopes)) = (person_id is not null));
alter table api_keys add constraint who_works_is_somewhere check (person_id is null or project_ids is not null);

-- Pictures that a key of certain projects has sent itself. It sees these and those of its projects' tasks, and no others.
create table key_pictures (
  key_id uuid not null references api_keys (id) on delete cascade,
  workspace_id integer not null,
  sha256 text not null,
  primary key (key_id, sha256),
  foreign key (workspace_id, sha256) references assets (workspace_id, sha256) on delete cascade
);
create index key_pictures_asset on key_pictures (workspace_id, sha256);
