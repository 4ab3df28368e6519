-- So many gold tasks are to be at hand: agreed tasks are promoted until there are. 0: none is promoted unasked.
alter table projects
  add column gold_wanted integer not null default 0 check (gold_wanted between 0 and 1000);
create index projects_gold_wanted on projects (id) where gold_wanted > 0 and inject_gold and status = 'active';
