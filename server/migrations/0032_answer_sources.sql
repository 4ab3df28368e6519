-- Where answers were given before they came here: another program, an earlier service. Each is a worker of its project, found again by name.
create table answer_sources (
  project_id integer not null references projects (id) on delete cascade,
  name text not null,
  person_id uuid not null references people (id) on delete cascade,
  primary key (project_id, name)
);
create index answer_sources_person on answer_sources (person_id);
