-- What a project's crowd has shown: the models of its last refit. Servers hold them in memory and go on from here.

alter table projects add column synonyms jsonb not null default '[]';

create table crowds (
  project_id   integer primary key references projects on delete cascade,
  -- Number of the last refit; 0: there was none yet.
  refit        integer not null default 0,
  refit_at     timestamptz,
  -- The counted answers that it was drawn from: all of the transactions below cursor_xid, and no others.
  answers      integer not null default 0,
  cursor_xid   xid8 not null default '0',
  -- The versions of the specs that it knows.
  version      integer not null default 0,
  -- Workers have numbers in the models: their place in this list, from 0.
  worker_ids   uuid[] not null default '{}',
  -- Per output field: what the refit found out; see results/refit.ts.
  fields       jsonb not null default '[]',
  -- Since when another refit is wanted.
  due_since    timestamptz,
  -- Who refits holds the row until then; a server that dies loses it.
  locked_until timestamptz
);
create index crowds_due on crowds (due_since) where due_since is not null;

-- One model a field, one an option of a checkbox field. The same name with another type is another field.
create table crowd_models (
  project_id integer not null references crowds on delete cascade,
  field      text not null,
  type       text not null,
  part       smallint not null,
  about      jsonb not null,
  packed     bytea not null,
  primary key (project_id, field, type, part)
);

-- What the last refit says about each worker.
create table worker_quality (
  project_id integer not null references crowds on delete cascade,
  worker_id  uuid not null references people on delete cascade,
  field      text not null,
  answered   integer not null,
  accuracy   real not null,
  low        real not null,
  high       real not null,
  -- Bits per answer, where the model has tables to draw them from.
  bits       real,
  bits_low   real,
  bits_high  real,
  primary key (project_id, worker_id, field)
);
