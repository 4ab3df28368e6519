-- Results of one moment that stay as they are. Rows are kept packed, some hundred tasks a part: they are only ever read whole. A release that
-- was deleted leaves its number, so that no other gets it.
create table releases (
  project_id integer not null references projects (id) on delete cascade,
  number integer not null check (number > 0),
  name text not null,
  notes text not null,
  likely boolean not null,
  specs jsonb not null,
  digest text not null,
  jsonl_sha256 text not null,
  facts jsonb not null,
  created_at timestamptz not null default now(),
  deleted_at timestamptz,
  primary key (project_id, number)
);

create table release_parts (
  project_id integer not null,
  number integer not null,
  part integer not null,
  packed bytea not null,
  primary key (project_id, number, part),
  foreign key (project_id, number) references releases (project_id, number) on delete cascade
);
